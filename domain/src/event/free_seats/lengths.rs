//! A set of lengths, in eight bytes.

/// Lengths of stretches, from 1 on. Each up to 63 by itself; the greater ones are not told apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::event) struct Lengths(u64);

impl Lengths {
    /// The length that stands for itself and all that are greater.
    pub(in crate::event) const MANY: u32 = u64::BITS;

    pub(in crate::event) fn exactly(len: u32) -> Self {
        match len {
            0 => Self(0),
            len => Self(1 << (len.min(Self::MANY) - 1)),
        }
    }

    pub(in crate::event) fn at_least(len: u32) -> Self {
        Self(!0 << (len.clamp(1, Self::MANY) - 1))
    }

    /// The lengths of both.
    pub(in crate::event) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(in crate::event) fn has_any_of(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The lengths, the greatest first.
    pub(in crate::event) fn descending(self) -> impl Iterator<Item = u32> {
        let lens = (1..=Self::MANY).rev();
        lens.filter(move |len| self.has_any_of(Self::exactly(*len)))
    }
}
