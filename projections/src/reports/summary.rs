//! `GET /reports/summary`: everything in one line.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use utoipa::ToSchema;

use seatlog_domain::money::Currency;

use super::snapshot::Snapshot;
use super::totals::Totals;
use crate::as_of::Moment;
use crate::catalogue::EventStatus;
use crate::log::Position;
use crate::page::QueryError;

/// The totals of everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SummaryReport {
    /// Bookings made and not cancelled.
    pub bookings: i64,
    /// Bookings cancelled.
    pub cancelled_bookings: i64,
    /// Seats of the bookings that were not cancelled.
    pub seats_sold: i64,
    /// Events published, past ones included, and neither cancelled nor deleted.
    pub events: i64,
    /// Accounts that were not erased.
    pub users: i64,
    /// What was paid and not paid back, for each currency in which anything was ever booked.
    pub revenue: Vec<Revenue>,
    /// The last fact that this answer knows of.
    #[schema(value_type = i64)]
    pub position: Position,
    /// When that fact was recorded; now, while there is none.
    pub as_of: DateTime<Utc>,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Revenue {
    /// The currency.
    pub currency: Currency,
    /// The amount, in its minor units.
    pub amount_minor: i64,
}

/// The totals of everything, as of a moment; nothing: now.
pub async fn summary(pool: &PgPool, as_of: Option<Moment>) -> Result<SummaryReport, QueryError> {
    let mut snapshot = Snapshot::open(pool, as_of).await?;
    let users = "SELECT coalesce(sum(users), 0)::bigint FROM reports_users WHERE upto <= $1";
    let users: i64 = sqlx::query_scalar(users)
        .bind(snapshot.base)
        .fetch_one(&mut *snapshot.db)
        .await?;
    let revenue = "
        SELECT currency, sum(paid_minor - repaid_minor)::bigint,
               sum(bookings - cancelled_bookings)::bigint, sum(cancelled_bookings)::bigint,
               sum(seats_booked - seats_returned)::bigint
        FROM reports_hours WHERE event_id = $1 AND upto <= $2
        GROUP BY currency HAVING sum(bookings) > 0";
    let sold: Vec<(String, i64, i64, i64, i64)> = sqlx::query_as(revenue)
        .bind(super::ALL_EVENTS.uuid())
        .bind(snapshot.base)
        .fetch_all(&mut *snapshot.db)
        .await?;
    let events = snapshot.events(None).await?;
    let tail = snapshot.changes().await?;
    let mut report = SummaryReport {
        bookings: 0,
        cancelled_bookings: 0,
        seats_sold: 0,
        events: 0,
        users: users + tail.users,
        revenue: Vec::new(),
        position: snapshot.moment.position,
        as_of: snapshot.moment.time,
    };
    let published = |totals: &&Totals| totals.status == EventStatus::Published;
    report.events = i64::try_from(events.values().filter(published).count()).unwrap_or(i64::MAX);
    let mut revenue = BTreeMap::new();
    for (currency, minor, bookings, cancelled, seats) in sold {
        *revenue.entry(currency).or_insert(0) += minor;
        report.bookings += bookings;
        report.cancelled_bookings += cancelled;
        report.seats_sold += seats;
    }
    let of_all = tail.hours.into_iter();
    for ((_, hour), flow) in of_all.filter(|((event, _), _)| *event == super::ALL_EVENTS) {
        if flow.booked.count > 0 || revenue.contains_key(&hour.currency) {
            *revenue.entry(hour.currency).or_insert(0) += flow.booked.minor - flow.cancelled.minor;
        }
        report.bookings += flow.booked.count - flow.cancelled.count;
        report.cancelled_bookings += flow.cancelled.count;
        report.seats_sold += flow.booked.seats - flow.cancelled.seats;
    }
    report.revenue = Revenue::list(revenue)?;
    Ok(report)
}

impl Revenue {
    pub(super) fn list(amounts: BTreeMap<String, i64>) -> Result<Vec<Self>, sqlx::Error> {
        let amounts = amounts.into_iter().map(|(currency, amount_minor)| {
            let parsed = currency.parse();
            let currency = parsed.map_err(|_| sqlx::Error::Decode(currency.into()))?;
            Ok(Self {
                currency,
                amount_minor,
            })
        });
        amounts.collect()
    }
}
