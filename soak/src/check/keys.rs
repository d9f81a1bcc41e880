//! A key leads to one thing at most, and always to the same answer.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::evidence::{Command, Evidence, Fact, Reply, Wish};

use super::Verdict;

/// However often a command is sent with its key: one booking, hold, cancellation or call-off at
/// most, none if it was refused, and one answer. What nobody asked for is not in the log.
pub(super) fn lead_to_one_thing_and_one_answer(evidence: &Evidence) -> Verdict {
    let mut verdict = Verdict::new("one key, one booking, one answer");
    let mut made = things_by_command(evidence);
    let mut commands = HashMap::new();
    for stored in &evidence.keys {
        let known = commands.insert((stored.user, stored.key.as_str()), stored.command);
        if known.is_some() {
            verdict.object(format!("a key with two commands: {stored:?}"));
        }
    }
    for command in &evidence.commands {
        let Some(key) = &command.key else { continue };
        verdict.looked_at += 1;
        if let Some(wrong) = differing(&command.replies) {
            verdict.object(format!("{wrong}: {command:?}"));
        }
        let id = commands.get(&(command.user, key.as_str()));
        let things = id.and_then(|id| made.remove(id)).unwrap_or_default();
        if let Some(wrong) = wrong_things(command, &things) {
            verdict.object(format!("{wrong}, {things:?}: {command:?}"));
        }
    }
    for (command, things) in made {
        verdict.object(format!("nobody asked for {things:?}, command {command}"));
    }
    verdict
}

/// Bookings, holds, cancellations and call-offs by the command that led to them. Cancellations that
/// follow from a call-off are part of it.
fn things_by_command(evidence: &Evidence) -> HashMap<Uuid, Vec<Uuid>> {
    let mut made: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for row in &evidence.log {
        let thing = match &row.fact {
            Fact::Booked(it) => it.booking_id,
            Fact::Held(it) => it.hold_id,
            Fact::Cancelled(it) if it.cause != "event_cancelled" => it.booking_id,
            Fact::CalledOff => row.stream.1,
            Fact::Released(_)
            | Fact::Cancelled(_)
            | Fact::Created(_)
            | Fact::Extended(_)
            | Fact::Expired(_)
            | Fact::Blocked(_)
            | Fact::Unblocked(_)
            | Fact::Other => continue,
        };
        made.entry(row.command.unwrap_or_default())
            .or_default()
            .push(thing);
    }
    made
}

/// What is wrong with the answers to one command.
fn differing(replies: &[Reply]) -> Option<&'static str> {
    let (first, rest) = replies.split_first()?;
    let other = rest
        .iter()
        .find(|it| (it.status, &it.body) != (first.status, &first.body));
    other.map(|_| "one key, two answers")
}

/// What is wrong with what a command led to.
fn wrong_things(command: &Command, things: &[Uuid]) -> Option<&'static str> {
    let told: HashSet<Uuid> = command.replies.iter().filter_map(Reply::id).collect();
    match (things, command.reply()) {
        // The answer to the hold was lost, and asked for again when its time or its event was over.
        ([_], Some(reply)) if is_over(command, reply) => None,
        ([], Some(reply)) if reply.is_done() => Some("answered, and its key led to nothing"),
        ([_, ..], Some(reply)) if !reply.is_done() => Some("refused, and done all the same"),
        ([], _) | ([_], None) => None,
        ([thing], Some(_)) => (!told.contains(thing)).then_some("told of something else"),
        (_, _) => Some("one key, done more than once"),
    }
}

fn is_over(command: &Command, reply: &Reply) -> bool {
    let over = ["hold-expired", "not-found"].contains(&reply.problem());
    matches!(command.wish, Wish::Hold(_)) && over && command.attempts > 1
}
