//! Booking seats, and what others can know of it.

use futures_util::future::join_all;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::harness::House;
use crate::people::Person;

fn seats(booking: &Value) -> Vec<&str> {
    let seats = booking["seats"].as_array().unwrap();
    seats
        .iter()
        .map(|seat| seat["seat"].as_str().unwrap())
        .collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn each_form_of_a_booking_takes_its_seats_and_reads_as_it_was_answered(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let path = format!("/events/{event}/bookings");
    for (form, taken, total) in [
        (
            json!({"seats": ["ST-A-2", "ST-A-1"]}),
            vec!["ST-A-1", "ST-A-2"],
            9000,
        ),
        (
            json!({"best_available": {"quantity": 1, "section": "ST"}}),
            vec![],
            4500,
        ),
        (json!({"section": "GA", "quantity": 1}), vec!["GA-1"], 2500),
    ] {
        let booked = house.post(&path, &house.ada, form).await;
        assert_eq!(booked.status, 201, "{booked:?}");
        assert_eq!(booked.position(), house.head().await);
        assert_eq!(booked.body["position"], booked.position());
        assert_eq!(booked.body["total_minor"], total);
        assert_eq!(booked.body["status"], "confirmed");
        assert_eq!(booked.body["user_id"], house.ada.id.to_string());
        if !taken.is_empty() {
            assert_eq!(seats(&booked.body), taken);
        }
        house.settle().await;
        let place = booked.header("location").strip_prefix("/api/v1").unwrap();
        assert_eq!(house.get(place, &house.ada).await.body, booked.body);
    }
    let map = house.get(&format!("/events/{event}/seats"), None).await;
    assert_eq!(
        (&map.body["free"], &map.body["capacity"]),
        (&json!(6), &json!(10))
    );
    assert_eq!(map.body["booked"].as_array().unwrap().len(), 4);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_check_tells_what_a_booking_would_be_understood_as_and_records_nothing(pool: PgPool) {
    let house = House::open(pool).await;
    let before = house.head().await;
    for (form, count) in [
        (json!({"seats": ["ST-A-2", "ST-A-1"]}), json!(2)),
        (json!({"best_available": {"quantity": 3}}), json!(3)),
        (json!({"section": "GA", "quantity": 1}), json!(1)),
        (json!({"hold_id": house.ada.id}), Value::Null),
    ] {
        let understood = house.post("/bookings/check", &house.ada, form).await;
        assert_eq!(
            (understood.status, &understood.body),
            (200, &json!({ "seats": count }))
        );
    }
    let both = json!({"seats": ["ST-A-1"], "quantity": 1});
    let refused = house.post("/bookings/check", &house.ada, both).await;
    assert_eq!(refused.refused(), (422, "validation"));
    assert_eq!(refused.fields(), ["seats", "quantity"]);
    assert_eq!(house.head().await, before);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_taken_seat_is_refused_by_name_and_nothing_is_taken_with_it(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let path = format!("/events/{event}/bookings");
    house.booking(&event, &house.ada, &["ST-A-1"]).await;
    let head = house.head().await;
    let refused = house
        .post(&path, &house.bob, json!({"seats": ["ST-A-1", "ST-A-2"]}))
        .await;
    assert_eq!(refused.refused(), (409, "seat-taken"));
    assert_eq!(refused.body["seats"], json!(["ST-A-1"]));
    assert_eq!(house.head().await, head);
    house.booking(&event, &house.bob, &["ST-A-2"]).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn the_rules_of_the_sale_are_refusals_with_their_members(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let path = format!("/events/{event}/bookings");
    let head = house.head().await;

    let refused = house
        .post(&path, &house.ada, json!({"section": "ST", "quantity": 5}))
        .await;
    assert_eq!(refused.refused(), (409, "limit-reached"));
    assert_eq!(
        (&refused.body["limit"], &refused.body["held_or_booked"]),
        (&json!(4), &json!(0))
    );
    let refused = house
        .post(&path, &house.ada, json!({"section": "GA", "quantity": 4}))
        .await;
    assert_eq!(refused.refused(), (409, "not-enough-seats"));
    let refused = house
        .post(&path, &house.ada, json!({"seats": ["ST-A-1", "ST-C-1"]}))
        .await;
    assert_eq!(refused.refused(), (422, "unknown-seat"));
    assert_eq!(refused.body["seats"], json!(["ST-C-1"]));
    let refused = house
        .post(&path, &house.ada, json!({"section": "XX", "quantity": 1}))
        .await;
    assert_eq!(
        (refused.refused(), &refused.body["seats"]),
        ((422, "unknown-seat"), &json!(["XX"]))
    );
    assert_eq!(house.head().await, head);

    let later = house
        .event_with(json!({"sales_open_at": "2998-01-01T00:00:00Z"}))
        .await;
    let path = format!("/events/{later}/bookings");
    let refused = house
        .post(&path, &house.ada, json!({"seats": ["ST-A-1"]}))
        .await;
    assert_eq!(refused.refused(), (409, "sales-closed"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_booking_is_its_buyers_and_is_there_for_staff_but_for_nobody_else(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let id = house.booking(&event, &house.ada, &["ST-A-1"]).await;
    house.settle().await;
    let path = format!("/bookings/{id}");
    assert_eq!(
        house.get(&path, None).await.refused(),
        (401, "unauthenticated")
    );
    assert_eq!(
        house.get(&path, &house.bob).await.refused(),
        (404, "not-found")
    );
    for reader in [&house.ada, &house.staff, &house.admin] {
        assert_eq!(house.get(&path, reader).await.text("id"), id);
    }
    for canceller in [&house.bob, &house.staff] {
        let refused = house
            .post(&format!("{path}/cancel"), canceller, json!({}))
            .await;
        assert_eq!(refused.refused(), (404, "not-found"));
    }

    let of_ada = format!("/bookings?user_id={}", house.ada.id);
    assert_eq!(
        house.get(&of_ada, &house.bob).await.refused(),
        (403, "forbidden")
    );
    let of_all = "/bookings?whose=all";
    assert_eq!(
        house.get(of_all, &house.ada).await.refused(),
        (403, "forbidden")
    );
    let unheard = house.get("/bookings?whose=mine", &house.ada).await;
    assert_eq!(unheard.fields(), ["whose"]);
    for (list, reader, count) in [
        (of_all, &house.staff, 1),
        (of_all, &house.admin, 1),
        ("/bookings?whose=all&q=aida", &house.staff, 0),
        ("/bookings?whose=own", &house.staff, 0),
        ("/bookings", &house.ada, 1),
        ("/bookings", &house.bob, 0),
        ("/bookings", &house.admin, 0),
        (of_ada.as_str(), &house.ada, 1),
        (of_ada.as_str(), &house.staff, 1),
        ("/bookings?status=cancelled", &house.ada, 0),
        ("/bookings?q=nabucco", &house.ada, 1),
        ("/admin/bookings", &house.admin, 1),
        ("/admin/bookings?q=aida", &house.admin, 0),
    ] {
        let listed = house.get(list, reader).await;
        assert_eq!(
            listed.body["items"].as_array().unwrap().len(),
            count,
            "{list}"
        );
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_booking_whose_event_is_not_known_in_time_is_refused_for_now(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let id = house.booking(&event, &house.ada, &["ST-A-1"]).await;
    let path = format!("/bookings/{id}/cancel");
    let refused = house.post(&path, &house.ada, json!({})).await;
    assert_eq!(refused.refused(), (503, "projection-behind"));
    house.settle().await;
    assert_eq!(house.post(&path, &house.ada, json!({})).await.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_booking_can_be_cancelled_before_any_read_model_knows_of_it(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let id = house.booking(&event, &house.ada, &["ST-A-1"]).await;
    let path = format!("/bookings/{id}/cancel");
    // It waits until the model that leads to the event has come that far.
    let waiting = house.post(&path, &house.ada, json!({}));
    let (cancelled, ()) = tokio::join!(waiting, house.settle());
    assert_eq!(
        (cancelled.status, cancelled.text("status")),
        (200, "cancelled".to_owned())
    );
    assert_eq!(cancelled.position(), house.head().await);
    let again = house.post(&path, &house.ada, json!({})).await;
    assert_eq!(again.refused(), (409, "already-cancelled"));
    house.booking(&event, &house.bob, &["ST-A-1"]).await;

    let of_bob = house.booking(&event, &house.bob, &["ST-A-2"]).await;
    house.settle().await;
    let by_admin = house
        .post(
            &format!("/bookings/{of_bob}/cancel"),
            &house.admin,
            json!({}),
        )
        .await;
    assert_eq!(by_admin.status, 200);
    house.settle().await;
    let unknown = format!("/bookings/{}/cancel", house.ada.id);
    assert_eq!(
        house
            .post(&unknown, &house.admin, json!({}))
            .await
            .refused(),
        (404, "not-found")
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn buyers_cancel_only_so_often_and_staff_and_admins_as_they_like(pool: PgPool) {
    let house = House::open(pool).await;
    house.settle().await;
    let unknown = format!("/bookings/{}/cancel", house.ada.id);
    let refused = async |by: &Person| {
        let all = join_all((0..60).map(|_| house.post(&unknown, by, json!({})))).await;
        let (known, refused): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.status == 404);
        assert!(known.len() >= 50);
        for answer in &refused {
            assert_eq!(answer.refused(), (429, "too-many-requests"));
        }
        refused.len()
    };
    assert!(refused(&house.ada).await > 0);
    assert_eq!(refused(&house.staff).await, 0);
    assert_eq!(refused(&house.admin).await, 0);
}
