//! `POST /auth/password/reset`

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::event_store::Origin;
use crate::http::json::Json;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

/// What the mailed link says, and the new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetInput {
    /// From the mailed link.
    token: String,
    /// Not one of the commonest.
    #[schema(format = "password", min_length = 12, max_length = 128)]
    password: String,
}

problems!(BadToken, Validation, TooManyRequests);

/// Chooses a new password with a mailed token, which is good once, for an hour. All sessions and
/// access tokens of the account end at once.
#[utoipa::path(post, path = "/auth/password/reset", tag = "auth", request_body = ResetInput,
    responses((status = 204, description = "The password is changed"), Problems))]
pub async fn reset_password(
    Json(input): Json<ResetInput>,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    state.limits.check_mail(&origin)?;
    let ResetInput { token, password } = input;
    let reset = state.accounts.reset_password(&token, &password, now());
    reset.await?;
    Ok(HttpResponse::NoContent().finish())
}
