//! `GET /admin/users`

use actix_web::web::Data;
use seatlog_projections::page::{Page, PageRequest};

use crate::accounts::directory::AdminUser;
use crate::http::authority::Admin;
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{FromQuery, PageParams, Params, Query};
use crate::http::state::AppState;

/// A page of accounts, as the document calls it.
pub type AdminUserList = Page<AdminUser>;

/// A search, and which page of what it finds.
#[derive(Debug)]
pub struct Wanted {
    q: Option<String>,
    page: PageRequest,
}

impl FromQuery for Wanted {
    fn from_query(params: &mut Params) -> Self {
        Self {
            q: params.search(),
            page: params.page(),
        }
    }
}

problems!(Forbidden, Validation);

/// The accounts, newest first.
#[utoipa::path(get, path = "/admin/users", tag = "admin", security(("access_token" = [])),
    params(("q" = Option<String>, Query, description = "A part of the name or the address"), PageParams),
    responses((status = 200, description = "A page of accounts", body = AdminUserList), Problems))]
pub async fn list_users(
    _admin: Admin,
    Query(Wanted { q, page }): Query<Wanted>,
    state: Data<AppState>,
) -> Result<Listed<AdminUserList>, Problem> {
    Ok(Listed(state.accounts.list(q.as_deref(), &page).await?))
}
