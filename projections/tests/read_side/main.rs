//! The read side on a real PostgreSQL and a real nats-server.

#![expect(
    clippy::unwrap_used,
    reason = "what a test prepares may fail the test; clippy knows only functions marked as tests"
)]

mod written_log;

mod as_of;
mod as_of_reports;
mod bookings;
mod catalogue;
mod checkpoints;
mod fold;
mod holds;
mod projector;
mod relay;
mod reports;
mod runner;
