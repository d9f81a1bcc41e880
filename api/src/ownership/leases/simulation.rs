//! The leases of several nodes in simulated time, over a Redis to which everything happens.
//!
//! What is promised: as long as Redis keeps its memory, no two nodes own an event at a time, and a
//! node owns nothing that Redis does not hold for it; fencing numbers grow; a node that lost an
//! event is told so; and when all is well again, an event that is asked for has an owner after one
//! life and one renewal, and keeps it.
//!
//! `SIMULATION_SEED=17 cargo test --workspace --lib -- leases::simulation` runs seed 17 alone.

mod redis;

use std::collections::HashMap;
use std::panic::resume_unwind;
use std::sync::{Mutex, Weak};

use tokio::task::JoinHandle;
use tokio::time::sleep;
use uuid::Uuid;

use seatlog_testkit::{Dice, for_each_seed};

use super::*;
use crate::ownership::LEASE_LIFE;
use redis::SimulatedRedis;

const SEEDS: u64 = 2_000;
const NODES: usize = 3;
const EVENTS: usize = 2;
/// For how long things go wrong.
const STORM: Duration = Duration::from_secs(12);
/// How long a request may be under way, each way.
const SLOWEST_MS: u64 = 1_500;
/// Time between two commands for an event at a node, at most.
const COMMANDS_MS: u64 = 400;
/// How long a Redis that is well may leave an event without an owner: until the lease ends, by
/// its own clock; until a node notices that Redis is back; until the next command comes.
const UNOWNED: Duration = Duration::from_millis(3_300 + 1_000 + 500 + COMMANDS_MS);

#[test]
fn no_two_nodes_own_an_event_and_it_does_not_stay_without_one() {
    for_each_seed(SEEDS, |seed| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build();
        runtime.unwrap().block_on(World::run(Dice::new(seed)));
    });
}

struct World {
    redis: SimulatedRedis,
    events: Vec<EventId>,
    nodes: Mutex<Vec<Node>>,
}

struct Node {
    leases: Arc<Leases>,
    leave: CancellationToken,
    /// Whether others can reach it.
    reachable: Arc<AtomicBool>,
    tasks: Vec<JoinHandle<()>>,
    /// What it has owned and not lost yet, as far as was seen.
    had: Vec<bool>,
    /// How often it lost each event, and how often it was told so.
    losses: Vec<usize>,
    told: Arc<Mutex<HashMap<EventId, usize>>>,
}

impl World {
    async fn run(mut dice: Dice) {
        let event = |_| EventId::new(Uuid::from_u128(dice.id()));
        let world = Arc::new(Self {
            events: (0..EVENTS).map(event).collect(),
            redis: SimulatedRedis::new(&mut dice),
            nodes: Mutex::default(),
        });
        for _ in 0..NODES {
            world.start(&mut dice);
        }
        world.storm(&mut dice).await;
        sleep(Duration::from_millis(2 * SLOWEST_MS)).await;
        sleep(UNOWNED).await;
        world.settled(&mut dice).await;
        world.leave(&mut dice).await;
        let nodes = std::mem::take(&mut *world.nodes.lock().unwrap());
        for node in nodes {
            node.kill().await;
        }
    }

    fn start(self: &Arc<Self>, dice: &mut Dice) {
        let world = Arc::downgrade(self);
        let look = move || World::look(&world);
        let store = LeaseStore::on(Arc::new(self.redis.line(look)));
        let id = NodeId(Uuid::from_u128(dice.id()));
        let node = Node::start(Leases::new(id, LEASE_LIFE, store), &self.events, dice);
        self.nodes.lock().unwrap().push(node);
    }

    /// Things go wrong, one after the other or at the same time.
    async fn storm(self: &Arc<Self>, dice: &mut Dice) {
        let end = Instant::now() + STORM;
        while Instant::now() < end {
            sleep(dice.time_ms(50, 2_000)).await;
            match dice.below(10) {
                0 => self.redis.flush(),
                1 => self.redis.freeze(dice.time_ms(10, 4_000)),
                2 => self.redis.set_down(true),
                3 => self.redis.set_down(false),
                4 => self.redis.disturb(
                    dice.time_ms(0, SLOWEST_MS).as_millis() as u64,
                    dice.below(40),
                ),
                5 => self.redis.disturb(20, 0),
                6 => {
                    self.kill(dice).await;
                    self.start(dice);
                }
                7 => {
                    self.nodes.lock().unwrap()[0].leave.cancel();
                    self.start(dice);
                }
                8 => self.mislead(dice),
                _ => {
                    let nodes = self.nodes.lock().unwrap();
                    let reachable = &dice.one_of(&nodes).reachable;
                    reachable.store(dice.percent(50), Relaxed);
                }
            }
        }
        self.redis.set_down(false);
        self.redis.disturb(20, 0);
        let leave = |node: &mut Node| node.leave.is_cancelled();
        let left: Vec<_> = self.nodes.lock().unwrap().extract_if(.., leave).collect();
        for node in left {
            node.ended().await;
        }
        for node in &*self.nodes.lock().unwrap() {
            node.reachable.store(true, Relaxed);
        }
    }

    /// A node dies.
    async fn kill(&self, dice: &mut Dice) {
        let dead = {
            let mut nodes = self.nodes.lock().unwrap();
            let dead = dice.below(nodes.len());
            nodes.remove(dead)
        };
        dead.kill().await;
    }

    /// A node is told, as by forwarding, that another does not own an event or does not answer.
    fn mislead(&self, dice: &mut Dice) {
        let nodes = self.nodes.lock().unwrap();
        let (leases, event) = (&dice.one_of(&nodes).leases, *dice.one_of(&self.events));
        let other = dice.one_of(&nodes).leases.node;
        match dice.percent(50) {
            true => leases.mistaken(event, other),
            false => leases.silent(event, other),
        }
    }

    /// Compares what all nodes believe.
    fn look(world: &Weak<Self>) {
        let Some(world) = world.upgrade() else { return };
        let (now, lost) = (Instant::now(), world.redis.memory_lost_at());
        let remembers = lost.is_none_or(|at| at + LEASE_LIFE <= now);
        let mut nodes = world.nodes.lock().unwrap();
        for (number, event) in world.events.iter().enumerate() {
            let mine = |node: &&Node| node.leases.table().is_mine(*event, now);
            let owners: Vec<_> = nodes.iter().filter(mine).map(|it| it.leases.node).collect();
            assert!(
                owners.len() <= 1 || !remembers,
                "{event} has owners {owners:?}"
            );
            let held = world
                .redis
                .get(&format!("lock:event:{event}"))
                .unwrap_or_default();
            for owner in owners.iter().filter(|_| remembers) {
                let holder = held.split_once(' ').unwrap_or_default().0;
                assert_eq!(
                    owner.to_string(),
                    holder,
                    "{event} is not its owner's in Redis"
                );
            }
            for node in nodes.iter_mut().filter(|node| !node.leave.is_cancelled()) {
                let has = node.leases.table().has(*event);
                node.losses[number] += usize::from(node.had[number] && !has);
                node.had[number] = has;
            }
        }
    }

    /// When all is well, each event has an owner all the time, and everybody knows it.
    async fn settled(self: &Arc<Self>, dice: &mut Dice) {
        let end = Instant::now() + 2 * LEASE_LIFE;
        let owners: Vec<_> = self.events.iter().map(|event| self.owner(*event)).collect();
        while Instant::now() < end {
            sleep(dice.time_ms(1, 200)).await;
            for (event, owner) in self.events.iter().zip(&owners) {
                assert_eq!(self.owner(*event), *owner, "the owner changes without need");
            }
        }
        for node in &*self.nodes.lock().unwrap() {
            for (event, owner) in self.events.iter().zip(&owners) {
                let place = match *owner == node.leases.node {
                    true => Place::Here,
                    false => Place::There(*owner),
                };
                let known = node.leases.known(*event);
                // What was known of another has perhaps just run out.
                assert!(
                    known.is_none_or(|known| known == place),
                    "{known:?}, not {place:?}"
                );
            }
            let told = node.told.lock().unwrap();
            for (event, losses) in self.events.iter().zip(&node.losses) {
                let told = told.get(event).copied().unwrap_or_default();
                assert_eq!(
                    told, *losses,
                    "{} is told of each loss of {event}",
                    node.leases.node
                );
            }
        }
    }

    fn owner(&self, event: EventId) -> NodeId {
        let now = Instant::now();
        let nodes = self.nodes.lock().unwrap();
        let owner = nodes
            .iter()
            .find(|node| node.leases.table().is_mine(event, now));
        owner
            .unwrap_or_else(|| panic!("nobody owns {event}"))
            .leases
            .node
    }

    /// A node that leaves gives back what it has: whoever asks then has it.
    async fn leave(self: &Arc<Self>, dice: &mut Dice) {
        let event = *dice.one_of(&self.events);
        let owner = self.owner(event);
        let (leaving, other) = {
            let mut nodes = self.nodes.lock().unwrap();
            let place = nodes.iter().position(|node| node.leases.node == owner);
            (nodes.remove(place.unwrap()), Arc::clone(&nodes[0].leases))
        };
        leaving.leave.cancel();
        leaving.ended().await;
        other.mistaken(event, owner);
        let place = other.place(event).await;
        assert!(
            place != Place::There(owner) && place != Place::Unknown,
            "{place:?}"
        );
    }
}

impl Node {
    fn start(leases: Leases, events: &[EventId], dice: &mut Dice) -> Self {
        let (leases, leave) = (Arc::new(leases), CancellationToken::new());
        let reachable = Arc::new(AtomicBool::new(true));
        let told: Arc<Mutex<HashMap<EventId, usize>>> = Arc::default();
        let (kept, tell, left) = (Arc::clone(&leases), Arc::clone(&told), leave.clone());
        let forget = move |event| {
            *tell.lock().unwrap().entry(event).or_default() += 1;
            async {}
        };
        let reached = Arc::clone(&reachable);
        let mut tasks = vec![tokio::spawn(async move {
            kept.keep(|| reached.load(Relaxed), forget, left).await;
        })];
        for event in events.iter().copied() {
            let (leases, mut dice, left) = (Arc::clone(&leases), dice.split(), leave.clone());
            let reached = Arc::clone(&reachable);
            tasks.push(tokio::spawn(async move {
                while !left.is_cancelled() {
                    // A node that nobody reaches takes nothing.
                    if leases.known(event).is_none() && reached.load(Relaxed) {
                        leases.place(event).await;
                    }
                    sleep(dice.time_ms(1, COMMANDS_MS)).await;
                }
            }));
        }
        Self {
            leases,
            leave,
            reachable,
            tasks,
            had: vec![false; events.len()],
            losses: vec![0; events.len()],
            told,
        }
    }
    /// It dies.
    async fn kill(self) {
        self.tasks.iter().for_each(JoinHandle::abort);
        self.ended().await;
    }

    /// It ends, if it did so by itself or was killed.
    async fn ended(self) {
        for task in self.tasks {
            let ended = task.await;
            if let Some(panic) = ended.err().and_then(|error| error.try_into_panic().ok()) {
                resume_unwind(panic);
            }
        }
    }
}
