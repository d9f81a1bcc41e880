//! Backups: made while people book, restored elsewhere, compared.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use seatlog_testkit::SmtpSink;
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::client::{Person, event};
use crate::program::{ADMIN, Ground};

/// How many bookings there are before the backup is begun.
const BEFORE: u32 = 20;

#[sqlx::test(migrations = false)]
async fn a_backup_of_a_private_postgresql_is_restored_into_another_server(pool: PgPool) {
    there_and_back(Ground::bare(), Ground::database(&pool)).await;
}

#[sqlx::test(migrations = false)]
async fn a_backup_of_another_server_is_restored_into_a_private_postgresql(pool: PgPool) {
    there_and_back(Ground::database(&pool), Ground::bare()).await;
}

#[sqlx::test(migrations = false)]
async fn pictures_are_taken_from_and_put_back_where_uploads_url_says(pool: PgPool) {
    let (mut from, mut into) = (Ground::database(&pool), Ground::bare());
    let place = tempfile::tempdir().unwrap();
    let (pictures, restored) = (place.path().join("pictures"), place.path().join("restored"));
    std::fs::create_dir(&pictures).unwrap();
    std::fs::write(pictures.join("nabucco.webp"), "a picture").unwrap();
    from.set("UPLOADS_URL", format!("file://{}", pictures.display()));
    into.set("UPLOADS_URL", format!("file://{}", restored.display()));

    let folder = place.path().join("backup");
    let path = folder.to_str().unwrap();
    let (said, status) = from.run(&["backup", path], "").await;
    assert_eq!(status, Some(0), "{said}");
    check_sums(&folder);
    let files = manifest(&folder)["files"].clone();
    let kept = files.as_array().unwrap().iter();
    let kept = kept.filter(|file| file["path"] == "uploads/nabucco.webp");
    assert_eq!(kept.count(), 1, "{files}");
    let (said, status) = into.run(&["restore", path], "").await;
    assert_eq!(status, Some(0), "{said}");
    let picture = std::fs::read_to_string(restored.join("nabucco.webp"));
    assert_eq!(picture.unwrap(), "a picture");

    let mut into = Ground::bare();
    in_a_bucket(&mut into);
    let (said, status) = into.run(&["restore", path], "").await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("not put back: copy "), "{said}");
}

#[sqlx::test(migrations = false)]
async fn a_backup_says_that_pictures_in_a_bucket_are_not_in_it(pool: PgPool) {
    let mut from = Ground::database(&pool);
    in_a_bucket(&mut from);
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("backup");
    let (said, status) = from.run(&["backup", folder.to_str().unwrap()], "").await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("in the bucket of UPLOADS_URL"), "{said}");
    assert_eq!(manifest(&folder)["pictures_in_bucket"], true);
}

/// Pictures are in a bucket that no backup asks.
fn in_a_bucket(ground: &mut Ground) {
    for (name, value) in [
        ("UPLOADS_URL", "s3://pictures"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"),
        ("AWS_REGION", "eu-south-1"),
        ("AWS_ACCESS_KEY_ID", "nobody"),
        ("AWS_SECRET_ACCESS_KEY", "nothing"),
    ] {
        ground.set(name, value);
    }
}

/// Makes a backup of one installation under load, and restores it into another.
async fn there_and_back(mut from: Ground, mut into: Ground) {
    let smtp = SmtpSink::start().await;
    for ground in [&mut from, &mut into] {
        ground.set("SMTP_URL", smtp.url());
    }
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("backup");
    let program = from.start().await;
    let sale = sell_and_back_up(&from, &program.url, &folder).await;
    let mailed = sale.len() * 2;
    smtp.wait_for(mailed, Duration::from_secs(60)).await;
    assert!(program.interrupt().await.success());
    let head = check_sums(&folder);
    assert!(
        sale.iter().any(|(position, _)| *position > head),
        "all before the backup"
    );

    let path = folder.to_str().unwrap();
    let (said, status) = into.run(&["restore", path], "").await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains(&format!("{head} facts, head ")), "{said}");

    let program = into.start().await;
    let admin = Person::log_in(&program.url, ADMIN).await;
    let kept: BTreeSet<String> = all_bookings(&admin).await.into_iter().collect();
    let in_backup = sale.iter().filter(|(position, _)| *position <= head);
    let in_backup: BTreeSet<String> = in_backup.map(|(_, id)| id.clone()).collect();
    assert_eq!(kept, in_backup);
    assert!(kept.len() >= BEFORE as usize, "{}", kept.len());

    let aida = admin.post("/events", event("Aida", 1)).await;
    let path = format!("/events/{}/bookings", aida.expect(201).id());
    let seats = json!({"seats": ["ST-1-1"]});
    admin.post(&path, seats).await.expect(201);
    // Those of the new booking, and none that was sent before or might have been.
    let mails = smtp.wait_for(mailed + 2, Duration::from_secs(60)).await;
    let ids: BTreeSet<_> = mails.iter().map(|mail| message_id(&mail.raw)).collect();
    assert_eq!((mails.len(), ids.len()), (mailed + 2, mailed + 2));
    let waiting = admin
        .get("/admin/mails?status=pending")
        .await
        .expect(200)
        .body;
    assert_eq!(waiting["items"], json!([]));
    for question in [&["audit", "verify"][..], &["audit", "replay", "--compare"]] {
        let (said, status) = into.run(question, "").await;
        assert_eq!(status, Some(0), "{said}");
    }
    assert!(program.interrupt().await.success());
    refused(&into, &folder).await;
}

/// Sells seats until a backup has been made; every booking, with its position.
async fn sell_and_back_up(from: &Ground, url: &str, folder: &Path) -> Vec<(i64, String)> {
    let admin = Person::log_in(url, ADMIN).await;
    let (stop, made) = (CancellationToken::new(), Arc::new(Semaphore::new(0)));
    let buyer = tokio::spawn(sell(admin, stop.clone(), Arc::clone(&made)));
    made.acquire_many(BEFORE).await.unwrap().forget();
    let arguments = ["backup", folder.to_str().unwrap(), "--with-secrets"];
    let (said, status) = from.run(&arguments, "").await;
    assert_eq!(status, Some(0), "{said}");
    // One more that is certainly not in it.
    let many = u32::try_from(made.available_permits()).unwrap() + 1;
    made.acquire_many(many).await.unwrap().forget();
    stop.cancel();
    buyer.await.unwrap()
}

/// Books seat after seat, as many of an event as one buyer may have.
async fn sell(admin: Person, stop: CancellationToken, made: Arc<Semaphore>) -> Vec<(i64, String)> {
    let mut sale = Vec::new();
    while !stop.is_cancelled() {
        let opera = admin.post("/events", event("Nabucco", 1)).await;
        let path = format!("/events/{}/bookings", opera.expect(201).id());
        for seat in 1..=5 {
            let seats = json!({"seats": [format!("ST-1-{seat}")]});
            let booked = admin.post(&path, seats).await.expect(201);
            sale.push((booked.position.unwrap(), booked.id()));
            made.add_permits(1);
        }
    }
    sale
}

/// Checks a backup by what any system has; the position of its last fact.
fn check_sums(folder: &Path) -> i64 {
    let checked = std::process::Command::new("sha256sum")
        .args(["--check", "--quiet", "SHA256SUMS"])
        .current_dir(folder)
        .status();
    assert!(checked.unwrap().success());
    manifest(folder)["head_position"].as_i64().unwrap()
}

fn manifest(folder: &Path) -> Value {
    let manifest = std::fs::read(folder.join("manifest.json")).unwrap();
    serde_json::from_slice(&manifest).unwrap()
}

async fn all_bookings(admin: &Person) -> Vec<String> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = admin
            .get(&format!("/admin/bookings?limit=100{cursor}"))
            .await;
        let page = page.expect(200).body;
        let items = page["items"].as_array().unwrap();
        found.extend(
            items
                .iter()
                .map(|item| item["id"].as_str().unwrap().to_owned()),
        );
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

fn message_id(raw: &[u8]) -> String {
    let mail = mail_parser::MessageParser::default().parse(raw).unwrap();
    mail.message_id().unwrap().to_owned()
}

/// What is not restored: anything over something; a backup that is damaged, from a newer version,
/// or not finished.
async fn refused(used: &Ground, folder: &Path) {
    let restore = async |into: &Ground| into.run(&["restore", folder.to_str().unwrap()], "").await;
    let (said, status) = restore(used).await;
    assert!(
        said.contains("the database is not empty") && status == Some(1),
        "{said}"
    );

    let manifest = folder.join("manifest.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    let fresh = Ground::bare();
    let newer = text.replacen("\"migrations\": [", "\"migrations\": [ 99999999,", 1);
    write_summed(folder, &newer, &text);
    let (said, status) = restore(&fresh).await;
    assert!(
        said.contains("was made by a newer Seatlog") && status == Some(1),
        "{said}"
    );
    write_summed(folder, &text, &newer);

    let table: PathBuf = folder.join("tables/events.copy.gz");
    let mut bytes = std::fs::read(&table).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&table, bytes).unwrap();
    let (said, status) = restore(&fresh).await;
    let damaged = "the backup is damaged: tables/events.copy.gz";
    assert!(said.contains(damaged) && status == Some(1), "{said}");

    std::fs::remove_file(&manifest).unwrap();
    let (said, status) = restore(&fresh).await;
    assert!(said.contains("not finished") && status == Some(1), "{said}");
    assert!(
        !fresh.data_dir().join("postgresql").exists(),
        "nothing was begun"
    );
}

/// Another manifest, whose sum is right.
fn write_summed(folder: &Path, manifest: &str, before: &str) {
    let sum = |text: &str| hex::encode(<sha2::Sha256 as sha2::Digest>::digest(text));
    let sums = folder.join("SHA256SUMS");
    let text = std::fs::read_to_string(&sums).unwrap();
    std::fs::write(&sums, text.replace(&sum(before), &sum(manifest))).unwrap();
    std::fs::write(folder.join("manifest.json"), manifest).unwrap();
}
