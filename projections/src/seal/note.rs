//! Signed notes, as C2SP signed-note describes them, and the checkpoint inside, as C2SP
//! tlog-checkpoint does: what others have tools for.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use super::hash::Hash;
use crate::log::Position;

/// The kind of signature in key ids and keys. Source: C2SP signed-note, "Signature types".
const ED25519: u8 = 1;

/// What the log was: how many facts, and their hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Names the log.
    pub origin: String,
    /// How many facts it had: the position of the last one.
    pub tree_size: Position,
    /// The root of the tree over their leaves.
    pub root: Hash,
    /// The chain up to the last one.
    pub chain: Hash,
    /// When it was signed, RFC 3339.
    pub signed_at: String,
}

/// Why a note is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// It is no checkpoint.
    #[error("it is no checkpoint")]
    Malformed,
    /// None of the known keys signed it.
    #[error("it was signed with a key that is not known here")]
    UnknownKey,
    /// A known key did not sign this.
    #[error("its signature is wrong: it was changed, or forged")]
    BadSignature,
}

impl fmt::Display for Checkpoint {
    /// The text that is signed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.origin)?;
        writeln!(f, "{}", self.tree_size)?;
        writeln!(f, "{}", BASE64.encode(self.root.as_bytes()))?;
        writeln!(f, "chain {}", BASE64.encode(self.chain.as_bytes()))?;
        writeln!(f, "time {}", self.signed_at)
    }
}

impl Checkpoint {
    /// Signs it in the name of its origin.
    pub fn sign(&self, key: &SigningKey) -> String {
        let text = self.to_string();
        let public = PublicKey::new(&self.origin, key.verifying_key());
        let mut signature = public.id().to_vec();
        signature.extend_from_slice(&key.sign(text.as_bytes()).to_bytes());
        format!("{text}\n— {} {}\n", self.origin, BASE64.encode(signature))
    }

    /// Opens a note that one of these keys signed.
    ///
    /// # Errors
    /// None did, or it is no checkpoint.
    pub fn open(note: &str, trusted: &[PublicKey]) -> Result<Self, NoteError> {
        let (text, signatures) = note.rsplit_once("\n\n").ok_or(NoteError::Malformed)?;
        let text = format!("{text}\n");
        let mut known = signatures.lines().filter_map(|line| {
            let (name, signature) = line.strip_prefix("— ")?.rsplit_once(' ')?;
            let signature = BASE64.decode(signature).ok()?;
            let (id, signature) = signature.split_first_chunk::<4>()?;
            let by = |key: &&PublicKey| key.name == name && key.id() == *id;
            let key = trusted.iter().find(by)?;
            Some((key, Signature::from_slice(signature).ok()?))
        });
        let (key, signature) = known.next().ok_or(NoteError::UnknownKey)?;
        key.key
            .verify_strict(text.as_bytes(), &signature)
            .map_err(|_| NoteError::BadSignature)?;
        let checkpoint = Self::parse(&text).ok_or(NoteError::Malformed)?;
        match checkpoint.origin == key.name {
            true => Ok(checkpoint),
            false => Err(NoteError::UnknownKey),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let hash = |text: &str| Hash::try_from(BASE64.decode(text).ok()?.as_slice()).ok();
        Some(Self {
            origin: lines.next()?.to_owned(),
            tree_size: lines.next()?.parse().ok().filter(|size| *size > 0)?,
            root: hash(lines.next()?)?,
            chain: hash(lines.next()?.strip_prefix("chain ")?)?,
            signed_at: lines.next()?.strip_prefix("time ")?.to_owned(),
        })
    }
}

/// What checks signatures: a name and a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    key: VerifyingKey,
}

impl PublicKey {
    /// A key of that name.
    pub fn new(name: &str, key: VerifyingKey) -> Self {
        Self {
            name: name.to_owned(),
            key,
        }
    }

    /// What names the key in a note: the beginning of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key).
    fn id(&self) -> [u8; 4] {
        let digest = Sha256::new()
            .chain_update(self.name.as_bytes())
            .chain_update([b'\n', ED25519])
            .chain_update(self.key.as_bytes())
            .finalize();
        [digest[0], digest[1], digest[2], digest[3]]
    }
}

impl fmt::Display for PublicKey {
    /// The form in which keys are handed around: `name+id+key`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[ED25519], self.key.as_bytes().as_slice()].concat();
        let id = hex::encode(self.id());
        write!(f, "{}+{id}+{}", self.name, BASE64.encode(key))
    }
}

impl std::str::FromStr for PublicKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let mut parts = text.trim().splitn(3, '+');
            let (name, id, key) = (parts.next()?, parts.next()?, parts.next()?);
            let key = BASE64.decode(key).ok()?;
            let (kind, key) = key.split_first()?;
            let key = VerifyingKey::from_bytes(key.try_into().ok()?).ok()?;
            let public = Self::new(name, key);
            (*kind == ED25519 && hex::encode(public.id()) == id).then_some(public)
        };
        parse().ok_or("must be a key as `seatlog audit public-key` prints it")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkpoint() -> Checkpoint {
        Checkpoint {
            origin: "seatlog/test".to_owned(),
            tree_size: 7,
            root: Hash::of_record(b"root"),
            chain: Hash::of_record(b"chain"),
            signed_at: "2027-01-01T00:00:00Z".to_owned(),
        }
    }

    fn key(seed: u8) -> (SigningKey, PublicKey) {
        let key = SigningKey::from_bytes(&[seed; 32]);
        let public = PublicKey::new("seatlog/test", key.verifying_key());
        (key, public)
    }

    #[test]
    fn a_note_is_opened_by_the_key_that_signed_it_and_by_no_other() {
        let ((key, public), (_, other)) = (key(1), key(2));
        let note = checkpoint().sign(&key);
        let opened = Checkpoint::open(&note, &[other.clone(), public.clone()]);
        assert_eq!(opened, Ok(checkpoint()));
        assert_eq!(
            Checkpoint::open(&note, &[other]),
            Err(NoteError::UnknownKey)
        );
        let changed = note.replacen("\n7\n", "\n8\n", 1);
        assert_eq!(
            Checkpoint::open(&changed, std::slice::from_ref(&public)),
            Err(NoteError::BadSignature)
        );
        assert_eq!(Checkpoint::open("7", &[public]), Err(NoteError::Malformed));
    }

    #[test]
    fn a_public_key_is_read_as_it_is_written() {
        let (_, public) = key(1);
        let text = public.to_string();
        assert_eq!(text.parse(), Ok(public));
        assert!(
            text.replacen("test", "best", 1)
                .parse::<PublicKey>()
                .is_err()
        );
        assert!("".parse::<PublicKey>().is_err());
    }
}
