//! The seating of an event as organisers write it and as the log keeps it.
//!
//! These are shapes, not promises: a [`Seating`] may say anything. [`crate::plan::SeatPlan`] is
//! what remains after it has been checked.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};
use utoipa::ToSchema;

/// Every section of an event, in the order that buyers see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Seating {
    /// The sections; at least one, together at most 100,000 seats.
    pub sections: Vec<Section>,
}

/// Whether seats are chosen one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// Rows of numbered seats.
    Reserved,
    /// Places that the system numbers, such as standing room.
    General,
}

/// One part of the house at one price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The first part of its seats' names: letters, digits, `_` or `.`, at most 16.
    #[schema(example = "ST")]
    pub id: String,
    /// What buyers call it.
    #[schema(example = "Stalls")]
    pub name: String,
    /// Rows of seats, or places.
    pub kind: SectionKind,
    /// The price of one seat in minor units of the event's currency.
    pub price_minor: i64,
    /// The rows from front to back; only in a `reserved` section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<Vec<Row>>,
    /// The number of places; only in a `general` section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Where the section stands on the drawn plan; without it, whoever draws finds a place. Says
    /// nothing about which seats there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub layout: Option<Layout>,
}

/// Where and how a section is drawn. The stage is at the top of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// From the plan's left edge to the section's, in tenths of the distance from seat to seat.
    #[schema(minimum = 0, maximum = 50_000)]
    pub x: i32,
    /// From the plan's top to the section's.
    #[schema(minimum = 0, maximum = 50_000)]
    pub y: i32,
    /// How far it is turned around its middle, in degrees clockwise; left out: 0.
    #[serde(default, skip_serializing_if = "is_zero")]
    #[schema(minimum = -180, maximum = 180)]
    pub rotation: i32,
    /// How far its widest row reaches around the stage, in degrees; 0: its rows are straight.
    #[serde(default, skip_serializing_if = "is_zero")]
    #[schema(minimum = 0, maximum = 180)]
    pub curve: i32,
}

/// What serde asks before it writes a number.
fn is_zero(number: &i32) -> bool {
    *number == 0
}

/// One row of a reserved section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The second part of its seats' names: letters, digits, `_` or `.`, at most 16.
    #[schema(example = "A")]
    pub label: String,
    /// How many seats (then numbered from 1), or their labels from left to right.
    pub seats: RowSeats,
    /// Aisles and places without a seat, from left to right. Says only where seats are drawn:
    /// the seats on both sides of one are neighbours to best available.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub gaps: Option<Vec<Gap>>,
}

/// Where there is no seat in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// How many seats are to the left of it.
    #[schema(minimum = 0)]
    pub after: u32,
    /// How many seats would fit into it.
    #[schema(minimum = 1, maximum = 100)]
    pub width: u32,
}

/// The seats of a row, from left to right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum RowSeats {
    /// So many seats, numbered from 1.
    Count(u32),
    /// Seats with these labels.
    Labels(Vec<String>),
}

impl RowSeats {
    /// The number of seats in the row.
    pub fn len(&self) -> usize {
        match self {
            Self::Count(count) => *count as usize,
            Self::Labels(labels) => labels.len(),
        }
    }

    /// Whether the row has no seat at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<'de> Deserialize<'de> for RowSeats {
    /// By hand, so that a wrong value is told what would be right; the derived form only says
    /// that no variant matched.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CountOrLabels;

        impl<'de> de::Visitor<'de> for CountOrLabels {
            type Value = RowSeats;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of seats or a list of seat labels")
            }

            fn visit_u64<E: de::Error>(self, count: u64) -> Result<RowSeats, E> {
                u32::try_from(count)
                    .map(RowSeats::Count)
                    .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(count), &self))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<RowSeats, A::Error> {
                let mut labels = Vec::new();
                while let Some(label) = seq.next_element()? {
                    labels.push(label);
                }
                Ok(RowSeats::Labels(labels))
            }
        }

        deserializer.deserialize_any(CountOrLabels)
    }
}
