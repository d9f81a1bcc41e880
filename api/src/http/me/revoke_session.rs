//! `DELETE /me/sessions/{id}`

use actix_web::HttpResponse;
use actix_web::web::Data;
use uuid::Uuid;

use crate::http::authority::Authenticated;
use crate::http::json::Empty;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(NotFound);

/// Ends one of one's own sessions; its access tokens end at once.
#[utoipa::path(delete, path = "/me/sessions/{id}", tag = "me", params(("id" = Uuid, Path)),
    security(("access_token" = [])),
    responses((status = 204, description = "The session has ended"), Problems))]
pub async fn revoke_session(
    Authenticated(caller): Authenticated,
    Id(id): Id<Uuid>,
    _nothing: Empty,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let revoked = state.accounts.revoke_session(caller.user_id, id, now());
    revoked.await?;
    Ok(HttpResponse::NoContent().finish())
}
