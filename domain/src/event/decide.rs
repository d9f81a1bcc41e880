//! What an event answers to a command: facts, nothing, or a refusal. Nothing here changes state.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::command::{Canceller, EventChange, EventCommand, SeatChoice};
use super::details::Details;
use super::fact::{CancelCause, EventFact, PricedSeat};
use super::refusal::Refusal;
use super::seat_map::BookingRecord;
use super::{Event, Live, Status, best};
use crate::ids::{BookingId, UserId};
use crate::plan::SeatIndex;
use crate::seat::SeatName;

type Decision = Result<Vec<EventFact>, Refusal>;

impl Event {
    /// Decides a command: the facts that it leads to (none where all is as wished already), or
    /// the rule that it would break.
    pub fn decide(&self, command: &EventCommand) -> Decision {
        let live = match (self, command) {
            (
                Self::Unknown,
                EventCommand::CreateEvent {
                    details,
                    currency,
                    plan,
                    draft,
                    now,
                },
            ) => {
                let mut errors = details.inconsistencies();
                errors.extend(starts_in_the_past(details, *now));
                if !errors.is_empty() {
                    return Err(Refusal::Invalid(errors));
                }
                let created = EventFact::EventCreated {
                    details: (**details).clone(),
                    currency: *currency,
                    seating: plan.seating().clone(),
                    created_at: *now,
                };
                let published = EventFact::EventPublished { published_at: *now };
                return Ok(if *draft {
                    vec![created]
                } else {
                    vec![created, published]
                });
            }
            (Self::Unknown | Self::Deleted, _) => return Err(Refusal::EventNotFound),
            (Self::Live(live), _) => live,
        };
        match command {
            // The same id again: a retry of the request that created it.
            EventCommand::CreateEvent { .. } => Ok(vec![]),
            EventCommand::UpdateEvent { change, now } => live.update(change, *now),
            EventCommand::PublishEvent { now } => live.publish(*now),
            EventCommand::CancelEvent { reason, now } => Ok(live.call_off(reason.as_str(), *now)),
            EventCommand::DeleteEvent { now } => match live.seats.confirmed_count() {
                0 => Ok(vec![EventFact::EventDeleted { deleted_at: *now }]),
                bookings => Err(Refusal::EventHasBookings { bookings }),
            },
            EventCommand::BookSeats {
                booking_id,
                user_id,
                choice,
                now,
            } => live.book(*booking_id, *user_id, choice, *now),
            EventCommand::CancelBooking {
                booking_id,
                by,
                now,
            } => live.cancel_booking(*booking_id, *by, *now),
        }
    }
}

fn starts_in_the_past(details: &Details, now: DateTime<Utc>) -> Option<crate::fields::FieldError> {
    (details.starts_at <= now)
        .then(|| crate::fields::FieldError::new("starts_at", "must be in the future"))
}

impl Live {
    fn update(&self, change: &EventChange, now: DateTime<Utc>) -> Decision {
        if self.status == Status::Cancelled {
            return Err(Refusal::EventCancelled);
        }
        let details = change.apply(&self.details);
        let currency = change
            .currency
            .filter(|currency| *currency != self.currency);
        let plan = change
            .plan
            .as_ref()
            .filter(|plan| plan.seating() != self.plan.seating());
        if (currency.is_some() || plan.is_some()) && self.seats.was_ever_booked() {
            return Err(Refusal::PlanInUse);
        }
        let mut errors = details.inconsistencies();
        if details.starts_at != self.details.starts_at {
            errors.extend(starts_in_the_past(&details, now));
        }
        if !errors.is_empty() {
            return Err(Refusal::Invalid(errors));
        }
        if details == self.details && currency.is_none() && plan.is_none() {
            return Ok(vec![]);
        }
        let seating = plan.map(|plan| plan.seating().clone());
        Ok(vec![EventFact::EventUpdated {
            details,
            currency,
            seating,
            updated_at: now,
        }])
    }

    fn publish(&self, now: DateTime<Utc>) -> Decision {
        match self.status {
            Status::Published { .. } => Ok(vec![]),
            Status::Cancelled => Err(Refusal::EventCancelled),
            Status::Draft => match starts_in_the_past(&self.details, now) {
                Some(error) => Err(Refusal::Invalid(vec![error])),
                None => Ok(vec![EventFact::EventPublished { published_at: now }]),
            },
        }
    }

    fn call_off(&self, reason: &str, now: DateTime<Utc>) -> Vec<EventFact> {
        if self.status == Status::Cancelled {
            return vec![];
        }
        let called_off = EventFact::EventCancelled {
            reason: reason.to_owned(),
            cancelled_at: now,
        };
        let bookings = self.seats.confirmed();
        let cancelled =
            bookings.map(|booking| self.taken_back(booking, CancelCause::EventCancelled, now));
        std::iter::once(called_off).chain(cancelled).collect()
    }

    fn taken_back(
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

    fn cancel_booking(&self, id: BookingId, by: Canceller, now: DateTime<Utc>) -> Decision {
        let booking = self.seats.booking(id).ok_or(Refusal::BookingNotFound)?;
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
        Ok(vec![self.taken_back(booking, cause, now)])
    }

    fn book(
        &self,
        booking_id: BookingId,
        user_id: UserId,
        choice: &SeatChoice,
        now: DateTime<Utc>,
    ) -> Decision {
        match self.seats.booking(booking_id) {
            Some(booking) if booking.user_id == user_id => return Ok(vec![]),
            Some(_) => return Err(Refusal::BookingNotFound),
            None => check_form(choice)?,
        }
        self.check_on_sale(now)?;
        let seats = self.choose(user_id, choice)?;
        let seats = self.priced(&seats);
        Ok(vec![EventFact::SeatsBooked {
            booking_id,
            reference: booking_id.reference(),
            user_id,
            total_minor: total(&seats),
            seats,
            currency: self.currency,
            booked_at: now,
        }])
    }

    fn check_on_sale(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
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

    fn choose(&self, user: UserId, choice: &SeatChoice) -> Result<Vec<SeatIndex>, Refusal> {
        match choice {
            SeatChoice::Named(names) => {
                let seats = self.find(names)?;
                self.check_free(&seats)?;
                self.check_limit(user, seats.len() as u32)?;
                Ok(seats)
            }
            SeatChoice::BestAvailable { section, quantity } => {
                let section = match section {
                    Some(id) => Some(self.plan.section(id).ok_or_else(|| unknown_section(id))?),
                    None => None,
                };
                self.check_limit(user, *quantity)?;
                best::best(&self.plan, section, *quantity, |seat| {
                    self.seats.is_free(seat)
                })
                .map_err(|free| Refusal::NotEnoughSeats { free })
            }
        }
    }

    fn find(&self, names: &[SeatName]) -> Result<Vec<SeatIndex>, Refusal> {
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

    fn check_free(&self, seats: &[SeatIndex]) -> Result<(), Refusal> {
        let taken = seats.iter().filter(|seat| !self.seats.is_free(**seat));
        let taken: Vec<_> = taken.map(|seat| self.plan.name(*seat)).collect();
        if taken.is_empty() {
            Ok(())
        } else {
            Err(Refusal::SeatTaken { seats: taken })
        }
    }

    fn check_limit(&self, user: UserId, wanted: u32) -> Result<(), Refusal> {
        let (limit, held_or_booked) = (self.details.max_seats_per_user, self.seats.seats_of(user));
        if held_or_booked.saturating_add(wanted) > limit {
            return Err(Refusal::LimitReached {
                limit,
                held_or_booked,
            });
        }
        Ok(())
    }

    /// Seats with their names and prices.
    pub(super) fn priced(&self, seats: &[SeatIndex]) -> Vec<PricedSeat> {
        let priced = |seat: &SeatIndex| PricedSeat {
            seat: self.plan.name(*seat),
            price_minor: self.plan.price_minor(*seat),
        };
        seats.iter().map(priced).collect()
    }
}

fn total(seats: &[PricedSeat]) -> i64 {
    seats.iter().map(|seat| seat.price_minor).sum()
}

fn unknown_section(id: &str) -> Refusal {
    Refusal::UnknownSeat {
        seats: SeatName::new(id).into_iter().collect(),
    }
}

/// A choice of no seats, or of one seat twice, is nonsense whatever the event.
fn check_form(choice: &SeatChoice) -> Result<(), Refusal> {
    match choice {
        SeatChoice::Named(names) if names.is_empty() => {
            Err(Refusal::field("seats", "must name at least one seat"))
        }
        SeatChoice::Named(names) => {
            let mut seen = HashSet::with_capacity(names.len());
            match names.iter().position(|name| !seen.insert(name)) {
                Some(at) => Err(Refusal::field(
                    &format!("seats[{at}]"),
                    "is named twice in the request",
                )),
                None => Ok(()),
            }
        }
        SeatChoice::BestAvailable { quantity: 0, .. } => {
            Err(Refusal::field("quantity", "must be at least 1"))
        }
        SeatChoice::BestAvailable { .. } => Ok(()),
    }
}
