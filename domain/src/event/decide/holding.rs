//! Holds: made, extended, given back, and over by themselves.

use chrono::{DateTime, TimeDelta, Utc};

use super::choosing::{check_form, total};
use super::{Decision, Live};
use crate::event::command::{HoldLife, SeatChoice};
use crate::event::entrance::Pass;
use crate::event::fact::{EventFact, ReleaseCause};
use crate::event::refusal::Refusal;
use crate::event::seat_map::{HoldRecord, HoldState};
use crate::ids::{HoldId, UserId};
use crate::seat::SeatName;

/// A hold and its buyer.
pub(super) type Holding = (HoldId, UserId);

impl Live {
    pub(super) fn hold_seats(
        &self,
        (hold_id, user_id): Holding,
        choice: &SeatChoice,
        pass: Pass,
        (life, now): (HoldLife, DateTime<Utc>),
    ) -> Decision {
        if self.seats.hold(hold_id).is_some() {
            // The same id again: a retry of the request that made it, which does not extend it.
            return self.open_hold((hold_id, user_id), now).map(|_| vec![]);
        }
        if self.seats.ended_long_ago(hold_id) {
            return Err(Refusal::HoldExpired);
        }
        check_form(choice)?;
        self.check_on_sale(now)?;
        self.entrance.check(pass, now)?;
        let chosen = self.choose(user_id, choice, now)?;
        let seats = self.priced(&chosen.seats);
        let mut facts = chosen.expired;
        facts.push(EventFact::SeatsHeld {
            hold_id,
            user_id,
            total_minor: total(&seats),
            seats,
            currency: self.currency,
            held_at: now,
            expires_at: later(now, life.ttl_secs.min(life.max_secs)),
        });
        Ok(facts)
    }

    pub(super) fn extend_hold(
        &self,
        holding: Holding,
        life: HoldLife,
        now: DateTime<Utc>,
    ) -> Decision {
        let hold = self.open_hold(holding, now)?;
        let cap = later(hold.held_at, life.max_secs);
        if hold.expires_at >= cap {
            return Err(Refusal::HoldCapReached);
        }
        let expires_at = later(now, life.ttl_secs).min(cap);
        if expires_at <= hold.expires_at {
            return Ok(vec![]);
        }
        Ok(vec![EventFact::HoldExtended {
            hold_id: hold.id,
            user_id: hold.user_id,
            expires_at,
            extended_at: now,
        }])
    }

    pub(super) fn release_hold(&self, (id, user): Holding, now: DateTime<Utc>) -> Decision {
        let released =
            |hold: &HoldRecord| hold.user_id == user && hold.state == HoldState::Released;
        if self.seats.hold(id).as_ref().is_some_and(released) {
            return Ok(vec![]);
        }
        let hold = self.open_hold((id, user), now)?;
        Ok(vec![self.released(&hold, ReleaseCause::Buyer, now)])
    }

    pub(super) fn expire_holds(&self, now: DateTime<Utc>) -> Vec<EventFact> {
        let overdue = self.seats.overdue(now);
        overdue.map(|hold| self.expired(&hold, now)).collect()
    }

    /// A buyer's hold whose time is not over, or why it is none.
    pub(super) fn open_hold(
        &self,
        (id, user): Holding,
        now: DateTime<Utc>,
    ) -> Result<HoldRecord, Refusal> {
        let hold = self.seats.hold(id).filter(|hold| hold.user_id == user);
        let hold = hold.ok_or(Refusal::HoldNotFound)?;
        match hold.state_at(now) {
            HoldState::Open => Ok(hold),
            HoldState::Booked => Err(Refusal::HoldAlreadyBooked),
            HoldState::Released => Err(Refusal::HoldNotFound),
            HoldState::Expired => Err(Refusal::HoldExpired),
        }
    }

    /// The end of every hold, when nothing can be held any more.
    pub(super) fn end_all_holds(
        &self,
        cause: ReleaseCause,
        now: DateTime<Utc>,
    ) -> impl Iterator<Item = EventFact> {
        self.seats.holds().map(move |hold| {
            if hold.expires_at <= now {
                self.expired(&hold, now)
            } else {
                self.released(&hold, cause, now)
            }
        })
    }

    pub(super) fn expired(&self, hold: &HoldRecord, now: DateTime<Utc>) -> EventFact {
        EventFact::HoldExpired {
            hold_id: hold.id,
            user_id: hold.user_id,
            seats: self.names_of(hold),
            expired_at: now,
        }
    }

    fn released(&self, hold: &HoldRecord, cause: ReleaseCause, now: DateTime<Utc>) -> EventFact {
        EventFact::HoldReleased {
            hold_id: hold.id,
            user_id: hold.user_id,
            seats: self.names_of(hold),
            cause,
            released_at: now,
        }
    }

    fn names_of(&self, hold: &HoldRecord) -> Vec<SeatName> {
        hold.seats
            .iter()
            .map(|seat| self.plan.name(*seat))
            .collect()
    }
}

fn later(from: DateTime<Utc>, secs: u32) -> DateTime<Utc> {
    from.checked_add_signed(TimeDelta::seconds(i64::from(secs)))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}
