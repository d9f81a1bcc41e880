//! The writer's connection to the database, which it opens again as often as it takes.

use std::time::Duration;

use cqrs_es::Aggregate;
use sqlx::postgres::PgConnectOptions;
use sqlx::types::chrono::{DateTime, Utc};
use sqlx::{ConnectOptions, Connection as _, PgConnection};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use seatlog_domain::event::Event;
use seatlog_projections::log::Position;

use super::Appends;
use crate::event_store::{AppendError, FactRows};

/// After so long without an answer, the connection is taken for lost.
const ANSWER_TIME: Duration = Duration::from_secs(10);
/// Between two looks at a process of the database that was asked to end.
const LOOK_AGAIN: Duration = Duration::from_millis(2);
/// How long to wait before the database is tried again.
const TRY_AGAIN: Duration = Duration::from_millis(100);

/// A connection that is open whenever the database lets it.
pub(super) struct Connection {
    options: PgConnectOptions,
    open: Option<PgConnection>,
    /// The server's side of the last connection: a process of the database, and its start.
    backend: Option<(i32, DateTime<Utc>)>,
    stop: CancellationToken,
}

impl Connection {
    pub(super) fn new(options: PgConnectOptions, stop: CancellationToken) -> Self {
        Self {
            options: options.application_name("seatlog writer"),
            open: None,
            backend: None,
            stop,
        }
    }

    /// The connection, as soon as there is one; nothing when the engine stops first.
    async fn opened(&mut self) -> Option<&mut PgConnection> {
        let mut warned = false;
        while self.open.is_none() {
            match timeout(ANSWER_TIME, self.connect()).await {
                Ok(Ok(open)) => self.open = Some(open),
                failed => {
                    if !std::mem::replace(&mut warned, true) {
                        tracing::warn!(?failed, "the database cannot be reached for appends");
                    }
                    self.stop.run_until_cancelled(sleep(TRY_AGAIN)).await?;
                }
            }
        }
        self.open.as_mut()
    }

    /// Opens a connection, and makes sure that nothing sent through the last one is still running.
    async fn connect(&mut self) -> Result<PgConnection, sqlx::Error> {
        let mut open = self.options.connect().await?;
        if let Some((process, started)) = self.backend {
            // Asks it to end, and tells whether it had ended before.
            let end = "SELECT count(pg_terminate_backend(pid)) = 0 FROM pg_stat_activity
                       WHERE pid = $1 AND backend_start = $2";
            let mut ended = false;
            while !ended {
                let end = sqlx::query_scalar(end).bind(process).bind(started);
                ended = end.fetch_one(&mut open).await?;
                if !ended {
                    sleep(LOOK_AGAIN).await;
                }
            }
        }
        let backend = sqlx::query_as(
            "SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()",
        );
        self.backend = Some(backend.fetch_one(&mut open).await?);
        Ok(open)
    }
}

impl Appends for Connection {
    /// When the outcome is unknown, it does not change any more: the process of the database that
    /// may have been at work is gone (unless the engine is told to stop while the database is away).
    async fn insert(&mut self, parts: &[&FactRows]) -> Result<Position, AppendError> {
        let Some(db) = self.opened().await else {
            return Err(AppendError::Unknown(sqlx::Error::PoolClosed));
        };
        let insert = FactRows::insert(parts.iter().copied(), Event::TYPE, db);
        let answer = timeout(ANSWER_TIME, insert).await;
        let answer = answer.unwrap_or(Err(AppendError::Unknown(sqlx::Error::PoolTimedOut)));
        if let Err(AppendError::Unknown(error)) = &answer {
            tracing::warn!(%error, "the connection for appends was lost; opening another one");
            self.open = None;
            self.opened().await;
        }
        answer
    }

    async fn close(self) {
        if let Some(open) = self.open {
            // The database notices by itself if this fails.
            drop(open.close().await);
        }
    }
}
