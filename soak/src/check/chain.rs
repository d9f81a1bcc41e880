//! The log is whole.

use std::collections::HashMap;

use crate::evidence::Evidence;

use super::Verdict;

/// Positions and sequences have no hole and no double, and `seatlog audit verify` has checked all
/// of them.
pub(super) fn verifies(evidence: &Evidence) -> Verdict {
    let mut verdict = Verdict::new("the chain verifies");
    let mut streams = HashMap::new();
    for (row, position) in evidence.log.iter().zip(1..) {
        verdict.looked_at += 1;
        if row.position != position {
            verdict.object(format!("{} where {position} must be", row.position));
        }
        let sequence = streams.entry(&row.stream).or_insert(0);
        *sequence += 1;
        if row.sequence != *sequence {
            verdict.object(format!(
                "position {position} is sequence {} of {:?}, not {sequence}",
                row.sequence, row.stream
            ));
        }
    }
    let (audit, head) = (&evidence.audit, evidence.log.len());
    let all = |number: i64| usize::try_from(number) == Ok(head);
    if !audit.ok || !all(audit.checked) || !all(audit.head_position) {
        verdict.object(format!("of {head} facts: {}", audit.said));
    }
    verdict
}
