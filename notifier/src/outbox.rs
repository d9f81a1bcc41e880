//! The life of a mail's row: who may send it, and what became of it.
//!
//! A sender claims a mail before it speaks to the mail server, and records the outcome afterwards.
//! If it dies in between, its lease ends and the outcome is one that nobody can know. Every time
//! here is one of [`Clock`].

mod clock;
#[cfg(test)]
mod tests;
mod verdict;

use chrono::{DateTime, TimeDelta, Utc};
use seatlog_projections::spans::{Span, SpanKind};
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

pub(crate) use clock::{Clock, DatabaseClock};
pub(crate) use verdict::{GIVE_UP_AFTER, Outcome, Verdict};

/// How long a sender may take. Longer than the longest dialogue with a mail server, so that a
/// living sender never loses its lease.
pub(crate) const LEASE: TimeDelta = TimeDelta::minutes(6);

/// A mail that this process may send now.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Claimed {
    pub(crate) id: Uuid,
    pub(crate) to_address: String,
    pub(crate) to_name: String,
    pub(crate) message_id: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) ics: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) attempts: i32,
    pub(crate) failures: i32,
    pub(crate) unknown_outcomes: i32,
    pub(crate) give_up_at: DateTime<Utc>,
    /// The request that led to the fact that the mail tells of, as the metadata of that have it.
    pub(crate) correlation_id: Option<String>,
    /// The span that led to it, if its trace was recorded.
    pub(crate) traceparent: Option<String>,
}

impl Claimed {
    /// The id of the request; the log has none that is no UUID.
    pub(crate) fn request_id(&self) -> Option<Uuid> {
        let id = self.correlation_id.as_deref()?;
        Uuid::try_parse(id).ok()
    }

    /// The span of one attempt to send it.
    pub(crate) fn attempt(&self) -> Span {
        let parent = self.traceparent.as_ref().and_then(|text| text.parse().ok());
        let mut span = Span::under(parent, SpanKind::Client, || "send mail".into());
        span.note("seatlog.mail.id", || self.id.to_string());
        span.note("seatlog.mail.attempts", || i64::from(self.attempts));
        span
    }
}

/// Takes the mail that has been due longest. Mails that others are taking are passed over.
pub(crate) async fn claim(
    pool: &PgPool,
    now: DateTime<Utc>,
) -> Result<Option<Claimed>, sqlx::Error> {
    let sql = "UPDATE mails
        SET state = 'sending', attempts = attempts + 1, next_attempt_at = NULL, lease_until = $2
        WHERE id = (
            SELECT id FROM mails
            WHERE state IN ('pending', 'ambiguous') AND next_attempt_at <= $1
            ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED
        )
        RETURNING id, to_address, to_name, message_id, subject, text, html, ics, created_at,
            attempts, failures, unknown_outcomes, give_up_at,
            (SELECT metadata ->> 'correlation_id' FROM events
             WHERE events.position = mails.position) AS correlation_id,
            (SELECT metadata ->> 'traceparent' FROM events
             WHERE events.position = mails.position) AS traceparent";
    sqlx::query_as(sql)
        .bind(now)
        .bind(now + LEASE)
        .fetch_optional(pool)
        .await
}

/// Records what became of an attempt. False: the lease had ended, and the row went its own way.
///
/// A sender that was only slow and knows the outcome may still say so, as long as nobody has
/// claimed the mail again: that spares the second copy. The text of a mail about an account goes
/// with the last attempt, because it holds a token.
pub(crate) async fn record(
    pool: &PgPool,
    mail: &Claimed,
    verdict: &Verdict,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let sql = "UPDATE mails
        SET state = $4, next_attempt_at = $5, last_error = $6, sent_at = $7, lease_until = NULL,
            failures = failures + $8, unknown_outcomes = unknown_outcomes + $9,
            text = CASE WHEN position IS NULL AND $5 IS NULL THEN '' ELSE text END,
            html = CASE WHEN position IS NULL AND $5 IS NULL THEN '' ELSE html END
        WHERE id = $1 AND attempts = $2
          AND (state = 'sending' OR (state = 'ambiguous' AND $3))";
    let unknown = matches!(verdict, Verdict::Ambiguous { .. });
    let sent = matches!(verdict, Verdict::Sent);
    let done = sqlx::query(sql)
        .bind(mail.id)
        .bind(mail.attempts)
        .bind(!unknown)
        .bind(verdict.state())
        .bind(verdict.next_attempt_at())
        .bind(verdict.error())
        .bind(sent.then_some(now))
        .bind(i32::from(!sent))
        .bind(i32::from(unknown))
        .execute(pool)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Mails whose sender has not been heard of: their outcome is one that nobody can know. Each is
/// due again at once, unless that happened to it before.
pub(crate) async fn expire_leases(pool: &PgPool, now: DateTime<Utc>) -> Result<u64, sqlx::Error> {
    let sql = "UPDATE mails
        SET state = 'ambiguous', lease_until = NULL, failures = failures + 1,
            unknown_outcomes = unknown_outcomes + 1,
            next_attempt_at = CASE WHEN unknown_outcomes = 0 THEN $1 END,
            text = CASE WHEN position IS NULL AND unknown_outcomes > 0 THEN '' ELSE text END,
            html = CASE WHEN position IS NULL AND unknown_outcomes > 0 THEN '' ELSE html END,
            last_error = 'the sender stopped before it recorded the outcome'
        WHERE state = 'sending' AND lease_until <= $1";
    let done = sqlx::query(sql).bind(now).execute(pool).await?;
    Ok(done.rows_affected())
}

/// When there will be something to do, if no new mail comes.
pub(crate) async fn next_due(pool: &PgPool) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    let sql = "SELECT least(
            (SELECT min(next_attempt_at) FROM mails WHERE state IN ('pending', 'ambiguous')),
            (SELECT min(lease_until) FROM mails WHERE state = 'sending'))";
    sqlx::query_scalar(sql).fetch_one(pool).await
}
