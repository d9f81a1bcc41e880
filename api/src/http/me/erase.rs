//! `DELETE /me`

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Deserialize;
use utoipa::ToSchema;

use super::show::gone;
use crate::accounts::proof::Proof;
use crate::event_store::Origin;
use crate::http::answer::POSITION;
use crate::http::authority::Authenticated;
use crate::http::json::Json;
use crate::http::origin::ClientAddress;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

/// Proof that the owner asks.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasureInput {
    /// The account's password.
    #[schema(format = "password")]
    password: String,
}

problems!(WrongPassword, LastAdmin, Validation, TooManyAttempts);

/// Erases one's own account, for good: its data, sessions, mails and holds. Bookings stay valid
/// and stay in the books, under the id of an account that is gone.
#[utoipa::path(delete, path = "/me", tag = "me", request_body = ErasureInput,
    security(("access_token" = [])),
    responses((status = 204, description = "The account is erased"), Problems))]
pub async fn erase_me(
    Authenticated(caller): Authenticated,
    Json(input): Json<ErasureInput>,
    origin: Origin,
    ClientAddress(address): ClientAddress,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let proof = Proof {
        password: &input.password,
        address,
    };
    let position = state
        .accounts
        .erase_own(caller.user_id, proof, &origin, now())
        .await
        .map_err(gone)?;
    Ok(HttpResponse::NoContent()
        .insert_header((POSITION, position))
        .finish())
}
