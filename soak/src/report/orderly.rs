//! What the evidence alone does not show: how processes ended, and whom a restart in turn failed.

use super::Seen;
use crate::check::Verdict;
use crate::conductor::Happened;
use crate::fault::{Fault, Part};
use crate::load::Asked;

/// Three more verdicts.
pub(crate) fn orderly(seen: &Seen<'_>) -> Vec<Verdict> {
    vec![
        stops_in_order(seen),
        fails_nobody(seen),
        ends_when_told(seen),
    ]
}

fn orderly_ones<'a>(seen: &Seen<'a>) -> impl Iterator<Item = &'a Happened> {
    seen.happened.iter().filter(|it| it.fault.is_orderly())
}

/// A node that is told to stop drains, and ends with status 0.
fn stops_in_order(seen: &Seen<'_>) -> Verdict {
    Verdict {
        name: "stops in order under load",
        looked_at: orderly_ones(seen).count(),
        findings: orderly_ones(seen)
            .filter_map(|it| it.amiss.clone())
            .collect(),
    }
}

/// While nodes are stopped in order, nobody who asks a second time is left without an answer.
fn fails_nobody(seen: &Seen<'_>) -> Verdict {
    let mut verdict = Verdict {
        name: "a restart fails nobody who asks twice",
        looked_at: 0,
        findings: Vec::new(),
    };
    for it in orderly_ones(seen) {
        let during =
            |asked: &&Asked| it.from <= asked.command.asked && asked.command.asked < it.until;
        for asked in seen.remembered.asked.iter().filter(during) {
            verdict.looked_at += 1;
            if let [first, second, ..] = asked.tries.as_slice()
                && !first.is_answered()
                && !second.is_answered()
                && second.ended < it.until
            {
                verdict.findings.push(format!("{}: {asked:?}", it.fault));
            }
        }
    }
    verdict
}

/// No process ends because something that it needs is away for a while. PostgreSQL may, where its
/// disk is full: it cannot recover before there is room.
fn ends_when_told(seen: &Seen<'_>) -> Verdict {
    let was_full = seen.happened.iter().any(|it| it.fault == Fault::FillDisk);
    let may_end = was_full.then(|| Part::Postgres.name());
    let vanished = seen.vanished.iter();
    let vanished = vanished.filter(|(name, times)| *times > 0 && Some(*name) != may_end);
    let findings = vanished.map(|(name, times)| format!("{name} ended {times} times by itself"));
    Verdict {
        name: "processes end when they are told to",
        looked_at: seen.vanished.len() - usize::from(was_full),
        findings: findings.collect(),
    }
}
