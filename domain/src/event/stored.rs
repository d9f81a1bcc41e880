//! An event as it is stored: without what follows from its plan.

use serde::Deserialize;

use super::seat_map::StoredSeats;
use super::{Details, Entrance, Live, Status, snapshot};
use crate::money::Currency;
use crate::plan::SeatPlan;

/// The stored shape of [`Live`].
#[derive(Deserialize)]
pub(super) struct StoredLive {
    #[serde(with = "snapshot::as_text")]
    details: Details,
    currency: Currency,
    #[serde(with = "snapshot::plan_as_text")]
    plan: SeatPlan,
    status: Status,
    version: u64,
    entrance: Entrance,
    seats: StoredSeats,
    sequence: u64,
}

/// The state cannot have come from any log.
#[derive(Debug, thiserror::Error)]
#[error("its seats are not those of its plan")]
pub(super) struct Inconsistent;

impl TryFrom<StoredLive> for Live {
    type Error = Inconsistent;

    fn try_from(stored: StoredLive) -> Result<Self, Inconsistent> {
        let seats = stored.seats.map_of(&stored.plan).ok_or(Inconsistent)?;
        Ok(Self {
            details: stored.details,
            currency: stored.currency,
            plan: stored.plan,
            status: stored.status,
            version: stored.version,
            entrance: stored.entrance,
            seats,
            sequence: stored.sequence,
        })
    }
}
