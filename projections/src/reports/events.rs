//! `GET /reports/events`: the totals of each event.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use utoipa::ToSchema;

use seatlog_domain::ids::EventId;
use seatlog_domain::money::Currency;

use super::listing::{Asked, Report};
use super::snapshot::Snapshot;
use super::totals::Totals;
use crate::catalogue::EventStatus;
use crate::page::{QueryError, tag};
use crate::search;

/// The totals of one event.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EventReport {
    /// The event.
    pub event_id: EventId,
    /// Its name.
    pub name: String,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// The number of its seats.
    pub capacity: i64,
    /// Seats of bookings that were not cancelled.
    pub seats_sold: i64,
    /// Bookings made and not cancelled.
    pub bookings: i64,
    /// What was paid and not paid back, in minor units.
    pub revenue_minor: i64,
    /// The currency of the revenue.
    pub currency: Currency,
    /// The share of its seats that was sold, from 0 to 1.
    pub occupancy: f64,
    /// How far the event has come.
    pub status: EventStatus,
}

/// Which events are listed, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventsFilter {
    /// This one.
    pub event_id: Option<EventId>,
    /// Only those that have come so far.
    pub status: Option<EventStatus>,
    /// That start then or later.
    pub from: Option<DateTime<Utc>>,
    /// That start earlier.
    pub to: Option<DateTime<Utc>>,
    /// Words that must all occur in the name.
    pub q: Option<String>,
    /// What comes first.
    pub sort: EventOrder,
}

/// The order of a list of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventOrder {
    /// By time, then id.
    #[default]
    StartsAt,
    /// The one that earned most first.
    RevenueMinor,
    /// The one with most seats sold first.
    SeatsSold,
    /// The one with most bookings first.
    Bookings,
    /// The one with the greatest share of its seats sold first.
    Occupancy,
}

impl EventReport {
    fn of(event_id: EventId, totals: Totals) -> Self {
        let (capacity, seats_sold) = (totals.capacity(), totals.seats_sold());
        Self {
            event_id,
            revenue_minor: totals.revenue_minor(),
            name: totals.name,
            starts_at: totals.starts_at,
            capacity,
            seats_sold,
            bookings: totals.bookings,
            currency: totals.currency,
            occupancy: share(seats_sold, capacity),
            status: totals.status,
        }
    }

    /// By time, then id; or the greatest first.
    fn cmp(&self, other: &Self, order: EventOrder) -> Ordering {
        let by_time = (self.starts_at, self.event_id).cmp(&(other.starts_at, other.event_id));
        let by_figure = match order {
            EventOrder::StartsAt => Ordering::Equal,
            EventOrder::RevenueMinor => other.revenue_minor.cmp(&self.revenue_minor),
            EventOrder::SeatsSold => other.seats_sold.cmp(&self.seats_sold),
            EventOrder::Bookings => other.bookings.cmp(&self.bookings),
            EventOrder::Occupancy => other.occupancy.total_cmp(&self.occupancy),
        };
        by_figure.then(by_time)
    }
}

impl EventsFilter {
    pub(super) fn takes(&self, totals: &Totals) -> bool {
        let words = self.q.as_deref().map(search::fold).unwrap_or_default();
        let name = search::fold(&totals.name);
        self.status.is_none_or(|status| totals.status == status)
            && self.from.is_none_or(|from| totals.starts_at >= from)
            && self.to.is_none_or(|to| totals.starts_at < to)
            && words.split_whitespace().all(|word| name.contains(word))
    }
}

/// A share of something, from 0 to 1.
pub(super) fn share(part: i64, whole: i64) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    part as f64 / whole as f64
}

/// A page of events that were not deleted, drafts and cancelled ones included.
pub async fn events(
    pool: &PgPool,
    filter: &EventsFilter,
    asked: &Asked,
) -> Result<Report<EventReport>, QueryError> {
    let tag = tag("reports/events", filter);
    let (as_of, after) = asked.open(pool, &tag).await?;
    let mut snapshot = Snapshot::open(pool, as_of).await?;
    snapshot.only(filter.event_id);
    let events = snapshot.events(filter.event_id).await?.into_iter();
    let mut reports: Vec<_> = events
        .filter(|(_, totals)| filter.takes(totals))
        .map(|(id, totals)| EventReport::of(id, totals))
        .collect();
    reports.sort_unstable_by(|a, b| a.cmp(b, filter.sort));
    asked.cut(&tag, (snapshot.moment, after), reports)
}
