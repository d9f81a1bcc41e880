//! Facts by way of JetStream. A message only names a position; the fact is read from the log.
//!
//! NATS may lose messages, or the whole stream, at any time: the stream is refilled from the log,
//! the consumer is made again, and what comes twice is written once.

use std::time::Duration;

use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, PullConsumer, pull};
use async_nats::jetstream::{self, AckKind, Message};
use futures_util::stream::TryReadyChunksError;
use futures_util::{StreamExt, TryStreamExt};
use seatlog_projections::log::{self, LogError, Position, RecordedFact};
use serde::Deserialize;
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use super::FactStream;
use crate::enqueue::{EnqueueError, Scribe};
use crate::outbox::{Clock, DatabaseClock};

/// How many messages are taken in one transaction.
const BATCH: usize = 100;
/// After so long without an ack the server sends a message again.
const ACK_WAIT: Duration = Duration::from_secs(60);
/// A server that is silent for twice as long is taken for gone.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// The pause before the stream is looked for again.
const PAUSE: Duration = Duration::from_secs(1);
/// When a fact that cannot be read is tried again: a newer program may be able to.
const UNREADABLE_PAUSE: Duration = Duration::from_secs(60);

/// What the relay says of a fact.
#[derive(Debug, Deserialize)]
struct Notice {
    position: Position,
}

/// Why the consumer stopped.
#[derive(Debug, thiserror::Error)]
enum FeedError {
    #[error("NATS: {0}")]
    Nats(async_nats::Error),
    #[error(transparent)]
    Enqueue(#[from] EnqueueError),
}

impl From<sqlx::Error> for FeedError {
    fn from(error: sqlx::Error) -> Self {
        Self::Enqueue(error.into())
    }
}

fn nats(error: impl Into<async_nats::Error>) -> FeedError {
    FeedError::Nats(error.into())
}

/// Reads the stream and writes mails.
pub(crate) struct Subscriber<'a> {
    pub(crate) pool: &'a PgPool,
    pub(crate) scribe: Scribe<'a>,
    pub(crate) names: &'a FactStream,
}

impl Subscriber<'_> {
    /// Reads until cancelled. Whatever ends the consumer, it is looked for, or made, again.
    pub(crate) async fn run(&self, client: &async_nats::Client, cancelled: &CancellationToken) {
        let context = jetstream::new(client.clone());
        while !cancelled.is_cancelled() {
            tokio::select! {
                () = cancelled.cancelled() => {}
                ended = self.follow(&context) => {
                    if let Err(error) = ended {
                        tracing::warn!(%error, "facts do not come over NATS for now");
                    }
                    tokio::select! {
                        () = cancelled.cancelled() => {}
                        () = tokio::time::sleep(PAUSE) => {}
                    }
                }
            }
        }
    }

    async fn follow(&self, context: &jetstream::Context) -> Result<(), FeedError> {
        let messages = self
            .consumer(context)
            .await?
            .stream()
            .max_messages_per_batch(BATCH * 2)
            .heartbeat(HEARTBEAT)
            .expires(HEARTBEAT * 4)
            .messages()
            .await
            .map_err(nats)?;
        let mut batches = messages.map_err(nats).try_ready_chunks(BATCH);
        while let Some(batch) = batches.next().await {
            match batch {
                Ok(batch) => self.take(batch).await?,
                Err(TryReadyChunksError(batch, error)) => {
                    self.take(batch).await?;
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    async fn consumer(&self, context: &jetstream::Context) -> Result<PullConsumer, FeedError> {
        let stream = context.get_stream(&self.names.stream).await.map_err(nats)?;
        let config = pull::Config {
            durable_name: Some(self.names.consumer.clone()),
            ack_policy: AckPolicy::Explicit,
            deliver_policy: DeliverPolicy::All,
            filter_subject: self.names.subject.clone(),
            ack_wait: ACK_WAIT,
            ..pull::Config::default()
        };
        stream
            .get_or_create_consumer(&self.names.consumer, config)
            .await
            .map_err(nats)
    }

    /// Writes the mails of a batch, and only then tells NATS that it was taken.
    async fn take(&self, batch: Vec<Message>) -> Result<(), FeedError> {
        let mut facts = Vec::with_capacity(batch.len());
        let mut taken = Vec::with_capacity(batch.len());
        for message in batch {
            match self.fact(&message).await? {
                Ok(fact) => {
                    facts.extend(fact);
                    taken.push((message, AckKind::Ack));
                }
                Err(again_later) => taken.push((message, again_later)),
            }
        }
        let now = DatabaseClock(self.pool).now().await?;
        self.scribe.enqueue(self.pool, &facts, now).await?;
        for (message, kind) in taken {
            message.ack_with(kind).await.map_err(nats)?;
        }
        Ok(())
    }

    /// The fact that a message names, if the log has it; or what to answer instead of an ack.
    async fn fact(
        &self,
        message: &Message,
    ) -> Result<Result<Option<RecordedFact>, AckKind>, FeedError> {
        let Ok(Notice { position }) = serde_json::from_slice(&message.payload) else {
            tracing::error!(message.subject = %message.subject, "a message names no position");
            return Ok(Err(AckKind::Term));
        };
        match log::read_after(self.pool, position.saturating_sub(1), 1).await {
            Ok(facts) => {
                let fact = facts.into_iter().find(|fact| fact.position == position);
                if fact.is_none() {
                    tracing::error!(fact.position = position, "the log does not have this fact");
                }
                Ok(Ok(fact))
            }
            Err(error @ LogError::Unreadable { .. }) => {
                tracing::error!(fact.position = position, %error, "no mail for now");
                Ok(Err(AckKind::Nak(Some(UNREADABLE_PAUSE))))
            }
            Err(LogError::Database(error)) => Err(error.into()),
        }
    }
}
