//! `GET /reports/events`

use actix_web::web::Data;
use seatlog_domain::ids::EventId;
use seatlog_projections::reports::{self, EventReport, EventsFilter, Report};

use super::when::{AsOfParams, PageWhen};
use crate::http::authority::Admin;
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{FromQuery, PageParams, Params, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// A page of them, as the document calls it.
pub type EventReportList = Report<EventReport>;

/// Which events are asked for, and which page of them.
#[derive(Debug)]
pub struct Wanted {
    pub(super) filter: EventsFilter,
    pub(super) when: PageWhen,
}

impl FromQuery for Wanted {
    fn from_query(params: &mut Params) -> Self {
        let (from, to) = params.range();
        let filter = EventsFilter {
            event_id: params.parse("event_id"),
            status: params.word("status"),
            from,
            to,
            q: params.search(),
            sort: params.word("sort").unwrap_or_default(),
        };
        Self {
            filter,
            when: PageWhen::from_query(params),
        }
    }
}

/// What each event sold; drafts and cancelled ones too, but not deleted ones.
#[utoipa::path(get, path = "/reports/events", tag = "reports",
    params(
        ("event_id" = Option<EventId>, Query, description = "This event"),
        ("status" = Option<String>, Query, description = "`draft`, `published` or `cancelled`"),
        ("from" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "That start then or later"),
        ("to" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "That start earlier"),
        ("q" = Option<String>, Query, description = "Words in the name"),
        ("sort" = Option<String>, Query, description = "`starts_at`; or, the greatest first, `revenue_minor`, `seats_sold`, `bookings` or `occupancy`"),
        AsOfParams, PageParams,
    ),
    security(("access_token" = [])),
    responses((status = 200, description = "A page of events", body = EventReportList), Problems))]
pub async fn report_events(
    _admin: Admin,
    Query(Wanted { filter, when }): Query<Wanted>,
    state: Data<AppState>,
) -> Result<Listed<EventReportList>, Problem> {
    let asked = when.asked(&state).await?;
    Ok(Listed(reports::events(&state.pool, &filter, &asked).await?))
}
