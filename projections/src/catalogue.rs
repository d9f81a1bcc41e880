//! Read model `catalogue`: the events that people can find.
//!
//! The shape and the projection are here, the queries in the file below.

mod listing;
mod taken;

pub use listing::{EventFilter, StatusFilter, get, list};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection, Row};
use utoipa::ToSchema;

use seatlog_domain::event::{Details, EventFact};
use seatlog_domain::ids::EventId;
use seatlog_domain::money::Currency;
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seating::Seating;
use seatlog_domain::text::HttpUrl;

use crate::log::{Fact, RecordedFact};
use crate::projector::{ApplyError, Projector};
use crate::search;

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
                    change(db, *id, recorded.sequence, fact).await?;
                }
            }
        }
        taken.write(db).await
    }
}

/// Takes in what concerns the event as a whole.
async fn change(
    db: &mut PgConnection,
    id: EventId,
    version: i64,
    fact: &EventFact,
) -> Result<(), ApplyError> {
    let changed = match fact {
        EventFact::EventCreated {
            details,
            currency,
            seating,
            ..
        } => {
            let columns = Columns::new(details, Some(*currency), Some(seating))?;
            columns.write(INSERT, id, version, db).await?
        }
        EventFact::EventUpdated {
            details,
            currency,
            seating,
            ..
        } => {
            let columns = Columns::new(details, *currency, seating.as_ref())?;
            columns.write(UPDATE, id, version, db).await?
        }
        EventFact::EventPublished { .. } => {
            set_status(db, id, version, EventStatus::Published).await?
        }
        EventFact::EventCancelled { .. } => {
            set_status(db, id, version, EventStatus::Cancelled).await?
        }
        EventFact::EventDeleted { .. } => {
            let delete = sqlx::query("DELETE FROM catalogue_events WHERE id = $1");
            delete.bind(id.uuid()).execute(db).await?.rows_affected()
        }
        EventFact::SeatsBooked { .. }
        | EventFact::BookingCancelled { .. }
        | EventFact::SeatsHeld { .. }
        | EventFact::HoldExtended { .. }
        | EventFact::HoldReleased { .. }
        | EventFact::HoldExpired { .. }
        | EventFact::SeatsBlocked { .. }
        | EventFact::SeatsUnblocked { .. } => return Ok(()),
    };
    ApplyError::unless_all_known("events", changed, 1)
}

const INSERT: &str = "
    INSERT INTO catalogue_events
        (id, version, name, description, starts_at, ends_at, venue, image_url, sales_open_at,
         sales_close_at, max_seats_per_user, search, currency, seating, capacity,
         price_from_minor, status)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'draft')";

/// Currency and seats stay as they are where nothing is given.
const UPDATE: &str = "
    UPDATE catalogue_events
    SET version = $2, name = $3, description = $4, starts_at = $5, ends_at = $6, venue = $7,
        image_url = $8, sales_open_at = $9, sales_close_at = $10, max_seats_per_user = $11,
        search = $12, currency = coalesce($13, currency), seating = coalesce($14::json, seating),
        capacity = coalesce($15, capacity), price_from_minor = coalesce($16, price_from_minor)
    WHERE id = $1";

/// What a fact says about an event as a whole, column by column.
struct Columns<'a> {
    details: &'a Details,
    search: String,
    currency: Option<String>,
    seating: Option<Json<&'a Seating>>,
    capacity: Option<i64>,
    price_from_minor: Option<i64>,
}

impl<'a> Columns<'a> {
    fn new(
        details: &'a Details,
        currency: Option<Currency>,
        seating: Option<&'a Seating>,
    ) -> Result<Self, ApplyError> {
        let (name, venue) = (details.name.as_str(), details.venue.as_str());
        let plan = seating.map(|seating| SeatPlan::try_from(seating.clone()));
        let plan = plan.transpose().map_err(ApplyError::Inapplicable)?;
        Ok(Self {
            details,
            search: search::fold(&format!(
                "{name}\n{venue}\n{}",
                details.description.as_str()
            )),
            currency: currency.map(String::from),
            seating: seating.map(Json),
            capacity: plan.as_ref().map(|plan| i64::from(plan.capacity())),
            price_from_minor: plan.as_ref().map(SeatPlan::price_from_minor),
        })
    }

    async fn write(
        self,
        sql: &str,
        id: EventId,
        version: i64,
        db: &mut PgConnection,
    ) -> Result<u64, ApplyError> {
        let written = sqlx::query(sql)
            .bind(id.uuid())
            .bind(version)
            .bind(self.details.name.as_str())
            .bind(self.details.description.as_str())
            .bind(self.details.starts_at)
            .bind(self.details.ends_at)
            .bind(self.details.venue.as_str())
            .bind(self.details.image_url.as_ref().map(HttpUrl::as_str))
            .bind(self.details.sales_open_at)
            .bind(self.details.sales_close_at)
            .bind(i64::from(self.details.max_seats_per_user))
            .bind(self.search)
            .bind(self.currency)
            .bind(self.seating)
            .bind(self.capacity)
            .bind(self.price_from_minor)
            .execute(db)
            .await?;
        Ok(written.rows_affected())
    }
}

async fn set_status(
    db: &mut PgConnection,
    id: EventId,
    version: i64,
    status: EventStatus,
) -> Result<u64, sqlx::Error> {
    let sql = "UPDATE catalogue_events SET status = $2, version = $3 WHERE id = $1";
    let update = sqlx::query(sql).bind(id.uuid()).bind(status.as_str());
    Ok(update.bind(version).execute(db).await?.rows_affected())
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
