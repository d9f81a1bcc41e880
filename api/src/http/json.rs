//! JSON bodies, read strictly.
//!
//! Extractors of one handler run side by side, so an authority extractor that stands before a
//! [`Json`] must answer at once (from what a middleware found out); then who may not call is told
//! so before the body is looked at.

mod empty;
mod every_error;
mod objects;

use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use serde::de::{DeserializeOwned, IgnoredAny};
use tokio::time::timeout;

use self::every_error::{Fault, every_error};
use super::authority::is_admin;
use super::problem::Problem;

pub use empty::Empty;

/// How long a client may take for a body.
const SLOW_BODY: Duration = Duration::from_secs(60);
/// How much memory a body gets for the length that it announces.
const PROMISED: usize = 64 * 1024;

/// The most bytes that a route takes; `app_data` of its resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BodyLimit(pub usize);

impl BodyLimit {
    /// What a route takes that says nothing else.
    pub const DEFAULT: Self = Self(1024 * 1024);
    /// For a seating plan with 100,000 labelled seats.
    pub const EVENT: Self = Self(8 * 1024 * 1024);
    /// For a picture, and what a form puts around it.
    pub const PICTURE: Self = Self(10 * 1024 * 1024 + 4 * 1024);

    /// The limit of the route that a request was led to. What takes more than others is for admins:
    /// of nobody else so much is read before they are turned away.
    pub fn of(request: &HttpRequest) -> Self {
        let of_route = request.app_data().copied().unwrap_or(Self::DEFAULT);
        if is_admin(request) {
            of_route
        } else {
            of_route.min(Self::DEFAULT)
        }
    }
}

/// A body that is a JSON object of the shape `T`, without unknown fields.
///
/// Another media type is `unsupported-media`, too many bytes are `too-large`, bytes that are not
/// UTF-8 `bad-request`, a text that is not JSON `bad-json`; JSON that is no object, a value of the
/// wrong type, a missing or an unknown field is a `validation` that names the field by its full path.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let media = check_media_type(request);
        let body = arriving(request, payload);
        Box::pin(async move {
            media?;
            parse(&body.await?).map(Self)
        })
    }
}

/// The body of a request, of at most so many bytes as its route takes, as it is: what is packed is
/// not unpacked, for who packs well can make a little into very much.
fn arriving(
    request: &HttpRequest,
    payload: &mut Payload,
) -> impl Future<Output = Result<Bytes, Problem>> + use<> {
    let limit = BodyLimit::of(request);
    let declared = content_length(request);
    let payload = payload.take();
    let coding = check_coding(request.headers());
    async move {
        coding?;
        read(payload, declared, limit).await
    }
}

fn check_media_type(request: &HttpRequest) -> Result<(), Problem> {
    if request
        .content_type()
        .eq_ignore_ascii_case("application/json")
    {
        return Ok(());
    }
    let message = "The body must be application/json.";
    Err(Problem::UnsupportedMedia(message.to_owned()))
}

fn check_coding(headers: &HeaderMap) -> Result<(), Problem> {
    let plain = |coding: &HeaderValue| coding.as_bytes().eq_ignore_ascii_case(b"identity");
    if headers.get_all(header::CONTENT_ENCODING).all(plain) {
        return Ok(());
    }
    let message = "The body must not be compressed.";
    Err(Problem::UnsupportedMedia(message.to_owned()))
}

fn content_length(request: &HttpRequest) -> Option<usize> {
    let value = request.headers().get(header::CONTENT_LENGTH)?;
    value.to_str().ok()?.parse().ok()
}

/// Reads a body up to the limit; a larger one is refused as soon as that is known, and one that
/// does not come to its end is not waited for.
pub async fn read(
    payload: Payload,
    declared: Option<usize>,
    limit: BodyLimit,
) -> Result<Bytes, Problem> {
    within(SLOW_BODY, collect(payload, declared, limit)).await
}

async fn within(
    patience: Duration,
    body: impl Future<Output = Result<Bytes, Problem>>,
) -> Result<Bytes, Problem> {
    let body = timeout(patience, body).await;
    body.map_err(|_| Problem::BadRequest("The body came too slowly.".to_owned()))?
}

async fn collect(
    mut payload: Payload,
    declared: Option<usize>,
    BodyLimit(limit): BodyLimit,
) -> Result<Bytes, Problem> {
    if declared.is_some_and(|length| length > limit) {
        return Err(Problem::TooLarge(limit));
    }
    // What is only promised takes no memory yet.
    let mut body = BytesMut::with_capacity(declared.unwrap_or_default().min(PROMISED));
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|e| Problem::BadRequest(format!("The body broke off: {e}.")))?;
        if body.len() + chunk.len() > limit {
            return Err(Problem::TooLarge(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// What is refused when the body is JSON, but no object.
const WHOLE_BODY: &str = "body";

/// Reads a JSON object of a shape.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(body)
        .map_err(|e| Problem::BadRequest(format!("The body is not UTF-8: {e}.")))?;
    require_object(text)?;
    let mut json = serde_json::Deserializer::from_str(text);
    let read = objects::read(&mut json);
    match read {
        Ok(value) => json.end().map(|()| value).map_err(|error| bad_json(&error)),
        Err(error) if error.inner().is_data() => {
            let first = Fault::new(error.path(), error.inner());
            Err(refusal::<T>(text, first))
        }
        Err(error) => Err(bad_json(error.inner())),
    }
}

/// Serde would take an array for any struct, its items for the fields in their order; callers shall
/// not depend on that order.
fn require_object(text: &str) -> Result<(), Problem> {
    let json_space = [' ', '\t', '\n', '\r'];
    if text.trim_start_matches(json_space).starts_with('{') {
        return Ok(());
    }
    serde_json::from_str::<IgnoredAny>(text).map_err(|error| bad_json(&error))?;
    Err(Problem::field(WHOLE_BODY, "must be a JSON object"))
}

fn bad_json(error: &serde_json::Error) -> Problem {
    Problem::BadJson(format!("{error}."))
}

/// All that is wrong with a text, of which the first thing is known; that it is no JSON further on
/// is more important than a wrong field before. A field that was given twice shows in the text
/// only.
fn refusal<T: DeserializeOwned>(text: &str, first: Fault) -> Problem {
    let value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => return bad_json(&error),
    };
    let first = first.into_error();
    let mut errors = every_error::<T>(value, text.len());
    if errors.iter().all(|error| error.field != first.field) {
        errors.insert(0, first);
    }
    Problem::Validation(errors)
}

#[cfg(test)]
mod tests {
    use seatlog_domain::seating::Seating;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read is of interest")]
    struct Wish {
        name: String,
        seating: Option<Seating>,
    }

    fn refused(body: &[u8]) -> Problem {
        parse::<Wish>(body).unwrap_err()
    }

    fn refused_field(body: &str) -> String {
        let Problem::Validation(errors) = refused(body.as_bytes()) else {
            panic!("not a validation: {body}");
        };
        errors[0].field.clone()
    }

    #[test]
    fn a_refused_field_is_named_by_its_path() {
        for (body, field) in [
            (r#"{}"#, "name"),
            (r#"{"name": 1}"#, "name"),
            (r#"{"name": null}"#, "name"),
            (r#"{"name": "a", "colour": "red"}"#, "colour"),
            (r#"{"name": "a", "name": "b"}"#, "name"),
            (r#"{"name": "a", "seating": {}}"#, "seating.sections"),
            (
                r#"{"name": "a", "seating": {"seating": 1}}"#,
                "seating.seating",
            ),
            (
                r#"{"name": "a", "seating": {"sections": [7]}}"#,
                "seating.sections[0]",
            ),
            (
                r#"{"name": "a", "seating": {"sections": [{"id": "A", "price": 1}]}}"#,
                "seating.sections[0].price",
            ),
            (
                r#"{"name": "a", "seating": {"sections": [{"id": "A", "name": "A", "kind": "sofa"}]}}"#,
                "seating.sections[0].kind",
            ),
            (
                r#"{"name":"a","seating":{"sections":[{"id":"A","name":"A","kind":"reserved","price_minor":1,"rows":[{"label":"A","seats":-1}]}]}}"#,
                "seating.sections[0].rows[0].seats",
            ),
        ] {
            assert_eq!(refused_field(body), field, "{body}");
        }
    }

    #[test]
    fn json_that_is_no_object_is_refused_as_a_whole() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        for body in [
            "[]",
            r#"["a", null]"#,
            " \n[{}]",
            "null",
            "7",
            r#""name""#,
            &deep,
        ] {
            assert_eq!(refused_field(body), WHOLE_BODY, "{body:.20}");
        }
    }

    #[test]
    fn a_text_that_is_not_json_is_told_apart_from_a_wrong_field() {
        for body in [
            "",
            "{",
            r#"{"name": "a"} x"#,
            r#"{"name": "\ud800"}"#,
            "name=a",
            "[1,",
            "[] x",
            "\u{a0}{}",
            &"[".repeat(100_000),
            &format!("{{\"name\": {}", "[".repeat(100_000)),
            r#"{"colour": 1, "name": "#,
        ] {
            assert!(
                matches!(refused(body.as_bytes()), Problem::BadJson(_)),
                "{body:.20}"
            );
        }
        assert!(matches!(
            refused(b"{\"name\": \"\xff\"}"),
            Problem::BadRequest(_)
        ));
    }

    #[actix_web::test]
    async fn a_body_that_does_not_come_is_not_waited_for() {
        let begun = futures_util::stream::iter([Ok(Bytes::from_static(b"{"))]);
        let payload: Payload = Payload::Stream {
            payload: Box::pin(begun.chain(futures_util::stream::pending())),
        };
        let body = collect(payload, Some(1_000_000), BodyLimit::DEFAULT);
        let refused = within(Duration::ZERO, body).await;
        assert!(
            matches!(refused, Err(Problem::BadRequest(_))),
            "{refused:?}"
        );
    }
}
