//! Building all read models anew from a million bookings: how fast it goes when nobody books, and
//! how much is booked while it goes on.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use seatlog_projections::rebuild::{self, Request};
use seatlog_projections::{log, projector};
use sqlx::PgPool;
use tokio::time::sleep;

use super::callers::Wish;
use super::house::House;
use super::million::{self, Size, Written};
use super::whole_system::caught_up;
use crate::bench::{Bench, Line};
use crate::cpu::{Meter, Process};
use crate::figures::Round;
use crate::ground::Database;
use crate::load::Plan;
use crate::machine;
use crate::node::Setup;
use crate::wire::{Connection, head};

const SEATS: usize = 100_000;
const CONNECTIONS: usize = 256;
/// How long bookings are measured, before and meanwhile.
const TIME: Duration = Duration::from_secs(5);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Measures it.
pub(super) async fn run(bench: &mut Bench) -> Result<()> {
    let (mut database, written) = million::database(&bench.ground, Size::MILLION).await?;
    for _ in 0..bench.rounds {
        rebuild_all(bench, &database.pool).await?;
        look(bench, &database.pool, &written).await?;
        database = book_meanwhile(bench, database).await?;
        builders_have_ended(&database.pool).await?;
    }
    bench.ground.drop(database).await
}

/// Builds them while nothing else goes on.
async fn rebuild_all(bench: &mut Bench, pool: &PgPool) -> Result<()> {
    let facts = log::head(pool).await? as f64;
    for model in projector::all() {
        rebuild::request(pool, model).await?;
    }
    let meter = Meter::start(&[
        ("bench", Process::own()),
        ("postgres", bench.ground.postgres()),
    ])?;
    let begun = Instant::now();
    rebuild::fulfil(pool).await?;
    let seconds = begun.elapsed().as_secs_f64();
    let used = meter.used_us()?;
    for model in projector::all() {
        let outcome = rebuild::outcome(pool, model).await?;
        ensure!(outcome == Request::Done, "{}: {outcome:?}", model.name());
    }
    let round = Round {
        value: facts / seconds,
        p50_ms: None,
        p99_ms: None,
        cpu_us: used
            .into_iter()
            .map(|(name, us)| (name, us / facts))
            .collect(),
        load_average: machine::load_average(),
    };
    let what = format!("all read models built anew from {facts} facts");
    bench.record(Line::new("rebuild/rate", what, "facts/s"), round);
    Ok(())
}

/// Whether the new tables have everything and everybody.
async fn look(bench: &mut Bench, pool: &PgPool, written: &Written) -> Result<()> {
    let sql = "SELECT (SELECT count(*) FROM bookings_events WHERE event_id = ANY($1)),
                      (SELECT sum(users)::bigint FROM reports_users)";
    let events: Vec<_> = written.events.iter().map(|id| id.uuid()).collect();
    let found: (i64, i64) = sqlx::query_as(sql).bind(events).fetch_one(pool).await?;
    let wanted = (written.events.len() as i64, written.users.len() as i64);
    let said = format!("events and accounts: {found:?} of {wanted:?}");
    bench.check("rebuilt read models", found == wanted, said);
    Ok(())
}

/// Books on a node, then again while it builds the models anew.
async fn book_meanwhile(bench: &mut Bench, database: Database) -> Result<Database> {
    let house = House::on(bench, database, Setup::Alone, "api,projections").await?;
    let what = "bookings while read models only follow the log";
    book(
        bench,
        &house,
        Line::new("rebuild/before", what, "bookings/s"),
    )
    .await?;

    let admin = bench.ground.people.admin_token()?;
    let mut connection = Connection::open(house.node.address).await?;
    for model in projector::all() {
        let path = format!("/admin/projections/{}/rebuild", model.name());
        let asked = connection.post(&head("POST", &path, &admin), b"").await?;
        asked.expect(202)?;
    }
    while building(&house.database.pool).await? < projector::all().len() as i64 {
        sleep(LOOK_EVERY).await;
    }
    let what = "bookings while all read models are built anew";
    book(
        bench,
        &house,
        Line::new("rebuild/during", what, "bookings/s"),
    )
    .await?;
    let still = building(&house.database.pool).await?;
    let said = format!("{still} are still being built when the bookings end");
    bench.check("rebuild under load", still > 0, said);
    house.node.stop().await?;
    Ok(house.database)
}

async fn book(bench: &mut Bench, house: &House, line: Line) -> Result<()> {
    caught_up(&house.database.pool).await?;
    let event = house.event(bench, SEATS).await?;
    let crowd = house
        .crowd(bench, Wish::Book, (event, SEATS, CONNECTIONS))
        .await?;
    let plan = Plan::closed(SEATS).within(TIME);
    let name = line.key.clone();
    let load = bench.measure(line, crowd, plan, &house.server()).await?;
    bench
        .verify(&name, &house.database, &[event], &[&load])
        .await
}

/// How many models are being built.
async fn building(pool: &PgPool) -> Result<i64> {
    let sql = "SELECT count(*) FROM projection_rebuilds WHERE error IS NULL AND position > 0";
    Ok(sqlx::query_scalar(sql).fetch_one(pool).await?)
}

/// Waits until the database knows that the node is gone, and lets others build.
async fn builders_have_ended(pool: &PgPool) -> Result<()> {
    let sql = "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON oid = database
               WHERE locktype = 'advisory' AND datname = current_database())";
    while sqlx::query_scalar(sql).fetch_one(pool).await? {
        sleep(LOOK_EVERY).await;
    }
    Ok(())
}
