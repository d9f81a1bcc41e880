//! Proofs that a fact is in the log: what somebody can check alone who trusts nothing but the
//! notary's public key.

use std::time::Duration;

use serde::Serialize;
use sqlx::PgPool;
use utoipa::ToSchema;

use super::hash::Hash;
use super::notary::{Notary, SignError, SignedCheckpoint};
use super::note::Checkpoint;
use super::stored_rows::{self, Lent};
use super::{BLOCK, notary, store, tree};
use crate::log::Position;

/// The least time between two checkpoints that proofs ask for.
const APART: Duration = Duration::from_secs(1);

/// A fact's inclusion in the log (RFC 6962), with the checkpoint that it leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Proof {
    /// The position of the fact in the log.
    pub position: i64,
    /// Its place in the tree, from 0.
    pub leaf_index: i64,
    /// How many facts the tree has.
    pub tree_size: i64,
    /// The fact in its canonical form: ten netstrings.
    pub record: String,
    /// SHA-256(0x00 ‖ record), hexadecimal.
    #[schema(value_type = String)]
    pub leaf_hash: Hash,
    /// The hashes beside the way from the leaf to the root, from below, hexadecimal.
    #[schema(value_type = Vec<String>)]
    pub audit_path: Vec<Hash>,
    /// The signed note that states the root (C2SP tlog-checkpoint).
    pub checkpoint: String,
    /// The key that signed it (C2SP signed-note); believe it only where it comes from elsewhere.
    pub public_key: String,
}

/// Why there is no proof.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// No checkpoint covers the fact yet; it will in a moment.
    #[error("no checkpoint covers the fact yet")]
    NotYet,
    /// Signing failed.
    #[error(transparent)]
    Unsigned(#[from] SignError),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The fact is not what was sealed and signed.
    #[error("the fact at position {0} does not lead to the signed root")]
    Broken(Position),
}

/// Proves that the fact at a position is in the log. If no checkpoint covers it, one is signed.
///
/// # Errors
/// No checkpoint covers it yet, or what the log has does not lead to one.
pub async fn prove(
    pool: &PgPool,
    notary: &Notary,
    position: Position,
) -> Result<Proof, ProofError> {
    let covers = |it: &SignedCheckpoint| it.tree_size >= position;
    let signed = match notary::newest(pool).await?.filter(covers) {
        Some(signed) => signed,
        None => {
            let signed = notary.sign(APART).await?;
            signed.filter(covers).ok_or(ProofError::NotYet)?
        }
    };
    let trusted = notary.public_keys().await?;
    let said = Checkpoint::open(&signed.note, &trusted)
        .map_err(|error| SignError::Disbelieved(signed.tree_size, error))?;
    let (record, leaf) = record(pool, position).await?;
    let path = audit_path(pool, position, said.tree_size).await?;
    let (index, size) = ((position - 1) as u64, said.tree_size as u64);
    if tree::root_of_path(leaf, index, size, &path) != Some(said.root) {
        return Err(ProofError::Broken(position));
    }
    let opens = |key: &&super::note::PublicKey| {
        Checkpoint::open(&signed.note, std::slice::from_ref(*key)).is_ok()
    };
    let key = trusted.iter().find(opens);
    Ok(Proof {
        position,
        leaf_index: position - 1,
        tree_size: said.tree_size,
        record,
        leaf_hash: leaf,
        audit_path: path,
        public_key: key.map(ToString::to_string).unwrap_or_default(),
        checkpoint: signed.note,
    })
}

async fn record(pool: &PgPool, position: Position) -> Result<(String, Hash), ProofError> {
    let mut db = Lent::by(pool).await?;
    let (mut form, mut leaf) = (Vec::new(), None);
    stored_rows::read(&mut db, position..=position, |record| {
        leaf = Some(record.leaf(&mut form));
    })
    .await?;
    db.give_back();
    let form = String::from_utf8(form).map_err(|_| ProofError::Broken(position))?;
    leaf.map(|leaf| (form, leaf))
        .ok_or(ProofError::Broken(position))
}

async fn audit_path(
    pool: &PgPool,
    position: Position,
    size: Position,
) -> Result<Vec<Hash>, ProofError> {
    let mut db = pool.acquire().await?;
    let (block, inside) = ((position - 1) / BLOCK, ((position - 1) % BLOCK) as usize);
    let tree = store::tree(&mut db, size).await?;
    let leaves = store::leaves_of_block(&mut *db, block, size).await?;
    let mut path = tree::path(&leaves, inside);
    path.extend(tree::path(&tree.tops(), block as usize));
    Ok(path)
}
