//! In houses of any shape, as they fill and empty, the index finds the seats that a look at every
//! seat finds.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::scan::scan;
use crate::event::best::best;
use crate::event::free_seats::FreeSeats;
use crate::event::tests::fixtures::plan;
use crate::plan::{SeatIndex, SeatPlan};

/// Rows of usual lengths, of one seat, and beyond the words and lengths that the index counts in.
fn rows() -> impl Strategy<Value = Vec<u32>> {
    let len = prop_oneof![8 => 1..30_u32, 2 => 55..70_u32, 1 => 120..200_u32];
    prop::collection::vec(len, 1..15)
}

/// Sections of rows, and now and then one where people stand.
fn houses() -> impl Strategy<Value = SeatPlan> {
    let section = (rows(), prop::bool::weighted(0.2), 1..150_u32);
    prop::collection::vec(section, 1..6).prop_map(|sections| {
        let section = |(number, (rows, general, places)): (usize, &(Vec<u32>, bool, u32))| {
            let id = format!("S{number}");
            if *general {
                return json!({"id": id, "name": "x", "kind": "general", "price_minor": 1,
                    "capacity": places});
            }
            let row = |(at, len): (usize, &u32)| json!({"label": at.to_string(), "seats": len});
            let rows: Vec<Value> = rows.iter().enumerate().map(row).collect();
            json!({"id": id, "name": "x", "kind": "reserved", "price_minor": 1, "rows": rows})
        };
        plan(sections.iter().enumerate().map(section).collect())
    })
}

/// What becomes of a house: parties come and are seated (many seats of a house at a time, so that
/// it fills), and some of the seats become free again.
#[derive(Debug, Clone)]
enum Change {
    Seated {
        section: Option<Index>,
        quantity: u32,
    },
    Taken {
        seats: Vec<Index>,
    },
    Emptied {
        seats: Vec<Index>,
    },
    /// Only every so manieth seat stays as it is; the others are taken.
    Thinned {
        keep: u32,
        from: u32,
    },
}

fn changes() -> impl Strategy<Value = Change> {
    let quantity =
        || prop_oneof![10 => 1..9_u32, 2 => 9..40_u32, 1 => 58..70_u32, 1 => 70..300_u32];
    let section = prop::option::weighted(0.3, any::<Index>());
    let seats = || prop::collection::vec(any::<Index>(), 1..60);
    prop_oneof![
        12 => (section, quantity()).prop_map(|(section, quantity)| Change::Seated { section, quantity }),
        4 => seats().prop_map(|seats| Change::Taken { seats }),
        4 => seats().prop_map(|seats| Change::Emptied { seats }),
        1 => (2..9_u32, 0..9_u32).prop_map(|(keep, from)| Change::Thinned { keep, from }),
    ]
}

struct House {
    plan: SeatPlan,
    is_free: Vec<bool>,
    index: FreeSeats,
}

impl House {
    fn set(&mut self, seat: SeatIndex, free: bool) {
        if std::mem::replace(&mut self.is_free[seat.0 as usize], free) != free {
            if free {
                self.index.insert(seat);
            } else {
                self.index.remove(seat);
            }
        }
    }

    fn agrees(
        &self,
        section: Option<usize>,
        quantity: u32,
    ) -> Result<Vec<SeatIndex>, TestCaseError> {
        let found = best(&self.index, section, quantity);
        let scanned = scan(&self.plan, section, quantity, |it| {
            self.is_free[it.0 as usize]
        });
        prop_assert_eq!(&found, &scanned, "{} in {:?}", quantity, section);
        Ok(found.unwrap_or_default())
    }

    fn change(&mut self, change: Change) -> Result<(), TestCaseError> {
        let len = self.is_free.len();
        let at = |index: &Index| SeatIndex(index.index(len) as u32);
        match change {
            Change::Seated { section, quantity } => {
                let sections = self.plan.seating().sections.len();
                let section = section.map(|it| it.index(sections));
                let seats = self.agrees(section, quantity)?;
                seats.into_iter().for_each(|seat| self.set(seat, false));
            }
            Change::Taken { seats } => seats.iter().for_each(|it| self.set(at(it), false)),
            Change::Emptied { seats } => seats.iter().for_each(|it| self.set(at(it), true)),
            Change::Thinned { keep, from } => {
                let seats = (0..self.plan.capacity()).filter(|it| it % keep != from % keep);
                seats.for_each(|seat| self.set(SeatIndex(seat), false));
            }
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_index_finds_the_seats_that_a_look_at_every_seat_finds(
        plan in houses(), changes in prop::collection::vec(changes(), 1..40)
    ) {
        let seats = plan.capacity() as usize;
        let mut house = House { index: FreeSeats::all(&plan), is_free: vec![true; seats], plan };
        for change in changes {
            house.change(change)?;
            for quantity in [1, 2, 4, 7] {
                house.agrees(None, quantity)?;
            }
        }
    }
}
