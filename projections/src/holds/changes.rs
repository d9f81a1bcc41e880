//! What a batch of facts changes about holds, added up first: during an on-sale most holds are
//! made, prolonged and booked in quick succession.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use seatlog_domain::event::{EventFact, HoldState};
use seatlog_domain::ids::{EventId, HoldId};

use super::{Hold, name};
use crate::bookings::BookedSeat;
use crate::log::{Fact, RecordedFact};
use crate::projector::ApplyError;

/// What became of one hold.
#[derive(Debug, Default)]
struct Change {
    /// It was made.
    made: Option<Hold>,
    /// It was prolonged until then.
    expires_at: Option<DateTime<Utc>>,
    ended: Option<(HoldState, DateTime<Utc>)>,
}

/// What became of all holds that a batch is about.
#[derive(Debug, Default)]
pub(super) struct Changes(BTreeMap<HoldId, Change>);

impl Changes {
    pub(super) fn of(facts: &[RecordedFact]) -> Result<Self, ApplyError> {
        let mut changes = Self::default();
        for recorded in facts {
            if let Fact::Event(event, fact) = &recorded.fact {
                changes.take(*event, fact)?;
            }
        }
        Ok(changes)
    }

    fn take(&mut self, event: EventId, fact: &EventFact) -> Result<(), ApplyError> {
        match fact {
            EventFact::SeatsHeld {
                hold_id,
                user_id,
                seats,
                total_minor,
                currency,
                held_at,
                expires_at,
            } => self.make(Hold {
                id: *hold_id,
                event_id: event,
                user_id: *user_id,
                seats: seats.iter().map(BookedSeat::from).collect(),
                total_minor: *total_minor,
                currency: *currency,
                held_at: *held_at,
                expires_at: *expires_at,
            }),
            EventFact::HoldExtended {
                hold_id,
                expires_at,
                ..
            } => {
                self.open(*hold_id)?.expires_at = Some(*expires_at);
                Ok(())
            }
            EventFact::HoldReleased {
                hold_id,
                released_at,
                ..
            } => self.end(*hold_id, HoldState::Released, *released_at),
            EventFact::HoldExpired {
                hold_id,
                expired_at,
                ..
            } => self.end(*hold_id, HoldState::Expired, *expired_at),
            EventFact::SeatsBooked {
                hold_id: Some(hold_id),
                booked_at,
                ..
            } => self.end(*hold_id, HoldState::Booked, *booked_at),
            EventFact::SeatsBooked { hold_id: None, .. }
            | EventFact::EventCreated { .. }
            | EventFact::EventUpdated { .. }
            | EventFact::EventPublished { .. }
            | EventFact::EventCancelled { .. }
            | EventFact::EventDeleted { .. }
            | EventFact::BookingCancelled { .. }
            | EventFact::SeatsBlocked { .. }
            | EventFact::SeatsUnblocked { .. } => Ok(()),
        }
    }

    fn make(&mut self, hold: Hold) -> Result<(), ApplyError> {
        let change = self.0.entry(hold.id).or_default();
        if change.made.is_some() || change.expires_at.is_some() || change.ended.is_some() {
            let text = format!("hold {} is made a second time", hold.id);
            return Err(ApplyError::Inapplicable(text));
        }
        change.made = Some(hold);
        Ok(())
    }

    fn end(&mut self, id: HoldId, state: HoldState, at: DateTime<Utc>) -> Result<(), ApplyError> {
        self.open(id)?.ended = Some((state, at));
        Ok(())
    }

    /// A hold that has not ended, as far as this batch knows.
    fn open(&mut self, id: HoldId) -> Result<&mut Change, ApplyError> {
        let change = self.0.entry(id).or_default();
        if change.ended.is_some() {
            let text = format!("hold {id} has ended before");
            return Err(ApplyError::Inapplicable(text));
        }
        Ok(change)
    }

    pub(super) async fn write(self, db: &mut PgConnection) -> Result<(), ApplyError> {
        let (mut made, mut changed) = (vec![], vec![]);
        for (id, change) in self.0 {
            let end = Columns::of(&change);
            match change.made {
                Some(hold) => made.push((hold, end)),
                None => changed.push((id.uuid(), end)),
            }
        }
        insert(db, &made).await?;
        update(db, &changed).await
    }
}

/// The columns that change in the life of a hold.
#[derive(Debug, Clone, Copy)]
struct Columns {
    /// Nothing: as it was.
    expires_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    state: &'static str,
}

impl Columns {
    fn of(change: &Change) -> Self {
        Self {
            expires_at: change.expires_at,
            ended_at: change.ended.map(|(_, at)| at),
            state: change
                .ended
                .map_or(name(HoldState::Open), |(state, _)| name(state)),
        }
    }
}

async fn insert(db: &mut PgConnection, made: &[(Hold, Columns)]) -> Result<(), ApplyError> {
    if made.is_empty() {
        return Ok(());
    }
    let sql = "
        INSERT INTO holds (id, event_id, user_id, seats, total_minor, currency, held_at,
                           expires_at, ended_at, state)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::json[], $5::bigint[],
                             $6::text[], $7::timestamptz[], $8::timestamptz[],
                             $9::timestamptz[], $10::text[])";
    sqlx::query(sql)
        .bind(column(made, |(hold, _)| hold.id.uuid()))
        .bind(column(made, |(hold, _)| hold.event_id.uuid()))
        .bind(column(made, |(hold, _)| hold.user_id.uuid()))
        .bind(column(made, |(hold, _)| Json(&hold.seats)))
        .bind(column(made, |(hold, _)| hold.total_minor))
        .bind(column(made, |(hold, _)| hold.currency.to_string()))
        .bind(column(made, |(hold, _)| hold.held_at))
        .bind(column(made, |(hold, now)| {
            now.expires_at.unwrap_or(hold.expires_at)
        }))
        .bind(column(made, |(_, now)| now.ended_at))
        .bind(column(made, |(_, now)| now.state))
        .execute(db)
        .await?;
    Ok(())
}

async fn update(db: &mut PgConnection, changed: &[(Uuid, Columns)]) -> Result<(), ApplyError> {
    if changed.is_empty() {
        return Ok(());
    }
    let sql = "
        UPDATE holds h
        SET expires_at = coalesce(now.expires_at, h.expires_at),
            ended_at = now.ended_at, state = now.state
        FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::text[])
             AS now (id, expires_at, ended_at, state)
        WHERE h.id = now.id AND h.ended_at IS NULL";
    let updated = sqlx::query(sql)
        .bind(column(changed, |(id, _)| *id))
        .bind(column(changed, |(_, now)| now.expires_at))
        .bind(column(changed, |(_, now)| now.ended_at))
        .bind(column(changed, |(_, now)| now.state))
        .execute(db)
        .await?;
    ApplyError::unless_all_known("open holds", updated.rows_affected(), changed.len())
}

fn column<'a, T, C>(rows: &'a [T], of: impl Fn(&'a T) -> C) -> Vec<C> {
    rows.iter().map(of).collect()
}
