//! What admins see of the mails, and the one thing that they can do.

use chrono::{DateTime, Utc};
use seatlog_domain::ids::UserId;
use seatlog_projections::page::{Page, PageRequest, QueryError, tag};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, PgPool};
use utoipa::ToSchema;
use uuid::Uuid;

pub use crate::content::MailTemplate;
use crate::outbox::{Clock, DatabaseClock, GIVE_UP_AFTER};

/// What has become of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum MailState {
    /// It waits to be sent.
    Pending,
    /// It is being sent.
    Sending,
    /// The mail server has taken it.
    Sent,
    /// Nobody can know whether the mail server has taken it.
    Ambiguous,
    /// It was refused, or given up.
    Dead,
}

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, FromRow)]
pub struct Mail {
    /// Its id.
    pub id: Uuid,
    /// The address that it goes to.
    pub to: String,
    /// What it is.
    pub template: MailTemplate,
    /// What has become of it.
    pub status: MailState,
    /// How often sending it was begun.
    pub attempts: i32,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When the mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it will be tried next, if it will.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// A mail, and what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, FromRow)]
pub struct MailContent {
    /// The mail.
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub mail: Mail,
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// Why a mail is not tried again.
#[derive(Debug, thiserror::Error)]
pub enum RetryError {
    /// There is no such mail.
    #[error("there is no such mail")]
    NotFound,
    /// It is on its way, has arrived, or may have arrived twice.
    #[error(
        "only a mail that is dead or ambiguous, and cannot have arrived twice, can be retried; \
        this one is {state:?}"
    )]
    NotRetryable {
        /// What has become of it.
        state: MailState,
    },
    /// The database failed.
    #[error("the mails cannot be reached: {0}")]
    Database(#[from] sqlx::Error),
}

/// Which mails are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MailFilter {
    /// Those of which this has become; nothing: all.
    pub status: Option<MailState>,
}

const COLUMNS: &str = "id, to_address AS \"to\", template, state AS status, attempts, last_error,
    sent_at, next_attempt_at, created_at";

/// The mails, newest first.
pub async fn list(
    pool: &PgPool,
    filter: MailFilter,
    page: &PageRequest,
) -> Result<Page<Mail>, QueryError> {
    let tag = tag("mails", &filter);
    let after: Option<(DateTime<Utc>, Uuid)> = page.after(&tag)?;
    let (before, before_id) = after.unzip();
    let sql = format!(
        "SELECT {COLUMNS} FROM mails
        WHERE ($1::text IS NULL OR state = $1)
          AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3))
        ORDER BY created_at DESC, id DESC LIMIT $4"
    );
    let rows = sqlx::query_as(&sql)
        .bind(filter.status)
        .bind(before)
        .bind(before_id)
        .bind(page.fetch())
        .fetch_all(pool)
        .await?;
    page.close(&tag, rows, |mail: &Mail| (mail.created_at, mail.id))
}

/// A mail, as the person sees it whom it went to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, FromRow)]
pub struct OwnMail {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub template: MailTemplate,
    /// Its subject.
    pub subject: String,
    /// What has become of it.
    pub status: MailState,
    /// When the mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// The mails to an account, newest first.
pub async fn list_own(
    pool: &PgPool,
    account: UserId,
    page: &PageRequest,
) -> Result<Page<OwnMail>, QueryError> {
    let tag = tag("own mails", &account);
    let after: Option<(DateTime<Utc>, Uuid)> = page.after(&tag)?;
    let (before, before_id) = after.unzip();
    let sql = "SELECT id, template, subject, state AS status, sent_at, created_at FROM mails
        WHERE account_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3))
        ORDER BY created_at DESC, id DESC LIMIT $4";
    let rows = sqlx::query_as(sql)
        .bind(account.uuid())
        .bind(before)
        .bind(before_id)
        .bind(page.fetch())
        .fetch_all(pool)
        .await?;
    page.close(&tag, rows, |mail: &OwnMail| (mail.created_at, mail.id))
}

/// A mail by its id. What a mail about an account says is for its owner alone.
pub async fn get(pool: &PgPool, id: Uuid) -> Result<Option<MailContent>, sqlx::Error> {
    let sql = format!(
        "SELECT {COLUMNS}, subject, CASE WHEN position IS NULL THEN '' ELSE text END AS text,
            CASE WHEN position IS NULL THEN '' ELSE html END AS html
        FROM mails WHERE id = $1"
    );
    sqlx::query_as(&sql).bind(id).fetch_optional(pool).await
}

/// Sends a mail again that was given up, or whose outcome nobody knows: it is due at once, and
/// for another 48 hours. Not a mail that was handed over twice with no answer: nobody gets a
/// third copy. Nor a mail about an account, whose link has run out.
pub async fn retry(pool: &PgPool, id: Uuid) -> Result<Mail, RetryError> {
    let now = DatabaseClock(pool).now().await?;
    let sql = format!(
        "WITH retried AS (
            UPDATE mails SET state = 'pending', next_attempt_at = $2, give_up_at = $3, failures = 0
            WHERE id = $1 AND state IN ('dead', 'ambiguous') AND unknown_outcomes < 2
                AND position IS NOT NULL
            RETURNING {COLUMNS})
        SELECT retried.* FROM retried, pg_notify('seatlog_mails', '')"
    );
    let retried = sqlx::query_as(&sql)
        .bind(id)
        .bind(now)
        .bind(now + GIVE_UP_AFTER)
        .fetch_optional(pool)
        .await?;
    match retried {
        Some(mail) => Ok(mail),
        None => match get(pool, id).await? {
            Some(found) => Err(RetryError::NotRetryable {
                state: found.mail.status,
            }),
            None => Err(RetryError::NotFound),
        },
    }
}
