//! Keeping a second node away where nodes do not share events by leases.
//!
//! A node without Redis holds a lock of the database for itself; nodes with Redis share it. So a
//! node without Redis never writes beside another one. The log would stay right all the same (its
//! primary key decides); this is about not wasting work, and about being told early.

use std::time::Duration;

use sqlx::{Connection, PgConnection};
use tokio_util::sync::CancellationToken;

use seatlog_projections::locks::WRITERS;

/// How often the connection that holds the lock is checked.
const CHECK_EVERY: Duration = Duration::from_secs(5);

/// Why a node may not write.
#[derive(Debug, thiserror::Error)]
pub enum NotAdmitted {
    /// A node that owns every event is the only one.
    #[error(
        "another Seatlog node uses this database; set REDIS_URL on every node to run more than one"
    )]
    SecondNode,
    /// The database does not answer.
    #[error("the database cannot be reached: {0}")]
    Database(#[from] sqlx::Error),
}

/// The right to write, as long as this is kept.
#[derive(Debug)]
pub struct Admission {
    connection: PgConnection,
    database_url: String,
    shared: bool,
}

impl Admission {
    /// Asks for the right to write: `shared` with other nodes when leases are in Redis.
    ///
    /// # Errors
    /// [`NotAdmitted::SecondNode`] when another node has it.
    pub async fn ask(database_url: &str, shared: bool) -> Result<Self, NotAdmitted> {
        let mut connection = PgConnection::connect(database_url).await?;
        let sql = if shared {
            "SELECT pg_try_advisory_lock_shared($1)"
        } else {
            "SELECT pg_try_advisory_lock($1)"
        };
        let admitted: bool = sqlx::query_scalar(sql)
            .bind(WRITERS)
            .fetch_one(&mut connection)
            .await?;
        if !admitted {
            return Err(NotAdmitted::SecondNode);
        }
        Ok(Self {
            connection,
            database_url: database_url.to_owned(),
            shared,
        })
    }

    /// Holds the right until `stop`; asks again when the connection broke.
    ///
    /// # Errors
    /// Another node took the right in the meantime.
    pub async fn keep(mut self, stop: CancellationToken) -> Result<(), NotAdmitted> {
        let mut checks = tokio::time::interval(CHECK_EVERY);
        loop {
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                _ = checks.tick() => {}
            }
            if self.connection.ping().await.is_ok() {
                continue;
            }
            match Self::ask(&self.database_url, self.shared).await {
                Ok(again) => self = again,
                Err(NotAdmitted::SecondNode) => return Err(NotAdmitted::SecondNode),
                Err(NotAdmitted::Database(error)) => {
                    tracing::warn!(%error, "the database is away; asking again for the right to write");
                }
            }
        }
    }
}
