//! `POST /events/{id}/blocks`

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

problems!(Forbidden, NotFound, EventCancelled, SeatTaken, UnknownSeat);

/// Takes free seats off sale; seats that are blocked already stay so.
#[utoipa::path(post, path = "/events/{id}/blocks", tag = "events", params(("id" = EventId, Path)),
    request_body = SeatListInput, security(("access_token" = [])),
    responses((status = 200, description = "What is blocked now", body = BlockedSeats), Problems))]
pub async fn block_seats(
    _admin: Admin,
    Id(id): Id<EventId>,
    Json(input): Json<SeatListInput>,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let seats = input.names()?;
    let command = EventCommand::BlockSeats { seats, now: now() };
    let blocked = state.bus.execute(id, command, &origin).await?;
    Ok(answer::done(blocked))
}
