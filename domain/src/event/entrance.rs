//! Letting buyers in one after the other, where an event has a waiting room.
//!
//! Whose turn it is follows from the number of a place, the facts and the time alone. Nothing has to
//! tick, every node comes to the same answer, and whoever does not come holds up nobody. What never
//! happens: a place is let in before a lower one, or is put back by a change of the rate.

use std::ops::RangeInclusive;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fact::EventFact;
use super::refusal::Refusal;

/// How many buyers a minute a waiting room may let in; none: nobody is let in for now.
pub const ADMIT_PER_MINUTE: RangeInclusive<u32> = 0..=60_000;

/// How long a buyer may choose seats who was let in.
pub const TURN: TimeDelta = TimeDelta::minutes(10);

/// A turn that came no longer ago than this may still be given away: the longest time between two
/// turns while anybody is let in.
const JUST_COME: TimeDelta = TimeDelta::minutes(1);

/// What a place costs. A rate of one a minute earns one unit in each microsecond.
const PLACE: u128 = 60_000_000;

/// How many stretches are remembered. Turns before them were over long ago, unless an organiser
/// changes the rate a hundred times in ten minutes.
const REMEMBERED: usize = 100;

/// Buyers wait, and are let in one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WaitingRoom {
    /// How many a minute; 0: nobody for now.
    #[schema(minimum = 0, maximum = 60_000, example = 300)]
    pub admit_per_minute: u32,
}

/// What a buyer shows who wants seats.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pass {
    /// Nothing.
    #[default]
    None,
    /// The number of the place in the queue, from 1.
    Place(u64),
    /// Staff wait for nobody.
    Staff,
}

/// Whether it is the turn of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Not yet.
    Waiting {
        /// How many places come before.
        ahead: u64,
        /// When it is its turn, if the rate stays; nothing while nobody is let in.
        comes_at: Option<DateTime<Utc>>,
    },
    /// Now.
    Now {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// Not any more.
    Over,
}

/// What the facts say of who is let in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entrance {
    room: Option<WaitingRoom>,
    sales_open_at: Option<DateTime<Utc>>,
    published_at: Option<DateTime<Utc>>,
    /// The latest time of all facts that were about this; clocks of several nodes differ.
    changed_at: Option<DateTime<Utc>>,
    /// In the order of their beginnings; the last one may be yet to come.
    stretches: Vec<Stretch>,
}

/// A time in which the rate stays the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stretch {
    since: DateTime<Utc>,
    admit_per_minute: u32,
    /// What was earned before it.
    before: u128,
}

impl Entrance {
    /// Takes in a fact of the event's stream.
    pub fn evolve(&mut self, fact: &EventFact) {
        match fact {
            EventFact::EventCreated {
                details,
                created_at: at,
                ..
            }
            | EventFact::EventUpdated {
                details,
                updated_at: at,
                ..
            } => {
                self.room = details.waiting_room;
                self.sales_open_at = details.sales_open_at;
                self.plan(*at);
            }
            EventFact::EventPublished { published_at } => {
                self.published_at = Some(*published_at);
                self.plan(*published_at);
            }
            // Nobody need wait for what does not take place.
            EventFact::EventCancelled { .. } => self.room = None,
            EventFact::EventDeleted { .. }
            | EventFact::SeatsBooked { .. }
            | EventFact::BookingCancelled { .. }
            | EventFact::SeatsHeld { .. }
            | EventFact::HoldExtended { .. }
            | EventFact::HoldReleased { .. }
            | EventFact::HoldExpired { .. }
            | EventFact::SeatsBlocked { .. }
            | EventFact::SeatsUnblocked { .. } => {}
        }
    }

    /// The waiting room, while there is one.
    pub const fn room(&self) -> Option<WaitingRoom> {
        self.room
    }

    /// When sales open or have opened; nothing before the event is published.
    pub fn opens_at(&self) -> Option<DateTime<Utc>> {
        let published_at = self.published_at?;
        Some(self.sales_open_at.unwrap_or(published_at))
    }

    /// Whether sales have opened.
    pub fn has_opened(&self, now: DateTime<Utc>) -> bool {
        self.opens_at().is_some_and(|opens_at| opens_at <= now)
    }

    /// Whose turn it is.
    pub fn turn(&self, place: u64, now: DateTime<Utc>) -> Turn {
        match self.comes_at(place) {
            Some(at) if at <= now => {
                let until = later(at, TURN);
                if now < until {
                    Turn::Now { until }
                } else {
                    Turn::Over
                }
            }
            comes_at => Turn::Waiting {
                ahead: place.saturating_sub(1).saturating_sub(self.let_in(now)),
                comes_at,
            },
        }
    }

    /// How many places have had their turn or have it now.
    pub fn let_in(&self, now: DateTime<Utc>) -> u64 {
        let mut begun = self.stretches.iter().filter(|it| it.since <= now);
        if !begun.any(|stretch| stretch.admit_per_minute > 0) {
            return 0;
        }
        u64::try_from(self.earned(now) / PLACE + 1).unwrap_or(u64::MAX)
    }

    /// The number of the place after `last` for somebody who comes now. Turns that nobody came for are
    /// gone: they are not saved up, or a thousand could come at once after a quiet hour.
    pub fn next_place(&self, last: u64, now: DateTime<Utc>) -> u64 {
        let latest = self.let_in(now);
        let has_just_come = |at: DateTime<Utc>| now - at <= JUST_COME;
        let came_at = (latest > 0).then(|| self.comes_at(latest)).flatten();
        let least = if came_at.is_some_and(has_just_come) {
            latest
        } else {
            latest.saturating_add(1)
        };
        last.saturating_add(1).max(least)
    }

    /// Refuses whoever has to wait.
    pub(super) fn check(&self, pass: Pass, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.room.is_none() {
            return Ok(());
        }
        let may = match pass {
            Pass::None => false,
            Pass::Place(place) => matches!(self.turn(place, now), Turn::Now { .. }),
            Pass::Staff => true,
        };
        may.then_some(()).ok_or(Refusal::NotAdmitted)
    }

    /// When a place is let in: the moment at which enough was earned for all places before it.
    fn comes_at(&self, place: u64) -> Option<DateTime<Utc>> {
        let needed = u128::from(place.saturating_sub(1)) * PLACE;
        let ends = self.stretches.iter().skip(1).map(|next| Some(next.since));
        let ends = ends.chain(std::iter::once(None));
        self.stretches.iter().zip(ends).find_map(|(stretch, end)| {
            let rate = u128::from(stretch.admit_per_minute);
            let missing = needed.saturating_sub(stretch.before);
            let micros = (rate > 0).then(|| missing.div_ceil(rate))?;
            let micros = TimeDelta::microseconds(i64::try_from(micros).ok()?);
            let at = stretch.since.checked_add_signed(micros)?;
            end.is_none_or(|end| at <= end).then_some(at)
        })
    }

    /// What was earned until then.
    fn earned(&self, at: DateTime<Utc>) -> u128 {
        let stretch = self.stretches.iter().rfind(|it| it.since <= at);
        stretch.map_or(0, |stretch| {
            let micros = (at - stretch.since).num_microseconds().unwrap_or(i64::MAX);
            stretch.before
                + u128::from(micros.unsigned_abs()) * u128::from(stretch.admit_per_minute)
        })
    }

    /// From a change on, what was planned for later is planned anew. What was let in stays let in.
    fn plan(&mut self, at: DateTime<Utc>) {
        let at = self.changed_at.map_or(at, |changed_at| changed_at.max(at));
        self.changed_at = Some(at);
        let Some(opens_at) = self.opens_at() else {
            return;
        };
        let rate = self.room.map_or(0, |room| room.admit_per_minute);
        self.stretches.retain(|stretch| stretch.since <= at);
        if opens_at > at {
            self.run(at, 0);
        }
        self.run(opens_at.max(at), rate);
    }

    fn run(&mut self, since: DateTime<Utc>, admit_per_minute: u32) {
        let last = self.stretches.last();
        if last.map_or(0, |last| last.admit_per_minute) == admit_per_minute {
            return;
        }
        let before = self.earned(since);
        self.stretches.push(Stretch {
            since,
            admit_per_minute,
            before,
        });
        if self.stretches.len() > REMEMBERED {
            self.stretches.remove(0);
        }
    }
}

fn later(from: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    from.checked_add_signed(by)
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}
