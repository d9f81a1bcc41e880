//! `POST /events/{id}/holds`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::event::EventCommand;
use seatlog_domain::event::what_if::Wanted;
use seatlog_domain::ids::{EventId, HoldId};
use seatlog_projections::holds::Hold;

use super::queue;
use crate::event_store::Origin;
use crate::http::answer;
use crate::http::authority::Authenticated;
use crate::http::holds::input::HoldInput;
use crate::http::json::Json;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;
use crate::refusals::Asked;

// The hold has ended where it comes again so late that its first answer is not known any more.
problems!(
    NotFound,
    SeatTaken,
    SalesClosed,
    EventCancelled,
    NotAdmitted,
    LimitReached,
    NotEnoughSeats,
    UnknownSeat,
    HoldExpired,
    HoldAlreadyBooked
);

/// Keeps seats for the buyer for a while: all that are asked for, or none.
#[utoipa::path(post, path = "/events/{id}/holds", tag = "holds",
    params(("id" = EventId, Path)), request_body = HoldInput,
    security(("access_token" = [])),
    responses((status = 201, description = "The hold", body = Hold,
        headers(("Location", description = "Where it is"))), Problems))]
pub async fn hold_seats(
    Authenticated(buyer): Authenticated,
    Id(id): Id<EventId>,
    Json(input): Json<HoldInput>,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let hold_id = HoldId::new(origin.command_id);
    let (user_id, choice, now) = (buyer.user_id, input.choice()?, now());
    let wish = |pass| EventCommand::HoldSeats {
        hold_id,
        user_id,
        choice: choice.clone(),
        pass,
        life: state.settings.hold_life,
        now,
    };
    let held = queue::execute(&state, (id, buyer), wish, &origin).await;
    let asked = Asked {
        event_id: id,
        user_id,
        wanted: Wanted::Seats(choice),
        at: now,
    };
    state.refusals.note(asked, &held);
    Ok(answer::created(&format!("holds/{hold_id}"), held?))
}
