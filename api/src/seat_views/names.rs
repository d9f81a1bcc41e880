//! The names of a house's seats, side by side in one text.

use seatlog_domain::plan::SeatPlan;
use serde::{Serialize, Serializer};

/// Every seat's name, by the seat's number. Naming a seat is a look into a text that is there
/// already: a sold-out house of 50,000 seats is listed in a fraction of a millisecond.
#[derive(Debug, Default)]
pub(super) struct Names {
    text: String,
    /// Where each name ends; it begins where the one before it ends.
    ends: Vec<u32>,
}

impl Names {
    pub(super) fn of(plan: &SeatPlan) -> Self {
        let mut names = Self::default();
        for name in plan.names() {
            names.text.push_str(name.as_str());
            names.ends.push(names.text.len() as u32);
        }
        names.text.shrink_to_fit();
        names.ends.shrink_to_fit();
        names
    }

    pub(super) fn get(&self, seat: u32) -> &str {
        let end = self.ends[seat as usize];
        let start = match seat.checked_sub(1) {
            Some(before) => self.ends[before as usize],
            None => 0,
        };
        &self.text[start as usize..end as usize]
    }
}

/// Seats, listed by their names.
#[derive(Debug)]
pub struct Listed<'a> {
    pub(super) names: &'a Names,
    pub(super) seats: Vec<u32>,
}

impl Serialize for Listed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.seats.iter().map(|seat| self.names.get(*seat)))
    }
}
