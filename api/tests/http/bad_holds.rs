//! Bad requests to hold seats and to use a hold: each is refused as the contract says, every time
//! that it comes, and leaves everything as it was.

use reqwest::Method;
use seatlog::event_store::Origin;
use seatlog_domain::event::EventCommand;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::harness::{House, send};
use crate::holds::minutes_ago;
use crate::people::Person;

/// A request, who sends it, and what it must be answered.
type Case<'a> = (&'a Person, String, Value, (u16, &'a str), Value);

/// An event on which much has happened, and its holds.
pub(crate) struct Scene {
    pub(crate) house: House,
    event: String,
    /// Of Ada: seats.
    pub(crate) adas: String,
    /// Of Ada: seat A-4, until half an hour ago.
    ended: String,
    /// Of Bob: seat A-3, for as long as a hold may last.
    bobs: String,
}

impl Scene {
    pub(crate) async fn set(pool: PgPool) -> Self {
        let house = House::open(pool).await;
        let event = house.event_on_sale_since(minutes_ago(120)).await;
        let ended = house
            .hold_made(&event, &house.ada, "ST-A-4", minutes_ago(60))
            .await;
        // Its end is recorded now, by this or by the event's own clock, not in mid-test.
        let now = chrono::Utc::now();
        let (id, expire) = (event.parse().unwrap(), EventCommand::ExpireHolds { now });
        let expired = house.state.bus.execute(id, expire, &Origin::system()).await;
        expired.unwrap();
        let bobs = house
            .hold_made(&event, &house.bob, "ST-A-3", minutes_ago(25))
            .await;
        let adas = house.hold(&event, &house.ada, &["ST-A-1", "ST-A-2"]).await;
        let adas = adas.text("id");
        Self {
            house,
            event,
            adas,
            ended,
            bobs,
        }
    }

    /// The head of the log, the seats, and the holds that last.
    pub(crate) async fn standing(&self) -> (i64, Vec<Value>) {
        let house = &self.house;
        house.settle().await;
        let mut shown = vec![];
        for path in [
            format!("/events/{}", self.event),
            format!("/events/{}/seats", self.event),
            format!("/holds/{}", self.adas),
            format!("/holds/{}", self.bobs),
        ] {
            let answer = house.get(&path, &house.admin).await;
            assert_eq!(answer.status, 200, "{path}: {answer:?}");
            shown.push(answer.body);
        }
        (house.head().await, shown)
    }

    /// Asks with and without a key; the answer with a key is the same when it is asked again.
    async fn refuses(&self, cases: &[Case<'_>]) {
        let before = self.standing().await;
        for (by, path, body, refused, members) in cases {
            let call = |key: Option<&str>| {
                let call = self.house.call(Method::POST, path, Some(by)).json(body);
                send(match key {
                    Some(key) => call.header("idempotency-key", key),
                    None => call,
                })
            };
            let key = Uuid::now_v7().to_string();
            let (first, again) = (call(Some(&key)).await, call(Some(&key)).await);
            assert_eq!(again.header("idempotent-replayed"), "true", "{again:?}");
            for answer in [call(None).await, first, again] {
                assert_eq!(answer.refused(), *refused, "{path} {body}: {answer:?}");
                for (name, member) in members.as_object().unwrap() {
                    assert_eq!(&answer.body[name], member, "{path} {body}: {answer:?}");
                }
            }
        }
        assert_eq!(self.standing().await, before);
    }

    /// Where to hold and where to book.
    pub(crate) fn paths(&self) -> (String, String) {
        let event = &self.event;
        (
            format!("/events/{event}/holds"),
            format!("/events/{event}/bookings"),
        )
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hold_of_somebody_else_or_one_that_is_over_is_of_no_use(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let (house, bookings) = (&scene.house, scene.paths().1);
    let elsewhere = format!("/events/{}/bookings", house.event().await);
    let (not_found, expired) = ((404, "not-found"), (410, "hold-expired"));
    let wish = |hold: &str| json!({ "hold_id": hold });
    let extend = |hold: &str| format!("/holds/{hold}/extend");
    let unknown = Uuid::now_v7().to_string();
    let mut cases = vec![];
    for (by, hold, refused) in [
        (&house.bob, &scene.adas, not_found),
        (&house.admin, &scene.adas, not_found),
        (&house.ada, &scene.bobs, not_found),
        (&house.bob, &scene.ended, not_found),
        (&house.ada, &unknown, not_found),
        (&house.ada, &scene.ended, expired),
    ] {
        cases.push((by, bookings.clone(), wish(hold), refused, json!({})));
        cases.push((by, extend(hold), json!({}), refused, json!({})));
    }
    let own = wish(&scene.adas);
    cases.push((&house.ada, elsewhere, own, not_found, json!({})));
    let cap = (409, "hold-cap-reached");
    let at_the_cap = extend(&scene.bobs);
    cases.push((&house.bob, at_the_cap, json!({}), cap, json!({})));
    scene.refuses(&cases).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn more_seats_than_allowed_or_free_and_seats_of_others_are_not_taken(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let house = &scene.house;
    let (limit, few) = ((409, "limit-reached"), (409, "not-enough-seats"));
    let (taken, unknown) = ((409, "seat-taken"), (422, "unknown-seat"));
    let of = |had: u32| json!({"limit": 4, "held_or_booked": had});
    let mut cases = vec![];
    for path in [scene.paths().0, scene.paths().1] {
        let three = json!(["ST-B-1", "ST-B-2", "ST-B-2A"]);
        for (by, body, refused, members) in [
            (&house.ada, json!({"seats": three}), limit, of(2)),
            (
                &house.ada,
                json!({"best_available": {"quantity": 3}}),
                limit,
                of(2),
            ),
            (
                &house.ada,
                json!({"section": "GA", "quantity": 3}),
                limit,
                of(2),
            ),
            (
                &house.bob,
                json!({"best_available": {"quantity": 4}}),
                limit,
                of(1),
            ),
            (
                &house.staff,
                json!({"section": "GA", "quantity": 4}),
                few,
                json!({}),
            ),
            (
                &house.staff,
                json!({"best_available": {"section": "GA", "quantity": 4}}),
                few,
                json!({}),
            ),
            (
                &house.bob,
                json!({"seats": ["ST-A-4", "ST-A-2", "ST-A-1"]}),
                taken,
                json!({"seats": ["ST-A-1", "ST-A-2"]}),
            ),
            (
                &house.bob,
                json!({"seats": ["ST-A-4", "ST-Z-9"]}),
                unknown,
                json!({"seats": ["ST-Z-9"]}),
            ),
            (
                &house.bob,
                json!({"seats": ["st-b-1"]}),
                unknown,
                json!({"seats": ["st-b-1"]}),
            ),
            (
                &house.bob,
                json!({"section": "XX", "quantity": 1}),
                unknown,
                json!({}),
            ),
            (
                &house.bob,
                json!({"best_available": {"section": "XX", "quantity": 1}}),
                unknown,
                json!({}),
            ),
        ] {
            cases.push((by, path.clone(), body, refused, members));
        }
    }
    scene.refuses(&cases).await;
}
