//! Which event's stream a booking is in. The log itself is asked, through an index on its
//! `SeatsBooked` facts, because a read model may not know yet of a booking that was just made.

use seatlog_domain::ids::{BookingId, EventId};
use sqlx::PgPool;

/// The event that a booking is of, if there is such a booking.
pub async fn event_of(pool: &PgPool, booking: BookingId) -> Result<Option<EventId>, sqlx::Error> {
    let stream: Option<String> = sqlx::query_scalar(
        "SELECT aggregate_id FROM events
         WHERE event_type = 'SeatsBooked'
           AND (payload->'SeatsBooked'->>'booking_id')::uuid = $1",
    )
    .bind(booking.uuid())
    .fetch_optional(pool)
    .await?;
    Ok(stream.and_then(|id| id.parse().ok()))
}
