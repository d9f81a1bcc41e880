//! Sales at random: what people and admins may do, in an order that the aggregate would allow.

use std::collections::BTreeSet;

use seatlog_projections::log::Fact;

use crate::written_log::*;

/// SplitMix64: small, and the same on every machine.
/// Source: <https://prng.di.unimi.it/splitmix64.c>
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }

    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }
}

/// Events on sale in a box office: the first ones.
pub(crate) const EVENTS: u128 = 4;

fn seat_names() -> Vec<String> {
    let stalls = (1..=10).map(|number| format!("ST-A-{number}"));
    stalls
        .chain((1..=5).map(|place| format!("GA-{place}")))
        .collect()
}

/// A booking or hold that stands: its event, number and seats.
type Standing = (u128, u128, Vec<String>);

fn hold<'a>((event, number, seats): &'a (u128, u128, Vec<&'a str>)) -> Held<'a> {
    held(*event, *number, seats)
}

/// The next thing to happen to an open hold, and whether it stands as a booking then.
fn next_of_hold(dice: &mut Dice, of: &Standing) -> (Fact, bool) {
    let of = (of.0, of.1, of.2.iter().map(String::as_str).collect());
    match dice.roll(3) {
        0 => (hold(&of).released(), false),
        1 => (hold(&of).expired(), false),
        _ => (hold(&of).booked(), true),
    }
}

/// At most three seats of an event that are in none of these.
fn some_free<'a>(
    dice: &mut Dice,
    id: u128,
    taken: impl Iterator<Item = &'a Standing>,
) -> Vec<String> {
    let taken: BTreeSet<_> = taken
        .filter(|(event, ..)| *event == id)
        .flat_map(|(.., seats)| seats.clone())
        .collect();
    let mut free = seat_names();
    free.retain(|seat| !taken.contains(seat) && dice.chance(20));
    free.truncate(3);
    free
}

/// What a lively box office might record; only what the rules allow.
pub(crate) fn box_office(dice: &mut Dice, length: usize) -> Vec<Fact> {
    let mut facts: Vec<Fact> = (1..=EVENTS)
        .map(|id| created(id, "Nabucco", at(24)))
        .collect();
    let (mut standing, mut holds): (Vec<Standing>, Vec<Standing>) = (vec![], vec![]);
    let mut blocks: Vec<Standing> = vec![];
    let (mut next, mut accounts) = (1_u128, vec![]);
    while facts.len() < length {
        let id = 1 + u128::from(dice.roll(EVENTS.try_into().unwrap()));
        let hour = at(i64::try_from(dice.roll(30)).unwrap());
        let sale = |event, number, seats: &[String]| -> (Fact, Fact) {
            let seats: Vec<&str> = seats.iter().map(String::as_str).collect();
            let sale = Sold {
                at: hour,
                ..sold(event, number, &seats)
            };
            (sale.booked(), sale.cancelled())
        };
        match dice.roll(12) {
            0 if dice.chance(50) => {
                accounts.push(next);
                facts.push(registered(next));
                next += 1;
            }
            0 if !accounts.is_empty() => {
                let gone = dice.roll(accounts.len().try_into().unwrap());
                facts.push(erased(accounts.swap_remove(gone.try_into().unwrap())));
            }
            1 => facts.push(published(id)),
            2 | 3 if !standing.is_empty() => {
                let gone = dice.roll(standing.len().try_into().unwrap());
                let (event, number, seats) = standing.swap_remove(gone.try_into().unwrap());
                facts.push(sale(event, number, &seats).1);
            }
            4 if !holds.is_empty() => {
                let ended = dice.roll(holds.len().try_into().unwrap());
                let hold = holds.swap_remove(ended.try_into().unwrap());
                let (fact, stands) = next_of_hold(dice, &hold);
                facts.push(fact);
                if stands {
                    standing.push(hold);
                }
            }
            5 if !blocks.is_empty() => {
                let (event, _, seats) = blocks.swap_remove(0);
                let seats: Vec<&str> = seats.iter().map(String::as_str).collect();
                facts.push(unblocked(event, &seats));
            }
            kind => {
                let free = some_free(dice, id, standing.iter().chain(&holds).chain(&blocks));
                let names: Vec<&str> = free.iter().map(String::as_str).collect();
                let (fact, taken) = match kind {
                    6 | 7 => (held(id, next, &names).made(), &mut holds),
                    8 => (blocked(id, &names), &mut blocks),
                    _ => (sale(id, next, &free).0, &mut standing),
                };
                if !free.is_empty() {
                    facts.push(fact);
                    taken.push((id, next, free));
                    next += 1;
                }
            }
        }
    }
    facts
}

/// After those with sales, some that are called off, or deleted, or stay drafts.
const ALL_EVENTS: u128 = 10;

/// The sales of a box office, with edits, events that come and go, and people.
pub(crate) fn busy_months(dice: &mut Dice, length: usize) -> Vec<Fact> {
    let mut facts = box_office(dice, length);
    let mut insert = |dice: &mut Dice, from: usize, fact: Fact| {
        let room = u64::try_from(facts.len() - from).unwrap();
        let at = from + usize::try_from(dice.roll(room)).unwrap();
        facts.insert(at, fact);
        at + 1
    };
    for number in EVENTS + 1..=ALL_EVENTS {
        let mut after = insert(dice, 4, created(number, &format!("Event {number}"), at(24)));
        if dice.chance(80) {
            after = insert(dice, after, published(number));
        }
        if dice.chance(60) {
            after = insert(dice, after, event_cancelled(number));
        }
        if dice.chance(50) {
            insert(dice, after, deleted(number));
        }
    }
    for edit in 0..20 {
        let number = 1 + u128::from(dice.roll(EVENTS.try_into().unwrap()));
        insert(dice, 4, renamed(number, &format!("Name {edit}")));
    }
    facts
}
