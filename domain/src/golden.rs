//! The stored shape of every fact, compared with the files in `tests/golden`. A file is never
//! edited after its fact has been in a release: a new shape gets a new version and a new file, and
//! the old file is still read.

use serde_json::{Value, from_str, to_string_pretty};

use crate::account::AccountFact;
use crate::event::EventFact;
use crate::upcasting::{Upcast, read};

/// Lists the golden files of each variant, with the version that each shows. A variant without a
/// file does not compile, because the match that it writes is exhaustive.
macro_rules! golden {
    ($fact:ident { $($variant:ident: [$($version:literal in $file:literal),+]),+ $(,)? }) => {{
        let variant: fn(&$fact) -> Text = |fact| match fact {
            $($fact::$variant { .. } => stringify!($variant)),+
        };
        let files = vec![$($((
            stringify!($variant),
            $version,
            include_str!(concat!("../tests/golden/", $file)),
        )),+),+];
        (variant, files)
    }};
}

/// The name of a fact's variant, and each file as `(variant, version, text)`.
type Golden<F> = (fn(&F) -> Text, Vec<(Text, Text, Text)>);
type Text = &'static str;

#[track_caller]
fn compare<F: Upcast>((variant, files): Golden<F>, types: &[Text]) {
    let mut shown: Vec<Text> = files.iter().map(|(name, ..)| *name).collect();
    shown.dedup();
    assert_eq!(shown, types, "every type is listed");
    for (name, version, text) in files {
        let fact: F = read(name, version, text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(variant(&fact), name);
        assert_eq!(fact.event_type(), name);
        if fact.event_version() != version {
            continue; // What it was turned into is another file's.
        }
        assert_eq!(to_string_pretty(&fact).unwrap() + "\n", text, "{name}");
        let value: Value = from_str(text).unwrap();
        assert_eq!(serde_json::from_value::<F>(value).unwrap(), fact, "{name}");
    }
}

#[test]
fn the_facts_of_an_event_are_stored_as_ever() {
    compare::<EventFact>(
        golden!(EventFact {
            EventCreated: [
                "1" in "EventCreated-1.json",
                "1" in "EventCreated-1-bare.json",
                "1" in "EventCreated-1-drawn.json"
            ],
            EventUpdated: [
                "1" in "EventUpdated-1.json",
                "1" in "EventUpdated-1-plan.json",
                "1" in "EventUpdated-1-waiting-room.json"
            ],
            EventPublished: ["1" in "EventPublished-1.json"],
            EventCancelled: ["1" in "EventCancelled-1.json"],
            EventDeleted: ["1" in "EventDeleted-1.json"],
            SeatsBooked: ["1" in "SeatsBooked-1.json", "1" in "SeatsBooked-1-from-hold.json"],
            BookingCancelled: [
                "1" in "BookingCancelled-1.json",
                "1" in "BookingCancelled-1-by-admin.json",
                "1" in "BookingCancelled-1-with-event.json"
            ],
            SeatsHeld: ["1" in "SeatsHeld-1.json"],
            HoldExtended: ["1" in "HoldExtended-1.json"],
            HoldReleased: [
                "1" in "HoldReleased-1.json",
                "2" in "HoldReleased-2.json",
                "2" in "HoldReleased-2-unrecorded.json"
            ],
            HoldExpired: ["1" in "HoldExpired-1.json"],
            SeatsBlocked: ["1" in "SeatsBlocked-1.json"],
            SeatsUnblocked: ["1" in "SeatsUnblocked-1.json"],
        }),
        &EventFact::TYPES,
    );
}

#[test]
fn the_facts_of_an_account_are_stored_as_ever() {
    compare::<AccountFact>(
        golden!(AccountFact {
            UserRegistered: ["1" in "UserRegistered-1.json"],
            RoleChanged: ["1" in "RoleChanged-1.json", "1" in "RoleChanged-1-to-staff.json"],
            UserErased: ["1" in "UserErased-1.json"],
        }),
        &AccountFact::TYPES,
    );
}
