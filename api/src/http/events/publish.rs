//! `POST /events/{id}/publish`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::event::EventCommand;
use seatlog_domain::ids::EventId;
use seatlog_projections::catalogue::Event;

use crate::event_store::Origin;
use crate::http::answer;
use crate::http::authority::Admin;
use crate::http::json::Empty;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(Forbidden, NotFound, EventCancelled, Validation);

/// Makes a draft visible to everyone; one that is visible already stays as it is.
#[utoipa::path(post, path = "/events/{id}/publish", tag = "events", params(("id" = EventId, Path)),
    security(("access_token" = [])),
    responses((status = 200, description = "The event", body = Event), Problems))]
pub async fn publish_event(
    _admin: Admin,
    Id(id): Id<EventId>,
    _nothing: Empty,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let command = EventCommand::PublishEvent { now: now() };
    let published = state.bus.execute(id, command, &origin).await?;
    Ok(answer::done(published))
}
