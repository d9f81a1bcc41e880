//! `GET /audit/events/{id}/seats/{seat}`

use actix_web::HttpRequest;
use actix_web::web::{Data, Json};
use seatlog_domain::ids::EventId;
use seatlog_domain::seat::SeatName;
use seatlog_projections::audit::story::{self, SeatEpisode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::authority::Admin;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{Nothing, Query};
use crate::http::state::AppState;

problems!(Forbidden, NotFound, Validation);

/// The story of a seat.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatStory {
    /// What happened to it, oldest first.
    items: Vec<SeatEpisode>,
    /// Always null: a story has one page.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<String>,
}

/// All that ever happened to a seat, or to a place of a general section, oldest first.
///
/// Told from the facts alone, so also of events that were deleted.
#[utoipa::path(get, path = "/audit/events/{id}/seats/{seat}", tag = "audit",
    params(("id" = EventId, Path), ("seat" = SeatName, Path)), security(("access_token" = [])),
    responses((status = 200, description = "Its story", body = SeatStory), Problems))]
pub async fn audit_seat(
    _admin: Admin,
    Id(event): Id<EventId>,
    request: HttpRequest,
    Query(Nothing): Query<Nothing>,
    state: Data<AppState>,
) -> Result<Json<SeatStory>, Problem> {
    let seat = request.match_info().get("seat").unwrap_or_default();
    let seat = SeatName::new(seat).map_err(|_| Problem::NotFound)?;
    let items = story::of_seat(&state.pool, event, &seat).await?;
    Ok(Json(SeatStory {
        items: items.ok_or(Problem::NotFound)?,
        next_cursor: None,
    }))
}
