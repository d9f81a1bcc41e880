//! Questions about the past: as of which moment they are asked, and where the log stood then.

use std::str::FromStr;

use chrono::{DateTime, Datelike, SubsecRound, Utc};
use sqlx::PgPool;

use crate::log::Position;

/// The moment that a question is about, as it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// What had been recorded by then, the time itself included.
    Time(DateTime<Utc>),
    /// The log up to this position.
    Position(Position),
}

impl FromStr for AsOf {
    type Err = &'static str;

    /// Reads an RFC 3339 time, to the microsecond, or a position.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(position) = text.parse() {
            return Ok(Self::Position(position));
        }
        let time = time(text)
            .ok_or("must be a log position or an RFC 3339 time such as 2027-03-01T19:30:00Z")?;
        Ok(Self::Time(time))
    }
}

/// Reads an RFC 3339 time, to the microsecond, as PostgreSQL keeps it. In UTC it must have a year of
/// four digits, so that it can be written again.
pub fn time(text: &str) -> Option<DateTime<Utc>> {
    let time = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
    let writable = (0..=9_999).contains(&time.year());
    writable.then(|| time.trunc_subsecs(6))
}

/// A moment in the life of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The last fact that had been recorded.
    pub position: Position,
    /// The time asked for, or when that fact was recorded.
    pub time: DateTime<Utc>,
}

/// Why there is no such moment.
#[derive(Debug, thiserror::Error)]
pub enum NoMoment {
    /// It is yet to come.
    #[error("must not be in the future")]
    Future,
    /// Nothing had been recorded yet.
    #[error("must not be before the first fact of the log")]
    BeforeLog,
    /// The log is shorter.
    #[error("must not be beyond the head of the log, position {head}")]
    BeyondHead {
        /// The last position of the log.
        head: Position,
    },
    /// The database failed.
    #[error("the log cannot be read: {0}")]
    Database(#[from] sqlx::Error),
}

/// Finds the moment that is asked for. A time leads to the same position whenever it is asked for:
/// what was being recorded at that time is waited for.
///
/// # Errors
/// There is no such moment, or the database failed.
pub async fn resolve(pool: &PgPool, as_of: AsOf) -> Result<Moment, NoMoment> {
    match as_of {
        AsOf::Position(position) => at(pool, position).await,
        AsOf::Time(time) => by(pool, time).await,
    }
}

async fn at(pool: &PgPool, position: Position) -> Result<Moment, NoMoment> {
    if position < 1 {
        return Err(NoMoment::BeforeLog);
    }
    let recorded = sqlx::query_scalar("SELECT recorded_at FROM events WHERE position = $1")
        .bind(position)
        .fetch_optional(pool)
        .await?;
    match recorded {
        Some(time) => Ok(Moment { position, time }),
        None => Err(NoMoment::BeyondHead {
            head: crate::log::head(pool).await?,
        }),
    }
}

async fn by(pool: &PgPool, time: DateTime<Utc>) -> Result<Moment, NoMoment> {
    // Positions have no gaps and time grows with them, so the unique index of positions finds a
    // time by halving. Where the clock was set back, one of the places at which it passed that time
    // is found, the same one each time.
    const DESCENT: &str = "
        WITH RECURSIVE descent (step, reached) AS (
            SELECT 1::bigint << 40, 0::bigint
            UNION ALL
            SELECT step / 2,
                   CASE WHEN (SELECT recorded_at FROM events WHERE position = reached + step) <= $1
                        THEN reached + step ELSE reached END
            FROM descent WHERE step > 0
        )
        SELECT reached FROM descent WHERE step = 0";
    let in_the_future = sqlx::query_scalar("SELECT $1 > clock_timestamp()");
    if in_the_future.bind(time).fetch_one(pool).await? {
        return Err(NoMoment::Future);
    }
    // Appenders hold this lock from before their facts get a time until everybody sees them.
    sqlx::query("SELECT pg_advisory_xact_lock_shared($1)")
        .bind(crate::locks::APPENDERS)
        .execute(pool)
        .await?;
    let position = sqlx::query_scalar(DESCENT)
        .bind(time)
        .fetch_one(pool)
        .await?;
    match position {
        0 => Err(NoMoment::BeforeLog),
        position => Ok(Moment { position, time }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_asked_for_by_position_or_by_time() {
        assert_eq!("12".parse(), Ok(AsOf::Position(12)));
        assert_eq!("-1".parse(), Ok(AsOf::Position(-1)));
        let time = "2027-03-01T19:30:00.000001Z".parse().unwrap();
        assert_eq!(
            "2027-03-01T20:30:00.0000019+01:00".parse(),
            Ok(AsOf::Time(time))
        );
        for text in [
            "",
            "yesterday",
            "1.5",
            "99999999999999999999",
            "2027-03-01",
            "0000-01-01T00:30:00+01:00",
            "9999-12-31T23:30:00-01:00",
        ] {
            assert!(text.parse::<AsOf>().is_err(), "{text}");
        }
    }
}
