//! Simulations: what happens follows from a seed, and a seed can be run again alone.

use std::ops::RangeInclusive;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// The one seed that is to be run, instead of all.
const ONE: &str = "SIMULATION_SEED";
/// How many times the usual number of seeds are to be run.
const TIMES: &str = "SIMULATION_TIMES";

/// Runs a simulation with each seed from 1 to `usual`, on all processors. Panics as the first run
/// that panics, after it has told of its seed.
///
/// `SIMULATION_SEED=17` runs seed 17 alone; `SIMULATION_TIMES=20` runs twenty times as many.
pub fn for_each_seed(usual: u64, run: impl Fn(u64) + Sync) {
    let seeds = seeds(usual);
    let (last, next, run) = (*seeds.end(), AtomicU64::new(*seeds.start()), &run);
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed > last {
                return;
            }
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| run(seed))) {
                next.store(last + 1, Ordering::Relaxed);
                println!("seed {seed} failed; {ONE}={seed} runs it alone");
                resume_unwind(panic);
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            if let Err(panic) = worker.join() {
                resume_unwind(panic);
            }
        }
    });
}

/// The seeds of a simulation that runs them by itself: from 1 to `usual`, unless the environment
/// says otherwise.
pub fn seeds(usual: u64) -> RangeInclusive<u64> {
    match setting(ONE) {
        Some(seed) => seed..=seed,
        None => 1..=usual * setting(TIMES).unwrap_or(1),
    }
}

fn setting(name: &str) -> Option<u64> {
    #[expect(clippy::disallowed_methods, reason = "which seeds are run")]
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}: {text:?}")))
}

/// Dice that fall the same way for the same seed, on every machine: SplitMix64.
/// Source: <https://prng.di.unimi.it/splitmix64.c>
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The dice of a seed.
    pub fn new(seed: u64) -> Self {
        let mut dice = Self(seed);
        // Seeds that follow one another have nothing in common.
        Self(dice.next())
    }

    /// Dice of somebody's own, so that what others roll changes nothing for them.
    #[must_use]
    pub fn split(&mut self) -> Self {
        Self(self.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to one less than `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// Yes in so many of a hundred cases.
    pub fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// A time between two, both included, in milliseconds.
    pub fn time_ms(&mut self, least: u64, most: u64) -> Duration {
        Duration::from_millis(least + self.next() % (most - least + 1))
    }

    /// One of them; there must be one.
    pub fn one_of<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }

    /// An id.
    pub fn id(&mut self) -> u128 {
        u128::from(self.next()) << 64 | u128::from(self.next())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn every_seed_is_run_once_and_one_that_fails_fails_the_test() {
        let ran = Mutex::new(BTreeSet::new());
        for_each_seed(20, |seed| assert!(ran.lock().unwrap().insert(seed)));
        assert_eq!(ran.into_inner().unwrap(), (1..=20).collect());
        let failed = catch_unwind(|| for_each_seed(20, |seed| assert_ne!(seed, 13, "planted")));
        assert!(failed.is_err());
    }

    #[test]
    fn the_same_seed_rolls_the_same() {
        let rolled = |seed| {
            let mut dice = Dice::new(seed);
            let mut own = dice.split();
            (0..9)
                .map(|_| dice.below(1_000) + own.below(1_000))
                .collect::<Vec<_>>()
        };
        assert_eq!(rolled(7), rolled(7));
        assert_ne!(rolled(7), rolled(8));
    }
}
