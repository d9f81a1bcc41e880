//! Many people who want the same seats, and what they are told.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Result, bail};
use chrono::{DateTime, Utc};
use futures_util::future::try_join_all;
use serde_json::json;
use tokio::sync::OnceCell;
use tokio::time::sleep;
use uuid::Uuid;

use super::condition::Other;
use super::tickets;
use crate::dice::Dice;
use crate::fault::Part;
use crate::ground::{Ground, lease_holder};
use crate::load::{Call, Heard, Person, Plan};

/// How many seats an event has.
const SEATS: usize = 100;
/// How many attempts there are for an event, before people want seats of another one.
const ATTEMPTS: usize = 1_000;
/// How many events are on sale at a time, so that each is longer than a lease lasts.
const SIDE_BY_SIDE: usize = 16;
/// Before somebody looks again whether a node takes leases.
const LEASE_AGAIN: Duration = Duration::from_millis(100);
/// After so many attempts somebody looks who has the lease of an event.
const LOOK_EVERY: usize = 29;

/// A seat of an event.
pub(super) type Place = (Uuid, String);

/// What people were told.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// The booking, and whose seat that makes.
    pub(super) acknowledged: Vec<(Uuid, (Place, Uuid))>,
    pub(super) refused: usize,
    /// When somebody heard first that a seat is taken.
    pub(super) taken: BTreeMap<Place, DateTime<Utc>>,
    pub(super) unavailable: usize,
    pub(super) unheard: usize,
    /// What became of these nobody knows.
    pub(super) open: Vec<(Place, Uuid)>,
    /// Answers that nobody should get.
    pub(super) odd: Vec<String>,
    /// Events of which both nodes had a lease, each in another Redis.
    pub(super) owned_by_both: BTreeSet<Uuid>,
}

/// A sale of several events, one after the other.
pub(super) struct Scramble {
    admin: Person,
    attempts: usize,
    begun: AtomicUsize,
    events: Vec<OnceCell<Uuid>>,
    /// Redises that may know who owns an event.
    redises: [SocketAddr; 2],
}

impl Scramble {
    /// Everything is ready for so many attempts.
    pub(super) async fn begin(ground: &Ground, attempts: usize, other: &Other) -> Result<Self> {
        let events = attempts.div_ceil(ATTEMPTS);
        Ok(Self {
            admin: tickets::admin(ground).await?,
            attempts,
            begun: AtomicUsize::new(0),
            events: (0..events).map(|_| OnceCell::new()).collect(),
            redises: [ground.address(Part::Redis), other.address],
        })
    }

    /// Waits until both nodes take leases, each in its Redis: they do not ask at once again when it
    /// was away.
    pub(super) async fn until_leases_are_taken(&self, redises: [SocketAddr; 2]) -> Result<()> {
        for (node, redis) in redises.into_iter().enumerate() {
            loop {
                let event = tickets::open_at(node, &self.admin, Plan::of(1, 1)).await?;
                if matches!(lease_holder(redis, event).await, Ok(Some(_))) {
                    break;
                }
                sleep(LEASE_AGAIN).await;
            }
        }
        Ok(())
    }

    /// Everybody tries, until there were enough attempts.
    pub(super) async fn run(&self, people: &mut [Person], dice: &Dice) -> Result<Tally> {
        let everybody = people.iter_mut().enumerate().map(|(number, person)| {
            let dice = dice.for_another(number);
            self.try_for_seats(person, dice)
        });
        let mut all = Tally::default();
        for tally in try_join_all(everybody).await? {
            all.add(tally);
        }
        Ok(all)
    }

    /// The events that were on sale.
    pub(super) fn events(&self) -> Vec<Uuid> {
        self.events
            .iter()
            .filter_map(OnceCell::get)
            .copied()
            .collect()
    }

    async fn try_for_seats(&self, person: &mut Person, mut dice: Dice) -> Result<Tally> {
        let mut tally = Tally::default();
        loop {
            let number = self.begun.fetch_add(1, Ordering::Relaxed);
            if number >= self.attempts {
                return Ok(tally);
            }
            let event = self.event(self.which(number)).await?;
            let seat = tickets::seat(1 + dice.below(SEATS));
            let path = format!("/events/{event}/bookings");
            let call = Call::post(&path, json!({"seats": [seat]}));
            let heard = person.ask(dice.below(2), &call).await;
            tally.take(((event, seat), person.id), heard);
            if number.is_multiple_of(LOOK_EVERY) && self.is_owned_by_both(event).await {
                tally.owned_by_both.insert(event);
            }
        }
    }

    /// The event that an attempt is for.
    fn which(&self, attempt: usize) -> usize {
        let first = attempt / (SIDE_BY_SIDE * ATTEMPTS) * SIDE_BY_SIDE;
        let side_by_side = SIDE_BY_SIDE.min(self.events.len() - first);
        first + attempt % side_by_side
    }

    /// Put on sale by whoever wants a seat of it first.
    async fn event(&self, number: usize) -> Result<Uuid> {
        let Some(event) = self.events.get(number) else {
            bail!("there is no event {number}");
        };
        let open = async || {
            let hall = Plan::of(1, SEATS).open(&self.admin).await?;
            anyhow::Ok(hall.id)
        };
        event.get_or_try_init(open).await.copied()
    }

    /// Whether another node has its lease in each Redis. One that does not answer knows nothing.
    async fn is_owned_by_both(&self, event: Uuid) -> bool {
        let mut holders = Vec::new();
        for redis in self.redises {
            if let Ok(Some(holder)) = lease_holder(redis, event).await {
                holders.push(holder);
            }
        }
        matches!(holders[..], [one, other] if one != other)
    }
}

impl Tally {
    /// How often somebody tried.
    pub(super) fn attempts(&self) -> usize {
        self.acknowledged.len() + self.refused + self.unavailable + self.unheard + self.odd.len()
    }

    fn take(&mut self, (place, user): (Place, Uuid), heard: Heard) {
        match heard {
            Heard::Nothing => {
                self.unheard += 1;
                self.open.push((place, user));
            }
            Heard::Answer {
                status: 201, body, ..
            } => {
                let id = body["id"].as_str().and_then(|id| id.parse().ok());
                match id {
                    Some(id) if body["seats"][0]["seat"] == place.1 => {
                        self.acknowledged.push((id, (place, user)));
                    }
                    _ => self.odd.push(format!("{place:?}: {body}")),
                }
            }
            Heard::Answer {
                status: 409, body, ..
            } => {
                if body["type"] == "/problems/seat-taken" && body["seats"] == json!([place.1]) {
                    self.refused += 1;
                    self.taken.entry(place).or_insert_with(Utc::now);
                } else {
                    self.odd.push(format!("{place:?}: {body}"));
                }
            }
            Heard::Answer { status, .. } if status >= 500 || status == 408 => {
                self.unavailable += 1;
                self.open.push((place, user));
            }
            Heard::Answer { status, body, .. } => {
                self.odd.push(format!("{place:?}: {status} {body}"));
            }
        }
    }

    fn add(&mut self, other: Self) {
        self.acknowledged.extend(other.acknowledged);
        self.refused += other.refused;
        for (place, heard) in other.taken {
            let first = self.taken.entry(place).or_insert(heard);
            *first = heard.min(*first);
        }
        self.unavailable += other.unavailable;
        self.unheard += other.unheard;
        self.open.extend(other.open);
        self.odd.extend(other.odd);
        self.owned_by_both.extend(other.owned_by_both);
    }
}
