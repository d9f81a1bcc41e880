//! Links that are mailed to the owner of an account. Whoever brings back the token in one has read
//! the mail.
//!
//! A token is 256 random bits, good for one use and for a limited time; the table has its SHA-256
//! alone. It is written in the transaction that writes its mail, so there is never one without the
//! other.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use seatlog_domain::ids::UserId;
use seatlog_notifier::account_mails::{self, AccountMail, Matter, Purpose, WriteError};

use super::AccountError;

/// How many links of a purpose an account has at a time; who asks for more gets none, so that
/// nobody can fill somebody's mailbox.
pub const MOST: i64 = 3;

/// How long a link is good for.
pub const fn lifetime(purpose: Purpose) -> TimeDelta {
    match purpose {
        Purpose::VerifyEmail => TimeDelta::hours(24),
        Purpose::ResetPassword => TimeDelta::hours(1),
    }
}

impl From<WriteError> for AccountError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Database(error) => Self::Database(error),
            error @ (WriteError::Template(_) | WriteError::PublicUrl(_)) => {
                Self::Broken(error.to_string())
            }
        }
    }
}

/// Whom a mail is for.
pub(super) struct Owner {
    pub(super) id: UserId,
    pub(super) name: String,
    pub(super) email: String,
}

impl Owner {
    /// Writes them a mail.
    pub(super) async fn write(
        &self,
        db: &mut PgConnection,
        (matter, public_url): (Matter<'_>, &str),
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        let mail = AccountMail {
            matter,
            account_id: self.id,
            name: &self.name,
            email: &self.email,
            public_url,
        };
        Ok(account_mails::write(db, &mail, now).await?)
    }
}

/// Mails a link, unless the account has enough of them. The caller holds the account's row.
pub(super) async fn issue(
    db: &mut PgConnection,
    owner: &Owner,
    (purpose, public_url): (Purpose, &str),
    now: DateTime<Utc>,
) -> Result<(), AccountError> {
    let live: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM mailed_tokens
         WHERE account_id = $1 AND purpose = $2 AND expires_at > $3",
    )
    .bind(owner.id.uuid())
    .bind(purpose.as_str())
    .bind(now)
    .fetch_one(&mut *db)
    .await?;
    if live >= MOST {
        return Ok(());
    }
    let token = BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
    let expires_at = now + lifetime(purpose);
    sqlx::query(
        "INSERT INTO mailed_tokens (token_hash, account_id, purpose, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(hash(&token))
    .bind(owner.id.uuid())
    .bind(purpose.as_str())
    .bind(now)
    .bind(expires_at)
    .execute(&mut *db)
    .await?;
    let link = Matter::Link {
        purpose,
        token: &token,
        expires_at,
    };
    owner.write(db, (link, public_url), now).await
}

/// Whose token it is, if it is still good.
pub(super) async fn look_at(
    db: &mut PgConnection,
    token: &str,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<UserId, AccountError> {
    let account = sqlx::query_scalar(
        "SELECT account_id FROM mailed_tokens
         WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3",
    )
    .bind(hash(token))
    .bind(purpose.as_str())
    .bind(now)
    .fetch_optional(db)
    .await?;
    account.map(UserId::new).ok_or(AccountError::BadToken)
}

/// Uses a token up, and with it all others that the account has for the same purpose. Of two who
/// come with it at once, the second finds nothing.
pub(super) async fn use_up(
    db: &mut PgConnection,
    token: &str,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<UserId, AccountError> {
    let account = look_at(&mut *db, token, purpose, now).await?;
    // Whoever uses a link holds the row: links of one account are used one after the other.
    sqlx::query("SELECT FROM accounts WHERE id = $1 FOR NO KEY UPDATE")
        .bind(account.uuid())
        .execute(&mut *db)
        .await?;
    let used = sqlx::query(
        "DELETE FROM mailed_tokens WHERE account_id = $2 AND purpose = $3
         AND EXISTS (SELECT FROM mailed_tokens WHERE token_hash = $1)",
    )
    .bind(hash(token))
    .bind(account.uuid())
    .bind(purpose.as_str())
    .execute(db)
    .await?;
    match used.rows_affected() {
        0 => Err(AccountError::BadToken),
        _ => Ok(account),
    }
}

/// Makes all tokens of an account for a purpose good for nothing.
pub(super) async fn void(
    db: &mut PgConnection,
    account: UserId,
    purpose: Purpose,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM mailed_tokens WHERE account_id = $1 AND purpose = $2")
        .bind(account.uuid())
        .bind(purpose.as_str())
        .execute(db)
        .await
        .map(drop)
}

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}
