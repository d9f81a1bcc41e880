//! A booking as a buyer asks for it.

use chrono::{DateTime, Utc};
use seatlog_domain::event::{EventCommand, Pass, SeatChoice, what_if};
use seatlog_domain::fields::FieldError;
use seatlog_domain::ids::{BookingId, HoldId, UserId};
use seatlog_domain::seat::SeatName;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::holds::input::{BestAvailable, HoldInput};

/// Which seats to book, in exactly one of four forms: `hold_id`; `seats`; `best_available`; or
/// `section` and `quantity`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookingInput {
    /// The seats of one's own hold.
    #[serde(default)]
    #[schema(value_type = Option<HoldId>)]
    hold_id: Option<String>,
    /// These seats.
    #[serde(default)]
    #[schema(value_type = Option<Vec<SeatName>>)]
    seats: Option<Vec<String>>,
    /// The best that are free, side by side if a row still has them so.
    #[serde(default)]
    best_available: Option<BestAvailable>,
    /// Places in this section.
    #[serde(default)]
    #[schema(example = "GA")]
    section: Option<String>,
    /// How many places.
    #[serde(default)]
    #[schema(minimum = 1)]
    quantity: Option<u32>,
}

/// What is to be booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The seats of a hold.
    Held(HoldId),
    /// Seats that nobody holds.
    Free(SeatChoice),
}

impl Wanted {
    /// The wish of a buyer to book it, under an id.
    pub(in crate::http) fn command(
        &self,
        (booking_id, user_id): (BookingId, UserId),
        pass: Pass,
        now: DateTime<Utc>,
    ) -> EventCommand {
        match self {
            Self::Held(hold_id) => EventCommand::BookHold {
                booking_id,
                user_id,
                hold_id: *hold_id,
                now,
            },
            Self::Free(choice) => EventCommand::BookSeats {
                booking_id,
                user_id,
                choice: choice.clone(),
                pass,
                now,
            },
        }
    }
}

impl From<Wanted> for what_if::Wanted {
    fn from(wanted: Wanted) -> Self {
        match wanted {
            Wanted::Held(hold) => Self::Hold(hold),
            Wanted::Free(choice) => Self::Seats(choice),
        }
    }
}

impl BookingInput {
    /// What is wanted, if exactly one form was used.
    pub(in crate::http) fn wanted(self) -> Result<Wanted, Vec<FieldError>> {
        let seats = HoldInput {
            seats: self.seats,
            best_available: self.best_available,
            section: self.section,
            quantity: self.quantity,
        };
        let Some(hold_id) = self.hold_id else {
            return seats.choice().map(Wanted::Free);
        };
        let mut errors: Vec<_> = seats.used().map(no_hold_beside).collect();
        match hold_id.parse() {
            Ok(hold_id) if errors.is_empty() => return Ok(Wanted::Held(hold_id)),
            Ok(_) => errors.insert(0, no_hold_beside("hold_id")),
            Err(error) => errors.insert(0, FieldError::new("hold_id", error.to_string())),
        }
        Err(errors)
    }
}

fn no_hold_beside(field: &str) -> FieldError {
    FieldError::new(field, "give either hold_id or a choice of seats")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::json;

    const HOLD: &str = "01926e3c-7d3a-7c65-9d0c-2f6f3f0c8a11";

    fn wanted(body: &str) -> Result<Wanted, Vec<String>> {
        let input: BookingInput = json::parse(body.as_bytes()).unwrap();
        let fields =
            |errors: Vec<FieldError>| errors.into_iter().map(|error| error.field).collect();
        input.wanted().map_err(fields)
    }

    #[test]
    fn a_hold_is_booked_by_its_id_and_anything_else_as_it_would_be_held() {
        assert_eq!(
            wanted(&format!(r#"{{"hold_id":"{HOLD}"}}"#)),
            Ok(Wanted::Held(HOLD.parse().unwrap()))
        );
        assert_eq!(
            wanted(r#"{"section":"GA","quantity":3}"#),
            Ok(Wanted::Free(SeatChoice::BestAvailable {
                section: Some("GA".to_owned()),
                quantity: 3
            }))
        );
    }

    #[test]
    fn a_hold_beside_seats_and_an_id_that_is_none_are_refused_by_name() {
        for (body, fields) in [
            (
                format!(r#"{{"hold_id":"{HOLD}","seats":["A"]}}"#),
                vec!["hold_id", "seats"],
            ),
            (
                format!(r#"{{"hold_id":"{HOLD}","section":"GA","quantity":1}}"#),
                vec!["hold_id", "section", "quantity"],
            ),
            (r#"{"hold_id":"7"}"#.to_owned(), vec!["hold_id"]),
            (
                r#"{"hold_id":"7","quantity":1}"#.to_owned(),
                vec!["hold_id", "quantity"],
            ),
            ("{}".to_owned(), vec!["seats"]),
        ] {
            assert_eq!(wanted(&body).unwrap_err(), fields, "{body}");
        }
    }
}
