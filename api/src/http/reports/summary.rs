//! `GET /reports/summary`

use actix_web::web::{Data, Json};
use seatlog_projections::reports::{self, SummaryReport};

use super::when::{AsOfParams, When};
use crate::http::authority::Admin;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::Query;
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// The totals, net of cancellations.
#[utoipa::path(get, path = "/reports/summary", tag = "reports", params(AsOfParams), security(("access_token" = [])),
    responses((status = 200, description = "The totals", body = SummaryReport), Problems))]
pub async fn report_summary(
    _admin: Admin,
    Query(when): Query<When>,
    state: Data<AppState>,
) -> Result<Json<SummaryReport>, Problem> {
    let moment = when.moment(&state).await?;
    Ok(Json(reports::summary(&state.pool, moment).await?))
}
