//! Reading the log stream by stream.

use sqlx::PgConnection;
use uuid::Uuid;

use seatlog_domain::ids::EventId;

use crate::log::{COLUMNS, LogError, RecordedFact, decode};

/// How many facts are read at a time.
const CHUNK: i64 = 2_000;

/// The event after another one, in the order of ids; found by the primary key.
pub(crate) async fn next_event(
    db: &mut PgConnection,
    after: Option<EventId>,
) -> Result<Option<EventId>, LogError> {
    let sql = "
        SELECT min(aggregate_id) FROM events
        WHERE aggregate_type = 'event' AND ($1::text IS NULL OR aggregate_id > $1)";
    let id: Option<String> = sqlx::query_scalar(sql)
        .bind(after.map(|id| id.to_string()))
        .fetch_one(db)
        .await?;
    let id = id.map(|id| Uuid::parse_str(&id)).transpose();
    let id = id.map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(id.map(EventId::new))
}

/// The next facts of an event after a sequence, in order; none at the end of its stream.
pub(crate) async fn read_stream(
    db: &mut PgConnection,
    id: EventId,
    after_sequence: i64,
) -> Result<Vec<RecordedFact>, LogError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM events
         WHERE aggregate_type = 'event' AND aggregate_id = $1 AND sequence > $2
         ORDER BY sequence LIMIT $3"
    );
    let rows = sqlx::query(&sql)
        .bind(id.to_string())
        .bind(after_sequence)
        .bind(CHUNK)
        .fetch_all(db)
        .await?;
    rows.iter().map(decode).collect()
}
