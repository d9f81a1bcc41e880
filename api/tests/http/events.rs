//! The life of an event, as its organiser and everybody else see it.

use serde_json::json;
use sqlx::PgPool;

use crate::harness::{House, event_body};

#[sqlx::test(migrations = "../migrations")]
async fn an_event_is_created_where_it_says_and_reads_as_it_was_answered(pool: PgPool) {
    let house = House::open(pool).await;
    let created = house.post("/events", &house.admin, event_body()).await;
    assert_eq!(created.status, 201);
    let id = created.text("id");
    assert_eq!(created.header("location"), format!("/api/v1/events/{id}"));
    assert_eq!(created.position(), house.head().await);
    for (member, value) in [
        ("status", json!("published")),
        ("capacity", json!(10)),
        ("free", json!(10)),
        ("price_from_minor", json!(2500)),
        ("seating", event_body()["seating"].clone()),
    ] {
        assert_eq!(created.body[member], value, "{member}");
    }

    house.settle().await;
    let shown = house.get(&format!("/events/{id}"), None).await;
    assert_eq!(shown.status, 200);
    assert_eq!(shown.body, created.body);
    let listed = house.get("/events", None).await;
    assert_eq!(listed.body["items"], json!([created.body]));
    assert_eq!(listed.body["next_cursor"], json!(null));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_draft_is_there_for_staff_and_admins_only_until_it_is_published(pool: PgPool) {
    let house = House::open(pool).await;
    let id = house.event_with(json!({"draft": true})).await;
    let (path, seats) = (format!("/events/{id}"), format!("/events/{id}/seats"));
    for hidden in [&path, &seats] {
        assert_eq!(house.get(hidden, None).await.refused(), (404, "not-found"));
        assert_eq!(
            house.get(hidden, &house.ada).await.refused(),
            (404, "not-found")
        );
        assert_eq!(house.get(hidden, &house.staff).await.status, 200);
        assert_eq!(
            house.get(hidden, &house.admin).await.body["status"].as_str(),
            { if *hidden == path { Some("draft") } else { None } }
        );
    }
    assert_eq!(house.get("/events", None).await.body["items"], json!([]));
    for status in ["draft", "all"] {
        let list = format!("/events?status={status}");
        assert_eq!(
            house.get(&list, None).await.refused(),
            (401, "unauthenticated")
        );
        assert_eq!(
            house.get(&list, &house.ada).await.refused(),
            (403, "forbidden")
        );
        assert_eq!(
            house.get(&list, &house.staff).await.body["items"][0]["id"],
            json!(id)
        );
    }

    let publish = format!("{path}/publish");
    let published = house.post(&publish, &house.admin, json!({})).await;
    assert_eq!(published.body["status"], "published");
    assert_eq!(published.position(), house.head().await);
    let again = house.post(&publish, &house.admin, json!({})).await;
    assert_eq!((again.status, &again.body), (200, &published.body));
    assert_eq!(again.header("seatlog-position"), "", "nothing was recorded");
    house.settle().await;
    assert_eq!(house.get(&path, None).await.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_patch_changes_what_it_names_and_null_empties_what_may_be_empty(pool: PgPool) {
    let house = House::open(pool).await;
    let path = format!("/events/{}", house.event().await);
    let patch = json!({"name": "Aida", "image_url": null, "ends_at": "2999-03-01T23:00:00+01:00"});
    let changed = house.patch(&path, &house.admin, patch).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    assert_eq!(changed.body["name"], "Aida");
    assert_eq!(changed.body["image_url"], json!(null));
    assert_eq!(changed.body["ends_at"], "2999-03-01T22:00:00Z");
    assert_eq!(changed.body["venue"], "Arena di Verona");

    let same = house
        .patch(&path, &house.admin, json!({"name": "Aida"}))
        .await;
    assert_eq!((same.status, same.header("seatlog-position")), (200, ""));
}

#[sqlx::test(migrations = "../migrations")]
async fn seats_and_currency_stay_once_something_was_booked(pool: PgPool) {
    let house = House::open(pool).await;
    let id = house.event().await;
    house.booking(&id, &house.ada, &["ST-A-1"]).await;
    let path = format!("/events/{id}");
    for patch in [
        json!({"currency": "CHF"}),
        json!({"seating": {"sections": [
            {"id": "X", "name": "X", "kind": "general", "price_minor": 1, "capacity": 1}]}}),
    ] {
        let refused = house.patch(&path, &house.admin, patch).await;
        assert_eq!(refused.refused(), (409, "plan-in-use"));
    }
    let renamed = house
        .patch(&path, &house.admin, json!({"name": "Aida"}))
        .await;
    assert_eq!(renamed.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cancelled_event_ends_its_sales_and_its_bookings(pool: PgPool) {
    let house = House::open(pool).await;
    let id = house.event().await;
    let booking = house.booking(&id, &house.ada, &["ST-A-1"]).await;
    let path = format!("/events/{id}");
    let reason = json!({"reason": "The tenor has lost his voice."});
    let cancelled = house
        .post(&format!("{path}/cancel"), &house.admin, reason.clone())
        .await;
    assert_eq!(
        (cancelled.status, cancelled.text("status")),
        (200, "cancelled".to_owned())
    );
    assert_eq!(cancelled.position(), house.head().await);
    house.settle().await;

    let booking = house.get(&format!("/bookings/{booking}"), &house.ada).await;
    assert_eq!(booking.body["status"], "cancelled");
    let seats = json!({"seats": ["ST-A-2"]});
    let refused = house
        .post(&format!("{path}/bookings"), &house.ada, seats)
        .await;
    assert_eq!(refused.refused(), (409, "event-cancelled"));
    let refused = house
        .patch(&path, &house.admin, json!({"name": "Aida"}))
        .await;
    assert_eq!(refused.refused(), (409, "event-cancelled"));
    let again = house
        .post(&format!("{path}/cancel"), &house.admin, reason)
        .await;
    assert_eq!((again.status, again.header("seatlog-position")), (200, ""));
    let listed = house.get("/events?status=cancelled", None).await;
    assert_eq!(listed.body["items"][0]["id"], json!(id));
}

#[sqlx::test(migrations = "../migrations")]
async fn an_event_goes_only_without_confirmed_bookings_and_then_everywhere(pool: PgPool) {
    let house = House::open(pool).await;
    let id = house.event().await;
    let path = format!("/events/{id}");
    let booking = house.booking(&id, &house.ada, &["ST-A-1"]).await;
    let refused = house.delete(&path, &house.admin).await;
    assert_eq!(refused.refused(), (409, "event-has-bookings"));
    assert_eq!(refused.body["bookings"], 1);

    house.settle().await;
    house
        .post(
            &format!("/bookings/{booking}/cancel"),
            &house.ada,
            json!({}),
        )
        .await;
    let deleted = house.delete(&path, &house.admin).await;
    assert_eq!(
        (deleted.status, deleted.position()),
        (204, house.head().await)
    );
    house.settle().await;
    for gone in [path.clone(), format!("{path}/seats")] {
        assert_eq!(
            house.get(&gone, &house.admin).await.refused(),
            (404, "not-found")
        );
    }
    let seats = json!({"seats": ["ST-A-2"]});
    for refused in [
        house.delete(&path, &house.admin).await,
        house
            .patch(&path, &house.admin, json!({"name": "Aida"}))
            .await,
        house
            .post(&format!("{path}/bookings"), &house.ada, seats)
            .await,
    ] {
        assert_eq!(refused.refused(), (404, "not-found"));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_list_is_searched_and_bounded_in_time(pool: PgPool) {
    let house = House::open(pool).await;
    house
        .event_with(json!({"name": "Dvořák", "starts_at": "2999-01-01T00:00:00Z"}))
        .await;
    house
        .event_with(json!({"name": "100% Verdi", "starts_at": "2999-02-01T00:00:00Z"}))
        .await;
    for (query, names) in [
        ("q=dvorak", vec!["Dvořák"]),
        ("q=100%25", vec!["100% Verdi"]),
        ("q=_", vec![]),
        ("from=2999-02-01T00:00:00Z", vec!["100% Verdi"]),
        ("to=2999-02-01T00:00:00Z", vec!["Dvořák"]),
        ("status=upcoming", vec!["Dvořák", "100% Verdi"]),
        ("status=past", vec![]),
        ("price_from=25.01", vec![]),
        ("price_from=25&price_to=25", vec!["Dvořák", "100% Verdi"]),
        ("price_to=24.99", vec![]),
    ] {
        let listed = house.get(&format!("/events?{query}"), None).await;
        let items = listed.body["items"].as_array().unwrap();
        let found: Vec<&str> = items
            .iter()
            .map(|event| event["name"].as_str().unwrap())
            .collect();
        assert_eq!(found, names, "{query}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_price_is_meant_in_the_currency_of_each_event(pool: PgPool) {
    let house = House::open(pool).await;
    // The cheapest place costs 25.00 EUR, or 2500 JPY.
    house.event_with(json!({"name": "Paris"})).await;
    let yen = house.event_with(
        json!({"name": "Kyoto", "currency": "JPY", "starts_at": "2999-04-01T00:00:00Z"}),
    );
    yen.await;
    for (query, names) in [
        ("price_to=25", vec!["Paris"]),
        ("price_from=2500", vec!["Kyoto"]),
        ("price_to=2500", vec!["Paris", "Kyoto"]),
        ("price_from=2500.01", vec![]),
    ] {
        let listed = house.get(&format!("/events?{query}"), None).await;
        let items = listed.body["items"].as_array().unwrap().iter();
        let found: Vec<_> = items.map(|event| event["name"].as_str().unwrap()).collect();
        assert_eq!(found, names, "{query}");
    }
    for query in ["price_from=ten", "price_to=-1", "price_from=30&price_to=20"] {
        let refused = house.get(&format!("/events?{query}"), None).await;
        assert_eq!(refused.refused(), (422, "validation"), "{query}");
    }
}
