//! What OpenTelemetry is told of a call. The names are those of its semantic conventions for HTTP.
//!
//! What never happens: free text that a caller wrote is told. Of a path there are the route and the
//! ids in it; of the rest there is nothing but the method and the id of the request, if that is one.

use actix_web::dev::ServiceRequest;
use actix_web::web::Data;
use seatlog_projections::spans::{self, Span, SpanKind, TRACEPARENT};
use uuid::Uuid;

use crate::http::metrics;
use crate::http::state::AppState;

/// Begins the span of a call to the API. A `traceparent` counts only if a trusted proxy sent it:
/// anybody else could have all of their calls recorded, or add to the trace of others.
pub(super) fn begin(request: &ServiceRequest, request_id: &str) -> Span {
    if !spans::are_recorded() {
        return Span::NONE;
    }
    let method = metrics::known(request.method());
    let pattern = request.match_pattern();
    let name = || match &pattern {
        Some(route) => format!("{} {route}", method.unwrap_or("HTTP")),
        None => method.unwrap_or("HTTP").to_owned(),
    };
    let mut span = Span::first(believed(request), SpanKind::Server, name);
    span.note("http.request.method", || method.unwrap_or("_OTHER"));
    if let Some(route) = pattern {
        span.note("url.path", || path(&route, request.path()));
        span.note("http.route", || route);
    }
    if let Ok(id) = Uuid::try_parse(request_id) {
        span.note("seatlog.request.id", || id.to_string());
    }
    span
}

/// Ends it with what the call was answered.
pub(super) fn end(mut span: Span, status: u16) {
    span.note("http.response.status_code", || i64::from(status));
    if status >= 500 {
        span.note("error.type", || status.to_string());
        span.fail(|| "".into());
    }
}

/// The route with the ids that the path has in their places.
fn path(route: &str, path: &str) -> String {
    let told = route.split('/').zip(path.split('/')).map(|(open, given)| {
        let is_id = open.starts_with('{') && Uuid::try_parse(given).is_ok();
        if is_id { given } else { open }
    });
    told.collect::<Vec<_>>().join("/")
}

fn believed(request: &ServiceRequest) -> Option<&str> {
    let sent = request.headers().get(TRACEPARENT)?;
    let peer = request.peer_addr()?.ip().to_canonical();
    let state = request.app_data::<Data<AppState>>()?;
    let mut proxies = state.settings.trusted_proxies.iter();
    let trusted = proxies.any(|proxy| proxy.contains(peer));
    sent.to_str().ok().filter(|_| trusted)
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn of_a_path_there_are_the_ids_and_nothing_else_that_was_given() {
        let id = "01a22d19-3a99-7309-aa8d-85bc72d18747";
        for (route, given, told) in [
            (
                "/events/{id}/seats",
                format!("/events/{id}/seats"),
                format!("/events/{id}/seats"),
            ),
            (
                "/events/{id}",
                "/events/uma@example.org".into(),
                "/events/{id}".into(),
            ),
            (
                "/a/{id}/s/{seat}",
                format!("/a/{id}/s/Uma"),
                format!("/a/{id}/s/{{seat}}"),
            ),
            ("/events", "/events".into(), "/events".into()),
        ] {
            assert_eq!(path(route, &given), told);
        }
    }
}
