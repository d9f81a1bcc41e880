//! What people saw fits into one order: that of the log.
//!
//! The log is the witness. It explains an execution if nothing stands before what was answered
//! before it was asked for, and if everybody who was told that a seat is taken was told so while it
//! was. Then the history of each seat is linearizable, with the commit of each fact, and some moment
//! while the seat was taken, as the points.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::evidence::{Command, Evidence, Fact, Micros, Position, Reply, Wish};

use super::Verdict;

/// When a seat was somebody's: positions, the second one not included.
type Times = Vec<(Position, Position)>;

/// A command that was done, between two moments of its caller, at a position.
struct Done {
    position: Position,
    asked: Micros,
    heard: Micros,
}

/// The log agrees with the order in which people asked and were answered.
pub(super) fn is_linearizable(evidence: &Evidence) -> Verdict {
    let mut verdict = Verdict::new("history is linearizable");
    let done = in_order_of_the_log(&evidence.commands);
    verdict.looked_at += done.len();
    let mut latest_asked = 0;
    for it in &done {
        // Whatever stands before it was asked for before it was answered.
        if it.heard < latest_asked {
            verdict.object(format!(
                "position {} was answered at {} µs, before something that stands before it was asked for at {latest_asked} µs",
                it.position, it.heard
            ));
        }
        latest_asked = latest_asked.max(it.asked);
    }
    let (order, times) = (Order::of(&done), taken_times(evidence));
    for command in &evidence.commands {
        let Some(reply) = command.reply() else {
            continue;
        };
        if reply.problem() != "seat-taken" {
            continue;
        }
        verdict.looked_at += 1;
        if let Some(wrong) = wrongly_refused(command, reply, (&order, &times)) {
            verdict.object(format!("{wrong}: {command:?}"));
        }
    }
    verdict
}

fn in_order_of_the_log(commands: &[Command]) -> Vec<Done> {
    let mut done: Vec<_> = commands
        .iter()
        .filter_map(|command| {
            let reply = command.done()?;
            Some(Done {
                position: reply.position?,
                asked: command.asked,
                heard: reply.heard,
            })
        })
        .collect();
    done.sort_by_key(|it| it.position);
    done
}

/// Leads from moments to positions.
struct Order {
    /// By when it was heard: the highest position heard of by then.
    heard: BTreeMap<Micros, Position>,
    /// By when it was asked for: the lowest position of what was asked for then or later.
    asked: BTreeMap<Micros, Position>,
}

impl Order {
    fn of(done: &[Done]) -> Self {
        let (mut heard, mut asked) = (BTreeMap::new(), BTreeMap::new());
        for it in done {
            let latest = heard.entry(it.heard).or_insert(it.position);
            *latest = it.position.max(*latest);
            let earliest = asked.entry(it.asked).or_insert(it.position);
            *earliest = it.position.min(*earliest);
        }
        let mut highest = 0;
        for position in heard.values_mut() {
            highest = highest.max(*position);
            *position = highest;
        }
        let mut lowest = Position::MAX;
        for position in asked.values_mut().rev() {
            lowest = lowest.min(*position);
            *position = lowest;
        }
        Self { heard, asked }
    }

    /// The log had at least this position then.
    fn at_least(&self, moment: Micros) -> Position {
        let before = self.heard.range(..moment).next_back();
        before.map_or(0, |(_, position)| *position)
    }

    /// The log had not come to this position then.
    fn less_than(&self, moment: Micros) -> Position {
        let after = self.asked.range(moment + 1..).next();
        after.map_or(Position::MAX, |(_, position)| *position)
    }
}

/// When each seat was taken, by whatever.
fn taken_times(evidence: &Evidence) -> HashMap<(Uuid, &str), Times> {
    let mut times: HashMap<(Uuid, &str), Times> = HashMap::new();
    for row in &evidence.log {
        let (seats, taken) = match &row.fact {
            Fact::Booked(it) => (&it.seats, it.hold_id.is_none().then_some(true)),
            Fact::Held(it) => (&it.seats, Some(true)),
            Fact::Blocked(it) => (&it.seats, Some(true)),
            Fact::Cancelled(it) => (&it.seats, Some(false)),
            Fact::Released(it) | Fact::Expired(it) => (&it.seats, Some(false)),
            Fact::Unblocked(it) => (&it.seats, Some(false)),
            Fact::Created(_) | Fact::CalledOff | Fact::Extended(_) | Fact::Other => continue,
        };
        let Some(taken) = taken else { continue };
        for seat in seats {
            let times = times.entry((row.stream.1, seat.as_str())).or_default();
            match (taken, times.last_mut()) {
                (true, _) => times.push((row.position, Position::MAX)),
                (false, Some(last)) => last.1 = row.position,
                (false, None) => {}
            }
        }
    }
    times
}

/// What is wrong with the refusal of seats: there must be one moment, while it was under way, at
/// which all the seats that it names were taken.
fn wrongly_refused(
    command: &Command,
    reply: &Reply,
    (order, times): (&Order, &HashMap<(Uuid, &str), Times>),
) -> Option<&'static str> {
    let named = reply.seats();
    let (Wish::Book(wanted) | Wish::Hold(wanted)) = &command.wish else {
        return Some("seats are taken that were not named");
    };
    if named.is_empty() || !named.iter().all(|seat| wanted.contains(seat)) {
        return Some("seats are taken that nobody wanted");
    }
    let mut moments = vec![(order.at_least(command.asked), order.less_than(reply.heard))];
    for seat in &named {
        let seat = times.get(&(command.event, seat.as_str()));
        let seat = seat.map_or(&[][..], Vec::as_slice);
        moments = meet(&moments, seat);
    }
    moments.is_empty().then_some("the seats were free")
}

/// What two lists of stretches have in common.
fn meet(one: &[(Position, Position)], other: &[(Position, Position)]) -> Times {
    let mut common = Times::new();
    for (from, to) in one {
        for (begin, end) in other {
            let (from, to) = (*from.max(begin), *to.min(end));
            if from < to {
                common.push((from, to));
            }
        }
    }
    common
}
