//! What a login and a refresh answer.

use actix_web::HttpResponse;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::cookie;
use crate::accounts::User;
use crate::accounts::sessions::{Tickets, access_token_secs};
use crate::http::idempotency::About;
use crate::settings::Settings;

/// A session: the access token is here, the refresh token in a cookie that scripts cannot read.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoginAnswer {
    /// For the header `Authorization: Bearer …`.
    access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// How many seconds the access token is good for.
    #[schema(example = 900)]
    expires_in: i64,
    /// Who logged in.
    user: User,
}

/// Gives the tickets of a session to its browser.
pub(super) fn give(tickets: Tickets, settings: &Settings, now: DateTime<Utc>) -> HttpResponse {
    let cookie = cookie::carrying(&tickets, settings, now);
    let about = About(tickets.user.id);
    let mut answer = HttpResponse::Ok().cookie(cookie).json(LoginAnswer {
        access_token: tickets.access_token,
        token_type: "Bearer",
        expires_in: access_token_secs(),
        user: tickets.user,
    });
    answer.extensions_mut().insert(about);
    answer
}
