//! Which seats a request gets, and what has to end for that.

use chrono::{DateTime, Utc};

use super::Expected;
use super::facts::expired;
use crate::event::tests::fixtures::*;
use crate::event::tests::model::{Hold, Model, SEATS};
use crate::event::{EventFact, Refusal, SeatChoice, SeatState};
use crate::ids::UserId;
use crate::seat::SeatName;

impl Model {
    pub(super) fn not_cancelled(&self) -> Result<(), Refusal> {
        if self.cancelled {
            Err(Refusal::EventCancelled)
        } else {
            Ok(())
        }
    }

    pub(super) fn on_sale(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.not_cancelled()?;
        if (minute(0)..minute(STARTS)).contains(&now) {
            Ok(())
        } else {
            Err(Refusal::SalesClosed)
        }
    }

    /// The seats that are to be blocked or unblocked.
    pub(super) fn changeable(&self, names: &[SeatName]) -> Result<Vec<SeatName>, Refusal> {
        at_least_one(names)?;
        self.not_cancelled()?;
        known(names)
    }

    /// The end of the holds whose time is over that seats are in.
    pub(super) fn make_way(&self, seats: &[SeatName], now: DateTime<Utc>) -> Expected {
        let taken = |it: &&SeatName| self.state(it, now) != SeatState::Free;
        let taken: Vec<_> = seats.iter().filter(taken).cloned().collect();
        if !taken.is_empty() {
            return Err(Refusal::SeatTaken { seats: taken });
        }
        let mut facts: Vec<EventFact> = Vec::new();
        for seat in seats {
            let on_seat = |it: &&Hold| it.is_open() && it.seats.contains(seat);
            let end = self.holds.iter().find(on_seat).map(|it| expired(it, now));
            facts.extend(end.filter(|end| !facts.contains(end)));
        }
        Ok(facts)
    }

    /// The seats of a request, in the order of the plan, and the ends that its success rests on.
    pub(super) fn chosen(
        &self,
        user: UserId,
        choice: &SeatChoice,
        decided: &Expected,
        now: DateTime<Utc>,
    ) -> Result<(Vec<EventFact>, Vec<SeatName>), Refusal> {
        let seats = match choice {
            SeatChoice::Named(names) => {
                at_least_one(names)?;
                self.on_sale(now)?;
                known(names)?
            }
            SeatChoice::BestAvailable { quantity: 0, .. } => {
                return Err(Refusal::field("quantity", "must be at least 1"));
            }
            SeatChoice::BestAvailable { section, quantity } => {
                self.on_sale(now)?;
                let section = section.as_deref().unwrap_or_default();
                self.best(user, (section, *quantity), decided, now)?
            }
        };
        let mut facts = self.make_way(&seats, now)?;
        let room = self.make_room(user, seats.len(), now)?;
        let more: Vec<_> = room.into_iter().filter(|it| !facts.contains(it)).collect();
        facts.extend(more);
        Ok((facts, seats))
    }

    /// The seats that were decided on, if there can be any: free ones, as many as were wanted.
    fn best(
        &self,
        user: UserId,
        (section, quantity): (&str, u32),
        decided: &Expected,
        now: DateTime<Utc>,
    ) -> Result<Vec<SeatName>, Refusal> {
        if section == "XX" {
            let seats = names(&["XX"]);
            return Err(Refusal::UnknownSeat { seats });
        }
        self.make_room(user, quantity as usize, now)?;
        let mut free: Vec<_> = SEATS.iter().map(|seat| name(seat)).collect();
        free.retain(|it| it.as_str().starts_with(section));
        free.retain(|it| self.state(it, now) == SeatState::Free);
        if free.len() < quantity as usize {
            let free = free.len() as u32;
            return Err(Refusal::NotEnoughSeats { free });
        }
        let seats = match decided.as_ref().map(|facts| facts.last()) {
            Ok(Some(EventFact::SeatsBooked { seats, .. } | EventFact::SeatsHeld { seats, .. })) => {
                seats.iter().map(|it| it.seat.clone()).collect::<Vec<_>>()
            }
            other => panic!("seats should have been chosen, but: {other:?}"),
        };
        assert_eq!(seats.len(), quantity as usize);
        assert!(seats.iter().all(|seat| free.contains(seat)), "{seats:?}");
        Ok(seats)
    }

    /// The end of the buyer's own holds whose time is over, if the limit needs it.
    fn make_room(&self, user: UserId, wanted: usize, now: DateTime<Utc>) -> Expected {
        let recorded = self.recorded(user);
        if recorded + wanted <= self.limit {
            return Ok(vec![]);
        }
        let mut over = self.open();
        over.retain(|it| it.user == user && !it.keeps_out(now));
        let has = recorded - over.iter().map(|it| it.seats.len()).sum::<usize>();
        if has + wanted > self.limit {
            return Err(Refusal::LimitReached {
                limit: self.limit as u32,
                held_or_booked: has as u32,
            });
        }
        Ok(over.into_iter().map(|it| expired(it, now)).collect())
    }
}

fn at_least_one(names: &[SeatName]) -> Result<(), Refusal> {
    if names.is_empty() {
        return Err(Refusal::field("seats", "must name at least one seat"));
    }
    Ok(())
}

/// The seats of these names, in the order of the plan.
fn known(names: &[SeatName]) -> Result<Vec<SeatName>, Refusal> {
    let unknown = |it: &&SeatName| !SEATS.contains(&it.as_str());
    let unknown: Vec<_> = names.iter().filter(unknown).cloned().collect();
    if !unknown.is_empty() {
        return Err(Refusal::UnknownSeat { seats: unknown });
    }
    let all = SEATS.iter().map(|seat| name(seat));
    Ok(all.filter(|seat| names.contains(seat)).collect())
}
