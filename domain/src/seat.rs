//! The names of seats.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The text cannot be the name of a seat.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be a seat such as ST-A-12 or GA-17")]
pub struct NotASeat;

/// The name of a seat: `SECTION-ROW-SEAT` in a section with rows, `SECTION-PLACE` in a general
/// one. Whether an event has such a seat is for its plan to say. As with texts, only `new` checks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, example = "ST-A-12")]
pub struct SeatName(String);

impl SeatName {
    /// Accepts any text of 1 to 64 characters without control characters: a name of the wrong
    /// form is an unknown seat, as is one of the right form that no plan has.
    pub fn new(text: &str) -> Result<Self, NotASeat> {
        let fits = (1..=64).contains(&text.chars().count());
        if fits && !text.chars().any(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotASeat)
        }
    }

    pub(crate) fn in_row(section: &str, row: &str, seat: &str) -> Self {
        Self([section, row, seat].join("-"))
    }

    pub(crate) fn place(section: &str, place: &str) -> Self {
        Self([section, place].join("-"))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id of the section that the name begins with.
    pub fn section(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }
}

impl fmt::Display for SeatName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_has_no_control_characters() {
        for name in ["ST-A-12", "GA-17", "anything else", &"x".repeat(64)] {
            assert_eq!(SeatName::new(name).unwrap().as_str(), name);
        }
        for name in ["", "ST-A-1\r\n", "a\0", &"x".repeat(65)] {
            assert_eq!(SeatName::new(name), Err(NotASeat), "{name:?}");
        }
    }

    #[test]
    fn a_name_begins_with_its_section() {
        assert_eq!(SeatName::new("ST-A-12").unwrap().section(), "ST");
        assert_eq!(SeatName::new("ST").unwrap().section(), "ST");
    }
}
