//! What a link to an event shows elsewhere.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, PgPool};

use seatlog_domain::ids::EventId;

use super::EventStatus;
use crate::page::QueryError;

/// An event in a few lines, as a link to it shows it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Preview {
    /// The name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// Where.
    pub venue: String,
    /// A picture.
    pub image_url: Option<String>,
}

/// A preview of an event that everyone may see, without its seating plan, which can be large.
pub async fn preview(pool: &PgPool, id: EventId) -> Result<Option<Preview>, QueryError> {
    let sql = "SELECT name, description, starts_at, venue, image_url
               FROM catalogue_events WHERE id = $1 AND status <> $2";
    let preview = sqlx::query_as(sql)
        .bind(id.uuid())
        .bind(EventStatus::Draft.as_str());
    Ok(preview.fetch_optional(pool).await?)
}
