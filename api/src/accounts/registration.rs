//! Opening accounts.

use chrono::{DateTime, Utc};

use seatlog_domain::account::{AccountCommand, Role};
use seatlog_domain::fields::FieldError;
use seatlog_domain::ids::UserId;
use seatlog_domain::text::Line;
use seatlog_projections::log::Position;

use super::email::Email;
use super::passwords::{ObviousWords, Password};
use super::stream::AccountStream;
use super::{AccountError, Accounts, User};
use crate::event_store::Origin;
use crate::security_log;

/// What a person registers with, as typed.
#[derive(Clone)]
pub struct Registration {
    /// The e-mail address.
    pub email: String,
    /// The password.
    pub password: String,
    /// What the person wants to be called.
    pub name: String,
}

/// The name of an account: one line.
pub type Name = Line<100>;

impl Accounts {
    /// Opens an account for a person. The account's id is the command's, so a second try of the
    /// same command finds the account that the first one opened.
    pub async fn register(
        &self,
        registration: &Registration,
        origin: &Origin,
        now: DateTime<Utc>,
    ) -> Result<(User, Position), AccountError> {
        self.open_account(registration, Role::User, origin, now)
            .await
    }

    /// Opens an account for an admin.
    pub async fn create_admin(
        &self,
        email: &str,
        password: &str,
        now: DateTime<Utc>,
    ) -> Result<User, AccountError> {
        let registration = Registration {
            email: email.to_owned(),
            password: password.to_owned(),
            name: "Admin".to_owned(),
        };
        let opened = self
            .open_account(&registration, Role::Admin, &Origin::system(), now)
            .await?;
        Ok(opened.0)
    }

    /// Opens an account for an admin unless the address has an account; says whether it did.
    /// Several nodes may do so at once.
    pub async fn ensure_admin(
        &self,
        email: &str,
        password: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, AccountError> {
        if self.has(email).await? {
            return Ok(false);
        }
        match self.create_admin(email, password, now).await {
            Ok(_) => Ok(true),
            Err(AccountError::EmailTaken) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Whether an e-mail address has an account.
    pub(crate) async fn has(&self, email: &str) -> Result<bool, AccountError> {
        let folded = Email::new(email)
            .map(|email| email.folded().to_owned())
            .unwrap_or_default();
        let sql = "SELECT EXISTS (SELECT FROM accounts WHERE email_folded = $1)";
        Ok(sqlx::query_scalar(sql)
            .bind(folded)
            .fetch_one(&self.pool)
            .await?)
    }

    /// Opens an account with a role.
    pub(crate) async fn open_account(
        &self,
        registration: &Registration,
        role: Role,
        origin: &Origin,
        now: DateTime<Utc>,
    ) -> Result<(User, Position), AccountError> {
        let (email, password, name) = parse(registration, &self.obvious_words)?;
        let hash = self.hasher.hash(password.expose()).await?;
        let id = UserId::new(origin.command_id);
        let mut tx = self.pool.begin().await?;
        let opened = sqlx::query(
            "INSERT INTO accounts (id, email, email_folded, name, password_hash, role, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT ON CONSTRAINT accounts_email_unique DO NOTHING",
        )
        .bind(id.uuid())
        .bind(email.as_str())
        .bind(email.folded())
        .bind(name.as_str())
        .bind(hash)
        .bind(role.as_str())
        .bind(now)
        .execute(&mut *tx)
        .await?;
        if opened.rows_affected() == 0 {
            tx.rollback().await?;
            return self.opened_before(id, &email).await;
        }
        let position = AccountStream::new(id)
            .execute(&mut tx, AccountCommand::RegisterUser { role, now }, origin)
            .await?
            .ok_or_else(|| AccountError::Broken("a registration without a fact".to_owned()))?;
        tx.commit().await?;
        security_log::registered(id, role);
        let user = User {
            id,
            email: email.as_str().to_owned(),
            name: name.as_str().to_owned(),
            role,
            email_verified: false,
        };
        Ok((user, position))
    }

    /// The address has an account: ours, if this command opened it before.
    async fn opened_before(
        &self,
        id: UserId,
        email: &Email,
    ) -> Result<(User, Position), AccountError> {
        let Some(user) = self.find_user(id).await? else {
            return Err(AccountError::EmailTaken);
        };
        if !user.email.eq_ignore_ascii_case(email.as_str()) {
            return Err(AccountError::EmailTaken);
        }
        let stream = AccountStream::load(&mut *self.pool.acquire().await?, id).await?;
        Ok((user, stream.position()))
    }
}

fn parse(
    registration: &Registration,
    obvious: &ObviousWords,
) -> Result<(Email, Password, Name), AccountError> {
    let mut errors = Vec::new();
    let email = FieldError::collect(&mut errors, "email", Email::new(&registration.email));
    let obvious = email
        .as_ref()
        .map_or_else(|| obvious.clone(), |email| obvious.and_of(email));
    let password = Password::new(&registration.password, &obvious);
    let password = FieldError::collect(&mut errors, "password", password);
    let name = FieldError::collect(&mut errors, "name", Name::new(&registration.name));
    match (email, password, name) {
        (Some(email), Some(password), Some(name)) => Ok((email, password, name)),
        _ => Err(AccountError::Invalid(errors)),
    }
}
