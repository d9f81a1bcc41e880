//! Metrics of the door, and the page where Prometheus reads those of the whole program.

mod catalogue;
mod process;

use std::sync::OnceLock;
use std::time::Duration;

use actix_web::http::Method;
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use tokio_util::sync::CancellationToken;

use crate::engine::METRIC_BUCKETS;
use crate::health::Health;

const REQUESTS: &str = "seatlog_http_requests_total";
const DURATION: &str = "seatlog_http_request_duration_seconds";
/// Calls that were answered with a problem of the caller's (4xx), by its slug.
const REFUSALS: &str = "seatlog_refusals_total";
/// How often measurements are folded together, so that they take no room when nobody reads them.
const UPKEEP: Duration = Duration::from_secs(10);
const BUCKETS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// The recorder of this process; installed by the first caller, shared by all.
pub fn recorder() -> Option<&'static PrometheusHandle> {
    static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    let install = || {
        builder()
            .and_then(PrometheusBuilder::install_recorder)
            .inspect(|_| catalogue::announce())
            .map_err(|error| tracing::error!(%error, "there will be no metrics"))
            .ok()
    };
    RECORDER.get_or_init(install).as_ref()
}

/// Every histogram has buckets: without, it would be a summary, which cannot be added up over
/// nodes.
fn builder() -> Result<PrometheusBuilder, BuildError> {
    let histograms = METRIC_BUCKETS.into_iter().chain([(DURATION, &BUCKETS[..])]);
    histograms
        .into_iter()
        .try_fold(PrometheusBuilder::new(), |builder, (name, buckets)| {
            builder.set_buckets_for_metric(Matcher::Full(name.to_owned()), buckets)
        })
}

/// Folds measurements until the program stops.
pub async fn keep_up(stop: CancellationToken) {
    let mut ticks = tokio::time::interval(UPKEEP);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        if let Some(recorder) = recorder() {
            recorder.run_upkeep();
        }
    }
}

/// Takes in what is measured only when somebody asks.
pub(super) fn look(health: &Health) {
    let pool = health.pool();
    let (open, idle) = (f64::from(pool.size()), pool.num_idle() as f64);
    metrics::gauge!("seatlog_db_pool_connections", "state" => "idle").set(idle);
    metrics::gauge!("seatlog_db_pool_connections", "state" => "used").set((open - idle).max(0.0));
    let limit = pool.options().get_max_connections();
    metrics::gauge!("seatlog_db_pool_connections_max").set(f64::from(limit));
    for (name, up) in [("redis", health.redis()), ("nats", health.nats())] {
        if let Some(up) = up {
            metrics::gauge!("seatlog_server_up", "server" => name).set(f64::from(u8::from(up)));
        }
    }
    process::look();
}

/// A method that routes can have. Others are free text, and become no labels.
pub(super) fn known(method: &Method) -> Option<&'static str> {
    match *method {
        Method::GET => Some("GET"),
        Method::HEAD => Some("HEAD"),
        Method::POST => Some("POST"),
        Method::PATCH => Some("PATCH"),
        Method::DELETE => Some("DELETE"),
        _ => None,
    }
}

/// A call that was refused, and why.
pub(super) fn refused(slug: &'static str) {
    metrics::counter!(REFUSALS, "reason" => slug).increment(1);
}

/// A call that was answered.
pub(super) struct Call {
    pub(super) method: Method,
    /// The pattern of its route, never its path: ids would make a series each.
    pub(super) route: String,
    pub(super) status: u16,
}

impl Call {
    pub(super) fn measured(self, took: Duration) {
        let method = known(&self.method).unwrap_or("other");
        let status = self.status.to_string();
        let route = self.route;
        metrics::counter!(REQUESTS, "method" => method, "route" => route.clone(), "status" => status)
            .increment(1);
        metrics::histogram!(DURATION, "method" => method, "route" => route).record(took);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_histogram_of_the_engine_has_buckets() {
        let recorder = builder().unwrap().build_recorder();
        let page = metrics::with_local_recorder(&recorder, || {
            for (name, _) in METRIC_BUCKETS {
                metrics::histogram!(name).record(1.0);
            }
            recorder.handle().render()
        });
        for (name, _) in METRIC_BUCKETS {
            assert!(page.contains(&format!("{name}_bucket{{le=\"")), "{page}");
        }
    }
}
