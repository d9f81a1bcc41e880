//! Read model `bookings`: every booking ever made; a buyer's own are their history.
//!
//! The shape and the queries are here, the projection in the file below.

mod projection;

pub use projection::Bookings;

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{FromRow, PgPool, Row};
use utoipa::ToSchema;

use seatlog_domain::event::PricedSeat;
use seatlog_domain::ids::{BookingId, EventId, UserId};
use seatlog_domain::money::Currency;
use seatlog_domain::seat::SeatName;

use crate::checkpoints::{self, Behind};
use crate::log::Position;
use crate::page::{Page, PageRequest, QueryError, tag};
use crate::search;

/// The model's name.
pub const NAME: &str = "bookings";

/// A booking, and what its event is called now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Booking {
    /// Names the booking.
    pub id: BookingId,
    /// What is printed on its tickets.
    #[schema(example = "7Q4KX-W2M9D")]
    pub reference: String,
    /// The event.
    pub event_id: EventId,
    /// The buyer.
    pub user_id: UserId,
    /// Whether it still stands.
    pub status: BookingStatus,
    /// Its seats, in the plan's order.
    pub seats: Vec<BookedSeat>,
    /// What they cost together, in minor units.
    pub total_minor: i64,
    /// The currency of the prices.
    pub currency: Currency,
    /// When it was made.
    pub booked_at: DateTime<Utc>,
    /// The position in the log of the fact that made it.
    #[schema(value_type = i64)]
    pub position: Position,
    /// When it was cancelled.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// The event's name.
    pub event_name: String,
    /// When the event starts.
    pub starts_at: DateTime<Utc>,
    /// Where it takes place.
    pub venue: String,
    /// The event's picture.
    pub image_url: Option<String>,
}

/// Whether a booking still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BookingStatus {
    /// It does.
    Confirmed,
    /// Its seats were given back.
    Cancelled,
}

impl std::str::FromStr for BookingStatus {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "confirmed" => Ok(Self::Confirmed),
            "cancelled" => Ok(Self::Cancelled),
            _ => Err("must be confirmed or cancelled".to_owned()),
        }
    }
}

/// A seat of a booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BookedSeat {
    /// The seat.
    pub seat: SeatName,
    /// The id of its section.
    #[schema(example = "ST")]
    pub section: String,
    /// What was paid for it, in minor units of the booking's currency.
    pub price_minor: i64,
}

impl From<&PricedSeat> for BookedSeat {
    fn from(priced: &PricedSeat) -> Self {
        Self {
            seat: priced.seat.clone(),
            section: priced.seat.section().to_owned(),
            price_minor: priced.price_minor,
        }
    }
}

/// Which bookings are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BookingFilter {
    /// Of this buyer.
    pub user_id: Option<UserId>,
    /// Of this event.
    pub event_id: Option<EventId>,
    /// That still stand, or do not.
    pub status: Option<BookingStatus>,
    /// Words that must all occur in the reference or the event's name.
    pub q: Option<String>,
    /// As they were at this position; nothing: as they are.
    pub as_of: Option<Position>,
}

impl FromRow<'_, PgRow> for Booking {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let currency: &str = row.try_get("currency")?;
        let Json(seats) = row.try_get("seats")?;
        let cancelled_at: Option<DateTime<Utc>> = row.try_get("cancelled_at")?;
        Ok(Self {
            id: BookingId::new(row.try_get("id")?),
            reference: row.try_get("reference")?,
            event_id: EventId::new(row.try_get("event_id")?),
            user_id: UserId::new(row.try_get("user_id")?),
            status: match cancelled_at {
                None => BookingStatus::Confirmed,
                Some(_) => BookingStatus::Cancelled,
            },
            seats,
            total_minor: row.try_get("total_minor")?,
            currency: currency
                .parse()
                .map_err(|_| sqlx::Error::Decode(currency.into()))?,
            booked_at: row.try_get("booked_at")?,
            position: row.try_get("position")?,
            cancelled_at,
            event_name: row.try_get("name")?,
            starts_at: row.try_get("starts_at")?,
            venue: row.try_get("venue")?,
            image_url: row.try_get("image_url")?,
        })
    }
}

const SELECT: &str = "
    SELECT b.*, e.name, e.starts_at, e.venue, e.image_url
    FROM bookings b JOIN bookings_events e USING (event_id)";

/// One booking; whether the caller may see it is the API's business.
pub async fn get(pool: &PgPool, id: BookingId) -> Result<Option<Booking>, QueryError> {
    let sql = format!("{SELECT} WHERE b.id = $1");
    let booking = sqlx::query_as(&sql).bind(id.uuid()).fetch_optional(pool);
    Ok(booking.await?)
}

/// The event that a booking is of. Whoever has been told of a booking finds it: a model that does
/// not know it yet is waited for, at most so long.
///
/// # Errors
/// The model did not get so far in time, or the database failed.
pub async fn event_of(
    pool: &PgPool,
    id: BookingId,
    at_most: Duration,
) -> Result<Option<EventId>, Behind> {
    let look = async || {
        let query = sqlx::query_scalar("SELECT event_id FROM bookings WHERE id = $1");
        query.bind(id.uuid()).fetch_optional(pool).await
    };
    let event = checkpoints::look_up(pool, NAME, at_most, look).await?;
    Ok(event.map(EventId::new))
}

/// As `SELECT`, as of position `$1`.
const SELECT_THEN: &str = "
    SELECT b.id, b.position, b.reference, b.event_id, b.user_id, b.search, b.seats, b.total_minor,
           b.currency, b.booked_at, e.name, e.starts_at, e.venue, e.image_url,
           CASE WHEN b.cancelled_position <= $1 THEN b.cancelled_at END AS cancelled_at
    FROM bookings b CROSS JOIN LATERAL (
        SELECT * FROM bookings_events_past e
        WHERE e.event_id = b.event_id AND e.position <= $1
        ORDER BY e.position DESC LIMIT 1) e";

/// A page of bookings, newest first.
pub async fn list(
    pool: &PgPool,
    filter: &BookingFilter,
    page: &PageRequest,
) -> Result<Page<Booking>, QueryError> {
    let tag = tag("bookings", filter);
    let found = after(pool, filter, page.after(&tag)?, page.fetch()).await?;
    page.close(&tag, found, |booking: &Booking| booking.position)
}

/// At most so many bookings before a position, newest first.
pub(crate) async fn after(
    pool: &PgPool,
    filter: &BookingFilter,
    before: Option<Position>,
    at_most: i64,
) -> Result<Vec<Booking>, QueryError> {
    let (select, cancelled) = match filter.as_of {
        None => (SELECT, "b.cancelled_at IS NOT NULL"),
        Some(_) => (SELECT_THEN, "coalesce(b.cancelled_position <= $1, false)"),
    };
    let sql = format!(
        "{select}
         WHERE b.position <= $1 AND b.position < $2
           AND ($3::uuid IS NULL OR b.user_id = $3)
           AND ($4::uuid IS NULL OR b.event_id = $4)
           AND ($5::boolean IS NULL OR ({cancelled}) = $5)
           AND (b.search || ' ' || e.search) LIKE ALL($6)
         ORDER BY b.position DESC LIMIT $7"
    );
    let bookings = sqlx::query_as(&sql)
        .bind(filter.as_of.unwrap_or(Position::MAX))
        .bind(before.unwrap_or(Position::MAX))
        .bind(filter.user_id.map(UserId::uuid))
        .bind(filter.event_id.map(EventId::uuid))
        .bind(
            filter
                .status
                .map(|status| status == BookingStatus::Cancelled),
        )
        .bind(search::patterns(filter.q.as_deref().unwrap_or_default()))
        .bind(at_most)
        .fetch_all(pool)
        .await?;
    Ok(bookings)
}
