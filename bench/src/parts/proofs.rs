//! A reader that follows a million facts while others write: it misses none, sees none twice, and
//! sees each stream in order. And the same check on a log whose guard was taken away, where it has
//! to find what is wrong.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Result, ensure};
use seatlog_projections::log::{self, Position};
use sqlx::{Connection, PgConnection, PgPool};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;
use uuid::Uuid;

use crate::bench::{Bench, Line};
use crate::figures::Round;

/// Facts of the proof, and of the one with a fault in it.
const FACTS: usize = 1_000_000;
const FACTS_WITH_FAULT: usize = 100_000;
/// Who write at the same time, each to streams of its own.
const WRITERS: usize = 8;
/// Facts of an append: from one to as many as this.
const BATCH: usize = 400;
/// Facts that the reader takes at once.
const PAGE: i64 = 2_000;

/// Runs the proof, then the one that must fail.
pub(super) async fn run(bench: &mut Bench) -> Result<()> {
    let found = follow(bench, FACTS, Guard::On).await?;
    let line = Line::new("proofs/reader", "reading along while 8 write", "facts/s");
    bench.record(line, Round::of(found.per_sec));
    bench.check(
        "a reader of a million facts",
        found.is_whole(),
        format!("{found:?}"),
    );

    let faulty = follow(bench, FACTS_WITH_FAULT, Guard::Off).await?;
    let said = format!("without the guard it must miss facts: {faulty:?}");
    bench.check("the same reader notices a fault", faulty.missed > 0, said);
    Ok(())
}

/// Whether the log's trigger keeps commits in the order of positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Guard {
    On,
    Off,
}

/// What the reader found, compared with the log as it stands at the end.
#[derive(Debug)]
struct Found {
    in_log: usize,
    seen: usize,
    missed: usize,
    seen_twice: usize,
    out_of_order: usize,
    per_sec: f64,
}

impl Found {
    fn is_whole(&self) -> bool {
        self.seen == self.in_log && (self.missed, self.seen_twice, self.out_of_order) == (0, 0, 0)
    }
}

async fn follow(bench: &Bench, facts: usize, guard: Guard) -> Result<Found> {
    let database = bench.ground.database().await?;
    if guard == Guard::Off {
        sqlx::query("DROP TRIGGER events_begin_append ON events")
            .execute(&database.pool)
            .await?;
    }
    let begun = std::time::Instant::now();
    let (written, all_written) = watch::channel(false);
    let reader = tokio::spawn(read_along(database.pool.clone(), all_written));
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let connection = PgConnection::connect(database.url.as_str()).await?;
        writers.spawn(write(connection, writer, facts / WRITERS));
    }
    while let Some(done) = writers.join_next().await {
        done??;
    }
    written.send_replace(true);
    let seen = reader.await??;
    let per_sec = seen.len() as f64 / begun.elapsed().as_secs_f64();
    let found = compare(&database.pool, &seen, per_sec).await?;
    bench.ground.drop(database).await?;
    ensure!(
        found.in_log >= facts / WRITERS * WRITERS,
        "the writers wrote too little"
    );
    Ok(found)
}

/// A fact as the reader saw it: position, stream, sequence.
type Seen = (Position, Uuid, i64);

/// Follows the log as projectors do, until all is written and nothing comes any more.
async fn read_along(pool: PgPool, all_written: watch::Receiver<bool>) -> Result<Vec<Seen>> {
    let mut seen: Vec<Seen> = Vec::new();
    let mut cursor = 0;
    loop {
        let last_look = *all_written.borrow();
        let facts = log::read_after(&pool, cursor, PAGE).await?;
        for fact in &facts {
            let stream = match &fact.fact {
                log::Fact::Event(id, _) => id.uuid(),
                log::Fact::Account(id, _) => id.uuid(),
            };
            seen.push((fact.position, stream, fact.sequence));
            cursor = fact.position;
        }
        match (facts.is_empty(), last_look) {
            (true, true) => return Ok(seen),
            (true, false) => sleep(Duration::from_millis(1)).await,
            (false, _) => {}
        }
    }
}

/// Appends batches of many sizes, some of them slow to commit, some rolled back.
async fn write(mut connection: PgConnection, writer: usize, facts: usize) -> Result<()> {
    let mut written = 0;
    let mut stream = Uuid::now_v7();
    let mut sequence = 0_i64;
    let mut n = writer * 7;
    while written < facts {
        n += 1;
        let size = (1 + n * 37 % BATCH).min(facts - written);
        let mut tx = connection.begin().await?;
        sqlx::query(
            "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type,
                                 event_version, payload, metadata)
             SELECT 'event', $1, $2 + n, 'EventPublished', '1',
                    '{\"EventPublished\":{\"published_at\":\"2027-01-01T00:00:00Z\"}}', '{}'
             FROM generate_series(1, $3) AS n",
        )
        .bind(stream.to_string())
        .bind(sequence)
        .bind(size as i64)
        .execute(&mut *tx)
        .await?;
        if n.is_multiple_of(5) {
            // Long enough for others to overtake, if nothing kept them from it.
            sleep(Duration::from_millis(2)).await;
        }
        if n.is_multiple_of(11) {
            tx.rollback().await?;
            continue;
        }
        tx.commit().await?;
        written += size;
        sequence += size as i64;
        if n.is_multiple_of(50) {
            (stream, sequence) = (Uuid::now_v7(), 0);
        }
    }
    Ok(())
}

async fn compare(pool: &PgPool, seen: &[Seen], per_sec: f64) -> Result<Found> {
    let in_log: Vec<(Position, String, i64)> =
        sqlx::query_as("SELECT position, aggregate_id, sequence FROM events ORDER BY position")
            .fetch_all(pool)
            .await?;
    let mut times: HashMap<Position, usize> = HashMap::with_capacity(seen.len());
    for (position, _, _) in seen {
        *times.entry(*position).or_default() += 1;
    }
    let mut last: HashMap<Uuid, i64> = HashMap::new();
    let mut out_of_order = seen
        .windows(2)
        .filter(|pair| pair[0].0 >= pair[1].0)
        .count();
    for (_, stream, sequence) in seen {
        let before = last.insert(*stream, *sequence).unwrap_or(0);
        out_of_order += usize::from(*sequence != before + 1);
    }
    Ok(Found {
        in_log: in_log.len(),
        seen: seen.len(),
        missed: in_log
            .iter()
            .filter(|(at, _, _)| !times.contains_key(at))
            .count(),
        seen_twice: times.values().filter(|times| **times > 1).count(),
        out_of_order,
        per_sec,
    })
}
