//! Appending facts, also such as another version of the program would write.

use cqrs_es::DomainEvent;
use seatlog_projections::log::{Fact, Position};
use serde_json::{Value, json};
use sqlx::{PgExecutor, PgPool};

use super::event;

/// Appends facts in one transaction; tells the position of the last one.
pub(crate) async fn append(pool: &PgPool, facts: &[Fact]) -> Position {
    let mut tx = pool.begin().await.unwrap();
    let mut position = 0;
    for fact in facts {
        position = insert(&mut *tx, row(fact)).await;
    }
    tx.commit().await.unwrap();
    position
}

/// A fact of an event as another version of the program wrote it, or will; tells its position.
pub(crate) async fn append_version(
    pool: &PgPool,
    of: u128,
    (name, version): (&str, &str),
    payload: Value,
) -> Position {
    let (name, version) = (name.to_owned(), version.to_owned());
    insert(
        pool,
        ("event", event(of).to_string(), name, version, payload),
    )
    .await
}

/// A fact as its row has it: the stream's type and id, the fact's type and version, the payload.
type StoredRow = (&'static str, String, String, String, Value);

fn row(fact: &Fact) -> StoredRow {
    match fact {
        Fact::Event(id, fact) => of_stream("event", id.to_string(), fact),
        Fact::Account(id, fact) => of_stream("account", id.to_string(), fact),
    }
}

fn of_stream<F: DomainEvent>(kind: &'static str, id: String, fact: &F) -> StoredRow {
    let payload = serde_json::to_value(fact).unwrap();
    (kind, id, fact.event_type(), fact.event_version(), payload)
}

async fn insert(
    db: impl PgExecutor<'_>,
    (kind, id, name, version, payload): StoredRow,
) -> Position {
    let sql = "
        INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                            payload, metadata)
        SELECT $1, $2, coalesce(max(sequence), 0) + 1, $3, $4, $5, '{}'
        FROM events WHERE aggregate_type = $1 AND aggregate_id = $2
        RETURNING position";
    sqlx::query_scalar(sql)
        .bind(kind)
        .bind(id)
        .bind(name)
        .bind(version)
        .bind(payload)
        .fetch_one(db)
        .await
        .unwrap()
}

/// Appends many facts with one statement.
pub(crate) async fn append_at_once(pool: &PgPool, facts: &[Fact]) {
    let (mut kinds, mut ids, mut names) = (vec![], vec![], vec![]);
    let (mut versions, mut payloads) = (vec![], vec![]);
    for (kind, id, name, version, payload) in facts.iter().map(row) {
        kinds.push(kind);
        ids.push(id);
        names.push(name);
        versions.push(version);
        payloads.push(payload);
    }
    let sql = "
        INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                            payload, metadata)
        SELECT kind, id,
               row_number() OVER (PARTITION BY kind, id ORDER BY number)
                   + (SELECT count(*) FROM events WHERE aggregate_type = kind AND aggregate_id = id),
               name, version, payload, '{}'
        FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::json[])
             WITH ORDINALITY AS new (kind, id, name, version, payload, number)
        ORDER BY number";
    sqlx::query(sql)
        .bind(kinds)
        .bind(ids)
        .bind(names)
        .bind(versions)
        .bind(payloads)
        .execute(pool)
        .await
        .unwrap();
}

/// Appends a record that no program understands; tells its position.
pub(crate) async fn append_nonsense(pool: &PgPool) -> Position {
    let painted = json!({"SeatsPainted": {"colour": "red"}});
    append_version(pool, 99, ("SeatsPainted", "1"), painted).await
}
