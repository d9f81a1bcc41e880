//! `POST /bookings/check`

use actix_web::web;
use seatlog_domain::event::SeatChoice;
use serde::Serialize;
use utoipa::ToSchema;

use super::input::{BookingInput, Wanted};
use crate::http::authority::Authenticated;
use crate::http::json::Json;
use crate::http::problem::Problem;

/// What a request to book was understood as.
#[derive(Debug, Serialize, ToSchema)]
pub struct Understood {
    /// How many seats it asks for; nothing where those of a hold are meant.
    #[schema(example = 2)]
    seats: Option<usize>,
}

/// Tells whether a request to book would be understood, for clients that get ready before sales
/// open: whether the access token is good and the body is one that a booking takes.
///
/// It looks at no event and stores nothing, so it costs next to nothing at any time; whether the
/// seats exist and are free only a booking can tell.
#[utoipa::path(post, path = "/bookings/check", tag = "bookings", request_body = BookingInput,
    security(("access_token" = [])),
    responses((status = 200, description = "It would be understood", body = Understood)))]
pub async fn check_booking(
    _somebody: Authenticated,
    Json(input): Json<BookingInput>,
) -> Result<web::Json<Understood>, Problem> {
    let seats = match input.wanted()? {
        Wanted::Held(_) => None,
        Wanted::Free(SeatChoice::Named(seats)) => Some(seats.len()),
        Wanted::Free(SeatChoice::BestAvailable { quantity, .. }) => Some(quantity as usize),
    };
    Ok(web::Json(Understood { seats }))
}
