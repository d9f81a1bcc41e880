//! The story of one seat: who held it, until when, who booked it, and what became of that. It is
//! read from the facts alone, so it is there for events that were deleted, too.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{PgPool, Row};
use utoipa::ToSchema;

use seatlog_domain::event::{EventFact, PricedSeat};
use seatlog_domain::ids::{BookingId, EventId, HoldId, UserId};
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seat::SeatName;

use crate::log::{self, COLUMNS, Fact, LogError, Position, RecordedFact};

/// Something that happened to a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeatEpisode {
    /// Where the log says so.
    #[schema(value_type = i64)]
    pub position: Position,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// The type of the fact.
    #[schema(example = "SeatsHeld")]
    pub r#type: String,
    /// The buyer; where there is none, whoever did it.
    pub user_id: Option<UserId>,
    /// The hold that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold_id: Option<HoldId>,
    /// The booking that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub booking_id: Option<BookingId>,
    /// Until when the hold lasts from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
}

/// Facts about the whole event, and the longer life of holds: they do not name the seat.
const WITHOUT_SEATS: [&str; 5] = [
    "EventCreated",
    "EventUpdated",
    "EventCancelled",
    "EventDeleted",
    "HoldExtended",
];

/// All that ever happened to a seat, oldest first; nothing if the event never had such a seat.
///
/// # Errors
/// The database failed, or a fact cannot be read.
pub async fn of_seat(
    pool: &PgPool,
    event: EventId,
    seat: &SeatName,
) -> Result<Option<Vec<SeatEpisode>>, LogError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM events
         WHERE aggregate_type = 'event' AND aggregate_id = $1
           AND (event_type = ANY($2) OR strpos(payload::text, $3) > 0)
         ORDER BY sequence"
    );
    let rows = sqlx::query(&sql)
        .bind(event.to_string())
        .bind(&WITHOUT_SEATS[..])
        .bind(serde_json::Value::from(seat.as_str()).to_string())
        .fetch_all(pool)
        .await?;
    let mut story = Story {
        seat,
        exists: false,
        held_by: HashSet::new(),
        episodes: Vec::new(),
    };
    for row in &rows {
        let recorded = log::decode(row)?;
        if let Fact::Event(_, fact) = &recorded.fact {
            story.take(&recorded, row.try_get("event_type")?, fact);
        }
    }
    let known = !story.episodes.is_empty();
    Ok(known.then_some(story.episodes))
}

struct Story<'a> {
    seat: &'a SeatName,
    /// Whether the plan has the seat, as far as the story is told.
    exists: bool,
    /// The holds that the seat was ever in.
    held_by: HashSet<HoldId>,
    episodes: Vec<SeatEpisode>,
}

impl Story<'_> {
    fn take(&mut self, recorded: &RecordedFact, name: String, fact: &EventFact) {
        let actor = recorded.metadata.get("actor_id");
        let mut episode = SeatEpisode {
            position: recorded.position,
            recorded_at: recorded.recorded_at,
            r#type: name,
            user_id: actor.and_then(|actor| actor.parse().ok()),
            hold_id: None,
            booking_id: None,
            expires_at: None,
        };
        if self.tell(&mut episode, fact) {
            self.episodes.push(episode);
        }
    }

    /// Completes an episode; whether the fact is about the seat at all.
    fn tell(&mut self, episode: &mut SeatEpisode, fact: &EventFact) -> bool {
        match fact {
            EventFact::EventCreated { seating, .. }
            | EventFact::EventUpdated {
                seating: Some(seating),
                ..
            } => {
                let had = self.exists;
                self.exists = SeatPlan::check(seating.clone())
                    .is_ok_and(|plan| plan.find(self.seat).is_some());
                had || self.exists
            }
            EventFact::EventCancelled { .. } | EventFact::EventDeleted { .. } => self.exists,
            EventFact::EventUpdated { seating: None, .. } | EventFact::EventPublished { .. } => {
                false
            }
            EventFact::SeatsBooked {
                booking_id,
                user_id,
                hold_id,
                seats,
                ..
            } => {
                episode.user_id = Some(*user_id);
                episode.booking_id = Some(*booking_id);
                episode.hold_id = *hold_id;
                self.is_among(seats)
            }
            EventFact::BookingCancelled {
                booking_id,
                user_id,
                seats,
                ..
            } => {
                episode.user_id = Some(*user_id);
                episode.booking_id = Some(*booking_id);
                self.is_among(seats)
            }
            EventFact::SeatsHeld { .. }
            | EventFact::HoldExtended { .. }
            | EventFact::HoldReleased { .. }
            | EventFact::HoldExpired { .. } => self.tell_of_hold(episode, fact),
            EventFact::SeatsBlocked { seats, .. } | EventFact::SeatsUnblocked { seats, .. } => {
                seats.contains(self.seat)
            }
        }
    }

    fn tell_of_hold(&mut self, episode: &mut SeatEpisode, fact: &EventFact) -> bool {
        let (hold, user, until, about) = match fact {
            EventFact::SeatsHeld {
                hold_id,
                user_id,
                seats,
                expires_at,
                ..
            } => {
                let about = self.is_among(seats);
                if about {
                    self.held_by.insert(*hold_id);
                }
                (hold_id, user_id, Some(*expires_at), about)
            }
            EventFact::HoldExtended {
                hold_id,
                user_id,
                expires_at,
                ..
            } => {
                let about = self.held_by.contains(hold_id);
                (hold_id, user_id, Some(*expires_at), about)
            }
            EventFact::HoldReleased {
                hold_id,
                user_id,
                seats,
                ..
            }
            | EventFact::HoldExpired {
                hold_id,
                user_id,
                seats,
                ..
            } => (hold_id, user_id, None, seats.contains(self.seat)),
            EventFact::EventCreated { .. }
            | EventFact::EventUpdated { .. }
            | EventFact::EventPublished { .. }
            | EventFact::EventCancelled { .. }
            | EventFact::EventDeleted { .. }
            | EventFact::SeatsBooked { .. }
            | EventFact::BookingCancelled { .. }
            | EventFact::SeatsBlocked { .. }
            | EventFact::SeatsUnblocked { .. } => return false,
        };
        episode.hold_id = Some(*hold);
        episode.user_id = Some(*user);
        episode.expires_at = until;
        about
    }

    fn is_among(&self, seats: &[PricedSeat]) -> bool {
        seats.iter().any(|priced| priced.seat == *self.seat)
    }
}
