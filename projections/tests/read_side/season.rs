//! A season of random commands, each decided by the aggregates on what came of those before, as the
//! write side does it. What is refused leads to no fact.

use chrono::{DateTime, TimeDelta, Utc};
use seatlog_domain::event::{
    Canceller, Event, EventChange, EventCommand, EventFact, EventName, HoldLife, Pass, Reason,
    SeatChoice,
};
use seatlog_domain::ids::UserId;
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seat::SeatName;
use seatlog_domain::seating::{Row, RowSeats, Seating};
use seatlog_projections::log::Fact;
use seatlog_projections::runner::catch_up;
use sqlx::PgPool;

use crate::as_of_reports::compare;
use crate::random_sales::Dice;
use crate::written_log::*;

/// At most so many events are there.
const EVENTS: u64 = 50;
/// Buyers, some of whom never register.
const BUYERS: u64 = 400;
/// Seats of an event in each of its two sections.
const SEATS: u32 = 150;
const LIFE: HoldLife = HoldLife {
    ttl_secs: 7_200,
    max_secs: 21_600,
};

/// Something that was asked for under a number: where, and by whom.
type Asked = (usize, u128, u128);

/// What is going on.
struct Season<'a> {
    dice: &'a mut Dice,
    now: DateTime<Utc>,
    events: Vec<Event>,
    holds: Vec<Asked>,
    bookings: Vec<Asked>,
    registered: Vec<u128>,
    next: u128,
    facts: Vec<Fact>,
}

/// The facts that so many commands lead to, within twenty days.
pub(crate) fn season(dice: &mut Dice, commands: u64) -> Vec<Fact> {
    let mut season = Season {
        dice,
        now: at(0),
        events: vec![],
        holds: vec![],
        bookings: vec![],
        registered: vec![],
        next: 1,
        facts: vec![],
    };
    let pause = TimeDelta::days(20) / i32::try_from(commands).unwrap();
    for n in 0..commands {
        season.now += pause;
        // A third of the events at once, the others one by one in the first two thirds.
        let wanted = EVENTS / 3 + (EVENTS - EVENTS / 3) * n * 3 / (commands * 2);
        match season.events.len() as u64 <= wanted.min(EVENTS - 1) {
            true => season.create(),
            false => season.anything(),
        }
    }
    season.facts
}

/// Who booked last; anybody, if nobody did.
pub(crate) fn last_buyer(facts: &[Fact]) -> UserId {
    let mut booked = facts.iter().rev().filter_map(|fact| match fact {
        Fact::Event(_, EventFact::SeatsBooked { user_id, .. }) => Some(*user_id),
        Fact::Event(..) | Fact::Account(..) => None,
    });
    booked.next().unwrap_or(user(1))
}

/// Two sections, all seats at the same price.
fn plan() -> SeatPlan {
    let mut seating: Seating = seating();
    seating.sections[0].rows = Some(vec![Row {
        label: "A".to_owned(),
        seats: RowSeats::Count(SEATS),
        gaps: None,
    }]);
    seating.sections[1].capacity = Some(SEATS);
    SeatPlan::check(seating).unwrap()
}

impl Season<'_> {
    fn one_of(&mut self, count: usize) -> Option<usize> {
        let count = u64::try_from(count).unwrap();
        (count > 0).then(|| usize::try_from(self.dice.roll(count)).unwrap())
    }

    fn create(&mut self) {
        self.events.push(Event::default());
        let command = EventCommand::CreateEvent {
            details: Box::new(details("Nabucco", at(24 * 60))),
            currency: "EUR".parse().unwrap(),
            plan: Box::new(plan()),
            draft: self.dice.chance(20),
            now: self.now,
        };
        assert!(self.execute(self.events.len() - 1, &command));
    }

    fn anything(&mut self) {
        let of = self.one_of(self.events.len()).unwrap();
        let buyer = 1 + u128::from(self.dice.roll(BUYERS));
        match self.dice.roll(1_000) {
            0..20 => self.register(buyer),
            20..25 => self.erase(),
            25..350 => self.hold(of, buyer),
            350..500 => self.book_hold(),
            500..550 => self.extend_or_release(),
            550..800 => self.book(of, buyer),
            800..920 => self.cancel_booking(),
            920..940 => _ = self.execute(of, &EventCommand::ExpireHolds { now: self.now }),
            _ => self.organise(of),
        }
    }

    /// Tells whether it was not refused.
    fn execute(&mut self, of: usize, command: &EventCommand) -> bool {
        let decided = self.events[of].decide(command);
        let id = event(1 + of as u128);
        for fact in decided.iter().flatten() {
            self.events[of].evolve(fact);
            self.facts.push(Fact::Event(id, fact.clone()));
        }
        decided.is_ok()
    }

    fn register(&mut self, buyer: u128) {
        if !self.registered.contains(&buyer) {
            self.registered.push(buyer);
            self.facts.push(registered(buyer));
        }
    }

    fn erase(&mut self) {
        if let Some(who) = self.one_of(self.registered.len()) {
            let gone = self.registered.swap_remove(who);
            self.facts.push(erased(gone));
        }
    }

    fn seats(&mut self, most: u64) -> Vec<SeatName> {
        let first = 1 + self.dice.roll(u64::from(SEATS));
        let section = if self.dice.chance(70) { "ST-A" } else { "GA" };
        let last = (first + self.dice.roll(most)).min(u64::from(SEATS));
        let names = (first..=last).map(|seat| SeatName::new(&format!("{section}-{seat}")).unwrap());
        names.collect()
    }

    fn choice(&mut self) -> SeatChoice {
        match self.dice.chance(60) {
            true => SeatChoice::Named(self.seats(4)),
            false => SeatChoice::BestAvailable {
                section: None,
                quantity: u32::try_from(1 + self.dice.roll(4)).unwrap(),
            },
        }
    }

    fn hold(&mut self, of: usize, buyer: u128) {
        let number = self.next;
        self.next += 1;
        let command = EventCommand::HoldSeats {
            hold_id: hold_id(number),
            user_id: user(buyer),
            choice: self.choice(),
            pass: Pass::None,
            life: LIFE,
            now: self.now,
        };
        if self.execute(of, &command) {
            self.holds.push((of, number, buyer));
        }
    }

    fn book_hold(&mut self) {
        let Some(which) = self.one_of(self.holds.len()) else {
            return;
        };
        let (of, number, buyer) = self.holds.swap_remove(which);
        let command = EventCommand::BookHold {
            booking_id: booking(number),
            user_id: user(buyer),
            hold_id: hold_id(number),
            now: self.now,
        };
        if self.execute(of, &command) {
            self.bookings.push((of, number, buyer));
        }
    }

    fn extend_or_release(&mut self) {
        let Some(which) = self.one_of(self.holds.len()) else {
            return;
        };
        let (of, number, buyer) = self.holds[which];
        let (hold_id, user_id, now) = (hold_id(number), user(buyer), self.now);
        let command = match self.dice.chance(50) {
            true => EventCommand::ExtendHold {
                hold_id,
                user_id,
                life: LIFE,
                now,
            },
            false => EventCommand::ReleaseHold {
                hold_id,
                user_id,
                now,
            },
        };
        self.execute(of, &command);
    }

    fn book(&mut self, of: usize, buyer: u128) {
        let number = self.next;
        self.next += 1;
        let command = EventCommand::BookSeats {
            booking_id: booking(number),
            user_id: user(buyer),
            choice: self.choice(),
            pass: Pass::None,
            now: self.now,
        };
        if self.execute(of, &command) {
            self.bookings.push((of, number, buyer));
        }
    }

    fn cancel_booking(&mut self) {
        let Some(which) = self.one_of(self.bookings.len()) else {
            return;
        };
        let (of, number, buyer) = self.bookings[which];
        let by = match self.dice.chance(80) {
            true => Canceller::Buyer(user(buyer)),
            false => Canceller::Admin,
        };
        let command = EventCommand::CancelBooking {
            booking_id: booking(number),
            by,
            now: self.now,
        };
        self.execute(of, &command);
    }

    fn organise(&mut self, of: usize) {
        let now = self.now;
        let command = match self.dice.roll(100) {
            0..30 => EventCommand::UpdateEvent {
                change: Box::new(EventChange {
                    name: Some(EventName::new(&format!("Name {}", self.facts.len())).unwrap()),
                    ..EventChange::default()
                }),
                now,
            },
            30..40 => EventCommand::PublishEvent { now },
            40..70 => EventCommand::BlockSeats {
                seats: self.seats(3),
                now,
            },
            70..98 => EventCommand::UnblockSeats {
                seats: self.seats(10),
                now,
            },
            98 => EventCommand::CancelEvent {
                reason: Reason::new("The tenor has a cold").unwrap(),
                now,
            },
            _ => EventCommand::DeleteEvent { now },
        };
        self.execute(of, &command);
    }
}

#[test]
fn a_season_has_every_kind_of_fact_of_an_event() {
    use cqrs_es::DomainEvent;
    let facts = season(&mut Dice(1), 20_000);
    let kinds = facts.iter().filter_map(|fact| match fact {
        Fact::Event(_, fact) => Some(fact.event_type()),
        Fact::Account(..) => None,
    });
    let kinds: std::collections::BTreeSet<_> = kinds.collect();
    assert_eq!(kinds.len(), 13, "{kinds:?}");
    assert!(facts.len() > 10_000, "{}", facts.len());
}

#[sqlx::test(migrations = "../migrations")]
async fn the_comparison_with_the_fold_notices_wrong_rows(pool: PgPool) {
    let facts = season(&mut Dice(2), 7_000);
    assert!(facts.len() > 4_096, "{}", facts.len());
    append_at_once(&pool, &facts).await;
    catch_up(&pool).await.unwrap();
    let agrees = async || {
        let (pool, facts) = (pool.clone(), facts.clone());
        let comparing = tokio::spawn(async move { compare(&pool, &facts).await });
        comparing.await.is_ok()
    };
    assert!(agrees().await);
    for (fault, remedy) in [
        (
            "UPDATE reports_hours SET lost_seats = lost_seats + 1 WHERE lost_seats > 0",
            "UPDATE reports_hours SET lost_seats = lost_seats - 1 WHERE lost_seats > 0",
        ),
        (
            "UPDATE reports_users SET users = users + 1",
            "UPDATE reports_users SET users = users - 1",
        ),
        (
            "UPDATE bookings SET total_minor = total_minor + 1",
            "UPDATE bookings SET total_minor = total_minor - 1",
        ),
    ] {
        let done = sqlx::query(fault).execute(&pool).await.unwrap();
        assert!(done.rows_affected() > 0, "{fault}");
        assert!(!agrees().await, "{fault}");
        sqlx::query(remedy).execute(&pool).await.unwrap();
    }
}
