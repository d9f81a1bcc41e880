//! `GET /reports/summary`: everything in one line.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use sqlx::{FromRow, PgPool};
use utoipa::ToSchema;

use seatlog_domain::money::Currency;

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

#[derive(FromRow)]
struct Totals {
    bookings: i64,
    cancelled_bookings: i64,
    seats_sold: i64,
    events: i64,
    users: i64,
    revenue: Json<Vec<Revenue>>,
    position: Position,
    as_of: DateTime<Utc>,
}

/// The totals of everything, in one statement, so that all figures belong together.
pub async fn summary(pool: &PgPool) -> Result<SummaryReport, QueryError> {
    let sql = "
        WITH per_currency AS (
            SELECT currency, sum(revenue_minor)::bigint AS amount_minor
            FROM reports_sales GROUP BY currency
        )
        SELECT coalesce(sum(e.bookings), 0)::bigint AS bookings,
               coalesce(sum(e.cancelled_bookings), 0)::bigint AS cancelled_bookings,
               coalesce(sum(e.seats_sold), 0)::bigint AS seats_sold,
               count(*) FILTER (WHERE e.status = 'published') AS events,
               (SELECT count(*) FROM reports_accounts) AS users,
               (SELECT coalesce(json_agg(p ORDER BY p.currency), '[]') FROM per_currency p)
                   AS revenue,
               (SELECT position FROM projection_checkpoints WHERE name = $1) AS position,
               coalesce((SELECT recorded_at FROM projection_checkpoints WHERE name = $1), now())
                   AS as_of
        FROM reports_events e";
    let totals: Totals = sqlx::query_as(sql)
        .bind(super::NAME)
        .fetch_one(pool)
        .await?;
    Ok(SummaryReport {
        bookings: totals.bookings,
        cancelled_bookings: totals.cancelled_bookings,
        seats_sold: totals.seats_sold,
        events: totals.events,
        users: totals.users,
        revenue: totals.revenue.0,
        position: totals.position,
        as_of: totals.as_of,
    })
}
