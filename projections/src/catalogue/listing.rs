//! Asking for events.

use chrono::{DateTime, Datelike, Utc};
use sqlx::PgPool;

use seatlog_domain::ids::EventId;

use super::{Event, PriceRange};
use crate::page::{Page, PageRequest, QueryError, tag};
use crate::search;

/// Which events are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventFilter {
    /// Words that must all occur in name, venue or description; case and accents do not count.
    pub q: Option<String>,
    /// Events that start then or later.
    pub from: Option<DateTime<Utc>>,
    /// Events that start earlier.
    pub to: Option<DateTime<Utc>>,
    /// What the cheapest seat costs.
    pub price: PriceRange,
    /// How far they have come.
    pub status: StatusFilter,
}

/// Which events are asked for, by how far they have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StatusFilter {
    /// Published, and not begun.
    #[default]
    Upcoming,
    /// Published, and begun; newest first.
    Past,
    /// Cancelled.
    Cancelled,
    /// Drafts; only for admins.
    Draft,
    /// All of these; only for admins.
    All,
}

impl std::str::FromStr for StatusFilter {
    type Err = String;

    /// The values of `status` in the contract.
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "upcoming" => Ok(Self::Upcoming),
            "past" => Ok(Self::Past),
            "cancelled" => Ok(Self::Cancelled),
            "draft" => Ok(Self::Draft),
            "all" => Ok(Self::All),
            _ => Err("must be upcoming, past, cancelled, draft or all".to_owned()),
        }
    }
}

/// An event that was not deleted, drafts included: whether the caller may see one is the API's
/// business.
pub async fn get(pool: &PgPool, id: EventId) -> Result<Option<Event>, QueryError> {
    let sql = "SELECT * FROM catalogue_events WHERE id = $1";
    let event = sqlx::query_as(sql).bind(id.uuid()).fetch_optional(pool);
    Ok(event.await?)
}

/// A page of events by `starts_at`, then `id`; past ones the other way round, newest first.
pub async fn list(
    pool: &PgPool,
    filter: &EventFilter,
    now: DateTime<Utc>,
    page: &PageRequest,
) -> Result<Page<Event>, QueryError> {
    let tag = tag("events", filter);
    let after: Option<(DateTime<Utc>, EventId)> = page.after(&tag)?;
    if after.is_some_and(|(starts_at, _)| !(0..=9999).contains(&starts_at.year())) {
        return Err(QueryError::BadCursor);
    }
    let (mut from, mut to) = (filter.from, filter.to);
    let statuses: &[&str] = match filter.status {
        StatusFilter::Upcoming => {
            from = from.max(Some(now));
            &["published"]
        }
        StatusFilter::Past => {
            to = Some(to.map_or(now, |to| to.min(now)));
            &["published"]
        }
        StatusFilter::Cancelled => &["cancelled"],
        StatusFilter::Draft => &["draft"],
        StatusFilter::All => &["draft", "published", "cancelled"],
    };
    let (beyond, order) = if filter.status == StatusFilter::Past {
        ("<", "DESC")
    } else {
        (">", "ASC")
    };
    let prices = filter.price.in_minor_units(pool).await?;
    let any_price = prices.is_none();
    let prices = prices.unwrap_or_default();
    let sql = format!(
        "SELECT * FROM catalogue_events
         WHERE status = ANY($1) AND search LIKE ALL($2)
           AND ($3::timestamptz IS NULL OR starts_at >= $3)
           AND ($4::timestamptz IS NULL OR starts_at < $4)
           AND ($5::timestamptz IS NULL OR (starts_at, id) {beyond} ($5, $6))
           AND ($8 OR EXISTS (
               SELECT FROM unnest($9::text[], $10::bigint[], $11::bigint[])
                   AS price (currency, least, most)
               WHERE price.currency = catalogue_events.currency
                 AND price_from_minor BETWEEN price.least AND price.most))
         ORDER BY starts_at {order}, id {order} LIMIT $7"
    );
    let events = sqlx::query_as(&sql)
        .bind(statuses)
        .bind(search::patterns(filter.q.as_deref().unwrap_or_default()))
        .bind(from)
        .bind(to)
        .bind(after.map(|(starts_at, _)| starts_at))
        .bind(after.map(|(_, id)| id.uuid()))
        .bind(page.fetch())
        .bind(any_price)
        .bind(prices.currencies)
        .bind(prices.least)
        .bind(prices.most)
        .fetch_all(pool)
        .await?;
    page.close(&tag, events, |event: &Event| (event.starts_at, event.id))
}
