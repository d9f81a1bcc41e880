//! `GET /bookings`

use actix_web::web::Data;
use seatlog_domain::ids::{EventId, UserId};
use seatlog_projections::bookings;

use super::filter::{BookingList, Wanted, Whose};
use crate::http::authority::Authenticated;
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{PageParams, Query};
use crate::http::state::AppState;

problems!(Validation, Forbidden);

/// Lists bookings, newest first: the caller's own, unless staff or an admin names another buyer, or
/// asks for everybody's.
#[utoipa::path(get, path = "/bookings", tag = "bookings",
    params(
        ("user_id" = Option<UserId>, Query, description = "Another buyer's; for staff and admins"),
        ("whose" = Option<String>, Query, description = "`own`, or `all` buyers'; the latter for staff and admins"),
        ("event_id" = Option<EventId>, Query, description = "Of this event"),
        ("status" = Option<String>, Query, description = "`confirmed` or `cancelled`"),
        ("q" = Option<String>, Query, description = "Words in the reference or the event's name"),
        PageParams,
    ),
    security(("access_token" = [])),
    responses((status = 200, description = "A page of bookings", body = BookingList), Problems))]
pub async fn list_bookings(
    Authenticated(caller): Authenticated,
    Query(Whose {
        all,
        wanted: Wanted { mut filter, page },
    }): Query<Whose>,
    state: Data<AppState>,
) -> Result<Listed<BookingList>, Problem> {
    if all {
        caller.require_reads_everything()?;
    } else {
        let buyer = filter.user_id.unwrap_or(caller.user_id);
        if !caller.may_read_of(buyer) {
            return Err(Problem::Forbidden);
        }
        filter.user_id = Some(buyer);
    }
    let bookings = bookings::list(&state.pool, &filter, &page).await?;
    Ok(Listed(bookings))
}
