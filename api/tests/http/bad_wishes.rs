//! Requests to hold or book seats that make no sense: they are told by the names of their fields,
//! and leave everything as it was.

use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::bad_holds::Scene;
use crate::harness::{Answer, send};

/// Bodies that make no sense for a hold, nor for a booking, and the fields that are named.
fn senseless() -> Vec<(Value, Vec<&'static str>)> {
    let seat = "ST-B-1";
    vec![
        (json!({}), vec!["seats"]),
        (json!({"seats": []}), vec!["seats"]),
        (json!({"seats": null}), vec!["seats"]),
        (json!({"seats": seat}), vec!["seats"]),
        (json!({"seats": [seat, 2]}), vec!["seats[1]"]),
        (json!({"seats": [seat, seat]}), vec!["seats[1]"]),
        (json!({"seats": [seat, ""]}), vec!["seats[1]"]),
        (json!({"seats": ["ST-B-1\u{0}"]}), vec!["seats[0]"]),
        (
            json!({"seats": [seat], "best_available": {"quantity": 1}}),
            vec!["seats", "best_available"],
        ),
        (
            json!({"seats": [seat], "section": "GA", "quantity": 1}),
            vec!["seats", "section", "quantity"],
        ),
        (json!({"section": "GA"}), vec!["quantity"]),
        (json!({"section": "GA", "quantity": 0}), vec!["quantity"]),
        (json!({"section": "GA", "quantity": -1}), vec!["quantity"]),
        (json!({"section": "GA", "quantity": 1.5}), vec!["quantity"]),
        (
            json!({"section": "GA", "quantity": 4_294_967_296_i64}),
            vec!["quantity"],
        ),
        (json!({"quantity": 1}), vec!["section"]),
        (
            json!({"best_available": {}}),
            vec!["best_available.quantity"],
        ),
        (
            json!({"best_available": {"quantity": 0}}),
            vec!["best_available.quantity"],
        ),
        (
            json!({"best_available": {"quantity": 1, "row": "A"}}),
            vec!["best_available.row"],
        ),
        (
            json!({"seats": [seat], "expires_at": "2999-01-01T00:00:00Z"}),
            vec!["expires_at"],
        ),
        (
            json!({"seats": [seat], "ttl_secs": 86_400}),
            vec!["ttl_secs"],
        ),
        (json!([seat]), vec!["body"]),
    ]
}

fn fields(answer: &Answer) -> Vec<&str> {
    assert_eq!(answer.refused(), (422, "validation"), "{answer:?}");
    answer.fields()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hold_or_booking_that_makes_no_sense_is_told_by_its_fields(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let (house, before) = (&scene.house, scene.standing().await);
    let (holds, bookings) = scene.paths();
    for (body, named) in senseless() {
        for path in [&holds, &bookings] {
            let answer = house.post(path, &house.bob, body.clone()).await;
            assert_eq!(fields(&answer), named, "{path} {body}");
        }
    }
    let hold = &scene.adas;
    for (path, body, named) in [
        (&holds, json!({ "hold_id": hold }), vec!["hold_id"]),
        (&bookings, json!({"hold_id": "7"}), vec!["hold_id"]),
        (&bookings, json!({"hold_id": 7}), vec!["hold_id"]),
        (&bookings, json!({"hold_id": null}), vec!["seats"]),
        (&bookings, json!({ "hold_id": [hold] }), vec!["hold_id"]),
        (
            &bookings,
            json!({"hold_id": hold, "seats": ["ST-A-1"]}),
            vec!["hold_id", "seats"],
        ),
        (
            &bookings,
            json!({"hold_id": hold, "extend": true}),
            vec!["extend"],
        ),
        (
            &format!("/holds/{hold}/extend"),
            json!({"minutes": 60}),
            vec!["minutes"],
        ),
    ] {
        let answer = house.post(path, &house.ada, body.clone()).await;
        assert_eq!(fields(&answer), named, "{path} {body}");
    }
    assert_eq!(scene.standing().await, before);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_id_or_key_that_is_none_is_a_bad_request(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let (house, before) = (&scene.house, scene.standing().await);
    let seat = json!({"seats": ["ST-B-1"]});
    for (method, path) in [
        (Method::GET, "/holds/7"),
        (Method::DELETE, "/holds/7"),
        (Method::POST, "/holds/%00/extend"),
        (Method::POST, "/events/x/holds"),
    ] {
        let call = house.call(method, path, Some(&house.ada)).json(&seat);
        let answer = send(call).await;
        assert_eq!(answer.refused(), (400, "bad-request"), "{path}");
    }
    let (long, holds) = ("x".repeat(256), scene.paths().0);
    for key in ["", "two words", &long, "clé"] {
        let call = house.call(Method::POST, &holds, Some(&house.ada));
        let call = call.header("idempotency-key", key.as_bytes()).json(&seat);
        assert_eq!(send(call).await.refused(), (400, "bad-request"), "{key}");
    }
    assert_eq!(scene.standing().await, before);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_key_is_not_good_for_another_hold_or_another_way_to_use_it(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let house = &scene.house;
    let (holds, bookings) = scene.paths();
    let keyed = async |path: &str, body: &Value| {
        let call = house.call(Method::POST, path, Some(&house.ada)).json(body);
        send(call.header("idempotency-key", "key")).await
    };
    let wish = json!({"seats": ["ST-B-1"]});
    let held = keyed(&holds, &wish).await;
    assert_eq!(held.status, 201, "{held:?}");
    let before = scene.standing().await;
    for (path, body) in [
        (&holds, json!({"seats": ["ST-B-2"]})),
        (&holds, json!({"section": "GA", "quantity": 1})),
        (&holds, json!({})),
        (&bookings, wish),
        (&bookings, json!({ "hold_id": held.body["id"] })),
        (&format!("/holds/{}/extend", held.text("id")), json!({})),
    ] {
        let refused = keyed(path, &body).await;
        assert_eq!(
            refused.refused(),
            (422, "idempotency-key-reused"),
            "{path} {body}"
        );
    }
    assert_eq!(scene.standing().await, before);
}
