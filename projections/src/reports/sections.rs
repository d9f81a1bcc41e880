//! `GET /reports/events/{id}/sections`: how full each section of an event is.

use serde::Serialize;
use sqlx::PgPool;
use utoipa::ToSchema;

use seatlog_domain::ids::EventId;
use seatlog_domain::money::Currency;

use super::events::share;
use super::listing::{Asked, Report};
use super::snapshot::Snapshot;
use crate::page::{QueryError, tag};

/// The totals of a section.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SectionReport {
    /// Its id.
    #[schema(example = "ST")]
    pub section: String,
    /// Its name.
    pub name: String,
    /// The price of its seats, in minor units.
    pub price_minor: i64,
    /// The number of its seats.
    pub capacity: i64,
    /// Seats of bookings that were not cancelled.
    pub seats_sold: i64,
    /// What was paid for them and not paid back, in minor units.
    pub revenue_minor: i64,
    /// The currency of the amounts.
    pub currency: Currency,
    /// The share of its seats that was sold, from 0 to 1.
    pub occupancy: f64,
    /// Seats of holds that ended unsold because their time was over.
    pub lost_seats: i64,
    /// What those would have cost, in minor units.
    pub lost_minor: i64,
}

/// A page of an event's sections, in the organiser's order; nothing: there is no such event.
pub async fn sections(
    pool: &PgPool,
    event: EventId,
    asked: &Asked,
) -> Result<Option<Report<SectionReport>>, QueryError> {
    let tag = tag("reports/sections", &event);
    let (as_of, after) = asked.open(pool, &tag).await?;
    let mut snapshot = Snapshot::open(pool, as_of).await?;
    snapshot.only(Some(event));
    let Some(totals) = snapshot.events(Some(event)).await?.remove(&event) else {
        return Ok(None);
    };
    let sections = totals.sections.into_iter().map(|section| SectionReport {
        section: section.id,
        name: section.name,
        price_minor: section.price_minor,
        capacity: section.capacity,
        seats_sold: section.seats_sold,
        revenue_minor: section.revenue_minor,
        currency: totals.currency,
        occupancy: share(section.seats_sold, section.capacity),
        lost_seats: section.lost_seats,
        lost_minor: section.lost_minor,
    });
    let report = asked.cut(&tag, (snapshot.moment, after), sections.collect())?;
    Ok(Some(report))
}
