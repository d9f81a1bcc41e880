//! Those who want something of an event, and what they were told.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{sleep, timeout};
use uuid::Uuid;

use seatlog_domain::event::{
    Canceller, EventChange, EventCommand, HoldLife, Pass, Reason, SeatChoice,
};
use seatlog_domain::ids::{BookingId, EventId, HoldId, UserId};
use seatlog_domain::seat::SeatName;
use seatlog_testkit::Dice;

use super::{SEATS, Sale};
use crate::engine::{CommandError, Executed, Standing};
use crate::event_store::Origin;

/// How often a buyer wants something.
const WISHES: usize = 12;
/// Whoever gets no answer in so many tries is stuck.
const TRIES: usize = 1_000;

/// One command, given once.
#[derive(Debug, Clone)]
pub(super) struct Try {
    pub(super) event: EventId,
    /// The same for all tries of a command.
    pub(super) id: Uuid,
    pub(super) command: EventCommand,
    /// The heads of the stream before and afterwards.
    pub(super) heads: (i64, i64),
    /// Nothing: the caller hung up, or the node died.
    pub(super) answer: Option<Result<Executed, CommandError>>,
}

impl Try {
    /// Whether nobody knows what became of it.
    pub(super) fn is_unheard(&self) -> bool {
        matches!(self.answer, None | Some(Err(CommandError::Unavailable(_))))
    }
}

/// Somebody.
pub(super) struct Buyer {
    sale: Arc<Sale>,
    user: UserId,
    dice: Dice,
    holds: Vec<(EventId, HoldId)>,
    bookings: Vec<(EventId, BookingId)>,
}

impl Buyer {
    pub(super) fn new(sale: Arc<Sale>, mut dice: Dice) -> Self {
        Self {
            sale,
            user: UserId::new(Uuid::from_u128(dice.id())),
            dice,
            holds: Vec::new(),
            bookings: Vec::new(),
        }
    }

    pub(super) async fn buy(mut self) {
        for _ in 0..WISHES {
            let id = Uuid::from_u128(self.dice.id());
            let (event, command) = self.wish(id);
            self.ask(event, id, &command).await;
            if self.dice.percent(60) {
                sleep(self.dice.time_ms(0, 2_000)).await;
            }
        }
    }

    /// Asks until there is an answer; some give up.
    async fn ask(&mut self, event: EventId, id: Uuid, command: &EventCommand) {
        for _ in 0..TRIES {
            let answer = self.try_once(event, id, command).await;
            if let Some(Ok(_) | Err(CommandError::Refused(_))) = answer {
                return;
            }
            if self.dice.percent(5) {
                return;
            }
            sleep(self.dice.time_ms(0, 800)).await;
        }
        panic!("{id} has no answer: {command:?}");
    }

    async fn try_once(
        &mut self,
        event: EventId,
        id: Uuid,
        command: &EventCommand,
    ) -> Option<Result<Executed, CommandError>> {
        let node = self.sale.node(&mut self.dice)?;
        let standing = match (self.sale.alone, self.dice.percent(70)) {
            (true, _) => Standing::Sole,
            (false, true) => Standing::Leased,
            (false, false) => Standing::Unguarded,
        };
        let patience = match self.dice.percent(5) {
            true => self.dice.time_ms(0, 50),
            false => Duration::from_secs(3_600),
        };
        let origin = Origin {
            command_id: id,
            ..Origin::system()
        };
        let command = command.clone().at(node.clock.now());
        let before = self.sale.log.head(event);
        let executed = node
            .engine
            .execute(event, command.clone(), &origin, standing);
        let answer = tokio::select! {
            biased;
            answer = timeout(patience, executed) => answer.ok(),
            () = node.way.dead.cancelled() => None,
        };
        self.sale.tries.lock().unwrap().push(Try {
            event,
            id,
            command,
            heads: (before, self.sale.log.head(event)),
            answer: answer.clone(),
        });
        answer
    }

    /// What is wanted next; the time is filled in when it is asked for.
    fn wish(&mut self, id: Uuid) -> (EventId, EventCommand) {
        let (now, user_id) = (self.sale.start, self.user);
        let event = *self.dice.one_of(&self.sale.events);
        let booking_id = BookingId::new(id);
        let held = (!self.holds.is_empty()).then(|| *self.dice.one_of(&self.holds));
        let booked = (!self.bookings.is_empty()).then(|| *self.dice.one_of(&self.bookings));
        match (self.dice.below(100), held, booked) {
            (0..15, Some((event, hold_id)), _) => {
                self.bookings.push((event, booking_id));
                let book = EventCommand::BookHold {
                    booking_id,
                    user_id,
                    hold_id,
                    now,
                };
                (event, book)
            }
            (15..22, Some((event, hold_id)), _) => {
                let life = self.life();
                (
                    event,
                    EventCommand::ExtendHold {
                        hold_id,
                        user_id,
                        life,
                        now,
                    },
                )
            }
            (22..28, Some((event, hold_id)), _) => (
                event,
                EventCommand::ReleaseHold {
                    hold_id,
                    user_id,
                    now,
                },
            ),
            (28..45, _, Some((event, booking_id))) => {
                let by = match self.dice.percent(80) {
                    true => Canceller::Buyer(user_id),
                    false => Canceller::Admin,
                };
                (
                    event,
                    EventCommand::CancelBooking {
                        booking_id,
                        by,
                        now,
                    },
                )
            }
            (45..72, ..) => {
                let hold_id = HoldId::new(id);
                self.holds.push((event, hold_id));
                let (choice, pass, life) = (self.choice(), Pass::None, self.life());
                let hold = EventCommand::HoldSeats {
                    hold_id,
                    user_id,
                    choice,
                    pass,
                    life,
                    now,
                };
                (event, hold)
            }
            (72..76, ..) => (event, self.manage()),
            _ => {
                self.bookings.push((event, booking_id));
                let (choice, pass) = (self.choice(), Pass::None);
                let book = EventCommand::BookSeats {
                    booking_id,
                    user_id,
                    choice,
                    pass,
                    now,
                };
                (event, book)
            }
        }
    }

    /// What only those want who run the event.
    fn manage(&mut self) -> EventCommand {
        let (now, seats) = (self.sale.start, vec![self.seat()]);
        match self.dice.below(20) {
            0 => EventCommand::CancelEvent {
                reason: Reason::new("The singer is ill").unwrap(),
                now,
            },
            1..=6 => {
                let max_seats_per_user = Some(1 + self.dice.below(8) as u32);
                let change = EventChange {
                    max_seats_per_user,
                    ..EventChange::default()
                };
                EventCommand::UpdateEvent {
                    change: Box::new(change),
                    now,
                }
            }
            7..=13 => EventCommand::BlockSeats { seats, now },
            _ => EventCommand::UnblockSeats { seats, now },
        }
    }

    fn seat(&mut self) -> SeatName {
        let number = 1 + self.dice.below(SEATS);
        SeatName::new(&format!("ST-A-{number}")).unwrap()
    }

    fn choice(&mut self) -> SeatChoice {
        match self.dice.percent(75) {
            true => SeatChoice::Named(vec![self.seat()]),
            false => SeatChoice::BestAvailable {
                section: None,
                quantity: 1 + self.dice.below(3) as u32,
            },
        }
    }

    fn life(&mut self) -> HoldLife {
        HoldLife {
            ttl_secs: 1 + self.dice.below(30) as u32,
            max_secs: 40,
        }
    }
}
