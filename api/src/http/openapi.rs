//! The OpenAPI document, built from the routes and from what each handler says of itself.
//!
//! What every call of a kind has in common (limits, headers, the problems of the frame) is added
//! here from the table of routes, so that no handler has to repeat it.

mod frame;

use std::sync::OnceLock;

use actix_web::HttpResponse;
use actix_web::http::header;
use utoipa::OpenApi;

use super::problem::Problem;
use super::query::{Nothing, Query};
use super::routes::Documented;

/// The document as it is served, and (with a line break) committed as `api/openapi.json`.
pub fn document() -> String {
    let mut document = Documented::openapi();
    frame::complete(&mut document);
    serde_json::to_string_pretty(&document).unwrap_or_default()
}

/// This document.
#[utoipa::path(get, path = "/openapi.json", tag = "service",
    responses((status = 200, description = "OpenAPI 3.1", body = serde_json::Value)))]
pub async fn openapi_json(Query(Nothing): Query<Nothing>) -> Result<HttpResponse, Problem> {
    static DOCUMENT: OnceLock<String> = OnceLock::new();
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(DOCUMENT.get_or_init(document).as_str()))
}
