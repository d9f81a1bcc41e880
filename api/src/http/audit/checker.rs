//! `GET /audit/check_proof.py`

use actix_web::HttpResponse;
use actix_web::http::header;

use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{Nothing, Query};

problems!(Validation);

/// A script that checks an inclusion proof without this program: Python 3, standard library only.
#[utoipa::path(get, path = "/audit/check_proof.py", tag = "audit",
    responses((status = 200, description = "The script", body = String,
        content_type = "text/x-python"), Problems))]
pub async fn get_proof_checker(Query(Nothing): Query<Nothing>) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/x-python; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(include_str!("check_proof.py")))
}
