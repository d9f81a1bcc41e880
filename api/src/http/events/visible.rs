//! Who sees which event.

use seatlog_domain::ids::EventId;
use seatlog_projections::catalogue::{self, Event, EventStatus};

use crate::http::authority::Anyone;
use crate::http::problem::Problem;
use crate::http::state::AppState;

/// The event, unless it does not exist, was deleted, or is a draft that is not the caller's to see.
pub(super) async fn find(state: &AppState, id: EventId, caller: Anyone) -> Result<Event, Problem> {
    let event = catalogue::get(&state.pool, id).await?;
    let visible = |event: &Event| event.status != EventStatus::Draft || caller.reads_everything();
    event.filter(visible).ok_or(Problem::NotFound)
}
