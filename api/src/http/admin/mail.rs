//! `GET /admin/mails/{id}`

use actix_web::web::{Data, Json};
use seatlog_notifier::mails::{self, MailContent};
use uuid::Uuid;

use crate::http::authority::Admin;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;

problems!(Forbidden, NotFound);

/// Shows a mail with what it says.
#[utoipa::path(get, path = "/admin/mails/{id}", tag = "admin", params(("id" = Uuid, Path)),
    security(("access_token" = [])),
    responses((status = 200, description = "The mail", body = MailContent), Problems))]
pub async fn get_mail(
    _admin: Admin,
    Id(id): Id<Uuid>,
    state: Data<AppState>,
) -> Result<Json<MailContent>, Problem> {
    let mail = mails::get(&state.pool, id).await?;
    mail.map(Json).ok_or(Problem::NotFound)
}
