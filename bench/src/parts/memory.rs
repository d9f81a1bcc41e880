//! (k) What an event takes in memory: the resident size of a node, before and after it was asked
//! about events that it had never seen.

use std::time::Duration;

use anyhow::{Result, ensure};
use seatlog_domain::ids::EventId;
use sqlx::{Connection, PgConnection};
use tokio::time::sleep;
use uuid::Uuid;

use super::callers::Wish;
use super::house::House;
use super::raw_inserts::Rows;
use crate::bench::{Bench, Line};
use crate::cpu::resident_bytes;
use crate::figures::Round;
use crate::load::{self, Plan};
use crate::node::{Node, Setup};

/// Seats of a large event, each sold by itself to one of 2,000 buyers, but for the last ones.
const SEATS: usize = 50_000;
const LEFT: usize = 1;
/// Large events. The first one also pays for what is allocated once.
const LARGE: usize = 5;
/// Small events, and the seats of each.
const SMALL: usize = 1_000;
const SMALL_SEATS: usize = 500;
/// Longer than a node keeps an event that nobody asks about.
const IDLE: Duration = Duration::from_secs(70);

/// Measures large events in each round; small ones, which take a minute to fall asleep, once.
pub(super) async fn run(bench: &mut Bench) -> Result<()> {
    for _ in 0..bench.rounds {
        large(bench).await?;
    }
    small(bench).await
}

async fn large(bench: &mut Bench) -> Result<()> {
    let database = bench.ground.database().await?;
    let mut rows = Rows::sold_stream(bench, SEATS + LEFT)?;
    rows.truncate(SEATS + 2);
    let mut connection = PgConnection::connect(database.url.as_str()).await?;
    let mut events = Vec::with_capacity(LARGE);
    for _ in 0..LARGE {
        let event = EventId::new(Uuid::now_v7());
        rows.insert(&mut connection, "events", event.uuid()).await?;
        events.push(event);
    }
    connection.close().await?;
    let node = Node::start(&bench.ground, &database, Setup::Alone, "api").await?;
    let house = House { database, node };
    let mut sizes = Vec::with_capacity(LARGE);
    for event in events {
        // The one seat that is left: the last of the house.
        let mut crowd = house
            .crowd(bench, Wish::Book, (event, SEATS + LEFT, 1))
            .await?;
        let asker = crowd.pop().map(|asker| asker.wanting_from(SEATS));
        let load = load::run(asker.into_iter().collect(), Plan::closed(1)).await?;
        ensure!(load.answered() == 1, "the last seat was not sold");
        sizes.push(resident_bytes(house.node.pid())?);
    }
    let (first, last) = (sizes[0], sizes[LARGE - 1]);
    let each = (last - first) / (LARGE - 1) as f64;
    let what = "memory of a 50,000-seat event, sold seat by seat, after a cold load";
    bench.record(Line::new("k/event", what, "MB"), Round::of(each / 1e6));
    house.close(bench).await
}

async fn small(bench: &mut Bench) -> Result<()> {
    let house = House::open(bench, Setup::Alone, "api").await?;
    let before = resident_bytes(house.node.pid())?;
    for _ in 0..SMALL {
        let event = house.event(bench, SMALL_SEATS).await?;
        let crowd = house
            .crowd(bench, Wish::Book, (event, SMALL_SEATS, 1))
            .await?;
        load::run(crowd, Plan::closed(10)).await?;
    }
    let awake = resident_bytes(house.node.pid())? - before;
    let what = "memory of 1,000 events with 500 seats, just used";
    bench.record(Line::new("k/awake", what, "MB"), Round::of(awake / 1e6));
    sleep(IDLE).await;
    let asleep = resident_bytes(house.node.pid())? - before;
    let what = "the same when nobody has asked about them for a while";
    bench.record(Line::new("k/asleep", what, "MB"), Round::of(asleep / 1e6));
    house.close(bench).await
}
