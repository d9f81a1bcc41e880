//! Booked, held, blocked and free seats are all seats, whenever somebody looks.

use std::collections::BTreeSet;

use crate::evidence::{Evidence, SeatView};

use super::Verdict;
use super::house::{Hall, House, Use};

/// Each time that the seats of an event were shown, they added up to its capacity, and were what
/// the log says as of the position that was told.
pub(super) fn are_conserved(evidence: &Evidence) -> Verdict {
    let mut verdict = Verdict::new("counts are conserved");
    let mut views: Vec<_> = evidence.views.iter().collect();
    views.sort_by_key(|view| view.position);
    let (mut house, mut log) = (House::default(), evidence.log.iter().peekable());
    for view in views {
        verdict.looked_at += 1;
        while let Some(row) = log.next_if(|row| row.position <= view.position) {
            house.take(row);
        }
        let wrong = match house.halls.get(&view.event) {
            None => Some("no such event".to_owned()),
            Some(hall) => differs(view, hall),
        };
        if let Some(wrong) = wrong {
            verdict.object(format!("{wrong}: {view:?}"));
        }
    }
    verdict
}

fn differs(view: &SeatView, hall: &Hall) -> Option<String> {
    let shown = view.booked.len() + view.held.len() + view.blocked.len() + view.free;
    if view.capacity != hall.plan.len() || shown != view.capacity {
        return Some(format!("{shown} seats of {}", hall.plan.len()));
    }
    let set = |seats: &[String]| -> BTreeSet<String> { seats.iter().cloned().collect() };
    let so = |wanted: fn(Use) -> bool| -> BTreeSet<String> {
        hall.seats(wanted).into_iter().map(str::to_owned).collect()
    };
    let booked = so(|it| matches!(it, Use::Booked(_)));
    if booked != set(&view.booked) {
        return Some(format!("{booked:?} were booked"));
    }
    if so(|it| it == Use::Blocked) != set(&view.blocked) {
        return Some("other seats were blocked".to_owned());
    }
    // A hold whose time is over may be shown as free before its end is recorded.
    let held = so(|it| matches!(it, Use::Held(_)));
    (!set(&view.held).is_subset(&held)).then(|| format!("only {held:?} were held"))
}
