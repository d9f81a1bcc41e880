//! When what goes wrong. Follows from a seed alone.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use crate::dice::Dice;
use crate::fault::{Fault, MailTrouble};

/// How long things last, in milliseconds: the least and the most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// From a kill to the start after it.
    down: (u64, u64),
    freeze: (u64, u64),
    /// Wires that are slow, still, or lose requests.
    wire: (u64, u64),
    mail: (u64, u64),
    /// Clocks that are wrong, and disks that are full.
    astray: (u64, u64),
    /// Between the end of one fault and the next one.
    pause: (u64, u64),
    /// How often a round has each kill in it.
    kills: usize,
    /// How many of a hundred steps are of two faults.
    together: usize,
    /// Whether a mail server may keep a notifier waiting for half a minute.
    hangs: bool,
}

impl Pace {
    /// For hours.
    pub(crate) const SOAK: Self = Self {
        down: (200, 3_000),
        freeze: (10_000, 10_000),
        wire: (2_000, 6_000),
        mail: (2_000, 10_000),
        astray: (2_500, 6_000),
        pause: (1_000, 4_000),
        kills: 5,
        together: 15,
        hangs: true,
    };
    /// For the minute that a test may take.
    pub(crate) const MATRIX: Self = Self {
        down: (100, 500),
        freeze: (1_000, 1_500),
        wire: (800, 1_500),
        mail: (1_000, 2_000),
        astray: (1_500, 2_500),
        pause: (300, 700),
        kills: 1,
        together: 15,
        hangs: false,
    };
}

/// Something that goes wrong for some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Planned {
    pub(crate) fault: Fault,
    pub(crate) lasts: Duration,
    /// Chooses where the fault itself leaves something open.
    pub(crate) chance: usize,
}

/// What goes wrong at the same time, after a pause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) pause: Duration,
    pub(crate) faults: Vec<Planned>,
}

/// Steps without an end, in rounds in which everything happens at least once.
#[derive(Debug, Clone)]
pub(crate) struct Schedule {
    dice: Dice,
    pace: Pace,
    round: VecDeque<Step>,
}

impl Schedule {
    pub(crate) fn new(seed: u64, pace: Pace) -> Self {
        Self {
            dice: Dice::new(seed),
            pace,
            round: VecDeque::new(),
        }
    }

    /// The steps up to the end of the first round.
    pub(crate) fn first_round(mut self) -> VecDeque<Step> {
        self.new_round()
    }

    fn new_round(&mut self) -> VecDeque<Step> {
        let mut faults = Fault::all();
        let kills: Vec<_> = faults.iter().copied().filter(|it| it.is_kill()).collect();
        faults.extend(kills.repeat(self.pace.kills - 1));
        self.dice.shuffle(&mut faults);
        let mut steps = VecDeque::new();
        while let Some(fault) = faults.pop() {
            let mut step = Step {
                pause: self.dice.time_ms(self.pace.pause),
                faults: vec![self.plan(fault)],
            };
            if self.dice.percent(self.pace.together)
                && let Some(other) = faults.pop_if(|other| fault.goes_with(*other))
            {
                step.faults.push(self.plan(other));
            }
            steps.push_back(step);
        }
        let mut with_mail: Vec<_> = (0..steps.len()).collect();
        self.dice.shuffle(&mut with_mail);
        let troubles = MailTrouble::ALL.into_iter();
        let hangs = self.pace.hangs;
        let troubles = troubles.filter(|it| hangs || *it != MailTrouble::HangAfterFinalDot);
        for (trouble, at) in troubles.zip(with_mail) {
            let trouble = self.plan(Fault::Mail(trouble));
            steps[at].faults.push(trouble);
        }
        steps
    }

    fn plan(&mut self, fault: Fault) -> Planned {
        let pace = &self.pace;
        let range = match fault {
            Fault::Kill(_) | Fault::KillOwner => pace.down,
            Fault::Freeze(_) | Fault::FreezeOwner => pace.freeze,
            Fault::Lose(_) | Fault::Break(_) | Fault::Delay(_) => pace.wire,
            Fault::Stall(_) | Fault::HalfOpen(_) => pace.wire,
            Fault::Mail(_) => pace.mail,
            Fault::StepClock(_) | Fault::FillDisk => pace.astray,
            Fault::KillBackend | Fault::ForgetLeases | Fault::WipeStream => (0, 0),
            Fault::Stop(_) | Fault::Roll => (0, 0),
        };
        Planned {
            fault,
            lasts: self.dice.time_ms(range),
            chance: self.dice.below(1_000_000),
        }
    }
}

impl Iterator for Schedule {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        if self.round.is_empty() {
            self.round = self.new_round();
        }
        self.round.pop_front()
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, planned) in self.faults.iter().enumerate() {
            let (between, secs) = (if n > 0 { "; " } else { "" }, planned.lasts.as_secs_f64());
            write!(f, "{between}{}", planned.fault)?;
            if secs > 0.0 {
                write!(f, " ({secs:.1} s)")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
