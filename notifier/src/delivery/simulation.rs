//! Dialogues with a mail server to which everything happens, in simulated time.
//!
//! What is promised: "sent" means that the server took one copy; "failed" and "refused" that it
//! took none; "unknown" that it had all of the message and did not answer. A mail that nothing
//! comes between is sent, whatever became of the one before it on the same connection. No sender
//! is busy for longer than its lease.
//!
//! `SIMULATION_SEED=17 cargo test --workspace --lib -- delivery::simulation` runs seed 17 alone.

mod server;

use lettre::message::Mailbox;
use seatlog_testkit::{Dice, for_each_seed};
use tokio::time::Instant;
use uuid::Uuid;

pub(crate) use server::{Server, Weather};

use super::{Delivery, Postman, SmtpRoute, message};
use crate::outbox::{Claimed, LEASE, Outcome};

const SEEDS: u64 = 1_500;
/// How many mails are delivered on the same connection, as long as it lasts.
const MAILS: usize = 8;

#[test]
fn an_outcome_says_what_the_server_did() {
    for_each_seed(SEEDS, |seed| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build();
        runtime.unwrap().block_on(deliver_some(Dice::new(seed)));
    });
}

async fn deliver_some(mut dice: Dice) {
    let weather = Weather {
        busy: dice.below(12),
        refused: dice.below(12),
        hung_up: dice.below(12),
        silent: dice.below(12),
        ..Weather::default()
    };
    let server = Server::new(dice.split(), weather);
    let from: Mailbox = "noreply@example.org".parse().unwrap();
    let delivery = Delivery::Smtp(Box::new(to(&server)));
    let mut postman = Postman::new(&delivery, &from);
    for _ in 0..MAILS {
        let mail = mail(&mut dice);
        server.seen();
        let since = Instant::now();
        let outcome = postman.deliver(&mail).await;
        assert!(
            since.elapsed() < LEASE.to_std().unwrap(),
            "longer than its lease"
        );
        let seen = server.seen();
        let told = format!("{outcome:?}, {seen:?}");
        match outcome {
            Outcome::Sent => assert!(seen.taken == 1 && !seen.unanswered, "{told}"),
            Outcome::Failed(_) => assert!(seen.fault && seen.taken == 0 && !seen.refused, "{told}"),
            Outcome::Refused(_) => assert!(seen.refused && seen.taken == 0, "{told}"),
            Outcome::Unknown(_) => assert!(seen.unanswered && !seen.refused, "{told}"),
        }
        let expected = message::build(&from, &mail).unwrap().formatted();
        if let Some([copy]) = server.copies().get(&mail.message_id).map(Vec::as_slice) {
            assert!(*copy == expected, "the server got another message");
        }
    }
    postman.hang_up().await;
}

/// A way to a server in memory.
pub(crate) fn to(server: &Server) -> SmtpRoute {
    let mut route = SmtpRoute::parse("smtp://mail.example.org").unwrap();
    route.server = Some(server.clone());
    route
}

/// A mail with lines that SMTP has to treat with care.
fn mail(dice: &mut Dice) -> Claimed {
    let now = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let lines = ["", ".", "..", ".dot", "text", "ü"];
    let text: Vec<_> = (0..5).map(|_| *dice.one_of(&lines)).collect();
    let id = Uuid::from_u128(dice.id());
    Claimed {
        id,
        to_address: "vera@example.org".to_owned(),
        to_name: "Vera".to_owned(),
        message_id: format!("<{}@example.org>", id.simple()),
        subject: "Tickets".to_owned(),
        text: text.join("\n"),
        html: "<p>html</p>".to_owned(),
        ics: String::new(),
        created_at: now,
        attempts: 1,
        failures: 0,
        unknown_outcomes: 0,
        give_up_at: now,
        correlation_id: None,
        traceparent: None,
    }
}
