//! The seats of an event, from memory.

use std::io::Read;

use chrono::{TimeDelta, Utc};
use flate2::read::GzDecoder;
use reqwest::Method;
use seatlog::event_store::{Origin, append_in};
use seatlog_domain::event::{EventCommand, EventFact, HoldLife, SeatChoice};
use seatlog_domain::ids::{EventId, HoldId};
use seatlog_domain::seat::SeatName;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::harness::{House, event_body, send};

fn names(seats: &[&str]) -> Vec<SeatName> {
    seats
        .iter()
        .map(|seat| SeatName::new(seat).unwrap())
        .collect()
}

impl House {
    /// Gives a command about an event; the position of its last fact.
    pub(crate) async fn command(&self, event: &str, command: EventCommand) -> i64 {
        let (event, origin) = (event.parse().unwrap(), Origin::system());
        let done = self.state.bus.execute(event, command, &origin).await;
        done.unwrap().position.unwrap()
    }

    /// Holds seats for somebody; the hold's id, and the position.
    pub(crate) async fn held(&self, event: &str, seats: &[&str], ttl_secs: u32) -> (HoldId, i64) {
        let hold_id = HoldId::new(Uuid::now_v7());
        let hold = EventCommand::HoldSeats {
            hold_id,
            user_id: self.ada.id,
            choice: SeatChoice::Named(names(seats)),
            life: HoldLife {
                ttl_secs,
                max_secs: 3_600,
            },
            now: Utc::now(),
        };
        (hold_id, self.command(event, hold).await)
    }

    /// Writes down that a seat is held, past the engine: as if the node that would record the
    /// hold's end had died. Returns the position.
    pub(crate) async fn held_elsewhere(&self, event: &str, seat: &str, until: TimeDelta) -> i64 {
        let (event, now) = (event.parse::<EventId>().unwrap().uuid(), Utc::now());
        let held = json!({"SeatsHeld": {
            "hold_id": Uuid::now_v7(), "user_id": self.bob.id, "total_minor": 1, "currency": "EUR",
            "seats": [{"seat": seat, "price_minor": 1}],
            "held_at": now, "expires_at": now + until,
        }});
        let held: EventFact = serde_json::from_value(held).unwrap();
        let sql = "SELECT max(sequence) FROM events WHERE aggregate_id = $1";
        let last = sqlx::query_scalar(sql).bind(event.to_string());
        let last: i64 = last.fetch_one(&self.pool).await.unwrap();
        let stream = ("event", event);
        let appended = append_in(&self.pool, stream, last, &[held], &Origin::system()).await;
        appended.unwrap()[0]
    }

    pub(crate) async fn blocked(&self, event: &str, seats: &[&str]) -> i64 {
        let block = EventCommand::BlockSeats {
            seats: names(seats),
            now: Utc::now(),
        };
        self.command(event, block).await
    }

    /// The seats of an event as everyone sees them.
    pub(crate) async fn seats(&self, event: &str) -> Value {
        let answer = self.get(&format!("/events/{event}/seats"), None).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.body
    }

    /// The same, once they know of a position.
    pub(crate) async fn seats_at(&self, event: &str, position: i64) -> Value {
        let path = format!("/events/{event}/seats");
        let asked = self.call(Method::GET, &path, None);
        let answer = send(asked.header("seatlog-min-position", position)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.body
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_map_lists_what_is_taken_in_the_order_of_the_plan_and_counts_what_is_free(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    house
        .booking(&event, &house.ada, &["ST-B-2A", "ST-A-2"])
        .await;
    house.held(&event, &["GA-2"], 600).await;
    let position = house.blocked(&event, &["ST-A-1"]).await;
    let expected = json!({
        "position": position, "capacity": 10, "free": 6,
        "sections": [
            {"id": "ST", "free": 4, "capacity": 7},
            {"id": "GA", "free": 2, "capacity": 3},
        ],
        "booked": ["ST-A-2", "ST-B-2A"], "held": ["GA-2"], "blocked": ["ST-A-1"],
    });
    assert_eq!(house.seats(&event).await, expected);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_happens_while_the_seats_are_in_memory_is_in_the_next_answer(pool: PgPool) {
    let house = House::open(pool).await;
    let (event, other) = (house.event().await, house.event().await);
    assert_eq!(house.seats(&event).await["free"], 10);
    let booking = house.booking(&event, &house.ada, &["ST-A-1"]).await;
    assert_eq!(house.seats(&event).await["booked"], json!(["ST-A-1"]));
    house.booking(&other, &house.bob, &["ST-A-2"]).await;
    let cancel = format!("/bookings/{booking}/cancel");
    house.settle().await;
    let cancelled = house.post(&cancel, &house.ada, json!({})).await;
    let now = house.seats_at(&event, cancelled.position()).await;
    assert_eq!((&now["free"], &now["booked"]), (&json!(10), &json!([])));
    assert_eq!(house.seats(&other).await["booked"], json!(["ST-A-2"]));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_question_costs_no_query(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    house.booking(&event, &house.ada, &["ST-A-1"]).await;
    let before = house.seats(&event).await;
    let mut tx = house.pool.begin().await.unwrap();
    for table in ["events", "catalogue_events", "projection_checkpoints"] {
        let lock = format!("LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE");
        sqlx::query(&lock).execute(&mut *tx).await.unwrap();
    }
    // Whoever asked the database would wait for ever.
    assert_eq!(house.seats(&event).await, before);
    tx.rollback().await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_read_that_must_know_of_a_position_waits_and_says_that_it_knows(pool: PgPool) {
    let house = House::open(pool).await;
    let (event, other) = (house.event().await, house.event().await);
    house.seats(&event).await;
    for seat in ["ST-A-1", "ST-A-2", "ST-A-3", "ST-A-4"] {
        // By a command that no reader of this node hears of but from the log.
        let position = house.blocked(&event, &[seat]).await;
        let map = house.seats_at(&event, position).await;
        assert_eq!(map["position"], position);
        assert!(map["blocked"].as_array().unwrap().contains(&json!(seat)));
        // What happened elsewhere is known, too.
        assert_eq!(house.seats_at(&other, position).await["position"], position);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_position_that_does_not_come_is_told_after_two_seconds_and_nonsense_at_once(
    pool: PgPool,
) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let ahead = house.head().await + 1;
    for path in ["seats", "seats/live"] {
        let asked = |position: String| {
            let path = format!("/events/{event}/{path}");
            let call = house.call(Method::GET, &path, None);
            send(call.header("seatlog-min-position", position))
        };
        let behind = asked(ahead.to_string()).await;
        assert_eq!(behind.refused(), (503, "projection-behind"), "{path}");
        let nonsense = asked("-1".to_owned()).await;
        assert_eq!(nonsense.refused(), (400, "bad-request"), "{path}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hold_keeps_its_seats_by_the_clock_and_not_until_its_end_is_recorded(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    house.seats(&event).await;
    house
        .held_elsewhere(&event, "ST-A-1", TimeDelta::minutes(10))
        .await;
    let over = TimeDelta::seconds(-1);
    let position = house.held_elsewhere(&event, "ST-A-2", over).await;
    let map = house.seats_at(&event, position).await;
    assert_eq!(
        (&map["held"], &map["free"]),
        (&json!(["ST-A-1"]), &json!(9))
    );
    assert_eq!(house.head().await, position, "no end is recorded");
}

#[sqlx::test(migrations = "../migrations")]
async fn those_who_can_read_it_get_it_compressed(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    house.booking(&event, &house.ada, &["ST-A-1"]).await;
    let path = format!("/events/{event}/seats");
    let plain = house.seats(&event).await;
    for (accepted, packed) in [("gzip, br", true), ("br", false), ("gzip;q=0", false)] {
        let asked = house.call(Method::GET, &path, None);
        let answer = asked
            .header("accept-encoding", accepted)
            .send()
            .await
            .unwrap();
        let encoding = answer.headers().get("content-encoding").cloned();
        assert_eq!(
            encoding.is_some_and(|is| is == "gzip"),
            packed,
            "{accepted}"
        );
        assert_eq!(answer.headers()["vary"], "accept-encoding");
        let bytes = answer.bytes().await.unwrap();
        let mut text = Vec::new();
        match packed {
            true => GzDecoder::new(&bytes[..]).read_to_end(&mut text).map(drop),
            false => bytes.as_ref().read_to_end(&mut text).map(drop),
        }
        .unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&text).unwrap(), plain);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn seats_are_shown_to_those_who_may_see_the_event(pool: PgPool) {
    let house = House::open(pool).await;
    let draft = house.event_with(json!({"draft": true})).await;
    let path = format!("/events/{draft}/seats");
    for live in ["", "/live"] {
        let path = format!("{path}{live}");
        for nobody in [None, Some(&house.ada)] {
            let refused = house.get(&path, nobody).await;
            assert_eq!(refused.refused(), (404, "not-found"), "{path}");
        }
    }
    for reader in [&house.staff, &house.admin] {
        assert_eq!(house.get(&path, reader).await.body["free"], 10);
    }
    let publish = format!("/events/{draft}/publish");
    let published = house.post(&publish, &house.admin, json!({})).await;
    let seen = house.seats_at(&draft, published.position()).await;
    assert_eq!(seen["free"], 10);
    let deleted = house
        .delete(&format!("/events/{draft}"), &house.admin)
        .await;
    let after = house.call(Method::GET, &path, None);
    let gone = send(after.header("seatlog-min-position", deleted.position())).await;
    assert_eq!(gone.refused(), (404, "not-found"));
    assert_eq!(
        house.get(&path, &house.admin).await.refused(),
        (404, "not-found")
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_seating_is_shown_with_the_blocks_that_it_takes_over(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    assert_eq!(house.seats(&event).await["capacity"], 10);
    house.blocked(&event, &["ST-A-1", "GA-1"]).await;
    let seating = json!({"sections": event_body()["seating"]["sections"].as_array().unwrap()[1..]});
    let path = format!("/events/{event}");
    let changed = house
        .patch(&path, &house.admin, json!({"seating": seating}))
        .await;
    assert_eq!(changed.status, 200, "{changed:?}");
    let map = house.seats_at(&event, changed.position()).await;
    let expected = json!([{"id": "GA", "free": 2, "capacity": 3}]);
    assert_eq!(
        (&map["sections"], &map["blocked"]),
        (&expected, &json!(["GA-1"]))
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn many_who_ask_while_seats_are_sold_never_see_the_past_of_what_they_know(pool: PgPool) {
    let house = House::open_with(pool, "RATE_LIMITS = 'off'").await;
    let places = json!({"sections": [{"id": "GA", "name": "Standing", "kind": "general",
        "price_minor": 1, "capacity": 40}]});
    let event = house.event_with(json!({"seating": places})).await;
    let sell = async {
        for place in 1..=40 {
            house.blocked(&event, &[&format!("GA-{place}")]).await;
        }
    };
    let ask = async {
        let mut known = (0, 0);
        while known.1 < 40 {
            let map = house.seats(&event).await;
            let position = map["position"].as_i64().unwrap();
            let blocked = map["blocked"].as_array().unwrap().len();
            assert!(known <= (position, blocked), "{known:?}, then {map}");
            assert_eq!(map["free"].as_u64().unwrap() as usize, 40 - blocked);
            known = (position, blocked);
        }
    };
    tokio::join!(sell, ask);
}
