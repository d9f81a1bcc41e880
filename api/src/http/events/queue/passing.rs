//! Wishes for seats of buyers who may have to wait.
//!
//! Whether somebody has to wait is decided where everything about the event is. Only when a buyer
//! was turned away their place is looked up, and shown with the same wish. So events without a
//! waiting room pay nothing for it.

use seatlog_domain::account::Role;
use seatlog_domain::event::{EventCommand, Pass, Refusal};
use seatlog_domain::ids::EventId;

use crate::command_bus::{CommandError, Executed};
use crate::event_store::Origin;
use crate::http::authority::Caller;
use crate::http::problem::Problem;
use crate::http::state::AppState;
use crate::http::time::now;

/// Has a buyer's wish decided: first without a place, then, if that is what is missing, with it.
pub(in crate::http::events) async fn execute(
    state: &AppState,
    (event, buyer): (EventId, Caller),
    wish: impl Fn(Pass) -> EventCommand,
    origin: &Origin,
) -> Result<Executed, CommandError> {
    let pass = if buyer.role >= Role::Staff {
        Pass::Staff
    } else {
        Pass::None
    };
    let first = state.bus.execute(event, wish(pass), origin).await;
    if !matches!(first, Err(CommandError::Refused(Refusal::NotAdmitted))) {
        return first;
    }
    // In boxes: sales without a waiting room need not carry this with them.
    match Box::pin(place_in_turn(state, event, buyer)).await {
        Ok(Some(place)) => {
            let again = state.bus.execute(event, wish(Pass::Place(place)), origin);
            Box::pin(again).await
        }
        Ok(None) => first,
        Err(problem) => Err(CommandError::Unavailable(format!("{problem:?}"))),
    }
}

async fn place_in_turn(
    state: &AppState,
    event: EventId,
    buyer: Caller,
) -> Result<Option<u64>, Problem> {
    let entrance = state.seats.view(event).await?.entrance();
    let rooms = &state.waiting_rooms;
    let place = rooms.place_in_turn(event, buyer.user_id, &entrance, now());
    Ok(place.await?)
}
