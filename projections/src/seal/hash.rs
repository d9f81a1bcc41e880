//! Hashes, and the three ways in which they are made. Each begins with a byte of its own, so that
//! what was made in one way can never be taken for what was made in another.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

/// The bytes of a hash.
pub const BYTES: usize = 32;

/// A SHA-256 digest; hexadecimal as text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash([u8; BYTES]);

impl Hash {
    /// What the chain begins with: the hash before the first fact.
    pub const NOTHING: Self = Self([0; BYTES]);

    /// The hash of a fact's record: SHA-256(0x00 ‖ record), a leaf of RFC 6962.
    pub fn of_record(record: &[u8]) -> Self {
        Self::of(&[&[0], record])
    }

    /// The root over two subtrees: SHA-256(0x01 ‖ left ‖ right), a node of RFC 6962.
    pub fn of_children(left: Self, right: Self) -> Self {
        Self::of(&[&[1], &left.0, &right.0])
    }

    /// The chain up to a fact: SHA-256(0x02 ‖ chain up to the fact before ‖ the fact's leaf).
    #[must_use]
    pub fn chained(self, leaf: Self) -> Self {
        Self::of(&[&[2], &self.0, &leaf.0])
    }

    fn of(parts: &[&[u8]]) -> Self {
        let digest = parts.iter().fold(Sha256::new(), Digest::chain_update);
        Self(digest.finalize().into())
    }

    /// The digest itself.
    pub fn as_bytes(&self) -> &[u8; BYTES] {
        &self.0
    }

    /// The hashes that stand one behind the other in a column; what is left over is no hash.
    pub fn all_in(bytes: &[u8]) -> Vec<Self> {
        let (whole, _) = bytes.as_chunks();
        whole.iter().copied().map(Self).collect()
    }
}

/// Hashes one behind the other.
pub fn joined(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

impl From<[u8; BYTES]> for Hash {
    fn from(digest: [u8; BYTES]) -> Self {
        Self(digest)
    }
}

impl TryFrom<&[u8]> for Hash {
    type Error = std::array::TryFromSliceError;

    fn try_from(digest: &[u8]) -> Result<Self, Self::Error> {
        digest.try_into().map(Self)
    }
}

impl FromStr for Hash {
    type Err = hex::FromHexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut digest = [0; BYTES];
        hex::decode_to_slice(text, &mut digest)?;
        Ok(Self(digest))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
