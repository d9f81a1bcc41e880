//! What a command's caller gets: the thing as it is now, and the log position of the last fact.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, HttpResponseBuilder};

use super::events::seat_list::BlockedSeats;
use super::idempotency::FoundAgain;
use super::routes::BASE;
use crate::command_bus::{Executed, Outcome};

/// Tells up to where a read must have come to know of a command.
pub const POSITION: &str = "Seatlog-Position";

/// The command did what was wished.
pub fn done(executed: Executed) -> HttpResponse {
    finish(HttpResponse::Ok(), executed)
}

/// The command made something, which is at this place below [`BASE`] and has the command's id.
pub fn created(place: &str, executed: Executed) -> HttpResponse {
    let mut response = HttpResponse::Created();
    response.insert_header((header::LOCATION, format!("{BASE}/{place}")));
    let mut response = finish(response, executed);
    response.extensions_mut().insert(FoundAgain);
    response
}

fn finish(mut response: HttpResponseBuilder, executed: Executed) -> HttpResponse {
    if let Some(position) = executed.position {
        response.insert_header((POSITION, position));
    }
    match executed.outcome {
        Outcome::Event(event) => response.json(event),
        Outcome::Hold(hold) => response.json(hold),
        Outcome::Booking(booking) => response.json(booking),
        Outcome::Blocked(blocked) => response.json(BlockedSeats { blocked }),
        Outcome::Deleted => response.status(StatusCode::NO_CONTENT).finish(),
    }
}
