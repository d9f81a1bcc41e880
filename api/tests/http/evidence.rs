//! What an auditor and a buyer can check: the verdict, the checkpoints, and a proof that a script
//! checks without this program.

use std::process::Stdio;

use reqwest::Method;
use seatlog_projections::seal::sealer;
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::harness::{House, send};

/// A house with a booking of Ada's that is sealed; the booking's id.
async fn sold(pool: PgPool) -> (House, String) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let booking = house.booking(&event, &house.ada, &["ST-A-1"]).await;
    house.settle().await;
    sealer::catch_up(&house.pool).await.unwrap();
    (house, booking)
}

/// Runs the script that the server hands out; whether it believes the proof, and what it says.
async fn judged(script: &str, proof: &Value, arguments: &[&str]) -> (bool, String) {
    let mut child = Command::new("python3")
        .args(["-c", script, "-"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python3 is installed");
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(proof.to_string().as_bytes()).await.unwrap();
    drop(stdin);
    let output = child.wait_with_output().await.unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

#[sqlx::test(migrations = "../migrations")]
async fn a_script_believes_a_proof_and_no_changed_one(pool: PgPool) {
    let (house, booking) = sold(pool).await;
    let path = format!("/audit/bookings/{booking}/proof");
    let proof = house.get(&path, &house.ada).await;
    assert_eq!(proof.status, 200, "{proof:?}");
    let proof = proof.body;
    let script = send(house.call(Method::GET, "/audit/check_proof.py", None)).await;
    let script = script.body.as_str().unwrap().to_owned();
    let key = proof["public_key"].as_str().unwrap().to_owned();
    let known = ["--public-key", &key, "--booking", &booking];
    let (believed, said) = judged(&script, &proof, &known).await;
    assert!(
        believed && said.contains("ST-A-1") && said.contains("SeatsBooked"),
        "{said}"
    );

    let other = "--booking=01926e3c-7d3a-7c65-9d0c-2f6f3f0c8a11";
    assert!(!judged(&script, &proof, &[other]).await.0);
    let text = |member: &str| proof[member].as_str().unwrap().to_owned();
    let mut path = proof["audit_path"].clone();
    path.as_array_mut().unwrap().pop();
    for (member, changed) in [
        (
            "record",
            json!(text("record").replacen("ST-A-1", "ST-A-2", 1)),
        ),
        ("audit_path", path),
        (
            "checkpoint",
            json!(text("checkpoint").replacen("\ntime 2", "\ntime 3", 1)),
        ),
        ("checkpoint", json!("nonsense")),
        ("record", json!("")),
    ] {
        let mut forged = proof.clone();
        forged[member] = changed;
        let (believed, said) = judged(&script, &forged, &["--public-key", &key]).await;
        assert!(!believed && said.contains("NOT PROVEN"), "{member}: {said}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_proof_is_for_the_buyer_and_for_admins(pool: PgPool) {
    let (house, booking) = sold(pool).await;
    let path = format!("/audit/bookings/{booking}/proof");
    assert_eq!(house.get(&path, &house.admin).await.status, 200);
    for stranger in [&house.bob, &house.staff] {
        assert_eq!(
            house.get(&path, stranger).await.refused(),
            (404, "not-found")
        );
    }
    assert_eq!(
        house.get(&path, None).await.refused(),
        (401, "unauthenticated")
    );
    let unknown = "/audit/bookings/01926e3c-7d3a-7c65-9d0c-2f6f3f0c8a11/proof";
    assert_eq!(
        house.get(unknown, &house.admin).await.refused(),
        (404, "not-found")
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn an_admin_verifies_the_log_and_lists_its_checkpoints(pool: PgPool) {
    let (house, booking) = sold(pool).await;
    let proof = house
        .get(&format!("/audit/bookings/{booking}/proof"), &house.ada)
        .await;
    let checkpoints = house.get("/audit/checkpoints", &house.admin).await;
    assert_eq!(
        checkpoints.body["items"][0]["note"],
        proof.body["checkpoint"]
    );
    let verdict = house.post("/audit/verify", &house.admin, json!({})).await;
    assert_eq!(verdict.body["ok"], true, "{verdict:?}");
    assert_eq!(verdict.body["head_position"], house.head().await);
    assert_eq!(verdict.body["checkpoints"], 1);
    assert!(verdict.body.get("first_bad_position").is_none());

    let position = proof.body["position"].as_i64().unwrap();
    sqlx::raw_sql(&format!(
        "ALTER TABLE events DISABLE TRIGGER ALL;
         UPDATE events SET payload = replace(payload::text, 'ST-A-1', 'ST-A-2')::json
         WHERE position = {position}"
    ))
    .execute(&house.pool)
    .await
    .unwrap();
    let verdict = house.post("/audit/verify", &house.admin, json!({})).await;
    assert_eq!(verdict.body["ok"], false);
    assert_eq!(verdict.body["first_bad_position"], position, "{verdict:?}");

    let _running = house.state.verifying.lock().await;
    let second = house.post("/audit/verify", &house.admin, json!({})).await;
    assert_eq!(second.refused(), (503, "busy"));
    for path in ["/audit/checkpoints", "/audit/checkpoints?limit=0"] {
        assert_eq!(
            house.get(path, &house.staff).await.refused(),
            (403, "forbidden")
        );
    }
    let bad = house.get("/audit/checkpoints?cursor=x", &house.admin).await;
    assert_eq!((bad.status, bad.fields()), (422, vec!["cursor"]));
}
