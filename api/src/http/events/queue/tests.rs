use chrono::TimeDelta;
use seatlog_domain::event::EventFact;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::waiting_rooms::Draw;

fn secs(secs: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_900_000_000 + secs, 0).unwrap()
}

/// Sales open at 100; one is let in each second.
fn entrance(admit_per_minute: Option<u32>) -> Entrance {
    let room = admit_per_minute.map(|rate| json!({ "admit_per_minute": rate }));
    let created = json!({"EventCreated": {
        "details": {"name": "Nabucco", "description": "", "venue": "Arena", "ends_at": null,
            "starts_at": secs(90_000), "image_url": null, "sales_open_at": secs(100),
            "sales_close_at": null, "max_seats_per_user": 4, "waiting_room": room},
        "currency": "EUR", "seating": {"sections": []}, "created_at": secs(0),
    }});
    let published = json!({"EventPublished": { "published_at": secs(0) }});
    let mut entrance = Entrance::default();
    for fact in [created, published] {
        entrance.evolve(&serde_json::from_value::<EventFact>(fact).unwrap());
    }
    entrance
}

fn room(drawn: bool) -> Room {
    Room {
        seed: [7; 32].into(),
        drawn: drawn.then_some(Draw {
            at: secs(100),
            places: 3,
        }),
    }
}

fn seen(rate: Option<u32>, place: Option<Place>, at: i64) -> (QueueState, Option<u64>) {
    let room = Some(room(at >= 100));
    let queue = Queue::of(&entrance(rate), (room, place), secs(at));
    let account = UserId::new(Uuid::from_u128(0));
    (queue.state, queue.pause_secs(account, secs(at)))
}

#[test]
fn who_waits_is_told_when_to_ask_again_and_the_sooner_the_nearer() {
    use QueueState as S;
    let place = |number| Some(Place::Number(number));
    let undrawn = Some(Place::Undrawn);
    for (rate, place, at, expected) in [
        (None, None, 0, (S::Open, None)),
        (None, place(9), 200, (S::Open, None)),
        (Some(60), None, 0, (S::Outside, None)),
        (Some(60), undrawn, 0, (S::Waiting, Some(60))),
        (Some(60), undrawn, 90, (S::Waiting, Some(10))),
        (Some(60), undrawn, 100, (S::Waiting, Some(2))),
        (Some(60), place(1_000), 100, (S::Waiting, Some(60))),
        (Some(60), place(81), 100, (S::Waiting, Some(20))),
        (Some(60), place(3), 100, (S::Waiting, Some(2))),
        (Some(0), place(3), 100, (S::Waiting, Some(60))),
        (Some(60), place(1), 100, (S::Admitted, None)),
        (Some(60), place(1), 700, (S::Over, None)),
    ] {
        assert_eq!(seen(rate, place, at), expected, "{rate:?} {place:?} {at}");
    }
}

#[test]
fn not_everybody_asks_in_the_same_second_after_the_opening() {
    let queue = Queue::of(
        &entrance(Some(60)),
        (Some(room(false)), Some(Place::Undrawn)),
        secs(90),
    );
    let asked = |number| queue.pause_secs(UserId::new(Uuid::from_u128(number)), secs(90));
    let mut after: Vec<_> = (0..11).filter_map(asked).collect();
    after.sort_unstable();
    assert_eq!(after, (10..=20).collect::<Vec<_>>());
}

#[test]
fn the_seed_is_told_after_the_draw_and_not_before() {
    let told = |drawn: bool, at: i64| {
        let (entrance, place) = (entrance(Some(60)), Some(Place::Undrawn));
        let queue = Queue::of(&entrance, (Some(room(drawn)), place), secs(at));
        serde_json::to_value(&queue).unwrap()["order"].clone()
    };
    let (before, after) = (told(false, 0), told(true, 100));
    assert_eq!(before["seed"], json!(null));
    assert_eq!(after["seed"], json!("07".repeat(32)));
    assert_eq!(before["commitment"], after["commitment"]);
    assert!(!before.to_string().contains(&"07".repeat(32)));
}

#[test]
fn a_wait_is_told_in_whole_seconds_that_suffice() {
    let entrance = entrance(Some(60));
    let just_before = secs(100) - TimeDelta::milliseconds(1);
    let place = Some(Place::Number(5));
    let queue = Queue::of(&entrance, (Some(room(true)), place), just_before);
    assert_eq!(
        (queue.position, queue.estimated_wait_secs),
        (Some(5), Some(5))
    );
    let queue = Queue::of(&entrance, (Some(room(true)), place), secs(101));
    assert_eq!(
        (queue.position, queue.estimated_wait_secs),
        (Some(3), Some(3))
    );
}
