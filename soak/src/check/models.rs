//! The read models are what the log adds up to.

use std::collections::BTreeMap;
use std::fmt::Debug;

use uuid::Uuid;

use crate::evidence::{BookingRow, CatalogueRow, Evidence, Summary};

use super::Verdict;
use super::house::{Hall, House};

/// Every row of the read models, and the report on everything, is what a fold of the log says; all
/// of them are at its end.
pub(super) fn are_folds_of_the_log(evidence: &Evidence) -> Verdict {
    let mut verdict = Verdict::new("read models are folds of the log");
    let house = House::of(&evidence.log);
    let models = &evidence.models;
    let head = evidence.log.last().map_or(0, |row| row.position);
    for (name, (position, state)) in &models.checkpoints {
        if (*position, state.as_str()) != (head, "running") {
            verdict.object(format!("{name} is {state} at {position} of {head}"));
        }
    }
    compare(&mut verdict, "booking", &house.bookings, &models.bookings);
    compare(&mut verdict, "hold", &house.holds, &models.holds);
    let halls = house.halls.iter().map(|(id, hall)| (*id, catalogued(hall)));
    compare(&mut verdict, "event", &halls.collect(), &models.catalogue);
    let summary = summed(house.bookings.values());
    if summary != models.summary {
        verdict.object(format!("{:?} reported, {summary:?} is so", models.summary));
    }
    verdict
}

fn catalogued(hall: &Hall) -> CatalogueRow {
    CatalogueRow {
        capacity: hall.plan.len(),
        taken: hall.uses.len(),
        cancelled: hall.called_off,
    }
}

fn summed<'a>(bookings: impl Iterator<Item = &'a BookingRow>) -> Summary {
    let mut sums = Summary::default();
    for booking in bookings {
        if booking.cancelled.is_some() {
            sums.cancelled_bookings += 1;
        } else {
            sums.bookings += 1;
            sums.seats_sold += booking.seats.len();
            sums.revenue_minor += booking.total_minor;
        }
    }
    sums
}

fn compare<T: PartialEq + Debug>(
    verdict: &mut Verdict,
    what: &str,
    expected: &BTreeMap<Uuid, T>,
    found: &BTreeMap<Uuid, T>,
) {
    verdict.looked_at += expected.len();
    for (id, row) in expected {
        match found.get(id) {
            None => verdict.object(format!("{what} {id} is missing: {row:?}")),
            Some(other) if other != row => {
                verdict.object(format!("{what} {id} is {other:?}, not {row:?}"));
            }
            Some(_) => {}
        }
    }
    for id in found.keys().filter(|id| !expected.contains_key(id)) {
        verdict.object(format!("{what} {id} is in no fact"));
    }
}
