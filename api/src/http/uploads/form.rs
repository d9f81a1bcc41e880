//! The one file of a multipart form.

use std::pin::Pin;
use std::time::Duration;

use actix_multipart::{Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::TryStreamExt;
use tokio::time::timeout;

use crate::http::json::BodyLimit;
use crate::http::problem::Problem;

/// How long a sender may take for a file.
const SLOW_FILE: Duration = Duration::from_secs(120);
/// What is refused when it is not there, or not alone.
const FIELD: &str = "file";

/// The file of a form that has this one only, whatever its field is called.
///
/// As with [`Json`](crate::http::json::Json), an authority extractor before it answers first.
#[derive(Debug)]
pub struct OneFile(pub Bytes);

impl FromRequest for OneFile {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let media = request.content_type().to_owned();
        let limit = BodyLimit::of(request);
        let declared = declared(request);
        let form = Multipart::new(request.headers(), payload.take());
        Box::pin(async move {
            if !media.eq_ignore_ascii_case("multipart/form-data") {
                let message = "The body must be multipart/form-data with one file.";
                return Err(Problem::UnsupportedMedia(message.to_owned()));
            }
            if declared.is_some_and(|length| length > limit.0) {
                return Err(Problem::TooLarge(limit.0));
            }
            let read = timeout(SLOW_FILE, one_file(form, limit)).await;
            read.map_err(|_| Problem::BadRequest("The body came too slowly.".to_owned()))?
        })
    }
}

fn declared(request: &HttpRequest) -> Option<usize> {
    let value = request.headers().get(header::CONTENT_LENGTH)?;
    value.to_str().ok()?.parse().ok()
}

async fn one_file(mut form: Multipart, limit: BodyLimit) -> Result<OneFile, Problem> {
    let broken = |error| broken(&error, limit);
    let mut file = None;
    while let Some(mut field) = form.try_next().await.map_err(broken)? {
        if file.is_some() {
            return Err(Problem::field(FIELD, "must be the only part of the form"));
        }
        let mut bytes = BytesMut::new();
        while let Some(part) = field.try_next().await.map_err(broken)? {
            if bytes.len() + part.len() > limit.0 {
                return Err(Problem::TooLarge(limit.0));
            }
            bytes.extend_from_slice(&part);
        }
        file = Some(bytes.freeze());
    }
    let file = file.filter(|bytes| !bytes.is_empty());
    file.map(OneFile)
        .ok_or_else(|| Problem::field(FIELD, "must be a file that is not empty"))
}

fn broken(error: &MultipartError, BodyLimit(limit): BodyLimit) -> Problem {
    if let MultipartError::Payload(PayloadError::Overflow) = error {
        return Problem::TooLarge(limit);
    }
    Problem::BadRequest(format!("The form cannot be read: {error}."))
}
