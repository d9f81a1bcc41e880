//! `GET /admin/templates/{id}`

use actix_web::web::{Data, Json};
use uuid::Uuid;

use crate::http::authority::Admin;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::venue_templates::{self, VenueTemplatePlan};

problems!(Forbidden, NotFound);

/// Shows a kept seating plan with its seats.
#[utoipa::path(get, path = "/admin/templates/{id}", tag = "admin", params(("id" = Uuid, Path)),
    security(("access_token" = [])),
    responses((status = 200, description = "The template", body = VenueTemplatePlan), Problems))]
pub async fn get_template(
    _admin: Admin,
    Id(id): Id<Uuid>,
    state: Data<AppState>,
) -> Result<Json<VenueTemplatePlan>, Problem> {
    let found = venue_templates::find(&state.pool, id).await?;
    found.map(Json).ok_or(Problem::NotFound)
}
