//! All bookings as one CSV file: how fast it comes, and how much memory the server needs for it.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use futures_util::TryStreamExt;
use httparse::Status;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::interval;
use tokio_util::sync::CancellationToken;

use super::timed;
use crate::bench::{Bench, Line};
use crate::cpu::{Meter, Process, resident_bytes};
use crate::figures::Round;
use crate::ground::Database;
use crate::machine;
use crate::node::Node;
use crate::wire::{Connection, head};

/// Between two looks at the server's memory.
const LOOK_EVERY: Duration = Duration::from_millis(50);
const PATH: &str = "/admin/bookings";
/// The same by PostgreSQL alone.
const COPY: &str = "COPY (
    SELECT b.id, b.reference, b.event_id, b.user_id, b.cancelled_at IS NULL, b.seats, b.total_minor,
           b.currency, b.booked_at, b.cancelled_at, e.name, e.starts_at, e.venue
    FROM plain.bookings b JOIN plain.events e ON e.id = b.event_id ORDER BY b.booked_at DESC
    ) TO STDOUT WITH (FORMAT csv, HEADER)";

/// Fetches it, and has PostgreSQL write the same.
pub(super) async fn fetch(bench: &mut Bench, database: &Database, node: &Node) -> Result<()> {
    let counted = "SELECT count(*) FROM bookings";
    let wanted: i64 = sqlx::query_scalar(counted)
        .fetch_one(&database.pool)
        .await?;
    let meter = Meter::start(&[
        ("bench", Process::own()),
        ("postgres", bench.ground.postgres()),
        ("server", node.process()),
    ])?;
    let before = resident_bytes(node.pid())?;
    let over = CancellationToken::new();
    let watched = tokio::spawn(most_memory(node.pid(), over.clone()));
    let (lines, took) = timed(lines_of_file(bench, node)).await?;
    over.cancel();
    let most = watched.await??;
    let rows = lines as f64 - 1.0;
    let each = |(name, us): (&'static str, f64)| (name, us / rows);
    let round = Round {
        value: rows / took.as_secs_f64(),
        p50_ms: None,
        p99_ms: None,
        cpu_us: meter.used_us()?.into_iter().map(each).collect(),
        load_average: machine::load_average(),
    };
    let what = "all bookings as CSV";
    bench.record(Line::new("csv/rows", what, "rows/s"), round);
    let what = "memory that the server took meanwhile";
    let taken = Round::of((most - before).max(0.0) / 1e6);
    bench.record(Line::new("csv/memory", what, "MB"), taken);
    let said = format!("{rows} rows of {wanted} bookings");
    bench.check("CSV of all bookings", rows == wanted as f64, said);

    let (rows, took) = timed(copied(database)).await?;
    let rate = Round::of(rows as f64 / took.as_secs_f64());
    let what = "the same by COPY from a plain table";
    bench.record(Line::new("csv/plain", what, "rows/s"), rate);
    Ok(())
}

async fn lines_of_file(bench: &Bench, node: &Node) -> Result<usize> {
    let token = bench.ground.people.admin_token()?;
    let connection = Connection::open(node.address).await?;
    let head = format!("{}accept: text/csv\r\n", head("GET", PATH, &token));
    let (stream, begun) = connection.follow(&head).await?;
    count_lines(stream, begun).await
}

/// Counts the lines of a body that comes in chunks.
async fn count_lines(mut stream: impl AsyncRead + Unpin, begun: Vec<u8>) -> Result<usize> {
    let mut received = begun;
    let mut lines = 0;
    loop {
        // Where the next chunk begins, and how long it is.
        let (at, length) = loop {
            match httparse::parse_chunk_size(&received) {
                Ok(Status::Complete((at, length))) => break (at, usize::try_from(length)?),
                Ok(Status::Partial) => more(&mut stream, &mut received).await?,
                Err(_) => bail!("a chunk without a size"),
            }
        };
        if length == 0 {
            return Ok(lines);
        }
        let end = at + length;
        while received.len() < end + 2 {
            more(&mut stream, &mut received).await?;
        }
        lines += received[at..end]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        received.drain(..end + 2);
    }
}

async fn more(stream: &mut (impl AsyncRead + Unpin), received: &mut Vec<u8>) -> Result<()> {
    let read = stream.read_buf(received).await?;
    ensure!(read > 0, "the file broke off");
    Ok(())
}

/// The most memory of a process until something is over, in bytes.
async fn most_memory(pid: u32, over: CancellationToken) -> Result<f64> {
    let (mut most, mut ticks) = (0.0_f64, interval(LOOK_EVERY));
    while over.run_until_cancelled(ticks.tick()).await.is_some() {
        most = most.max(resident_bytes(pid)?);
    }
    Ok(most)
}

async fn copied(database: &Database) -> Result<u64> {
    let mut db = database.pool.acquire().await?;
    let mut rows = db.copy_out_raw(COPY).await?;
    let mut lines = 0_u64;
    while let Some(part) = rows.try_next().await? {
        lines += part.iter().filter(|byte| **byte == b'\n').count() as u64;
    }
    lines.checked_sub(1).context("a file without a head")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn lines_are_counted_whatever_the_chunks_are() {
        let whole = b"5\r\na\nb\nc\r\n3\r\n\nd\n\r\n0\r\n\r\n";
        for cut in 0..whole.len() {
            let (begun, rest) = whole.split_at(cut);
            let lines = count_lines(rest, begun.to_vec()).await.unwrap();
            assert_eq!(lines, 4, "{cut}");
        }
    }

    #[tokio::test]
    async fn a_file_that_breaks_off_is_no_file() {
        let broken = b"5\r\na\nb\nc\r\n3\r\n\nd".as_slice();
        assert!(count_lines(broken, Vec::new()).await.is_err());
        assert!(count_lines(b"a\n".as_slice(), Vec::new()).await.is_err());
    }
}
