//! Taking facts into a chart.

use seatlog_domain::event::{EventFact, PricedSeat, SeatState};
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seat::SeatName;
use seatlog_projections::log::Position;

use super::{Chart, Stage};
use crate::seat_views::mark::Mark;

/// A fact that does not fit what the chart knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(in crate::seat_views) enum Misfit {
    /// Facts before it are missing.
    #[error("fact {found} of the stream follows fact {known}")]
    Gap {
        /// The last fact that was taken in.
        known: i64,
        /// The one that came.
        found: i64,
    },
    /// The house has no such seat.
    #[error("there is no seat {0}")]
    UnknownSeat(SeatName),
    /// The new plan is none.
    #[error("the seating cannot be: {0}")]
    BadPlan(String),
    /// The log sells a seat that is sold.
    #[error("seat {0} is sold twice")]
    SoldTwice(SeatName),
}

impl Chart {
    /// Takes in a fact of the event's stream; those that it knows already change nothing.
    pub(in crate::seat_views) fn apply(
        &mut self,
        (sequence, position): (i64, Position),
        fact: &EventFact,
    ) -> Result<(), Misfit> {
        if sequence <= self.sequence {
            return Ok(());
        }
        if sequence > self.sequence + 1 {
            return Err(Misfit::Gap {
                known: self.sequence,
                found: sequence,
            });
        }
        self.sequence = sequence;
        self.mark = Mark::at(position);
        self.evolve(fact)
    }

    fn evolve(&mut self, fact: &EventFact) -> Result<(), Misfit> {
        self.entrance.evolve(fact);
        match fact {
            EventFact::SeatsHeld {
                hold_id,
                seats,
                expires_at,
                ..
            } => {
                let seats = self.find(seats.iter().map(|seat| &seat.seat))?;
                self.set_all(&seats, SeatState::Held);
                self.holds.begin(*hold_id, seats.into(), *expires_at);
            }
            EventFact::HoldExtended {
                hold_id,
                expires_at,
                ..
            } => {
                // By this node's clock it may have run out already: it has not.
                let seats = self.holds.extend(*hold_id, *expires_at);
                let seats = seats.map(<[u32]>::to_vec).unwrap_or_default();
                self.set_all(&seats, SeatState::Held);
            }
            EventFact::HoldReleased { hold_id, seats, .. }
            | EventFact::HoldExpired { hold_id, seats, .. } => {
                self.holds.end(*hold_id);
                let seats = self.find(seats)?;
                self.set_all(&seats, SeatState::Free);
                // Told again where the clock has told it already: a listener may have come from a
                // node whose clock was behind.
                for seat in seats {
                    self.changed[seat as usize] = self.mark;
                }
            }
            EventFact::SeatsBooked { hold_id, seats, .. } => {
                if let Some(hold_id) = hold_id {
                    self.holds.end(*hold_id);
                }
                self.sell(seats)?;
            }
            EventFact::BookingCancelled { seats, .. } => {
                let seats = self.find(seats.iter().map(|seat| &seat.seat))?;
                self.set_all(&seats, SeatState::Free);
            }
            EventFact::SeatsBlocked { seats, .. } => {
                let seats = self.find(seats)?;
                self.set_all(&seats, SeatState::Blocked);
            }
            EventFact::SeatsUnblocked { seats, .. } => {
                let seats = self.find(seats)?;
                self.set_all(&seats, SeatState::Free);
            }
            EventFact::EventUpdated {
                seating: Some(seating),
                ..
            } => {
                let plan = SeatPlan::try_from(seating.clone()).map_err(Misfit::BadPlan)?;
                let rebuilt = Self {
                    stage: self.stage,
                    entrance: std::mem::take(&mut self.entrance),
                    sequence: self.sequence,
                    ..Self::empty(plan, self.mark)
                };
                *self = rebuilt;
            }
            EventFact::EventPublished { .. } => self.stage = Stage::Public,
            EventFact::EventDeleted { .. } => self.stage = Stage::Deleted,
            EventFact::EventCreated { .. }
            | EventFact::EventUpdated { seating: None, .. }
            | EventFact::EventCancelled { .. } => {}
        }
        Ok(())
    }

    fn sell(&mut self, seats: &[PricedSeat]) -> Result<(), Misfit> {
        let found = self.find(seats.iter().map(|seat| &seat.seat))?;
        let twice = |(at, _): &(&u32, &PricedSeat)| self.seats[**at as usize] == SeatState::Booked;
        if let Some((_, twice)) = found.iter().zip(seats).find(twice) {
            return Err(Misfit::SoldTwice(twice.seat.clone()));
        }
        self.set_all(&found, SeatState::Booked);
        Ok(())
    }

    fn set_all(&mut self, seats: &[u32], to: SeatState) {
        for seat in seats {
            self.set(*seat, to);
        }
    }

    fn find<'a>(&self, names: impl IntoIterator<Item = &'a SeatName>) -> Result<Vec<u32>, Misfit> {
        let find = |name: &SeatName| {
            let seat = self.plan.find(name);
            seat.map(|seat| seat.number())
                .ok_or_else(|| Misfit::UnknownSeat(name.clone()))
        };
        names.into_iter().map(find).collect()
    }
}
