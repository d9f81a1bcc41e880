//! The facts that a command should lead to.

use chrono::{DateTime, TimeDelta, Utc};

use super::Expected;
use crate::event::tests::fixtures::*;
use crate::event::tests::model::{Booking, Hold};
use crate::event::{CancelCause, EventFact, HoldLife, PricedSeat, Refusal, ReleaseCause};
use crate::ids::{BookingId, HoldId, UserId};
use crate::seat::SeatName;

pub(super) fn secs(secs: u32) -> TimeDelta {
    TimeDelta::seconds(i64::from(secs))
}

fn price(seat: &SeatName) -> i64 {
    if seat.section() == "GA" { 2500 } else { 4500 }
}

fn priced(seats: &[SeatName]) -> Vec<PricedSeat> {
    let priced = |seat: &SeatName| PricedSeat {
        seat: seat.clone(),
        price_minor: price(seat),
    };
    seats.iter().map(priced).collect()
}

pub(super) fn sale(
    (booking_id, user_id): (BookingId, UserId),
    hold_id: Option<HoldId>,
    seats: &[SeatName],
    now: DateTime<Utc>,
) -> EventFact {
    EventFact::SeatsBooked {
        booking_id,
        reference: booking_id.reference(),
        user_id,
        hold_id,
        seats: priced(seats),
        total_minor: seats.iter().map(price).sum(),
        currency: currency("EUR"),
        booked_at: now,
    }
}

pub(super) fn back(booking: &Booking, cause: CancelCause, now: DateTime<Utc>) -> EventFact {
    EventFact::BookingCancelled {
        booking_id: booking.id,
        user_id: booking.user,
        seats: priced(&booking.seats),
        total_minor: booking.seats.iter().map(price).sum(),
        currency: currency("EUR"),
        cause,
        cancelled_at: now,
    }
}

pub(super) fn kept(
    (hold_id, user_id): (HoldId, UserId),
    seats: &[SeatName],
    (now, until): (DateTime<Utc>, DateTime<Utc>),
) -> EventFact {
    EventFact::SeatsHeld {
        hold_id,
        user_id,
        seats: priced(seats),
        total_minor: seats.iter().map(price).sum(),
        currency: currency("EUR"),
        held_at: now,
        expires_at: until,
    }
}

pub(super) fn extension(hold: &Hold, life: HoldLife, now: DateTime<Utc>) -> Expected {
    let cap = hold.held_at + secs(life.max_secs);
    let until = cap.min(now + secs(life.ttl_secs));
    if hold.expires_at >= cap {
        return Err(Refusal::HoldCapReached);
    }
    if until <= hold.expires_at {
        return Ok(vec![]);
    }
    Ok(vec![EventFact::HoldExtended {
        hold_id: hold.id,
        user_id: hold.user,
        expires_at: until,
        extended_at: now,
    }])
}

pub(super) fn released(hold: &Hold, cause: ReleaseCause, now: DateTime<Utc>) -> EventFact {
    EventFact::HoldReleased {
        hold_id: hold.id,
        user_id: hold.user,
        seats: hold.seats.clone(),
        cause,
        released_at: now,
    }
}

pub(super) fn expired(hold: &Hold, now: DateTime<Utc>) -> EventFact {
    EventFact::HoldExpired {
        hold_id: hold.id,
        user_id: hold.user,
        seats: hold.seats.clone(),
        expired_at: now,
    }
}
