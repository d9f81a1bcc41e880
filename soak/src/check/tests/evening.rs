//! A short evening on which everything went right, to plant faults in.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::evidence::{
    Audit, BookingRow, CatalogueRow, Command, Evidence, Fact, HoldRow, MailRow, Models, Position,
    Received, Reply, Row, SeatView, StoredKey, Summary, Wish,
};

pub(super) const ANN: Uuid = Uuid::from_u128(1);
pub(super) const BOB: Uuid = Uuid::from_u128(2);
const ADMIN: &str = "boss@example.org";
const HALL: Uuid = Uuid::from_u128(10);
const FOYER: Uuid = Uuid::from_u128(11);

/// Writes the evidence down as things happen.
pub(super) struct Evening {
    evidence: Evidence,
    sequences: BTreeMap<Uuid, i64>,
    ids: u128,
}

fn at(position: Position) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).expect("a time") + TimeDelta::seconds(position)
}

fn owned(seats: &[&str]) -> Vec<String> {
    seats.iter().map(|&seat| seat.to_owned()).collect()
}

/// As bookings show their seats.
fn priced(seats: &[&str]) -> Vec<Value> {
    let priced = |seat| json!({"seat": seat, "price_minor": 4500});
    seats.iter().map(priced).collect()
}

/// Ann books, Bob is refused what she has and gets it later; a booking's answer is lost, a hold
/// runs out, an event is called off.
pub(super) fn evening() -> Evidence {
    let mut evening = Evening::begin();
    let anns = evening.book(ANN, &["ST-1-1", "ST-1-2"]);
    evening.refuse(BOB, &["ST-1-1"]);
    let bobs = evening.hold(BOB, &["ST-1-3"]);
    evening.look();
    evening.book_hold(BOB, bobs, &["ST-1-3"]);
    evening.cancel(ANN, anns, &["ST-1-1", "ST-1-2"]);
    evening.book(BOB, &["ST-1-1"]);
    evening.book_unheard(ANN, &["ST-1-4"]);
    let late = evening.hold(ANN, &["ST-1-5"]);
    evening.run_out(late, &["ST-1-5"]);
    evening.look();
    evening.call_off();
    evening.end()
}

impl Evening {
    fn begin() -> Self {
        let people = [(ANN, "ann@example.org"), (BOB, "bob@example.org")];
        let mut evening = Self {
            evidence: Evidence {
                people: people.map(|(id, to)| (id, to.to_owned())).into(),
                admin_address: ADMIN.to_owned(),
                ..Evidence::default()
            },
            sequences: BTreeMap::new(),
            ids: 100,
        };
        for event in [HALL, FOYER] {
            let rows = json!([{"label": "1", "seats": 8}]);
            let seating = json!({"sections": [{"id": "ST", "rows": rows}]});
            evening.fact(event, None, "EventCreated", json!({"seating": seating}));
            evening.evidence.models.catalogue.insert(
                event,
                CatalogueRow {
                    capacity: 8,
                    taken: 0,
                    cancelled: false,
                },
            );
        }
        evening
    }

    fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    fn head(&self) -> Position {
        self.evidence.log.len().try_into().expect("a short log")
    }

    fn fact(&mut self, event: Uuid, command: Option<Uuid>, kind: &str, body: Value) -> Position {
        let sequence = self.sequences.entry(event).or_default();
        *sequence += 1;
        let (sequence, position) = (*sequence, self.head() + 1);
        let fact = Fact::read(kind, &json!({ kind: body })).expect("a fact");
        self.evidence.log.push(Row {
            position,
            stream: ("event".to_owned(), event),
            sequence,
            command,
            fact,
        });
        position
    }

    fn keyed(&mut self, user: Uuid) -> (String, Uuid) {
        let command = self.id();
        let key = format!("key-{command}");
        self.evidence.keys.push(StoredKey {
            user,
            key: key.clone(),
            command,
        });
        (key, command)
    }

    /// One command a millisecond, heard after half of one.
    fn command(&mut self, user: Uuid, key: Option<String>, wish: Wish, reply: Option<Reply>) {
        let asked = 1_000 * (self.evidence.commands.len() as u64 + 1);
        let heard = |reply| Reply {
            heard: asked + 500,
            ..reply
        };
        let event = if wish == Wish::CallOff { FOYER } else { HALL };
        self.evidence.commands.push(Command {
            key,
            user,
            event,
            wish,
            asked,
            attempts: 1,
            replies: reply.map(heard).into_iter().collect(),
        });
    }

    fn mail(&mut self, position: Position, to: &str) {
        let message_id = format!("<{position}.{to}>");
        let (to, copy) = (to.to_owned(), message_id.clone());
        self.evidence.received.push(Received {
            to: to.clone(),
            message_id: copy,
        });
        self.evidence.mails.push(MailRow {
            position,
            to,
            message_id,
            state: "sent".to_owned(),
            unknown_outcomes: 0,
        });
    }

    fn taken(&mut self, event: Uuid, change: isize) {
        let row = self.evidence.models.catalogue.get_mut(&event);
        let row = row.expect("a known event");
        row.taken = row.taken.checked_add_signed(change).expect("a count");
    }

    fn sell(
        &mut self,
        (event, user): (Uuid, Uuid),
        (command, hold): (Uuid, Option<Uuid>),
        seats: &[&str],
    ) -> Reply {
        let total = 4500 * i64::try_from(seats.len()).expect("a few");
        let body = json!({"booking_id": command, "user_id": user, "hold_id": hold,
            "seats": priced(seats), "total_minor": total});
        let position = self.fact(event, Some(command), "SeatsBooked", body);
        let booking = BookingRow {
            position,
            event,
            user,
            seats: owned(seats),
            total_minor: total,
            cancelled: None,
        };
        self.evidence.models.bookings.insert(command, booking);
        let buyer = self.evidence.people[&user].clone();
        self.mail(position, &buyer);
        self.mail(position, ADMIN);
        done(
            201,
            position,
            json!({"id": command, "seats": priced(seats), "total_minor": total}),
        )
    }

    fn book(&mut self, user: Uuid, seats: &[&str]) -> Uuid {
        let (key, command) = self.keyed(user);
        let reply = self.sell((HALL, user), (command, None), seats);
        self.taken(HALL, seats.len().try_into().expect("a few"));
        self.command(user, Some(key), Wish::Book(owned(seats)), Some(reply));
        command
    }

    fn book_unheard(&mut self, user: Uuid, seats: &[&str]) {
        self.book(user, seats);
        let last = self.evidence.commands.last_mut().expect("a command");
        last.replies.clear();
    }

    fn book_hold(&mut self, user: Uuid, hold: Uuid, seats: &[&str]) {
        let (key, command) = self.keyed(user);
        let reply = self.sell((HALL, user), (command, Some(hold)), seats);
        self.end_hold(hold, "booked");
        self.command(user, Some(key), Wish::BookHold(hold), Some(reply));
    }

    fn refuse(&mut self, user: Uuid, seats: &[&str]) {
        let (key, _) = self.keyed(user);
        let reply = Reply {
            heard: 0,
            status: 409,
            position: None,
            body: json!({"type": "/problems/seat-taken", "seats": seats}),
        };
        self.command(user, Some(key), Wish::Book(owned(seats)), Some(reply));
    }

    fn hold(&mut self, user: Uuid, seats: &[&str]) -> Uuid {
        let (key, hold) = self.keyed(user);
        let expires_at = at(self.head() + 2);
        let body = json!({"hold_id": hold, "user_id": user, "seats": priced(seats),
            "expires_at": expires_at});
        let position = self.fact(HALL, Some(hold), "SeatsHeld", body);
        let row = HoldRow {
            event: HALL,
            user,
            seats: owned(seats),
            state: "open",
            expires_at,
        };
        self.evidence.models.holds.insert(hold, row);
        self.taken(HALL, seats.len().try_into().expect("a few"));
        let reply = done(201, position, json!({"id": hold, "seats": priced(seats)}));
        self.command(user, Some(key), Wish::Hold(owned(seats)), Some(reply));
        hold
    }

    fn end_hold(&mut self, hold: Uuid, state: &'static str) {
        let row = self.evidence.models.holds.get_mut(&hold);
        row.expect("a known hold").state = state;
    }

    fn run_out(&mut self, hold: Uuid, seats: &[&str]) {
        let over = at(self.head() + 1);
        let body = json!({"hold_id": hold, "seats": seats, "expired_at": over});
        self.fact(HALL, None, "HoldExpired", body);
        self.end_hold(hold, "expired");
        self.taken(HALL, -isize::try_from(seats.len()).expect("a few"));
    }

    fn take_back(
        &mut self,
        (event, user): (Uuid, Uuid),
        (booking, command): (Uuid, Uuid),
        (seats, cause): (&[&str], &str),
    ) -> Position {
        let body = json!({"booking_id": booking, "user_id": user, "seats": priced(seats),
            "total_minor": 4500 * seats.len(), "cause": cause});
        let position = self.fact(event, Some(command), "BookingCancelled", body);
        let row = self.evidence.models.bookings.get_mut(&booking);
        row.expect("a known booking").cancelled = Some(position);
        self.taken(event, -isize::try_from(seats.len()).expect("a few"));
        position
    }

    fn cancel(&mut self, user: Uuid, booking: Uuid, seats: &[&str]) {
        let (key, command) = self.keyed(user);
        let position = self.take_back((HALL, user), (booking, command), (seats, "buyer"));
        let buyer = self.evidence.people[&user].clone();
        self.mail(position, &buyer);
        let reply = done(
            200,
            position,
            json!({"id": booking, "seats": priced(seats)}),
        );
        self.command(user, Some(key), Wish::Cancel(booking), Some(reply));
    }

    /// Bob has two bookings in the foyer, and gets one mail.
    fn call_off(&mut self) {
        let mut bookings = Vec::new();
        for seat in ["ST-1-1", "ST-1-2"] {
            let (key, command) = self.keyed(BOB);
            let reply = self.sell((FOYER, BOB), (command, None), &[seat]);
            self.taken(FOYER, 1);
            self.command(BOB, Some(key), Wish::Book(owned(&[seat])), Some(reply));
            let last = self.evidence.commands.last_mut().expect("a command");
            last.event = FOYER;
            bookings.push((command, seat));
        }
        let (key, command) = self.keyed(ANN);
        let position = self.fact(FOYER, Some(command), "EventCancelled", json!({}));
        self.mail(position, "bob@example.org");
        for (booking, seat) in bookings {
            let cause = (&[seat][..], "event_cancelled");
            self.take_back((FOYER, BOB), (booking, command), cause);
        }
        let row = self.evidence.models.catalogue.get_mut(&FOYER);
        row.expect("a known event").cancelled = true;
        let reply = done(200, self.head(), json!({"id": FOYER}));
        self.command(ANN, Some(key), Wish::CallOff, Some(reply));
    }

    /// As the program shows it: what stands now.
    fn look(&mut self) {
        let Models {
            bookings, holds, ..
        } = &self.evidence.models;
        let booked = bookings.values().filter(|it| it.cancelled.is_none());
        let held = holds.values().filter(|it| it.state == "open");
        let booked: Vec<_> = booked.flat_map(|it| it.seats.clone()).collect();
        let held: Vec<_> = held.flat_map(|it| it.seats.clone()).collect();
        self.evidence.views.push(SeatView {
            event: HALL,
            position: self.head(),
            capacity: 8,
            free: 8 - booked.len() - held.len(),
            booked,
            held,
            blocked: vec![],
        });
    }

    fn end(mut self) -> Evidence {
        let head = self.head();
        self.evidence.audit = Audit {
            ok: true,
            checked: head,
            head_position: head,
            said: String::new(),
        };
        let models = &mut self.evidence.models;
        for name in ["bookings", "holds", "catalogue", "reports"] {
            let running = (head, "running".to_owned());
            models.checkpoints.insert(name.to_owned(), running);
        }
        models.summary = Summary {
            bookings: 3,
            cancelled_bookings: 3,
            seats_sold: 3,
            revenue_minor: 3 * 4500,
        };
        self.evidence
    }
}

fn done(status: u16, position: Position, body: Value) -> Reply {
    Reply {
        heard: 0,
        status,
        position: Some(position),
        body,
    }
}
