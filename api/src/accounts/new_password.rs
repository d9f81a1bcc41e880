//! Choosing a new password, with the old one or with a mailed link. Either tells the owner by mail,
//! and makes links that were mailed for it good for nothing.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

use seatlog_domain::fields::FieldError;
use seatlog_domain::ids::UserId;
use seatlog_notifier::account_mails::{Matter, Purpose};

use super::email::Email;
use super::mailed_tokens::{self, Owner};
use super::passwords::Password;
use super::proof::Proof;
use super::{AccountError, Accounts, revocations, sessions};
use crate::security_log;

/// The old password and the new one, as typed.
#[derive(Clone, Copy)]
pub struct PasswordChange<'a> {
    /// What proves that the owner asks.
    pub old: Proof<'a>,
    /// What the password shall be.
    pub new: &'a str,
    /// The session that goes on.
    pub session: Option<Uuid>,
}

impl Accounts {
    /// Gives an account a new password for who knows the old one, and ends all of its sessions but
    /// the one that asks.
    ///
    /// # Errors
    /// [`AccountError::Invalid`] for a new password that is refused,
    /// [`AccountError::WrongPassword`], and [`AccountError::TooManyAttempts`] after as many failures
    /// as close a login.
    pub async fn change_password(
        &self,
        account: UserId,
        change: &PasswordChange<'_>,
        public_url: &str,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        let new = self.accept(account, ("new_password", change.new)).await?;
        let old_hash = self.prove(account, change.old, now).await?;
        let hash = self.hasher.hash(new.expose()).await?;
        let mut tx = self.pool.begin().await?;
        // Whoever was faster has changed it: then it was the old one no longer.
        if !holds_with(&mut tx, account, &old_hash).await? {
            return Err(AccountError::WrongPassword);
        }
        self.put_in_place(&mut tx, (account, &hash), public_url, now)
            .await?;
        let ended = sessions::end_others(&mut tx, account, change.session, now).await?;
        revocations::announce(&mut *tx).await?;
        tx.commit().await?;
        for session in ended {
            self.revocations.note_end(session, now);
        }
        security_log::password_changed(account, "the old one");
        Ok(())
    }

    /// Gives an account a new password and ends its sessions and access tokens, also those of
    /// whoever knew the old one. The mail was read, so its address is verified.
    ///
    /// # Errors
    /// [`AccountError::BadToken`]; [`AccountError::Invalid`] for a password that is refused, after
    /// which the token is still good.
    pub async fn reset_password(
        &self,
        (token, password): (&str, &str),
        public_url: &str,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        // Hashing is dear: not for whoever makes tokens up.
        let mut db = self.pool.acquire().await?;
        let owner = mailed_tokens::look_at(&mut db, token, Purpose::ResetPassword, now).await?;
        drop(db);
        let password = self.accept(owner, ("password", password)).await?;
        let hash = self.hasher.hash(password.expose()).await?;
        let mut tx = self.pool.begin().await?;
        let account = mailed_tokens::use_up(&mut tx, token, Purpose::ResetPassword, now).await?;
        self.put_in_place(&mut tx, (account, &hash), public_url, now)
            .await?;
        Self::set_verified(&mut tx, account, now).await?;
        let generation = revocations::next_generation(&mut tx, account, now).await?;
        sessions::end_all(&mut tx, account, now).await?;
        revocations::announce(&mut *tx).await?;
        tx.commit().await?;
        if let Some(generation) = generation {
            self.revocations.note(account, generation, now);
        }
        security_log::password_changed(account, "a mailed link");
        Ok(())
    }

    /// What somebody chose in this field, if their account may have it.
    async fn accept(
        &self,
        account: UserId,
        (field, password): (&str, &str),
    ) -> Result<Password, AccountError> {
        let email = Email::new(&self.user(account).await?.email);
        let obvious = email.map_or_else(
            |_| self.obvious_words.clone(),
            |email| self.obvious_words.and_of(&email),
        );
        Password::new(password, &obvious)
            .map_err(|error| AccountError::Invalid(vec![FieldError::new(field, error.to_string())]))
    }

    /// Changes the hash, and forgets and tells what there is to forget and to tell. The caller
    /// holds the account's row.
    async fn put_in_place(
        &self,
        db: &mut PgConnection,
        (account, hash): (UserId, &str),
        public_url: &str,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        let sql = "UPDATE accounts SET password_hash = $2 WHERE id = $1
                   RETURNING name, email, email_folded";
        let owner: OwnerRow = sqlx::query_as(sql)
            .bind(account.uuid())
            .bind(hash)
            .fetch_one(&mut *db)
            .await?;
        if let Some(subjects) = self.subjects(&owner.email_folded, None) {
            subjects.forget(db).await?;
        }
        mailed_tokens::void(db, account, Purpose::ResetPassword).await?;
        let owner = Owner {
            id: account,
            name: owner.name,
            email: owner.email,
        };
        let told = owner.write(db, (Matter::PasswordChanged, public_url), now);
        told.await
    }
}

#[derive(FromRow)]
struct OwnerRow {
    name: String,
    email: String,
    email_folded: String,
}

/// Holds the account's row, if it still has this hash.
async fn holds_with(
    db: &mut PgConnection,
    account: UserId,
    hash: &str,
) -> Result<bool, sqlx::Error> {
    let sql = "SELECT FROM accounts WHERE id = $1 AND password_hash = $2 FOR NO KEY UPDATE";
    let held = sqlx::query(sql).bind(account.uuid()).bind(hash);
    Ok(held.fetch_optional(db).await?.is_some())
}
