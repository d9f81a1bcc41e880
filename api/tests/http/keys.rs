//! Holds and bookings with an `Idempotency-Key`.

use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::harness::{Answer, House, send};
use crate::people::Person;

impl House {
    async fn keyed(&self, path: &str, by: &Person, key: &str, body: &Value) -> Answer {
        let call = self.call(Method::POST, path, Some(by)).json(body);
        send(call.header("idempotency-key", key)).await
    }
}

fn replayed(answer: &Answer) -> bool {
    answer.header("idempotent-replayed") == "true"
}

/// What the answer says, and its headers that belong to it.
fn said(answer: &Answer) -> (u16, &Value, &str, &str) {
    let (place, position) = (answer.header("location"), answer.header("seatlog-position"));
    (answer.status, &answer.body, place, position)
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hold_or_booking_that_is_asked_for_again_is_the_first_one(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    for (call, seat) in [("holds", "ST-A-1"), ("bookings", "ST-A-2")] {
        let path = format!("/events/{event}/{call}");
        let wish = json!({ "seats": [seat] });
        let first = house.keyed(&path, &house.ada, call, &wish).await;
        assert_eq!((first.status, replayed(&first)), (201, false), "{first:?}");
        let head = house.head().await;
        for _ in 0..2 {
            let again = house.keyed(&path, &house.ada, call, &wish).await;
            assert!(replayed(&again), "{again:?}");
            assert_eq!(said(&again), said(&first));
        }
        for other in [json!({"seats": ["ST-A-3"]}), json!({"seats": []})] {
            let refused = house.keyed(&path, &house.ada, call, &other).await;
            assert_eq!(refused.refused(), (422, "idempotency-key-reused"));
        }
        let elsewhere = format!("/events/{}/{call}", house.bob.id);
        let refused = house.keyed(&elsewhere, &house.ada, call, &wish).await;
        assert_eq!(refused.refused(), (422, "idempotency-key-reused"));
        // Somebody else's key is another key.
        let bobs = house.keyed(&path, &house.bob, call, &wish).await;
        assert_eq!(bobs.refused(), (409, "seat-taken"));
        assert_eq!(house.head().await, head);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refusal_is_the_answer_for_its_key_whatever_happens_later(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let path = format!("/events/{event}/holds");
    let wish = json!({"seats": ["ST-A-1"]});
    let held = house.post(&path, &house.bob, wish.clone()).await;
    let refused = house.keyed(&path, &house.ada, "key", &wish).await;
    assert_eq!(refused.refused(), (409, "seat-taken"));
    house.settle().await;
    let freed = house
        .delete(&format!("/holds/{}", held.text("id")), &house.bob)
        .await;
    assert_eq!(freed.status, 204);
    let again = house.keyed(&path, &house.ada, "key", &wish).await;
    assert!(replayed(&again), "{again:?}");
    assert_eq!(said(&again), said(&refused));
}

#[sqlx::test(migrations = "../migrations")]
async fn an_answer_that_a_crash_took_is_given_anew_by_the_commands_id(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    for (call, seat) in [("holds", "ST-A-1"), ("bookings", "ST-A-2")] {
        let path = format!("/events/{event}/{call}");
        let wish = json!({ "seats": [seat] });
        let first = house.keyed(&path, &house.ada, call, &wish).await;
        let head = house.head().await;
        house.state.reservations.flush().await;
        let lost = sqlx::query(
            "UPDATE idempotency_keys SET answer = NULL, running_until = clock_timestamp()
             WHERE key = $1 AND answer IS NOT NULL",
        );
        let lost = lost.bind(call).execute(&house.pool).await.unwrap();
        assert_eq!(lost.rows_affected(), 1, "the answer was kept");
        let other = json!({"seats": ["ST-A-3"]});
        let refused = house.keyed(&path, &house.ada, call, &other).await;
        assert_eq!(refused.refused(), (422, "idempotency-key-reused"));
        let again = house.keyed(&path, &house.ada, call, &wish).await;
        assert!(!replayed(&again), "{again:?}");
        assert_eq!((again.status, &again.body), (201, &first.body));
        assert_eq!(house.head().await, head, "nothing was recorded again");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn of_many_with_one_key_at_once_one_takes_seats_and_all_get_its_answer(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let head = house.head().await;
    let path = format!("/events/{event}/bookings");
    let wish = json!({"best_available": {"quantity": 2}});
    let calls = (0..20).map(|_| house.keyed(&path, &house.ada, "key", &wish));
    let answers = futures_util::future::join_all(calls).await;
    assert_eq!(answers.iter().filter(|answer| !replayed(answer)).count(), 1);
    assert!(
        answers
            .iter()
            .all(|answer| said(answer) == said(&answers[0]))
    );
    assert_eq!((answers[0].status, house.head().await), (201, head + 1));
}
