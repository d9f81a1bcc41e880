//! Holding seats: for oneself, for a while.

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;
use seatlog::event_store::Origin;
use seatlog::hold_sweep;
use seatlog_domain::event::{EventCommand, HoldLife, Pass, SeatChoice};
use seatlog_domain::ids::HoldId;
use seatlog_domain::seat::SeatName;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::harness::{Answer, House, send};
use crate::people::Person;

pub(crate) fn minutes_ago(minutes: i64) -> DateTime<Utc> {
    Utc::now() - TimeDelta::minutes(minutes)
}

fn time(answer: &Answer, member: &str) -> DateTime<Utc> {
    answer.text(member).parse().unwrap()
}

impl House {
    /// Holds seats; the hold.
    pub(crate) async fn hold(&self, event: &str, by: &Person, seats: &[&str]) -> Answer {
        let path = format!("/events/{event}/holds");
        let held = self.post(&path, by, json!({ "seats": seats })).await;
        assert_eq!(held.status, 201, "{held:?}");
        self.settle().await;
        held
    }

    /// A hold that was made some time ago, of an event that was on sale already; its id.
    pub(crate) async fn hold_made(
        &self,
        event: &str,
        by: &Person,
        seat: &str,
        at: DateTime<Utc>,
    ) -> String {
        let id = Uuid::now_v7();
        let command = EventCommand::HoldSeats {
            hold_id: HoldId::new(id),
            user_id: by.id,
            choice: SeatChoice::Named(vec![SeatName::new(seat).unwrap()]),
            pass: Pass::None,
            life: HoldLife {
                ttl_secs: 1800,
                max_secs: 1800,
            },
            now: at,
        };
        let event = event.parse().unwrap();
        self.state
            .bus
            .execute(event, command, &Origin::system())
            .await
            .unwrap();
        self.settle().await;
        id.to_string()
    }

    /// What each call about a hold answers that is not its caller's to use.
    async fn refusals(&self, event: &str, hold: &str, by: &Person) -> Vec<(u16, String)> {
        let path = format!("/holds/{hold}");
        let bookings = format!("/events/{event}/bookings");
        let answers = [
            self.get(&path, by).await,
            self.post(&format!("{path}/extend"), by, json!({})).await,
            self.delete(&path, by).await,
            self.post(&bookings, by, json!({ "hold_id": hold })).await,
        ];
        let refused = answers.iter().map(Answer::refused);
        refused
            .map(|(status, slug)| (status, slug.to_owned()))
            .collect()
    }
}

fn four(status: u16, slug: &str) -> Vec<(u16, String)> {
    vec![(status, slug.to_owned()); 4]
}

#[sqlx::test(migrations = "../migrations")]
async fn each_form_of_a_hold_keeps_its_seats_and_reads_as_it_was_answered(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let path = format!("/events/{event}/holds");
    for (form, seats, total) in [
        (
            json!({"seats": ["ST-A-2", "ST-A-1"]}),
            json!(["ST-A-1", "ST-A-2"]),
            9000,
        ),
        (
            json!({"best_available": {"quantity": 1, "section": "ST"}}),
            Value::Null,
            4500,
        ),
        (
            json!({"section": "GA", "quantity": 1}),
            json!(["GA-1"]),
            2500,
        ),
    ] {
        let held = house.post(&path, &house.ada, form).await;
        assert_eq!(held.status, 201, "{held:?}");
        assert_eq!(held.position(), house.head().await);
        assert_eq!(held.body["event_id"], event);
        assert_eq!(held.body["user_id"], house.ada.id.to_string());
        assert_eq!(held.body["total_minor"], total);
        assert_eq!(held.body["currency"], "EUR");
        let life = time(&held, "expires_at") - time(&held, "held_at");
        assert_eq!(life, TimeDelta::seconds(600));
        let names = held.body["seats"].as_array().unwrap();
        let names: Vec<_> = names.iter().map(|seat| seat["seat"].clone()).collect();
        assert!(seats.is_null() || seats == json!(names), "{held:?}");
        let place = held.header("location").strip_prefix("/api/v1").unwrap();
        house.settle().await;
        for reader in [&house.ada, &house.staff, &house.admin] {
            assert_eq!(house.get(place, reader).await.body, held.body);
        }
    }
    let shown = house.get(&format!("/events/{event}"), None).await;
    assert_eq!(shown.body["free"], 6, "{shown:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_held_seat_is_taken_for_everybody_else_until_it_is_given_up(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let hold = house.hold(&event, &house.ada, &["ST-A-1"]).await;
    let head = house.head().await;
    for call in ["holds", "bookings"] {
        let path = format!("/events/{event}/{call}");
        let seats = json!({"seats": ["ST-A-1", "ST-A-2"]});
        let refused = house.post(&path, &house.bob, seats).await;
        assert_eq!(refused.refused(), (409, "seat-taken"));
        assert_eq!(refused.body["seats"], json!(["ST-A-1"]));
    }
    assert_eq!(house.head().await, head);

    let path = format!("/holds/{}", hold.text("id"));
    let released = house.delete(&path, &house.ada).await;
    assert_eq!((released.status, released.position()), (204, head + 1));
    house.hold(&event, &house.bob, &["ST-A-1"]).await;
    let again = house.delete(&path, &house.ada).await;
    assert_eq!(again.status, 204, "it is given up already");
    assert_eq!(again.header("seatlog-position"), "");
    let gone = house.get(&path, &house.ada).await;
    assert_eq!(gone.refused(), (404, "not-found"));
    let path = format!("{path}/extend");
    let gone = house.post(&path, &house.ada, json!({})).await;
    assert_eq!(gone.refused(), (404, "not-found"));
    let path = format!("/events/{event}/bookings");
    let wish = json!({"hold_id": hold.body["id"]});
    let gone = house.post(&path, &house.ada, wish).await;
    assert_eq!(gone.refused(), (404, "not-found"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hold_is_booked_whole_and_once(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    // As many as one buyer may have: what is held is not counted a second time.
    let seats = ["ST-A-1", "ST-A-2", "ST-A-3", "ST-A-4"];
    let hold = house.hold(&event, &house.ada, &seats).await;
    let path = format!("/events/{event}/bookings");
    let wish = json!({"hold_id": hold.body["id"]});
    let booked = house.post(&path, &house.ada, wish).await;
    assert_eq!(booked.status, 201, "{booked:?}");
    assert_eq!(booked.body["seats"], hold.body["seats"]);
    assert_eq!(booked.body["total_minor"], hold.body["total_minor"]);
    house.settle().await;
    let shown = house
        .get(&format!("/bookings/{}", booked.text("id")), &house.ada)
        .await;
    assert_eq!(shown.body, booked.body);
    let shown = house.get(&format!("/events/{event}"), None).await;
    assert_eq!(shown.body["free"], 6, "{shown:?}");
    let head = house.head().await;
    assert_eq!(
        house.refusals(&event, &hold.text("id"), &house.ada).await,
        four(409, "hold-already-booked")
    );
    assert_eq!(house.head().await, head);
}

#[sqlx::test(migrations = "../migrations")]
async fn somebody_elses_hold_is_not_there_and_stays_as_it_was(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let hold = house.hold(&event, &house.ada, &["ST-A-1"]).await;
    let (id, head) = (hold.text("id"), house.head().await);
    assert_eq!(
        house.refusals(&event, &id, &house.bob).await,
        four(404, "not-found")
    );
    // Staff and admins may look, no more.
    for other in [&house.staff, &house.admin] {
        let refused = house.delete(&format!("/holds/{id}"), other).await;
        assert_eq!(refused.refused(), (404, "not-found"));
    }
    let unknown = Uuid::now_v7().to_string();
    assert_eq!(
        house.refusals(&event, &unknown, &house.ada).await,
        four(404, "not-found")
    );
    let elsewhere = format!("/events/{}/bookings", house.event().await);
    let refused = house.post(&elsewhere, &house.ada, json!({ "hold_id": id }));
    assert_eq!(refused.await.refused(), (404, "not-found"));
    let stranger = house.get(&format!("/holds/{id}"), None).await;
    assert_eq!(stranger.refused(), (401, "unauthenticated"));
    assert_eq!(
        house.get(&format!("/holds/{id}"), &house.ada).await.body,
        hold.body
    );
    assert_eq!(house.head().await, head + 2, "the other event's creation");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hold_that_ran_out_is_gone_for_its_buyer_and_free_for_others(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event_on_sale_since(minutes_ago(120)).await;
    let hold = house
        .hold_made(&event, &house.ada, "ST-A-1", minutes_ago(60))
        .await;
    assert_eq!(
        house.refusals(&event, &hold, &house.ada).await,
        four(410, "hold-expired")
    );
    house.booking(&event, &house.bob, &["ST-A-1"]).await;
    house.settle().await;
    assert_eq!(
        house.refusals(&event, &hold, &house.ada).await,
        four(410, "hold-expired")
    );
    let shown = house.get(&format!("/events/{event}"), None).await;
    assert_eq!(shown.body["free"], 9, "{shown:?}");
    // The end of the hold is recorded once, and no attempt to use it was.
    let facts: Vec<String> = sqlx::query_scalar(
        "SELECT event_type FROM events WHERE aggregate_id = $1 AND sequence > 2 ORDER BY sequence",
    )
    .bind(&event)
    .fetch_all(&house.pool)
    .await
    .unwrap();
    assert_eq!(facts, ["SeatsHeld", "HoldExpired", "SeatsBooked"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn extending_gives_the_whole_time_again_but_not_beyond_the_cap(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event_on_sale_since(minutes_ago(120)).await;
    let young = house.hold(&event, &house.ada, &["ST-A-1"]).await;
    let path = format!("/holds/{}", young.text("id"));
    let extended = house
        .post(&format!("{path}/extend"), &house.ada, json!({}))
        .await;
    assert_eq!(extended.status, 200, "{extended:?}");
    assert_eq!(extended.position(), house.head().await);
    assert!(time(&extended, "expires_at") > time(&young, "expires_at"));
    house.settle().await;
    assert_eq!(house.get(&path, &house.ada).await.body, extended.body);

    let old = house
        .hold_made(&event, &house.bob, "ST-A-2", minutes_ago(25))
        .await;
    let path = format!("/holds/{old}");
    let (before, head) = (house.get(&path, &house.bob).await, house.head().await);
    let refused = house
        .post(&format!("{path}/extend"), &house.bob, json!({}))
        .await;
    assert_eq!(refused.refused(), (409, "hold-cap-reached"));
    assert_eq!(house.get(&path, &house.bob).await.body, before.body);
    assert_eq!(house.head().await, head);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hold_that_breaks_a_rule_of_the_sale_is_refused_with_its_members(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    house.hold(&event, &house.ada, &["ST-A-1", "ST-A-2"]).await;
    house.booking(&event, &house.ada, &["ST-A-3"]).await;
    let path = format!("/events/{event}/holds");
    let head = house.head().await;
    let two = json!({"seats": ["ST-B-1", "ST-B-2"]});
    let refused = house.post(&path, &house.ada, two).await;
    assert_eq!(refused.refused(), (409, "limit-reached"));
    let members = (&refused.body["limit"], &refused.body["held_or_booked"]);
    assert_eq!(members, (&json!(4), &json!(3)));
    let refused = house.post(&path, &house.bob, json!({"section": "GA", "quantity": 4}));
    assert_eq!(refused.await.refused(), (409, "not-enough-seats"));
    let unknown = house
        .post(&path, &house.bob, json!({"seats": ["ST-C-1"]}))
        .await;
    assert_eq!(unknown.refused(), (422, "unknown-seat"));
    assert_eq!(unknown.body["seats"], json!(["ST-C-1"]));
    let refused = house.post(&path, &house.bob, json!({"section": "XX", "quantity": 1}));
    assert_eq!(refused.await.refused(), (422, "unknown-seat"));
    let nowhere = format!("/events/{}/holds", Uuid::now_v7());
    let refused = house.post(&nowhere, &house.bob, json!({"seats": ["ST-A-1"]}));
    assert_eq!(refused.await.refused(), (404, "not-found"));
    assert_eq!(house.head().await, head);

    let later = json!({"sales_open_at": "2998-01-01T00:00:00Z"});
    let (later, off) = (house.event_with(later).await, house.event().await);
    let reason = json!({"reason": "The tenor has lost his voice."});
    let cancelled = house
        .post(&format!("/events/{off}/cancel"), &house.admin, reason)
        .await;
    assert_eq!(cancelled.status, 200);
    for (event, slug) in [(later, "sales-closed"), (off, "event-cancelled")] {
        let path = format!("/events/{event}/holds");
        let refused = house.post(&path, &house.bob, json!({"seats": ["ST-A-1"]}));
        assert_eq!(refused.await.refused(), (409, slug));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cancelled_event_lets_go_of_its_holds(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let hold = house.hold(&event, &house.ada, &["ST-A-1"]).await;
    let reason = json!({"reason": "The tenor has lost his voice."});
    let cancelled = house
        .post(&format!("/events/{event}/cancel"), &house.admin, reason)
        .await;
    assert_eq!(cancelled.body["free"], 10);
    house.settle().await;
    let shown = house
        .get(&format!("/holds/{}", hold.text("id")), &house.ada)
        .await;
    assert_eq!(shown.refused(), (404, "not-found"));
    let shown = house.get(&format!("/events/{event}"), None).await;
    assert_eq!(shown.body["free"], 10);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_end_of_a_hold_that_nobody_watches_is_recorded_by_the_sweep(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event_on_sale_since(minutes_ago(120)).await;
    house
        .hold_made(&event, &house.ada, "ST-A-1", minutes_ago(20))
        .await;
    let sweep = async |now| {
        let asked = hold_sweep::sweep(&house.pool, &house.state.bus, now).await;
        house.settle().await;
        asked.unwrap()
    };
    assert_eq!(sweep(Utc::now()).await, 0, "its time is not over");
    let free = async || house.get(&format!("/events/{event}"), None).await.body["free"].clone();
    assert_eq!(free().await, 9);
    let later = Utc::now() + TimeDelta::minutes(11);
    assert_eq!(sweep(later).await, 1);
    assert_eq!(free().await, 10);
    assert_eq!(sweep(later).await, 0, "it was recorded");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hold_can_be_used_before_any_read_model_knows_of_it(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    for method in [Method::GET, Method::DELETE] {
        let path = format!("/events/{event}/holds");
        let held = house
            .post(&path, &house.ada, json!({"seats": ["ST-A-1"]}))
            .await;
        let call = house.call(
            method,
            &format!("/holds/{}", held.text("id")),
            Some(&house.ada),
        );
        let (answer, ()) = tokio::join!(send(call), house.settle());
        assert!(answer.status < 300, "{answer:?}");
        if answer.status == 200 {
            house
                .delete(&format!("/holds/{}", held.text("id")), &house.ada)
                .await;
        }
    }
}
