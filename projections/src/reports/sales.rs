//! `GET /reports/sales`: what was sold hour by hour, or day by day.

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use serde::Serialize;
use sqlx::postgres::types::PgInterval;
use sqlx::{FromRow, PgPool};
use utoipa::ToSchema;

use seatlog_domain::ids::EventId;

use super::{Revenue, bucket_start};
use crate::page::{Page, PageRequest, QueryError, tag};

/// What was sold within an hour or a day. A cancellation counts where it happened, so figures may
/// be negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SalesBucket {
    /// When the hour or day (UTC) begins.
    pub bucket_start: DateTime<Utc>,
    /// Bookings made less bookings cancelled.
    pub bookings: i64,
    /// Seats booked less seats given back.
    pub seats: i64,
    /// What was paid less what was paid back, in minor units. Where sales were in several
    /// currencies this adds up bare numbers; `revenue` keeps them apart.
    pub revenue_minor: i64,
    /// The same for each currency.
    pub revenue: Vec<Revenue>,
}

/// How long a bucket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bucket {
    /// An hour.
    #[default]
    Hour,
    /// A day (UTC).
    Day,
}

impl Bucket {
    const fn secs(self) -> i64 {
        match self {
            Self::Hour => 3600,
            Self::Day => 86_400,
        }
    }
}

impl std::str::FromStr for Bucket {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "hour" => Ok(Self::Hour),
            "day" => Ok(Self::Day),
            _ => Err("must be hour or day".to_owned()),
        }
    }
}

/// Which sales are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SalesFilter {
    /// Of this event.
    pub event_id: Option<EventId>,
    /// In steps of this length.
    pub bucket: Bucket,
    /// From the bucket that contains this time; nothing: from the first sale.
    pub from: Option<DateTime<Utc>>,
    /// Only buckets that begin earlier; nothing: up to the last sale.
    pub to: Option<DateTime<Utc>>,
}

#[derive(FromRow)]
struct CurrencyInBucket {
    bucket_start: DateTime<Utc>,
    bookings: i64,
    seats: i64,
    revenue_minor: i64,
    /// Nothing: an empty bucket.
    currency: Option<String>,
}

/// Only the page's buckets are made, however long the range.
const SQL: &str = "
    WITH sold AS (
        SELECT * FROM reports_sales WHERE $1::uuid IS NULL OR event_id = $1
    ), bounds AS (
        SELECT coalesce($2::timestamptz, date_bin($5, min(hour), 'epoch')) AS first,
               coalesce($3::timestamptz, max(hour) + interval '1 hour') AS beyond
        FROM sold
    ), page AS (
        SELECT bucket_start
        FROM bounds,
             greatest(first, $4::timestamptz) AS begin,
             generate_series(begin, least(beyond, begin + $5::interval * $6::bigint), $5)
                 AS bucket_start
        WHERE bucket_start < beyond
        ORDER BY bucket_start LIMIT $6
    )
    SELECT bucket_start, currency, coalesce(sum(bookings), 0)::bigint AS bookings,
           coalesce(sum(seats), 0)::bigint AS seats,
           coalesce(sum(revenue_minor), 0)::bigint AS revenue_minor
    FROM page LEFT JOIN sold ON hour >= bucket_start AND hour < bucket_start + $5
    GROUP BY bucket_start, currency ORDER BY bucket_start, currency";

/// A page of buckets, oldest first; empty ones inside the range are listed as zeros.
pub async fn sales(
    pool: &PgPool,
    filter: &SalesFilter,
    page: &PageRequest,
) -> Result<Page<SalesBucket>, QueryError> {
    let tag = tag("reports/sales", filter);
    let step = TimeDelta::seconds(filter.bucket.secs());
    let after: Option<DateTime<Utc>> = page.after(&tag)?;
    if after.is_some_and(|start| !(0..=9999).contains(&start.year())) {
        return Err(QueryError::BadCursor);
    }
    let floor = |at| bucket_start(at, filter.bucket.secs());
    let rows: Vec<CurrencyInBucket> = sqlx::query_as(SQL)
        .bind(filter.event_id.map(EventId::uuid))
        .bind(filter.from.map(floor))
        .bind(filter.to)
        .bind(after.map(|start| floor(start) + step))
        .bind(PgInterval {
            months: 0,
            days: 0,
            microseconds: filter.bucket.secs() * 1_000_000,
        })
        .bind(page.fetch())
        .fetch_all(pool)
        .await?;
    page.close(&tag, assemble(rows)?, |bucket: &SalesBucket| {
        bucket.bucket_start
    })
}

fn assemble(rows: Vec<CurrencyInBucket>) -> Result<Vec<SalesBucket>, sqlx::Error> {
    let mut buckets: Vec<SalesBucket> = Vec::new();
    for row in rows {
        if buckets.last().map(|last| last.bucket_start) != Some(row.bucket_start) {
            buckets.push(SalesBucket {
                bucket_start: row.bucket_start,
                bookings: 0,
                seats: 0,
                revenue_minor: 0,
                revenue: Vec::new(),
            });
        }
        let (Some(bucket), Some(currency)) = (buckets.last_mut(), row.currency) else {
            continue;
        };
        bucket.bookings += row.bookings;
        bucket.seats += row.seats;
        bucket.revenue_minor += row.revenue_minor;
        bucket.revenue.push(Revenue {
            currency: currency
                .parse()
                .map_err(|_| sqlx::Error::Decode(currency.into()))?,
            amount_minor: row.revenue_minor,
        });
    }
    Ok(buckets)
}
