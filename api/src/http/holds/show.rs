//! `GET /holds/{id}`

use actix_web::web::{Data, Json};
use seatlog_domain::event::HoldState;
use seatlog_domain::ids::HoldId;
use seatlog_projections::holds::Hold;

use super::find;
use crate::http::authority::Authenticated;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(NotFound, HoldExpired, HoldAlreadyBooked);

/// Shows a hold that still keeps its seats: one's own; staff and admins see all.
#[utoipa::path(get, path = "/holds/{id}", tag = "holds", params(("id" = HoldId, Path)),
    security(("access_token" = [])),
    responses((status = 200, description = "The hold", body = Hold), Problems))]
pub async fn get_hold(
    Authenticated(caller): Authenticated,
    Id(id): Id<HoldId>,
    state: Data<AppState>,
) -> Result<Json<Hold>, Problem> {
    let known = find(&state, id).await?;
    // Nobody learns that somebody else's hold exists.
    if !caller.may_read_of(known.hold.user_id) {
        return Err(Problem::NotFound);
    }
    match known.state(now()) {
        HoldState::Open => Ok(Json(known.hold)),
        HoldState::Booked => Err(Problem::HoldAlreadyBooked),
        HoldState::Released => Err(Problem::NotFound),
        HoldState::Expired => Err(Problem::HoldExpired),
    }
}
