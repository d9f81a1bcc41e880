//! The waiting room of a hot sale, as buyers meet it.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use reqwest::Method;
use seatlog::waiting_rooms::Seed;
use seatlog_domain::ids::UserId;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::harness::{Answer, House, send};
use crate::holds::minutes_ago;
use crate::people::Person;

/// One a minute.
fn slow() -> Value {
    json!({"admit_per_minute": 1})
}

impl House {
    async fn join(&self, event: &str, by: &Person) -> Answer {
        let path = format!("/events/{event}/queue");
        let joined = self.post(&path, by, json!({})).await;
        assert_eq!(joined.status, 200, "{joined:?}");
        joined
    }

    async fn queue(&self, event: &str, by: impl Into<Option<&Person>>) -> Answer {
        let shown = self.get(&format!("/events/{event}/queue"), by).await;
        assert_eq!(shown.status, 200, "{shown:?}");
        shown
    }

    /// What somebody is told who wants to hold a seat, and who wants to book one.
    async fn wishes(&self, event: &str, by: &Person) -> [(u16, String); 2] {
        let one = json!({"best_available": {"quantity": 1}});
        let ask = |what| self.post_text(format!("/events/{event}/{what}"), by, one.clone());
        [ask("holds").await, ask("bookings").await]
    }

    async fn post_text(&self, path: String, by: &Person, body: Value) -> (u16, String) {
        let answer = self.post(&path, by, body).await;
        let slug = if answer.status < 400 {
            ""
        } else {
            answer.slug()
        };
        (answer.status, slug.to_owned())
    }

    /// An organiser changes when sales open.
    async fn open_sales(&self, event: &str, at: DateTime<Utc>) {
        let path = format!("/events/{event}");
        let changed = self
            .patch(&path, &self.admin, json!({"sales_open_at": at}))
            .await;
        assert_eq!(changed.status, 200, "{changed:?}");
    }
}

fn both(status: u16, slug: &str) -> [(u16, String); 2] {
    [(status, slug.to_owned()), (status, slug.to_owned())]
}

fn state(answer: &Answer) -> &str {
    answer.body["state"].as_str().unwrap()
}

async fn places(house: &House) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM waiting_places")
        .fetch_one(&house.pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn without_a_waiting_room_nobody_waits(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let shown = house.get(&format!("/events/{event}"), None).await;
    assert_eq!(shown.body["waiting_room"], Value::Null);
    for answer in [
        house.queue(&event, None).await,
        house.join(&event, &house.ada).await,
    ] {
        assert_eq!(state(&answer), "open");
        assert_eq!(answer.body["admit_per_minute"], Value::Null);
        assert_eq!(answer.header("retry-after"), "");
    }
    assert_eq!(places(&house).await, 0, "nothing is kept");
    assert_eq!(house.wishes(&event, &house.ada).await, both(201, ""));
}

#[sqlx::test(migrations = "../migrations")]
async fn who_is_let_in_gets_seats_and_nobody_else_does(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event_with(json!({"waiting_room": slow()})).await;
    let shown = house.get(&format!("/events/{event}"), None).await;
    assert_eq!(shown.body["waiting_room"], slow());
    assert_eq!(state(&house.queue(&event, &house.ada).await), "outside");
    assert_eq!(
        house.wishes(&event, &house.ada).await,
        both(403, "not-admitted")
    );

    let ada = house.join(&event, &house.ada).await;
    assert_eq!(state(&ada), "admitted");
    assert_eq!(ada.body["place"], 1);
    let until: DateTime<Utc> = ada.text("admitted_until").parse().unwrap();
    let left = until - Utc::now();
    assert!(left > TimeDelta::minutes(8) && left <= TimeDelta::minutes(10));
    assert_eq!(
        ada.header("retry-after"),
        "",
        "there is nothing to wait for"
    );
    assert_eq!(house.wishes(&event, &house.ada).await, both(201, ""));

    // Another one's turn is no use, before and after coming.
    assert_eq!(
        house.wishes(&event, &house.bob).await,
        both(403, "not-admitted")
    );
    let bob = house.join(&event, &house.bob).await;
    assert_eq!(state(&bob), "waiting");
    assert_eq!(
        (&bob.body["place"], &bob.body["position"]),
        (&json!(2), &json!(1))
    );
    let wait = bob.body["estimated_wait_secs"].as_u64().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    let again: u64 = bob.header("retry-after").parse().unwrap();
    assert!((2..=wait.max(2)).contains(&again), "{again}");
    assert_eq!(
        house.wishes(&event, &house.bob).await,
        both(403, "not-admitted")
    );
    // Of what was refused for that, nothing is kept as lost demand.
    house.state.refusals.flush(&house.pool).await;
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM refusals")
        .fetch_one(&house.pool)
        .await
        .unwrap();
    assert_eq!(kept, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn staff_and_admins_wait_for_nobody(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event_with(json!({"waiting_room": slow()})).await;
    assert_eq!(house.wishes(&event, &house.staff).await, both(201, ""));
    assert_eq!(house.wishes(&event, &house.admin).await, both(201, ""));
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_comes_again_has_the_same_place_also_at_another_node_and_at_once(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event_with(json!({"waiting_room": slow()})).await;
    house.join(&event, &house.ada).await;
    let other = house.again(house.pool.clone()).await;
    let nodes = [&house, &other];
    let come = |n: usize| nodes[n % 2].join(&event, &house.bob);
    let answers = join_all((0..20).map(come)).await;
    for answer in &answers {
        assert_eq!(answer.body["place"], 2, "{answer:?}");
    }
    assert_eq!(places(&house).await, 2);
    let last: i64 = sqlx::query_scalar("SELECT last_place FROM waiting_rooms")
        .fetch_one(&house.pool)
        .await
        .unwrap();
    assert_eq!(last, 2, "nobody was counted who got no place");
}

#[sqlx::test(migrations = "../migrations")]
async fn those_who_come_before_the_opening_are_put_in_an_order_that_everybody_can_check(
    pool: PgPool,
) {
    let house = House::open(pool).await;
    let opens = Utc::now() + TimeDelta::minutes(30);
    let changes = json!({"waiting_room": slow(), "sales_open_at": opens});
    let event = house.event_with(changes).await;
    assert_eq!(house.queue(&event, None).await.body["order"], Value::Null);
    let people = [&house.ada, &house.bob, &house.staff];
    let mut commitment = Value::Null;
    for person in people {
        let joined = house.join(&event, person).await;
        assert_eq!(state(&joined), "waiting");
        assert_eq!(joined.body["place"], Value::Null);
        assert_eq!(joined.body["position"], Value::Null);
        assert_eq!(joined.body["order"]["seed"], Value::Null);
        let again: u64 = joined.header("retry-after").parse().unwrap();
        assert!((60..=70).contains(&again), "{again}");
        commitment = joined.body["order"]["commitment"].clone();
    }
    let order = format!("/events/{event}/queue/order");
    assert_eq!(house.get(&order, None).await.refused(), (404, "not-found"));
    assert_eq!(
        house.wishes(&event, &house.ada).await,
        both(409, "sales-closed")
    );

    house.open_sales(&event, minutes_ago(1)).await;
    let shown = house.queue(&event, None).await;
    let drawn = &shown.body["order"];
    assert_eq!(drawn["commitment"], commitment);
    assert_eq!(drawn["drawn_places"], 3);
    let seed: [u8; 32] = hex::decode(drawn["seed"].as_str().unwrap())
        .unwrap()
        .try_into()
        .unwrap();
    let seed = Seed::from(seed);
    assert_eq!(hex::encode(seed.commitment()), commitment);
    let listed = house.get(&order, None).await;
    let expected = seed.order(people.map(|person| person.id));
    let keys = |account: &UserId| hex::encode(seed.key(*account));
    let keys: Vec<_> = expected.iter().map(keys).collect();
    let items = listed.body["items"].as_array().unwrap();
    for (nth, item) in items.iter().enumerate() {
        assert_eq!(*item, json!({"place": nth + 1, "key": keys[nth]}));
    }
    assert_eq!(items.len(), 3);
    for person in people {
        let place = expected.iter().position(|id| *id == person.id).unwrap() + 1;
        let shown = house.queue(&event, person).await;
        assert_eq!(shown.body["place"], place);
        let expected = if place == 1 { "admitted" } else { "waiting" };
        assert_eq!(state(&shown), expected);
    }
    // Who comes now stands behind all of them.
    assert_eq!(house.join(&event, &house.admin).await.body["place"], 4);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_turn_that_is_over_gets_no_seats_but_another_place(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.hot_event_since(minutes_ago(30), slow()).await;
    // After half an hour in which nobody came, the first one is let in at once.
    let bob = house.join(&event, &house.bob).await;
    assert_eq!(state(&bob), "admitted");
    assert_eq!(bob.body["place"], 31);
    sqlx::query(
        "INSERT INTO waiting_places (event_id, user_id, joined_at, place)
         VALUES ($1::uuid, $2, now(), 3)",
    )
    .bind(event.parse::<uuid::Uuid>().unwrap())
    .bind(house.ada.id.uuid())
    .execute(&house.pool)
    .await
    .unwrap();
    assert_eq!(state(&house.queue(&event, &house.ada).await), "over");
    assert_eq!(
        house.wishes(&event, &house.ada).await,
        both(403, "not-admitted")
    );
    let again = house.join(&event, &house.ada).await;
    assert_eq!(
        (state(&again), &again.body["place"]),
        ("waiting", &json!(32))
    );
    assert_eq!(house.join(&event, &house.ada).await.body["place"], 32);
    assert_eq!(places(&house).await, 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_buyer_with_seats_on_hold_books_them_without_a_turn(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let hold = house.hold(&event, &house.ada, &["ST-A-1"]).await.text("id");
    let path = format!("/events/{event}");
    let changed = house
        .patch(&path, &house.admin, json!({"waiting_room": slow()}))
        .await;
    assert_eq!(changed.body["waiting_room"], slow());
    assert_eq!(
        house.wishes(&event, &house.ada).await,
        both(403, "not-admitted")
    );
    let path = format!("/events/{event}/bookings");
    let booked = house
        .post(&path, &house.ada, json!({ "hold_id": hold }))
        .await;
    assert_eq!(booked.status, 201, "{booked:?}");
    // And without a waiting room everything is as before.
    let path = format!("/events/{event}");
    house
        .patch(&path, &house.admin, json!({"waiting_room": null}))
        .await;
    assert_eq!(state(&house.queue(&event, &house.ada).await), "open");
    assert_eq!(house.wishes(&event, &house.ada).await, both(201, ""));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_wish_that_was_granted_is_found_again_by_its_key(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event_with(json!({"waiting_room": slow()})).await;
    house.join(&event, &house.ada).await;
    let book = || {
        let path = format!("/events/{event}/bookings");
        let call = house.call(Method::POST, &path, Some(&house.ada));
        send(
            call.header("idempotency-key", "mine")
                .json(&json!({"seats": ["ST-A-1"]})),
        )
    };
    let (booked, again) = (book().await, book().await);
    assert_eq!((booked.status, again.status), (201, 201));
    assert_eq!(booked.body["id"], again.body["id"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_place_is_in_its_owners_export_and_goes_with_the_account(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event_with(json!({"waiting_room": slow()})).await;
    house.join(&event, &house.ada).await;
    house.join(&event, &house.bob).await;
    house.settle().await;
    let export = house.get("/me/export", &house.bob).await;
    let own = &export.body["waiting_places"];
    assert_eq!(own.as_array().unwrap().len(), 1);
    assert_eq!(own[0]["event_id"], event);
    assert_eq!(own[0]["place"], 2);
    let path = format!("/admin/users/{}", house.bob.id);
    assert_eq!(house.delete(&path, &house.admin).await.status, 204);
    let left: Vec<uuid::Uuid> = sqlx::query_scalar("SELECT user_id FROM waiting_places")
        .fetch_all(&house.pool)
        .await
        .unwrap();
    assert_eq!(left, [house.ada.id.uuid()]);
}

#[sqlx::test(migrations = "../migrations")]
async fn rooms_are_forgotten_when_their_sale_is_over(pool: PgPool) {
    let house = House::open(pool).await;
    let rooms = &house.state.waiting_rooms;
    let room = json!({"waiting_room": slow()});
    let [cancelled, deleted, lasting] = [
        house.event_with(room.clone()).await,
        house.event_with(room.clone()).await,
        house.event_with(room).await,
    ];
    for event in [&cancelled, &deleted, &lasting] {
        house.join(event, &house.ada).await;
    }
    let path = format!("/events/{cancelled}/cancel");
    house
        .post(&path, &house.admin, json!({"reason": "Fire."}))
        .await;
    house
        .delete(&format!("/events/{deleted}"), &house.admin)
        .await;
    assert_eq!(rooms.sweep(Utc::now()).await.unwrap(), 2);
    let left: Vec<uuid::Uuid> = sqlx::query_scalar("SELECT event_id FROM waiting_places")
        .fetch_all(&house.pool)
        .await
        .unwrap();
    assert_eq!(left, [lasting.parse::<uuid::Uuid>().unwrap()]);
    assert_eq!(state(&house.queue(&cancelled, &house.ada).await), "open");
    // A day after it started, the last one goes, too.
    let long_after: DateTime<Utc> = "2999-03-02T19:30:00Z".parse().unwrap();
    assert_eq!(rooms.sweep(long_after).await.unwrap(), 1);
    assert_eq!(places(&house).await, 0);
}
