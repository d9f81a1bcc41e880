//! `GET /audit/actions`

use actix_web::web::Data;
use seatlog_domain::ids::UserId;
use seatlog_projections::audit::actions::{self, ActionFilter, AdminAction};
use seatlog_projections::page::{Page, PageRequest};

use crate::http::authority::Admin;
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{FromQuery, PageParams, Params, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// A page of them, as the document calls it.
pub type AdminActionList = Page<AdminAction>;

/// Which actions are asked for, and which page of them.
#[derive(Debug)]
pub struct Wanted {
    filter: ActionFilter,
    page: PageRequest,
}

impl FromQuery for Wanted {
    fn from_query(params: &mut Params) -> Self {
        let (from, to) = params.range();
        let filter = ActionFilter {
            actor_id: params.parse("actor_id"),
            from,
            to,
        };
        Self {
            filter,
            page: params.page(),
        }
    }
}

/// What admins and staff did, newest first: everything that they changed over HTTP.
#[utoipa::path(get, path = "/audit/actions", tag = "audit",
    params(
        ("actor_id" = Option<UserId>, Query, description = "Of this admin or member of staff"),
        ("from" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "From then on"),
        ("to" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "Before then"),
        PageParams,
    ),
    security(("access_token" = [])),
    responses((status = 200, description = "A page of actions", body = AdminActionList), Problems))]
pub async fn audit_actions(
    _admin: Admin,
    Query(Wanted { filter, page }): Query<Wanted>,
    state: Data<AppState>,
) -> Result<Listed<AdminActionList>, Problem> {
    Ok(Listed(actions::list(&state.pool, &filter, &page).await?))
}
