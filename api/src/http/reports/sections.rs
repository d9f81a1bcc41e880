//! `GET /reports/events/{id}/sections`

use actix_web::web::Data;
use seatlog_domain::ids::EventId;
use seatlog_projections::reports::{self, Report, SectionReport};

use super::when::{AsOfParams, PageWhen};
use crate::http::authority::Admin;
use crate::http::cursor::Listed;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{PageParams, Query};
use crate::http::state::AppState;

problems!(Forbidden, NotFound, Validation);

/// A page of them, as the document calls it.
pub type SectionReportList = Report<SectionReport>;

/// How full each section of an event is, in the organiser's order.
#[utoipa::path(get, path = "/reports/events/{id}/sections", tag = "reports",
    params(("id" = EventId, Path), AsOfParams, PageParams), security(("access_token" = [])),
    responses((status = 200, description = "A page of sections", body = SectionReportList), Problems))]
pub async fn report_sections(
    _admin: Admin,
    Id(event): Id<EventId>,
    Query(when): Query<PageWhen>,
    state: Data<AppState>,
) -> Result<Listed<SectionReportList>, Problem> {
    let asked = when.asked(&state).await?;
    let sections = reports::sections(&state.pool, event, &asked).await?;
    sections.map(Listed).ok_or(Problem::NotFound)
}
