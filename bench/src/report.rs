//! The table that is printed and the file that is written.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::figures::Figure;
use crate::machine::{self, Machine};
use crate::targets::{self, Reached};

/// The whole report.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    machine: Machine,
    /// Of the last 1, 5 and 15 minutes, when the run ended.
    load_average_after: String,
    targets: Vec<Reached>,
    figures: Vec<Figure>,
    checks: Vec<Checked>,
}

/// A check, and what came of it.
#[derive(Debug, Serialize)]
pub(crate) struct Checked {
    /// What was checked.
    pub(crate) what: String,
    /// Whether it held.
    pub(crate) held: bool,
    /// What was found.
    pub(crate) said: String,
}

impl Report {
    /// Puts it together.
    pub(crate) fn new(machine: Machine, figures: Vec<Figure>, checks: Vec<Checked>) -> Self {
        Self {
            machine,
            load_average_after: machine::averages(),
            targets: targets::reached(&figures),
            figures,
            checks,
        }
    }

    /// Whether every check held. A target that was missed is no failed check: it is a figure.
    pub(crate) fn all_checks_hold(&self) -> bool {
        self.checks.iter().all(|check| check.held)
    }

    /// Prints the table.
    pub(crate) fn print(&self) {
        println!("\n{}", self.machine.describe());
        println!("load average after: {}\n", self.load_average_after);
        println!(
            "{:<16} {:>11} {:>23}  {:<11} {:>8} {:>8}  CPU µs each",
            "", "median", "lowest – highest", "", "p50 ms", "p99 ms"
        );
        self.figures.iter().for_each(print_figure);
        if !self.targets.is_empty() {
            println!("\n{:<62} {:>10} {:>10}", "target", "wanted", "reached");
            self.targets.iter().for_each(Reached::print);
        }
        let held = self.checks.iter().filter(|check| check.held).count();
        println!("\n{held} of {} checks held", self.checks.len());
        for check in self.checks.iter().filter(|check| !check.held) {
            println!("  FAILED {}: {}", check.what, check.said);
        }
    }

    /// Writes the figures as JSON.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self)? + "\n";
        fs::write(path, text).with_context(|| path.display().to_string())?;
        println!("written to {}", path.display());
        Ok(())
    }
}

fn print_figure(figure: &Figure) {
    let ms = |value: Option<f64>| value.map_or(String::new(), |ms| format!("{ms:.2}"));
    let names = figure.rounds.iter().flat_map(|round| round.cpu_us.keys());
    let mut names: Vec<_> = names.copied().collect();
    names.sort_unstable();
    names.dedup();
    let cpu = names.iter().filter_map(|name| {
        let us = figure.median_of(|round| round.cpu_us.get(name).copied())?;
        Some(format!("{name} {us:.0}"))
    });
    println!(
        "{:<16} {:>11} {:>23}  {:<11} {:>8} {:>8}  {}",
        figure.key,
        number(figure.median),
        format!("{} – {}", number(figure.spread.0), number(figure.spread.1)),
        figure.unit,
        ms(figure.median_of(|round| round.p50_ms)),
        ms(figure.median_of(|round| round.p99_ms)),
        cpu.collect::<Vec<_>>().join(", "),
    );
    println!("{:<16}   {}", "", figure.what);
}

/// As many digits as mean something.
fn number(value: f64) -> String {
    match value.abs() {
        small if small < 10.0 => format!("{value:.3}"),
        middle if middle < 1_000.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}
