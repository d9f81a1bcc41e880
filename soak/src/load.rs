//! People who use the two nodes while everything goes wrong, and what they remember of it.

mod buyer;
mod door;
mod hall;
mod manager;
mod memory;
mod person;
mod watcher;
mod wishes;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anyhow::{Context, Result};
use futures_util::future::try_join_all;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::dice::Dice;
use crate::evidence::SeatView;
use buyer::Buyer;
use manager::Manager;

pub(crate) use door::{Call, Door, Heard};
pub(crate) use hall::{Hall, Plan};
pub(crate) use memory::Asked;
pub(crate) use person::Person;

/// How long people go on asking for what they have not heard of, when nothing goes wrong any more.
const PATIENCE: Duration = Duration::from_secs(120);
/// How many people open an account at a time: each costs a hash of a password.
const AT_ONCE: usize = 4;

/// What everybody of a run shares.
#[derive(Debug, Clone)]
pub(crate) struct Evening {
    pub(crate) seed: u64,
    pub(crate) clock: Clock,
    /// Nobody wants anything new any more.
    over: CancellationToken,
    /// From then on nobody asks again for what was not heard of.
    give_up: Arc<OnceLock<Instant>>,
    halls: Arc<[Hall]>,
}

/// People, at work.
pub(crate) struct Load {
    evening: Evening,
    everybody: JoinSet<Vec<Asked>>,
    watcher: JoinHandle<Vec<SeatView>>,
}

/// What people remember.
pub(crate) struct Remembered {
    pub(crate) asked: Vec<Asked>,
    pub(crate) views: Vec<SeatView>,
}

impl Load {
    /// Puts events on sale and lets people open accounts. Nobody buys yet, and nothing may go wrong
    /// yet.
    pub(crate) async fn gather(
        seed: u64,
        (door, admin): (&Door, &Person),
        buyers: usize,
    ) -> Result<(Evening, Vec<Person>)> {
        let halls = try_join_all(hall::PLANS.map(|plan| plan.open(admin))).await?;
        let arrive = |n| {
            let email = format!("buyer{n}@example.org");
            Person::register(door.clone(), email, "a seat in the third row")
        };
        let people = stream::iter(0..buyers).map(arrive).buffered(AT_ONCE);
        let people = people.try_collect().await?;
        let evening = Evening {
            seed,
            clock: Clock::start(),
            over: CancellationToken::new(),
            give_up: Arc::default(),
            halls: halls.into(),
        };
        Ok((evening, people))
    }

    /// Everybody begins. The manager calls one event off after some time.
    pub(crate) fn begin(
        evening: &Evening,
        people: Vec<Person>,
        (admin, call_off): (Person, Duration),
    ) -> Self {
        let mut everybody = JoinSet::new();
        let door = admin.door().clone();
        for (n, person) in people.into_iter().enumerate() {
            let dice = Dice::of(evening.seed, n);
            everybody.spawn(Buyer::new(person, dice, evening.clone()).buy());
        }
        everybody.spawn(Manager::new(admin, evening.clone()).call_off(call_off));
        Self {
            evening: evening.clone(),
            everybody,
            watcher: tokio::spawn(watcher::watch(door, evening.clone())),
        }
    }

    /// Nobody wants anything new; returns when everybody knows what became of what they wanted, or
    /// has given up.
    pub(crate) async fn end(mut self) -> Result<Remembered> {
        self.evening.over.cancel();
        let give_up = Instant::now() + PATIENCE;
        // Nobody else sets it.
        let _ = self.evening.give_up.set(give_up);
        let mut asked = Vec::new();
        let late = give_up + PATIENCE;
        while let Some(done) = timeout_at(late, self.everybody.join_next())
            .await
            .context("somebody waits for ever")?
        {
            asked.extend(done?);
        }
        asked.sort_by_key(|it| it.command.asked);
        Ok(Remembered {
            asked,
            views: self.watcher.await?,
        })
    }
}

impl Evening {
    pub(crate) fn halls(&self) -> &[Hall] {
        &self.halls
    }

    /// The event that most people want seats of.
    pub(crate) fn contended(&self) -> &Hall {
        &self.halls[0]
    }

    fn is_over(&self) -> bool {
        self.over.is_cancelled()
    }

    fn is_given_up(&self) -> bool {
        self.give_up
            .get()
            .is_some_and(|then| *then < Instant::now())
    }
}
