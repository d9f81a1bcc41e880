//! A year of sales, as it could have been.

mod people;
mod show;

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use seatlog_domain::account::Role;
use seatlog_domain::ids::UserId;
use uuid::{Builder, Uuid};

use super::agenda::{Agenda, Wish};
use super::copy::Rows;
use super::{Remaining, Size};
use people::Crowd;
use show::{Season, Show};

/// What all chance comes from.
const SEED: u64 = 2_024;
/// Bookings for each guest.
const BOOKINGS_EACH: usize = 20;
/// The last event is created on this day of the year.
const LAST_CREATED: f64 = 300.0;
/// Buyers for each booking: not all that is held is booked.
const BUYERS_PER_BOOKING: f64 = 1.0 / 0.86;

/// Everything that is going on.
pub(super) struct Market {
    agenda: Agenda,
    chance: Chance,
    crowd: Crowd,
    shows: Vec<Show>,
}

/// Dice, and the ids that come of them.
#[derive(Debug)]
struct Chance(StdRng);

impl Chance {
    fn of(&mut self, share: f64) -> bool {
        self.0.random_bool(share)
    }

    fn between(&mut self, least: f64, most: f64) -> f64 {
        self.0.random_range(least..most)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0.random_range(0..bound)
    }

    fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let millis = at.timestamp_millis().unsigned_abs();
        Builder::from_unix_timestamp_millis(millis, &self.0.random()).into_uuid()
    }
}

/// A time of the year: so many days after it began.
fn day(number: f64) -> DateTime<Utc> {
    let begin = DateTime::from_timestamp(1_704_067_200, 0).unwrap_or_default();
    begin + TimeDelta::milliseconds((number * 86_400_000.0) as i64)
}

impl Market {
    /// The first of January. The people given register first, and are never forgotten.
    pub(super) fn open(people: &[(UserId, Role)], size: Size) -> Result<Self> {
        let mut market = Self {
            agenda: Agenda::default(),
            chance: Chance(StdRng::seed_from_u64(SEED)),
            crowd: Crowd::new(people),
            shows: Vec::with_capacity(size.events),
        };
        for _ in people {
            market.agenda.note(day(0.0), Wish::Register);
        }
        let guests = size.bookings / BOOKINGS_EACH;
        for n in 0..guests {
            let came = 360.0 * n as f64 / guests as f64;
            market.agenda.note(day(came), Wish::Register);
        }
        for _ in 0..guests / 50 {
            let left = market.chance.between(300.0, 360.0);
            market.agenda.note(day(left), Wish::Forget);
        }
        for number in 0..size.events {
            market.plan(number, size)?;
        }
        Ok(market)
    }

    fn plan(&mut self, number: usize, size: Size) -> Result<()> {
        let season = Season {
            created: 1.0 + LAST_CREATED * number as f64 / size.events as f64,
            days: self.chance.between(20.0, 60.0),
            buyers: (size.bookings as f64 * BUYERS_PER_BOOKING) as u32 / size.events as u32,
        };
        let show = Show::plan(number, season, &mut self.chance, &mut self.agenda)?;
        self.shows.push(show);
        Ok(())
    }

    /// Fulfils the next wish; false when nobody wants anything any more.
    pub(super) fn go_on(&mut self, rows: &mut Rows) -> Result<bool> {
        let Some((now, wish)) = self.agenda.next() else {
            return Ok(false);
        };
        let chance = &mut self.chance;
        let (number, command, actor) = match wish {
            Wish::Register => return self.crowd.register((now, chance), rows).map(|()| true),
            Wish::Forget => return self.crowd.forget((now, chance), rows).map(|()| true),
            Wish::Command(number, command, actor) => (number, command.at(now), actor),
            Wish::Buy(number, buyer) => {
                let user = self.crowd.anybody(chance);
                let show = &mut self.shows[number];
                match show.buy(buyer, user, (now, chance), &mut self.agenda) {
                    Some(command) => (number, command, Some(user)),
                    None => return Ok(true),
                }
            }
        };
        let to = (&mut self.agenda, rows);
        self.shows[number].execute(&command, actor, (now, chance), to)?;
        Ok(true)
    }

    /// Every event, and everybody who was not forgotten.
    pub(super) fn close(self) -> Remaining {
        let events = self.shows.iter().map(|show| show.id).collect();
        (events, self.crowd.users)
    }
}
