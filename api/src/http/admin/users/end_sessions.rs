//! `DELETE /admin/users/{id}/sessions`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::ids::UserId;

use crate::event_store::Origin;
use crate::http::authority::Admin;
use crate::http::json::Empty;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(Forbidden, NotFound);

/// Ends all sessions of an account at once, as after a device was lost. Its owner may log in again.
#[utoipa::path(delete, path = "/admin/users/{id}/sessions", tag = "admin",
    params(("id" = UserId, Path)), security(("access_token" = [])),
    responses((status = 204, description = "No session goes on"), Problems))]
pub async fn end_user_sessions(
    _admin: Admin,
    Id(id): Id<UserId>,
    _nothing: Empty,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    state.accounts.end_sessions(id, &origin, now()).await?;
    Ok(HttpResponse::NoContent().finish())
}
