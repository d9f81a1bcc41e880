//! Settings: from the environment, and below it from `seatlog.toml` in the working directory.
//!
//! A bad one stops the start with one line that names it. Secrets are never printed.

mod parse;
mod source;
mod telemetry;
mod uploads;

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use seatlog_domain::event::HoldLife;

pub use parse::{ProxyRange, audit_seed};
pub use source::Source;
pub use telemetry::Telemetry;
pub use uploads::Uploads;

/// What is logged: not what libraries say of themselves, nor what strangers send that is no HTTP.
const DEFAULT_LOG: &str = "info,actix_server=warn,actix_http=off,sqlx=warn";

/// Every setting: name, default, meaning. `seatlog --help` prints this table.
pub const TABLE: [(&str, &str, &str); 42] = [
    (
        "DATABASE_URL",
        "unset",
        "PostgreSQL; unset: the program runs a private one in DATA_DIR",
    ),
    (
        "REDIS_URL",
        "unset",
        "which node owns which event; unset: one node only",
    ),
    (
        "NATS_URL",
        "unset",
        "messages between nodes, and to the notifier; unset: it follows the log",
    ),
    (
        "SMTP_URL",
        "unset",
        "smtp:// or smtps://; unset: mails are .eml files in DATA_DIR/mail",
    ),
    (
        "MAIL_FROM",
        "Seatlog <noreply@localhost>",
        "sender of all mails",
    ),
    (
        "ADMIN_EMAIL",
        "unset",
        "gets a copy of each confirmation; unset: every admin does",
    ),
    (
        "BIND",
        "127.0.0.1:8080",
        "address and port of pages, API and documentation",
    ),
    (
        "PUBLIC_URL",
        "http://localhost:8080",
        "what users type; used in mails and links",
    ),
    (
        "JWT_SECRET",
        "generated",
        "32 bytes or more; two, comma separated: first signs, both verify",
    ),
    (
        "AUDIT_KEY",
        "generated",
        "signs checkpoints of the log, 64 hexadecimal digits; two: first signs, both are believed",
    ),
    (
        "CHECKPOINT_DIR",
        "DATA_DIR/checkpoints",
        "where signed checkpoints are written as files",
    ),
    (
        "RATE_LIMITS",
        "on",
        "off lifts the limits per account and address (load tests)",
    ),
    (
        "TRUSTED_PROXIES",
        "unset",
        "addresses or networks whose X-Forwarded-For is believed",
    ),
    (
        "DATA_DIR",
        ".data",
        "private PostgreSQL, mails, uploaded pictures, generated secrets",
    ),
    (
        "UPLOADS_URL",
        "DATA_DIR/uploads",
        "uploaded pictures: file:///folder, or s3://bucket/prefix of any S3-compatible store",
    ),
    (
        "AWS_ENDPOINT_URL",
        "unset",
        "the S3-compatible store; unset: Amazon's",
    ),
    ("AWS_REGION", "us-east-1", "its region"),
    (
        "AWS_ACCESS_KEY_ID",
        "unset",
        "its key; unset: the role of the machine",
    ),
    ("AWS_SECRET_ACCESS_KEY", "unset", "its secret"),
    ("AWS_SESSION_TOKEN", "unset", "its token, for passing keys"),
    (
        "SEATLOG_ADMIN_EMAIL",
        "unset",
        "created as admin at start if no such account exists",
    ),
    ("SEATLOG_ADMIN_PASSWORD", "unset", "its password"),
    ("HOLD_TTL_SECS", "600", "life of a hold, in seconds"),
    (
        "HOLD_MAX_SECS",
        "1800",
        "how long a hold can be extended to, in seconds",
    ),
    ("LOG_FORMAT", "text", "text or json"),
    (
        "RUST_LOG",
        "info",
        "what is logged, such as info,seatlog=debug",
    ),
    (
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "unset",
        "collector that traces are sent to, by OTLP over HTTP; unset: none are recorded",
    ),
    (
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "unset",
        "the same with its path, which is v1/traces otherwise",
    ),
    (
        "OTEL_EXPORTER_OTLP_HEADERS",
        "unset",
        "what is sent with them: name=value, comma separated",
    ),
    ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "unset", "the same"),
    (
        "OTEL_EXPORTER_OTLP_TIMEOUT",
        "10000",
        "how long the collector may take, in milliseconds",
    ),
    ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "unset", "the same"),
    (
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "http/protobuf",
        "there is no other",
    ),
    ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "unset", "the same"),
    (
        "OTEL_EXPORTER_OTLP_COMPRESSION",
        "none",
        "there is no other",
    ),
    ("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "unset", "the same"),
    ("OTEL_TRACES_EXPORTER", "otlp", "none: no traces after all"),
    ("OTEL_SDK_DISABLED", "false", "true: no traces after all"),
    ("OTEL_SERVICE_NAME", "seatlog", "its name in traces"),
    (
        "OTEL_RESOURCE_ATTRIBUTES",
        "unset",
        "what else traces say of it: name=value, comma separated",
    ),
    (
        "OTEL_TRACES_SAMPLER",
        "parentbased_always_on",
        "which requests are traced: always_on, always_off, traceidratio, or parentbased_ one of them",
    ),
    (
        "OTEL_TRACES_SAMPLER_ARG",
        "1",
        "which share of them with traceidratio, from 0 to 1",
    ),
];

/// A setting that stops the start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("setting {name}: {reason}")]
pub struct BadSetting {
    /// Its name.
    pub name: String,
    /// What would be accepted.
    pub reason: String,
}

impl BadSetting {
    pub(crate) fn new(name: &str, reason: impl fmt::Display) -> Self {
        Self {
            name: name.to_owned(),
            reason: reason.to_string(),
        }
    }
}

/// A text that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Everything that can be set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// PostgreSQL; nothing: a private one.
    pub database_url: Option<Secret>,
    /// Redis, for which node owns which event.
    pub redis_url: Option<Secret>,
    /// NATS for messages.
    pub nats_url: Option<Secret>,
    /// Where mails are handed over.
    pub smtp_url: Option<Secret>,
    /// Sender of all mails.
    pub mail_from: String,
    /// Who gets the admin's copy.
    pub admin_email: Option<String>,
    /// Where to listen.
    pub bind: SocketAddr,
    /// Without a slash at the end.
    pub public_url: String,
    /// Nothing: generated into `data_dir`. The first signs.
    pub jwt_secrets: Vec<Secret>,
    /// Nothing: generated into `data_dir`. The first signs.
    pub audit_keys: Vec<Secret>,
    /// Where signed checkpoints go.
    pub checkpoint_dir: PathBuf,
    /// Whether accounts and addresses are limited.
    pub rate_limits: bool,
    /// Whose `Forwarded` is believed.
    pub trusted_proxies: Vec<ProxyRange>,
    /// Where files go.
    pub data_dir: PathBuf,
    /// Where uploaded pictures go.
    pub uploads: Uploads,
    /// The admin to create at start: address and password.
    pub first_admin: Option<(String, Secret)>,
    /// How long a hold lives, and the longest that extensions can make it.
    pub hold_life: HoldLife,
    /// How log lines look.
    pub log_format: LogFormat,
    /// What is logged.
    pub log_filter: String,
    /// Where traces are sent; nothing: none are recorded.
    pub telemetry: Option<Telemetry>,
}

impl Settings {
    /// Reads and checks every setting.
    ///
    /// # Errors
    /// The first setting that makes no sense.
    pub fn read(source: &Source) -> Result<Self, BadSetting> {
        let get = |name: &str| source.get(name);
        let secret = |name: &str| get(name).map(Secret::new);
        let first_admin = match (get("SEATLOG_ADMIN_EMAIL"), secret("SEATLOG_ADMIN_PASSWORD")) {
            (Some(email), Some(password)) => Some((email, password)),
            (None, None) => None,
            (Some(_), None) => {
                let reason = "must be set together with SEATLOG_ADMIN_EMAIL";
                return Err(BadSetting::new("SEATLOG_ADMIN_PASSWORD", reason));
            }
            (None, Some(_)) => {
                let reason = "must be set together with SEATLOG_ADMIN_PASSWORD";
                return Err(BadSetting::new("SEATLOG_ADMIN_EMAIL", reason));
            }
        };
        let hold_life = parse::hold_life(source)?;
        let data_dir = PathBuf::from(get("DATA_DIR").unwrap_or_else(|| ".data".into()));
        let checkpoint_dir = get("CHECKPOINT_DIR").map(PathBuf::from);
        Ok(Self {
            database_url: parse::address(source, "DATABASE_URL", &["postgres", "postgresql"])?,
            redis_url: parse::address(source, "REDIS_URL", &["redis", "rediss"])?,
            nats_url: parse::address(source, "NATS_URL", &["nats", "tls"])?,
            smtp_url: parse::address(source, "SMTP_URL", &["smtp", "smtps"])?,
            mail_from: get("MAIL_FROM").unwrap_or_else(|| "Seatlog <noreply@localhost>".into()),
            admin_email: get("ADMIN_EMAIL"),
            bind: parse::bind(source)?,
            public_url: parse::public_url(source)?,
            jwt_secrets: parse::jwt_secrets(source)?,
            audit_keys: parse::audit_keys(source)?,
            checkpoint_dir: checkpoint_dir.unwrap_or_else(|| data_dir.join("checkpoints")),
            rate_limits: parse::choice(source, "RATE_LIMITS", &[("on", true), ("off", false)])?,
            trusted_proxies: parse::proxies(source)?,
            uploads: uploads::uploads(source, &data_dir)?,
            data_dir,
            first_admin,
            hold_life,
            log_format: parse::choice(
                source,
                "LOG_FORMAT",
                &[("text", LogFormat::Text), ("json", LogFormat::Json)],
            )?,
            log_filter: get("RUST_LOG").unwrap_or_else(|| DEFAULT_LOG.into()),
            telemetry: telemetry::telemetry(source)?,
        })
    }
}

#[cfg(test)]
mod tests;
