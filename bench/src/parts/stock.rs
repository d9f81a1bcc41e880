//! (d) cqrs-es and postgres-es as in their manual, with our aggregate, and around each command a
//! lock in Redis as in Redis's manual. On a new stream, and on one that has 20,000 facts.
//!
//! Two things are better here than in the manuals, to the benefit of what is measured: commands of
//! this process wait for each other in memory before they try the lock, so nobody polls Redis; and
//! the stream is loaded with our own aggregate, which is small.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, anyhow, ensure};
use postgres_es::{PostgresCqrs, default_postgress_pool, postgres_cqrs};
use redis::aio::MultiplexedConnection;
use redis::{ExistenceCheck, Script, SetExpiry, SetOptions};
use seatlog_domain::event::Event;
use seatlog_domain::ids::UserId;
use seatlog_domain::seat::SeatName;
use sqlx::{Connection, PgConnection};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::raw_inserts::Rows;
use crate::bench::{Bench, Line};
use crate::caller::{Caller, Reply};
use crate::ground::Database;
use crate::load::Plan;
use crate::world::{book, create, wanted_seats};

/// Commands that wait at the same time. More would not be faster: one after the other is decided.
const IN_FLIGHT: usize = 256;
/// Facts of the long stream.
const LONG: usize = 20_000;
/// Seats of the event: nobody gets that far.
const SEATS: usize = 50_000;
/// More seats than one round on the long stream can sell.
const SEATS_A_ROUND: usize = 2_000;
/// How long a round lasts.
const TIME: Duration = Duration::from_secs(5);
/// How long the lock lasts when nobody gives it back.
const LEASE_MS: u64 = 10_000;
/// Source: <https://redis.io/docs/latest/develop/clients/patterns/distributed-locks/>,
/// "Correct implementation with a single instance".
const DELETE_IF_MINE: &str =
    "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

/// Measures both streams.
pub(super) async fn run(bench: &mut Bench) -> Result<()> {
    let database = bench.ground.database().await?;
    // postgres-es names its table `events`, as we do; its own goes first in the search path.
    let mut connection = PgConnection::connect(database.url.as_str()).await?;
    let table = super::raw_inserts::STOCK_TABLE.replace("stock_events", "stock.events");
    for sql in ["CREATE SCHEMA stock", &table] {
        sqlx::query(sql).execute(&mut connection).await?;
    }
    let long = Uuid::now_v7();
    let mut rows = Rows::sold_stream(bench, SEATS)?;
    rows.truncate(LONG);
    rows.insert(&mut connection, "stock.events", long).await?;
    sqlx::query("ANALYZE stock.events")
        .execute(&mut connection)
        .await?;
    connection.close().await?;

    let seats = wanted_seats(SEATS);
    for round in 0..bench.rounds as usize {
        let new = "cqrs-es + postgres-es, Redis lock a command, new stream, 256 in flight";
        let stock = Stock::connect(bench, &database, Uuid::now_v7()).await?;
        stock.cqrs.execute(&stock.stream, create(SEATS)?).await?;
        stock
            .measure(bench, Line::new("d/new", new, "bookings/s"), &seats)
            .await?;

        let old = "the same, stream with 20,000 facts";
        let stock = Stock::connect(bench, &database, long).await?;
        // The rounds before have taken some.
        let untaken = seats[LONG + round * SEATS_A_ROUND..].into();
        stock
            .measure(bench, Line::new("d/20000", old, "bookings/s"), &untaken)
            .await?;
    }
    bench.ground.drop(database).await
}

/// The framework on one stream.
struct Stock {
    cqrs: Arc<PostgresCqrs<Event>>,
    redis: MultiplexedConnection,
    turn: Arc<Mutex<()>>,
    stream: String,
}

impl Stock {
    async fn connect(bench: &Bench, database: &Database, stream: Uuid) -> Result<Self> {
        let mut url = database.url.clone();
        url.query_pairs_mut()
            .append_pair("options", "-c search_path=stock");
        let pool = default_postgress_pool(url.as_str()).await;
        let redis = redis::Client::open(bench.ground.redis_url())?;
        Ok(Self {
            cqrs: Arc::new(postgres_cqrs(pool, vec![], ())),
            redis: redis.get_multiplexed_async_connection().await?,
            turn: Arc::default(),
            stream: stream.to_string(),
        })
    }

    async fn measure(&self, bench: &mut Bench, line: Line, seats: &Arc<[SeatName]>) -> Result<()> {
        let lock = format!("stock:{}", Uuid::now_v7());
        let caller = |_| StockCaller {
            cqrs: self.cqrs.clone(),
            redis: self.redis.clone(),
            turn: self.turn.clone(),
            stream: self.stream.clone(),
            lock: lock.clone(),
            seats: seats.clone(),
            buyers: bench.ground.people.buyers.clone(),
        };
        let callers = (0..IN_FLIGHT).map(caller).collect();
        let plan = Plan::closed(seats.len()).cut_after(TIME);
        bench.measure(line, callers, plan, &[]).await?;
        Ok(())
    }
}

struct StockCaller {
    cqrs: Arc<PostgresCqrs<Event>>,
    redis: MultiplexedConnection,
    turn: Arc<Mutex<()>>,
    stream: String,
    lock: String,
    seats: Arc<[SeatName]>,
    buyers: Arc<[UserId]>,
}

impl Caller for StockCaller {
    async fn call(&mut self, job: usize) -> Result<Reply> {
        let _turn = self.turn.lock().await;
        let token = Uuid::now_v7().to_string();
        let taken: Option<String> = redis::AsyncCommands::set_options(
            &mut self.redis,
            &self.lock,
            &token,
            SetOptions::default()
                .conditional_set(ExistenceCheck::NX)
                .with_expiration(SetExpiry::PX(LEASE_MS)),
        )
        .await?;
        ensure!(
            taken.is_some(),
            "the lock is free when it is this one's turn"
        );
        let buyer = self.buyers[job % self.buyers.len()];
        let command = book(Uuid::now_v7(), buyer, &self.seats[job]);
        let metadata = HashMap::from([
            ("command_id".to_owned(), Uuid::now_v7().to_string()),
            ("actor_id".to_owned(), buyer.to_string()),
            ("correlation_id".to_owned(), Uuid::now_v7().to_string()),
        ]);
        let booked = self
            .cqrs
            .execute_with_metadata(&self.stream, command, metadata)
            .await;
        let release = Script::new(DELETE_IF_MINE);
        let mut release = release.key(&self.lock);
        let _: u8 = release.arg(&token).invoke_async(&mut self.redis).await?;
        booked.map_err(|error| anyhow!("{error}"))?;
        Ok(Reply::Done)
    }
}
