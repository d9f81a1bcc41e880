//! The facts of one account, read and appended inside the transaction that changes its row.

use sqlx::PgConnection;

use cqrs_es::Aggregate;
use seatlog_domain::account::{Account, AccountCommand, AccountFact};
use seatlog_domain::ids::UserId;
use seatlog_projections::log::Position;

use super::AccountError;
use crate::event_store::{self, Origin};

/// An account as its facts tell it.
pub(super) struct AccountStream {
    id: UserId,
    account: Account,
    sequence: i64,
    position: Position,
}

impl AccountStream {
    /// The stream of an account that is about to be opened.
    pub(super) fn new(id: UserId) -> Self {
        Self {
            id,
            account: Account::default(),
            sequence: 0,
            position: 0,
        }
    }

    /// Reads the stream. Hold the account's row locked where a decision follows.
    pub(super) async fn load(db: &mut PgConnection, id: UserId) -> Result<Self, AccountError> {
        let mut stream = Self::new(id);
        event_store::load_after::<AccountFact>(db, (Account::TYPE, id.uuid()), 0, |stored| {
            stream.account.evolve(&stored.fact);
            stream.sequence = stored.sequence;
            stream.position = stored.position;
        })
        .await?;
        Ok(stream)
    }

    /// The log position of the last fact; 0 without one.
    pub(super) fn position(&self) -> Position {
        self.position
    }

    /// Decides and appends; the position of the last new fact, or none if nothing changed.
    pub(super) async fn execute(
        &mut self,
        db: &mut PgConnection,
        command: AccountCommand,
        origin: &Origin,
    ) -> Result<Option<Position>, AccountError> {
        let facts = self.account.decide(&command)?;
        if facts.is_empty() {
            return Ok(None);
        }
        let stream = (Account::TYPE, self.id.uuid());
        let positions = event_store::append_in(db, stream, self.sequence, &facts, origin).await?;
        Ok(positions.last().copied())
    }
}
