//! The outermost layer: every call gets an id, a span, its metrics and the security headers, and a
//! fault of the server's own is logged, once, here.

mod span;

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{
    ACCEPT_ENCODING, AcceptEncoding, Encoding, Header, HeaderMap, HeaderName, HeaderValue,
};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};
use futures_util::FutureExt;
use seatlog_projections::spans::Span;
use tracing::Instrument;
use tracing::field::Empty;
use uuid::Uuid;

use super::headers;
use super::metrics::{self, Call};
use super::problem::{Kind, Problem};
use super::state::AppState;
use crate::security_log;

/// Names a call: in answers, in log lines, and in the facts that it leads to. Every request has it by
/// the time that it is handled.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Wraps a call. A panic is answered as a problem; the worker goes on.
pub async fn trace<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let started = Instant::now();
    let id = request_id(request.headers());
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let method = request.method().clone();
    let route = request.match_pattern().unwrap_or_else(|| "none".to_owned());
    let kind = headers::Kind {
        is_api: request.path().starts_with("/api/"),
        is_https: is_https(&request),
    };
    accept_some_coding(&mut request);
    let told = match kind.is_api {
        true => span::begin(&request, id.to_str().unwrap_or_default()),
        false => Span::NONE,
    };
    let span = tracing::info_span!(
        "request",
        request.id = id.to_str().unwrap_or_default(),
        request.method = %method,
        request.path = request.path(),
        request.route = route,
        trace_id = Empty,
        account.id = Empty,
    );
    if let Some(context) = told.context() {
        span.record("trace_id", tracing::field::display(context.trace_id()));
        request.extensions_mut().insert(context);
    }
    let answer = AssertUnwindSafe(next.call(request)).catch_unwind();
    let answer = answer.instrument(span.clone()).await;
    let answer = answer.unwrap_or_else(|panic| Err(panicked(panic.as_ref()).into()));

    let _in_span = span.enter();
    let mut call = Call {
        method,
        route,
        status: 0,
    };
    let finish = |headers: &mut HeaderMap| {
        headers::apply(headers, kind);
        headers.insert(REQUEST_ID, id);
    };
    let answer = match answer {
        Ok(mut response) => {
            call.status = response.status().as_u16();
            if let Some(error) = response.response().error() {
                log(error);
            }
            finish(response.headers_mut());
            Ok(response)
        }
        Err(error) => {
            log(&error);
            let mut response = error.error_response();
            call.status = response.status().as_u16();
            finish(response.headers_mut());
            Err(InternalError::from_response(error, response).into())
        }
    };
    tracing::debug!(
        request.status = call.status,
        request.ms = started.elapsed().as_millis(),
        "answered"
    );
    span::end(told, call.status);
    call.measured(started.elapsed());
    answer
}

fn is_https(request: &ServiceRequest) -> bool {
    let state = request.app_data::<Data<AppState>>();
    state.is_some_and(|state| state.settings.public_url.starts_with("https://"))
}

/// Whoever wants no coding that we know, and refuses an answer without one, gets one without all
/// the same (RFC 9110, 12.5.3): the layer that compresses would say 406 in words of its own.
fn accept_some_coding(request: &mut ServiceRequest) {
    let known = [Encoding::identity(), Encoding::gzip(), Encoding::deflate()];
    let accepted = AcceptEncoding::parse(request);
    if accepted.is_ok_and(|accepted| accepted.negotiate(known.iter()).is_none()) {
        request.headers_mut().remove(ACCEPT_ENCODING);
    }
}

/// Takes the caller's id if it is harmless, so that a proxy's log and ours speak of the same call.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    let harmless = |id: &&HeaderValue| {
        let bytes = id.as_bytes();
        let word = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        (1..=64).contains(&bytes.len()) && bytes.iter().all(word)
    };
    let given = headers.get(REQUEST_ID).filter(harmless).cloned();
    given.unwrap_or_else(|| {
        let new = Uuid::now_v7().to_string();
        HeaderValue::from_str(&new).unwrap_or(HeaderValue::from_static("none"))
    })
}

fn panicked(panic: &(dyn std::any::Any + Send)) -> Problem {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    Problem::Internal(anyhow::anyhow!("panic: {}", text.unwrap_or_default()))
}

fn log(error: &Error) {
    if !error.as_response_error().status_code().is_server_error() {
        if let Some(problem) = error.as_error::<Problem>() {
            metrics::refused(problem.kind().entry().slug);
            if problem.kind() == Kind::Forbidden {
                security_log::not_allowed();
            }
        }
        return;
    }
    match error.as_error::<Problem>() {
        Some(Problem::Internal(cause)) => tracing::error!(cause = format!("{cause:#}"), "failed"),
        Some(Problem::Busy(cause)) => tracing::warn!(cause, "busy"),
        _ => tracing::warn!(cause = %error, "not available"),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::StatusCode;
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, init_service, try_call_service};
    use actix_web::{App, web};

    use super::*;

    #[actix_web::test]
    async fn a_panic_is_a_problem_that_tells_nothing_of_its_cause() {
        async fn fails() -> &'static str {
            panic!("the password is hunter2")
        }
        let app = App::new()
            .route("/api/fails", web::get().to(fails))
            .wrap(from_fn(trace));
        let app = init_service(app).await;
        let request = TestRequest::get().uri("/api/fails").to_request();
        let answer = try_call_service(&app, request)
            .await
            .unwrap_err()
            .error_response();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(answer.headers().contains_key(REQUEST_ID));
        assert!(answer.headers().contains_key("content-security-policy"));
        let body = actix_web::body::to_bytes(answer.into_body()).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(
            body.contains("/problems/internal") && !body.contains("hunter2"),
            "{body}"
        );
    }
}
