//! Commands that were decided and wait to be answered together.

use seatlog_projections::log::Position;

use super::answer::Answer;
use super::ask::Ask;
use super::{CommandError, Standing};
use crate::event_store::FactRows;

/// Commands decided one after the other, and the facts that they led to.
pub(super) struct Batch {
    /// The facts.
    pub(super) rows: FactRows,
    /// The weakest of the commands.
    pub(super) standing: Standing,
    decided: Vec<(Ask, Result<Answer, CommandError>)>,
}

impl Default for Batch {
    fn default() -> Self {
        Self {
            rows: FactRows::default(),
            standing: Standing::Sole,
            decided: Vec::new(),
        }
    }
}

impl Batch {
    pub(super) fn push(&mut self, ask: Ask, answer: Result<Answer, CommandError>) {
        self.standing = self.standing.max(ask.standing);
        self.decided.push((ask, answer));
    }

    pub(super) fn len(&self) -> usize {
        self.decided.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.decided.is_empty() && self.rows.is_empty()
    }

    /// The commands, to be decided again.
    pub(super) fn into_asks(self) -> impl Iterator<Item = Ask> {
        self.decided.into_iter().map(|(ask, _)| ask)
    }

    /// Answers everybody: the batch's facts are committed, the last of them with this sequence
    /// and at this position.
    pub(super) fn answer(self, facts: i64, (sequence, position): (i64, Position)) {
        // The facts of a batch stand side by side in the log.
        let position_of = |fact: i64| {
            let back = sequence - fact;
            (0..facts).contains(&back).then_some(position - back)
        };
        for (ask, answer) in self.decided {
            ask.answer(answer.map(|answer| answer.placed(position_of)));
        }
    }
}
