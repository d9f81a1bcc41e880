//! What the catalogue says of an event as a whole.

use sqlx::PgConnection;
use sqlx::types::Json;

use seatlog_domain::event::{Details, EventFact};
use seatlog_domain::ids::EventId;
use seatlog_domain::money::Currency;
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seating::Seating;
use seatlog_domain::text::HttpUrl;

use super::EventStatus;
use crate::projector::ApplyError;
use crate::search;

/// Takes in what concerns the event as a whole.
pub(super) async fn describe(
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
         price_from_minor, waiting_room, status)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'draft')";

/// Currency and seats stay as they are where nothing is given.
const UPDATE: &str = "
    UPDATE catalogue_events
    SET version = $2, name = $3, description = $4, starts_at = $5, ends_at = $6, venue = $7,
        image_url = $8, sales_open_at = $9, sales_close_at = $10, max_seats_per_user = $11,
        search = $12, currency = coalesce($13, currency), seating = coalesce($14::json, seating),
        capacity = coalesce($15, capacity), price_from_minor = coalesce($16, price_from_minor),
        waiting_room = $17
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
            .bind(self.details.waiting_room.map(Json))
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
