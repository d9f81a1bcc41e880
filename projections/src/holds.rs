//! Read model `holds`: seats kept for buyers who are about to pay.
//!
//! It leads from a hold to its event, and tells which holds ran out unnoticed. Those that ended
//! stay for a day, so that who asks for one learns what became of it.

mod changes;

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection, PgPool, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use seatlog_domain::event::HoldState;
use seatlog_domain::ids::{EventId, HoldId, UserId};
use seatlog_domain::money::Currency;

use crate::bookings::BookedSeat;
use crate::checkpoints::{self, Behind};
use crate::log::RecordedFact;
use crate::page::{Page, PageRequest, QueryError, tag};
use crate::projector::{ApplyError, Projector};

use changes::Changes;

/// The model's name.
pub const NAME: &str = "holds";

/// How long a hold that ended is kept, by the clock of the log.
const KEPT: TimeDelta = TimeDelta::days(1);

/// Seats that are kept for a buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hold {
    /// Names the hold.
    pub id: HoldId,
    /// The event.
    pub event_id: EventId,
    /// The buyer.
    pub user_id: UserId,
    /// Its seats, in the plan's order.
    pub seats: Vec<BookedSeat>,
    /// What they cost together, in minor units.
    pub total_minor: i64,
    /// The currency of the prices.
    pub currency: Currency,
    /// Since when.
    pub held_at: DateTime<Utc>,
    /// Until when; then the seats are anybody's.
    pub expires_at: DateTime<Utc>,
}

/// A hold, and what the log says became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownHold {
    /// The hold.
    pub hold: Hold,
    recorded: HoldState,
}

/// A state as the table has it.
const fn name(state: HoldState) -> &'static str {
    match state {
        HoldState::Open => "open",
        HoldState::Booked => "booked",
        HoldState::Released => "released",
        HoldState::Expired => "expired",
    }
}

fn named(text: &str) -> Result<HoldState, sqlx::Error> {
    use HoldState::{Booked, Expired, Open, Released};
    [Open, Booked, Released, Expired]
        .into_iter()
        .find(|state| name(*state) == text)
        .ok_or_else(|| sqlx::Error::Decode(format!("unknown state {text}").into()))
}

impl KnownHold {
    /// What the hold is at a time: one that has run out is over, whether or not that was recorded.
    pub fn state(&self, now: DateTime<Utc>) -> HoldState {
        match self.recorded {
            HoldState::Open if self.hold.expires_at <= now => HoldState::Expired,
            HoldState::Open | HoldState::Booked | HoldState::Released | HoldState::Expired => {
                self.recorded
            }
        }
    }
}

/// The projector of this model.
#[derive(Debug)]
pub struct Holds;

#[async_trait]
impl Projector for Holds {
    fn name(&self) -> &'static str {
        NAME
    }

    async fn apply(&self, db: &mut PgConnection, facts: &[RecordedFact]) -> Result<(), ApplyError> {
        Changes::of(facts)?.write(db).await?;
        if let Some(last) = facts.last() {
            let forget = sqlx::query("DELETE FROM holds WHERE ended_at < $1");
            forget.bind(last.recorded_at - KEPT).execute(db).await?;
        }
        Ok(())
    }
}

impl FromRow<'_, PgRow> for KnownHold {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let currency: &str = row.try_get("currency")?;
        let Json(seats) = row.try_get("seats")?;
        let hold = Hold {
            id: HoldId::new(row.try_get("id")?),
            event_id: EventId::new(row.try_get("event_id")?),
            user_id: UserId::new(row.try_get("user_id")?),
            seats,
            total_minor: row.try_get("total_minor")?,
            currency: currency
                .parse()
                .map_err(|_| sqlx::Error::Decode(currency.into()))?,
            held_at: row.try_get("held_at")?,
            expires_at: row.try_get("expires_at")?,
        };
        let recorded = named(row.try_get("state")?)?;
        Ok(Self { hold, recorded })
    }
}

/// A hold, unless it ended long ago. Whoever has been told of a hold finds it: a model that does
/// not know it yet is waited for, at most so long. Whether the caller may see it is the API's
/// business.
///
/// # Errors
/// The model did not get so far in time, or the database failed.
pub async fn find(
    pool: &PgPool,
    id: HoldId,
    at_most: Duration,
) -> Result<Option<KnownHold>, Behind> {
    let look = async || {
        let query = sqlx::query_as("SELECT * FROM holds WHERE id = $1");
        query.bind(id.uuid()).fetch_optional(pool).await
    };
    checkpoints::look_up(pool, NAME, at_most, look).await
}

/// The holds of a buyer that were not recorded to have ended, each with its event.
pub async fn open_of(pool: &PgPool, buyer: UserId) -> Result<Vec<(EventId, HoldId)>, sqlx::Error> {
    let sql = "SELECT event_id, id FROM holds WHERE ended_at IS NULL AND user_id = $1";
    let rows: Vec<(Uuid, Uuid)> = sqlx::query_as(sql)
        .bind(buyer.uuid())
        .fetch_all(pool)
        .await?;
    let ids = |(event, hold)| (EventId::new(event), HoldId::new(hold));
    Ok(rows.into_iter().map(ids).collect())
}

/// A page of a buyer's holds, newest first, without those that ended long ago.
pub async fn list_of(
    pool: &PgPool,
    buyer: UserId,
    page: &PageRequest,
) -> Result<Page<Hold>, QueryError> {
    let tag = tag("holds", &buyer);
    let sql = "SELECT * FROM holds WHERE user_id = $1 AND ($2::uuid IS NULL OR id < $2)
        ORDER BY id DESC LIMIT $3";
    let holds: Vec<KnownHold> = sqlx::query_as(sql)
        .bind(buyer.uuid())
        .bind(page.after::<Uuid>(&tag)?)
        .bind(page.fetch())
        .fetch_all(pool)
        .await?;
    let holds = holds.into_iter().map(|known| known.hold).collect();
    page.close(&tag, holds, |hold: &Hold| hold.id)
}

/// The events of holds that ran out before a time, and whose end was not recorded; at most so many.
pub async fn events_with_holds_past(
    pool: &PgPool,
    time: DateTime<Utc>,
    at_most: i64,
) -> Result<Vec<EventId>, sqlx::Error> {
    let sql = "
        SELECT DISTINCT event_id FROM holds WHERE ended_at IS NULL AND expires_at < $1 LIMIT $2";
    let query = sqlx::query_scalar(sql).bind(time).bind(at_most);
    let events = query.fetch_all(pool).await?;
    Ok(events.into_iter().map(EventId::new).collect())
}
