//! What happened in each hour, as the reports should have it.

use std::collections::BTreeMap;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use seatlog_domain::event::{EventFact, PricedSeat};

use crate::audit::replay::ReplayedEvent;
use crate::log::Position;

/// What the columns of the nine figures are called.
const FIGURES: [&str; 9] = [
    "bookings",
    "seats_booked",
    "paid_minor",
    "cancelled_bookings",
    "seats_returned",
    "repaid_minor",
    "lost_holds",
    "lost_seats",
    "lost_minor",
];

/// The figures of each hour, currency and stretch of the log.
#[derive(Debug, Clone, Default)]
pub(super) struct Flows(BTreeMap<(DateTime<Utc>, String, Position), [i64; 9]>);

impl Flows {
    /// Takes in the next fact of an event, which is known as it was before.
    pub(super) fn take(&mut self, event: &ReplayedEvent, fact: &EventFact, upto: Position) {
        match fact {
            EventFact::SeatsBooked {
                seats,
                booked_at,
                currency,
                ..
            } => {
                self.add((booked_at, currency.to_string(), upto), 0, seats.iter());
            }
            EventFact::BookingCancelled {
                seats,
                cancelled_at,
                currency,
                ..
            } => {
                self.add((cancelled_at, currency.to_string(), upto), 3, seats.iter());
            }
            EventFact::HoldExpired {
                hold_id,
                expired_at,
                ..
            } => {
                let hold = event.holds.get(hold_id);
                let seats = hold.into_iter().flat_map(|hold| &hold.seats);
                self.add((expired_at, event.currency.to_string(), upto), 6, seats);
            }
            EventFact::EventCreated { .. }
            | EventFact::EventUpdated { .. }
            | EventFact::EventPublished { .. }
            | EventFact::EventCancelled { .. }
            | EventFact::EventDeleted { .. }
            | EventFact::SeatsHeld { .. }
            | EventFact::HoldExtended { .. }
            | EventFact::HoldReleased { .. }
            | EventFact::SeatsBlocked { .. }
            | EventFact::SeatsUnblocked { .. } => {}
        }
    }

    fn add<'a>(
        &mut self,
        (at, currency, upto): (&DateTime<Utc>, String, Position),
        first: usize,
        seats: impl Iterator<Item = &'a PricedSeat>,
    ) {
        let hour = at.duration_trunc(TimeDelta::hours(1)).unwrap_or(*at);
        let figures = self.0.entry((hour, currency, upto)).or_default();
        figures[first] += 1;
        for seat in seats {
            figures[first + 1] += 1;
            figures[first + 2] += seat.price_minor;
        }
    }

    /// Adds those of another event.
    pub(super) fn join(&mut self, other: &Self) {
        for (key, more) in &other.0 {
            let figures = self.0.entry(key.clone()).or_default();
            for (figure, more) in figures.iter_mut().zip(more) {
                *figure += more;
            }
        }
    }

    /// The rows of the table.
    pub(super) fn rows(&self, event: Uuid) -> Vec<Value> {
        let row =
            |((hour, currency, upto), figures): (&(DateTime<Utc>, String, Position), &[i64; 9])| {
                let mut row = json!({
                    "event_id": event, "hour": hour, "currency": currency, "upto": upto,
                });
                for (name, figure) in FIGURES.iter().zip(figures) {
                    row[*name] = json!(figure);
                }
                row
            };
        self.0.iter().map(row).collect()
    }
}
