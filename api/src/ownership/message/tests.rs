use chrono::Utc;
use uuid::Uuid;

use seatlog_domain::event::{Pass, Refusal, SeatChoice};
use seatlog_domain::ids::{BookingId, UserId};
use seatlog_domain::seat::SeatName;

use super::*;

fn seats(count: usize) -> Vec<SeatName> {
    let name = |n| SeatName::new(&format!("ST-A-{n}")).unwrap();
    (1..=count).map(name).collect()
}

fn booking_of(count: usize) -> Order {
    Order {
        command: EventCommand::BookSeats {
            booking_id: BookingId::new(Uuid::now_v7()),
            user_id: UserId::new(Uuid::now_v7()),
            choice: SeatChoice::Named(seats(count)),
            pass: Pass::None,
            now: Utc::now(),
        },
        origin: Origin {
            actor_id: Some(UserId::new(Uuid::now_v7())),
            command_id: Uuid::now_v7(),
            correlation_id: Some(Uuid::now_v7()),
            traceparent: None,
        },
    }
}

fn there_and_back(orders: &[Order]) -> usize {
    let asked = Asked {
        event: EventId::new(Uuid::now_v7()),
        begin_by: Duration::from_millis(1_234),
    };
    let lines: Vec<_> = orders
        .iter()
        .map(|it| serde_json::to_vec(it).unwrap())
        .collect();
    let message = pack(&asked, lines.iter().map(Vec::as_slice)).unwrap();
    let (first, others): (Asked, Vec<Order>) = unpack(&message).unwrap();
    assert_eq!((first.event, first.begin_by), (asked.event, asked.begin_by));
    let same = |(a, b): (&Order, &Order)| a.command == b.command && a.origin == b.origin;
    assert!(others.len() == orders.len() && others.iter().zip(orders).all(same));
    message.len()
}

#[test]
fn commands_arrive_as_they_were_sent() {
    there_and_back(&[]);
    there_and_back(&[booking_of(1), booking_of(3)]);
}

#[test]
fn a_long_message_is_compressed() {
    let length = there_and_back(&[booking_of(20_000)]);
    assert!(length < COMPRESSED_FROM, "{length}");
}

#[test]
fn answers_arrive_as_they_were_given() {
    let answers: Vec<Answer> = vec![
        Err(Refusal::SeatTaken { seats: seats(2) }.into()),
        Err(CommandError::Busy),
        Err(CommandError::Unavailable("no disk".to_owned())),
    ];
    let reply = Reply {
        uptime: Duration::from_micros(7),
        said: Said::Done,
    };
    let lines: Vec<_> = answers
        .iter()
        .map(|it| serde_json::to_vec(it).unwrap())
        .collect();
    let message = pack(&reply, lines.iter().map(Vec::as_slice)).unwrap();
    let (first, others): (Reply, Vec<Answer>) = unpack(&message).unwrap();
    assert_eq!((first.uptime, first.said), (reply.uptime, reply.said));
    assert_eq!(others, answers);
}

#[test]
fn what_is_no_message_is_an_error() {
    for message in [&b""[..], b"{}", b"\x1f\x8bnothing", b"[1,2]\n{}"] {
        let unpacked: std::io::Result<(Asked, Vec<Order>)> = unpack(message);
        assert!(unpacked.is_err(), "{message:?}");
    }
}
