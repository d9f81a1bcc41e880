//! `seatlog audit what-if`: one event's sale under another setting.

use std::collections::BTreeMap;

use seatlog_domain::event::HoldLife;
use seatlog_domain::event::what_if::{self, ASSUMPTIONS, Setting, WhatIf};
use seatlog_domain::ids::EventId;
use seatlog_domain::money::PriceMinor;
use seatlog_projections::audit::refusals;
use seatlog_projections::log;
use serde::Serialize;

use crate::program::{Database, Failure};
use crate::settings::Settings;

/// Prices of seats by the id of their section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceList(BTreeMap<String, PriceMinor>);

impl PriceList {
    /// Reads `SECTION=MINOR`, separated by commas or line breaks; anything without `=` is the
    /// path of a file that has them.
    ///
    /// # Errors
    /// The file cannot be read, or one of the prices is none.
    pub fn read(text: &str) -> Result<Self, String> {
        if text.contains('=') {
            return Self::parse(text);
        }
        let list = std::fs::read_to_string(text).map_err(|error| format!("{text}: {error}"))?;
        Self::parse(&list)
    }

    fn parse(list: &str) -> Result<Self, String> {
        let entries = list.split([',', '\n']).map(str::trim);
        let entries = entries.filter(|entry| !entry.is_empty());
        let mut prices = BTreeMap::new();
        for entry in entries {
            let (section, price) = entry
                .split_once('=')
                .ok_or_else(|| format!("{entry:?} must be SECTION=MINOR"))?;
            let price = price.trim().parse().ok();
            let price = price.and_then(|minor| PriceMinor::new(minor).ok());
            let price =
                price.ok_or_else(|| format!("{entry:?} must have a price in minor units"))?;
            if prices.insert(section.trim().to_owned(), price).is_some() {
                return Err(format!("{section:?} has two prices"));
            }
        }
        Ok(Self(prices))
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// About which event.
    pub event: EventId,
    /// How long holds would last, in seconds.
    pub hold_ttl_secs: Option<u32>,
    /// The most seats that one buyer would be allowed.
    pub max_seats_per_user: Option<u32>,
    /// What seats would cost.
    pub prices: Option<PriceList>,
}

#[derive(Debug, Serialize)]
struct Answer {
    event_id: EventId,
    #[serde(flatten)]
    what_if: WhatIf,
    /// Of all events, in the time for which refusals are kept.
    refusals_not_kept: i64,
    assumptions: [&'static str; ASSUMPTIONS.len()],
}

/// Prints what the sale came to and what it would have come to, as JSON.
///
/// # Errors
/// The setting does not fit the event, or the database fails.
pub async fn print(settings: &Settings, question: Question) -> Result<(), Failure> {
    let database = Database::join(settings).await?;
    let facts = log::read_event(&database.pool, question.event).await;
    let refused = refusals::of_event(&database.pool, question.event).await;
    let left_out = refusals::left_out(&database.pool).await;
    database.close().await?;
    let setting = Setting {
        hold_life: question.hold_ttl_secs.map(|ttl_secs| HoldLife {
            ttl_secs,
            max_secs: settings.hold_life.max_secs.max(ttl_secs),
        }),
        max_seats_per_user: question.max_seats_per_user,
        prices: question.prices.map(|list| list.0).unwrap_or_default(),
    };
    let facts = facts.map_err(Failure::new)?;
    let answer = Answer {
        event_id: question.event,
        what_if: what_if::what_if(&facts, &refused?, &setting).map_err(Failure::setting)?,
        refusals_not_kept: left_out?,
        assumptions: ASSUMPTIONS,
    };
    let answer = serde_json::to_string_pretty(&answer).map_err(Failure::new)?;
    println!("{answer}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_list_is_read_from_the_command_line_and_from_a_file() {
        let price = |minor| PriceMinor::new(minor).unwrap();
        let expected = BTreeMap::from([
            ("GA".to_owned(), price(2500)),
            ("ST".to_owned(), price(6000)),
        ]);
        let given = PriceList::read("ST=6000,GA=2500").unwrap();
        assert_eq!(given.0, expected);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("prices");
        std::fs::write(&file, "ST = 6000\n\nGA = 2500\n").unwrap();
        assert_eq!(PriceList::read(file.to_str().unwrap()), Ok(given));
    }

    #[test]
    fn a_price_that_is_none_is_refused_by_name() {
        for (list, named) in [
            ("ST=6000,GA", "GA"),
            ("ST=", "ST="),
            ("ST=-1", "ST=-1"),
            ("ST=45.00", "ST=45.00"),
            ("ST=1,ST=2", "ST"),
            ("/nowhere/at/all", "/nowhere/at/all"),
        ] {
            let error = PriceList::read(list).unwrap_err();
            assert!(error.contains(named), "{error}");
        }
    }
}
