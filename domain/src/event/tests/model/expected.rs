//! What a command should lead to, worked out from the lists.

mod choice;
mod facts;

use chrono::{DateTime, Utc};

use self::facts::{back, expired, extension, kept, released, sale, secs};
use super::{Booking, Hold, Model};
use crate::event::tests::fixtures::*;
use crate::event::{
    CancelCause, Canceller, EventCommand, EventFact, HoldState, Refusal, ReleaseCause, SeatState,
};
use crate::ids::{BookingId, HoldId, UserId};
use crate::seat::SeatName;

pub(in crate::event::tests) type Expected = Result<Vec<EventFact>, Refusal>;

impl Model {
    /// What a command should lead to. Which seats are best is not for this model to say: where
    /// some are chosen, it takes them from what was decided and checks everything else.
    pub(in crate::event::tests) fn expects(
        &self,
        command: &EventCommand,
        decided: &Expected,
    ) -> Expected {
        use EventCommand as C;
        match command {
            C::BookSeats {
                booking_id,
                user_id,
                choice,
                pass: _,
                now,
            } => {
                if let Some(again) = self.again((*booking_id, *user_id)) {
                    return again;
                }
                let (mut facts, seats) = self.chosen(*user_id, choice, decided, *now)?;
                facts.push(sale((*booking_id, *user_id), None, &seats, *now));
                Ok(facts)
            }
            C::HoldSeats {
                hold_id,
                user_id,
                choice,
                pass: _,
                life,
                now,
            } => {
                if self.holds.iter().any(|it| it.id == *hold_id) {
                    return self.own(*hold_id, *user_id, *now).map(|_| vec![]);
                }
                let (mut facts, seats) = self.chosen(*user_id, choice, decided, *now)?;
                let until = *now + secs(life.ttl_secs.min(life.max_secs));
                facts.push(kept((*hold_id, *user_id), &seats, (*now, until)));
                Ok(facts)
            }
            C::BookHold {
                booking_id,
                user_id,
                hold_id,
                now,
            } => {
                if let Some(again) = self.again((*booking_id, *user_id)) {
                    return again;
                }
                self.not_cancelled()?;
                let hold = self.own(*hold_id, *user_id, *now)?;
                self.on_sale(*now)?;
                Ok(vec![sale(
                    (*booking_id, *user_id),
                    Some(hold.id),
                    &hold.seats,
                    *now,
                )])
            }
            C::ExtendHold {
                hold_id,
                user_id,
                life,
                now,
            } => extension(self.own(*hold_id, *user_id, *now)?, *life, *now),
            C::ReleaseHold {
                hold_id,
                user_id,
                now,
            } => {
                let is_over = |it: &Hold| it.is(*hold_id, *user_id, HoldState::Released);
                if self.holds.iter().any(is_over) {
                    return Ok(vec![]);
                }
                let hold = self.own(*hold_id, *user_id, *now)?;
                Ok(vec![released(hold, ReleaseCause::Buyer, *now)])
            }
            C::ExpireHolds { now } => {
                let over = self.open().into_iter().filter(|it| !it.keeps_out(*now));
                Ok(over.map(|it| expired(it, *now)).collect())
            }
            C::BlockSeats { seats, now } => self.blocking(seats, *now),
            C::UnblockSeats { seats, now } => self.unblocking(seats, *now),
            C::CancelBooking {
                booking_id,
                by,
                now,
            } => self.taking_back(*booking_id, *by, *now),
            C::CancelEvent { reason, now } => Ok(self.calling_off(reason.as_str(), *now)),
            // Not about the sale.
            C::CreateEvent { .. } | C::UpdateEvent { .. } | C::PublishEvent { .. } => {
                decided.clone()
            }
            C::DeleteEvent { .. } => decided.clone(),
        }
    }

    fn again(&self, (id, user): (BookingId, UserId)) -> Option<Expected> {
        let booking = self.bookings.iter().find(|it| it.id == id)?;
        Some(if booking.user == user {
            Ok(vec![])
        } else {
            Err(Refusal::BookingNotFound)
        })
    }

    /// A buyer's own hold that keeps others out.
    fn own(&self, id: HoldId, user: UserId, now: DateTime<Utc>) -> Result<&Hold, Refusal> {
        let hold = self.holds.iter().find(|it| it.id == id && it.user == user);
        match hold.map(|hold| (hold.state, hold)) {
            None | Some((HoldState::Released, _)) => Err(Refusal::HoldNotFound),
            Some((HoldState::Booked, _)) => Err(Refusal::HoldAlreadyBooked),
            Some((HoldState::Open, hold)) if hold.keeps_out(now) => Ok(hold),
            Some((HoldState::Expired | HoldState::Open, _)) => Err(Refusal::HoldExpired),
        }
    }

    /// The holds without an end, the first that is over first.
    fn open(&self) -> Vec<&Hold> {
        let mut open: Vec<_> = self.holds.iter().filter(|it| it.is_open()).collect();
        open.sort_by_key(|it| (it.expires_at, it.id));
        open
    }

    fn blocking(&self, names: &[SeatName], now: DateTime<Utc>) -> Expected {
        let mut seats = self.changeable(names)?;
        seats.retain(|it| self.state(it, now) != SeatState::Blocked);
        let mut facts = self.make_way(&seats, now)?;
        if !seats.is_empty() {
            facts.push(EventFact::SeatsBlocked {
                seats,
                blocked_at: now,
            });
        }
        Ok(facts)
    }

    fn unblocking(&self, names: &[SeatName], now: DateTime<Utc>) -> Expected {
        let mut seats = self.changeable(names)?;
        seats.retain(|it| self.state(it, now) == SeatState::Blocked);
        if seats.is_empty() {
            return Ok(vec![]);
        }
        Ok(vec![EventFact::SeatsUnblocked {
            seats,
            unblocked_at: now,
        }])
    }

    fn taking_back(&self, id: BookingId, by: Canceller, now: DateTime<Utc>) -> Expected {
        let own = |it: &&Booking| by == Canceller::Admin || by == Canceller::Buyer(it.user);
        let booking = self.bookings.iter().find(|it| it.id == id).filter(own);
        let booking = booking.ok_or(Refusal::BookingNotFound)?;
        let cause = match by {
            _ if booking.cancelled => return Err(Refusal::AlreadyCancelled),
            Canceller::Admin => CancelCause::Admin,
            Canceller::Buyer(_) if now >= minute(STARTS) => return Err(Refusal::TooLate),
            Canceller::Buyer(_) => CancelCause::Buyer,
        };
        Ok(vec![back(booking, cause, now)])
    }

    fn calling_off(&self, reason: &str, now: DateTime<Utc>) -> Vec<EventFact> {
        if self.cancelled {
            return vec![];
        }
        let called_off = EventFact::EventCancelled {
            reason: reason.to_owned(),
            cancelled_at: now,
        };
        let standing = self.bookings.iter().filter(|it| !it.cancelled);
        let back = standing.map(|it| back(it, CancelCause::EventCancelled, now));
        let holds = self.open().into_iter().map(|it| {
            if it.keeps_out(now) {
                released(it, ReleaseCause::EventCancelled, now)
            } else {
                expired(it, now)
            }
        });
        std::iter::once(called_off)
            .chain(back)
            .chain(holds)
            .collect()
    }
}
