//! `POST /auth/logout`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::cookie;
use super::refresh::ended;
use super::same_site::SameSite;
use crate::accounts::AccountError;
use crate::http::json::Empty;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(SessionEnded, Forbidden);

/// Ends the session that the cookie belongs to.
#[utoipa::path(post, path = "/auth/logout", tag = "auth",
    responses((status = 204, description = "The session has ended"), Problems))]
pub async fn logout(
    _from_our_pages: SameSite,
    _nothing: Empty,
    request: HttpRequest,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let logged_out = match cookie::brought(&request, &state.settings) {
        Some(token) => state.accounts.logout(&token, now()).await,
        None => Err(AccountError::SessionEnded),
    };
    match logged_out {
        Ok(()) => Ok(HttpResponse::NoContent()
            .cookie(cookie::forgetting(&state.settings))
            .finish()),
        Err(AccountError::SessionEnded) => ended(&state),
        Err(error) => Err(error.into()),
    }
}
