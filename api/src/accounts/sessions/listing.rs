//! What people see of their own sessions, and ending one from another.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::FromRow;
use utoipa::ToSchema;
use uuid::Uuid;

use seatlog_domain::ids::UserId;
use seatlog_projections::page::{self, Page, PageRequest};

use crate::accounts::{AccountError, Accounts, revocations};
use crate::security_log;

/// A login that goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, FromRow)]
pub struct Session {
    /// Names the session.
    pub id: Uuid,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When it was last carried on; a session in use does so every quarter of an hour.
    pub last_used_at: DateTime<Utc>,
    /// When it ends by itself, if it is not carried on.
    pub expires_at: DateTime<Utc>,
    /// Where the login came from.
    #[schema(example = "192.0.2.1")]
    pub address: Option<String>,
    /// What the browser or program called itself.
    pub user_agent: Option<String>,
    /// Whether the caller's access token was made in it.
    pub current: bool,
}

impl Accounts {
    /// The sessions of an account that go on, newest first.
    pub async fn sessions(
        &self,
        account: UserId,
        current: Option<Uuid>,
        request: &PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page<Session>, AccountError> {
        let tag = page::tag("sessions", &account);
        let sessions = sqlx::query_as(
            "SELECT id, created_at, last_used_at, expires_at, address, user_agent,
                    coalesce(id = $2, false) AS current
             FROM sessions
             WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $3
                   AND ($4::uuid IS NULL OR id < $4)
             ORDER BY id DESC LIMIT $5",
        )
        .bind(account.uuid())
        .bind(current)
        .bind(now)
        .bind(request.after::<Uuid>(&tag)?)
        .bind(request.fetch())
        .fetch_all(&self.pool)
        .await?;
        Ok(request.close(&tag, sessions, |session: &Session| session.id)?)
    }

    /// Ends a session of an account: its refresh tokens and, on every node, its access tokens.
    ///
    /// # Errors
    /// [`AccountError::NotFound`] if the account has no such session, or it is over.
    pub async fn revoke_session(
        &self,
        account: UserId,
        session: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        let mut tx = self.pool.begin().await?;
        let ended = sqlx::query(
            "UPDATE sessions SET ended_at = $3, revoked_at = $3
             WHERE id = $1 AND account_id = $2 AND ended_at IS NULL AND expires_at > $3",
        )
        .bind(session)
        .bind(account.uuid())
        .bind(now)
        .execute(&mut *tx)
        .await?;
        if ended.rows_affected() == 0 {
            return Err(AccountError::NotFound);
        }
        revocations::announce(&mut *tx).await?;
        tx.commit().await?;
        self.revocations.note_end(session, now);
        security_log::session_ended(account, session);
        Ok(())
    }
}
