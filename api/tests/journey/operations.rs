//! What those see who run the program: commands beside it, probes, metrics, log lines.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use mail_parser::MessageParser;
use seatlog_testkit::SmtpSink;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::client::{Person, event};
use crate::program::{ADMIN, Ground};

/// Looks until something is there.
pub(crate) async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < deadline, "never: {what}");
    }
}

async fn get(url: &str, path: &str) -> (u16, String) {
    let answer = reqwest::get(format!("{url}{path}")).await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn commands_work_beside_the_program_on_its_private_postgresql() {
    let ground = Ground::bare();
    let program = ground.start().await;
    let create = [
        "admin",
        "create",
        "--email",
        "second@example.org",
        "--password-stdin",
    ];
    let (said, status) = ground.run(&create, "a seat in the third row\n").await;
    assert_eq!(
        (said.trim(), status),
        ("second@example.org is an admin now", Some(0))
    );
    let second = Person::log_in(
        &program.url,
        ("second@example.org", "a seat in the third row"),
    );
    second.await.get("/admin/users").await.expect(200);

    let (said, status) = ground.run(&["projections", "list"], "").await;
    assert_eq!(status, Some(0), "{said}");
    for model in ["bookings", "catalogue", "holds", "reports"] {
        assert!(said.lines().any(|line| line.starts_with(model)), "{said}");
    }
    let (said, status) = ground.run(&["audit", "verify"], "").await;
    assert_eq!(status, Some(0), "{said}");
    // Such a command does not take the server with it.
    assert_eq!(get(&program.url, "/readyz").await.0, 200);
    assert!(program.interrupt().await.success());
    assert_eq!(ground.processes(), Vec::<String>::new());
}

#[tokio::test]
async fn a_private_postgresql_that_is_killed_comes_back_and_the_program_goes_on() {
    let ground = Ground::bare();
    let program = ground.start().await;
    let admin = Person::log_in(&program.url, ADMIN).await;
    let nabucco = admin
        .post("/events", event("Nabucco", 1))
        .await
        .expect(201)
        .id();
    let path = format!("/events/{nabucco}/bookings");
    admin
        .post(&path, json!({"seats": ["ST-1-1"]}))
        .await
        .expect(201);

    let note = ground.data_dir().join("postgresql/cluster/postmaster.pid");
    let note = std::fs::read_to_string(note).unwrap();
    let killed = std::process::Command::new("kill")
        .args(["-KILL", note.lines().next().unwrap()])
        .status();
    assert!(killed.unwrap().success());

    // The first answer may be that nobody knows: the key finds what became of it.
    let booked = until("a booking", async || {
        let (key, seats) = (("Idempotency-Key", "one"), json!({"seats": ["ST-1-2"]}));
        let answer = admin.post_with(key, &path, seats).await;
        (answer.status == 201).then_some(answer)
    });
    let booked = booked.await;
    let kept = until("the read model", async || {
        let answer = admin.get_since("/bookings", booked.position).await;
        (answer.status == 200).then_some(answer.body)
    });
    assert_eq!(kept.await["items"].as_array().unwrap().len(), 2);
    let (_, metrics) = get(&program.url, "/metrics").await;
    assert!(
        metrics.contains("seatlog_private_postgres_restarts_total 1\n"),
        "{metrics}"
    );
    until("readiness", async || {
        (get(&program.url, "/readyz").await.0 == 200).then_some(())
    })
    .await;
    assert!(program.interrupt().await.success());
    assert_eq!(ground.processes(), Vec::<String>::new());
}

#[sqlx::test(migrations = false)]
async fn processes_without_a_door_answer_probes_and_name_the_part_that_is_missing(pool: PgPool) {
    let mut ground = Ground::servers(&pool).await;
    let projector = ground.start_as("projections").await;
    let notifier = ground.start_as("notifier").await;
    for url in [&projector.url, &notifier.url] {
        assert_eq!(get(url, "/healthz").await, (200, "ok\n".to_owned()));
        until("readiness", async || {
            part(url, "nats").await.0.then_some(())
        })
        .await;
        assert_eq!(get(url, "/api/v1/events").await.0, 404);
        let (status, metrics) = get(url, "/metrics").await;
        assert_eq!(status, 200);
        assert!(
            metrics.contains("process_resident_memory_bytes "),
            "{metrics}"
        );
    }
    let (_, metrics) = get(&projector.url, "/metrics").await;
    assert!(
        metrics.contains("seatlog_projection_lag_seconds{"),
        "{metrics}"
    );

    ground.stop_nats();
    for url in [&projector.url, &notifier.url] {
        let degraded = json!("degraded");
        // The work goes on without it, so a process stays ready.
        until("it says so", async || {
            let (ready, state) = part(url, "nats").await;
            assert!(ready);
            (state == degraded).then_some(())
        })
        .await;
    }
    assert!(projector.interrupt().await.success());
    assert!(notifier.interrupt().await.success());
}

/// Whether a process is ready, and the state of one of its parts.
async fn part(url: &str, name: &str) -> (bool, Value) {
    let (_, said) = get(url, "/readyz").await;
    let said: Value = serde_json::from_str(&said).unwrap();
    let parts = said["parts"].as_array().unwrap().iter();
    let mut found = parts
        .filter(|part| part["name"] == name)
        .map(|part| part["state"].clone());
    let state = found.next_back().unwrap_or(Value::Null);
    (said["ready"] == true && state != Value::Null, state)
}

#[sqlx::test(migrations = false)]
async fn the_id_of_a_request_leads_to_the_log_line_and_the_header_of_its_mail(pool: PgPool) {
    let smtp = SmtpSink::start().await;
    let mut ground = Ground::servers(&pool).await;
    ground.set("SMTP_URL", smtp.url());
    ground.set("LOG_FORMAT", "json");
    ground.set("RUST_LOG", "info");
    let log = ground.keep_log();
    let program = ground.start().await;
    let admin = Person::log_in(&program.url, ADMIN).await;
    let nabucco = admin
        .post("/events", event("Nabucco", 1))
        .await
        .expect(201)
        .id();
    let id = Uuid::now_v7().to_string();
    let booked = admin
        .post_with(
            ("X-Request-Id", &id),
            &format!("/events/{nabucco}/bookings"),
            json!({"seats": ["ST-1-1"]}),
        )
        .await;
    booked.expect(201);

    let mails = smtp.wait_for(2, Duration::from_secs(30)).await;
    for mail in mails {
        let parsed = MessageParser::default().parse(&mail.raw).unwrap();
        let header = parsed.header("X-Request-Id").and_then(|it| it.as_text());
        assert_eq!(header, Some(id.as_str()));
    }
    let lines = until("a line for each mail", async || {
        let text = std::fs::read_to_string(&log).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
        let mine = |line: &Value| {
            line["fields"]["message"] == "mail" && line["fields"]["request.id"] == id.as_str()
        };
        let lines: Vec<Value> = lines.filter(mine).collect();
        (lines.len() == 2).then_some(lines)
    });
    for line in lines.await {
        assert_eq!(line["fields"]["mail.outcome"], "sent", "{line}");
    }
    assert!(program.interrupt().await.success());
}

#[sqlx::test(migrations = false)]
async fn every_metric_of_the_dashboard_and_the_alerts_is_one_that_the_program_has(pool: PgPool) {
    let smtp = SmtpSink::start().await;
    let mut ground = Ground::servers(&pool).await;
    ground.set("SMTP_URL", smtp.url());
    let program = ground.start().await;
    let admin = Person::log_in(&program.url, ADMIN).await;
    let nabucco = admin
        .post("/events", event("Nabucco", 1))
        .await
        .expect(201)
        .id();
    let path = format!("/events/{nabucco}/bookings");
    admin
        .post(&path, json!({"seats": ["ST-1-1"]}))
        .await
        .expect(201);
    admin
        .get(&format!("/events/{nabucco}/seats"))
        .await
        .expect(200);

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dev/observability");
    let mut wanted = BTreeSet::new();
    for file in ["dashboard.json", "alerts.yaml"] {
        wanted.extend(metrics_in(
            &std::fs::read_to_string(folder.join(file)).unwrap(),
        ));
    }
    assert!(wanted.len() > 30, "{wanted:?}");
    let listening = reqwest::get(format!(
        "{}/api/v1/events/{nabucco}/seats/live",
        program.url
    ));
    let _listening = listening.await.unwrap();
    until("all of them", async || {
        let (_, page) = get(&program.url, "/metrics").await;
        let there: BTreeSet<_> = metrics_in(&page);
        let missing: Vec<_> = wanted.difference(&there).collect();
        missing.is_empty().then_some(())
    })
    .await;
    assert!(program.interrupt().await.success());
}

/// The names of metrics in a text.
fn metrics_in(text: &str) -> BTreeSet<String> {
    let word = |c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let ours = |name: &&str| name.starts_with("seatlog_") || name.starts_with("process_");
    text.split(word).filter(ours).map(str::to_owned).collect()
}
