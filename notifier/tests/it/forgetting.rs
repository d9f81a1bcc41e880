//! Whoever was erased gets no mail, and no file of theirs stays.

use std::path::Path;

use chrono::Utc;
use seatlog_domain::event::CancelCause;
use seatlog_notifier::Notifier;
use seatlog_notifier::erasure::erase_mails;
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::world::{ADMIN, BUYER, World, at, booked, cancelled};

/// A notifier that writes files.
fn with_folder(world: &World, folder: &Path) -> Notifier {
    let mut settings = world.settings();
    settings.smtp_url = None;
    settings.mail_dir = folder.to_owned();
    Notifier::new(world.pool.clone(), settings.check().unwrap())
}

async fn erase(world: &World) {
    let mut tx = world.pool.begin().await.unwrap();
    sqlx::query("SELECT FROM accounts WHERE id = $1 FOR UPDATE")
        .bind(BUYER.uuid())
        .execute(&mut *tx)
        .await
        .unwrap();
    erase_mails(&mut tx, BUYER).await.unwrap();
    sqlx::query("DELETE FROM accounts WHERE id = $1")
        .bind(BUYER.uuid())
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Returns once so many wait for a lock.
async fn until_blocked(pool: &PgPool, waiting: i64) {
    let sql = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while sqlx::query_scalar::<_, i64>(sql)
        .fetch_one(pool)
        .await
        .unwrap()
        < waiting
    {}
}

#[sqlx::test(migrations = "../migrations")]
async fn a_mail_that_is_being_written_while_its_buyer_is_erased_is_erased_too(pool: PgPool) {
    let world = World::new(pool).await;
    world
        .account(ADMIN, "Root", "root@example.org", "admin")
        .await;
    let first = world.append(&booked(1, "EUR", &[4500])).await;
    let second = world.append(&booked(2, "EUR", &[4500])).await;
    let facts = [world.fact(first).await, world.fact(second).await];
    // The notifier has read the buyer and gets no further: the table of mails is closed to it.
    let mut closed = world.pool.begin().await.unwrap();
    sqlx::query("LOCK TABLE mails IN SHARE MODE")
        .execute(&mut *closed)
        .await
        .unwrap();
    let notifier = world.notifier();
    let (written, (), ()) = tokio::join!(
        notifier.enqueue(&facts, at(1)),
        async {
            until_blocked(&world.pool, 1).await;
            erase(&world).await;
        },
        async {
            until_blocked(&world.pool, 2).await;
            closed.commit().await.unwrap();
        },
    );
    assert_eq!(written.unwrap(), 4);
    assert_eq!(world.rows().await, []);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_facts_of_an_erased_buyer_are_passed_over(pool: PgPool) {
    let world = World::new(pool).await;
    world
        .account(ADMIN, "Root", "root@example.org", "admin")
        .await;
    world.append_aged(&booked(1, "EUR", &[4500])).await;
    world.append_aged(&cancelled(1, CancelCause::Buyer)).await;
    erase(&world).await;
    let notifier = world.notifier();
    assert_eq!(notifier.sweep(Utc::now()).await.unwrap(), 0);
    notifier.drain().await.unwrap();
    assert_eq!(world.rows().await, []);
    let swept: i64 = sqlx::query_scalar("SELECT min(position) FROM notifier_checkpoints")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert_eq!(swept, 3, "both ways along the log went on");
}

#[sqlx::test(migrations = "../migrations")]
async fn each_node_deletes_the_files_of_erased_mails_and_no_others(pool: PgPool) {
    let world = World::new(pool).await;
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    world.append(&booked(1, "EUR", &[4500])).await;
    let here = with_folder(&world, one.path());
    here.drain().await.unwrap();
    let id = world.only_row().await.id;
    // Another node died while it wrote a copy.
    let left = [format!(".{id}.part"), format!("{id}.eml")];
    for name in &left {
        std::fs::write(other.path().join(name), "vera@example.org").unwrap();
    }
    let kept = [
        format!("{}.eml", Uuid::from_u128(1)),
        "notes.txt".to_owned(),
    ];
    for name in &kept {
        std::fs::write(other.path().join(name), "somebody else's").unwrap();
    }
    let there = with_folder(&world, other.path());
    assert_eq!(here.delete_erased_files().await.unwrap(), 0);
    erase(&world).await;
    assert_eq!(here.delete_erased_files().await.unwrap(), 1);
    assert_eq!(names(one.path()), Vec::<String>::new());
    assert_eq!(there.delete_erased_files().await.unwrap(), 1);
    assert_eq!(names(other.path()), kept);
    // A node without a folder has nothing to do.
    let nowhere = with_folder(&world, Path::new("/nonexistent/folder"));
    assert_eq!(nowhere.delete_erased_files().await.unwrap(), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_running_notifier_hears_of_erased_mails(pool: PgPool) {
    let world = World::new(pool).await;
    let folder = tempfile::tempdir().unwrap();
    world.append(&booked(1, "EUR", &[4500])).await;
    let notifier = with_folder(&world, folder.path());
    notifier.drain().await.unwrap();
    assert_eq!(names(folder.path()).len(), 1);
    let cancelled = CancellationToken::new();
    tokio::join!(notifier.run(None, cancelled.clone()), async {
        erase(&world).await;
        while !names(folder.path()).is_empty() {
            tokio::task::yield_now().await;
        }
        cancelled.cancel();
    });
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
