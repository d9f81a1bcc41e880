//! What auditors are told: the log, the story of a seat, and who did what.

use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::harness::{Answer, House, send};

fn column<'a>(answer: &'a Answer, member: &str) -> Vec<&'a str> {
    let items = answer.body["items"]
        .as_array()
        .unwrap_or_else(|| panic!("{answer:?}"));
    let texts = items.iter().map(|item| item[member].as_str().unwrap());
    texts.collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_seat_tells_who_held_it_who_booked_it_and_what_became_of_that(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let at = |place: &str| format!("/events/{event}/{place}");
    let held = house
        .post(
            &at("holds"),
            &house.ada,
            json!({"seats": ["ST-A-1", "ST-A-2"]}),
        )
        .await;
    let hold = held.text("id");
    house.settle().await;
    let booked = house
        .post(&at("bookings"), &house.ada, json!({ "hold_id": hold }))
        .await;
    let booking = booked.text("id");
    house.booking(&event, &house.bob, &["ST-B-1"]).await;
    house.settle().await;
    let path = format!("/bookings/{booking}/cancel");
    house.post(&path, &house.ada, json!({})).await;
    let seats = json!({"seats": ["ST-A-1"]});
    house.post(&at("blocks"), &house.admin, seats.clone()).await;
    house.post(&at("unblocks"), &house.admin, seats).await;

    let path = format!("/audit/events/{event}/seats/ST-A-1");
    let story = house.get(&path, &house.admin).await;
    assert_eq!(
        column(&story, "type"),
        [
            "EventCreated",
            "SeatsHeld",
            "SeatsBooked",
            "BookingCancelled",
            "SeatsBlocked",
            "SeatsUnblocked"
        ]
    );
    let (ada, admin) = (house.ada.id.to_string(), house.admin.id.to_string());
    assert_eq!(
        column(&story, "user_id"),
        [&admin, &ada, &ada, &ada, &admin, &admin]
    );
    let items = &story.body["items"];
    assert_eq!(items[1]["hold_id"], hold);
    assert_eq!(items[1]["expires_at"], held.body["expires_at"]);
    assert_eq!(items[2]["hold_id"], hold);
    assert_eq!(items[2]["booking_id"], booking);
    assert_eq!(items[2]["position"], booked.position());
    assert_eq!(items[3]["booking_id"], booking);

    let path = format!("/audit/events/{event}/seats/ST-A-4");
    let untouched = house.get(&path, &house.admin).await;
    assert_eq!(column(&untouched, "type"), ["EventCreated"]);
    for nowhere in [
        format!("/audit/events/{event}/seats/ST-A-5"),
        format!("/audit/events/{}/seats/ST-A-1", Uuid::now_v7()),
    ] {
        let refused = house.get(&nowhere, &house.admin).await;
        assert_eq!(refused.refused(), (404, "not-found"), "{nowhere}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_story_of_a_place_goes_on_to_the_end_of_its_event(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let wish = json!({"section": "GA", "quantity": 1});
    let path = format!("/events/{event}/holds");
    let held = house.post(&path, &house.bob, wish).await;
    let seat = held.body["seats"][0]["seat"].as_str().unwrap().to_owned();
    house.settle().await;
    house
        .delete(&format!("/events/{event}"), &house.admin)
        .await;
    house.settle().await;
    let story = house
        .get(&format!("/audit/events/{event}/seats/{seat}"), &house.admin)
        .await;
    assert_eq!(
        column(&story, "type"),
        ["EventCreated", "SeatsHeld", "HoldReleased", "EventDeleted"]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn the_log_is_listed_by_event_by_user_and_by_type(pool: PgPool) {
    let house = House::open(pool).await;
    let (event, other) = (house.event().await, house.event().await);
    let booking = house.booking(&event, &house.ada, &["ST-A-1"]).await;
    house.booking(&other, &house.bob, &["ST-A-1"]).await;

    let all = house.get("/audit/facts?limit=100", &house.admin).await;
    let items = all.body["items"].as_array().unwrap();
    let positions = items.iter().map(|fact| fact["position"].as_i64().unwrap());
    assert!(positions.eq(1..=house.head().await));

    let of_event = house
        .get(&format!("/audit/facts?event_id={event}"), &house.admin)
        .await;
    assert_eq!(
        column(&of_event, "type"),
        ["EventCreated", "EventPublished", "SeatsBooked"]
    );
    let booked = &of_event.body["items"][2];
    for (member, value) in [
        ("stream", json!(event)),
        ("sequence", json!(3)),
        ("version", json!("1")),
        ("actor_id", json!(house.ada.id)),
        ("command_id", json!(booking)),
    ] {
        assert_eq!(booked[member], value, "{member}");
    }
    assert_eq!(booked["payload"]["SeatsBooked"]["booking_id"], booking);

    let of_ada = format!("/audit/facts?user_id={}", house.ada.id);
    let of_ada = house.get(&of_ada, &house.admin).await;
    assert_eq!(column(&of_ada, "type"), ["UserRegistered", "SeatsBooked"]);
    let booked = house
        .get("/audit/facts?type=SeatsBooked&limit=1", &house.admin)
        .await;
    assert_eq!(column(&booked, "stream"), [event.as_str()]);
    let cursor = booked.text("next_cursor");
    let next = format!("/audit/facts?type=SeatsBooked&limit=1&cursor={cursor}");
    let next = house.get(&next, &house.admin).await;
    assert_eq!(column(&next, "stream"), [other.as_str()]);
    assert_eq!(next.body["next_cursor"], Value::Null);
    let rest = format!("/audit/facts?after={}", house.head().await - 1);
    let rest = house.get(&rest, &house.admin).await;
    assert_eq!(column(&rest, "type"), ["SeatsBooked"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_question_about_the_log_that_makes_no_sense_names_its_field(pool: PgPool) {
    let house = House::open(pool).await;
    for (query, field) in [
        ("after=1000000", "after"),
        ("after=-1", "after"),
        ("after=soon", "after"),
        ("type=SeatsSold", "type"),
        ("event_id=7", "event_id"),
        ("user_id=ada", "user_id"),
        ("cursor=forged", "cursor"),
        ("colour=red", "colour"),
    ] {
        let refused = house
            .get(&format!("/audit/facts?{query}"), &house.admin)
            .await;
        assert_eq!(refused.refused(), (422, "validation"), "{query}");
        assert_eq!(refused.fields(), [field], "{query}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn what_an_admin_did_is_listed_and_the_log_does_not_know_from_where(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let publish = house
        .call(
            reqwest::Method::POST,
            &format!("/events/{event}/cancel"),
            Some(&house.admin),
        )
        .header("x-request-id", "called-off-by-phone");
    let cancelled = send(publish.json(&json!({"reason": "The tenor is ill"}))).await;
    assert_eq!(cancelled.status, 200);
    house.settle().await;
    let refused = house
        .post(&format!("/events/{event}/publish"), &house.admin, json!({}))
        .await;
    assert_eq!(refused.status, 409);
    house.patch("/me", &house.admin, json!({"name": "A"})).await;

    let actions = house.get("/audit/actions", &house.admin).await;
    assert_eq!(
        column(&actions, "action"),
        ["POST /events/{id}/cancel", "POST /events"]
    );
    assert_eq!(column(&actions, "subject"), [&event, &event]);
    assert_eq!(column(&actions, "address"), ["127.0.0.1", "127.0.0.1"]);
    let items = &actions.body["items"];
    assert_eq!(items[0]["actor_id"], json!(house.admin.id));
    assert_eq!(items[0]["correlation_id"], "called-off-by-phone");
    assert_eq!(items[0]["position"], cancelled.position());
    let last = items[1]["position"].as_i64().unwrap();
    assert_eq!(
        items[1]["first_position"],
        last - 1,
        "created and published"
    );

    let path = format!("/audit/facts?event_id={event}&type=EventCancelled");
    let fact = &house.get(&path, &house.admin).await.body["items"][0];
    assert_eq!(fact["command_id"], items[0]["command_id"]);
    assert_eq!(fact["correlation_id"], "called-off-by-phone");
    let log: String = sqlx::query_scalar("SELECT string_agg(e::text, '') FROM events e")
        .fetch_one(&house.pool)
        .await
        .unwrap();
    assert!(!log.contains("127.0.0.1"));
}
