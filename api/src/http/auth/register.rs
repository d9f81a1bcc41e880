//! `POST /auth/register`

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::User;
use crate::accounts::registration::Registration;
use crate::event_store::Origin;
use crate::http::answer::POSITION;
use crate::http::idempotency::About;
use crate::http::json::Json;
use crate::http::origin::ClientAddress;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;
use crate::http::time::now;

/// Who wants an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterInput {
    /// Compared without case, kept as typed.
    #[schema(format = "email", max_length = 254, example = "ada@example.org")]
    email: String,
    /// Not one of the commonest.
    #[schema(format = "password", min_length = 12, max_length = 128)]
    password: String,
    /// What the person wants to be called.
    #[schema(min_length = 1, max_length = 100, example = "Ada Lovelace")]
    name: String,
}

/// The new account.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserEnvelope {
    /// Who it is.
    user: User,
}

problems!(EmailTaken, Validation, TooManyRequests);

/// Opens an account.
#[utoipa::path(post, path = "/auth/register", tag = "auth", request_body = RegisterInput,
    responses((status = 201, description = "The account", body = UserEnvelope), Problems))]
pub async fn register(
    Json(input): Json<RegisterInput>,
    ClientAddress(address): ClientAddress,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    state.limits.check_mail(address)?;
    let RegisterInput {
        email,
        password,
        name,
    } = input;
    let wish = Registration {
        email,
        password,
        name,
    };
    let (user, position) = state.accounts.register(&wish, &origin, now()).await?;
    let about = About(user.id);
    let mut answer = HttpResponse::Created()
        .insert_header((POSITION, position))
        .json(UserEnvelope { user });
    answer.extensions_mut().insert(about);
    Ok(answer)
}
