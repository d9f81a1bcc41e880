//! The facts that somebody is told of, and what has to be known to tell them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use seatlog_domain::event::{CancelCause, Details, EventFact, PricedSeat};
use seatlog_domain::ids::{BookingId, EventId, UserId};
use seatlog_domain::money::Currency;
use seatlog_projections::log::{self, Fact, LogError, Position, RecordedFact};
use seatlog_projections::spans::{TRACEPARENT, TraceParent};
use sqlx::PgConnection;

/// Something that somebody is told of.
#[derive(Debug, Clone)]
pub(crate) struct Occasion {
    pub(crate) position: Position,
    pub(crate) at: DateTime<Utc>,
    pub(crate) event_id: EventId,
    pub(crate) what: What,
    /// The span that led to it.
    pub(crate) trace: Option<TraceParent>,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum What {
    /// Something to one booking.
    Booking {
        buyer_id: UserId,
        booking: Booking,
        change: Change,
    },
    /// The event was called off. The facts right after this one cancel its bookings; all of them
    /// are told of here, so that nobody gets a mail for each of several.
    CalledOff { reason: String },
}

/// What a mail says of a booking.
#[derive(Debug, Clone)]
pub(crate) struct Booking {
    pub(crate) id: BookingId,
    pub(crate) seats: Vec<PricedSeat>,
    pub(crate) total_minor: i64,
    pub(crate) currency: Currency,
}

/// What happened to a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Booked,
    Cancelled(CancelCause),
}

impl Occasion {
    /// The occasion that a fact is; nothing if nobody is told of such facts.
    pub(crate) fn of(recorded: &RecordedFact) -> Option<Self> {
        let (event_id, fact) = match &recorded.fact {
            Fact::Event(event_id, fact) => (*event_id, fact),
            Fact::Account(..) => return None,
        };
        let (at, what) = match fact {
            EventFact::SeatsBooked {
                booking_id,
                reference: _,
                user_id,
                hold_id: _,
                seats,
                total_minor,
                currency,
                booked_at,
            } => {
                let booking = Booking {
                    id: *booking_id,
                    seats: seats.clone(),
                    total_minor: *total_minor,
                    currency: *currency,
                };
                let change = Change::Booked;
                (*booked_at, What::booking(*user_id, booking, change))
            }
            EventFact::BookingCancelled {
                cause: CancelCause::EventCancelled,
                ..
            } => return None,
            EventFact::BookingCancelled {
                user_id,
                cause,
                cancelled_at,
                ..
            } => {
                let (_, booking) = taken_back(fact)?;
                let change = Change::Cancelled(*cause);
                (*cancelled_at, What::booking(*user_id, booking, change))
            }
            EventFact::EventCancelled {
                reason,
                cancelled_at,
            } => {
                let reason = reason.clone();
                (*cancelled_at, What::CalledOff { reason })
            }
            EventFact::EventCreated { .. }
            | EventFact::EventUpdated { .. }
            | EventFact::EventPublished { .. }
            | EventFact::EventDeleted { .. }
            // Who holds seats looks at them; nobody is told by mail.
            | EventFact::SeatsHeld { .. }
            | EventFact::HoldExtended { .. }
            | EventFact::HoldReleased { .. }
            | EventFact::HoldExpired { .. }
            | EventFact::SeatsBlocked { .. }
            | EventFact::SeatsUnblocked { .. } => return None,
        };
        let trace = recorded.metadata.get(TRACEPARENT);
        Some(Self {
            position: recorded.position,
            at,
            event_id,
            what,
            trace: trace.and_then(|text| text.parse().ok()),
        })
    }
}

impl What {
    fn booking(buyer_id: UserId, booking: Booking, change: Change) -> Self {
        Self::Booking {
            buyer_id,
            booking,
            change,
        }
    }
}

/// The buyer and the booking of a `BookingCancelled`.
fn taken_back(fact: &EventFact) -> Option<(UserId, Booking)> {
    let EventFact::BookingCancelled {
        booking_id,
        user_id,
        seats,
        total_minor,
        currency,
        cause: _,
        cancelled_at: _,
    } = fact
    else {
        return None;
    };
    let booking = Booking {
        id: *booking_id,
        seats: seats.clone(),
        total_minor: *total_minor,
        currency: *currency,
    };
    Some((*user_id, booking))
}

/// How many facts are read at a time.
const CHUNK: i64 = 1000;

/// The last of the cancellations that follow a fact, or that fact itself. One statement appends
/// them all, so no other fact stands between them, and all are there once the first is.
const LAST_TAKEN_BACK: &str = "SELECT coalesce(
        (SELECT position - 1 FROM events
            WHERE position > $1 AND NOT (aggregate_type = 'event' AND aggregate_id = $2
                AND event_type = 'BookingCancelled')
            ORDER BY position LIMIT 1),
        (SELECT max(position) FROM events))";

/// The bookings that ended when an event was called off by the fact at a position, by buyer.
pub(crate) async fn called_off(
    db: &mut PgConnection,
    event: EventId,
    position: Position,
) -> Result<BTreeMap<UserId, Vec<Booking>>, LogError> {
    let last: Position = sqlx::query_scalar(LAST_TAKEN_BACK)
        .bind(position)
        .bind(event.to_string())
        .fetch_one(&mut *db)
        .await?;
    let mut bookings: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let mut after = position;
    while after < last {
        let facts = log::read_after(&mut *db, after, CHUNK.min(last - after)).await?;
        let Some(end) = facts.last().map(|fact| fact.position) else {
            break;
        };
        after = end;
        for recorded in &facts {
            if let Fact::Event(_, fact) = &recorded.fact
                && let Some((buyer, booking)) = taken_back(fact)
            {
                bookings.entry(buyer).or_default().push(booking);
            }
        }
    }
    Ok(bookings)
}

/// Reads from the log how events were described. A fact never changes, so what was read once is
/// true for ever; many bookings of one event are described by the same fact.
#[derive(Debug, Default)]
pub(crate) struct Descriptions {
    read: Mutex<HashMap<Position, Arc<EventFact>>>,
}

/// How many facts are remembered; with more the memory starts anew.
const REMEMBERED: usize = 256;

const DESCRIBED_AT: &str = "
    SELECT at, (
        SELECT max(position) FROM events
        WHERE aggregate_id = event AND aggregate_type = 'event' AND position <= at
          AND event_type IN ('EventCreated', 'EventUpdated'))
    FROM unnest($1::text[], $2::bigint[]) AS asked (event, at)";

impl Descriptions {
    /// The details of events as they stood at the positions of what happened to them, by position.
    pub(crate) async fn all(
        &self,
        db: &mut PgConnection,
        occasions: &[Occasion],
    ) -> Result<HashMap<Position, Details>, LogError> {
        let ids = occasions.iter().map(|it| it.event_id.to_string());
        let at = occasions.iter().map(|it| it.position);
        // Planned anew each time: a plan from when the log was short reads whole streams later.
        let found: Vec<(Position, Option<Position>)> = sqlx::query_as(DESCRIBED_AT)
            .persistent(false)
            .bind(ids.collect::<Vec<_>>())
            .bind(at.collect::<Vec<_>>())
            .fetch_all(&mut *db)
            .await?;
        let mut details = HashMap::with_capacity(found.len());
        for (at, described) in found {
            if let Some(described) = described
                && let Some(found) = self.read(db, described).await?
            {
                details.insert(at, found);
            }
        }
        Ok(details)
    }

    /// The details that the fact at a position gives.
    async fn read(
        &self,
        db: &mut PgConnection,
        position: Position,
    ) -> Result<Option<Details>, LogError> {
        let fact = match self.remembered(position) {
            Some(fact) => fact,
            None => {
                let recorded = log::read_after(db, position - 1, 1).await?.pop();
                let Some(Fact::Event(_, fact)) = recorded.map(|recorded| recorded.fact) else {
                    return Ok(None);
                };
                self.remember(position, fact)
            }
        };
        Ok(match &*fact {
            EventFact::EventCreated { details, .. } | EventFact::EventUpdated { details, .. } => {
                Some(details.clone())
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
            | EventFact::SeatsUnblocked { .. } => None,
        })
    }

    fn remembered(&self, position: Position) -> Option<Arc<EventFact>> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.get(&position).cloned()
    }

    fn remember(&self, position: Position, fact: EventFact) -> Arc<EventFact> {
        let fact = Arc::new(fact);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.len() >= REMEMBERED {
            read.clear();
        }
        read.insert(position, Arc::clone(&fact));
        fact
    }
}
