//! Comparing every row of every read model with the log, at one moment.
//!
//! What the rows should be is told by a fold of its own ([`super::replay`]), which shares no code
//! with the projectors: a mistake in one of them shows as a difference.

mod expected;
mod flows;
mod rows;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, PgPool};

use seatlog_domain::ids::EventId;

use super::replay::{next_event, read_stream};
use crate::log::{LogError, Position};
use expected::{Expected, Walk};
use rows::{TABLES, USERS};

/// Something in a read model that is not what the log says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The table.
    pub table: &'static str,
    /// The key of the row.
    pub key: String,
    /// The column; nothing where a whole row is missing or too much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What the log says; null: there should be no such row.
    pub expected: Value,
    /// What the table says; null: there is no such row.
    pub found: Value,
}

/// What was compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// The position that each read model had reached.
    pub positions: BTreeMap<String, Position>,
    /// How many events were looked at.
    pub events: u64,
    /// How many rows the log leads to.
    pub rows: u64,
    /// How many differences were found.
    pub differences: u64,
}

/// The tables that are compared: all of every read model.
pub fn tables() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|table| table.name).chain([USERS])
}

/// Compares the read models, or what they say of one event, with the log. Everything is read in
/// one snapshot, each model as of the position that it had reached then, so the program may go on
/// meanwhile. A rebuilt model takes its place when this is over.
///
/// # Errors
/// The log or a table cannot be read.
pub async fn compare(
    pool: &PgPool,
    only: Option<EventId>,
    tell: &mut (dyn FnMut(Difference) + Send),
) -> Result<Compared, LogError> {
    let mut tx = pool.begin().await?;
    sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        .execute(&mut *tx)
        .await?;
    // Before the snapshot is taken, so that no table is exchanged after it.
    let all = tables().collect::<Vec<_>>().join(", ");
    sqlx::query(&format!("LOCK TABLE {all} IN ACCESS SHARE MODE"))
        .execute(&mut *tx)
        .await?;
    let mut comparison = Comparison::new(&mut tx, tell).await?;
    let mut next = match only {
        Some(event) => Some(event),
        None => next_event(comparison.db, None).await?,
    };
    while let Some(id) = next {
        comparison.event(id).await?;
        next = match only {
            Some(_) => None,
            None => next_event(comparison.db, Some(id)).await?,
        };
    }
    if only.is_none() {
        comparison.all_events().await?;
    }
    Ok(comparison.done)
}

struct Comparison<'a> {
    db: &'a mut PgConnection,
    tell: &'a mut (dyn FnMut(Difference) + Send),
    expected: Expected,
    done: Compared,
}

impl<'a> Comparison<'a> {
    async fn new(
        db: &'a mut PgConnection,
        tell: &'a mut (dyn FnMut(Difference) + Send),
    ) -> Result<Self, LogError> {
        let sql = "SELECT name, position FROM projection_checkpoints";
        let positions: Vec<(String, Position)> = sqlx::query_as(sql).fetch_all(&mut *db).await?;
        let positions: BTreeMap<_, _> = positions.into_iter().collect();
        let expected = Expected::new(db, &positions).await?;
        let done = Compared {
            positions,
            ..Compared::default()
        };
        Ok(Self {
            db,
            tell,
            expected,
            done,
        })
    }

    /// Compares what all tables say of an event.
    async fn event(&mut self, id: EventId) -> Result<(), LogError> {
        self.done.events += 1;
        let mut walk = Walk::default();
        let mut sequence = 0;
        let mut expected = BTreeMap::new();
        loop {
            let facts = read_stream(self.db, id, sequence).await?;
            let Some(last) = facts.last() else { break };
            sequence = last.sequence;
            for recorded in &facts {
                self.expected
                    .before(recorded.position, &walk, &mut expected);
                walk.take(recorded);
            }
        }
        self.expected.before(Position::MAX, &walk, &mut expected);
        for table in &TABLES {
            let found = table.rows_of(self.db, id).await?;
            let expected = expected.remove(table.name).unwrap_or_default();
            self.rows(table.name, table.by_key(expected), table.by_key(found));
        }
        Ok(())
    }

    /// Compares what tables say of all events together, and looks for rows of events that the log
    /// does not know.
    async fn all_events(&mut self) -> Result<(), LogError> {
        for table in &TABLES {
            let found = table.rows_of_nobody(self.db).await?;
            let expected = self.expected.of_all_events(table);
            self.rows(table.name, table.by_key(expected), table.by_key(found));
        }
        let reached = self.done.positions.get("reports").copied();
        let expected = rows::expected_users(self.db, reached.unwrap_or_default()).await?;
        let found = rows::found_users(self.db).await?;
        self.rows(USERS, expected, found);
        Ok(())
    }

    fn rows(
        &mut self,
        table: &'static str,
        expected: BTreeMap<String, Value>,
        mut found: BTreeMap<String, Value>,
    ) {
        self.done.rows += expected.len() as u64;
        for (key, expected) in expected {
            let found = found.remove(&key).unwrap_or(Value::Null);
            self.row((table, &key), expected, found);
        }
        for (key, found) in found {
            self.row((table, &key), Value::Null, found);
        }
    }

    fn row(&mut self, (table, key): (&'static str, &str), expected: Value, found: Value) {
        let mut differ = |column: Option<String>, expected, found| {
            self.done.differences += 1;
            (self.tell)(Difference {
                table,
                key: key.to_owned(),
                column,
                expected,
                found,
            });
        };
        match (expected, found) {
            (Value::Object(mut expected), Value::Object(found)) => {
                for (column, found) in found {
                    let expected = expected.remove(&column).unwrap_or(Value::Null);
                    if expected != found {
                        differ(Some(column), expected, found);
                    }
                }
                for (column, expected) in expected {
                    differ(Some(column), expected, Value::Null);
                }
            }
            (expected, found) => differ(None, expected, found),
        }
    }
}
