//! An on-sale is watched by many.

use std::net::SocketAddr;
use std::time::Duration;

use seatlog::open_files;
use seatlog_testkit::live_seats::{Crowd, LiveSeats, taken_in};
use serde_json::json;
use tokio::time::timeout;

use crate::client::{Person, event};
use crate::program::{ADMIN, Ground};

const LISTENERS: usize = 5_000;
const PATIENCE: Duration = Duration::from_secs(60);

/// The program is started as a shell starts it, with room for a few hundred connections.
#[tokio::test]
async fn five_thousand_listen_to_one_node_and_all_know_what_was_sold() {
    assert!(open_files::raise_limit() >= open_files::NEEDED);
    let mut ground = Ground::bare();
    ground.limit_open_files(512);
    let program = ground.start().await;
    let server: SocketAddr = program.url["http://".len()..].parse().unwrap();
    let admin = Person::log_in(&program.url, ADMIN).await;
    let nabucco = event("Nabucco", 10);
    let nabucco = admin.post("/events", nabucco).await.expect(201).id();

    let crowd = Crowd::gather(server, &nabucco, LISTENERS).await.unwrap();
    let mut late = LiveSeats::open(server, &nabucco, None).await.unwrap();
    let path = format!("/events/{nabucco}/bookings");
    let mut last = None;
    // The most that one buyer may have.
    for row in 1..=5 {
        let seats = json!({"seats": [format!("ST-{row}-1"), format!("ST-{row}-2")]});
        last = admin.post(&path, seats).await.expect(201).position;
    }
    let heard = timeout(PATIENCE, crowd.reach(last.unwrap())).await;
    let seats = admin
        .get_since(&format!("/events/{nabucco}/seats"), last)
        .await;
    let sold = taken_in(&seats.expect(200).body).unwrap();
    assert_eq!(sold.len(), 10);
    assert_eq!(heard.unwrap().unwrap().beliefs, [(sold, LISTENERS)].into());

    // Whoever still listens does not keep the program from stopping.
    assert!(program.interrupt().await.success());
    while late.hear().await.unwrap().is_some() {}
}
