//! Rooms and places in PostgreSQL.
//!
//! What never happens: a place has two owners, or an account two places; somebody who came before the
//! draw is left out of it; somebody who came after it stands before anybody who came earlier.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{FromRow, PgConnection, PgPool};
use utoipa::ToSchema;
use uuid::Uuid;

use seatlog_domain::ids::{EventId, UserId};
use seatlog_projections::page::{Page, PageRequest, QueryError, tag};

use super::order::Seed;

/// A room that somebody has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// What the order follows from.
    pub seed: Seed,
    /// Once the order was drawn.
    pub drawn: Option<Draw>,
}

/// The order of those who came before sales opened was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draw {
    /// When.
    pub at: DateTime<Utc>,
    /// How many they were.
    pub places: u64,
}

/// A place in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It gets its number in the draw.
    Undrawn,
    /// Its number, from 1.
    Number(u64),
}

/// A place that was drawn, for those who check the draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DrawnPlace {
    /// The number of the place, from 1.
    pub place: u64,
    /// HMAC-SHA-256 of the account's id, as it is written, under the seed; hexadecimal. Places are
    /// ordered by it.
    pub key: String,
}

/// A place as its owner is told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromRow, ToSchema)]
pub struct OwnPlace {
    /// In the waiting room of which event.
    event_id: Uuid,
    /// Since when.
    joined_at: DateTime<Utc>,
    /// The number of the place; null before the draw.
    place: Option<i64>,
}

/// Why nobody came to a room.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// The account was erased.
    #[error("there is no such account any more")]
    AccountGone,
    /// The database does not answer.
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for JoinError {
    fn from(error: sqlx::Error) -> Self {
        let constraint = error.as_database_error().and_then(|it| it.constraint());
        if constraint == Some("waiting_places_account_known") {
            Self::AccountGone
        } else {
            Self::Database(error)
        }
    }
}

#[derive(FromRow)]
struct RoomRow {
    seed: [u8; 32],
    drawn_at: Option<DateTime<Utc>>,
    drawn_places: Option<i64>,
}

impl From<RoomRow> for Room {
    fn from(row: RoomRow) -> Self {
        let draw = |(at, places): (_, i64)| Draw {
            at,
            places: places.unsigned_abs(),
        };
        Self {
            seed: row.seed.into(),
            drawn: row.drawn_at.zip(row.drawn_places).map(draw),
        }
    }
}

/// Makes a room, with a seed, unless it was made before.
pub(super) async fn open(pool: &PgPool, event: EventId) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO waiting_rooms (event_id, seed) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(event.uuid())
        .bind(&Seed::random().bytes()[..])
        .execute(pool)
        .await
        .map(drop)
}

/// The room, if anybody has come to it.
pub(super) async fn room(pool: &PgPool, event: EventId) -> Result<Option<Room>, sqlx::Error> {
    let sql = "SELECT seed, drawn_at, drawn_places FROM waiting_rooms WHERE event_id = $1";
    let row: Option<RoomRow> = sqlx::query_as(sql)
        .bind(event.uuid())
        .fetch_optional(pool)
        .await?;
    Ok(row.map(Room::from))
}

/// The place of an account, if it has one.
pub(super) async fn place(
    pool: &PgPool,
    event: EventId,
    account: UserId,
) -> Result<Option<Place>, sqlx::Error> {
    let sql = "SELECT place FROM waiting_places WHERE event_id = $1 AND user_id = $2";
    let place: Option<Option<i64>> = sqlx::query_scalar(sql)
        .bind(event.uuid())
        .bind(account.uuid())
        .fetch_optional(pool)
        .await?;
    Ok(place.map(|number| number.map_or(Place::Undrawn, numbered)))
}

/// Gives an account a place that gets its number in the draw; nothing where the draw was before.
/// Whoever comes before the draw holds the room's row until they are seen by it.
pub(super) async fn join_before_draw(
    pool: &PgPool,
    event: EventId,
    account: UserId,
    now: DateTime<Utc>,
) -> Result<Option<Place>, JoinError> {
    sqlx::query(
        "INSERT INTO waiting_places (event_id, user_id, joined_at)
         SELECT event_id, $2, $3 FROM waiting_rooms
         WHERE event_id = $1 AND drawn_at IS NULL FOR SHARE
         ON CONFLICT (event_id, user_id) DO NOTHING",
    )
    .bind(event.uuid())
    .bind(account.uuid())
    .bind(now)
    .execute(pool)
    .await?;
    Ok(place(pool, event, account).await?)
}

/// Gives an account the next place after all others, with at least this number. One that has a place
/// already keeps it, unless it is the one given here, whose turn is over.
pub(super) async fn join_after_draw(
    pool: &PgPool,
    event: EventId,
    (account, over): (UserId, Option<u64>),
    (least, now): (u64, DateTime<Utc>),
) -> Result<Option<Place>, JoinError> {
    let over = over.map(bigint);
    let mut tx = pool.begin().await?;
    let next: Option<i64> = sqlx::query_scalar(
        "WITH counted AS (
             UPDATE waiting_rooms SET last_place = greatest(last_place + 1, $5)
             WHERE event_id = $1 AND drawn_at IS NOT NULL RETURNING last_place)
         INSERT INTO waiting_places AS had (event_id, user_id, joined_at, place)
         SELECT $1, $2, $3, last_place FROM counted
         ON CONFLICT (event_id, user_id) DO UPDATE
             SET place = excluded.place, joined_at = excluded.joined_at WHERE had.place = $4
         RETURNING place",
    )
    .bind(event.uuid())
    .bind(account.uuid())
    .bind(now)
    .bind(over)
    .bind(bigint(least))
    .fetch_optional(&mut *tx)
    .await?;
    match next {
        Some(next) => {
            tx.commit().await?;
            Ok(Some(numbered(next)))
        }
        None => {
            // It had one, so none was given: the count goes back, too.
            tx.rollback().await?;
            Ok(place(pool, event, account).await?)
        }
    }
}

/// Draws the order of all who have come, unless it was drawn before; nothing where there is no room.
pub(super) async fn draw(
    pool: &PgPool,
    event: EventId,
    now: DateTime<Utc>,
) -> Result<Option<Room>, sqlx::Error> {
    let mut tx = pool.begin().await?;
    let row: Option<RoomRow> = sqlx::query_as(
        "SELECT seed, drawn_at, drawn_places FROM waiting_rooms
         WHERE event_id = $1 FOR NO KEY UPDATE",
    )
    .bind(event.uuid())
    .fetch_optional(&mut *tx)
    .await?;
    let Some(room) = row.map(Room::from) else {
        return Ok(None);
    };
    if room.drawn.is_some() {
        return Ok(Some(room));
    }
    let places = number(&mut tx, event, room.seed).await?;
    sqlx::query(
        "UPDATE waiting_rooms SET drawn_at = $2, drawn_places = $3, last_place = $3
         WHERE event_id = $1",
    )
    .bind(event.uuid())
    .bind(now)
    .bind(places)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    tracing::info!(event.id = %event, places, "the order of a waiting room was drawn");
    let drawn = Some(Draw {
        at: now,
        places: places.unsigned_abs(),
    });
    Ok(Some(Room { drawn, ..room }))
}

/// Gives those who have come their numbers; how many they are.
async fn number(db: &mut PgConnection, event: EventId, seed: Seed) -> Result<i64, sqlx::Error> {
    let sql = "SELECT user_id FROM waiting_places WHERE event_id = $1 AND place IS NULL";
    let came: Vec<Uuid> = sqlx::query_scalar(sql)
        .bind(event.uuid())
        .fetch_all(&mut *db)
        .await?;
    // Off the threads that serve requests: a hundred thousand hashes take a moment.
    let ordered = tokio::task::spawn_blocking(move || {
        let ordered = seed.order(came.into_iter().map(UserId::new));
        ordered.into_iter().map(UserId::uuid).collect::<Vec<_>>()
    });
    let ordered = ordered
        .await
        .map_err(|panic| sqlx::Error::Decode(Box::new(panic)))?;
    sqlx::query(
        "UPDATE waiting_places SET place = drawn.place
         FROM unnest($2::uuid[]) WITH ORDINALITY AS drawn (user_id, place)
         WHERE event_id = $1 AND waiting_places.user_id = drawn.user_id",
    )
    .bind(event.uuid())
    .bind(&ordered)
    .execute(db)
    .await?;
    Ok(i64::try_from(ordered.len()).unwrap_or(i64::MAX))
}

/// A page of the places that were drawn, in their order. Those are missing whose accounts were
/// erased, or who let their turn pass and came again.
pub(super) async fn drawn(
    pool: &PgPool,
    event: EventId,
    room: Room,
    page: &PageRequest,
) -> Result<Page<DrawnPlace>, QueryError> {
    let tag = tag("drawn places", &event);
    let last = room.drawn.map_or(0, |draw| draw.places);
    let rows: Vec<(i64, Uuid)> = sqlx::query_as(
        "SELECT place, user_id FROM waiting_places
         WHERE event_id = $1 AND place > $2 AND place <= $3 ORDER BY place LIMIT $4",
    )
    .bind(event.uuid())
    .bind(page.after::<i64>(&tag)?.unwrap_or_default())
    .bind(bigint(last))
    .bind(page.fetch())
    .fetch_all(pool)
    .await?;
    let shown = |(place, account): (i64, Uuid)| DrawnPlace {
        place: place.unsigned_abs(),
        key: hex::encode(room.seed.key(UserId::new(account))),
    };
    let places = rows.into_iter().map(shown).collect();
    page.close(&tag, places, |drawn: &DrawnPlace| drawn.place)
}

/// A page of the places of an account.
///
/// # Errors
/// The cursor is of another list, or the database failed.
pub async fn list_own(
    pool: &PgPool,
    account: UserId,
    page: &PageRequest,
) -> Result<Page<OwnPlace>, QueryError> {
    let tag = tag("own places", &account);
    let places = sqlx::query_as(
        "SELECT event_id, joined_at, place FROM waiting_places
         WHERE user_id = $1 AND event_id > $2 ORDER BY event_id LIMIT $3",
    )
    .bind(account.uuid())
    .bind(page.after::<Uuid>(&tag)?.unwrap_or_default())
    .bind(page.fetch())
    .fetch_all(pool)
    .await?;
    page.close(&tag, places, |place: &OwnPlace| place.event_id)
}

/// The events that have a room.
pub(super) async fn events(pool: &PgPool) -> Result<Vec<EventId>, sqlx::Error> {
    let events = sqlx::query_scalar("SELECT event_id FROM waiting_rooms").fetch_all(pool);
    Ok(events.await?.into_iter().map(EventId::new).collect())
}

/// Forgets a room and all who waited there.
pub(super) async fn close(pool: &PgPool, event: EventId) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM waiting_rooms WHERE event_id = $1")
        .bind(event.uuid())
        .execute(pool)
        .await
        .map(drop)
}

fn bigint(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn numbered(place: i64) -> Place {
    Place::Number(place.unsigned_abs())
}
