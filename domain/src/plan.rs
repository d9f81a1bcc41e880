//! A checked seating plan, and the numbering of its seats.
//!
//! Inside an event a seat is a number ([`SeatIndex`], four bytes), counted through sections, rows
//! and seats in the plan's order; names are for the world outside.

mod check;
mod listing;
mod numbers;

use std::sync::Arc;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use self::numbers::{number, numbered};
use crate::fields::FieldError;
use crate::seat::SeatName;
use crate::seating::{RowSeats, Seating, Section, SectionKind};

/// The most seats that one event may have.
pub const MAX_SEATS: usize = 100_000;

/// The longest id of a section, label of a row or label of a seat, in characters.
const MAX_LABEL: usize = 16;

/// A seat's number within its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SeatIndex(pub(crate) u32);

/// Seats that stand side by side: a row, or all places of a general section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) section: usize,
    pub(crate) first: u32,
    pub(crate) len: u32,
    /// Whether these are places of a general section, where nobody has neighbours.
    pub(crate) general: bool,
}

/// A seating that has been checked: ids and labels are unique and well formed, every section has
/// seats, and there are at most [`MAX_SEATS`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Seating", into = "Seating")]
pub struct SeatPlan {
    seating: Seating,
    sections: HashMap<String, usize>,
    /// Per section: where its runs begin in `runs`, and how a row's label leads to its run.
    indexes: Vec<SectionIndex>,
    runs: Arc<[Run]>,
    capacity: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct SectionIndex {
    first: u32,
    len: u32,
    first_run: usize,
    rows: HashMap<String, usize>,
    /// Per row whose seats are labelled by hand: its seats in the order of their labels. Counted
    /// rows need none.
    labels: Vec<Box<[u32]>>,
}

impl SeatPlan {
    /// Checks a seating that an organiser wrote; the errors name fields below `seating`.
    pub fn check(seating: Seating) -> Result<Self, Vec<FieldError>> {
        let errors = check::seating(&seating);
        if errors.is_empty() {
            Ok(Self::from_recorded(seating))
        } else {
            Err(errors)
        }
    }

    /// Takes a seating from the log, where only checked ones are.
    pub(crate) fn from_recorded(seating: Seating) -> Self {
        let mut plan = Self {
            sections: HashMap::with_capacity(seating.sections.len()),
            indexes: Vec::with_capacity(seating.sections.len()),
            runs: Arc::default(),
            capacity: 0,
            seating: Seating {
                sections: Vec::new(),
            },
        };
        let mut runs = Vec::new();
        for (number, section) in seating.sections.iter().enumerate() {
            plan.index(number, section, &mut runs);
        }
        plan.runs = runs.into();
        plan.seating = seating;
        plan
    }

    fn index(&mut self, number: usize, section: &Section, runs: &mut Vec<Run>) {
        let (first, first_run) = (self.capacity, runs.len());
        let mut index = SectionIndex {
            first,
            len: 0,
            first_run,
            rows: HashMap::new(),
            labels: Vec::new(),
        };
        let mut push = |len: usize| {
            let len = u32::try_from(len).unwrap_or(u32::MAX);
            runs.push(Run {
                section: number,
                first: self.capacity,
                len,
                general: section.kind == SectionKind::General,
            });
            self.capacity = self.capacity.saturating_add(len);
        };
        match section.kind {
            SectionKind::General => push(section.capacity.unwrap_or_default() as usize),
            SectionKind::Reserved => {
                for (row_number, row) in section.rows.iter().flatten().enumerate() {
                    push(row.seats.len());
                    index.rows.insert(row.label.clone(), row_number);
                    index.labels.push(match &row.seats {
                        RowSeats::Count(_) => Box::default(),
                        RowSeats::Labels(labels) => by_label(labels),
                    });
                }
            }
        }
        index.len = self.capacity - first;
        self.indexes.push(index);
        self.sections.insert(section.id.clone(), number);
    }

    /// The seating as written.
    pub fn seating(&self) -> &Seating {
        &self.seating
    }

    /// The number of seats.
    pub fn capacity(&self) -> u32 {
        self.capacity
    }

    /// The lowest price of a seat, in minor units.
    pub fn price_from_minor(&self) -> i64 {
        self.seating
            .sections
            .iter()
            .map(|section| section.price_minor)
            .min()
            .unwrap_or_default()
    }

    /// The seat of that name, if the plan has it.
    pub fn find(&self, name: &SeatName) -> Option<SeatIndex> {
        let mut parts = name.as_str().split('-');
        let (section, middle, last) = (parts.next()?, parts.next()?, parts.next());
        if parts.next().is_some() {
            return None;
        }
        let number = self.section(section)?;
        let (section, index) = (&self.seating.sections[number], &self.indexes[number]);
        match (section.kind, last) {
            (SectionKind::General, None) => numbered(middle, index.len).map(|at| index.first + at),
            (SectionKind::Reserved, Some(seat)) => {
                let row = *index.rows.get(middle)?;
                let run = self.runs[index.first_run + row];
                let at = match &section.rows.as_ref()?[row].seats {
                    RowSeats::Count(count) => numbered(seat, *count)?,
                    RowSeats::Labels(labels) => {
                        let label = |at: &u32| labels[*at as usize].as_str();
                        let order = &index.labels[row];
                        order[order.binary_search_by_key(&seat, label).ok()?]
                    }
                };
                Some(run.first + at)
            }
            (SectionKind::General, Some(_)) | (SectionKind::Reserved, None) => None,
        }
        .map(SeatIndex)
    }

    /// The name of a seat of this plan.
    pub fn name(&self, seat: SeatIndex) -> SeatName {
        let run_number = self
            .runs
            .partition_point(|run| run.first + run.len <= seat.0);
        let run = self.runs[run_number];
        let section = &self.seating.sections[run.section];
        let at = seat.0 - run.first;
        let row = run_number - self.indexes[run.section].first_run;
        let mut digits = [0; 10];
        match section.rows.as_ref().and_then(|rows| rows.get(row)) {
            None => SeatName::place(&section.id, number(at + 1, &mut digits)),
            Some(row) => match &row.seats {
                RowSeats::Count(_) => {
                    SeatName::in_row(&section.id, &row.label, number(at + 1, &mut digits))
                }
                RowSeats::Labels(labels) => {
                    SeatName::in_row(&section.id, &row.label, &labels[at as usize])
                }
            },
        }
    }

    /// The price of a seat of this plan, in minor units.
    pub fn price_minor(&self, seat: SeatIndex) -> i64 {
        let number = self
            .indexes
            .partition_point(|index| index.first + index.len <= seat.0);
        self.seating.sections[number].price_minor
    }

    /// The number of the section with that id, counted from 0.
    pub(crate) fn section(&self, id: &str) -> Option<usize> {
        self.sections.get(id).copied()
    }

    /// Every run of neighbouring seats, in the plan's order.
    pub(crate) fn runs(&self) -> &Arc<[Run]> {
        &self.runs
    }
}

impl TryFrom<Seating> for SeatPlan {
    type Error = String;

    fn try_from(seating: Seating) -> Result<Self, String> {
        let text = |errors: Vec<FieldError>| {
            errors
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; ")
        };
        Self::check(seating).map_err(text)
    }
}

impl From<SeatPlan> for Seating {
    fn from(plan: SeatPlan) -> Self {
        plan.seating
    }
}

/// The seats of a row, counted from 0, in the order of their labels: four bytes a seat, where a map
/// from label to seat would keep every label twice.
fn by_label(labels: &[String]) -> Box<[u32]> {
    let mut order: Vec<u32> = (0..).take(labels.len()).collect();
    order.sort_unstable_by(|a, b| labels[*a as usize].cmp(&labels[*b as usize]));
    order.into_boxed_slice()
}

#[cfg(test)]
mod tests;
