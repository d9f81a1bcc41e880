//! `GET /bookings/{id}`

use actix_web::web::{Data, Json};
use seatlog_domain::ids::BookingId;
use seatlog_projections::bookings::{self, Booking};

use crate::http::authority::Authenticated;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;

problems!(NotFound);

/// Shows a booking: one's own; staff and admins see all.
#[utoipa::path(get, path = "/bookings/{id}", tag = "bookings", params(("id" = BookingId, Path)),
    security(("access_token" = [])),
    responses((status = 200, description = "The booking", body = Booking), Problems))]
pub async fn get_booking(
    Authenticated(caller): Authenticated,
    Id(id): Id<BookingId>,
    state: Data<AppState>,
) -> Result<Json<Booking>, Problem> {
    let booking = bookings::get(&state.pool, id).await?;
    // Nobody learns that somebody else's booking exists.
    let booking = booking.filter(|booking| caller.may_read_of(booking.user_id));
    booking.map(Json).ok_or(Problem::NotFound)
}
