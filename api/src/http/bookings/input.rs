//! A booking as a buyer asks for it.

use seatlog_domain::event::SeatChoice;
use seatlog_domain::fields::FieldError;
use seatlog_domain::seat::SeatName;
use serde::Deserialize;
use utoipa::ToSchema;

/// Which seats to book, in exactly one of three forms: `seats`; `best_available`; or `section`
/// and `quantity`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookingInput {
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

/// Seats for the system to choose.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BestAvailable {
    /// Only in this section.
    #[serde(default)]
    #[schema(example = "ST")]
    section: Option<String>,
    /// How many.
    #[schema(minimum = 1, example = 2)]
    quantity: u32,
}

impl BookingInput {
    /// The choice, if exactly one form was used.
    pub(in crate::http) fn choice(self) -> Result<SeatChoice, Vec<FieldError>> {
        match (self.seats, self.best_available, self.section, self.quantity) {
            (Some(seats), None, None, None) => named(&seats),
            (None, Some(best), None, None) => {
                best_of(best.section, best.quantity, "best_available.quantity")
            }
            (None, None, Some(section), Some(quantity)) => {
                best_of(Some(section), quantity, "quantity")
            }
            (None, None, Some(_), None) => refuse("quantity", "must come with section"),
            (None, None, None, Some(_)) => refuse("section", "must come with quantity"),
            (seats, best, section, quantity) => {
                let used = [
                    ("seats", seats.is_some()),
                    ("best_available", best.is_some()),
                    ("section", section.is_some()),
                    ("quantity", quantity.is_some()),
                ];
                Err(not_one_form(&used))
            }
        }
    }
}

fn refuse<T>(field: &str, message: &str) -> Result<T, Vec<FieldError>> {
    Err(vec![FieldError::new(field, message)])
}

fn not_one_form(used: &[(&str, bool)]) -> Vec<FieldError> {
    const MESSAGE: &str = "give exactly one of seats, best_available, or section with quantity";
    let named = |(field, _): &(&str, bool)| FieldError::new(*field, MESSAGE);
    let errors: Vec<_> = used.iter().filter(|(_, used)| *used).map(named).collect();
    if errors.is_empty() {
        vec![FieldError::new("seats", MESSAGE)]
    } else {
        errors
    }
}

fn named(seats: &[String]) -> Result<SeatChoice, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut names = Vec::with_capacity(seats.len());
    for (at, seat) in seats.iter().enumerate() {
        match SeatName::new(seat) {
            Ok(name) => names.push(name),
            Err(error) => errors.push(FieldError::new(format!("seats[{at}]"), error.to_string())),
        }
    }
    if errors.is_empty() {
        Ok(SeatChoice::Named(names))
    } else {
        Err(errors)
    }
}

fn best_of(
    section: Option<String>,
    quantity: u32,
    field: &str,
) -> Result<SeatChoice, Vec<FieldError>> {
    if quantity == 0 {
        return refuse(field, "must be at least 1");
    }
    Ok(SeatChoice::BestAvailable { section, quantity })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::json;

    fn choice(body: &str) -> Result<SeatChoice, Vec<String>> {
        let input: BookingInput = json::parse(body.as_bytes()).unwrap();
        let fields =
            |errors: Vec<FieldError>| errors.into_iter().map(|error| error.field).collect();
        input.choice().map_err(fields)
    }

    #[test]
    fn each_of_the_three_forms_is_a_choice() {
        let best = |section: Option<&str>, quantity| SeatChoice::BestAvailable {
            section: section.map(str::to_owned),
            quantity,
        };
        let seat = SeatName::new("ST-A-1").unwrap();
        assert_eq!(
            choice(r#"{"seats":["ST-A-1"]}"#),
            Ok(SeatChoice::Named(vec![seat]))
        );
        assert_eq!(
            choice(r#"{"best_available":{"quantity":2}}"#),
            Ok(best(None, 2))
        );
        assert_eq!(
            choice(r#"{"section":"GA","quantity":3}"#),
            Ok(best(Some("GA"), 3))
        );
    }

    #[test]
    fn no_form_or_two_forms_are_refused_by_name() {
        for (body, fields) in [
            ("{}", vec!["seats"]),
            (
                r#"{"seats":["A"],"section":"GA"}"#,
                vec!["seats", "section"],
            ),
            (
                r#"{"seats":["A"],"best_available":{"quantity":1}}"#,
                vec!["seats", "best_available"],
            ),
            (r#"{"section":"GA"}"#, vec!["quantity"]),
            (r#"{"quantity":1}"#, vec!["section"]),
            (r#"{"section":"GA","quantity":0}"#, vec!["quantity"]),
            (
                r#"{"best_available":{"quantity":0}}"#,
                vec!["best_available.quantity"],
            ),
            (r#"{"seats":["A","A\u0000"]}"#, vec!["seats[1]"]),
        ] {
            assert_eq!(choice(body).unwrap_err(), fields, "{body}");
        }
    }
}
