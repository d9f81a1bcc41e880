//! `POST /events/{id}/cancel`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::event::{EventCommand, Reason};
use seatlog_domain::ids::EventId;
use seatlog_projections::catalogue::Event;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::event_store::Origin;
use crate::http::answer;
use crate::http::authority::Admin;
use crate::http::json::Json;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(Forbidden, NotFound);

/// Why an event is called off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelEventInput {
    /// What buyers are told; one line, at most 500 characters.
    #[schema(example = "The tenor has lost his voice.")]
    reason: String,
}

/// Calls an event off: all its bookings are cancelled, and each buyer is told.
#[utoipa::path(post, path = "/events/{id}/cancel", tag = "events", params(("id" = EventId, Path)),
    request_body = CancelEventInput, security(("access_token" = [])),
    responses((status = 200, description = "The event", body = Event), Problems))]
pub async fn cancel_event(
    _admin: Admin,
    Id(id): Id<EventId>,
    Json(input): Json<CancelEventInput>,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let reason = Reason::new(&input.reason);
    let reason = reason.map_err(|error| Problem::field("reason", error.to_string()))?;
    let command = EventCommand::CancelEvent { reason, now: now() };
    let cancelled = state.bus.execute(id, command, &origin).await?;
    Ok(answer::done(cancelled))
}
