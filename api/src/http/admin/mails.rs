//! `GET /admin/mails`

use actix_web::web::Data;
use seatlog_notifier::mails::{self, Mail, MailFilter};
use seatlog_projections::page::{Page, PageRequest};

use crate::http::authority::Admin;
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{FromQuery, PageParams, Params, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// A page of them, as the document calls it.
pub type MailList = Page<Mail>;

/// Which mails are asked for, and which page of them.
#[derive(Debug)]
pub struct Wanted {
    filter: MailFilter,
    page: PageRequest,
}

impl FromQuery for Wanted {
    fn from_query(params: &mut Params) -> Self {
        let filter = MailFilter {
            status: params.word("status"),
        };
        Self {
            filter,
            page: params.page(),
        }
    }
}

/// Lists mails, newest first.
#[utoipa::path(get, path = "/admin/mails", tag = "admin",
    params(
        ("status" = Option<String>, Query,
            description = "`pending`, `sending`, `sent`, `ambiguous` or `dead`"),
        PageParams,
    ),
    security(("access_token" = [])),
    responses((status = 200, description = "A page of mails", body = MailList), Problems))]
pub async fn list_mails(
    _admin: Admin,
    Query(Wanted { filter, page }): Query<Wanted>,
    state: Data<AppState>,
) -> Result<Listed<MailList>, Problem> {
    Ok(Listed(mails::list(&state.pool, filter, &page).await?))
}
