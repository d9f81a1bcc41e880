//! `GET /me/sessions`

use actix_web::web::Data;
use seatlog_projections::page::{Page, PageRequest};

use crate::accounts::sessions::Session;
use crate::http::authority::Authenticated;
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{PageParams, Query};
use crate::http::state::AppState;
use crate::http::time::now;

/// A page of sessions, as the document calls it.
pub type SessionList = Page<Session>;

problems!(Validation);

/// Where one is logged in, newest first.
#[utoipa::path(get, path = "/me/sessions", tag = "me", security(("access_token" = [])),
    params(PageParams),
    responses((status = 200, description = "A page of sessions", body = SessionList), Problems))]
pub async fn list_sessions(
    Authenticated(caller): Authenticated,
    Query(page): Query<PageRequest>,
    state: Data<AppState>,
) -> Result<Listed<SessionList>, Problem> {
    let sessions = state
        .accounts
        .sessions(caller.user_id, caller.session, &page, now());
    Ok(Listed(sessions.await?))
}
