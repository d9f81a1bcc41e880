//! `GET /audit/bookings/{id}/proof`

use actix_web::web::{Data, Json};
use seatlog_domain::account::Role;
use seatlog_domain::ids::BookingId;
use seatlog_projections::bookings;
use seatlog_projections::seal;
use seatlog_projections::seal::proof::{self, Proof};

use crate::http::authority::Authenticated;
use crate::http::min_position::PATIENCE;
use crate::http::path::Id;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;

problems!(NotFound, ProjectionBehind);

/// Proves that a booking is in the log: its fact, the way to a signed root, and the signature.
/// `GET /audit/check_proof.py` is a script that checks it without this program.
///
/// For the buyer and for admins. A checkpoint is signed if none covers the booking yet.
#[utoipa::path(get, path = "/audit/bookings/{id}/proof", tag = "audit",
    params(("id" = BookingId, Path)), security(("access_token" = [])),
    responses((status = 200, description = "The proof", body = Proof), Problems))]
pub async fn get_booking_proof(
    Authenticated(caller): Authenticated,
    Id(id): Id<BookingId>,
    state: Data<AppState>,
) -> Result<Json<Proof>, Problem> {
    let booking = bookings::get(&state.pool, id).await?;
    let shown = |user| caller.user_id == user || caller.role == Role::Admin;
    let booking = booking.filter(|booking| shown(booking.user_id));
    let position = booking.ok_or(Problem::NotFound)?.position;
    seal::wait_for(&state.pool, position, PATIENCE).await?;
    let proof = proof::prove(&state.pool, &state.notary, position).await?;
    Ok(Json(proof))
}
