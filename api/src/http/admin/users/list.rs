//! `GET /admin/users`

use actix_web::web::Data;
use seatlog_projections::page::{Page, PageRequest};
use uuid::Uuid;

use crate::accounts::directory::{AdminUser, Search};
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
    search: Search,
    page: PageRequest,
}

/// At most as many ids as a page has items.
const MOST_IDS: usize = 100;

fn ids(params: &mut Params) -> Option<Vec<Uuid>> {
    let text = params.take("ids")?;
    let ids: Option<Vec<Uuid>> = text.split(',').map(|id| id.parse().ok()).collect();
    let ids = ids.filter(|ids| ids.len() <= MOST_IDS);
    if ids.is_none() {
        params.refuse("ids", format!("must be at most {MOST_IDS} ids, by commas"));
    }
    ids
}

impl FromQuery for Wanted {
    fn from_query(params: &mut Params) -> Self {
        Self {
            search: Search {
                q: params.search(),
                ids: ids(params),
            },
            page: params.page(),
        }
    }
}

problems!(Forbidden, Validation);

/// The accounts, newest first.
#[utoipa::path(get, path = "/admin/users", tag = "admin", security(("access_token" = [])),
    params(
        ("q" = Option<String>, Query, description = "A part of the name or the address"),
        ("ids" = Option<String>, Query, description = "Only these, by commas; at most 100. Those that were erased are not found"),
        PageParams,
    ),
    responses((status = 200, description = "A page of accounts", body = AdminUserList), Problems))]
pub async fn list_users(
    _admin: Admin,
    Query(Wanted { search, page }): Query<Wanted>,
    state: Data<AppState>,
) -> Result<Listed<AdminUserList>, Problem> {
    Ok(Listed(state.accounts.list(&search, &page).await?))
}
