//! A buyer: wants something, asks again under the same key until the answer is known, wants
//! something else.

use tokio::time::sleep;
use uuid::Uuid;

use super::Evening;
use super::hall::Hall;
use super::memory::Asked;
use super::person::Person;
use crate::dice::Dice;
use crate::evidence::{Reply, Wish};

/// Between two wishes, in milliseconds.
const THINKING_MS: (u64, u64) = (50, 400);
/// Before somebody asks again, in milliseconds.
const AGAIN_MS: (u64, u64) = (50, 400);
/// Of so many wishes in a hundred the answer is asked for once more, sooner or later.
const ONCE_MORE: usize = 8;
/// With more bookings than this, somebody rather cancels one.
const ENOUGH: usize = 4;

/// Somebody who buys.
pub(super) struct Buyer {
    person: Person,
    dice: Dice,
    evening: Evening,
    /// Each with its event.
    holds: Vec<(Uuid, Uuid)>,
    bookings: Vec<(Uuid, Uuid)>,
    asked: Vec<Asked>,
}

impl Buyer {
    pub(super) fn new(person: Person, dice: Dice, evening: Evening) -> Self {
        Self {
            person,
            dice,
            evening,
            holds: Vec::new(),
            bookings: Vec::new(),
            asked: Vec::new(),
        }
    }

    /// Buys until the evening is over; returns what is remembered of it.
    pub(super) async fn buy(mut self) -> Vec<Asked> {
        while !self.evening.is_over() {
            let (event, wish) = self.wish();
            let reply = self.pursue(event, wish.clone()).await;
            if let Some(id) = reply.filter(Reply::is_done).and_then(|it| it.id()) {
                match wish {
                    Wish::Hold(_) => self.holds.push((event, id)),
                    Wish::Book(_) | Wish::BookBest(_) | Wish::BookHold(_) => {
                        self.bookings.push((event, id));
                    }
                    Wish::Release(_) | Wish::Cancel(_) | Wish::CallOff => {}
                }
            }
            if self.dice.percent(ONCE_MORE) {
                self.ask_once_more().await;
            }
            let thinking = self.dice.time_ms(THINKING_MS);
            sleep(thinking).await;
        }
        self.asked
    }

    fn wish(&mut self) -> (Uuid, Wish) {
        if self.dice.percent(60)
            && let Some((event, hold)) = self.holds.pop()
        {
            match self.dice.below(10) {
                0..6 => return (event, Wish::BookHold(hold)),
                6..8 => return (event, Wish::Release(hold)),
                // Its time will be over.
                _ => {}
            }
        }
        let wants_to_cancel = self.bookings.len() > ENOUGH || self.dice.percent(20);
        if wants_to_cancel && !self.bookings.is_empty() {
            let which = self.dice.below(self.bookings.len());
            let (event, booking) = self.bookings.swap_remove(which);
            return (event, Wish::Cancel(booking));
        }
        let hall = Hall::choose(self.evening.halls(), &mut self.dice);
        let wish = match self.dice.below(10) {
            0..5 => Wish::Book(hall.some_seats(&mut self.dice)),
            5..7 => Wish::BookBest(1 + self.dice.below(3)),
            _ => Wish::Hold(hall.some_seats(&mut self.dice)),
        };
        (hall.id, wish)
    }

    /// Asks until it is known what became of it.
    async fn pursue(&mut self, event: Uuid, wish: Wish) -> Option<Reply> {
        let key = format!(
            "{}-{}-{}",
            self.evening.seed,
            self.person.id,
            self.asked.len()
        );
        let whose = (self.person.id, event);
        let mut asked = Asked::new(whose, (wish, key), self.evening.clock);
        let reply = loop {
            let reply = self.ask(&mut asked).await;
            if reply.is_some() || self.evening.is_given_up() {
                break reply;
            }
            let pause = self.dice.time_ms(AGAIN_MS);
            sleep(pause).await;
        };
        self.asked.push(asked);
        reply
    }

    /// Asks once, one node or the other.
    async fn ask(&mut self, asked: &mut Asked) -> Option<Reply> {
        // Whoever has heard nothing from one node asks the other one.
        let node = match asked.command.attempts {
            0 => self.dice.below(2),
            attempts => attempts as usize,
        };
        asked.command.attempts += 1;
        let sent = self.evening.clock.now();
        let heard = self.person.ask(node, &asked.call).await;
        asked.take(heard, (sent, self.evening.clock.now()))
    }

    /// Asks for an answer that is known: that of the last wish, or of one before.
    async fn ask_once_more(&mut self) {
        let back = match self.dice.percent(50) {
            true => 1,
            false => 1 + self.dice.below(self.asked.len().min(20)),
        };
        let which = self.asked.len() - back;
        let mut asked = self.asked.swap_remove(which);
        if asked.command.key.is_some() && asked.command.reply().is_some() {
            // No answer this time is no news.
            let _ = self.ask(&mut asked).await;
        }
        self.asked.push(asked);
    }
}
