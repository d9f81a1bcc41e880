//! `GET /admin/bookings`

use actix_web::web::Data;
use seatlog_domain::ids::{EventId, UserId};
use seatlog_projections::bookings;

use crate::http::authority::Admin;
use crate::http::bookings::filter::{BookingList, Wanted};
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{PageParams, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// Lists everybody's bookings, newest first.
#[utoipa::path(get, path = "/admin/bookings", tag = "admin",
    params(
        ("q" = Option<String>, Query, description = "Words in the reference or the event's name"),
        ("event_id" = Option<EventId>, Query, description = "Of this event"),
        ("user_id" = Option<UserId>, Query, description = "Of this buyer"),
        ("status" = Option<String>, Query, description = "`confirmed` or `cancelled`"),
        PageParams,
    ),
    security(("access_token" = [])),
    responses((status = 200, description = "A page of bookings", body = BookingList), Problems))]
pub async fn admin_bookings(
    _admin: Admin,
    Query(Wanted { filter, page }): Query<Wanted>,
    state: Data<AppState>,
) -> Result<Listed<BookingList>, Problem> {
    Ok(Listed(bookings::list(&state.pool, &filter, &page).await?))
}
