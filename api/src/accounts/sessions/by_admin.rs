//! Ending somebody's sessions for them.

use chrono::{DateTime, Utc};
use seatlog_domain::ids::UserId;

use super::chain;
use crate::accounts::roles::lock_admins;
use crate::accounts::{AccountError, Accounts, revocations};
use crate::event_store::Origin;
use crate::security_log;

impl Accounts {
    /// Ends all sessions of an account for an admin, and its access tokens on every node. Its
    /// password stays as it is.
    ///
    /// # Errors
    /// [`AccountError::Forbidden`] if the actor is no admin any more, [`AccountError::NotFound`].
    pub async fn end_sessions(
        &self,
        account: UserId,
        origin: &Origin,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        let mut tx = self.pool.begin().await?;
        lock_admins(&mut tx, origin.actor_id).await?;
        let generation = revocations::next_generation(&mut tx, account, now).await?;
        let generation = generation.ok_or(AccountError::NotFound)?;
        chain::end_all(&mut tx, account, now).await?;
        revocations::announce(&mut *tx).await?;
        tx.commit().await?;
        self.revocations.note(account, generation, now);
        security_log::sessions_ended(account, origin.actor_id);
        Ok(())
    }
}
