//! What a command's caller is told. It is built from the aggregate that decided, so an answer
//! never waits for a read model.

use chrono::Utc;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;

use cqrs_es::Aggregate;
use seatlog_domain::event::{BookingRecord, Event, EventCommand, Live, Status};
use seatlog_domain::ids::{BookingId, EventId};
use seatlog_domain::text::HttpUrl;
use seatlog_projections::bookings::{BookedSeat, Booking, BookingStatus};
use seatlog_projections::catalogue::{Event as EventView, EventStatus};
use seatlog_projections::log::Position;

use super::{CommandError, Engine, Executed};

/// What became of the thing that a command was about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// The event, as it is now.
    Event(Box<EventView>),
    /// The booking, as it is now.
    Booking(Box<Booking>),
    /// The event is gone.
    Deleted,
}

impl Engine {
    /// The answer after a command whose last fact, if any, is at `position`.
    pub(super) async fn answer(
        &self,
        id: EventId,
        event: &Event,
        command: &EventCommand,
        position: Option<Position>,
    ) -> Result<Executed, CommandError> {
        let outcome = match (event, command) {
            (
                Event::Live(live),
                EventCommand::BookSeats { booking_id, .. }
                | EventCommand::BookHold { booking_id, .. },
            ) => self.booking((id, live), *booking_id, position).await?,
            (Event::Live(live), EventCommand::CancelBooking { booking_id, .. }) => {
                self.booking((id, live), *booking_id, None).await?
            }
            (Event::Live(live), _) => Outcome::Event(Box::new(event_view(id, live))),
            (Event::Unknown | Event::Deleted, _) => Outcome::Deleted,
        };
        Ok(Executed { position, outcome })
    }

    /// A booking of an event; `booked_at` is the position of the fact that made it, if known.
    async fn booking(
        &self,
        (event, live): (EventId, &Live),
        id: BookingId,
        booked_at: Option<Position>,
    ) -> Result<Outcome, CommandError> {
        let lost = || CommandError::Unavailable(format!("booking {id} is not in its event"));
        let record = live.booking(id).ok_or_else(lost)?;
        let position = match booked_at {
            Some(position) => position,
            None => position_of(&self.pool, event, &record).await?,
        };
        Ok(Outcome::Booking(Box::new(booking_view(
            event, live, &record, position,
        ))))
    }
}

/// The position of the fact that made a booking.
async fn position_of(
    pool: &PgPool,
    event: EventId,
    booking: &BookingRecord,
) -> Result<Position, CommandError> {
    let position = sqlx::query_scalar(
        "SELECT position FROM events
         WHERE aggregate_type = $1 AND aggregate_id = $2 AND sequence = $3",
    )
    .bind(Event::TYPE)
    .bind(event.to_string())
    .bind(i64::try_from(booking.sequence).unwrap_or(i64::MAX))
    .fetch_one(pool)
    .await;
    position.map_err(|error| CommandError::Unavailable(error.to_string()))
}

fn event_view(id: EventId, live: &Live) -> EventView {
    let details = &live.details;
    let status = match live.status {
        Status::Draft => EventStatus::Draft,
        Status::Published { .. } => EventStatus::Published,
        Status::Cancelled => EventStatus::Cancelled,
    };
    EventView {
        id,
        name: details.name.as_str().to_owned(),
        description: details.description.as_str().to_owned(),
        starts_at: details.starts_at,
        ends_at: details.ends_at,
        venue: details.venue.as_str().to_owned(),
        image_url: picture(live),
        currency: live.currency,
        sales_open_at: details.sales_open_at,
        sales_close_at: details.sales_close_at,
        max_seats_per_user: details.max_seats_per_user,
        draft: status == EventStatus::Draft,
        seating: live.plan.seating().clone(),
        status,
        capacity: live.plan.capacity(),
        free: live.free(Utc::now()),
        price_from_minor: live.plan.price_from_minor(),
        version: live.version,
    }
}

fn booking_view(id: EventId, live: &Live, record: &BookingRecord, position: Position) -> Booking {
    let seats = live.priced(&record.seats);
    Booking {
        id: record.id,
        reference: record.id.reference(),
        event_id: id,
        user_id: record.user_id,
        status: match record.cancelled_at {
            None => BookingStatus::Confirmed,
            Some(_) => BookingStatus::Cancelled,
        },
        total_minor: seats.iter().map(|seat| seat.price_minor).sum(),
        seats: seats.iter().map(BookedSeat::from).collect(),
        currency: live.currency,
        booked_at: record.booked_at,
        position,
        cancelled_at: record.cancelled_at,
        event_name: live.details.name.as_str().to_owned(),
        starts_at: live.details.starts_at,
        venue: live.details.venue.as_str().to_owned(),
        image_url: picture(live),
    }
}

fn picture(live: &Live) -> Option<String> {
    live.details
        .image_url
        .as_ref()
        .map(HttpUrl::as_str)
        .map(str::to_owned)
}
