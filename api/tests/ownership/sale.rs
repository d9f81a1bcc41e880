//! 64 buyers want each of 200 seats, over all nodes; and what the log has to say afterwards.

use std::collections::{HashMap, HashSet};

use futures_util::future::join_all;
use seatlog::command_bus::{CommandBus, CommandError};
use seatlog::event_store::{StoredFact, load_after};
use seatlog_domain::event::{EventFact, Refusal};
use seatlog_domain::ids::{BookingId, EventId};
use seatlog_domain::seat::SeatName;
use seatlog_projections::bookings::Booking;
use seatlog_projections::log::Position;
use sqlx::PgPool;
use uuid::Uuid;

use crate::nodes::{TestNode, book, booking, create, origin};

const BUYERS: usize = 64;
const SEATS: usize = 200;

/// What became of all attempts.
#[derive(Default)]
pub(crate) struct Sale {
    booked: Vec<Booking>,
    refused: usize,
    unanswered: Vec<CommandError>,
}

impl Sale {
    /// Every buyer asks for every seat, each beginning with another one.
    pub(crate) async fn of_everything(event: EventId, nodes: &[TestNode]) -> Self {
        let buyers = (0..BUYERS).map(|buyer| {
            let bus = nodes[buyer % nodes.len()].bus.clone();
            tokio::spawn(buy_everything(bus, event, buyer * SEATS / BUYERS))
        });
        let mut all = Self::default();
        for bought in join_all(buyers).await {
            let bought = bought.unwrap();
            all.booked.extend(bought.booked);
            all.refused += bought.refused;
            all.unanswered.extend(bought.unanswered);
        }
        all
    }

    /// Compares what buyers were told with the log.
    pub(crate) async fn check(&self, pool: &PgPool, event: EventId) {
        let recorded = bookings_in_log(pool, event).await;
        let seats: Vec<_> = recorded.values().flat_map(|(_, seats)| seats).collect();
        let distinct: HashSet<_> = seats.iter().collect();
        assert_eq!(seats.len(), distinct.len(), "a seat was sold twice");
        assert_eq!(distinct.len(), SEATS, "a seat was not sold");

        for booking in &self.booked {
            let found = recorded.get(&booking.id);
            let (position, seats) = found.expect("an acknowledged booking is in the log");
            assert_eq!(*position, booking.position);
            assert_eq!(*seats, [booking.seats[0].seat.clone()]);
        }
        let attempts = BUYERS * SEATS;
        assert_eq!(
            self.booked.len() + self.refused + self.unanswered.len(),
            attempts
        );
        assert!(
            self.unanswered.len() * 1_000 <= attempts,
            "{} of {attempts} attempts were not answered, such as {:?}",
            self.unanswered.len(),
            self.unanswered[0]
        );
    }
}

async fn buy_everything(bus: CommandBus, event: EventId, first: usize) -> Sale {
    let mut sale = Sale::default();
    for n in 0..SEATS {
        let (id, seat) = (Uuid::now_v7(), (first + n) % SEATS + 1);
        match bus.execute(event, book(id, seat), &origin(id)).await {
            Ok(executed) => sale.booked.push(booking(executed)),
            Err(CommandError::Refused(Refusal::SeatTaken { seats })) => {
                assert_eq!(seats, [SeatName::new(&format!("ST-A-{seat}")).unwrap()]);
                sale.refused += 1;
            }
            Err(CommandError::Refused(refusal)) => panic!("refused: {refusal:?}"),
            Err(error) => sale.unanswered.push(error),
        }
    }
    sale
}

pub(crate) async fn bookings_in_log(
    pool: &PgPool,
    event: EventId,
) -> HashMap<BookingId, (Position, Vec<SeatName>)> {
    let mut bookings = HashMap::new();
    let take = |stored: StoredFact<EventFact>| {
        if let EventFact::SeatsBooked {
            booking_id, seats, ..
        } = stored.fact
        {
            let seats = seats.into_iter().map(|it| it.seat).collect();
            let before = bookings.insert(booking_id, (stored.position, seats));
            assert_eq!(before, None, "a booking stands twice in the log");
        }
    };
    load_after(pool, ("event", event.uuid()), 0, take)
        .await
        .unwrap();
    bookings
}

pub(crate) async fn sell_everything(pool: &PgPool, nodes: &[TestNode]) -> EventId {
    let event = create(pool, SEATS).await;
    Sale::of_everything(event, nodes)
        .await
        .check(pool, event)
        .await;
    event
}
