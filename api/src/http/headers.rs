//! Headers that every answer carries.

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// Scripts come from here only; pictures of events may be anywhere on the web, and before they are
/// uploaded in the page itself; nobody frames us.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' https: http: data: blob:; \
     style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; object-src 'none'; \
     base-uri 'none'; form-action 'self'";

const ALWAYS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Links in mails carry tokens; other sites are not told of them.
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];

/// A year, the least that preload lists and OWASP ask for. Hosts below this one are included, so
/// that none of them can set a cookie for it over a connection that anybody can change.
const STRICT_TRANSPORT_SECURITY: &str = "max-age=31536000; includeSubDomains";

/// What is known of a call and says which headers its answer carries.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// It went to the API.
    pub is_api: bool,
    /// People reach this server by https: browsers may forget http.
    pub is_https: bool,
}

/// Puts them in place. What the API answers is nobody's to keep unless a handler says so.
pub fn apply(headers: &mut HeaderMap, Kind { is_api, is_https }: Kind) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_https {
        let value = HeaderValue::from_static(STRICT_TRANSPORT_SECURITY);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    // It told the layer that compresses to keep away; to clients it says nothing (RFC 9110, 8.4.1).
    let plain = |encoding: &HeaderValue| encoding == "identity";
    if headers.get(header::CONTENT_ENCODING).is_some_and(plain) {
        headers.remove(header::CONTENT_ENCODING);
    }
    if is_api && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
