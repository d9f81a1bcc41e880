//! Traces: what a collector is told of one request, whatever it passes on its way.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join_all;
use seatlog_projections::relay::STREAM;
use seatlog_testkit::{Mood, OtlpSink, ReceivedSpan, SmtpSink};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::client::{Person, event};
use crate::operations::until;
use crate::program::{ADMIN, Ground, Program};

const PATIENCE: Duration = Duration::from_secs(60);
const ENDPOINT: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";
const BOOKING: &str = "POST /api/v1/events/{id}/bookings";
/// The span that the caller says it is in.
const CALLER: &str = "b7ad6b7169203331";

/// The spans of one trace.
struct Trace(Vec<ReceivedSpan>);

impl Trace {
    fn of(spans: &[ReceivedSpan], id: &str) -> Self {
        let mine = spans.iter().filter(|span| span.trace_id == id);
        Self(mine.cloned().collect())
    }

    fn names(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.0.iter().map(|span| span.name.as_str()).collect();
        names.sort_unstable();
        names
    }

    /// The spans with a name.
    fn all(&self, name: &str) -> Vec<&ReceivedSpan> {
        self.0.iter().filter(|span| span.name == name).collect()
    }

    #[track_caller]
    fn one(&self, name: &str) -> &ReceivedSpan {
        let [one] = self.all(name)[..] else {
            panic!("not one {name} among {:?}", self.names());
        };
        one
    }
}

/// Somebody who books places, each in a trace of its own.
struct Buyer {
    person: Person,
    event: String,
}

impl Buyer {
    async fn of(program: &Program, event: &str) -> Self {
        Self {
            person: Person::log_in(&program.url, ADMIN).await,
            event: event.to_owned(),
        }
    }

    /// Books a seat; returns the trace that the caller says it is part of.
    async fn book(&self) -> String {
        let trace = Uuid::now_v7().simple().to_string();
        let traceparent = format!("00-{trace}-{CALLER}-01");
        let path = format!("/events/{}/bookings", self.event);
        let wish = json!({"best_available": {"section": "ST", "quantity": 1}});
        let header = ("traceparent", traceparent.as_str());
        let booked = self.person.post_with(header, &path, wish).await;
        booked.expect(201);
        trace
    }
}

/// A new event with a few hundred seats.
async fn new_event(program: &Program) -> String {
    let admin = Person::log_in(&program.url, ADMIN).await;
    let mut sale = event("Nabucco", 40);
    sale["max_seats_per_user"] = json!(10_000);
    admin.post("/events", sale).await.expect(201).id()
}

/// A booking at a node that passed it on to the owner of the event: its trace.
async fn forwarded(sink: &OtlpSink, owner: &Buyer, other: &Buyer) -> String {
    loop {
        // Leases end by themselves when nobody wants anything.
        owner.book().await;
        let trace = other.book().await;
        let spans = sink
            .wait_for("the call", PATIENCE, |spans| {
                let trace = Trace::of(spans, &trace);
                (!trace.all(BOOKING).is_empty()).then_some(trace)
            })
            .await;
        if !spans.all("forward BookSeats").is_empty() {
            return trace;
        }
    }
}

#[sqlx::test(migrations = false)]
async fn one_trace_leads_from_a_call_over_the_owner_of_the_event_to_the_mails(pool: PgPool) {
    let (sink, smtp) = (OtlpSink::start().await, SmtpSink::start().await);
    let mut ground = Ground::servers(&pool).await;
    ground.set(ENDPOINT, sink.url());
    ground.set("SMTP_URL", smtp.url());
    ground.set("TRUSTED_PROXIES", "127.0.0.1");
    let (owner, other) = (ground.start().await, ground.start().await);
    let event = new_event(&owner).await;
    let (at_owner, at_other) = (
        Buyer::of(&owner, &event).await,
        Buyer::of(&other, &event).await,
    );
    let id = forwarded(&sink, &at_owner, &at_other).await;
    let expected = [
        "BookSeats",
        BOOKING,
        "append",
        "forward BookSeats",
        "publish SeatsBooked",
        "send mail",
        "send mail",
        "write mails",
    ];
    let whole = |spans: &[ReceivedSpan]| {
        let trace = Trace::of(spans, &id);
        (trace.names() == expected).then_some(trace)
    };
    let trace = sink.wait_for("the whole trace", PATIENCE, whole).await;

    let (call, forward) = (trace.one(BOOKING), trace.one("forward BookSeats"));
    let command = trace.one("BookSeats");
    assert_eq!(call.parent_id, CALLER);
    assert_eq!(forward.parent_id, call.span_id);
    assert_eq!(command.parent_id, forward.span_id);
    assert_eq!(forward.instance, call.instance);
    assert_ne!(command.instance, call.instance, "the owner is another node");
    for name in ["append", "publish SeatsBooked", "write mails", "send mail"] {
        for span in trace.all(name) {
            assert_eq!(span.parent_id, command.span_id, "{name}");
        }
    }
    let path = format!("/api/v1/events/{event}/bookings");
    for (name, value) in [
        ("http.request.method", "POST"),
        ("http.route", "/api/v1/events/{id}/bookings"),
        ("url.path", &path),
        ("http.response.status_code", "201"),
    ] {
        assert_eq!(call.attributes[name], value);
    }
    assert_eq!(command.attributes["seatlog.outcome"], "executed");

    // What is done again with facts of the past is told to nobody.
    let nats = async_nats::connect(ground.nats_url()).await.unwrap();
    let jetstream = async_nats::jetstream::new(nats);
    jetstream.delete_stream(STREAM).await.unwrap();
    let (said, status) = ground
        .run(&["projections", "rebuild", "bookings"], "")
        .await;
    assert_eq!(status, Some(0), "{said}");
    let next = at_other.book().await;
    let published = |spans: &[ReceivedSpan]| {
        let next = Trace::of(spans, &next);
        (!next.all("publish SeatsBooked").is_empty()).then_some(())
    };
    sink.wait_for("the next one", PATIENCE, published).await;
    assert_eq!(Trace::of(&sink.spans(), &id).names(), expected);
    assert!(other.interrupt().await.success());
    assert!(owner.interrupt().await.success());
}

#[sqlx::test(migrations = false)]
async fn an_append_is_told_of_once_to_each_command_that_it_serves(pool: PgPool) {
    let sink = OtlpSink::start().await;
    let mut ground = Ground::database(&pool);
    ground.set(ENDPOINT, sink.url());
    ground.set("TRUSTED_PROXIES", "127.0.0.1");
    let program = ground.start().await;
    let event = new_event(&program).await;
    let buyers = join_all((0..16).map(|_| Buyer::of(&program, &event))).await;
    for _ in 0..8 {
        join_all(buyers.iter().map(Buyer::book)).await;
    }
    assert!(program.interrupt().await.success());

    let spans = sink.spans();
    let commands = spans.iter().filter(|span| span.name == "BookSeats");
    let commands: BTreeSet<_> = commands.map(|span| span.span_id.clone()).collect();
    assert_eq!(commands.len(), 16 * 8, "the last ones came with the end");
    let appends = spans.iter().filter(|span| span.name == "append");
    let served = appends.flat_map(|append| {
        let parent = [append.parent_id.clone()];
        parent.into_iter().chain(append.links.clone())
    });
    let mut served: Vec<_> = served.filter(|id| commands.contains(id)).collect();
    served.sort_unstable();
    assert_eq!(served, commands.into_iter().collect::<Vec<_>>());
}

#[sqlx::test(migrations = false)]
async fn a_stranger_adds_to_nobodys_trace_and_log_lines_name_the_one_that_they_are_of(
    pool: PgPool,
) {
    let (sink, smtp) = (OtlpSink::start().await, SmtpSink::start().await);
    let mut ground = Ground::database(&pool);
    ground.set(ENDPOINT, sink.url());
    ground.set("SMTP_URL", smtp.url());
    ground.set("LOG_FORMAT", "json");
    ground.set("RUST_LOG", "info,seatlog=debug");
    let log = ground.keep_log();
    let program = ground.start().await;
    let event = new_event(&program).await;
    let claimed = Buyer::of(&program, &event).await.book().await;
    smtp.wait_for(2, PATIENCE).await;
    assert!(program.interrupt().await.success());

    let spans = sink.spans();
    assert!(
        Trace::of(&spans, &claimed).0.is_empty(),
        "it is not believed"
    );
    let call = spans.iter().find(|span| span.name == BOOKING).unwrap();
    assert_eq!(call.parent_id, "");
    let lines = std::fs::read_to_string(log).unwrap();
    let lines = lines
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    let lines: Vec<Value> = lines.collect();
    let of_trace = |line: &&Value| {
        line["span"]["trace_id"] == call.trace_id || line["fields"]["trace_id"] == call.trace_id
    };
    let said = lines.iter().filter(of_trace);
    let mut said: Vec<_> = said.map(|line| line["fields"]["message"].clone()).collect();
    said.sort_by_key(Value::to_string);
    assert_eq!(said, ["answered", "mail", "mail"]);
}

/// The spans that a program counted, by what became of them.
async fn counted(program: &Program, outcome: &str) -> u64 {
    let page = reqwest::get(format!("{}/metrics", program.url)).await;
    let page = page.unwrap().text().await.unwrap();
    let name = format!("seatlog_trace_spans_total{{outcome=\"{outcome}\"}} ");
    let found = page.lines().find_map(|line| line.strip_prefix(&name));
    found.expect("it is there from the start").parse().unwrap()
}

#[sqlx::test(migrations = false)]
async fn the_program_works_whatever_the_collector_does(pool: PgPool) {
    let sink = OtlpSink::start().await;
    let mut ground = Ground::database(&pool);
    ground.set(ENDPOINT, sink.url());
    ground.set("OTEL_EXPORTER_OTLP_TIMEOUT", "200");
    ground.set("TRUSTED_PROXIES", "127.0.0.1");
    let program = ground.start().await;
    let event = new_event(&program).await;
    let buyer = Buyer::of(&program, &event).await;
    for mood in [Mood::Refusing, Mood::Silent] {
        sink.set_mood(mood);
        let lost = counted(&program, "lost").await;
        buyer.book().await;
        until("spans are lost", async || {
            (counted(&program, "lost").await > lost).then_some(())
        })
        .await;
    }
    sink.set_mood(Mood::Taking);
    let trace = buyer.book().await;
    let call = |spans: &[ReceivedSpan]| {
        let trace = Trace::of(spans, &trace);
        (!trace.all(BOOKING).is_empty()).then_some(())
    };
    sink.wait_for("the call", PATIENCE, call).await;
    drop(sink);
    buyer.book().await;
    assert!(program.interrupt().await.success());
}

#[sqlx::test(migrations = false)]
async fn the_end_of_the_program_does_not_wait_for_a_collector_that_is_silent(pool: PgPool) {
    let sink = OtlpSink::start().await;
    sink.set_mood(Mood::Silent);
    let mut ground = Ground::database(&pool);
    ground.set(ENDPOINT, sink.url());
    // As long as this test waits for the end of a program.
    ground.set("OTEL_EXPORTER_OTLP_TIMEOUT", "60000");
    let program = ground.start().await;
    let event = new_event(&program).await;
    Buyer::of(&program, &event).await.book().await;
    assert!(program.interrupt().await.success());
}

#[sqlx::test(migrations = false)]
async fn without_a_collector_nothing_is_recorded_and_nothing_looks_different(pool: PgPool) {
    let sink = OtlpSink::start().await;
    let mut ground = Ground::database(&pool);
    ground.set(ENDPOINT, sink.url());
    ground.set("OTEL_SDK_DISABLED", "true");
    ground.set("TRUSTED_PROXIES", "127.0.0.1");
    ground.set("LOG_FORMAT", "json");
    ground.set("RUST_LOG", "info,seatlog=debug");
    let log = ground.keep_log();
    let program = ground.start().await;
    let event = new_event(&program).await;
    Buyer::of(&program, &event).await.book().await;
    assert!(program.interrupt().await.success());

    assert_eq!(sink.connections(), 0);
    let lines = std::fs::read_to_string(log).unwrap();
    assert!(
        lines.contains("answered") && !lines.contains("trace_id"),
        "{lines}"
    );
    let keys = "SELECT DISTINCT jsonb_object_keys(metadata::jsonb) FROM events ORDER BY 1";
    let keys: Vec<String> = sqlx::query_scalar(keys).fetch_all(&pool).await.unwrap();
    assert_eq!(keys, ["actor_id", "command_id", "correlation_id"]);
}
