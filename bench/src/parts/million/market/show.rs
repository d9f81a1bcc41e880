//! One event, from its creation to its last booking.

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use rand::seq::SliceRandom;
use seatlog::event_store::Origin;
use seatlog_domain::event::{
    Canceller, Description, Details, Event, EventChange, EventCommand, EventFact, EventName,
    HoldLife, MAX_SEATS_PER_USER, Pass, Reason, SeatChoice, Venue,
};
use seatlog_domain::ids::{BookingId, EventId, HoldId, UserId};
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seat::SeatName;
use serde_json::json;

use super::{Chance, day};
use crate::parts::million::agenda::{Agenda, Wish};
use crate::parts::million::copy::Rows;

const LIFE: HoldLife = HoldLife {
    ttl_secs: 600,
    max_secs: 1_800,
};
/// Seats that are there for each buyer; a buyer wants two and a half.
const SEATS_EACH: usize = 3;
const ROW: usize = 50;
/// Sections, and what a seat in them costs.
const SECTIONS: [(&str, i64); 3] = [("ST", 7_500), ("CI", 4_500), ("BA", 2_000)];

/// When an event is on the market.
#[derive(Debug, Clone, Copy)]
pub(super) struct Season {
    /// Created on this day of the year.
    pub(super) created: f64,
    /// Buyers come for so many days.
    pub(super) days: f64,
    pub(super) buyers: u32,
}

/// An event and the seats that nobody wanted yet.
pub(super) struct Show {
    pub(super) id: EventId,
    number: usize,
    season: Season,
    event: Event,
    sequence: i64,
    /// The next one last.
    free: Vec<SeatName>,
}

impl Show {
    /// An event, and what its organiser is going to do.
    pub(super) fn plan(
        number: usize,
        season: Season,
        chance: &mut Chance,
        agenda: &mut Agenda,
    ) -> Result<Self> {
        let rows = (season.buyers as usize * SEATS_EACH).div_ceil(ROW * SECTIONS.len()) + 1;
        let mut free = seats(rows)?;
        free.shuffle(&mut chance.0);
        let blocked = free.split_off(free.len() - 10);
        let show = Self {
            id: EventId::new(chance.id(day(season.created))),
            number,
            season,
            event: Event::default(),
            sequence: 0,
            free,
        };
        for (share, command) in show.organised(rows, blocked)? {
            let command = Wish::Command(number, Box::new(command), None);
            agenda.note(season.at(share), command);
        }
        agenda.note(season.at(0.0), Wish::Buy(number, 0));
        Ok(show)
    }

    /// What the organiser does, and after which share of the season.
    fn organised(&self, rows: usize, blocked: Vec<SeatName>) -> Result<Vec<(f64, EventCommand)>> {
        let now = DateTime::default();
        let unblocked = blocked[..5].to_vec();
        let mut commands = vec![
            (0.0, self.create(rows)?),
            (
                0.0,
                EventCommand::BlockSeats {
                    seats: blocked,
                    now,
                },
            ),
            (0.0, EventCommand::PublishEvent { now }),
            (
                0.2,
                EventCommand::UnblockSeats {
                    seats: unblocked,
                    now,
                },
            ),
        ];
        if self.number.is_multiple_of(3) {
            let change = Box::new(EventChange {
                name: Some(EventName::new(&format!(
                    "Opera {}, with guests",
                    self.number
                ))?),
                ..EventChange::default()
            });
            commands.push((0.3, EventCommand::UpdateEvent { change, now }));
        }
        if self.number % 40 == 39 {
            let reason = Reason::new("The tenor has a cold")?;
            commands.push((0.7, EventCommand::CancelEvent { reason, now }));
        }
        if self.number % 80 == 39 {
            commands.push((0.8, EventCommand::DeleteEvent { now }));
        }
        Ok(commands)
    }

    fn create(&self, rows: usize) -> Result<EventCommand> {
        let rows: Vec<_> = (1..=rows)
            .map(|row| json!({"label": row.to_string(), "seats": ROW}))
            .collect();
        let sections = SECTIONS.map(|(id, price_minor)| {
            json!({"id": id, "name": id, "kind": "reserved", "price_minor": price_minor,
                "rows": rows})
        });
        let plan = SeatPlan::check(serde_json::from_value(json!({ "sections": sections }))?);
        let details = Details {
            name: EventName::new(&format!("Opera {}", self.number))?,
            description: Description::new("An opera in four acts.")?,
            starts_at: self.season.at(1.0) + TimeDelta::days(1),
            ends_at: None,
            venue: Venue::new("Arena di Verona")?,
            image_url: None,
            sales_open_at: None,
            sales_close_at: None,
            max_seats_per_user: MAX_SEATS_PER_USER,
            waiting_room: None,
        };
        let currency = if self.number % 4 == 3 { "CHF" } else { "EUR" };
        Ok(EventCommand::CreateEvent {
            details: Box::new(details),
            currency: serde_json::from_value(json!(currency))?,
            plan: Box::new(plan.map_err(|errors| anyhow::anyhow!("{errors:?}"))?),
            draft: true,
            now: DateTime::default(),
        })
    }

    /// A buyer comes, and either books or holds; the next one is expected.
    pub(super) fn buy(
        &mut self,
        buyer: u32,
        user_id: UserId,
        (now, chance): (DateTime<Utc>, &mut Chance),
        agenda: &mut Agenda,
    ) -> Option<EventCommand> {
        if buyer + 1 < self.season.buyers {
            let share = f64::from(buyer + 1) / f64::from(self.season.buyers);
            // Many at first, fewer later.
            agenda.note(
                self.season.at(share * share),
                Wish::Buy(self.number, buyer + 1),
            );
        }
        let wanted = 1 + chance.below(4);
        let kept = self.free.len().checked_sub(wanted)?;
        let choice = SeatChoice::Named(self.free.split_off(kept));
        let id = chance.id(now);
        Some(match chance.of(0.4) {
            true => EventCommand::BookSeats {
                booking_id: BookingId::new(id),
                user_id,
                choice,
                pass: Pass::None,
                now,
            },
            false => EventCommand::HoldSeats {
                hold_id: HoldId::new(id),
                user_id,
                choice,
                pass: Pass::None,
                life: LIFE,
                now,
            },
        })
    }

    /// Decides a command. What is refused, such as a booking of an event that was called off, was
    /// wished in vain.
    pub(super) fn execute(
        &mut self,
        command: &EventCommand,
        actor_id: Option<UserId>,
        (now, chance): (DateTime<Utc>, &mut Chance),
        (agenda, rows): (&mut Agenda, &mut Rows),
    ) -> Result<()> {
        let origin = Origin {
            actor_id,
            command_id: chance.id(now),
            ..Origin::system()
        };
        for fact in self.event.decide(command).unwrap_or_default() {
            self.event.evolve(&fact);
            self.sequence += 1;
            rows.push::<Event>((self.id.uuid(), self.sequence), &fact, &origin, now)?;
            self.follow(&fact, (now, chance), agenda);
        }
        Ok(())
    }

    /// What becomes of bookings and holds, and who gets seats that are free again.
    fn follow(
        &mut self,
        fact: &EventFact,
        (now, chance): (DateTime<Utc>, &mut Chance),
        agenda: &mut Agenda,
    ) {
        let mut later = |seconds: f64, user, command| {
            let at = now + TimeDelta::milliseconds((seconds * 1_000.0) as i64);
            agenda.note(at, Wish::Command(self.number, Box::new(command), user));
        };
        match fact {
            EventFact::SeatsBooked {
                booking_id,
                user_id,
                ..
            } if chance.of(0.05) => {
                let by = Canceller::Buyer(*user_id);
                let booking_id = *booking_id;
                let cancel = EventCommand::CancelBooking {
                    booking_id,
                    by,
                    now,
                };
                later(chance.between(60.0, 500_000.0), Some(*user_id), cancel);
            }
            EventFact::SeatsHeld {
                hold_id, user_id, ..
            } => {
                let (hold_id, user_id) = (*hold_id, *user_id);
                let book = EventCommand::BookHold {
                    booking_id: BookingId::new(chance.id(now)),
                    user_id,
                    hold_id,
                    now,
                };
                let release = EventCommand::ReleaseHold {
                    hold_id,
                    user_id,
                    now,
                };
                let extend = EventCommand::ExtendHold {
                    hold_id,
                    user_id,
                    life: LIFE,
                    now,
                };
                let over = EventCommand::ExpireHolds { now };
                match chance.below(100) {
                    0..5 => {
                        later(500.0, Some(user_id), extend);
                        later(chance.between(600.0, 1_000.0), Some(user_id), book);
                    }
                    5..80 => later(chance.between(10.0, 400.0), Some(user_id), book),
                    80..90 => later(chance.between(10.0, 400.0), Some(user_id), release),
                    _ => later(601.0, None, over),
                }
            }
            EventFact::BookingCancelled { seats, .. } => {
                self.free
                    .extend(seats.iter().map(|priced| priced.seat.clone()));
            }
            EventFact::HoldReleased { seats, .. }
            | EventFact::HoldExpired { seats, .. }
            | EventFact::SeatsUnblocked { seats, .. } => self.free.extend_from_slice(seats),
            EventFact::SeatsBooked { .. }
            | EventFact::EventCreated { .. }
            | EventFact::EventUpdated { .. }
            | EventFact::EventPublished { .. }
            | EventFact::EventCancelled { .. }
            | EventFact::EventDeleted { .. }
            | EventFact::HoldExtended { .. }
            | EventFact::SeatsBlocked { .. } => {}
        }
    }
}

impl Season {
    /// The time when a share of it is over.
    fn at(self, share: f64) -> DateTime<Utc> {
        day(self.created + self.days * share)
    }
}

/// The seats of so many rows in each section.
fn seats(rows: usize) -> Result<Vec<SeatName>> {
    let of = |section: &'static str| {
        (0..rows * ROW).map(move |n| format!("{section}-{}-{}", n / ROW + 1, n % ROW + 1))
    };
    let names = SECTIONS.iter().flat_map(|(section, _)| of(section));
    Ok(names
        .map(|name| SeatName::new(&name))
        .collect::<Result<_, _>>()?)
}
