//! Identifiers. Each kind is a type of its own, so that a booking's id cannot stand where an
//! event's id belongs.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The text is not a UUID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be a UUID such as 01926e3c-7d3a-7c65-9d0c-2f6f3f0c8a11")]
pub struct NotAnId;

const HYPHENATED: usize = uuid::fmt::Hyphenated::LENGTH;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
        )]
        #[serde(transparent)]
        #[schema(value_type = Uuid)]
        pub struct $name(Uuid);

        impl $name {
            /// Takes a UUID as this kind of id.
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// The bare UUID, for storage.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            /// Reads the form with four hyphens only, so that one id has one address.
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                if text.len() == HYPHENATED {
                    Uuid::parse_str(text).map(Self).map_err(|_| NotAnId)
                } else {
                    Err(NotAnId)
                }
            }
        }
    };
}

id! {
    /// Names an event that people attend; also the id of its stream.
    EventId
}
id! {
    /// Names an account; also the id of its stream.
    UserId
}
id! {
    /// Names a booking.
    BookingId
}
id! {
    /// Names a hold.
    HoldId
}

/// Crockford's alphabet: no I, L, O or U, so that a reference survives being read out.
/// Source: <https://www.crockford.com/base32.html>
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl BookingId {
    /// The booking's reference, as printed on tickets and read out at the door: ten characters
    /// (50 bits) taken from the random end of the id, so the same id always gives the same one.
    pub fn reference(self) -> String {
        let bits = self.0.as_u128();
        let character = |n: u32| char::from(CROCKFORD[(bits >> (5 * n)) as usize & 31]);
        let mut reference = String::with_capacity(11);
        reference.extend((5..10).rev().map(character));
        reference.push('-');
        reference.extend((0..5).rev().map(character));
        reference
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_ten_unmistakable_characters_and_depends_on_the_id_alone() {
        let id: BookingId = "01926e3c-7d3a-7c65-9d0c-2f6f3f0c8a11".parse().unwrap();
        assert_eq!(id.reference(), "1FDWZ-GS2GH"); // printed on tickets: never another one
        assert!(!id.reference().contains(['I', 'L', 'O', 'U']));
        let other: BookingId = "01926e3c-7d3a-7c65-9d0c-2f6f3f0c8a12".parse().unwrap();
        assert_ne!(id.reference(), other.reference());
    }

    #[test]
    fn a_text_that_is_no_uuid_is_not_an_id() {
        let hyphenated = "01926e3c-7d3a-7c65-9d0c-2f6f3f0c8a11";
        assert_eq!(
            hyphenated.parse::<EventId>().map(|id| id.to_string()),
            Ok(hyphenated.to_owned())
        );
        for text in [
            "seat",
            "",
            "01926e3c7d3a7c659d0c2f6f3f0c8a11",
            "{01926e3c-7d3a-7c65-9d0c-2f6f3f0c8a11}",
            "urn:uuid:01926e3c-7d3a-7c65-9d0c-2f6f3f0c8a11",
            " 01926e3c-7d3a-7c65-9d0c-2f6f3f0c8a11",
            "01926e3c-7d3a-7c65-9d0c-2f6f3f0c8a1g",
        ] {
            assert_eq!(text.parse::<EventId>(), Err(NotAnId), "{text}");
        }
    }
}
