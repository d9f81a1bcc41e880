//! Register, log in, create, book, be refused, get mail, report, delete.

use std::time::Duration;

use mail_parser::MessageParser;
use seatlog_testkit::SmtpSink;
use serde_json::json;
use sqlx::PgPool;

use crate::client::{Person, event};
use crate::program::{ADMIN, Ground};

#[tokio::test]
async fn the_whole_chain_works_with_nothing_but_the_program() {
    let mut ground = Ground::bare();
    whole_chain(&mut ground).await;
}

#[sqlx::test(migrations = false)]
async fn the_whole_chain_works_on_postgresql_redis_nats_and_smtp(pool: PgPool) {
    let mut ground = Ground::servers(&pool).await;
    whole_chain(&mut ground).await;
}

async fn whole_chain(ground: &mut Ground) {
    let smtp = SmtpSink::start().await;
    ground.set("SMTP_URL", smtp.url());
    let program = ground.start().await;

    let user = Person::register(&program.url, "uma@example.org").await;
    let other = Person::register(&program.url, "otto@example.org").await;
    let admin = Person::log_in(&program.url, ADMIN).await;

    user.post("/events", event("Nabucco", 2)).await.expect(403);
    let nabucco = admin
        .post("/events", event("Nabucco", 2))
        .await
        .expect(201)
        .id();
    let unwanted = admin
        .post("/events", event("Unwanted", 1))
        .await
        .expect(201)
        .id();

    let seats = json!({"seats": ["ST-1-5", "ST-1-6"]});
    let booked = user
        .post(&format!("/events/{nabucco}/bookings"), seats.clone())
        .await
        .expect(201);
    let reference = booked.body["reference"].as_str().unwrap().to_owned();
    assert_eq!(
        (&booked.body["total_minor"], &booked.body["status"]),
        (&json!(9000), &json!("confirmed"))
    );

    let refused = other
        .post(&format!("/events/{nabucco}/bookings"), seats.clone())
        .await
        .expect(409);
    assert_eq!(
        (refused.problem(), &refused.body["seats"]),
        ("seat-taken", &seats["seats"])
    );

    let mut mails: Vec<_> = smtp.wait_for(2, Duration::from_secs(30)).await;
    mails.sort_by_key(|mail| mail.to.clone());
    let to: Vec<_> = mails.iter().flat_map(|mail| mail.to.clone()).collect();
    assert_eq!(to, ["boss@example.org", "uma@example.org"]);
    for mail in &mails {
        let parsed = MessageParser::default().parse(&mail.raw).expect("a mail");
        let text = parsed.body_text(0).expect("a text part");
        for part in ["Nabucco", "ST-1-5", "ST-1-6", "90.00 EUR", &reference] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
    }

    let report = admin
        .get_since("/reports/events", booked.position)
        .await
        .expect(200);
    let items = report.body["items"].as_array().unwrap();
    let row = items
        .iter()
        .find(|item| item["event_id"] == json!(nabucco))
        .expect("its row");
    assert_eq!(
        (&row["bookings"], &row["seats_sold"], &row["revenue_minor"]),
        (&json!(1), &json!(2), &json!(9000))
    );
    let summary = admin.get("/reports/summary").await.expect(200).body;
    assert_eq!(
        (
            &summary["bookings"],
            &summary["seats_sold"],
            &summary["users"]
        ),
        (&json!(1), &json!(2), &json!(3))
    );
    let history = admin
        .get(&format!("/reports/users/{}/bookings", user.id))
        .await
        .expect(200);
    assert_eq!(history.body["items"][0]["reference"], json!(reference));

    let kept = admin
        .delete(&format!("/events/{nabucco}"))
        .await
        .expect(409);
    assert_eq!(
        (kept.problem(), &kept.body["bookings"]),
        ("event-has-bookings", &json!(1))
    );
    let deleted = admin
        .delete(&format!("/events/{unwanted}"))
        .await
        .expect(204);
    admin
        .get_since(&format!("/events/{unwanted}"), deleted.position)
        .await
        .expect(404);

    assert!(program.interrupt().await.success());
    assert_eq!(ground.processes(), Vec::<String>::new());
}
