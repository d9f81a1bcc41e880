//! Calls that a cookie proves must come from our own pages: a browser sends the cookie whoever
//! wrote the page. `SameSite=Strict` says so to the browser; this says so to ourselves.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{HOST, HeaderMap, HeaderName, ORIGIN};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use url::{Position, Url};

use crate::http::problem::Problem;
use crate::http::state::AppState;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// A call that one of our own pages makes. Every browser in use sends one of the two headers with a
/// POST; a program that has a cookie has to send one too.
#[derive(Debug)]
pub struct SameSite;

impl FromRequest for SameSite {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let public = request
            .app_data::<Data<AppState>>()
            .map(|state| &state.settings.public_url);
        let host = request
            .headers()
            .get(HOST)
            .and_then(|host| host.to_str().ok());
        let host = host.or_else(|| {
            request
                .uri()
                .authority()
                .map(|authority| authority.as_str())
        });
        let ours = is_ours(request.headers(), public.map_or("", String::as_str), host);
        ready(if ours {
            Ok(Self)
        } else {
            Err(Problem::Forbidden)
        })
    }
}

/// The origin counts if it is there: proxies and development servers know it too.
fn is_ours(headers: &HeaderMap, public_url: &str, host: Option<&str>) -> bool {
    if let Some(origin) = headers.get(ORIGIN) {
        let Some(origin) = origin
            .to_str()
            .ok()
            .and_then(|origin| Url::parse(origin).ok())
        else {
            return false;
        };
        let Ok(public) = Url::parse(public_url) else {
            return false;
        };
        return public.origin() == origin.origin()
            || (is_safe_beside(&origin, &public)
                && origin.has_host()
                && host == Some(&origin[Position::BeforeHost..Position::AfterPort]));
    }
    headers
        .get(SEC_FETCH_SITE)
        .is_some_and(|site| site == "same-origin")
}

/// Whoever sits in the network can write a page that comes without TLS, in the name of any host.
fn is_safe_beside(origin: &Url, public: &Url) -> bool {
    public.scheme() != "https" || origin.scheme() == "https"
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn ours(headers: &[(HeaderName, &str)], host: &str) -> bool {
        ours_at("https://tickets.example", headers, host)
    }

    fn ours_at(public_url: &str, headers: &[(HeaderName, &str)], host: &str) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(name.clone(), HeaderValue::from_str(value).unwrap());
        }
        is_ours(&map, public_url, Some(host))
    }

    #[test]
    fn our_own_pages_may_call() {
        assert!(ours(
            &[(ORIGIN, "https://tickets.example")],
            "10.0.0.5:8080"
        ));
        assert!(ours(
            &[(ORIGIN, "https://tickets.example:443")],
            "10.0.0.5:8080"
        ));
        assert!(ours(&[(ORIGIN, "https://other.example")], "other.example"));
        assert!(ours_at(
            "http://localhost:8080",
            &[(ORIGIN, "http://localhost:5173")],
            "localhost:5173"
        ));
        assert!(ours(&[(SEC_FETCH_SITE, "same-origin")], "tickets.example"));
        let both = [
            (ORIGIN, "https://tickets.example"),
            (SEC_FETCH_SITE, "same-origin"),
        ];
        assert!(ours(&both, "tickets.example"));
    }

    #[test]
    fn under_tls_a_page_that_came_without_it_may_not_whatever_its_host() {
        for host in ["tickets.example", "other.example"] {
            let origin = format!("http://{host}");
            assert!(!ours(&[(ORIGIN, &origin)], host), "{host}");
        }
    }

    #[test]
    fn who_does_not_say_where_the_call_comes_from_may_not() {
        assert!(!ours(&[], "tickets.example"));
    }

    #[test]
    fn pages_of_others_may_not() {
        for origin in [
            "https://evil.example",
            "http://tickets.example",
            "https://tickets.example.evil.example",
            "https://tickets.example:8443",
            "https://sub.tickets.example",
            "null",
            "",
        ] {
            assert!(!ours(&[(ORIGIN, origin)], "10.0.0.5:8080"), "{origin}");
        }
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(
                !ours(&[(SEC_FETCH_SITE, site)], "tickets.example"),
                "{site}"
            );
        }
        let mixed = [
            (ORIGIN, "https://evil.example"),
            (SEC_FETCH_SITE, "same-origin"),
        ];
        assert!(!ours(&mixed, "tickets.example"));
    }
}
