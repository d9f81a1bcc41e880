//! What is changed for the sake of the question.

use std::collections::BTreeMap;

use crate::event::command::HoldLife;
use crate::event::details::{Details, MAX_SEATS_PER_USER};
use crate::event::fact::EventFact;
use crate::money::PriceMinor;
use crate::seating::Seating;

/// Another setting; whatever is not given is as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setting {
    /// How long holds last.
    pub hold_life: Option<HoldLife>,
    /// The most seats for one buyer.
    pub max_seats_per_user: Option<u32>,
    /// What a seat costs, by the id of its section.
    pub prices: BTreeMap<String, PriceMinor>,
}

/// The setting does not fit the event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSetting {
    /// Nothing was ever created.
    #[error("there is no such event")]
    NoEvent,
    /// No seating of the event ever had it.
    #[error("the event has no section {0:?}")]
    UnknownSection(String),
    /// No event could have it.
    #[error("the most seats for one buyer must be from 1 to {MAX_SEATS_PER_USER}")]
    Limit,
    /// Holds would be over at once.
    #[error("a hold must last for at least a second")]
    HoldLife,
}

impl Setting {
    pub(super) fn check(&self, facts: &[EventFact]) -> Result<(), BadSetting> {
        if !matches!(facts.first(), Some(EventFact::EventCreated { .. })) {
            return Err(BadSetting::NoEvent);
        }
        let limit = self.max_seats_per_user;
        if limit.is_some_and(|limit| !(1..=MAX_SEATS_PER_USER).contains(&limit)) {
            return Err(BadSetting::Limit);
        }
        if self.hold_life.is_some_and(|life| life.ttl_secs == 0) {
            return Err(BadSetting::HoldLife);
        }
        let known = |id: &str| {
            let sections = facts.iter().filter_map(seating).flat_map(|it| &it.sections);
            sections.into_iter().any(|section| section.id == id)
        };
        match self.prices.keys().find(|id| !known(id)) {
            Some(id) => Err(BadSetting::UnknownSection(id.clone())),
            None => Ok(()),
        }
    }

    pub(super) fn on_details(&self, details: &Details) -> Details {
        Details {
            max_seats_per_user: self
                .max_seats_per_user
                .unwrap_or(details.max_seats_per_user),
            // Whoever wishes had their turn.
            waiting_room: None,
            ..details.clone()
        }
    }

    pub(super) fn on_seating(&self, seating: &Seating) -> Seating {
        let mut seating = seating.clone();
        for section in &mut seating.sections {
            if let Some(price) = self.prices.get(&section.id) {
                section.price_minor = price.minor();
            }
        }
        seating
    }
}

fn seating(fact: &EventFact) -> Option<&Seating> {
    match fact {
        EventFact::EventCreated { seating, .. } => Some(seating),
        EventFact::EventUpdated { seating, .. } => seating.as_ref(),
        EventFact::EventPublished { .. }
        | EventFact::EventCancelled { .. }
        | EventFact::EventDeleted { .. }
        | EventFact::SeatsBooked { .. }
        | EventFact::BookingCancelled { .. }
        | EventFact::SeatsHeld { .. }
        | EventFact::HoldExtended { .. }
        | EventFact::HoldReleased { .. }
        | EventFact::HoldExpired { .. }
        | EventFact::SeatsBlocked { .. }
        | EventFact::SeatsUnblocked { .. } => None,
    }
}
