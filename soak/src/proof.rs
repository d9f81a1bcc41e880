//! Proofs with counts: one thing goes wrong many times, and what is left is checked.

mod crashes;
mod end;
mod mails;
mod redis;
mod replies;
mod results;
mod sale;
mod tickets;
mod wipes;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use clap::ValueEnum;
use serde_json::Value;

use crate::ground::{Ground, Setup};

pub use redis::Condition;
pub use results::keep;

/// What is to be proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Proof {
    /// Nodes die between the commit of a booking and its answer; whoever asks again with the same
    /// key gets the same answer, and one booking. COUNT deaths in which answers are lost.
    Replies,
    /// COUNT attempts to book few seats, in each condition that Redis can be in: no seat is sold
    /// twice.
    Redis,
    /// COUNT mails while everything goes wrong with mails, and three and a third times as many while
    /// nothing does.
    Mails,
    /// COUNT kills of the projector and the notifier, half of them each: the same tables, the same
    /// mails.
    Crashes,
    /// JetStream's store is wiped COUNT times and Redis as often, while people buy: every mail
    /// arrives.
    Wipes,
}

/// A proof that is to be tried.
#[derive(Debug, Clone)]
pub struct Trial {
    /// What is to be proven.
    pub proof: Proof,
    /// How often; nothing: as often as was promised.
    pub count: Option<usize>,
    /// In which conditions of Redis, where that is the question; none: in all of them.
    pub conditions: Vec<Condition>,
    /// Where chance decides, it follows from this.
    pub seed: u64,
    /// The program under trial.
    pub program: PathBuf,
}

/// What came of it.
#[derive(Debug)]
pub struct Proved {
    /// What was proven, or was not.
    pub proof: Proof,
    /// In which conditions of Redis, if not in all of them.
    pub conditions: Vec<Condition>,
    /// How often it was tried.
    pub count: usize,
    /// Where chance came from.
    pub seed: u64,
    /// How long it took, in seconds.
    pub secs: f64,
    /// What was counted.
    pub figures: Value,
    /// What is wrong; nothing, if it holds.
    pub findings: Vec<String>,
    /// Where everything is that the run has left, if something is wrong.
    pub folder: Option<PathBuf>,
}

/// What a proof has to say.
struct Shown {
    figures: Value,
    findings: Vec<String>,
}

impl Proof {
    /// As it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Replies => "replies",
            Self::Redis => "redis",
            Self::Mails => "mails",
            Self::Crashes => "crashes",
            Self::Wipes => "wipes",
        }
    }

    /// As often as was promised.
    fn promised(self) -> usize {
        match self {
            Self::Replies => 200,
            Self::Redis => 100_000,
            Self::Mails => 3_000,
            Self::Crashes => 400,
            Self::Wipes => 20,
        }
    }

    fn setup(self) -> Setup {
        match self {
            Self::Replies => replies::SETUP,
            Self::Redis => redis::SETUP,
            Self::Crashes => crashes::SETUP,
            Self::Mails | Self::Wipes => Setup::default(),
        }
    }
}

impl Trial {
    fn count(&self) -> usize {
        self.count.unwrap_or(self.proof.promised())
    }

    fn tries(&self, condition: Condition) -> bool {
        self.conditions.is_empty() || self.conditions.contains(&condition)
    }
}

/// Starts everything, lets it go wrong as often as is wanted, and checks what is left. What a failed
/// run has left is kept.
///
/// # Errors
/// Something cannot be started, does not come back, or does not come to rest.
pub async fn prove(trial: &Trial) -> Result<Proved> {
    /// Long enough for everybody, short enough to be waited for.
    const HOLD_SECS: u32 = 15;
    let began = Instant::now();
    let ground = Ground::start_as(&trial.proof.setup(), &trial.program, HOLD_SECS).await?;
    println!("files are in {}", ground.folder().display());
    let shown = tokio::select! {
        shown = try_it(trial, &ground) => shown,
        lost = ground.look_after() => match lost? {},
    };
    let shown = match shown {
        Ok(shown) => shown,
        Err(error) => {
            let folder = ground.end(true).await?.unwrap_or_default();
            return Err(error.context(format!("see {}", folder.display())));
        }
    };
    Ok(Proved {
        proof: trial.proof,
        conditions: trial.conditions.clone(),
        count: trial.count(),
        seed: trial.seed,
        secs: began.elapsed().as_secs_f64(),
        folder: ground.end(!shown.findings.is_empty()).await?,
        figures: shown.figures,
        findings: shown.findings,
    })
}

async fn try_it(trial: &Trial, ground: &Ground) -> Result<Shown> {
    match trial.proof {
        Proof::Replies => replies::show(trial, ground).await,
        Proof::Redis => redis::show(trial, ground).await,
        Proof::Mails => mails::show(trial, ground).await,
        Proof::Crashes => crashes::show(trial, ground).await,
        Proof::Wipes => wipes::show(trial, ground).await,
    }
}
