//! Whoever changes the log is found out, and at the right place.

#![expect(
    clippy::unwrap_used,
    reason = "what a test prepares may fail the test; clippy knows only functions marked as tests"
)]

mod in_memory;
mod in_sql;
