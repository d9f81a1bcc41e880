//! Seats that an organiser takes off sale or puts back.

use seatlog_domain::fields::FieldError;
use seatlog_domain::seat::SeatName;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::seat_names;

/// Seats by their names.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeatListInput {
    /// All of them, or none, change.
    #[schema(value_type = Vec<SeatName>, min_items = 1)]
    seats: Vec<String>,
}

/// What is not for sale.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlockedSeats {
    /// All seats of the event that are blocked now, in the plan's order.
    pub blocked: Vec<SeatName>,
}

impl SeatListInput {
    /// The names; those that cannot be a seat's are refused by their place.
    pub(super) fn names(&self) -> Result<Vec<SeatName>, Vec<FieldError>> {
        seat_names::parse(&self.seats)
    }
}
