//! The live stream of an event's seats, over real connections.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use reqwest::Method;
use seatlog_domain::event::{EventCommand, HoldLife};
use seatlog_domain::ids::BookingId;
use seatlog_domain::seat::SeatName;
use seatlog_testkit::live_seats::{Crowd, LiveSeats, Message, taken_in};
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::time::timeout;
use uuid::Uuid;

use crate::harness::{House, event_body};

/// No message takes so long; a test that waits for one that does not come fails.
const LONG: Duration = Duration::from_secs(20);

impl House {
    /// Somebody who listens, and was shown the house.
    async fn listener(&self, event: &str) -> LiveSeats {
        let mut listener = LiveSeats::open(self.address, event, None).await.unwrap();
        let shown = next(&mut listener).await.unwrap();
        assert_eq!(shown.event, "snapshot");
        listener
    }

    /// Somebody who comes again after a position.
    async fn returning(&self, event: &str, after: i64) -> (LiveSeats, Message) {
        let mut listener = LiveSeats::open(self.address, event, Some(after))
            .await
            .unwrap();
        // The next thing that happens is told in any case.
        self.blocked(event, &["GA-3"]).await;
        let first = next(&mut listener).await.unwrap();
        (listener, first)
    }
}

async fn next(listener: &mut LiveSeats) -> Option<Message> {
    timeout(LONG, listener.hear()).await.unwrap().unwrap()
}

async fn reach(listener: &mut LiveSeats, position: i64) {
    timeout(LONG, listener.reach(position))
        .await
        .unwrap()
        .unwrap();
}

/// What a message says that tells of one thing.
fn only(what: &str, seats: &[&str]) -> Value {
    let mut data = json!({"booked": [], "held": [], "blocked": [], "freed": []});
    data[what] = json!(seats);
    data
}

/// The next message must tell just this, and be of this position.
async fn hears(listener: &mut LiveSeats, position: i64, what: &str, seats: &[&str]) {
    let expected = Message {
        id: position,
        event: "seats".to_owned(),
        data: only(what, seats),
    };
    assert_eq!(next(listener).await, Some(expected));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_listener_is_shown_the_house_and_then_told_of_everything_that_happens(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    house.booking(&event, &house.bob, &["GA-1"]).await;
    let mut listener = LiveSeats::open(house.address, &event, None).await.unwrap();
    let shown = next(&mut listener).await.unwrap();
    assert_eq!(
        (shown.event.as_str(), shown.id),
        ("snapshot", house.head().await)
    );
    assert_eq!(shown.data, house.seats(&event).await);

    let booking = house
        .booking(&event, &house.ada, &["ST-A-1", "ST-A-2"])
        .await;
    hears(
        &mut listener,
        house.head().await,
        "booked",
        &["ST-A-1", "ST-A-2"],
    )
    .await;
    let cancel = format!("/bookings/{booking}/cancel");
    house.settle().await;
    let cancelled = house.post(&cancel, &house.ada, json!({})).await.position();
    hears(&mut listener, cancelled, "freed", &["ST-A-1", "ST-A-2"]).await;

    let (hold_id, held) = house.held(&event, &["ST-A-3", "GA-2"], 600).await;
    hears(&mut listener, held, "held", &["ST-A-3", "GA-2"]).await;
    let (user_id, now) = (house.ada.id, Utc::now());
    let release = EventCommand::ReleaseHold {
        hold_id,
        user_id,
        now,
    };
    let released = house.command(&event, release).await;
    hears(&mut listener, released, "freed", &["ST-A-3", "GA-2"]).await;

    let (hold_id, held) = house.held(&event, &["ST-A-4"], 600).await;
    hears(&mut listener, held, "held", &["ST-A-4"]).await;
    let book = EventCommand::BookHold {
        booking_id: BookingId::new(Uuid::now_v7()),
        user_id,
        hold_id,
        now: Utc::now(),
    };
    let booked = house.command(&event, book).await;
    hears(&mut listener, booked, "booked", &["ST-A-4"]).await;

    let blocked = house.blocked(&event, &["ST-B-1"]).await;
    hears(&mut listener, blocked, "blocked", &["ST-B-1"]).await;
    let seats = vec![SeatName::new("ST-B-1").unwrap()];
    let now = Utc::now();
    let unblocked = house
        .command(&event, EventCommand::UnblockSeats { seats, now })
        .await;
    hears(&mut listener, unblocked, "freed", &["ST-B-1"]).await;

    let map = house.seats(&event).await;
    assert_eq!(listener.taken, taken_in(&map).unwrap());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hold_that_runs_out_is_told_by_the_clock_and_not_again_by_its_fact(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let mut listener = house.listener(&event).await;
    let soon = TimeDelta::milliseconds(300);
    let held = house.held_elsewhere(&event, "ST-A-1", soon).await;
    hears(&mut listener, held, "held", &["ST-A-1"]).await;
    // Nothing is recorded meanwhile: the message has the position of the one before.
    hears(&mut listener, held, "freed", &["ST-A-1"]).await;
    assert_eq!(house.head().await, held);
    // Whoever takes the seat records the end of the hold first.
    house.booking(&event, &house.ada, &["ST-A-1"]).await;
    hears(&mut listener, held + 2, "booked", &["ST-A-1"]).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn what_the_clock_does_is_told_after_all_that_the_listener_knows(pool: PgPool) {
    let house = House::open(pool).await;
    let (event, other) = (house.event().await, house.event().await);
    let soon = TimeDelta::seconds(1);
    house.held_elsewhere(&event, "ST-A-1", soon).await;
    // The log goes on with another event before the listener is shown the house.
    let known = house.blocked(&other, &["ST-A-1"]).await;
    house.seats_at(&event, known).await;
    let mut listener = house.listener(&event).await;
    assert_eq!((listener.position, listener.taken.len()), (known, 1));
    hears(&mut listener, known, "freed", &["ST-A-1"]).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hold_that_was_extended_keeps_its_seats_past_its_first_end(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let mut listener = house.listener(&event).await;
    let (hold_id, _) = house.held(&event, &["ST-A-1"], 1).await;
    let (_, other) = house.held(&event, &["ST-A-2"], 1).await;
    let extend = EventCommand::ExtendHold {
        hold_id,
        user_id: house.ada.id,
        life: HoldLife {
            ttl_secs: 600,
            max_secs: 3_600,
        },
        now: Utc::now(),
    };
    let extended = house.command(&event, extend).await;
    reach(&mut listener, other).await;
    let freed = loop {
        let message = next(&mut listener).await.unwrap();
        if message.data["freed"] != json!([]) {
            break message;
        }
    };
    assert!(freed.id >= extended);
    assert_eq!(freed.data, only("freed", &["ST-A-2"]));
    assert_eq!(listener.taken, [("ST-A-1".to_owned(), "held")].into());
}

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

#[sqlx::test(migrations = "../migrations")]
async fn who_asks_for_the_head_of_the_stream_gets_just_that(pool: PgPool) {
    let house = House::open(pool).await;
    let path = format!("/events/{}/seats/live", house.event().await);
    let head = house.call(Method::HEAD, &path, None).send();
    let head = timeout(LONG, head).await.unwrap().unwrap();
    assert_eq!(head.status(), 200);
    assert_eq!(head.headers()["content-type"], "text/event-stream");
    assert_eq!(head.headers()["cache-control"], "no-store");
}

#[sqlx::test(migrations = "../migrations")]
async fn many_listen_while_seats_are_sold_and_all_know_what_happened(pool: PgPool) {
    let house = House::open_with(pool, "RATE_LIMITS = 'off'").await;
    let places = json!({"sections": [{"id": "GA", "name": "Standing", "kind": "general",
        "price_minor": 1, "capacity": 100}]});
    let event = house.event_with(json!({"seating": places})).await;
    let gather = async || {
        let crowd = Crowd::gather(house.address, &event, 100).await;
        crowd.unwrap()
    };
    let sell = async {
        let mut last = 0;
        for place in 1..=100 {
            last = house.blocked(&event, &[&format!("GA-{place}")]).await;
        }
        last
    };
    // Some are there before, some come while seats are sold.
    let early = gather().await;
    let (last, meanwhile) = tokio::join!(sell, gather());
    let expected = taken_in(&house.seats_at(&event, last).await).unwrap();
    assert_eq!(expected.len(), 100);
    for crowd in [early, meanwhile, gather().await] {
        let heard = timeout(LONG, crowd.reach(last)).await.unwrap().unwrap();
        assert_eq!(heard.beliefs, [(expected.clone(), 100)].into());
    }
}
