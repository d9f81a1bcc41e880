//! The answer of `GET /events/{id}/seats`, which is made once for all who ask.

use std::io::Write;
use std::sync::OnceLock;

use actix_web::web::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use seatlog_projections::log::Position;

use super::mark::Mark;
use super::shapes::SeatMap;

/// A whole house as JSON, as it was at one moment.
#[derive(Debug)]
pub struct Picture {
    /// When that was.
    pub(super) mark: Mark,
    /// How far the log was known then.
    pub(super) position: Position,
    json: Bytes,
    packed: OnceLock<Bytes>,
}

impl Picture {
    pub(super) fn of(map: &SeatMap<'_>, mark: Mark) -> serde_json::Result<Self> {
        Ok(Self {
            mark,
            position: map.position,
            json: serde_json::to_vec(map)?.into(),
            packed: OnceLock::new(),
        })
    }

    /// The JSON.
    pub fn json(&self) -> Bytes {
        self.json.clone()
    }

    /// The JSON with gzip around it, once [`Self::pack`] was called.
    pub(super) fn packed(&self) -> Option<Bytes> {
        self.packed.get().cloned()
    }

    /// Compresses the JSON, unless that was done.
    pub(super) fn pack(&self) -> std::io::Result<Bytes> {
        if let Some(packed) = self.packed() {
            return Ok(packed);
        }
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(&self.json)?;
        let packed = Bytes::from(packer.finish()?);
        Ok(self.packed.get_or_init(|| packed).clone())
    }
}
