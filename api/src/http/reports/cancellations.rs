//! `GET /reports/cancellations`

use actix_web::web::Data;
use seatlog_domain::ids::EventId;
use seatlog_projections::reports::{self, Series};

use super::sales::{SalesBucketList, Wanted};
use super::when::AsOfParams;
use crate::http::authority::Admin;
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{PageParams, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// Cancellations by hour or day.
///
/// `bookings`, `seats` and `revenue` are what was cancelled, given back and is to be paid back.
#[utoipa::path(get, path = "/reports/cancellations", tag = "reports",
    params(
        ("event_id" = Option<EventId>, Query, description = "Of this event"),
        ("bucket" = Option<String>, Query, description = "`hour` or `day`"),
        ("from" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "From then on"),
        ("to" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "Before then"),
        AsOfParams, PageParams,
    ),
    security(("access_token" = [])),
    responses((status = 200, description = "A page of buckets", body = SalesBucketList), Problems))]
pub async fn report_cancellations(
    _admin: Admin,
    Query(Wanted { filter, when }): Query<Wanted>,
    state: Data<AppState>,
) -> Result<Listed<SalesBucketList>, Problem> {
    let asked = when.asked(&state).await?;
    let buckets = reports::sales(&state.pool, (Series::Cancellations, &filter), &asked);
    Ok(Listed(buckets.await?))
}
