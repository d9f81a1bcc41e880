//! The wishes behind the facts.

use chrono::{DateTime, TimeDelta, Utc};

use crate::event::command::{Canceller, EventCommand, HoldLife, SeatChoice};
use crate::event::entrance::Pass;
use crate::event::fact::{EventFact, PricedSeat};
use crate::ids::UserId;

/// When a fact happened.
pub(super) fn time(fact: &EventFact) -> DateTime<Utc> {
    match fact {
        EventFact::EventCreated { created_at: at, .. }
        | EventFact::EventUpdated { updated_at: at, .. }
        | EventFact::EventPublished { published_at: at }
        | EventFact::EventCancelled {
            cancelled_at: at, ..
        }
        | EventFact::EventDeleted { deleted_at: at }
        | EventFact::SeatsBooked { booked_at: at, .. }
        | EventFact::BookingCancelled {
            cancelled_at: at, ..
        }
        | EventFact::SeatsHeld { held_at: at, .. }
        | EventFact::HoldExtended {
            extended_at: at, ..
        }
        | EventFact::HoldReleased {
            released_at: at, ..
        }
        | EventFact::HoldExpired { expired_at: at, .. }
        | EventFact::SeatsBlocked { blocked_at: at, .. }
        | EventFact::SeatsUnblocked {
            unblocked_at: at, ..
        } => *at,
    }
}

/// The buyer who wanted seats, and how many; nobody where a fact gives no seats to anybody new.
pub(super) fn wants(fact: &EventFact) -> Option<(UserId, u32)> {
    match fact {
        EventFact::SeatsBooked {
            user_id,
            hold_id: None,
            seats,
            ..
        }
        | EventFact::SeatsHeld { user_id, seats, .. } => Some((*user_id, seats.len() as u32)),
        EventFact::EventCreated { .. }
        | EventFact::EventUpdated { .. }
        | EventFact::EventPublished { .. }
        | EventFact::EventCancelled { .. }
        | EventFact::EventDeleted { .. }
        | EventFact::SeatsBooked {
            hold_id: Some(_), ..
        }
        | EventFact::BookingCancelled { .. }
        | EventFact::HoldExtended { .. }
        | EventFact::HoldReleased { .. }
        | EventFact::HoldExpired { .. }
        | EventFact::SeatsBlocked { .. }
        | EventFact::SeatsUnblocked { .. } => None,
    }
}

/// How long holds last.
pub(super) struct Lasting {
    /// If not as long as they did.
    pub(super) life: Option<HoldLife>,
    /// Since when the hold has lasted that a fact is about.
    pub(super) held_at: Option<DateTime<Utc>>,
}

impl Lasting {
    /// The life of a hold that from now on lasts until then.
    fn until(&self, until: DateTime<Utc>, now: DateTime<Utc>) -> HoldLife {
        self.life.unwrap_or_else(|| HoldLife {
            ttl_secs: secs(until - now),
            max_secs: secs(until - self.held_at.unwrap_or(now)),
        })
    }
}

/// Rounded up: the times of a hold are whole seconds after it began or after it was extended.
fn secs(time: TimeDelta) -> u32 {
    let micros = u64::try_from(time.num_microseconds().unwrap_or_default()).unwrap_or_default();
    u32::try_from(micros.div_ceil(1_000_000)).unwrap_or(u32::MAX)
}

/// What a buyer asked for that led to a fact, and who; nothing where no buyer asked.
pub(super) fn behind(fact: &EventFact, lasting: &Lasting) -> Option<(UserId, EventCommand)> {
    let now = time(fact);
    match fact {
        EventFact::SeatsBooked {
            booking_id,
            user_id,
            hold_id,
            seats,
            ..
        } => {
            let (booking_id, user_id) = (*booking_id, *user_id);
            let wish = match hold_id {
                Some(hold_id) => EventCommand::BookHold {
                    booking_id,
                    user_id,
                    hold_id: *hold_id,
                    now,
                },
                None => EventCommand::BookSeats {
                    booking_id,
                    user_id,
                    choice: named(seats),
                    pass: Pass::None,
                    now,
                },
            };
            Some((user_id, wish))
        }
        EventFact::BookingCancelled {
            booking_id,
            user_id,
            ..
        } => {
            let wish = EventCommand::CancelBooking {
                booking_id: *booking_id,
                by: Canceller::Admin,
                now,
            };
            Some((*user_id, wish))
        }
        EventFact::SeatsHeld { .. }
        | EventFact::HoldExtended { .. }
        | EventFact::HoldReleased { .. } => behind_hold(fact, lasting),
        EventFact::EventCreated { .. }
        | EventFact::EventUpdated { .. }
        | EventFact::EventPublished { .. }
        | EventFact::EventCancelled { .. }
        | EventFact::EventDeleted { .. }
        | EventFact::HoldExpired { .. }
        | EventFact::SeatsBlocked { .. }
        | EventFact::SeatsUnblocked { .. } => None,
    }
}

fn behind_hold(fact: &EventFact, lasting: &Lasting) -> Option<(UserId, EventCommand)> {
    let now = time(fact);
    if let EventFact::SeatsHeld {
        hold_id,
        user_id,
        seats,
        expires_at,
        ..
    } = fact
    {
        let wish = EventCommand::HoldSeats {
            hold_id: *hold_id,
            user_id: *user_id,
            choice: named(seats),
            pass: Pass::None,
            life: lasting.until(*expires_at, now),
            now,
        };
        return Some((*user_id, wish));
    }
    if let EventFact::HoldExtended {
        hold_id,
        user_id,
        expires_at,
        ..
    } = fact
    {
        let wish = EventCommand::ExtendHold {
            hold_id: *hold_id,
            user_id: *user_id,
            life: lasting.until(*expires_at, now),
            now,
        };
        return Some((*user_id, wish));
    }
    let EventFact::HoldReleased {
        hold_id, user_id, ..
    } = fact
    else {
        return None;
    };
    let wish = EventCommand::ReleaseHold {
        hold_id: *hold_id,
        user_id: *user_id,
        now,
    };
    Some((*user_id, wish))
}

fn named(seats: &[PricedSeat]) -> SeatChoice {
    SeatChoice::Named(seats.iter().map(|priced| priced.seat.clone()).collect())
}
