//! A server of its own for each test: real database, real connections, port 0. Read models are
//! brought up to date when a test says so, never behind its back.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::dev::ServerHandle;
use chrono::{DateTime, Utc};
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder};
use seatlog::accounts::secrets::Secrets;
use seatlog::accounts::{Accounts, LoginLimits};
use seatlog::command_bus::CommandBus;
use seatlog::engine::{Engine, Limits};
use seatlog::event_store::Origin;
use seatlog::http::state::AppState;
use seatlog::ownership::Ownership;
use seatlog::settings::{Settings, Source};
use seatlog_domain::ids::EventId;
use seatlog_projections::{log, runner};
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

use crate::people::{self, Person};

const SECRET: &str = "the first secret, which is long enough";

/// A running server with an admin, a member of staff and two users.
pub(crate) struct House {
    pub(crate) pool: PgPool,
    pub(crate) state: AppState,
    pub(crate) admin: Person,
    pub(crate) staff: Person,
    pub(crate) ada: Person,
    pub(crate) bob: Person,
    pub(crate) address: SocketAddr,
    origin: String,
    client: Client,
    pub(crate) server: ServerHandle,
    _node: Node,
}

/// A running server.
pub(crate) struct Node {
    pub(crate) address: SocketAddr,
    server: ServerHandle,
    _following: DropGuard,
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

    /// The last part of the problem's `type`.
    pub(crate) fn slug(&self) -> &str {
        let uri = self.body["type"]
            .as_str()
            .unwrap_or_else(|| panic!("no problem: {self:?}"));
        uri.strip_prefix("/problems/").unwrap()
    }

    /// The fields that were refused.
    pub(crate) fn fields(&self) -> Vec<&str> {
        let errors = self.body["errors"]
            .as_array()
            .unwrap_or_else(|| panic!("{self:?}"));
        errors
            .iter()
            .map(|error| error["field"].as_str().unwrap())
            .collect()
    }

    pub(crate) fn position(&self) -> i64 {
        self.header("seatlog-position").parse().unwrap()
    }

    /// The status and the slug, to compare.
    pub(crate) fn refused(&self) -> (u16, &str) {
        (self.status, self.slug())
    }

    pub(crate) fn text(&self, member: &str) -> String {
        self.body[member]
            .as_str()
            .unwrap_or_else(|| panic!("{member}: {self:?}"))
            .to_owned()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

impl Node {
    /// Starts a server with settings as in `seatlog.toml`. Of what a node does all the time, it
    /// follows the seats.
    async fn start(pool: PgPool, settings: &str) -> (AppState, Self) {
        let source = Source::of_file(settings).unwrap();
        let values = [
            ("AUDIT_KEY", "07".repeat(32)),
            ("CHECKPOINT_DIR", "/dev/null/checkpoints".to_owned()),
        ];
        let source = source.overlaid(values.map(|(name, value)| (name.to_owned(), value)));
        let settings = Arc::new(Settings::read(&source).unwrap());
        let secrets = Secrets::new(vec![SECRET.to_owned()]).unwrap();
        let accounts = Accounts::open(pool.clone(), secrets, LoginLimits::On)
            .await
            .unwrap();
        let bus = CommandBus::new(
            Engine::start(pool.clone(), Limits::default()),
            Ownership::Sole,
        );
        let draining = CancellationToken::new();
        let state = AppState::new(pool, bus, accounts, settings, draining.clone());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let running = seatlog::http::server(listener, state.clone()).unwrap();
        let server = running.handle();
        tokio::spawn(running);
        let (seats, stop) = (state.seats.clone(), CancellationToken::new());
        let stopped = stop.clone();
        tokio::spawn(async move { seats.follow(draining, stopped).await });
        let node = Self {
            address,
            server,
            _following: stop.drop_guard(),
        };
        (state, node)
    }
}

impl House {
    pub(crate) async fn open(pool: PgPool) -> Self {
        Self::open_with(pool, "").await
    }

    /// A server with settings as in `seatlog.toml`.
    pub(crate) async fn open_with(pool: PgPool, settings: &str) -> Self {
        let (state, node) = Node::start(pool, settings).await;
        let secrets = Secrets::new(vec![SECRET.to_owned()]).unwrap();
        let people = people::enter(&state.accounts, &state.pool, &secrets).await;
        Self::of(state, node, people)
    }

    /// A node that knows nothing but what is in a database, for the same people.
    pub(crate) async fn again(&self, pool: PgPool) -> Self {
        let people = [&self.admin, &self.staff, &self.ada, &self.bob].map(Person::clone);
        let (state, node) = Node::start(pool, "").await;
        Self::of(state, node, people)
    }

    fn of(state: AppState, node: Node, [admin, staff, ada, bob]: [Person; 4]) -> Self {
        Self {
            pool: state.pool.clone(),
            state,
            admin,
            staff,
            ada,
            bob,
            address: node.address,
            origin: format!("http://{}", node.address),
            client: Client::new(),
            server: node.server.clone(),
            _node: node,
        }
    }

    /// Another server on the same database.
    pub(crate) async fn beside(&self) -> Node {
        Node::start(self.pool.clone(), "").await.1
    }

    /// A request to any path of the server, by nobody.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.origin))
    }

    /// A call of the API.
    pub(crate) fn call(&self, method: Method, path: &str, by: Option<&Person>) -> RequestBuilder {
        let request = self.request(method, &format!("/api/v1{path}"));
        match by {
            Some(person) => request.header("authorization", person.authorization()),
            None => request,
        }
    }

    pub(crate) async fn get(&self, path: &str, by: impl Into<Option<&Person>>) -> Answer {
        send(self.call(Method::GET, path, by.into())).await
    }

    pub(crate) async fn post(&self, path: &str, by: &Person, body: Value) -> Answer {
        send(self.call(Method::POST, path, Some(by)).json(&body)).await
    }

    pub(crate) async fn patch(&self, path: &str, by: &Person, body: Value) -> Answer {
        send(self.call(Method::PATCH, path, Some(by)).json(&body)).await
    }

    pub(crate) async fn delete(&self, path: &str, by: &Person) -> Answer {
        send(self.call(Method::DELETE, path, Some(by))).await
    }

    /// What `/readyz` answers: its status, and what is amiss. On a machine with no time to spare it
    /// says for a while that the database does not answer in time; no test asks for that.
    pub(crate) async fn readiness(&self) -> (u16, Value) {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let answer = self.request(Method::GET, "/readyz").send().await.unwrap();
            let status = answer.status().as_u16();
            let said: Value = answer.json().await.unwrap();
            let late = "the database does not answer in time";
            if !said["reasons"].as_array().unwrap().contains(&json!(late)) {
                return (status, said["reasons"].clone());
            }
            assert!(Instant::now() < deadline, "never in time");
        }
    }

    /// Brings the read models to the end of the log.
    pub(crate) async fn settle(&self) {
        runner::catch_up(&self.pool).await.unwrap();
    }

    pub(crate) async fn head(&self) -> i64 {
        log::head(&self.pool).await.unwrap()
    }

    /// Waits until the log is so long, by the doing of others.
    pub(crate) async fn log_reaches(&self, position: i64) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while self.head().await < position {
            assert!(
                Instant::now() < deadline,
                "the log never reached {position}"
            );
        }
    }

    /// An event that everybody sees; its id.
    pub(crate) async fn event(&self) -> String {
        self.event_with(json!({})).await
    }

    /// An event that differs from [`event_body`] in some fields; its id.
    pub(crate) async fn event_with(&self, changes: Value) -> String {
        let created = self
            .post("/events", &self.admin, changed(event_body(), changes))
            .await;
        assert_eq!(created.status, 201, "{created:?}");
        self.settle().await;
        created.text("id")
    }

    /// The same event, but created and published some time ago; its id.
    pub(crate) async fn event_on_sale_since(&self, at: DateTime<Utc>) -> String {
        self.hot_event_since(at, Value::Null).await
    }

    /// The same with a waiting room; its id.
    pub(crate) async fn hot_event_since(&self, at: DateTime<Utc>, waiting_room: Value) -> String {
        let mut details = changed(event_body(), json!({ "waiting_room": waiting_room }));
        let body = details.as_object_mut().unwrap();
        let (currency, plan) = (body.remove("currency"), body.remove("seating"));
        for member in ["ends_at", "sales_open_at", "sales_close_at"] {
            body.insert(member.to_owned(), Value::Null);
        }
        let command = json!({"CreateEvent": {
            "details": details, "currency": currency, "plan": plan, "draft": false, "now": at,
        }});
        let command = serde_json::from_value(command).unwrap();
        let id = EventId::new(Uuid::now_v7());
        let created = self.state.bus.execute(id, command, &Origin::system()).await;
        created.unwrap();
        self.settle().await;
        id.to_string()
    }

    /// Books seats; the booking's id.
    pub(crate) async fn booking(&self, event: &str, by: &Person, seats: &[&str]) -> String {
        let path = format!("/events/{event}/bookings");
        let booked = self.post(&path, by, json!({ "seats": seats })).await;
        assert_eq!(booked.status, 201, "{booked:?}");
        booked.text("id")
    }
}

/// Sends a request. Whatever is refused must be a well-formed problem.
pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    let answer = Answer {
        status,
        headers,
        body,
    };
    if status >= 400 {
        check_problem(&answer);
    }
    answer
}

fn check_problem(answer: &Answer) {
    assert_eq!(
        answer.header("content-type"),
        "application/problem+json",
        "{answer:?}"
    );
    assert!(!answer.slug().is_empty());
    assert_eq!(answer.body["status"], answer.status, "{answer:?}");
    assert!(
        answer.body["title"].is_string() && answer.body["detail"].is_string(),
        "{answer:?}"
    );
    assert!(answer.body["retryable"].is_boolean(), "{answer:?}");
    let waits = [429, 503].contains(&answer.status);
    assert_eq!(
        answer.headers.contains_key("retry-after"),
        waits,
        "{answer:?}"
    );
}

/// An event as an admin writes it: two rows and a standing area.
pub(crate) fn event_body() -> Value {
    json!({
        "name": "Nabucco",
        "description": "An opera in four acts.",
        "starts_at": "2999-03-01T19:30:00Z",
        "venue": "Arena di Verona",
        "image_url": "https://example.org/nabucco.png",
        "currency": "EUR",
        "max_seats_per_user": 4,
        "seating": {"sections": [
            {"id": "ST", "name": "Stalls", "kind": "reserved", "price_minor": 4500,
             "rows": [{"label": "A", "seats": 4}, {"label": "B", "seats": ["1", "2", "2A"]}]},
            {"id": "GA", "name": "Standing", "kind": "general", "price_minor": 2500, "capacity": 3}
        ]}
    })
}

/// A body with some members replaced.
pub(crate) fn changed(mut body: Value, changes: Value) -> Value {
    if let (Value::Object(body), Value::Object(changes)) = (&mut body, changes) {
        body.extend(changes);
    }
    body
}
