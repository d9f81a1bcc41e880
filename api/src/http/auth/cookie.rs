//! The cookie of the refresh token: out of reach of scripts and of other sites, and sent only
//! where it is needed.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use chrono::{DateTime, Utc};

use crate::accounts::sessions::{RefreshToken, Tickets};
use crate::http::routes::BASE;
use crate::settings::Settings;

const NAME: &str = "seatlog_refresh";
/// Browsers take a cookie of this name only over TLS.
const SECURE_NAME: &str = "__Secure-seatlog_refresh";

fn is_secure(settings: &Settings) -> bool {
    settings.public_url.starts_with("https://")
}

fn name(settings: &Settings) -> &'static str {
    if is_secure(settings) {
        SECURE_NAME
    } else {
        NAME
    }
}

fn cookie(value: String, max_age: Duration, settings: &Settings) -> Cookie<'static> {
    Cookie::build(name(settings), value)
        .path(format!("{BASE}/auth"))
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(is_secure(settings))
        .max_age(max_age)
        .finish()
}

/// Takes the refresh token to the browser, for as long as the session lasts unused.
pub(super) fn carrying(
    tickets: &Tickets,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Cookie<'static> {
    let left = (tickets.session_ends_at - now).num_seconds().max(0);
    let value = tickets.refresh_token.expose().to_owned();
    cookie(value, Duration::seconds(left), settings)
}

/// Makes the browser forget it.
pub(super) fn forgetting(settings: &Settings) -> Cookie<'static> {
    cookie(String::new(), Duration::ZERO, settings)
}

/// What the browser brought back.
pub(super) fn brought(request: &HttpRequest, settings: &Settings) -> Option<RefreshToken> {
    request
        .cookie(name(settings))
        .map(|cookie| RefreshToken::presented(cookie.value()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Source;

    fn settings(public_url: &str) -> Settings {
        let source = Source::of_file(&format!("PUBLIC_URL = '{public_url}'")).unwrap();
        Settings::read(&source).unwrap()
    }

    #[test]
    fn over_tls_the_cookie_is_secure_and_says_so_in_its_name() {
        assert_eq!(
            forgetting(&settings("https://tickets.example")).to_string(),
            "__Secure-seatlog_refresh=; HttpOnly; SameSite=Strict; Secure; Path=/api/v1/auth; Max-Age=0",
        );
        assert_eq!(
            forgetting(&settings("http://localhost:8080")).to_string(),
            "seatlog_refresh=; HttpOnly; SameSite=Strict; Path=/api/v1/auth; Max-Age=0",
        );
    }
}
