//! What becomes of mails, on servers that fail.

use chrono::{DateTime, TimeDelta, Utc};
use seatlog_notifier::mails::{self, MailState, RetryError};
use seatlog_notifier::{Notifier, NotifierSettings};
use seatlog_testkit::Fault;
use sqlx::PgPool;
use uuid::Uuid;

use crate::world::{DEADLINE, World, at, booked, parse, parse_bytes};

/// A world in which one mail was written at `at(0)`.
async fn one_mail(pool: PgPool) -> (World, Notifier) {
    let world = World::new(pool).await;
    let notifier = world.notifier();
    let position = world.append(&booked(1, "EUR", &[4500])).await;
    let fact = world.fact(position).await;
    notifier.enqueue(&[fact], at(0)).await.unwrap();
    (world, notifier)
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refused_recipient_is_dead_at_once_with_the_reason(pool: PgPool) {
    let (world, notifier) = one_mail(pool).await;
    world.sink.queue(Fault::RefuseRecipient);
    assert_eq!(notifier.send_due(at(0)).await.unwrap(), 1);
    let row = world.only_row().await;
    assert_eq!(row.state, "dead");
    assert_eq!(row.next_attempt_at, None);
    let reason = row.last_error.unwrap();
    assert!(reason.contains("550"), "{reason}");
    assert!(reason.contains("no such mailbox"), "{reason}");
    assert_eq!(notifier.send_due(at(1_000_000)).await.unwrap(), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refused_recipient_does_not_hold_up_the_next_mail(pool: PgPool) {
    let (world, notifier) = one_mail(pool).await;
    let position = world.append(&booked(2, "EUR", &[4500])).await;
    let fact = world.fact(position).await;
    notifier.enqueue(&[fact], at(1)).await.unwrap();
    world.sink.queue(Fault::RefuseRecipient);
    assert_eq!(notifier.send_due(at(1)).await.unwrap(), 2);
    assert_eq!(world.sink.received().len(), 1);
    assert_eq!(world.sink.connections(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_server_that_is_busy_is_tried_again_after_five_and_ten_seconds(pool: PgPool) {
    let (world, notifier) = one_mail(pool).await;
    world.sink.queue(Fault::FailForNow);
    world.sink.queue(Fault::DropBeforeMail);
    notifier.send_due(at(0)).await.unwrap();
    let row = world.only_row().await;
    assert_eq!(row.state, "pending");
    assert!(row.last_error.unwrap().contains("451"));
    let due = row.next_attempt_at.unwrap();
    assert!((at(5)..=at(6)).contains(&due), "{due}");
    assert_eq!(notifier.send_due(at(4)).await.unwrap(), 0);

    assert_eq!(notifier.send_due(due).await.unwrap(), 1);
    let again = world.only_row().await.next_attempt_at.unwrap();
    let wait = again - due;
    let (ten, twelve) = (TimeDelta::seconds(10), TimeDelta::seconds(12));
    assert!((ten..=twelve).contains(&wait), "{wait}");

    assert_eq!(notifier.send_due(again).await.unwrap(), 1);
    let row = world.only_row().await;
    assert_eq!((row.state.as_str(), row.attempts), ("sent", 3));
    assert_eq!(row.last_error, None);
    assert_eq!(world.sink.received().len(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_connection_lost_after_the_final_dot_leads_to_one_more_copy(pool: PgPool) {
    let (world, notifier) = one_mail(pool).await;
    world.sink.queue(Fault::DropAfterFinalDot);
    notifier.send_due(at(0)).await.unwrap();
    assert_eq!(world.only_row().await.state, "ambiguous");
    let due = world.only_row().await.next_attempt_at.unwrap();
    notifier.send_due(due).await.unwrap();
    assert_eq!(world.only_row().await.state, "sent");
    let received = world.sink.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].raw, received[1].raw);
    assert!(!parse(&received[0]).message_id.is_empty());
}

#[sqlx::test(migrations = "../migrations")]
async fn after_a_second_lost_connection_there_is_no_third_copy(pool: PgPool) {
    let (world, notifier) = one_mail(pool).await;
    for _ in 0..2 {
        world.sink.queue(Fault::DropAfterFinalDot);
    }
    notifier.send_due(at(0)).await.unwrap();
    notifier.send_due(at(10)).await.unwrap();
    let row = world.only_row().await;
    assert_eq!(
        (row.state.as_str(), row.next_attempt_at),
        ("ambiguous", None)
    );
    assert_eq!(notifier.send_due(at(1_000_000)).await.unwrap(), 0);
    assert_eq!(world.sink.received().len(), 2);
    not_retryable(&world, MailState::Ambiguous).await;
}

async fn not_retryable(world: &World, expected: MailState) {
    let id = world.only_row().await.id;
    let refused = mails::retry(&world.pool, id).await.unwrap_err();
    assert!(
        matches!(refused, RetryError::NotRetryable { state } if state == expected),
        "{refused}"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn an_admin_can_send_the_second_copy_but_never_a_third(pool: PgPool) {
    let (world, notifier) = one_mail(pool).await;
    world.sink.queue(Fault::DropAfterFinalDot);
    notifier.send_due(at(0)).await.unwrap();
    let id = world.only_row().await.id;
    mails::retry(&world.pool, id).await.unwrap();
    world.sink.queue(Fault::DropAfterFinalDot);
    notifier.send_due(Utc::now()).await.unwrap();
    assert_eq!(world.sink.received().len(), 2);
    not_retryable(&world, MailState::Ambiguous).await;

    sqlx::query("UPDATE mails SET state = 'dead'")
        .execute(&world.pool)
        .await
        .unwrap();
    not_retryable(&world, MailState::Dead).await;
    sqlx::query("UPDATE mails SET unknown_outcomes = 1")
        .execute(&world.pool)
        .await
        .unwrap();
    let retried = mails::retry(&world.pool, id).await.unwrap();
    assert_eq!(retried.status, MailState::Pending);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_sender_that_dies_before_it_records_the_outcome_leads_to_one_more_copy(pool: PgPool) {
    let (world, notifier) = one_mail(pool).await;
    world.sink.queue(Fault::HangAfterFinalDot);
    let doomed = tokio::spawn(async move { notifier.send_due(at(0)).await });
    world.sink.wait_for(1, DEADLINE).await;
    doomed.abort();
    assert!(doomed.await.unwrap_err().is_cancelled());
    assert_eq!(world.only_row().await.state, "sending");

    let successor = world.notifier();
    assert_eq!(successor.send_due(at(5 * 60)).await.unwrap(), 0);
    assert_eq!(successor.send_due(at(6 * 60)).await.unwrap(), 1);
    assert_eq!(world.only_row().await.state, "sent");
    let received = world.sink.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].raw, received[1].raw);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_mail_is_given_up_after_48_hours_and_an_admin_can_retry_it(pool: PgPool) {
    let (world, notifier) = one_mail(pool).await;
    let id = world.only_row().await.id;
    let nowhere = NotifierSettings {
        // Nothing listens on the discard port of this machine.
        smtp_url: Some("smtp://127.0.0.1:9".to_owned()),
        ..world.settings()
    };
    let cut_off = Notifier::new(world.pool.clone(), nowhere.check().unwrap());
    let mut last = at(0);
    while let Some(due) = next_attempt(&world).await {
        last = due;
        assert_eq!(cut_off.send_due(due).await.unwrap(), 1);
    }
    let tried_for = last - at(0);
    assert!(tried_for <= TimeDelta::hours(48), "{tried_for}");
    assert!(tried_for >= TimeDelta::hours(46), "{tried_for}");
    let row = world.only_row().await;
    assert_eq!(row.state, "dead");
    assert!(row.last_error.unwrap().starts_with("given up: "));

    let retried = mails::retry(&world.pool, id).await.unwrap();
    assert_eq!(retried.status, MailState::Pending);
    let refused = mails::retry(&world.pool, id).await.unwrap_err();
    let pending = MailState::Pending;
    assert!(matches!(refused, RetryError::NotRetryable { state } if state == pending));
    notifier.send_due(Utc::now()).await.unwrap();
    let sent = mails::get(&world.pool, id).await.unwrap().unwrap();
    assert_eq!(sent.mail.status, MailState::Sent);
    assert_eq!(sent.mail.to, "vera@example.org");
    assert!(sent.mail.sent_at.is_some());
    assert!(sent.text.contains("Nabucco") && sent.html.contains("Nabucco"));
    let refused = mails::retry(&world.pool, id).await.unwrap_err();
    assert!(refused.to_string().contains("Sent"), "{refused}");
}

async fn next_attempt(world: &World) -> Option<DateTime<Utc>> {
    let row = world.only_row().await;
    row.next_attempt_at.filter(|_| row.state == "pending")
}

#[sqlx::test(migrations = "../migrations")]
async fn there_is_nothing_to_retry_where_there_is_no_mail(pool: PgPool) {
    let refused = mails::retry(&pool, Uuid::nil()).await.unwrap_err();
    assert!(matches!(refused, RetryError::NotFound));
    assert!(mails::get(&pool, Uuid::nil()).await.unwrap().is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn several_nodes_share_the_work_and_send_nothing_twice(pool: PgPool) {
    let world = World::new(pool).await;
    let mut facts = Vec::new();
    for number in 0..40 {
        let position = world.append(&booked(number, "EUR", &[4500])).await;
        facts.push(world.fact(position).await);
    }
    let (one, other) = (world.notifier(), world.notifier());
    one.enqueue(&facts, at(0)).await.unwrap();
    let (first, second) = tokio::join!(one.send_due(at(0)), other.send_due(at(0)));
    assert_eq!(first.unwrap() + second.unwrap(), 40);
    let received = world.sink.received();
    let mut ids: Vec<_> = received.iter().map(|mail| parse(mail).message_id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), received.len()), (40, 40));
}

#[sqlx::test(migrations = "../migrations")]
async fn without_a_mail_server_mails_become_files(pool: PgPool) {
    let world = World::new(pool).await;
    let folder = tempfile::tempdir().unwrap();
    let mail_dir = folder.path().join("mail");
    let settings = NotifierSettings {
        smtp_url: None,
        mail_dir: mail_dir.clone(),
        ..world.settings()
    };
    let notifier = Notifier::new(world.pool.clone(), settings.check().unwrap());
    world.append(&booked(1, "EUR", &[4500])).await;
    notifier.drain().await.unwrap();
    let row = world.only_row().await;
    assert_eq!(row.state, "sent");
    let files: Vec<_> = std::fs::read_dir(&mail_dir).unwrap().collect();
    assert_eq!(files.len(), 1, "{files:?}");
    let file = mail_dir.join(format!("{}.eml", row.id));
    let letter = parse_bytes(&std::fs::read(file).unwrap());
    assert_eq!(letter.to_address, "vera@example.org");
    assert!(world.sink.received().is_empty());
}

#[sqlx::test(migrations = "../migrations")]
async fn an_address_that_no_server_could_take_is_dead_and_says_so(pool: PgPool) {
    let world = World::new(pool).await;
    sqlx::query("UPDATE accounts SET email = 'not an address'")
        .execute(&world.pool)
        .await
        .unwrap();
    world.append(&booked(1, "EUR", &[4500])).await;
    world.notifier().drain().await.unwrap();
    let row = world.only_row().await;
    assert_eq!(row.state, "dead");
    assert!(
        row.last_error
            .unwrap()
            .starts_with("the address cannot be used")
    );
}
