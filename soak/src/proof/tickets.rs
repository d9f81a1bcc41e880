//! What proofs need of a sale: an event, people, and somebody who asks until there is an answer.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use crate::clock::Clock;
use crate::evidence::{Micros, Wish};
use crate::ground::{ADMIN, Ground};
use crate::load::{Asked, Call, Door, Heard, Person, Plan};

/// How long somebody goes on asking.
const PATIENCE: Duration = Duration::from_secs(120);
/// Before somebody asks again.
const AGAIN: Duration = Duration::from_millis(200);
/// How many people open an account at a time: each costs a hash of a password.
const AT_ONCE: usize = 4;

/// Somebody, and what they want.
#[derive(Debug)]
pub(super) struct Wisher {
    pub(super) person: Arc<Person>,
    pub(super) asked: Asked,
}

/// A try: what was heard, when it was sent, and when it was over.
pub(super) type Tried = (Heard, (Micros, Micros));

/// The admin, at a door.
pub(super) async fn admin(ground: &Ground) -> Result<Person> {
    let door = Door::to(ground.doors())?;
    Person::log_in(door, ADMIN.0.to_owned(), ADMIN.1).await
}

/// So many people open accounts; their addresses begin with the name.
pub(super) async fn people(door: &Door, (name, count): (&str, usize)) -> Result<Vec<Person>> {
    let arrive = |n| {
        let email = format!("{name}{n}@example.org");
        Person::register(door.clone(), email, "a seat in the third row")
    };
    let people = stream::iter(0..count).map(arrive).buffered(AT_ONCE);
    people.try_collect().await
}

/// Puts an event on sale at one node.
pub(super) async fn open_at(node: usize, admin: &Person, plan: Plan) -> Result<Uuid> {
    let call = Call::post("/events", plan.body());
    let give_up = Instant::now() + PATIENCE;
    loop {
        match admin.ask_at(node, &call).await {
            Heard::Answer {
                status: 201, body, ..
            } => {
                let id = body["id"].as_str().unwrap_or_default();
                return Ok(id.parse()?);
            }
            heard if Instant::now() > give_up => bail!("no event can be created: {heard:?}"),
            Heard::Answer { .. } | Heard::Nothing => sleep(AGAIN).await,
        }
    }
}

/// The seat with that number in the first row.
pub(super) fn seat(number: usize) -> String {
    format!("ST-1-{number}")
}

impl Wisher {
    /// Somebody who wants one seat, under a key of their own.
    pub(super) fn of_seat(
        person: Arc<Person>,
        (event, seat): (Uuid, String),
        clock: Clock,
    ) -> Self {
        let key = format!("{event}-{seat}");
        let asked = Asked::new((person.id, event), (Wish::Book(vec![seat]), key), clock);
        Self { person, asked }
    }

    /// Their key.
    pub(super) fn key(&self) -> String {
        self.asked.command.key.clone().unwrap_or_default()
    }

    /// Asks a node once.
    pub(super) async fn ask(&self, node: usize, clock: Clock) -> Tried {
        let sent = clock.now();
        let heard = self.person.ask_at(node, &self.asked.call).await;
        (heard, (sent, clock.now()))
    }

    /// Asks until there is an answer, one node or first one and then the other.
    pub(super) async fn insist(&self, nodes: [usize; 2], clock: Clock) -> Vec<Tried> {
        let give_up = Instant::now() + PATIENCE;
        let mut tries = Vec::new();
        for node in nodes.into_iter().cycle() {
            let tried = self.ask(node, clock).await;
            let known =
                matches!(tried.0, Heard::Answer { status, .. } if status < 500 && status != 408);
            tries.push(tried);
            if known || Instant::now() > give_up {
                break;
            }
            sleep(AGAIN).await;
        }
        tries
    }

    /// Remembers what was heard.
    pub(super) fn take(&mut self, tries: Vec<Tried>) {
        for (heard, when) in tries {
            self.asked.command.attempts += 1;
            self.asked.take(heard, when);
        }
    }
}
