//! `POST /auth/login`

use actix_web::http::header::USER_AGENT;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use utoipa::ToSchema;

use super::answer::{LoginAnswer, give};
use crate::accounts::login::Credentials;
use crate::http::json::Json;
use crate::http::origin::ClientAddress;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

/// Who wants to come in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoginInput {
    /// The address of the account, in any case.
    #[schema(format = "email", example = "ada@example.org")]
    email: String,
    /// Its password.
    #[schema(format = "password")]
    password: String,
}

problems!(BadCredentials, TooManyAttempts);

/// Opens a session. The refresh token comes as a cookie.
#[utoipa::path(post, path = "/auth/login", tag = "auth", request_body = LoginInput,
    responses((status = 200, description = "The session", body = LoginAnswer), Problems))]
pub async fn login(
    Json(input): Json<LoginInput>,
    request: HttpRequest,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let user_agent = request
        .headers()
        .get(USER_AGENT)
        .and_then(|agent| agent.to_str().ok());
    let credentials = Credentials {
        email: input.email,
        password: input.password,
        address: ClientAddress::of(&request),
        user_agent: user_agent.map(str::to_owned),
    };
    let now = now();
    let tickets = state.accounts.login(&credentials, now).await?;
    Ok(give(tickets, &state.settings, now))
}
