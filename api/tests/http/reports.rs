//! The reports add up to what was sold, net of what was taken back.

use serde_json::json;
use sqlx::PgPool;

use crate::harness::House;

#[sqlx::test(migrations = "../migrations")]
async fn every_report_shows_the_same_sales(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    house
        .booking(&event, &house.ada, &["ST-A-1", "ST-A-2"])
        .await;
    let back = house.booking(&event, &house.bob, &["ST-B-2A"]).await;
    house.settle().await;
    house
        .post(&format!("/bookings/{back}/cancel"), &house.bob, json!({}))
        .await;
    house.settle().await;

    let summary = house.get("/reports/summary", &house.admin).await.body;
    for (member, value) in [
        ("bookings", json!(1)),
        ("cancelled_bookings", json!(1)),
        ("seats_sold", json!(2)),
        ("events", json!(1)),
        ("users", json!(4)),
        (
            "revenue",
            json!([{"currency": "EUR", "amount_minor": 9000}]),
        ),
        ("position", json!(house.head().await)),
    ] {
        assert_eq!(summary[member], value, "{member}");
    }

    let events = house.get("/reports/events", &house.admin).await.body;
    let of_event = &events["items"][0];
    for (member, value) in [
        ("event_id", json!(event)),
        ("capacity", json!(10)),
        ("seats_sold", json!(2)),
        ("bookings", json!(1)),
        ("revenue_minor", json!(9000)),
        ("currency", json!("EUR")),
        ("occupancy", json!(0.2)),
        ("status", json!("published")),
    ] {
        assert_eq!(of_event[member], value, "{member}");
    }

    let path = format!("/reports/sales?bucket=day&event_id={event}");
    let sales = house.get(&path, &house.admin).await.body;
    let sum = |member: &str| -> i64 {
        let buckets = sales["items"].as_array().unwrap();
        buckets
            .iter()
            .map(|bucket| bucket[member].as_i64().unwrap())
            .sum()
    };
    assert_eq!(
        (sum("bookings"), sum("seats"), sum("revenue_minor")),
        (1, 2, 9000)
    );

    let path = format!("/reports/users/{}/bookings", house.bob.id);
    let of_bob = house.get(&path, &house.admin).await;
    assert_eq!(of_bob.body["items"][0]["status"], "cancelled");

    let projections = house.get("/admin/projections", &house.admin).await.body;
    let models = projections["items"].as_array().unwrap();
    assert!(!models.is_empty());
    for model in models {
        assert_eq!(
            (&model["lag"], &model["state"]),
            (&json!(0), &json!("running")),
            "{model}"
        );
    }
}
