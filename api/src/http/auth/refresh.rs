//! `POST /auth/refresh`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, ResponseError};

use super::answer::{LoginAnswer, give};
use super::cookie;
use super::same_site::SameSite;
use crate::accounts::AccountError;
use crate::http::json::Empty;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(SessionEnded, Forbidden);

/// Carries a session on: a new access token, and the next refresh token as a cookie.
///
/// A refresh token is good for one use; within 10 s a second use gives the same successor, later
/// it ends the session.
#[utoipa::path(post, path = "/auth/refresh", tag = "auth",
    responses((status = 200, description = "The session", body = LoginAnswer), Problems))]
pub async fn refresh(
    _from_our_pages: SameSite,
    _nothing: Empty,
    request: HttpRequest,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let now = now();
    let refreshed = match cookie::brought(&request, &state.settings) {
        Some(token) => state.accounts.refresh(&token, now).await,
        None => Err(AccountError::SessionEnded),
    };
    match refreshed {
        Ok(tickets) => Ok(give(tickets, &state.settings, now)),
        Err(AccountError::SessionEnded) => ended(&state),
        Err(error) => Err(error.into()),
    }
}

/// The browser may forget the cookie.
pub(super) fn ended(state: &AppState) -> Result<HttpResponse, Problem> {
    let mut response = Problem::SessionEnded.error_response();
    response
        .add_cookie(&cookie::forgetting(&state.settings))
        .map_err(|error| Problem::Internal(error.into()))?;
    Ok(response)
}
