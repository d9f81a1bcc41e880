//! Every booking and every cancellation has its mails, each once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Serialize;
use uuid::Uuid;

use crate::evidence::{Evidence, Fact, MailRow, Position};

use super::Verdict;
use super::house::House;

/// A mail: the fact that it tells of, and where it goes.
type Mail<'a> = (Position, &'a str);

/// How mails arrived.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Copies {
    /// Mails that arrived.
    pub arrived: usize,
    /// Of these, mails that arrived twice after an outcome that nobody could know.
    pub doubles: usize,
    /// Mails whose outcome nobody could know twice, and which did not arrive: they are shown to
    /// admins and not sent a third time.
    pub left_to_admins: usize,
}

/// Each mail that must be has one row and arrived once; twice only after an outcome that nobody
/// could know. No other mail was written or sent.
pub(super) fn arrive_once(evidence: &Evidence) -> Verdict {
    let mut verdict = Verdict::new("every mail arrives, once");
    let expected = expected(evidence);
    let mut rows: BTreeMap<Mail<'_>, &MailRow> = BTreeMap::new();
    let mut known = HashSet::new();
    for row in &evidence.mails {
        let mail = (row.position, row.to.as_str());
        if rows.insert(mail, row).is_some() {
            verdict.object(format!("a mail with two rows: {row:?}"));
        }
        if !expected.contains(&mail) {
            verdict.object(format!("a mail that nobody is to get: {row:?}"));
        }
        if !known.insert((row.to.as_str(), row.message_id.as_str())) {
            verdict.object(format!("two mails with one Message-ID: {row:?}"));
        }
    }
    for received in &evidence.received {
        if !known.contains(&(received.to.as_str(), received.message_id.as_str())) {
            verdict.object(format!("a mail that was never written: {received:?}"));
        }
    }
    let copies = counted(evidence);
    for mail in &expected {
        verdict.looked_at += 1;
        match rows.get(mail) {
            None => verdict.object(format!("no mail was written for {mail:?}")),
            Some(row) => {
                let found = *copies.get(row.message_id.as_str()).unwrap_or(&0);
                if let Some(wrong) = judge(row, found) {
                    verdict.object(format!("{wrong}, {found} copies: {row:?}"));
                }
            }
        }
    }
    verdict
}

/// How the mails of a run arrived.
pub fn copies(evidence: &Evidence) -> Copies {
    let counted = counted(evidence);
    let mut copies = Copies::default();
    for row in &evidence.mails {
        match counted.get(row.message_id.as_str()) {
            None => copies.left_to_admins += usize::from(left_to_admins(row)),
            Some(found) => {
                copies.arrived += 1;
                copies.doubles += usize::from(*found > 1);
            }
        }
    }
    copies
}

fn counted(evidence: &Evidence) -> HashMap<&str, usize> {
    let mut copies = HashMap::new();
    for received in &evidence.received {
        *copies.entry(received.message_id.as_str()).or_default() += 1;
    }
    copies
}

fn left_to_admins(row: &MailRow) -> bool {
    row.state == "ambiguous" && row.unknown_outcomes >= 2
}

fn judge(row: &MailRow, copies: usize) -> Option<&'static str> {
    match copies {
        0 if left_to_admins(row) => None,
        0 => Some("a mail is lost"),
        2 if row.unknown_outcomes == 0 => Some("a mail came twice although its outcome was known"),
        1 | 2 => {
            let settled = row.state == "sent" || left_to_admins(row);
            (!settled).then_some("a mail arrived, and its row does not know")
        }
        _ => Some("a mail came more than twice"),
    }
}

/// The mails that the log asks for.
fn expected(evidence: &Evidence) -> BTreeSet<Mail<'_>> {
    let mut mails = BTreeSet::new();
    let mut house = House::default();
    let address = |user: &Uuid| evidence.people.get(user).map_or("?", String::as_str);
    for row in &evidence.log {
        match &row.fact {
            Fact::Booked(it) => {
                mails.insert((row.position, address(&it.user_id)));
                mails.insert((row.position, evidence.admin_address.as_str()));
            }
            Fact::Cancelled(it) if it.cause != "event_cancelled" => {
                mails.insert((row.position, address(&it.user_id)));
            }
            // One for each buyer, however many bookings they have.
            Fact::CalledOff => {
                let standing = house.bookings.values();
                let standing =
                    standing.filter(|it| it.event == row.stream.1 && it.cancelled.is_none());
                mails.extend(standing.map(|it| (row.position, address(&it.user))));
            }
            Fact::Cancelled(_)
            | Fact::Created(_)
            | Fact::Held(_)
            | Fact::Extended(_)
            | Fact::Released(_)
            | Fact::Expired(_)
            | Fact::Blocked(_)
            | Fact::Unblocked(_)
            | Fact::Other => {}
        }
        house.take(row);
    }
    mails
}
