//! How the ground is laid out where it differs from that of the long run.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use anyhow::Result;

use super::gate::{Gate, Gates, Way};
use crate::fault::Part;

/// What differs.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Setup {
    /// Both nodes take commands, and do nothing else.
    pub(crate) nodes_only_sell: bool,
    /// What is not started.
    pub(crate) without: &'static [Part],
    /// How large PostgreSQL's disk is; nothing: it is that of everybody.
    pub(crate) disk_mib: Option<u64>,
    /// Ways that have a gate.
    pub(crate) gated: &'static [Way],
}

impl Setup {
    pub(super) async fn gates(&self, addresses: &BTreeMap<Part, SocketAddr>) -> Result<Gates> {
        let mut gates = Gates::new();
        for way in self.gated {
            let gate = Gate::to(addresses[&way.1]).await?;
            gates.insert(*way, gate);
        }
        Ok(gates)
    }
}
