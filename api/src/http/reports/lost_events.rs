//! `GET /reports/lost-demand/events`

use actix_web::web::Data;
use seatlog_domain::ids::EventId;
use seatlog_projections::reports::{self, EventLoss, Report};

use super::events::Wanted;
use super::when::AsOfParams;
use crate::http::authority::Admin;
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{PageParams, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// A page of them, as the document calls it.
pub type EventLossList = Report<EventLoss>;

/// Holds that ended unsold because their time was over, event by event, the greatest loss first.
#[utoipa::path(get, path = "/reports/lost-demand/events", tag = "reports",
    params(
        ("event_id" = Option<EventId>, Query, description = "This event"),
        ("status" = Option<String>, Query, description = "`draft`, `published` or `cancelled`"),
        ("from" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "That start then or later"),
        ("to" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "That start earlier"),
        ("q" = Option<String>, Query, description = "Words in the name"),
        AsOfParams, PageParams,
    ),
    security(("access_token" = [])),
    responses((status = 200, description = "A page of events", body = EventLossList), Problems))]
pub async fn report_lost_events(
    _admin: Admin,
    Query(Wanted { filter, when }): Query<Wanted>,
    state: Data<AppState>,
) -> Result<Listed<EventLossList>, Problem> {
    let asked = when.asked(&state).await?;
    Ok(Listed(
        reports::lost_by_event(&state.pool, &filter, &asked).await?,
    ))
}
