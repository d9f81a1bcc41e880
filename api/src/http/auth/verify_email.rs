//! `POST /auth/email/verify`

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::event_store::Origin;
use crate::http::json::Json;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

/// What the mailed link says.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyInput {
    /// From the mailed link.
    token: String,
}

problems!(BadToken, Validation, TooManyRequests);

/// Verifies the address of an account with a mailed token, which is good once, for 24 hours.
#[utoipa::path(post, path = "/auth/email/verify", tag = "auth", request_body = VerifyInput,
    responses((status = 204, description = "The address is verified"), Problems))]
pub async fn verify_email(
    Json(input): Json<VerifyInput>,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    state.limits.check_mail(&origin)?;
    state.accounts.verify_email(&input.token, now()).await?;
    Ok(HttpResponse::NoContent().finish())
}
