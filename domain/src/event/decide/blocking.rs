//! Seats that the organiser takes out of the sale, and puts back.

use chrono::{DateTime, Utc};

use super::choosing::check_names;
use super::{Decision, Live, Status};
use crate::event::fact::EventFact;
use crate::event::refusal::Refusal;
use crate::event::seat_map::SeatState;
use crate::plan::{SeatIndex, SeatPlan};
use crate::seat::SeatName;

impl Live {
    pub(super) fn block(&self, names: &[SeatName], now: DateTime<Utc>) -> Decision {
        let mut seats = self.blockable(names)?;
        seats.retain(|seat| self.seats.state(*seat) != SeatState::Blocked);
        let overdue = self.overdue_on(&seats, now)?;
        let mut facts: Vec<_> = overdue.iter().map(|it| self.expired(it, now)).collect();
        if !seats.is_empty() {
            facts.push(EventFact::SeatsBlocked {
                seats: self.names(seats),
                blocked_at: now,
            });
        }
        Ok(facts)
    }

    pub(super) fn unblock(&self, names: &[SeatName], now: DateTime<Utc>) -> Decision {
        let mut seats = self.blockable(names)?;
        seats.retain(|seat| self.seats.state(*seat) == SeatState::Blocked);
        if seats.is_empty() {
            return Ok(vec![]);
        }
        Ok(vec![EventFact::SeatsUnblocked {
            seats: self.names(seats),
            unblocked_at: now,
        }])
    }

    /// The facts of an update to another plan, in which seats that are blocked stay blocked under
    /// their names. Nothing is blocked or put on sale without a fact that says so.
    pub(super) fn replanned(
        &self,
        plan: &SeatPlan,
        updated: EventFact,
        now: DateTime<Utc>,
    ) -> Vec<EventFact> {
        let blocked = self.names(self.blocked());
        if blocked.is_empty() {
            return vec![updated];
        }
        let mut still: Vec<_> = blocked.iter().filter_map(|name| plan.find(name)).collect();
        still.sort_unstable();
        let unblocked = EventFact::SeatsUnblocked {
            seats: blocked,
            unblocked_at: now,
        };
        let mut facts = vec![unblocked, updated];
        if !still.is_empty() {
            facts.push(EventFact::SeatsBlocked {
                seats: still.iter().map(|seat| plan.name(*seat)).collect(),
                blocked_at: now,
            });
        }
        facts
    }

    fn blockable(&self, names: &[SeatName]) -> Result<Vec<SeatIndex>, Refusal> {
        check_names(names)?;
        if self.status == Status::Cancelled {
            return Err(Refusal::EventCancelled);
        }
        self.find(names)
    }

    fn names(&self, seats: impl IntoIterator<Item = SeatIndex>) -> Vec<SeatName> {
        seats.into_iter().map(|seat| self.plan.name(seat)).collect()
    }
}
