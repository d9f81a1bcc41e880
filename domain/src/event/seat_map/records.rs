//! Bookings and holds: as the map keeps them, without a heap block each, and as it tells of them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::register::Record;
use super::seats::{NO_SEAT, Seats};
use crate::event::snapshot::instant;
use crate::ids::{BookingId, HoldId, UserId};
use crate::plan::SeatIndex;

/// What a seat is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatState {
    /// Anybody's who comes first.
    Free,
    /// Kept for a buyer.
    Held,
    /// Sold.
    Booked,
    /// Not for sale.
    Blocked,
}

/// A booking as its event remembers it. Prices and names follow from the plan, which cannot
/// change once anything was booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingRecord {
    /// The booking.
    pub id: BookingId,
    /// Its buyer.
    pub user_id: UserId,
    /// Its seats, in the order of the plan.
    pub seats: Box<[SeatIndex]>,
    /// When it was made.
    #[serde(with = "instant")]
    pub booked_at: DateTime<Utc>,
    /// The sequence of its `SeatsBooked` in the event's stream.
    pub sequence: u64,
    /// When it was taken back, if it was.
    pub cancelled_at: Option<DateTime<Utc>>,
}

/// How far a hold has come, as its facts say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HoldState {
    /// It keeps its seats until its time is over.
    Open,
    /// Its seats were booked.
    Booked,
    /// It was given back.
    Released,
    /// Its time was over.
    Expired,
}

/// A hold as its event remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldRecord {
    /// The hold.
    pub id: HoldId,
    /// Its buyer.
    pub user_id: UserId,
    /// Its seats, in the order of the plan; none once it has ended.
    pub seats: Box<[SeatIndex]>,
    /// When it was made.
    #[serde(with = "instant")]
    pub held_at: DateTime<Utc>,
    /// From then on it keeps nobody out.
    #[serde(with = "instant")]
    pub expires_at: DateTime<Utc>,
    /// How far it has come.
    pub state: HoldState,
}

impl HoldRecord {
    /// How far the hold has come by the clock: it expires by itself, whether that is recorded
    /// or not.
    pub fn state_at(&self, now: DateTime<Utc>) -> HoldState {
        match self.state {
            HoldState::Open if self.expires_at <= now => HoldState::Expired,
            HoldState::Open | HoldState::Booked | HoldState::Released | HoldState::Expired => {
                self.state
            }
        }
    }
}

/// A confirmed booking, in 52 bytes.
#[derive(Debug, Clone)]
pub(super) struct Booking {
    pub(super) id: BookingId,
    pub(super) user_id: UserId,
    pub(super) booked_at: DateTime<Utc>,
    pub(super) sequence: u32,
    /// Where its chain of seats begins.
    pub(super) first_seat: u32,
}

impl Booking {
    /// The booking, still without its seats.
    pub(super) fn new(record: &BookingRecord) -> Self {
        Self {
            id: record.id,
            user_id: record.user_id,
            booked_at: record.booked_at,
            sequence: u32::try_from(record.sequence).unwrap_or(u32::MAX),
            first_seat: NO_SEAT,
        }
    }

    pub(super) fn record(&self, seats: &Seats) -> BookingRecord {
        BookingRecord {
            id: self.id,
            user_id: self.user_id,
            seats: seats.chain(self.first_seat).collect(),
            booked_at: self.booked_at,
            sequence: u64::from(self.sequence),
            cancelled_at: None,
        }
    }
}

impl Record for Booking {
    fn id(&self) -> Uuid {
        self.id.uuid()
    }
}

/// A hold whose end was not recorded yet.
#[derive(Debug, Clone)]
pub(super) struct Hold {
    pub(super) id: HoldId,
    pub(super) user_id: UserId,
    pub(super) held_at: DateTime<Utc>,
    pub(super) expires_at: DateTime<Utc>,
    /// Where its chain of seats begins.
    pub(super) first_seat: u32,
}

impl Hold {
    /// The hold, still without its seats.
    pub(super) fn new(record: &HoldRecord) -> Self {
        Self {
            id: record.id,
            user_id: record.user_id,
            held_at: record.held_at,
            expires_at: record.expires_at,
            first_seat: NO_SEAT,
        }
    }

    pub(super) fn record(&self, seats: &Seats) -> HoldRecord {
        HoldRecord {
            id: self.id,
            user_id: self.user_id,
            seats: seats.chain(self.first_seat).collect(),
            held_at: self.held_at,
            expires_at: self.expires_at,
            state: HoldState::Open,
        }
    }
}

impl Record for Hold {
    fn id(&self) -> Uuid {
        self.id.uuid()
    }
}
