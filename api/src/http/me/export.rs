//! `GET /me/export`

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, ContentType};
use actix_web::web::{Bytes, Data};
use futures_util::TryStreamExt;

use super::show::gone;
use crate::export::{self, Export, Source};
use crate::http::authority::Authenticated;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(ProjectionBehind);

/// Everything that is kept about one, as a file.
#[utoipa::path(get, path = "/me/export", tag = "me", security(("access_token" = [])),
    responses((status = 200, description = "All of one's own data", body = Export), Problems))]
pub async fn export_me(
    Authenticated(caller): Authenticated,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let account = state.accounts.admin_user(caller.user_id).await;
    let source = Source {
        pool: state.pool.clone(),
        accounts: state.accounts.clone(),
        person: caller.user_id,
        session: caller.session,
    };
    let pieces = export::pieces(source, account.map_err(gone)?, now());
    let name = "attachment; filename=\"seatlog-export.json\"";
    Ok(HttpResponse::Ok()
        .content_type(ContentType::json())
        .insert_header((CONTENT_DISPOSITION, name))
        .streaming(pieces.map_ok(Bytes::from)))
}
