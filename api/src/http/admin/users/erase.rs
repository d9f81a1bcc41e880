//! `DELETE /admin/users/{id}`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::ids::UserId;

use crate::event_store::Origin;
use crate::http::answer::POSITION;
use crate::http::authority::Admin;
use crate::http::json::Empty;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(Forbidden, NotFound, LastAdmin);

/// Erases an account, for good: its data, sessions, mails and holds. Its bookings stay in the
/// books, under the id of an account that is gone.
#[utoipa::path(delete, path = "/admin/users/{id}", tag = "admin",
    params(("id" = UserId, Path)), security(("access_token" = [])),
    responses((status = 204, description = "The account is erased"), Problems))]
pub async fn erase_user(
    _admin: Admin,
    Id(id): Id<UserId>,
    _nothing: Empty,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let erased = state.accounts.erase_for_admin(id, &origin, now());
    let position = erased.await?;
    Ok(HttpResponse::NoContent()
        .insert_header((POSITION, position))
        .finish())
}
