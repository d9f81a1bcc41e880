//! The page of an event, with a head that tells those who show a link to it what it leads to. The
//! SPA itself is the same; whoever runs it sees no difference.

use std::time::Duration;

use actix_web::http::header::{EntityTag, IfNoneMatch};
use actix_web::web::{Data, Header, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use rust_embed::Embed;
use seatlog_domain::ids::EventId;
use seatlog_projections::catalogue::{self, Preview};
use sha2::{Digest, Sha256};

use super::{PAGE, answer, serve};
use crate::http::client_address::client_address;
use crate::http::limits::Limits;
use crate::http::problem::Problem;
use crate::http::state::AppState;
use crate::settings::Settings;

/// Around what is replaced in the page's head; `web/index.html` has them.
const BEGIN: &str = "<!-- preview -->";
const END: &str = "<!-- /preview -->";
/// The page is worth more than its preview: it does not wait for a slow database.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many characters of the description are shown.
const MOST_TEXT: usize = 200;

#[derive(Template)]
#[template(path = "event_head.html")]
struct Head {
    name: String,
    text: String,
    address: String,
    picture: Option<String>,
}

impl Head {
    fn new(id: EventId, event: Preview, public_url: &str) -> Self {
        let about = event.description.split_whitespace().collect::<Vec<_>>();
        let when = event.starts_at.format("%-d %B %Y, %H:%M UTC");
        Self {
            text: shortened(&format!("{when}, {}. {}", event.venue, about.join(" "))),
            name: event.name,
            address: absolute(public_url, &format!("/events/{id}")),
            picture: event.image_url.map(|at| absolute(public_url, &at)),
        }
    }
}

/// Answers with the page of an event.
pub(super) async fn event_page<Files: Embed>(
    id: Path<String>,
    request: HttpRequest,
    known: Header<IfNoneMatch>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let page = Files::get(PAGE);
    let head = if may_ask(&request, &state.limits, &state.settings) {
        find(&id, &state).await
    } else {
        None
    };
    let head = head.and_then(|head| head.render().ok());
    let page = page.and_then(|page| with_head(std::str::from_utf8(&page.data).ok()?, &head?));
    let Some(page) = page else {
        return serve::<Files>(request, known).await;
    };
    let tag = EntityTag::new_strong(hex::encode(Sha256::digest(&page)));
    Ok(answer(PAGE, tag, &known, page))
}

/// Whether something is looked up for whoever asks: as often as calls of the API are answered. The
/// page itself, which is always the same, everybody gets.
fn may_ask(request: &HttpRequest, limits: &Limits, settings: &Settings) -> bool {
    request.peer_addr().is_none_or(|peer| {
        let trusted = &settings.trusted_proxies;
        let address = client_address(peer.ip(), request.headers(), trusted);
        limits.check_address(address).is_ok()
    })
}

/// What is to be said of an event; nothing where there is none that everyone may see, or where it
/// cannot be found out in time.
async fn find(id: &str, state: &AppState) -> Option<Head> {
    let id: EventId = id.parse().ok()?;
    let preview = catalogue::preview(&state.pool, id);
    let preview = tokio::time::timeout(PATIENCE, preview).await.ok()?.ok()??;
    Some(Head::new(id, preview, &state.settings.public_url))
}

/// The page with another head, if it says where that goes.
fn with_head(page: &str, head: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some([before, head.trim_end(), after].concat())
}

/// An address that is good everywhere: a path is one of ours.
fn absolute(public_url: &str, at: &str) -> String {
    if at.starts_with('/') {
        format!("{public_url}{at}")
    } else {
        at.to_owned()
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_TEXT) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;
    use crate::settings::Source;

    const HOUSE: &str = "<head><!-- preview --><title>Seatlog</title><!-- /preview --></head>";

    fn head(changes: impl FnOnce(&mut Preview)) -> String {
        let mut event = Preview {
            name: "Nabucco".to_owned(),
            description: "Four\nacts.".to_owned(),
            starts_at: "2027-03-01T19:30:00Z".parse().unwrap(),
            venue: "Arena".to_owned(),
            image_url: None,
        };
        changes(&mut event);
        let id = "01890000-0000-7000-8000-000000000001".parse().unwrap();
        Head::new(id, event, "https://tickets.example")
            .render()
            .unwrap()
    }

    #[test]
    fn a_link_shows_name_date_place_and_picture() {
        let head = head(|event| event.image_url = Some("/uploads/a.png".to_owned()));
        for said in [
            "<title>Nabucco · Seatlog</title>",
            r#"<meta property="og:title" content="Nabucco" />"#,
            r#"content="1 March 2027, 19:30 UTC, Arena. Four acts.""#,
            r#"<meta property="og:image" content="https://tickets.example/uploads/a.png" />"#,
            r#""https://tickets.example/events/01890000-0000-7000-8000-000000000001""#,
        ] {
            assert!(head.contains(said), "{said}\n{head}");
        }
    }

    #[test]
    fn what_organisers_write_stays_text() {
        let evil = r#""><script>alert(1)</script><!-- /preview -->"#;
        let head = head(|event| {
            event.name = evil.to_owned();
            event.description = evil.to_owned();
            event.venue = evil.to_owned();
            event.image_url = Some(format!("https://x.example/{evil}"));
        });
        assert!(
            !head.contains("<script") && !head.contains("<!--"),
            "{head}"
        );
        let page = with_head(HOUSE, &head).unwrap();
        assert!(
            page.ends_with("/>\n</head>") || page.ends_with("/></head>"),
            "{page}"
        );
    }

    #[test]
    fn a_long_description_is_cut_between_characters() {
        let head = head(|event| event.description = "🎭".repeat(5_000));
        assert!(head.contains("🎭…") && head.len() < 3_000);
    }

    #[test]
    fn for_who_asks_too_much_nothing_is_looked_up_and_for_others_it_is() {
        let source = Source::of_file("TRUSTED_PROXIES = '10.0.0.1'").unwrap();
        let (limits, settings) = (Limits::new(true), Settings::read(&source).unwrap());
        let asked_by = |client: &str| {
            let request = TestRequest::get()
                .peer_addr("10.0.0.1:80".parse().unwrap())
                .insert_header(("x-forwarded-for", client))
                .to_http_request();
            may_ask(&request, &limits, &settings)
        };
        assert!((0..10_000).any(|_| !asked_by("192.0.2.1")));
        assert!(asked_by("192.0.2.2"));
    }

    #[test]
    fn a_page_that_does_not_say_where_its_head_goes_stays_as_it_is() {
        assert_eq!(with_head("<head></head>", "x"), None);
    }
}
