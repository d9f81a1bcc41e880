//! Reads what a run has left.

mod tables;

use std::collections::HashSet;

use anyhow::{Context, Result};
use seatlog_testkit::ReceivedMail;
use serde_json::Value;

use crate::evidence::{Audit, Evidence, Received, Summary};
use crate::ground::{COPIES, Ground};
use crate::load::{Person, Remembered};

/// All of it.
pub(crate) async fn evidence(
    ground: &Ground,
    admin: &Person,
    remembered: &Remembered,
) -> Result<Evidence> {
    let pool = &ground.pool;
    let mut models = tables::models(pool).await?;
    models.summary = summary(&admin.get("/reports/summary").await?)?;
    let elsewhere = tables::account_mails(pool).await?;
    Ok(Evidence {
        log: tables::log(pool).await?,
        commands: remembered
            .asked
            .iter()
            .map(|it| it.command.clone())
            .collect(),
        keys: tables::keys(pool).await?,
        views: remembered.views.clone(),
        models,
        people: tables::people(pool).await?,
        admin_address: COPIES.to_owned(),
        mails: tables::mails(pool).await?,
        received: received(&ground.smtp.received(), &elsewhere)?,
        audit: audit(ground).await?,
    })
}

fn summary(report: &Value) -> Result<Summary> {
    let number = |name: &str| report[name].as_i64().context("a report without figures");
    let count = |name: &str| Ok::<_, anyhow::Error>(number(name)?.try_into()?);
    let revenue = report["revenue"].as_array().into_iter().flatten();
    let revenue = revenue.filter_map(|it| it["amount_minor"].as_i64());
    Ok(Summary {
        bookings: count("bookings")?,
        cancelled_bookings: count("cancelled_bookings")?,
        seats_sold: count("seats_sold")?,
        revenue_minor: revenue.sum(),
    })
}

/// What the mail server was given, mails about accounts left out.
fn received(mails: &[ReceivedMail], elsewhere: &HashSet<String>) -> Result<Vec<Received>> {
    let mut received = Vec::new();
    for mail in mails {
        let message_id = message_id(&mail.raw).context("a mail without a Message-ID")?;
        if elsewhere.contains(&message_id) {
            continue;
        }
        let copies = mail.to.iter().map(|to| Received {
            to: to.clone(),
            message_id: message_id.clone(),
        });
        received.extend(copies);
    }
    Ok(received)
}

/// The header, which may go on in the next line (RFC 5322, 2.2.3).
fn message_id(raw: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(raw);
    let head = text.split("\r\n\r\n").next()?.replace("\r\n ", " ");
    let mut headers = head.lines().filter_map(|line| line.split_once(':'));
    let (_, id) = headers.find(|(name, _)| name.eq_ignore_ascii_case("message-id"))?;
    Some(id.trim().to_owned())
}

async fn audit(ground: &Ground) -> Result<Audit> {
    let ended = ground.verify().await?;
    let said = [&ended.stdout[..], &ended.stderr].concat();
    let verdict: Value = serde_json::from_slice(&ended.stdout).unwrap_or_default();
    Ok(Audit {
        ok: ended.status.success() && verdict["ok"] == true,
        checked: verdict["checked"].as_i64().unwrap_or_default(),
        head_position: verdict["head_position"].as_i64().unwrap_or_default(),
        said: String::from_utf8_lossy(&said).into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_id_is_found_in_one_line_or_two() {
        for raw in [
            "From: a\r\nMessage-ID: <1.2@here>\r\n\r\nMessage-ID: no\r\n",
            "message-id:\r\n <1.2@here>\r\nTo: b\r\n\r\n",
        ] {
            assert_eq!(message_id(raw.as_bytes()).as_deref(), Some("<1.2@here>"));
        }
        assert_eq!(message_id(b"From: a\r\n\r\nMessage-ID: <no>\r\n"), None);
    }
}
