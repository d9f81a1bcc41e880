//! A node with a database, and crowds in front of it.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use seatlog_domain::ids::EventId;

use super::callers::{Asker, Crowd, Wish};
use crate::bench::Bench;
use crate::cpu::Process;
use crate::ground::Database;
use crate::load::{self, Plan};
use crate::node::{Node, Setup};
use crate::wire::Connection;
use crate::world::{put_on_sale, wanted_seats};

/// How long the first requests of a process, which are slower than all others, go on.
const WARM_UP: Duration = Duration::from_secs(2);
const WARM_UP_SEATS: usize = 50_000;

/// A node and its database.
pub(super) struct House {
    pub(super) database: Database,
    pub(super) node: Node,
}

impl House {
    /// Starts a node on a new database.
    pub(super) async fn open(bench: &Bench, setup: Setup, roles: &str) -> Result<Self> {
        let database = bench.ground.database().await?;
        Self::on(bench, database, setup, roles).await
    }

    /// Starts a node on a database.
    pub(super) async fn on(
        bench: &Bench,
        database: Database,
        setup: Setup,
        roles: &str,
    ) -> Result<Self> {
        let node = Node::start(&bench.ground, &database, setup, roles).await?;
        let house = Self { database, node };
        house.warm_up(bench).await?;
        Ok(house)
    }

    /// Stops the node and removes the database.
    pub(super) async fn close(self, bench: &Bench) -> Result<()> {
        self.node.stop().await?;
        bench.ground.drop(self.database).await
    }

    /// The node's process, to measure its processor time.
    pub(super) fn server(&self) -> [(&'static str, Process); 1] {
        [("server", self.node.process())]
    }

    /// Puts an event on sale.
    pub(super) async fn event(&self, bench: &Bench, seats: usize) -> Result<EventId> {
        let admin = bench.ground.people.admin_token()?;
        let mut connection = Connection::open(self.node.address).await?;
        put_on_sale(&mut connection, &admin, seats).await
    }

    /// So many connections that want the seats of an event.
    pub(super) async fn crowd(
        &self,
        bench: &Bench,
        wish: Wish,
        (event, seats, connections): (EventId, usize, usize),
    ) -> Result<Vec<Asker>> {
        let seats = wanted_seats(seats);
        let crowd = Crowd::new(&bench.ground.people, wish, event, Arc::clone(&seats))?;
        crowd.connect(self.node.address, connections).await
    }

    async fn warm_up(&self, bench: &Bench) -> Result<()> {
        let event = self.event(bench, WARM_UP_SEATS).await?;
        let crowd = self
            .crowd(bench, Wish::Book, (event, WARM_UP_SEATS, 64))
            .await?;
        load::run(crowd, Plan::closed(WARM_UP_SEATS).within(WARM_UP)).await?;
        Ok(())
    }
}
