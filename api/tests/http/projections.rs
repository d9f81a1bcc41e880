//! Read models that halt and are built anew, as admins and those who run the program see it.

use std::time::{Duration, Instant};

use reqwest::Method;
use seatlog_projections::checkpoints::{self, Projection, ProjectionState};
use seatlog_projections::{projector, rebuild, runner};
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::harness::{Answer, House, send};

const ALL: [&str; 4] = ["bookings", "catalogue", "holds", "reports"];

async fn ask_for(house: &House, model: &str, by: &crate::people::Person) -> Answer {
    let path = format!("/admin/projections/{model}/rebuild");
    send(house.call(Method::POST, &path, Some(by))).await
}

/// What is listed of a model.
async fn listed(house: &House, model: &str) -> Value {
    let list = house.get("/admin/projections", &house.admin).await;
    assert_eq!(list.status, 200, "{list:?}");
    let mut items = list.body["items"].as_array().unwrap().iter();
    items.find(|it| it["name"] == model).unwrap().clone()
}

/// Waits until a model is as it should be. It asks the database and not the server, which lets one
/// account ask 500 times and no more often than 50 times a second after that.
async fn eventually(house: &House, model: &str, what: &str, holds: impl Fn(&Projection) -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let all = checkpoints::list(&house.pool).await.unwrap();
        let it = all.iter().find(|it| it.name == model).unwrap();
        if holds(it) {
            return;
        }
        assert!(Instant::now() < deadline, "never: {what}; it is {it:?}");
    }
}

/// Follows the log as a node does, until the guard is dropped.
fn follow(house: &House) -> DropGuard {
    let stop = CancellationToken::new();
    tokio::spawn(runner::run(house.pool.clone(), stop.clone()));
    stop.drop_guard()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_model_is_built_anew_when_an_admin_asks(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let booking = house.booking(&event, &house.ada, &["ST-A-1"]).await;
    house.settle().await;
    let before = house.get("/bookings", &house.ada).await;
    assert_eq!(before.body["items"][0]["id"], booking);
    // What is wrong in the tables is not in the log.
    sqlx::query("UPDATE bookings SET total_minor = 1")
        .execute(&house.pool)
        .await
        .unwrap();

    for _ in 0..2 {
        let asked = ask_for(&house, "bookings", &house.admin).await;
        assert_eq!((asked.status, asked.body), (202, json!("")));
    }
    assert_eq!(listed(&house, "bookings").await["state"], "rebuilding");
    assert_eq!(listed(&house, "catalogue").await["state"], "running");
    let wrong = house.get("/bookings", &house.ada).await;
    assert_eq!(wrong.body["items"][0]["total_minor"], 1, "not yet");

    rebuild::fulfil(&house.pool).await.unwrap();
    let now = listed(&house, "bookings").await;
    assert_eq!((&now["state"], &now["lag"]), (&json!("running"), &json!(0)));
    assert_eq!(now.get("progress"), None);
    let after = house.get("/bookings", &house.ada).await;
    assert_eq!(after.body, before.body);
}

#[sqlx::test(migrations = "../migrations")]
async fn only_an_admin_builds_anew_and_only_what_there_is(pool: PgPool) {
    let house = House::open(pool).await;
    for by in [&house.ada, &house.staff] {
        let refused = ask_for(&house, "bookings", by).await;
        assert_eq!(refused.refused(), (403, "forbidden"));
    }
    for unknown in ["booking", "projection_rebuilds"] {
        let refused = ask_for(&house, unknown, &house.admin).await;
        assert_eq!(refused.refused(), (404, "not-found"));
    }
    for model in projector::all() {
        assert_eq!(listed(&house, model.name()).await["state"], "running");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_model_that_cannot_go_on_says_where_and_goes_on_when_built_anew(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let booking = house.booking(&event, &house.ada, &["ST-A-1"]).await;
    house.settle().await;
    // What a fault of the projector might have led to.
    sqlx::query("UPDATE bookings SET cancelled_at = booked_at")
        .execute(&house.pool)
        .await
        .unwrap();
    let _following = follow(&house);
    let path = format!("/bookings/{booking}/cancel");
    let cancelled = house.post(&path, &house.ada, json!({})).await;
    let bad = cancelled.position();
    house.booking(&event, &house.bob, &["ST-A-2"]).await;
    let head = house.head().await;

    eventually(&house, "bookings", "it halts", |it| {
        it.state == ProjectionState::Halted
    })
    .await;
    let halted = listed(&house, "bookings").await;
    assert_eq!(halted["position"], bad - 1);
    let error = halted["error"].as_str().unwrap();
    assert!(error.contains(&format!("position {bad} ")), "{error}");
    for model in ALL.into_iter().filter(|it| *it != "bookings") {
        eventually(&house, model, "the others go on", |it| it.position == head).await;
        assert_eq!(listed(&house, model).await["state"], "running");
    }
    let reason = format!("read model bookings has halted at position {bad}");
    assert_eq!(house.readiness().await, (503, json!([reason])));

    let asked = ask_for(&house, "bookings", &house.admin).await;
    assert_eq!(asked.status, 202);
    eventually(&house, "bookings", "it runs again", |it| {
        it.state == ProjectionState::Running
    })
    .await;
    assert_eq!(listed(&house, "bookings").await.get("error"), None);
    house.booking(&event, &house.bob, &["ST-A-3"]).await;
    let last = house.head().await;
    eventually(&house, "bookings", "it follows", |it| it.position == last).await;
    assert_eq!(house.readiness().await, (200, json!([])));
    let told = house.get("/bookings", &house.ada).await;
    assert_eq!(told.body["items"][0]["status"], "cancelled");
}
