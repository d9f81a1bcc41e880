//! Mails about an account: links that only the owner of its address may have, and word that the
//! password was changed.
//!
//! They tell of no fact. Whoever makes the token or changes the password writes the mail in the same
//! transaction; it is then sent like any other, a link until it is good for nothing any more. Its
//! text is emptied when nobody will send it again, and never shown to admins.

use askama::Template as _;
use chrono::{DateTime, Utc};
use seatlog_domain::ids::UserId;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::content::{MailTemplate, one_line};
use crate::outbox::GIVE_UP_AFTER;
use crate::settings::Site;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To show that the address is theirs.
    VerifyEmail,
    /// To choose a new password.
    ResetPassword,
}

impl Purpose {
    /// Its name in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify_email",
            Self::ResetPassword => "reset_password",
        }
    }
}

/// What a mail is about.
#[derive(Clone, Copy)]
pub enum Matter<'a> {
    /// A link that a token makes good.
    Link {
        /// What it is for.
        purpose: Purpose,
        /// The token.
        token: &'a str,
        /// Until when it is good.
        expires_at: DateTime<Utc>,
    },
    /// The password was changed.
    PasswordChanged,
}

impl Matter<'_> {
    const fn template(self) -> MailTemplate {
        match self {
            Self::Link { purpose, .. } => match purpose {
                Purpose::VerifyEmail => MailTemplate::VerifyEmail,
                Purpose::ResetPassword => MailTemplate::ResetPassword,
            },
            Self::PasswordChanged => MailTemplate::PasswordChanged,
        }
    }

    fn give_up_at(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Link { expires_at, .. } => expires_at,
            Self::PasswordChanged => now + GIVE_UP_AFTER,
        }
    }
}

/// A mail about an account.
#[derive(Clone, Copy)]
pub struct AccountMail<'a> {
    /// What it is about.
    pub matter: Matter<'a>,
    /// Whose account it is.
    pub account_id: UserId,
    /// What they are called.
    pub name: &'a str,
    /// Their address.
    pub email: &'a str,
    /// `PUBLIC_URL`
    pub public_url: &'a str,
}

/// Why a mail was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The database did not answer.
    #[error("the mail cannot be written: {0}")]
    Database(#[from] sqlx::Error),
    /// A template failed.
    #[error("the mail cannot be composed: {0}")]
    Template(#[from] askama::Error),
    /// There is nowhere for the link to lead to.
    #[error("PUBLIC_URL is no address: {0:?}")]
    PublicUrl(String),
}

#[derive(askama::Template)]
#[template(path = "account.txt")]
struct Text<'a> {
    letter: &'a Letter,
}

#[derive(askama::Template)]
#[template(path = "account.html")]
struct Html<'a> {
    letter: &'a Letter,
}

/// The places that both templates fill.
struct Letter {
    headline: &'static str,
    greeting: String,
    paragraph: String,
    expires: Option<String>,
    otherwise: &'static str,
    link_label: &'static str,
    link: String,
}

impl Letter {
    fn of(mail: &AccountMail<'_>, site: &Site, now: DateTime<Utc>) -> Self {
        let greeting = format!("Hello {},", one_line(mail.name));
        match mail.matter {
            Matter::Link {
                purpose,
                token,
                expires_at,
            } => Self {
                greeting,
                expires: Some(time(expires_at)),
                ..Self::with_link(purpose, token, site)
            },
            Matter::PasswordChanged => Self {
                headline: "Your password was changed",
                greeting,
                paragraph: format!(
                    "The password of your account was changed on {}, and other sessions have \
                     ended. If it was not you, choose a new password at once:",
                    time(now)
                ),
                expires: None,
                otherwise: "If it was you, nothing else is to be done.",
                link_label: "Choose a new password",
                link: site.page("/forgot-password"),
            },
        }
    }

    fn with_link(purpose: Purpose, token: &str, site: &Site) -> Self {
        let (headline, paragraph, otherwise, page) = match purpose {
            Purpose::VerifyEmail => (
                "Confirm your e-mail address",
                "Please confirm that this is your address:",
                "If you have no account with us, ignore this mail.",
                "/verify-email",
            ),
            Purpose::ResetPassword => (
                "Choose a new password",
                "Somebody, probably you, has forgotten the password of your account:",
                "If it was not you, ignore this mail: your password stays as it is.",
                "/reset-password",
            ),
        };
        Self {
            headline,
            greeting: String::new(),
            paragraph: paragraph.to_owned(),
            expires: None,
            otherwise,
            link_label: headline,
            // After the `#`, which browsers send to nobody: it stands in no server's log.
            link: site.page(&format!("{page}#token={token}")),
        }
    }
}

fn time(at: DateTime<Utc>) -> String {
    at.format("%-d %B %Y, %H:%M UTC").to_string()
}

/// Due at once, by the clock that due times are judged by.
const INSERT: &str = "INSERT INTO mails (id, position, recipient, account_id, buyer_id, template,
        to_address, to_name, message_id, subject, text, html, ics,
        state, next_attempt_at, give_up_at, created_at)
    VALUES ($1, NULL, 'owner', $2, $2, $3, $4, $5, $6, $7, $8, $9, '', 'pending', clock_timestamp(),
        $11, $10)";

/// Writes a mail in the caller's transaction.
///
/// # Errors
/// The database failed, or `PUBLIC_URL` is no address.
pub async fn write(
    db: &mut PgConnection,
    mail: &AccountMail<'_>,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let site = Site::parse(mail.public_url)
        .ok_or_else(|| WriteError::PublicUrl(mail.public_url.to_owned()))?;
    let letter = Letter::of(mail, &site, now);
    let id = Uuid::now_v7();
    sqlx::query(INSERT)
        .bind(id)
        .bind(mail.account_id.uuid())
        .bind(mail.matter.template())
        .bind(one_line(mail.email))
        .bind(one_line(mail.name))
        .bind(format!("<{id}@{}>", site.host()))
        .bind(letter.headline)
        .bind(Text { letter: &letter }.render()?)
        .bind(Html { letter: &letter }.render()?)
        .bind(now)
        .bind(mail.matter.give_up_at(now))
        .execute(&mut *db)
        .await?;
    sqlx::query("SELECT pg_notify('seatlog_mails', '')")
        .execute(db)
        .await?;
    Ok(())
}
