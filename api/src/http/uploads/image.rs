//! `POST /uploads/images`

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;
use utoipa::ToSchema;

use super::form::OneFile;
use super::picture;
use crate::http::authority::Admin;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;

problems!(Forbidden);

/// A form with one file.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub struct ImageUpload {
    /// A JPEG, PNG, WebP or GIF picture of at most 10 MiB and 50 million pixels.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Where an uploaded picture is.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadedImage {
    /// What an event's `image_url` takes. The picture itself, at most 1600 pixels wide and high;
    /// with `-640` in place of `-1600` the same, smaller.
    image_url: String,
}

/// Takes a picture in. What it is, is told from its content; it is decoded, turned upright, made
/// smaller where it is larger, and written anew without whatever else the file had in it. Of a
/// moving picture the first one is kept. The same picture has the same address.
#[utoipa::path(post, path = "/uploads/images", tag = "uploads",
    request_body(content = ImageUpload, content_type = "multipart/form-data"),
    security(("access_token" = [])),
    responses((status = 201, description = "Where it is", body = UploadedImage,
        headers(("Location", description = "Where it is"))), Problems))]
pub async fn upload_image(
    _admin: Admin,
    OneFile(file): OneFile,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let name = state.pictures.keep(file).await?;
    let place = picture::place(&name);
    let image_url = format!("{}{place}", state.settings.public_url);
    Ok(HttpResponse::Created()
        .insert_header(("Location", place))
        .json(UploadedImage { image_url }))
}
