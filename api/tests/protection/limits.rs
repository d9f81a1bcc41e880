//! Limits at the door.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use sqlx::PgPool;

use crate::door::{Answer, Door, PASSWORD, send};

/// So many calls of one account at once, which cost the server next to nothing.
async fn calls(door: &Door, token: &str, count: usize) -> Vec<Answer> {
    join_all((0..count).map(|_| door.get("/nowhere", token))).await
}

#[sqlx::test(migrations = "../migrations")]
async fn a_program_gone_wild_is_slowed_down_and_nobody_else(pool: PgPool) {
    let door = Door::open(pool).await;
    let (_, ada) = door.newcomer("ada@example.org").await;
    let (_, bob) = door.newcomer("bob@example.org").await;
    let answers = calls(&door, &ada, 1_000).await;
    let refused: Vec<_> = answers
        .iter()
        .filter(|answer| answer.status == 429)
        .collect();
    assert!(
        !refused.is_empty() && refused.len() <= 500,
        "{} refused",
        refused.len()
    );
    assert_eq!(refused[0].refused(), (429, "too-many-requests"));
    assert_eq!(refused[0].header("retry-after"), "1");
    assert_eq!(door.get("/me", &bob).await.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_load_test_may_lift_the_limits(pool: PgPool) {
    let door = Door::open_with(pool, "RATE_LIMITS = 'off'").await;
    let (_, ada) = door.newcomer("ada@example.org").await;
    assert!(
        calls(&door, &ada, 1_000)
            .await
            .iter()
            .all(|answer| answer.status == 404)
    );
    for _ in 0..12 {
        let wrong = door.log_in("ada@example.org", "eight-tenors-2026").await;
        assert_eq!(wrong.refused(), (401, "bad-credentials"));
    }
}

/// A login as a proxy passes it on.
async fn log_in_from(door: &Door, address: &str, email: &str, password: &str) -> Answer {
    let call = door
        .call(Method::POST, "/auth/login")
        .header("x-forwarded-for", address);
    send(call.json(&json!({"email": email, "password": password}))).await
}

#[sqlx::test(migrations = "../migrations")]
async fn behind_a_trusted_proxy_each_client_is_counted_for_itself(pool: PgPool) {
    let door = Door::open_with(pool, "TRUSTED_PROXIES = '127.0.0.1'").await;
    door.register("ada@example.org").await;
    for n in 0..9 {
        let email = format!("user{n}@example.org");
        let answer = log_in_from(&door, "192.0.2.1", &email, "eight-tenors-2026").await;
        assert_eq!(answer.refused(), (401, "bad-credentials"));
    }
    let tenth = log_in_from(&door, "192.0.2.1", "z@example.org", "eight-tenors-2026").await;
    assert_eq!(tenth.refused(), (429, "too-many-attempts"));
    let wait: u64 = tenth.header("retry-after").parse().unwrap();
    assert!((890..=900).contains(&wait), "{wait}");
    let right = log_in_from(&door, "192.0.2.1", "ada@example.org", PASSWORD).await;
    assert_eq!(right.status, 429);
    let elsewhere = log_in_from(&door, "192.0.2.2", "ada@example.org", PASSWORD).await;
    assert_eq!(elsewhere.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn without_a_trusted_proxy_nobody_hides_behind_a_header(pool: PgPool) {
    let door = Door::open(pool).await;
    for n in 0..10 {
        let address = format!("192.0.2.{n}");
        log_in_from(
            &door,
            &address,
            &format!("user{n}@example.org"),
            "eight-tenors-2026",
        )
        .await;
    }
    let answer = log_in_from(&door, "192.0.2.99", "z@example.org", "eight-tenors-2026").await;
    assert_eq!(answer.refused(), (429, "too-many-attempts"));
}
