//! Counting what becomes of spans. The standard processor drops what does not fit into its queue, and
//! keeps to itself how much that was; so what does not fit is dropped before it comes there.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use metrics::counter;
use opentelemetry::Context;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{BatchSpanProcessor, Span, SpanData, SpanExporter, SpanProcessor};

/// Spans, by what became of them.
pub(crate) const SPANS: &str = "seatlog_trace_spans_total";

/// How many spans wait to be sent, or are being sent.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    most: usize,
    now: Arc<AtomicUsize>,
}

impl Waiting {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            now: Arc::default(),
        }
    }

    /// Takes a place, if one is free.
    fn enter(&self) -> bool {
        let room = |now| (now < self.most).then_some(now + 1);
        self.now
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, room)
            .is_ok()
    }

    fn leave(&self, spans: usize) {
        self.now.fetch_sub(spans, Ordering::Relaxed);
    }
}

/// Hands spans on to the standard processor as long as there is room.
#[derive(Debug)]
pub(super) struct Bounded {
    processor: BatchSpanProcessor,
    waiting: Waiting,
}

impl Bounded {
    pub(super) fn new(processor: BatchSpanProcessor, waiting: Waiting) -> Self {
        Self { processor, waiting }
    }
}

impl SpanProcessor for Bounded {
    fn on_start(&self, span: &mut Span, context: &Context) {
        self.processor.on_start(span, context);
    }

    fn on_end(&self, span: SpanData) {
        if !span.span_context.is_sampled() {
            return;
        }
        match self.waiting.enter() {
            true => self.processor.on_end(span),
            false => counter!(SPANS, "outcome" => "dropped").increment(1),
        }
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.processor.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.processor.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.processor.set_resource(resource);
    }
}

/// Sends spans, and says once when that begins to fail.
#[derive(Debug)]
pub(super) struct Counted<E> {
    exporter: E,
    waiting: Waiting,
    fails: AtomicBool,
}

impl<E> Counted<E> {
    pub(super) fn new(exporter: E, waiting: Waiting) -> Self {
        Self {
            exporter,
            waiting,
            fails: AtomicBool::new(false),
        }
    }

    fn tell(&self, sent: &OTelSdkResult) {
        match (sent, self.fails.swap(sent.is_err(), Ordering::Relaxed)) {
            (Err(error), false) => {
                tracing::warn!(%error, "spans are lost: the collector takes none")
            }
            (Ok(()), true) => tracing::info!("the collector takes spans again"),
            (Err(_), true) | (Ok(()), false) => {}
        }
    }
}

impl<E: SpanExporter> SpanExporter for Counted<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let spans = batch.len();
        let sent = self.exporter.export(batch).await;
        self.waiting.leave(spans);
        let outcome = if sent.is_ok() { "sent" } else { "lost" };
        counter!(SPANS, "outcome" => outcome).increment(spans as u64);
        self.tell(&sent);
        sent
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.exporter.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

#[cfg(test)]
mod tests {
    use metrics_exporter_prometheus::PrometheusBuilder;
    use opentelemetry::trace::{Tracer, TracerProvider};
    use opentelemetry_sdk::trace::{BatchConfigBuilder, SdkTracerProvider};

    use super::*;

    /// Takes everything.
    #[derive(Debug)]
    struct Anywhere;

    impl SpanExporter for Anywhere {
        async fn export(&self, _: Vec<SpanData>) -> OTelSdkResult {
            Ok(())
        }
    }

    #[test]
    fn spans_that_find_no_place_are_dropped_and_counted() {
        let waiting = Waiting::new(2);
        // Nothing is sent but when the test says so.
        let batches = BatchConfigBuilder::default()
            .with_max_queue_size(8)
            .with_max_export_batch_size(8)
            .with_scheduled_delay(Duration::from_secs(3_600));
        let processor = BatchSpanProcessor::builder(Counted::new(Anywhere, waiting.clone()))
            .with_batch_config(batches.build())
            .build();
        let provider = SdkTracerProvider::builder()
            .with_span_processor(Bounded::new(processor, waiting))
            .build();
        let tracer = provider.tracer("test");
        let recorder = PrometheusBuilder::new().build_recorder();
        let dropped = |spans: usize| {
            metrics::with_local_recorder(&recorder, || {
                for _ in 0..spans {
                    drop(tracer.start("span"));
                }
            });
            let page = recorder.handle().render();
            let name = format!("{SPANS}{{outcome=\"dropped\"}} ");
            let line = page.lines().find_map(|line| line.strip_prefix(&name));
            line.map_or(0, |count| count.parse().unwrap())
        };
        assert_eq!(dropped(5), 3);
        provider.force_flush().unwrap();
        assert_eq!(dropped(2), 3, "what was sent leaves its place to others");
        assert_eq!(dropped(1), 4);
    }
}
