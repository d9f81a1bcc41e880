//! The long run, `make soak`, and proofs with counts, `make proofs`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand};
use seatlog_soak::proof::{self, Condition, Proof, Trial, prove};
use seatlog_soak::{Length, Plan, Plant, run};
use tokio::signal::unix::{SignalKind, signal};

/// Lets everything go wrong around two nodes of Seatlog while people buy, and checks what is left.
/// Exit status 1: something is not as it must be.
#[derive(Debug, Parser)]
#[command(name = "seatlog-soak", args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    soak: Soak,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lets one thing go wrong many times, and checks what is left. Exit status 1: something is not
    /// as it must be.
    Prove(Prove),
}

#[derive(Debug, Args)]
struct Prove {
    /// What is to be proven.
    proof: Proof,
    /// How often; not given: as often as was promised.
    #[arg(long)]
    count: Option<usize>,
    /// In which condition of Redis; can be given several times; not given: in each.
    #[arg(long)]
    condition: Vec<Condition>,
    /// Chance follows from it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The program under trial; not given: the `seatlog` beside this program.
    #[arg(long)]
    program: Option<PathBuf>,
    /// Where the figures go as JSON, in place of the last ones of the same proof.
    #[arg(long, default_value = "bench/proofs-latest.local.json")]
    out: PathBuf,
}

#[derive(Debug, Args)]
struct Soak {
    /// How long things go wrong; 0: until each has once, quickly.
    #[arg(long, default_value_t = 10)]
    minutes: u64,
    /// What goes wrong, and in which order, follows from it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many people buy.
    #[arg(long, default_value_t = 24)]
    buyers: usize,
    /// The program under trial; not given: the `seatlog` beside this program.
    #[arg(long)]
    program: Option<PathBuf>,
    /// Where the figures go as JSON.
    #[arg(long, default_value = "bench/soak-latest.local.json")]
    out: PathBuf,
    /// Break something on purpose, to see that the run finds it: lost-mail, lost-row or
    /// invented-answer. Can be given several times.
    #[arg(long)]
    plant: Vec<Plant>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match begin(Arguments::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("seatlog-soak: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything is as it must be.
async fn begin(arguments: Arguments) -> Result<bool> {
    let mut terminate = signal(SignalKind::terminate())?;
    let work = async {
        match arguments.command {
            Some(Command::Prove(arguments)) => show(arguments).await,
            None => soak(arguments.soak).await,
        }
    };
    // What is dropped here ends its processes.
    tokio::select! {
        held = work => held,
        interrupted = tokio::signal::ctrl_c() => {
            interrupted?;
            bail!("interrupted");
        }
        _ = terminate.recv() => bail!("told to stop"),
    }
}

async fn soak(arguments: Soak) -> Result<bool> {
    let plan = Plan {
        seed: arguments.seed,
        length: match arguments.minutes {
            0 => Length::Round,
            minutes => Length::Minutes(minutes),
        },
        buyers: arguments.buyers,
        program: program(arguments.program)?,
        plants: arguments.plant,
    };
    let outcome = run(&plan).await?;
    outcome.report.print();
    outcome.report.write(&arguments.out)?;
    println!("written to {}", arguments.out.display());
    if let Some(folder) = &outcome.folder {
        println!("what the run has left is in {}", folder.display());
    }
    Ok(outcome.holds())
}

async fn show(arguments: Prove) -> Result<bool> {
    let trial = Trial {
        proof: arguments.proof,
        count: arguments.count,
        conditions: arguments.condition,
        seed: arguments.seed,
        program: program(arguments.program)?,
    };
    let proved = prove(&trial).await?;
    proved.print();
    proof::keep(&proved, &arguments.out)?;
    println!("written to {}", arguments.out.display());
    if let Some(folder) = &proved.folder {
        println!("what the run has left is in {}", folder.display());
    }
    Ok(proved.holds())
}

/// The program under trial.
fn program(named: Option<PathBuf>) -> Result<PathBuf> {
    match named {
        Some(program) => {
            let found = program.canonicalize();
            found.with_context(|| program.display().to_string())
        }
        None => Ok(std::env::current_exe()?.with_file_name("seatlog")),
    }
}
