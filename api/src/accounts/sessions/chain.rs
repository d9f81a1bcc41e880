//! The rows of a session and of the tokens that follow each other in it.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use seatlog_domain::ids::UserId;

use super::refresh_token::RefreshToken;
use crate::accounts::secrets::Key;
use crate::accounts::{AccountError, revocations};

/// A token's row and its session's, both locked.
pub(super) struct Found {
    pub(super) session: Uuid,
    pub(super) account: UserId,
    pub(super) created_at: DateTime<Utc>,
    pub(super) expires_at: DateTime<Utc>,
    pub(super) used_at: Option<DateTime<Utc>>,
}

/// A token of a session that goes on; of two who come with it at once, one waits here.
pub(super) async fn find(
    db: &mut PgConnection,
    token: &RefreshToken,
    now: DateTime<Utc>,
) -> Result<Found, AccountError> {
    let row = sqlx::query(
        "SELECT s.id, s.account_id, s.created_at, s.expires_at, t.used_at
         FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
         WHERE t.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2
         FOR UPDATE",
    )
    .bind(token.hash())
    .bind(now)
    .fetch_optional(db)
    .await?
    .ok_or(AccountError::SessionEnded)?;
    Ok(Found {
        session: row.try_get("id")?,
        account: UserId::new(row.try_get("account_id")?),
        created_at: row.try_get("created_at")?,
        expires_at: row.try_get("expires_at")?,
        used_at: row.try_get("used_at")?,
    })
}

pub(super) async fn store(
    db: &mut PgConnection,
    token: &RefreshToken,
    session: Uuid,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO refresh_tokens (token_hash, session_id, created_at) VALUES ($1, $2, $3)",
    )
    .bind(token.hash())
    .bind(session)
    .bind(now)
    .execute(db)
    .await
    .map(drop)
}

pub(super) async fn use_up(
    db: &mut PgConnection,
    token: &RefreshToken,
    found: &Found,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE refresh_tokens SET used_at = $2 WHERE token_hash = $1")
        .bind(token.hash())
        .bind(now)
        .execute(&mut *db)
        .await?;
    sqlx::query("UPDATE sessions SET last_used_at = $2, expires_at = $3 WHERE id = $1")
        .bind(found.session)
        .bind(now)
        .bind(found.expires_at)
        .execute(db)
        .await
        .map(drop)
}

/// The successor that the token's first use gave; made with the secret that was first then.
pub(super) async fn given_before(
    db: &mut PgConnection,
    token: &RefreshToken,
    keys: &[Key],
) -> Result<Option<RefreshToken>, sqlx::Error> {
    let successors: Vec<_> = keys.iter().map(|key| token.successor(key)).collect();
    let hashes: Vec<_> = successors.iter().map(RefreshToken::hash).collect();
    let known: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT token_hash FROM refresh_tokens WHERE token_hash = ANY ($1)")
            .bind(hashes)
            .fetch_optional(db)
            .await?;
    Ok(successors
        .into_iter()
        .find(|successor| known.as_ref() == Some(&successor.hash())))
}

/// Ends a session with its access tokens, on the other nodes too.
pub(super) async fn end(
    db: &mut PgConnection,
    session: Uuid,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE sessions SET ended_at = $2, revoked_at = $2 WHERE id = $1")
        .bind(session)
        .bind(now)
        .execute(&mut *db)
        .await?;
    revocations::announce(db).await
}

/// Ends all sessions of an account. Whoever asks holds the account's row, so that no session is
/// opened meanwhile; what is over already is left to be swept out.
pub(in crate::accounts) async fn end_all(
    db: &mut PgConnection,
    account: UserId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE sessions SET ended_at = $2
         WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2",
    )
    .bind(account.uuid())
    .bind(now)
    .execute(db)
    .await
    .map(drop)
}

/// Ends all sessions of an account but one, with their access tokens; which ones. Whoever asks holds
/// the account's row, and tells the other nodes.
pub(in crate::accounts) async fn end_others(
    db: &mut PgConnection,
    account: UserId,
    but: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar(
        "UPDATE sessions SET ended_at = $3, revoked_at = $3
         WHERE account_id = $1 AND id IS DISTINCT FROM $2 AND ended_at IS NULL AND expires_at > $3
         RETURNING id",
    )
    .bind(account.uuid())
    .bind(but)
    .bind(now)
    .fetch_all(db)
    .await
}
