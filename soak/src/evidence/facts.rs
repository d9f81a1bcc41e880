//! Facts, read from the JSON of the log: what the checkers need of them and no more.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::Value;
use uuid::Uuid;

/// A seat and its price, which is left out.
#[derive(Deserialize)]
struct Priced {
    seat: String,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// An event was created, with these seats.
    Created(Vec<String>),
    /// It was called off.
    CalledOff,
    /// Seats were sold.
    Booked(Booked),
    /// A booking was cancelled.
    Cancelled(Cancelled),
    /// Seats were kept for somebody.
    Held(Held),
    /// A hold lasts longer.
    Extended(Extended),
    /// A hold was given back.
    Released(Ended),
    /// A hold's time was over.
    Expired(Ended),
    /// Seats were taken out of the sale.
    Blocked(Seats),
    /// Seats came back into the sale.
    Unblocked(Seats),
    /// Nothing that has to do with seats.
    Other,
}

/// `SeatsBooked`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Booked {
    /// The booking.
    pub booking_id: Uuid,
    /// The buyer.
    pub user_id: Uuid,
    /// The hold whose seats these were.
    #[serde(default)]
    pub hold_id: Option<Uuid>,
    /// The seats.
    #[serde(deserialize_with = "names")]
    pub seats: Vec<String>,
    /// What they cost, in minor units.
    pub total_minor: i64,
}

/// `BookingCancelled`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Cancelled {
    /// The booking.
    pub booking_id: Uuid,
    /// The buyer.
    pub user_id: Uuid,
    /// The seats that became free.
    #[serde(deserialize_with = "names")]
    pub seats: Vec<String>,
    /// What is paid back, in minor units.
    pub total_minor: i64,
    /// `buyer`, `admin` or `event_cancelled`.
    pub cause: String,
}

/// `SeatsHeld`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Held {
    /// The hold.
    pub hold_id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// The seats.
    #[serde(deserialize_with = "names")]
    pub seats: Vec<String>,
    /// From then on it keeps nobody out.
    pub expires_at: DateTime<Utc>,
}

/// `HoldExtended`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Extended {
    /// The hold.
    pub hold_id: Uuid,
    /// Until when it lasts now.
    pub expires_at: DateTime<Utc>,
}

/// `HoldReleased` and `HoldExpired`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Ended {
    /// The hold.
    pub hold_id: Uuid,
    /// The seats that became free.
    pub seats: Vec<String>,
    /// When.
    #[serde(alias = "released_at", alias = "expired_at")]
    pub at: DateTime<Utc>,
}

/// `SeatsBlocked` and `SeatsUnblocked`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Seats {
    /// The seats.
    pub seats: Vec<String>,
}

impl Fact {
    /// Reads the payload of a fact.
    ///
    /// # Errors
    /// The JSON is not that of such a fact.
    pub fn read(kind: &str, payload: &Value) -> Result<Self, serde_json::Error> {
        let body = payload
            .get(kind)
            .ok_or_else(|| serde_json::Error::custom(format!("a {kind} without {kind}")))?;
        Ok(match kind {
            "EventCreated" => Self::Created(plan(body)?),
            "EventCancelled" => Self::CalledOff,
            "SeatsBooked" => Self::Booked(read(body)?),
            "BookingCancelled" => Self::Cancelled(read(body)?),
            "SeatsHeld" => Self::Held(read(body)?),
            "HoldExtended" => Self::Extended(read(body)?),
            "HoldReleased" => Self::Released(read(body)?),
            "HoldExpired" => Self::Expired(read(body)?),
            "SeatsBlocked" => Self::Blocked(read(body)?),
            "SeatsUnblocked" => Self::Unblocked(read(body)?),
            _ => Self::Other,
        })
    }
}

fn read<T: DeserializeOwned>(body: &Value) -> Result<T, serde_json::Error> {
    T::deserialize(body)
}

fn names<'de, D: serde::Deserializer<'de>>(seats: D) -> Result<Vec<String>, D::Error> {
    let seats = Vec::<Priced>::deserialize(seats)?;
    Ok(seats.into_iter().map(|it| it.seat).collect())
}

/// The names of the seats of a plan whose rows have numbered seats, as the plans of a run do.
fn plan(created: &Value) -> Result<Vec<String>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Section {
        id: String,
        rows: Vec<Line>,
    }
    #[derive(Deserialize)]
    struct Line {
        label: String,
        seats: usize,
    }
    let sections: Vec<Section> = read(&created["seating"]["sections"])?;
    let mut seats = Vec::new();
    for section in sections {
        for row in section.rows {
            let name = |seat| format!("{}-{}-{seat}", section.id, row.label);
            seats.extend((1..=row.seats).map(name));
        }
    }
    Ok(seats)
}
