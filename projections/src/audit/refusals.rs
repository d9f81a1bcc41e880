//! Seats that people wanted and did not get. Outside the log, because nothing happened.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use sqlx::{FromRow, PgPool, Row, postgres::PgRow};
use utoipa::ToSchema;
use uuid::Uuid;

use seatlog_domain::event::SeatChoice;
use seatlog_domain::event::what_if::{Reason, RefusedWish, Wanted};
use seatlog_domain::ids::{EventId, HoldId, UserId};
use seatlog_domain::seat::SeatName;

use crate::page::{Page, PageRequest, QueryError, tag};

/// How long refusals are kept.
pub const KEPT: TimeDelta = TimeDelta::days(90);

/// A wish that was refused, and the event that it was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The event.
    pub event_id: EventId,
    /// The wish.
    pub wish: RefusedWish,
}

/// Keeps refusals, and how many more there were; not those of accounts that were erased in the
/// meantime or are just being erased, which this neither waits for nor outlives.
///
/// # Errors
/// The database failed; nothing was kept.
pub async fn keep(pool: &PgPool, refused: &[Refused], left_out: u64) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?;
    // One list of a column cannot hold lists of seats of different lengths: they go as JSON.
    let rows: Vec<_> = refused.iter().map(as_json).collect();
    sqlx::query(
        "INSERT INTO refusals (at, event_id, user_id, reason, seats, section, quantity, hold_id)
         SELECT r.* FROM jsonb_to_recordset($1) AS r (at timestamptz, event_id uuid, user_id uuid,
             reason text, seats text[], section text, quantity integer, hold_id uuid)
         JOIN accounts a ON a.id = r.user_id FOR KEY SHARE OF a SKIP LOCKED",
    )
    .bind(serde_json::Value::from(rows))
    .execute(&mut *tx)
    .await?;
    if left_out > 0 {
        sqlx::query("INSERT INTO refusals_left_out (count) VALUES ($1)")
            .bind(i64::try_from(left_out).unwrap_or(i64::MAX))
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await
}

fn as_json(Refused { event_id, wish }: &Refused) -> serde_json::Value {
    let (mut seats, mut section, mut quantity, mut hold) = (None, None, None, None);
    match &wish.wanted {
        Wanted::Seats(SeatChoice::Named(names)) => seats = Some(names),
        Wanted::Seats(SeatChoice::BestAvailable {
            section: id,
            quantity: wanted,
        }) => {
            section = id.as_ref();
            // More than any plan has is as good as that.
            quantity = Some((*wanted).min(i32::MAX as u32));
        }
        Wanted::Hold(id) => hold = Some(id),
    }
    serde_json::json!({
        "at": wish.at, "event_id": event_id, "user_id": wish.user_id, "reason": wish.reason,
        "seats": seats, "section": section, "quantity": quantity, "hold_id": hold,
    })
}

/// Forgets refusals that have been kept long enough.
///
/// # Errors
/// The database failed.
pub async fn sweep(pool: &PgPool, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    for sql in [
        "DELETE FROM refusals WHERE at <= $1",
        "DELETE FROM refusals_left_out WHERE at <= $1",
    ] {
        sqlx::query(sql).bind(now - KEPT).execute(pool).await?;
    }
    Ok(())
}

/// All kept refusals of an event, oldest first.
///
/// # Errors
/// The database failed.
pub async fn of_event(pool: &PgPool, event: EventId) -> Result<Vec<RefusedWish>, sqlx::Error> {
    let rows = sqlx::query("SELECT * FROM refusals WHERE event_id = $1 ORDER BY at, id")
        .bind(event.uuid())
        .fetch_all(pool)
        .await?;
    rows.iter().map(wish).collect()
}

fn wish(row: &PgRow) -> Result<RefusedWish, sqlx::Error> {
    let seats: Option<Vec<String>> = row.try_get("seats")?;
    let quantity: Option<i32> = row.try_get("quantity")?;
    let hold: Option<Uuid> = row.try_get("hold_id")?;
    let wanted = match (seats, quantity, hold) {
        (Some(seats), _, _) => {
            let names = seats.iter().map(|name| SeatName::new(name));
            let names = names.collect::<Result<_, _>>().map_err(unreadable)?;
            Wanted::Seats(SeatChoice::Named(names))
        }
        (None, Some(quantity), _) => Wanted::Seats(SeatChoice::BestAvailable {
            section: row.try_get("section")?,
            quantity: quantity.unsigned_abs(),
        }),
        (None, None, hold) => Wanted::Hold(HoldId::new(hold.unwrap_or_default())),
    };
    let reason: String = row.try_get("reason")?;
    Ok(RefusedWish {
        user_id: UserId::new(row.try_get("user_id")?),
        at: row.try_get("at")?,
        wanted,
        reason: serde_json::from_value::<Reason>(reason.into()).map_err(unreadable)?,
    })
}

fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::Decode(Box::new(error))
}

/// Somebody wanted a seat by its name and did not get it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromRow, ToSchema)]
pub struct RefusedSeat {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub user_id: Uuid,
    /// Why, as problems have it.
    #[schema(example = "seat-taken")]
    pub reason: String,
    /// All seats that were wanted together.
    pub seats: Vec<String>,
}

/// Something that a buyer was refused, as told to the buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromRow, ToSchema)]
pub struct OwnRefusal {
    #[serde(skip)]
    id: i64,
    /// When.
    at: DateTime<Utc>,
    /// About which event.
    event_id: Uuid,
    /// Why, as problems have it.
    #[schema(example = "seat-taken")]
    reason: String,
    /// The seats that were wanted by name.
    seats: Option<Vec<String>>,
    /// The section in which the best seats were wanted.
    section: Option<String>,
    /// How many of the best seats were wanted.
    quantity: Option<i32>,
    /// The hold whose seats were wanted.
    hold_id: Option<Uuid>,
}

/// A page of what was kept of a buyer's refusals, oldest first.
///
/// # Errors
/// The cursor is of another list, or the database failed.
pub async fn list_own(
    pool: &PgPool,
    person: UserId,
    page: &PageRequest,
) -> Result<Page<OwnRefusal>, QueryError> {
    let tag = tag("own refusals", &person);
    let refusals = sqlx::query_as(
        "SELECT id, at, event_id, reason, seats, section, quantity, hold_id FROM refusals
         WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3",
    )
    .bind(person.uuid())
    .bind(page.after::<i64>(&tag)?.unwrap_or_default())
    .bind(page.fetch())
    .fetch_all(pool)
    .await?;
    page.close(&tag, refusals, |refusal: &OwnRefusal| refusal.id)
}

/// Something that a buyer was refused, as auditors see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromRow, ToSchema)]
pub struct Refusal {
    #[serde(skip)]
    id: i64,
    /// When.
    at: DateTime<Utc>,
    /// About which event.
    event_id: Uuid,
    /// Who.
    user_id: Uuid,
    /// Why, as problems have it.
    #[schema(example = "seat-taken")]
    reason: String,
    /// The seats that were wanted by name.
    seats: Option<Vec<String>>,
    /// The section in which the best seats were wanted.
    section: Option<String>,
    /// How many of the best seats were wanted.
    quantity: Option<i32>,
    /// The hold whose seats were wanted.
    hold_id: Option<Uuid>,
}

/// Which refusals are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RefusalFilter {
    /// About this event.
    pub event_id: Option<EventId>,
    /// Of this buyer.
    pub user_id: Option<UserId>,
    /// For this reason.
    pub reason: Option<Reason>,
}

/// A page of what was kept of refusals, newest first.
///
/// # Errors
/// The cursor is of another list, or the database failed.
pub async fn list(
    pool: &PgPool,
    filter: &RefusalFilter,
    page: &PageRequest,
) -> Result<Page<Refusal>, QueryError> {
    let tag = tag("audit/refusals", filter);
    // By the name that JSON has for it, as it was written.
    let reason = serde_json::to_value(filter.reason).unwrap_or_default();
    // Several are written at once, in whatever order: their numbers do not tell which came first.
    let (at, id) = page.after::<(DateTime<Utc>, i64)>(&tag)?.unzip();
    let refusals = sqlx::query_as(
        "SELECT id, at, event_id, user_id, reason, seats, section, quantity, hold_id FROM refusals
         WHERE ($1::timestamptz IS NULL OR (at, id) < ($1, $2::bigint))
           AND ($3::uuid IS NULL OR event_id = $3)
           AND ($4::uuid IS NULL OR user_id = $4)
           AND ($5::text IS NULL OR reason = $5)
         ORDER BY at DESC, id DESC LIMIT $6",
    )
    .bind(at)
    .bind(id)
    .bind(filter.event_id.map(EventId::uuid))
    .bind(filter.user_id.map(UserId::uuid))
    .bind(reason.as_str())
    .bind(page.fetch())
    .fetch_all(pool)
    .await?;
    page.close(&tag, refusals, |refusal: &Refusal| (refusal.at, refusal.id))
}

/// The kept refusals of one seat, oldest first.
///
/// # Errors
/// The database failed.
pub async fn of_seat(
    pool: &PgPool,
    event: EventId,
    seat: &SeatName,
) -> Result<Vec<RefusedSeat>, sqlx::Error> {
    sqlx::query_as(
        "SELECT at, user_id, reason, seats FROM refusals
         WHERE event_id = $1 AND $2 = ANY(seats) ORDER BY at, id",
    )
    .bind(event.uuid())
    .bind(seat.as_str())
    .fetch_all(pool)
    .await
}

/// How many refusals were not kept, whatever the event.
///
/// # Errors
/// The database failed.
pub async fn left_out(pool: &PgPool) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT coalesce(sum(count), 0)::bigint FROM refusals_left_out")
        .fetch_one(pool)
        .await
}
