//! (h) Two nodes that sell one event, against one node with the same servers; and what happens
//! when the node that owns the event is killed under load.

use std::time::Duration;

use anyhow::Result;
use seatlog_domain::ids::EventId;
use tokio::time::{Instant, sleep};

use super::callers::{Crowd, Stubborn, Wish};
use super::house::House;
use crate::bench::{Bench, Line};
use crate::caller::Reply;
use crate::figures::Round;
use crate::load::{self, Load, Plan};
use crate::node::{Node, Setup};
use crate::world::wanted_seats;

const SEATS: usize = 60_000;
/// Seats in the takeover: the load must not end before the other node has taken over.
const MANY_SEATS: usize = 100_000;
/// Connections in all.
const CONNECTIONS: usize = 256;
/// How long a round may last at most.
const TIME: Duration = Duration::from_secs(6);
/// How long the owner lives under load, and how long the load goes on after it was killed.
const BEFORE: Duration = Duration::from_secs(2);
const AFTER: Duration = Duration::from_secs(10);

/// Measures one node, two nodes, and the takeover.
pub(super) async fn run(bench: &mut Bench) -> Result<()> {
    for _ in 0..bench.rounds {
        let house = House::open(bench, Setup::Shared, "api").await?;
        one_node(bench, &house).await?;
        let second = Node::start(&bench.ground, &house.database, Setup::Shared, "api").await?;
        two_nodes(bench, &house, &second).await?;
        takeover(bench, house, second).await?;
    }
    Ok(())
}

async fn one_node(bench: &mut Bench, house: &House) -> Result<()> {
    let event = house.event(bench, SEATS).await?;
    let crowd = house
        .crowd(bench, Wish::Book, (event, SEATS, CONNECTIONS))
        .await?;
    let line = Line::new("h/one", "one node with Redis and NATS", "bookings/s");
    let plan = Plan::closed(SEATS).within(TIME);
    let load = bench.measure(line, crowd, plan, &house.server()).await?;
    bench
        .verify("h/one", &house.database, &[event], &[&load])
        .await
}

/// Half of the connections on each node; the first one owns the event.
async fn two_nodes(bench: &mut Bench, house: &House, second: &Node) -> Result<()> {
    let event = house.event(bench, SEATS).await?;
    let crowd = Crowd::new(&bench.ground.people, Wish::Book, event, wanted_seats(SEATS))?;
    let mut callers = crowd.connect(house.node.address, CONNECTIONS / 2).await?;
    callers.extend(crowd.connect(second.address, CONNECTIONS / 2).await?);
    let line = Line::new(
        "h/two",
        "two nodes on one event, half of the buyers on each",
        "bookings/s",
    );
    let plan = Plan::closed(SEATS).within(TIME);
    let processes = [
        ("server", house.node.process()),
        ("second", second.process()),
    ];
    let load = bench.measure(line, callers, plan, &processes).await?;
    bench
        .verify("h/two", &house.database, &[event], &[&load])
        .await
}

/// Kills the owner while both nodes are asked, and waits for bookings to flow on the other one.
async fn takeover(bench: &mut Bench, house: House, second: Node) -> Result<()> {
    let event = house.event(bench, MANY_SEATS).await?;
    let seats = wanted_seats(MANY_SEATS);
    let (half, other_half) = seats.split_at(MANY_SEATS / 2);
    let people = &bench.ground.people;
    let on_owner = Crowd::new(people, Wish::Book, event, half.into())?;
    let on_owner = on_owner
        .connect(house.node.address, CONNECTIONS / 2)
        .await?;
    let on_other = Crowd::new(people, Wish::Book, event, other_half.into())?;
    let on_other = on_other.connect(second.address, CONNECTIONS / 2).await?;
    let stubborn = |askers: Vec<_>| askers.into_iter().map(Stubborn).collect::<Vec<_>>();
    let plan = Plan::closed(MANY_SEATS / 2).within(BEFORE + AFTER);

    let begun = Instant::now();
    let on_owner = tokio::spawn(load::run(stubborn(on_owner), plan));
    let on_other = tokio::spawn(load::run(stubborn(on_other), plan));
    sleep(BEFORE).await;
    let killed = begun.elapsed();
    house.node.kill().await?;
    let (on_owner, on_other) = (on_owner.await??, on_other.await??);

    let what = "kill -9 of the owner: until bookings flow on the other node";
    let round = Round::of(flows_again(&on_other, killed).as_secs_f64());
    bench.record(Line::new("h/takeover", what, "s"), round);
    let (events, loads): ([EventId; 1], _) = ([event], [&on_owner, &on_other]);
    bench
        .verify_with_lost_answers("h/takeover", &house.database, &events, &loads)
        .await?;
    second.stop().await?;
    bench.ground.drop(house.database).await
}

/// From a moment of a load until the end of the longest time without a booking that followed.
fn flows_again(load: &Load, moment: Duration) -> Duration {
    let booked = |sample: &&load::Sample| sample.reply != Reply::Failed && sample.at > moment;
    let mut before = moment;
    let mut longest = (Duration::MAX, Duration::ZERO);
    for sample in load.samples.iter().filter(booked) {
        if longest.0 == Duration::MAX || sample.at - before > longest.1 {
            longest = (sample.at, sample.at - before);
        }
        before = sample.at;
    }
    longest.0.saturating_sub(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(ms: &[u64]) -> Load {
        let sample = |ms: &u64| load::Sample {
            at: Duration::from_millis(*ms),
            latency: Duration::ZERO,
            reply: Reply::Done,
        };
        Load {
            samples: ms.iter().map(sample).collect(),
            elapsed: Duration::from_secs(10),
        }
    }

    #[test]
    fn bookings_flow_again_when_the_longest_pause_after_the_kill_ends() {
        let killed = Duration::from_millis(2_000);
        let flows = |ms: &[u64]| flows_again(&load(ms), killed).as_millis();
        assert_eq!(flows(&[1_990, 2_010, 5_000, 5_010, 5_020]), 3_000);
        assert_eq!(flows(&[500, 1_990, 2_001, 2_002, 2_003]), 1);
        // None at all is not a quick takeover.
        assert!(flows(&[1_990]) > 1_000_000);
    }
}
