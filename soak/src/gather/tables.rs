//! What stands in the tables.

use std::collections::{BTreeMap, HashSet};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

use crate::evidence::{
    BookingRow, CatalogueRow, Fact, HoldRow, MailRow, Models, Position, Row, StoredKey,
};

/// Position, stream, sequence, command, type and payload of a fact.
type Stored = (
    Position,
    String,
    String,
    i64,
    Option<String>,
    String,
    String,
);

pub(super) async fn log(pool: &PgPool) -> Result<Vec<Row>> {
    let facts: Vec<Stored> = sqlx::query_as(
        "SELECT position, aggregate_type, aggregate_id, sequence, metadata ->> 'command_id',
                event_type, payload::text
         FROM events ORDER BY position",
    )
    .fetch_all(pool)
    .await?;
    let read = |(position, kind, stream, sequence, command, fact, payload): Stored| {
        let payload = serde_json::from_str(&payload)?;
        Ok(Row {
            position,
            stream: (kind, stream.parse()?),
            sequence,
            command: command.map(|id| id.parse()).transpose()?,
            fact: Fact::read(&fact, &payload)
                .with_context(|| format!("position {position}: {payload}"))?,
        })
    };
    facts.into_iter().map(read).collect()
}

pub(super) async fn keys(pool: &PgPool) -> Result<Vec<StoredKey>> {
    let stored: Vec<(String, String, Uuid)> = sqlx::query_as(
        "SELECT substr(scope, 9), key, command_id FROM idempotency_keys
         WHERE scope LIKE 'account:%'",
    )
    .fetch_all(pool)
    .await?;
    let read = |(user, key, command): (String, String, Uuid)| {
        Ok(StoredKey {
            user: user.parse()?,
            key,
            command,
        })
    };
    stored.into_iter().map(read).collect()
}

pub(super) async fn people(pool: &PgPool) -> Result<BTreeMap<Uuid, String>> {
    let people: Vec<(Uuid, String)> = sqlx::query_as("SELECT id, email FROM accounts")
        .fetch_all(pool)
        .await?;
    Ok(people.into_iter().collect())
}

pub(super) async fn mails(pool: &PgPool) -> Result<Vec<MailRow>> {
    let mails: Vec<(Position, String, String, String, i32)> = sqlx::query_as(
        "SELECT position, to_address, message_id, state, unknown_outcomes FROM mails
         WHERE position IS NOT NULL ORDER BY position, recipient",
    )
    .fetch_all(pool)
    .await?;
    let read = |(position, to, message_id, state, unknown): (_, _, _, _, i32)| {
        Ok(MailRow {
            position,
            to,
            message_id,
            state,
            unknown_outcomes: unknown.try_into()?,
        })
    };
    mails.into_iter().map(read).collect()
}

/// The Message-IDs of mails that tell of no fact.
pub(super) async fn account_mails(pool: &PgPool) -> Result<HashSet<String>> {
    let ids: Vec<String> =
        sqlx::query_scalar("SELECT message_id FROM mails WHERE position IS NULL")
            .fetch_all(pool)
            .await?;
    Ok(ids.into_iter().collect())
}

/// All of them but the summary, which is a report and no table.
pub(super) async fn models(pool: &PgPool) -> Result<Models> {
    let checkpoints: Vec<(String, Position, String)> =
        sqlx::query_as("SELECT name, position, state FROM projection_checkpoints")
            .fetch_all(pool)
            .await?;
    let checkpoints = checkpoints.into_iter();
    Ok(Models {
        checkpoints: checkpoints
            .map(|(name, at, state)| (name, (at, state)))
            .collect(),
        bookings: bookings(pool).await?,
        holds: holds(pool).await?,
        catalogue: catalogue(pool).await?,
        ..Models::default()
    })
}

type StoredBooking = (Uuid, Position, Uuid, Uuid, String, i64, Option<Position>);

async fn bookings(pool: &PgPool) -> Result<BTreeMap<Uuid, BookingRow>> {
    let rows: Vec<StoredBooking> = sqlx::query_as(
        "SELECT id, position, event_id, user_id, seats::text, total_minor, cancelled_position
         FROM bookings",
    )
    .fetch_all(pool)
    .await?;
    let read = |(id, position, event, user, seats, total_minor, cancelled): StoredBooking| {
        let booking = BookingRow {
            position,
            event,
            user,
            seats: names(&seats)?,
            total_minor,
            cancelled,
        };
        Ok((id, booking))
    };
    rows.into_iter().map(read).collect()
}

type StoredHold = (Uuid, Uuid, Uuid, String, String, DateTime<Utc>);

async fn holds(pool: &PgPool) -> Result<BTreeMap<Uuid, HoldRow>> {
    let rows: Vec<StoredHold> =
        sqlx::query_as("SELECT id, event_id, user_id, seats::text, state, expires_at FROM holds")
            .fetch_all(pool)
            .await?;
    let read = |(id, event, user, seats, state, expires_at): StoredHold| {
        let hold = HoldRow {
            event,
            user,
            seats: names(&seats)?,
            state: match state.as_str() {
                "open" => "open",
                "booked" => "booked",
                "released" => "released",
                "expired" => "expired",
                _ => bail!("a hold that is {state}"),
            },
            expires_at,
        };
        Ok((id, hold))
    };
    rows.into_iter().map(read).collect()
}

async fn catalogue(pool: &PgPool) -> Result<BTreeMap<Uuid, CatalogueRow>> {
    let rows: Vec<(Uuid, i64, i64, String)> =
        sqlx::query_as("SELECT id, capacity, taken, status FROM catalogue_events")
            .fetch_all(pool)
            .await?;
    let read = |(id, capacity, taken, status): (Uuid, i64, i64, String)| {
        let event = CatalogueRow {
            capacity: capacity.try_into()?,
            taken: taken.try_into()?,
            cancelled: status == "cancelled",
        };
        Ok((id, event))
    };
    rows.into_iter().map(read).collect()
}

/// The names in a list of seats with prices.
fn names(seats: &str) -> Result<Vec<String>> {
    let seats: Vec<Value> = serde_json::from_str(seats)?;
    let name = |seat: &Value| seat["seat"].as_str().map(str::to_owned);
    let names: Option<Vec<_>> = seats.iter().map(name).collect();
    names.context("a seat without a name")
}
