//! `PATCH /admin/users/{id}`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::account::Role;
use seatlog_domain::ids::UserId;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::accounts::directory::AdminUser;
use crate::event_store::Origin;
use crate::http::answer::POSITION;
use crate::http::authority::Admin;
use crate::http::json::Json;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

/// What admins may change about an account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RolePatch {
    /// What the account may do from now on.
    role: Role,
}

problems!(Forbidden, NotFound, LastAdmin, Validation);

/// Changes what an account may do. Its access tokens and its sessions end at once.
#[utoipa::path(patch, path = "/admin/users/{id}", tag = "admin", request_body = RolePatch,
    params(("id" = UserId, Path)), security(("access_token" = [])),
    responses((status = 200, description = "The account", body = AdminUser), Problems))]
pub async fn edit_user(
    _admin: Admin,
    Id(id): Id<UserId>,
    Json(patch): Json<RolePatch>,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let (user, position) = state
        .accounts
        .change_role(id, patch.role, &origin, now())
        .await?;
    let mut response = HttpResponse::Ok();
    if let Some(position) = position {
        response.insert_header((POSITION, position));
    }
    Ok(response.json(user))
}
