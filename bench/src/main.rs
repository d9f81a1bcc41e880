//! The performance report: `make bench`.
//!
//! One run on one machine measures everything side by side: the ceiling of the door, the limit of
//! the storage, the stock libraries, and Seatlog in process and over HTTP. Servers are private and
//! sync every commit to disk. Every answer is checked, and after each load the log is asked in SQL
//! whether a seat was sold twice and whether every booking that was acknowledged is there.

mod cpu;
mod figures;
mod machine;

mod caller;
mod load;
mod wire;

mod ground;
mod log_check;
mod node;
mod world;

mod bench;
mod parts;
mod report;
mod targets;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::bench::Bench;
use crate::parts::Part;

/// Measures Seatlog and what it is compared with, and prints a table.
#[derive(Debug, Parser)]
#[command(name = "seatlog-bench")]
struct Arguments {
    /// What to measure; nothing named: everything but `proofs`.
    parts: Vec<Part>,
    /// How often each load is run; medians are of these.
    #[arg(long, default_value_t = 3)]
    rounds: u32,
    /// Where the figures go as JSON.
    #[arg(long, default_value = "bench/latest.local.json")]
    out: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("seatlog-bench: a check failed; see above");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("seatlog-bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all checks held.
async fn run(arguments: Arguments) -> anyhow::Result<bool> {
    let mut bench = Bench::start(arguments.parts, arguments.rounds).await?;
    let measured = tokio::select! {
        measured = parts::run_all(&mut bench) => measured,
        interrupted = tokio::signal::ctrl_c() => interrupted.map_err(Into::into)
            .and_then(|()| anyhow::bail!("interrupted")),
    };
    let report = bench.finish().await?;
    measured?;
    report.print();
    report.write(&arguments.out)?;
    Ok(report.all_checks_hold())
}
