//! `GET /reports/events`

use actix_web::web::Data;
use seatlog_projections::page::{Page, PageRequest};
use seatlog_projections::reports::{self, EventReport};

use crate::http::authority::Admin;
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{PageParams, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// A page of them, as the document calls it.
pub type EventReportList = Page<EventReport>;

/// What each event sold; drafts and cancelled ones too, but not deleted ones.
#[utoipa::path(get, path = "/reports/events", tag = "reports", params(PageParams), security(("access_token" = [])),
    responses((status = 200, description = "A page of events", body = EventReportList), Problems))]
pub async fn report_events(
    _admin: Admin,
    Query(page): Query<PageRequest>,
    state: Data<AppState>,
) -> Result<Listed<EventReportList>, Problem> {
    Ok(Listed(reports::events(&state.pool, &page).await?))
}
