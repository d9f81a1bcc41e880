//! Seating plans that organisers keep for their next events: an ordinary table, of which no fact
//! knows. An event that begins with one has a copy of its own.

use chrono::{DateTime, Utc};
use seatlog_domain::event::Venue;
use seatlog_domain::money::Currency;
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seating::Seating;
use seatlog_projections::page::{self, Page, PageRequest, QueryError};
use serde::Serialize;
use sqlx::types::Json;
use sqlx::{PgPool, Row, postgres::PgRow};
use utoipa::ToSchema;
use uuid::Uuid;

/// A kept plan, without its seats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VenueTemplate {
    /// Names it.
    pub id: Uuid,
    /// What organisers call it.
    #[schema(example = "Arena di Verona")]
    pub name: String,
    /// What its prices are in.
    #[schema(example = "EUR")]
    pub currency: String,
    /// How many seats it has.
    pub capacity: i32,
    /// When it was kept.
    pub created_at: DateTime<Utc>,
}

/// A kept plan with its seats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VenueTemplatePlan {
    /// All but the seats.
    #[serde(flatten)]
    pub template: VenueTemplate,
    /// The seats.
    pub seating: Seating,
}

/// Why a plan was not kept.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// Another one has the name.
    #[error("is the name of another template")]
    NameTaken,
    /// The database failed.
    #[error("the template was not kept: {0}")]
    Database(sqlx::Error),
}

/// What is kept of a plan.
#[derive(Debug)]
pub struct NewTemplate {
    /// The name.
    pub name: Venue,
    /// What the prices are in.
    pub currency: Currency,
    /// The seats.
    pub plan: SeatPlan,
}

impl From<sqlx::Error> for TemplateError {
    fn from(error: sqlx::Error) -> Self {
        let constraint = error
            .as_database_error()
            .and_then(|error| error.constraint());
        match constraint {
            Some("venue_templates_name_unique") => Self::NameTaken,
            _ => Self::Database(error),
        }
    }
}

const COLUMNS: &str = "id, name, currency, capacity, created_at";

fn decode(row: &PgRow) -> Result<VenueTemplate, sqlx::Error> {
    Ok(VenueTemplate {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        currency: row.try_get("currency")?,
        capacity: row.try_get("capacity")?,
        created_at: row.try_get("created_at")?,
    })
}

/// Keeps a plan. Done again with the same id, it finds what it did.
///
/// # Errors
/// The name is taken, or the database failed.
pub async fn keep(
    pool: &PgPool,
    id: Uuid,
    new: &NewTemplate,
    at: DateTime<Utc>,
) -> Result<VenueTemplatePlan, TemplateError> {
    let capacity = i32::try_from(new.plan.capacity()).unwrap_or(i32::MAX);
    sqlx::query(
        "INSERT INTO venue_templates (id, name, currency, capacity, seating, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
    )
    .bind(id)
    .bind(new.name.as_str())
    .bind(new.currency.to_string())
    .bind(capacity)
    .bind(Json(new.plan.seating()))
    .bind(at)
    .execute(pool)
    .await?;
    let kept = find(pool, id).await?;
    kept.ok_or(TemplateError::Database(sqlx::Error::RowNotFound))
}

/// A kept plan, if there is one of that id.
///
/// # Errors
/// The database failed.
pub async fn find(pool: &PgPool, id: Uuid) -> Result<Option<VenueTemplatePlan>, sqlx::Error> {
    let query = format!("SELECT {COLUMNS}, seating FROM venue_templates WHERE id = $1");
    let row = sqlx::query(&query).bind(id).fetch_optional(pool).await?;
    row.map(|row| {
        let Json(seating) = row.try_get("seating")?;
        let template = decode(&row)?;
        Ok(VenueTemplatePlan { template, seating })
    })
    .transpose()
}

/// The kept plans by name.
///
/// # Errors
/// The database failed, or the cursor is not one of this list.
pub async fn list(pool: &PgPool, request: &PageRequest) -> Result<Page<VenueTemplate>, QueryError> {
    let tag = page::tag("venue templates", &());
    let rows = sqlx::query(&format!(
        "SELECT {COLUMNS}, lower(name) AS folded FROM venue_templates
         WHERE $1 IS NULL OR lower(name) > $1 ORDER BY lower(name) LIMIT $2"
    ))
    .bind(request.after::<String>(&tag)?)
    .bind(request.fetch())
    .fetch_all(pool)
    .await?;
    // PostgreSQL's small letters are not always Rust's.
    let folded = |row: &PgRow| Ok((row.try_get::<String, _>("folded")?, decode(row)?));
    let found: Result<Vec<_>, sqlx::Error> = rows.iter().map(folded).collect();
    let page = request.close(&tag, found?, |(folded, _)| folded.clone())?;
    Ok(Page {
        items: page
            .items
            .into_iter()
            .map(|(_, template)| template)
            .collect(),
        next_cursor: page.next_cursor,
    })
}

/// Forgets a plan; whether there was one.
///
/// # Errors
/// The database failed.
pub async fn forget(pool: &PgPool, id: Uuid) -> Result<bool, sqlx::Error> {
    let gone = sqlx::query("DELETE FROM venue_templates WHERE id = $1")
        .bind(id)
        .execute(pool)
        .await?;
    Ok(gone.rows_affected() > 0)
}
