//! What is told of seats: the whole house, or what changed.

use seatlog_domain::seat::SeatName;
use seatlog_projections::log::Position;
use serde::Serialize;
use utoipa::ToSchema;

use super::names::Listed;

/// Which seats of an event are not free; the others are.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatMap<'a> {
    /// The last fact that this answer knows of.
    #[schema(value_type = i64)]
    pub position: Position,
    /// The number of seats.
    pub capacity: u32,
    /// How many of them nobody has.
    pub free: u32,
    /// The sections, in the organiser's order.
    pub sections: Vec<SectionAvailability<'a>>,
    /// Seats that were sold.
    #[schema(value_type = Vec<SeatName>)]
    pub booked: Listed<'a>,
    /// Seats that somebody is about to buy.
    #[schema(value_type = Vec<SeatName>)]
    pub held: Listed<'a>,
    /// Seats that are not for sale.
    #[schema(value_type = Vec<SeatName>)]
    pub blocked: Listed<'a>,
}

/// How many seats of a section are free.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionAvailability<'a> {
    /// The section.
    #[schema(example = "ST")]
    pub id: &'a str,
    /// How many of its seats nobody has.
    pub free: u32,
    /// The number of its seats.
    pub capacity: u32,
}

/// What became of seats since the message before. Several changes of one seat are told as the
/// last of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatChanges<'a> {
    /// Seats that are sold now.
    #[schema(value_type = Vec<SeatName>)]
    pub booked: Listed<'a>,
    /// Seats that somebody is about to buy now.
    #[schema(value_type = Vec<SeatName>)]
    pub held: Listed<'a>,
    /// Seats that are not for sale now.
    #[schema(value_type = Vec<SeatName>)]
    pub blocked: Listed<'a>,
    /// Seats that are free now.
    #[schema(value_type = Vec<SeatName>)]
    pub freed: Listed<'a>,
}

impl SeatChanges<'_> {
    /// How many seats changed.
    pub(super) fn len(&self) -> usize {
        let lists = [&self.booked, &self.held, &self.blocked, &self.freed];
        lists.iter().map(|list| list.seats.len()).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
