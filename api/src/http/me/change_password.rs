//! `POST /me/password`

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Deserialize;
use utoipa::ToSchema;

use super::show::gone;
use crate::accounts::new_password::PasswordChange;
use crate::accounts::proof::Proof;
use crate::http::authority::Authenticated;
use crate::http::json::Json;
use crate::http::origin::ClientAddress;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

/// The old password and the new one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordInput {
    /// The account's password until now.
    #[schema(format = "password")]
    old_password: String,
    /// Not one of the commonest.
    #[schema(format = "password", min_length = 12, max_length = 128)]
    new_password: String,
}

problems!(WrongPassword, Validation, TooManyAttempts);

/// Changes one's own password. All other sessions of the account end at once, and a mail tells its
/// owner. Wrong old passwords count as failed logins.
#[utoipa::path(post, path = "/me/password", tag = "me", request_body = PasswordInput,
    security(("access_token" = [])),
    responses((status = 204, description = "The password is changed"), Problems))]
pub async fn change_password(
    Authenticated(caller): Authenticated,
    Json(input): Json<PasswordInput>,
    ClientAddress(address): ClientAddress,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let change = PasswordChange {
        old: Proof {
            password: &input.old_password,
            address,
        },
        new: &input.new_password,
        session: caller.session,
    };
    let public_url = &state.settings.public_url;
    state
        .accounts
        .change_password(caller.user_id, &change, public_url, now())
        .await
        .map_err(gone)?;
    Ok(HttpResponse::NoContent().finish())
}
