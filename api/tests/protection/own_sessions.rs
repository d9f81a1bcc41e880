//! One's own sessions and data.

use reqwest::Method;
use seatlog::accounts::login::Credentials;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::door::{Door, PASSWORD, send};

/// A login from a browser of that name: its access token.
async fn login_from(door: &Door, browser: &str) -> String {
    let credentials = Credentials {
        email: "ada@example.org".to_owned(),
        password: PASSWORD.to_owned(),
        address: Some("192.0.2.7".parse().unwrap()),
        user_agent: Some(browser.to_owned()),
    };
    let tickets = door.state.accounts.login(&credentials, chrono::Utc::now());
    tickets.await.unwrap().access_token
}

fn agents(page: &Value) -> Vec<(&str, bool)> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|session| {
            let agent = session["user_agent"].as_str().unwrap();
            (agent, session["current"].as_bool().unwrap())
        })
        .collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn sessions_are_listed_newest_first_and_ended_one_by_one(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    door.register("ada@example.org").await;
    let phone = login_from(&door, "phone").await;
    let laptop = login_from(&door, "laptop").await;
    let listed = door.get("/me/sessions", &phone).await;
    assert_eq!(agents(&listed.body), [("laptop", false), ("phone", true)]);
    assert_eq!(listed.body["items"][0]["address"], "192.0.2.7");
    let page = door.get("/me/sessions?limit=1", &phone).await;
    let cursor = page.body["next_cursor"].as_str().unwrap();
    let rest = format!("/me/sessions?limit=1&cursor={cursor}");
    assert_eq!(
        agents(&door.get(&rest, &phone).await.body),
        [("phone", true)]
    );

    let other = Door::open(pool).await;
    let path = format!(
        "/me/sessions/{}",
        listed.body["items"][0]["id"].as_str().unwrap()
    );
    assert_eq!(door.delete(&path, &phone, Value::Null).await.status, 204);
    let ended = door.get("/me", &laptop).await;
    assert_eq!(ended.refused(), (401, "unauthenticated"));
    let again = door.delete(&path, &phone, Value::Null).await;
    assert_eq!(again.refused(), (404, "not-found"));
    let left = door.get("/me/sessions", &phone).await;
    assert_eq!(agents(&left.body), [("phone", true)]);
    // A node that hears of it later, as one that starts now, refuses the token too.
    drop(other);
    let later = Door::open(door.state.pool.clone()).await;
    assert_eq!(later.get("/me", &laptop).await.status, 401);
    assert_eq!(later.get("/me", &phone).await.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_session_that_was_ended_cannot_be_refreshed(pool: PgPool) {
    let door = Door::open(pool).await;
    let (_, token) = door.newcomer("ada@example.org").await;
    let (cookie, _) = door.log_in("ada@example.org", PASSWORD).await.cookie();
    let listed = door.get("/me/sessions", &token).await;
    let newest = listed.body["items"][0]["id"].as_str().unwrap();
    let path = format!("/me/sessions/{newest}");
    assert_eq!(door.delete(&path, &token, Value::Null).await.status, 204);
    let refreshed = door.post_with_cookie("/auth/refresh", &cookie).await;
    assert_eq!(refreshed.refused(), (401, "session-ended"));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_session_of_somebody_else_does_not_exist(pool: PgPool) {
    let door = Door::open(pool).await;
    let (_, ada) = door.newcomer("ada@example.org").await;
    let (_, admin) = door.admin().await;
    let listed = door.get("/me/sessions", &ada).await;
    let id = listed.body["items"][0]["id"].as_str().unwrap();
    for path in [id.to_owned(), Uuid::now_v7().to_string()] {
        let path = format!("/me/sessions/{path}");
        let refused = door.delete(&path, &admin, Value::Null).await;
        assert_eq!(refused.refused(), (404, "not-found"));
    }
    let bad = door.delete("/me/sessions/7", &ada, Value::Null).await;
    assert_eq!(bad.refused(), (400, "bad-request"));
    assert_eq!(door.get("/me", &ada).await.status, 200);
    for (method, path) in [(Method::GET, "/me/sessions"), (Method::GET, "/me/export")] {
        let nobody = send(door.call(method, path)).await;
        assert_eq!(nobody.refused(), (401, "unauthenticated"));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_export_has_all_of_ones_own_data_and_nobody_elses(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    let (ada, token) = door.newcomer("ada@example.org").await;
    door.newcomer("bob@example.org").await;
    let asked = door
        .call(Method::POST, "/auth/email/resend")
        .bearer_auth(&token);
    assert_eq!(send(asked).await.status, 204);
    // More of something than is read at a time.
    let holds = "INSERT INTO holds (id, event_id, user_id, seats, total_minor, currency, held_at,
            expires_at, state)
        SELECT gen_random_uuid(), gen_random_uuid(), $1::uuid, '[]', n, 'EUR', now(), now(), 'open'
        FROM generate_series(1, 250) AS n";
    sqlx::query(holds).bind(&ada).execute(&pool).await.unwrap();
    let export = door.get("/me/export", &token).await;
    assert_eq!(export.status, 200, "{export:?}");
    assert_eq!(export.header("content-type"), "application/json");
    assert_eq!(
        export.header("content-disposition"),
        "attachment; filename=\"seatlog-export.json\""
    );
    let body = &export.body;
    assert_eq!(body["account"]["email"], "ada@example.org");
    assert_eq!(body["facts"][0]["type"], "UserRegistered");
    assert_eq!(body["sessions"][0]["current"], true);
    assert_eq!(body["bookings"], json!([]));
    assert_eq!(body["mails"][0]["template"], "verify_email");
    let mut amounts: Vec<_> = body["holds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hold| hold["total_minor"].as_i64().unwrap())
        .collect();
    amounts.sort_unstable();
    assert_eq!(amounts, (1..=250).collect::<Vec<_>>());
    assert!(!body.to_string().contains("bob@example.org"));
    assert!(!body.to_string().contains("argon2"));
}
