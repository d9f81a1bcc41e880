//! `GET /audit/facts`

use actix_web::web::Data;
use seatlog_domain::account::AccountFact;
use seatlog_domain::event::EventFact;
use seatlog_domain::ids::{EventId, UserId};
use seatlog_projections::audit::facts::{self, AuditedFact, FactFilter};
use seatlog_projections::log::{self, Position};
use seatlog_projections::page::{Page, PageRequest};

use crate::http::authority::Admin;
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{FromQuery, PageParams, Params, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// A page of them, as the document calls it.
pub type AuditedFactList = Page<AuditedFact>;

/// Which facts are asked for, and which page of them.
#[derive(Debug)]
pub struct Wanted {
    filter: FactFilter,
    page: PageRequest,
}

impl FromQuery for Wanted {
    fn from_query(params: &mut Params) -> Self {
        let after: Option<Position> = params.parse("after");
        if after.is_some_and(|after| after < 0) {
            params.refuse("after", "must be a position, or 0");
        }
        let wanted: Option<String> = params.take("type");
        if wanted.as_deref().is_some_and(|name| !is_type(name)) {
            params.refuse("type", "must be the type of a fact, such as SeatsBooked");
        }
        Self {
            filter: FactFilter {
                after,
                event_id: params.parse("event_id"),
                user_id: params.parse("user_id"),
                r#type: wanted,
            },
            page: params.page(),
        }
    }
}

fn is_type(name: &str) -> bool {
    EventFact::TYPES.contains(&name) || AccountFact::TYPES.contains(&name)
}

/// The log, oldest fact first.
///
/// Looking for the facts of a user, or of a rare type, may take several pages: one may be shorter
/// than asked, or empty, and still have a `next_cursor`.
#[utoipa::path(get, path = "/audit/facts", tag = "audit",
    params(
        ("after" = Option<i64>, Query, description = "Behind this position"),
        ("event_id" = Option<EventId>, Query, description = "Of this event"),
        ("user_id" = Option<UserId>, Query, description = "That this user did, or that speak of the user"),
        ("type" = Option<String>, Query, description = "Of this type, such as `SeatsBooked`"),
        PageParams,
    ),
    security(("access_token" = [])),
    responses((status = 200, description = "A page of facts", body = AuditedFactList), Problems))]
pub async fn audit_facts(
    _admin: Admin,
    Query(Wanted { filter, page }): Query<Wanted>,
    state: Data<AppState>,
) -> Result<Listed<AuditedFactList>, Problem> {
    if let Some(after) = filter.after
        && after > log::head(&state.pool).await?
    {
        return Err(Problem::field("after", "is beyond the head of the log"));
    }
    Ok(Listed(facts::list(&state.pool, &filter, &page).await?))
}
