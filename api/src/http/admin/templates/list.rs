//! `GET /admin/templates`

use actix_web::web::Data;
use seatlog_projections::page::{Page, PageRequest};

use crate::http::authority::Admin;
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{PageParams, Query};
use crate::http::state::AppState;
use crate::venue_templates::{self, VenueTemplate};

/// A page of templates, as the document calls it.
pub type VenueTemplateList = Page<VenueTemplate>;

problems!(Forbidden, Validation);

/// The kept seating plans by name, without their seats.
#[utoipa::path(get, path = "/admin/templates", tag = "admin", security(("access_token" = [])),
    params(PageParams),
    responses((status = 200, description = "A page of templates", body = VenueTemplateList), Problems))]
pub async fn list_templates(
    _admin: Admin,
    Query(page): Query<PageRequest>,
    state: Data<AppState>,
) -> Result<Listed<VenueTemplateList>, Problem> {
    Ok(Listed(venue_templates::list(&state.pool, &page).await?))
}
