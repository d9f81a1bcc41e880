//! What an event answers to a command: facts, nothing, or a refusal. Nothing here changes state.

mod blocking;
mod choosing;
mod holding;
mod selling;

use chrono::{DateTime, Utc};

use super::command::{EventChange, EventCommand};
use super::details::Details;
use super::fact::{CancelCause, EventFact, ReleaseCause};
use super::refusal::Refusal;
use super::{Event, Live, Status};

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
            EventCommand::DeleteEvent { now } => live.delete(*now),
            EventCommand::BookSeats {
                booking_id,
                user_id,
                choice,
                pass,
                now,
            } => live.book((*booking_id, *user_id), choice, *pass, *now),
            EventCommand::CancelBooking {
                booking_id,
                by,
                now,
            } => live.cancel_booking(*booking_id, *by, *now),
            EventCommand::HoldSeats {
                hold_id,
                user_id,
                choice,
                pass,
                life,
                now,
            } => live.hold_seats((*hold_id, *user_id), choice, *pass, (*life, *now)),
            EventCommand::ExtendHold {
                hold_id,
                user_id,
                life,
                now,
            } => live.extend_hold((*hold_id, *user_id), *life, *now),
            EventCommand::ReleaseHold {
                hold_id,
                user_id,
                now,
            } => live.release_hold((*hold_id, *user_id), *now),
            EventCommand::ExpireHolds { now } => Ok(live.expire_holds(*now)),
            EventCommand::BookHold {
                booking_id,
                user_id,
                hold_id,
                now,
            } => live.book_hold((*booking_id, *user_id), *hold_id, *now),
            EventCommand::BlockSeats { seats, now } => live.block(seats, *now),
            EventCommand::UnblockSeats { seats, now } => live.unblock(seats, *now),
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
        if (currency.is_some() || plan.is_some()) && self.seats.was_ever_used() {
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
        let updated = EventFact::EventUpdated {
            details,
            currency,
            seating: plan.map(|plan| plan.seating().clone()),
            updated_at: now,
        };
        Ok(match plan {
            Some(plan) => self.replanned(plan, updated, now),
            None => vec![updated],
        })
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

    fn delete(&self, now: DateTime<Utc>) -> Decision {
        match self.seats.confirmed_count() {
            0 => {
                let ended = self.end_all_holds(ReleaseCause::EventDeleted, now);
                let mut facts: Vec<_> = ended.collect();
                facts.push(EventFact::EventDeleted { deleted_at: now });
                Ok(facts)
            }
            bookings => Err(Refusal::EventHasBookings { bookings }),
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
        let cancelled = bookings
            .iter()
            .map(|booking| self.taken_back(booking, CancelCause::EventCancelled, now));
        let called_off = std::iter::once(called_off).chain(cancelled);
        let ended = self.end_all_holds(ReleaseCause::EventCancelled, now);
        called_off.chain(ended).collect()
    }
}
