//! `GET /events/{id}/queue`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::ids::EventId;

use super::Queue;
use crate::http::authority::Anyone;
use crate::http::events::visible;
use crate::http::min_position::MinPosition;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(NotFound);

/// Tells whether an event has a waiting room, and the caller's place in it.
#[utoipa::path(get, path = "/events/{id}/queue", tag = "events", params(("id" = EventId, Path)),
    responses((status = 200, description = "The waiting room", body = Queue,
        headers(("Retry-After", description = "In how many seconds to ask again."))), Problems))]
pub async fn get_queue(
    caller: Anyone,
    Id(id): Id<EventId>,
    wanted: MinPosition,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let (house, _) = visible::house(&state, id, caller, wanted).await?;
    let (entrance, now) = (house.entrance(), now());
    let account = caller.0.map(|caller| caller.user_id);
    let rooms = &state.waiting_rooms;
    let (mut room, mut place) = (None, None);
    if entrance.room().is_some() {
        room = rooms.room(id, &entrance, now).await?;
        if let Some(account) = account {
            place = rooms.place(id, account, &entrance, now).await?;
        }
    }
    Ok(Queue::of(&entrance, (room, place), now).answer(account, now))
}
