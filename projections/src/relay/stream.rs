//! The stream in JetStream. Works with nats-server 2.9 and later.

use std::time::Duration;

use async_nats::connection::State;
use async_nats::header;
use async_nats::jetstream::Context;
use async_nats::jetstream::context::{ContextBuilder, PublishAckFuture};
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::stream::{
    Config, DiscardPolicy, Info, LastRawMessageErrorKind, StorageType, Stream,
};
use uuid::Uuid;

use super::{Headline, RelayError, STREAM, SUBJECT_PREFIX};
use crate::log::Position;
use crate::spans::{Span, SpanKind};

/// How long JetStream may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Which stream facts are passed on to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamSettings {
    /// Its name.
    pub name: String,
    /// What the subjects of its messages begin with.
    pub subject_prefix: String,
    /// Its greatest size; the oldest messages make room for new ones.
    pub max_bytes: i64,
}

impl Default for StreamSettings {
    /// The stream that the notifier reads; a gibibyte is room for about five million facts.
    fn default() -> Self {
        Self {
            name: STREAM.to_owned(),
            subject_prefix: SUBJECT_PREFIX.to_owned(),
            max_bytes: 1 << 30,
        }
    }
}

/// The end of the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    /// The number of the last message that the stream ever had.
    sequence: u64,
    /// The fact that its last message speaks of; 0: the stream is empty.
    pub(super) position: Position,
}

/// The stream that facts are passed on to.
#[derive(Debug)]
pub(super) struct FactStream {
    jetstream: Context,
    settings: StreamSettings,
}

fn failed(error: impl Into<async_nats::Error>) -> RelayError {
    RelayError::JetStream(error.into())
}

impl FactStream {
    pub(super) fn new(client: async_nats::Client, settings: StreamSettings) -> Self {
        let jetstream = ContextBuilder::new()
            .timeout(PATIENCE)
            .ack_timeout(PATIENCE)
            .build(client);
        Self {
            jetstream,
            settings,
        }
    }

    /// Fails at once while there is no connection, rather than after a time-out.
    pub(super) fn reachable(&self) -> Result<(), RelayError> {
        match self.jetstream.client().connection_state() {
            State::Connected => Ok(()),
            State::Pending | State::Disconnected => Err(failed("not connected")),
        }
    }

    /// Creates the stream if it is missing, and tells where it ends. A stream of that name that was
    /// filled from another log is deleted.
    pub(super) async fn open(&self, log_id: Uuid, head: Position) -> Result<End, RelayError> {
        let config = self.config(log_id);
        let stream = self.jetstream.get_or_create_stream(config.clone());
        let stream = stream.await.map_err(failed)?;
        let info = stream.cached_info();
        if info.config.description != config.description || info.config.subjects != config.subjects
        {
            return Err(self.discard("it was filled from another log").await);
        }
        let end = self.end_of(&stream, info).await?;
        if end.position > head {
            let why = "it is ahead of the log, which was set back";
            return Err(self.discard(why).await);
        }
        Ok(end)
    }

    fn config(&self, log_id: Uuid) -> Config {
        Config {
            name: self.settings.name.clone(),
            subjects: vec![format!("{}.>", self.settings.subject_prefix)],
            storage: StorageType::File,
            max_bytes: self.settings.max_bytes,
            discard: DiscardPolicy::Old,
            description: Some(format!("Facts of the Seatlog log {log_id}")),
            ..Config::default()
        }
    }

    async fn end_of(&self, stream: &Stream, info: &Info) -> Result<End, RelayError> {
        let all = format!("{}.>", self.settings.subject_prefix);
        let position = match stream.get_last_raw_message_by_subject(&all).await {
            Ok(last) => {
                let id = last.headers.get(header::NATS_MESSAGE_ID);
                match id.and_then(|id| id.as_str().parse().ok()) {
                    Some(position) => position,
                    None => {
                        return Err(self.discard("a message was not put there by a relay").await);
                    }
                }
            }
            Err(error) if error.kind() == LastRawMessageErrorKind::NoMessageFound => 0,
            Err(error) => return Err(failed(error)),
        };
        Ok(End {
            sequence: info.state.last_sequence,
            position,
        })
    }

    /// Deletes the stream, together with the cursors of its readers, who begin again.
    async fn discard(&self, why: &'static str) -> RelayError {
        match self.jetstream.delete_stream(&self.settings.name).await {
            Ok(_) => RelayError::Foreign(why),
            Err(error) => failed(error),
        }
    }

    /// Publishes facts after the stream's end, and waits until all are acknowledged. Each is
    /// accepted only right behind the one before, so one that is lost on the way takes those
    /// behind it with it, and leaves no gap.
    pub(super) async fn publish(&self, end: End, facts: &[Headline]) -> Result<(), RelayError> {
        let mut acks = Vec::with_capacity(facts.len());
        for (before, fact) in (end.sequence..).zip(facts) {
            let span = span(fact);
            acks.push((before + 1, self.send(before, fact).await?, span));
        }
        for (sequence, ack, _span) in acks {
            let ack = ack.await.map_err(failed)?;
            if ack.sequence != sequence {
                // A purged stream still takes for duplicates what it has forgotten (nats-server
                // 2.9); what is deleted remembers nothing.
                return Err(self.discard("it remembers messages that it has lost").await);
            }
        }
        Ok(())
    }

    async fn send(&self, before: u64, fact: &Headline) -> Result<PublishAckFuture, RelayError> {
        let (position, kind) = (fact.position, &fact.aggregate_type);
        let prefix = &self.settings.subject_prefix;
        let subject = format!("{prefix}.{kind}.{}", fact.event_type);
        let message = PublishMessage::build()
            .payload(format!(r#"{{"position":{position}}}"#).into())
            .message_id(position.to_string())
            .expected_stream(&self.settings.name)
            .expected_last_sequence(before);
        self.jetstream
            .send_publish(subject, message)
            .await
            .map_err(failed)
    }
}

/// From when a fact is sent to when JetStream has it.
fn span(fact: &Headline) -> Span {
    let mut span = Span::under(fact.trace(), SpanKind::Producer, || {
        format!("publish {}", fact.event_type).into()
    });
    span.note("messaging.system", || "nats");
    span.note("seatlog.fact.position", || fact.position);
    span
}
