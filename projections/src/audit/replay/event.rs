//! What is told of one event.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};

use seatlog_domain::event::{Details, PricedSeat};
use seatlog_domain::ids::{BookingId, EventId, HoldId, UserId};
use seatlog_domain::money::Currency;
use seatlog_domain::seat::SeatName;
use seatlog_domain::seating::{RowSeats, Seating, Section};

use crate::log::Position;

/// What the facts of an event add up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplayedEvent {
    /// The event.
    pub event_id: EventId,
    /// The position of its last fact.
    pub position: Position,
    /// The sequence of the last fact that was not about seats.
    pub version: i64,
    /// `draft`, `published` or `cancelled`.
    pub status: &'static str,
    /// Whether it was deleted.
    pub deleted: bool,
    /// What it is, when and where.
    #[serde(flatten)]
    pub details: Details,
    /// What its seats are sold in.
    pub currency: Currency,
    /// Its plan.
    pub seating: Seating,
    /// The seats that are not free.
    pub seats: BTreeMap<SeatName, SeatUse>,
    /// Every booking, also those that were taken back.
    #[serde(serialize_with = "values")]
    pub bookings: BTreeMap<BookingId, ReplayedBooking>,
    /// Every hold, also those that have ended.
    #[serde(serialize_with = "values")]
    pub holds: BTreeMap<HoldId, ReplayedHold>,
}

/// What became of a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatUse {
    /// It is in this booking.
    Booked(BookingId),
    /// It is in this hold.
    Held(HoldId),
    /// It is not for sale.
    Blocked,
}

/// A booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplayedBooking {
    /// Names it.
    pub booking_id: BookingId,
    /// What is printed on its tickets.
    pub reference: String,
    /// The buyer.
    pub user_id: UserId,
    /// The hold that it was made from.
    pub hold_id: Option<HoldId>,
    /// Its seats.
    pub seats: Vec<PricedSeat>,
    /// What was paid, in minor units.
    pub total_minor: i64,
    /// The currency of that.
    pub currency: Currency,
    /// When it was made.
    pub booked_at: DateTime<Utc>,
    /// The position of that.
    pub position: Position,
    /// When and where in the log it was taken back.
    pub cancelled: Option<(DateTime<Utc>, Position)>,
}

/// A hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplayedHold {
    /// Names it.
    pub hold_id: HoldId,
    /// The buyer.
    pub user_id: UserId,
    /// Its seats.
    pub seats: Vec<PricedSeat>,
    /// What they cost together, in minor units.
    pub total_minor: i64,
    /// The currency of that.
    pub currency: Currency,
    /// Since when.
    pub held_at: DateTime<Utc>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// `open`, `booked`, `released` or `expired`, as recorded: one that has run out stays open
    /// until its end is recorded.
    pub state: &'static str,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// What an event adds up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The number of seats.
    pub capacity: u64,
    /// Seats of bookings that stand.
    pub booked: u64,
    /// Seats of open holds.
    pub held: u64,
    /// Seats that are not for sale.
    pub blocked: u64,
    /// The rest.
    pub free: u64,
    /// Bookings that stand.
    pub bookings: u64,
    /// Bookings that were taken back.
    pub cancelled_bookings: u64,
    /// Holds whose end is not recorded.
    pub open_holds: u64,
    /// What was paid for bookings that stand, in minor units.
    pub revenue_minor: i64,
}

fn values<K, V: Serialize, S: Serializer>(map: &BTreeMap<K, V>, to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(map.values())
}

/// How many seats a section has.
pub(crate) fn size(section: &Section) -> u64 {
    let row = |seats: &RowSeats| match seats {
        RowSeats::Count(count) => u64::from(*count),
        RowSeats::Labels(labels) => labels.len() as u64,
    };
    let rows = section.rows.iter().flatten().map(|it| row(&it.seats));
    rows.sum::<u64>() + u64::from(section.capacity.unwrap_or_default())
}

impl ReplayedEvent {
    /// Its bookings that stand.
    pub fn standing(&self) -> impl Iterator<Item = &ReplayedBooking> {
        self.bookings.values().filter(|it| it.cancelled.is_none())
    }

    /// Counts seats, bookings, holds and money.
    pub fn counts(&self) -> Counts {
        let used =
            |of: fn(&SeatUse) -> bool| self.seats.values().filter(|it| of(it)).count() as u64;
        let capacity = self.seating.sections.iter().map(size).sum::<u64>();
        let standing = self.standing().count();
        Counts {
            capacity,
            booked: used(|it| matches!(it, SeatUse::Booked(_))),
            held: used(|it| matches!(it, SeatUse::Held(_))),
            blocked: used(|it| matches!(it, SeatUse::Blocked)),
            free: capacity.saturating_sub(self.seats.len() as u64),
            bookings: standing as u64,
            cancelled_bookings: (self.bookings.len() - standing) as u64,
            open_holds: self.holds.values().filter(|it| it.state == "open").count() as u64,
            revenue_minor: self.standing().map(|it| it.total_minor).sum(),
        }
    }
}
