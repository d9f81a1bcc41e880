//! `POST /events/{id}/unblocks`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::event::EventCommand;
use seatlog_domain::ids::EventId;

use super::seat_list::{BlockedSeats, SeatListInput};
use crate::event_store::Origin;
use crate::http::answer;
use crate::http::authority::Admin;
use crate::http::json::Json;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(Forbidden, NotFound, EventCancelled, UnknownSeat);

/// Puts blocked seats back on sale; seats that are not blocked stay as they are.
#[utoipa::path(post, path = "/events/{id}/unblocks", tag = "events", params(("id" = EventId, Path)),
    request_body = SeatListInput, security(("access_token" = [])),
    responses((status = 200, description = "What is blocked now", body = BlockedSeats), Problems))]
pub async fn unblock_seats(
    _admin: Admin,
    Id(id): Id<EventId>,
    Json(input): Json<SeatListInput>,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let seats = input.names()?;
    let command = EventCommand::UnblockSeats { seats, now: now() };
    let unblocked = state.bus.execute(id, command, &origin).await?;
    Ok(answer::done(unblocked))
}
