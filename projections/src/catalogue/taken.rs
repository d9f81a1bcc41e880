//! How many seats of an event are not free.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use seatlog_domain::event::EventFact;
use seatlog_domain::ids::EventId;

use crate::projector::ApplyError;

/// How many seats a fact takes; negative where seats became free. Nothing for a fact that concerns
/// the event as a whole.
pub(super) fn seats_taken(fact: &EventFact) -> Option<i64> {
    let count = |seats: usize| i64::try_from(seats).unwrap_or(i64::MAX);
    match fact {
        // Seats that were held were taken already.
        EventFact::SeatsBooked {
            hold_id: Some(_), ..
        }
        | EventFact::HoldExtended { .. } => Some(0),
        EventFact::SeatsBooked {
            hold_id: None,
            seats,
            ..
        }
        | EventFact::SeatsHeld { seats, .. } => Some(count(seats.len())),
        EventFact::SeatsBlocked { seats, .. } => Some(count(seats.len())),
        EventFact::BookingCancelled { seats, .. } => Some(-count(seats.len())),
        EventFact::HoldReleased { seats, .. }
        | EventFact::HoldExpired { seats, .. }
        | EventFact::SeatsUnblocked { seats, .. } => Some(-count(seats.len())),
        EventFact::EventCreated { .. }
        | EventFact::EventUpdated { .. }
        | EventFact::EventPublished { .. }
        | EventFact::EventCancelled { .. }
        | EventFact::EventDeleted { .. } => None,
    }
}

/// How many seats more are taken of each event, as far as that is not written yet. During an
/// on-sale the facts of a batch add up to one change.
#[derive(Debug, Default)]
pub(super) struct Taken(BTreeMap<Uuid, i64>);

impl Taken {
    pub(super) fn add(&mut self, event: EventId, seats: i64) {
        *self.0.entry(event.uuid()).or_default() += seats;
    }

    pub(super) async fn write(&mut self, db: &mut PgConnection) -> Result<(), ApplyError> {
        let (ids, changes): (Vec<Uuid>, Vec<i64>) = std::mem::take(&mut self.0)
            .into_iter()
            .filter(|(_, change)| *change != 0)
            .unzip();
        if ids.is_empty() {
            return Ok(());
        }
        let sql = "
            UPDATE catalogue_events e SET taken = e.taken + more.seats
            FROM unnest($1::uuid[], $2::bigint[]) AS more (id, seats)
            WHERE e.id = more.id";
        let updated = sqlx::query(sql)
            .bind(&ids)
            .bind(&changes)
            .execute(db)
            .await?;
        ApplyError::unless_all_known("events", updated.rows_affected(), ids.len())
    }
}
