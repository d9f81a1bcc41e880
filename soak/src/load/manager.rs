//! The manager, who calls an event off in the middle of its sale.

use std::time::Duration;

use tokio::time::sleep;

use super::Evening;
use super::memory::Asked;
use super::person::Person;
use crate::evidence::Wish;

/// Before the manager asks again.
const AGAIN: Duration = Duration::from_millis(300);

/// Somebody who may call events off.
pub(super) struct Manager {
    person: Person,
    evening: Evening,
}

impl Manager {
    pub(super) fn new(person: Person, evening: Evening) -> Self {
        Self { person, evening }
    }

    /// Calls the last event off when so much time has passed, or when the evening is over.
    pub(super) async fn call_off(mut self, after: Duration) -> Vec<Asked> {
        let over = self.evening.over.clone();
        // Whichever comes first.
        let _ = over.run_until_cancelled(sleep(after)).await;
        let Some(event) = self.evening.halls().last().map(|hall| hall.id) else {
            return Vec::new();
        };
        let key = format!("{}-call-off", self.evening.seed);
        let whose = (self.person.id, event);
        let mut asked = Asked::new(whose, (Wish::CallOff, key), self.evening.clock);
        loop {
            let node = asked.command.attempts as usize;
            asked.command.attempts += 1;
            let sent = self.evening.clock.now();
            let heard = self.person.ask(node, &asked.call).await;
            let reply = asked.take(heard, (sent, self.evening.clock.now()));
            if reply.is_some() || self.evening.is_given_up() {
                return vec![asked];
            }
            sleep(AGAIN).await;
        }
    }
}
