//! `POST /admin/mails/{id}/retry`

use actix_web::web::{Data, Json};
use seatlog_notifier::mails::{self, Mail};
use uuid::Uuid;

use crate::http::authority::Admin;
use crate::http::json::Empty;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;

problems!(Forbidden, NotFound, MailNotFailed);

/// Sends a mail again that was given up, or whose outcome nobody knows.
#[utoipa::path(post, path = "/admin/mails/{id}/retry", tag = "admin", params(("id" = Uuid, Path)),
    security(("access_token" = [])),
    responses((status = 200, description = "The mail", body = Mail), Problems))]
pub async fn retry_mail(
    _admin: Admin,
    Id(id): Id<Uuid>,
    _nothing: Empty,
    state: Data<AppState>,
) -> Result<Json<Mail>, Problem> {
    Ok(Json(mails::retry(&state.pool, id).await?))
}
