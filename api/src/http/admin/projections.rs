//! `GET /admin/projections`

use actix_web::web::{Data, Json};
use seatlog_projections::checkpoints::{self, Projection};
use seatlog_projections::page::Page;

use crate::http::authority::Admin;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{Nothing, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// A page of them, as the document calls it.
pub type ProjectionList = Page<Projection>;

/// How far each read model has come. All of them are on one page.
#[utoipa::path(get, path = "/admin/projections", tag = "admin", security(("access_token" = [])),
    responses((status = 200, description = "The read models", body = ProjectionList), Problems))]
pub async fn list_projections(
    _admin: Admin,
    Query(Nothing): Query<Nothing>,
    state: Data<AppState>,
) -> Result<Json<ProjectionList>, Problem> {
    let items = checkpoints::list(&state.pool).await?;
    Ok(Json(Page {
        items,
        next_cursor: None,
    }))
}
