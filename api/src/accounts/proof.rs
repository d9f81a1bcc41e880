//! The password as proof that the owner asks: for what a page left open must not be enough for.

use std::net::IpAddr;

use chrono::{DateTime, Utc};

use seatlog_domain::ids::UserId;

use super::attempts::Subjects;
use super::email::Email;
use super::{AccountError, Accounts, LoginLimits};
use crate::security_log;

/// A password, as typed, and where it came from.
#[derive(Clone, Copy)]
pub struct Proof<'a> {
    /// What should be the account's password.
    pub password: &'a str,
    /// Where the request came from.
    pub address: IpAddr,
}

impl Accounts {
    /// The stored hash that the password matched. Wrong ones count as failed logins, of the account
    /// and of the address that they come from.
    ///
    /// # Errors
    /// [`AccountError::WrongPassword`], and [`AccountError::TooManyAttempts`] after as many failures
    /// as close a login.
    pub(super) async fn prove(
        &self,
        account: UserId,
        proof: Proof<'_>,
        now: DateTime<Utc>,
    ) -> Result<String, AccountError> {
        let proven = self.look_at_proof(account, proof, now).await;
        security_log::proof(account, proof.address, proven.as_ref().map(drop));
        proven
    }

    async fn look_at_proof(
        &self,
        account: UserId,
        proof: Proof<'_>,
        now: DateTime<Utc>,
    ) -> Result<String, AccountError> {
        let (email, hash): (String, String) =
            sqlx::query_as("SELECT email_folded, password_hash FROM accounts WHERE id = $1")
                .bind(account.uuid())
                .fetch_optional(&self.pool)
                .await?
                .ok_or(AccountError::NotFound)?;
        let subjects = self
            .subjects(&email, Some(proof.address))
            .filter(|_| self.login_limits == LoginLimits::On);
        if let Some(subjects) = &subjects {
            subjects.check(&self.pool, now).await?;
        }
        let matches = self
            .hasher
            .matches(proof.password, Some(hash.clone()))
            .await?;
        // Counted as logins are, so that guesses made side by side cannot outrun it.
        if let Some(subjects) = &subjects {
            if !matches {
                subjects.failed(&self.pool, now).await?;
            }
            subjects.check(&self.pool, now).await?;
        }
        matches.then_some(hash).ok_or(AccountError::WrongPassword)
    }

    /// What failed logins of an account are counted for.
    pub(super) fn subjects(&self, email: &str, address: Option<IpAddr>) -> Option<Subjects> {
        let email = Email::new(email).ok()?;
        Some(Subjects::new(&self.secrets, Some(&email), address))
    }
}
