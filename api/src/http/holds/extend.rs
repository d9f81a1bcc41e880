//! `POST /holds/{id}/extend`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::event::EventCommand;
use seatlog_domain::ids::HoldId;
use seatlog_projections::holds::Hold;

use super::find;
use crate::event_store::Origin;
use crate::http::answer;
use crate::http::authority::Authenticated;
use crate::http::json::Empty;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(
    NotFound,
    HoldExpired,
    HoldCapReached,
    HoldAlreadyBooked,
    ProjectionBehind
);

/// Gives the buyer more time, up to the cap since the hold began.
#[utoipa::path(post, path = "/holds/{id}/extend", tag = "holds", params(("id" = HoldId, Path)),
    security(("access_token" = [])),
    responses((status = 200, description = "The hold", body = Hold), Problems))]
pub async fn extend_hold(
    Authenticated(holder): Authenticated,
    Id(hold_id): Id<HoldId>,
    _nothing: Empty,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let event = find(&state, hold_id).await?.hold.event_id;
    let command = EventCommand::ExtendHold {
        hold_id,
        user_id: holder.user_id,
        life: state.settings.hold_life,
        now: now(),
    };
    let extended = state.bus.execute(event, command, &origin).await?;
    Ok(answer::done(extended))
}
