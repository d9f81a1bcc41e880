//! What would have been: the sale of one event, gone through again under another setting.
//!
//! The facts are read as wishes again, each at the time at which it was fulfilled, and the rules
//! of [`Event::decide`](super::Event::decide) answer them anew. Nothing here estimates: a model of what people would
//! have wished for is not part of it, and [`ASSUMPTIONS`] say what was taken for granted instead.

mod replay;
mod setting;
mod tally;
mod wish;

use chrono::{DateTime, Utc};
use serde::Serialize;

pub use setting::{BadSetting, Setting};
pub use tally::{Outcome, Reason};

use super::command::SeatChoice;
use super::fact::EventFact;
use crate::ids::{HoldId, UserId};
use crate::money::Currency;
use replay::Replay;
use tally::Tally;

/// What has to be believed to believe the figures.
pub const ASSUMPTIONS: [&str; 7] = [
    "Everybody wishes for what they got, the same seats at the same time, whatever it costs.",
    "Whoever is refused gives up: nobody takes other seats or fewer, or tries again later.",
    "Whoever let a hold run out lets it run out again, however long it lasts.",
    "Whoever books a hold that would have run out by then is refused.",
    "A refusal that was kept is a wish for a booking at that time. Whoever is served now repeats \
     no other refused wish, and does without as many of the seats that they took later.",
    "Refusals that were not kept are not known: neither as demand nor in the figures.",
    "The sale ends where the event was cancelled or deleted; what was paid back then is not \
     deducted.",
];

/// What somebody wanted and did not get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedWish {
    /// Who.
    pub user_id: UserId,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub wanted: Wanted,
    /// Why not.
    pub reason: Reason,
}

/// What somebody wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// To hold or book seats.
    Seats(SeatChoice),
    /// To book the seats of their hold.
    Hold(HoldId),
}

impl Wanted {
    /// How many seats were asked for by name.
    pub fn seats_named(&self) -> usize {
        match self {
            Self::Seats(SeatChoice::Named(names)) => names.len(),
            Self::Seats(SeatChoice::BestAvailable { .. }) | Self::Hold(_) => 0,
        }
    }
}

/// A sale as it was, and as it would have been.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhatIf {
    /// What seats were sold in.
    pub currency: Currency,
    /// What the facts and the kept refusals say.
    pub as_it_was: Outcome,
    /// What they would have said.
    pub as_it_would_have_been: Outcome,
}

/// Goes through the sale of one event again. The facts are all of its stream, in order; the
/// refusals are ordered by time.
///
/// # Errors
/// The setting does not fit the event.
pub fn what_if(
    facts: &[EventFact],
    refused: &[RefusedWish],
    setting: &Setting,
) -> Result<WhatIf, BadSetting> {
    setting.check(facts)?;
    let currency = facts.iter().filter_map(currency_from).next_back();
    let sale = &facts[..end_of_sale(facts)];
    let mut was = Tally::default();
    sale.iter().for_each(|fact| was.take(fact));
    for wish in refused {
        was.refuse(wish.user_id, wish.reason);
    }
    let mut replay = Replay::new(setting);
    let mut refused = refused.iter().peekable();
    for fact in sale {
        while let Some(wish) = refused.next_if(|wish| wish.at < wish::time(fact)) {
            replay.wish_again(wish);
        }
        replay.take(fact);
    }
    refused.for_each(|wish| replay.wish_again(wish));
    Ok(WhatIf {
        currency: currency.ok_or(BadSetting::NoEvent)?,
        as_it_was: was.outcome(),
        as_it_would_have_been: replay.outcome(),
    })
}

fn currency_from(fact: &EventFact) -> Option<Currency> {
    if let EventFact::EventCreated { currency, .. } = fact {
        return Some(*currency);
    }
    let EventFact::EventUpdated { currency, .. } = fact else {
        return None;
    };
    *currency
}

fn end_of_sale(facts: &[EventFact]) -> usize {
    let ends = |fact: &EventFact| {
        matches!(
            fact,
            EventFact::EventCancelled { .. } | EventFact::EventDeleted { .. }
        )
    };
    facts.iter().position(ends).unwrap_or(facts.len())
}
