//! An event that is called off: one mail for each buyer, whatever becomes of the facts on the way.

use chrono::{TimeDelta, Utc};
use seatlog_domain::event::EventFact;
use seatlog_domain::ids::UserId;
use sqlx::PgPool;
use uuid::Uuid;

use crate::world::{BUYER, Letter, World, at, booking, parse};

const OTHER: UserId = UserId::new(Uuid::from_u128(0xb1));

async fn with_two_buyers(pool: PgPool) -> World {
    let world = World::new(pool).await;
    world
        .account(OTHER, "Otto", "otto@example.org", "user")
        .await;
    world
}

#[sqlx::test(migrations = "../migrations")]
async fn a_buyer_with_several_bookings_gets_one_mail_that_lists_them_all(pool: PgPool) {
    let world = with_two_buyers(pool).await;
    let bookings = [(BUYER, 1), (OTHER, 2), (BUYER, 3)];
    world.call_off(&bookings, Utc::now()).await;
    world.notifier().drain().await.unwrap();
    let mails: Vec<Letter> = world.sink.received().iter().map(parse).collect();
    assert_eq!(mails.len(), 2);
    let to = |address| mails.iter().find(|mail| mail.to_address == address);
    let mail = to("vera@example.org").unwrap();
    insta::assert_snapshot!("several_bookings_cancelled", mail.text);
    assert_eq!(mail.html.matches("90.00 EUR").count(), 2);
    assert_eq!(mail.calendar_type, "text/calendar; method=CANCEL");
    let lines = |wanted: &str| mail.calendar.lines().filter(|it| *it == wanted).count();
    assert_eq!(lines("BEGIN:VEVENT"), 2);
    assert_eq!(lines("STATUS:CANCELLED"), 2);
    for number in [1, 3] {
        assert!(mail.html.contains(&booking(number).reference()));
        assert_eq!(lines(&format!("UID:{}", booking(number))), 1);
    }
    let other = to("otto@example.org").unwrap();
    assert!(other.text.contains(&booking(2).reference()));
    assert!(!other.text.contains(&booking(1).reference()));
    assert_ne!(mail.message_id, other.message_id);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_facts_that_come_again_by_whatever_way_mail_nothing_more(pool: PgPool) {
    let world = with_two_buyers(pool).await;
    let bookings = [(BUYER, 1), (OTHER, 2), (BUYER, 3)];
    let position = world.call_off(&bookings, Utc::now()).await;
    let mut facts = Vec::new();
    for following in 0..=3 {
        facts.push(world.fact(position + following).await);
    }
    facts.reverse();
    let (one, other) = (world.notifier(), world.notifier());
    let now = Utc::now();
    let (first, second) = tokio::join!(one.enqueue(&facts, now), other.enqueue(&facts, now));
    assert_eq!(first.unwrap() + second.unwrap(), 2);
    one.drain().await.unwrap();
    let later = now + TimeDelta::minutes(1);
    assert_eq!(one.sweep(later).await.unwrap(), 0);
    let recipients: Vec<_> = world.rows().await.into_iter().map(|row| row.0).collect();
    assert_eq!(
        recipients,
        [format!("buyer:{BUYER}"), format!("buyer:{OTHER}")]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn the_sweeper_finds_an_event_called_off_that_never_came(pool: PgPool) {
    let world = with_two_buyers(pool).await;
    let bookings = [(BUYER, 1), (OTHER, 2), (BUYER, 3)];
    let a_minute_ago = Utc::now() - TimeDelta::minutes(1);
    world.call_off(&bookings, a_minute_ago).await;
    let notifier = world.notifier();
    assert_eq!(notifier.sweep(Utc::now()).await.unwrap(), 2);
    assert_eq!(notifier.sweep(Utc::now()).await.unwrap(), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn more_bookings_than_are_read_at_a_time_are_all_told(pool: PgPool) {
    let world = World::new(pool).await;
    let buyers: Vec<_> = (0..1100).map(Uuid::from_u128).collect();
    let sql = "INSERT INTO accounts (id, email, email_folded, name, password_hash, role)
        SELECT id, id || '@example.org', id || '@example.org', 'B', '', 'user'
        FROM unnest($1::uuid[]) AS id WHERE id NOT IN (SELECT id FROM accounts)";
    let done = sqlx::query(sql).bind(&buyers).execute(&world.pool);
    done.await.unwrap();
    // Everybody has two bookings, far from each other, but the last one has no account any more.
    let bookings: Vec<_> = buyers
        .iter()
        .chain(&buyers)
        .chain([&Uuid::nil(), &Uuid::max()])
        .zip(0..)
        .map(|(buyer, number)| (UserId::new(*buyer), number))
        .collect();
    let position = world.call_off(&bookings, at(0)).await;
    // What stands behind them on the log is no matter of theirs.
    let deleted_at = at(61);
    let deleted = EventFact::EventDeleted { deleted_at };
    world.append(&deleted).await;
    let fact = world.fact(position).await;
    let written = world.notifier().enqueue(&[fact], at(60)).await.unwrap();
    assert_eq!(written, 1100);
    let sql = "SELECT sum(regexp_count(ics, 'BEGIN:VEVENT')) FROM mails";
    let told: i64 = sqlx::query_scalar(sql)
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert_eq!(told, 2201);
}
