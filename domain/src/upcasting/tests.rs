use cqrs_es::DomainEvent;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Fields, ReadError, Upcast, Upcaster, latest_version, read};
use crate::event::EventFact;

/// Facts that have come further than those of the program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum DoorFact {
    Opened { width_mm: u32, by: String },
}

/// Version 1 had the width in centimetres; version 2 did not say by whom.
fn to_millimetres(fields: &mut Fields) {
    let width_cm = fields.remove("width").and_then(|width| width.as_u64());
    fields.insert("width_mm".to_owned(), json!(width_cm.map(|cm| cm * 10)));
}

fn by_nobody(fields: &mut Fields) {
    fields.insert("by".to_owned(), json!("nobody"));
}

impl Upcast for DoorFact {
    fn upcasters(fact_type: &str) -> Option<&'static [Upcaster]> {
        (fact_type == "Opened").then_some(&[to_millimetres, by_nobody])
    }
}

impl DomainEvent for DoorFact {
    fn event_type(&self) -> String {
        "Opened".to_owned()
    }

    fn event_version(&self) -> String {
        latest_version::<Self>("Opened").to_string()
    }
}

#[test]
fn a_fact_goes_through_every_version_from_its_own_to_todays() {
    for (version, payload, by) in [
        ("1", r#"{"Opened":{"width":90}}"#, "nobody"),
        ("2", r#"{"Opened":{"width_mm":900}}"#, "nobody"),
        ("3", r#"{"Opened":{"width_mm":900,"by":"Anna"}}"#, "Anna"),
    ] {
        let opened = DoorFact::Opened {
            width_mm: 900,
            by: by.to_owned(),
        };
        assert_eq!(opened.event_version(), "3");
        let read = read::<DoorFact>("Opened", version, payload);
        assert_eq!(read.unwrap(), opened, "version {version}");
    }
}

#[test]
fn a_version_that_is_not_known_is_refused_by_name() {
    let payload = r#"{"Opened":{"width_mm":900,"by":"Anna"}}"#;
    for version in ["4", "0", "-1", "1.0", "three", ""] {
        let error = read::<DoorFact>("Opened", version, payload).unwrap_err();
        let text = format!("Opened has no version {version:?}, the latest is 3");
        assert_eq!(error.to_string(), text);
    }
    let error = read::<DoorFact>("Closed", "1", payload).unwrap_err();
    assert!(matches!(error, ReadError::UnknownType(name) if name == "Closed"));
}

#[test]
fn a_payload_of_another_version_is_refused() {
    for (version, payload) in [
        ("3", r#"{"Opened":{"width":90}}"#),
        ("1", r#"{"Opened":{}}"#),
        ("1", r#"{"Opened":90}"#),
        ("1", r#"["Opened"]"#),
        ("2", "{"),
    ] {
        let error = read::<DoorFact>("Opened", version, payload).unwrap_err();
        let text = format!("Opened of version {version}: ");
        assert!(error.to_string().starts_with(&text), "{error}");
    }
}

#[test]
fn a_hold_released_before_causes_were_recorded_has_an_unrecorded_one() {
    let first = include_str!("../../tests/golden/HoldReleased-1.json");
    let second = include_str!("../../tests/golden/HoldReleased-2-unrecorded.json");
    let upcast = read::<EventFact>("HoldReleased", "1", first).unwrap();
    let stored = read::<EventFact>("HoldReleased", "2", second).unwrap();
    assert_eq!(upcast, stored);
    assert!(read::<EventFact>("HoldReleased", "2", first).is_err());
}
