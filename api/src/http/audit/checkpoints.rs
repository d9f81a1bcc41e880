//! `GET /audit/checkpoints`

use actix_web::web::Data;
use seatlog_projections::page::{Page, PageRequest};
use seatlog_projections::seal::notary::SignedCheckpoint;

use crate::http::authority::Admin;
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{PageParams, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// A page of them, as the document calls it.
pub type SignedCheckpointList = Page<SignedCheckpoint>;

/// Lists signed checkpoints of the log, newest first. Keep them where nobody who can write the
/// database can write: `seatlog audit verify --checkpoint FILE` compares the log with one.
#[utoipa::path(get, path = "/audit/checkpoints", tag = "audit", params(PageParams),
    security(("access_token" = [])),
    responses((status = 200, description = "A page of checkpoints", body = SignedCheckpointList),
        Problems))]
pub async fn list_checkpoints(
    _admin: Admin,
    Query(page): Query<PageRequest>,
    state: Data<AppState>,
) -> Result<Listed<SignedCheckpointList>, Problem> {
    Ok(Listed(state.notary.list(&page).await?))
}
