//! Ids in the address of a call.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use std::future::{Ready, ready};
use std::str::FromStr;

use super::problem::Problem;

/// The `{id}` of the route; an address with something else there is a `bad-request`.
#[derive(Debug, Clone, Copy)]
pub struct Id<T>(pub T);

impl<T> FromRequest for Id<T>
where
    T: FromStr + 'static,
    Problem: From<T::Err>,
{
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let text = request.match_info().get("id").unwrap_or_default();
        ready(text.parse().map(Self).map_err(Problem::from))
    }
}
