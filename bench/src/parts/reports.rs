//! Reports on a million bookings of 200 events, over HTTP: now, as of random times in the past, and
//! as a file of a million rows. Beside each, what a plain table of bookings says in SQL, as a
//! program without a log would have it; that one goes without HTTP.

mod file;
mod plain;
mod questions;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use seatlog_projections::seal::sealer;
use seatlog_projections::{projector, rebuild};
use serde::Deserialize;
use sqlx::PgPool;

use super::million::{self, Size, Written};
use super::whole_system::caught_up;
use crate::bench::{Bench, Line};
use crate::cpu::Meter;
use crate::figures::{Round, percentile};
use crate::ground::Database;
use crate::node::{Node, Setup};
use crate::wire::{Connection, head};
use plain::Plain;
use questions::{QUESTIONS, Question};

/// How often each report is asked for in a round: now, and as of the past.
const TIMES: [usize; 2] = [400, 100];
/// How often the plain table is asked the same.
const PLAIN_TIMES: usize = 6;
/// How often a report is asked for before anything is measured.
const WARM_UP: usize = 20;
/// As of so many times the reports and the plain table are compared.
const COMPARED: usize = 10;

/// Whether a report is about now or about the past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Now,
    /// As of a random time between the first fact and the last.
    Then,
}

impl When {
    const fn key(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Then => "then",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Then => "as of a random time",
        }
    }
}

/// Measures it.
pub(super) async fn run(bench: &mut Bench) -> Result<()> {
    let (database, written) = million::database(&bench.ground, Size::MILLION).await?;
    prepare(&database.pool).await?;
    let node = Node::start(&bench.ground, &database, Setup::Alone, "api,projections").await?;
    caught_up(&database.pool).await?;
    let asker = Asker::new(bench, &database, &node, &written).await?;
    for round in 0..bench.rounds {
        for when in [When::Now, When::Then] {
            ask_all(bench, &asker, when, round).await?;
        }
        file::fetch(bench, &database, &node).await?;
    }
    compare(bench, &asker).await?;
    node.stop().await?;
    bench.ground.drop(database).await
}

/// Builds all read models, seals the log, and fills the plain tables: what goes on in the
/// background when the reports are asked for is what goes on in a house where nobody books.
async fn prepare(pool: &PgPool) -> Result<()> {
    for model in projector::all() {
        rebuild::request(pool, model).await?;
    }
    rebuild::fulfil(pool).await?;
    sealer::catch_up(pool).await?;
    plain::fill(pool).await?;
    // Each by itself: several statements in one message are one transaction.
    for statement in ["VACUUM (ANALYZE)", "CHECKPOINT"] {
        sqlx::raw_sql(statement).execute(pool).await?;
    }
    Ok(())
}

/// Who asks for reports, and about what.
struct Asker<'a> {
    database: &'a Database,
    node: &'a Node,
    written: &'a Written,
    plain: Plain,
    /// The time of the first fact and of the last.
    span: (DateTime<Utc>, DateTime<Utc>),
}

impl<'a> Asker<'a> {
    async fn new(
        bench: &Bench,
        database: &'a Database,
        node: &'a Node,
        written: &'a Written,
    ) -> Result<Self> {
        let sql = "SELECT min(recorded_at), max(recorded_at) FROM events";
        Ok(Self {
            database,
            node,
            written,
            plain: Plain::open(&database.pool, bench.ground.people.buyers.len()).await?,
            span: sqlx::query_as(sql).fetch_one(&database.pool).await?,
        })
    }

    /// A random time, at which the first event was on sale.
    fn time(&self, dice: &mut StdRng) -> DateTime<Utc> {
        let (first, last) = self.span;
        let whole = (last - first).num_microseconds().unwrap_or(i64::MAX);
        let share = dice.random_range(0.03..1.0);
        first + TimeDelta::microseconds((whole as f64 * share) as i64)
    }

    /// The path of a question, with its subject and time.
    fn path(&self, question: &Question, when: When, dice: &mut StdRng) -> String {
        let path = question.path(self.written, dice);
        let with = if path.contains('?') { '&' } else { '?' };
        match when {
            When::Now => path,
            When::Then => {
                let time = self.time(dice).to_rfc3339_opts(SecondsFormat::Micros, true);
                format!("{path}{with}as_of={time}")
            }
        }
    }
}

async fn ask_all(bench: &mut Bench, asker: &Asker<'_>, when: When, round: u32) -> Result<()> {
    let mut slowest: Option<Round> = None;
    for (number, question) in QUESTIONS.iter().enumerate() {
        let seed = u64::from(round) * 1_000 + number as u64;
        let report = ask(bench, asker, (question, when), seed).await?;
        let name = format!("reports/{}/{}", when.key(), question.name);
        let what = format!("{}, {}, p99", question.what, when.words());
        bench.record(Line::new(name, what, "ms"), report.clone());
        if slowest.as_ref().is_none_or(|it| it.value < report.value) {
            slowest = Some(report);
        }
        let plain = asker
            .plain
            .ask((question, when), PLAIN_TIMES, |dice| asker.time(dice));
        let name = format!("plain/{}/{}", when.key(), question.name);
        let what = format!("the same by GROUP BY over a plain table, {}", when.words());
        bench.record(Line::new(name, what, "ms"), plain.await?);
    }
    if let Some(slowest) = slowest {
        let what = format!("the slowest report {}, p99", when.words());
        let name = format!("reports/{}", when.key());
        bench.record(Line::new(name, what, "ms"), slowest);
    }
    Ok(())
}

/// Asks for one report again and again, each time about something else.
async fn ask(
    bench: &Bench,
    asker: &Asker<'_>,
    (question, when): (&Question, When),
    seed: u64,
) -> Result<Round> {
    let token = bench.ground.people.admin_token()?;
    let mut connection = Connection::open(asker.node.address).await?;
    let mut dice = StdRng::seed_from_u64(seed);
    let times = TIMES[usize::from(when == When::Then)];
    let mut all_ms = Vec::with_capacity(times);
    let mut meter = None;
    for n in 0..WARM_UP + times {
        if n == WARM_UP {
            meter = Some(Meter::start(&[
                ("postgres", bench.ground.postgres()),
                ("server", asker.node.process()),
            ])?);
        }
        let path = asker.path(question, when, &mut dice);
        let head = head("GET", &path, &token);
        let begun = Instant::now();
        let answer = connection.ask(&head).await?;
        let took = begun.elapsed();
        // An event that was not created yet, or deleted, has no sections.
        let missing = answer.status == 404 && question.may_miss;
        ensure!(missing || answer.status == 200, "{path}: {}", answer.status);
        if n >= WARM_UP {
            all_ms.push(took.as_secs_f64() * 1e3);
        }
    }
    let used = meter.context("nothing was measured")?.used_us()?;
    let each = |(name, us): (&'static str, f64)| (name, us / times as f64);
    Ok(Round {
        cpu_us: used.into_iter().map(each).collect(),
        ..of_times(all_ms)
    })
}

/// The 99th percentile is what counts.
fn of_times(mut all_ms: Vec<f64>) -> Round {
    all_ms.sort_by(f64::total_cmp);
    let p99_ms = percentile(&all_ms, 0.99);
    Round {
        p50_ms: percentile(&all_ms, 0.5),
        p99_ms,
        ..Round::of(p99_ms.unwrap_or(f64::NAN))
    }
}

#[derive(Debug, Deserialize)]
struct Summary {
    bookings: i64,
    cancelled_bookings: i64,
    seats_sold: i64,
}

/// Whether reports and plain tables say the same, now and as of some times.
async fn compare(bench: &mut Bench, asker: &Asker<'_>) -> Result<()> {
    let token = bench.ground.people.admin_token()?;
    let mut connection = Connection::open(asker.node.address).await?;
    let mut dice = StdRng::seed_from_u64(7);
    for n in 0..COMPARED {
        let time = if n == 0 {
            asker.span.1
        } else {
            asker.time(&mut dice)
        };
        let text = time.to_rfc3339_opts(SecondsFormat::Micros, true);
        let head = head("GET", &format!("/reports/summary?as_of={text}"), &token);
        let answer = connection.ask(&head).await?;
        let told: Summary = serde_json::from_slice(answer.expect(200)?)?;
        let told = (told.bookings, told.cancelled_bookings, told.seats_sold);
        let plain = plain::totals(&asker.database.pool, time).await?;
        bench.check(
            "reports and a plain table agree",
            told == plain,
            format!("as of {text}: {told:?}, and {plain:?}"),
        );
    }
    Ok(())
}

/// How long something takes.
async fn timed<T>(work: impl Future<Output = Result<T>>) -> Result<(T, Duration)> {
    let begun = Instant::now();
    let made = work.await?;
    Ok((made, begun.elapsed()))
}
