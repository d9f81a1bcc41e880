//! What an event is, when and where.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};

use super::entrance::{ADMIT_PER_MINUTE, WaitingRoom};
use crate::fields::FieldError;
use crate::text::{HttpUrl, Line, Prose};

/// The most seats that one buyer may be allowed.
pub const MAX_SEATS_PER_USER: u32 = 10_000;

/// The years that everything downstream can hold: PostgreSQL ends before chrono does, and a year
/// of five digits is no RFC 3339.
const YEARS: RangeInclusive<i32> = 1900..=9999;

/// The name of an event.
pub type EventName = Line<200>;
/// Where it takes place.
pub type Venue = Line<200>;
/// What it is about.
pub type Description = Prose<10_000>;

/// The details of an event, each checked, and consistent with each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// The name.
    pub name: EventName,
    /// What it is about.
    pub description: Description,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends, if known.
    pub ends_at: Option<DateTime<Utc>>,
    /// Where.
    pub venue: Venue,
    /// A picture.
    pub image_url: Option<HttpUrl>,
    /// From when seats are sold; nothing: from publication.
    pub sales_open_at: Option<DateTime<Utc>>,
    /// Until when; nothing: until the start.
    pub sales_close_at: Option<DateTime<Utc>>,
    /// The most seats that one buyer may hold and book together.
    pub max_seats_per_user: u32,
    /// Buyers wait until it is their turn; nothing: they need not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_room: Option<WaitingRoom>,
}

impl Details {
    /// What does not fit together; the errors name fields of the event.
    pub(crate) fn inconsistencies(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut refuse = |field: &str, message: &str| errors.push(FieldError::new(field, message));
        let times = [
            ("starts_at", Some(self.starts_at)),
            ("ends_at", self.ends_at),
            ("sales_open_at", self.sales_open_at),
            ("sales_close_at", self.sales_close_at),
        ];
        for (field, time) in times {
            if time.is_some_and(|time| !YEARS.contains(&time.year())) {
                refuse(field, "must be in the years 1900 to 9999");
            }
        }
        if self.ends_at.is_some_and(|end| end <= self.starts_at) {
            refuse("ends_at", "must be after starts_at");
        }
        let close = self.sales_close_at.unwrap_or(self.starts_at);
        if self.sales_open_at.is_some_and(|open| open >= close) {
            refuse("sales_open_at", "must be before sales close");
        }
        if self.ends_at.is_none_or(|end| close > end) && close > self.starts_at {
            refuse("sales_close_at", "must not be after the event");
        }
        if !(1..=MAX_SEATS_PER_USER).contains(&self.max_seats_per_user) {
            let message = format!("must be from 1 to {MAX_SEATS_PER_USER}");
            refuse("max_seats_per_user", &message);
        }
        let admits = |room: WaitingRoom| ADMIT_PER_MINUTE.contains(&room.admit_per_minute);
        if !self.waiting_room.is_none_or(admits) {
            let (least, most) = (ADMIT_PER_MINUTE.start(), ADMIT_PER_MINUTE.end());
            let message = format!("must be from {least} to {most}");
            refuse("waiting_room.admit_per_minute", &message);
        }
        errors
    }
}
