//! A server of its own for each test, on port 0.

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use chrono::Utc;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder};
use seatlog::accounts::secrets::Secrets;
use seatlog::accounts::{Accounts, LoginLimits};
use seatlog::command_bus::CommandBus;
use seatlog::engine::{Engine, Limits};
use seatlog::http::state::AppState;
use seatlog::ownership::Ownership;
use seatlog::settings::{Settings, Source};
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

pub(crate) const PASSWORD: &str = "seven-tenors-2026";
pub(crate) const SECRET: &str = "the first secret, which is long enough";

/// A running node.
pub(crate) struct Door {
    pub(crate) state: AppState,
    origin: String,
    client: Client,
    server: ServerHandle,
}

impl Drop for Door {
    fn drop(&mut self) {
        self.state.draining.cancel();
        drop(self.server.stop(false));
    }
}

/// What the server said.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// The JSON, or the text where it is none.
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The status and the last part of the problem's `type`, to compare.
    pub(crate) fn refused(&self) -> (u16, &str) {
        let uri = self.body["type"]
            .as_str()
            .unwrap_or_else(|| panic!("no problem: {self:?}"));
        assert_eq!(self.header("content-type"), "application/problem+json");
        (self.status, uri.strip_prefix("/problems/").unwrap())
    }

    /// The value of the only cookie that was set.
    pub(crate) fn cookie(&self) -> (String, String) {
        let cookies: Vec<_> = self.headers.get_all("set-cookie").iter().collect();
        assert_eq!(cookies.len(), 1, "{self:?}");
        let (pair, attributes) = cookies[0].to_str().unwrap().split_once("; ").unwrap();
        (pair.to_owned(), attributes.to_owned())
    }

    pub(crate) fn replayed(&self) -> bool {
        self.header("idempotent-replayed") == "true"
    }
}

/// The parts of a node, with settings as in `seatlog.toml`.
pub(crate) async fn state(pool: PgPool, settings: &str) -> AppState {
    let settings = Arc::new(Settings::read(&Source::of_file(settings).unwrap()).unwrap());
    let secrets = Secrets::new(vec![SECRET.to_owned()]).unwrap();
    let limits = if settings.rate_limits {
        LoginLimits::On
    } else {
        LoginLimits::Off
    };
    let accounts = Accounts::open(pool.clone(), secrets, limits).await.unwrap();
    let bus = CommandBus::new(
        Engine::start(pool.clone(), Limits::default()),
        Ownership::Sole,
    );
    AppState::new(pool, bus, accounts, settings, CancellationToken::new())
}

impl Door {
    pub(crate) async fn open(pool: PgPool) -> Self {
        Self::open_with(pool, "").await
    }

    pub(crate) async fn open_with(pool: PgPool, settings: &str) -> Self {
        let state = state(pool, settings).await;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let running = seatlog::http::server(listener, state.clone()).unwrap();
        let server = running.handle();
        tokio::spawn(running);
        Self {
            state,
            origin,
            client: Client::new(),
            server,
        }
    }

    pub(crate) fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}/api/v1{path}", self.origin))
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Answer {
        send(self.call(Method::GET, path).bearer_auth(token)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        send(self.call(Method::POST, path).json(&body)).await
    }

    /// A call that the refresh cookie proves, by one of our own pages.
    pub(crate) async fn post_with_cookie(&self, path: &str, cookie: &str) -> Answer {
        let call = self.call(Method::POST, path).header("cookie", cookie);
        send(call.header("origin", &self.state.settings.public_url)).await
    }

    pub(crate) async fn patch(&self, path: &str, token: &str, body: Value) -> Answer {
        send(
            self.call(Method::PATCH, path)
                .bearer_auth(token)
                .json(&body),
        )
        .await
    }

    pub(crate) async fn delete(&self, path: &str, token: &str, body: Value) -> Answer {
        let call = self.call(Method::DELETE, path).bearer_auth(token);
        send(if body.is_null() {
            call
        } else {
            call.json(&body)
        })
        .await
    }

    pub(crate) async fn register(&self, email: &str) -> Answer {
        let body = json!({"email": email, "password": PASSWORD, "name": "Ada Lovelace"});
        self.post("/auth/register", body).await
    }

    pub(crate) async fn log_in(&self, email: &str, password: &str) -> Answer {
        self.post("/auth/login", json!({"email": email, "password": password}))
            .await
    }

    /// The access token of somebody new.
    pub(crate) async fn newcomer(&self, email: &str) -> (String, String) {
        assert_eq!(self.register(email).await.status, 201);
        self.token_of(email).await
    }

    /// The access token of an admin.
    pub(crate) async fn admin(&self) -> (String, String) {
        let accounts = &self.state.accounts;
        accounts
            .create_admin("admin@example.org", PASSWORD, Utc::now())
            .await
            .unwrap();
        self.token_of("admin@example.org").await
    }

    /// The id and an access token of an account.
    pub(crate) async fn token_of(&self, email: &str) -> (String, String) {
        let login = self.log_in(email, PASSWORD).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (
            text(&login.body["user"]["id"]),
            text(&login.body["access_token"]),
        )
    }
}

pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Answer {
        status,
        headers,
        body,
    }
}
