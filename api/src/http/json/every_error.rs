//! All that is wrong with the shape of a body, where serde stops at the first error.
//!
//! The value is read again and again. After each error it is healed where the error was: an unknown
//! field goes, and what is missing or of the wrong type gets a placeholder with which the error goes
//! away. What is found at or below a placeholder is our own doing and is not reported.

use std::collections::VecDeque;

use seatlog_domain::fields::FieldError;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use serde_path_to_error::{Path, Segment};

/// How many errors are healed; nobody mends more at a time.
const MOST_ROUNDS: usize = 32;
/// How many bytes are read in all, so that a large body with many errors keeps nobody busy.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// How serde begins what it says of a field, and what is said instead. It reports an unknown field
/// at the field's own path, the others at that of the object.
const UNKNOWN: (&str, &str) = ("unknown field `", "is not a field of this request");
const MISSING: (&str, &str) = ("missing field `", "must be given");
const DUPLICATE: (&str, &str) = ("duplicate field `", "must be given once");

/// One step from a value to a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Member(String),
    Item(usize),
}

/// Where serde stopped, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Nothing, if it cannot be told.
    place: Option<Vec<Step>>,
    unknown: bool,
    error: FieldError,
    /// Serde's own words.
    said: String,
}

impl Fault {
    /// What serde said about the value at a path.
    pub(super) fn new(path: &Path, error: &serde_json::Error) -> Self {
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or(&said);
        let mut place = steps(path);
        let mut field = path.to_string();
        let type_only = without_value(said);
        let mut message = type_only.as_deref().unwrap_or(said);
        for (start, instead) in [MISSING, DUPLICATE] {
            if let Some(name) = quoted_after(said, start) {
                field = if field == "." {
                    name.to_owned()
                } else {
                    format!("{field}.{name}")
                };
                if let Some(place) = &mut place {
                    place.push(Step::Member(name.to_owned()));
                }
                message = instead;
            }
        }
        let unknown = said.starts_with(UNKNOWN.0);
        if unknown {
            message = UNKNOWN.1;
        }
        Self {
            place,
            unknown,
            error: FieldError::new(field, message),
            said: said.to_owned(),
        }
    }

    /// The error, for the caller.
    pub(super) fn into_error(self) -> FieldError {
        self.error
    }
}

fn quoted_after<'a>(said: &'a str, start: &str) -> Option<&'a str> {
    said.strip_prefix(start)?.split('`').next()
}

/// What serde says of a wrong type, without the value, which may be a password, and without our name
/// for an object.
fn without_value(said: &str) -> Option<String> {
    let (found, expected) = said
        .strip_prefix("invalid type: ")?
        .rsplit_once(", expected ")?;
    let kind = found.split(['`', '"']).next()?.trim_end();
    let expected = match expected.starts_with("struct ") {
        true => "an object",
        false => expected,
    };
    Some(format!("invalid type: {kind}, expected {expected}"))
}

fn steps(path: &Path) -> Option<Vec<Step>> {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => Some(Step::Item(*index)),
            Segment::Map { key } => Some(Step::Member(key.clone())),
            Segment::Enum { variant: _ } | Segment::Unknown => None,
        })
        .collect()
}

/// Every error that keeps `value`, written in so many bytes, from being a `T`; in the order in
/// which serde meets them.
pub(super) fn every_error<T: DeserializeOwned>(value: Value, bytes: usize) -> Vec<FieldError> {
    let mut patient = Patient {
        value,
        readings_left: MOST_BYTES / bytes.max(1),
        placeholders: Vec::new(),
    };
    let mut errors = Vec::new();
    let mut fault = patient.read::<T>();
    for _ in 0..MOST_ROUNDS {
        let Some(found) = fault else { break };
        if !patient.is_our_own_doing(&found) {
            errors.push(found.error.clone());
        }
        fault = match patient.heal::<T>(&found) {
            Some(healed) => healed,
            None => break,
        };
    }
    errors
}

/// A value that is healed step by step.
struct Patient {
    value: Value,
    readings_left: usize,
    placeholders: Vec<Vec<Step>>,
}

impl Patient {
    fn read<T: DeserializeOwned>(&mut self) -> Option<Fault> {
        self.readings_left = self.readings_left.saturating_sub(1);
        super::objects::read::<T, _>(&self.value)
            .err()
            .map(|error| Fault::new(error.path(), error.inner()))
    }

    fn is_our_own_doing(&self, fault: &Fault) -> bool {
        fault.place.as_ref().is_some_and(|place| {
            self.placeholders
                .iter()
                .any(|placeholder| place.starts_with(placeholder))
        })
    }

    /// Mends what is wrong; the next fault, if any. Nothing if there is no cure.
    fn heal<T: DeserializeOwned>(&mut self, fault: &Fault) -> Option<Option<Fault>> {
        let place = fault.place.as_ref()?;
        if fault.unknown {
            let (Step::Member(name), object) = place.split_last()? else {
                return None;
            };
            let object = part(&mut self.value, object)?.as_object_mut()?;
            object.remove(name)?;
            return (self.readings_left > 0).then(|| self.read::<T>());
        }
        self.placeholders.push(place.clone());
        let mut cures = VecDeque::from(cures());
        while let Some(cure) = cures.pop_front() {
            if self.readings_left == 0 {
                return None;
            }
            put(&mut self.value, place, cure.clone())?;
            match self.read::<T>() {
                Some(still) if still.place.as_ref() == Some(place) => {
                    if let Some(word) = expected_word(&still.said).filter(|word| *word != cure) {
                        cures.retain(|other| *other != word);
                        cures.push_front(word);
                    }
                }
                next => return Some(next),
            }
        }
        None
    }
}

/// What most fields take one of.
fn cures() -> [Value; 9] {
    [
        json!(""),
        json!(1),
        json!([]),
        json!({}),
        json!(false),
        json!("2027-03-01T19:30:00Z"),
        json!("01926e3c-7d3a-7c65-9d0c-2f6f3f0c8a11"),
        json!("EUR"),
        json!(null),
    ]
}

/// The first of the words that serde would have taken, of which it says: expected `one` or `other`.
fn expected_word(said: &str) -> Option<Value> {
    let (_, words) = said.split_once(", expected ")?;
    let word = words.split('`').nth(1)?;
    Some(Value::from(word))
}

fn part<'v>(value: &'v mut Value, place: &[Step]) -> Option<&'v mut Value> {
    place.iter().try_fold(value, |value, step| match step {
        Step::Member(name) => value.get_mut(name),
        Step::Item(at) => value.get_mut(at),
    })
}

fn put(value: &mut Value, place: &[Step], new: Value) -> Option<()> {
    match place.split_last() {
        Some((Step::Member(name), object)) => {
            let object = part(value, object)?.as_object_mut()?;
            object.insert(name.clone(), new);
        }
        Some((Step::Item(_), _)) | None => *part(value, place)? = new,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use seatlog_domain::seating::Seating;
    use serde::Deserialize;
    use uuid::Uuid;

    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Colour {
        Red,
        Green,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read is of interest")]
    struct Wish {
        name: String,
        id: Uuid,
        at: DateTime<Utc>,
        colour: Colour,
        many: Option<u32>,
        sure: bool,
        seating: Seating,
    }

    fn errors(value: Value) -> Vec<String> {
        let bytes = value.to_string().len();
        let errors = every_error::<Wish>(value, bytes);
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn a_body_without_errors_has_none() {
        let good = json!({"name": "a", "id": Uuid::nil(), "at": "2027-03-01T19:30:00Z",
            "colour": "green", "many": null, "sure": true, "seating": {"sections": []}});
        assert_eq!(errors(good), [""; 0]);
    }

    #[test]
    fn all_that_is_missing_is_named_in_order() {
        let all = ["name", "id", "at", "colour", "sure", "seating"];
        assert_eq!(errors(json!({})), all);
    }

    #[test]
    fn all_that_has_the_wrong_type_is_named() {
        let wrong = json!({"at": "soon", "colour": "sofa", "id": 1, "many": -1, "name": null,
            "seating": 7, "sure": "yes"});
        let all = ["at", "colour", "id", "many", "name", "seating", "sure"];
        assert_eq!(errors(wrong), all);
    }

    #[test]
    fn a_wrong_type_is_told_without_the_value() {
        let said = |value: Value| {
            let errors = every_error::<Wish>(value, 1_000);
            errors.into_iter().next().unwrap().message
        };
        let number = said(json!({"name": 7_318_294_650_718_u64}));
        assert_eq!(number, "invalid type: integer, expected a string");
        let text = said(json!({"sure": "`a\", expected \"b`"}));
        assert_eq!(text, "invalid type: string, expected a boolean");
        let seating = said(
            json!({"seating": 7, "name": "a", "id": Uuid::nil(), "sure": true,
            "at": "2027-03-01T19:30:00Z", "colour": "red"}),
        );
        assert_eq!(seating, "invalid type: integer, expected an object");
    }

    #[test]
    fn errors_of_every_kind_are_named_at_every_depth() {
        let section = json!({"id": "A", "kind": "sofa", "price": 1, "price_minor": "1",
            "rows": [{"label": "A", "seats": -1}, {"seats": 1}, 7]});
        let wrong = json!({"at": "soon", "colour": "red", "extra": {"deep": 1}, "id": Uuid::nil(),
            "more": 1, "seating": {"sections": [section, {}]}, "sure": true});
        assert_eq!(
            errors(wrong),
            [
                "at",
                "extra",
                "more",
                "seating.sections[0].kind",
                "seating.sections[0].price",
                "seating.sections[0].price_minor",
                "seating.sections[0].rows[0].seats",
                "seating.sections[0].rows[1].label",
                "seating.sections[0].rows[2]",
                "seating.sections[0].name",
                "seating.sections[1].id",
                "seating.sections[1].name",
                "seating.sections[1].kind",
                "seating.sections[1].price_minor",
                "name",
            ]
        );
    }

    #[test]
    fn more_errors_than_anybody_mends_at_a_time_are_not_looked_for() {
        let rows: Vec<Value> = (0..1_000).map(|_| json!({"row": 1})).collect();
        let wrong = json!({"seating": {"sections": [{"id": "A", "rows": rows}]}});
        assert_eq!(errors(wrong).len(), MOST_ROUNDS);
    }

    #[test]
    fn a_large_body_is_read_only_a_few_times() {
        let value = json!({"a": 1, "b": 2, "c": 3, "d": 4});
        let named = every_error::<Wish>(value, MOST_BYTES / 3);
        assert_eq!(named.len(), 3);
    }

    #[test]
    fn where_no_placeholder_helps_what_was_found_before_is_told() {
        #[derive(Deserialize)]
        #[expect(dead_code, reason = "only whether it can be read is of interest")]
        struct Picky {
            a: u8,
            b: std::net::Ipv4Addr,
            c: u8,
        }
        let errors = every_error::<Picky>(json!({"a": "x", "b": "y", "c": "z"}), 1);
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["a", "b"]);
    }
}
