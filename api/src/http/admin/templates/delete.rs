//! `DELETE /admin/templates/{id}`

use actix_web::HttpResponse;
use actix_web::web::Data;
use uuid::Uuid;

use crate::http::authority::Admin;
use crate::http::json::Empty;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::venue_templates;

problems!(Forbidden, NotFound);

/// Forgets a kept seating plan; events that began with it stay as they are.
#[utoipa::path(delete, path = "/admin/templates/{id}", tag = "admin", params(("id" = Uuid, Path)),
    security(("access_token" = [])),
    responses((status = 204, description = "It is forgotten"), Problems))]
pub async fn delete_template(
    _admin: Admin,
    Id(id): Id<Uuid>,
    _nothing: Empty,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    match venue_templates::forget(&state.pool, id).await? {
        true => Ok(HttpResponse::NoContent().finish()),
        false => Err(Problem::NotFound),
    }
}
