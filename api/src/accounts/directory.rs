//! Looking accounts up, and what people may change about their own.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{Row, postgres::PgRow};
use utoipa::ToSchema;
use uuid::Uuid;

use seatlog_domain::account::Role;
use seatlog_domain::fields::FieldError;
use seatlog_domain::ids::UserId;
use seatlog_projections::page::{self, Page, PageRequest};

use super::registration::Name;
use super::{AccountError, Accounts, User};

/// An account, as admins see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AdminUser {
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
    /// When it was opened.
    pub created_at: DateTime<Utc>,
}

impl From<AdminUser> for User {
    fn from(user: AdminUser) -> Self {
        let AdminUser {
            id,
            email,
            name,
            role,
            email_verified,
            created_at: _,
        } = user;
        Self {
            id,
            email,
            name,
            role,
            email_verified,
        }
    }
}

/// What [`decode`] reads.
const COLUMNS: &str = "id, email, name, role, created_at, email_verified_at";

/// Which accounts are looked for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Whose name or address contains this text.
    pub q: Option<String>,
    /// That have one of these ids.
    pub ids: Option<Vec<Uuid>>,
}

impl Accounts {
    /// An account, as its owner sees it.
    pub async fn user(&self, id: UserId) -> Result<User, AccountError> {
        self.find_user(id).await?.ok_or(AccountError::NotFound)
    }

    pub(super) async fn find_user(&self, id: UserId) -> Result<Option<User>, AccountError> {
        Ok(self.find(id).await?.map(User::from))
    }

    /// An account, as admins see it.
    pub async fn admin_user(&self, id: UserId) -> Result<AdminUser, AccountError> {
        self.find(id).await?.ok_or(AccountError::NotFound)
    }

    async fn find(&self, id: UserId) -> Result<Option<AdminUser>, AccountError> {
        sqlx::query(&format!("SELECT {COLUMNS} FROM accounts WHERE id = $1"))
            .bind(id.uuid())
            .fetch_optional(&self.pool)
            .await?
            .as_ref()
            .map(decode)
            .transpose()
    }

    /// The accounts that a search finds, newest first.
    pub async fn list(
        &self,
        search: &Search,
        request: &PageRequest,
    ) -> Result<Page<AdminUser>, AccountError> {
        let tag = page::tag("accounts", search);
        let rows = sqlx::query(&format!(
            "SELECT {COLUMNS} FROM accounts
             WHERE ($1 IS NULL OR strpos(lower(name), lower($1)) > 0
                    OR strpos(email_folded, lower($1)) > 0)
                   AND ($2 IS NULL OR id < $2) AND ($4::uuid[] IS NULL OR id = ANY($4))
             ORDER BY id DESC LIMIT $3"
        ))
        .bind(&search.q)
        .bind(request.after::<Uuid>(&tag)?)
        .bind(request.fetch())
        .bind(&search.ids)
        .fetch_all(&self.pool)
        .await?;
        let users = rows.iter().map(decode).collect::<Result<_, _>>()?;
        Ok(request.close(&tag, users, |user: &AdminUser| user.id)?)
    }

    /// Changes what a person wants to be called.
    pub async fn rename(&self, id: UserId, name: &str) -> Result<User, AccountError> {
        let name = Name::new(name).map_err(|error| {
            AccountError::Invalid(vec![FieldError::new("name", error.to_string())])
        })?;
        sqlx::query("UPDATE accounts SET name = $2 WHERE id = $1")
            .bind(id.uuid())
            .bind(name.as_str())
            .execute(&self.pool)
            .await?;
        self.user(id).await
    }
}

pub(super) fn decode(row: &PgRow) -> Result<AdminUser, AccountError> {
    Ok(AdminUser {
        id: UserId::new(row.try_get("id")?),
        email: row.try_get("email")?,
        name: row.try_get("name")?,
        role: parse_role(row.try_get("role")?)?,
        email_verified: row
            .try_get::<Option<DateTime<Utc>>, _>("email_verified_at")?
            .is_some(),
        created_at: row.try_get("created_at")?,
    })
}

/// A role as the table has it.
fn parse_role(text: &str) -> Result<Role, AccountError> {
    text.parse()
        .map_err(|error| AccountError::Broken(format!("role {text:?} {error}")))
}
