//! Two hundred people want fifty seats.

use std::collections::HashSet;

use futures_util::future::join_all;
use futures_util::stream::{self, StreamExt};
use serde_json::json;
use sqlx::PgPool;

use crate::client::{Person, event};
use crate::program::{ADMIN, Ground};

const USERS: usize = 200;
const SEATS: usize = 50;

#[tokio::test]
async fn fifty_seats_go_to_fifty_of_two_hundred_with_nothing_but_the_program() {
    race(&Ground::bare()).await;
}

#[sqlx::test(migrations = false)]
async fn fifty_seats_go_to_fifty_of_two_hundred_on_postgresql_redis_and_nats(pool: PgPool) {
    race(&Ground::servers(&pool).await).await;
}

async fn race(ground: &Ground) {
    let program = ground.start().await;
    let admin = Person::log_in(&program.url, ADMIN).await;
    let event = admin
        .post("/events", event("Nabucco", SEATS / 10))
        .await
        .expect(201)
        .id();
    let url = program.url.as_str();
    // As many at a time as can be hashed before patience ends; the race comes after.
    let register = |n| async move { Person::register(url, &format!("user{n}@example.org")).await };
    let users: Vec<_> = stream::iter(0..USERS)
        .map(register)
        .buffered(16)
        .collect()
        .await;

    let path = format!("/events/{event}/bookings");
    let answers = join_all(users.iter().enumerate().map(|(n, user)| {
        let seat = format!("ST-{}-{}", n % SEATS / 10 + 1, n % 10 + 1);
        user.post(&path, json!({ "seats": [seat] }))
    }))
    .await;

    let (booked, refused): (Vec<_>, Vec<_>) =
        answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!((booked.len(), refused.len()), (SEATS, USERS - SEATS));
    for answer in refused {
        assert_eq!(answer.expect(409).problem(), "seat-taken");
    }
    let seats: HashSet<_> = booked
        .iter()
        .map(|answer| answer.body["seats"][0]["seat"].to_string())
        .collect();
    assert_eq!(seats.len(), SEATS);

    let last = booked.iter().filter_map(|answer| answer.position).max();
    let map = admin
        .get_since(&format!("/events/{event}/seats"), last)
        .await
        .expect(200)
        .body;
    assert_eq!(
        (&map["free"], map["booked"].as_array().unwrap().len()),
        (&json!(0), SEATS)
    );
    assert!(program.interrupt().await.success());
}
