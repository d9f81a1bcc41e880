//! A run from beginning to end.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use tokio::time::Instant;

use crate::check::{self, Verdict};
use crate::conductor::{Conductor, Happened};
use crate::fault::{Part, Wire};
use crate::gather;
use crate::ground::{ADMIN, Ground};
use crate::load::{Door, Evening, Load, Person, Remembered};
use crate::plant::Plant;
use crate::report::{self, Report, Seen};
use crate::rest;
use crate::schedule::{Pace, Schedule};

/// How long holds last in the short run and in a long one.
const HOLD_SECS: (u32, u32) = (6, 15);
/// How large PostgreSQL's disk is in the short run and in a long one.
const DISK_MIB: (u64, u64) = (384, 2_048);
/// How much of a long run has passed when the manager calls an event off.
const CALL_OFF: f64 = 0.6;
/// When that is in the short run.
const CALL_OFF_IN_A_ROUND: Duration = Duration::from_secs(40);

/// What is to be tried.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The schedule follows from it.
    pub seed: u64,
    /// How long things go wrong.
    pub length: Length,
    /// How many people buy.
    pub buyers: usize,
    /// The program under trial.
    pub program: PathBuf,
    /// Faults that must be found.
    pub plants: Vec<Plant>,
}

/// How long things go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Until everything has gone wrong once, quickly.
    Round,
    /// So many minutes.
    Minutes(u64),
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// What was checked, and what is wrong.
    pub verdicts: Vec<Verdict>,
    /// All figures.
    pub report: Report,
    /// Where everything is that the run has left, if something is wrong.
    pub folder: Option<PathBuf>,
}

impl Outcome {
    /// Whether nothing is wrong.
    pub fn holds(&self) -> bool {
        self.verdicts.iter().all(Verdict::holds)
    }
}

/// Starts everything, lets people buy and things go wrong, waits until all is at rest, and checks
/// what is left. What a failed run has left is kept.
///
/// # Errors
/// Something cannot be started, does not come back, or does not come to rest.
pub async fn run(plan: &Plan) -> Result<Outcome> {
    let (hold_secs, disk_mib) = match plan.length {
        Length::Round => (HOLD_SECS.0, DISK_MIB.0),
        Length::Minutes(_) => (HOLD_SECS.1, DISK_MIB.1),
    };
    let ground = Ground::start(&plan.program, hold_secs, disk_mib).await?;
    println!("files are in {}", ground.folder().display());
    for left_out in ground.left_out() {
        println!("{left_out}");
    }
    let tried = try_everything(plan, &ground).await;
    let (verdicts, report) = match tried {
        Ok(tried) => tried,
        Err(error) => {
            let folder = ground.end(true).await?.unwrap_or_default();
            return Err(error.context(format!("see {}", folder.display())));
        }
    };
    let kept = !verdicts.iter().all(Verdict::holds);
    Ok(Outcome {
        verdicts,
        report,
        folder: ground.end(kept).await?,
    })
}

async fn try_everything(plan: &Plan, ground: &Ground) -> Result<(Vec<Verdict>, Report)> {
    let door = Door::to(ground.doors())?;
    let admin = || Person::log_in(door.clone(), ADMIN.0.to_owned(), ADMIN.1);
    let manager = admin().await?;
    let (evening, people) = Load::gather(plan.seed, (&door, &manager), plan.buyers).await?;
    println!("{} people have come; the sale begins", people.len());
    let load = Load::begin(&evening, people, (manager, call_off(plan.length)));
    for plant in &plan.plants {
        plant.in_the_sale(ground);
    }
    let (happened, remembered, moved) = tokio::select! {
        played = play(plan, ground, &evening, load) => played?,
        lost = ground.look_after() => match lost? {},
    };
    for plant in &plan.plants {
        plant.at_rest(ground).await?;
    }
    let mut evidence = gather::evidence(ground, &admin().await?, &remembered).await?;
    for plant in &plan.plants {
        plant.in_evidence(&mut evidence)?;
    }
    let seen = Seen {
        happened: &happened,
        remembered: &remembered,
        evidence: &evidence,
        contended: evening.contended().id,
        moved,
        vanished: Part::ALL.map(|part| (part.name(), ground.process(part).vanished())),
        lost: Wire::all()
            .map(|wire| (wire, ground.wire(wire).cuts()))
            .collect(),
        left_out: ground.left_out(),
    };
    let mut verdicts = check::all(&evidence);
    verdicts.extend(report::orderly(&seen));
    let report = Report::new(plan, &seen, &verdicts);
    if !verdicts.iter().all(Verdict::holds) {
        report::keep(&seen, &verdicts, &ground.folder().join("evidence.txt"))?;
    }
    Ok((verdicts, report))
}

async fn play(
    plan: &Plan,
    ground: &Ground,
    evening: &Evening,
    load: Load,
) -> Result<(Vec<Happened>, Remembered, rest::MovedForward)> {
    let conductor = Conductor {
        ground,
        clock: evening.clock,
        contended: evening.contended().id,
    };
    let happened = match plan.length {
        Length::Round => {
            let round = Schedule::new(plan.seed, Pace::MATRIX).first_round();
            conductor.play(round.into_iter(), None).await?
        }
        Length::Minutes(minutes) => {
            let end = Instant::now() + Duration::from_secs(60 * minutes);
            let schedule = Schedule::new(plan.seed, Pace::SOAK);
            conductor.play(schedule, Some(end)).await?
        }
    };
    println!("{} things went wrong; the sale ends", happened.len());
    let remembered = load.end().await?;
    let moved = rest::come_to_rest(ground).await?;
    Ok((happened, remembered, moved))
}

/// When the manager calls an event off.
fn call_off(length: Length) -> Duration {
    match length {
        Length::Round => CALL_OFF_IN_A_ROUND,
        Length::Minutes(minutes) => Duration::from_secs(60 * minutes).mul_f64(CALL_OFF),
    }
}
