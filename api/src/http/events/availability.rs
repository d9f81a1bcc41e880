//! `GET /events/{id}/seats`

use actix_web::HttpResponse;
use actix_web::http::header::{self, AcceptEncoding, ContentEncoding, Encoding};
use actix_web::web::{Data, Header};
use seatlog_domain::ids::EventId;

use super::visible;
use crate::http::authority::Anyone;
use crate::http::min_position::MinPosition;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::seat_views::SeatMap;

problems!(NotFound);

/// Tells which seats of an event are not free; free ones are not listed.
#[utoipa::path(get, path = "/events/{id}/seats", tag = "events", params(("id" = EventId, Path)),
    responses((status = 200, description = "The seats", body = SeatMap<'_>), Problems))]
pub async fn get_event_seats(
    caller: Anyone,
    Id(id): Id<EventId>,
    wanted: MinPosition,
    accepted: Option<Header<AcceptEncoding>>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let (house, newness) = visible::house(&state, id, caller, wanted).await?;
    let picture = house.picture(newness).await?;
    let mut response = HttpResponse::Ok();
    response.content_type("application/json");
    response.insert_header((header::VARY, "accept-encoding"));
    if accepted.is_some_and(|Header(accepted)| takes_gzip(&accepted)) {
        // Compressed once for all, not by the middleware for each.
        response.insert_header(ContentEncoding::Gzip);
        return Ok(response.body(house.packed(&picture).await?));
    }
    Ok(response.body(picture.json()))
}

fn takes_gzip(accepted: &AcceptEncoding) -> bool {
    let known = [Encoding::gzip(), Encoding::identity()];
    accepted.negotiate(known.iter()) == Some(Encoding::gzip())
}
