//! How facts come to the notifier: from the log itself, or by way of JetStream.

pub(crate) mod jetstream;
pub(crate) mod walk;

use seatlog_projections::relay;

/// Which JetStream stream carries the facts, and the name under which this notifier reads it.
/// The defaults are what the relay publishes to; several nodes with one name share the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactStream {
    /// The stream.
    pub stream: String,
    /// The subjects of the facts of events.
    pub subject: String,
    /// The durable consumer.
    pub consumer: String,
}

impl Default for FactStream {
    fn default() -> Self {
        Self {
            stream: relay::STREAM.to_owned(),
            subject: format!("{}.event.*", relay::SUBJECT_PREFIX),
            consumer: "notifier".to_owned(),
        }
    }
}
