//! `GET /me`

use actix_web::web::{Data, Json};

use crate::accounts::{AccountError, User};
use crate::http::authority::Authenticated;
use crate::http::problem::Problem;
use crate::http::state::AppState;

/// Who calls.
#[utoipa::path(get, path = "/me", tag = "me", security(("access_token" = [])),
    responses((status = 200, description = "The account", body = User)))]
pub async fn get_me(
    Authenticated(caller): Authenticated,
    state: Data<AppState>,
) -> Result<Json<User>, Problem> {
    state
        .accounts
        .user(caller.user_id)
        .await
        .map(Json)
        .map_err(gone)
}

/// A token whose account is gone proves nothing any more.
pub(in crate::http) fn gone(error: AccountError) -> Problem {
    if matches!(error, AccountError::NotFound) {
        Problem::Unauthenticated
    } else {
        error.into()
    }
}
