//! Many buyers who book, hold, cancel and release, and ask again when they get no answer; and all
//! that they were answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use chrono::Utc;
use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use seatlog::engine::{CommandError, Engine, Outcome, Standing};
use seatlog_domain::event::{Canceller, EventCommand, HoldLife, Pass, Refusal, SeatChoice};
use seatlog_domain::ids::{BookingId, EventId, HoldId, UserId};
use seatlog_projections::log::{self, Position};
use sqlx::PgPool;
use uuid::Uuid;

use crate::world::{origin, seat};

/// Long enough that no hold runs out.
const LIFE: HoldLife = HoldLife {
    ttl_secs: 3_600,
    max_secs: 3_600,
};

/// What somebody wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// A seat, at once.
    Book(BookingId, usize),
    /// One's own booking taken back.
    Cancel(BookingId),
    /// A seat for a while.
    Hold(HoldId, usize),
    /// The seat of one's own hold.
    BookHold(BookingId, HoldId),
    /// One's own hold given back.
    Release(HoldId),
}

/// What was wanted, and what was answered in the end.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    pub(crate) wish: Wish,
    /// The command, the same however often it was asked for.
    pub(crate) command: Uuid,
    /// A position that somebody had been told of before this was asked for.
    pub(crate) floor: Position,
    /// The head of the log when the answer had come.
    pub(crate) ceiling: Position,
    pub(crate) answer: Result<Option<Position>, Refusal>,
}

/// One sale, and how it is disturbed.
pub(crate) struct Sale {
    pub(crate) event: EventId,
    pub(crate) seats: usize,
    /// The log itself, without anything in between.
    pub(crate) pool: PgPool,
    /// Where commands go, with which standing; the next one is chosen by chance.
    pub(crate) doors: Vec<(Engine, Standing)>,
    /// After so many answers, the processes of PostgreSQL that engines append through are killed.
    pub(crate) kill_every: usize,
    pub(crate) told: AtomicI64,
    pub(crate) answers: AtomicUsize,
}

impl Sale {
    /// Has so many commands executed, by so many buyers at the same time.
    pub(crate) async fn run(self: &Arc<Self>, commands: usize, buyers: usize) -> Vec<Answered> {
        let each = commands / buyers;
        let sold = (0..buyers).map(|number| {
            let sale = self.clone();
            tokio::spawn(async move { Buyer::new(sale, number).buy(each).await })
        });
        let sold = join_all(sold).await;
        sold.into_iter().flat_map(Result::unwrap).collect()
    }

    /// Asks until there is an answer, by doors chosen by chance.
    async fn ask(&self, wish: Wish, user: UserId, chance: &mut StdRng) -> Answered {
        let (command_id, floor) = (Uuid::now_v7(), self.told.load(Ordering::SeqCst));
        let (command, origin) = (wish.command(user), origin(command_id));
        let answer = loop {
            let (engine, standing) = &self.doors[chance.random_range(0..self.doors.len())];
            let asked = engine.execute(self.event, command.clone(), &origin, *standing);
            match asked.await {
                Ok(executed) => {
                    if let (Outcome::Booking(booking), Wish::Book(id, number)) =
                        (&executed.outcome, wish)
                    {
                        assert_eq!((booking.id, &booking.seats[0].seat), (id, &seat(number)));
                    }
                    break Ok(executed.position);
                }
                Err(CommandError::Refused(refusal)) => break Err(refusal),
                Err(CommandError::Busy | CommandError::Unavailable(_)) => {}
            }
        };
        if let Ok(Some(position)) = answer {
            self.told.fetch_max(position, Ordering::SeqCst);
        }
        if self.answers.fetch_add(1, Ordering::SeqCst) % self.kill_every == self.kill_every / 2 {
            self.kill().await;
        }
        Answered {
            wish,
            command: command_id,
            floor,
            ceiling: log::head(&self.pool).await.unwrap(),
            answer,
        }
    }

    async fn kill(&self) {
        sqlx::query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND application_name = 'seatlog writer'",
        )
        .execute(&self.pool)
        .await
        .unwrap();
    }
}

impl Wish {
    fn command(self, user_id: UserId) -> EventCommand {
        let now = Utc::now();
        let one = |number| SeatChoice::Named(vec![seat(number)]);
        match self {
            Self::Book(booking_id, number) => EventCommand::BookSeats {
                booking_id,
                user_id,
                choice: one(number),
                pass: Pass::None,
                now,
            },
            Self::Cancel(booking_id) => EventCommand::CancelBooking {
                booking_id,
                by: Canceller::Buyer(user_id),
                now,
            },
            Self::Hold(hold_id, number) => EventCommand::HoldSeats {
                hold_id,
                user_id,
                choice: one(number),
                pass: Pass::None,
                life: LIFE,
                now,
            },
            Self::BookHold(booking_id, hold_id) => EventCommand::BookHold {
                booking_id,
                user_id,
                hold_id,
                now,
            },
            Self::Release(hold_id) => EventCommand::ReleaseHold {
                hold_id,
                user_id,
                now,
            },
        }
    }
}

/// Somebody who wants one thing after the other, each as somebody else, so that no limit of a
/// buyer is met.
struct Buyer {
    sale: Arc<Sale>,
    chance: StdRng,
    booked: Vec<(BookingId, UserId)>,
    held: Vec<(HoldId, UserId)>,
}

impl Buyer {
    fn new(sale: Arc<Sale>, number: usize) -> Self {
        Self {
            sale,
            chance: StdRng::seed_from_u64(number as u64),
            booked: Vec::new(),
            held: Vec::new(),
        }
    }

    async fn buy(mut self, commands: usize) -> Vec<Answered> {
        let mut answered = Vec::with_capacity(commands);
        for _ in 0..commands {
            let (wish, user) = self.wish();
            let answer = self.sale.ask(wish, user, &mut self.chance).await;
            if answer.answer.is_ok() {
                match wish {
                    Wish::Book(booking, _) | Wish::BookHold(booking, _) => {
                        self.booked.push((booking, user));
                    }
                    Wish::Hold(hold, _) => self.held.push((hold, user)),
                    Wish::Cancel(_) | Wish::Release(_) => {}
                }
            }
            answered.push(answer);
        }
        answered
    }

    fn wish(&mut self) -> (Wish, UserId) {
        let (new, dice) = (Uuid::now_v7(), self.chance.random_range(0..10));
        let number = self.chance.random_range(1..=self.sale.seats);
        let booking = BookingId::new(new);
        match dice {
            0 | 1 if let Some((booked, user)) = self.booked.pop() => (Wish::Cancel(booked), user),
            2 if let Some((hold, user)) = self.held.pop() => (Wish::Release(hold), user),
            3 if let Some((hold, user)) = self.held.pop() => (Wish::BookHold(booking, hold), user),
            4 | 5 => (Wish::Hold(HoldId::new(new), number), UserId::new(new)),
            _ => (Wish::Book(booking, number), UserId::new(new)),
        }
    }
}
