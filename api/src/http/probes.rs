//! For those who run the program: is it alive, is it ready, what does it measure. Not part of the
//! API, and not in its document.

use std::time::Duration;

use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpResponse, http::header};
use seatlog_projections::checkpoints::{self, ProjectionState};
use serde::Serialize;
use sqlx::PgPool;
use tokio::time::timeout;

use super::metrics;
use super::state::AppState;
use crate::schema;

/// How long the database may take to answer a probe.
const PATIENCE: Duration = Duration::from_secs(2);

/// Puts the probes in place.
pub fn configure(config: &mut ServiceConfig) {
    config
        .route("/healthz", web::get().to(alive))
        .route("/readyz", web::get().to(ready))
        .route("/metrics", web::get().to(measured));
}

async fn alive() -> &'static str {
    "ok\n"
}

#[derive(Serialize)]
struct Readiness {
    ready: bool,
    /// What is amiss.
    reasons: Vec<String>,
}

async fn ready(state: Data<AppState>) -> HttpResponse {
    let mut reasons = Vec::new();
    if state.draining.is_cancelled() {
        reasons.push("stopping".to_owned());
    }
    match timeout(PATIENCE, amiss(&state.pool)).await {
        Ok(Ok(more)) => reasons.extend(more),
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            reasons.push("the database does not answer".to_owned());
        }
        Err(_) => reasons.push("the database does not answer in time".to_owned()),
    }
    let readiness = Readiness {
        ready: reasons.is_empty(),
        reasons,
    };
    let mut response = match readiness.ready {
        true => HttpResponse::Ok(),
        false => HttpResponse::ServiceUnavailable(),
    };
    response
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(readiness)
}

async fn amiss(pool: &PgPool) -> Result<Vec<String>, sqlx::Error> {
    let pending = schema::pending(pool).await?;
    if pending > 0 {
        return Ok(vec![format!("{pending} migrations are not applied")]);
    }
    let models = checkpoints::list(pool).await?;
    let halted = models
        .iter()
        .filter(|model| model.state == ProjectionState::Halted);
    Ok(halted
        .map(|model| {
            let position = model.position + 1;
            format!(
                "read model {} has halted at position {position}",
                model.name
            )
        })
        .collect())
}

async fn measured() -> HttpResponse {
    let Some(recorder) = metrics::recorder() else {
        return HttpResponse::ServiceUnavailable().finish();
    };
    HttpResponse::Ok()
        .insert_header((
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        ))
        .body(recorder.render())
}
