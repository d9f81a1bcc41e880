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

use super::email::Email;
use super::mailed_tokens::{self, Owner};
use super::{AccountError, Accounts};

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
        let email = Email::new(email).map_err(|error| {
            AccountError::Invalid(vec![FieldError::new("email", error.to_string())])
        })?;
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
