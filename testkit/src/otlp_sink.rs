//! A collector of traces that keeps what it is given: OTLP over HTTP, in protobuf.

mod wire;

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue, any_value::Value};
use prost::Message;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

/// How it treats what comes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mood {
    /// Takes it.
    #[default]
    Taking,
    /// Answers 503.
    Refusing,
    /// Reads it and never answers.
    Silent,
}

/// A span as it came; ids are in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedSpan {
    /// The process that it came from: its `service.instance.id`.
    pub instance: String,
    /// What it is called.
    pub name: String,
    /// Its trace.
    pub trace_id: String,
    /// Itself.
    pub span_id: String,
    /// The span above it; empty if there is none.
    pub parent_id: String,
    /// The spans that it is linked to.
    pub links: Vec<String>,
    /// What was noted.
    pub attributes: BTreeMap<String, String>,
}

#[derive(Debug, Default)]
struct Book {
    spans: Vec<ReceivedSpan>,
    requests: Vec<String>,
    heads: Vec<String>,
    mood: Mood,
    connections: usize,
}

/// What the sink and its connections share.
#[derive(Debug, Default)]
struct Desk {
    book: Mutex<Book>,
    changed: watch::Sender<()>,
}

impl Desk {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads a request and keeps what is in it, if the mood is such; how it was.
    fn take(&self, head: String, body: &[u8]) -> io::Result<Mood> {
        let request = ExportTraceServiceRequest::decode(body).map_err(io::Error::other)?;
        let mut book = self.book();
        if book.mood == Mood::Taking {
            book.heads.push(head);
            book.requests.push(format!("{request:?}"));
            book.spans.extend(spans(request));
            self.changed.send_replace(());
        }
        Ok(book.mood)
    }
}

/// A running collector; it stops when this is dropped.
#[derive(Debug)]
pub struct OtlpSink {
    address: SocketAddr,
    desk: Arc<Desk>,
    server: JoinHandle<()>,
}

impl OtlpSink {
    /// Starts a collector on a free port of 127.0.0.1.
    ///
    /// # Panics
    /// If there is no free port: then no test can go on.
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await;
        let listener = listener.expect("the collector starts");
        let desk = Arc::<Desk>::default();
        Self {
            address: listener.local_addr().expect("it has an address"),
            server: tokio::spawn(wire::serve(listener, Arc::clone(&desk))),
            desk,
        }
    }

    /// An `OTEL_EXPORTER_OTLP_ENDPOINT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on it treats everybody so.
    pub fn set_mood(&self, mood: Mood) {
        self.desk.book().mood = mood;
    }

    /// How many connections there have been.
    pub fn connections(&self) -> usize {
        self.desk.book().connections
    }

    /// All spans that it took, in the order in which they came.
    pub fn spans(&self) -> Vec<ReceivedSpan> {
        self.desk.book().spans.clone()
    }

    /// All that it was sent with them, as texts.
    pub fn requests(&self) -> Vec<String> {
        self.desk.book().requests.clone()
    }

    /// The heads of those requests.
    pub fn heads(&self) -> Vec<String> {
        self.desk.book().heads.clone()
    }

    /// Waits until something can be found in all spans so far; returns that.
    ///
    /// # Panics
    /// If it has not come in time.
    pub async fn wait_for<T>(
        &self,
        what: &str,
        deadline: Duration,
        find: impl Fn(&[ReceivedSpan]) -> Option<T>,
    ) -> T {
        let end = Instant::now() + deadline;
        let mut changed = self.desk.changed.subscribe();
        loop {
            let spans = self.spans();
            if let Some(found) = find(&spans) {
                return found;
            }
            let news = timeout_at(end, changed.changed()).await;
            assert!(news.is_ok(), "never: {what}, among {spans:#?}");
        }
    }
}

impl Drop for OtlpSink {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn spans(request: ExportTraceServiceRequest) -> Vec<ReceivedSpan> {
    let mut received = Vec::new();
    for resource in request.resource_spans {
        let about = resource.resource.unwrap_or_default().attributes;
        let instance = attributes(about).remove("service.instance.id");
        let spans = resource.scope_spans.into_iter().flat_map(|it| it.spans);
        received.extend(spans.map(|span| ReceivedSpan {
            instance: instance.clone().unwrap_or_default(),
            name: span.name,
            trace_id: hex(&span.trace_id),
            span_id: hex(&span.span_id),
            parent_id: hex(&span.parent_span_id),
            links: span.links.iter().map(|link| hex(&link.span_id)).collect(),
            attributes: attributes(span.attributes),
        }));
    }
    received
}

fn attributes(pairs: Vec<KeyValue>) -> BTreeMap<String, String> {
    let text = |value: Option<AnyValue>| match value.and_then(|it| it.value) {
        Some(Value::StringValue(text)) => text,
        Some(Value::IntValue(number)) => number.to_string(),
        other => format!("{other:?}"),
    };
    let pair = |pair: KeyValue| (pair.key, text(pair.value));
    pairs.into_iter().map(pair).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
