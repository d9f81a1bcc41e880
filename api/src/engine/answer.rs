//! What a command's caller is told. It is built from the aggregate that decided, so an answer
//! never waits for a read model.

use chrono::Utc;
use serde::{Deserialize, Serialize};

use seatlog_domain::event::{
    BookingRecord, Event, EventCommand, EventFact, HoldState, Live, Refusal, Status,
};
use seatlog_domain::ids::{EventId, HoldId};
use seatlog_domain::seat::SeatName;
use seatlog_domain::text::HttpUrl;
use seatlog_projections::bookings::{BookedSeat, Booking, BookingStatus};
use seatlog_projections::catalogue::{Event as EventView, EventStatus};
use seatlog_projections::holds::Hold;
use seatlog_projections::log::{Fact, Position};

use super::{CommandError, Executed};
use crate::event_store::EventLog;

/// What became of the thing that a command was about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// The event, as it is now.
    Event(Box<EventView>),
    /// The hold, as it is now.
    Hold(Box<Hold>),
    /// The booking, as it is now.
    Booking(Box<Booking>),
    /// The seats of the event that are blocked now.
    Blocked(Vec<SeatName>),
    /// It is gone, and there is nothing to tell.
    Deleted,
}

/// A fact that an answer names: by its sequence until its position is known.
#[derive(Debug, Clone, Copy)]
enum Place {
    Sequence(i64),
    Position(Position),
}

/// What a caller is told once everything that it rests on is durable.
#[derive(Debug)]
pub(super) struct Answer {
    /// Nothing: the hold that the last fact made, as it was made. Whoever asks for it again is told
    /// what was told at first, though it was extended or has ended since.
    outcome: Option<Outcome>,
    /// The command's last fact.
    last: Option<Place>,
    /// The fact that made the booking.
    booked: Option<Place>,
}

impl Answer {
    /// The answer to a command whose last fact, if any, is at a sequence: from the event as the
    /// command left it or, if it came `again`, as the event is now.
    pub(super) fn new(
        id: EventId,
        event: &Event,
        (command, again): (&EventCommand, bool),
        last: Option<i64>,
    ) -> Result<Self, CommandError> {
        let (outcome, booked) = match (event, command) {
            (Event::Live(_) | Event::Deleted, EventCommand::HoldSeats { .. }) if again => {
                (None, None)
            }
            (
                Event::Live(live),
                EventCommand::BookSeats { booking_id, .. }
                | EventCommand::BookHold { booking_id, .. }
                | EventCommand::CancelBooking { booking_id, .. },
            ) => {
                let lost =
                    || CommandError::Unavailable(format!("{booking_id} is not in its event"));
                let mut record = live.booking(*booking_id).ok_or_else(lost)?;
                // Whoever booked is told of the booking as it was made, also when asking again.
                if !matches!(command, EventCommand::CancelBooking { .. }) {
                    record.cancelled_at = None;
                }
                let view = Box::new(booking_view(id, live, &record));
                let booked = i64::try_from(record.sequence).ok();
                (Some(Outcome::Booking(view)), booked)
            }
            (
                Event::Live(live),
                EventCommand::HoldSeats { hold_id, .. } | EventCommand::ExtendHold { hold_id, .. },
            ) => (Some(hold_outcome(id, live, *hold_id)?), None),
            (
                Event::Live(live),
                EventCommand::BlockSeats { .. } | EventCommand::UnblockSeats { .. },
            ) => {
                let blocked = live.blocked().map(|seat| live.plan.name(seat));
                (Some(Outcome::Blocked(blocked.collect())), None)
            }
            (
                Event::Live(_),
                EventCommand::ReleaseHold { .. } | EventCommand::ExpireHolds { .. },
            ) => (Some(Outcome::Deleted), None),
            (
                Event::Live(live),
                EventCommand::CreateEvent { .. }
                | EventCommand::UpdateEvent { .. }
                | EventCommand::PublishEvent { .. }
                | EventCommand::CancelEvent { .. }
                | EventCommand::DeleteEvent { .. },
            ) => (Some(Outcome::Event(Box::new(event_view(id, live)))), None),
            (Event::Deleted, EventCommand::ExtendHold { .. }) => {
                return Err(Refusal::EventNotFound.into());
            }
            (Event::Unknown | Event::Deleted, _) => (Some(Outcome::Deleted), None),
        };
        Ok(Self {
            outcome,
            last: last.map(Place::Sequence),
            booked: booked.map(Place::Sequence),
        })
    }

    /// The same, now that some facts of the stream have positions.
    pub(super) fn placed(mut self, position_of: impl Fn(i64) -> Option<Position>) -> Self {
        for place in [&mut self.last, &mut self.booked].into_iter().flatten() {
            if let Place::Sequence(sequence) = *place
                && let Some(position) = position_of(sequence)
            {
                *place = Place::Position(position);
            }
        }
        self
    }

    /// Looks up in the log what is not known yet.
    pub(super) async fn complete(
        mut self,
        log: &dyn EventLog,
        event: EventId,
    ) -> Result<Executed, CommandError> {
        if let (Some(Outcome::Booking(booking)), Some(place)) = (&mut self.outcome, self.booked) {
            booking.position = position_of(log, event, place).await?;
        }
        let position = match self.last {
            Some(place) => Some(position_of(log, event, place).await?),
            None => None,
        };
        let outcome = match self.outcome {
            Some(outcome) => outcome,
            None => Outcome::Hold(Box::new(Box::pin(hold_as_made(log, position)).await?)),
        };
        Ok(Executed { position, outcome })
    }
}

/// The position of a fact of an event.
async fn position_of(
    log: &dyn EventLog,
    event: EventId,
    place: Place,
) -> Result<Position, CommandError> {
    match place {
        Place::Position(position) => Ok(position),
        Place::Sequence(sequence) => {
            let position = log.position_of(event, sequence).await;
            position.map_err(|error| CommandError::Unavailable(error.to_string()))
        }
    }
}

/// The hold that the fact at a position made.
async fn hold_as_made(
    log: &dyn EventLog,
    position: Option<Position>,
) -> Result<Hold, CommandError> {
    let read = log.fact_at(position.unwrap_or_default()).await;
    match read.map_err(|error| CommandError::Unavailable(error.to_string()))? {
        Some(Fact::Event(
            event_id,
            EventFact::SeatsHeld {
                hold_id: id,
                user_id,
                seats,
                total_minor,
                currency,
                held_at,
                expires_at,
            },
        )) => Ok(Hold {
            id,
            event_id,
            user_id,
            seats: seats.iter().map(BookedSeat::from).collect(),
            total_minor,
            currency,
            held_at,
            expires_at,
        }),
        other => {
            let text = format!("no hold was made at {position:?}, but {other:?}");
            Err(CommandError::Unavailable(text))
        }
    }
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
        waiting_room: details.waiting_room,
        draft: status == EventStatus::Draft,
        seating: live.plan.seating().clone(),
        status,
        capacity: live.plan.capacity(),
        free: live.free(Utc::now()),
        price_from_minor: live.plan.price_from_minor(),
        version: live.version,
    }
}

fn booking_view(id: EventId, live: &Live, record: &BookingRecord) -> Booking {
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
        position: 0,
        cancelled_at: record.cancelled_at,
        event_name: live.details.name.as_str().to_owned(),
        starts_at: live.details.starts_at,
        venue: live.details.venue.as_str().to_owned(),
        image_url: picture(live),
    }
}

fn hold_outcome(event: EventId, live: &Live, id: HoldId) -> Result<Outcome, CommandError> {
    let record = live.hold(id).ok_or(Refusal::HoldNotFound)?;
    match record.state {
        HoldState::Open => {}
        // It was extended, and the caller asks again: there is nothing left to tell the time of.
        HoldState::Expired => return Err(Refusal::HoldExpired.into()),
        HoldState::Released => return Err(Refusal::HoldNotFound.into()),
        HoldState::Booked => return Err(Refusal::HoldAlreadyBooked.into()),
    }
    let seats = live.priced(&record.seats);
    Ok(Outcome::Hold(Box::new(Hold {
        id,
        event_id: event,
        user_id: record.user_id,
        total_minor: seats.iter().map(|seat| seat.price_minor).sum(),
        seats: seats.iter().map(BookedSeat::from).collect(),
        currency: live.currency,
        held_at: record.held_at,
        expires_at: record.expires_at,
    })))
}

fn picture(live: &Live) -> Option<String> {
    live.details
        .image_url
        .as_ref()
        .map(HttpUrl::as_str)
        .map(str::to_owned)
}
