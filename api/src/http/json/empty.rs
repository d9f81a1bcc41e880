//! Bodies of commands that have nothing to say.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::Deserialize;

use super::{arriving, check_media_type, parse};
use crate::http::problem::Problem;

/// No body, or an object without fields: what a caller adds to a command that takes nothing is
/// refused like everywhere else, not passed over.
#[derive(Debug)]
pub struct Empty;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoFields {}

impl FromRequest for Empty {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let media = check_media_type(request);
        let body = arriving(request, payload);
        Box::pin(async move {
            let body = body.await?;
            if !body.is_empty() {
                media?;
                let NoFields {} = parse(&body)?;
            }
            Ok(Self)
        })
    }
}
