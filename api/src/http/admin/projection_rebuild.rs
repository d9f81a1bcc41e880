//! `POST /admin/projections/{name}/rebuild`

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use seatlog_projections::rebuild;

use crate::http::authority::Admin;
use crate::http::json::Empty;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;

problems!(Forbidden, NotFound);

/// Builds a read model anew from the log, beside the one in use and while bookings go on. It is
/// done when the model's `state` in `GET /admin/projections` is `running` again. Asking while it is
/// under way changes nothing.
#[utoipa::path(post, path = "/admin/projections/{name}/rebuild", tag = "admin",
    security(("access_token" = [])), params(("name" = String, Path, example = "catalogue")),
    responses((status = 202, description = "It is going to be done"), Problems))]
pub async fn rebuild_projection(
    _admin: Admin,
    name: Path<String>,
    _nothing: Empty,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let model = rebuild::model(&name).map_err(|_| Problem::NotFound)?;
    rebuild::request(&state.pool, model).await?;
    Ok(HttpResponse::Accepted().finish())
}
