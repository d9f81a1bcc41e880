//! `GET /uploads/images/{name}`, beside the API: pictures as pages and mails show them.
//!
//! Only what can be read as a [`PictureName`] is ever looked for, so no address leads anywhere else.

use actix_web::body::SizedStream;
use actix_web::http::Method;
use actix_web::http::header::{self, ETag, EntityTag, IfNoneMatch};
use actix_web::web::{self, Data, Header, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use crate::http::problem::Problem;
use crate::http::state::AppState;
use crate::pictures::PictureName;

const BASE: &str = "/uploads/images";
/// A name means the same bytes for ever.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Puts pictures in place.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(web::resource(format!("{BASE}/{{name}}")).to(show))
        .service(web::scope("/uploads").default_service(web::to(unknown)));
}

/// Where a picture is, on this server.
pub fn place(name: &PictureName) -> String {
    format!("{BASE}/{name}")
}

async fn show(
    request: HttpRequest,
    name: Path<String>,
    known: Header<IfNoneMatch>,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return Err(Problem::MethodNotAllowed(&["GET"]));
    }
    let name: PictureName = name.parse().map_err(|_| Problem::NotFound)?;
    let tag = EntityTag::new_strong(name.to_string());
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CACHE_CONTROL, FOR_EVER))
        .insert_header(ETag(tag.clone()));
    if let IfNoneMatch::Items(tags) = &*known
        && tags.iter().any(|known| known.weak_eq(&tag))
    {
        return Ok(HttpResponse::NotModified()
            .insert_header((header::CACHE_CONTROL, FOR_EVER))
            .insert_header(ETag(tag))
            .finish());
    }
    let found = state.pictures.find(&name).await?.ok_or(Problem::NotFound)?;
    Ok(response
        .content_type(name.format().media_type())
        .body(SizedStream::new(found.size, found.bytes)))
}

async fn unknown() -> Result<&'static str, Problem> {
    Err(Problem::NotFound)
}
