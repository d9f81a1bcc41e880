//! `GET /events/{id}/seats/live`

use actix_web::http::Method;
use actix_web::http::header::{CONTENT_ENCODING, HeaderMap};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use futures_util::StreamExt;
use seatlog_domain::ids::EventId;
use seatlog_projections::log::Position;

use super::visible;
use crate::http::authority::Anyone;
use crate::http::min_position::MinPosition;
use crate::http::origin::ClientAddress;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::seat_views::{self, SeatChanges};

problems!(NotFound);

/// Follows the seats of an event, as server-sent events. It begins with the whole house
/// (`event: snapshot`, data as of `GET /events/{id}/seats`), unless it can go on after
/// `Last-Event-ID`; then each `event: seats` tells what became of the seats that changed. A snapshot
/// may also come later, when the seating changes or the listener has missed much. An address that
/// has very many of them open gets no more.
#[utoipa::path(get, path = "/events/{id}/seats/live", tag = "events",
    params(("id" = EventId, Path),
        ("Last-Event-ID" = Option<i64>, Header, description = "The last `id` that was received.")),
    responses((status = 200, description = "What changes, as it does", body = SeatChanges<'_>,
        content_type = "text/event-stream"), Problems))]
pub async fn get_event_seats_live(
    caller: Anyone,
    Id(id): Id<EventId>,
    wanted: MinPosition,
    request: HttpRequest,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let left_off = last_event_id(request.headers());
    let (house, newness) = visible::house(&state, id, caller, wanted).await?;
    let mut response = HttpResponse::Ok();
    response
        .content_type("text/event-stream")
        // Nothing between us and the listener may wait for more before it passes this on.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"));
    if request.method() == Method::HEAD {
        return Ok(response.finish());
    }
    if state.draining.is_cancelled() {
        return Ok(response.body(seat_views::retry()));
    }
    let counted = match ClientAddress::of(&request) {
        Some(address) => state.limits.listen(address)?,
        None => None,
    };
    let listener = state.seats.listen(house, left_off, newness).await?;
    let stream = listener.into_stream().map(move |piece| {
        // As long as there is a stream, it counts.
        let _counted = &counted;
        piece
    });
    Ok(response.streaming(stream))
}

/// Where the listener left off; what makes no sense is left out of account, and it begins anew.
pub fn last_event_id(headers: &HeaderMap) -> Option<Position> {
    let text = headers.get("last-event-id")?.to_str().ok()?;
    text.parse().ok().filter(|position| *position >= 0)
}
