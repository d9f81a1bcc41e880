//! What the log says after a load, asked in SQL: no seat was sold twice, every booking that was
//! acknowledged is there, no sequence has a hole.

use anyhow::Result;
use seatlog_domain::ids::EventId;
use serde::Serialize;
use sqlx::PgPool;
use uuid::Uuid;

use crate::caller::Acknowledged;

/// What was found in the streams of some events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct LogCheck {
    /// Bookings in the log.
    pub(crate) bookings: i64,
    /// Bookings that callers were told to have.
    pub(crate) acknowledged: i64,
    /// Acknowledged ones that the log does not have, at that position with that seat.
    pub(crate) missing: i64,
    /// Seats that were sold more than once.
    pub(crate) sold_twice: i64,
    /// Streams whose sequences have a hole.
    pub(crate) holes: i64,
}

impl LogCheck {
    /// Whether the promises were kept.
    pub(crate) fn holds(&self) -> bool {
        (self.missing, self.sold_twice, self.holes) == (0, 0, 0)
    }

    /// Whether the log has just what was acknowledged: so it is where no answer can be lost.
    pub(crate) fn holds_exactly(&self) -> bool {
        self.holds() && self.bookings == self.acknowledged
    }
}

/// Compares the streams of events with the bookings that callers were told to have. No booking
/// was cancelled.
pub(crate) async fn look(
    pool: &PgPool,
    events: &[EventId],
    acknowledged: &[Acknowledged],
) -> Result<LogCheck> {
    let streams: Vec<String> = events.iter().map(EventId::to_string).collect();
    let bookings: Vec<Uuid> = acknowledged.iter().map(|it| it.booking).collect();
    let seats: Vec<&str> = acknowledged.iter().map(|it| it.seat.as_str()).collect();
    let positions: Vec<i64> = acknowledged.iter().map(|it| it.position).collect();
    let (in_log, missing, sold_twice, holes) = sqlx::query_as(
        "WITH stream AS MATERIALIZED (
             SELECT aggregate_id, sequence, position, event_type, payload FROM events
             WHERE aggregate_type = 'event' AND aggregate_id = ANY ($1)
         ), booked AS MATERIALIZED (
             SELECT aggregate_id, position, payload->'SeatsBooked'->>'booking_id' AS booking,
                    json_array_elements(payload->'SeatsBooked'->'seats')->>'seat' AS seat
             FROM stream WHERE event_type = 'SeatsBooked'
         )
         SELECT (SELECT count(DISTINCT booking) FROM booked),
                (SELECT count(*) FROM (
                     SELECT booking::text, seat, position
                     FROM unnest($2::uuid[], $3::text[], $4::bigint[])
                          AS acknowledged (booking, seat, position)
                     EXCEPT SELECT booking, seat, position FROM booked) AS missing),
                (SELECT count(*) FROM (
                     SELECT FROM booked GROUP BY aggregate_id, seat HAVING count(*) > 1) AS twice),
                (SELECT count(*) FROM (
                     SELECT FROM stream GROUP BY aggregate_id
                     HAVING max(sequence) <> count(*) OR min(sequence) <> 1) AS holes)",
    )
    .bind(streams)
    .bind(bookings)
    .bind(seats)
    .bind(positions)
    .fetch_one(pool)
    .await?;
    Ok(LogCheck {
        bookings: in_log,
        acknowledged: acknowledged.len() as i64,
        missing,
        sold_twice,
        holes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A log with two bookings, after `plant` has changed what is written.
    async fn found(pool: &PgPool, plant: impl Fn(&mut [(i64, Uuid, &str)])) -> LogCheck {
        let event = EventId::new(Uuid::now_v7());
        let mut facts = [(1, Uuid::now_v7(), "ST-1-1"), (2, Uuid::now_v7(), "ST-1-2")];
        let acknowledged: Vec<_> = facts
            .iter()
            .map(|(position, booking, seat)| Acknowledged {
                booking: *booking,
                seat: (*seat).to_owned(),
                position: *position,
            })
            .collect();
        plant(&mut facts);
        for (sequence, booking, seat) in facts {
            let payload = format!(
                r#"{{"SeatsBooked":{{"booking_id":"{booking}","seats":[{{"seat":"{seat}"}}]}}}}"#
            );
            sqlx::query(
                "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type,
                                     event_version, payload, metadata)
                 VALUES ('event', $1, $2, 'SeatsBooked', '1', $3::json, '{}')",
            )
            .bind(event.to_string())
            .bind(sequence)
            .bind(payload)
            .execute(pool)
            .await
            .unwrap();
        }
        look(pool, &[event], &acknowledged).await.unwrap()
    }

    #[sqlx::test(migrator = "seatlog::schema::MIGRATOR")]
    async fn a_log_that_is_as_it_should_be_passes(pool: PgPool) {
        let found = found(&pool, |_| {}).await;
        assert!(found.holds_exactly(), "{found:?}");
        assert_eq!((found.bookings, found.acknowledged), (2, 2));
    }

    #[sqlx::test(migrator = "seatlog::schema::MIGRATOR")]
    async fn a_seat_that_was_sold_twice_is_found(pool: PgPool) {
        let found = found(&pool, |facts| facts[1].2 = facts[0].2).await;
        assert_eq!((found.holds(), found.sold_twice), (false, 1));
    }

    #[sqlx::test(migrator = "seatlog::schema::MIGRATOR")]
    async fn an_acknowledged_booking_that_is_not_there_is_found(pool: PgPool) {
        let found = found(&pool, |facts| facts[1].1 = Uuid::now_v7()).await;
        assert_eq!((found.holds(), found.missing), (false, 1));
    }

    #[sqlx::test(migrator = "seatlog::schema::MIGRATOR")]
    async fn a_hole_in_a_stream_is_found(pool: PgPool) {
        let found = found(&pool, |facts| facts[1].0 = 3).await;
        assert_eq!((found.holds(), found.holes), (false, 1));
    }
}
