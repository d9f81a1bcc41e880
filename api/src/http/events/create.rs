//! `POST /events`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::ids::EventId;
use seatlog_projections::catalogue::Event;

use super::input::EventInput;
use crate::event_store::Origin;
use crate::http::answer;
use crate::http::authority::Admin;
use crate::http::json::Json;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;

problems!(Forbidden);

/// Creates an event, and publishes it unless it is a draft.
#[utoipa::path(post, path = "/events", tag = "events", request_body = EventInput,
    security(("access_token" = [])),
    responses((status = 201, description = "The event", body = Event,
        headers(("Location", description = "Where it is"))), Problems))]
pub async fn create_event(
    _admin: Admin,
    Json(input): Json<EventInput>,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let id = EventId::new(origin.command_id);
    let created = state.bus.execute(id, input.command()?, &origin).await?;
    Ok(answer::created(&format!("events/{id}"), created))
}
