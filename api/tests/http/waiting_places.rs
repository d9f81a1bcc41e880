//! Many who come to a waiting room at once, at two nodes, while its order is being drawn.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use seatlog::waiting_rooms::{Place, WaitingRooms};
use seatlog_domain::event::{Entrance, EventFact};
use seatlog_domain::ids::{EventId, UserId};
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

const CROWD: u128 = 120;

fn opening() -> DateTime<Utc> {
    DateTime::from_timestamp(1_900_000_000, 0).unwrap()
}

/// One is let in each minute from the opening on.
fn entrance() -> Entrance {
    let earlier = opening() - TimeDelta::days(1);
    let created = json!({"EventCreated": {
        "details": {"name": "Nabucco", "description": "", "venue": "Arena", "ends_at": null,
            "starts_at": opening() + TimeDelta::days(9), "image_url": null,
            "sales_open_at": opening(), "sales_close_at": null, "max_seats_per_user": 4,
            "waiting_room": {"admit_per_minute": 1}},
        "currency": "EUR", "seating": {"sections": []}, "created_at": earlier,
    }});
    let published = json!({"EventPublished": { "published_at": earlier }});
    let mut entrance = Entrance::default();
    for fact in [created, published] {
        entrance.evolve(&serde_json::from_value::<EventFact>(fact).unwrap());
    }
    entrance
}

async fn crowd(pool: &PgPool) -> Vec<UserId> {
    let ids: Vec<Uuid> = (1..=CROWD).map(Uuid::from_u128).collect();
    sqlx::query(
        "INSERT INTO accounts (id, email, email_folded, name, password_hash, role)
         SELECT id, id::text, id::text, 'N', '', 'user' FROM unnest($1::uuid[]) AS id",
    )
    .bind(&ids)
    .execute(pool)
    .await
    .unwrap();
    ids.into_iter().map(UserId::new).collect()
}

async fn stored(pool: &PgPool) -> BTreeMap<Uuid, Option<i64>> {
    let rows: Vec<(Uuid, Option<i64>)> =
        sqlx::query_as("SELECT user_id, place FROM waiting_places")
            .fetch_all(pool)
            .await
            .unwrap();
    rows.into_iter().collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn everybody_gets_one_place_and_each_place_one_owner_whatever_happens_at_once(pool: PgPool) {
    let nodes = [
        WaitingRooms::new(pool.clone()),
        WaitingRooms::new(pool.clone()),
    ];
    let (event, entrance) = (EventId::new(Uuid::from_u128(7)), entrance());
    let crowd = crowd(&pool).await;
    // Each comes twice, to both nodes. By the clocks that they come by, sales have opened for a half
    // of them and not yet for the others: some come before the draw, some during it, some after it.
    let come = |n: usize| {
        let account = crowd[n % crowd.len()];
        let late = TimeDelta::milliseconds(if n.is_multiple_of(3) { 1 } else { -1 });
        let (node, entrance) = (&nodes[(n / crowd.len() + n) % 2], &entrance);
        async move { node.join(event, account, entrance, opening() + late).await }
    };
    for joined in join_all((0..2 * crowd.len()).map(come)).await {
        assert!(joined.unwrap().is_some());
    }
    let now = opening() + TimeDelta::seconds(1);
    let mut seen = BTreeSet::new();
    let in_table = stored(&pool).await;
    for account in &crowd {
        let [one, other] = [&nodes[0], &nodes[1]].map(|node| {
            let entrance = &entrance;
            async move { node.place(event, *account, entrance, now).await.unwrap() }
        });
        let (one, other) = (one.await, other.await);
        assert_eq!(one, other, "both nodes say the same");
        let Some(Place::Number(number)) = one else {
            panic!("{account} has no number: {one:?}");
        };
        assert_eq!(in_table[&account.uuid()], Some(number as i64));
        seen.insert(number);
    }
    assert_eq!(seen, (1..=CROWD as u64).collect(), "without a hole");
    let drawn: i64 = sqlx::query_scalar("SELECT drawn_places FROM waiting_rooms")
        .fetch_one(&pool)
        .await
        .unwrap();
    // Those who were drawn are in the order of the seed.
    let room = nodes[0].room(event, &entrance, now).await.unwrap().unwrap();
    let mut by_place: Vec<_> = in_table.into_iter().collect();
    by_place.sort_by_key(|(_, place)| *place);
    let first = by_place.iter().take(drawn as usize);
    let first: Vec<_> = first.map(|(account, _)| UserId::new(*account)).collect();
    assert_eq!(room.seed.order(first.iter().copied()), first);
}

#[sqlx::test(migrations = "../migrations")]
async fn before_the_draw_nobody_has_a_number_and_the_draw_is_made_once(pool: PgPool) {
    let node = WaitingRooms::new(pool.clone());
    let (event, entrance) = (EventId::new(Uuid::from_u128(7)), entrance());
    let crowd = crowd(&pool).await;
    let before = opening() - TimeDelta::hours(1);
    for account in &crowd[..50] {
        let joined = node.join(event, *account, &entrance, before).await.unwrap();
        assert_eq!(joined, Some(Place::Undrawn));
    }
    assert!(stored(&pool).await.values().all(Option::is_none));
    // Many ask at the moment of the opening, at nodes that know nothing yet.
    let nodes: Vec<_> = (0..8).map(|_| WaitingRooms::new(pool.clone())).collect();
    let ask = |n: usize| nodes[n % 8].place(event, crowd[n], &entrance, opening());
    join_all((0..50).map(ask)).await;
    let drawn = stored(&pool).await;
    assert_eq!(
        drawn.values().copied().collect::<BTreeSet<_>>(),
        (1..=50).map(Some).collect()
    );
    // Later openings do not draw again.
    let later = opening() + TimeDelta::minutes(1);
    for account in &crowd[50..60] {
        node.join(event, *account, &entrance, later).await.unwrap();
    }
    let now = stored(&pool).await;
    assert!(drawn.iter().all(|(account, place)| now[account] == *place));
    let places = crowd[50..60].iter().map(|account| now[&account.uuid()]);
    assert!(places.eq((51..=60).map(Some)), "as they came");
}

#[sqlx::test(migrations = "../migrations")]
async fn an_account_that_is_gone_gets_no_place(pool: PgPool) {
    let node = WaitingRooms::new(pool.clone());
    let (event, entrance) = (EventId::new(Uuid::from_u128(7)), entrance());
    let nobody = UserId::new(Uuid::from_u128(0xdead));
    for now in [opening() - TimeDelta::hours(1), opening()] {
        let joined = node.join(event, nobody, &entrance, now).await;
        let error = joined.unwrap_err().to_string();
        assert_eq!(error, "there is no such account any more");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_room_that_one_node_forgot_is_no_room_at_another(pool: PgPool) {
    let nodes = [
        WaitingRooms::new(pool.clone()),
        WaitingRooms::new(pool.clone()),
    ];
    let (event, entrance) = (EventId::new(Uuid::from_u128(7)), entrance());
    let account = crowd(&pool).await[0];
    let join = async |node: &WaitingRooms| node.join(event, account, &entrance, opening()).await;
    for node in &nodes {
        assert_eq!(join(node).await.unwrap(), Some(Place::Number(1)));
    }
    // The log has no such event, or none any more.
    assert_eq!(nodes[0].sweep(opening()).await.unwrap(), 1);
    assert_eq!(nodes[1].sweep(opening()).await.unwrap(), 0);
    let known = nodes[1].place(event, account, &entrance, opening()).await;
    assert_eq!(known.unwrap(), None);
    assert!(join(&nodes[1]).await.unwrap().is_some());
}
