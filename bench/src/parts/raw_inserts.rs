//! (b) What the storage can do at most: rows like our facts, already written as JSON, 500 a
//! statement, each statement a commit, on one connection.

use std::time::Instant;

use anyhow::Result;
use cqrs_es::DomainEvent;
use seatlog_domain::event::EventFact;
use sqlx::{Connection, PgConnection, PgPool};
use uuid::Uuid;

use crate::bench::{Bench, Line};
use crate::cpu::Meter;
use crate::figures::{Round, percentile};
use crate::ground::Database;
use crate::machine;
use crate::world::{origin, sold_stream};

/// Rows a statement.
const BATCH: usize = 500;

/// The table of postgres-es 0.5, from its `db/init.sql`.
pub(super) const STOCK_TABLE: &str = "
    CREATE TABLE stock_events (
        aggregate_type text                         NOT NULL,
        aggregate_id   text                         NOT NULL,
        sequence       bigint CHECK (sequence >= 0) NOT NULL,
        event_type     text                         NOT NULL,
        event_version  text                         NOT NULL,
        payload        json                         NOT NULL,
        metadata       json                         NOT NULL,
        PRIMARY KEY (aggregate_type, aggregate_id, sequence)
    )";

/// Facts as the log has them, ready to be sent.
pub(super) struct Rows {
    sequences: Vec<i64>,
    types: Vec<String>,
    payloads: Vec<String>,
    metadata: Vec<String>,
}

impl Rows {
    /// A stream in which every seat was sold by itself.
    pub(super) fn sold_stream(bench: &Bench, seats: usize) -> Result<Self> {
        let people = &bench.ground.people;
        let facts = sold_stream(people, seats)?;
        let metadata = |n: usize| {
            let buyer = people.buyers[n % people.buyers.len()];
            let origin = origin(Uuid::now_v7(), Some(buyer));
            serde_json::json!({
                "command_id": origin.command_id, "actor_id": buyer,
                "correlation_id": origin.correlation_id,
            })
            .to_string()
        };
        Ok(Self {
            sequences: (1..=facts.len() as i64).collect(),
            types: facts.iter().map(EventFact::event_type).collect(),
            payloads: facts
                .iter()
                .map(serde_json::to_string)
                .collect::<Result<_, _>>()?,
            metadata: (0..facts.len()).map(metadata).collect(),
        })
    }

    /// Keeps the first ones only.
    pub(super) fn truncate(&mut self, count: usize) {
        self.sequences.truncate(count);
        self.types.truncate(count);
        self.payloads.truncate(count);
        self.metadata.truncate(count);
    }

    /// The first ones, and the rest.
    pub(super) fn split_at(&self, first: usize) -> (Self, Self) {
        let part = |range: std::ops::Range<usize>| Self {
            sequences: self.sequences[range.clone()].to_vec(),
            types: self.types[range.clone()].to_vec(),
            payloads: self.payloads[range.clone()].to_vec(),
            metadata: self.metadata[range].to_vec(),
        };
        (part(0..first), part(first..self.len()))
    }

    /// The sequence of the first one.
    pub(super) fn first(&self) -> i64 {
        self.sequences[0]
    }

    /// The same facts so many sequences later.
    pub(super) fn shifted(&self, by: i64) -> Self {
        let (mut all, _) = self.split_at(self.len());
        all.sequences
            .iter_mut()
            .for_each(|sequence| *sequence += by);
        all
    }

    fn len(&self) -> usize {
        self.sequences.len()
    }

    /// One row's payload and metadata.
    pub(super) fn one(&self) -> (&str, &str) {
        let last = self.len() - 1;
        (&self.payloads[last], &self.metadata[last])
    }

    /// Inserts all of them as one stream of a table; the time that each statement took, in
    /// milliseconds.
    pub(super) async fn insert(
        &self,
        connection: &mut PgConnection,
        table: &str,
        stream: Uuid,
    ) -> Result<Vec<f64>> {
        let sql = format!(
            "INSERT INTO {table} (aggregate_type, aggregate_id, sequence, event_type,
                                  event_version, payload, metadata)
             SELECT 'event', $1, sequence, type, '1', payload::json, metadata::json
             FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[])
                  AS fact (sequence, type, payload, metadata)"
        );
        let stream = stream.to_string();
        let mut took_ms = Vec::with_capacity(self.len() / BATCH + 1);
        for from in (0..self.len()).step_by(BATCH) {
            let rows = from..self.len().min(from + BATCH);
            let begun = Instant::now();
            sqlx::query(&sql)
                .bind(&stream)
                .bind(&self.sequences[rows.clone()])
                .bind(&self.types[rows.clone()])
                .bind(&self.payloads[rows.clone()])
                .bind(&self.metadata[rows])
                .execute(&mut *connection)
                .await?;
            took_ms.push(begun.elapsed().as_secs_f64() * 1_000.0);
        }
        Ok(took_ms)
    }
}

/// Makes the table beside our own.
pub(super) async fn prepare(pool: &PgPool) -> Result<()> {
    sqlx::query(STOCK_TABLE).execute(pool).await?;
    Ok(())
}

/// One round into each table: the one of postgres-es, and our log with its trigger.
pub(super) async fn round(bench: &mut Bench, database: &Database, rows: &Rows) -> Result<()> {
    let stock = "raw inserts of 500 rows a commit, one connection, table of postgres-es";
    let ours = "the same into our log, with its positions and its lock";
    for (key, what, table) in [
        ("b/stock", stock, "stock_events"),
        ("b/log", ours, "events"),
    ] {
        let mut connection = PgConnection::connect(database.url.as_str()).await?;
        let meter = Meter::start(&[("postgres", bench.ground.postgres())])?;
        let begun = Instant::now();
        let mut took_ms = rows.insert(&mut connection, table, Uuid::now_v7()).await?;
        let seconds = begun.elapsed().as_secs_f64();
        let used = meter.used_us()?;
        connection.close().await?;
        took_ms.sort_by(f64::total_cmp);
        let round = Round {
            value: rows.len() as f64 / seconds,
            p50_ms: percentile(&took_ms, 0.5),
            p99_ms: percentile(&took_ms, 0.99),
            cpu_us: used
                .into_iter()
                .map(|(name, us)| (name, us / rows.len() as f64))
                .collect(),
            load_average: machine::load_average(),
        };
        bench.record(Line::new(key, what, "rows/s"), round);
    }
    Ok(())
}
