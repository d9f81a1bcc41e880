//! `GET /admin/bookings`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::ids::{EventId, UserId};
use seatlog_projections::bookings;
use seatlog_projections::reports::{self, Asked};

use crate::http::authority::Admin;
use crate::http::bookings::filter::{BookingList, Wanted};
use crate::http::csv::Format;
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
    responses((status = 200, description = "A page of bookings", content((BookingList = "application/json"), (String = "text/csv"))), Problems))]
pub async fn admin_bookings(
    _admin: Admin,
    Query(Wanted { filter, page }): Query<Wanted>,
    format: Format,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    if !format.is_csv() {
        let page = bookings::list(&state.pool, &filter, &page).await?;
        return Ok(format.page(page));
    }
    let pool = state.pool.clone();
    let asked = Asked { as_of: None, page };
    let pages = async move |asked| reports::bookings(&pool, &filter, &asked).await;
    format.list("bookings", asked, pages).await
}
