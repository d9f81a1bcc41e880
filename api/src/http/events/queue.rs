//! The waiting room of an event, as buyers see it.

pub mod join;
pub mod order;
pub mod show;

mod passing;

use actix_web::HttpResponse;
use actix_web::http::header;
use chrono::{DateTime, Utc};
use seatlog_domain::event::{Entrance, Turn};
use seatlog_domain::ids::UserId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::waiting_rooms::{Place, Room};

pub(super) use passing::execute;

/// The shortest and the longest time until a buyer who waits should ask again.
const ASK_AGAIN_SECS: (u64, u64) = (2, 60);
/// Those who wait for the opening do not all ask in the same second.
const SPREAD_SECS: u64 = 10;

/// How far a buyer has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum QueueState {
    /// Nobody need wait.
    Open,
    /// The buyer has no place.
    Outside,
    /// It is not the buyer's turn yet.
    Waiting,
    /// It is the buyer's turn.
    Admitted,
    /// The buyer's turn is over. Another place can be had.
    Over,
}

/// The waiting room of an event, and a buyer's place in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Queue {
    /// How far the buyer has come.
    state: QueueState,
    /// The number of the place, from 1; null without one, and before the order is drawn.
    place: Option<u64>,
    /// How many come before the buyer, and the buyer, while it is not their turn yet.
    position: Option<u64>,
    /// In about how many seconds it is the buyer's turn; null where nobody can tell.
    estimated_wait_secs: Option<u64>,
    /// Until when the buyer may choose seats.
    admitted_until: Option<DateTime<Utc>>,
    /// In how many seconds to ask again, as in `Retry-After`; null where there is nothing to wait for.
    ask_again_secs: Option<u64>,
    /// When sales open or have opened. Those who come before have their order drawn then.
    opens_at: Option<DateTime<Utc>>,
    /// How many are let in a minute; null where nobody need wait, 0: nobody for now.
    admit_per_minute: Option<u32>,
    /// How the order of those who came before sales opened is drawn; null before anybody came.
    order: Option<QueueOrder>,
}

/// How the order of those who came before sales opened is drawn: by HMAC-SHA-256 of the account's
/// id, as it is written, under the seed.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueOrder {
    /// SHA-256 of the seed; hexadecimal. It is told before the draw and cannot change any more.
    commitment: String,
    /// The seed; hexadecimal, null before the draw.
    seed: Option<String>,
    /// When the order was drawn.
    drawn_at: Option<DateTime<Utc>>,
    /// How many places were drawn.
    drawn_places: Option<u64>,
}

impl From<Room> for QueueOrder {
    fn from(room: Room) -> Self {
        Self {
            commitment: hex::encode(room.seed.commitment()),
            seed: room.drawn.map(|_| hex::encode(room.seed.bytes())),
            drawn_at: room.drawn.map(|draw| draw.at),
            drawn_places: room.drawn.map(|draw| draw.places),
        }
    }
}

impl Queue {
    fn of(
        entrance: &Entrance,
        (room, place): (Option<Room>, Option<Place>),
        now: DateTime<Utc>,
    ) -> Self {
        let mut queue = Self {
            state: QueueState::Open,
            place: None,
            position: None,
            estimated_wait_secs: None,
            admitted_until: None,
            ask_again_secs: None,
            opens_at: entrance.opens_at(),
            admit_per_minute: entrance.room().map(|room| room.admit_per_minute),
            order: room.map(QueueOrder::from),
        };
        if entrance.room().is_none() {
            return queue;
        }
        queue.state = match place {
            None => QueueState::Outside,
            Some(Place::Undrawn) => QueueState::Waiting,
            Some(Place::Number(number)) => {
                queue.place = Some(number);
                queue.see(entrance.turn(number, now), now)
            }
        };
        queue
    }

    fn see(&mut self, turn: Turn, now: DateTime<Utc>) -> QueueState {
        match turn {
            Turn::Waiting { ahead, comes_at } => {
                self.position = Some(ahead + 1);
                self.estimated_wait_secs = comes_at.map(|at| secs_until(at, now));
                QueueState::Waiting
            }
            Turn::Now { until } => {
                self.admitted_until = Some(until);
                QueueState::Admitted
            }
            Turn::Over => QueueState::Over,
        }
    }

    /// In how many seconds a buyer who waits should ask again: the sooner their turn comes, the
    /// sooner.
    fn pause_secs(&self, account: UserId, now: DateTime<Utc>) -> Option<u64> {
        if self.state != QueueState::Waiting {
            return None;
        }
        let (least, most) = ASK_AGAIN_SECS;
        let opening = self.opens_at.filter(|opens_at| *opens_at > now);
        Some(match (opening, self.position, self.estimated_wait_secs) {
            (Some(opens_at), ..) => secs_until(opens_at, now).min(most) + spread(account),
            // The order is being drawn.
            (None, None, _) => least,
            (None, Some(_), wait) => wait.map_or(most, |wait| wait / 4).clamp(least, most),
        })
    }

    fn answer(mut self, account: Option<UserId>, now: DateTime<Utc>) -> HttpResponse {
        self.ask_again_secs = account.and_then(|account| self.pause_secs(account, now));
        let mut response = HttpResponse::Ok();
        if let Some(secs) = self.ask_again_secs {
            response.insert_header((header::RETRY_AFTER, secs.to_string()));
        }
        response.json(self)
    }
}

/// Rounded up: whoever comes then is not too early.
fn secs_until(at: DateTime<Utc>, now: DateTime<Utc>) -> u64 {
    let millis = (at - now).num_milliseconds().max(0);
    millis.unsigned_abs().div_ceil(1_000)
}

/// The same for each account each time; the end of an id is random.
fn spread(account: UserId) -> u64 {
    account.uuid().as_u64_pair().1 % (SPREAD_SECS + 1)
}

#[cfg(test)]
mod tests;
