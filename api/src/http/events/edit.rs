//! `PATCH /events/{id}`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::ids::EventId;
use seatlog_projections::catalogue::Event;

use super::patch::EventPatch;
use crate::event_store::Origin;
use crate::http::answer;
use crate::http::authority::Admin;
use crate::http::json::Json;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;

problems!(Forbidden, NotFound, EventCancelled, PlanInUse);

/// Changes an event.
///
/// Seating and currency stay as they are once anything is held or booked.
#[utoipa::path(patch, path = "/events/{id}", tag = "events", params(("id" = EventId, Path)),
    request_body = EventPatch, security(("access_token" = [])),
    responses((status = 200, description = "The event", body = Event), Problems))]
pub async fn edit_event(
    _admin: Admin,
    Id(id): Id<EventId>,
    Json(patch): Json<EventPatch>,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let changed = state.bus.execute(id, patch.command()?, &origin).await?;
    Ok(answer::done(changed))
}
