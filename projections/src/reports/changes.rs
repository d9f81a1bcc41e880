//! What facts change in the reports. The projector writes it down at the end of each batch; who asks
//! about the past adds it to what was written down before.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use chrono::{DateTime, Utc};

use seatlog_domain::account::AccountFact;
use seatlog_domain::event::EventFact;
use seatlog_domain::ids::EventId;
use seatlog_domain::money::Currency;

use super::totals::Totals;
use crate::log::{Fact, RecordedFact};

/// The totals of the events that are concerned, and what was added since.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) events: BTreeMap<EventId, Option<Totals>>,
    pub(super) hours: BTreeMap<(EventId, Hour), Flow>,
    pub(super) users: i64,
}

/// An hour, and a currency.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hour {
    pub(super) start: DateTime<Utc>,
    pub(super) currency: String,
}

/// What was booked, given back and lost. Nothing is ever taken away from these figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flow {
    pub(super) booked: Amounts,
    pub(super) cancelled: Amounts,
    pub(super) lost: Amounts,
}

/// How many bookings or holds, how many seats, and what they cost in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Amounts {
    pub(super) count: i64,
    pub(super) seats: i64,
    pub(super) minor: i64,
}

impl AddAssign for Amounts {
    fn add_assign(&mut self, other: Self) {
        self.count += other.count;
        self.seats += other.seats;
        self.minor += other.minor;
    }
}

impl AddAssign for Flow {
    fn add_assign(&mut self, other: Self) {
        self.booked += other.booked;
        self.cancelled += other.cancelled;
        self.lost += other.lost;
    }
}

impl Amounts {
    fn of(seats: usize, minor: i64) -> Self {
        let seats = i64::try_from(seats).unwrap_or(i64::MAX);
        Self {
            count: 1,
            seats,
            minor,
        }
    }
}

impl Changes {
    /// Begins with the totals of all events that facts are about; those of unknown ones are nothing.
    pub(super) fn from(events: BTreeMap<EventId, Option<Totals>>) -> Self {
        Self {
            events,
            ..Self::default()
        }
    }

    /// Takes in the next fact.
    ///
    /// # Errors
    /// The fact cannot follow those before it.
    pub(super) fn take_in(&mut self, recorded: &RecordedFact) -> Result<(), String> {
        match &recorded.fact {
            Fact::Event(id, fact) => {
                let totals = self.events.entry(*id).or_default();
                Totals::evolve(totals, fact)?;
                let moved = totals.as_ref().and_then(|totals| flow(totals, fact));
                if let Some((hour, flow)) = moved {
                    *self.hours.entry((*id, hour.clone())).or_default() += flow;
                    *self.hours.entry((super::ALL_EVENTS, hour)).or_default() += flow;
                }
            }
            Fact::Account(_, AccountFact::UserRegistered { .. }) => self.users += 1,
            Fact::Account(_, AccountFact::UserErased { .. }) => self.users -= 1,
            Fact::Account(_, AccountFact::RoleChanged { .. }) => {}
        }
        Ok(())
    }
}

/// What a fact adds to the hour in which it happened.
fn flow(totals: &Totals, fact: &EventFact) -> Option<(Hour, Flow)> {
    let hour = |at: &DateTime<Utc>, currency: Currency| Hour {
        start: super::bucket_start(*at, 3600),
        currency: currency.to_string(),
    };
    let mut flow = Flow::default();
    let hour = match fact {
        EventFact::SeatsBooked {
            seats,
            total_minor,
            currency,
            booked_at,
            ..
        } => {
            flow.booked = Amounts::of(seats.len(), *total_minor);
            hour(booked_at, *currency)
        }
        EventFact::BookingCancelled {
            seats,
            total_minor,
            currency,
            cancelled_at,
            ..
        } => {
            flow.cancelled = Amounts::of(seats.len(), *total_minor);
            hour(cancelled_at, *currency)
        }
        EventFact::HoldExpired {
            seats, expired_at, ..
        } => {
            flow.lost = Amounts::of(seats.len(), totals.price_of(seats));
            hour(expired_at, totals.currency)
        }
        EventFact::EventCreated { .. }
        | EventFact::EventUpdated { .. }
        | EventFact::EventPublished { .. }
        | EventFact::EventCancelled { .. }
        | EventFact::EventDeleted { .. }
        | EventFact::SeatsHeld { .. }
        | EventFact::HoldExtended { .. }
        | EventFact::HoldReleased { .. }
        | EventFact::SeatsBlocked { .. }
        | EventFact::SeatsUnblocked { .. } => return None,
    };
    Some((hour, flow))
}
