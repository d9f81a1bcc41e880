//! The bookings in plain tables, as a program without a log would keep them, and what these say.

use anyhow::Result;
use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sqlx::PgPool;
use uuid::Uuid;

use super::questions::Question;
use super::{When, of_times, timed};
use crate::figures::Round;

const FILL: &str = "
    CREATE SCHEMA plain;
    CREATE TABLE plain.events AS
        SELECT event_id AS id, name, starts_at, venue FROM bookings_events;
    ALTER TABLE plain.events ADD PRIMARY KEY (id);
    CREATE TABLE plain.bookings AS
        SELECT id, reference, event_id, user_id, json_array_length(seats) AS seats, total_minor,
               currency, booked_at, cancelled_at
        FROM bookings ORDER BY position;
    ALTER TABLE plain.bookings ADD PRIMARY KEY (id);
    CREATE INDEX ON plain.bookings (event_id, booked_at);
    CREATE INDEX ON plain.bookings (user_id, booked_at);
    CREATE INDEX ON plain.bookings (booked_at);
    CREATE INDEX ON plain.bookings (cancelled_at) WHERE cancelled_at IS NOT NULL;
    CREATE TABLE plain.seats AS
        SELECT b.id AS booking_id, s.seat, s.section, s.price_minor
        FROM bookings b,
             json_to_recordset(b.seats) AS s (seat text, section text, price_minor bigint);
    CREATE INDEX ON plain.seats (booking_id);
    CREATE TABLE plain.lost_holds AS
        SELECT aggregate_id::uuid AS event_id, recorded_at AS expired_at,
               json_array_length(payload -> 'HoldExpired' -> 'seats') AS seats
        FROM events WHERE event_type = 'HoldExpired' ORDER BY position;
    CREATE INDEX ON plain.lost_holds (event_id, expired_at);
    CREATE INDEX ON plain.lost_holds (expired_at);";

/// Fills them from the read models.
pub(super) async fn fill(pool: &PgPool) -> Result<()> {
    sqlx::raw_sql(FILL).execute(pool).await?;
    Ok(())
}

/// Bookings that stood at a time, cancelled ones, and the seats sold.
pub(super) async fn totals(pool: &PgPool, time: DateTime<Utc>) -> Result<(i64, i64, i64)> {
    let sql = "
        SELECT count(*) FILTER (WHERE stands), count(*) FILTER (WHERE NOT stands),
               coalesce(sum(seats) FILTER (WHERE stands), 0)
        FROM (SELECT *, coalesce(cancelled_at > $1, true) AS stands FROM plain.bookings
              WHERE booked_at <= $1) b";
    Ok(sqlx::query_as(sql).bind(time).fetch_one(pool).await?)
}

/// Asks the plain tables.
pub(super) struct Plain {
    pool: PgPool,
    events: Vec<Uuid>,
    users: Vec<Uuid>,
}

impl Plain {
    /// Knows all events, and some buyers.
    pub(super) async fn open(pool: &PgPool, buyers: usize) -> Result<Self> {
        let users = "SELECT user_id FROM plain.bookings LIMIT $1";
        let users = sqlx::query_scalar(users).bind(buyers as i64);
        Ok(Self {
            events: sqlx::query_scalar("SELECT id FROM plain.events")
                .fetch_all(pool)
                .await?,
            users: users.fetch_all(pool).await?,
            pool: pool.clone(),
        })
    }

    /// Asks the same again and again, each time about something else.
    pub(super) async fn ask(
        &self,
        (question, when): (&Question, When),
        times: usize,
        time: impl Fn(&mut StdRng) -> DateTime<Utc>,
    ) -> Result<Round> {
        let mut dice = StdRng::seed_from_u64(5);
        let mut db = self.pool.acquire().await?;
        let mut all_ms = Vec::with_capacity(times);
        // Twice before it counts: the plan and the pages are in memory then.
        for n in 0..2 + times {
            let at = match when {
                When::Now => Utc::now(),
                When::Then => time(&mut dice),
            };
            let event = self.events[dice.random_range(0..self.events.len())];
            let user = self.users[dice.random_range(0..self.users.len())];
            let sql = format!(
                "WITH subject AS (SELECT $1::timestamptz, $2::uuid, $3::uuid) {}",
                question.plain
            );
            let asked = sqlx::query(&sql).bind(at).bind(event).bind(user);
            let asked = async { Ok(asked.fetch_all(&mut *db).await?) };
            let (_, took) = timed(asked).await?;
            if n >= 2 {
                all_ms.push(took.as_secs_f64() * 1e3);
            }
        }
        Ok(of_times(all_ms))
    }
}
