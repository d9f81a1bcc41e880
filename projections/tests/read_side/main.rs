//! The read side on a real PostgreSQL and a real nats-server.

#![expect(
    clippy::unwrap_used,
    reason = "what a test prepares may fail the test; clippy knows only functions marked as tests"
)]

mod written_log;

mod as_of;
mod as_of_reports;
mod behind_figures;
mod bookings;
mod catalogue;
mod checkpoints;
mod compare;
mod fold;
mod holds;
mod projector;
mod random_sales;
mod rebuild;
mod relay;
mod reports;
mod runner;
mod season;
mod versions;

/// How often something is proven: so often, or, where `SEATLOG_FULL_PROOFS` is set, in full.
#[expect(clippy::disallowed_methods, reason = "no setting of the program")]
fn size_of_proof(usual: u64, full: u64) -> u64 {
    match std::env::var_os("SEATLOG_FULL_PROOFS") {
        None => usual,
        Some(_) => full,
    }
}
