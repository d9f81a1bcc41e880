//! `GET /events/{id}/seats`

use actix_web::web::{Data, Json};
use seatlog_domain::ids::EventId;
use seatlog_projections::seats::{self, SeatMap};

use super::visible;
use crate::http::authority::Anyone;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;

problems!(NotFound);

/// Tells which seats of an event are not free; free ones are not listed.
#[utoipa::path(get, path = "/events/{id}/seats", tag = "events", params(("id" = EventId, Path)),
    responses((status = 200, description = "The seats", body = SeatMap), Problems))]
pub async fn get_event_seats(
    caller: Anyone,
    Id(id): Id<EventId>,
    state: Data<AppState>,
) -> Result<Json<SeatMap>, Problem> {
    visible::find(&state, id, caller).await?;
    let seats = seats::map(&state.pool, id).await?;
    seats.map(Json).ok_or(Problem::NotFound)
}
