//! Seats as a buyer asks for them.

use seatlog_domain::event::SeatChoice;
use seatlog_domain::fields::FieldError;
use seatlog_domain::seat::SeatName;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::seat_names;

/// Which seats to keep, in exactly one of three forms: `seats`; `best_available`; or `section`
/// and `quantity`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldInput {
    /// These seats.
    #[serde(default)]
    #[schema(value_type = Option<Vec<SeatName>>)]
    pub(in crate::http) seats: Option<Vec<String>>,
    /// The best that are free, side by side if a row still has them so.
    #[serde(default)]
    pub(in crate::http) best_available: Option<BestAvailable>,
    /// Places in this section.
    #[serde(default)]
    #[schema(example = "GA")]
    pub(in crate::http) section: Option<String>,
    /// How many places.
    #[serde(default)]
    #[schema(minimum = 1)]
    pub(in crate::http) quantity: Option<u32>,
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

impl HoldInput {
    /// The choice, if exactly one form was used.
    pub(in crate::http) fn choice(self) -> Result<SeatChoice, Vec<FieldError>> {
        match (self.seats, self.best_available, self.section, self.quantity) {
            (Some(seats), None, None, None) => seat_names::parse(&seats).map(SeatChoice::Named),
            (None, Some(best), None, None) => {
                best_of(best.section, best.quantity, "best_available.quantity")
            }
            (None, None, Some(section), Some(quantity)) => {
                best_of(Some(section), quantity, "quantity")
            }
            (None, None, Some(_), None) => refuse("quantity", "must come with section"),
            (None, None, None, Some(_)) => refuse("section", "must come with quantity"),
            (seats, best_available, section, quantity) => Err(not_one_form(&Self {
                seats,
                best_available,
                section,
                quantity,
            })),
        }
    }

    /// The names of the fields that were given.
    pub(in crate::http) fn used(&self) -> impl Iterator<Item = &'static str> {
        let given = [
            ("seats", self.seats.is_some()),
            ("best_available", self.best_available.is_some()),
            ("section", self.section.is_some()),
            ("quantity", self.quantity.is_some()),
        ];
        let given = given.into_iter().filter(|(_, given)| *given);
        given.map(|(field, _)| field)
    }
}

fn refuse<T>(field: &str, message: &str) -> Result<T, Vec<FieldError>> {
    Err(vec![FieldError::new(field, message)])
}

fn not_one_form(input: &HoldInput) -> Vec<FieldError> {
    const MESSAGE: &str = "give exactly one of seats, best_available, or section with quantity";
    let errors: Vec<_> = input
        .used()
        .map(|field| FieldError::new(field, MESSAGE))
        .collect();
    if errors.is_empty() {
        vec![FieldError::new("seats", MESSAGE)]
    } else {
        errors
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
        let input: HoldInput = json::parse(body.as_bytes()).unwrap();
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
