//! `POST /auth/email/resend`

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::event_store::Origin;
use crate::http::authority::Authenticated;
use crate::http::json::Empty;
use crate::http::me::show::gone;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(TooManyRequests);

/// Mails a link that verifies the address of one's own account, unless that was done. An account
/// has at most three such links at a time.
#[utoipa::path(post, path = "/auth/email/resend", tag = "auth", security(("access_token" = [])),
    responses((status = 204, description = "Noted"), Problems))]
pub async fn resend_verification(
    Authenticated(caller): Authenticated,
    _nothing: Empty,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    state.limits.check_mail(&origin)?;
    let url = &state.settings.public_url;
    let asked = state
        .accounts
        .ask_for_verification(caller.user_id, url, now());
    asked.await.map_err(gone)?;
    Ok(HttpResponse::NoContent().finish())
}
