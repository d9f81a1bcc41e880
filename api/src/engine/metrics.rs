//! What Prometheus reads about the engine.

use std::time::Duration;

/// Facts in one append.
const APPEND_FACTS: &str = "seatlog_engine_append_facts";
/// From handing an append to the database until it is durable.
const APPEND_SECONDS: &str = "seatlog_engine_append_seconds";
/// Commands that wait for their actor, when an actor looks.
const QUEUE: &str = "seatlog_engine_queue_length";
/// Events in memory.
const ACTORS: &str = "seatlog_engine_actors_awake";
/// Batches that had to be decided again, by what happened to the first decision.
const AGAIN: &str = "seatlog_engine_decided_again_total";

pub(super) fn appended(facts: usize, took: Duration) {
    metrics::histogram!(APPEND_FACTS).record(facts as f64);
    metrics::histogram!(APPEND_SECONDS).record(took);
}

pub(super) fn queue(commands: usize) {
    metrics::histogram!(QUEUE).record(commands as f64);
}

pub(super) fn decided_again(why: &'static str) {
    metrics::counter!(AGAIN, "why" => why).increment(1);
}

/// Counts an actor for as long as it is kept.
pub(super) struct Awake(());

impl Awake {
    pub(super) fn new() -> Self {
        metrics::gauge!(ACTORS).increment(1);
        Self(())
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        metrics::gauge!(ACTORS).decrement(1);
    }
}
