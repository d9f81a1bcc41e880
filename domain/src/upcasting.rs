//! Reading a fact in the version in which it was written.
//!
//! The log keeps what was written, for ever, and so does the chain over it. A fact of an older
//! version is turned into the one of today when it is read: by its type's upcasters, one for each
//! step from a version to the next. So nobody who reads facts knows of any version but the latest.

use cqrs_es::DomainEvent;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The fields of a fact.
pub type Fields = Map<String, Value>;

/// Turns the fields of a version into those of the next.
pub type Upcaster = fn(&mut Fields);

/// Facts of which older versions may be in the log.
pub trait Upcast: DomainEvent + DeserializeOwned {
    /// The upcasters of a type of fact: the first one is for version 1, and what comes out of the
    /// last one is of today's version. Nothing if there is no such type.
    fn upcasters(fact_type: &str) -> Option<&'static [Upcaster]>;
}

/// Why a stored fact cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No fact was ever called that, as far as this program knows.
    #[error("there is no type of fact {0:?}")]
    UnknownType(String),
    /// The version is none of the type's: written by a newer program, or by no program.
    #[error("{fact_type} has no version {version:?}, the latest is {latest}")]
    UnknownVersion {
        /// The type of fact.
        fact_type: String,
        /// What is recorded as its version.
        version: String,
        /// The latest version that this program knows.
        latest: usize,
    },
    /// The payload is not that of the version.
    #[error("{fact_type} of version {version}: {error}")]
    Payload {
        /// The type of fact.
        fact_type: String,
        /// Its version.
        version: usize,
        /// What is wrong.
        error: serde_json::Error,
    },
}

/// The version in which facts of a type are written today; 1 for a type that there is not.
pub fn latest_version<F: Upcast>(fact_type: &str) -> usize {
    F::upcasters(fact_type).unwrap_or_default().len() + 1
}

/// Reads a fact from what the log has: the name of its type, its version, and its payload as JSON.
///
/// # Errors
/// The type or its version is unknown, or the payload is not that of the version.
pub fn read<F: Upcast>(fact_type: &str, version: &str, payload: &str) -> Result<F, ReadError> {
    let Some(upcasters) = F::upcasters(fact_type) else {
        return Err(ReadError::UnknownType(fact_type.to_owned()));
    };
    let latest = upcasters.len() + 1;
    let known = version.parse().ok();
    let Some(version) = known.filter(|version| (1..=latest).contains(version)) else {
        return Err(ReadError::UnknownVersion {
            fact_type: fact_type.to_owned(),
            version: version.to_owned(),
            latest,
        });
    };
    // Facts of today, nearly all, are read without a detour.
    let fact = if version == latest {
        serde_json::from_str(payload)
    } else {
        upcast(fact_type, &upcasters[version - 1..], payload)
    };
    fact.map_err(|error| ReadError::Payload {
        fact_type: fact_type.to_owned(),
        version,
        error,
    })
}

fn upcast<F: Upcast>(
    fact_type: &str,
    upcasters: &[Upcaster],
    payload: &str,
) -> Result<F, serde_json::Error> {
    let mut fact: Value = serde_json::from_str(payload)?;
    if let Some(fields) = fact.get_mut(fact_type).and_then(Value::as_object_mut) {
        for step in upcasters {
            step(fields);
        }
    }
    serde_json::from_value(fact)
}

#[cfg(test)]
mod tests;
