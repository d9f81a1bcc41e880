//! Waiting rooms of hot sales: who waits, and whose turn it is.
//!
//! Whose turn it is follows from the number of a place ([`Entrance::turn`]); what is kept here is who
//! has which number. There is no token: a place belongs to an account, and cannot be passed on.
//! Numbers do not change, so a node that knows one asks nobody again, and waiting costs no query.

mod known;
mod order;
mod places;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgPool;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use seatlog_domain::event::{Entrance, Event, Live, Status, Turn};
use seatlog_domain::ids::{EventId, UserId};
use seatlog_projections::page::{Page, PageRequest, QueryError};

use crate::event_store::{LoadError, load_event};
use known::Known;

pub use order::Seed;
pub use places::{Draw, DrawnPlace, JoinError, OwnPlace, Place, Room, list_own};

/// How often rooms are looked for whose sale is over.
const SWEEP_EVERY: Duration = Duration::from_secs(60 * 60);
/// How long places are kept after the sale.
const KEPT: TimeDelta = TimeDelta::days(1);

/// The rooms of all events, as this node knows them.
#[derive(Debug, Clone)]
pub struct WaitingRooms {
    pool: PgPool,
    known: Arc<Mutex<HashMap<EventId, Arc<Known>>>>,
}

impl WaitingRooms {
    /// Knows nothing yet.
    pub fn new(pool: PgPool) -> Self {
        Self {
            pool,
            known: Arc::default(),
        }
    }

    /// The room of an event, if anybody has come to it. When sales have opened, whoever asks first
    /// has the order drawn; the others need not wait for that.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn room(
        &self,
        event: EventId,
        entrance: &Entrance,
        now: DateTime<Utc>,
    ) -> Result<Option<Room>, sqlx::Error> {
        let known = self.known(event);
        let room = match known.room() {
            Some(room) => Some(room),
            None => places::room(&self.pool, event).await?,
        };
        let Some(found) = room else { return Ok(None) };
        known.keep_room(found);
        if found.drawn.is_some() || !entrance.has_opened(now) || known.is_drawing() {
            return Ok(room);
        }
        self.draw(event, now).await
    }

    /// The place of an account, if it has one.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn place(
        &self,
        event: EventId,
        account: UserId,
        entrance: &Entrance,
        now: DateTime<Utc>,
    ) -> Result<Option<Place>, sqlx::Error> {
        let Some(room) = self.room(event, entrance, now).await? else {
            return Ok(None);
        };
        let known = self.known(event);
        let holds = |place: &Place| match place {
            Place::Undrawn => room.drawn.is_none(),
            // After a turn there may be another place, given by another node.
            Place::Number(number) => entrance.turn(*number, now) != Turn::Over,
        };
        if let Some(place) = known.place(account).filter(holds) {
            return Ok(Some(place));
        }
        let place = places::place(&self.pool, event, account).await?;
        if let Some(place) = place {
            known.keep_place(account, place);
        }
        Ok(place)
    }

    /// Gives an account a place, unless it has one whose turn is yet to come or has come.
    ///
    /// # Errors
    /// The account was erased, or the database does not answer.
    pub async fn join(
        &self,
        event: EventId,
        account: UserId,
        entrance: &Entrance,
        now: DateTime<Utc>,
    ) -> Result<Option<Place>, JoinError> {
        let over = match self.place(event, account, entrance, now).await? {
            Some(Place::Number(number)) if entrance.turn(number, now) == Turn::Over => Some(number),
            Some(place) => return Ok(Some(place)),
            None => None,
        };
        if self.known(event).room().is_none() {
            places::open(&self.pool, event).await?;
        }
        let mut place = None;
        if !entrance.has_opened(now) {
            place = places::join_before_draw(&self.pool, event, account, now).await?;
        } else {
            self.draw(event, now).await?;
        }
        if place.is_none() || over.is_some() {
            let least = entrance.next_place(0, now);
            let who = (account, over);
            place = places::join_after_draw(&self.pool, event, who, (least, now)).await?;
        }
        if let Some(place) = place {
            self.known(event).keep_place(account, place);
        }
        Ok(place)
    }

    /// The number of the place of an account, if it is its turn.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn place_in_turn(
        &self,
        event: EventId,
        account: UserId,
        entrance: &Entrance,
        now: DateTime<Utc>,
    ) -> Result<Option<u64>, sqlx::Error> {
        match self.place(event, account, entrance, now).await? {
            Some(Place::Number(number)) => {
                let is_now = matches!(entrance.turn(number, now), Turn::Now { .. });
                Ok(is_now.then_some(number))
            }
            Some(Place::Undrawn) | None => Ok(None),
        }
    }

    /// A page of the places that were drawn, for those who check the draw.
    ///
    /// # Errors
    /// Nothing was drawn yet, the cursor is of another list, or the database does not answer.
    pub async fn drawn(
        &self,
        event: EventId,
        entrance: &Entrance,
        (page, now): (&PageRequest, DateTime<Utc>),
    ) -> Result<Page<DrawnPlace>, QueryError> {
        let room = self.room(event, entrance, now).await?;
        let drawn = room.filter(|room| room.drawn.is_some());
        let room = drawn.ok_or(QueryError::NotFound)?;
        places::drawn(&self.pool, event, room, page).await
    }

    /// Forgets rooms on this node that nobody asked for lately.
    pub fn forget_idle(&self) {
        self.lock().retain(|_, known| !known.is_idle());
    }

    /// Forgets rooms whose sale is over, again and again, until cancelled.
    pub async fn keep_up(&self, stop: &CancellationToken) {
        let mut ticks = interval(SWEEP_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            if let Some(Err(error)) = stop.run_until_cancelled(self.sweep(Utc::now())).await {
                tracing::warn!(%error, "waiting rooms of sales that are over were not forgotten");
            }
        }
    }

    /// Forgets rooms whose sale is over; returns how many.
    ///
    /// # Errors
    /// The log cannot be read, or a room cannot be forgotten now.
    pub async fn sweep(&self, now: DateTime<Utc>) -> Result<usize, LoadError> {
        let mut forgotten = 0;
        let rooms = places::events(&self.pool).await?;
        // What another node forgot; its sale may go on at a later date, in a room of its own.
        self.lock().retain(|event, _| rooms.contains(event));
        for event in rooms {
            let over = match load_event(&self.pool, event).await?.event {
                Event::Live(live) => is_over(&live, now),
                Event::Unknown | Event::Deleted => true,
            };
            if over {
                places::close(&self.pool, event).await?;
                self.lock().remove(&event);
                forgotten += 1;
            }
        }
        Ok(forgotten)
    }

    /// Has the order drawn, or waits until it is.
    async fn draw(&self, event: EventId, now: DateTime<Utc>) -> Result<Option<Room>, sqlx::Error> {
        let known = self.known(event);
        let _turn = known.drawing().await;
        if let Some(room) = known.room().filter(|room| room.drawn.is_some()) {
            return Ok(Some(room));
        }
        let room = places::draw(&self.pool, event, now).await?;
        if let Some(room) = room {
            known.keep_room(room);
        }
        Ok(room)
    }

    fn known(&self, event: EventId) -> Arc<Known> {
        let known = Arc::clone(self.lock().entry(event).or_default());
        known.touch();
        known
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<EventId, Arc<Known>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_over(live: &Live, now: DateTime<Utc>) -> bool {
    let details = &live.details;
    let closes = details.sales_close_at.unwrap_or(details.starts_at);
    live.status == Status::Cancelled || closes + KEPT <= now
}
