//! The whole plan, for those who list it.

use super::{SeatIndex, SeatPlan};
use crate::seat::SeatName;

impl SeatIndex {
    /// The number itself: the first seat of a plan has 0.
    pub fn number(self) -> u32 {
        self.0
    }
}

impl SeatPlan {
    /// The name of every seat, in the order of their numbers.
    pub fn names(&self) -> impl Iterator<Item = SeatName> {
        (0..self.capacity).map(|seat| self.name(SeatIndex(seat)))
    }

    /// The number of seats of each section, in the organiser's order.
    pub fn section_sizes(&self) -> impl Iterator<Item = u32> {
        self.indexes.iter().map(|section| section.len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seating::Seating;

    #[test]
    fn seats_are_listed_in_the_order_of_their_numbers() {
        let seating: Seating = serde_json::from_str(
            r#"{"sections": [
                {"id": "ST", "name": "Stalls", "kind": "reserved", "price_minor": 1,
                 "rows": [{"label": "A", "seats": 2}, {"label": "B", "seats": ["1", "1A"]}]},
                {"id": "GA", "name": "Standing", "kind": "general", "price_minor": 1, "capacity": 1}
            ]}"#,
        )
        .unwrap();
        let plan = SeatPlan::check(seating).unwrap();
        let names: Vec<_> = plan.names().map(|name| name.to_string()).collect();
        assert_eq!(names, ["ST-A-1", "ST-A-2", "ST-B-1", "ST-B-1A", "GA-1"]);
        for (number, name) in (0..).zip(plan.names()) {
            assert_eq!(plan.find(&name).map(SeatIndex::number), Some(number));
        }
        assert_eq!(plan.section_sizes().collect::<Vec<_>>(), [4, 1]);
    }
}
