//! The one clock of a run.

use tokio::time::Instant;

use crate::evidence::Micros;

/// Counts from the beginning of the run. Everybody who asks and hears looks at this one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock(Instant);

impl Clock {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn now(self) -> Micros {
        self.at(Instant::now())
    }

    /// What it shows at a moment.
    pub(crate) fn at(self, moment: Instant) -> Micros {
        let passed = moment.saturating_duration_since(self.0);
        passed.as_micros().try_into().unwrap_or(Micros::MAX)
    }
}
