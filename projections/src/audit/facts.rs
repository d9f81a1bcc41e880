//! The log as auditors read it.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{FromRow, PgPool, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use seatlog_domain::ids::{EventId, UserId};

use crate::log::{Position, head};
use crate::page::{Page, PageRequest, QueryError, tag};

/// How many positions are looked through at a time for facts that no index leads to, and how long
/// at most; a page that is not full then says where the next one begins.
const STRETCH: i64 = 100_000;
const LOOKING: Duration = Duration::from_secs(2);

/// A fact as the log has it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AuditedFact {
    /// Its place in the log, from 1, without gaps.
    #[schema(value_type = i64)]
    pub position: Position,
    /// The event or the account whose fact it is.
    pub stream: String,
    /// `event` or `account`.
    pub stream_type: String,
    /// Its place in its stream, from 1.
    pub sequence: i64,
    /// What happened.
    #[schema(example = "SeatsBooked")]
    pub r#type: String,
    /// The version of its shape.
    #[schema(example = "1")]
    pub version: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who did it; null where the program itself did, or a person registered.
    pub actor_id: Option<Uuid>,
    /// The command that led to it.
    pub command_id: Option<Uuid>,
    /// The request that brought the command: the `X-Request-Id` of its answer.
    pub correlation_id: Option<String>,
    /// What is stored: an object whose one member is named by the type.
    #[schema(value_type = Object)]
    pub payload: Value,
    /// Its hash in the chain; null until the fact is sealed, which is a matter of a moment.
    pub hash: Option<String>,
}

impl FromRow<'_, PgRow> for AuditedFact {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let Json(payload) = row.try_get("payload")?;
        Ok(Self {
            position: row.try_get("position")?,
            stream: row.try_get("aggregate_id")?,
            stream_type: row.try_get("aggregate_type")?,
            sequence: row.try_get("sequence")?,
            r#type: row.try_get("event_type")?,
            version: row.try_get("event_version")?,
            recorded_at: row.try_get("recorded_at")?,
            actor_id: id(row, "actor_id")?,
            command_id: id(row, "command_id")?,
            correlation_id: row.try_get("correlation_id")?,
            payload,
            hash: None,
        })
    }
}

/// An id in a fact's metadata; what others wrote may be none.
fn id(row: &PgRow, column: &str) -> Result<Option<Uuid>, sqlx::Error> {
    let text: Option<&str> = row.try_get(column)?;
    Ok(text.and_then(|text| Uuid::parse_str(text).ok()))
}

/// Which facts are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FactFilter {
    /// Behind this position.
    pub after: Option<Position>,
    /// Of this event.
    pub event_id: Option<EventId>,
    /// That this user did, or that speak of the user.
    pub user_id: Option<UserId>,
    /// Of this type.
    pub r#type: Option<String>,
}

const SELECT: &str = "
    SELECT position, aggregate_type, aggregate_id, sequence, event_type, event_version, payload,
           recorded_at, metadata->>'actor_id' AS actor_id, metadata->>'command_id' AS command_id,
           metadata->>'correlation_id' AS correlation_id
    FROM events
    WHERE ($1::text IS NULL OR event_type = $1)
      AND ($2::text IS NULL OR aggregate_id = $2
           OR strpos(metadata::text, $2) > 0 OR strpos(payload::text, $2) > 0)";

/// A page of facts, in the order of the log. Facts of one event are found by its stream. For
/// others the log is looked through, for a user from the registration on; a page may be shorter
/// than asked, or empty, and still lead on to another one.
///
/// # Errors
/// The cursor is of another list, or the database failed.
pub async fn list(
    pool: &PgPool,
    filter: &FactFilter,
    page: &PageRequest,
) -> Result<Page<AuditedFact>, QueryError> {
    let tag = tag("audit/facts", filter);
    let after = page.after(&tag)?.or(filter.after).unwrap_or_default();
    if let Some(event) = filter.event_id {
        let found = of_event(pool, filter, event, (after, page.fetch())).await?;
        return page.close(&tag, found, |fact: &AuditedFact| fact.position);
    }
    let began = Instant::now();
    let (head, mut reached) = (head(pool).await?, after);
    if let Some(user) = filter.user_id {
        reached = reached.max(before_registration(pool, user, head).await?);
    }
    let mut found = Vec::new();
    while reached < head && (found.len() as i64) < page.fetch() {
        if began.elapsed() > LOOKING {
            return page.cut_short(&tag, found, &reached);
        }
        let upto = head.min(reached + STRETCH);
        let missing = page.fetch() - found.len() as i64;
        found.append(&mut between(pool, filter, (reached, upto), missing).await?);
        reached = upto;
    }
    page.close(&tag, found, |fact: &AuditedFact| fact.position)
}

async fn of_event(
    pool: &PgPool,
    filter: &FactFilter,
    event: EventId,
    (after, at_most): (Position, i64),
) -> Result<Vec<AuditedFact>, sqlx::Error> {
    // In a stream positions grow with the sequence; by it, the primary key leads the way.
    let sql = format!(
        "{SELECT} AND aggregate_type = 'event' AND aggregate_id = $3 AND position > $4
         ORDER BY sequence LIMIT $5"
    );
    sqlx::query_as(&sql)
        .bind(&filter.r#type)
        .bind(filter.user_id.map(|user| user.to_string()))
        .bind(event.to_string())
        .bind(after)
        .bind(at_most)
        .fetch_all(pool)
        .await
}

async fn between(
    pool: &PgPool,
    filter: &FactFilter,
    (after, upto): (Position, Position),
    at_most: i64,
) -> Result<Vec<AuditedFact>, sqlx::Error> {
    let sql = format!("{SELECT} AND position > $3 AND position <= $4 ORDER BY position LIMIT $5");
    sqlx::query_as(&sql)
        .bind(&filter.r#type)
        .bind(filter.user_id.map(|user| user.to_string()))
        .bind(after)
        .bind(upto)
        .bind(at_most)
        .fetch_all(pool)
        .await
}

/// The position before a user's first fact, or the head if there is no such user: nothing in the
/// log speaks of a user before.
async fn before_registration(
    pool: &PgPool,
    user: UserId,
    head: Position,
) -> Result<Position, sqlx::Error> {
    let sql = "
        SELECT position - 1 FROM events
        WHERE aggregate_type = 'account' AND aggregate_id = $1 AND sequence = 1";
    let registered = sqlx::query_scalar(sql)
        .bind(user.to_string())
        .fetch_optional(pool)
        .await?;
    Ok(registered.unwrap_or(head))
}
