//! Showing that mail to an account's address arrives. Nothing depends on it: booking needs no
//! verified address. The mail is sent when the owner asks for it, not by registering, so that
//! nobody can have mail sent to a stranger.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use seatlog_domain::ids::UserId;
use seatlog_notifier::account_mails::Purpose;

use super::mailed_tokens::{self, Owner};
use super::{AccountError, Accounts};

impl Accounts {
    /// Mails a link that verifies the address of an account. Whose address is verified gets none.
    pub async fn ask_for_verification(
        &self,
        account: UserId,
        public_url: &str,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        let mut tx = self.pool.begin().await?;
        let found: Option<(String, String, bool)> = sqlx::query_as(
            "SELECT name, email, email_verified_at IS NOT NULL FROM accounts
             WHERE id = $1 FOR NO KEY UPDATE",
        )
        .bind(account.uuid())
        .fetch_optional(&mut *tx)
        .await?;
        let (name, email, verified) = found.ok_or(AccountError::NotFound)?;
        if !verified {
            let owner = Owner {
                id: account,
                name,
                email,
            };
            mailed_tokens::issue(&mut tx, &owner, (Purpose::VerifyEmail, public_url), now).await?;
        }
        Ok(tx.commit().await?)
    }

    /// An account's address is verified without a mail: whoever opened it vouches for that.
    pub(crate) async fn vouch_for_address(
        &self,
        account: UserId,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        Self::set_verified(&mut *self.pool.acquire().await?, account, now).await
    }

    /// The address of the account that the token was mailed to is verified.
    ///
    /// # Errors
    /// [`AccountError::BadToken`]
    pub async fn verify_email(&self, token: &str, now: DateTime<Utc>) -> Result<(), AccountError> {
        let mut tx = self.pool.begin().await?;
        let account = mailed_tokens::use_up(&mut tx, token, Purpose::VerifyEmail, now).await?;
        Self::set_verified(&mut tx, account, now).await?;
        Ok(tx.commit().await?)
    }

    pub(super) async fn set_verified(
        connection: &mut PgConnection,
        account: UserId,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        sqlx::query(
            "UPDATE accounts SET email_verified_at = coalesce(email_verified_at, $2) WHERE id = $1",
        )
        .bind(account.uuid())
        .bind(now)
        .execute(connection)
        .await?;
        Ok(())
    }
}
