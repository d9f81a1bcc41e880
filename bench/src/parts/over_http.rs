//! Over HTTP, against the release binary in its own process: (a) the call that stores nothing,
//! (f) bookings, (i) refusals of a sold-out event; all on one node, in turns.

mod callers;

use std::time::Duration;

use anyhow::{Context, Result};
use seatlog_domain::ids::EventId;

use self::callers::{Asker, Crowd, Wish};
use super::Part;
use crate::bench::{Bench, Line};
use crate::figures::Round;
use crate::ground::Database;
use crate::load::{Load, Plan};
use crate::node::{Node, Setup};
use crate::wire::Connection;
use crate::world::put_on_sale;

/// Seats of an event: more than the 50,000 facts at which the rate is looked at again.
const SEATS: usize = 60_000;
/// Connections, each with one request at a time.
const CONNECTIONS: [usize; 3] = [64, 256, 1_024];
/// How long a round of what has no end lasts.
const TIME: Duration = Duration::from_secs(4);
/// How long a round of bookings may last at most.
const BOOKING_TIME: Duration = Duration::from_secs(12);
/// Facts over which the rate of a young and of an old stream is taken.
const WINDOW: usize = 9_000;
/// The rate of the open loop, as a share of what the closed loop has just reached.
const OPEN_SHARE: f64 = 0.5;

/// Measures what is wanted of (a), (f) and (i), in turns.
pub(super) async fn run(bench: &mut Bench) -> Result<()> {
    let database = bench.ground.database().await?;
    let node = Node::start(&bench.ground, &database, Setup::Alone, "api").await?;
    let house = House {
        database: &database,
        node: &node,
    };
    house.warm_up(bench).await?;
    for _ in 0..bench.rounds {
        for connections in CONNECTIONS {
            if bench.wants(Part::A) {
                house.no_op(bench, connections).await?;
            }
            if bench.wants(Part::F) {
                house.bookings(bench, connections).await?;
            }
        }
        if bench.wants(Part::I) {
            house.sold_out(bench).await?;
        }
    }
    node.stop().await?;
    bench.ground.drop(database).await
}

/// A node and its database.
struct House<'a> {
    database: &'a Database,
    node: &'a Node,
}

impl House<'_> {
    /// An event on sale.
    async fn event(&self, bench: &Bench, seats: usize) -> Result<EventId> {
        let admin = bench.ground.people.admin_token()?;
        let mut connection = Connection::open(self.node.address).await?;
        put_on_sale(&mut connection, &admin, seats).await
    }

    /// Connections that ask for the seats of an event.
    async fn crowd(
        &self,
        bench: &Bench,
        wish: Wish,
        (event, seats, connections): (EventId, usize, usize),
    ) -> Result<Vec<Asker>> {
        let crowd = Crowd::new(&bench.ground.people, wish, event, seats)?;
        crowd.connect(self.node.address, connections).await
    }

    /// The first requests of a process are slower than all others.
    async fn warm_up(&self, bench: &Bench) -> Result<()> {
        let event = self.event(bench, SEATS).await?;
        let crowd = self.crowd(bench, Wish::Book, (event, SEATS, 64)).await?;
        let plan = Plan::closed(SEATS).within(Duration::from_secs(2));
        crate::load::run(crowd, plan).await?;
        Ok(())
    }

    async fn no_op(&self, bench: &mut Bench, connections: usize) -> Result<()> {
        let event = EventId::new(uuid::Uuid::now_v7());
        let crowd = self
            .crowd(bench, Wish::Check, (event, SEATS, connections))
            .await?;
        let what = format!("the call that stores nothing, {connections} connections");
        let line = Line::new(format!("a/{connections}"), what, "requests/s");
        let plan = Plan::closed(usize::MAX).within(TIME);
        bench
            .measure(line, crowd, plan, &[("server", self.node.process())])
            .await?;
        Ok(())
    }

    async fn bookings(&self, bench: &mut Bench, connections: usize) -> Result<()> {
        let what = format!("booking directly, {connections} connections");
        let line = Line::new(format!("f/book/{connections}"), what, "bookings/s");
        let load = self.book(bench, line, connections).await?;
        if connections == 256 {
            if let Some(growth) = growth(&load) {
                let what = "rate at fact 50,000 against fact 1,000 of the same stream";
                bench.record(Line::new("f/growth", what, "ratio"), Round::of(growth));
            }
            self.open_loop(bench, load.rate() * OPEN_SHARE).await?;
        }
        Ok(())
    }

    async fn book(&self, bench: &mut Bench, line: Line, connections: usize) -> Result<Load> {
        let event = self.event(bench, SEATS).await?;
        let crowd = self
            .crowd(bench, Wish::Book, (event, SEATS, connections))
            .await?;
        let name = line.key.clone();
        let plan = Plan::closed(SEATS).within(BOOKING_TIME);
        let load = bench
            .measure(line, crowd, plan, &[("server", self.node.process())])
            .await?;
        bench
            .verify(&name, self.database, &[event], &[&load])
            .await?;
        Ok(load)
    }

    /// Half of the highest rate, at moments that do not depend on the answers.
    async fn open_loop(&self, bench: &mut Bench, per_sec: f64) -> Result<()> {
        let event = self.event(bench, SEATS).await?;
        let crowd = self.crowd(bench, Wish::Book, (event, SEATS, 256)).await?;
        let line = Line::new(
            "f/open/256",
            "booking at half of the highest rate, timed from the intended moment",
            "bookings/s",
        );
        let mut plan = Plan::open(per_sec, TIME);
        plan.jobs = plan.jobs.min(SEATS);
        let load = bench
            .measure(line, crowd, plan, &[("server", self.node.process())])
            .await?;
        bench
            .verify("f/open/256", self.database, &[event], &[&load])
            .await
    }

    /// Everybody wants seats that are gone.
    async fn sold_out(&self, bench: &mut Bench) -> Result<()> {
        const FEW: usize = 500;
        let event = self.event(bench, FEW).await?;
        let crowd = self.crowd(bench, Wish::Book, (event, FEW, 64)).await?;
        let sold = crate::load::run(crowd, Plan::closed(FEW)).await?;
        let crowd = self
            .crowd(bench, Wish::TakenSeat, (event, FEW, 256))
            .await?;
        let line = Line::new(
            "i",
            "refusals of a sold-out event, 256 connections",
            "refusals/s",
        );
        let plan = Plan::closed(usize::MAX).within(TIME);
        bench
            .measure(line, crowd, plan, &[("server", self.node.process())])
            .await?;
        bench.verify("i", self.database, &[event], &[&sold]).await
    }
}

/// The rate around fact 50,000 of a stream as a share of that after fact 1,000; nothing if the
/// stream did not get so far.
fn growth(load: &Load) -> Option<f64> {
    let young = load.rate_between(1_000, 1_000 + WINDOW)?;
    let old = load
        .rate_between(50_000, 50_000 + WINDOW)
        .context("too short")
        .ok()?;
    Some(old / young)
}
