//! The node that owns an event is killed in the middle of a sale at another node.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use serde_json::json;
use sqlx::PgPool;
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::client::{Answer, Person, event};
use crate::program::{ADMIN, Ground, Program};

const BUYERS: usize = 8;
/// For each buyer: six rows of ten.
const SEATS: usize = 60;
/// So many are sold before the owner is killed.
const BEFORE: usize = 100;

/// The node in whose name an event is locked.
async fn lock(event: &str) -> Option<String> {
    let client = redis::Client::open(std::env::var("TEST_REDIS_URL").unwrap()).unwrap();
    let mut redis = client.get_multiplexed_async_connection().await.unwrap();
    let mut get = redis::cmd("GET");
    get.arg(format!("lock:event:{event}"));
    let held: Option<String> = get.query_async(&mut redis).await.unwrap();
    held.map(|held| held.split(' ').next().unwrap().to_owned())
}

/// Books seats of the last row, one after the other, until the lock is as wished.
async fn book_until(
    person: &Person,
    event: &str,
    wished: impl Fn(Option<String>) -> bool,
) -> String {
    let path = format!("/events/{event}/bookings");
    let booked = async {
        loop {
            let wish = json!({"best_available": {"section": "ST", "quantity": 1}});
            person.post(&path, wish).await.expect(201);
            let node = lock(event).await;
            if wished(node.clone()) {
                return node.unwrap();
            }
        }
    };
    let booked = timeout(Duration::from_secs(20), booked).await;
    booked.expect("the event gets its owner")
}

async fn buy(buyer: Person, path: String, first_row: usize, sold: mpsc::UnboundedSender<Answer>) {
    for n in 0..SEATS {
        let seat = format!("ST-{}-{}", first_row + n / 10, n % 10 + 1);
        let answer = buyer.post(&path, json!({ "seats": [seat] })).await;
        sold.send(answer).unwrap();
    }
}

#[sqlx::test(migrations = false)]
async fn seats_are_sold_on_within_five_seconds_after_the_owner_is_killed(pool: PgPool) {
    let ground = Ground::servers(&pool).await;
    let (owner, other) = (ground.start().await, ground.start().await);
    let mut sale = event("Nabucco", BUYERS * SEATS / 10 + 200);
    sale["max_seats_per_user"] = json!(10_000);
    let admin = Person::log_in(&owner.url, ADMIN).await;
    let event = admin.post("/events", sale).await.expect(201).id();
    let dead = book_until(&admin, &event, |node| node.is_some()).await;

    let bystander = Person::register(&other.url, "bystander@example.org").await;
    let (sold, mut sales) = mpsc::unbounded_channel();
    for n in 0..BUYERS {
        let buyer = Person::register(&other.url, &format!("buyer{n}@example.org")).await;
        let path = format!("/events/{event}/bookings");
        // Below the rows that best available begins with.
        let first_row = 201 + n * SEATS / 10;
        tokio::spawn(buy(buyer, path, first_row, sold.clone()));
    }
    drop(sold);

    let (mut booked, mut owner) = (HashSet::new(), Some(owner));
    let (mut last, mut longest) = (Instant::now(), Duration::ZERO);
    while let Some(answer) = sales.recv().await {
        booked.insert(answer.expect(201).id());
        longest = longest.max(last.elapsed());
        last = Instant::now();
        if booked.len() == BEFORE {
            assert_eq!(
                lock(&event).await.as_ref(),
                Some(&dead),
                "it owns the event"
            );
            let killed = owner.take().map(Program::kill);
            killed.expect("it is killed once").await;
        }
    }
    assert!(longest <= Duration::from_secs(5), "nothing for {longest:?}");
    assert_eq!(booked.len(), BUYERS * SEATS);
    let recorded = booking_ids(&pool).await;
    assert!(
        booked.is_subset(&recorded),
        "an acknowledged booking is lost"
    );

    book_until(&bystander, &event, |node| node.is_some_and(|it| it != dead)).await;
    assert!(other.interrupt().await.success());
}

async fn booking_ids(pool: &PgPool) -> HashSet<String> {
    let ids = sqlx::query_scalar(
        "SELECT payload->'SeatsBooked'->>'booking_id' FROM events WHERE event_type = 'SeatsBooked'",
    );
    let ids: Vec<String> = ids.fetch_all(pool).await.unwrap();
    let distinct: HashSet<_> = ids.iter().cloned().collect();
    assert_eq!(
        ids.len(),
        distinct.len(),
        "a booking stands twice in the log"
    );
    distinct
}
