//! What becomes of a key when its caller, its runner or the work itself goes away.

use actix_web::App;
use actix_web::dev::Service;
use actix_web::test::{TestRequest, init_service};
use actix_web::web::Data;
use sqlx::PgPool;
use tokio::task::LocalSet;
use uuid::Uuid;

use crate::door::{send, state};
use crate::work::{Work, Workshop, calls};

async fn set_running(pool: &PgPool, runner: Uuid, until: &str) {
    let sql = format!("UPDATE idempotency_keys SET runner = $1, running_until = {until}");
    sqlx::query(&sql).bind(runner).execute(pool).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_caller_who_hangs_up_finds_the_answer_later(pool: PgPool) {
    let work = Data::new(Work::closed());
    let story = async {
        let app = App::new()
            .app_data(Data::new(state(pool, "").await))
            .app_data(work.clone());
        let app = init_service(app.configure(calls)).await;
        let call = || {
            let call = TestRequest::post()
                .uri("/api/v1/auth/work")
                .set_payload("body");
            app.call(call.insert_header(("idempotency-key", "key")).to_request())
        };
        tokio::select! {
            _ = call() => panic!("answered through a closed gate"),
            () = work.begun(1) => {}
        }
        work.gate.add_permits(1);
        call().await.unwrap()
    };
    let answer = LocalSet::new().run_until(story).await;
    assert_eq!(answer.status(), 201);
    assert!(answer.headers().contains_key("idempotent-replayed"));
    assert_eq!(work.count(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn who_waits_for_a_runner_that_died_takes_over_its_command(pool: PgPool) {
    let shop = Workshop::open(pool.clone()).await;
    // A first try left its key without an answer; then a runner on another node took it, and
    // stopped renewing its claim.
    shop.work.answers.lock().unwrap().push_back(503);
    shop.post("key", "body").await;
    set_running(
        &pool,
        Uuid::now_v7(),
        "clock_timestamp() + interval '1 hour'",
    )
    .await;
    let waiting = tokio::spawn(send(shop.request("/auth/work", "key", "body")));
    set_running(&pool, Uuid::now_v7(), "clock_timestamp()").await;
    let answer = waiting.await.unwrap();
    assert_eq!((answer.status, answer.replayed()), (201, false));
    let runs = shop.work.runs.lock().unwrap().clone();
    assert_eq!((runs.len(), runs[0]), (2, runs[1]));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_runner_that_lost_its_claim_does_not_change_the_answer(pool: PgPool) {
    let shop = Workshop::closed(pool.clone()).await;
    let slow = tokio::spawn(send(shop.request("/auth/work", "key", "body")));
    shop.work.begun(1).await;
    set_running(&pool, Uuid::now_v7(), "clock_timestamp()").await;
    let taken_over = tokio::spawn(send(shop.request("/auth/work", "key", "body")));
    shop.work.begun(2).await;
    shop.work.gate.add_permits(2);
    let (slow, taken_over) = (slow.await.unwrap(), taken_over.await.unwrap());
    let kept = shop.post("key", "body").await;
    assert_eq!(kept.body, taken_over.body);
    assert_ne!(kept.body, slow.body);
    assert_eq!(shop.work.count(), 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn work_that_breaks_down_frees_its_key(pool: PgPool) {
    let shop = Workshop::open(pool).await;
    shop.work.answers.lock().unwrap().push_back(0);
    assert_eq!(shop.post("key", "body").await.refused(), (500, "internal"));
    let next = shop.post("key", "body").await;
    assert_eq!((next.status, next.replayed()), (201, false));
}
