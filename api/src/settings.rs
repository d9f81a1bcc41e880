//! Settings: from the environment, and below it from `seatlog.toml` in the working directory.
//!
//! A bad one stops the start with one line that names it. Secrets are never printed.

mod parse;
mod source;
mod table;
mod telemetry;
mod uploads;

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use seatlog_domain::event::HoldLife;

pub use parse::{ProxyRange, audit_seed};
pub use source::Source;
pub use table::TABLE;
pub use telemetry::Telemetry;
pub use uploads::Uploads;

/// What is logged: not what libraries say of themselves, nor what strangers send that is no HTTP.
const DEFAULT_LOG: &str = "info,actix_server=warn,actix_http=off,sqlx=warn";

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
