//! Spans on their way to a collector, by OTLP over HTTP.
//!
//! The standard processor collects them on a thread of its own and sends them in batches, several
//! times if need be, for as long as the collector may take.
//!
//! What never happens: anything waits for the collector, but for a moment the end of the program.
//! What it does not take in time is counted and forgotten.

mod collector;
mod counting;

use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{BatchConfigBuilder, BatchSpanProcessor, SdkTracerProvider};
use seatlog_projections::spans;
use uuid::Uuid;

use crate::program::Failure;
use crate::settings;
use collector::Collector;
use counting::{Bounded, Counted, Waiting};

pub(crate) use counting::SPANS;

/// How many spans may wait to be sent, each of about a kilobyte; more are dropped.
const WAITING: usize = 16_384;
/// How many spans travel together.
const TOGETHER: usize = 2_048;
/// How long a span waits for others to travel with.
const PAUSE: Duration = Duration::from_secs(1);
/// How long the end of the program waits for the last spans to be sent.
const LAST_BATCH: Duration = Duration::from_secs(5);

/// The recording of spans, if it is on.
#[derive(Debug)]
pub struct Telemetry(Option<SdkTracerProvider>);

impl Telemetry {
    /// Records spans from now on, if they are to be sent anywhere.
    ///
    /// # Errors
    /// The client that sends them cannot be made.
    pub fn start(settings: Option<&settings::Telemetry>) -> Result<Self, Failure> {
        let Some(settings) = settings else {
            return Ok(Self(None));
        };
        let (waiting, collector) = (Waiting::new(WAITING), Collector::new(settings)?);
        let exporter = Counted::new(exporter(settings, collector)?, waiting.clone());
        let batches = BatchConfigBuilder::default()
            .with_max_queue_size(WAITING)
            .with_max_export_batch_size(TOGETHER)
            .with_scheduled_delay(PAUSE);
        let processor = BatchSpanProcessor::builder(exporter)
            .with_batch_config(batches.build())
            .build();
        let provider = SdkTracerProvider::builder()
            .with_span_processor(Bounded::new(processor, waiting))
            .with_sampler(settings.sampler.clone())
            .with_resource(resource(settings))
            .build();
        spans::record(provider.tracer("seatlog"));
        tracing::info!(endpoint = %settings.endpoint, "traces are sent");
        Ok(Self(Some(provider)))
    }

    /// Sends what waits, as far as the collector takes it in time.
    pub async fn stop(self) {
        let Some(provider) = self.0 else { return };
        let stopped =
            tokio::task::spawn_blocking(move || provider.shutdown_with_timeout(LAST_BATCH));
        if let Ok(Err(error)) = stopped.await {
            tracing::warn!(%error, "the last spans may not have been sent");
        }
    }
}

fn exporter(settings: &settings::Telemetry, collector: Collector) -> Result<SpanExporter, Failure> {
    let headers = settings.headers.iter();
    let headers = headers.map(|(name, value)| (name.clone(), value.expose().to_owned()));
    SpanExporter::builder()
        .with_http()
        .with_http_client(collector)
        .with_endpoint(settings.endpoint.as_str())
        .with_timeout(settings.timeout)
        .with_headers(headers.collect())
        .build()
        .map_err(|error| Failure::setting(format!("traces cannot be sent: {error}")))
}

/// What is said of this process with all its spans.
fn resource(settings: &settings::Telemetry) -> Resource {
    let given = settings.attributes.iter();
    let given = given.map(|(name, value)| KeyValue::new(name.clone(), value.clone()));
    Resource::builder_empty()
        .with_attribute(KeyValue::new(
            "service.instance.id",
            Uuid::now_v7().to_string(),
        ))
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .with_attributes(given)
        .with_service_name(settings.service_name.clone())
        .build()
}
