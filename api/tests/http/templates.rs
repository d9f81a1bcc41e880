//! Seating plans that are kept for the next events.

use serde_json::{Value, json};
use sqlx::PgPool;

use crate::harness::{House, event_body};

const PATH: &str = "/admin/templates";

/// A plan with all that says where its seats are drawn.
fn drawn() -> Value {
    json!({"sections": [
        {"id": "ST", "name": "Stalls", "kind": "reserved", "price_minor": 4500,
         "rows": [{"label": "A", "seats": 4, "gaps": [{"after": 2, "width": 1}]}],
         "layout": {"x": 10, "y": 20, "rotation": -15, "curve": 40}},
        {"id": "GA", "name": "Standing", "kind": "general", "price_minor": 2500, "capacity": 3,
         "layout": {"x": 0, "y": 90}}
    ]})
}

fn template(name: &str) -> Value {
    json!({"name": name, "currency": "EUR", "seating": drawn()})
}

#[sqlx::test(migrations = "../migrations")]
async fn a_plan_is_kept_listed_shown_and_forgotten(pool: PgPool) {
    let house = House::open(pool).await;
    let kept = house.post(PATH, &house.admin, template("Scala")).await;
    assert_eq!(kept.status, 201, "{kept:?}");
    house.post(PATH, &house.admin, template("arena")).await;
    let one = format!("{PATH}/{}", kept.text("id"));
    assert_eq!(kept.header("location"), format!("/api/v1{one}"));
    assert_eq!(kept.body["capacity"], 7);
    assert_eq!(kept.body["seating"], drawn());
    let shown = house.get(&one, &house.admin).await;
    assert_eq!(shown.body, kept.body);

    let first = house.get(&format!("{PATH}?limit=1"), &house.admin).await;
    assert_eq!(first.body["items"][0]["name"], "arena");
    assert!(first.body["items"][0].get("seating").is_none());
    let next = first.text("next_cursor");
    let second = house
        .get(&format!("{PATH}?limit=1&cursor={next}"), &house.admin)
        .await;
    assert_eq!(second.body["items"][0]["name"], "Scala");
    assert_eq!(second.body["next_cursor"], Value::Null);

    assert_eq!(house.delete(&one, &house.admin).await.status, 204);
    assert_eq!(
        house.get(&one, &house.admin).await.refused(),
        (404, "not-found")
    );
    assert_eq!(
        house.delete(&one, &house.admin).await.refused(),
        (404, "not-found")
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_wrong_with_a_template_is_named_and_names_are_not_given_twice(pool: PgPool) {
    let house = House::open(pool).await;
    let bad = json!({"name": " ", "currency": "XXY", "seating": {"sections": [
        {"id": "GA", "name": "x", "kind": "general", "price_minor": 1, "capacity": 1,
         "layout": {"x": -1, "y": 0}}]}});
    let refused = house.post(PATH, &house.admin, bad).await;
    let fields = ["name", "currency", "seating.sections[0].layout.x"];
    assert_eq!(refused.fields(), fields);
    assert_eq!(
        house
            .post(PATH, &house.admin, template("Scala"))
            .await
            .status,
        201
    );
    let again = house.post(PATH, &house.admin, template("SCALA")).await;
    assert_eq!(again.fields(), ["name"]);
    for person in [&house.staff, &house.ada] {
        let refused = house.post(PATH, person, template("Mine")).await;
        assert_eq!(refused.refused(), (403, "forbidden"));
        assert_eq!(house.get(PATH, person).await.refused(), (403, "forbidden"));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_event_keeps_where_its_seats_are_drawn(pool: PgPool) {
    let house = House::open(pool).await;
    let mut body = event_body();
    body["seating"] = drawn();
    let created = house.post("/events", &house.admin, body).await;
    assert_eq!(created.body["seating"], drawn(), "{created:?}");
    house.settle().await;
    let path = format!("/events/{}", created.text("id"));
    let event = house.get(&path, None).await;
    assert_eq!(event.body["seating"], drawn());
    // What is said of its place is left out again: the section stands where there is room.
    let mut plain = drawn();
    plain["sections"][0]
        .as_object_mut()
        .unwrap()
        .remove("layout");
    let changed = house
        .patch(&path, &house.admin, json!({"seating": plain}))
        .await;
    assert_eq!(changed.body["seating"], plain);
}
