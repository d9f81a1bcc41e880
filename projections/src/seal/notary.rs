//! Signing checkpoints, and keeping them: in a table, and as files where others can fetch them.
//!
//! What never happens: a checkpoint is signed that contradicts the one before it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use ed25519_dalek::SigningKey;
use metrics::{counter, gauge};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor, PgPool};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use utoipa::ToSchema;
use uuid::Uuid;

use super::note::{Checkpoint, NoteError, PublicKey};
use super::store;
use crate::locks;
use crate::log::Position;
use crate::page::{Page, PageRequest, QueryError, tag};

/// How often a checkpoint is signed, if the log has grown.
const SIGN_EVERY: Duration = Duration::from_secs(60);
/// How often it is asked whether it is time.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Why no checkpoint was signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// What is sealed now is not what was signed before.
    #[error("the log is not the one of the checkpoint of {0} facts; see `seatlog audit verify`")]
    Contradiction(Position),
    /// The last checkpoint in the table is not believed.
    #[error("the checkpoint of {0} facts: {1}")]
    Disbelieved(Position, NoteError),
    /// This program was started without a key.
    #[error("there is no key to sign with")]
    NoKey,
}

/// A checkpoint as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, sqlx::FromRow)]
pub struct SignedCheckpoint {
    /// How many facts the log had.
    pub tree_size: i64,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
    /// The signed note (C2SP tlog-checkpoint), to be kept elsewhere.
    pub note: String,
}

/// Signs checkpoints, and knows whose signatures to believe.
#[derive(Debug, Clone)]
pub struct Notary {
    pool: PgPool,
    keys: Vec<SigningKey>,
    folder: PathBuf,
}

impl Notary {
    /// The first key signs, all are believed; each is made from 32 secret bytes (RFC 8032, 5.1.5).
    /// Files go to the folder.
    pub fn new(pool: PgPool, seeds: Vec<[u8; 32]>, folder: PathBuf) -> Self {
        let keys = seeds.iter().map(SigningKey::from_bytes).collect();
        Self { pool, keys, folder }
    }

    /// What this log is called in checkpoints.
    ///
    /// # Errors
    /// The database failed.
    pub async fn origin(&self) -> Result<String, sqlx::Error> {
        let log: Uuid = sqlx::query_scalar("SELECT log_id FROM relay_checkpoint")
            .fetch_one(&self.pool)
            .await?;
        Ok(format!("seatlog/{log}"))
    }

    /// The keys whose signatures are believed, the one that signs first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn public_keys(&self) -> Result<Vec<PublicKey>, sqlx::Error> {
        let origin = self.origin().await?;
        let public = |key: &SigningKey| PublicKey::new(&origin, key.verifying_key());
        Ok(self.keys.iter().map(public).collect())
    }

    /// Signs what is sealed, unless the last checkpoint says the same already or is younger than
    /// that. Returns the newest checkpoint, if there is any.
    ///
    /// # Errors
    /// The database failed, or the log is not what it was.
    pub async fn sign(&self, apart: Duration) -> Result<Option<SignedCheckpoint>, SignError> {
        let key = self.keys.first().ok_or(SignError::NoKey)?;
        let trusted = self.public_keys().await?;
        let mut tx = self.pool.begin().await?;
        sqlx::query("SELECT pg_advisory_xact_lock($1)")
            .bind(locks::NOTARIES)
            .execute(&mut *tx)
            .await?;
        let (sealed, chain) = store::head(&mut *tx).await?;
        let last = newest(&mut *tx).await?;
        let now: DateTime<Utc> =
            sqlx::query_scalar("SELECT date_trunc('second', clock_timestamp())")
                .fetch_one(&mut *tx)
                .await?;
        if let Some(last) = &last {
            let young = (now - last.signed_at).to_std().is_ok_and(|age| age < apart);
            if young || last.tree_size == sealed {
                return Ok(Some(last.clone()));
            }
            continues(&mut tx, last, &trusted).await?;
        }
        let Some(root) = store::tree(&mut tx, sealed).await?.root() else {
            return Ok(last);
        };
        let checkpoint = Checkpoint {
            origin: self.origin().await?,
            tree_size: sealed,
            root,
            chain,
            signed_at: now.to_rfc3339_opts(SecondsFormat::Secs, true),
        };
        let signed = SignedCheckpoint {
            tree_size: sealed,
            signed_at: now,
            note: checkpoint.sign(key),
        };
        insert(&mut tx, &signed).await?;
        tx.commit().await?;
        self.keep(&signed).await;
        Ok(Some(signed))
    }

    /// Writes a checkpoint into a file that says of when and of how many facts it is. A disk that
    /// is full stops nobody from signing; the table has it.
    async fn keep(&self, signed: &SignedCheckpoint) {
        gauge!("seatlog_checkpoint_position").set(signed.tree_size as f64);
        let day = self
            .folder
            .join(signed.signed_at.format("%Y-%m-%d").to_string());
        let path = day.join(format!("{:020}.txt", signed.tree_size));
        if let Err(error) = write_whole(&day, &path, &signed.note).await {
            tracing::error!(path = %path.display(), %error, "a checkpoint was not written");
        }
    }

    /// Signs every minute, if the log has grown, until cancelled. Any number of nodes may do so.
    pub async fn run(self, stop: CancellationToken) {
        let mut ticks = interval(LOOK_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            if let Err(error) = self.sign(SIGN_EVERY).await {
                counter!("seatlog_checkpoint_failures_total").increment(1);
                tracing::error!(%error, "no checkpoint was signed");
            }
        }
    }

    /// A page of checkpoints, newest first.
    ///
    /// # Errors
    /// The database failed, or the cursor is none of this list.
    pub async fn list(&self, page: &PageRequest) -> Result<Page<SignedCheckpoint>, QueryError> {
        let tag = tag("checkpoints", &());
        let sql = "
            SELECT tree_size, signed_at, note FROM log_checkpoints
            WHERE ($1::bigint IS NULL OR tree_size < $1) ORDER BY tree_size DESC LIMIT $2";
        let rows = sqlx::query_as(sql)
            .bind(page.after::<Position>(&tag)?)
            .bind(page.fetch())
            .fetch_all(&self.pool)
            .await?;
        page.close(&tag, rows, |row: &SignedCheckpoint| row.tree_size)
    }
}

/// Passes if the seals still say what a checkpoint said.
async fn continues(
    db: &mut PgConnection,
    last: &SignedCheckpoint,
    trusted: &[PublicKey],
) -> Result<(), SignError> {
    let size = last.tree_size;
    let said = Checkpoint::open(&last.note, trusted)
        .map_err(|error| SignError::Disbelieved(size, error))?;
    let root = store::tree(&mut *db, size).await?.root();
    let chain = store::chain_at(&mut *db, &[size]).await?;
    match root == Some(said.root) && chain == [Some(said.chain)] && said.tree_size == size {
        true => Ok(()),
        false => Err(SignError::Contradiction(size)),
    }
}

/// The checkpoint of the most facts.
pub(super) async fn newest(
    db: impl PgExecutor<'_>,
) -> Result<Option<SignedCheckpoint>, sqlx::Error> {
    let sql = "
        SELECT tree_size, signed_at, note FROM log_checkpoints ORDER BY tree_size DESC LIMIT 1";
    sqlx::query_as(sql).fetch_optional(db).await
}

/// The checkpoints of sizes behind one and up to another, in order.
pub(super) async fn between(
    db: impl PgExecutor<'_>,
    after: Position,
    upto: Position,
) -> Result<Vec<SignedCheckpoint>, sqlx::Error> {
    let sql = "
        SELECT tree_size, signed_at, note FROM log_checkpoints
        WHERE tree_size > $1 AND tree_size <= $2 ORDER BY tree_size";
    sqlx::query_as(sql)
        .bind(after)
        .bind(upto)
        .fetch_all(db)
        .await
}

async fn insert(db: &mut PgConnection, signed: &SignedCheckpoint) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO log_checkpoints (tree_size, signed_at, note) VALUES ($1, $2, $3)")
        .bind(signed.tree_size)
        .bind(signed.signed_at)
        .bind(&signed.note)
        .execute(db)
        .await?;
    Ok(())
}

/// Writes a file so that it is never seen half written.
async fn write_whole(folder: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let partial = path.with_extension("new");
    tokio::fs::write(&partial, text).await?;
    tokio::fs::rename(partial, path).await
}
