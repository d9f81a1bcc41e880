//! Which seats a buyer gets: those named or the best that are free, all of them or none.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::Live;
use crate::event::best;
use crate::event::command::SeatChoice;
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
    /// The end of the holds that some of them are still in though their time is over.
    pub(super) expired: Vec<EventFact>,
}

impl Live {
    pub(super) fn choose(
        &self,
        user: UserId,
        choice: &SeatChoice,
        now: DateTime<Utc>,
    ) -> Result<Chosen, Refusal> {
        match choice {
            SeatChoice::Named(names) => {
                let seats = self.find(names)?;
                let expired = self.make_way(&seats, now)?;
                self.check_limit(user, seats.len() as u32, now)?;
                Ok(Chosen { seats, expired })
            }
            SeatChoice::BestAvailable { section, quantity } => {
                let section = match section {
                    Some(id) => Some(self.plan.section(id).ok_or_else(|| unknown_section(id))?),
                    None => None,
                };
                self.check_limit(user, *quantity, now)?;
                let overdue: HashSet<SeatIndex> = self
                    .seats
                    .overdue(now)
                    .flat_map(|hold| hold.seats)
                    .collect();
                let is_free =
                    |seat| self.seats.state(seat) == SeatState::Free || overdue.contains(&seat);
                let seats = best::best(&self.plan, section, *quantity, is_free)
                    .map_err(|free| Refusal::NotEnoughSeats { free })?;
                let expired = self.make_way(&seats, now)?;
                Ok(Chosen { seats, expired })
            }
        }
    }

    pub(super) fn find(&self, names: &[SeatName]) -> Result<Vec<SeatIndex>, Refusal> {
        let found: Vec<_> = names.iter().map(|name| self.plan.find(name)).collect();
        let unknown: Vec<_> = names
            .iter()
            .zip(&found)
            .filter(|(_, seat)| seat.is_none())
            .map(|(name, _)| name.clone())
            .collect();
        if !unknown.is_empty() {
            return Err(Refusal::UnknownSeat { seats: unknown });
        }
        let mut seats: Vec<_> = found.into_iter().flatten().collect();
        seats.sort_unstable();
        Ok(seats)
    }

    /// The end of the holds that seats are still in though their time is over; or which of the
    /// seats are really taken.
    pub(super) fn make_way(
        &self,
        seats: &[SeatIndex],
        now: DateTime<Utc>,
    ) -> Result<Vec<EventFact>, Refusal> {
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
            let expired = overdue.iter().map(|hold| self.expired(hold, now));
            Ok(expired.collect())
        } else {
            Err(Refusal::SeatTaken { seats: taken })
        }
    }

    fn check_limit(&self, user: UserId, wanted: u32, now: DateTime<Utc>) -> Result<(), Refusal> {
        let limit = self.details.max_seats_per_user;
        let held_or_booked = self.seats_of(user, now);
        if held_or_booked.saturating_add(wanted) > limit {
            return Err(Refusal::LimitReached {
                limit,
                held_or_booked,
            });
        }
        Ok(())
    }
}

pub(super) fn total(seats: &[PricedSeat]) -> i64 {
    seats.iter().map(|seat| seat.price_minor).sum()
}

fn unknown_section(id: &str) -> Refusal {
    Refusal::UnknownSeat {
        seats: SeatName::new(id).into_iter().collect(),
    }
}

/// A choice of no seats, or of one seat twice, is nonsense whatever the event.
pub(super) fn check_form(choice: &SeatChoice) -> Result<(), Refusal> {
    match choice {
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
    let mut seen = HashSet::with_capacity(names.len());
    match names.iter().position(|name| !seen.insert(name)) {
        Some(at) => Err(Refusal::field(
            &format!("seats[{at}]"),
            "is named twice in the request",
        )),
        None => Ok(()),
    }
}
