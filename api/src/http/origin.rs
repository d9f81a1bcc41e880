//! Where a command comes from, as the log will have it.

use std::future::{Ready, ready};
use std::net::IpAddr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use uuid::Uuid;

use super::authority::Caller;
use super::problem::Problem;
use super::trace::REQUEST_ID;
use crate::event_store::Origin;
use seatlog_projections::spans::TraceParent;

/// The id of the command that a request carries. With an `Idempotency-Key` a middleware puts it
/// into the request: the same key gives the same id, also after a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandId(pub Uuid);

/// Where a request came from, if trusted proxies say otherwise than the connection; put into the
/// request by a middleware.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// Where a request came from; unknown where there is no connection, as in tests.
    pub fn of(request: &HttpRequest) -> Option<IpAddr> {
        let known = request.extensions();
        let told = known.get().map(|Self(address)| *address);
        told.or_else(|| request.peer_addr().map(|address| address.ip()))
    }
}

impl FromRequest for ClientAddress {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let unknown = || Problem::Internal(anyhow::anyhow!("a request from nowhere"));
        ready(Self::of(request).map(Self).ok_or_else(unknown))
    }
}

impl FromRequest for Origin {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let known = request.extensions();
        let request_id = request.headers().get(REQUEST_ID);
        let request_id = request_id.and_then(|id| id.to_str().ok());
        ready(Ok(Self {
            actor_id: known.get::<Caller>().map(|caller| caller.user_id),
            command_id: known.get().map_or_else(Uuid::now_v7, |CommandId(id)| *id),
            correlation_id: request_id.and_then(|id| Uuid::try_parse(id).ok()),
            traceparent: known.get::<TraceParent>().copied(),
        }))
    }
}
