//! Listeners that were away or slow.

use chrono::TimeDelta;
use reqwest::Method;
use seatlog_testkit::live_seats::LiveSeats;
use serde_json::json;
use sqlx::PgPool;
use tokio::time::timeout;

use crate::harness::House;
use crate::live_seats::{LONG, hears, next, only, reach};

#[sqlx::test(migrations = "../migrations")]
async fn a_listener_that_comes_again_is_told_what_it_missed_and_no_more(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let mut listener = house.listener(&event).await;
    let before = listener.position;
    house.blocked(&event, &["ST-A-1"]).await;
    reach(&mut listener, before + 1).await;
    drop(listener);
    house.blocked(&event, &["ST-A-2"]).await;
    house.blocked(&event, &["ST-A-3"]).await;

    let mut again = LiveSeats::open(house.address, &event, Some(before + 1))
        .await
        .unwrap();
    reach(&mut again, before + 3).await;
    let missed = [
        ("ST-A-2".to_owned(), "blocked"),
        ("ST-A-3".to_owned(), "blocked"),
    ];
    assert_eq!(again.taken, missed.into());
    // One that missed nothing hears of what comes next, and of nothing else.
    let (_, first) = house.returning(&event, before + 3).await;
    assert_eq!(
        (first.event.as_str(), first.data),
        ("seats", only("blocked", &["GA-3"]))
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn one_that_cannot_go_on_where_it_left_is_shown_the_house(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let unknown = house.head().await - 1;
    house.booking(&event, &house.ada, &["ST-A-1"]).await;
    // Before the seats were in memory; and a position that the log does not have.
    for after in [unknown, house.head().await + 1_000] {
        let mut listener = LiveSeats::open(house.address, &event, Some(after))
            .await
            .unwrap();
        listener.position = 0;
        let shown = next(&mut listener).await.unwrap();
        assert_eq!(
            (shown.event.as_str(), shown.data["free"].as_i64()),
            ("snapshot", Some(9))
        );
    }
    let path = format!("/events/{event}/seats/live");
    let nonsense = house
        .call(Method::GET, &path, None)
        .header("last-event-id", "x");
    let mut nonsense = nonsense.send().await.unwrap();
    let mut text = String::new();
    while !text.contains("\n\nid: ") {
        let chunk = timeout(LONG, nonsense.chunk())
            .await
            .unwrap()
            .unwrap()
            .unwrap();
        text.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    assert!(
        text.starts_with("retry: ") && text.contains("event: snapshot"),
        "{text}"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn one_that_knew_a_held_seat_on_a_node_that_stopped_learns_that_the_hold_ran_out(
    pool: PgPool,
) {
    let first = House::open(pool.clone()).await;
    let event = first.event().await;
    let soon = TimeDelta::seconds(1);
    let held = first.held_elsewhere(&event, "ST-A-1", soon).await;
    let mut listener = first.listener(&event).await;
    assert_eq!(listener.taken.len(), 1);
    hears(&mut listener, held, "freed", &["ST-A-1"]).await;
    // The other node loads the seats when the hold has run out, and no fact says so.
    let second = House::beside(&first).await;
    let mut again = LiveSeats::open(second.address, &event, Some(held))
        .await
        .unwrap();
    hears(&mut again, held, "freed", &["ST-A-1"]).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_listener_that_does_not_read_is_told_in_one_message_what_it_missed(pool: PgPool) {
    let house = House::open_with(pool, "RATE_LIMITS = 'off'").await;
    let places = json!({"sections": [{"id": "GA", "name": "Standing", "kind": "general",
        "price_minor": 1, "capacity": 60}]});
    let event = house.event_with(json!({"seating": places})).await;
    let (mut slow, mut quick) = (house.listener(&event).await, house.listener(&event).await);
    let mut last = 0;
    for place in 1..=60 {
        last = house.blocked(&event, &[&format!("GA-{place}")]).await;
        reach(&mut quick, last).await;
    }
    reach(&mut slow, last).await;
    assert_eq!(slow.taken, quick.taken);
    assert_eq!(slow.taken.len(), 60);
}
