//! The long run: `make soak`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Parser;
use seatlog_soak::{Length, Plan, Plant, run};
use tokio::signal::unix::{SignalKind, signal};

/// Lets everything go wrong around two nodes of Seatlog while people buy, and checks what is left.
/// Exit status 1: something is not as it must be.
#[derive(Debug, Parser)]
#[command(name = "seatlog-soak")]
struct Arguments {
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
    match soak(Arguments::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("seatlog-soak: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything is as it must be.
async fn soak(arguments: Arguments) -> Result<bool> {
    let beside = || std::env::current_exe().map(|it| it.with_file_name("seatlog"));
    let plan = Plan {
        seed: arguments.seed,
        length: match arguments.minutes {
            0 => Length::Round,
            minutes => Length::Minutes(minutes),
        },
        buyers: arguments.buyers,
        program: match arguments.program {
            Some(program) => program
                .canonicalize()
                .with_context(|| program.display().to_string())?,
            None => beside()?,
        },
        plants: arguments.plant,
    };
    let mut terminate = signal(SignalKind::terminate())?;
    // What is dropped here ends its processes.
    let outcome = tokio::select! {
        outcome = run(&plan) => outcome?,
        interrupted = tokio::signal::ctrl_c() => {
            interrupted?;
            bail!("interrupted");
        }
        _ = terminate.recv() => bail!("told to stop"),
    };
    outcome.report.print();
    outcome.report.write(&arguments.out)?;
    println!("written to {}", arguments.out.display());
    if let Some(folder) = &outcome.folder {
        println!("what the run has left is in {}", folder.display());
    }
    Ok(outcome.holds())
}
