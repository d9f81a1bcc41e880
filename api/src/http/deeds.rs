//! Keeping what admins and staff do, for auditors.
//!
//! It stands around every route, so that no administrative command can be forgotten. It is kept
//! before the answer leaves: whoever was told that something is done finds it in the list.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, LOCATION};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpRequest};
use seatlog_domain::account::Role;
use seatlog_projections::audit::actions::Done;
use uuid::Uuid;

use super::answer::POSITION;
use super::authority::Caller;
use super::origin::{ClientAddress, CommandId};
use super::routes::BASE;
use super::state::AppState;
use super::trace::REQUEST_ID;

/// Keeps a call that changed something, if an admin or a member of staff made it. Their own
/// sessions and accounts are their own business.
pub async fn keep<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let Some(deed) = deed(&request) else {
        return next.call(request).await;
    };
    let response = next.call(request).await?;
    if response.status().is_success()
        && let Some(state) = response.request().app_data::<Data<AppState>>()
    {
        let done = Done {
            subject: deed.subject.or_else(|| made(response.headers())),
            position: text(response.headers(), POSITION).and_then(|text| text.parse().ok()),
            ..deed
        };
        // What was done is done, and the log says by whom: an answer is not withheld for this.
        if let Err(error) = Box::pin(done.keep(&state.pool)).await {
            tracing::error!(%error, action = done.action, "an administrative action was not kept");
        }
    }
    Ok(response)
}

/// What is about to be done. Gives the command its id, if it has none yet.
fn deed(request: &ServiceRequest) -> Option<Done> {
    let caller = request.extensions().get::<Caller>().copied()?;
    if caller.role < Role::Staff || request.method().is_safe() {
        return None;
    }
    let pattern = request.match_pattern()?;
    let path = pattern.strip_prefix(BASE).unwrap_or(&pattern);
    if path.starts_with("/auth/") || path == "/me" || path.starts_with("/me/") {
        return None;
    }
    Some(Done {
        actor_id: caller.user_id,
        command_id: command_id(request.request()),
        correlation_id: correlation_id(request.headers()),
        action: format!("{} {path}", request.method()),
        subject: request.match_info().get("id").map(str::to_owned),
        address: ClientAddress::of(request.request()).map(|address| address.to_string()),
        position: None,
    })
}

fn command_id(request: &HttpRequest) -> Uuid {
    let mut known = request.extensions_mut();
    let CommandId(id) = known.get().copied().unwrap_or(CommandId(Uuid::now_v7()));
    known.insert(CommandId(id));
    id
}

/// The request's id as its facts have it.
fn correlation_id(headers: &HeaderMap) -> Option<String> {
    let id = Uuid::try_parse(text(headers, REQUEST_ID.as_str())?).ok()?;
    Some(id.to_string())
}

/// The id of what was made: the end of its place.
fn made(headers: &HeaderMap) -> Option<String> {
    let place = text(headers, LOCATION.as_str())?;
    place.rsplit('/').next().map(str::to_owned)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
