//! What was acknowledged is in the log, as it was told; what was refused is not.

use std::collections::HashMap;

use uuid::Uuid;

use crate::evidence::{Command, Evidence, Fact, Reply, Row, Wish};

use super::Verdict;

/// Every acknowledged booking, hold, cancellation and release has its fact, with the same person
/// and seats, at the position that was told. Every refusal is one that its command can get.
pub(super) fn never_vanishes(evidence: &Evidence) -> Verdict {
    let mut verdict = Verdict::new("acknowledged is recorded");
    let facts = index(&evidence.log);
    for command in &evidence.commands {
        for reply in &command.replies {
            verdict.looked_at += 1;
            let wrong = match reply.is_done() {
                true => recorded(command, reply, &facts).map(str::to_owned),
                false => refused(command, reply),
            };
            if let Some(wrong) = wrong {
                verdict.object(format!("{wrong}: {command:?}"));
            }
        }
    }
    verdict
}

/// What a fact is about, and which kind of fact.
type About = (&'static str, Uuid);

fn index(log: &[Row]) -> HashMap<About, &Row> {
    let about = |row: &Row| match &row.fact {
        Fact::Booked(it) => Some(("booked", it.booking_id)),
        Fact::Cancelled(it) => Some(("cancelled", it.booking_id)),
        Fact::Held(it) => Some(("held", it.hold_id)),
        Fact::Released(it) => Some(("released", it.hold_id)),
        Fact::CalledOff => Some(("called off", row.stream.1)),
        Fact::Created(_)
        | Fact::Extended(_)
        | Fact::Expired(_)
        | Fact::Blocked(_)
        | Fact::Unblocked(_)
        | Fact::Other => None,
    };
    let keyed = log.iter().filter_map(|row| Some((about(row)?, row)));
    keyed.collect()
}

fn recorded(
    command: &Command,
    reply: &Reply,
    facts: &HashMap<About, &Row>,
) -> Option<&'static str> {
    let (kind, id) = match &command.wish {
        Wish::Book(_) | Wish::BookBest(_) | Wish::BookHold(_) => ("booked", reply.id()),
        Wish::Hold(_) => ("held", reply.id()),
        Wish::Cancel(booking) => ("cancelled", Some(*booking)),
        Wish::Release(hold) => ("released", Some(*hold)),
        Wish::CallOff => ("called off", Some(command.event)),
    };
    let Some(row) = id.and_then(|id| facts.get(&(kind, id))) else {
        return Some("acknowledged, and not in the log");
    };
    if row.stream.1 != command.event {
        return Some("recorded for another event");
    }
    // A call-off is told with the last of its facts.
    let position = reply.position.filter(|_| command.wish != Wish::CallOff);
    if position.is_some_and(|told| told != row.position) {
        return Some("recorded at another position");
    }
    if !is_what_was_told(command, reply, &row.fact) {
        return Some("recorded as something else");
    }
    None
}

fn is_what_was_told(command: &Command, reply: &Reply, fact: &Fact) -> bool {
    let wanted = |seats: &[String]| match &command.wish {
        Wish::Book(named) | Wish::Hold(named) => same(named, seats),
        Wish::BookBest(quantity) => seats.len() == *quantity,
        Wish::BookHold(_) | Wish::Release(_) | Wish::Cancel(_) | Wish::CallOff => true,
    };
    match fact {
        Fact::Booked(it) => {
            let from_hold = it.hold_id.map(Wish::BookHold);
            it.user_id == command.user
                && from_hold.is_none_or(|wish| wish == command.wish)
                && it.seats == reply.seats()
                && reply.body["total_minor"] == it.total_minor
                && wanted(&it.seats)
        }
        Fact::Held(it) => {
            it.user_id == command.user && it.seats == reply.seats() && wanted(&it.seats)
        }
        Fact::Cancelled(it) => it.user_id == command.user && it.seats == reply.seats(),
        Fact::Released(_) | Fact::CalledOff => true,
        Fact::Created(_)
        | Fact::Extended(_)
        | Fact::Expired(_)
        | Fact::Blocked(_)
        | Fact::Unblocked(_)
        | Fact::Other => false,
    }
}

/// Whether these are the same seats, in whatever order.
fn same(one: &[String], other: &[String]) -> bool {
    let sorted = |seats: &[String]| {
        let mut seats = seats.to_vec();
        seats.sort_unstable();
        seats
    };
    sorted(one) == sorted(other)
}

/// What is wrong with a refusal by itself; whether a seat was taken is for `history` to say.
fn refused(command: &Command, reply: &Reply) -> Option<String> {
    let choosing = [
        "seat-taken",
        "sales-closed",
        "event-cancelled",
        "limit-reached",
        "not-enough-seats",
    ];
    let hold = ["hold-expired", "hold-already-booked", "not-found"];
    let problem = reply.problem();
    let possible = match command.wish {
        Wish::Book(_) | Wish::BookBest(_) => choosing.contains(&problem),
        // Asked for again, because its answer was lost, when its time or its event was over.
        Wish::Hold(_) => {
            let over = ["hold-expired", "not-found"].contains(&problem);
            choosing.contains(&problem) || over && command.attempts > 1
        }
        Wish::BookHold(_) => choosing.contains(&problem) || hold.contains(&problem),
        Wish::Release(_) => hold.contains(&problem),
        Wish::Cancel(_) => problem == "already-cancelled",
        Wish::CallOff => false,
    };
    (!possible).then(|| format!("no rule answers {} {problem}", reply.status))
}
