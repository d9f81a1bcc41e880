//! Going through a sale again.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::setting::Setting;
use super::tally::{Outcome, Reason, Tally};
use super::wish::{self, Lasting};
use super::{RefusedWish, Wanted};
use crate::event::command::EventCommand;
use crate::event::entrance::Pass;
use crate::event::fact::EventFact;
use crate::event::refusal::Refusal;
use crate::event::seat_map::SeatState;
use crate::event::{Event, Live};
use crate::ids::{BookingId, UserId};
use crate::seat::SeatName;

pub(super) struct Replay<'a> {
    setting: &'a Setting,
    event: Event,
    tally: Tally,
    /// Who got now what was refused, and how many seats they therefore do not need any more.
    served: HashMap<UserId, u32>,
    /// How many bookings were made of wishes that were refused.
    extra: u128,
}

impl<'a> Replay<'a> {
    pub(super) fn new(setting: &'a Setting) -> Self {
        Self {
            setting,
            event: Event::default(),
            tally: Tally::default(),
            served: HashMap::new(),
            extra: 0,
        }
    }

    /// Has what led to a fact happen again.
    pub(super) fn take(&mut self, fact: &EventFact) {
        let lasting = Lasting {
            life: self.setting.hold_life,
            held_at: self.held_at(fact),
        };
        if let Some((user, command)) = wish::behind(fact, &lasting) {
            if !self.is_served(fact) {
                self.ask(user, &command);
            }
        } else if let Some(command) = self.blocking(fact) {
            // Where it is refused, the seats stay in the sale.
            let _ = self.decide(&command);
        } else if let Some(fact) = self.organised(fact) {
            self.event.evolve(&fact);
        }
    }

    /// Has somebody ask again for what was refused, as a booking.
    pub(super) fn wish_again(&mut self, wish: &RefusedWish) {
        if self.served.contains_key(&wish.user_id) {
            return;
        }
        self.extra += 1;
        // Counted down from the highest, which is the id of no booking that was ever made.
        let booking_id = BookingId::new(Uuid::from_u128(u128::MAX - self.extra));
        let (user_id, now) = (wish.user_id, wish.at);
        let command = match &wish.wanted {
            Wanted::Seats(choice) => EventCommand::BookSeats {
                booking_id,
                user_id,
                choice: choice.clone(),
                pass: Pass::None,
                now,
            },
            Wanted::Hold(hold_id) => EventCommand::BookHold {
                booking_id,
                user_id,
                hold_id: *hold_id,
                now,
            },
        };
        let seats = self.ask(user_id, &command);
        if seats > 0 {
            self.served.insert(user_id, seats);
        }
    }

    pub(super) fn outcome(self) -> Outcome {
        self.tally.outcome()
    }

    /// Asks for a buyer; how many seats were sold for it.
    fn ask(&mut self, user: UserId, command: &EventCommand) -> u32 {
        match self.decide(command) {
            Ok(sold) => sold,
            Err(refusal) => {
                let wants_seats = match command {
                    EventCommand::BookSeats { .. }
                    | EventCommand::HoldSeats { .. }
                    | EventCommand::BookHold { .. } => true,
                    EventCommand::CreateEvent { .. }
                    | EventCommand::UpdateEvent { .. }
                    | EventCommand::PublishEvent { .. }
                    | EventCommand::CancelEvent { .. }
                    | EventCommand::DeleteEvent { .. }
                    | EventCommand::CancelBooking { .. }
                    | EventCommand::ExtendHold { .. }
                    | EventCommand::ReleaseHold { .. }
                    | EventCommand::ExpireHolds { .. }
                    | EventCommand::BlockSeats { .. }
                    | EventCommand::UnblockSeats { .. } => false,
                };
                if let Some(reason) = Reason::of(&refusal).filter(|_| wants_seats) {
                    self.tally.refuse(user, reason);
                }
                0
            }
        }
    }

    fn decide(&mut self, command: &EventCommand) -> Result<u32, Refusal> {
        let facts = self.event.decide(command)?;
        let mut sold = 0;
        for fact in &facts {
            self.event.evolve(fact);
            self.tally.take(fact);
            if let EventFact::SeatsBooked { seats, .. } = fact {
                sold += seats.len() as u32;
            }
        }
        Ok(sold)
    }

    /// Whether a buyer who got now what was refused does not need these seats any more.
    fn is_served(&mut self, fact: &EventFact) -> bool {
        let Some((user, wanted)) = wish::wants(fact) else {
            return false;
        };
        match self.served.get_mut(&user) {
            Some(seats) if wanted <= *seats => {
                *seats -= wanted;
                true
            }
            Some(_) | None => false,
        }
    }

    /// Taking seats out of the sale, as far as they are free, or putting them back.
    fn blocking(&self, fact: &EventFact) -> Option<EventCommand> {
        let now = wish::time(fact);
        if let EventFact::SeatsBlocked { seats, .. } = fact {
            let live = self.live()?;
            let states: Vec<_> = live.seat_states(now).collect();
            let free = |name: &&SeatName| {
                let seat = live.plan.find(name);
                seat.is_some_and(|seat| states[seat.0 as usize] == SeatState::Free)
            };
            let seats = seats.iter().filter(free).cloned().collect();
            return Some(EventCommand::BlockSeats { seats, now });
        }
        let EventFact::SeatsUnblocked { seats, .. } = fact else {
            return None;
        };
        let seats = seats.clone();
        Some(EventCommand::UnblockSeats { seats, now })
    }

    /// What organisers did, under the other setting.
    fn organised(&self, fact: &EventFact) -> Option<EventFact> {
        let mut fact = fact.clone();
        match &mut fact {
            EventFact::EventCreated {
                details, seating, ..
            } => {
                *details = self.setting.on_details(details);
                *seating = self.setting.on_seating(seating);
            }
            EventFact::EventUpdated {
                details,
                currency,
                seating,
                ..
            } => {
                *details = self.setting.on_details(details);
                *seating = seating.as_ref().map(|it| self.setting.on_seating(it));
                // Once something is sold, seats and currency stay.
                if self.live().is_some_and(|live| live.seats.was_ever_used()) {
                    (*currency, *seating) = (None, None);
                }
            }
            EventFact::EventPublished { .. } => {}
            EventFact::EventCancelled { .. }
            | EventFact::EventDeleted { .. }
            | EventFact::SeatsBooked { .. }
            | EventFact::BookingCancelled { .. }
            | EventFact::SeatsHeld { .. }
            | EventFact::HoldExtended { .. }
            | EventFact::HoldReleased { .. }
            | EventFact::HoldExpired { .. }
            | EventFact::SeatsBlocked { .. }
            | EventFact::SeatsUnblocked { .. } => return None,
        }
        Some(fact)
    }

    fn held_at(&self, fact: &EventFact) -> Option<DateTime<Utc>> {
        let EventFact::HoldExtended { hold_id, .. } = fact else {
            return None;
        };
        Some(self.live()?.hold(*hold_id)?.held_at)
    }

    fn live(&self) -> Option<&Live> {
        match &self.event {
            Event::Live(live) => Some(live),
            Event::Unknown | Event::Deleted => None,
        }
    }
}
