//! `GET /reports/events`: the totals of each event.

use chrono::{DateTime, Datelike, Utc};
use serde::Serialize;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgPool, Row};
use utoipa::ToSchema;

use seatlog_domain::ids::EventId;
use seatlog_domain::money::Currency;

use crate::catalogue::EventStatus;
use crate::page::{Page, PageRequest, QueryError, tag};

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

impl FromRow<'_, PgRow> for EventReport {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let currency: &str = row.try_get("currency")?;
        Ok(Self {
            event_id: EventId::new(row.try_get("event_id")?),
            name: row.try_get("name")?,
            starts_at: row.try_get("starts_at")?,
            capacity: row.try_get("capacity")?,
            seats_sold: row.try_get("seats_sold")?,
            bookings: row.try_get("bookings")?,
            revenue_minor: row.try_get("revenue_minor")?,
            currency: currency
                .parse()
                .map_err(|_| sqlx::Error::Decode(currency.into()))?,
            occupancy: row.try_get("occupancy")?,
            status: EventStatus::from_column(row.try_get("status")?)?,
        })
    }
}

/// A page of events that were not deleted, drafts and cancelled ones included, by `starts_at`,
/// then id.
pub async fn events(pool: &PgPool, page: &PageRequest) -> Result<Page<EventReport>, QueryError> {
    let tag = tag("reports/events", &());
    let after: Option<(DateTime<Utc>, EventId)> = page.after(&tag)?;
    if after.is_some_and(|(starts_at, _)| !(0..=9999).contains(&starts_at.year())) {
        return Err(QueryError::BadCursor);
    }
    let sql = "
        SELECT *, coalesce(seats_sold::float8 / nullif(capacity, 0), 0) AS occupancy
        FROM reports_events
        WHERE status <> 'deleted'
          AND ($1::timestamptz IS NULL OR (starts_at, event_id) > ($1, $2))
        ORDER BY starts_at, event_id LIMIT $3";
    let reports = sqlx::query_as(sql)
        .bind(after.map(|(starts_at, _)| starts_at))
        .bind(after.map(|(_, id)| id.uuid()))
        .bind(page.fetch())
        .fetch_all(pool)
        .await?;
    page.close(&tag, reports, |report: &EventReport| {
        (report.starts_at, report.event_id)
    })
}
