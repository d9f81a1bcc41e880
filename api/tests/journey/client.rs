//! People who use the program over HTTP.

use chrono::{Duration, Utc};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

/// Somebody with an account, logged in.
pub(crate) struct Person {
    http: reqwest::Client,
    base: String,
    token: String,
    pub(crate) id: String,
}

/// What somebody was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) position: Option<i64>,
    pub(crate) body: Value,
}

impl Answer {
    /// The body, if the status is as expected.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }

    pub(crate) fn id(&self) -> String {
        self.body["id"].as_str().expect("an id").to_owned()
    }

    /// The slug of a problem.
    pub(crate) fn problem(&self) -> &str {
        self.body["type"]
            .as_str()
            .and_then(|it| it.strip_prefix("/problems/"))
            .unwrap_or("none")
    }
}

impl Person {
    /// Somebody new.
    pub(crate) async fn register(base: &str, email: &str) -> Self {
        let person = Self::nobody(base);
        let password = "a seat in the third row";
        let body = json!({"email": email, "password": password, "name": "Uma User"});
        person.post("/auth/register", body).await.expect(201);
        person.login(email, password).await
    }

    /// Somebody who has an account.
    pub(crate) async fn log_in(base: &str, (email, password): (&str, &str)) -> Self {
        Self::nobody(base).login(email, password).await
    }

    pub(crate) fn nobody(base: &str) -> Self {
        let http = reqwest::Client::new();
        Self {
            http,
            base: format!("{base}/api/v1"),
            token: String::new(),
            id: String::new(),
        }
    }

    async fn login(mut self, email: &str, password: &str) -> Self {
        let body = json!({"email": email, "password": password});
        let answer = self.post("/auth/login", body).await.expect(200).body;
        self.token = answer["access_token"].as_str().unwrap().to_owned();
        self.id = answer["user"]["id"].as_str().unwrap().to_owned();
        self
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None, None).await
    }

    /// Reads what is at least as new as a position.
    pub(crate) async fn get_since(&self, path: &str, position: Option<i64>) -> Answer {
        self.call(Method::GET, path, None, position).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body), None).await
    }

    /// Posts with a header of the test's own.
    pub(crate) async fn post_with(
        &self,
        (name, value): (&str, &str),
        path: &str,
        body: Value,
    ) -> Answer {
        let request = self.request(Method::POST, path).json(&body);
        read(request.header(name, value)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path, None, None).await
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        since: Option<i64>,
    ) -> Answer {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(&body);
        }
        if let Some(position) = since {
            request = request.header("Seatlog-Min-Position", position);
        }
        read(request).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match self.token.is_empty() {
            true => request,
            false => request.bearer_auth(&self.token),
        }
    }
}

async fn read(request: RequestBuilder) -> Answer {
    let response = request.send().await.expect("the program answers");
    let position = response.headers().get("Seatlog-Position");
    let position = position.map(|it| it.to_str().unwrap().parse().unwrap());
    let (status, text) = (response.status(), response.text().await.unwrap());
    Answer {
        status,
        position,
        body: serde_json::from_str(&text).unwrap_or(Value::Null),
    }
}

/// An event with `rows` rows of ten seats at 45 euros.
pub(crate) fn event(name: &str, rows: usize) -> Value {
    let rows: Vec<_> = (1..=rows)
        .map(|row| json!({"label": row.to_string(), "seats": 10}))
        .collect();
    json!({
        "name": name, "description": "", "venue": "Arena di Verona", "currency": "EUR",
        "starts_at": Utc::now() + Duration::days(30),
        "seating": {"sections": [
            {"id": "ST", "name": "Stalls", "kind": "reserved", "price_minor": 4500, "rows": rows}
        ]},
    })
}
