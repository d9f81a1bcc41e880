//! Bad input is told by the name of its field, and changes nothing.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::harness::{Answer, House, changed, event_body, send};
use crate::people::Person;

/// Asserts that a call is a `validation` that names exactly this field.
fn names(answer: &Answer, field: &str) {
    assert_eq!(answer.refused(), (422, "validation"), "{field}: {answer:?}");
    assert_eq!(answer.fields(), [field], "{answer:?}");
}

fn seating(sections: Value) -> Value {
    json!({"seating": {"sections": sections}})
}

fn standing(changes: Value) -> Value {
    let section =
        json!({"id": "GA", "name": "G", "kind": "general", "price_minor": 1, "capacity": 1});
    changed(section, changes)
}

fn bad_events() -> Vec<(Value, &'static str)> {
    vec![
        (json!({"starts_at": "2020-01-01T00:00:00Z"}), "starts_at"),
        (json!({"starts_at": "tomorrow"}), "starts_at"),
        (json!({"starts_at": "+200000-01-01T00:00:00Z"}), "starts_at"),
        (json!({"ends_at": "2999-01-01T00:00:00Z"}), "ends_at"),
        (json!({"name": "Nabucco\r\nBcc: all@example.org"}), "name"),
        (json!({"name": " "}), "name"),
        (json!({"name": "x".repeat(201)}), "name"),
        (json!({"venue": "Arena\u{0}"}), "venue"),
        (json!({"description": "bell\u{7}"}), "description"),
        (json!({"image_url": "javascript:alert(1)"}), "image_url"),
        (json!({"image_url": "ftp://example.org/a.png"}), "image_url"),
        (json!({"currency": "EURO"}), "currency"),
        (json!({"max_seats_per_user": 0}), "max_seats_per_user"),
        (json!({"max_seats_per_user": 10_001}), "max_seats_per_user"),
        (json!({"max_seats_per_user": -1}), "max_seats_per_user"),
        (
            json!({"waiting_room": {"admit_per_minute": 60_001}}),
            "waiting_room.admit_per_minute",
        ),
        (
            json!({"waiting_room": {"admit_per_minute": -1}}),
            "waiting_room.admit_per_minute",
        ),
        (
            json!({"waiting_room": {"admit_per_minute": 1, "colour": 1}}),
            "waiting_room.colour",
        ),
        (json!({"colour": "red"}), "colour"),
        (seating(json!([])), "seating.sections"),
        (
            seating(json!([standing(json!({"price_minor": -1}))])),
            "seating.sections[0].price_minor",
        ),
        (
            seating(json!([standing(json!({"price_minor": 1.5}))])),
            "seating.sections[0].price_minor",
        ),
        (
            seating(json!([standing(json!({"capacity": 0}))])),
            "seating.sections[0].capacity",
        ),
        (
            seating(json!([standing(json!({"colour": 1}))])),
            "seating.sections[0].colour",
        ),
        (
            seating(json!([standing(json!({})), standing(json!({"name": "H"}))])),
            "seating.sections[1].id",
        ),
        (
            seating(json!([standing(json!({"capacity": 100_001}))])),
            "seating.sections",
        ),
    ]
}

#[sqlx::test(migrations = "../migrations")]
async fn an_event_with_a_bad_field_is_not_created_and_not_changed(pool: PgPool) {
    let house = House::open(pool).await;
    let path = format!("/events/{}", house.event().await);
    let head = house.head().await;
    for (bad, field) in bad_events() {
        let body = changed(event_body(), bad.clone());
        names(&house.post("/events", &house.admin, body).await, field);
        names(&house.patch(&path, &house.admin, bad).await, field);
    }
    for field in ["name", "starts_at", "venue", "currency", "seating"] {
        let mut body = event_body();
        body.as_object_mut().unwrap().remove(field);
        names(&house.post("/events", &house.admin, body).await, field);
        names(
            &house
                .patch(&path, &house.admin, json!({ field: null }))
                .await,
            field,
        );
    }
    let two = json!({"name": "", "image_url": "x"});
    let answer = house
        .post("/events", &house.admin, changed(event_body(), two))
        .await;
    assert_eq!(answer.fields(), ["name", "image_url"]);
    assert_eq!(house.head().await, head);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cancellation_needs_a_reason_in_one_line(pool: PgPool) {
    let house = House::open(pool).await;
    let path = format!("/events/{}/cancel", house.event().await);
    let head = house.head().await;
    for reason in [
        json!({}),
        json!({"reason": ""}),
        json!({"reason": "a\r\nBcc: b"}),
    ] {
        names(&house.post(&path, &house.admin, reason).await, "reason");
    }
    assert_eq!(house.head().await, head);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_booking_that_makes_no_sense_takes_no_seat(pool: PgPool) {
    let house = House::open(pool).await;
    let path = format!("/events/{}/bookings", house.event().await);
    let head = house.head().await;
    for (bad, field) in [
        (json!({}), "seats"),
        (json!({"seats": []}), "seats"),
        (json!({"seats": null}), "seats"),
        (json!({"seats": "ST-A-1"}), "seats"),
        (json!({"seats": [1]}), "seats[0]"),
        (json!({"seats": ["ST-A-1", "ST-A-1"]}), "seats[1]"),
        (json!({"seats": ["ST-A-1\u{0}"]}), "seats[0]"),
        (json!({"section": "GA", "quantity": 0}), "quantity"),
        (json!({"section": "GA", "quantity": -1}), "quantity"),
        (
            json!({"section": "GA", "quantity": 99_999_999_999_i64}),
            "quantity",
        ),
        (json!({"section": "GA"}), "quantity"),
        (json!({"quantity": 1}), "section"),
        (json!({"best_available": {}}), "best_available.quantity"),
        (
            json!({"best_available": {"quantity": 0}}),
            "best_available.quantity",
        ),
        (
            json!({"seats": ["ST-A-1"], "user_id": house.bob.id}),
            "user_id",
        ),
    ] {
        names(&house.post(&path, &house.ada, bad).await, field);
    }
    let both = json!({"seats": ["ST-A-1"], "section": "GA", "quantity": 1});
    let answer = house.post(&path, &house.ada, both).await;
    assert_eq!(answer.fields(), ["seats", "section", "quantity"]);
    assert_eq!(house.head().await, head);
}

fn post(house: &House, path: &str, by: &Person, media: &str, body: Vec<u8>) -> RequestBuilder {
    let call = house.call(Method::POST, path, Some(by));
    call.header("content-type", media).body(body)
}

#[sqlx::test(migrations = "../migrations")]
async fn a_body_that_cannot_be_read_is_told_apart_from_one_that_is_wrong(pool: PgPool) {
    let house = House::open(pool).await;
    let booking = format!("/events/{}/bookings", house.event().await);
    let head = house.head().await;
    let json = "application/json";
    for (media, body, refused) in [
        (json, b"{\"seats\": [".to_vec(), (400, "bad-json")),
        (json, b"".to_vec(), (400, "bad-json")),
        (
            json,
            b"{\"seats\": [\"\xff\"]}".to_vec(),
            (400, "bad-request"),
        ),
        (
            "text/plain",
            b"{\"seats\": [\"ST-A-1\"]}".to_vec(),
            (415, "unsupported-media"),
        ),
        (
            "application/x-www-form-urlencoded",
            b"seats=A".to_vec(),
            (415, "unsupported-media"),
        ),
        (json, vec![b' '; 1024 * 1024 + 1], (413, "too-large")),
    ] {
        let answer = send(post(&house, &booking, &house.ada, media, body)).await;
        assert_eq!(answer.refused(), refused);
    }
    let large = vec![b' '; 8 * 1024 * 1024 + 1];
    let answer = send(post(&house, "/events", &house.admin, json, large)).await;
    assert_eq!(answer.refused(), (413, "too-large"));
    let charset = "application/json; charset=utf-8";
    let answer = send(post(&house, &booking, &house.ada, charset, b"[".to_vec())).await;
    assert_eq!(answer.refused(), (400, "bad-json"));
    assert_eq!(house.head().await, head);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_list_of_values_is_no_object(pool: PgPool) {
    let house = House::open(pool).await;
    let head = house.head().await;
    let ada = ["ada2@example.org", "a-long-password-of-mine", "Ada"];
    names(
        &house.post("/auth/register", &house.ada, json!(ada)).await,
        "body",
    );
    for (path, body) in [("/me", json!(["Ada"])), ("/me", json!("Ada"))] {
        names(&house.patch(path, &house.ada, body).await, "body");
    }
    assert_eq!(house.head().await, head);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_command_that_takes_nothing_refuses_what_it_is_given(pool: PgPool) {
    let house = House::open(pool).await;
    let (id, head) = (house.event().await, house.head().await);
    let large = vec![b' '; 1024 * 1024 + 1];
    for path in [
        &format!("/events/{id}/publish"),
        &format!("/bookings/{id}/cancel"),
        &format!("/admin/mails/{id}/retry"),
        "/auth/refresh",
        "/auth/logout",
    ] {
        let bodies: [(&[u8], _); 5] = [
            (b"{\"colour\": 1}", (422, "validation")),
            (b"[]", (422, "validation")),
            (b"{", (400, "bad-json")),
            (b"\xff", (400, "bad-request")),
            (&large, (413, "too-large")),
        ];
        for (at, (body, refused)) in bodies.into_iter().enumerate() {
            let call = || {
                let media = "application/json";
                post(&house, path, &house.admin, media, body.to_vec())
                    .header("origin", "http://localhost:8080")
            };
            assert_eq!(send(call()).await.refused(), refused, "{path} {at}");
            let keyed = call().header("idempotency-key", format!("{path}{at}"));
            assert_eq!(send(keyed).await.refused(), refused, "{path} {at}, keyed");
        }
    }
    assert_eq!(house.head().await, head);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_command_that_takes_nothing_takes_an_empty_object(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event_with(json!({"draft": true})).await;
    let path = format!("/events/{event}/publish");
    let published = house.post(&path, &house.admin, json!({})).await;
    assert_eq!(published.status, 200);
    let again = send(house.call(Method::POST, &path, Some(&house.admin))).await;
    assert_eq!(again.status, 200);
    let named = json!({"colour": 1, "size": 2});
    let refused = house.post(&path, &house.admin, named).await;
    assert_eq!(refused.fields(), ["colour", "size"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn every_wrong_field_is_named_not_only_the_first(pool: PgPool) {
    let house = House::open(pool).await;
    for (body, fields) in [
        (json!({}), vec!["email", "password", "name"]),
        (
            json!({"a": 1, "b": {}, "email": 7, "name": "Ada"}),
            vec!["a", "b", "email", "password"],
        ),
    ] {
        let answer = house.post("/auth/register", &house.ada, body).await;
        assert_eq!(answer.refused(), (422, "validation"));
        assert_eq!(answer.fields(), fields);
    }
    let mut body = changed(event_body(), json!({"colour": 1, "starts_at": "soon"}));
    body.as_object_mut().unwrap().remove("venue");
    let answer = house.post("/events", &house.admin, body).await;
    assert_eq!(answer.fields(), ["colour", "starts_at", "venue"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn of_very_many_errors_only_the_first_are_told(pool: PgPool) {
    let house = House::open(pool).await;
    let bad = json!({"label": "A B", "seats": 1});
    let rows = vec![bad; 1_000];
    let section =
        json!({"id": "ST", "name": "S", "kind": "reserved", "price_minor": 1, "rows": rows});
    let body = changed(event_body(), seating(json!([section])));
    let answer = house.post("/events", &house.admin, body).await;
    assert_eq!(answer.refused(), (422, "validation"));
    assert_eq!(answer.fields().len(), 50);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_large_plan_fits_into_the_body_of_an_event(pool: PgPool) {
    let house = House::open(pool).await;
    let labels: Vec<String> = (0..1_000)
        .map(|seat| format!("a-long-label-{seat}"))
        .collect();
    let labels: Vec<String> = labels.iter().map(|label| label.replace('-', "_")).collect();
    let rows: Vec<Value> = (0..100)
        .map(|row| json!({"label": format!("R{row}"), "seats": labels}))
        .collect();
    let section =
        json!({"id": "ST", "name": "S", "kind": "reserved", "price_minor": 1, "rows": rows});
    let body = changed(event_body(), seating(json!([section])));
    assert!(
        body.to_string().len() > 1024 * 1024,
        "more than other calls take"
    );
    let created = house.post("/events", &house.admin, body).await;
    assert_eq!(
        (created.status, &created.body["capacity"]),
        (201, &json!(100_000))
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn an_id_that_is_none_is_a_bad_request_and_an_unknown_one_is_not_found(pool: PgPool) {
    let house = House::open(pool).await;
    for path in [
        "/events/7",
        "/events/x/seats",
        "/bookings/%00",
        "/admin/mails/x",
    ] {
        let answer = house.get(path, &house.admin).await;
        assert_eq!(answer.refused(), (400, "bad-request"), "{path}");
    }
    let unknown = house.admin.id;
    for path in [
        "/events/{}",
        "/events/{}/seats",
        "/bookings/{}",
        "/admin/mails/{}",
    ] {
        let path = path.replace("{}", &unknown.to_string());
        let answer = house.get(&path, &house.admin).await;
        assert_eq!(answer.refused(), (404, "not-found"), "{path}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_bad_query_string_names_every_parameter(pool: PgPool) {
    let house = House::open(pool).await;
    for (path, fields) in [
        ("/events?limit=0", vec!["limit"]),
        ("/events?limit=1000000000000", vec!["limit"]),
        ("/events?cursor=forged", vec!["cursor"]),
        ("/events?cursor=", vec!["cursor"]),
        (
            "/events?from=x&to=y&status=z&page=2",
            vec!["from", "to", "status", "page"],
        ),
        (
            "/events?from=2027-01-02T00:00:00Z&to=2027-01-01T00:00:00Z",
            vec!["to"],
        ),
        ("/events?q=%00", vec!["q"]),
        (
            "/bookings?user_id=me&event_id=7&status=held",
            vec!["user_id", "event_id", "status"],
        ),
        ("/bookings?cursor=MQ", vec!["cursor"]),
        ("/admin/bookings?limit=-1", vec!["limit"]),
        (
            "/admin/mails?status=lost&cursor=x",
            vec!["status", "cursor"],
        ),
        ("/admin/mails?cursor=x", vec!["cursor"]),
        ("/admin/projections?limit=5", vec!["limit"]),
        ("/reports/summary?from=2027-01-01T00:00:00Z", vec!["from"]),
        ("/reports/events?cursor=x", vec!["cursor"]),
        ("/reports/sales?bucket=week", vec!["bucket"]),
        ("/reports/sales?cursor=x", vec!["cursor"]),
    ] {
        let answer = house.get(path, &house.admin).await;
        assert_eq!(answer.refused(), (422, "validation"), "{path}: {answer:?}");
        assert_eq!(answer.fields(), fields, "{path}");
    }
    assert_eq!(
        house.get("/events?q=%ff", None).await.refused(),
        (400, "bad-request")
    );
}
