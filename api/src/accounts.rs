//! Accounts: who a person is, how they prove it, and what they may do. No HTTP here.
//!
//! Personal data stands in ordinary tables; the log gets ids and roles, in the transaction that
//! changes the row. Modules stand in reading order: the parsed words, the keys and tokens, then
//! what can be asked for.

pub mod email;
pub mod passwords;

pub mod hashing;
pub mod revocations;
pub mod secrets;
pub mod tokens;

pub mod stream;

pub mod attempts;
pub mod directory;
pub mod erasure;
pub mod forgotten;
pub mod login;
pub mod mailed_tokens;
pub mod new_password;
pub mod proof;
pub mod registration;
pub mod roles;
pub mod sessions;
pub mod upkeep;
pub mod verification;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use tokio::sync::Notify;
use utoipa::ToSchema;
use uuid::Uuid;

use seatlog_domain::account::{AccountRefusal, Role};
use seatlog_domain::fields::FieldError;
use seatlog_domain::ids::UserId;
use seatlog_projections::page::QueryError;

use crate::event_store::{AppendError, LoadError};

/// An account, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct User {
    /// Names the account.
    pub id: UserId,
    /// The e-mail address as it was typed.
    #[schema(example = "ada@example.org")]
    pub email: String,
    /// What the person wants to be called.
    #[schema(example = "Ada Lovelace")]
    pub name: String,
    /// What the account may do.
    pub role: Role,
    /// Whether the owner has shown that mail sent there arrives.
    pub email_verified: bool,
}

/// Why something about an account was not done.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Fields that were refused.
    #[error("{}", .0.iter().map(FieldError::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<FieldError>),
    /// Another account has the address.
    #[error("another account has this e-mail address")]
    EmailTaken,
    /// The address or the password is wrong; never which.
    #[error("the e-mail address or the password is wrong")]
    BadCredentials,
    /// Too many failures; how long until the next attempt is looked at.
    #[error("too many failed attempts; the next one counts in {0:?}")]
    TooManyAttempts(Duration),
    /// The password that confirms the deed is wrong.
    #[error("the password is wrong")]
    WrongPassword,
    /// The token of a mailed link is unknown, used or expired.
    #[error("the link is no longer valid")]
    BadToken,
    /// The refresh token is unknown, used up or expired.
    #[error("the session has ended")]
    SessionEnded,
    /// The cursor was not given out by this list with this search.
    #[error("{}", QueryError::BadCursor)]
    BadCursor,
    /// There is no such account.
    #[error("there is no such account")]
    NotFound,
    /// Whoever asks is no admin any more.
    #[error("this needs an admin")]
    Forbidden,
    /// There would be no admin any more.
    #[error("the last admin cannot go")]
    LastAdmin,
    /// Too much to do, or another writer was first; the same request may succeed later.
    #[error("busy: {0}")]
    Busy(String),
    /// The program or its data is at fault.
    #[error("{0}")]
    Broken(String),
    /// The database did not answer.
    #[error("the accounts cannot be read or changed: {0}")]
    Database(#[from] sqlx::Error),
}

impl From<AppendError> for AccountError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Conflict => Self::Busy(error.to_string()),
            AppendError::Unwritable(_) => Self::Broken(error.to_string()),
            AppendError::Refused(error) | AppendError::Unknown(error) => Self::Database(error),
        }
    }
}

impl From<LoadError> for AccountError {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Database(error) => Self::Database(error),
            LoadError::Unreadable { .. } => Self::Broken(error.to_string()),
        }
    }
}

impl From<QueryError> for AccountError {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::Database(error) => Self::Database(error),
            QueryError::NotFound => Self::NotFound,
            QueryError::BadCursor => Self::BadCursor,
        }
    }
}

impl From<hashing::HashingError> for AccountError {
    fn from(error: hashing::HashingError) -> Self {
        match error {
            hashing::HashingError::Busy => Self::Busy(error.to_string()),
            hashing::HashingError::Broken(_) => Self::Broken(error.to_string()),
        }
    }
}

impl From<AccountRefusal> for AccountError {
    fn from(refusal: AccountRefusal) -> Self {
        match refusal {
            AccountRefusal::NotFound => Self::NotFound,
            AccountRefusal::AlreadyRegistered => Self::Broken(refusal.to_string()),
        }
    }
}

/// Whether failed logins are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginLimits {
    /// From the tenth failure in a quarter of an hour, attempts are refused.
    On,
    /// They are not counted (load tests).
    Off,
}

/// All that can be asked of accounts. Cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    pool: PgPool,
    secrets: secrets::Secrets,
    tokens: Arc<tokens::Tokens>,
    hasher: hashing::Hasher,
    revocations: revocations::Revocations,
    login_limits: LoginLimits,
    password_requested: Arc<Notify>,
    obvious_words: passwords::ObviousWords,
}

impl Accounts {
    /// Opens the accounts of a migrated database. Whoever serves requests also runs
    /// [`Accounts::keep_up`].
    pub async fn open(
        pool: PgPool,
        secrets: secrets::Secrets,
        login_limits: LoginLimits,
    ) -> Result<Self, AccountError> {
        let revocations = revocations::Revocations::default();
        revocations.reload(&pool, Utc::now()).await?;
        Ok(Self {
            pool,
            tokens: Arc::new(tokens::Tokens::new(&secrets)),
            secrets,
            hasher: hashing::Hasher::new()?,
            revocations,
            login_limits,
            password_requested: Arc::default(),
            obvious_words: passwords::ObviousWords::of_site(""),
        })
    }

    /// The same for an installation of this `PUBLIC_URL`, whose words make no passwords.
    pub fn at_site(self, public_url: &str) -> Self {
        Self {
            obvious_words: passwords::ObviousWords::of_site(public_url),
            ..self
        }
    }

    /// Who a valid access token speaks for. Asks nothing but memory.
    pub fn identify(&self, token: &str, now: DateTime<Utc>) -> Result<Identity, tokens::BadToken> {
        let claims = self.tokens.verify(token, now)?;
        if !self.revocations.allow(&claims) {
            return Err(tokens::BadToken::new("the account changed since"));
        }
        Ok(Identity {
            user_id: claims.sub,
            role: claims.role,
            session: claims.sid,
        })
    }

    /// The server's secrets, for the keys of other purposes.
    pub fn secrets(&self) -> &secrets::Secrets {
        &self.secrets
    }
}

/// Who calls, proven by an access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// The account.
    pub user_id: UserId,
    /// What it may do.
    pub role: Role,
    /// The session that the token was made in.
    pub session: Option<Uuid>,
}
