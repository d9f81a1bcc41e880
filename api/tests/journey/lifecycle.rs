//! Starting, stopping, being killed.

use std::process::Stdio;

use serde_json::json;

use crate::client::{Person, event};
use crate::program::{ADMIN, Ground};

#[tokio::test]
async fn bookings_outlive_a_stop_and_a_kill_and_no_process_does() {
    let ground = Ground::bare();
    let program = ground.start().await;
    let admin = Person::log_in(&program.url, ADMIN).await;
    let event = admin
        .post("/events", event("Nabucco", 1))
        .await
        .expect(201)
        .id();
    let path = format!("/events/{event}/bookings");
    admin
        .post(&path, json!({"seats": ["ST-1-1"]}))
        .await
        .expect(201);
    assert!(program.interrupt().await.success());
    assert_eq!(ground.processes(), Vec::<String>::new());

    let program = ground.start().await;
    let admin = Person::log_in(&program.url, ADMIN).await;
    let second = admin
        .post(&path, json!({"seats": ["ST-1-2"]}))
        .await
        .expect(201);
    program.kill().await;

    let program = ground.start().await;
    let admin = Person::log_in(&program.url, ADMIN).await;
    let bookings = admin
        .get_since("/bookings", second.position)
        .await
        .expect(200)
        .body;
    assert_eq!(bookings["items"].as_array().unwrap().len(), 2, "{bookings}");
    let again = admin
        .post(&path, json!({"seats": ["ST-1-2"]}))
        .await
        .expect(409);
    assert_eq!(again.problem(), "seat-taken");
    assert!(program.interrupt().await.success());
    assert_eq!(ground.processes(), Vec::<String>::new());
}

#[tokio::test]
async fn a_bad_setting_stops_the_start_with_one_line_that_names_it() {
    let mut ground = Ground::bare();
    ground.set("HOLD_TTL_SECS", "soon");
    let ended = ground
        .command()
        .arg("serve")
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("HOLD_TTL_SECS"), "{said}");
}

#[tokio::test]
async fn a_second_program_on_the_same_data_is_refused_in_one_line() {
    let ground = Ground::bare();
    let first = ground.start().await;
    let second = ground.command().arg("serve").output().await.unwrap();
    let said = String::from_utf8(second.stderr).unwrap();
    assert_eq!(
        (second.status.code(), said.lines().count()),
        (Some(1), 1),
        "{said}"
    );
    assert!(first.interrupt().await.success());
}

#[tokio::test]
async fn help_documents_every_setting_and_exit_status() {
    let ground = Ground::bare();
    let help = ground.command().arg("--help").output().await.unwrap();
    let text = String::from_utf8(help.stdout).unwrap();
    for (name, ..) in seatlog::settings::TABLE {
        assert!(text.contains(name), "{name} is not in the help");
    }
    assert!(text.contains("Exit status"));
}
