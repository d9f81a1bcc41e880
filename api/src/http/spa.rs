//! The SPA, carried inside the binary (in a debug build read from `web/dist` at each request).

use actix_web::body::MessageBody;
use actix_web::http::header::{self, ETag, EntityTag, IfNoneMatch};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{self, Header, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::{Embed, EmbeddedFile};

use super::problem::Problem;

mod event_page;

#[derive(Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../web/dist"]
#[allow_missing = true]
struct Dist;

/// Files here have a digest of their content in their name.
const HASHED: &str = "assets/";
const PAGE: &str = "index.html";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// Takes every path that nothing else took.
pub fn configure(config: &mut ServiceConfig) {
    let event = web::resource("/events/{id}")
        .route(web::get().to(event_page::event_page::<Dist>))
        .route(web::head().to(event_page::event_page::<Dist>))
        .default_service(web::to(serve::<Dist>));
    config
        .service(event)
        .default_service(web::to(serve::<Dist>));
}

async fn serve<Files: Embed>(
    request: HttpRequest,
    known: Header<IfNoneMatch>,
) -> Result<HttpResponse, Problem> {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return Err(Problem::MethodNotAllowed(&["GET"]));
    }
    let (name, file) = find::<Files>(request.path().trim_start_matches('/'))?;
    let tag = EntityTag::new_strong(hex::encode(file.metadata.sha256_hash()));
    Ok(answer(name, tag, &known, file.data))
}

/// What a name stands for, unless the browser has it already.
fn answer(
    name: &str,
    tag: EntityTag,
    known: &IfNoneMatch,
    body: impl MessageBody + 'static,
) -> HttpResponse {
    let kept = if name.starts_with(HASHED) {
        FOR_EVER
    } else {
        ASK_AGAIN
    };
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, kept));
    let is_known = is_known(known, &tag);
    response.insert_header(ETag(tag));
    if is_known {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    let media = mime_guess::from_path(name).first_or_octet_stream();
    response.content_type(media).body(body)
}

/// The file of that name, or else the page, whose router knows the path; but never the page in the
/// place of a script that an old page asks for.
fn find<Files: Embed>(path: &str) -> Result<(&str, EmbeddedFile), Problem> {
    let file = Files::get(path).map(|file| (path, file));
    let page = || Files::get(PAGE).map(|file| (PAGE, file));
    let found = if path.starts_with(HASHED) {
        file
    } else {
        file.or_else(page)
    };
    found.ok_or(Problem::NotFound)
}

fn is_known(known: &IfNoneMatch, tag: &EntityTag) -> bool {
    match known {
        IfNoneMatch::Any => false,
        IfNoneMatch::Items(tags) => tags.iter().any(|known| known.weak_eq(tag)),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::dev::ServiceResponse;
    use actix_web::test::{TestRequest, call_service, init_service, read_body};
    use actix_web::{App, body::BoxBody};

    use super::*;

    #[derive(Embed)]
    #[folder = "$CARGO_MANIFEST_DIR/tests/spa"]
    struct Sample;

    async fn ask(request: TestRequest) -> ServiceResponse<BoxBody> {
        let app = App::new().default_service(web::to(serve::<Sample>));
        call_service(&init_service(app).await, request.to_request()).await
    }

    fn header<'a>(answer: &'a ServiceResponse<BoxBody>, name: &str) -> &'a str {
        answer
            .headers()
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    #[actix_web::test]
    async fn every_path_of_the_router_is_the_page_which_is_asked_for_again() {
        for path in ["/", "/events/7", "/admin/", "/index.html"] {
            let answer = ask(TestRequest::get().uri(path)).await;
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            assert_eq!(header(&answer, "content-type"), "text/html");
            assert_eq!(header(&answer, "cache-control"), ASK_AGAIN);
            assert!(
                read_body(answer).await.starts_with(b"<!doctype html>"),
                "{path}"
            );
        }
        let answer = ask(TestRequest::get().uri("/robots.txt")).await;
        assert_eq!(header(&answer, "content-type"), "text/plain");
    }

    #[actix_web::test]
    async fn a_hashed_file_is_kept_for_ever_and_a_missing_one_is_not_the_page() {
        let answer = ask(TestRequest::get().uri("/assets/index-4f2a9c1b.js")).await;
        assert_eq!(header(&answer, "cache-control"), FOR_EVER);
        assert_eq!(header(&answer, "content-type"), "text/javascript");
        for path in ["/assets/index-00000000.js", "/assets/../../openapi.rs"] {
            let answer = ask(TestRequest::get().uri(path)).await;
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[actix_web::test]
    async fn a_page_that_the_browser_has_is_not_sent_again() {
        let first = ask(TestRequest::get().uri("/")).await;
        let tag = header(&first, "etag").to_owned();
        let again = ask(TestRequest::get()
            .uri("/")
            .insert_header(("if-none-match", tag)))
        .await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(read_body(again).await.is_empty());
    }

    #[actix_web::test]
    async fn nothing_can_be_written_here() {
        let answer = ask(TestRequest::post().uri("/")).await;
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
    }
}
