//! Sessions: what a login opens, a refresh carries on and a logout ends.
//!
//! A session is a chain of refresh tokens, each good for one use. Of a token only its SHA-256 is
//! stored. Its successor is computed from it with the server's secret, so a reply that was lost
//! can be given again without storing anything in clear. A token that turns up later than that
//! was stolen, or the thief was here first: the session ends for both. A change of role ends all
//! sessions of the account.

mod by_admin;
mod chain;
mod listing;
mod refresh_token;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use seatlog_domain::ids::UserId;

use super::login::Credentials;
use super::{AccountError, Accounts, User, directory, tokens};
use crate::security_log;

pub(super) use chain::{end_all, end_others};
pub use listing::Session;
pub use refresh_token::RefreshToken;

/// A session ends so long after its login, used or not.
pub const LIFETIME: TimeDelta = TimeDelta::days(30);
/// It ends so long after its last refresh. Buyers come back within days of a sale, and before the
/// evening; a device that nobody has used for a fortnight may be somebody else's by now.
pub const IDLE: TimeDelta = TimeDelta::days(14);
/// So long after its first use a token still gives the same successor.
pub const GRACE: TimeDelta = TimeDelta::seconds(10);

/// What a login or a refresh gives.
#[derive(Debug, Clone)]
pub struct Tickets {
    /// Who logged in.
    pub user: User,
    /// For the `Authorization` header, for a quarter of an hour.
    pub access_token: String,
    /// For the next refresh.
    pub refresh_token: RefreshToken,
    /// When the session ends, if it is not used again.
    pub session_ends_at: DateTime<Utc>,
}

impl Accounts {
    /// Opens a session for somebody whose password matched this hash: if it was changed, or the
    /// account erased, in the meantime, the password was wrong.
    pub(super) async fn open_session(
        &self,
        (account, password_hash): (UserId, &str),
        credentials: &Credentials,
        now: DateTime<Utc>,
    ) -> Result<Tickets, AccountError> {
        let (session, refresh_token) = (Uuid::now_v7(), RefreshToken::fresh());
        let ends_at = end_of(now, now);
        let mut tx = self.pool.begin().await?;
        let opened = sqlx::query(
            "INSERT INTO sessions (id, account_id, created_at, last_used_at, expires_at, address, user_agent)
             SELECT $1, id, $3, $3, $4, $5, $6 FROM accounts
             WHERE id = $2 AND password_hash = $7 FOR SHARE",
        )
        .bind(session)
        .bind(account.uuid())
        .bind(now)
        .bind(ends_at)
        .bind(credentials.address.map(|address| address.to_string()))
        .bind(credentials.user_agent.as_ref().map(|agent| agent.chars().take(200).collect::<String>()))
        .bind(password_hash)
        .execute(&mut *tx)
        .await?;
        if opened.rows_affected() == 0 {
            return Err(AccountError::BadCredentials);
        }
        chain::store(&mut tx, &refresh_token, session, now).await?;
        let tickets = self
            .tickets(&mut tx, (account, session, ends_at), refresh_token, now)
            .await?;
        tx.commit().await?;
        Ok(tickets)
    }

    /// Exchanges a refresh token for its successor and a new access token.
    pub async fn refresh(
        &self,
        token: &RefreshToken,
        now: DateTime<Utc>,
    ) -> Result<Tickets, AccountError> {
        let mut tx = self.pool.begin().await?;
        let mut found = chain::find(&mut tx, token, now).await?;
        let keys = self.secrets.keys_for("refresh token successor");
        let successor = match found.used_at {
            None => {
                let successor = token.successor(&keys[0]);
                found.expires_at = end_of(found.created_at, now);
                chain::use_up(&mut tx, token, &found, now).await?;
                chain::store(&mut tx, &successor, found.session, now).await?;
                Some(successor)
            }
            Some(used_at) if now - used_at <= GRACE => {
                chain::given_before(&mut tx, token, &keys).await?
            }
            Some(_) => None,
        };
        let Some(successor) = successor else {
            chain::end(&mut tx, found.session, now).await?;
            tx.commit().await?;
            self.revocations.note_end(found.session, now);
            security_log::token_reused(found.account, found.session);
            return Err(AccountError::SessionEnded);
        };
        let tickets = self
            .tickets(
                &mut tx,
                (found.account, found.session, found.expires_at),
                successor,
                now,
            )
            .await?;
        tx.commit().await?;
        Ok(tickets)
    }

    /// Ends the session that a token belongs to, and its access tokens.
    pub async fn logout(
        &self,
        token: &RefreshToken,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        let mut tx = self.pool.begin().await?;
        let found = chain::find(&mut tx, token, now).await?;
        chain::end(&mut tx, found.session, now).await?;
        tx.commit().await?;
        self.revocations.note_end(found.session, now);
        security_log::logged_out(found.account, found.session);
        Ok(())
    }

    async fn tickets(
        &self,
        db: &mut PgConnection,
        (account, session, session_ends_at): (UserId, Uuid, DateTime<Utc>),
        refresh_token: RefreshToken,
        now: DateTime<Utc>,
    ) -> Result<Tickets, AccountError> {
        let row = sqlx::query(
            "SELECT id, email, name, role, created_at, email_verified_at, token_generation
             FROM accounts WHERE id = $1",
        )
        .bind(account.uuid())
        .fetch_optional(db)
        .await?
        .ok_or(AccountError::SessionEnded)?;
        let user = User::from(directory::decode(&row)?);
        let generation = row.try_get("token_generation")?;
        let access_token = self
            .tokens
            .sign_in(session, &user, generation, now)
            .map_err(|error| AccountError::Broken(error.to_string()))?;
        Ok(Tickets {
            user,
            access_token,
            refresh_token,
            session_ends_at,
        })
    }
}

/// When a session ends that is not used again.
fn end_of(created_at: DateTime<Utc>, used_at: DateTime<Utc>) -> DateTime<Utc> {
    (created_at + LIFETIME).min(used_at + IDLE)
}

/// How long the access token of new tickets is good for.
pub const fn access_token_secs() -> i64 {
    tokens::LIFETIME.num_seconds()
}
