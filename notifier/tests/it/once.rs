//! One mail for each fact and recipient.

use chrono::{TimeDelta, Utc};
use seatlog_projections::log::LogError;
use serde_json::json;
use sqlx::PgPool;

use crate::world::{ADMIN, World, booked, booking};

#[sqlx::test(migrations = "../migrations")]
async fn a_fact_that_comes_by_every_way_and_twice_gets_one_mail_for_each_recipient(pool: PgPool) {
    let world = World::new(pool).await;
    world
        .account(ADMIN, "Ada", "ada@example.org", "admin")
        .await;
    let notifier = world.notifier();
    let position = world.append(&booked(1, "EUR", &[4500])).await;
    let fact = world.fact(position).await;
    let twice = [fact.clone(), fact];
    assert_eq!(notifier.enqueue(&twice, Utc::now()).await.unwrap(), 2);
    assert_eq!(notifier.enqueue(&twice, Utc::now()).await.unwrap(), 0);
    notifier.drain().await.unwrap();
    let later = Utc::now() + TimeDelta::minutes(1);
    assert_eq!(notifier.sweep(later).await.unwrap(), 0);
    assert_eq!(world.rows().await.len(), 2);
    assert_eq!(world.sink.received().len(), 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn two_nodes_with_the_same_facts_write_each_mail_once(pool: PgPool) {
    let world = World::new(pool).await;
    let mut facts = Vec::new();
    for number in 0..30 {
        let position = world.append(&booked(number, "EUR", &[4500])).await;
        facts.push(world.fact(position).await);
    }
    let mut backwards = facts.clone();
    backwards.reverse();
    let (one, other) = (world.notifier(), world.notifier());
    let now = Utc::now();
    let (first, second, third) = tokio::join!(
        one.enqueue(&facts, now),
        other.enqueue(&backwards, now),
        other.drain()
    );
    assert!(first.unwrap() + second.unwrap() <= 30);
    third.unwrap();
    assert_eq!(world.rows().await.len(), 30);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_sweeper_finds_what_never_came_and_leaves_the_young_alone(pool: PgPool) {
    let world = World::new(pool).await;
    let notifier = world.notifier();
    world.append(&booked(1, "EUR", &[4500])).await;
    assert_eq!(notifier.sweep(Utc::now()).await.unwrap(), 0);
    let later = Utc::now() + TimeDelta::seconds(31);
    assert_eq!(notifier.sweep(later).await.unwrap(), 1);
    assert_eq!(notifier.sweep(later).await.unwrap(), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_sweeper_waits_for_a_fact_from_before_the_clock_was_set_back(pool: PgPool) {
    let world = World::new(pool).await;
    let notifier = world.notifier();
    world.append(&booked(1, "EUR", &[4500])).await;
    world.append_aged(&booked(2, "EUR", &[4500])).await;
    assert_eq!(notifier.sweep(Utc::now()).await.unwrap(), 0);
    let later = Utc::now() + TimeDelta::seconds(31);
    assert_eq!(notifier.sweep(later).await.unwrap(), 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_sweeper_does_not_begin_anew(pool: PgPool) {
    let world = World::new(pool).await;
    let last = world.append(&booked(1, "EUR", &[4500])).await;
    let later = Utc::now() + TimeDelta::seconds(31);
    world.notifier().sweep(later).await.unwrap();
    let sql = "SELECT position FROM notifier_checkpoints WHERE name = 'sweeper'";
    let checkpoint: i64 = sqlx::query_scalar(sql)
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert_eq!(checkpoint, last);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_admin_who_came_later_gets_no_copy_of_what_was_told_before(pool: PgPool) {
    let world = World::new(pool).await;
    let notifier = world.notifier();
    let position = world.append(&booked(1, "EUR", &[4500])).await;
    let fact = [world.fact(position).await];
    assert_eq!(notifier.enqueue(&fact, Utc::now()).await.unwrap(), 1);
    world
        .account(ADMIN, "Ada", "ada@example.org", "admin")
        .await;
    assert_eq!(notifier.enqueue(&fact, Utc::now()).await.unwrap(), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_fact_that_cannot_be_read_stops_the_walk_and_is_never_passed_over(pool: PgPool) {
    let world = World::new(pool).await;
    world.append(&booked(1, "EUR", &[4500])).await;
    let maimed = json!({"SeatsBooked": {"booking_id": booking(7)}});
    let unreadable = world.append_payload(maimed).await;
    world.append(&booked(2, "EUR", &[4500])).await;
    let stopped = world.notifier().drain().await.unwrap_err();
    let seatlog_notifier::NotifierError::Enqueue(seatlog_notifier::EnqueueError::Log(
        LogError::Unreadable { position, .. },
    )) = stopped
    else {
        panic!("{stopped:?}")
    };
    assert_eq!(position, unreadable);
    assert_eq!(world.rows().await.len(), 1);
}
