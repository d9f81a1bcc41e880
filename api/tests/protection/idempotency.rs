//! The same key twice.

use std::sync::Arc;

use futures_util::future::join_all;
use reqwest::Method;
use seatlog::http::idempotency::KEPT_FOR;
use serde_json::json;
use sqlx::PgPool;

use crate::door::{Answer, Door, PASSWORD, send};
use crate::work::{LIMIT, Workshop};

/// What an answer says, without how it was sent.
fn said(answer: &Answer) -> (u16, String, &str, &str, &str) {
    let headers = ["location", "seatlog-position", "content-type"].map(|name| answer.header(name));
    (
        answer.status,
        answer.body.to_string(),
        headers[0],
        headers[1],
        headers[2],
    )
}

#[sqlx::test(migrations = "../migrations")]
async fn the_same_request_gets_the_same_answer_and_does_nothing_again(pool: PgPool) {
    let shop = Workshop::open(pool).await;
    let first = shop.post("key", "body").await;
    assert_eq!((first.status, first.replayed()), (201, false));
    for _ in 0..2 {
        let again = shop.post("key", "body").await;
        assert!(again.replayed());
        assert_eq!(said(&again), said(&first));
    }
    assert_eq!(shop.work.count(), 1);
    assert!(!shop.post("other key", "body").await.replayed());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_key_is_bound_to_method_path_query_and_body(pool: PgPool) {
    let shop = Workshop::open(pool).await;
    shop.post("key", "body").await;
    for (path, body) in [
        ("/auth/work", "other body"),
        ("/auth/work?x=1", "body"),
        ("/auth/work", ""),
    ] {
        let refused = send(shop.request(path, "key", body)).await;
        assert_eq!(
            refused.refused(),
            (422, "idempotency-key-reused"),
            "{path} {body}"
        );
    }
    assert_eq!(shop.work.count(), 1);
    assert!(shop.post("key", "body").await.replayed());
}

#[sqlx::test(migrations = "../migrations")]
async fn without_a_key_and_without_a_post_nothing_is_kept(pool: PgPool) {
    let shop = Workshop::open(pool.clone()).await;
    let url = format!("{}/auth/work", shop.origin);
    for method in [Method::POST, Method::GET, Method::PATCH] {
        for _ in 0..2 {
            let mut request = shop.client.request(method.clone(), &url);
            if method != Method::POST {
                request = request.header("idempotency-key", "key");
            }
            assert!(!send(request).await.replayed());
        }
    }
    assert_eq!(shop.work.count(), 6);
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM idempotency_keys")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(kept, 0);
    let mut commands = shop.work.runs.lock().unwrap().clone();
    commands.dedup();
    assert_eq!(commands.len(), 6);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_key_that_makes_no_sense_is_refused(pool: PgPool) {
    let shop = Workshop::open(pool).await;
    for key in ["", "a b", &"k".repeat(256)] {
        assert_eq!(
            shop.post(key, "body").await.refused(),
            (400, "bad-request"),
            "{key}"
        );
    }
    let twice = shop
        .request("/auth/work", "one", "body")
        .header("idempotency-key", "two");
    assert_eq!(send(twice).await.refused(), (400, "bad-request"));
    assert_eq!(shop.work.count(), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_body_over_the_limit_of_its_call_is_refused_and_binds_nothing(pool: PgPool) {
    let shop = Workshop::open(pool).await;
    let refused = shop.post("key", &"x".repeat(LIMIT + 1)).await;
    assert_eq!(refused.refused(), (413, "too-large"));
    let longest = shop.post("key", &"x".repeat(LIMIT)).await;
    assert_eq!(
        (longest.status, &longest.body["bytes"]),
        (201, &json!(LIMIT))
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn of_twenty_at_once_one_works_and_all_get_its_answer(pool: PgPool) {
    let shop = Workshop::closed(pool).await;
    let all = join_all((0..20).map(|_| shop.post("key", "body")));
    let open = async {
        shop.work.begun(1).await;
        shop.work.gate.add_permits(20);
    };
    let (answers, ()) = tokio::join!(all, open);
    assert_eq!(shop.work.count(), 1);
    assert_eq!(
        answers.iter().filter(|answer| answer.replayed()).count(),
        19
    );
    assert!(
        answers
            .iter()
            .all(|answer| said(answer) == said(&answers[0]))
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn two_nodes_share_the_keys(pool: PgPool) {
    let one = Workshop::closed(pool.clone()).await;
    let other = Workshop::sharing(pool, Arc::clone(&one.work)).await;
    let nodes = [&one, &other];
    let all = join_all((0..10).map(|n| nodes[n % 2].post("key", "body")));
    let open = async {
        one.work.begun(1).await;
        one.work.gate.add_permits(10);
    };
    let (answers, ()) = tokio::join!(all, open);
    assert_eq!(one.work.count(), 1);
    assert!(
        answers
            .iter()
            .all(|answer| said(answer) == said(&answers[0]))
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn an_answer_that_will_pass_is_not_kept(pool: PgPool) {
    let shop = Workshop::open(pool).await;
    for passing in [500, 503, 429, 401] {
        shop.work.answers.lock().unwrap().push_back(passing);
        let key = passing.to_string();
        let before = shop.work.count();
        assert_eq!(shop.post(&key, "body").await.status, passing);
        let next = shop.post(&key, "body").await;
        assert_eq!((next.status, next.replayed()), (201, false));
        // Whatever the first try did is found by the same command id.
        let runs = shop.work.runs.lock().unwrap().clone();
        assert_eq!((runs.len(), runs[before]), (before + 2, runs[before + 1]));
        assert!(shop.post(&key, "body").await.replayed());
        assert_eq!(shop.post(&key, "other").await.status, 422);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refusal_is_kept(pool: PgPool) {
    let shop = Workshop::open(pool).await;
    for lasting in [409, 422, 404, 403] {
        shop.work.answers.lock().unwrap().push_back(lasting);
        let key = lasting.to_string();
        assert_eq!(shop.post(&key, "body").await.status, lasting);
        let again = shop.post(&key, "body").await;
        assert_eq!((again.status, again.replayed()), (lasting, true));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refusal_that_cannot_be_kept_is_not_told(pool: PgPool) {
    let shop = Workshop::open(pool.clone()).await;
    let unwritable = "
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'planted'; END $$;
        CREATE TRIGGER refuse BEFORE UPDATE ON idempotency_keys EXECUTE FUNCTION refuse();";
    sqlx::raw_sql(unwritable).execute(&pool).await.unwrap();
    shop.work.answers.lock().unwrap().push_back(409);
    let untold = shop.post("key", "body").await;
    assert_eq!(untold.refused(), (503, "busy"));

    let over = "DROP FUNCTION refuse CASCADE;
        UPDATE idempotency_keys SET running_until = clock_timestamp();";
    sqlx::raw_sql(over).execute(&pool).await.unwrap();
    // Decided anew, it is done; nobody was told anything else.
    let done = shop.post("key", "body").await;
    assert_eq!((done.status, done.replayed()), (201, false));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_done_is_kept_though_the_database_fails_at_first(pool: PgPool) {
    let shop = Workshop::open(pool.clone()).await;
    let fails_once = "
        CREATE SEQUENCE tries;
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN
                IF nextval('tries') = 1 THEN RAISE EXCEPTION 'planted'; END IF;
                RETURN new;
            END $$;
        CREATE TRIGGER refuse BEFORE UPDATE ON idempotency_keys
            FOR EACH ROW EXECUTE FUNCTION refuse();";
    sqlx::raw_sql(fails_once).execute(&pool).await.unwrap();
    let done = shop.post("key", "body").await;
    assert_eq!((done.status, done.replayed()), (201, false));
    let again = shop.post("key", "body").await;
    assert!(again.replayed());
    assert_eq!(said(&again), said(&done));
}

#[sqlx::test(migrations = "../migrations")]
async fn strangers_and_accounts_do_not_meet_each_others_keys(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    let (_, ada) = door.newcomer("ada@example.org").await;
    let (_, bob) = door.newcomer("bob@example.org").await;
    let shop = Workshop::open(pool).await;
    let by = |token: &str| shop.request("/auth/work", "key", "body").bearer_auth(token);
    let cookie = |value: &str| {
        shop.request("/auth/work", "key", "body")
            .header("cookie", value)
    };
    let callers = [by(&ada), by(&bob), cookie("a=1"), cookie("a=2")];
    for caller in callers {
        let again = caller.try_clone().unwrap();
        assert!(!send(caller).await.replayed());
        assert!(send(again).await.replayed());
    }
    // A stranger's key belongs to the route, too.
    assert!(!shop.post("key", "body").await.replayed());
    assert!(
        !send(shop.request("/auth/other", "key", "body"))
            .await
            .replayed()
    );
    // An account's belongs to the account alone.
    let elsewhere = shop.request("/auth/other", "key", "body").bearer_auth(&ada);
    assert_eq!(
        send(elsewhere).await.refused(),
        (422, "idempotency-key-reused")
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_repeated_login_gives_the_same_session_and_the_database_cannot_read_it(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    door.register("ada@example.org").await;
    let login = || {
        let body = json!({"email": "ada@example.org", "password": PASSWORD});
        door.call(Method::POST, "/auth/login")
            .header("idempotency-key", "key")
            .json(&body)
    };
    let (first, again) = (send(login()).await, send(login()).await);
    assert!(again.replayed());
    assert_eq!((&again.body, again.cookie()), (&first.body, first.cookie()));
    let (answer, row): (Vec<u8>, String) =
        sqlx::query_as("SELECT answer, idempotency_keys::text FROM idempotency_keys")
            .fetch_one(&pool)
            .await
            .unwrap();
    let text = String::from_utf8_lossy(&answer).into_owned() + &row;
    for secret in [
        "access_token",
        "seatlog_refresh",
        "127.0.0.1",
        "ada@example.org",
    ] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn answers_are_kept_for_a_day(pool: PgPool) {
    let shop = Workshop::open(pool.clone()).await;
    let a_day_later = async || {
        let sql = "UPDATE idempotency_keys SET created_at = created_at - interval '24 h 50 min'";
        sqlx::query(sql).execute(&pool).await.unwrap();
        shop.reservations.sweep(KEPT_FOR).await.unwrap();
    };
    // Not from when the key was first seen, but from when it was last worked on.
    shop.work.answers.lock().unwrap().push_back(503);
    assert_eq!(shop.post("key", "body").await.status, 503);
    a_day_later().await;
    assert!(!shop.post("key", "body").await.replayed());
    a_day_later().await;
    assert!(shop.post("key", "body").await.replayed());
    a_day_later().await;
    assert!(!shop.post("key", "body").await.replayed());
}
