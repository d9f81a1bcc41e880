//! Events as their facts tell them, up to any moment. Neither the rules nor the read models are
//! asked: who audits them needs a second opinion.

mod event;
mod fold;
mod streams;

pub(super) use event::size;
pub use event::{Counts, ReplayedBooking, ReplayedEvent, ReplayedHold, SeatUse};
pub(super) use streams::{next_event, read_stream};

use serde::Serialize;
use sqlx::PgPool;

use seatlog_domain::ids::EventId;

use crate::as_of::Moment;
use crate::log::LogError;

/// What all events add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// How many events there were, deleted ones included.
    pub events: u64,
    /// Bookings that stand.
    pub bookings: u64,
    /// Bookings that were taken back.
    pub cancelled_bookings: u64,
    /// Holds whose end is not recorded.
    pub open_holds: u64,
    /// Seats of bookings that stand.
    pub seats_booked: u64,
    /// Seats of open holds.
    pub seats_held: u64,
    /// Seats that are not for sale.
    pub seats_blocked: u64,
}

/// Tells of every event, or of one, as the facts up to a moment make it; one event at a time is in
/// memory.
///
/// # Errors
/// The log cannot be read, or `tell` fails.
pub async fn replay<E: From<LogError>>(
    pool: &PgPool,
    moment: Moment,
    only: Option<EventId>,
    mut tell: impl FnMut(&ReplayedEvent) -> Result<(), E>,
) -> Result<Totals, E> {
    let mut db = pool.acquire().await.map_err(LogError::from)?;
    let mut totals = Totals::default();
    let mut next = match only {
        Some(event) => Some(event),
        None => next_event(&mut db, None).await?,
    };
    while let Some(id) = next {
        let mut event = None;
        let mut sequence = 0;
        loop {
            let facts = read_stream(&mut db, id, sequence).await?;
            let Some(last) = facts.last() else { break };
            sequence = last.sequence;
            for recorded in facts.iter().take_while(|it| it.position <= moment.position) {
                ReplayedEvent::take(&mut event, recorded);
            }
            if last.position > moment.position {
                break;
            }
        }
        if let Some(event) = &event {
            totals.add(&event.counts());
            tell(event)?;
        }
        next = match only {
            Some(_) => None,
            None => next_event(&mut db, Some(id)).await?,
        };
    }
    Ok(totals)
}

impl Totals {
    fn add(&mut self, counts: &Counts) {
        self.events += 1;
        self.bookings += counts.bookings;
        self.cancelled_bookings += counts.cancelled_bookings;
        self.open_holds += counts.open_holds;
        self.seats_booked += counts.booked;
        self.seats_held += counts.held;
        self.seats_blocked += counts.blocked;
    }
}
