//! Bookings: made from seats or from a hold, and taken back.

use chrono::{DateTime, Utc};

use super::choosing::{check_form, total};
use super::{Decision, Live, Status};
use crate::event::command::{Canceller, SeatChoice};
use crate::event::entrance::Pass;
use crate::event::fact::{CancelCause, EventFact};
use crate::event::refusal::Refusal;
use crate::event::seat_map::BookingRecord;
use crate::ids::{BookingId, HoldId, UserId};
use crate::plan::SeatIndex;

/// A booking and its buyer.
pub(super) type Sale = (BookingId, UserId);

impl Live {
    pub(super) fn book(
        &self,
        sale: Sale,
        choice: &SeatChoice,
        pass: Pass,
        now: DateTime<Utc>,
    ) -> Decision {
        if self.is_booked(sale)? {
            return Ok(vec![]);
        }
        check_form(choice)?;
        self.check_on_sale(now)?;
        self.entrance.check(pass, now)?;
        let chosen = self.choose(sale.1, choice, now)?;
        let mut facts = chosen.expired;
        facts.push(self.sold(sale, None, &chosen.seats, now));
        Ok(facts)
    }

    /// Nobody need wait for the seats of a hold: whoever has one was let in.
    pub(super) fn book_hold(&self, sale: Sale, hold: HoldId, now: DateTime<Utc>) -> Decision {
        if self.is_booked(sale)? {
            return Ok(vec![]);
        }
        if self.status == Status::Cancelled {
            return Err(Refusal::EventCancelled);
        }
        let held = self.open_hold((hold, sale.1), now)?;
        self.check_on_sale(now)?;
        Ok(vec![self.sold(sale, Some(hold), &held.seats, now)])
    }

    /// Whether the booking was made before. The same id again is a retry of the request that
    /// made it; an id of another buyer, or one whose booking is long gone, is never sold under.
    fn is_booked(&self, (id, buyer): Sale) -> Result<bool, Refusal> {
        match self.seats.booking(id) {
            Some(booking) if booking.user_id == buyer => Ok(true),
            Some(_) => Err(Refusal::BookingNotFound),
            None if self.seats.was_cancelled_long_ago(id) => Err(Refusal::AlreadyCancelled),
            None => Ok(false),
        }
    }

    fn sold(
        &self,
        (booking_id, user_id): Sale,
        hold_id: Option<HoldId>,
        seats: &[SeatIndex],
        now: DateTime<Utc>,
    ) -> EventFact {
        let seats = self.priced(seats);
        EventFact::SeatsBooked {
            booking_id,
            reference: booking_id.reference(),
            user_id,
            hold_id,
            total_minor: total(&seats),
            seats,
            currency: self.currency,
            booked_at: now,
        }
    }

    pub(super) fn cancel_booking(
        &self,
        id: BookingId,
        by: Canceller,
        now: DateTime<Utc>,
    ) -> Decision {
        let Some(booking) = self.seats.booking(id) else {
            return Err(match by {
                Canceller::Admin if self.seats.was_cancelled_long_ago(id) => {
                    Refusal::AlreadyCancelled
                }
                // Whose it was is not known any more.
                Canceller::Admin | Canceller::Buyer(_) => Refusal::BookingNotFound,
            });
        };
        let cause = match by {
            Canceller::Buyer(user) if user != booking.user_id => {
                return Err(Refusal::BookingNotFound);
            }
            Canceller::Buyer(_) => CancelCause::Buyer,
            Canceller::Admin => CancelCause::Admin,
        };
        if booking.cancelled_at.is_some() {
            return Err(Refusal::AlreadyCancelled);
        }
        if cause == CancelCause::Buyer && now >= self.details.starts_at {
            return Err(Refusal::TooLate);
        }
        Ok(vec![self.taken_back(&booking, cause, now)])
    }

    pub(super) fn taken_back(
        &self,
        booking: &BookingRecord,
        cause: CancelCause,
        now: DateTime<Utc>,
    ) -> EventFact {
        let seats = self.priced(&booking.seats);
        EventFact::BookingCancelled {
            booking_id: booking.id,
            user_id: booking.user_id,
            total_minor: total(&seats),
            seats,
            currency: self.currency,
            cause,
            cancelled_at: now,
        }
    }

    pub(super) fn check_on_sale(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        let published_at = match self.status {
            Status::Published { at } => at,
            Status::Draft => return Err(Refusal::SalesClosed),
            Status::Cancelled => return Err(Refusal::EventCancelled),
        };
        let opens = self.details.sales_open_at.unwrap_or(published_at);
        let closes = self
            .details
            .sales_close_at
            .unwrap_or(self.details.starts_at);
        if (opens..closes).contains(&now) {
            Ok(())
        } else {
            Err(Refusal::SalesClosed)
        }
    }
}
