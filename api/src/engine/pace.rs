//! When it is worth while to divide a crowd into two halves, of which one is committed while the
//! other is answered and decides: when a commit takes less time than answering and deciding.

use std::time::Duration;

/// What a fact costs the database.
const FACT: Duration = Duration::from_micros(5);
/// What two commands cost from the commit until both ask again. With [`FACT`] it was measured on
/// one machine; where it is wrong by a factor of two, the best division is missed by about as much.
const TWO_COMMANDS: Duration = Duration::from_micros(8);
/// Fewer commands are never divided.
const FEW: usize = 64;
/// One commit in so many counts.
const MEMORY: u32 = 8;

/// How long commits take, apart from their facts, of late.
#[derive(Default)]
pub(super) struct Pace {
    commit: Duration,
}

impl Pace {
    /// Takes in how long a commit took.
    pub(super) fn took(&mut self, facts: usize, took: Duration) {
        let facts = u32::try_from(facts).unwrap_or(u32::MAX);
        let commit = took.saturating_sub(FACT.saturating_mul(facts));
        self.commit = (self.commit * (MEMORY - 1) + commit) / MEMORY;
    }

    /// How many commands a batch may have where so many are here, those in flight included: half of
    /// them, or as many as are in flight, so that halves become equal.
    pub(super) fn share(&self, here: usize, in_flight: usize) -> usize {
        (here / 2).max(in_flight).max(self.least())
    }

    /// How many commands a half has at least.
    pub(super) fn least(&self) -> usize {
        let commands = self.commit.as_nanos() / TWO_COMMANDS.as_nanos();
        usize::try_from(commands).map_or(usize::MAX, |commands| commands.max(FEW))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(commits: &[(usize, u64)]) -> usize {
        let mut pace = Pace::default();
        for (facts, us) in commits {
            pace.took(*facts, Duration::from_micros(*us));
        }
        pace.least()
    }

    #[test]
    fn the_slower_the_disk_the_larger_the_least_half() {
        assert_eq!(after(&[]), 64);
        assert_eq!(after(&[(100, 900); 50]), 64);
        let slow = after(&[(100, 4_500); 50]);
        assert!((480..=500).contains(&slow), "{slow}");
    }

    #[test]
    fn a_crowd_is_divided_in_two_and_a_few_are_not() {
        let pace = Pace::default();
        assert_eq!(pace.share(1_024, 0), 512);
        assert_eq!(pace.share(1_024, 200), 512);
        // Whatever comes while a half is in flight is the other half.
        assert_eq!(pace.share(1_000, 512), 512);
        assert_eq!(pace.share(100, 0), 64);
    }

    #[test]
    fn one_slow_commit_is_not_the_pace() {
        let mut commits = [(100, 900); 50];
        commits[49].1 = 4_500;
        let least = after(&commits);
        assert!(least < 120, "{least}");
    }
}
