//! `POST /audit/verify`

use actix_web::web::{Data, Json};
use seatlog_projections::seal::verify::{self, Verdict};

use crate::http::authority::Admin;
use crate::http::json::Empty;
use crate::http::problem::{Problem, documented::problems};
use crate::http::state::AppState;

problems!(Forbidden);

/// Verifies the whole log: every fact is hashed again and compared with its seal, the chain and
/// every signed checkpoint. One at a time; a second one is told that the service is busy.
#[utoipa::path(post, path = "/audit/verify", tag = "audit", security(("access_token" = [])),
    responses((status = 200, description = "What was found", body = Verdict), Problems))]
pub async fn verify_log(
    _admin: Admin,
    _nothing: Empty,
    state: Data<AppState>,
) -> Result<Json<Verdict>, Problem> {
    let one_at_a_time = state.verifying.try_lock();
    let _only = one_at_a_time.map_err(|_| Problem::Busy("the log is being verified".to_owned()))?;
    let trusted = state.notary.public_keys().await?;
    let verdict = verify::verify(&state.pool, &trusted, &[]).await?;
    Ok(Json(verdict))
}
