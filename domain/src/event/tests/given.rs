//! Given facts, when a command comes, then facts or a refusal follow.

use crate::event::{Event, EventCommand, EventFact, Live, Refusal};

/// Starts a story with what has happened.
pub(super) fn given(facts: impl IntoIterator<Item = EventFact>) -> Given {
    Given(facts.into_iter().collect())
}

/// The state that facts add up to.
pub(super) fn replay<'a>(facts: impl IntoIterator<Item = &'a EventFact>) -> Event {
    let mut event = Event::default();
    facts.into_iter().for_each(|fact| event.evolve(fact));
    event
}

pub(super) struct Given(Vec<EventFact>);

impl Given {
    /// Takes a command in, after which further commands may follow.
    pub(super) fn after(mut self, command: EventCommand) -> Self {
        let facts = replay(&self.0).decide(&command).unwrap();
        self.0.extend(facts);
        self
    }

    pub(super) fn when(self, command: EventCommand) -> Outcome {
        Outcome(replay(&self.0).decide(&command))
    }

    pub(super) fn event(self) -> Event {
        replay(&self.0)
    }

    /// The event, which should exist.
    #[track_caller]
    pub(super) fn live(self) -> Live {
        match self.event() {
            Event::Live(live) => *live,
            Event::Unknown | Event::Deleted => panic!("should exist"),
        }
    }
}

#[must_use]
pub(super) struct Outcome(Result<Vec<EventFact>, Refusal>);

impl Outcome {
    #[track_caller]
    pub(super) fn then(self, facts: impl IntoIterator<Item = EventFact>) {
        assert_eq!(self.0, Ok(facts.into_iter().collect()));
    }

    #[track_caller]
    pub(super) fn then_nothing(self) {
        self.then([]);
    }

    #[track_caller]
    pub(super) fn then_refused(self, refusal: Refusal) {
        assert_eq!(self.0, Err(refusal));
    }

    /// Refused because of these fields, whatever the words.
    #[track_caller]
    pub(super) fn then_refused_fields(self, fields: &[&str]) {
        match self.0 {
            Err(Refusal::Invalid(errors)) => {
                let named: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
                assert_eq!(named, fields);
            }
            other => panic!("should have been refused for {fields:?}, but: {other:?}"),
        }
    }
}
