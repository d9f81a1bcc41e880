//! The order of those who come before sales open: by HMAC-SHA-256 of the account's id under a secret
//! seed. The seed is made before anybody has a place, its SHA-256 is told to everybody who comes, and
//! the seed itself is told after the draw. So nobody can choose a place, and nobody can draw again
//! until the order pleases.

use std::fmt;

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use seatlog_domain::ids::UserId;

/// What the order follows from. Secret until the draw, so it is not printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Seed([u8; 32]);

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(..)")
    }
}

impl From<[u8; 32]> for Seed {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl Seed {
    /// One that nobody can guess.
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// The seed itself.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What binds to the seed without telling it.
    pub fn commitment(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }

    /// What an account is ordered by: it says nothing about the account to those who do not know
    /// its id.
    pub fn key(&self, account: UserId) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&self.0)
            .unwrap_or_else(|_| unreachable!("HMAC takes a key of any length (RFC 2104)"));
        // As it is written, so that it can be computed with any tool.
        mac.update(account.to_string().as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// The accounts in their order, whatever order they came in.
    pub fn order(&self, accounts: impl IntoIterator<Item = UserId>) -> Vec<UserId> {
        let mut accounts: Vec<_> = accounts.into_iter().collect();
        accounts.sort_by_cached_key(|account| self.key(*account));
        accounts
    }
}

#[cfg(test)]
mod tests;
