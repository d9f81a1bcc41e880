//! What is wrong with a sale, by the facts of the log.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{DateTime, Utc};
use sqlx::PgPool;
use uuid::Uuid;

use super::scramble::{Place, Tally};

/// A seat that was sold: the booking, the buyer, and when that was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ticket {
    booking: Uuid,
    user: Uuid,
    recorded: DateTime<Utc>,
}

/// What is in the log. A seat with two tickets was sold twice.
#[derive(Debug, Clone, Default)]
pub(super) struct Sold(BTreeMap<Place, Vec<Ticket>>);

type Row = (String, String, Uuid, Uuid, DateTime<Utc>);

impl Sold {
    /// Everything that was sold of these events, and never given back.
    pub(super) async fn of(pool: &PgPool, events: &[Uuid]) -> Result<Self> {
        let sql = "
            SELECT aggregate_id, sold ->> 'seat', (booked ->> 'booking_id')::uuid,
                   (booked ->> 'user_id')::uuid, recorded_at
            FROM events, json_extract_path(payload, 'SeatsBooked') AS booked,
                 json_array_elements(booked -> 'seats') AS sold
            WHERE event_type = 'SeatsBooked' AND aggregate_type = 'event'
              AND aggregate_id = ANY ($1)
            ORDER BY position";
        let events: Vec<_> = events.iter().map(Uuid::to_string).collect();
        let rows: Vec<Row> = sqlx::query_as(sql).bind(events).fetch_all(pool).await?;
        let mut sold = Self::default();
        for (event, seat, booking, user, recorded) in rows {
            let ticket = Ticket {
                booking,
                user,
                recorded,
            };
            let place = (event.parse()?, seat);
            sold.0.entry(place).or_default().push(ticket);
        }
        Ok(sold)
    }

    /// How many there are.
    pub(super) fn bookings(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }
}

/// No seat is sold twice; what was acknowledged is in the log, once and as it was told; what nobody
/// was told of was asked for; and whoever was told that a seat is taken was told so after it was.
pub(super) fn judge(tally: &Tally, sold: &Sold) -> Vec<String> {
    let mut findings: Vec<_> = tally.odd.iter().map(|it| format!("odd: {it}")).collect();
    for (place, tickets) in &sold.0 {
        if tickets.len() > 1 {
            findings.push(format!("sold twice: {place:?}, {tickets:?}"));
        }
    }
    let mut told = BTreeSet::new();
    for (booking, (place, user)) in &tally.acknowledged {
        let tickets = sold.0.get(place).map_or(&[][..], Vec::as_slice);
        let is_his = |it: &&Ticket| (it.booking, it.user) == (*booking, *user);
        if tickets.iter().filter(is_his).count() != 1 {
            findings.push(format!(
                "acknowledged to {user}: {place:?}, and {tickets:?}"
            ));
        }
        if !told.insert(*booking) {
            findings.push(format!("acknowledged twice: {booking}"));
        }
    }
    let open: BTreeSet<_> = tally.open.iter().collect();
    for (place, tickets) in &sold.0 {
        for ticket in tickets.iter().filter(|it| !told.contains(&it.booking)) {
            if !open.contains(&(place.clone(), ticket.user)) {
                findings.push(format!("nobody asked for {place:?}: {ticket:?}"));
            }
        }
    }
    for (place, heard) in &tally.taken {
        let first = sold.0.get(place).and_then(|tickets| tickets.first());
        if first.is_none_or(|ticket| ticket.recorded > *heard) {
            findings.push(format!(
                "refused at {heard}, and free: {place:?}, {first:?}"
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    const EVENT: Uuid = Uuid::from_u128(1);
    const ANN: Uuid = Uuid::from_u128(2);
    const BOB: Uuid = Uuid::from_u128(3);
    const BOOKING: Uuid = Uuid::from_u128(4);

    fn place(seat: &str) -> Place {
        (EVENT, seat.to_owned())
    }

    fn ticket(booking: Uuid, user: Uuid) -> Ticket {
        Ticket {
            booking,
            user,
            recorded: DateTime::UNIX_EPOCH,
        }
    }

    /// Ann has the first seat, Bob was told so; nobody knows whether Bob got the second one: he did.
    fn evening() -> (Tally, Sold) {
        let tally = Tally {
            acknowledged: vec![(BOOKING, (place("1"), ANN))],
            refused: 1,
            taken: BTreeMap::from([(place("1"), DateTime::UNIX_EPOCH)]),
            unheard: 1,
            open: vec![(place("2"), BOB)],
            ..Tally::default()
        };
        let sold = Sold(BTreeMap::from([
            (place("1"), vec![ticket(BOOKING, ANN)]),
            (place("2"), vec![ticket(Uuid::from_u128(5), BOB)]),
        ]));
        (tally, sold)
    }

    #[track_caller]
    fn planted(plant: impl FnOnce(&mut Tally, &mut Sold), finding: &str) {
        let (mut tally, mut sold) = evening();
        assert_eq!(judge(&tally, &sold), Vec::<String>::new());
        plant(&mut tally, &mut sold);
        let found = judge(&tally, &sold);
        assert!(
            found.len() == 1 && found[0].starts_with(finding),
            "{found:#?}"
        );
    }

    #[test]
    fn a_seat_that_is_sold_twice_is_seen() {
        planted(
            |tally, sold| {
                let another = ticket(Uuid::from_u128(6), BOB);
                tally.open.push((place("1"), BOB));
                sold.0.entry(place("1")).or_default().push(another);
            },
            "sold twice",
        );
    }

    #[test]
    fn a_booking_that_is_acknowledged_and_not_in_the_log_is_seen() {
        planted(
            |tally, _| {
                let told = (Uuid::from_u128(6), (place("3"), ANN));
                tally.acknowledged.push(told);
            },
            "acknowledged to",
        );
    }

    #[test]
    fn a_seat_that_is_acknowledged_to_somebody_else_is_seen() {
        planted(
            |tally, _| tally.acknowledged[0].1.1 = BOB,
            "acknowledged to",
        );
    }

    #[test]
    fn a_booking_that_is_acknowledged_to_two_requests_is_seen() {
        planted(
            |tally, _| tally.acknowledged.push(tally.acknowledged[0].clone()),
            "acknowledged twice",
        );
    }

    #[test]
    fn a_booking_that_nobody_asked_for_is_seen() {
        planted(|tally, _| tally.open.clear(), "nobody asked for");
    }

    #[test]
    fn a_refusal_of_a_free_seat_or_before_it_was_taken_is_seen() {
        planted(
            |tally, _| tally.taken = BTreeMap::from([(place("3"), DateTime::UNIX_EPOCH)]),
            "refused at",
        );
        let too_early = DateTime::UNIX_EPOCH - TimeDelta::milliseconds(1);
        planted(
            |tally, _| tally.taken = BTreeMap::from([(place("1"), too_early)]),
            "refused at",
        );
    }

    #[test]
    fn an_answer_that_nobody_should_get_is_seen() {
        planted(|tally, _| tally.odd.push("limit-reached".to_owned()), "odd");
    }
}
