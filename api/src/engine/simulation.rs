//! Engines of several nodes in simulated time, over a log in memory, while everything goes wrong:
//! reads fail, appends are slow, refused, or lost before or after the commit; nodes die and start
//! again; clocks jump; nodes decide beside one another, rightly or wrongly trusting their memory.
//!
//! What is promised is in [`judge`], and: when all is well again everybody is answered, holds end,
//! events fall asleep, and what is read from a snapshot is what all facts add up to.
//!
//! `SIMULATION_SEED=17 cargo test --workspace --lib -- engine::simulation` runs seed 17 alone.

mod buyers;
mod judge;
mod log;

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

use chrono::TimeDelta;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use seatlog_domain::event::{Description, Details, Event, EventName, Venue};
use seatlog_domain::plan::SeatPlan;
use seatlog_testkit::{Dice, for_each_seed};

use super::known::Known;
use super::*;
use buyers::{Buyer, Try};
use log::{CALM, Connection, SimulatedLog, Way, Weather};

const SEEDS: u64 = 2_000;
const SEATS: usize = 6;
const BUYERS: usize = 4;
/// For how long things go wrong.
const STORM: Duration = Duration::from_secs(15);
/// Whoever is not done by then never will be.
const AT_LAST: Duration = Duration::from_secs(600);

#[test]
fn nothing_is_lost_sold_twice_wrongly_refused_or_stuck_whatever_goes_wrong() {
    for_each_seed(SEEDS, |seed| drop(run(seed)));
}

#[test]
fn the_same_seed_is_the_same_run() {
    for seed in 1..=5 {
        assert_eq!(run(seed), run(seed), "seed {seed}");
    }
}

/// Runs a sale; returns what is in the log afterwards.
fn run(seed: u64) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build();
    runtime.unwrap().block_on(Sale::run(Dice::new(seed)))
}

struct Sale {
    log: SimulatedLog,
    events: Vec<EventId>,
    start: DateTime<Utc>,
    /// Whether there is only one node, which knows that.
    alone: bool,
    limits: Limits,
    nodes: Mutex<Vec<Node>>,
    tries: Mutex<Vec<Try>>,
}

#[derive(Clone)]
struct Node {
    engine: Engine,
    way: Way,
    clock: Wall,
}

/// The clock on a node's wall.
#[derive(Clone)]
struct Wall {
    start: DateTime<Utc>,
    since: Instant,
    ahead_ms: Arc<AtomicI64>,
}

impl Wall {
    fn now(&self) -> DateTime<Utc> {
        let passed = TimeDelta::from_std(self.since.elapsed()).unwrap();
        self.start + passed + TimeDelta::milliseconds(self.ahead_ms.load(Relaxed))
    }
}

impl Sale {
    async fn run(mut dice: Dice) -> Vec<String> {
        let events = 1 + dice.below(2);
        let sale = Arc::new(Self {
            log: SimulatedLog::default(),
            events: (0..events)
                .map(|_| EventId::new(Uuid::from_u128(dice.id())))
                .collect(),
            start: DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
            alone: dice.percent(25),
            limits: Limits {
                queue: 1 + dice.below(6),
                batch: 1 + dice.below(6),
                idle: dice.time_ms(2_000, 30_000),
                snapshot_facts: 3 + dice.below(20) as i64,
                ..Limits::default()
            },
            nodes: Mutex::default(),
            tries: Mutex::default(),
        });
        let nodes = if sale.alone { 1 } else { 2 + dice.below(2) };
        for _ in 0..nodes {
            sale.start_node(&mut dice);
        }
        sale.create_events(&mut dice).await;
        let buyers: Vec<_> = (0..BUYERS)
            .map(|_| tokio::spawn(Buyer::new(Arc::clone(&sale), dice.split()).buy()))
            .collect();
        sale.storm(&mut dice).await;
        for buyer in buyers {
            let done = timeout(AT_LAST, buyer).await.expect("every buyer is done");
            done.unwrap();
        }
        sale.settled().await;
        for event in &sale.events {
            let tries = sale.tries.lock().unwrap();
            judge::judge(*event, &sale.log.facts(*event), &tries);
        }
        sale.log.payloads()
    }

    fn start_node(&self, dice: &mut Dice) {
        let way = Way {
            log: self.log.clone(),
            dice: Arc::new(Mutex::new(dice.split())),
            weather: Arc::new(Mutex::new(CALM)),
            dead: CancellationToken::new(),
        };
        let clock = Wall {
            start: self.start,
            since: Instant::now(),
            ahead_ms: Arc::default(),
        };
        let wall = clock.clone();
        let stop = CancellationToken::new();
        let (writer, writing) = Writer::over(Connection(way.clone()), stop);
        tokio::spawn(writing);
        let time = Box::new(move || wall.now());
        let engine = Engine::over(Arc::new(way.clone()), writer, self.limits, time);
        self.nodes.lock().unwrap().push(Node { engine, way, clock });
    }

    async fn create_events(&self, dice: &mut Dice) {
        for event in &self.events {
            let node = self.node(dice).unwrap();
            let create = creation(node.clock.now());
            let (engine, origin) = (&node.engine, Origin::system());
            let created = engine.execute(*event, create, &origin, Standing::Unguarded);
            created.await.unwrap();
        }
    }

    /// One of the nodes, if there is one.
    fn node(&self, dice: &mut Dice) -> Option<Node> {
        let nodes = self.nodes.lock().unwrap();
        (!nodes.is_empty()).then(|| dice.one_of(&nodes).clone())
    }

    /// Things go wrong, one after the other or at the same time.
    async fn storm(&self, dice: &mut Dice) {
        let end = Instant::now() + STORM;
        while Instant::now() < end {
            sleep(dice.time_ms(0, 1_500)).await;
            let node = self.node(dice).unwrap();
            match dice.below(8) {
                0 => {
                    node.way.dead.cancel();
                    let alive = |node: &Node| !node.way.dead.is_cancelled();
                    self.nodes.lock().unwrap().retain(alive);
                    sleep(dice.time_ms(0, 1_000)).await;
                    self.start_node(dice);
                }
                1 => {
                    let ahead_ms = dice.below(120_000) as i64 - 60_000;
                    node.clock.ahead_ms.store(ahead_ms, Relaxed);
                }
                2 => node.engine.forget(*dice.one_of(&self.events)).await,
                3 => *node.way.weather.lock().unwrap() = CALM,
                _ => {
                    *node.way.weather.lock().unwrap() = Weather {
                        slowest_ms: dice.below(3_000) as u64,
                        failed: dice.below(20),
                        refused: dice.below(15),
                        lost: dice.below(40),
                    }
                }
            }
        }
        for node in &*self.nodes.lock().unwrap() {
            *node.way.weather.lock().unwrap() = CALM;
        }
    }

    /// When all is well and nobody asks, everything comes to rest.
    async fn settled(&self) {
        let nodes = std::mem::take(&mut *self.nodes.lock().unwrap());
        let mut last = Duration::ZERO;
        for (node, event) in nodes
            .iter()
            .flat_map(|node| self.events.iter().map(move |it| (node, *it)))
        {
            let standing = if self.alone {
                Standing::Sole
            } else {
                Standing::Leased
            };
            let look = EventCommand::ExpireHolds {
                now: node.clock.now(),
            };
            let looked = node
                .engine
                .execute(event, look, &Origin::system(), standing)
                .await;
            assert!(looked.is_ok(), "an event does not answer: {looked:?}");
            if let Event::Live(live) = self.state(event) {
                let left = live
                    .open_holds()
                    .map(|hold| hold.expires_at - node.clock.now());
                last = left
                    .filter_map(|left| left.to_std().ok())
                    .fold(last, Duration::max);
            }
        }
        sleep(last + Duration::from_secs(3)).await;
        for event in &self.events {
            if let Event::Live(live) = self.state(*event) {
                assert_eq!(live.open_holds().count(), 0, "a hold does not end");
            }
        }
        sleep(self.limits.idle + Duration::from_secs(30)).await;
        for node in nodes {
            assert_eq!(node.engine.awake(), 0, "an event does not fall asleep");
            timeout(AT_LAST, node.engine.stop())
                .await
                .expect("the engine stops");
            for event in &self.events {
                let read = Known::load(&node.way, *event, None).await.unwrap();
                assert!(read.event == self.state(*event), "a snapshot is wrong");
            }
        }
    }

    /// What all facts of an event add up to.
    fn state(&self, event: EventId) -> Event {
        let facts = self.log.facts(event);
        judge::states(&facts).pop().unwrap()
    }
}

fn creation(now: DateTime<Utc>) -> EventCommand {
    let seating = serde_json::json!({"sections": [{"id": "ST", "name": "Stalls",
        "kind": "reserved", "price_minor": 4500, "rows": [{"label": "A", "seats": SEATS}]}]});
    let plan = SeatPlan::check(serde_json::from_value(seating).unwrap()).unwrap();
    EventCommand::CreateEvent {
        details: Box::new(Details {
            name: EventName::new("Nabucco").unwrap(),
            description: Description::default(),
            starts_at: now + TimeDelta::days(30),
            ends_at: None,
            venue: Venue::new("Arena").unwrap(),
            image_url: None,
            sales_open_at: None,
            sales_close_at: None,
            max_seats_per_user: 4,
            waiting_room: None,
        }),
        currency: "EUR".parse().unwrap(),
        plan: Box::new(plan),
        draft: false,
        now: now - TimeDelta::days(1),
    }
}
