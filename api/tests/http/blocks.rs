//! Seats that an organiser takes off sale.

use serde_json::{Value, json};
use sqlx::PgPool;

use crate::harness::{Answer, House};

async fn change(house: &House, event: &str, call: &str, seats: Value) -> Answer {
    let path = format!("/events/{event}/{call}");
    house
        .post(&path, &house.admin, json!({ "seats": seats }))
        .await
}

async fn free(house: &House, event: &str) -> Value {
    house.settle().await;
    let shown = house.get(&format!("/events/{event}"), None).await;
    shown.body["free"].clone()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_blocked_seat_is_not_for_sale_until_it_is_unblocked(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let blocked = change(&house, &event, "blocks", json!(["ST-A-2", "ST-A-1"])).await;
    assert_eq!(blocked.status, 200, "{blocked:?}");
    assert_eq!(blocked.body, json!({"blocked": ["ST-A-1", "ST-A-2"]}));
    assert_eq!(blocked.position(), house.head().await);
    assert_eq!(free(&house, &event).await, 8);
    for call in ["holds", "bookings"] {
        let path = format!("/events/{event}/{call}");
        let refused = house.post(&path, &house.ada, json!({"seats": ["ST-A-1"]}));
        assert_eq!(refused.await.refused(), (409, "seat-taken"));
    }
    let head = house.head().await;
    let again = change(&house, &event, "blocks", json!(["ST-A-1"])).await;
    assert_eq!((again.status, &again.body), (200, &blocked.body));
    assert_eq!(house.head().await, head, "it was blocked already");

    let unblocked = change(&house, &event, "unblocks", json!(["ST-A-1", "ST-A-3"])).await;
    assert_eq!(unblocked.status, 200, "{unblocked:?}");
    assert_eq!(unblocked.body, json!({"blocked": ["ST-A-2"]}));
    house.booking(&event, &house.ada, &["ST-A-1"]).await;
    assert_eq!(free(&house, &event).await, 8);
}

#[sqlx::test(migrations = "../migrations")]
async fn seats_that_somebody_has_or_that_do_not_exist_are_not_blocked(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    house.booking(&event, &house.ada, &["ST-A-1"]).await;
    let path = format!("/events/{event}/holds");
    let held = house
        .post(&path, &house.bob, json!({"seats": ["ST-A-2"]}))
        .await;
    assert_eq!(held.status, 201, "{held:?}");
    let head = house.head().await;
    let seats = json!(["ST-A-1", "ST-A-2", "ST-A-3"]);
    let refused = change(&house, &event, "blocks", seats).await;
    assert_eq!(refused.refused(), (409, "seat-taken"));
    assert_eq!(refused.body["seats"], json!(["ST-A-1", "ST-A-2"]));
    for call in ["blocks", "unblocks"] {
        let refused = change(&house, &event, call, json!(["ST-A-3", "ST-C-1"])).await;
        assert_eq!(refused.refused(), (422, "unknown-seat"));
        assert_eq!(refused.body["seats"], json!(["ST-C-1"]));
        for (seats, field) in [
            (json!([]), "seats"),
            (json!(["ST-A-3", "ST-A-3"]), "seats[1]"),
            (json!(["ST-A-3\u{0}"]), "seats[0]"),
            (Value::Null, "seats"),
        ] {
            let refused = change(&house, &event, call, seats).await;
            assert_eq!(
                (refused.refused(), refused.fields()),
                ((422, "validation"), vec![field])
            );
        }
    }
    assert_eq!(house.head().await, head);
}

#[sqlx::test(migrations = "../migrations")]
async fn only_admins_block_seats(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let head = house.head().await;
    for call in ["blocks", "unblocks"] {
        let path = format!("/events/{event}/{call}");
        for person in [&house.ada, &house.staff] {
            let refused = house
                .post(&path, person, json!({"seats": ["ST-A-1"]}))
                .await;
            assert_eq!(refused.refused(), (403, "forbidden"));
        }
        let nowhere = format!("/events/{}/{call}", house.ada.id);
        let refused = house.post(&nowhere, &house.admin, json!({"seats": ["ST-A-1"]}));
        assert_eq!(refused.await.refused(), (404, "not-found"));
    }
    assert_eq!(house.head().await, head);
}
