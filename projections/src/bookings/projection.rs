//! Taking facts into the bookings: neighbouring ones of a kind with one statement.

use async_trait::async_trait;
use sqlx::PgConnection;
use sqlx::types::Json;

use seatlog_domain::event::{Details, EventFact};
use seatlog_domain::ids::EventId;
use seatlog_domain::text::HttpUrl;

use super::{BookedSeat, NAME};
use crate::log::{Fact, Position, RecordedFact};
use crate::projector::{ApplyError, Projector};
use crate::sale::{Sale, runs};
use crate::search;

/// The projector of this model.
#[derive(Debug)]
pub struct Bookings;

#[async_trait]
impl Projector for Bookings {
    fn name(&self) -> &'static str {
        NAME
    }

    fn tables(&self) -> &'static [&'static str] {
        &["bookings", "bookings_events", "bookings_events_past"]
    }

    async fn apply(&self, db: &mut PgConnection, facts: &[RecordedFact]) -> Result<(), ApplyError> {
        for run in runs(facts) {
            match &run[0].fact {
                Fact::Event(_, EventFact::SeatsBooked { .. }) => book(db, &run).await?,
                Fact::Event(_, EventFact::BookingCancelled { .. }) => cancel(db, &run).await?,
                Fact::Event(..) => {
                    for recorded in run {
                        describe(db, recorded).await?;
                    }
                }
                Fact::Account(..) => {}
            }
        }
        Ok(())
    }
}

/// Keeps what events are called.
async fn describe(db: &mut PgConnection, recorded: &RecordedFact) -> Result<(), ApplyError> {
    let Fact::Event(id, fact) = &recorded.fact else {
        return Ok(());
    };
    match fact {
        EventFact::EventCreated { details, .. } => {
            let sql = "
                INSERT INTO bookings_events (event_id, name, starts_at, venue, image_url, search)
                VALUES ($1, $2, $3, $4, $5, $6)";
            write_event(db, sql, *id, details).await?;
            keep_description(db, recorded.position, *id).await
        }
        EventFact::EventUpdated { details, .. } => {
            let sql = "
                UPDATE bookings_events
                SET name = $2, starts_at = $3, venue = $4, image_url = $5, search = $6
                WHERE event_id = $1";
            write_event(db, sql, *id, details).await?;
            keep_description(db, recorded.position, *id).await
        }
        EventFact::EventPublished { .. }
        | EventFact::EventCancelled { .. }
        | EventFact::EventDeleted { .. }
        | EventFact::SeatsBooked { .. }
        | EventFact::BookingCancelled { .. }
        | EventFact::SeatsHeld { .. }
        | EventFact::HoldExtended { .. }
        | EventFact::HoldReleased { .. }
        | EventFact::HoldExpired { .. }
        | EventFact::SeatsBlocked { .. }
        | EventFact::SeatsUnblocked { .. } => Ok(()),
    }
}

/// Keeps what an event is called from a position on.
async fn keep_description(
    db: &mut PgConnection,
    position: Position,
    id: EventId,
) -> Result<(), ApplyError> {
    let sql = "
        INSERT INTO bookings_events_past
            (event_id, position, name, starts_at, venue, image_url, search)
        SELECT event_id, $2, name, starts_at, venue, image_url, search
        FROM bookings_events WHERE event_id = $1";
    sqlx::query(sql)
        .bind(id.uuid())
        .bind(position)
        .execute(db)
        .await?;
    Ok(())
}

async fn write_event(
    db: &mut PgConnection,
    sql: &str,
    id: EventId,
    details: &Details,
) -> Result<(), ApplyError> {
    let written = sqlx::query(sql)
        .bind(id.uuid())
        .bind(details.name.as_str())
        .bind(details.starts_at)
        .bind(details.venue.as_str())
        .bind(details.image_url.as_ref().map(HttpUrl::as_str))
        .bind(search::fold(details.name.as_str()))
        .execute(db)
        .await?;
    ApplyError::unless_all_known("events", written.rows_affected(), 1)
}

/// Takes in neighbouring `SeatsBooked`.
async fn book(db: &mut PgConnection, run: &[&RecordedFact]) -> Result<(), ApplyError> {
    let sales = Sale::all(run);
    let seats = |sale: &Sale<'_>| -> Json<Vec<BookedSeat>> {
        Json(sale.seats.iter().map(BookedSeat::from).collect())
    };
    let references: Vec<String> = run.iter().copied().filter_map(reference).collect();
    let sql = "
        INSERT INTO bookings (id, position, event_id, user_id, reference, search, seats,
                              total_minor, currency, booked_at)
        SELECT id, position, event_id, user_id, reference,
               lower(reference) || ' ' || replace(lower(reference), '-', ''),
               seats, total_minor, currency, booked_at
        FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::text[], $6::json[],
                    $7::bigint[], $8::text[], $9::timestamptz[])
             AS sold (id, position, event_id, user_id, reference, seats, total_minor, currency,
                      booked_at)
             JOIN bookings_events USING (event_id)";
    let booked = sqlx::query(sql)
        .bind(column(&sales, |sale| sale.booking_id.uuid()))
        .bind(column(&sales, |sale| sale.position))
        .bind(column(&sales, |sale| sale.event_id.uuid()))
        .bind(column(&sales, |sale| sale.user_id.uuid()))
        .bind(references)
        .bind(column(&sales, seats))
        .bind(column(&sales, |sale| sale.total_minor))
        .bind(column(&sales, |sale| sale.currency.to_string()))
        .bind(column(&sales, |sale| sale.at))
        .execute(db)
        .await?;
    ApplyError::unless_all_known("events", booked.rows_affected(), sales.len())
}

fn reference(recorded: &RecordedFact) -> Option<String> {
    match &recorded.fact {
        Fact::Event(_, EventFact::SeatsBooked { reference, .. }) => Some(reference.clone()),
        Fact::Event(..) | Fact::Account(..) => None,
    }
}

/// Takes in neighbouring `BookingCancelled`.
async fn cancel(db: &mut PgConnection, run: &[&RecordedFact]) -> Result<(), ApplyError> {
    let sales = Sale::all(run);
    let sql = "
        UPDATE bookings b SET cancelled_at = freed.at, cancelled_position = freed.position
        FROM unnest($1::uuid[], $2::timestamptz[], $3::bigint[]) AS freed (id, at, position)
        WHERE b.id = freed.id AND b.cancelled_at IS NULL";
    let cancelled = sqlx::query(sql)
        .bind(column(&sales, |sale| sale.booking_id.uuid()))
        .bind(column(&sales, |sale| sale.at))
        .bind(column(&sales, |sale| sale.position))
        .execute(db)
        .await?;
    ApplyError::unless_all_known("bookings", cancelled.rows_affected(), sales.len())
}

fn column<T>(sales: &[Sale<'_>], of: impl Fn(&Sale<'_>) -> T) -> Vec<T> {
    sales.iter().map(of).collect()
}
