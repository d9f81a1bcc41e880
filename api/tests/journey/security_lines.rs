//! What happens to accounts and what is refused stands in the log of the program, a line each, and
//! names nobody.

use std::path::Path;
use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::time::timeout;

use crate::program::{ADMIN, Ground};

const DOCUMENT: &str = include_str!("../../../SECURITY.md");
const EMAIL: &str = "ada@planted.example";
const PASSWORD: &str = "seven-tenors-2026";
const NEW: &str = "nine-sopranos-2026";
const NEWER: &str = "ten-baritones-2026";
const WRONG: &str = "eight-tenors-2026";
const PATIENCE: Duration = Duration::from_secs(60);
/// How many failures there are in the story until logins are not looked at any more.
const FAILURES: usize = 10;

/// Somebody at work with the program.
struct Visitor {
    http: Client,
    base: String,
}

/// What the program answered.
struct Answer {
    status: u16,
    cookie: String,
    body: Value,
}

impl Answer {
    fn text(&self, pointer: &str) -> String {
        self.body.pointer(pointer).unwrap().as_str().unwrap().into()
    }
}

impl Visitor {
    fn call(&self, method: Method, path: &str) -> RequestBuilder {
        let call = self.http.request(method, format!("{}{path}", self.base));
        call.header("origin", "http://localhost:8080")
    }

    async fn send(&self, call: RequestBuilder) -> Answer {
        let answer = call.send().await.unwrap();
        let cookie = answer.headers().get("set-cookie");
        let cookie = cookie.map_or("", |cookie| cookie.to_str().unwrap());
        Answer {
            status: answer.status().as_u16(),
            cookie: cookie.split(';').next().unwrap_or_default().to_owned(),
            body: answer.json().await.unwrap_or(Value::Null),
        }
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.call(Method::POST, path).json(&body)).await
    }

    async fn login(&self, email: &str, password: &str) -> Answer {
        let body = json!({"email": email, "password": password});
        self.post("/auth/login", body).await
    }

    async fn with_cookie(&self, path: &str, cookie: &str) -> u16 {
        let call = self.call(Method::POST, path).header("cookie", cookie);
        self.send(call).await.status
    }

    async fn by(&self, login: &Answer, method: Method, path: &str, body: Value) -> u16 {
        let call = self.call(method, path);
        let call = call.bearer_auth(login.text("/access_token"));
        let call = if body.is_null() {
            call
        } else {
            call.json(&body)
        };
        self.send(call).await.status
    }
}

/// A line of the log: what it says, whose account it names, and who asked.
#[derive(Debug, PartialEq)]
struct Line(String, Option<String>, Option<String>);

fn lines(log: &Path) -> Vec<Line> {
    let text = std::fs::read_to_string(log).unwrap();
    let lines = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let ours = lines.filter(|line| line["target"] == "seatlog::security");
    ours.map(|line| {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        // A request's id leads to whatever else is known of it; at the start there is none.
        assert!(
            line["span"]["request.id"].is_string() || line["fields"]["message"] == "registered"
        );
        Line(
            text(&line["fields"]["message"]).unwrap(),
            text(&line["fields"]["account.id"]),
            text(&line["span"]["account.id"]),
        )
    })
    .collect()
}

/// The token of the only link that was mailed.
async fn mailed_token(pool: &PgPool) -> String {
    let texts = "SELECT text FROM mails WHERE template = 'reset_password'";
    loop {
        let text: Option<String> = sqlx::query_scalar(texts)
            .fetch_optional(pool)
            .await
            .unwrap();
        if let Some((_, token)) = text.as_deref().and_then(|text| text.split_once("#token=")) {
            return token.split_whitespace().next().unwrap().to_owned();
        }
    }
}

/// What is done, and what the log should say of it.
async fn live_through(visitor: &Visitor, pool: &PgPool) -> Vec<Line> {
    let mut expected = vec![];
    let mut say = |what: &str, account: Option<&str>, by: Option<&str>| {
        let owned = |id: Option<&str>| id.map(str::to_owned);
        expected.push(Line(what.to_owned(), owned(account), owned(by)));
    };
    let registration = json!({"email": EMAIL, "password": PASSWORD, "name": "Planted Name"});
    let ada = visitor.post("/auth/register", registration).await;
    let ada_id = ada.text("/user/id");
    let ada = Some(ada_id.as_str());
    say("registered", ada, None);

    visitor.login(EMAIL, WRONG).await;
    say("login failed", ada, None);
    visitor.login("nobody@planted.example", WRONG).await;
    say("login failed", None, None);
    let first = visitor.login(EMAIL, PASSWORD).await;
    let second = visitor.login(EMAIL, PASSWORD).await;
    let third = visitor.login(EMAIL, PASSWORD).await;
    for _ in 0..3 {
        say("logged in", ada, None);
    }

    let nothing = Value::Null;
    let refused = visitor.by(&first, Method::GET, "/admin/users", nothing.clone());
    assert_eq!(refused.await, 403);
    say("not allowed", None, ada);
    let call = visitor.http.post(format!("{}/auth/logout", visitor.base));
    let call = call.header("cookie", &first.cookie);
    let forged = call.header("origin", "https://evil.example");
    assert_eq!(visitor.send(forged).await.status, 403);
    say("not allowed", None, None);

    assert_eq!(
        visitor.with_cookie("/auth/logout", &third.cookie).await,
        204
    );
    say("logged out", ada, None);
    assert_eq!(
        visitor.with_cookie("/auth/refresh", &second.cookie).await,
        200
    );
    sqlx::query("UPDATE refresh_tokens SET used_at = used_at - interval '1 minute'")
        .execute(pool)
        .await
        .unwrap();
    assert_eq!(
        visitor.with_cookie("/auth/refresh", &second.cookie).await,
        401
    );
    say("refresh token used again: session ended", ada, None);

    for (old, status, said) in [
        (WRONG, 403, "wrong password"),
        (PASSWORD, 204, "password changed"),
    ] {
        let body = json!({"old_password": old, "new_password": NEW});
        let changed = visitor.by(&first, Method::POST, "/me/password", body);
        assert_eq!(changed.await, status);
        say(said, ada, ada);
    }

    let other = visitor.login(EMAIL, NEW).await;
    say("logged in", ada, None);
    let listed = visitor.call(Method::GET, "/me/sessions");
    let listed = listed.bearer_auth(first.text("/access_token"));
    let newest = visitor.send(listed).await.text("/items/0/id");
    let path = format!("/me/sessions/{newest}");
    let ended = visitor.by(&first, Method::DELETE, &path, nothing.clone());
    assert_eq!(ended.await, 204);
    say("session ended by its owner", ada, ada);
    assert_eq!(
        visitor.with_cookie("/auth/refresh", &other.cookie).await,
        401
    );

    let forgot = json!({ "email": EMAIL });
    assert_eq!(
        visitor.post("/auth/password/forgot", forgot).await.status,
        204
    );
    let token = timeout(PATIENCE, mailed_token(pool)).await.unwrap();
    let reset = json!({"token": token, "password": NEWER});
    assert_eq!(
        visitor.post("/auth/password/reset", reset).await.status,
        204
    );
    say("password changed", ada, None);

    let boss = visitor.login(ADMIN.0, ADMIN.1).await;
    let boss_id = boss.text("/user/id");
    let boss_id = Some(boss_id.as_str());
    say("logged in", boss_id, None);
    let path = format!("/admin/users/{ada_id}");
    let promoted = visitor.by(&boss, Method::PATCH, &path, json!({"role": "staff"}));
    assert_eq!(promoted.await, 200);
    say("role changed", ada, boss_id);
    let sessions = format!("{path}/sessions");
    let ended = visitor.by(&boss, Method::DELETE, &sessions, nothing.clone());
    assert_eq!(ended.await, 204);
    say("sessions ended by an admin", ada, boss_id);

    // Those of the address are counted from the beginning: three of them are behind us.
    for _ in 3..FAILURES - 1 {
        visitor.login(EMAIL, WRONG).await;
        say("login failed", ada, None);
    }
    assert_eq!(visitor.login(EMAIL, WRONG).await.status, 429);
    say("login refused: too many failures", ada, None);
    let body = json!({"old_password": ADMIN.1, "new_password": NEW});
    let closed = visitor.by(&boss, Method::POST, "/me/password", body);
    assert_eq!(closed.await, 429);
    say("password refused: too many failures", boss_id, boss_id);
    let erased = visitor.by(&boss, Method::DELETE, &path, nothing);
    assert_eq!(erased.await, 204);
    say("account erased", ada, boss_id);
    expected
}

#[sqlx::test(migrations = false)]
async fn what_happens_to_accounts_and_what_is_refused_is_logged_and_names_nobody(pool: PgPool) {
    let mut ground = Ground::database(&pool);
    ground.set("LOG_FORMAT", "json");
    ground.set("RUST_LOG", "warn,seatlog=info");
    ground.set("RATE_LIMITS", "on");
    let log = ground.keep_log();
    // Without the notifier, mails stay where the test can read them.
    let program = ground.start_as("api,projections").await;
    let visitor = Visitor {
        http: Client::new(),
        base: format!("{}/api/v1", program.url),
    };
    let expected = live_through(&visitor, &pool).await;
    assert!(program.interrupt().await.success());
    let mut said = lines(&log);
    // The first admin, whom the program itself made.
    assert_eq!(said.remove(0).0, "registered");
    assert_eq!(said, expected);
    for Line(what, ..) in expected {
        let row = format!("| `{what}` |");
        assert!(DOCUMENT.contains(&row), "SECURITY.md has {row}");
    }
    let text = std::fs::read_to_string(log).unwrap();
    for private in ["planted.example", "Planted Name", ADMIN.0] {
        assert!(!text.contains(private), "{private} is in the log");
    }
}
