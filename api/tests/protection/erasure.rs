//! Erasing accounts: who may, and what it ends. What is left of a person is looked for in
//! `http/forgetting.rs`.

use chrono::{TimeDelta, Utc};
use reqwest::Method;
use seatlog_domain::account::AccountFact;
use seatlog_projections::log::{self, Fact};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::door::{Door, PASSWORD, send};

fn password() -> Value {
    json!({ "password": PASSWORD })
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_erases_the_own_account_is_gone_at_once(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    let (ada, token) = door.newcomer("ada@example.org").await;
    let (cookie, _) = door.log_in("ada@example.org", PASSWORD).await.cookie();
    let erased = door.delete("/me", &token, password()).await;
    assert_eq!(
        (erased.status, erased.header("seatlog-position")),
        (204, "2")
    );
    assert_eq!(door.get("/me", &token).await.status, 401);
    let refreshed = door.post_with_cookie("/auth/refresh", &cookie).await;
    assert_eq!(refreshed.refused(), (401, "session-ended"));
    let login = door.log_in("ada@example.org", PASSWORD).await;
    assert_eq!(login.refused(), (401, "bad-credentials"));
    let last = log::read_after(&pool, 1, 10).await.unwrap().remove(0);
    let Fact::Account(id, AccountFact::UserErased { .. }) = last.fact else {
        panic!("{last:?}")
    };
    assert_eq!(id.to_string(), ada);
    // The address is free for somebody new.
    assert_eq!(door.register("ada@example.org").await.status, 201);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_node_that_starts_afterwards_refuses_the_access_tokens_too(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    let (_, token) = door.newcomer("ada@example.org").await;
    assert_eq!(door.delete("/me", &token, password()).await.status, 204);
    let later = Door::open(pool).await;
    let refused = later.get("/bookings", &token).await;
    assert_eq!(refused.refused(), (401, "unauthenticated"));
}

#[sqlx::test(migrations = "../migrations")]
async fn without_the_password_nothing_is_erased_and_guesses_are_counted(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    let (_, token) = door.newcomer("ada@example.org").await;
    let nothing = door.delete("/me", &token, json!({})).await;
    assert_eq!(nothing.refused(), (422, "validation"));
    let wrong = json!({"password": "eight-tenors-2026"});
    for _ in 0..9 {
        let refused = door.delete("/me", &token, wrong.clone()).await;
        assert_eq!(refused.refused(), (403, "wrong-password"));
    }
    let tenth = door.delete("/me", &token, wrong).await;
    assert_eq!(tenth.refused(), (429, "too-many-attempts"));
    let too_many = door.delete("/me", &token, password()).await;
    assert_eq!(too_many.refused(), (429, "too-many-attempts"));
    assert_eq!(log::head(&pool).await.unwrap(), 1);
    assert_eq!(door.get("/me", &token).await.status, 200);
    let nobody = send(door.call(Method::DELETE, "/me").json(&password())).await;
    assert_eq!(nobody.refused(), (401, "unauthenticated"));
}

#[sqlx::test(migrations = "../migrations")]
async fn an_admin_erases_others_and_the_last_admin_stays(pool: PgPool) {
    let door = Door::open(pool).await;
    let (root, admin) = door.admin().await;
    let (ada, user) = door.newcomer("ada@example.org").await;
    let path = format!("/admin/users/{ada}");
    let forbidden = door.delete(&path, &user, Value::Null).await;
    assert_eq!(forbidden.refused(), (403, "forbidden"));
    let erased = door.delete(&path, &admin, Value::Null).await;
    assert_eq!(
        (erased.status, erased.header("seatlog-position")),
        (204, "3")
    );
    assert_eq!(door.get("/me", &user).await.status, 401);
    for path in [path, format!("/admin/users/{}", Uuid::now_v7())] {
        let nobody = door.delete(&path, &admin, Value::Null).await;
        assert_eq!(nobody.refused(), (404, "not-found"));
    }
    let own = format!("/admin/users/{root}");
    let last = door.delete(&own, &admin, Value::Null).await;
    assert_eq!(last.refused(), (409, "last-admin"));
    let last = door.delete("/me", &admin, password()).await;
    assert_eq!(last.refused(), (409, "last-admin"));
    assert_eq!(door.get("/me", &admin).await.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn of_two_admins_who_erase_themselves_at_once_one_stays(pool: PgPool) {
    let door = Door::open(pool).await;
    let (_, root) = door.admin().await;
    let second = door
        .state
        .accounts
        .create_admin("b@example.org", PASSWORD, Utc::now());
    second.await.unwrap();
    let (_, other) = door.token_of("b@example.org").await;
    let (a, b) = tokio::join!(
        door.delete("/me", &root, password()),
        door.delete("/me", &other, password())
    );
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 409]);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_erasure_that_breaks_off_anywhere_leaves_everything_as_it_was(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    let (ada, token) = door.newcomer("ada@example.org").await;
    let tables = [
        "accounts",
        "sessions",
        "refresh_tokens",
        "mails",
        "mailed_tokens",
    ];
    let asked = door
        .call(Method::POST, "/auth/email/resend")
        .bearer_auth(&token);
    assert_eq!(send(asked).await.status, 204);
    let before = counts(&pool, &tables).await;
    // What an erasure writes last cannot be written: the same as a crash just before the commit.
    sqlx::query("ALTER TABLE erased_accounts ADD CONSTRAINT never CHECK (position < 0)")
        .execute(&pool)
        .await
        .unwrap();
    let failed = door.delete("/me", &token, password()).await;
    assert_eq!(failed.status, 500);
    assert_eq!(counts(&pool, &tables).await, before);
    assert_eq!(log::head(&pool).await.unwrap(), 1, "{ada}");
    sqlx::query("ALTER TABLE erased_accounts DROP CONSTRAINT never")
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(door.delete("/me", &token, password()).await.status, 204);
    assert_eq!(counts(&pool, &tables).await, [0; 5]);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_a_request_under_way_writes_after_the_erasure_is_swept_out(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    let (ada, token) = door.newcomer("ada@example.org").await;
    assert_eq!(door.delete("/me", &token, password()).await.status, 204);
    let late = "INSERT INTO idempotency_keys
            (scope, key, fingerprint, command_id, runner, running_until)
        VALUES ('account:' || $1, 'late', '', gen_random_uuid(), gen_random_uuid(), now())";
    sqlx::query(late).bind(&ada).execute(&pool).await.unwrap();
    let sweep = async |now| {
        let state = &door.state;
        seatlog::erasure_sweep::sweep(&pool, &state.bus, &state.accounts, now)
            .await
            .unwrap()
    };
    assert_eq!(sweep(Utc::now()).await, 0);
    assert_eq!(counts(&pool, &["idempotency_keys"]).await, [0]);
    // Not done before the holds are known up to the erasure, and nobody can be on the way.
    let later = Utc::now() + TimeDelta::minutes(1);
    assert_eq!(sweep(later).await, 0);
    seatlog_projections::runner::catch_up(&pool).await.unwrap();
    assert_eq!(sweep(later).await, 1);
    assert_eq!(sweep(later).await, 0);
}

async fn counts(pool: &PgPool, tables: &[&str]) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in tables {
        let sql = format!("SELECT count(*) FROM {table}");
        counts.push(sqlx::query_scalar(&sql).fetch_one(pool).await.unwrap());
    }
    counts
}
