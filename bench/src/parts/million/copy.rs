//! Rows of the log in the binary form of `COPY`: the fastest way in.
//! Source: PostgreSQL's manual, "COPY", section "Binary Format".

use anyhow::Result;
use chrono::{DateTime, Utc};
use cqrs_es::{Aggregate, DomainEvent};
use seatlog::event_store::Origin;
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

const COPY: &str = "COPY events (aggregate_type, aggregate_id, sequence, event_type,
    event_version, payload, metadata, recorded_at) FROM STDIN WITH (FORMAT binary)";
const COLUMNS: i16 = 8;
/// The signature, no flags, no extension.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// In place of a number of columns: no more rows.
const TRAILER: i16 = -1;
/// 2000-01-01, from which PostgreSQL counts, in microseconds of Unix time.
const EPOCH_US: i64 = 946_684_800_000_000;

/// Facts on their way into the log.
#[derive(Debug, Default)]
pub(super) struct Rows {
    count: usize,
    bytes: Vec<u8>,
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Adds a fact of an aggregate.
    pub(super) fn push<A: Aggregate>(
        &mut self,
        (stream, sequence): (Uuid, i64),
        fact: &A::Event,
        origin: &Origin,
        recorded_at: DateTime<Utc>,
    ) -> Result<()> {
        self.bytes.extend_from_slice(&COLUMNS.to_be_bytes());
        self.field(A::TYPE.as_bytes());
        self.field(stream.hyphenated().to_string().as_bytes());
        self.field(&sequence.to_be_bytes());
        self.field(fact.event_type().as_bytes());
        self.field(fact.event_version().as_bytes());
        self.json(fact)?;
        self.json(origin)?;
        self.field(&(recorded_at.timestamp_micros() - EPOCH_US).to_be_bytes());
        self.count += 1;
        Ok(())
    }

    fn field(&mut self, value: &[u8]) {
        self.bytes
            .extend_from_slice(&(value.len() as u32).to_be_bytes());
        self.bytes.extend_from_slice(value);
    }

    fn json(&mut self, value: &impl Serialize) -> Result<()> {
        let value = serde_json::to_vec(value)?;
        self.field(&value);
        Ok(())
    }

    /// Writes them, in one statement.
    pub(super) async fn copy_into(self, db: &mut PgConnection) -> Result<()> {
        let mut copy = db.copy_in_raw(COPY).await?;
        copy.send(HEADER).await?;
        copy.send(self.bytes).await?;
        copy.send(TRAILER.to_be_bytes().as_slice()).await?;
        copy.finish().await?;
        Ok(())
    }
}
