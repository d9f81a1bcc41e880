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

/// The histograms, each with the upper bounds of its buckets.
pub(crate) const BUCKETS: [(&str, &[f64]); 3] = [
    (
        APPEND_FACTS,
        &[1.0, 4.0, 16.0, 64.0, 128.0, 256.0, 512.0, 1_024.0, 4_096.0],
    ),
    (
        APPEND_SECONDS,
        &[
            0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.25, 1.0, 10.0,
        ],
    ),
    (
        QUEUE,
        &[0.0, 1.0, 4.0, 16.0, 64.0, 256.0, 1_024.0, 4_096.0, 8_192.0],
    ),
];

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
