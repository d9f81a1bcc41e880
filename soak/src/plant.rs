//! Faults that are planted in a run, to see that it finds them.

use std::str::FromStr;

use anyhow::{Context, Result, ensure};
use seatlog_testkit::Fault as MailFault;
use serde_json::json;

use crate::evidence::{Evidence, Reply, Wish};
use crate::ground::Ground;

/// What is broken on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plant {
    /// The mail server acknowledges a mail and loses it.
    LostMail,
    /// A row of a read model is deleted when everything has come to rest.
    LostRow,
    /// Somebody was told of a booking that is in no log.
    InventedAnswer,
}

const ALL: [(Plant, &str); 3] = [
    (Plant::LostMail, "lost-mail"),
    (Plant::LostRow, "lost-row"),
    (Plant::InventedAnswer, "invented-answer"),
];

impl Plant {
    /// While people buy.
    pub(crate) fn in_the_sale(self, ground: &Ground) {
        if self == Self::LostMail {
            ground.smtp.queue(MailFault::Forget);
        }
    }

    /// When everything has come to rest.
    pub(crate) async fn at_rest(self, ground: &Ground) -> Result<()> {
        if self == Self::LostRow {
            let sql = "DELETE FROM bookings WHERE position = (SELECT max(position) FROM bookings)";
            let deleted = sqlx::query(sql).execute(&ground.pool).await?;
            ensure!(deleted.rows_affected() == 1, "nobody has booked anything");
        }
        Ok(())
    }

    /// In what is known of the run.
    pub(crate) fn in_evidence(self, evidence: &mut Evidence) -> Result<()> {
        if self == Self::InventedAnswer {
            let mut commands = evidence.commands.iter_mut();
            let booking =
                commands.find(|it| matches!(it.wish, Wish::Book(_)) && it.done().is_some());
            let booking = booking.context("nobody has booked anything")?;
            let told = booking.replies.first().map_or(0, |it| it.heard);
            booking.replies = vec![Reply {
                heard: told,
                status: 201,
                position: Some(1),
                body: json!({"id": uuid::Uuid::nil(), "seats": [], "total_minor": 0}),
            }];
        }
        Ok(())
    }
}

impl FromStr for Plant {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let named = ALL.into_iter().find(|(_, name)| *name == text);
        let names = ALL.map(|(_, name)| name).join(", ");
        named
            .map(|(plant, _)| plant)
            .ok_or(format!("one of {names}"))
    }
}
