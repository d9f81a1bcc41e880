//! Changing what an account may do.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use seatlog_domain::account::{AccountCommand, Role};
use seatlog_domain::ids::UserId;
use seatlog_projections::log::Position;

use super::directory::AdminUser;
use super::stream::AccountStream;
use super::{AccountError, Accounts, revocations, sessions};
use crate::event_store::Origin;
use crate::security_log;

impl Accounts {
    /// Gives an account another role and ends its tokens at once: its sessions with the change,
    /// its access tokens on every node. The position is that of the fact; nothing is recorded and
    /// nothing ends when the account has the role already.
    ///
    /// There is never no admin: whoever changes a role holds the rows of all admins, so of two
    /// admins who demote each other at once the second finds that it is the last, or none at all.
    pub async fn change_role(
        &self,
        account: UserId,
        role: Role,
        origin: &Origin,
        now: DateTime<Utc>,
    ) -> Result<(AdminUser, Option<Position>), AccountError> {
        let mut tx = self.pool.begin().await?;
        let admins = lock_admins(&mut tx, origin.actor_id).await?;
        if role != Role::Admin && admins == [account.uuid()] {
            return Err(AccountError::LastAdmin);
        }
        lock_row(&mut tx, account).await?;
        let position = AccountStream::load(&mut tx, account)
            .await?
            .execute(&mut tx, AccountCommand::ChangeRole { role, now }, origin)
            .await?;
        let generation = match position {
            Some(_) => Some(set_role(&mut tx, account, role, now).await?),
            None => None,
        };
        tx.commit().await?;
        if let Some(generation) = generation {
            self.revocations.note(account, generation, now);
            security_log::role_changed(account, role, origin.actor_id);
        }
        Ok((self.admin_user(account).await?, position))
    }
}

/// The accounts of all admins, in the order in which everybody locks them; an error if the one who
/// acts is none of them any more.
pub(super) async fn lock_admins(
    db: &mut PgConnection,
    actor: Option<UserId>,
) -> Result<Vec<Uuid>, AccountError> {
    // Not stronger: whoever writes mails to the admins need not wait.
    let sql = "SELECT id FROM accounts WHERE role = 'admin' ORDER BY id FOR NO KEY UPDATE";
    let admins: Vec<Uuid> = sqlx::query_scalar(sql).fetch_all(db).await?;
    if actor.is_some_and(|actor| !admins.contains(&actor.uuid())) {
        return Err(AccountError::Forbidden);
    }
    Ok(admins)
}

async fn lock_row(db: &mut PgConnection, account: UserId) -> Result<(), AccountError> {
    sqlx::query("SELECT FROM accounts WHERE id = $1 FOR NO KEY UPDATE")
        .bind(account.uuid())
        .fetch_optional(db)
        .await?
        .map(drop)
        .ok_or(AccountError::NotFound)
}

/// Changes the row, ends the sessions and tells the other nodes; returns the lowest generation that is still valid.
async fn set_role(
    db: &mut PgConnection,
    account: UserId,
    role: Role,
    now: DateTime<Utc>,
) -> Result<i32, sqlx::Error> {
    let generation = sqlx::query_scalar(
        "UPDATE accounts
         SET role = $2, token_generation = token_generation + 1, generation_at = $3
         WHERE id = $1 RETURNING token_generation",
    )
    .bind(account.uuid())
    .bind(role.as_str())
    .bind(now)
    .fetch_one(&mut *db)
    .await?;
    sessions::end_all(db, account, now).await?;
    revocations::announce(db).await?;
    Ok(generation)
}
