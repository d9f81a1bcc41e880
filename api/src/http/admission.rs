//! Who comes in: the first thing that is known about every call of the API.
//!
//! A call from an address or of an account that asks for too much is refused. An access token that
//! came along must be good, also where none is needed: a caller whose token has run out wants to
//! know that, not to be taken for a stranger. Only logging in, refreshing and the like take no
//! notice of it.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};
use chrono::Utc;
use tracing::Span;
use tracing::field::display;

use super::authority::Caller;
use super::client_address::client_address;
use super::origin::ClientAddress;
use super::problem::Problem;
use super::routes::AUTH;
use super::state::AppState;
use crate::security_log;

/// Lets a call in, with its [`ClientAddress`] and, if somebody is logged in, its [`Caller`].
pub async fn admit<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match look_at(&request) {
        Ok(()) => Ok(next.call(request).await?.map_into_boxed_body()),
        Err(problem) => Ok(request.error_response(problem)),
    }
}

fn look_at(request: &ServiceRequest) -> Result<(), Problem> {
    let state = request
        .app_data::<Data<AppState>>()
        .ok_or_else(|| Problem::Internal(anyhow::anyhow!("the API has no state")))?;
    if let Some(peer) = request.peer_addr() {
        let address = client_address(
            peer.ip(),
            request.headers(),
            &state.settings.trusted_proxies,
        );
        request.extensions_mut().insert(ClientAddress(address));
        state.limits.check_address(address)?;
    }
    let Some(token) = bearer(request.headers()) else {
        return Ok(());
    };
    let identity = match state.accounts.identify(token, Utc::now()) {
        Ok(identity) => identity,
        Err(_) if request.path().starts_with(AUTH) => return Ok(()),
        Err(reason) => {
            security_log::token_refused(&reason);
            return Err(Problem::Unauthenticated);
        }
    };
    Span::current().record("account.id", display(identity.user_id));
    state.limits.check_account(identity.user_id)?;
    let caller = Caller {
        user_id: identity.user_id,
        role: identity.role,
        session: identity.session,
    };
    request.extensions_mut().insert(caller);
    Ok(())
}

/// The token of an `Authorization: Bearer …`; nothing where there is none or another scheme.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?;
    let (scheme, token) = value.as_bytes().split_at_checked(7)?;
    scheme
        .eq_ignore_ascii_case(b"Bearer ")
        .then(|| std::str::from_utf8(token).unwrap_or("").trim())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    #[test]
    fn a_token_is_found_after_its_scheme() {
        for (value, expected) in [
            (&b"Bearer abc"[..], Some("abc")),
            (b"bearer  abc ", Some("abc")),
            (b"Bearer ", Some("")),
            (b"Bearer \xff", Some("")),
            (b"Basic YTpi", None),
            (b"Bearer", None),
            (b"", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, HeaderValue::from_bytes(value).unwrap());
            assert_eq!(bearer(&headers), expected, "{value:?}");
        }
        assert_eq!(bearer(&HeaderMap::new()), None);
    }
}
