//! The state of an event in bytes, so that a node need not read a long stream from its beginning.
//!
//! A snapshot is a shortcut, never a truth: it is read only by the version of the program's state
//! that wrote it, and what does not check is thrown away and folded from the log again.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

use super::Event;
use crate::plan::SeatPlan;
use crate::seating::Seating;

/// Changes with every change of the state's shape or of what a fact does to it.
pub const SNAPSHOT_VERSION: u16 = 3;

/// Version and checksum, before the state itself.
const HEAD: usize = 2 + 8;

/// Why bytes are no snapshot that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSnapshot {
    /// Another version of the program wrote it.
    #[error("the snapshot has version {found}, not {SNAPSHOT_VERSION}")]
    Version {
        /// Its version.
        found: u16,
    },
    /// The bytes are not those that were written.
    #[error("the snapshot is damaged: {0}")]
    Damaged(String),
}

impl Event {
    /// The state in bytes: about 60 for each booking, and 17 for each hold that has ended.
    pub fn to_snapshot(&self) -> Vec<u8> {
        let head = vec![0; HEAD];
        // Writing into memory fails for no type of this state.
        let mut bytes = match postcard::to_extend(self, head) {
            Ok(bytes) => bytes,
            Err(error) => unreachable!("the state of an event is always written: {error}"),
        };
        let sum = checksum(&bytes[HEAD..]);
        bytes[..2].copy_from_slice(&SNAPSHOT_VERSION.to_le_bytes());
        bytes[2..HEAD].copy_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// The state that a snapshot was taken of.
    ///
    /// # Errors
    /// When another version of the program wrote it, or when its bytes are not those that were
    /// written. The log still has everything.
    pub fn from_snapshot(bytes: &[u8]) -> Result<Self, BadSnapshot> {
        let damaged = |why: &str| BadSnapshot::Damaged(why.to_owned());
        let (head, body) = bytes
            .split_first_chunk::<HEAD>()
            .ok_or_else(|| damaged("it is too short"))?;
        let [v0, v1, sum @ ..] = *head;
        let found = u16::from_le_bytes([v0, v1]);
        if found != SNAPSHOT_VERSION {
            return Err(BadSnapshot::Version { found });
        }
        if u64::from_le_bytes(sum) != checksum(body) {
            return Err(damaged("its checksum is wrong"));
        }
        postcard::from_bytes(body).map_err(|error| damaged(&error.to_string()))
    }
}

/// FNV-1a, 64 bits, over words of eight bytes: finds bytes that rotted, not bytes that somebody
/// forged. Source: <http://www.isthe.com/chongo/tech/comp/fnv/>
fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let words = words.iter().chain(std::iter::once(&last));
    let step = |sum: u64, word: &[u8; 8]| {
        let sum = (sum ^ u64::from_le_bytes(*word)).wrapping_mul(0x0100_0000_01b3);
        // Multiplying carries upwards only; what is above must come down again.
        sum ^ (sum >> 32)
    };
    words.fold(0xcbf2_9ce4_8422_2325 ^ bytes.len() as u64, step)
}

/// What has fields that are left out where there is nothing to say, as JSON: only a text says
/// which are there.
pub(super) mod as_text {
    use super::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

    pub(in crate::event) fn serialize<T: Serialize, S: Serializer>(
        value: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let text = serde_json::to_string(value).map_err(ser::Error::custom)?;
        serializer.serialize_str(&text)
    }

    pub(in crate::event) fn deserialize<'de, T: de::DeserializeOwned, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        let text = String::deserialize(deserializer)?;
        serde_json::from_str(&text).map_err(de::Error::custom)
    }
}

/// A plan, as the text of its seating.
pub(super) mod plan_as_text {
    use super::{Deserializer, SeatPlan, Seating, Serializer, as_text};

    pub(in crate::event) fn serialize<S: Serializer>(
        plan: &SeatPlan,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        as_text::serialize(plan.seating(), serializer)
    }

    pub(in crate::event) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<SeatPlan, D::Error> {
        let seating: Seating = as_text::deserialize(deserializer)?;
        Ok(SeatPlan::from_recorded(seating))
    }
}

/// A point in time as seconds and nanoseconds: ten bytes, and nothing to parse.
pub(super) mod instant {
    use chrono::{DateTime, Utc};

    use super::{Deserialize, Deserializer, Serialize, Serializer, de};

    pub(in crate::event) fn serialize<S: Serializer>(
        at: &DateTime<Utc>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        (at.timestamp(), at.timestamp_subsec_nanos()).serialize(serializer)
    }

    pub(in crate::event) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<DateTime<Utc>, D::Error> {
        let (secs, nanos) = Deserialize::deserialize(deserializer)?;
        DateTime::from_timestamp(secs, nanos).ok_or_else(|| de::Error::custom("no point in time"))
    }
}
