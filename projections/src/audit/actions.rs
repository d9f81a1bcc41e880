//! What admins and staff did: outside the log, because it says where they were.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{FromRow, PgExecutor, PgPool};
use utoipa::ToSchema;
use uuid::Uuid;

use seatlog_domain::ids::UserId;

use crate::log::Position;
use crate::page::{Page, PageRequest, QueryError, tag};

/// Something that was just done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Who did it.
    pub actor_id: UserId,
    /// By which command.
    pub command_id: Uuid,
    /// With which request.
    pub correlation_id: Option<String>,
    /// The method and the route.
    pub action: String,
    /// What it was done to.
    pub subject: Option<String>,
    /// Where the request came from.
    pub address: Option<String>,
    /// The last fact that it led to.
    pub position: Option<Position>,
}

impl Done {
    /// Keeps it; without the address, if the account has been erased in the meantime.
    ///
    /// # Errors
    /// The database failed.
    pub async fn keep(&self, db: impl PgExecutor<'_>) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO admin_actions
                 (actor_id, command_id, correlation_id, action, subject, address, position)
             VALUES ($1, $2, $3, $4, $5,
                 CASE WHEN EXISTS (SELECT FROM accounts WHERE id = $1) THEN $6 END, $7)",
        )
        .bind(self.actor_id.uuid())
        .bind(self.command_id)
        .bind(&self.correlation_id)
        .bind(&self.action)
        .bind(&self.subject)
        .bind(&self.address)
        .bind(self.position)
        .execute(db)
        .await
        .map(drop)
    }
}

/// Something that an admin or a member of staff did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromRow, ToSchema)]
pub struct AdminAction {
    #[serde(skip)]
    id: i64,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor_id: Uuid,
    /// By which command; its facts have the same `command_id`.
    pub command_id: Uuid,
    /// With which request: the `X-Request-Id` of its answer.
    pub correlation_id: Option<String>,
    /// The method and the route.
    #[schema(example = "POST /events/{id}/publish")]
    pub action: String,
    /// What it was done to: an id.
    pub subject: Option<String>,
    /// Where the request came from; null once that person was erased.
    pub address: Option<String>,
    /// The first fact that it led to, if it led to any.
    #[schema(value_type = Option<i64>)]
    pub first_position: Option<Position>,
    /// The last of them; all of them stand side by side.
    #[schema(value_type = Option<i64>)]
    pub position: Option<Position>,
}

/// Which actions are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ActionFilter {
    /// Of this admin or member of staff.
    pub actor_id: Option<UserId>,
    /// From then on.
    pub from: Option<DateTime<Utc>>,
    /// Before then.
    pub to: Option<DateTime<Utc>>,
}

/// A page of what was done, newest first.
///
/// # Errors
/// The cursor is of another list, or the database failed.
pub async fn list(
    pool: &PgPool,
    filter: &ActionFilter,
    page: &PageRequest,
) -> Result<Page<AdminAction>, QueryError> {
    let tag = tag("audit/actions", filter);
    // The facts of a command stand side by side: the first is behind the last fact of another.
    let sql = "
        SELECT id, at, actor_id, command_id, correlation_id, action, subject, address, position,
               CASE WHEN position IS NOT NULL THEN coalesce((
                   SELECT e.position FROM events e
                   WHERE e.position < a.position
                     AND e.metadata->>'command_id' IS DISTINCT FROM a.command_id::text
                   ORDER BY e.position DESC LIMIT 1), 0) + 1 END AS first_position
        FROM admin_actions a
        WHERE ($1::bigint IS NULL OR id < $1)
          AND ($2::uuid IS NULL OR actor_id = $2)
          AND ($3::timestamptz IS NULL OR at >= $3)
          AND ($4::timestamptz IS NULL OR at < $4)
        ORDER BY id DESC LIMIT $5";
    let actions = sqlx::query_as(sql)
        .bind(page.after::<i64>(&tag)?)
        .bind(filter.actor_id.map(UserId::uuid))
        .bind(filter.from)
        .bind(filter.to)
        .bind(page.fetch())
        .fetch_all(pool)
        .await?;
    page.close(&tag, actions, |action: &AdminAction| action.id)
}
