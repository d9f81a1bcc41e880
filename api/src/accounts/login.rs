//! Logging in.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use seatlog_domain::ids::UserId;

use super::attempts::Subjects;
use super::email::Email;
use super::sessions::Tickets;
use super::{AccountError, Accounts, LoginLimits};
use crate::security_log;

/// Who tries to log in, and from where.
#[derive(Clone)]
pub struct Credentials {
    /// The e-mail address, as typed.
    pub email: String,
    /// The password, as typed.
    pub password: String,
    /// Where the request came from.
    pub address: Option<IpAddr>,
    /// What the caller says it is.
    pub user_agent: Option<String>,
}

impl Accounts {
    /// Opens a session. Whether the account exists shows neither in the answer nor in the time it
    /// takes.
    pub async fn login(
        &self,
        credentials: &Credentials,
        now: DateTime<Utc>,
    ) -> Result<Tickets, AccountError> {
        // A text that is no address belongs to no account, but it comes from somewhere.
        let email = Email::new(&credentials.email).ok();
        let subjects = Subjects::new(&self.secrets, email.as_ref(), credentials.address);
        let subjects = Some(subjects).filter(|_| self.login_limits == LoginLimits::On);
        let known = match &email {
            Some(email) => self.password_of(email).await?,
            None => None,
        };
        let account = known.as_ref().map(|(id, _)| *id);
        let opened = self.try_to_open(known, subjects, credentials, now).await;
        let outcome = opened.as_ref().map(drop);
        security_log::login(account, credentials.address, outcome);
        opened
    }

    async fn try_to_open(
        &self,
        known: Option<(Uuid, String)>,
        subjects: Option<Subjects>,
        credentials: &Credentials,
        now: DateTime<Utc>,
    ) -> Result<Tickets, AccountError> {
        if let Some(subjects) = &subjects {
            subjects.check(&self.pool, now).await?;
        }
        let (id, stored) = known.unzip();
        let matches = self
            .hasher
            .matches(&credentials.password, stored.clone())
            .await?;
        // Counted again after the slow part, so that guesses made side by side cannot outrun it.
        if let Some(subjects) = &subjects {
            if !matches {
                subjects.failed(&self.pool, now).await?;
            }
            subjects.check(&self.pool, now).await?;
        }
        let proven = id.zip(stored).filter(|_| matches);
        let (id, stored) = proven.ok_or(AccountError::BadCredentials)?;
        if let Some(subjects) = &subjects {
            subjects.succeeded(&self.pool).await?;
        }
        self.open_session((UserId::new(id), &stored), credentials, now)
            .await
    }

    async fn password_of(&self, email: &Email) -> Result<Option<(Uuid, String)>, sqlx::Error> {
        sqlx::query_as("SELECT id, password_hash FROM accounts WHERE email_folded = $1")
            .bind(email.folded())
            .fetch_optional(&self.pool)
            .await
    }
}
