//! `POST /bookings/{id}/cancel`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::account::Role;
use seatlog_domain::event::{Canceller, EventCommand};
use seatlog_domain::ids::BookingId;
use seatlog_projections::bookings::{self, Booking};

use crate::event_store::Origin;
use crate::http::answer;
use crate::http::authority::Authenticated;
use crate::http::json::Empty;
use crate::http::min_position::PATIENCE;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(
    NotFound,
    AlreadyCancelled,
    TooLate,
    TooManyRequests,
    ProjectionBehind
);

/// Cancels a booking; its seats are free again.
///
/// Buyers cancel their own until the event starts, fifty at once and then six a minute; admins
/// cancel any at any time.
#[utoipa::path(post, path = "/bookings/{id}/cancel", tag = "bookings",
    params(("id" = BookingId, Path)), security(("access_token" = [])),
    responses((status = 200, description = "The booking", body = Booking), Problems))]
pub async fn cancel_booking(
    Authenticated(caller): Authenticated,
    Id(booking_id): Id<BookingId>,
    _nothing: Empty,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    if caller.role == Role::User {
        state.limits.check_cancellation(caller.user_id)?;
    }
    let event = bookings::event_of(&state.pool, booking_id, PATIENCE).await?;
    let by = match caller.role {
        Role::Admin => Canceller::Admin,
        Role::User | Role::Staff => Canceller::Buyer(caller.user_id),
    };
    let command = EventCommand::CancelBooking {
        booking_id,
        by,
        now: now(),
    };
    let cancelled = state
        .bus
        .execute(event.ok_or(Problem::NotFound)?, command, &origin)
        .await?;
    Ok(answer::done(cancelled))
}
