//! Who sees which event.

use std::sync::Arc;

use seatlog_domain::ids::EventId;
use seatlog_projections::catalogue::{self, Event, EventStatus};

use crate::http::authority::Anyone;
use crate::http::min_position::MinPosition;
use crate::http::problem::Problem;
use crate::http::state::AppState;
use crate::seat_views::{Newness, View};

/// The event, unless it does not exist, was deleted, or is a draft that is not the caller's to see.
pub(super) async fn find(state: &AppState, id: EventId, caller: Anyone) -> Result<Event, Problem> {
    let event = catalogue::get(&state.pool, id).await?;
    let visible = |event: &Event| event.status != EventStatus::Draft || caller.reads_everything();
    event.filter(visible).ok_or(Problem::NotFound)
}

/// The seats of such an event, once they know what the caller wants them to know; and how new a
/// picture of them therefore has to be.
pub(super) async fn house(
    state: &AppState,
    id: EventId,
    caller: Anyone,
    wanted: MinPosition,
) -> Result<(Arc<View>, Newness), Problem> {
    let house = state.seats.view(id).await?;
    let known = wanted.reached_by(state).await?;
    house.admit(caller.reads_everything())?;
    Ok((house, known.map_or(Newness::Any, Newness::Position)))
}
