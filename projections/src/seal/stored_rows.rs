//! Reading the log's rows exactly as they are stored: by COPY in PostgreSQL's binary format, which
//! needs no decoding row by row.

use std::ops::{Deref, DerefMut, RangeInclusive};

use futures_util::TryStreamExt;
use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, PgPool, Postgres};

use super::record::Record;
use crate::log::Position;

/// What the format begins with; two lengths of four bytes follow.
const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0";
const HEADER: usize = SIGNATURE.len() + 8;

/// From PostgreSQL's epoch, 2000-01-01, back to that of Unix, in microseconds.
const EPOCH_US: i64 = 946_684_800_000_000;

/// A connection to read rows through. It goes back to its pool only by [`Lent::give_back`]: one whose
/// reading was given up half-way, by an error or because nobody waits any more, has rows on their way
/// that its next user would take for an answer. So it is closed.
pub(super) struct Lent {
    db: PoolConnection<Postgres>,
    whole: bool,
}

impl Lent {
    pub(super) async fn by(pool: &PgPool) -> Result<Self, sqlx::Error> {
        let db = pool.acquire().await?;
        Ok(Self { db, whole: false })
    }

    pub(super) fn give_back(mut self) {
        self.whole = true;
    }
}

impl Deref for Lent {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.db
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.db
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if !self.whole {
            self.db.close_on_drop();
        }
    }
}

/// Shows every row whose position is in a range, in order. After an error, or when this is given
/// up half-way, the connection is of no more use: see [`Lent`].
///
/// # Errors
/// The database failed.
pub(super) async fn read(
    db: &mut PgConnection,
    range: RangeInclusive<Position>,
    mut each: impl FnMut(Record<'_>) + Send,
) -> Result<(), sqlx::Error> {
    let sql = format!(
        "COPY (SELECT position, aggregate_type, aggregate_id, sequence, event_type, event_version,
                      payload, metadata, recorded_at
               FROM events WHERE position BETWEEN '{}'::bigint AND '{}'::bigint
               ORDER BY position) TO STDOUT (FORMAT binary)",
        range.start(),
        range.end()
    );
    let mut messages = db.copy_out_raw(&sql).await?;
    let (mut begun, mut left) = (false, Vec::new());
    while let Some(message) = messages.try_next().await? {
        // PostgreSQL sends whole rows; the protocol would allow parts of them.
        let whole = left.is_empty();
        if !whole {
            left.extend_from_slice(&message);
        }
        let mut rest: &[u8] = if whole { &message } else { &left };
        if !begun && rest.len() >= HEADER {
            (begun, rest) = (true, &rest[HEADER..]);
        }
        while begun && let Some((record, after)) = row(rest) {
            each(record);
            rest = after;
        }
        left = rest.to_vec();
    }
    // The mark of the end: a row of -1 fields.
    match left.as_slice() {
        [0xff, 0xff] => Ok(()),
        _ => Err(sqlx::Error::Decode(
            "a row of the log makes no sense".into(),
        )),
    }
}

/// The first row, and what follows it; nothing if it is not there as a whole.
fn row(bytes: &[u8]) -> Option<(Record<'_>, &[u8])> {
    let (fields, mut rest) = bytes.split_first_chunk()?;
    if u16::from_be_bytes(*fields) != 9 {
        return None;
    }
    let record = Record {
        position: number(&mut rest)?,
        aggregate_type: field(&mut rest)?,
        aggregate_id: field(&mut rest)?,
        sequence: number(&mut rest)?,
        event_type: field(&mut rest)?,
        event_version: field(&mut rest)?,
        payload: field(&mut rest)?,
        metadata: field(&mut rest)?,
        // Wrapping, so that 'infinity' is a number too, and no two times are the same one.
        recorded_at_us: number(&mut rest)?.wrapping_add(EPOCH_US),
    };
    Some((record, rest))
}

fn field<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk()?;
    let length = usize::try_from(i32::from_be_bytes(*length)).ok()?;
    let (field, after) = after.split_at_checked(length)?;
    *rest = after;
    Some(field)
}

fn number(rest: &mut &[u8]) -> Option<i64> {
    Some(i64::from_be_bytes(field(rest)?.try_into().ok()?))
}
