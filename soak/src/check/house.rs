//! The log, folded: who has which seat.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SubsecRound, Utc};
use uuid::Uuid;

use crate::evidence::{Booked, BookingRow, Cancelled, Fact, Held, HoldRow, Row};

/// What a seat is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// In a booking that stands.
    Booked(Uuid),
    /// In a hold whose end is not recorded.
    Held(Uuid),
    /// Not for sale.
    Blocked,
}

/// An event.
#[derive(Debug, Default)]
pub(super) struct Hall {
    pub(super) plan: BTreeSet<String>,
    pub(super) uses: BTreeMap<String, Use>,
    pub(super) called_off: bool,
}

/// Everything that the facts so far add up to.
#[derive(Debug, Default)]
pub(super) struct House {
    pub(super) halls: BTreeMap<Uuid, Hall>,
    pub(super) bookings: BTreeMap<Uuid, BookingRow>,
    pub(super) holds: BTreeMap<Uuid, HoldRow>,
}

impl House {
    /// A whole log.
    pub(super) fn of(log: &[Row]) -> Self {
        let mut house = Self::default();
        for row in log {
            house.take(row);
        }
        house
    }

    /// Takes in the next fact; returns what is impossible about it.
    pub(super) fn take(&mut self, row: &Row) -> Vec<String> {
        let event = row.stream.1;
        match &row.fact {
            Fact::Created(plan) => self.hall(event).plan.extend(plan.iter().cloned()),
            Fact::CalledOff => self.hall(event).called_off = true,
            Fact::Booked(it) => return self.book(row, it),
            Fact::Cancelled(it) => return self.cancel(row, it),
            Fact::Held(it) => return self.hold(row, it),
            Fact::Extended(it) => match self.holds.get_mut(&it.hold_id) {
                Some(hold) if hold.state == "open" => hold.expires_at = as_stored(it.expires_at),
                _ => return vec![format!("no hold {} is open", it.hold_id)],
            },
            Fact::Released(it) => {
                let mut clashes = self.hall(event).free(&it.seats, Use::Held(it.hold_id));
                clashes.extend(self.end_hold(it.hold_id, "released", None));
                return clashes;
            }
            Fact::Expired(it) => {
                let mut clashes = self.hall(event).free(&it.seats, Use::Held(it.hold_id));
                clashes.extend(self.end_hold(it.hold_id, "expired", Some(it.at)));
                return clashes;
            }
            Fact::Blocked(it) => {
                let blocked = (None, Some(Use::Blocked));
                return self.hall(event).change(&it.seats, blocked);
            }
            Fact::Unblocked(it) => return self.hall(event).free(&it.seats, Use::Blocked),
            Fact::Other => {}
        }
        Vec::new()
    }

    fn book(&mut self, row: &Row, it: &Booked) -> Vec<String> {
        let change = (it.hold_id.map(Use::Held), Some(Use::Booked(it.booking_id)));
        let mut clashes = self.hall(row.stream.1).change(&it.seats, change);
        if let Some(hold) = it.hold_id {
            clashes.extend(self.end_hold(hold, "booked", None));
        }
        let booking = BookingRow {
            position: row.position,
            event: row.stream.1,
            user: it.user_id,
            seats: it.seats.clone(),
            total_minor: it.total_minor,
            cancelled: None,
        };
        if self.bookings.insert(it.booking_id, booking).is_some() {
            clashes.push(format!("booking {} is made again", it.booking_id));
        }
        clashes
    }

    fn cancel(&mut self, row: &Row, it: &Cancelled) -> Vec<String> {
        let hall = self.hall(row.stream.1);
        let mut clashes = hall.free(&it.seats, Use::Booked(it.booking_id));
        match self.bookings.get_mut(&it.booking_id) {
            Some(booking) if booking.cancelled.is_none() => {
                booking.cancelled = Some(row.position);
            }
            _ => clashes.push(format!("no booking {} stands", it.booking_id)),
        }
        clashes
    }

    fn hold(&mut self, row: &Row, it: &Held) -> Vec<String> {
        let change = (None, Some(Use::Held(it.hold_id)));
        let mut clashes = self.hall(row.stream.1).change(&it.seats, change);
        let hold = HoldRow {
            event: row.stream.1,
            user: it.user_id,
            seats: it.seats.clone(),
            state: "open",
            expires_at: as_stored(it.expires_at),
        };
        if self.holds.insert(it.hold_id, hold).is_some() {
            clashes.push(format!("hold {} is made again", it.hold_id));
        }
        clashes
    }

    fn hall(&mut self, event: Uuid) -> &mut Hall {
        self.halls.entry(event).or_default()
    }

    fn end_hold(
        &mut self,
        id: Uuid,
        state: &'static str,
        over: Option<DateTime<Utc>>,
    ) -> Option<String> {
        match self.holds.get_mut(&id) {
            Some(hold) if hold.state == "open" => {
                hold.state = state;
                let too_early = over.is_some_and(|at| at < hold.expires_at);
                too_early.then(|| format!("hold {id} is over before its time"))
            }
            _ => Some(format!("no hold {id} is open")),
        }
    }
}

/// Facts are text and keep what a clock shows; tables keep microseconds.
fn as_stored(time: DateTime<Utc>) -> DateTime<Utc> {
    time.trunc_subsecs(6)
}

impl Hall {
    /// Changes what seats are; returns those that were something else before.
    fn change(
        &mut self,
        seats: &[String],
        (before, after): (Option<Use>, Option<Use>),
    ) -> Vec<String> {
        let mut clashes = Vec::new();
        for seat in seats {
            if !self.plan.contains(seat) {
                clashes.push(format!("there is no {seat}"));
            }
            let found = self.uses.get(seat).copied();
            if found != before {
                clashes.push(format!("{seat} is {found:?}, not {before:?}"));
            }
            match after {
                Some(after) => drop(self.uses.insert(seat.clone(), after)),
                None => drop(self.uses.remove(seat)),
            }
        }
        clashes
    }

    fn free(&mut self, seats: &[String], before: Use) -> Vec<String> {
        self.change(seats, (Some(before), None))
    }

    /// The seats that are so, by name.
    pub(super) fn seats(&self, wanted: impl Fn(Use) -> bool) -> Vec<&str> {
        let so = self.uses.iter().filter(|(_, found)| wanted(**found));
        so.map(|(seat, _)| seat.as_str()).collect()
    }
}
