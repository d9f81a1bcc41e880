//! The aggregate `Event`: what people attend, with all its seats, holds and bookings.
//!
//! [`Event::decide`] turns a command into facts or a refusal, [`Event::evolve`] takes facts in.
//! A seat is never in two bookings that were not taken back, nor in a booking and in somebody's
//! hold whose time is not over: `decide` sees all of the event, and the log accepts only what was
//! decided on the event's latest facts.

mod best;
mod command;
mod decide;
mod details;
mod entrance;
mod evolve;
mod fact;
mod free_seats;
mod refusal;
mod seat_map;
mod snapshot;
mod stored;
pub mod what_if;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use cqrs_es::{Aggregate, event_sink::EventSink};
use serde::{Deserialize, Serialize};

pub use command::{Canceller, EventChange, EventCommand, HoldLife, Reason, SeatChoice};
pub use details::{Description, Details, EventName, MAX_SEATS_PER_USER, Venue};
pub use entrance::{ADMIT_PER_MINUTE, Entrance, Pass, TURN, Turn, WaitingRoom};
pub use fact::{CancelCause, EventFact, PricedSeat, ReleaseCause};
pub use refusal::Refusal;
pub use seat_map::{BookingRecord, HoldRecord, HoldState, SeatState};
pub use snapshot::{BadSnapshot, SNAPSHOT_VERSION};

use crate::ids::{BookingId, HoldId};
use crate::money::Currency;
use crate::plan::{SeatIndex, SeatPlan};
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
#[serde(try_from = "stored::StoredLive")]
pub struct Live {
    /// What it is, when and where.
    #[serde(with = "snapshot::as_text")]
    pub details: Details,
    /// What its seats are sold in.
    pub currency: Currency,
    /// Its seats.
    #[serde(with = "snapshot::plan_as_text")]
    pub plan: SeatPlan,
    /// How far it has come.
    pub status: Status,
    /// The sequence of the last fact that changed anything but bookings.
    pub version: u64,
    /// Who is let in.
    pub entrance: Entrance,
    seats: SeatMap,
    sequence: u64,
}

impl Live {
    /// The number of seats that can be held or booked at `now`.
    pub fn free(&self, now: DateTime<Utc>) -> u32 {
        let overdue = self.seats.overdue(now);
        self.seats.free().count(None) + overdue.map(|hold| hold.seats.len() as u32).sum::<u32>()
    }

    /// A booking of this event: every confirmed one, and the last 10,000 that were taken back.
    pub fn booking(&self, id: BookingId) -> Option<BookingRecord> {
        self.seats.booking(id)
    }

    /// A hold of this event: every open one, and the last 10,000 that have ended.
    pub fn hold(&self, id: HoldId) -> Option<HoldRecord> {
        self.seats.hold(id)
    }

    /// The holds whose end is not recorded yet, in the order in which their time is over.
    pub fn open_holds(&self) -> impl Iterator<Item = HoldRecord> {
        self.seats.holds()
    }

    /// When the first open hold is over, past or future: `ExpireHolds` has nothing to do before.
    pub fn next_expiry(&self) -> Option<DateTime<Utc>> {
        self.seats.next_expiry()
    }

    /// What every seat is at `now`, in the order of the plan.
    pub fn seat_states(&self, now: DateTime<Utc>) -> impl Iterator<Item = SeatState> {
        let overdue: HashSet<SeatIndex> = self
            .seats
            .overdue(now)
            .flat_map(|hold| hold.seats)
            .collect();
        let state = move |seat: SeatIndex| match self.seats.state(seat) {
            SeatState::Held if overdue.contains(&seat) => SeatState::Free,
            state
            @ (SeatState::Free | SeatState::Held | SeatState::Booked | SeatState::Blocked) => state,
        };
        (0..self.plan.capacity()).map(SeatIndex).map(state)
    }

    /// The seats that are blocked, in the order of the plan.
    pub fn blocked(&self) -> impl Iterator<Item = SeatIndex> {
        self.seats.in_state(SeatState::Blocked)
    }

    /// The seats that are booked, in the order of the plan.
    pub fn booked(&self) -> impl Iterator<Item = SeatIndex> {
        self.seats.in_state(SeatState::Booked)
    }

    /// The seats that are held at `now`, in the order of the plan.
    pub fn held(&self, now: DateTime<Utc>) -> impl Iterator<Item = SeatIndex> {
        let states = self.seat_states(now).zip((0..).map(SeatIndex));
        states.filter_map(|(state, seat)| (state == SeatState::Held).then_some(seat))
    }

    /// Seats with their names and prices, in minor units of the event's currency.
    pub fn priced(&self, seats: &[SeatIndex]) -> Vec<PricedSeat> {
        let priced = |seat: &SeatIndex| PricedSeat {
            seat: self.plan.name(*seat),
            price_minor: self.plan.price_minor(*seat),
        };
        seats.iter().map(priced).collect()
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
