//! What the figures are to reach, as ratios in one run: absolute rates say more about a machine
//! than about a program.

use serde::Serialize;

use crate::figures::Figure;

/// One thing to reach.
struct Target {
    what: &'static str,
    /// The key of the figure, or of its 99th percentile.
    of: Measure,
    /// The figure that it is divided by; nothing: it stands for itself.
    by: Option<&'static str>,
    wanted: Wanted,
}

enum Measure {
    Median(&'static str),
    P99(&'static str),
}

#[derive(Clone, Copy)]
enum Wanted {
    AtLeast(f64),
    AtMost(f64),
}

/// A target, and what was reached.
#[derive(Debug, Serialize)]
pub(crate) struct Reached {
    what: &'static str,
    wanted: String,
    reached: f64,
    met: bool,
}

use Measure::{Median, P99};
use Wanted::{AtLeast, AtMost};

#[rustfmt::skip] // one target a line
const TARGETS: &[Target] = &[
    Target { what: "(e) in process at 256, share of raw inserts (b)", of: Median("e/256"), by: Some("b/stock"), wanted: AtLeast(0.7) },
    Target { what: "(e) in process at 1024, share of raw inserts (b)", of: Median("e/1024"), by: Some("b/stock"), wanted: AtLeast(0.85) },
    Target { what: "(e) at 256 against stock libraries (d), new stream", of: Median("e/256"), by: Some("d/new"), wanted: AtLeast(150.0) },
    Target { what: "(e) at 256 against stock libraries (d), 20,000 facts", of: Median("e/256"), by: Some("d/20000"), wanted: AtLeast(2_000.0) },
    Target { what: "(f) booking at 64 connections, share of no-op (a)", of: Median("f/book/64"), by: Some("a/64"), wanted: AtLeast(0.6) },
    Target { what: "(f) booking at 256 connections, share of no-op (a)", of: Median("f/book/256"), by: Some("a/256"), wanted: AtLeast(0.6) },
    Target { what: "(f) booking at 1024 connections, share of no-op (a)", of: Median("f/book/1024"), by: Some("a/1024"), wanted: AtLeast(0.55) },
    Target { what: "(f) p99 at 256 connections, ms", of: P99("f/book/256"), by: None, wanted: AtMost(40.0) },
    Target { what: "(f) rate at fact 50,000 against fact 1,000", of: Median("f/growth"), by: None, wanted: AtLeast(0.9) },
    Target { what: "(g) 100 events against one (e), at 256", of: Median("g/256"), by: Some("e/256"), wanted: AtLeast(0.8) },
    Target { what: "(h) two nodes on one event against one node", of: Median("h/two"), by: Some("h/one"), wanted: AtLeast(0.9) },
    Target { what: "(h) kill -9 of the owner: bookings flow again, s", of: Median("h/takeover"), by: None, wanted: AtMost(5.0) },
    Target { what: "(j) cold takeover of 50,000 facts with snapshot, ms", of: Median("j/snapshot"), by: None, wanted: AtMost(50.0) },
    Target { what: "(j) cold takeover of 50,000 facts without, ms", of: Median("j/facts"), by: None, wanted: AtMost(300.0) },
    Target { what: "(k) a 50,000-seat event resident, MB", of: Median("k/event"), by: None, wanted: AtMost(8.0) },
    Target { what: "(m) whole system against (f) with the API alone", of: Median("m/rate"), by: Some("f/book/256"), wanted: AtLeast(0.4) },
    Target { what: "audit verify, facts/s", of: Median("verify"), by: None, wanted: AtLeast(200_000.0) },
    Target { what: "(e) at 256 while it is sealed against not", of: Median("e/sealed/256"), by: Some("e/unsealed/256"), wanted: AtLeast(0.9) },
    Target { what: "(e) at 1024 while it is sealed against not", of: Median("e/sealed/1024"), by: Some("e/unsealed/1024"), wanted: AtLeast(0.9) },
    Target { what: "live projectors, all read models on, facts/s", of: Median("projectors/live"), by: None, wanted: AtLeast(20_000.0) },
    Target { what: "all read models built anew, facts/s", of: Median("rebuild/rate"), by: None, wanted: AtLeast(50_000.0) },
    Target { what: "bookings meanwhile against bookings before", of: Median("rebuild/during"), by: Some("rebuild/before"), wanted: AtLeast(0.8) },
    Target { what: "committed until visible, now and then, p99 ms", of: P99("visible/10"), by: None, wanted: AtMost(50.0) },
    Target { what: "committed until visible, 200 a second, p99 ms", of: P99("visible/200"), by: None, wanted: AtMost(50.0) },
    Target { what: "each report on a million bookings now, slowest p99 ms", of: Median("reports/now"), by: None, wanted: AtMost(10.0) },
    Target { what: "any report as of a random time, slowest p99 ms", of: Median("reports/then"), by: None, wanted: AtMost(300.0) },
    Target { what: "CSV of a million rows, rows/s", of: Median("csv/rows"), by: None, wanted: AtLeast(100_000.0) },
    Target { what: "memory that the server took for it, MB", of: Median("csv/memory"), by: None, wanted: AtMost(64.0) },
];

/// What was reached of the targets whose figures were measured in this run.
pub(crate) fn reached(figures: &[Figure]) -> Vec<Reached> {
    TARGETS
        .iter()
        .filter_map(|target| target.reached(figures))
        .collect()
}

impl Target {
    fn reached(&self, figures: &[Figure]) -> Option<Reached> {
        let find = |key: &str| figures.iter().find(|figure| figure.key == key);
        let value = match self.of {
            Median(key) => find(key)?.median,
            P99(key) => find(key)?.median_of(|round| round.p99_ms)?,
        };
        let reached = match self.by {
            Some(key) => value / find(key)?.median,
            None => value,
        };
        let (wanted, met) = match self.wanted {
            AtLeast(least) => (format!("≥ {least}"), reached >= least),
            AtMost(most) => (format!("≤ {most}"), reached <= most),
        };
        Some(Reached {
            what: self.what,
            wanted,
            reached,
            met,
        })
    }
}

impl Reached {
    /// Prints its line.
    pub(crate) fn print(&self) {
        let verdict = if self.met { "" } else { "  short" };
        println!(
            "{:<62} {:>10} {:>10.2}{verdict}",
            self.what, self.wanted, self.reached
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Round;

    fn figure(key: &str, value: f64) -> Figure {
        Figure::new(key, "", "", vec![Round::of(value)])
    }

    #[test]
    fn a_ratio_is_of_two_figures_of_the_same_run() {
        let both = [figure("e/1024", 80.0), figure("b/stock", 100.0)];
        let reached = reached(&both);
        assert_eq!(
            (reached.len(), reached[0].reached, reached[0].met),
            (1, 0.8, false)
        );
    }

    #[test]
    fn what_was_not_measured_has_no_line() {
        assert!(reached(&[figure("e/1024", 80.0)]).is_empty());
    }

    #[test]
    fn a_time_is_met_when_it_is_short_enough() {
        let one = |ms| reached(&[figure("j/snapshot", ms)])[0].met;
        assert_eq!((one(50.0), one(50.1)), (true, false));
    }
}
