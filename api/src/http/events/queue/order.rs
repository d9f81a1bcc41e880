//! `GET /events/{id}/queue/order`

use actix_web::web::Data;
use seatlog_domain::ids::EventId;
use seatlog_projections::page::{Page, PageRequest};

use crate::http::authority::Anyone;
use crate::http::cursor::Listed;
use crate::http::events::visible;
use crate::http::min_position::MinPosition;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{PageParams, Query};
use crate::http::state::AppState;
use crate::http::time::now;
use crate::waiting_rooms::DrawnPlace;

problems!(NotFound, Validation);

/// A page of places.
pub type DrawnPlaceList = Page<DrawnPlace>;

/// Lists the places that were drawn when sales opened, so that everybody can check the draw: keys
/// rise from place to place, and one's own key, computed from one's own id and the seed, stands at
/// one's own place.
///
/// Before the draw there is none. Those are missing whose accounts are gone, or who let their turn
/// pass and took another place.
#[utoipa::path(get, path = "/events/{id}/queue/order", tag = "events",
    params(("id" = EventId, Path), PageParams),
    responses((status = 200, description = "A page of places", body = DrawnPlaceList), Problems))]
pub async fn list_queue_order(
    caller: Anyone,
    Id(id): Id<EventId>,
    Query(page): Query<PageRequest>,
    wanted: MinPosition,
    state: Data<AppState>,
) -> Result<Listed<DrawnPlaceList>, Problem> {
    let (house, _) = visible::house(&state, id, caller, wanted).await?;
    let entrance = house.entrance();
    let rooms = &state.waiting_rooms;
    let places = rooms.drawn(id, &entrance, (&page, now())).await?;
    Ok(Listed(places))
}
