//! Read model `catalogue`: the events that people can find.
//!
//! The shape is here; the queries and the two halves of the projection have files below.

mod description;
mod listing;
mod preview;
mod price_range;
mod taken;

pub use listing::{EventFilter, StatusFilter, get, list};
pub use preview::{Preview, preview};
pub use price_range::PriceRange;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection, Row};
use utoipa::ToSchema;

use seatlog_domain::event::WaitingRoom;
use seatlog_domain::ids::EventId;
use seatlog_domain::money::Currency;
use seatlog_domain::seating::Seating;

use crate::log::{Fact, RecordedFact};
use crate::projector::{ApplyError, Projector};

use description::describe;
use taken::{Taken, seats_taken};

/// The model's name.
pub const NAME: &str = "catalogue";

/// An event as everyone sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Event {
    /// Names the event.
    pub id: EventId,
    /// The name.
    #[schema(example = "Nabucco")]
    pub name: String,
    /// What it is about.
    pub description: String,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends, if known.
    pub ends_at: Option<DateTime<Utc>>,
    /// Where.
    #[schema(example = "Arena di Verona")]
    pub venue: String,
    /// A picture.
    pub image_url: Option<String>,
    /// What its seats are sold in.
    pub currency: Currency,
    /// From when seats are sold; null: from publication.
    pub sales_open_at: Option<DateTime<Utc>>,
    /// Until when; null: until the start.
    pub sales_close_at: Option<DateTime<Utc>>,
    /// The most seats that one buyer may hold and book together.
    pub max_seats_per_user: u32,
    /// Buyers wait until it is their turn; null: they need not.
    pub waiting_room: Option<WaitingRoom>,
    /// Whether only admins see it.
    pub draft: bool,
    /// Its seats.
    pub seating: Seating,
    /// How far it has come.
    pub status: EventStatus,
    /// The number of seats.
    pub capacity: u32,
    /// How many of them nobody has. A hold that ran out counts until its end is recorded, which is
    /// a matter of a moment.
    pub free: u32,
    /// The price of the cheapest seat, in minor units.
    pub price_from_minor: i64,
    /// The number, within the event's stream, of the last fact that changed anything but
    /// bookings.
    pub version: u64,
}

/// How far an event has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventStatus {
    /// Only admins see it.
    Draft,
    /// Everyone sees it.
    Published,
    /// It will not take place.
    Cancelled,
}

impl EventStatus {
    /// The status as the contract writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Cancelled => "cancelled",
        }
    }

    pub(crate) fn from_column(text: &str) -> Result<Self, sqlx::Error> {
        [Self::Draft, Self::Published, Self::Cancelled]
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or_else(|| sqlx::Error::Decode(format!("unknown status {text}").into()))
    }
}

/// The projector of this model.
#[derive(Debug)]
pub struct Catalogue;

#[async_trait]
impl Projector for Catalogue {
    fn name(&self) -> &'static str {
        NAME
    }

    fn tables(&self) -> &'static [&'static str] {
        &["catalogue_events"]
    }

    async fn apply(&self, db: &mut PgConnection, facts: &[RecordedFact]) -> Result<(), ApplyError> {
        let mut taken = Taken::default();
        for recorded in facts {
            let Fact::Event(id, fact) = &recorded.fact else {
                continue;
            };
            match seats_taken(fact) {
                Some(change) => taken.add(*id, change),
                None => {
                    taken.write(db).await?;
                    describe(db, *id, recorded.sequence, fact).await?;
                }
            }
        }
        taken.write(db).await
    }
}

impl FromRow<'_, PgRow> for Event {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let narrow = |column: &str| {
            let number: i64 = row.try_get(column)?;
            u32::try_from(number).map_err(|error| sqlx::Error::Decode(error.into()))
        };
        let status = EventStatus::from_column(row.try_get("status")?)?;
        let currency: &str = row.try_get("currency")?;
        let Json(seating) = row.try_get("seating")?;
        let waiting_room: Option<Json<WaitingRoom>> = row.try_get("waiting_room")?;
        let (capacity, taken) = (narrow("capacity")?, narrow("taken")?);
        Ok(Self {
            id: EventId::new(row.try_get("id")?),
            name: row.try_get("name")?,
            description: row.try_get("description")?,
            starts_at: row.try_get("starts_at")?,
            ends_at: row.try_get("ends_at")?,
            venue: row.try_get("venue")?,
            image_url: row.try_get("image_url")?,
            currency: currency
                .parse()
                .map_err(|_| sqlx::Error::Decode(currency.into()))?,
            sales_open_at: row.try_get("sales_open_at")?,
            sales_close_at: row.try_get("sales_close_at")?,
            max_seats_per_user: narrow("max_seats_per_user")?,
            waiting_room: waiting_room.map(|Json(room)| room),
            draft: status == EventStatus::Draft,
            seating,
            status,
            capacity,
            free: capacity.saturating_sub(taken),
            price_from_minor: row.try_get("price_from_minor")?,
            version: row.try_get::<i64, _>("version")?.unsigned_abs(),
        })
    }
}
