//! `POST /events/{id}/queue`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::ids::EventId;

use super::Queue;
use crate::http::authority::{Anyone, Authenticated};
use crate::http::events::visible;
use crate::http::json::Empty;
use crate::http::min_position::MinPosition;
use crate::http::origin::ClientAddress;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(NotFound);

/// Gives the caller a place in the waiting room of an event.
///
/// Whoever has a place keeps it, unless its turn is over. Those who come before sales open get their
/// places when sales open, in a random order; those who come later stand behind them as they come.
/// Where nobody need wait, nothing happens.
#[utoipa::path(post, path = "/events/{id}/queue", tag = "events", params(("id" = EventId, Path)),
    security(("access_token" = [])),
    responses((status = 200, description = "The place", body = Queue,
        headers(("Retry-After", description = "In how many seconds to ask again."))), Problems))]
pub async fn join_queue(
    Authenticated(buyer): Authenticated,
    Id(id): Id<EventId>,
    _nothing: Empty,
    (from, wanted): (ClientAddress, MinPosition),
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    state.limits.check_join(from.0)?;
    let (house, _) = visible::house(&state, id, Anyone(Some(buyer)), wanted).await?;
    let (entrance, account, now) = (house.entrance(), buyer.user_id, now());
    if entrance.room().is_none() {
        return Ok(Queue::of(&entrance, (None, None), now).answer(Some(account), now));
    }
    let rooms = &state.waiting_rooms;
    let place = rooms.join(id, account, &entrance, now).await?;
    let room = rooms.room(id, &entrance, now).await?;
    Ok(Queue::of(&entrance, (room, place), now).answer(Some(account), now))
}
