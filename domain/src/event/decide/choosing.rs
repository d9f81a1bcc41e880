//! Which seats a buyer gets: those named or the best that are free, all of them or none.

use std::borrow::Cow;
use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::Live;
use crate::event::best;
use crate::event::command::SeatChoice;
use crate::event::details::MAX_SEATS_PER_USER;
use crate::event::fact::{EventFact, PricedSeat};
use crate::event::refusal::Refusal;
use crate::event::seat_map::{HoldRecord, SeatState};
use crate::ids::UserId;
use crate::plan::SeatIndex;
use crate::seat::SeatName;

/// Seats that can be had.
pub(super) struct Chosen {
    /// The seats, in the order of the plan.
    pub(super) seats: Vec<SeatIndex>,
    /// The end of holds whose time is over, as far as the choice rests on it.
    pub(super) expired: Vec<EventFact>,
}

impl Live {
    pub(super) fn choose(
        &self,
        user: UserId,
        choice: &SeatChoice,
        now: DateTime<Utc>,
    ) -> Result<Chosen, Refusal> {
        let (seats, mut overdue) = match choice {
            SeatChoice::Named(names) => {
                let seats = self.find(names)?;
                let mut overdue = self.overdue_on(&seats, now)?;
                overdue.extend(self.make_room(user, seats.len() as u32, now)?);
                (seats, overdue)
            }
            SeatChoice::BestAvailable { section, quantity } => {
                let section = match section {
                    Some(id) => Some(self.plan.section(id).ok_or_else(|| unknown_section(id))?),
                    None => None,
                };
                let room = self.make_room(user, *quantity, now)?;
                let seats = self.best(section, *quantity, now)?;
                let mut overdue = self.overdue_on(&seats, now)?;
                overdue.extend(room);
                (seats, overdue)
            }
        };
        if overdue.len() > 1 {
            let mut seen = HashSet::with_capacity(overdue.len());
            overdue.retain(|hold| seen.insert(hold.id));
        }
        let expired = overdue.iter().map(|hold| self.expired(hold, now));
        let expired = expired.collect();
        Ok(Chosen { seats, expired })
    }

    fn best(
        &self,
        section: Option<usize>,
        quantity: u32,
        now: DateTime<Utc>,
    ) -> Result<Vec<SeatIndex>, Refusal> {
        let mut free = Cow::Borrowed(self.seats.free());
        for seat in self.seats.overdue(now).flat_map(|hold| hold.seats) {
            free.to_mut().insert(seat);
        }
        best::best(&free, section, quantity).map_err(|free| Refusal::NotEnoughSeats { free })
    }

    pub(super) fn find(&self, names: &[SeatName]) -> Result<Vec<SeatIndex>, Refusal> {
        let mut seats = Vec::with_capacity(names.len());
        let mut unknown = Vec::new();
        for name in names {
            match self.plan.find(name) {
                Some(seat) => seats.push(seat),
                None => unknown.push(name.clone()),
            }
        }
        if !unknown.is_empty() {
            return Err(Refusal::UnknownSeat { seats: unknown });
        }
        seats.sort_unstable();
        Ok(seats)
    }

    /// The holds that seats are still in though their time is over; or which of the seats are
    /// really taken.
    pub(super) fn overdue_on(
        &self,
        seats: &[SeatIndex],
        now: DateTime<Utc>,
    ) -> Result<Vec<HoldRecord>, Refusal> {
        let mut overdue: Vec<HoldRecord> = Vec::new();
        let mut taken = Vec::new();
        for seat in seats {
            match (self.seats.state(*seat), self.seats.hold_on(*seat)) {
                (SeatState::Free, _) => {}
                (SeatState::Held, Some(hold)) if hold.expires_at <= now => {
                    if overdue.iter().all(|other| other.id != hold.id) {
                        overdue.push(hold);
                    }
                }
                (SeatState::Held | SeatState::Booked | SeatState::Blocked, _) => {
                    taken.push(self.plan.name(*seat));
                }
            }
        }
        if taken.is_empty() {
            Ok(overdue)
        } else {
            Err(Refusal::SeatTaken { seats: taken })
        }
    }

    /// The buyer's holds whose time is over, where it takes their end to stay within the limit;
    /// or how far beyond it the buyer would be. Their end is recorded, for by a clock that is
    /// behind such a hold could still be sold, and the limit be broken.
    fn make_room(
        &self,
        user: UserId,
        wanted: u32,
        now: DateTime<Utc>,
    ) -> Result<Vec<HoldRecord>, Refusal> {
        let limit = self.details.max_seats_per_user;
        let recorded = self.seats.seats_of(user);
        if recorded.saturating_add(wanted) <= limit {
            return Ok(vec![]);
        }
        let overdue = self.seats.overdue(now).filter(|hold| hold.user_id == user);
        let overdue: Vec<_> = overdue.collect();
        let held_or_booked = recorded.saturating_sub(seats_in(&overdue));
        if held_or_booked.saturating_add(wanted) > limit {
            return Err(Refusal::LimitReached {
                limit,
                held_or_booked,
            });
        }
        Ok(overdue)
    }
}

fn seats_in(holds: &[HoldRecord]) -> u32 {
    holds.iter().map(|hold| hold.seats.len() as u32).sum()
}

pub(super) fn total(seats: &[PricedSeat]) -> i64 {
    seats.iter().map(|seat| seat.price_minor).sum()
}

fn unknown_section(id: &str) -> Refusal {
    Refusal::UnknownSeat {
        seats: SeatName::new(id).into_iter().collect(),
    }
}

/// A choice of no seats, of one seat twice, or of more than anybody may have, is nonsense whatever the
/// event.
pub(super) fn check_form(choice: &SeatChoice) -> Result<(), Refusal> {
    match choice {
        SeatChoice::Named(names) if names.len() > MAX_SEATS_PER_USER as usize => {
            Err(Refusal::field("seats", "must name at most 10000 seats"))
        }
        SeatChoice::Named(names) => check_names(names),
        SeatChoice::BestAvailable { quantity: 0, .. } => {
            Err(Refusal::field("quantity", "must be at least 1"))
        }
        SeatChoice::BestAvailable { .. } => Ok(()),
    }
}

pub(super) fn check_names(names: &[SeatName]) -> Result<(), Refusal> {
    if names.is_empty() {
        return Err(Refusal::field("seats", "must name at least one seat"));
    }
    // Nearly always a handful, which are compared faster than hashed.
    let twice = if names.len() <= 8 {
        (1..names.len()).find(|at| names[..*at].contains(&names[*at]))
    } else {
        let mut seen = HashSet::with_capacity(names.len());
        names.iter().position(|name| !seen.insert(name))
    };
    match twice {
        Some(at) => Err(Refusal::field(
            &format!("seats[{at}]"),
            "is named twice in the request",
        )),
        None => Ok(()),
    }
}
