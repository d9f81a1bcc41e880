//! `GET /reports/summary`: everything in one line.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use utoipa::ToSchema;

use seatlog_domain::money::Currency;

use super::snapshot::Snapshot;
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
    let changes = snapshot.everything().await?;
    let mut report = SummaryReport {
        bookings: 0,
        cancelled_bookings: 0,
        seats_sold: 0,
        events: 0,
        users: users + changes.users,
        revenue: Vec::new(),
        position: snapshot.moment.position,
        as_of: snapshot.moment.time,
    };
    let mut revenue = BTreeMap::new();
    for totals in changes.events.values().flatten() {
        report.bookings += totals.bookings;
        report.cancelled_bookings += totals.cancelled_bookings;
        report.seats_sold += totals.seats_sold();
        report.events += i64::from(!totals.deleted && totals.status == EventStatus::Published);
        if totals.bookings + totals.cancelled_bookings > 0 {
            *revenue.entry(totals.currency.to_string()).or_insert(0) += totals.revenue_minor();
        }
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
