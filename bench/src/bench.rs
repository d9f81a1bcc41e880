//! A run: the servers, what is to be measured, and what was found so far.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use seatlog_domain::ids::EventId;

use crate::caller::Caller;
use crate::cpu::{Meter, Process};
use crate::figures::{Figure, Round};
use crate::ground::{Database, Ground};
use crate::load::{self, Load, Plan};
use crate::log_check::{self, LogCheck};
use crate::machine::{self, Machine};
use crate::parts::Part;
use crate::report::{Checked, Report};

/// A run in progress.
pub(crate) struct Bench {
    /// The servers.
    pub(crate) ground: Ground,
    /// How often each load is run.
    pub(crate) rounds: u32,
    wanted: BTreeSet<Part>,
    machine: Machine,
    lines: Vec<(Line, Vec<Round>)>,
    checks: Vec<Checked>,
}

/// What a figure is, before it was measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Names it, such as `f/book/256`.
    pub(crate) key: String,
    /// What it is.
    pub(crate) what: String,
    /// What it is counted in.
    pub(crate) unit: &'static str,
}

impl Line {
    /// A line of the table.
    pub(crate) fn new(key: impl Into<String>, what: impl Into<String>, unit: &'static str) -> Self {
        Self {
            key: key.into(),
            what: what.into(),
            unit,
        }
    }
}

impl Bench {
    /// Starts the servers.
    pub(crate) async fn start(parts: Vec<Part>, rounds: u32) -> Result<Self> {
        ensure!(rounds > 0, "--rounds must be at least 1");
        let wanted = match parts.is_empty() {
            true => Part::of_the_report().collect(),
            false => parts.into_iter().collect(),
        };
        let ground = Ground::start().await?;
        let machine = Machine::look(ground.folder(), ground.version.clone());
        ensure!(
            machine.has_a_disk(),
            "{} is in memory, where a commit costs nothing; set TMPDIR to a folder on a disk",
            ground.folder().display()
        );
        println!("{}", machine.describe());
        Ok(Self {
            ground,
            rounds,
            wanted,
            machine,
            lines: Vec::new(),
            checks: Vec::new(),
        })
    }

    /// Whether a part is to be measured.
    pub(crate) fn wants(&self, part: Part) -> bool {
        self.wanted.contains(&part)
    }

    /// Puts a load on something, and keeps what came of it as a round of a figure. Processor time
    /// is counted for this process and for the others that are named.
    ///
    /// # Errors
    /// An answer that must not be.
    pub(crate) async fn measure<C: Caller>(
        &mut self,
        line: Line,
        callers: Vec<C>,
        plan: Plan,
        processes: &[(&'static str, Process)],
    ) -> Result<Load> {
        let own = [
            ("bench", Process::own()),
            ("postgres", self.ground.postgres()),
        ];
        let meter = Meter::start(&[&own, processes].concat())?;
        let load = load::run(callers, plan).await?;
        let used = meter.used_us()?;
        let each = |(name, us): (&'static str, f64)| (name, us / load.answered().max(1) as f64);
        self.record(
            line,
            Round {
                value: load.rate(),
                p50_ms: load.latency_ms(0.5),
                p99_ms: load.latency_ms(0.99),
                cpu_us: used.into_iter().map(each).collect(),
                load_average: machine::load_average(),
            },
        );
        Ok(load)
    }

    /// Keeps a round of a figure.
    pub(crate) fn record(&mut self, line: Line, round: Round) {
        println!(
            "  {:<16} {:>12.1} {:<12} p50 {:>8.2}  p99 {:>8.2} ms   load {:.1}",
            line.key,
            round.value,
            line.unit,
            round.p50_ms.unwrap_or(f64::NAN),
            round.p99_ms.unwrap_or(f64::NAN),
            round.load_average,
        );
        match self.lines.iter_mut().find(|(known, _)| *known == line) {
            Some((_, rounds)) => rounds.push(round),
            None => self.lines.push((line, vec![round])),
        }
    }

    /// Asks the log whether it has what callers were told, no more and no less.
    pub(crate) async fn verify(
        &mut self,
        load_name: &str,
        database: &Database,
        events: &[EventId],
        loads: &[&Load],
    ) -> Result<()> {
        let found = self.look(database, events, loads).await?;
        let held = found.holds_exactly();
        self.note(load_name, held, &found);
        Ok(())
    }

    /// Asks the log whether it has what callers were told; it may have more, because some answers
    /// were lost on purpose.
    pub(crate) async fn verify_with_lost_answers(
        &mut self,
        load_name: &str,
        database: &Database,
        events: &[EventId],
        loads: &[&Load],
    ) -> Result<()> {
        let found = self.look(database, events, loads).await?;
        let held = found.holds();
        self.note(load_name, held, &found);
        Ok(())
    }

    async fn look(
        &self,
        database: &Database,
        events: &[EventId],
        loads: &[&Load],
    ) -> Result<LogCheck> {
        let acknowledged: Vec<_> = loads.iter().flat_map(|load| load.acknowledged()).collect();
        log_check::look(&database.pool, events, &acknowledged).await
    }

    fn note(&mut self, load_name: &str, held: bool, found: &LogCheck) {
        let said = format!(
            "{} bookings in the log, {} acknowledged: {} missing, {} seats sold twice, {} holes",
            found.bookings, found.acknowledged, found.missing, found.sold_twice, found.holes
        );
        self.check(load_name, held, said);
    }

    /// Keeps the outcome of a check.
    pub(crate) fn check(&mut self, what: &str, held: bool, said: String) {
        if !held {
            println!("  CHECK FAILED: {what}: {said}");
        }
        self.checks.push(Checked {
            what: what.to_owned(),
            held,
            said,
        });
    }

    /// Stops the servers, and puts the report together.
    pub(crate) async fn finish(self) -> Result<Report> {
        self.ground.stop().await?;
        let figure = |(line, rounds): (Line, Vec<Round>)| {
            Figure::new(&line.key, &line.what, line.unit, rounds)
        };
        let figures = self.lines.into_iter().map(figure).collect();
        Ok(Report::new(self.machine, figures, self.checks))
    }
}
