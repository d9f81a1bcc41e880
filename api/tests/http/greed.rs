//! Buyers who want more than one may have, and try it many times at once.

use std::collections::HashSet;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::harness::{Answer, House, send};
use crate::people::Person;

/// How many seats one buyer may have of the event.
const MOST: usize = 4;
/// How many requests come at once.
const AT_ONCE: usize = 60;

async fn event(house: &House) -> String {
    let places = json!([{"id": "GA", "name": "Standing", "kind": "general", "price_minor": 1,
        "capacity": 1_000}]);
    let changes = json!({"seating": {"sections": places}, "max_seats_per_user": MOST});
    house.event_with(changes).await
}

/// Asks for one place many times at once, in turns by a hold and by a booking.
async fn grab(house: &House, event: &str, by: &Person) -> Vec<Answer> {
    let one = json!({"section": "GA", "quantity": 1});
    let ask = |n: usize| {
        let what = ["holds", "bookings"][n % 2];
        let path = format!("/events/{event}/{what}");
        send(house.call(Method::POST, &path, Some(by)).json(&one))
    };
    join_all((0..AT_ONCE).map(ask)).await
}

fn seats(answers: &[Answer]) -> Vec<String> {
    let given = answers.iter().filter(|answer| answer.status == 201);
    let seats = given.flat_map(|answer| answer.body["seats"].as_array().unwrap());
    seats
        .map(|seat| seat["seat"].as_str().unwrap().to_owned())
        .collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn however_many_ask_at_once_one_buyer_gets_no_more_than_one_may_have(pool: PgPool) {
    let house = House::open(pool).await;
    let event = event(&house).await;
    let (ada, bob) = tokio::join!(
        grab(&house, &event, &house.ada),
        grab(&house, &event, &house.bob)
    );
    for answers in [&ada, &bob] {
        assert_eq!(seats(answers).len(), MOST);
        let refused = answers.iter().filter(|answer| answer.status != 201);
        for answer in refused {
            assert_eq!(answer.refused(), (409, "limit-reached"));
            assert_eq!(answer.body["limit"], MOST);
        }
    }
    let all: HashSet<String> = seats(&ada).into_iter().chain(seats(&bob)).collect();
    assert_eq!(all.len(), 2 * MOST, "nobody has the place of another");
}

#[sqlx::test(migrations = "../migrations")]
async fn of_many_bookings_from_one_hold_at_once_one_is_made(pool: PgPool) {
    let house = House::open(pool).await;
    let event = event(&house).await;
    let path = format!("/events/{event}/holds");
    let wanted = json!({"section": "GA", "quantity": MOST});
    let held = house.post(&path, &house.ada, wanted).await;
    let body = json!({"hold_id": held.text("id")});
    let path = format!("/events/{event}/bookings");
    let book = |_| {
        send(
            house
                .call(Method::POST, &path, Some(&house.ada))
                .json(&body),
        )
    };
    let answers = join_all((0..AT_ONCE).map(book)).await;
    let ids: HashSet<&Value> = answers
        .iter()
        .filter(|answer| answer.status == 201)
        .map(|answer| &answer.body["id"])
        .collect();
    assert_eq!(ids.len(), 1, "{answers:?}");
}
