//! The server's secrets, and the keys derived from them: one for each purpose, so that what is
//! learnt about one says nothing about another.

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// Fewest bytes of a secret.
pub const SHORTEST: usize = 32;

/// Why the secrets cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSecrets {
    /// None, or more than two.
    #[error("must be one secret, or two separated by a comma")]
    Count,
    /// One is too short to be safe.
    #[error("each secret must be at least {SHORTEST} bytes long")]
    TooShort,
}

/// One or two secrets: the first makes, both check. To change the secret, put the new one first
/// and drop the old one when nothing made with it is in use any more.
#[derive(Clone)]
pub struct Secrets(Vec<String>);

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secrets({} of them)", self.0.len())
    }
}

impl Secrets {
    /// Takes the secrets as they are configured.
    pub fn new(secrets: Vec<String>) -> Result<Self, BadSecrets> {
        if !(1..=2).contains(&secrets.len()) {
            return Err(BadSecrets::Count);
        }
        if secrets.iter().any(|secret| secret.len() < SHORTEST) {
            return Err(BadSecrets::TooShort);
        }
        Ok(Self(secrets))
    }

    /// The secrets as bytes, the one that makes first.
    pub fn bytes(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(String::as_bytes)
    }

    /// A key for one purpose from each secret, the one that makes first.
    pub fn keys_for(&self, purpose: &str) -> Vec<Key> {
        self.bytes()
            .map(|secret| Key(digest(secret, purpose.as_bytes())))
            .collect()
    }
}

/// Names a secret without telling anything about it.
pub fn key_id(secret: &[u8]) -> String {
    let digest = Sha256::new()
        .chain_update(b"seatlog key id\0")
        .chain_update(secret)
        .finalize();
    hex::encode(&digest[..8])
}

/// A derived key.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    /// The key's bytes, for a cipher.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What only a holder of the key can compute from these parts. Each part goes in with its
    /// length, so that moving a boundary changes the result.
    pub fn seal(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut text = Vec::new();
        for part in parts {
            text.extend_from_slice(&(part.len() as u64).to_be_bytes());
            text.extend_from_slice(part);
        }
        digest(&self.0, &text)
    }
}

fn digest(key: &[u8], text: &[u8]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key)
        .unwrap_or_else(|_| unreachable!("HMAC takes a key of any length (RFC 2104)"));
    mac.update(text);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_two_secrets_of_enough_bytes_are_taken() {
        let good = "x".repeat(32);
        assert!(Secrets::new(vec![good.clone()]).is_ok());
        assert!(Secrets::new(vec![good.clone(), good.clone()]).is_ok());
        assert_eq!(Secrets::new(vec![]).unwrap_err(), BadSecrets::Count);
        assert_eq!(
            Secrets::new(vec![good.clone(); 3]).unwrap_err(),
            BadSecrets::Count
        );
        assert_eq!(
            Secrets::new(vec![good, "short".into()]).unwrap_err(),
            BadSecrets::TooShort
        );
    }

    #[test]
    fn every_purpose_and_every_secret_has_its_own_key() {
        let secrets = Secrets::new(vec!["a".repeat(32), "b".repeat(32)]).unwrap();
        let (one, other) = (secrets.keys_for("one"), secrets.keys_for("other"));
        assert_ne!(one[0].bytes(), one[1].bytes());
        assert_ne!(one[0].bytes(), other[0].bytes());
        assert_eq!(format!("{secrets:?}"), "Secrets(2 of them)");
    }

    #[test]
    fn moving_a_boundary_between_parts_changes_the_seal() {
        let key = &Secrets::new(vec!["a".repeat(32)]).unwrap().keys_for("test")[0];
        assert_ne!(key.seal(&[b"ab", b"c"]), key.seal(&[b"a", b"bc"]));
    }
}
