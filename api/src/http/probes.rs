//! For those who run the program: is it alive, is it ready, what does it measure. Not part of the
//! API, and not in its document. Every process answers these, whatever its roles.

use std::io;
use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App, HttpResponse, HttpServer, http::header};

use super::metrics;
use super::trace::trace;
use crate::health::Health;

/// How long a probe may still be answered when the process stops.
const SHUTDOWN_SECS: u64 = 2;

/// Puts the probes in place, for a process whose [`Health`] is in the application's data.
pub fn configure(config: &mut ServiceConfig) {
    config
        .route("/healthz", web::get().to(alive))
        .route("/readyz", web::get().to(ready))
        .route("/metrics", web::get().to(measured));
}

/// A server for the probes of a process that answers nothing else.
///
/// # Errors
/// When the listener cannot be used.
pub fn server(listener: TcpListener, health: Health) -> io::Result<Server> {
    let server = HttpServer::new(move || {
        App::new()
            .app_data(Data::new(health.clone()))
            .configure(configure)
            .wrap(from_fn(trace))
    });
    let server = server
        .workers(1)
        .shutdown_timeout(SHUTDOWN_SECS)
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}

async fn alive() -> &'static str {
    "ok\n"
}

async fn ready(health: Data<Health>) -> HttpResponse {
    let readiness = health.look().await;
    let mut response = match readiness.ready {
        true => HttpResponse::Ok(),
        false => HttpResponse::ServiceUnavailable(),
    };
    response
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(readiness)
}

async fn measured(health: Data<Health>) -> HttpResponse {
    let Some(recorder) = metrics::recorder() else {
        return HttpResponse::ServiceUnavailable().finish();
    };
    metrics::look(&health);
    HttpResponse::Ok()
        .insert_header((
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        ))
        .body(recorder.render())
}
