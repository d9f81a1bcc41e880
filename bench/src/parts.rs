//! What is measured. Loads whose figures are divided by each other run in turns, round by round,
//! so that whatever else the machine does falls on both.

mod callers;
mod house;
mod million;

mod raw_inserts;

mod evidence;
mod in_process;
mod live;
mod memory;
mod over_http;
mod pgbench;
mod projectors;
mod proofs;
mod rebuilds;
mod reports;
mod rooms;
mod stock;
mod takeover;
mod two_nodes;
mod visible;
mod whole_system;

use anyhow::Result;
use clap::ValueEnum;

use crate::bench::Bench;

/// A part of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Part {
    /// The ceiling: a call that checks the token, parses the body, and stores nothing.
    A,
    /// The limit of the storage: 500 rows a statement on one connection.
    B,
    /// pgbench, one row a statement.
    C,
    /// cqrs-es and postgres-es as in their manual, with a Redis lock for each command.
    D,
    /// Seatlog in process.
    E,
    /// Seatlog over HTTP.
    F,
    /// A hundred events at once.
    G,
    /// Two nodes on one event, and the death of one of them.
    H,
    /// A sold-out event.
    I,
    /// A cold takeover of 50,000 facts.
    J,
    /// Memory of events.
    K,
    /// Seats as everybody sees them: read, and live.
    L,
    /// The whole system on the same cores.
    M,
    /// A waiting room of 100,000.
    Rooms,
    /// Read models that follow the log.
    Projectors,
    /// Verifying the log against its seals.
    Verify,
    /// What the sealer costs (e).
    Sealing,
    /// Read models built anew, and bookings meanwhile.
    Rebuilds,
    /// How soon a booking is in every read model.
    Visible,
    /// Reports on a million bookings: now, as of the past, and as a file.
    Reports,
    /// A reader that follows a million facts while others write.
    Proofs,
}

impl Part {
    /// All parts that `make bench` measures.
    pub(crate) fn of_the_report() -> impl Iterator<Item = Self> {
        let all = Self::value_variants().iter().copied();
        all.filter(|part| *part != Self::Proofs)
    }
}

/// Measures what is wanted.
pub(crate) async fn run_all(bench: &mut Bench) -> Result<()> {
    let any = |bench: &Bench, parts: &[Part]| parts.iter().any(|part| bench.wants(*part));
    if any(bench, &[Part::B, Part::E, Part::G]) {
        in_process::run(bench).await?;
    }
    if bench.wants(Part::C) {
        pgbench::run(bench).await?;
    }
    if bench.wants(Part::D) {
        stock::run(bench).await?;
    }
    if any(bench, &[Part::A, Part::F, Part::I]) {
        over_http::run(bench).await?;
    }
    if bench.wants(Part::H) {
        two_nodes::run(bench).await?;
    }
    if bench.wants(Part::J) {
        takeover::run(bench).await?;
    }
    if bench.wants(Part::K) {
        memory::run(bench).await?;
    }
    if bench.wants(Part::L) {
        live::run(bench).await?;
    }
    if bench.wants(Part::M) {
        whole_system::run(bench).await?;
    }
    if bench.wants(Part::Rooms) {
        rooms::run(bench).await?;
    }
    if bench.wants(Part::Projectors) {
        projectors::run(bench).await?;
    }
    if bench.wants(Part::Rebuilds) {
        rebuilds::run(bench).await?;
    }
    if bench.wants(Part::Visible) {
        visible::run(bench).await?;
    }
    if bench.wants(Part::Reports) {
        reports::run(bench).await?;
    }
    if bench.wants(Part::Verify) {
        evidence::verifying(bench).await?;
    }
    if bench.wants(Part::Sealing) {
        evidence::sealing(bench).await?;
    }
    if bench.wants(Part::Proofs) {
        proofs::run(bench).await?;
    }
    Ok(())
}
