//! Changing one's own password by giving the old one.

use chrono::Utc;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::door::{Answer, Door, PASSWORD, send};

const NEW_PASSWORD: &str = "nine-sopranos-2026";

async fn change(door: &Door, token: &str, old: &str, new: &str) -> Answer {
    let call = door.call(Method::POST, "/me/password").bearer_auth(token);
    send(call.json(&json!({"old_password": old, "new_password": new}))).await
}

/// The kinds of mails that there are, with what they say.
async fn mails(pool: &PgPool) -> Vec<(String, String)> {
    sqlx::query_as("SELECT template, text FROM mails ORDER BY id")
        .fetch_all(pool)
        .await
        .unwrap()
}

async fn count(pool: &PgPool, table: &str) -> i64 {
    sqlx::query_scalar(&format!("SELECT count(*) FROM {table}"))
        .fetch_one(pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_knows_the_old_password_sets_another_one_and_stays(pool: PgPool) {
    let settings = "PUBLIC_URL = 'https://seats.example'";
    let door = Door::open_with(pool.clone(), settings).await;
    door.register("ada@example.org").await;
    let (_, elsewhere) = door.token_of("ada@example.org").await;
    let other = door.log_in("ada@example.org", PASSWORD).await;
    let here = door.log_in("ada@example.org", PASSWORD).await;
    let token = here.body["access_token"].as_str().unwrap();

    assert_eq!(
        change(&door, token, PASSWORD, NEW_PASSWORD).await.status,
        204
    );
    assert_eq!(door.get("/me", token).await.status, 200);
    let refreshed = door
        .post_with_cookie("/auth/refresh", &here.cookie().0)
        .await;
    assert_eq!(refreshed.status, 200);
    // What the old password opened elsewhere is over, on a node that starts now too.
    let later = Door::open_with(pool.clone(), settings).await;
    for door in [&door, &later] {
        let ended = door.get("/me", &elsewhere).await;
        assert_eq!(ended.refused(), (401, "unauthenticated"));
        let ended = door
            .post_with_cookie("/auth/refresh", &other.cookie().0)
            .await;
        assert_eq!(ended.refused(), (401, "session-ended"));
        assert_eq!(door.get("/me", token).await.status, 200);
    }
    let old = door.log_in("ada@example.org", PASSWORD).await;
    assert_eq!(old.refused(), (401, "bad-credentials"));
    assert_eq!(
        door.log_in("ada@example.org", NEW_PASSWORD).await.status,
        200
    );
    let told = mails(&pool).await;
    assert_eq!((told.len(), told[0].0.as_str()), (1, "password_changed"));
    let link = "Choose a new password: https://seats.example/forgot-password\n";
    assert!(told[0].1.contains(link), "{}", told[0].1);
    assert!(!told[0].1.contains("The link is good"), "{}", told[0].1);
}

#[sqlx::test(migrations = "../migrations")]
async fn without_the_old_password_nothing_changes_and_guesses_are_counted(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    let (_, token) = door.newcomer("ada@example.org").await;
    for bad in ["short", "password1234", "", "ada@example.org"] {
        let refused = change(&door, &token, PASSWORD, bad).await;
        assert_eq!(refused.refused(), (422, "validation"), "{bad}");
        assert_eq!(refused.body["errors"][0]["field"], "new_password");
    }
    for _ in 0..9 {
        let refused = change(&door, &token, "eight-tenors-2026", NEW_PASSWORD).await;
        assert_eq!(refused.refused(), (403, "wrong-password"));
    }
    let refused = change(&door, &token, "eight-tenors-2026", NEW_PASSWORD).await;
    assert_eq!(refused.refused(), (429, "too-many-attempts"));
    assert!(!refused.header("retry-after").is_empty());
    let right = change(&door, &token, PASSWORD, NEW_PASSWORD).await;
    assert_eq!(right.refused(), (429, "too-many-attempts"));
    let login = door.log_in("ada@example.org", PASSWORD).await;
    assert_eq!(login.refused(), (429, "too-many-attempts"));
    // The old one is still the right one.
    sqlx::query("DELETE FROM login_failures")
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(door.log_in("ada@example.org", PASSWORD).await.status, 200);
    assert_eq!(mails(&pool).await, []);
    assert_eq!(door.get("/me", &token).await.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_change_forgets_failures_and_links_for_a_new_password(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    let (_, token) = door.newcomer("ada@example.org").await;
    let asked = door.post("/auth/password/forgot", json!({"email": "ada@example.org"}));
    assert_eq!(asked.await.status, 204);
    let accounts = &door.state.accounts;
    let answered = accounts.answer_password_requests("https://seats.example", Utc::now());
    assert_eq!(answered.await.unwrap(), 1);
    change(&door, &token, "eight-tenors-2026", NEW_PASSWORD).await;
    assert_eq!(count(&pool, "mailed_tokens").await, 1);
    // Of the account and of the address that it came from.
    assert_eq!(count(&pool, "login_failures").await, 2);
    assert_eq!(
        change(&door, &token, PASSWORD, NEW_PASSWORD).await.status,
        204
    );
    assert_eq!(count(&pool, "mailed_tokens").await, 0);
    assert_eq!(count(&pool, "login_failures").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn of_two_changes_at_once_the_second_does_not_know_the_password(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    let (_, token) = door.newcomer("ada@example.org").await;
    let (one, other) = tokio::join!(
        change(&door, &token, PASSWORD, NEW_PASSWORD),
        change(&door, &token, PASSWORD, "ten-baritones-2026")
    );
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 403]);
    assert_eq!(mails(&pool).await.len(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_else_changes_a_password(pool: PgPool) {
    let door = Door::open(pool).await;
    door.register("ada@example.org").await;
    let body = json!({"old_password": PASSWORD, "new_password": NEW_PASSWORD});
    let nobody = door.post("/me/password", body).await;
    assert_eq!(nobody.refused(), (401, "unauthenticated"));
    let (_, bob) = door.newcomer("bob@example.org").await;
    let call = door.call(Method::POST, "/me/password").bearer_auth(&bob);
    let more: Value = json!({"old_password": PASSWORD, "new_password": NEW_PASSWORD, "id": "ada"});
    assert_eq!(send(call.json(&more)).await.refused(), (422, "validation"));
    assert_eq!(door.log_in("ada@example.org", PASSWORD).await.status, 200);
}
