//! Forgetting a person: the mails to them and about them, and the files that were written of
//! those mails.
//!
//! The rows go in the transaction that erases the account. What remains of a mail is its id, so
//! that every node deletes the file that it wrote, also one that was down meanwhile.

use std::io;
use std::path::Path;

use seatlog_domain::ids::UserId;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::delivery::folder;

/// Notified when mails were erased.
pub(crate) const CHANNEL: &str = "seatlog_erased_mails";
/// How many files are asked about at a time.
const CHUNK: usize = 1000;

/// Why files of erased mails were not deleted.
#[derive(Debug, thiserror::Error)]
pub enum ForgetError {
    /// The database did not answer.
    #[error("the erased mails cannot be read: {0}")]
    Database(#[from] sqlx::Error),
    /// The folder cannot be read, or a file cannot be deleted.
    #[error("the files of erased mails cannot be deleted: {0}")]
    Folder(#[from] io::Error),
}

/// Erases every mail that goes to an account or speaks of it, whatever its state, in the caller's
/// transaction. The caller holds the account's row, so that no mail is written meanwhile; one that
/// a mail server is being given at this moment cannot be called back.
pub async fn erase_mails(db: &mut PgConnection, account: UserId) -> Result<(), sqlx::Error> {
    let sql = "WITH erased AS (
            DELETE FROM mails WHERE account_id = $1 OR buyer_id = $1 RETURNING id),
        noted AS (INSERT INTO erased_mails (mail_id) SELECT id FROM erased)
        SELECT pg_notify($2, '')";
    let done = sqlx::query(sql).bind(account.uuid()).bind(CHANNEL);
    done.execute(db).await.map(drop)
}

/// Deletes the files of erased mails that are in a folder; returns of how many mails.
pub(crate) async fn delete_files(pool: &PgPool, folder: &Path) -> Result<usize, ForgetError> {
    let mut deleted = 0;
    for ids in folder::mails(folder).await?.chunks(CHUNK) {
        for id in erased_among(pool, ids).await? {
            folder::delete(folder, id).await?;
            deleted += 1;
        }
    }
    Ok(deleted)
}

/// Those of the mails that were erased.
async fn erased_among(pool: &PgPool, ids: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar("SELECT mail_id FROM erased_mails WHERE mail_id = ANY($1)")
        .bind(ids)
        .fetch_all(pool)
        .await
}
