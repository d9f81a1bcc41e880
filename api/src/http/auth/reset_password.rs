//! `POST /auth/password/reset`

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::json::Json;
use crate::http::origin::ClientAddress;
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
/// access tokens of the account end at once, and a mail tells its owner.
#[utoipa::path(post, path = "/auth/password/reset", tag = "auth", request_body = ResetInput,
    responses((status = 204, description = "The password is changed"), Problems))]
pub async fn reset_password(
    Json(input): Json<ResetInput>,
    ClientAddress(address): ClientAddress,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    state.limits.check_mail(address)?;
    let ResetInput { token, password } = input;
    let public_url = &state.settings.public_url;
    let reset = state
        .accounts
        .reset_password((&token, &password), public_url, now());
    reset.await?;
    Ok(HttpResponse::NoContent().finish())
}
