//! What is wrong with a seating, field by field.

use std::collections::HashSet;

use super::{MAX_LABEL, MAX_SEATS};
use crate::fields::FieldError;
use crate::money::PriceMinor;
use crate::seating::{Gap, Layout, RowSeats, Seating, Section, SectionKind};
use crate::text::Line;

/// Most seats that would fit between two seats of a row.
const WIDEST_GAP: u32 = 100;
/// A house is at most 5,000 seats wide and deep.
const FARTHEST: i32 = 50_000;

pub(super) fn seating(seating: &Seating) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if seating.sections.is_empty() {
        errors.push(FieldError::new(
            "seating.sections",
            "must have at least one section",
        ));
    }
    let mut ids = HashSet::new();
    for (number, each) in seating.sections.iter().enumerate() {
        let path = format!("seating.sections[{number}]");
        if !ids.insert(each.id.as_str()) {
            errors.push(FieldError::new(
                format!("{path}.id"),
                "is the id of another section",
            ));
        }
        section(each, &path, &mut errors);
    }
    let seats = seating
        .sections
        .iter()
        .map(seats_of)
        .fold(0_usize, usize::saturating_add);
    if seats > MAX_SEATS {
        let message = format!("must have at most {MAX_SEATS} seats in all, not {seats}");
        errors.push(FieldError::new("seating.sections", message));
    }
    errors
}

fn seats_of(section: &Section) -> usize {
    let rows = section.rows.iter().flatten().map(|row| row.seats.len());
    rows.fold(
        section.capacity.unwrap_or_default() as usize,
        usize::saturating_add,
    )
}

fn section(section: &Section, path: &str, errors: &mut Vec<FieldError>) {
    label(&section.id, format!("{path}.id"), errors);
    FieldError::collect(
        errors,
        &format!("{path}.name"),
        Line::<100>::new(&section.name),
    );
    let price = PriceMinor::new(section.price_minor);
    FieldError::collect(errors, &format!("{path}.price_minor"), price);
    if let Some(layout) = &section.layout {
        self::layout(*layout, path, errors);
    }
    let mut refuse = |field: &str, message: &str| {
        errors.push(FieldError::new(format!("{path}.{field}"), message));
    };
    match (section.kind, &section.rows, section.capacity) {
        (SectionKind::Reserved, Some(rows), None) if !rows.is_empty() => {
            self::rows(section, path, errors);
        }
        (SectionKind::Reserved, _, Some(_)) => {
            refuse(
                "capacity",
                "belongs to a general section; a reserved one has rows",
            );
        }
        (SectionKind::Reserved, _, None) => refuse("rows", "must have at least one row"),
        (SectionKind::General, Some(_), _) => {
            refuse(
                "rows",
                "belong to a reserved section; a general one has a capacity",
            );
        }
        (SectionKind::General, None, capacity) => {
            if capacity.unwrap_or_default() == 0 {
                refuse("capacity", "must be at least 1");
            }
        }
    }
}

fn layout(layout: Layout, path: &str, errors: &mut Vec<FieldError>) {
    for (field, value, range) in [
        ("x", layout.x, 0..=FARTHEST),
        ("y", layout.y, 0..=FARTHEST),
        ("rotation", layout.rotation, -180..=180),
        ("curve", layout.curve, 0..=180),
    ] {
        if !range.contains(&value) {
            let message = format!("must be from {} to {}", range.start(), range.end());
            errors.push(FieldError::new(format!("{path}.layout.{field}"), message));
        }
    }
}

fn rows(section: &Section, path: &str, errors: &mut Vec<FieldError>) {
    let mut labels = HashSet::new();
    for (number, row) in section.rows.iter().flatten().enumerate() {
        let path = format!("{path}.rows[{number}]");
        label(&row.label, format!("{path}.label"), errors);
        if !labels.insert(row.label.as_str()) {
            let message = "is the label of another row of the section";
            errors.push(FieldError::new(format!("{path}.label"), message));
        }
        seats(&row.seats, &format!("{path}.seats"), errors);
        let room = row.seats.len();
        gaps(row.gaps.as_deref().unwrap_or_default(), room, &path, errors);
    }
}

fn gaps(gaps: &[Gap], seats: usize, path: &str, errors: &mut Vec<FieldError>) {
    let mut before = None;
    for (number, gap) in gaps.iter().enumerate() {
        let path = format!("{path}.gaps[{number}]");
        if before.is_some_and(|before| gap.after <= before) || gap.after as usize >= seats {
            let message = "must be further right than the gap before, and left of the last seat";
            errors.push(FieldError::new(format!("{path}.after"), message));
        }
        if !(1..=WIDEST_GAP).contains(&gap.width) {
            let message = format!("must be from 1 to {WIDEST_GAP}");
            errors.push(FieldError::new(format!("{path}.width"), message));
        }
        before = Some(gap.after);
    }
}

fn seats(seats: &RowSeats, path: &str, errors: &mut Vec<FieldError>) {
    if seats.is_empty() {
        errors.push(FieldError::new(path, "must have at least one seat"));
    }
    let RowSeats::Labels(labels) = seats else {
        return;
    };
    let mut seen = HashSet::new();
    for (number, text) in labels.iter().enumerate() {
        label(text, format!("{path}[{number}]"), errors);
        if !seen.insert(text.as_str()) {
            let message = "is the label of another seat of the row";
            errors.push(FieldError::new(format!("{path}[{number}]"), message));
        }
    }
}

fn label(text: &str, path: String, errors: &mut Vec<FieldError>) {
    let fits = (1..=MAX_LABEL).contains(&text.chars().count());
    if !fits
        || !text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
    {
        let message = format!("must be 1 to {MAX_LABEL} letters, digits, '_' or '.'");
        errors.push(FieldError::new(path, message));
    }
}
