//! What the facts of one event add up to. The projector and those who ask about the past use the
//! same fold.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use seatlog_domain::event::{Details, EventFact, PricedSeat};
use seatlog_domain::money::Currency;
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seat::SeatName;
use seatlog_domain::seating::Seating;

use crate::catalogue::EventStatus;

/// An event, as the reports know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Totals {
    pub(super) name: String,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) status: EventStatus,
    pub(super) deleted: bool,
    pub(super) currency: Currency,
    pub(super) sections: Vec<Section>,
    /// Bookings that stand.
    pub(super) bookings: i64,
    pub(super) cancelled_bookings: i64,
    /// Holds whose time was over.
    pub(super) lost_holds: i64,
    pub(super) lost_seats: i64,
    pub(super) lost_minor: i64,
}

/// A section of its plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Section {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) price_minor: i64,
    pub(super) capacity: i64,
    pub(super) seats_sold: i64,
    pub(super) revenue_minor: i64,
    pub(super) lost_seats: i64,
    pub(super) lost_minor: i64,
}

impl Totals {
    /// Takes in the next fact of an event; nothing: it had no fact before.
    ///
    /// # Errors
    /// The fact cannot follow those before it.
    pub(super) fn evolve(so_far: &mut Option<Self>, fact: &EventFact) -> Result<(), String> {
        if let EventFact::EventCreated {
            details,
            currency,
            seating,
            ..
        } = fact
        {
            if so_far.is_some() {
                return Err("the event exists already".to_owned());
            }
            *so_far = Some(Self::created(details, *currency, seating)?);
            return Ok(());
        }
        match so_far {
            Some(totals) => totals.take_in(fact),
            None => Err("its event is not known to the model".to_owned()),
        }
    }

    fn created(details: &Details, currency: Currency, seating: &Seating) -> Result<Self, String> {
        Ok(Self {
            name: details.name.as_str().to_owned(),
            starts_at: details.starts_at,
            status: EventStatus::Draft,
            deleted: false,
            currency,
            sections: sections(seating)?,
            bookings: 0,
            cancelled_bookings: 0,
            lost_holds: 0,
            lost_seats: 0,
            lost_minor: 0,
        })
    }

    fn take_in(&mut self, fact: &EventFact) -> Result<(), String> {
        match fact {
            EventFact::EventUpdated {
                details,
                currency,
                seating,
                ..
            } => {
                details.name.as_str().clone_into(&mut self.name);
                self.starts_at = details.starts_at;
                self.currency = currency.unwrap_or(self.currency);
                if let Some(seating) = seating {
                    self.sections = sections(seating)?;
                }
            }
            EventFact::EventPublished { .. } => self.status = EventStatus::Published,
            EventFact::EventCancelled { .. } => self.status = EventStatus::Cancelled,
            EventFact::EventDeleted { .. } => self.deleted = true,
            EventFact::SeatsBooked { seats, .. } => {
                self.bookings += 1;
                self.sell(seats, 1)?;
            }
            EventFact::BookingCancelled { seats, .. } => {
                self.bookings -= 1;
                self.cancelled_bookings += 1;
                self.sell(seats, -1)?;
            }
            EventFact::HoldExpired { seats, .. } => self.lose(seats)?,
            EventFact::EventCreated { .. }
            | EventFact::SeatsHeld { .. }
            | EventFact::HoldExtended { .. }
            | EventFact::HoldReleased { .. }
            | EventFact::SeatsBlocked { .. }
            | EventFact::SeatsUnblocked { .. } => {}
        }
        Ok(())
    }

    /// `sign` is 1 for seats booked and -1 for seats given back.
    fn sell(&mut self, seats: &[PricedSeat], sign: i64) -> Result<(), String> {
        for priced in seats {
            let section = self.section_of(&priced.seat)?;
            section.seats_sold += sign;
            section.revenue_minor += sign * priced.price_minor;
            if !(0..=section.capacity).contains(&section.seats_sold) {
                return Err(format!(
                    "{} of {} seats would be sold in section {}",
                    section.seats_sold, section.capacity, section.id
                ));
            }
        }
        Ok(())
    }

    fn lose(&mut self, seats: &[SeatName]) -> Result<(), String> {
        self.lost_holds += 1;
        for seat in seats {
            let section = self.section_of(seat)?;
            section.lost_seats += 1;
            section.lost_minor += section.price_minor;
            let price = section.price_minor;
            self.lost_seats += 1;
            self.lost_minor += price;
        }
        Ok(())
    }

    fn section_of(&mut self, seat: &SeatName) -> Result<&mut Section, String> {
        let found = self.sections.iter_mut().find(|it| it.id == seat.section());
        found.ok_or_else(|| format!("the plan has no section for seat {seat}"))
    }

    /// What these seats cost as long as the plan is this one.
    pub(super) fn price_of(&self, seats: &[SeatName]) -> i64 {
        let price = |seat: &SeatName| {
            let section = self.sections.iter().find(|it| it.id == seat.section());
            section.map_or(0, |section| section.price_minor)
        };
        seats.iter().map(price).sum()
    }

    /// The number of its seats.
    pub(super) fn capacity(&self) -> i64 {
        self.sections.iter().map(|section| section.capacity).sum()
    }

    /// Seats of bookings that stand.
    pub(super) fn seats_sold(&self) -> i64 {
        self.sections.iter().map(|section| section.seats_sold).sum()
    }

    /// What was paid and not paid back, in minor units.
    pub(super) fn revenue_minor(&self) -> i64 {
        let sections = self.sections.iter();
        sections.map(|section| section.revenue_minor).sum()
    }
}

fn sections(seating: &Seating) -> Result<Vec<Section>, String> {
    let plan = SeatPlan::try_from(seating.clone())?;
    let sized = seating.sections.iter().zip(plan.section_sizes());
    Ok(sized
        .map(|(section, size)| Section {
            id: section.id.clone(),
            name: section.name.clone(),
            price_minor: section.price_minor,
            capacity: i64::from(size),
            seats_sold: 0,
            revenue_minor: 0,
            lost_seats: 0,
            lost_minor: 0,
        })
        .collect())
}
