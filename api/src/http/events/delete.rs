//! `DELETE /events/{id}`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::event::EventCommand;
use seatlog_domain::ids::EventId;

use crate::event_store::Origin;
use crate::http::answer;
use crate::http::authority::Admin;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(Forbidden, NotFound, EventHasBookings);

/// Deletes an event that has no confirmed booking.
#[utoipa::path(delete, path = "/events/{id}", tag = "events", params(("id" = EventId, Path)),
    security(("access_token" = [])),
    responses((status = 204, description = "It is gone"), Problems))]
pub async fn delete_event(
    _admin: Admin,
    Id(id): Id<EventId>,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let command = EventCommand::DeleteEvent { now: now() };
    let deleted = state.bus.execute(id, command, &origin).await?;
    Ok(answer::done(deleted))
}
