//! The facts of one account, read and appended inside the transaction that changes its row.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use sqlx::{FromRow, PgConnection};
use utoipa::ToSchema;

use cqrs_es::Aggregate;
use seatlog_domain::account::{Account, AccountCommand, AccountFact};
use seatlog_domain::ids::UserId;
use seatlog_projections::log::Position;

use super::{AccountError, Accounts};
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

/// A fact about an account, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, FromRow)]
pub struct OwnFact {
    /// Its place in the log.
    #[schema(value_type = i64)]
    pub position: Position,
    /// What happened.
    #[sqlx(rename = "event_type")]
    pub r#type: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// All that the log keeps of it.
    pub payload: Value,
}

impl Accounts {
    /// What the log says of an account, oldest first.
    pub async fn facts_of(&self, id: UserId) -> Result<Vec<OwnFact>, AccountError> {
        let facts = sqlx::query_as(
            "SELECT position, event_type, recorded_at, payload FROM events
             WHERE aggregate_type = $1 AND aggregate_id = $2 ORDER BY sequence",
        )
        .bind(Account::TYPE)
        .bind(id.to_string())
        .fetch_all(&self.pool)
        .await?;
        Ok(facts)
    }
}
