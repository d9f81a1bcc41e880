//! Over HTTP, against the release binary in its own process: (a) the call that stores nothing,
//! (f) bookings, (i) refusals of a sold-out event; all on one node, in turns.

use std::time::Duration;

use anyhow::Result;
use seatlog_domain::ids::EventId;
use uuid::Uuid;

use super::Part;
use super::callers::Wish;
use super::house::House;
use crate::bench::{Bench, Line};
use crate::figures::Round;
use crate::load::{self, Load, Plan};
use crate::node::Setup;

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
    let house = House::open(bench, Setup::Alone, "api").await?;
    for _ in 0..bench.rounds {
        for connections in CONNECTIONS {
            if bench.wants(Part::A) {
                no_op(bench, &house, connections).await?;
            }
            if bench.wants(Part::F) {
                bookings(bench, &house, connections).await?;
            }
        }
        if bench.wants(Part::I) {
            sold_out(bench, &house).await?;
        }
    }
    house.close(bench).await
}

async fn no_op(bench: &mut Bench, house: &House, connections: usize) -> Result<()> {
    let nowhere = EventId::new(Uuid::now_v7());
    let wanted = (nowhere, SEATS, connections);
    let crowd = house.crowd(bench, Wish::Check, wanted).await?;
    let what = format!("the call that stores nothing, {connections} connections");
    let line = Line::new(format!("a/{connections}"), what, "requests/s");
    let plan = Plan::closed(usize::MAX).within(TIME);
    bench.measure(line, crowd, plan, &house.server()).await?;
    Ok(())
}

async fn bookings(bench: &mut Bench, house: &House, connections: usize) -> Result<()> {
    let what = format!("booking directly, {connections} connections");
    let line = Line::new(format!("f/book/{connections}"), what, "bookings/s");
    let plan = Plan::closed(SEATS).within(BOOKING_TIME);
    let booked = book(bench, house, line, (Wish::Book, connections, plan)).await?;

    let what = format!("holding a seat, then booking it, {connections} connections");
    let line = Line::new(format!("f/hold/{connections}"), what, "bookings/s");
    let plan = Plan::closed(SEATS).within(TIME);
    book(bench, house, line, (Wish::HoldThenBook, connections, plan)).await?;

    if connections == 256 {
        if let Some(growth) = growth(&booked) {
            let what = "rate at fact 50,000 against fact 1,000 of the same stream";
            bench.record(Line::new("f/growth", what, "ratio"), Round::of(growth));
        }
        let what = "booking with an Idempotency-Key";
        let line = Line::new("f/key/256", what, "bookings/s");
        book(bench, house, line, (Wish::BookWithKey, 256, plan)).await?;

        let what = "booking at half of the highest rate, timed from the intended moment";
        let line = Line::new("f/open/256", what, "bookings/s");
        let mut plan = Plan::open(booked.rate() * OPEN_SHARE, TIME);
        plan.jobs = plan.jobs.min(SEATS);
        book(bench, house, line, (Wish::Book, 256, plan)).await?;
    }
    Ok(())
}

/// Books seats of a new event, and checks the log.
async fn book(
    bench: &mut Bench,
    house: &House,
    line: Line,
    (wish, connections, plan): (Wish, usize, Plan),
) -> Result<Load> {
    let event = house.event(bench, SEATS).await?;
    let crowd = house
        .crowd(bench, wish, (event, SEATS, connections))
        .await?;
    let name = line.key.clone();
    let load = bench.measure(line, crowd, plan, &house.server()).await?;
    bench
        .verify(&name, &house.database, &[event], &[&load])
        .await?;
    Ok(load)
}

/// Everybody wants seats that are gone.
async fn sold_out(bench: &mut Bench, house: &House) -> Result<()> {
    const FEW: usize = 500;
    let event = house.event(bench, FEW).await?;
    let crowd = house.crowd(bench, Wish::Book, (event, FEW, 64)).await?;
    let sold = load::run(crowd, Plan::closed(FEW)).await?;
    let what = "refusals of a sold-out event, 256 connections";
    let with_key = "the same, each under an Idempotency-Key and on disk before it is told";
    for (key, what, wish) in [
        ("i", what, Wish::TakenSeat),
        ("i/key", with_key, Wish::TakenSeatWithKey),
    ] {
        let crowd = house.crowd(bench, wish, (event, FEW, 256)).await?;
        let line = Line::new(key, what, "refusals/s");
        let plan = Plan::closed(usize::MAX).within(TIME);
        bench.measure(line, crowd, plan, &house.server()).await?;
    }
    bench.verify("i", &house.database, &[event], &[&sold]).await
}

/// The rate after fact 50,000 of a stream as a share of that after fact 1,000; nothing if the
/// stream did not get so far.
fn growth(load: &Load) -> Option<f64> {
    let young = load.rate_between(1_000, 1_000 + WINDOW)?;
    let old = load.rate_between(50_000, 50_000 + WINDOW)?;
    Some(old / young)
}
