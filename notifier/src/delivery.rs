//! Handing a mail over: to a mail server, or to a folder.

mod dialogue;
pub(crate) mod folder;
mod message;
#[cfg(test)]
pub(crate) mod simulation;
mod smtp_route;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use lettre::message::Mailbox;

use crate::outbox::{Claimed, Outcome};
use dialogue::Dialogue;
pub(crate) use smtp_route::SmtpRoute;

/// Where mails go.
#[derive(Debug)]
pub(crate) enum Delivery {
    /// To a mail server.
    Smtp(Box<SmtpRoute>),
    /// To `.eml` files in a folder.
    Folder(PathBuf),
}

/// Delivers mails one after the other, and keeps the connection between two of them.
#[derive(Debug)]
pub(crate) struct Postman<'a> {
    delivery: &'a Delivery,
    from: &'a Mailbox,
    open: Option<Dialogue>,
}

impl<'a> Postman<'a> {
    pub(crate) fn new(delivery: &'a Delivery, from: &'a Mailbox) -> Self {
        Self {
            delivery,
            from,
            open: None,
        }
    }

    /// Delivers a mail, and says how that ended.
    pub(crate) async fn deliver(&mut self, mail: &Claimed) -> Outcome {
        let message = match message::build(self.from, mail) {
            Ok(message) => message,
            Err(error) => return Outcome::Refused(error.to_string()),
        };
        match self.delivery {
            Delivery::Folder(folder) => {
                let written = folder::write(folder, mail.id, &message.formatted()).await;
                written.map_or_else(|e| Outcome::Failed(e.to_string()), |()| Outcome::Sent)
            }
            Delivery::Smtp(route) => {
                let mut dialogue = match self.dialogue(route).await {
                    Ok(dialogue) => dialogue,
                    Err(error) => return Outcome::Failed(error),
                };
                let outcome = dialogue.deliver(&message).await;
                self.open = Some(dialogue);
                outcome
            }
        }
    }

    /// Ends the connection, if there is one.
    pub(crate) async fn hang_up(&mut self) {
        if let Some(dialogue) = self.open.take() {
            dialogue.hang_up().await;
        }
    }

    async fn dialogue(&mut self, route: &SmtpRoute) -> Result<Dialogue, String> {
        if let Some(mut dialogue) = self.open.take()
            && dialogue.renew().await
        {
            return Ok(dialogue);
        }
        Dialogue::begin(route).await
    }
}
