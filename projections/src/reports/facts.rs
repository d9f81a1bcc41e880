//! `GET /reports/facts`: the facts behind a figure. What they contribute adds up to it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;
use utoipa::ToSchema;

use seatlog_domain::event::EventFact;
use seatlog_domain::ids::EventId;

use super::listing::{Asked, Report};
use super::totals::Totals;
use super::{ALL_EVENTS, NAME, STRETCH, bucket_start, end_of_stretch};
use crate::checkpoints;
use crate::log::{self, Fact, Position, RecordedFact};
use crate::page::{QueryError, tag};

/// A figure of the reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Bookings made and not cancelled.
    Bookings,
    /// Bookings cancelled.
    CancelledBookings,
    /// Seats of bookings that were not cancelled.
    SeatsSold,
    /// What was paid and not paid back.
    RevenueMinor,
    /// Holds that ended unsold because their time was over.
    LostHolds,
    /// Their seats.
    LostSeats,
    /// What those would have cost.
    LostMinor,
}

impl Figure {
    /// The kinds of facts that add anything to it.
    const fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Bookings | Self::SeatsSold | Self::RevenueMinor => {
                &["SeatsBooked", "BookingCancelled"]
            }
            Self::CancelledBookings => &["BookingCancelled"],
            Self::LostHolds | Self::LostSeats | Self::LostMinor => &["HoldExpired"],
        }
    }
}

/// Which facts are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactsFilter {
    /// The figure that they add up to.
    pub figure: Figure,
    /// Of this event; nothing: of all, deleted ones too.
    pub event_id: Option<EventId>,
    /// That happened then or later.
    pub from: Option<DateTime<Utc>>,
    /// That happened earlier.
    pub to: Option<DateTime<Utc>>,
}

/// A fact, and what it adds to a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Contribution {
    /// Where the log has it.
    #[schema(value_type = i64)]
    pub position: Position,
    /// What kind of fact it is.
    #[schema(example = "SeatsBooked")]
    pub r#type: String,
    /// The event.
    pub event_id: EventId,
    /// When it happened.
    pub happened_at: DateTime<Utc>,
    /// What it adds; negative if it takes away.
    pub contribution: i64,
}

/// A page of the facts behind a figure, in the order of the log.
pub async fn facts(
    pool: &PgPool,
    filter: &FactsFilter,
    asked: &Asked,
) -> Result<Report<Contribution>, QueryError> {
    let tag = tag("reports/facts", filter);
    let (as_of, after) = asked.open::<Position>(pool, &tag).await?;
    let moment = match as_of {
        Some(moment) => moment,
        None => checkpoints::moment(pool, NAME).await?,
    };
    let (after, wanted) = (after.unwrap_or(0), usize::from(asked.page.limit));
    let found = match filter {
        FactsFilter {
            event_id: Some(event),
            from: None,
            to: None,
            ..
        } => of_stream(pool, filter, *event, (after, moment.position), wanted).await?,
        FactsFilter { .. } => of_stretches(pool, filter, (after, moment.position), wanted).await?,
    };
    let key = |fact: &Contribution| (moment.position, fact.position);
    Ok(Report::new(asked.page.close(&tag, found, key)?, moment))
}

/// At least one more than wanted, if there are so many, of all that ever happened to an event: they
/// stand side by side in the index of its stream.
async fn of_stream(
    pool: &PgPool,
    filter: &FactsFilter,
    event: EventId,
    between: (Position, Position),
    wanted: usize,
) -> Result<Vec<Contribution>, QueryError> {
    let known = totals_of(pool, filter).await?;
    let kinds = filter.figure.kinds();
    let read = log::read_kinds_of(pool, event, kinds, between, wanted as i64 + 1).await;
    let read = read.map_err(super::snapshot::unreadable)?;
    let read = read.iter();
    Ok(read
        .filter_map(|it| contribution(filter, it, &known))
        .collect())
}

/// The same of some time, or of all events: only stretches of the log in which there may be any are
/// read.
async fn of_stretches(
    pool: &PgPool,
    filter: &FactsFilter,
    (mut after, last): (Position, Position),
    wanted: usize,
) -> Result<Vec<Contribution>, QueryError> {
    let known = totals_of(pool, filter).await?;
    let mut found = Vec::new();
    while let Some(upto) = next_stretch(pool, filter, after).await?
        && found.len() <= wanted
    {
        after = after.max(upto - STRETCH);
        let upto = upto.min(last);
        if after >= upto {
            break;
        }
        let read = log::read_kinds(
            pool,
            after + 1..=upto,
            filter.figure.kinds(),
            filter.event_id,
        )
        .await;
        let read = read.map_err(super::snapshot::unreadable)?;
        let read = read.iter();
        found.extend(read.filter_map(|it| contribution(filter, it, &known)));
        after = upto;
    }
    Ok(found)
}

type Known = std::collections::BTreeMap<EventId, Totals>;

/// What a figure's prices are known by. A plan stays as it is once a seat was held, so the prices of
/// now are those of then.
async fn totals_of(pool: &PgPool, filter: &FactsFilter) -> Result<Known, sqlx::Error> {
    if filter.figure != Figure::LostMinor {
        return Ok(Known::new());
    }
    let sql = "
        SELECT event_id, totals FROM reports_events WHERE $1::uuid IS NULL OR event_id = $1";
    let rows: Vec<(uuid::Uuid, Json<Totals>)> = sqlx::query_as(sql)
        .bind(filter.event_id.map(EventId::uuid))
        .fetch_all(pool)
        .await?;
    let known = rows.into_iter();
    Ok(known
        .map(|(id, Json(totals))| (EventId::new(id), totals))
        .collect())
}

/// The end of the next stretch in which anything was recorded of the hours asked for. What the
/// model does not know yet is taken for one.
async fn next_stretch(
    pool: &PgPool,
    filter: &FactsFilter,
    after: Position,
) -> Result<Option<Position>, sqlx::Error> {
    let sql = "
        SELECT min(upto) FROM reports_hours
        WHERE event_id = $1 AND upto > $2
          AND ($3::timestamptz IS NULL OR hour >= $3) AND ($4::timestamptz IS NULL OR hour < $4)";
    let known: Option<Position> = sqlx::query_scalar(sql)
        .bind(filter.event_id.unwrap_or(ALL_EVENTS).uuid())
        .bind(after)
        .bind(filter.from.map(|from| bucket_start(from, 3600)))
        .bind(filter.to)
        .fetch_one(pool)
        .await?;
    if known.is_some() {
        return Ok(known);
    }
    let reached = checkpoints::position(pool, NAME).await?.max(after);
    let head = log::head(pool).await?;
    Ok((reached < head).then(|| end_of_stretch(reached + 1)))
}

fn contribution(
    filter: &FactsFilter,
    recorded: &RecordedFact,
    known: &Known,
) -> Option<Contribution> {
    let Fact::Event(event_id, fact) = &recorded.fact else {
        return None;
    };
    let (kind, happened_at, contribution) = added(filter.figure, fact, known.get(event_id))?;
    let in_range = filter.from.is_none_or(|from| happened_at >= from)
        && filter.to.is_none_or(|to| happened_at < to);
    let of_event = filter.event_id.is_none_or(|event| event == *event_id);
    (in_range && of_event).then(|| Contribution {
        position: recorded.position,
        r#type: kind.to_owned(),
        event_id: *event_id,
        happened_at,
        contribution,
    })
}

/// What kind of fact it is, when it happened, and what it adds to the figure.
fn added(
    figure: Figure,
    fact: &EventFact,
    known: Option<&Totals>,
) -> Option<(&'static str, DateTime<Utc>, i64)> {
    let size = |seats: usize| i64::try_from(seats).unwrap_or(i64::MAX);
    let (kind, at, (bookings, seats, minor)) = match fact {
        EventFact::SeatsBooked {
            seats,
            total_minor,
            booked_at,
            ..
        } => (
            "SeatsBooked",
            booked_at,
            (1, size(seats.len()), *total_minor),
        ),
        EventFact::BookingCancelled {
            seats,
            total_minor,
            cancelled_at,
            ..
        } => {
            let back = (-1, -size(seats.len()), -total_minor);
            ("BookingCancelled", cancelled_at, back)
        }
        EventFact::HoldExpired {
            seats, expired_at, ..
        } => {
            let value = known.map_or(0, |known| known.price_of(seats));
            ("HoldExpired", expired_at, (1, size(seats.len()), value))
        }
        EventFact::EventCreated { .. }
        | EventFact::EventUpdated { .. }
        | EventFact::EventPublished { .. }
        | EventFact::EventCancelled { .. }
        | EventFact::EventDeleted { .. }
        | EventFact::SeatsHeld { .. }
        | EventFact::HoldExtended { .. }
        | EventFact::HoldReleased { .. }
        | EventFact::SeatsBlocked { .. }
        | EventFact::SeatsUnblocked { .. } => return None,
    };
    let added = match (figure, kind == "HoldExpired") {
        (Figure::Bookings, false) | (Figure::LostHolds, true) => bookings,
        (Figure::SeatsSold, false) | (Figure::LostSeats, true) => seats,
        (Figure::RevenueMinor, false) | (Figure::LostMinor, true) => minor,
        (Figure::CancelledBookings, false) if bookings < 0 => 1,
        _ => return None,
    };
    Some((kind, *at, added))
}
