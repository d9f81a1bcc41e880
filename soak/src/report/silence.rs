//! How long people heard nothing.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::Seen;
use crate::evidence::Micros;

/// What comes so long after a fault is not put down to it.
const AFTERWARDS: Micros = 3_000_000;

/// The longest time without an answer about the contended event, for each time that something went
/// wrong. People want something of it all the time, so this is how long nobody got any further.
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
    for it in seen.happened {
        let silence = longest_in(&heard, (it.from, it.until + AFTERWARDS));
        found
            .entry(it.fault.to_string())
            .or_default()
            .push(silence / 1_000);
    }
    let summed = found
        .into_iter()
        .map(|(fault, all)| (fault, Silences::of(all)));
    summed.collect()
}

/// The longest time between two of these moments, of which one is in a stretch.
fn longest_in(moments: &[Micros], (from, until): (Micros, Micros)) -> Micros {
    let pairs = moments.windows(2).map(|pair| (pair[0], pair[1]));
    let touching = pairs.filter(|(one, next)| *next > from && *one < until);
    touching
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
    fn a_silence_counts_that_begins_before_the_fault_or_ends_after_it() {
        let moments = [0, 10, 40, 45, 200];
        assert_eq!(longest_in(&moments, (20, 30)), 30);
        assert_eq!(longest_in(&moments, (0, 11)), 30);
        assert_eq!(longest_in(&moments, (42, 50)), 155);
        assert_eq!(longest_in(&moments, (201, 300)), 0);
    }

    #[test]
    fn of_several_the_median_and_the_longest_are_told() {
        let all = Silences::of(vec![9, 1, 5]);
        assert_eq!(all.to_string(), "5 ms (median of 3; longest 9)");
    }
}
