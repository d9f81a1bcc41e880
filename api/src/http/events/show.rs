//! `GET /events/{id}`

use actix_web::web::{Data, Json};
use seatlog_domain::ids::EventId;
use seatlog_projections::catalogue::Event;

use super::visible;
use crate::http::authority::Anyone;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;

problems!(NotFound);

/// Shows an event. A draft is there for staff and admins only.
#[utoipa::path(get, path = "/events/{id}", tag = "events", params(("id" = EventId, Path)),
    responses((status = 200, description = "The event", body = Event), Problems))]
pub async fn get_event(
    caller: Anyone,
    Id(id): Id<EventId>,
    state: Data<AppState>,
) -> Result<Json<Event>, Problem> {
    visible::find(&state, id, caller).await.map(Json)
}
