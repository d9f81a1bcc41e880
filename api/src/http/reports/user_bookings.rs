//! `GET /reports/users/{id}/bookings`

use actix_web::web::Data;
use seatlog_domain::ids::UserId;
use seatlog_projections::bookings::{self, Booking};
use seatlog_projections::checkpoints;
use seatlog_projections::reports::{self, Report};

use super::when::{AsOfParams, PageWhen};
use crate::http::authority::Admin;
use crate::http::cursor::Listed;
use crate::http::min_position::PATIENCE;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{PageParams, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// A page of them, as the document calls it.
pub type BookingReport = Report<Booking>;

/// All that a user ever booked, newest first.
#[utoipa::path(get, path = "/reports/users/{id}/bookings", tag = "reports",
    params(("id" = UserId, Path), AsOfParams, PageParams), security(("access_token" = [])),
    responses((status = 200, description = "A page of bookings", body = BookingReport), Problems))]
pub async fn report_user_bookings(
    _admin: Admin,
    Id(user): Id<UserId>,
    Query(when): Query<PageWhen>,
    state: Data<AppState>,
) -> Result<Listed<BookingReport>, Problem> {
    let asked = when.asked(&state).await?;
    if let Some(moment) = asked.as_of {
        checkpoints::wait_for(&state.pool, &[bookings::NAME], moment.position, PATIENCE).await?;
    }
    Ok(Listed(
        reports::user_bookings(&state.pool, user, &asked).await?,
    ))
}
