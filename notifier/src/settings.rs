//! What the notifier is told at start, and whether it makes sense.

use std::path::PathBuf;

use lettre::Address;
use lettre::message::Mailbox;
use url::Url;

use crate::delivery::{Delivery, SmtpRoute};

/// The settings as they were given.
#[derive(Debug, Clone)]
pub struct NotifierSettings {
    /// `SMTP_URL`: where mails go. Nothing: they are written to `mail_dir`.
    pub smtp_url: Option<String>,
    /// The folder for `.eml` files.
    pub mail_dir: PathBuf,
    /// `MAIL_FROM`: the sender, such as `Seatlog <noreply@example.org>`.
    pub mail_from: String,
    /// `ADMIN_EMAIL`: who gets a copy of every confirmation. Nothing: every admin's account.
    pub admin_email: Option<String>,
    /// `PUBLIC_URL`: where the links in mails lead.
    pub public_url: String,
}

/// A setting that makes no sense: one line that names it. What it is set to is repeated only
/// where it cannot contain a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// `SMTP_URL` is wrong.
    #[error("SMTP_URL {0}")]
    SmtpUrl(String),
    /// `MAIL_FROM` is wrong.
    #[error("MAIL_FROM must be like \"Seatlog <noreply@example.org>\", not {0:?}")]
    MailFrom(String),
    /// `ADMIN_EMAIL` is wrong.
    #[error("ADMIN_EMAIL must be an e-mail address, not {0:?}")]
    AdminEmail(String),
    /// `PUBLIC_URL` is wrong.
    #[error("PUBLIC_URL must be an http or https address with a host, not {0:?}")]
    PublicUrl(String),
}

impl NotifierSettings {
    /// Whether they make sense. Nothing is connected to, and no database is needed.
    ///
    /// # Errors
    /// One of them does not.
    pub fn check(self) -> Result<CheckedSettings, SettingsError> {
        Office::open(self).map(CheckedSettings)
    }
}

/// Settings that make sense: what a notifier is made from.
#[derive(Debug)]
pub struct CheckedSettings(pub(crate) Office);

/// The settings, understood.
#[derive(Debug)]
pub(crate) struct Office {
    pub(crate) delivery: Delivery,
    /// Where files of mails are, perhaps from a time without a mail server.
    pub(crate) mail_dir: PathBuf,
    pub(crate) from: Mailbox,
    pub(crate) admin_email: Option<Address>,
    pub(crate) site: Site,
}

/// Where people find Seatlog on the web.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    base: String,
    host: String,
}

impl Site {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let host = url.host_str()?.to_owned();
        matches!(url.scheme(), "http" | "https").then(|| Self {
            base: url.as_str().trim_end_matches('/').to_owned(),
            host,
        })
    }

    /// The address of a page.
    pub(crate) fn page(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The host, which stands on the right of a Message-ID.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }
}

impl Office {
    fn open(settings: NotifierSettings) -> Result<Self, SettingsError> {
        let mail_dir = settings.mail_dir.clone();
        let delivery = match settings.smtp_url {
            Some(url) => Delivery::Smtp(Box::new(
                SmtpRoute::parse(&url).map_err(SettingsError::SmtpUrl)?,
            )),
            None => Delivery::Folder(settings.mail_dir),
        };
        let from = settings
            .mail_from
            .parse()
            .map_err(|_| SettingsError::MailFrom(settings.mail_from))?;
        let admin_email = settings
            .admin_email
            .map(|text| text.parse().map_err(|_| SettingsError::AdminEmail(text)))
            .transpose()?;
        let site = Site::parse(&settings.public_url)
            .ok_or(SettingsError::PublicUrl(settings.public_url))?;
        Ok(Self {
            delivery,
            mail_dir,
            from,
            admin_email,
            site,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> NotifierSettings {
        NotifierSettings {
            smtp_url: None,
            mail_dir: PathBuf::from("mail"),
            mail_from: "Seatlog <noreply@localhost>".to_owned(),
            admin_email: None,
            public_url: "http://localhost:8080".to_owned(),
        }
    }

    #[test]
    fn the_defaults_make_sense() {
        let office = settings().check().unwrap().0;
        assert_eq!(
            office.site.page("/tickets"),
            "http://localhost:8080/tickets"
        );
        assert_eq!(office.site.host(), "localhost");
        assert_eq!(office.from.email.to_string(), "noreply@localhost");
    }

    #[test]
    fn a_bad_setting_is_named_in_one_line() {
        let refused = |change: fn(&mut NotifierSettings)| {
            let mut settings = settings();
            change(&mut settings);
            let line = settings.check().unwrap_err().to_string();
            assert_eq!(line.lines().count(), 1, "{line}");
            line
        };
        let line = refused(|s| s.smtp_url = Some("smtp://user:hunter2@mail?tls=maybe".to_owned()));
        assert!(line.starts_with("SMTP_URL "), "{line}");
        assert!(!line.contains("hunter2"), "{line}");
        let line = refused(|s| s.mail_from = "nobody\r\nBcc: all@example.org".to_owned());
        assert!(line.starts_with("MAIL_FROM "), "{line}");
        let line = refused(|s| s.admin_email = Some("nobody".to_owned()));
        assert!(line.starts_with("ADMIN_EMAIL "), "{line}");
        for url in ["localhost:8080", "ftp://example.org", ""] {
            let mut settings = settings();
            settings.public_url = url.to_owned();
            let line = settings.check().unwrap_err().to_string();
            assert!(line.starts_with("PUBLIC_URL "), "{line}");
        }
    }
}
