//! The message on the wire, from a mail's row. The same row always gives the same bytes, so a
//! second copy cannot be told from the first.

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use crate::outbox::Claimed;

/// Why there is no message.
#[derive(Debug, thiserror::Error)]
pub(super) enum MessageError {
    #[error("the address cannot be used: {0}")]
    Address(#[from] lettre::address::AddressError),
    #[error("the message cannot be built: {0}")]
    Message(#[from] lettre::error::Error),
    #[error("the attachment cannot be built: {0}")]
    Attachment(#[from] lettre::message::header::ContentTypeErr),
}

/// Builds the message.
pub(super) fn build(from: &Mailbox, mail: &Claimed) -> Result<Message, MessageError> {
    let address: Address = mail.to_address.parse()?;
    let name = Some(mail.to_name.clone()).filter(|name| !name.is_empty());
    let both = MultiPart::alternative()
        .boundary(format!("seatlog-text-{}", mail.id.simple()))
        .singlepart(SinglePart::plain(mail.text.clone()))
        .singlepart(SinglePart::html(mail.html.clone()));
    let body = if mail.ics.is_empty() {
        both
    } else {
        MultiPart::mixed()
            .boundary(format!("seatlog-mail-{}", mail.id.simple()))
            .multipart(both)
            .singlepart(calendar(&mail.ics)?)
    };
    let header = |name, value: &str| {
        HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
    };
    // RFC 3834: nobody's out-of-office note should answer.
    let mut message = Message::builder().raw_header(header("Auto-Submitted", "auto-generated"));
    // What the buyer complains about leads to the log lines of what they did.
    if let Some(id) = mail.request_id() {
        message = message.raw_header(header("X-Request-Id", &id.to_string()));
    }
    Ok(message
        .message_id(Some(mail.message_id.clone()))
        .date(mail.created_at.into())
        .from(from.clone())
        .to(Mailbox::new(name, address))
        .subject(mail.subject.clone())
        .multipart(body)?)
}

fn calendar(ics: &str) -> Result<SinglePart, MessageError> {
    let method = if ics.contains("METHOD:CANCEL") {
        "CANCEL"
    } else {
        "PUBLISH"
    };
    let kind = ContentType::parse(&format!("text/calendar; charset=utf-8; method={method}"))?;
    Ok(Attachment::new("booking.ics".to_owned()).body(ics.to_owned(), kind))
}
