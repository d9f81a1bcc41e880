//! What is secret appears in no line that the program writes, however much it is asked to write,
//! and in no answer but the one that hands it out.

use std::collections::BTreeMap;
use std::time::Duration;

use mail_parser::MessageParser;
use reqwest::{Client, Method, RequestBuilder};
use seatlog_testkit::{OtlpSink, SmtpSink};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::program::{ADMIN, Ground};

const PATIENCE: Duration = Duration::from_secs(60);
const JWT_SECRET: &str = "planted-jwt-secret-of-more-than-32-bytes";
const SMTP_PASSWORD: &str = "planted-smtp-password";
const AUDIT_KEY: &str = "a5a5a5a5b6b6b6b6c7c7c7c7d8d8d8d8e9e9e9e9fafafafa0b0b0b0b1c1c1c1c";
const COLLECTOR_KEY: &str = "planted-key-of-the-collector";
const EMAIL: &str = "uma@example.org";
const NAME: &str = "Uma User";
const PASSWORD: &str = "planted-first-password";
const WRONG: &str = "planted-wrong-password";
const NEW: &str = "planted-second-password";
const TOO_SHORT: &str = "planted-pw";
const GUESS: &str = "planted-guessed-token";
/// What fits no field, and comes where a secret belongs.
const NUMBER: &str = "7318294650718";

/// Somebody at work with the program, who notes what is secret.
struct Spy {
    http: Client,
    base: String,
    /// Each secret, and what it is.
    secrets: BTreeMap<String, &'static str>,
    /// What was found where it does not belong.
    leaks: Vec<String>,
}

impl Spy {
    fn new(base: &str) -> Self {
        Self {
            http: Client::new(),
            base: format!("{base}/api/v1"),
            secrets: BTreeMap::new(),
            leaks: vec![],
        }
    }

    fn note(&mut self, what: &'static str, secret: &str) {
        assert!(
            secret.len() >= 10,
            "{what} would be found by chance: {secret}"
        );
        self.secrets.insert(secret.to_owned(), what);
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        // As the pages of this site ask.
        request.header("sec-fetch-site", "same-origin")
    }

    /// Looks for every secret that was known before in a text.
    fn look(&mut self, place: &str, text: &str) {
        for (secret, what) in &self.secrets {
            if let Some(at) = text.find(secret.as_str()) {
                let line = text[..at].rsplit('\n').next().unwrap_or_default();
                let line: String = line.chars().rev().take(200).collect();
                let line: String = line.chars().rev().collect();
                self.leaks.push(format!("{what} in {place}: {line}…"));
            }
        }
    }

    /// Sends a request, looks at the whole answer, and returns its status, cookie and body.
    async fn send(&mut self, request: RequestBuilder) -> (u16, String, Value) {
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let path = answer.url().path().to_owned();
        let cookie = headers
            .get("set-cookie")
            .map_or("", |it| it.to_str().unwrap());
        let text = answer.text().await.unwrap();
        self.look(
            &format!("the answer of {path}"),
            &format!("{headers:?}\n{text}"),
        );
        let cookie = cookie.split(';').next().unwrap_or_default();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        (status, cookie.to_owned(), body)
    }

    async fn post(&mut self, path: &str, body: &Value) -> (u16, String, Value) {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// Logs in or refreshes, and notes the tokens.
    async fn session(&mut self, request: RequestBuilder) -> (String, String) {
        let (status, cookie, body) = self.send(request).await;
        assert_eq!(status, 200, "{body}");
        let token = body["access_token"].as_str().unwrap().to_owned();
        self.note(
            "an access token's signature",
            token.rsplit('.').next().unwrap(),
        );
        self.note("a refresh token", cookie.split_once('=').unwrap().1);
        (token, cookie)
    }

    async fn login(&mut self, email: &str, password: &str) -> (String, String) {
        let body = json!({"email": email, "password": password});
        self.session(self.request(Method::POST, "/auth/login").json(&body))
            .await
    }

    /// The token in the newest of so many mails.
    async fn mailed(&mut self, smtp: &SmtpSink, mails: usize) -> String {
        let mails = smtp.wait_for(mails, PATIENCE).await;
        let mail = MessageParser::default()
            .parse(&mails.last().unwrap().raw)
            .unwrap();
        let text = mail.body_text(0).unwrap();
        let (_, token) = text.split_once("#token=").expect("a link");
        let token = token.split_whitespace().next().unwrap().to_owned();
        self.note("a mailed token", &token);
        token
    }
}

/// All that can be asked with secrets in the wrong place, or wrong ones in the right place.
async fn go_wrong(spy: &mut Spy) {
    for body in [
        json!({"email": EMAIL, "password": WRONG}),
        json!({"email": "nobody@example.org", "password": WRONG}),
        json!({"email": EMAIL, "password": [WRONG]}),
        json!({"email": EMAIL, "password": {"is": WRONG}}),
        json!({"email": EMAIL, "password": 7_318_294_650_718_u64}),
        json!({"email": EMAIL, "password": WRONG, "more": GUESS}),
        json!(WRONG),
        json!({"email": EMAIL, "name": "Uma", "password": TOO_SHORT}),
        json!({"token": GUESS, "password": WRONG}),
        json!({"token": [GUESS], "password": WRONG}),
        json!({"token": GUESS}),
    ] {
        for path in [
            "/auth/login",
            "/auth/register",
            "/auth/password/reset",
            "/auth/email/verify",
        ] {
            let (status, _, answer) = spy.post(path, &body).await;
            assert!(status >= 400 && status != 500, "{path}: {status} {answer}");
        }
    }
    let text = json!({"email": EMAIL, "password": WRONG}).to_string();
    let cut = &text[..text.len() - 1];
    for (body, kind) in [(cut, "application/json"), (text.as_str(), "text/plain")] {
        let call = spy.request(Method::POST, "/auth/login");
        let call = call.header("content-type", kind).body(body.to_owned());
        assert!([400, 415].contains(&spy.send(call).await.0));
    }
    for (name, value) in [
        ("authorization", format!("Bearer {GUESS}")),
        ("authorization", format!("Basic {GUESS}")),
        ("cookie", format!("seatlog_refresh={GUESS}")),
        ("idempotency-key", format!("{GUESS} é")),
    ] {
        for (method, path) in [(Method::GET, "/me"), (Method::POST, "/auth/refresh")] {
            let call = spy.request(method, path).header(name, value.clone());
            assert!([400, 401].contains(&spy.send(call).await.0));
        }
    }
}

/// An account from its first mail to its new password.
async fn live_through(spy: &mut Spy, smtp: &SmtpSink) {
    let registration = json!({"email": EMAIL, "password": PASSWORD, "name": NAME});
    assert_eq!(spy.post("/auth/register", &registration).await.0, 201);
    assert_eq!(spy.post("/auth/register", &registration).await.0, 409);
    let (token, cookie) = spy.login(EMAIL, PASSWORD).await;
    let link = spy.request(Method::POST, "/auth/email/resend");
    assert_eq!(spy.send(link.bearer_auth(&token)).await.0, 204);
    let verify = json!({"token": spy.mailed(smtp, 1).await});
    assert_eq!(spy.post("/auth/email/verify", &verify).await.0, 204);
    assert_eq!(spy.post("/auth/email/verify", &verify).await.0, 422);
    go_wrong(spy).await;
    let refresh = spy.request(Method::POST, "/auth/refresh");
    spy.session(refresh.header("cookie", &cookie)).await;
    let erase = spy.request(Method::DELETE, "/me").bearer_auth(&token);
    let erase = erase.json(&json!({"password": WRONG}));
    assert_eq!(spy.send(erase).await.0, 403);
    for path in ["/me", "/me/export", "/me/sessions"] {
        let call = spy.request(Method::GET, path).bearer_auth(&token);
        assert_eq!(spy.send(call).await.0, 200, "{path}");
    }

    let forgot = json!({"email": EMAIL});
    assert_eq!(spy.post("/auth/password/forgot", &forgot).await.0, 204);
    let reset = json!({"token": spy.mailed(smtp, 2).await, "password": NEW});
    assert_eq!(spy.post("/auth/password/reset", &reset).await.0, 204);
    assert_eq!(spy.post("/auth/password/reset", &reset).await.0, 422);
    let old = spy.request(Method::GET, "/me").bearer_auth(&token);
    assert_eq!(spy.send(old).await.0, 401);
    spy.login(EMAIL, NEW).await;
}

/// What admins see of others.
async fn oversee(spy: &mut Spy) {
    let (admin, _) = spy.login(ADMIN.0, ADMIN.1).await;
    for path in [
        "/admin/mails",
        "/admin/users",
        "/audit/facts",
        "/audit/actions",
    ] {
        let call = spy.request(Method::GET, path).bearer_auth(&admin);
        let (status, _, listed) = spy.send(call).await;
        assert_eq!(status, 200, "{path}");
        let mails = listed["items"].as_array().unwrap().iter();
        for mail in mails.filter(|_| path == "/admin/mails") {
            let path = format!("/admin/mails/{}", mail["id"].as_str().unwrap());
            let call = spy.request(Method::GET, &path).bearer_auth(&admin);
            assert_eq!(spy.send(call).await.0, 200);
        }
    }
}

/// Free text of callers, in every place where they can put some.
async fn scatter(spy: &mut Spy) {
    for path in [
        "/events/uma@example.org",
        "/events?q=uma@example.org",
        "/uma@example.org",
        "/admin/users?q=Uma%20User",
        "/admin/projections/uma@example.org/rebuild",
    ] {
        let call = spy.request(Method::GET, path);
        let call = call.header("x-request-id", "Uma.User-uma.example.org");
        spy.send(call.header("user-agent", NAME)).await;
    }
}

/// Traces have no secrets, and besides nothing that says who somebody is.
fn look_at_traces(spy: &mut Spy, collector: &OtlpSink) {
    spy.note("an e-mail address", EMAIL);
    spy.secrets.insert(NAME.to_owned(), "a name");
    spy.secrets
        .insert("Uma.User".to_owned(), "the id of a request");
    spy.secrets.insert("127.0.0.1".to_owned(), "an address");
    let told = collector.requests().join("\n");
    for said in [
        "/api/v1/auth/login",
        "POST /api/v1/auth/register",
        "publish UserRegistered",
    ] {
        assert!(told.contains(said), "a trace has what it should: {said}");
    }
    spy.look("a trace", &told);
    let heads = collector.heads();
    let has_key = |head: &String| head.contains(COLLECTOR_KEY);
    assert!(heads.iter().all(has_key), "{heads:?}");
}

#[sqlx::test(migrations = false)]
async fn no_secret_is_in_any_line_of_the_log_or_in_an_answer_where_it_does_not_belong(
    pool: PgPool,
) {
    let (smtp, collector) = (SmtpSink::start().await, OtlpSink::start().await);
    let mut ground = Ground::servers(&pool).await;
    ground.set("RUST_LOG", "trace");
    ground.set("JWT_SECRET", JWT_SECRET);
    ground.set("AUDIT_KEY", AUDIT_KEY);
    let smtp_url = format!("smtp://postmaster:{SMTP_PASSWORD}@{}", smtp.address());
    ground.set("SMTP_URL", smtp_url);
    ground.set("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
    let key = format!("x-key={COLLECTOR_KEY}");
    ground.set("OTEL_EXPORTER_OTLP_HEADERS", key);
    let log = ground.keep_log();
    let program = ground.start().await;
    let database = url::Url::parse(&std::env::var("DATABASE_URL").unwrap()).unwrap();
    let mut spy = Spy::new(&program.url);
    spy.note("the password in DATABASE_URL", database.password().unwrap());
    for (what, secret) in [
        ("JWT_SECRET", JWT_SECRET),
        ("AUDIT_KEY", AUDIT_KEY),
        ("the password in SMTP_URL", SMTP_PASSWORD),
        ("the key of the collector", COLLECTOR_KEY),
        ("the first admin's password", ADMIN.1),
        ("a password", PASSWORD),
        ("a wrong password", WRONG),
        ("a new password", NEW),
        ("a password that is too short", TOO_SHORT),
        ("a guessed token", GUESS),
        ("a number for a password", NUMBER),
    ] {
        spy.note(what, secret);
    }
    live_through(&mut spy, &smtp).await;
    oversee(&mut spy).await;
    scatter(&mut spy).await;
    let mails = smtp.received();
    assert!(mails.iter().all(|mail| mail.user.is_some()), "it logged in");

    assert!(program.interrupt().await.success());
    let lines = std::fs::read_to_string(log).unwrap();
    for said in [
        "TRACE",
        "DEBUG",
        "/api/v1/auth/login",
        "INSERT INTO accounts",
    ] {
        assert!(lines.contains(said), "the log has all there is: {said}");
    }
    spy.look("the log", &lines);
    look_at_traces(&mut spy, &collector);
    assert!(spy.leaks.is_empty(), "{:#?}", spy.leaks);
}
