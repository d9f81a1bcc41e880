//! Bodies of the wrong shape inside: an object is an object at every depth.

use serde_json::{Value, json};
use sqlx::PgPool;

use crate::harness::{Answer, House, changed, event_body};

/// Asserts that a call is a `validation` that names exactly this field.
fn names(answer: &Answer, field: &str) {
    assert_eq!(answer.refused(), (422, "validation"), "{field}: {answer:?}");
    assert_eq!(answer.fields(), [field], "{answer:?}");
}

fn seating(sections: Value) -> Value {
    json!({"seating": {"sections": sections}})
}

#[sqlx::test(migrations = "../migrations")]
async fn a_list_of_values_is_no_object_inside_of_a_body_either(pool: PgPool) {
    let house = House::open(pool).await;
    let (id, head) = (house.event().await, house.head().await);
    let section = json!(["GA", "Standing", "general", 2500, null, 3]);
    for (bad, field) in [
        (json!({"seating": [[section]]}), "seating"),
        (seating(json!([section])), "seating.sections[0]"),
        (
            seating(
                json!([{"id": "ST", "name": "Stalls", "kind": "reserved", "price_minor": 1,
                "rows": [["A", 4]]}]),
            ),
            "seating.sections[0].rows[0]",
        ),
    ] {
        let body = changed(event_body(), bad.clone());
        names(&house.post("/events", &house.admin, body).await, field);
        let path = format!("/events/{id}");
        names(&house.patch(&path, &house.admin, bad).await, field);
    }
    for path in [
        format!("/events/{id}/holds"),
        format!("/events/{id}/bookings"),
    ] {
        let best = json!({"best_available": ["ST", 2]});
        names(&house.post(&path, &house.ada, best).await, "best_available");
    }
    assert_eq!(house.head().await, head);
}
