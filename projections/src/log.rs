//! Reading the log: all facts of all streams, in the order of their positions.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use sqlx::{PgExecutor, Row, postgres::PgRow};
use uuid::Uuid;

use seatlog_domain::account::AccountFact;
use seatlog_domain::event::EventFact;
use seatlog_domain::ids::{EventId, UserId};
use seatlog_domain::upcasting::{self, Upcast};

/// The number of a fact in the log, from 1, without gaps.
pub type Position = i64;

/// A fact, and the stream that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Something that happened to an event.
    Event(EventId, EventFact),
    /// Something that happened to an account.
    Account(UserId, AccountFact),
}

/// A fact as the log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedFact {
    /// Its place in the log.
    pub position: Position,
    /// Its place in its stream, from 1.
    pub sequence: i64,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who did it, by which command: the keys are `actor_id`, `command_id` and
    /// `correlation_id` (the request). Old facts may have an `address`; nobody looks at it.
    pub metadata: HashMap<String, String>,
    /// What happened.
    pub fact: Fact,
}

/// Why the log could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The database did not answer; trying again may help.
    #[error("the log cannot be read: {0}")]
    Database(#[from] sqlx::Error),
    /// The record makes no sense to this program; trying again does not help.
    #[error("the fact at position {position} cannot be read: {reason}")]
    Unreadable {
        /// Where it stands.
        position: Position,
        /// What is wrong with it.
        reason: String,
    },
}

pub(crate) const COLUMNS: &str =
    "position, aggregate_type, aggregate_id, sequence, recorded_at, metadata, event_type,
     event_version, payload";

/// Reads at most `limit` facts after a position, in order.
pub async fn read_after(
    db: impl PgExecutor<'_>,
    after: Position,
    limit: i64,
) -> Result<Vec<RecordedFact>, LogError> {
    let sql =
        format!("SELECT {COLUMNS} FROM events WHERE position > $1 ORDER BY position LIMIT $2");
    let rows = sqlx::query(&sql)
        .bind(after)
        .bind(limit)
        .fetch_all(db)
        .await?;
    rows.iter().map(decode).collect()
}

/// The facts of some kinds in a range of positions, of one event or of all, in order.
pub(crate) async fn read_kinds(
    db: impl PgExecutor<'_>,
    positions: RangeInclusive<Position>,
    kinds: &[&str],
    event: Option<EventId>,
) -> Result<Vec<RecordedFact>, LogError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM events
         WHERE position BETWEEN $1 AND $2 AND event_type = ANY($3)
           AND ($4::text IS NULL OR aggregate_id = $4)
         ORDER BY position"
    );
    let rows = sqlx::query(&sql)
        .bind(positions.start())
        .bind(positions.end())
        .bind(kinds)
        .bind(event.map(|event| event.to_string()))
        .fetch_all(db)
        .await?;
    rows.iter().map(decode).collect()
}

/// The first facts of some kinds of an event after one of its facts, or after 0, and up to another
/// position, in order.
pub(crate) async fn read_kinds_of(
    db: impl PgExecutor<'_>,
    event: EventId,
    kinds: &[&str],
    (after, upto): (Position, Position),
    limit: i64,
) -> Result<Vec<RecordedFact>, LogError> {
    // The place in the stream, not that in the log, so that the index of streams is read from there.
    let sql = format!(
        "SELECT {COLUMNS} FROM events
         WHERE aggregate_type = 'event' AND aggregate_id = $1
           AND sequence > coalesce((SELECT sequence FROM events WHERE position = $2), 0)
           AND position <= $3 AND event_type = ANY($4)
         ORDER BY sequence LIMIT $5"
    );
    let rows = sqlx::query(&sql)
        .bind(event.to_string())
        .bind(after)
        .bind(upto)
        .bind(kinds)
        .bind(limit)
        .fetch_all(db)
        .await?;
    rows.iter().map(decode).collect()
}

/// All facts of one event, in order; none if there never was such an event.
pub async fn read_event(
    db: impl PgExecutor<'_>,
    event: EventId,
) -> Result<Vec<EventFact>, LogError> {
    let sql = "SELECT position, event_type, event_version, payload FROM events
               WHERE aggregate_type = 'event' AND aggregate_id = $1 ORDER BY sequence";
    let rows = sqlx::query(sql)
        .bind(event.to_string())
        .fetch_all(db)
        .await?;
    let fact = |row: &PgRow| {
        let position = row.try_get("position")?;
        fact_of(row).map_err(|reason| LogError::Unreadable { position, reason })
    };
    rows.iter().map(fact).collect()
}

/// A fact of an event, as far as those need it who keep the event's seats in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventFactRow {
    /// The event.
    pub event: EventId,
    /// Its place in the log.
    pub position: Position,
    /// Its place in the event's stream, from 1.
    pub sequence: i64,
    /// What happened, or why that makes no sense to this program.
    pub fact: Result<EventFact, String>,
}

/// What the next facts of the log say of some events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The last position that was looked at.
    pub upto: Position,
    /// The facts of those events, in order.
    pub facts: Vec<EventFactRow>,
}

/// Looks through at most `limit` facts after a position for those of some events.
pub async fn read_events_after(
    db: impl PgExecutor<'_>,
    after: Position,
    limit: i64,
    events: &[EventId],
) -> Result<Stretch, sqlx::Error> {
    // The limit inside keeps the planner on the index of positions, however long the streams are.
    let sql = "
        WITH next AS MATERIALIZED (
            SELECT position, sequence, aggregate_type, aggregate_id, event_type, event_version,
                   payload
            FROM events WHERE position > $1 ORDER BY position LIMIT $2)
        SELECT upto, position, sequence, aggregate_id::uuid, event_type, event_version, payload
        FROM (SELECT max(position) AS upto FROM next) AS last
        LEFT JOIN next ON aggregate_type = 'event' AND aggregate_id = ANY($3)
        ORDER BY position";
    let names: Vec<String> = events.iter().map(ToString::to_string).collect();
    let rows = sqlx::query(sql)
        .bind(after)
        .bind(limit)
        .bind(names)
        .fetch_all(db)
        .await?;
    let upto: Option<Position> = rows
        .first()
        .map(|row| row.try_get("upto"))
        .transpose()?
        .flatten();
    let facts = rows.iter().filter_map(|row| event_fact(row).transpose());
    Ok(Stretch {
        upto: upto.unwrap_or(after),
        facts: facts.collect::<Result<_, _>>()?,
    })
}

fn event_fact(row: &PgRow) -> Result<Option<EventFactRow>, sqlx::Error> {
    let Some(position) = row.try_get("position")? else {
        return Ok(None);
    };
    Ok(Some(EventFactRow {
        event: EventId::new(row.try_get("aggregate_id")?),
        position,
        sequence: row.try_get("sequence")?,
        fact: fact_of(row),
    }))
}

/// The position of the last fact; 0 while the log is empty.
pub async fn head(db: impl PgExecutor<'_>) -> Result<Position, sqlx::Error> {
    sqlx::query_scalar("SELECT coalesce(max(position), 0) FROM events")
        .fetch_one(db)
        .await
}

pub(crate) fn decode(row: &PgRow) -> Result<RecordedFact, LogError> {
    let position: Position = row.try_get("position")?;
    let unreadable = |reason: String| LogError::Unreadable { position, reason };
    let Json(metadata) = row
        .try_get("metadata")
        .map_err(|e| unreadable(e.to_string()))?;
    let stream: String = row.try_get("aggregate_id")?;
    let stream = Uuid::parse_str(&stream).map_err(|e| unreadable(e.to_string()))?;
    let fact = match row.try_get("aggregate_type")? {
        "event" => Fact::Event(EventId::new(stream), fact_of(row).map_err(unreadable)?),
        "account" => Fact::Account(UserId::new(stream), fact_of(row).map_err(unreadable)?),
        other => return Err(unreadable(format!("unknown kind of stream {other:?}"))),
    };
    Ok(RecordedFact {
        position,
        sequence: row.try_get("sequence")?,
        recorded_at: row.try_get("recorded_at")?,
        metadata,
        fact,
    })
}

fn fact_of<F: Upcast>(row: &PgRow) -> Result<F, String> {
    // JSON is text.
    let text = |column| row.try_get_unchecked(column).map_err(|e| e.to_string());
    upcasting::read(
        text("event_type")?,
        text("event_version")?,
        text("payload")?,
    )
    .map_err(|e| e.to_string())
}
