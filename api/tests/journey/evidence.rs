//! What an auditor does at the command line.

use std::process::Output;

use serde_json::Value;
use sqlx::PgPool;

use crate::program::Ground;

/// A fact of nobody's.
const APPEND: &str = "
    INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                        payload, metadata)
    SELECT 'event', 'stream', n, 'SeatsBooked', '1', '{}', '{}' FROM generate_series(1, 3) AS n";

async fn audit(ground: &Ground, arguments: &[&str]) -> Output {
    let mut command = ground.command();
    command.arg("audit").args(arguments);
    command.output().await.unwrap()
}

/// The exit status of `audit verify`, and the verdict that it prints.
async fn verified(ground: &Ground, arguments: &[&str]) -> (Option<i32>, Value) {
    let ended = audit(ground, &[&["verify"], arguments].concat()).await;
    let verdict = serde_json::from_slice(&ended.stdout);
    (
        ended.status.code(),
        verdict.unwrap_or_else(|_| panic!("{ended:?}")),
    )
}

async fn printed(ground: &Ground, command: &str) -> String {
    let ended = audit(ground, &[command]).await;
    assert!(ended.status.success(), "{ended:?}");
    String::from_utf8(ended.stdout).unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_log_that_was_changed_ends_audit_verify_with_status_3(pool: PgPool) {
    let ground = Ground::database(&pool);
    sqlx::raw_sql(APPEND).execute(&pool).await.unwrap();
    let checkpoint = ground.data_dir().join("kept.txt");
    std::fs::write(&checkpoint, printed(&ground, "checkpoint").await).unwrap();
    let key = printed(&ground, "public-key").await;
    let kept = [
        "--public-key",
        key.trim(),
        "--checkpoint",
        checkpoint.to_str().unwrap(),
    ];
    let (status, verdict) = verified(&ground, &kept).await;
    assert_eq!((status, &verdict["ok"]), (Some(0), &true.into()));
    assert_eq!(verdict["head_position"], 3);

    let change = "
        ALTER TABLE events DISABLE TRIGGER ALL;
        UPDATE events SET payload = '{\"n\":1}' WHERE position = 2";
    sqlx::raw_sql(change).execute(&pool).await.unwrap();
    let (status, verdict) = verified(&ground, &[]).await;
    assert_eq!((status, &verdict["ok"]), (Some(3), &false.into()));
    assert_eq!(verdict["first_bad_position"], 2, "{verdict}");

    // Whoever makes every hash anew, and forgets what was signed, is found by what was kept.
    sqlx::raw_sql("DELETE FROM seals; DELETE FROM log_checkpoints")
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(verified(&ground, &[]).await.0, Some(0));
    let (status, verdict) = verified(&ground, &kept).await;
    assert_eq!(status, Some(3), "{verdict}");

    let ended = audit(&ground, &["verify", "--checkpoint", "/dev/null"]).await;
    assert_eq!(ended.status.code(), Some(1), "a checkpoint that is none");
    let ended = audit(&ground, &["verify", "--public-key", "none"]).await;
    assert_eq!(ended.status.code(), Some(2), "a key that is none");
}
