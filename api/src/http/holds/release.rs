//! `DELETE /holds/{id}`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::event::EventCommand;
use seatlog_domain::ids::HoldId;

use super::find;
use crate::event_store::Origin;
use crate::http::answer;
use crate::http::authority::Authenticated;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(NotFound, HoldExpired, HoldAlreadyBooked, ProjectionBehind);

/// Gives a hold up; its seats are free again.
#[utoipa::path(delete, path = "/holds/{id}", tag = "holds", params(("id" = HoldId, Path)),
    security(("access_token" = [])),
    responses((status = 204, description = "It is given up"), Problems))]
pub async fn release_hold(
    Authenticated(holder): Authenticated,
    Id(hold_id): Id<HoldId>,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let event = find(&state, hold_id).await?.hold.event_id;
    let command = EventCommand::ReleaseHold {
        hold_id,
        user_id: holder.user_id,
        now: now(),
    };
    let released = state.bus.execute(event, command, &origin).await?;
    Ok(answer::done(released))
}
