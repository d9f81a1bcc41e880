//! Encryption and patience, against a real mail server.

use std::time::Duration;

use chrono::Utc;
use lettre::message::Mailbox;
use seatlog_testkit::{Fault, SmtpSink};
use uuid::Uuid;

use super::{Delivery, Postman, SmtpRoute};
use crate::outbox::{Claimed, Outcome};

fn mail() -> Claimed {
    Claimed {
        id: Uuid::from_u128(7),
        to_address: "vera@example.org".to_owned(),
        to_name: "Vera".to_owned(),
        message_id: "<1.buyer@example.org>".to_owned(),
        subject: "Tickets".to_owned(),
        text: "text".to_owned(),
        html: "<p>html</p>".to_owned(),
        ics: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned(),
        created_at: Utc::now(),
        attempts: 1,
        failures: 0,
        unknown_outcomes: 0,
        give_up_at: Utc::now(),
        correlation_id: None,
        traceparent: None,
    }
}

async fn deliver(route: SmtpRoute) -> Outcome {
    let from: Mailbox = "noreply@example.org".parse().unwrap();
    let delivery = Delivery::Smtp(Box::new(route));
    Postman::new(&delivery, &from).deliver(&mail()).await
}

fn trusted(sink: &SmtpSink, user: &str, query: &str) -> SmtpRoute {
    let port = sink.address().port();
    let url = format!("smtp://{user}localhost:{port}{query}");
    SmtpRoute::parse_for_test(&url, sink.certificate_pem()).unwrap()
}

#[tokio::test]
async fn starttls_encrypts_before_anybody_logs_in() {
    let sink = SmtpSink::start().await;
    let route = trusted(&sink, "vera:pass@", "?tls=required");
    assert_eq!(deliver(route).await, Outcome::Sent);
    let received = sink.received();
    assert!(received[0].encrypted);
    // RFC 4616: nothing, the user and the password, with a zero before each of the two.
    assert_eq!(received[0].user.as_deref(), Some("AHZlcmEAcGFzcw=="));
}

#[tokio::test]
async fn opportunistic_encrypts_where_the_server_can() {
    let sink = SmtpSink::start().await;
    assert_eq!(
        deliver(trusted(&sink, "", "?tls=opportunistic")).await,
        Outcome::Sent
    );
    assert!(sink.received()[0].encrypted);
    assert_eq!(deliver(trusted(&sink, "", "")).await, Outcome::Sent);
    assert!(!sink.received()[1].encrypted);
}

#[tokio::test]
async fn tls_from_the_start_encrypts_everything() {
    let sink = SmtpSink::start_tls().await;
    let url = format!("smtps://localhost:{}", sink.address().port());
    let route = SmtpRoute::parse_for_test(&url, sink.certificate_pem()).unwrap();
    assert_eq!(deliver(route).await, Outcome::Sent);
    assert!(sink.received()[0].encrypted);
}

#[tokio::test]
async fn a_server_whose_certificate_nobody_vouches_for_gets_no_mail() {
    let sink = SmtpSink::start().await;
    let url = format!("smtp://localhost:{}?tls=required", sink.address().port());
    let outcome = deliver(SmtpRoute::parse(&url).unwrap()).await;
    assert!(matches!(outcome, Outcome::Failed(_)), "{outcome:?}");
    assert!(sink.received().is_empty());
}

#[tokio::test]
async fn a_server_that_hangs_before_the_mail_was_handed_over_has_not_got_it() {
    let sink = SmtpSink::start().await;
    sink.queue(Fault::Hang);
    let mut route = SmtpRoute::parse(&sink.url()).unwrap();
    route.patience = Duration::from_millis(500);
    let outcome = deliver(route).await;
    assert_eq!(
        outcome,
        Outcome::Failed("no answer within 500ms".to_owned())
    );
}

#[tokio::test]
async fn a_server_that_hangs_after_the_final_dot_may_have_got_it() {
    let sink = SmtpSink::start().await;
    sink.queue(Fault::HangAfterFinalDot);
    let mut route = SmtpRoute::parse(&sink.url()).unwrap();
    route.patience = Duration::from_millis(500);
    let outcome = deliver(route).await;
    assert_eq!(
        outcome,
        Outcome::Unknown("no answer within 500ms".to_owned())
    );
    assert_eq!(sink.received().len(), 1);
}

#[tokio::test]
async fn an_address_beyond_ascii_reaches_a_server_that_takes_such() {
    let sink = SmtpSink::start().await;
    let from: Mailbox = "noreply@example.org".parse().unwrap();
    let delivery = Delivery::Smtp(Box::new(SmtpRoute::parse(&sink.url()).unwrap()));
    let mut mail = mail();
    mail.to_address = "véra@example.org".to_owned();
    let outcome = Postman::new(&delivery, &from).deliver(&mail).await;
    assert_eq!(outcome, Outcome::Sent);
    assert_eq!(sink.received()[0].to, ["véra@example.org"]);
}

#[tokio::test]
async fn a_line_that_begins_with_a_dot_arrives_as_it_was() {
    let sink = SmtpSink::start().await;
    let from: Mailbox = "noreply@example.org".parse().unwrap();
    let delivery = Delivery::Smtp(Box::new(SmtpRoute::parse(&sink.url()).unwrap()));
    let mut mail = mail();
    mail.text = "first\n.\n..third\n".to_owned();
    let outcome = Postman::new(&delivery, &from).deliver(&mail).await;
    assert_eq!(outcome, Outcome::Sent);
    let raw = String::from_utf8(sink.received()[0].raw.clone()).unwrap();
    assert!(raw.contains("first\r\n.\r\n..third\r\n"), "{raw}");
}
