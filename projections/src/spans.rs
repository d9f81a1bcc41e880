//! Spans: what OpenTelemetry is told of the way of one request, over several parts and nodes.
//!
//! A request that comes in may begin a trace; everything else only adds to one, under the span that
//! it is handed as a [`TraceParent`]. So where nothing is recorded there is no parent anywhere, and
//! nothing to do but to see that.
//!
//! What never happens: a log line, its fields, or what a library has to say, leaves by this way.
//! A span has what the code that begins it notes, and nothing else.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::{
    Link, Span as _, SpanBuilder, SpanContext, SpanId, Status, TraceContextExt, TraceFlags,
    TraceId, TraceState, Tracer,
};
use opentelemetry::{Context, KeyValue, Value};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{SdkTracer, Span as SdkSpan};
use serde::{Deserialize, Serialize};

pub use opentelemetry::trace::SpanKind;

/// The header, and the key in the metadata of facts, that names the span that led to something.
pub const TRACEPARENT: &str = "traceparent";

static TRACER: OnceLock<SdkTracer> = OnceLock::new();

/// From now on, spans of this process are recorded. The first tracer stays.
pub fn record(tracer: SdkTracer) {
    // Whoever comes second records nothing.
    let _ = TRACER.set(tracer);
}

/// Whether spans of this process are recorded.
pub fn are_recorded() -> bool {
    TRACER.get().is_some()
}

/// A span that is recorded, as others name it who add to its trace; as a text, a `traceparent`.
/// Source: W3C Trace Context, 3.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "Cow<'_, str>")]
pub struct TraceParent {
    trace_id: TraceId,
    span_id: SpanId,
}

/// A text that is no `traceparent`, or one of a trace that is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the traceparent of a trace that is recorded")]
pub struct NoTraceParent;

impl TraceParent {
    /// The trace, by which log lines are found.
    pub fn trace_id(&self) -> TraceId {
        self.trace_id
    }

    fn of(span: &SpanContext) -> Option<Self> {
        (span.is_valid() && span.is_sampled()).then(|| Self {
            trace_id: span.trace_id(),
            span_id: span.span_id(),
        })
    }

    fn context(self) -> SpanContext {
        let (flags, state) = (TraceFlags::SAMPLED, TraceState::NONE);
        SpanContext::new(self.trace_id, self.span_id, flags, true, state)
    }
}

impl fmt::Display for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{}-{}-01", self.trace_id, self.span_id)
    }
}

impl From<TraceParent> for String {
    fn from(parent: TraceParent) -> Self {
        parent.to_string()
    }
}

impl FromStr for TraceParent {
    type Err = NoTraceParent;

    fn from_str(text: &str) -> Result<Self, NoTraceParent> {
        let found = remote(text);
        Self::of(found.span().span_context()).ok_or(NoTraceParent)
    }
}

impl TryFrom<Cow<'_, str>> for TraceParent {
    type Error = NoTraceParent;

    fn try_from(text: Cow<'_, str>) -> Result<Self, NoTraceParent> {
        text.parse()
    }
}

/// The context that a `traceparent` names; an empty one if it makes no sense.
fn remote(traceparent: &str) -> Context {
    struct Headers<'a>(&'a str);
    impl Extractor for Headers<'_> {
        fn get(&self, key: &str) -> Option<&str> {
            (key == TRACEPARENT).then_some(self.0)
        }
        fn keys(&self) -> Vec<&str> {
            vec![TRACEPARENT]
        }
    }
    TraceContextPropagator::new().extract_with_context(&Context::new(), &Headers(traceparent))
}

/// Something that takes its time. It ends when it is dropped.
#[derive(Debug)]
#[must_use]
pub struct Span(Option<Box<SdkSpan>>);

impl Span {
    /// A span that nobody is told of.
    pub const NONE: Self = Self(None);

    /// The first span of a trace, or, where a caller names one that can be believed, the next one of
    /// the caller's. Whether it is recorded is up to the sampler.
    pub fn first(traceparent: Option<&str>, kind: SpanKind, name: impl FnOnce() -> String) -> Self {
        let Some(tracer) = TRACER.get() else {
            return Self::NONE;
        };
        let context = traceparent.map_or_else(Context::new, remote);
        Self::start(
            tracer,
            SpanBuilder::from_name(name()).with_kind(kind),
            &context,
        )
    }

    /// A span under another one.
    pub fn under(
        parent: Option<TraceParent>,
        kind: SpanKind,
        name: impl FnOnce() -> Cow<'static, str>,
    ) -> Self {
        Self::for_all(parent, kind, name)
    }

    /// A span of what is done for several at once: under the first of them, and linked to the others.
    pub fn for_all(
        parents: impl IntoIterator<Item = TraceParent>,
        kind: SpanKind,
        name: impl FnOnce() -> Cow<'static, str>,
    ) -> Self {
        let mut parents = parents.into_iter();
        let (Some(first), Some(tracer)) = (parents.next(), TRACER.get()) else {
            return Self::NONE;
        };
        let context = Context::new().with_remote_span_context(first.context());
        let links = parents.map(|other| Link::with_context(other.context()));
        let builder = SpanBuilder::from_name(name())
            .with_kind(kind)
            .with_links(links.collect());
        Self::start(tracer, builder, &context)
    }

    fn start(tracer: &SdkTracer, builder: SpanBuilder, context: &Context) -> Self {
        let span = tracer.build_with_context(builder, context);
        Self(span.is_recording().then(|| Box::new(span)))
    }

    /// How others name it; nothing if it is not recorded.
    pub fn context(&self) -> Option<TraceParent> {
        let span = self.0.as_ref()?;
        TraceParent::of(span.span_context())
    }

    /// Notes something that may be known to whoever runs the program: no name, address or secret.
    pub fn note<V: Into<Value>>(&mut self, key: &'static str, value: impl FnOnce() -> V) {
        if let Some(span) = &mut self.0 {
            span.set_attribute(KeyValue::new(key, value()));
        }
    }

    /// Notes what went wrong.
    pub fn fail(&mut self, why: impl FnOnce() -> Cow<'static, str>) {
        if let Some(span) = &mut self.0 {
            span.set_status(Status::error(why()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn a_traceparent_is_read_as_it_is_written() {
        let parent: TraceParent = KNOWN.parse().unwrap();
        assert_eq!(parent.to_string(), KNOWN);
        let json = serde_json::to_string(&parent).unwrap();
        assert_eq!(json, format!("{KNOWN:?}"));
        assert_eq!(serde_json::from_str::<TraceParent>(&json).unwrap(), parent);
    }

    #[test]
    fn what_is_not_recorded_or_makes_no_sense_is_no_parent() {
        let not_sampled = KNOWN.replace("-01", "-00");
        let no_trace = KNOWN.replace("0af7651916cd43dd8448eb211c80319c", &"0".repeat(32));
        for text in ["", "uma@example.org", &not_sampled, &no_trace, &KNOWN[..30]] {
            assert_eq!(text.parse::<TraceParent>(), Err(NoTraceParent), "{text}");
        }
    }

    #[test]
    fn where_nothing_is_recorded_there_are_no_spans() {
        assert!(!are_recorded());
        let name = || unreachable!("nobody asks for its name");
        assert_eq!(
            Span::first(Some(KNOWN), SpanKind::Server, name).context(),
            None
        );
        let parent = KNOWN.parse().ok();
        let name = || unreachable!("nobody asks for its name");
        assert_eq!(Span::under(parent, SpanKind::Client, name).context(), None);
    }
}
