//! Where spans are sent to, and how many: the settings that OpenTelemetry gives every program. They
//! count only where there is an address to send spans to.

use std::time::Duration;

use opentelemetry_sdk::trace::Sampler;
use percent_encoding::percent_decode_str;
use reqwest_0_12::header::{HeaderName, HeaderValue};
use url::Url;

use super::source::Source;
use super::{BadSetting, Secret, parse};

/// Settings for traces alone, and for all that is sent.
type Pair = [&'static str; 2];

const ENDPOINT: Pair = [
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
];
const HEADERS: Pair = [
    "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
    "OTEL_EXPORTER_OTLP_HEADERS",
];
const TIMEOUT: Pair = [
    "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT",
    "OTEL_EXPORTER_OTLP_TIMEOUT",
];
const PROTOCOL: Pair = [
    "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
    "OTEL_EXPORTER_OTLP_PROTOCOL",
];
const COMPRESSION: Pair = [
    "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION",
    "OTEL_EXPORTER_OTLP_COMPRESSION",
];

/// Where spans go.
#[derive(Debug, Clone)]
pub struct Telemetry {
    /// Where they are posted to, by OTLP over HTTP.
    pub endpoint: Url,
    /// What is sent with each request, such as a key of the collector.
    pub headers: Vec<(String, Secret)>,
    /// How long the collector may take.
    pub timeout: Duration,
    /// What this program is called there.
    pub service_name: String,
    /// What else is said of this program there.
    pub attributes: Vec<(String, String)>,
    /// Which requests are recorded.
    pub sampler: Sampler,
}

/// Nothing where there is nowhere to send spans to.
pub(super) fn telemetry(source: &Source) -> Result<Option<Telemetry>, BadSetting> {
    let Some(endpoint) = endpoint(source)? else {
        return Ok(None);
    };
    let switches = [("false", false), ("true", true)];
    let exporters = [("otlp", false), ("none", true)];
    if parse::choice(source, "OTEL_SDK_DISABLED", &switches)?
        || parse::choice(source, "OTEL_TRACES_EXPORTER", &exporters)?
    {
        return Ok(None);
    }
    // What others may set for all their programs, and this one does not speak.
    parse::choice(source, set_of(source, PROTOCOL), &[("http/protobuf", ())])?;
    parse::choice(source, set_of(source, COMPRESSION), &[("none", ())])?;
    Ok(Some(Telemetry {
        endpoint,
        headers: headers(source)?,
        timeout: timeout(source)?,
        service_name: source
            .get("OTEL_SERVICE_NAME")
            .unwrap_or_else(|| "seatlog".into()),
        attributes: pairs(source, "OTEL_RESOURCE_ATTRIBUTES")?,
        sampler: sampler(source)?,
    }))
}

/// That of the two which counts.
fn set_of(source: &Source, [traces, all]: Pair) -> &'static str {
    match source.get(traces) {
        Some(_) => traces,
        None => all,
    }
}

/// The address for traces as it is, or the one for all, to which a path is added.
fn endpoint(source: &Source) -> Result<Option<Url>, BadSetting> {
    let name = set_of(source, ENDPOINT);
    let Some(text) = source.get(name) else {
        return Ok(None);
    };
    let bad = || {
        let reason = "must be an http or https address, without a user (headers have a setting)";
        BadSetting::new(name, reason)
    };
    let full = match name == ENDPOINT[0] {
        true => text,
        false => format!("{}/v1/traces", text.trim_end_matches('/')),
    };
    let url = Url::parse(&full).map_err(|_| bad())?;
    let plain = ["http", "https"].contains(&url.scheme()) && url.has_host();
    let anonymous = url.username().is_empty() && url.password().is_none();
    match plain && anonymous {
        true => Ok(Some(url)),
        false => Err(bad()),
    }
}

/// `name=value`, comma separated, with `%20` and the like for what would be misread.
fn pairs(source: &Source, name: &'static str) -> Result<Vec<(String, String)>, BadSetting> {
    let bad = || BadSetting::new(name, "must be name=value, comma separated");
    let text = source.get(name).unwrap_or_default();
    let pair = |pair: &str| {
        let (key, value) = pair.split_once('=')?;
        let value = percent_decode_str(value.trim()).decode_utf8().ok()?;
        let key = Some(key.trim()).filter(|key| !key.is_empty())?;
        Some((key.to_owned(), value.into_owned()))
    };
    let each = text.split(',').filter(|pair| !pair.trim().is_empty());
    each.map(|text| pair(text).ok_or_else(bad)).collect()
}

fn headers(source: &Source) -> Result<Vec<(String, Secret)>, BadSetting> {
    let name = set_of(source, HEADERS);
    let header = |(key, value): (String, String)| {
        let known = HeaderName::try_from(&key).is_ok() && HeaderValue::try_from(&value).is_ok();
        let bad = || BadSetting::new(name, "must be names and values that HTTP allows");
        known.then(|| (key, Secret::new(value))).ok_or_else(bad)
    };
    pairs(source, name)?.into_iter().map(header).collect()
}

fn timeout(source: &Source) -> Result<Duration, BadSetting> {
    let name = set_of(source, TIMEOUT);
    let text = source.get(name).unwrap_or_else(|| "10000".into());
    let parsed = text.parse().ok().filter(|ms| (1..=60_000).contains(ms));
    let reason = "must be a whole number of milliseconds from 1 to 60000";
    parsed
        .map(Duration::from_millis)
        .ok_or_else(|| BadSetting::new(name, reason))
}

fn sampler(source: &Source) -> Result<Sampler, BadSetting> {
    let ratio = ratio(source)?;
    let under_parent = |root| Sampler::ParentBased(Box::new(root));
    let name = source.get("OTEL_TRACES_SAMPLER");
    match name.as_deref().unwrap_or("parentbased_always_on") {
        "always_on" => Ok(Sampler::AlwaysOn),
        "always_off" => Ok(Sampler::AlwaysOff),
        "traceidratio" => Ok(Sampler::TraceIdRatioBased(ratio)),
        "parentbased_always_on" => Ok(under_parent(Sampler::AlwaysOn)),
        "parentbased_always_off" => Ok(under_parent(Sampler::AlwaysOff)),
        "parentbased_traceidratio" => Ok(under_parent(Sampler::TraceIdRatioBased(ratio))),
        _ => {
            let reason = "must be always_on, always_off or traceidratio, or one of them with \
                          parentbased_ in front";
            Err(BadSetting::new("OTEL_TRACES_SAMPLER", reason))
        }
    }
}

fn ratio(source: &Source) -> Result<f64, BadSetting> {
    let name = "OTEL_TRACES_SAMPLER_ARG";
    let text = source.get(name).unwrap_or_else(|| "1".into());
    let parsed = text.parse().ok().filter(|it| (0.0..=1.0).contains(it));
    parsed.ok_or_else(|| BadSetting::new(name, "must be a number from 0 to 1"))
}
