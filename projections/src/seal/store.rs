//! The hashes as they are stored: table `seals`.

use std::ops::RangeInclusive;

use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgConnection, PgExecutor, Row};

use super::hash::{Hash, joined};
use super::{BLOCK, tree};
use crate::log::Position;

/// The hashes of neighbouring facts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seals {
    /// The position of the first one.
    pub first: Position,
    /// The hash of each record.
    pub leaves: Vec<Hash>,
    /// The chain up to each fact.
    pub chain: Vec<Hash>,
    /// The root of the tree over the leaves, where they are a full block.
    pub root: Option<Hash>,
}

impl Seals {
    /// The position of the last fact.
    pub fn last(&self) -> Position {
        self.first + self.leaves.len() as Position - 1
    }
}

impl FromRow<'_, PgRow> for Seals {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let root: Option<&[u8]> = row.try_get("root")?;
        Ok(Self {
            first: row.try_get("first_position")?,
            leaves: Hash::all_in(row.try_get("leaves")?),
            chain: Hash::all_in(row.try_get("chain")?),
            root: root.and_then(|root| root.try_into().ok()),
        })
    }
}

/// How far the log is sealed, and the chain up to there.
pub(super) async fn head(db: impl PgExecutor<'_>) -> Result<(Position, Hash), sqlx::Error> {
    let sql = "
        SELECT last_position, substring(chain FROM length(chain) - 31)
        FROM seals ORDER BY last_position DESC LIMIT 1";
    let row: Option<(Position, Vec<u8>)> = sqlx::query_as(sql).fetch_optional(db).await?;
    let Some((position, hash)) = row else {
        return Ok((0, Hash::NOTHING));
    };
    let hash = hash.as_slice().try_into();
    hash.map(|hash| (position, hash))
        .map_err(|_| sqlx::Error::Decode("a seal without a hash".into()))
}

/// The rows that tell of positions in a range, in order.
pub(super) async fn rows(
    db: impl PgExecutor<'_>,
    range: RangeInclusive<Position>,
) -> Result<Vec<Seals>, sqlx::Error> {
    let sql = "
        SELECT first_position, leaves, chain, root FROM seals
        WHERE last_position BETWEEN $1 AND $2 AND first_position <= $3 ORDER BY last_position";
    sqlx::query_as(sql)
        .bind(range.start())
        .bind(range.end().saturating_add(BLOCK - 1))
        .bind(range.end())
        .fetch_all(db)
        .await
}

/// The roots of the first so many full blocks, in order.
async fn roots(db: impl PgExecutor<'_>, blocks: i64) -> Result<Vec<Hash>, sqlx::Error> {
    let sql = "
        SELECT root FROM seals WHERE root IS NOT NULL AND last_position <= $1
        ORDER BY last_position";
    let rows: Vec<Vec<u8>> = sqlx::query_scalar(sql)
        .bind(blocks * BLOCK)
        .fetch_all(db)
        .await?;
    Ok(rows.iter().flat_map(|row| Hash::all_in(row)).collect())
}

/// The chain up to each of these positions, as far as they are sealed.
pub(super) async fn chain_at(
    db: impl PgExecutor<'_>,
    positions: &[Position],
) -> Result<Vec<Hash>, sqlx::Error> {
    let sql = "
        SELECT substring(chain FROM (wanted - first_position)::int * 32 + 1 FOR 32)
        FROM unnest($1::bigint[]) WITH ORDINALITY AS asked (wanted, at)
        JOIN seals ON last_position BETWEEN wanted AND wanted + $2 AND first_position <= wanted
        ORDER BY at";
    let rows: Vec<Vec<u8>> = sqlx::query_scalar(sql)
        .bind(positions)
        .bind(BLOCK - 1)
        .fetch_all(db)
        .await?;
    Ok(rows.iter().flat_map(|row| Hash::all_in(row)).collect())
}

/// The tree over the first facts: the roots of its full blocks, and the leaves behind them.
#[derive(Debug)]
pub(super) struct StoredTree {
    roots: Vec<Hash>,
    tail: Vec<Hash>,
}

impl StoredTree {
    /// The roots of the blocks, that of the last one, which is not full, included.
    pub(super) fn tops(&self) -> Vec<Hash> {
        self.roots
            .iter()
            .copied()
            .chain(tree::root(&self.tail))
            .collect()
    }

    /// The root over everything; nothing for an empty tree.
    pub(super) fn root(&self) -> Option<Hash> {
        tree::root(&self.tops())
    }
}

/// The tree over the first `size` facts.
pub(super) async fn tree(db: &mut PgConnection, size: i64) -> Result<StoredTree, sqlx::Error> {
    let blocks = size / BLOCK;
    Ok(StoredTree {
        roots: roots(&mut *db, blocks).await?,
        tail: leaves_of_block(db, blocks, size).await?,
    })
}

/// The leaves of a block, from 0, as far as they belong to the first `size` facts.
pub(super) async fn leaves_of_block(
    db: impl PgExecutor<'_>,
    block: i64,
    size: i64,
) -> Result<Vec<Hash>, sqlx::Error> {
    let (first, last) = (block * BLOCK + 1, size.min((block + 1) * BLOCK));
    let rows = rows(db, first..=last).await?;
    let leaves = rows.into_iter().flat_map(|row| row.leaves);
    Ok(leaves.take((last - first + 1).max(0) as usize).collect())
}

/// Adds a row; a full one takes the place of the shorter ones of its block.
pub(super) async fn insert(db: &mut PgConnection, seals: &Seals) -> Result<(), sqlx::Error> {
    if seals.root.is_some() {
        sqlx::query("DELETE FROM seals WHERE last_position BETWEEN $1 AND $2")
            .bind(seals.first)
            .bind(seals.last())
            .execute(&mut *db)
            .await?;
    }
    let sql = "
        INSERT INTO seals (first_position, last_position, leaves, chain, root)
        VALUES ($1, $2, $3, $4, $5)";
    sqlx::query(sql)
        .bind(seals.first)
        .bind(seals.last())
        .bind(joined(&seals.leaves))
        .bind(joined(&seals.chain))
        .bind(seals.root.map(|root| root.as_bytes().to_vec()))
        .execute(db)
        .await?;
    Ok(())
}
