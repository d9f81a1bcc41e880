//! Forgotten passwords.
//!
//! Asking for a new one writes the same row whether or not the address has an account, so neither
//! the answer nor its time tells. The mail is written afterwards, from the row, which a crash does
//! not lose.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use seatlog_domain::fields::FieldError;
use seatlog_domain::ids::UserId;
use seatlog_notifier::account_mails::Purpose;

use super::attempts::Subjects;
use super::email::Email;
use super::mailed_tokens::{self, Owner};
use super::passwords::Password;
use super::{AccountError, Accounts, revocations, sessions};

/// How often requests are looked for that another node took and did not answer.
const POLL: Duration = Duration::from_secs(10);

impl Accounts {
    /// Notes that somebody has forgotten the password of an address.
    ///
    /// # Errors
    /// [`AccountError::Invalid`] if the text is no address.
    pub async fn forgot_password(
        &self,
        email: &str,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        let email = Email::new(email).map_err(|error| invalid("email", error))?;
        sqlx::query(
            "INSERT INTO password_requests (id, email_folded, asked_at) VALUES ($1, $2, $3)",
        )
        .bind(Uuid::now_v7())
        .bind(email.folded())
        .bind(now)
        .execute(&self.pool)
        .await?;
        self.password_requested.notify_one();
        Ok(())
    }

    /// Answers such requests by mail, again and again, until cancelled.
    pub async fn answer_forgotten(&self, public_url: &str, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            let answered = self.answer_password_requests(public_url, Utc::now());
            if let Some(Err(error)) = stop.run_until_cancelled(answered).await {
                tracing::warn!(%error, "a request for a new password was not answered");
            }
            let asked = timeout(POLL, self.password_requested.notified());
            let _ = stop.run_until_cancelled(asked).await;
        }
    }

    /// Mails a link to each address that has an account; returns how many requests there were.
    pub async fn answer_password_requests(
        &self,
        public_url: &str,
        now: DateTime<Utc>,
    ) -> Result<u64, AccountError> {
        let mut answered = 0;
        loop {
            let mut tx = self.pool.begin().await?;
            let Some(email) = take_request(&mut tx).await? else {
                return Ok(answered);
            };
            if let Some(owner) = owner_of(&mut tx, &email).await? {
                let link = (Purpose::ResetPassword, public_url);
                mailed_tokens::issue(&mut tx, &owner, link, now).await?;
            }
            tx.commit().await?;
            answered += 1;
        }
    }

    /// Gives an account a new password and ends its sessions and access tokens, also those of
    /// whoever knew the old one. The mail was read, so its address is verified.
    ///
    /// # Errors
    /// [`AccountError::BadToken`]; [`AccountError::Invalid`] for a password that is refused, after
    /// which the token is still good.
    pub async fn reset_password(
        &self,
        token: &str,
        password: &str,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        let password = Password::new(password).map_err(|error| invalid("password", error))?;
        // Hashing is dear: not for whoever makes tokens up.
        let mut db = self.pool.acquire().await?;
        mailed_tokens::look_at(&mut db, token, Purpose::ResetPassword, now).await?;
        drop(db);
        let hash = self.hasher.hash(password.expose()).await?;
        let mut tx = self.pool.begin().await?;
        let account = mailed_tokens::use_up(&mut tx, token, Purpose::ResetPassword, now).await?;
        let (generation, email) = set_password(&mut tx, account, &hash, now).await?;
        if let Ok(email) = Email::new(&email) {
            let subjects = Subjects::new(&self.secrets, &email, None);
            subjects.forget(&mut tx).await?;
        }
        sessions::end_all(&mut tx, account, now).await?;
        revocations::announce(&mut *tx).await?;
        tx.commit().await?;
        self.revocations.note(account, generation, now);
        Ok(())
    }
}

fn invalid(field: &str, error: impl std::fmt::Display) -> AccountError {
    AccountError::Invalid(vec![FieldError::new(field, error.to_string())])
}

async fn take_request(db: &mut PgConnection) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "DELETE FROM password_requests WHERE id =
             (SELECT id FROM password_requests ORDER BY asked_at
              LIMIT 1 FOR UPDATE SKIP LOCKED)
         RETURNING email_folded",
    )
    .fetch_optional(db)
    .await
}

async fn owner_of(db: &mut PgConnection, email: &str) -> Result<Option<Owner>, sqlx::Error> {
    let found: Option<(Uuid, String, String)> = sqlx::query_as(
        "SELECT id, name, email FROM accounts WHERE email_folded = $1 FOR NO KEY UPDATE",
    )
    .bind(email)
    .fetch_optional(db)
    .await?;
    Ok(found.map(|(id, name, email)| Owner {
        id: UserId::new(id),
        name,
        email,
    }))
}

/// The lowest generation that is still valid, and the account's address.
async fn set_password(
    db: &mut PgConnection,
    account: UserId,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<(i32, String), sqlx::Error> {
    sqlx::query_as(
        "UPDATE accounts
         SET password_hash = $2, token_generation = token_generation + 1, generation_at = $3,
             email_verified_at = coalesce(email_verified_at, $3)
         WHERE id = $1 RETURNING token_generation, email_folded",
    )
    .bind(account.uuid())
    .bind(hash)
    .bind(now)
    .fetch_one(db)
    .await
}
