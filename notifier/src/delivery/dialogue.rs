//! The dialogue with a mail server.
//!
//! lettre's transport tells that something failed, not where. Here each step is taken by itself,
//! because all depends on one line: before the message was handed over a failure means "not
//! sent", after it "nobody knows".

use std::fmt;
use std::time::Duration;

use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{AsyncSmtpConnection, Tls};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter};

use super::smtp_route::SmtpRoute;
use crate::outbox::Outcome;

/// An open connection.
///
/// Each step has a time limit. There are at most eight: RSET on an old connection that turns out
/// to be dead, connect and greeting, STARTTLS, AUTH, MAIL, RCPT, DATA and the message. The lease of
/// a mail is longer than all of them.
pub(super) struct Dialogue {
    connection: AsyncSmtpConnection,
    patience: Duration,
    silent: bool,
}

/// A step that went wrong: the server's answer, or why there was none.
enum Trouble {
    Answer { permanent: bool, text: String },
    Silence(String),
}

impl Dialogue {
    /// Connects, encrypts and logs in. Nothing that goes wrong here is the mail's fault, so even a
    /// permanent refusal is tried again later.
    pub(super) async fn begin(route: &SmtpRoute) -> Result<Self, String> {
        let patience = route.patience;
        let mut connection = step(patience, route.connect()).await?;
        let upgrade = match &route.tls {
            Tls::Required(parameters) => Some(parameters),
            Tls::Opportunistic(parameters) if connection.can_starttls() => Some(parameters),
            Tls::None | Tls::Opportunistic(_) | Tls::Wrapper(_) => None,
        };
        if let Some(parameters) = upgrade {
            step(
                patience,
                connection.starttls(parameters.clone(), &route.hello),
            )
            .await?;
        }
        if let Some(credentials) = &route.credentials {
            step(patience, connection.auth(DEFAULT_MECHANISMS, credentials)).await?;
        }
        Ok(Self {
            connection,
            patience,
            silent: false,
        })
    }

    /// Makes an old connection ready for the next mail; false if that cannot be.
    pub(super) async fn renew(&mut self) -> bool {
        !self.silent
            && step(self.patience, self.connection.command(Rset))
                .await
                .is_ok()
    }

    /// Hands a mail over.
    pub(super) async fn deliver(&mut self, message: &Message) -> Outcome {
        let bytes = message.formatted();
        let parameters = match self.parameters(message, bytes.is_ascii()) {
            Ok(parameters) => parameters,
            Err(refusal) => return Outcome::Refused(refusal),
        };
        match self.hand_over(message, &bytes, parameters).await {
            Ok(()) => Outcome::Sent,
            Err(outcome) => outcome,
        }
    }

    async fn hand_over(
        &mut self,
        message: &Message,
        bytes: &[u8],
        parameters: Vec<MailParameter>,
    ) -> Result<(), Outcome> {
        let envelope = message.envelope();
        let mail = Mail::new(envelope.from().cloned(), parameters);
        // A sender that the server does not like is for the operator to mend: no refusal is final.
        let sender = self.say(mail).await;
        sender.map_err(|trouble| Outcome::Failed(trouble.into()))?;
        for recipient in envelope.to() {
            let recipient = self.say(Rcpt::new(recipient.clone(), vec![])).await;
            recipient.map_err(Trouble::certain)?;
        }
        self.say(Data).await.map_err(Trouble::certain)?;
        self.say(on_the_wire(bytes))
            .await
            .map_err(|trouble| match trouble {
                Trouble::Silence(text) => Outcome::Unknown(text),
                Trouble::Answer { .. } => trouble.certain(),
            })
    }

    async fn say(&mut self, command: impl fmt::Display) -> Result<(), Trouble> {
        let answer = step(self.patience, self.connection.command(command)).await;
        self.silent |= matches!(answer, Err(Trouble::Silence(_)));
        answer.map(|_| ())
    }

    /// Takes leave, if the server still listens.
    pub(super) async fn hang_up(mut self) {
        if !self.silent {
            // What the server says to that changes nothing.
            let _ = tokio::time::timeout(self.patience, self.connection.abort()).await;
        }
    }

    fn parameters(&self, message: &Message, ascii: bool) -> Result<Vec<MailParameter>, String> {
        let server = self.connection.server_info();
        let mut parameters = Vec::new();
        let envelope = message.envelope();
        let mut addresses = envelope.to().iter().chain(envelope.from());
        if addresses.any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
            if !server.supports_feature(Extension::SmtpUtfEight) {
                return Err("the mail server cannot send to an address like this".to_owned());
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !ascii && server.supports_feature(Extension::EightBitMime) {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        Ok(parameters)
    }
}

/// The message and the final dot, with the dots that SMTP adds (RFC 5321, 4.5.2). All in one
/// piece: lettre would write the final dot by itself, and TCP hold it back for 40 ms.
fn on_the_wire(message: &[u8]) -> String {
    let text = String::from_utf8_lossy(message);
    let dot = if text.starts_with('.') { "." } else { "" };
    let end = if text.ends_with("\r\n") { "" } else { "\r\n" };
    format!("{dot}{}{end}.\r\n", text.replace("\n.", "\n.."))
}

impl Trouble {
    /// The mail was certainly not taken.
    fn certain(self) -> Outcome {
        match self {
            Self::Answer {
                permanent: true,
                text,
            } => Outcome::Refused(text),
            Self::Answer { text, .. } | Self::Silence(text) => Outcome::Failed(text),
        }
    }
}

impl From<Trouble> for String {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Answer { text, .. } | Trouble::Silence(text) => text,
        }
    }
}

async fn step<T>(
    patience: Duration,
    step: impl Future<Output = Result<T, Error>>,
) -> Result<T, Trouble> {
    match tokio::time::timeout(patience, step).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) if error.status().is_some() => Err(Trouble::Answer {
            permanent: error.is_permanent(),
            text: error.to_string(),
        }),
        Ok(Err(error)) => Err(Trouble::Silence(error.to_string())),
        Err(_) => Err(Trouble::Silence(format!("no answer within {patience:?}"))),
    }
}

impl fmt::Debug for Dialogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dialogue").finish_non_exhaustive()
    }
}
