//! What the rules cost: `cargo run --release -p seatlog-domain --example figures`.
//!
//! Memory and time of an event that is sold out seat by seat, of its snapshot, and of choosing the
//! best seats in a large house that is more and more fragmented.
#![expect(
    clippy::disallowed_methods,
    reason = "figures are taken with a clock and from the operating system; no rule is"
)]

mod house;

use std::hint::black_box;
use std::time::{Duration, Instant};

use house::{book, id, now, on_sale, seat, shuffled};
use seatlog_domain::event::{Event, EventCommand, EventFact, HoldLife, Pass, SeatChoice};
use seatlog_domain::ids::{BookingId, HoldId, UserId};

type Failure = Box<dyn std::error::Error>;

fn resident_bytes() -> Result<usize, Failure> {
    let statm = std::fs::read_to_string("/proc/self/statm")?;
    let pages = statm.split(' ').nth(1).unwrap_or_default();
    Ok(pages.parse::<usize>()? * 4096)
}

/// What deciding, taking in and writing down cost, command by command.
#[derive(Default)]
struct Spent {
    decide: Vec<Duration>,
    evolve: Vec<Duration>,
    serialise: Vec<Duration>,
}

impl Spent {
    fn run(&mut self, event: &mut Event, command: &EventCommand) -> Result<(), Failure> {
        let start = Instant::now();
        let facts = black_box(event.decide(black_box(command)))?;
        let decided = Instant::now();
        facts.iter().for_each(|fact| event.evolve(black_box(fact)));
        let evolved = Instant::now();
        for fact in &facts {
            black_box(serde_json::to_vec::<EventFact>(fact)?);
        }
        self.serialise.push(evolved.elapsed());
        self.decide.push(decided - start);
        self.evolve.push(evolved - decided);
        Ok(())
    }

    /// Tells the medians, which other programs on the machine hardly change.
    fn tell(mut self, what: &str) {
        let [decide, evolve, serialise] = [&mut self.decide, &mut self.evolve, &mut self.serialise]
            .map(|times| median(times).as_nanos() as f64);
        let rate = 1e9 / (decide + evolve + serialise);
        println!(
            "{what}: decide {decide:.0} ns, evolve {evolve:.0} ns, serialise {serialise:.0} ns; \
             {rate:.0}/s"
        );
    }
}

/// The least of several times: what it costs when no other program is in the way.
fn best_time(mut work: impl FnMut()) -> Duration {
    let time = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..20).map(time).min().unwrap_or_default()
}

/// 50,000 seats, one each for 50,000 buyers.
fn sold_seat_by_seat() -> Result<(), Failure> {
    let (rows, per_row) = (1_000, 50);
    let seats = rows * per_row;
    let commands = shuffled(seats).map(|number| {
        let choice = SeatChoice::Named(vec![seat(number, per_row)?]);
        Ok(book(number, choice))
    });
    let commands = commands.collect::<Result<Vec<_>, Failure>>()?;
    let before = resident_bytes()?;
    let mut event = on_sale(rows, per_row, 4)?;
    for command in &commands {
        for fact in event.decide(command)? {
            event.evolve(&fact);
        }
    }
    let resident = resident_bytes()? - before;
    let mega = |bytes: usize| bytes as f64 / 1e6;
    println!(
        "event of {seats} bookings: {:.1} MB resident",
        mega(resident)
    );
    let (mut timed, mut spent) = (on_sale(rows, per_row, 4)?, Spent::default());
    for command in &commands {
        spent.run(&mut timed, command)?;
    }
    spent.tell("book one named seat");
    let snapshot = event.to_snapshot();
    let written = best_time(|| drop(black_box(event.to_snapshot())));
    let restored = Event::from_snapshot(&snapshot)?;
    let read = best_time(|| drop(black_box(Event::from_snapshot(&snapshot))));
    let size = mega(snapshot.len());
    println!("its snapshot: {size:.2} MB, written in {written:.1?}, read in {read:.1?}");
    let mut refused = Vec::new();
    for command in &commands {
        let EventCommand::BookSeats {
            user_id, choice, ..
        } = command
        else {
            continue;
        };
        let again = EventCommand::BookSeats {
            booking_id: BookingId::new(user_id.uuid()),
            user_id: *user_id,
            choice: choice.clone(),
            pass: Pass::None,
            now: now(),
        };
        let start = Instant::now();
        black_box(restored.decide(&again))
            .err()
            .ok_or("sold twice")?;
        refused.push(start.elapsed());
    }
    println!("refuse a taken seat: {:?}", median(&mut refused));
    Ok(())
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Every seat held and then booked from the hold.
fn held_then_booked() -> Result<(), Failure> {
    let (rows, per_row) = (1_000, 50);
    let mut event = on_sale(rows, per_row, 4)?;
    let (mut holding, mut booking) = (Spent::default(), Spent::default());
    for number in shuffled(rows * per_row) {
        let (hold_id, user_id) = (HoldId::new(id(2 * number)), UserId::new(id(2 * number + 1)));
        let hold = EventCommand::HoldSeats {
            hold_id,
            user_id,
            choice: SeatChoice::Named(vec![seat(number, per_row)?]),
            pass: Pass::None,
            life: HoldLife {
                ttl_secs: 600,
                max_secs: 1800,
            },
            now: now(),
        };
        holding.run(&mut event, &hold)?;
        let book = EventCommand::BookHold {
            booking_id: BookingId::new(hold_id.uuid()),
            user_id,
            hold_id,
            now: now(),
        };
        booking.run(&mut event, &book)?;
    }
    holding.tell("hold one named seat");
    booking.tell("book it from the hold");
    Ok(())
}

/// Best seats in a house of 100,000 of which the given share was sold, seat by seat at random.
fn best_of(sold_percent: u32, sold: impl Iterator<Item = u32>) -> Result<(), Failure> {
    let per_row = 50;
    let mut event = on_sale(2_000, per_row, 64)?;
    for number in sold {
        let choice = SeatChoice::Named(vec![seat(number, per_row)?]);
        for fact in event.decide(&book(number, choice))? {
            event.evolve(&fact);
        }
    }
    print!("best of 100,000, {sold_percent} % sold:");
    for quantity in [1, 2, 4, 8] {
        let mut times: Vec<_> = (0..200)
            .map(|number| {
                let choice = SeatChoice::BestAvailable {
                    section: None,
                    quantity,
                };
                let command = book(200_000 + number, choice);
                let start = Instant::now();
                // A refusal is an answer too: on a house that is sold out.
                let _ = black_box(event.decide(black_box(&command)));
                start.elapsed()
            })
            .collect();
        print!("  {quantity} seats {:.1?}", median(&mut times));
    }
    println!();
    Ok(())
}

fn main() -> Result<(), Failure> {
    sold_seat_by_seat()?;
    held_then_booked()?;
    for percent in [0, 50, 90, 97, 98, 99, 100] {
        best_of(percent, shuffled(100_000).take(percent as usize * 1_000))?;
    }
    println!("every second seat sold, so that nobody has a neighbour:");
    best_of(50, (0..100_000).filter(|number| number % 2 == 1))?;
    println!("one seat left in each row:");
    best_of(
        98,
        (0..100_000).filter(|number| number % 50 != (number / 50) % 50),
    )
}
