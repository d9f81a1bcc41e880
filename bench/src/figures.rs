//! What was measured: a value for each round, and what describes it.

use std::collections::BTreeMap;

use serde::Serialize;

/// What one round of a load came to.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Round {
    /// The figure itself, in the unit of its [`Figure`].
    pub(crate) value: f64,
    /// Half of the answers came within this, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) p50_ms: Option<f64>,
    /// 99 of 100 answers came within this, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) p99_ms: Option<f64>,
    /// Processor time of each process for one answer, in microseconds.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) cpu_us: BTreeMap<&'static str, f64>,
    /// The load average of the last minute when the round ended.
    pub(crate) load_average: f64,
}

impl Round {
    /// A round with nothing but a value.
    pub(crate) fn of(value: f64) -> Self {
        Self {
            value,
            p50_ms: None,
            p99_ms: None,
            cpu_us: BTreeMap::new(),
            load_average: crate::machine::load_average(),
        }
    }
}

/// One line of the table.
#[derive(Debug, Serialize)]
pub(crate) struct Figure {
    /// Names it, such as `f/book/256`.
    pub(crate) key: String,
    /// What it is.
    pub(crate) what: String,
    /// What its values are counted in.
    pub(crate) unit: &'static str,
    /// The middle of the rounds.
    pub(crate) median: f64,
    /// The lowest and the highest round.
    pub(crate) spread: (f64, f64),
    /// All rounds, in the order in which they were run.
    pub(crate) rounds: Vec<Round>,
}

impl Figure {
    /// Puts rounds together; there is at least one.
    pub(crate) fn new(key: &str, what: &str, unit: &'static str, rounds: Vec<Round>) -> Self {
        let values: Vec<f64> = rounds.iter().map(|round| round.value).collect();
        Self {
            key: key.to_owned(),
            what: what.to_owned(),
            unit,
            median: median(&values),
            spread: (
                values.iter().copied().fold(f64::INFINITY, f64::min),
                values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            ),
            rounds,
        }
    }

    /// The middle of something that rounds have; nothing if none has it.
    pub(crate) fn median_of(&self, part: impl Fn(&Round) -> Option<f64>) -> Option<f64> {
        let values: Vec<f64> = self.rounds.iter().filter_map(part).collect();
        (!values.is_empty()).then(|| median(&values))
    }
}

/// The middle value; of an even number, the mean of the two in the middle.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() % 2 {
        _ if sorted.is_empty() => f64::NAN,
        0 => f64::midpoint(sorted[middle - 1], sorted[middle]),
        _ => sorted[middle],
    }
}

/// The value that a share of all values does not exceed. `sorted` is in ascending order.
pub(crate) fn percentile(sorted: &[f64], share: f64) -> Option<f64> {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
    }

    #[test]
    fn a_percentile_is_a_value_that_occurred() {
        let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(percentile(&hundred, 0.5), Some(50.0));
        assert_eq!(percentile(&hundred, 0.99), Some(99.0));
        assert_eq!(percentile(&[7.0], 0.99), Some(7.0));
        assert_eq!(percentile(&[], 0.5), None);
    }
}
