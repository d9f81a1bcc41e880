//! `GET /reports/users/{id}/bookings`

use actix_web::web::Data;
use seatlog_domain::ids::UserId;
use seatlog_projections::page::PageRequest;
use seatlog_projections::reports;

use crate::http::authority::Admin;
use crate::http::bookings::filter::BookingList;
use crate::http::cursor::Listed;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{PageParams, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// All that a user ever booked, newest first.
#[utoipa::path(get, path = "/reports/users/{id}/bookings", tag = "reports",
    params(("id" = UserId, Path), PageParams), security(("access_token" = [])),
    responses((status = 200, description = "A page of bookings", body = BookingList), Problems))]
pub async fn report_user_bookings(
    _admin: Admin,
    Id(user): Id<UserId>,
    Query(page): Query<PageRequest>,
    state: Data<AppState>,
) -> Result<Listed<BookingList>, Problem> {
    Ok(Listed(
        reports::user_bookings(&state.pool, user, &page).await?,
    ))
}
