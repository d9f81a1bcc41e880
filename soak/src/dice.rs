//! Chance that can be repeated.

use std::time::Duration;

/// Dice that fall the same way for the same seed, on every machine and whatever version of a
/// library is used: SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators).
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Dice of somebody's own.
    pub(crate) fn of(seed: u64, whose: usize) -> Self {
        let mut dice = Self::new(seed ^ (whose as u64 + 1).wrapping_mul(0xD129_0D3A_3C1F_5B1D));
        dice.next();
        dice
    }

    /// Dice of somebody's own, as these are now.
    pub(crate) fn for_another(&self, whose: usize) -> Self {
        Self::of(self.0, whose)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to one less than `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// Yes in so many of a hundred cases.
    pub(crate) fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// A time between two, in milliseconds.
    pub(crate) fn time_ms(&mut self, (least, most): (u64, u64)) -> Duration {
        Duration::from_millis(least + self.next() % (most - least + 1))
    }

    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_published_generator() {
        let mut dice = Dice::new(1_234_567);
        let numbers = [(); 3].map(|()| dice.next());
        let published = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
        ];
        assert_eq!(numbers, published);
    }

    #[test]
    fn nobody_else_has_the_same_dice() {
        let thrown = |whose| {
            let mut dice = Dice::of(7, whose);
            [(); 4].map(|()| dice.below(1_000_000))
        };
        assert_eq!(thrown(0), thrown(0));
        assert_ne!(thrown(0), thrown(1));
    }
}
