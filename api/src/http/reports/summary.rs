//! `GET /reports/summary`

use actix_web::web::{Data, Json};
use seatlog_projections::reports::{self, SummaryReport};

use crate::http::authority::Admin;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{Nothing, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// The totals, net of cancellations.
#[utoipa::path(get, path = "/reports/summary", tag = "reports", security(("access_token" = [])),
    responses((status = 200, description = "The totals", body = SummaryReport), Problems))]
pub async fn report_summary(
    _admin: Admin,
    Query(Nothing): Query<Nothing>,
    state: Data<AppState>,
) -> Result<Json<SummaryReport>, Problem> {
    Ok(Json(reports::summary(&state.pool).await?))
}
