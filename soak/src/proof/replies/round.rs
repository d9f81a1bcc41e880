//! A node dies once, with requests in hand.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use futures_util::future::{join_all, try_join_all};
use tokio::task::JoinHandle;
use tokio::time::sleep;
use uuid::Uuid;

use super::Moment;
use super::known::Known;
use crate::clock::Clock;
use crate::fault::Part;
use crate::ground::{Gate, Ground, Line};
use crate::load::{Door, Person, Plan};
use crate::proof::tickets::{self, Wisher};

/// How often an event is created until the right node has it.
const EVENTS: usize = 40;
/// Before the next one is.
const AGAIN: Duration = Duration::from_millis(250);

/// A round that is to be played.
pub(super) struct Round<'a> {
    pub(super) ground: &'a Ground,
    pub(super) clock: Clock,
    pub(super) door: &'a Door,
    pub(super) admin: Person,
    pub(super) number: usize,
    pub(super) moment: Moment,
    /// The node that is asked first, and dies.
    pub(super) asked: usize,
}

/// How it went.
pub(super) struct Played {
    pub(super) wishers: Vec<Wisher>,
    /// How many had heard an answer before the node died.
    pub(super) heard: usize,
    /// How many bookings were in the log when it died.
    pub(super) booked: usize,
    /// How many answers were stored then.
    pub(super) stored: usize,
}

impl Played {
    /// How many answers were lost: to bookings that were in the log.
    pub(super) fn lost(&self) -> usize {
        self.booked.saturating_sub(self.heard)
    }
}

impl Round<'_> {
    /// Lets the node die at the moment, with so many requests in hand, and everybody ask again.
    pub(super) async fn play(&self, in_hand: usize) -> Result<Played> {
        let event = self.event(in_hand).await?;
        let wishers = self.wishers(event, in_hand).await?;
        let keys: Vec<_> = wishers.iter().map(Wisher::key).collect();
        self.prepare();
        let tries: Vec<_> = wishers.into_iter().map(|it| self.first_try(it)).collect();
        self.come_to_the_moment(&keys).await?;
        let known = Known::of(&self.ground.pool, &keys).await?;
        let mut played = Played {
            wishers: Vec::new(),
            heard: 0,
            booked: known.booked,
            stored: known.stored,
        };
        let process = self.ground.process(Part::NODES[self.asked]);
        process
            .kill_then(self.while_it_is_dead(tries, &mut played))
            .await?;
        let other = 1 - self.asked;
        self.ask_again(&mut played.wishers, [self.asked, other])
            .await;
        self.ask_again(&mut played.wishers, [other, self.asked])
            .await;
        Ok(played)
    }

    /// The node that decides about the event.
    fn owner(&self) -> usize {
        match self.moment {
            Moment::Forwarded => 1 - self.asked,
            Moment::Unheard | Moment::Unstored | Moment::Stored | Moment::Before => self.asked,
        }
    }

    /// The gate between the owner and PostgreSQL.
    fn log(&self) -> &Gate {
        let owner = Part::NODES[self.owner()];
        self.ground.gate(owner, Part::Postgres)
    }

    /// The gate between people and the node that they ask.
    fn entrance(&self) -> &Gate {
        let node = Part::NODES[self.asked];
        self.ground.gate(node, node)
    }

    /// A new event that the owner has the lease of.
    async fn event(&self, seats: usize) -> Result<Uuid> {
        for _ in 0..EVENTS {
            let plan = Plan::of(1, seats);
            let event = tickets::open_at(self.owner(), &self.admin, plan).await?;
            let owner = self.ground.owner(event).await?;
            if owner == Some(Part::NODES[self.owner()]) {
                return Ok(event);
            }
            sleep(AGAIN).await;
        }
        bail!("node {} takes no event", self.owner())
    }

    async fn wishers(&self, event: Uuid, count: usize) -> Result<Vec<Wisher>> {
        let name = format!("round{}-buyer", self.number);
        let people = tickets::people(self.door, (&name, count)).await?;
        let people = people.into_iter().zip(1..);
        let wants = |(person, number)| {
            Wisher::of_seat(Arc::new(person), (event, tickets::seat(number)), self.clock)
        };
        Ok(people.map(wants).collect())
    }

    /// Nobody hears anything from now on.
    fn prepare(&self) {
        self.entrance().shut(Line::Answers);
        match self.moment {
            Moment::Before | Moment::Unstored => self.log().shut(Line::Appends),
            Moment::Unheard => self.log().shut(Line::Appended),
            Moment::Stored | Moment::Forwarded => {}
        }
    }

    fn first_try(&self, mut wisher: Wisher) -> JoinHandle<Wisher> {
        let (node, clock) = (self.asked, self.clock);
        tokio::spawn(async move {
            let tried = wisher.ask(node, clock).await;
            wisher.take(vec![tried]);
            wisher
        })
    }

    async fn come_to_the_moment(&self, keys: &[String]) -> Result<()> {
        let (log, entrance, all) = (self.log(), self.entrance(), keys.len());
        let known = (&self.ground.pool, keys);
        let waiting = async |it: Known| it.reserved == all && log.held() > 0;
        match self.moment {
            Moment::Before => Known::until(known, waiting).await,
            Moment::Unheard => {
                // Answers pass one at a time, for as long as the node has more to append. What waited
                // before the look is in what was seen.
                let mut waits = false;
                let let_pass = async |it: Known| {
                    if waits && it.booked < all {
                        log.let_one_pass().await;
                    }
                    waits = log.held() > 0;
                    it.booked == all
                };
                Known::until(known, let_pass).await
            }
            Moment::Unstored => {
                Known::until(known, waiting).await?;
                log.shut(Line::Requests);
                log.open(Line::Appends);
                Known::until(known, async |it| it.booked == all && entrance.held() == all).await
            }
            Moment::Stored => Known::until(known, async |it| it.stored == all).await,
            Moment::Forwarded => {
                Known::until(known, async |it| it.booked == all && entrance.held() == all).await
            }
        }
    }

    /// What was held back is lost with the node; then people can ask again, half of the time before
    /// it is back.
    async fn while_it_is_dead(
        &self,
        tries: Vec<JoinHandle<Wisher>>,
        played: &mut Played,
    ) -> Result<()> {
        for gate in [self.log(), self.entrance()] {
            gate.break_now();
            for line in [Line::Appends, Line::Appended, Line::Requests, Line::Answers] {
                gate.open(line);
            }
        }
        played.wishers = try_join_all(tries).await?;
        let heard = |it: &&Wisher| it.asked.command.reply().is_some();
        played.heard = played.wishers.iter().filter(heard).count();
        if self.number.is_multiple_of(2) {
            let other = 1 - self.asked;
            self.ask_again(&mut played.wishers, [other, other]).await;
        }
        Ok(())
    }

    /// Everybody asks twice at the same time, each time until there is an answer.
    async fn ask_again(&self, wishers: &mut [Wisher], [first, second]: [usize; 2]) {
        let twice = wishers.iter_mut().map(async |it| {
            let one = it.insist([first, second], self.clock);
            let two = it.insist([second, first], self.clock);
            let (one, two) = futures_util::future::join(one, two).await;
            it.take(one);
            it.take(two);
        });
        join_all(twice).await;
    }
}
