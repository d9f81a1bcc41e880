//! Rows as JSON objects, by their keys.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use serde_json::{Value, json};
use sqlx::PgConnection;
use sqlx::types::Json;

use seatlog_domain::ids::EventId;

use crate::log::Position;

/// A table of a read model.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    /// The column with the event's id.
    event: &'static str,
    /// The primary key.
    key: &'static [&'static str],
}

/// Every table that has something to say of single events.
pub(super) const TABLES: [Table; 8] = [
    table("catalogue_events", "id", &["id"]),
    table("holds", "event_id", &["id"]),
    table("bookings", "event_id", &["id"]),
    table("bookings_events", "event_id", &["event_id"]),
    table(
        "bookings_events_past",
        "event_id",
        &["event_id", "position"],
    ),
    table("reports_events", "event_id", &["event_id"]),
    table("reports_events_past", "event_id", &["event_id", "upto"]),
    table(
        "reports_hours",
        "event_id",
        &["event_id", "hour", "currency", "upto"],
    ),
];

/// The table of the accounts in each stretch of the log.
pub(super) const USERS: &str = "reports_users";

const fn table(name: &'static str, event: &'static str, key: &'static [&'static str]) -> Table {
    Table { name, event, key }
}

impl Table {
    /// What the table says of an event.
    pub(super) async fn rows_of(
        &self,
        db: &mut PgConnection,
        id: EventId,
    ) -> Result<Vec<Value>, sqlx::Error> {
        let (name, event) = (self.name, self.event);
        let sql = format!("SELECT to_jsonb(t) FROM {name} t WHERE {event} = $1");
        let rows: Vec<Json<Value>> = sqlx::query_scalar(&sql)
            .bind(id.uuid())
            .fetch_all(db)
            .await?;
        Ok(rows.into_iter().map(|Json(row)| row).collect())
    }

    /// What it says of events that are not in the log.
    pub(super) async fn rows_of_nobody(
        &self,
        db: &mut PgConnection,
    ) -> Result<Vec<Value>, sqlx::Error> {
        let (name, event) = (self.name, self.event);
        let sql = format!(
            "SELECT to_jsonb(t) FROM {name} t
             WHERE {event} IN (
                 SELECT {event} FROM (SELECT DISTINCT {event} FROM {name}) AS ids
                 WHERE NOT EXISTS (SELECT FROM events WHERE aggregate_type = 'event'
                                                        AND aggregate_id = {event}::text))"
        );
        let rows: Vec<Json<Value>> = sqlx::query_scalar(&sql).fetch_all(db).await?;
        Ok(rows.into_iter().map(|Json(row)| row).collect())
    }

    pub(super) fn by_key(&self, rows: Vec<Value>) -> BTreeMap<String, Value> {
        let rows = rows.into_iter().map(one_form);
        rows.map(|row| (self.key_of(&row), row)).collect()
    }

    fn key_of(&self, row: &Value) -> String {
        let parts = self.key.iter().map(|column| {
            let part = &row[*column];
            part.as_str()
                .map_or_else(|| part.to_string(), str::to_owned)
        });
        parts.collect::<Vec<_>>().join(" ")
    }
}

/// A value with every time in it written in one way, to the microsecond as PostgreSQL keeps it.
fn one_form(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(match DateTime::parse_from_rfc3339(&text) {
            Ok(time) => time
                .with_timezone(&Utc)
                .trunc_subsecs(6)
                .to_rfc3339_opts(SecondsFormat::Micros, true),
            Err(_) => text,
        }),
        Value::Array(items) => items.into_iter().map(one_form).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, member)| (name, one_form(member)))
            .collect(),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_)) => other,
    }
}

/// How many accounts each stretch of the log added, less those that were erased in it.
pub(super) async fn expected_users(
    db: &mut PgConnection,
    upto: Position,
) -> Result<BTreeMap<String, Value>, sqlx::Error> {
    let sql = "
        SELECT (position + 4095) / 4096 * 4096,
               sum(CASE event_type WHEN 'UserRegistered' THEN 1 WHEN 'UserErased' THEN -1
                                   ELSE 0 END)::bigint
        FROM events WHERE aggregate_type = 'account' AND position <= $1 GROUP BY 1";
    let rows = sqlx::query_as(sql).bind(upto).fetch_all(db).await?;
    Ok(users(rows))
}

pub(super) async fn found_users(
    db: &mut PgConnection,
) -> Result<BTreeMap<String, Value>, sqlx::Error> {
    let rows = sqlx::query_as("SELECT upto, users FROM reports_users")
        .fetch_all(db)
        .await?;
    Ok(users(rows))
}

/// A stretch that added nobody may have a row or none.
fn users(rows: Vec<(Position, i64)>) -> BTreeMap<String, Value> {
    let told = rows.into_iter().filter(|(_, users)| *users != 0);
    told.map(|(upto, users)| (upto.to_string(), json!({"upto": upto, "users": users})))
        .collect()
}
