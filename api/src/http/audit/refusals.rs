//! `GET /audit/refusals`

use actix_web::web::Data;
use seatlog_domain::ids::{EventId, UserId};
use seatlog_projections::audit::refusals::{self, Refusal, RefusalFilter};
use seatlog_projections::page::{Page, PageRequest};

use crate::http::authority::Admin;
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{FromQuery, PageParams, Params, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// A page of them, as the document calls it.
pub type RefusalList = Page<Refusal>;

/// Which refusals are asked for, and which page of them.
#[derive(Debug)]
pub struct Wanted {
    filter: RefusalFilter,
    page: PageRequest,
}

impl FromQuery for Wanted {
    fn from_query(params: &mut Params) -> Self {
        let filter = RefusalFilter {
            event_id: params.parse("event_id"),
            user_id: params.parse("user_id"),
            reason: params.word("reason"),
        };
        Self {
            filter,
            page: params.page(),
        }
    }
}

/// Who wanted seats and did not get them, newest first: what was kept of the last 90 days, a sample
/// while very many are refused.
#[utoipa::path(get, path = "/audit/refusals", tag = "audit",
    params(
        ("event_id" = Option<EventId>, Query, description = "About this event"),
        ("user_id" = Option<UserId>, Query, description = "Of this buyer"),
        ("reason" = Option<String>, Query, description = "`seat-taken`, `not-enough-seats`, `limit-reached`, `sales-closed` or `hold-expired`"),
        PageParams,
    ),
    security(("access_token" = [])),
    responses((status = 200, description = "A page of refusals", body = RefusalList), Problems))]
pub async fn audit_refusals(
    _admin: Admin,
    Query(Wanted { filter, page }): Query<Wanted>,
    state: Data<AppState>,
) -> Result<Listed<RefusalList>, Problem> {
    Ok(Listed(refusals::list(&state.pool, &filter, &page).await?))
}
