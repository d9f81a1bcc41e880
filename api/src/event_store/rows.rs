//! Facts on their way into the log: serialised once, straight into the form in which PostgreSQL
//! takes the columns of many rows.

use cqrs_es::DomainEvent;
use serde::Serialize;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo};
use sqlx::{Encode, PgExecutor, Postgres, Type};

use seatlog_projections::log::Position;
use seatlog_projections::spans::TraceParent;

use super::{AppendError, Origin};

/// The order is that of the rows given, also in the positions: PostgreSQL numbers the rows of an
/// `INSERT … SELECT … ORDER BY` after it has sorted them.
const INSERT: &str = "\
    WITH appended AS (
        INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                            payload, metadata)
        SELECT $1, stream, sequence, type, version, payload, metadata
        FROM unnest($2, $3, $4, $5, $6, $7) WITH ORDINALITY
             AS fact (stream, sequence, type, version, payload, metadata, at)
        ORDER BY at
        RETURNING position
    )
    SELECT max(position) FROM appended";

const STREAM: usize = 0;
const SEQUENCE: usize = 1;
const TYPE: usize = 2;
const VERSION: usize = 3;
const PAYLOAD: usize = 4;
const METADATA: usize = 5;
const COLUMNS: usize = 6;

/// Facts of one or several streams of a kind, ready to be inserted.
#[derive(Debug, Default)]
pub(crate) struct FactRows {
    rows: i32,
    /// For each column, the elements of a PostgreSQL array in its binary format: each with its
    /// length in front.
    columns: [Vec<u8>; COLUMNS],
    /// Whose traces tell of the insertion.
    traces: Vec<TraceParent>,
}

impl FactRows {
    pub(crate) fn len(&self) -> usize {
        self.rows as usize
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The spans that led to these facts, as far as they are recorded.
    pub(crate) fn traces(&self) -> impl Iterator<Item = TraceParent> {
        self.traces.iter().copied()
    }

    /// Adds what one decision led to, all or nothing.
    pub(crate) fn push<F: DomainEvent>(
        &mut self,
        stream: &str,
        after_sequence: i64,
        facts: &[F],
        origin: &Origin,
    ) -> Result<(), serde_json::Error> {
        let before = (self.rows, self.columns.each_ref().map(Vec::len));
        for (fact, sequence) in facts.iter().zip(after_sequence + 1..) {
            if let Err(error) = self.push_one(stream, sequence, fact, origin) {
                self.rows = before.0;
                for (column, len) in self.columns.iter_mut().zip(before.1) {
                    column.truncate(len);
                }
                return Err(error);
            }
        }
        self.traces.extend(origin.traceparent);
        Ok(())
    }

    fn push_one<F: DomainEvent>(
        &mut self,
        stream: &str,
        sequence: i64,
        fact: &F,
        origin: &Origin,
    ) -> Result<(), serde_json::Error> {
        push_bytes(&mut self.columns[STREAM], stream.as_bytes());
        push_bytes(&mut self.columns[SEQUENCE], &sequence.to_be_bytes());
        push_bytes(&mut self.columns[TYPE], fact.event_type().as_bytes());
        push_bytes(&mut self.columns[VERSION], fact.event_version().as_bytes());
        push_json(&mut self.columns[PAYLOAD], fact)?;
        push_json(&mut self.columns[METADATA], origin)?;
        self.rows += 1;
        Ok(())
    }

    /// Appends the rows of all `parts`, in order, in one statement: all of them or none. Returns
    /// the position of the last row; the rows before it have the positions before it.
    pub(crate) async fn insert<'a>(
        parts: impl Iterator<Item = &'a Self> + Clone,
        stream_type: &str,
        db: impl PgExecutor<'_>,
    ) -> Result<Position, AppendError> {
        let text = |column| Column::<25, 1009, _>(parts.clone(), column);
        let json = |column| Column::<114, 199, _>(parts.clone(), column);
        let position = sqlx::query_scalar(INSERT)
            .bind(stream_type)
            .bind(text(STREAM))
            .bind(Column::<20, 1016, _>(parts.clone(), SEQUENCE))
            .bind(text(TYPE))
            .bind(text(VERSION))
            .bind(json(PAYLOAD))
            .bind(json(METADATA))
            .fetch_one(db)
            .await?;
        Ok(position)
    }
}

fn push_bytes(column: &mut Vec<u8>, value: &[u8]) {
    column.extend_from_slice(&(value.len() as u32).to_be_bytes());
    column.extend_from_slice(value);
}

fn push_json(column: &mut Vec<u8>, value: &impl Serialize) -> Result<(), serde_json::Error> {
    let length_at = column.len();
    column.extend_from_slice(&[0; 4]);
    serde_json::to_writer(&mut *column, value)?;
    let length = (column.len() - length_at - 4) as u32;
    column[length_at..length_at + 4].copy_from_slice(&length.to_be_bytes());
    Ok(())
}

/// One column of several parts as one array; the numbers are PostgreSQL's OIDs of the element and
/// of the array, fixed in its `pg_type.dat`.
struct Column<const ELEMENT: u32, const ARRAY: u32, Parts>(Parts, usize);

impl<const ELEMENT: u32, const ARRAY: u32, Parts> Type<Postgres> for Column<ELEMENT, ARRAY, Parts> {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(ARRAY))
    }
}

impl<'a, const ELEMENT: u32, const ARRAY: u32, Parts> Encode<'_, Postgres>
    for Column<ELEMENT, ARRAY, Parts>
where
    Parts: Iterator<Item = &'a FactRows> + Clone,
{
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let rows: i32 = self.0.clone().map(|part| part.rows).sum();
        let (dimensions, nulls, lower_bound) = (1_i32, 0_i32, 1_i32);
        buffer.extend_from_slice(&dimensions.to_be_bytes());
        buffer.extend_from_slice(&nulls.to_be_bytes());
        buffer.extend_from_slice(&ELEMENT.to_be_bytes());
        buffer.extend_from_slice(&rows.to_be_bytes());
        buffer.extend_from_slice(&lower_bound.to_be_bytes());
        for part in self.0.clone() {
            buffer.extend_from_slice(&part.columns[self.1]);
        }
        Ok(IsNull::No)
    }
}

#[cfg(test)]
impl FactRows {
    /// The rows again, each as the texts of its columns.
    pub(crate) fn texts(&self) -> Vec<[String; COLUMNS]> {
        let mut columns = self.columns.each_ref().map(Vec::as_slice);
        let mut next = |column: usize| {
            let (length, rest) = columns[column].split_first_chunk().unwrap();
            let (value, rest) = rest.split_at(u32::from_be_bytes(*length) as usize);
            columns[column] = rest;
            match column {
                SEQUENCE => i64::from_be_bytes(value.try_into().unwrap()).to_string(),
                _ => String::from_utf8(value.to_vec()).unwrap(),
            }
        };
        (0..self.rows)
            .map(|_| std::array::from_fn(&mut next))
            .collect()
    }
}
