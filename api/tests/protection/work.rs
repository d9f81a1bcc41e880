//! A call whose work a test can count, hold back and let fail, behind the real middleware.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use actix_web::dev::ServerHandle;
use actix_web::http::StatusCode;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Bytes, Data, ServiceConfig};
use actix_web::{App, HttpResponse, HttpServer};
use reqwest::{Client, RequestBuilder};
use seatlog::event_store::Origin;
use seatlog::http::admission;
use seatlog::http::idempotency::{self, Reservations};
use seatlog::http::json::BodyLimit;
use seatlog::http::state::AppState;
use serde_json::json;
use sqlx::PgPool;
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::door::{Answer, send, state};

/// How many bytes the call takes.
pub(crate) const LIMIT: usize = 1_000;

/// What the test sees of the work.
pub(crate) struct Work {
    /// The command id of every run.
    pub(crate) runs: Mutex<Vec<Uuid>>,
    /// The statuses to answer with, then 201. 0: panic.
    pub(crate) answers: Mutex<VecDeque<u16>>,
    /// A run ends when it gets a permit.
    pub(crate) gate: Semaphore,
}

impl Work {
    /// Work that waits at the gate.
    pub(crate) fn closed() -> Self {
        let gate = Semaphore::new(0);
        Self {
            runs: Mutex::default(),
            answers: Mutex::default(),
            gate,
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.runs.lock().unwrap().len()
    }

    /// Waits until so many runs have begun.
    pub(crate) async fn begun(&self, count: usize) {
        while self.count() < count {
            tokio::task::yield_now().await;
        }
    }
}

/// A node with that call.
pub(crate) struct Workshop {
    pub(crate) work: Arc<Work>,
    pub(crate) reservations: Reservations,
    pub(crate) origin: String,
    pub(crate) client: Client,
    server: ServerHandle,
}

impl Drop for Workshop {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

async fn do_work(body: Bytes, origin: Origin, work: Data<Work>) -> HttpResponse {
    let run = {
        let mut runs = work.runs.lock().unwrap();
        runs.push(origin.command_id);
        runs.len()
    };
    work.gate.acquire().await.unwrap().forget();
    let status = work.answers.lock().unwrap().pop_front().unwrap_or(201);
    assert_ne!(status, 0, "the work breaks down");
    HttpResponse::build(StatusCode::from_u16(status).unwrap())
        .insert_header(("Location", format!("/jobs/{run}")))
        .insert_header(("Seatlog-Position", run))
        .json(json!({"run": run, "bytes": body.len()}))
}

/// The call, twice, behind the middleware of the API, where strangers may POST.
pub(crate) fn calls(config: &mut ServiceConfig) {
    let call = |path| {
        web::resource(path)
            .app_data(BodyLimit(LIMIT))
            .route(web::route().to(do_work))
            .wrap(from_fn(idempotency::once))
    };
    let scope = web::scope("/api/v1")
        .service(call("/auth/work"))
        .service(call("/auth/other"));
    config.service(scope.wrap(from_fn(admission::admit)));
}

impl Workshop {
    /// A node whose work never has to wait.
    pub(crate) async fn open(pool: PgPool) -> Self {
        let shop = Self::closed(pool).await;
        shop.work.gate.add_permits(1_000);
        shop
    }

    /// A node whose work waits at the gate.
    pub(crate) async fn closed(pool: PgPool) -> Self {
        Self::sharing(pool, Arc::new(Work::closed())).await
    }

    /// Another node on which the same work is counted.
    pub(crate) async fn sharing(pool: PgPool, work: Arc<Work>) -> Self {
        let state = state(pool, "").await;
        let (data, counted) = (Data::new(state.clone()), Data::from(Arc::clone(&work)));
        let server = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .app_data(counted.clone())
                .configure(calls)
        });
        let server = server
            .workers(2)
            .disable_signals()
            .bind("127.0.0.1:0")
            .unwrap();
        let origin = format!("http://{}/api/v1", server.addrs()[0]);
        let running = server.run();
        let handle = running.handle();
        tokio::spawn(running);
        let AppState { reservations, .. } = state;
        Self {
            work,
            reservations,
            origin,
            client: Client::new(),
            server: handle,
        }
    }

    pub(crate) fn request(&self, path: &str, key: &str, body: &str) -> RequestBuilder {
        let request = self.client.post(format!("{}{path}", self.origin));
        request.header("idempotency-key", key).body(body.to_owned())
    }

    pub(crate) async fn post(&self, key: &str, body: &str) -> Answer {
        send(self.request("/auth/work", key, body)).await
    }
}
