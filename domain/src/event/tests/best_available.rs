//! The best seats: by examples, against an oracle that tries every choice in small houses, and
//! against one that looks at every seat in larger ones ([`large_houses`]).

mod large_houses;
mod scan;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::fixtures::*;
use super::given::{Given, given};
use crate::event::Refusal;
use crate::event::best::best;
use crate::event::free_seats::FreeSeats;
use crate::plan::{SeatIndex, SeatPlan};

const CARL: crate::ids::UserId = crate::ids::UserId::new(uuid::Uuid::from_u128(0xc));

/// The house of the examples, with these seats sold and a limit that does not matter.
fn with_sold(seats: &[&str]) -> Given {
    let given = given(on_sale_with(|it| it.max_seats_per_user = 100));
    if seats.is_empty() {
        given
    } else {
        given.after(book(SECOND, BERT, seats, 1))
    }
}

#[track_caller]
fn finds(sold: &[&str], section: Option<&str>, quantity: u32, seats: &[&str]) {
    with_sold(sold)
        .when(choose(FIRST, ANNA, best_of(section, quantity), 2))
        .then([booked(FIRST, ANNA, seats, 2)]);
}

#[test]
fn the_middle_of_the_first_row_that_leaves_no_single_seat() {
    finds(&[], None, 4, &["ST-A-1", "ST-A-2", "ST-A-3", "ST-A-4"]);
    // Two in the middle would leave one on either side.
    finds(&[], None, 2, &["ST-A-1", "ST-A-2"]);
    // In the first row three would leave one, in the second they do not.
    finds(&[], None, 3, &["ST-B-1", "ST-B-2", "ST-B-2A"]);
}

#[test]
fn a_party_sits_together_while_any_row_of_the_section_allows_it() {
    finds(
        &["ST-A-2", "ST-A-4"],
        None,
        3,
        &["ST-B-1", "ST-B-2", "ST-B-2A"],
    );
}

#[test]
fn a_party_stands_together_rather_than_being_split() {
    let sold = ["ST-A-2", "ST-A-4", "ST-B-2", "GA-2"];
    finds(&sold, None, 3, &["GA-3", "GA-4", "GA-5"]);
    // Places have no neighbours, so a gap does not matter.
    finds(&sold, None, 4, &["GA-1", "GA-3", "GA-4", "GA-5"]);
    // Unless only seats are wanted.
    finds(&sold, Some("ST"), 3, &["ST-A-1", "ST-A-3", "ST-B-1"]);
}

#[test]
fn a_named_section_is_the_only_one_that_is_looked_at() {
    finds(&[], Some("GA"), 2, &["GA-1", "GA-2"]);
    finds(&["GA-2"], Some("GA"), 2, &["GA-3", "GA-4"]);
    with_sold(&["GA-2"])
        .when(choose(FIRST, ANNA, best_of(Some("GA"), 5), 2))
        .then_refused(Refusal::NotEnoughSeats { free: 4 });
}

#[test]
fn too_few_seats_are_refused_with_what_is_left_and_enough_never_are() {
    with_sold(&["ST-A-1"])
        .when(choose(FIRST, ANNA, best_of(None, 12), 2))
        .then_refused(Refusal::NotEnoughSeats { free: 11 });
    let all = [
        "ST-A-2", "ST-A-3", "ST-A-4", "ST-B-1", "ST-B-2", "ST-B-2A", "GA-1", "GA-2", "GA-3",
        "GA-4", "GA-5",
    ];
    finds(&["ST-A-1"], None, 11, &all);
}

#[test]
fn a_section_that_the_event_does_not_have_is_an_unknown_seat() {
    for (section, seats) in [("XX", &["XX"][..]), ("", &[])] {
        given(on_sale())
            .when(choose(FIRST, CARL, best_of(Some(section), 1), 2))
            .then_refused(Refusal::UnknownSeat {
                seats: names(seats),
            });
    }
}

/// A row of seats or a general section of a small house.
#[derive(Debug, Clone)]
struct Part {
    section: usize,
    free: Vec<bool>,
    general: bool,
}

fn house_of(parts: &[Part]) -> SeatPlan {
    let sections = parts.chunk_by(|a, b| a.section == b.section).map(|parts| {
        let section = format!("S{}", parts[0].section);
        if parts[0].general {
            return json!({"id": section, "name": "x", "kind": "general", "price_minor": 1,
                "capacity": parts[0].free.len()});
        }
        let row = |(number, part): (usize, &Part)| {
            json!({"label": number.to_string(), "seats": part.free.len()})
        };
        let rows: Vec<Value> = parts.iter().enumerate().map(row).collect();
        json!({"id": section, "name": "x", "kind": "reserved", "price_minor": 1, "rows": rows})
    });
    plan(sections.collect())
}

/// The seats of a plan that are free.
fn with_free(plan: &SeatPlan, is_free: impl Fn(SeatIndex) -> bool) -> FreeSeats {
    let mut free = FreeSeats::all(plan);
    let taken = (0..plan.capacity()).map(SeatIndex);
    taken
        .filter(|seat| !is_free(*seat))
        .for_each(|seat| free.remove(seat));
    free
}

/// A row (`o` is a free seat, `x` a taken one), or a general section in brackets.
fn part(section: usize, seats: &str) -> Part {
    let free = seats.trim_matches(['[', ']']).chars();
    Part {
        section,
        free: free.map(|seat| seat == 'o').collect(),
        general: seats.starts_with('['),
    }
}

fn best_in(house: &[Part], quantity: u32) -> Vec<u32> {
    let free: Vec<bool> = house.iter().flat_map(|part| part.free.clone()).collect();
    let free = with_free(&house_of(house), |seat| free[seat.0 as usize]);
    let found = best(&free, None, quantity);
    found.unwrap().into_iter().map(|seat| seat.0).collect()
}

#[test]
fn a_longer_group_gives_way_to_one_that_leaves_no_single_seat() {
    // Three and two would leave one of the three; the front row still has two and two.
    let house = [part(0, "oooxooxoo"), part(0, "ooxoo")];
    assert_eq!(best_in(&house, 4), [4, 5, 7, 8]);
    // The second row has four exactly, and three and one are no worse than two and two.
    let house = [part(0, "oooxoo"), part(0, "oooxo")];
    assert_eq!(best_in(&house, 4), [6, 7, 8, 10]);
}

#[test]
fn a_single_seat_is_left_where_people_stand_rather_than_in_a_row() {
    let house = [
        part(0, "oooo"),
        part(0, "oo"),
        part(1, "[oo]"),
        part(2, "oooo"),
    ];
    assert_eq!(best_in(&house, 9), [0, 1, 2, 3, 6, 8, 9, 10, 11]);
}

/// What a choice costs, dearest first: groups; apart in sections (of one group: standing); apart
/// in rows; single seats left alone; rows from the front; half seats from the middle.
fn cost(parts: &[Part], chosen: &[u32]) -> [usize; 6] {
    let (mut groups, mut alone, mut off_centre, mut first_seat) = (0, 0, 0, 0);
    let mut used = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        let len = part.free.len();
        let taken: Vec<bool> = (first_seat..)
            .take(len)
            .map(|at| chosen.contains(&at))
            .collect();
        first_seat += len as u32;
        if !taken.contains(&true) {
            continue;
        }
        used.push(number);
        if part.general {
            groups += 1;
            continue;
        }
        let is = |what: &dyn Fn(usize) -> bool, at: Option<usize>| {
            at.is_some_and(|at| at < len && what(at))
        };
        let is_taken = |at: usize| taken[at];
        let is_left = |at: usize| part.free[at] && !taken[at];
        for at in 0..len {
            let neighbours = [at.checked_sub(1), Some(at + 1)];
            groups += usize::from(is_taken(at) && !is(&is_taken, neighbours[0]));
            alone += usize::from(
                is_left(at)
                    && neighbours.iter().any(|next| is(&is_taken, *next))
                    && !neighbours.iter().any(|next| is(&is_left, *next)),
            );
        }
        let first = taken.iter().position(|it| *it).unwrap_or_default();
        off_centre = (2 * first + chosen.len()).abs_diff(len);
    }
    let (front, back) = (used[0], used[used.len() - 1]);
    if groups == 1 {
        let standing = parts[front].general;
        let off_centre = if standing { 0 } else { off_centre };
        return [1, usize::from(standing), 0, alone, front, off_centre];
    }
    let sections = parts[back].section - parts[front].section;
    [groups, sections, back - front, alone, front, 0]
}

fn every_choice(free: &[u32], quantity: usize) -> Vec<Vec<u32>> {
    if quantity == 0 {
        return vec![vec![]];
    }
    let with_first = |(at, seat): (usize, &u32)| {
        let rest = every_choice(&free[at + 1..], quantity - 1);
        let add = |others: Vec<u32>| std::iter::once(*seat).chain(others).collect();
        rest.into_iter().map(add).collect::<Vec<_>>()
    };
    free.iter().enumerate().flat_map(with_first).collect()
}

/// Houses of up to four rows or general sections, at most sixteen seats, about two thirds free.
fn houses() -> impl Strategy<Value = Vec<Part>> {
    let free = prop::collection::vec(prop::bool::weighted(0.65), 1..=7);
    let part = (free, 0..5_u8, any::<bool>());
    let parts = prop::collection::vec(part, 1..=5);
    parts.prop_map(|parts| {
        let (mut section, mut seats, mut house) = (0, 0, Vec::<Part>::new());
        for (free, kind, another_section) in parts {
            let general = kind == 0;
            let alone = general || house.last().is_some_and(|last| last.general);
            if !house.is_empty() && (alone || another_section) {
                section += 1;
            }
            seats += free.len();
            if seats <= 16 || house.is_empty() {
                house.push(Part {
                    section,
                    free,
                    general,
                });
            }
        }
        // Sections that lost all their parts leave no gap in the numbers.
        let numbers: Vec<_> = house.iter().map(|part| part.section).collect();
        for part in &mut house {
            let before = numbers.iter().filter(|number| **number < part.section);
            part.section = before.collect::<std::collections::BTreeSet<_>>().len();
        }
        house
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn no_other_choice_is_better(
        house in houses(), quantity in 1..8_u32, only in prop::option::of(0..3_usize)
    ) {
        let plan = house_of(&house);
        let only = only.filter(|only| house.iter().any(|part| part.section == *only));
        let in_scope = |part: &Part| only.is_none_or(|only| part.section == only);
        let all = house.iter().flat_map(|part| part.free.iter().map(|free| (*free, in_scope(part))));
        let all: Vec<(bool, bool)> = all.collect();
        let free: Vec<u32> = (0..).zip(&all).filter(|(_, it)| it.0 && it.1).map(|it| it.0).collect();
        let found = best(&with_free(&plan, |seat| all[seat.0 as usize].0), only, quantity);
        if free.len() < quantity as usize {
            prop_assert_eq!(found, Err(free.len() as u32));
            return Ok(());
        }
        let found: Vec<u32> = found.unwrap().into_iter().map(|seat| seat.0).collect();
        prop_assert!(found.is_sorted_by(|a, b| a < b), "{:?}", found);
        prop_assert!(found.iter().all(|seat| free.contains(seat)), "{:?}", found);
        prop_assert_eq!(found.len(), quantity as usize);
        let choices = every_choice(&free, quantity as usize);
        let cheapest = choices.iter().min_by_key(|choice| cost(&house, choice)).unwrap();
        prop_assert_eq!(
            cost(&house, &found), cost(&house, cheapest), "{:?} is better than {:?}", cheapest, found
        );
    }
}
