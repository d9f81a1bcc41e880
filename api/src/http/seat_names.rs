//! Lists of seats inside bodies.

use seatlog_domain::fields::FieldError;
use seatlog_domain::seat::SeatName;

/// Reads the field `seats`; every text that cannot be a seat's name is refused by its place.
pub fn parse(seats: &[String]) -> Result<Vec<SeatName>, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut names = Vec::with_capacity(seats.len());
    for (at, seat) in seats.iter().enumerate() {
        match SeatName::new(seat) {
            Ok(name) => names.push(name),
            Err(error) => errors.push(FieldError::new(format!("seats[{at}]"), error.to_string())),
        }
    }
    if errors.is_empty() {
        Ok(names)
    } else {
        Err(errors)
    }
}
