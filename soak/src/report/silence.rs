//! How long people heard nothing.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::Seen;
use crate::conductor::Happened;
use crate::evidence::Micros;
use crate::fault::Fault;

/// A silence that a fault leads to begins at most so long before it, with the last answer.
const BEFORE: Micros = 300_000;

/// The longest time without an answer about the contended event that began with a fault, for each
/// time that it happened. People want something of that event all the time, so this is how long
/// nobody got any further.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Silences {
    times: usize,
    median_ms: u64,
    longest_ms: u64,
}

/// By what went wrong.
pub(super) fn by_fault(seen: &Seen<'_>) -> BTreeMap<String, Silences> {
    let asked = seen.remembered.asked.iter();
    let contended = asked.filter(|it| it.command.event == seen.contended);
    let heard = contended
        .flat_map(|it| &it.tries)
        .filter(|it| it.is_answered());
    let mut heard: Vec<Micros> = heard.map(|it| it.ended).collect();
    heard.sort_unstable();
    let mut found: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let others = |it: &&Happened| !matches!(it.fault, Fault::Mail(_));
    for it in seen.happened.iter().filter(others) {
        let silence = longest_in(&heard, (it.from.saturating_sub(BEFORE), it.until));
        let all = found.entry(it.fault.to_string()).or_default();
        all.push(silence / 1_000);
    }
    let summed = found.into_iter();
    summed
        .map(|(fault, all)| (fault, Silences::of(all)))
        .collect()
}

/// The longest time between two of these moments, of which the first one is in a stretch.
fn longest_in(moments: &[Micros], (from, until): (Micros, Micros)) -> Micros {
    let pairs = moments.windows(2).map(|pair| (pair[0], pair[1]));
    let beginning = pairs.filter(|(one, _)| from <= *one && *one < until);
    beginning
        .map(|(one, next)| next - one)
        .max()
        .unwrap_or_default()
}

impl Silences {
    fn of(mut all: Vec<u64>) -> Self {
        all.sort_unstable();
        Self {
            times: all.len(),
            median_ms: all[all.len() / 2],
            longest_ms: all.last().copied().unwrap_or_default(),
        }
    }
}

impl fmt::Display for Silences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            times,
            median_ms,
            longest_ms,
        } = self;
        write!(
            f,
            "{median_ms} ms (median of {times}; longest {longest_ms})"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_silence_is_one_that_begins_in_the_stretch() {
        let moments = [0, 10, 40, 45, 200];
        assert_eq!(longest_in(&moments, (5, 41)), 30);
        assert_eq!(longest_in(&moments, (0, 10)), 10);
        assert_eq!(longest_in(&moments, (42, 50)), 155);
        assert_eq!(longest_in(&moments, (50, 300)), 0);
    }

    #[test]
    fn of_several_the_median_and_the_longest_are_told() {
        let all = Silences::of(vec![9, 1, 5]);
        assert_eq!(all.to_string(), "5 ms (median of 3; longest 9)");
    }
}
