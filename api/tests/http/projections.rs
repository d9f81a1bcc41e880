//! Read models that are built anew, as admins see it.

use reqwest::Method;
use seatlog_projections::{projector, rebuild};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::harness::{Answer, House, send};

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
