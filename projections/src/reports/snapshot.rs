//! The reports as they are now, or as they were at a moment.
//!
//! The past is read from the last end of a stretch before it, and from the facts in between, which
//! are folded as the projector folds them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use sqlx::{PgPool, Postgres, Transaction};
use uuid::Uuid;

use seatlog_domain::ids::EventId;

use super::changes::Changes;
use super::projection::{Reports, events_of};
use super::totals::Totals;
use super::{NAME, STRETCH};
use crate::as_of::Moment;
use crate::log::{self, LogError, Position, RecordedFact};
use crate::page::QueryError;
use crate::projector::Projector;

/// One look at the model; nothing changes while it lasts.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) db: Transaction<'static, Postgres>,
    pub(super) moment: Moment,
    /// Rows of stretches up to this position count.
    pub(super) base: Position,
    /// The facts between `base` and the moment.
    tail: Vec<RecordedFact>,
}

impl Snapshot {
    /// Looks at the model as of a moment; nothing: now.
    pub(super) async fn open(pool: &PgPool, as_of: Option<Moment>) -> Result<Self, QueryError> {
        let mut db = pool
            .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .await?;
        // Before the snapshot is taken, so that no rebuilt table can take a table's place after it.
        let tables = Reports.tables().join(", ");
        sqlx::query(&format!("LOCK TABLE {tables} IN ACCESS SHARE MODE"))
            .execute(&mut *db)
            .await?;
        let sql = "
            SELECT position, coalesce(recorded_at, now())
            FROM projection_checkpoints WHERE name = $1";
        let (position, time): (Position, DateTime<Utc>) =
            sqlx::query_as(sql).bind(NAME).fetch_one(&mut *db).await?;
        let Some(moment) = as_of else {
            return Ok(Self {
                db,
                moment: Moment { position, time },
                base: Position::MAX,
                tail: Vec::new(),
            });
        };
        let base = moment.position.min(position) / STRETCH * STRETCH;
        let tail = log::read_after(&mut *db, base, moment.position - base).await;
        Ok(Self {
            tail: tail.map_err(unreadable)?,
            db,
            moment,
            base,
        })
    }

    /// Forgets facts of other events.
    pub(super) fn only(&mut self, event: Option<EventId>) {
        if let Some(event) = event {
            let of_it = |recorded: &RecordedFact| match &recorded.fact {
                log::Fact::Event(id, _) => *id == event,
                log::Fact::Account(..) => false,
            };
            self.tail.retain(of_it);
        }
    }

    /// All events that were not deleted, or the one.
    pub(super) async fn events(
        &mut self,
        only: Option<EventId>,
    ) -> Result<BTreeMap<EventId, Totals>, QueryError> {
        let ids = only.map(|id| vec![id.uuid()]);
        let totals = self.read_totals(ids.as_deref()).await?;
        let events = self.fold(totals)?.events.into_iter();
        let known = events.filter_map(|(id, totals)| Some((id, totals?)));
        Ok(known.filter(|(_, totals)| !totals.deleted).collect())
    }

    /// All events, deleted ones too, and what has changed since `base`.
    pub(super) async fn everything(&mut self) -> Result<Changes, QueryError> {
        let totals = self.read_totals(None).await?;
        self.fold(totals)
    }

    /// What has changed since `base`.
    pub(super) async fn changes(&mut self) -> Result<Changes, QueryError> {
        let concerned = events_of(&self.tail);
        let totals = self.read_totals(Some(&concerned)).await?;
        self.fold(totals)
    }

    fn fold(&self, totals: Vec<(Uuid, Json<Totals>)>) -> Result<Changes, QueryError> {
        let known = totals.into_iter();
        let known = known.map(|(id, Json(totals))| (EventId::new(id), Some(totals)));
        let mut changes = Changes::from(known.collect());
        for recorded in &self.tail {
            changes.take_in(recorded).map_err(|reason| {
                let position = recorded.position;
                unreadable(LogError::Unreadable { position, reason })
            })?;
        }
        Ok(changes)
    }

    async fn read_totals(
        &mut self,
        ids: Option<&[Uuid]>,
    ) -> Result<Vec<(Uuid, Json<Totals>)>, sqlx::Error> {
        const NOW: &str = "
            SELECT event_id, totals FROM reports_events
            WHERE $1::uuid[] IS NULL OR event_id = ANY($1)";
        const THEN: &str = "
            SELECT e.event_id, p.totals
            FROM reports_events e CROSS JOIN LATERAL (
                SELECT totals FROM reports_events_past p
                WHERE p.event_id = e.event_id AND p.upto <= $2 ORDER BY p.upto DESC LIMIT 1) p
            WHERE $1::uuid[] IS NULL OR e.event_id = ANY($1)";
        let query = match self.base {
            Position::MAX => sqlx::query_as(NOW).bind(ids),
            base => sqlx::query_as(THEN).bind(ids).bind(base),
        };
        query.fetch_all(&mut *self.db).await
    }
}

/// A log that makes no sense is a failure of the query.
pub(super) fn unreadable(error: LogError) -> QueryError {
    match error {
        LogError::Database(error) => error.into(),
        error @ LogError::Unreadable { .. } => sqlx::Error::Decode(error.into()).into(),
    }
}
