//! Refresh tokens: 256 bits that only their holder knows.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::accounts::secrets::Key;

/// A refresh token, in clear; it leaves only inside a cookie.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken(String);

impl std::fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RefreshToken(..)")
    }
}

impl RefreshToken {
    pub(super) fn fresh() -> Self {
        Self(BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
    }

    /// What a caller presents as a token.
    pub fn presented(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The token, for its cookie.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(super) fn hash(&self) -> Vec<u8> {
        Sha256::digest(&self.0).to_vec()
    }

    pub(super) fn successor(&self, key: &Key) -> Self {
        Self(BASE64_URL_SAFE_NO_PAD.encode(key.seal(&[self.0.as_bytes()])))
    }
}
