//! What admins see of the mails.

use seatlog_notifier::{Notifier, NotifierSettings};
use serde_json::json;
use sqlx::PgPool;

use crate::harness::House;

/// A house where a booking was made and its mails were written into a folder.
async fn with_mails(pool: PgPool, folder: &std::path::Path) -> House {
    let house = House::open(pool).await;
    let event = house.event().await;
    house.booking(&event, &house.ada, &["ST-A-1"]).await;
    send_mails(&house, folder).await;
    house
}

/// Writes the mails that are to be sent into a folder.
pub(crate) async fn send_mails(house: &House, folder: &std::path::Path) {
    house.settle().await;
    let settings = NotifierSettings {
        smtp_url: None,
        mail_dir: folder.to_owned(),
        mail_from: "Seatlog <noreply@localhost>".to_owned(),
        admin_email: None,
        public_url: "http://localhost:8080".to_owned(),
    };
    let notifier = Notifier::new(house.pool.clone(), settings.check().unwrap());
    notifier.drain().await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn mails_are_listed_shown_and_sent_again_only_if_they_failed(pool: PgPool) {
    let folder = tempfile::tempdir().unwrap();
    let house = with_mails(pool, folder.path()).await;
    let listed = house.get("/admin/mails?status=sent", &house.admin).await;
    let items = listed.body["items"].as_array().unwrap();
    let to: Vec<&str> = items
        .iter()
        .map(|mail| mail["to"].as_str().unwrap())
        .collect();
    assert_eq!(to.len(), 2, "{listed:?}");
    assert!(
        to.contains(&"ada@example.org") && to.contains(&"admin@example.org"),
        "{to:?}"
    );
    let first = house.get("/admin/mails?limit=1", &house.admin).await;
    let next = format!("/admin/mails?limit=1&cursor={}", first.text("next_cursor"));
    let second = house.get(&next, &house.admin).await;
    assert_ne!(first.body["items"], second.body["items"]);
    assert_eq!(second.body["items"].as_array().unwrap().len(), 1);
    let dead = house.get("/admin/mails?status=dead", &house.admin).await;
    assert_eq!(dead.body["items"], json!([]));

    let path = format!("/admin/mails/{}", items[0]["id"].as_str().unwrap());
    let mail = house.get(&path, &house.admin).await;
    assert_eq!(mail.body["to"], items[0]["to"]);
    for part in ["subject", "text", "html"] {
        assert!(mail.text(part).contains("Nabucco"), "{part}");
    }
    let retry = format!("{path}/retry");
    let refused = house.post(&retry, &house.admin, json!({})).await;
    assert_eq!(refused.refused(), (409, "mail-not-failed"));
    sqlx::query("UPDATE mails SET state = 'dead', sent_at = NULL")
        .execute(&house.pool)
        .await
        .unwrap();
    let retried = house.post(&retry, &house.admin, json!({})).await;
    assert_eq!(
        (retried.status, retried.text("status")),
        (200, "pending".to_owned())
    );
}
