//! Points in time, as callers write them and as the log keeps them.

use std::borrow::Cow;

use chrono::{DateTime, SubsecRound, Utc};
use seatlog_projections::as_of;
use serde::{Deserialize, Deserializer, de::Error};

/// Why a text is not a point in time.
pub const NOT_A_TIME: &str = "must be an RFC 3339 time such as 2027-03-01T19:30:00Z";

/// PostgreSQL keeps microseconds; what it cannot keep is not let in, so that no answer differs
/// from the next one by nanoseconds.
const DIGITS: u16 = 6;

/// Now.
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(DIGITS)
}

/// Reads an RFC 3339 time.
pub fn parse(text: &str) -> Result<DateTime<Utc>, &'static str> {
    as_of::time(text).ok_or(NOT_A_TIME)
}

/// A point in time inside a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time(pub DateTime<Utc>);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        parse(&text).map(Self).map_err(D::Error::custom)
    }
}
