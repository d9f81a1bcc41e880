//! Senders that die, are too slow, or meet a mail server to which everything happens, over the
//! real outbox in PostgreSQL, by a clock that is set; and senders whose own clock is not the
//! database's. What becomes of a mail is decided by SQL as much as by Rust, and a copy of that SQL
//! would prove nothing.
//!
//! What is promised: each mail arrives or is given up, as its row says; a second copy only after
//! an outcome that nobody knows, never a third; all copies are the same bytes; the time between
//! two attempts is that of [`crate::outbox`].
//!
//! `SIMULATION_SEED=17 cargo test --workspace --lib -- sender::simulation` runs seed 17 alone.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

use chrono::{DateTime, TimeDelta, Utc};
use seatlog_testkit::{Dice, seeds};
use sqlx::postgres::PgConnectOptions;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

use super::*;
use crate::delivery::Delivery;
use crate::delivery::simulation::{Server, Weather, to};
use crate::outbox::{GIVE_UP_AFTER, LEASE};
use crate::settings::NotifierSettings;

const SEEDS: u64 = 6;
const MAILS: usize = 3;
/// Whatever is not settled in so many rounds never will be.
const ROUNDS: usize = 1_000;

#[sqlx::test(migrations = "../migrations")]
async fn each_mail_arrives_or_is_given_up_and_no_more_copies_than_doubts(pool: PgPool) {
    for seed in seeds(SEEDS) {
        println!("SIMULATION_SEED={seed} runs this one alone");
        PostOffice::run(&pool, Dice::new(seed)).await;
    }
}

/// Two clocks, seven minutes apart: this process's and the database's. A sender that looked at its
/// own would lose its lease to one that looks at the database's, or tell a time of its own.
#[sqlx::test(migrations = "../migrations")]
async fn two_senders_whose_clocks_are_minutes_from_the_databases_send_one_copy_each(pool: PgPool) {
    for minutes in [-7, 7] {
        let pool = with_clock_apart(&pool, minutes).await;
        let clock = DatabaseClock(&pool);
        let (mut dice, begun) = (Dice::new(1), clock.now().await.unwrap());
        write_mails(&pool, &mut dice, begun).await;
        let slow = Weather {
            stalled: 100,
            ..Weather::default()
        };
        let server = Server::new(dice.split(), slow);
        let beside = server.for_another(dice.split(), Weather::default());
        let (office, office_beside) = (office(&server), office(&beside));
        let (mut sender, mut another) = (
            Sender::new(&pool, &office),
            Sender::new(&pool, &office_beside),
        );
        let never = CancellationToken::new();
        // At each step of the one that is slow, the other does all that there is to do.
        let beside = async {
            loop {
                server.stall.notified().await;
                another.send_due(&clock, &never).await.unwrap();
                server.go_on();
            }
        };
        tokio::select! {
            biased;
            sent = sender.send_due(&clock, &never) => assert_eq!(sent.unwrap(), 1),
            () = beside => {}
        }
        let copies = server.copies();
        assert_eq!(copies.len(), MAILS);
        assert!(copies.values().all(|copies| copies.len() == 1));
        let sql = "SELECT count(*) FROM mails WHERE state = 'sent' AND attempts = 1
            AND sent_at BETWEEN $1 AND clock_timestamp()";
        let sent = sqlx::query_scalar::<_, i64>(sql)
            .bind(begun)
            .fetch_one(&pool);
        assert_eq!(sent.await.unwrap(), MAILS as i64);
    }
}

/// The same database, with its clock so far from this process's: a function of that name stands
/// before PostgreSQL's own.
async fn with_clock_apart(pool: &PgPool, minutes: i32) -> PgPool {
    let sql = format!(
        "CREATE OR REPLACE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql
         RETURN pg_catalog.clock_timestamp() + interval '{minutes} minutes'"
    );
    sqlx::query(&sql).execute(pool).await.unwrap();
    let there = PgConnectOptions::clone(&pool.connect_options());
    let options = there.options([("search_path", "public,pg_catalog")]);
    PgPool::connect_with(options).await.unwrap()
}

#[derive(Clone, Default)]
struct SetClock(Arc<AtomicI64>);

impl SetClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_800_000_000_000 + self.0.load(Relaxed)).unwrap()
    }

    fn go_to(&self, time: DateTime<Utc>) {
        self.pass(time - self.now());
    }

    fn pass(&self, time: TimeDelta) {
        self.0.fetch_add(time.num_milliseconds().max(0), Relaxed);
    }
}

impl Clock for SetClock {
    async fn now(&self) -> Result<DateTime<Utc>, sqlx::Error> {
        Ok(SetClock::now(self))
    }
}

struct PostOffice<'a> {
    pool: &'a PgPool,
    clock: SetClock,
    server: Server,
    /// Reaches the same server, and is never stalled.
    other: Server,
}

#[derive(Debug, Clone, FromRow)]
struct Mail {
    message_id: String,
    state: String,
    attempts: i32,
    failures: i32,
    unknown_outcomes: i32,
    next_attempt_at: Option<DateTime<Utc>>,
    last_error: Option<String>,
}

impl<'a> PostOffice<'a> {
    async fn run(pool: &'a PgPool, mut dice: Dice) {
        let fair = Weather {
            busy: dice.below(15),
            refused: dice.below(3),
            hung_up: dice.below(15),
            killed: dice.below(8),
            ..Weather::default()
        };
        let stalled = dice.below(8);
        let server = Server::new(dice.split(), Weather { stalled, ..fair });
        let office = Self {
            pool,
            clock: SetClock::default(),
            other: server.for_another(dice.split(), fair),
            server,
        };
        write_mails(pool, &mut dice, office.clock.now()).await;
        // Some never find the server.
        if dice.percent(5) {
            let away = Weather {
                hung_up: 100,
                ..Weather::default()
            };
            office.server.set_weather(away);
            office.other.set_weather(away);
        }
        for round in 0.. {
            assert!(round < ROUNDS, "it never ends: {:?}", office.mails().await);
            let Some(due) = outbox::next_due(pool).await.unwrap() else {
                break;
            };
            match dice.percent(80) {
                true => office.clock.go_to(due),
                false => office
                    .clock
                    .pass(TimeDelta::seconds(dice.below(900) as i64)),
            }
            let (before, since) = (office.mails().await, office.clock.now());
            office.send().await;
            office.check_waits(&before, since).await;
        }
        office.check_mails().await;
    }

    /// Sends what is due, until there is nothing, or the sender dies. While one is stalled for
    /// longer than its lease, another one works.
    async fn send(&self) {
        let office = office(&self.server);
        let mut sender = Sender::new(self.pool, &office);
        let never = CancellationToken::new();
        let sending = sender.send_due(&self.clock, &never);
        tokio::pin!(sending);
        loop {
            tokio::select! {
                biased;
                sent = &mut sending => {
                    sent.unwrap();
                    return;
                }
                () = self.server.kill.notified() => return,
                () = self.server.stall.notified() => {
                    self.clock.pass(LEASE);
                    self.send_by_another().await;
                    self.server.go_on();
                }
            }
        }
    }

    async fn send_by_another(&self) {
        let office = office(&self.other);
        let mut sender = Sender::new(self.pool, &office);
        let never = CancellationToken::new();
        tokio::select! {
            biased;
            sent = sender.send_due(&self.clock, &never) => assert!(sent.is_ok()),
            () = self.other.kill.notified() => {}
        }
    }

    async fn mails(&self) -> Vec<Mail> {
        let sql = "SELECT message_id, state, attempts, failures, unknown_outcomes, next_attempt_at,
            last_error FROM mails ORDER BY position";
        sqlx::query_as(sql).fetch_all(self.pool).await.unwrap()
    }

    /// What just failed comes again after 5 s, doubling, and up to a fifth more; at most an hour.
    async fn check_waits(&self, before: &[Mail], since: DateTime<Utc>) {
        let now = self.clock.now();
        // The clock goes on while somebody is stalled.
        let slack = (now - since).num_milliseconds();
        for (before, mail) in before.iter().zip(self.mails().await) {
            if let ("pending", Some(next)) = (mail.state.as_str(), mail.next_attempt_at)
                && mail.attempts == before.attempts + 1
                && mail.failures == before.failures + 1
            {
                let least = (5_000_i64 << (mail.failures - 1).min(20)).min(3_000_000);
                let wait = (next - now).num_milliseconds();
                assert!(
                    (least - slack..=least * 6 / 5).contains(&wait),
                    "{wait}: {mail:?}"
                );
            }
        }
    }

    async fn check_mails(&self) {
        let copies = self.server.copies();
        for mail in self.mails().await {
            let copies = copies.get(&mail.message_id).cloned().unwrap_or_default();
            let doubts = mail.unknown_outcomes as usize;
            assert!(doubts <= 2, "{mail:?}");
            assert!(
                copies.len() <= 2.min(1 + doubts),
                "{} copies: {mail:?}",
                copies.len()
            );
            assert!(
                copies.windows(2).all(|pair| pair[0] == pair[1]),
                "copies differ"
            );
            match mail.state.as_str() {
                "sent" => assert!(!copies.is_empty(), "it did not arrive: {mail:?}"),
                "ambiguous" => assert_eq!(doubts, 2, "{mail:?}"),
                "dead" => self.check_given_up(&mail, copies.len()),
                other => panic!("{other} is not the end: {mail:?}"),
            }
        }
    }

    fn check_given_up(&self, mail: &Mail, copies: usize) {
        assert!(copies <= mail.unknown_outcomes as usize, "{mail:?}");
        let why = mail.last_error.clone().unwrap_or_default();
        let tried_for = self.clock.now() - SetClock::default().now();
        let late = why.starts_with("given up: ") && tried_for > GIVE_UP_AFTER - TimeDelta::hours(2);
        assert!(
            late || why.contains("never"),
            "given up for no reason: {mail:?}"
        );
    }
}

/// All mails that there are, due now.
async fn write_mails(pool: &PgPool, dice: &mut Dice, now: DateTime<Utc>) {
    sqlx::query("TRUNCATE mails").execute(pool).await.unwrap();
    for number in 0..MAILS {
        let id = Uuid::from_u128(dice.id());
        sqlx::query(
            "INSERT INTO mails (id, position, recipient, buyer_id, template, to_address,
                to_name, message_id, subject, text, html, ics, state, next_attempt_at,
                give_up_at, created_at)
             VALUES ($1, $2, 'buyer', $1, 'confirmation', 'vera@example.org', '', $3, 'Tickets',
                'text', 'html', '', 'pending', $4, $5, $4)",
        )
        .bind(id)
        .bind(number as i64 + 1)
        .bind(format!("<{}@example.org>", id.simple()))
        .bind(now)
        .bind(now + GIVE_UP_AFTER)
        .execute(pool)
        .await
        .unwrap();
    }
}

/// Sends through a server in memory.
fn office(server: &Server) -> Office {
    let settings = NotifierSettings {
        smtp_url: Some("smtp://mail.example.org".to_owned()),
        mail_dir: PathBuf::from("mail"),
        mail_from: "Seatlog <noreply@example.org>".to_owned(),
        admin_email: None,
        public_url: "http://localhost:8080".to_owned(),
    };
    let mut office = settings.check().unwrap().0;
    office.delivery = Delivery::Smtp(Box::new(to(server)));
    office
}
