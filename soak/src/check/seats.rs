//! No seat is ever in two bookings or holds.

use crate::evidence::Evidence;

use super::Verdict;
use super::house::House;

/// At every position of the log, each seat is one person's at most, and every change of a seat
/// begins with what it was.
pub(super) fn unique_at_every_position(evidence: &Evidence) -> Verdict {
    let mut verdict = Verdict::new("unique seat at every log position");
    let mut house = House::default();
    for row in &evidence.log {
        verdict.looked_at += 1;
        for clash in house.take(row) {
            verdict.object(format!("position {}: {clash}", row.position));
        }
    }
    verdict
}
