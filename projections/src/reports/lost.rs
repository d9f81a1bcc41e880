//! `GET /reports/lost-demand/events`: holds that ended unsold, event by event.

use serde::Serialize;
use sqlx::PgPool;
use utoipa::ToSchema;

use seatlog_domain::ids::EventId;
use seatlog_domain::money::Currency;

use super::events::EventsFilter;
use super::listing::{Asked, Report};
use super::snapshot::Snapshot;
use crate::page::{QueryError, tag};

/// What an event lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EventLoss {
    /// The event.
    pub event_id: EventId,
    /// Its name.
    pub name: String,
    /// Holds that ended unsold because their time was over.
    pub holds: i64,
    /// Their seats.
    pub seats: i64,
    /// What those would have cost, in minor units.
    pub value_minor: i64,
    /// The currency of the value.
    pub currency: Currency,
}

/// A page of the events that lost anything, the one that lost most first.
pub async fn lost_by_event(
    pool: &PgPool,
    filter: &EventsFilter,
    asked: &Asked,
) -> Result<Report<EventLoss>, QueryError> {
    let tag = tag("reports/lost", filter);
    let (as_of, after) = asked.open(pool, &tag).await?;
    let mut snapshot = Snapshot::open(pool, as_of).await?;
    snapshot.only(filter.event_id);
    let events = snapshot.events(filter.event_id).await?.into_iter();
    let lossy = events.filter(|(_, totals)| totals.lost_holds > 0 && filter.takes(totals));
    let mut losses: Vec<_> = lossy
        .map(|(event_id, totals)| EventLoss {
            event_id,
            name: totals.name,
            holds: totals.lost_holds,
            seats: totals.lost_seats,
            value_minor: totals.lost_minor,
            currency: totals.currency,
        })
        .collect();
    losses.sort_unstable_by_key(|loss| (-loss.value_minor, loss.event_id));
    asked.cut(&tag, (snapshot.moment, after), losses)
}
