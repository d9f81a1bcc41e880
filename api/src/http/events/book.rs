//! `POST /events/{id}/bookings`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::ids::{BookingId, EventId};
use seatlog_projections::bookings::Booking;

use super::queue;
use crate::event_store::Origin;
use crate::http::answer;
use crate::http::authority::Authenticated;
use crate::http::bookings::input::BookingInput;
use crate::http::json::Json;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;
use crate::refusals::Asked;

problems!(
    NotFound,
    SeatTaken,
    SalesClosed,
    EventCancelled,
    NotAdmitted,
    LimitReached,
    NotEnoughSeats,
    UnknownSeat,
    HoldExpired,
    HoldAlreadyBooked
);

/// Books seats, from one's own hold or free ones: all that are asked for, or none.
#[utoipa::path(post, path = "/events/{id}/bookings", tag = "bookings",
    params(("id" = EventId, Path)), request_body = BookingInput,
    security(("access_token" = [])),
    responses((status = 201, description = "The booking", body = Booking,
        headers(("Location", description = "Where it is"))), Problems))]
pub async fn book_seats(
    Authenticated(buyer): Authenticated,
    Id(id): Id<EventId>,
    Json(input): Json<BookingInput>,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let booking_id = BookingId::new(origin.command_id);
    let (user_id, now) = (buyer.user_id, now());
    let wanted = input.wanted()?;
    let wish = |pass| wanted.command((booking_id, user_id), pass, now);
    let booked = queue::execute(&state, (id, buyer), wish, &origin).await;
    let asked = Asked {
        event_id: id,
        user_id,
        wanted: wanted.into(),
        at: now,
    };
    state.refusals.note(asked, &booked);
    Ok(answer::created(&format!("bookings/{booking_id}"), booked?))
}
