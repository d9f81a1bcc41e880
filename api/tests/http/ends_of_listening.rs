//! What ends a live stream, or makes it begin anew.

use seatlog_testkit::live_seats::LiveSeats;
use serde_json::json;
use sqlx::PgPool;
use tokio::time::timeout;

use crate::harness::{House, event_body};
use crate::live_seats::{LONG, hears, next};

#[sqlx::test(migrations = "../migrations")]
async fn an_event_that_is_called_off_frees_its_seats_and_one_that_is_deleted_ends_the_stream(
    pool: PgPool,
) {
    let house = House::open(pool).await;
    let event = house.event().await;
    house.booking(&event, &house.ada, &["ST-A-1"]).await;
    house.held(&event, &["ST-A-2"], 600).await;
    let mut listener = house.listener(&event).await;
    let path = format!("/events/{event}");
    let reason = json!({"reason": "The tenor is ill"});
    let cancelled = house
        .post(&format!("{path}/cancel"), &house.admin, reason)
        .await
        .position();
    hears(&mut listener, cancelled, "freed", &["ST-A-1", "ST-A-2"]).await;
    house.delete(&path, &house.admin).await;
    assert_eq!(next(&mut listener).await, None);
    let gone = house.get(&format!("{path}/seats/live"), None).await;
    assert_eq!(gone.refused(), (404, "not-found"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_seating_is_shown_as_a_whole_to_those_who_listen_and_those_who_return(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    house.blocked(&event, &["ST-A-1"]).await;
    let mut listener = house.listener(&event).await;
    let before = listener.position;
    let body = event_body();
    let sections = &body["seating"]["sections"].as_array().unwrap()[1..];
    let change = json!({"seating": {"sections": sections}});
    let path = format!("/events/{event}");
    let changed = house.patch(&path, &house.admin, change).await.position();
    let shown = next(&mut listener).await.unwrap();
    assert_eq!((shown.event.as_str(), shown.id), ("snapshot", changed));
    assert_eq!(
        (&shown.data["capacity"], listener.taken.len()),
        (&json!(3), 0)
    );
    let blocked = house.blocked(&event, &["GA-1"]).await;
    hears(&mut listener, blocked, "blocked", &["GA-1"]).await;
    let mut returning = LiveSeats::open(house.address, &event, Some(before))
        .await
        .unwrap();
    assert_eq!(next(&mut returning).await.unwrap().event, "snapshot");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_node_that_drains_lets_its_listeners_go_at_once(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let mut listener = house.listener(&event).await;
    house.state.draining.cancel();
    assert_eq!(next(&mut listener).await, None);
    // Whoever comes now is told when to come again, and the seats can still be asked for.
    let mut late = LiveSeats::open(house.address, &event, None)
        .await
        .unwrap_err()
        .to_string();
    late.make_ascii_lowercase();
    assert!(
        late.contains("200 ok") && late.contains("content-length"),
        "{late}"
    );
    assert_eq!(house.seats(&event).await["free"], 10);
    timeout(LONG, house.server.stop(true)).await.unwrap();
}
