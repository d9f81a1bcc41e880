//! `PATCH /me`

use actix_web::web::{Data, Json as Answer};
use serde::Deserialize;
use utoipa::ToSchema;

use super::show::gone;
use crate::accounts::User;
use crate::http::authority::Authenticated;
use crate::http::json::Json;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;

/// What people may change about their own account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserPatch {
    /// What the person wants to be called.
    #[schema(min_length = 1, max_length = 100, example = "Ada Lovelace")]
    name: String,
}

problems!(Validation);

/// Changes one's own account.
#[utoipa::path(patch, path = "/me", tag = "me", request_body = UserPatch,
    security(("access_token" = [])),
    responses((status = 200, description = "The account", body = User), Problems))]
pub async fn edit_me(
    Authenticated(caller): Authenticated,
    Json(patch): Json<UserPatch>,
    state: Data<AppState>,
) -> Result<Answer<User>, Problem> {
    state
        .accounts
        .rename(caller.user_id, &patch.name)
        .await
        .map(Answer)
        .map_err(gone)
}
