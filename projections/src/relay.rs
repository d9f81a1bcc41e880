//! The relay: passes the log on to JetStream, for whoever wants to hear of facts as they happen.
//!
//! A message says only where the fact stands, `{"position":7}`, under the subject
//! `seatlog.facts.<event|account>.<FactType>`; its `Nats-Msg-Id` is the position. Whoever is
//! interested reads the fact itself from the log, so no message carries personal data.
//!
//! PostgreSQL is the truth and the stream a copy of it, from some position on, in order and
//! without gaps: each message is accepted only as the successor of the one before. So the
//! position of the stream's last message tells what comes next. If the stream was lost, wiped, or
//! set back to an older state, the relay goes on from there and thereby fills it again;
//! subscribers may therefore hear of a fact more than once.

mod stream;

use metrics::gauge;
use sqlx::{PgConnection, PgPool};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub use stream::StreamSettings;

use crate::backoff::Backoff;
use crate::log::{self, Position};
use crate::log_feed;
use crate::spans::{self, TraceParent};
use stream::FactStream;

/// The stream that facts are passed on to.
pub const STREAM: &str = "SEATLOG_FACTS";

/// What the subjects of its messages begin with.
pub const SUBJECT_PREFIX: &str = "seatlog.facts";

/// The greatest number of facts that await their acknowledgement together.
const BATCH: i64 = 500;

/// Why facts were not passed on; trying again may help.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// JetStream failed, cannot be reached, or refused.
    #[error("JetStream: {0}")]
    JetStream(#[source] async_nats::Error),
    /// The stream holds, or remembers, something else than this log says.
    #[error("the stream was no copy of this log and was deleted, to be filled again: {0}")]
    Foreign(&'static str),
}

/// Passes facts on until cancelled; while NATS is away it keeps trying.
pub async fn run(pool: PgPool, client: async_nats::Client, stop: CancellationToken) {
    Relay::new(pool, client, StreamSettings::default())
        .run(stop)
        .await;
}

/// Passes facts on. On several nodes at once one of them works and the others wait.
#[derive(Debug)]
pub struct Relay {
    pool: PgPool,
    stream: FactStream,
}

/// A fact as far as the relay is concerned.
#[derive(Debug, sqlx::FromRow)]
struct Headline {
    position: Position,
    aggregate_type: String,
    event_type: String,
    /// Nothing for what was passed on before: no trace tells of the past.
    traceparent: Option<String>,
}

impl Headline {
    fn trace(&self) -> Option<TraceParent> {
        self.traceparent.as_ref()?.parse().ok()
    }
}

impl Relay {
    /// A relay to a stream of that name and size.
    pub fn new(pool: PgPool, client: async_nats::Client, settings: StreamSettings) -> Self {
        Self {
            pool,
            stream: FactStream::new(client, settings),
        }
    }

    /// Passes facts on until cancelled; while NATS is away it keeps trying.
    pub async fn run(self, stop: CancellationToken) {
        let (mut feed, bell) = log_feed::open(self.pool.clone());
        let follow = async {
            let mut backoff = Backoff::new();
            while !stop.is_cancelled() {
                feed.mark_read();
                // To give up half-way is safe: the stream tells what it has.
                let outcome = tokio::select! {
                    outcome = self.advance() => outcome,
                    () = stop.cancelled() => return,
                };
                match outcome {
                    Ok(0) => {
                        backoff.reset();
                        tokio::select! {
                            () = feed.grown() => {}
                            () = stop.cancelled() => {}
                        }
                    }
                    Ok(_) => backoff.reset(),
                    Err(error) => {
                        tracing::warn!(%error, "the relay is trying again");
                        backoff.wait(&stop).await;
                    }
                }
            }
        };
        tokio::join!(follow, bell.run(stop.clone()));
    }

    /// Passes the next facts on; tells how many, 0 at the end of the log. The checkpoint moves
    /// after the last acknowledgement.
    pub async fn advance(&self) -> Result<usize, RelayError> {
        self.stream.reachable()?;
        let mut tx = self.pool.begin().await?;
        let (log_id, checkpoint): (Uuid, Position) =
            sqlx::query_as("SELECT log_id, position FROM relay_checkpoint FOR UPDATE")
                .fetch_one(&mut *tx)
                .await?;
        let head = log::head(&mut *tx).await?;
        let end = self.stream.open(log_id, head).await?;
        if end.position < checkpoint {
            tracing::warn!(
                stream.position = end.position,
                relay.position = checkpoint,
                "the stream has lost facts and is being filled again"
            );
        }
        let facts = headlines(&mut tx, end.position, checkpoint).await?;
        self.stream.publish(end, &facts).await?;
        let last = facts.last().map_or(end.position, |fact| fact.position);
        if last != checkpoint {
            sqlx::query("UPDATE relay_checkpoint SET position = $1")
                .bind(last)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        gauge!("seatlog_relay_position").set(last as f64);
        Ok(facts.len())
    }
}

async fn headlines(
    db: &mut PgConnection,
    after: Position,
    checkpoint: Position,
) -> Result<Vec<Headline>, sqlx::Error> {
    let sql = "
        SELECT position, aggregate_type, event_type,
               CASE WHEN $3 AND position > $4 THEN metadata ->> 'traceparent' END AS traceparent
        FROM events WHERE position > $1 ORDER BY position LIMIT $2";
    sqlx::query_as(sql)
        .bind(after)
        .bind(BATCH)
        .bind(spans::are_recorded())
        .bind(checkpoint)
        .fetch_all(db)
        .await
}
