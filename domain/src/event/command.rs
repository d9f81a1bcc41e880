//! The wishes that an event can be asked to fulfil. Time and ids arrive inside them.
//!
//! They are serialised, as JSON, where a node hands a command to the node that owns the event.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use super::details::{Description, Details, EventName, Venue};
use super::entrance::{Pass, WaitingRoom};
use crate::ids::{BookingId, HoldId, UserId};
use crate::money::Currency;
use crate::plan::SeatPlan;
use crate::seat::SeatName;
use crate::text::{HttpUrl, Line};

/// What buyers are told when an event is cancelled.
pub type Reason = Line<500>;

/// How a buyer chooses seats. All of them are taken, or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SeatChoice {
    /// Exactly these.
    Named(Vec<SeatName>),
    /// The best that are free.
    BestAvailable {
        /// Only in this section, if given.
        section: Option<String>,
        /// How many.
        quantity: u32,
    },
}

/// How long a hold lives, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldLife {
    /// From when it is made or extended.
    pub ttl_secs: u32,
    /// From when it is made, however often it is extended.
    pub max_secs: u32,
}

/// Who wants a booking cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Canceller {
    /// A buyer, who may cancel only what is theirs, and only until the event starts.
    Buyer(UserId),
    /// An admin, who may cancel every booking at any time.
    Admin,
}

/// What an organiser changes; nothing stands for "as it was". Where a field may be empty, the
/// inner `None` empties it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EventChange {
    /// The name.
    pub name: Option<EventName>,
    /// What it is about.
    pub description: Option<Description>,
    /// When it starts.
    pub starts_at: Option<DateTime<Utc>>,
    /// When it ends.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Option<DateTime<Utc>>>,
    /// Where.
    pub venue: Option<Venue>,
    /// A picture.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub image_url: Option<Option<HttpUrl>>,
    /// From when seats are sold.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub sales_open_at: Option<Option<DateTime<Utc>>>,
    /// Until when.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub sales_close_at: Option<Option<DateTime<Utc>>>,
    /// The most seats for one buyer.
    pub max_seats_per_user: Option<u32>,
    /// Whether buyers wait until it is their turn.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub waiting_room: Option<Option<WaitingRoom>>,
    /// The currency; not once anything was held or booked.
    pub currency: Option<Currency>,
    /// The seats; not once anything was held or booked.
    pub plan: Option<SeatPlan>,
}

impl EventChange {
    pub(super) fn apply(&self, to: &Details) -> Details {
        Details {
            name: self.name.clone().unwrap_or_else(|| to.name.clone()),
            description: self
                .description
                .clone()
                .unwrap_or_else(|| to.description.clone()),
            starts_at: self.starts_at.unwrap_or(to.starts_at),
            ends_at: self.ends_at.unwrap_or(to.ends_at),
            venue: self.venue.clone().unwrap_or_else(|| to.venue.clone()),
            image_url: self
                .image_url
                .clone()
                .unwrap_or_else(|| to.image_url.clone()),
            sales_open_at: self.sales_open_at.unwrap_or(to.sales_open_at),
            sales_close_at: self.sales_close_at.unwrap_or(to.sales_close_at),
            max_seats_per_user: self.max_seats_per_user.unwrap_or(to.max_seats_per_user),
            waiting_room: self.waiting_room.unwrap_or(to.waiting_room),
        }
    }
}

/// Reads a field that is there: `null` empties it, where an absent field leaves it as it was.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A wish about an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventCommand {
    /// Create the event.
    CreateEvent {
        /// What it is, when and where.
        details: Box<Details>,
        /// What its seats are sold in.
        currency: Currency,
        /// Its seats.
        plan: Box<SeatPlan>,
        /// Whether it stays invisible for now.
        draft: bool,
        /// When.
        now: DateTime<Utc>,
    },
    /// Change the event.
    UpdateEvent {
        /// What is to change.
        change: Box<EventChange>,
        /// When.
        now: DateTime<Utc>,
    },
    /// Make the event visible.
    PublishEvent {
        /// When.
        now: DateTime<Utc>,
    },
    /// Call the event off and cancel all its bookings.
    CancelEvent {
        /// What buyers are told.
        reason: Reason,
        /// When.
        now: DateTime<Utc>,
    },
    /// Remove the event.
    DeleteEvent {
        /// When.
        now: DateTime<Utc>,
    },
    /// Sell seats.
    BookSeats {
        /// The booking's id. Booking again under the same id finds the first booking.
        booking_id: BookingId,
        /// The buyer.
        user_id: UserId,
        /// Which seats.
        choice: SeatChoice,
        /// What the buyer shows where there is a waiting room.
        #[serde(default)]
        pass: Pass,
        /// When.
        now: DateTime<Utc>,
    },
    /// Take a booking back.
    CancelBooking {
        /// The booking.
        booking_id: BookingId,
        /// Who wants it.
        by: Canceller,
        /// When.
        now: DateTime<Utc>,
    },
    /// Keep seats for a buyer for a while.
    HoldSeats {
        /// The hold's id. Holding again under the same id finds the first hold.
        hold_id: HoldId,
        /// The buyer.
        user_id: UserId,
        /// Which seats.
        choice: SeatChoice,
        /// What the buyer shows where there is a waiting room.
        #[serde(default)]
        pass: Pass,
        /// For how long.
        life: HoldLife,
        /// When.
        now: DateTime<Utc>,
    },
    /// Keep the seats of a hold for longer.
    ExtendHold {
        /// The hold.
        hold_id: HoldId,
        /// Who wants it.
        user_id: UserId,
        /// For how long.
        life: HoldLife,
        /// When.
        now: DateTime<Utc>,
    },
    /// Give the seats of a hold back.
    ReleaseHold {
        /// The hold.
        hold_id: HoldId,
        /// Who wants it.
        user_id: UserId,
        /// When.
        now: DateTime<Utc>,
    },
    /// Record the end of every hold whose time is over.
    ExpireHolds {
        /// When.
        now: DateTime<Utc>,
    },
    /// Sell the seats of a hold: all of them, or none.
    BookHold {
        /// The booking's id. Booking again under the same id finds the first booking.
        booking_id: BookingId,
        /// The buyer.
        user_id: UserId,
        /// The hold.
        hold_id: HoldId,
        /// When.
        now: DateTime<Utc>,
    },
    /// Take seats out of the sale.
    BlockSeats {
        /// The seats.
        seats: Vec<SeatName>,
        /// When.
        now: DateTime<Utc>,
    },
    /// Put seats back into the sale.
    UnblockSeats {
        /// The seats.
        seats: Vec<SeatName>,
        /// When.
        now: DateTime<Utc>,
    },
}

impl EventCommand {
    /// The same wish at another time. A command that was under way is decided by the clock of
    /// whoever decides it, not by that of whoever sent it.
    #[must_use]
    pub fn at(mut self, time: DateTime<Utc>) -> Self {
        let (Self::CreateEvent { now, .. }
        | Self::UpdateEvent { now, .. }
        | Self::PublishEvent { now }
        | Self::CancelEvent { now, .. }
        | Self::DeleteEvent { now }
        | Self::BookSeats { now, .. }
        | Self::CancelBooking { now, .. }
        | Self::HoldSeats { now, .. }
        | Self::ExtendHold { now, .. }
        | Self::ReleaseHold { now, .. }
        | Self::ExpireHolds { now }
        | Self::BookHold { now, .. }
        | Self::BlockSeats { now, .. }
        | Self::UnblockSeats { now, .. }) = &mut self;
        *now = time;
        self
    }

    /// Its name, as in the documentation.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::CreateEvent { .. } => "CreateEvent",
            Self::UpdateEvent { .. } => "UpdateEvent",
            Self::PublishEvent { .. } => "PublishEvent",
            Self::CancelEvent { .. } => "CancelEvent",
            Self::DeleteEvent { .. } => "DeleteEvent",
            Self::BookSeats { .. } => "BookSeats",
            Self::CancelBooking { .. } => "CancelBooking",
            Self::HoldSeats { .. } => "HoldSeats",
            Self::ExtendHold { .. } => "ExtendHold",
            Self::ReleaseHold { .. } => "ReleaseHold",
            Self::ExpireHolds { .. } => "ExpireHolds",
            Self::BookHold { .. } => "BookHold",
            Self::BlockSeats { .. } => "BlockSeats",
            Self::UnblockSeats { .. } => "UnblockSeats",
        }
    }
}
