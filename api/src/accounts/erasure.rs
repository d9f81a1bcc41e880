//! Forgetting a person.
//!
//! Account, sessions, mails and whatever else names the person go in one transaction with the
//! fact `UserErased`: a crash leaves all of it or nothing. Bookings stay, as ids, so that totals
//! stay what they were. What a request that was under way at that moment still leaves behind, and
//! the holds, are cleared away by [`crate::erasure_sweep`].

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use seatlog_domain::account::AccountCommand;
use seatlog_domain::ids::UserId;
use seatlog_notifier::erasure::erase_mails;
use seatlog_projections::log::Position;

use super::proof::Proof;
use super::roles::lock_admins;
use super::stream::AccountStream;
use super::{AccountError, Accounts, revocations};
use crate::event_store::Origin;
use crate::security_log;

/// Requests that were let in before an erasure are over after so long.
const LAST_REQUESTS: TimeDelta = TimeDelta::minutes(1);
/// How long it is known that nothing more is to be done for an erased account.
const KEPT: TimeDelta = TimeDelta::days(1);

/// An account that was erased a short while ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    /// What it was.
    pub account: UserId,
    /// When.
    pub erased_at: DateTime<Utc>,
    /// The fact that says so.
    pub position: Position,
}

impl Erased {
    /// Whether nobody can act for the account any more.
    pub fn is_silent(&self, now: DateTime<Utc>) -> bool {
        now - self.erased_at >= LAST_REQUESTS
    }
}

impl Accounts {
    /// Erases one's own account; its password proves who asks.
    ///
    /// # Errors
    /// [`AccountError::WrongPassword`], [`AccountError::LastAdmin`], and
    /// [`AccountError::TooManyAttempts`] after as many failures as close a login.
    pub async fn erase_own(
        &self,
        account: UserId,
        proof: Proof<'_>,
        origin: &Origin,
        now: DateTime<Utc>,
    ) -> Result<Position, AccountError> {
        self.prove(account, proof, now).await?;
        self.erase(account, None, origin, now).await
    }

    /// Erases somebody's account for an admin.
    ///
    /// # Errors
    /// [`AccountError::Forbidden`] if the actor is no admin any more, [`AccountError::NotFound`],
    /// [`AccountError::LastAdmin`].
    pub async fn erase_for_admin(
        &self,
        account: UserId,
        origin: &Origin,
        now: DateTime<Utc>,
    ) -> Result<Position, AccountError> {
        self.erase(account, origin.actor_id, origin, now).await
    }

    async fn erase(
        &self,
        account: UserId,
        by_admin: Option<UserId>,
        origin: &Origin,
        now: DateTime<Utc>,
    ) -> Result<Position, AccountError> {
        let mut tx = self.pool.begin().await?;
        let admins = lock_admins(&mut tx, by_admin).await?;
        let email = hold_row(&mut tx, account).await?;
        if admins == [account.uuid()] {
            return Err(AccountError::LastAdmin);
        }
        if let Some(subjects) = self.subjects(&email, None) {
            subjects.forget(&mut tx).await?;
        }
        forget_requests(&mut tx, &email).await?;
        erase_rows(&mut tx, account).await?;
        // The log last: whoever appends holds up everybody who appends.
        let position = AccountStream::load(&mut tx, account)
            .await?
            .execute(&mut tx, AccountCommand::EraseUser { now }, origin)
            .await?
            .ok_or_else(|| AccountError::Broken("an erasure without a fact".to_owned()))?;
        note(&mut tx, account, position, now).await?;
        tx.commit().await?;
        self.revocations.note_end(account.uuid(), now);
        security_log::erased(account, origin.actor_id);
        Ok(position)
    }

    /// The erased accounts for which something may still have to be done.
    pub async fn unfinished_erasures(&self) -> Result<Vec<Erased>, sqlx::Error> {
        let rows: Vec<(Uuid, DateTime<Utc>, Position)> = sqlx::query_as(
            "SELECT account_id, erased_at, position FROM erased_accounts
             WHERE finished_at IS NULL ORDER BY erased_at",
        )
        .fetch_all(&self.pool)
        .await?;
        let erased = |(account, erased_at, position)| Erased {
            account: UserId::new(account),
            erased_at,
            position,
        };
        Ok(rows.into_iter().map(erased).collect())
    }

    /// Erases what requests under way have written since.
    pub async fn erase_leftovers(&self, account: UserId) -> Result<(), sqlx::Error> {
        let mut tx = self.pool.begin().await?;
        erase_rows(&mut tx, account).await?;
        tx.commit().await
    }

    /// Nothing more is to be done for the account.
    pub async fn finish_erasure(
        &self,
        account: UserId,
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE erased_accounts SET finished_at = $2 WHERE account_id = $1")
            .bind(account.uuid())
            .bind(now)
            .execute(&self.pool)
            .await?;
        sqlx::query("DELETE FROM erased_accounts WHERE finished_at <= $1")
            .bind(now - KEPT)
            .execute(&self.pool)
            .await
            .map(drop)
    }
}

/// The account's folded address. Whoever writes something about the person waits from here on, and
/// finds nobody afterwards.
async fn hold_row(db: &mut PgConnection, account: UserId) -> Result<String, AccountError> {
    sqlx::query_scalar("SELECT email_folded FROM accounts WHERE id = $1 FOR UPDATE")
        .bind(account.uuid())
        .fetch_optional(db)
        .await?
        .ok_or(AccountError::NotFound)
}

/// Every table that names a person, but for failed logins, which only an address leads to.
async fn erase_rows(db: &mut PgConnection, account: UserId) -> Result<(), sqlx::Error> {
    erase_mails(&mut *db, account).await?;
    for sql in [
        "DELETE FROM idempotency_keys WHERE scope = 'account:' || $1::text OR account_id = $1",
        "DELETE FROM refusals WHERE user_id = $1",
        "UPDATE admin_actions SET address = NULL WHERE actor_id = $1",
        // Sessions, refresh tokens, mailed tokens and places in waiting rooms go with it.
        "DELETE FROM accounts WHERE id = $1",
    ] {
        sqlx::query(sql)
            .bind(account.uuid())
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

/// A request that is locked is being answered at this moment: then it is gone too.
async fn forget_requests(db: &mut PgConnection, email: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "DELETE FROM password_requests WHERE id IN
             (SELECT id FROM password_requests WHERE email_folded = $1 FOR UPDATE SKIP LOCKED)",
    )
    .bind(email)
    .execute(db)
    .await
    .map(drop)
}

async fn note(
    db: &mut PgConnection,
    account: UserId,
    position: Position,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO erased_accounts (account_id, erased_at, position) VALUES ($1, $2, $3)",
    )
    .bind(account.uuid())
    .bind(now)
    .bind(position)
    .execute(&mut *db)
    .await?;
    revocations::announce(db).await
}
