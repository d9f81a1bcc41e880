//! `POST /auth/password/forgot`

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::event_store::Origin;
use crate::http::json::Json;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

/// Whose password is forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgotInput {
    /// The address of the account, in any case.
    #[schema(format = "email", example = "ada@example.org")]
    email: String,
}

problems!(Validation, TooManyRequests);

/// Mails a link to choose a new password, if the address has an account. The answer is the same if
/// it has none. An account has at most three such links at a time.
#[utoipa::path(post, path = "/auth/password/forgot", tag = "auth", request_body = ForgotInput,
    responses((status = 204, description = "Noted"), Problems))]
pub async fn forgot_password(
    Json(input): Json<ForgotInput>,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    state.limits.check_mail(&origin)?;
    let noted = state.accounts.forgot_password(&input.email, now());
    noted.await?;
    Ok(HttpResponse::NoContent().finish())
}
