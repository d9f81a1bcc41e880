//! Read model `seats`: which seats of an event are not free.

use std::collections::HashMap;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgArguments;
use sqlx::types::Json;
use sqlx::{PgConnection, PgPool, Postgres};
use utoipa::ToSchema;
use uuid::Uuid;

use seatlog_domain::event::EventFact;
use seatlog_domain::ids::EventId;
use seatlog_domain::seat::SeatName;
use seatlog_domain::seating::{Seating, Section};

use crate::log::{Fact, Position, RecordedFact};
use crate::page::QueryError;
use crate::projector::{ApplyError, Projector};
use crate::sale::{Sale, runs};

/// The model's name.
pub const NAME: &str = "seats";

/// Which seats of an event are not free; the others are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeatMap {
    /// The last fact that this answer knows of.
    #[schema(value_type = i64)]
    pub position: Position,
    /// The number of seats.
    pub capacity: u32,
    /// How many of them nobody has.
    pub free: u32,
    /// The sections, in the organiser's order.
    pub sections: Vec<SectionAvailability>,
    /// Seats that were sold.
    pub booked: Vec<SeatName>,
    /// Seats that somebody is about to buy.
    pub held: Vec<SeatName>,
    /// Seats that are not for sale.
    pub blocked: Vec<SeatName>,
}

/// How many seats of a section are free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SectionAvailability {
    /// The section.
    #[schema(example = "ST")]
    pub id: String,
    /// How many of its seats nobody has.
    pub free: u32,
    /// The number of its seats.
    pub capacity: u32,
}

/// A section as the model keeps it.
#[derive(Debug, Serialize, Deserialize)]
struct SectionSize {
    id: String,
    capacity: u32,
}

/// The projector of this model.
#[derive(Debug)]
pub struct Seats;

#[async_trait]
impl Projector for Seats {
    fn name(&self) -> &'static str {
        NAME
    }

    async fn apply(&self, db: &mut PgConnection, facts: &[RecordedFact]) -> Result<(), ApplyError> {
        for run in runs(facts) {
            match &run[0].fact {
                Fact::Event(_, EventFact::SeatsBooked { .. }) => book(db, &Sale::all(&run)).await?,
                Fact::Event(_, EventFact::BookingCancelled { .. }) => {
                    release(db, &Sale::all(&run)).await?;
                }
                Fact::Event(..) => {
                    for recorded in run {
                        plan(db, &recorded.fact).await?;
                    }
                }
                Fact::Account(..) => {}
            }
        }
        Ok(())
    }
}

/// Takes in what concerns the event as a whole.
async fn plan(db: &mut PgConnection, fact: &Fact) -> Result<(), ApplyError> {
    let Fact::Event(id, fact) = fact else {
        return Ok(());
    };
    match fact {
        EventFact::EventCreated { seating, .. } => {
            let sql = "INSERT INTO seats_events (event_id, sections) VALUES ($1, $2)";
            write_sections(db, sql, *id, seating).await
        }
        EventFact::EventUpdated {
            seating: Some(seating),
            ..
        } => {
            let sql = "UPDATE seats_events SET sections = $2 WHERE event_id = $1";
            write_sections(db, sql, *id, seating).await
        }
        EventFact::EventDeleted { .. } => {
            let deleted = sqlx::query("DELETE FROM seats_events WHERE event_id = $1")
                .bind(id.uuid())
                .execute(db)
                .await?;
            ApplyError::unless_all_known("events", deleted.rows_affected(), 1)
        }
        EventFact::EventUpdated { seating: None, .. }
        | EventFact::EventPublished { .. }
        | EventFact::EventCancelled { .. }
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

async fn write_sections(
    db: &mut PgConnection,
    sql: &str,
    id: EventId,
    seating: &Seating,
) -> Result<(), ApplyError> {
    let sizes: Vec<_> = seating.sections.iter().map(size).collect();
    let written = sqlx::query(sql)
        .bind(id.uuid())
        .bind(Json(sizes))
        .execute(db)
        .await?;
    ApplyError::unless_all_known("events", written.rows_affected(), 1)
}

fn size(section: &Section) -> SectionSize {
    let rows = section.rows.iter().flatten();
    let in_rows: usize = rows.map(|row| row.seats.len()).sum();
    SectionSize {
        id: section.id.clone(),
        capacity: section
            .capacity
            .unwrap_or_else(|| u32::try_from(in_rows).unwrap_or(u32::MAX)),
    }
}

/// Takes in neighbouring `SeatsBooked`. A seat that is taken already violates the primary key.
async fn book(db: &mut PgConnection, sales: &[Sale<'_>]) -> Result<(), ApplyError> {
    let seats = SoldSeats::of(sales);
    let sql = "
        INSERT INTO seats_booked (event_id, seat, booking_id)
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[])";
    seats.bind(sqlx::query(sql)).execute(db).await?;
    Ok(())
}

/// Takes in neighbouring `BookingCancelled`.
async fn release(db: &mut PgConnection, sales: &[Sale<'_>]) -> Result<(), ApplyError> {
    let seats = SoldSeats::of(sales);
    let sql = "
        DELETE FROM seats_booked b
        USING unnest($1::uuid[], $2::text[], $3::uuid[]) AS freed (event_id, seat, booking_id)
        WHERE (b.event_id, b.seat, b.booking_id) = (freed.event_id, freed.seat, freed.booking_id)";
    let freed = seats.bind(sqlx::query(sql)).execute(db).await?;
    ApplyError::unless_all_known("booked seats", freed.rows_affected(), seats.names.len())
}

/// The seats of several sales, column by column.
#[derive(Default)]
struct SoldSeats<'a> {
    events: Vec<Uuid>,
    names: Vec<&'a str>,
    bookings: Vec<Uuid>,
}

impl<'a> SoldSeats<'a> {
    fn of(sales: &[Sale<'a>]) -> Self {
        let mut all = Self::default();
        for sale in sales {
            for seat in sale.seats {
                all.events.push(sale.event_id.uuid());
                all.names.push(seat.seat.as_str());
                all.bookings.push(sale.booking_id.uuid());
            }
        }
        all
    }

    fn bind<'q>(&'q self, query: PgQuery<'q>) -> PgQuery<'q> {
        query
            .bind(&self.events)
            .bind(&self.names)
            .bind(&self.bookings)
    }
}

type PgQuery<'q> = sqlx::query::Query<'q, Postgres, PgArguments>;

/// The seats of an event that was not deleted, drafts included: whether the caller may see the
/// event is the API's business. One statement, so that seats and position belong together.
pub async fn map(pool: &PgPool, event_id: EventId) -> Result<Option<SeatMap>, QueryError> {
    let sql = "
        SELECT c.position, e.sections,
               ARRAY(SELECT seat FROM seats_booked b WHERE b.event_id = e.event_id ORDER BY seat)
        FROM seats_events e, projection_checkpoints c
        WHERE e.event_id = $1 AND c.name = $2";
    let row: Option<(Position, Json<Vec<SectionSize>>, Vec<String>)> = sqlx::query_as(sql)
        .bind(event_id.uuid())
        .bind(NAME)
        .fetch_optional(pool)
        .await?;
    let Some((position, Json(sizes), booked)) = row else {
        return Ok(None);
    };
    let booked: Vec<SeatName> = booked
        .iter()
        .map(|seat| SeatName::new(seat))
        .collect::<Result<_, _>>()
        .map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(Some(assemble(position, sizes, booked)))
}

fn assemble(position: Position, sizes: Vec<SectionSize>, booked: Vec<SeatName>) -> SeatMap {
    let mut taken: HashMap<&str, u32> = HashMap::new();
    for seat in &booked {
        *taken.entry(seat.section()).or_default() += 1;
    }
    let availability = |size: SectionSize| SectionAvailability {
        free: size
            .capacity
            .saturating_sub(taken.get(size.id.as_str()).copied().unwrap_or_default()),
        capacity: size.capacity,
        id: size.id,
    };
    let sections: Vec<_> = sizes.into_iter().map(availability).collect();
    SeatMap {
        position,
        capacity: sections.iter().map(|section| section.capacity).sum(),
        free: sections.iter().map(|section| section.free).sum(),
        sections,
        booked,
        held: Vec::new(),
        blocked: Vec::new(),
    }
}
