//! Senders that are late.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgPool;
use uuid::Uuid;

use super::{Claimed, LEASE, Verdict, claim, expire_leases, next_due, record};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

/// A mail that a sender claimed and then kept for so long that its lease has ended.
async fn kept_too_long(pool: &PgPool) -> Claimed {
    let sql = "INSERT INTO mails (id, position, recipient, buyer_id, template, to_address, to_name,
            message_id, subject, text, html, ics, state, next_attempt_at, give_up_at, created_at)
        VALUES ($1, 1, 'buyer', $1, 'confirmation', 'vera@example.org', '', '<1@x>', '', '', '', '',
            'pending', $2, $2, $2)";
    sqlx::query(sql)
        .bind(Uuid::from_u128(1))
        .bind(now())
        .execute(pool)
        .await
        .unwrap();
    let claimed = claim(pool, now()).await.unwrap().unwrap();
    assert_eq!(next_due(pool).await.unwrap(), Some(now() + LEASE));
    assert_eq!(
        expire_leases(pool, now() + LEASE - TimeDelta::seconds(1))
            .await
            .unwrap(),
        0
    );
    assert_eq!(expire_leases(pool, now() + LEASE).await.unwrap(), 1);
    claimed
}

async fn state(pool: &PgPool) -> String {
    let sql = "SELECT state FROM mails";
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_late_sender_that_knows_the_outcome_spares_the_second_copy(pool: PgPool) {
    let claimed = kept_too_long(&pool).await;
    assert_eq!(state(&pool).await, "ambiguous");
    assert!(
        record(&pool, &claimed, &Verdict::Sent, now())
            .await
            .unwrap()
    );
    assert_eq!(state(&pool).await, "sent");
    assert!(claim(&pool, now() + LEASE).await.unwrap().is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_late_sender_that_does_not_know_changes_nothing(pool: PgPool) {
    let claimed = kept_too_long(&pool).await;
    let unknown = Verdict::Ambiguous {
        at: None,
        error: "lost".to_owned(),
    };
    assert!(!record(&pool, &claimed, &unknown, now()).await.unwrap());
    assert_eq!(next_due(&pool).await.unwrap(), Some(now() + LEASE));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_late_sender_has_no_say_once_another_has_taken_the_mail(pool: PgPool) {
    let claimed = kept_too_long(&pool).await;
    let later = now() + LEASE;
    let successor = claim(&pool, later).await.unwrap().unwrap();
    assert!(
        !record(&pool, &claimed, &Verdict::Sent, later)
            .await
            .unwrap()
    );
    assert_eq!(state(&pool).await, "sending");
    assert!(
        record(&pool, &successor, &Verdict::Sent, later)
            .await
            .unwrap()
    );
}
