//! The aggregate `Event`: what people attend, with all its seats and bookings.
//!
//! [`Event::decide`] turns a command into facts or a refusal, [`Event::evolve`] takes facts in.
//! A seat is never in two bookings that were not taken back: `decide` sees every booking of the
//! event, and the log accepts only what was decided on the event's latest facts.

mod best;
mod command;
mod decide;
mod details;
mod evolve;
mod fact;
mod refusal;
mod seat_map;

use chrono::{DateTime, Utc};
use cqrs_es::{Aggregate, event_sink::EventSink};
use serde::{Deserialize, Serialize};

pub use command::{Canceller, EventChange, EventCommand, Reason, SeatChoice};
pub use details::{Description, Details, EventName, MAX_SEATS_PER_USER, Venue};
pub use fact::{CancelCause, EventFact, PricedSeat};
pub use refusal::Refusal;
pub use seat_map::BookingRecord;

use crate::ids::BookingId;
use crate::money::Currency;
use crate::plan::SeatPlan;
use seat_map::SeatMap;

/// How far an event has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Only admins see it.
    Draft,
    /// Everyone sees it.
    Published {
        /// Since when.
        at: DateTime<Utc>,
    },
    /// It will not take place.
    Cancelled,
}

/// An event that exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Live {
    /// What it is, when and where.
    pub details: Details,
    /// What its seats are sold in.
    pub currency: Currency,
    /// Its seats.
    pub plan: SeatPlan,
    /// How far it has come.
    pub status: Status,
    /// The sequence of the last fact that changed anything but bookings.
    pub version: u64,
    seats: SeatMap,
    sequence: u64,
}

impl Live {
    /// The number of seats that can be booked now.
    pub fn free(&self) -> u32 {
        self.seats.free()
    }

    /// A booking of this event, taken back or not.
    pub fn booking(&self, id: BookingId) -> Option<&BookingRecord> {
        self.seats.booking(id)
    }

    /// A booking's seats with their prices, in minor units of the event's currency.
    pub fn seats_of(&self, booking: &BookingRecord) -> Vec<PricedSeat> {
        self.priced(&booking.seats)
    }
}

/// What the facts of one event add up to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// No fact yet.
    #[default]
    Unknown,
    /// It exists.
    Live(Box<Live>),
    /// It existed.
    Deleted,
}

impl Aggregate for Event {
    const TYPE: &'static str = "event";
    type Command = EventCommand;
    type Event = EventFact;
    type Error = Refusal;
    type Services = ();

    async fn handle(
        &mut self,
        command: EventCommand,
        (): &(),
        sink: &EventSink<Self>,
    ) -> Result<(), Refusal> {
        // `write` applies at once, so everything is decided before the first one.
        for fact in self.decide(&command)? {
            sink.write(fact, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, fact: EventFact) {
        self.evolve(&fact);
    }
}

#[cfg(test)]
mod tests;
