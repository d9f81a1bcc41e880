//! (j) A node that has never seen an event gets a command for it: how long until the answer, when
//! the event has 50,000 facts. With a snapshot, with one that is old, and without.

use std::time::Instant;

use anyhow::{Result, ensure};
use seatlog::command_bus::Outcome;
use seatlog::event_store::Origin;
use seatlog_domain::ids::EventId;
use seatlog_domain::seat::SeatName;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use super::in_process;
use super::raw_inserts::Rows;
use crate::bench::{Bench, Line};
use crate::figures::Round;
use crate::ground::Database;
use crate::world::{book, create, origin, wanted_seats};

/// Seats that are sold, each by itself.
const SOLD: usize = 50_000;
/// What the stream is when an old snapshot is taken: a fifth is written afterwards.
const OLD: usize = 40_000;
/// Seats that are left, for the commands that are measured.
const LEFT: usize = 100;

/// Measures it.
pub(super) async fn run(bench: &mut Bench) -> Result<()> {
    let database = bench.ground.database().await?;
    let mut rows = Rows::sold_stream(bench, SOLD + LEFT)?;
    rows.truncate(SOLD + 2);
    let (old, since) = rows.split_at(OLD);
    let seats = wanted_seats(SOLD + LEFT);
    let mut left = seats[SOLD..].iter();
    let mut next = || {
        left.next()
            .ok_or_else(|| anyhow::anyhow!("all seats are sold"))
    };
    let mut connection = PgConnection::connect(database.url.as_str()).await?;

    for _ in 0..bench.rounds {
        let event = EventId::new(Uuid::now_v7());
        old.insert(&mut connection, "events", event.uuid()).await?;
        let ms = first_answer(bench, &database, event, next()?).await?;
        bench.record(
            Line::new("j/40000", "cold takeover of 40,000 facts", "ms"),
            Round::of(ms),
        );
        // That node took a snapshot when it stopped, and another one writes on without it.
        let head: i64 =
            sqlx::query_scalar("SELECT max(sequence) FROM events WHERE aggregate_id = $1")
                .bind(event.to_string())
                .fetch_one(&mut connection)
                .await?;
        let since = since.shifted(head + 1 - since.first());
        since
            .insert(&mut connection, "events", event.uuid())
            .await?;

        let what = "cold takeover of 50,000 facts, snapshot 10,000 facts old";
        let ms = first_answer(bench, &database, event, next()?).await?;
        bench.record(Line::new("j/old", what, "ms"), Round::of(ms));

        let what = "cold takeover of 50,000 facts with snapshot";
        let ms = first_answer(bench, &database, event, next()?).await?;
        bench.record(Line::new("j/snapshot", what, "ms"), Round::of(ms));

        sqlx::query("DELETE FROM event_snapshots")
            .execute(&mut connection)
            .await?;
        let what = "cold takeover of 50,000 facts without snapshot";
        let ms = first_answer(bench, &database, event, next()?).await?;
        bench.record(Line::new("j/facts", what, "ms"), Round::of(ms));
    }
    connection.close().await?;
    bench.ground.drop(database).await
}

/// How long a new node takes for its first answer, in milliseconds. It is stopped afterwards.
async fn first_answer(
    bench: &Bench,
    database: &Database,
    event: EventId,
    seat: &SeatName,
) -> Result<f64> {
    let bus = in_process::bus(&database.pool);
    // It runs already, with its connections open: another event was created on it.
    let another = EventId::new(Uuid::now_v7());
    bus.execute(another, create(1)?, &Origin::system()).await?;
    let (id, buyer) = (Uuid::now_v7(), bench.ground.people.buyers[0]);
    let begun = Instant::now();
    let executed = bus
        .execute(event, book(id, buyer, seat), &origin(id, Some(buyer)))
        .await?;
    let ms = begun.elapsed().as_secs_f64() * 1_000.0;
    let right = matches!(&executed.outcome, Outcome::Booking(it) if it.seats[0].seat == *seat);
    ensure!(right, "no booking of {seat}: {executed:?}");
    bus.stop().await;
    Ok(ms)
}
