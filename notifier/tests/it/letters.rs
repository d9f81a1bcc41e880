//! What the mails say.

use seatlog_domain::event::{CancelCause, EventFact};
use sqlx::PgPool;

use crate::world::{
    ADMIN, BUYER, Letter, World, at, booked, booking, cancelled, created, parse, updated,
};

/// Appends a fact, and returns the mails of all facts so far.
async fn mails_after(world: &World, fact: &EventFact) -> Vec<Letter> {
    world.append(fact).await;
    world.notifier().drain().await.unwrap();
    let received = world.sink.received();
    received.iter().map(parse).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_booking_is_confirmed_to_the_buyer_in_text_html_and_calendar(pool: PgPool) {
    let world = World::new(pool).await;
    let mails = mails_after(&world, &booked(1, "EUR", &[4500, 3000])).await;
    let [mail] = mails.as_slice() else {
        panic!("{mails:?}")
    };
    assert_eq!(mail.to_address, "vera@example.org");
    assert_eq!(mail.to_name.as_deref(), Some("Vera Buyer"));
    assert_eq!(mail.headers["Auto-Submitted"], "auto-generated");
    assert_eq!(mail.headers["From"], "Seatlog <noreply@example.org>");
    let reference = booking(1).reference();
    assert_eq!(mail.subject, format!("Your booking {reference}: Nabucco"));
    let message_id = format!("{}.2.buyer@seats.example.org", booking(1));
    assert_eq!(mail.message_id, message_id);
    insta::assert_snapshot!("confirmation", mail.text);
    for said in [
        "Nabucco",
        "Arena di Verona",
        "Monday, 1 March 2027, 19:30 UTC",
        "ST-A-1",
        "45.00 EUR",
        "ST-A-2",
        "30.00 EUR",
        "75.00 EUR",
        &reference,
        "href=\"https://seats.example.org/tickets\"",
    ] {
        assert!(mail.html.contains(said), "{said} in {}", mail.html);
    }
    assert_eq!(mail.calendar_type, "text/calendar; method=PUBLISH");
    insta::assert_snapshot!("confirmation_calendar", mail.calendar);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_admin_gets_a_copy_that_names_the_buyer(pool: PgPool) {
    let world = World::new(pool).await;
    world
        .account(ADMIN, "Ada", "ada@example.org", "admin")
        .await;
    let mails = mails_after(&world, &booked(1, "EUR", &[4500])).await;
    let copy = mails
        .iter()
        .find(|mail| mail.to_address == "ada@example.org");
    let copy = copy.unwrap();
    let reference = booking(1).reference();
    assert_eq!(copy.subject, format!("New booking {reference}: Nabucco"));
    insta::assert_snapshot!("admin_copy", copy.text);
    assert!(copy.html.contains("Vera Buyer &#60;vera@example.org&#62;"));
    assert!(
        copy.html
            .contains("https://seats.example.org/admin/bookings")
    );
    assert_eq!(mails.len(), 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn copies_go_to_every_admin_unless_one_address_is_set(pool: PgPool) {
    let world = World::new(pool).await;
    world
        .account(ADMIN, "Ada", "ada@example.org", "admin")
        .await;
    let other = seatlog_domain::ids::UserId::new(uuid::Uuid::from_u128(0xae));
    world
        .account(other, "Bob", "bob@example.org", "admin")
        .await;
    let recipients = |mails: &[Letter]| {
        let mut to: Vec<_> = mails.iter().map(|mail| mail.to_address.clone()).collect();
        to.sort();
        to
    };
    let mails = mails_after(&world, &booked(1, "EUR", &[4500])).await;
    let everybody = ["ada@example.org", "bob@example.org", "vera@example.org"];
    assert_eq!(recipients(&mails), everybody);

    let mut settings = world.settings();
    settings.admin_email = Some("office@example.org".to_owned());
    let notifier = seatlog_notifier::Notifier::new(world.pool.clone(), settings.check().unwrap());
    world.append(&booked(2, "EUR", &[4500])).await;
    notifier.drain().await.unwrap();
    let mails: Vec<_> = world.sink.received()[3..].iter().map(parse).collect();
    assert_eq!(
        recipients(&mails),
        ["office@example.org", "vera@example.org"]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cancelled_event_is_told_to_the_buyer_with_the_reason(pool: PgPool) {
    let world = World::new(pool).await;
    world
        .account(ADMIN, "Ada", "ada@example.org", "admin")
        .await;
    world.call_off(&[(BUYER, 1)], at(60)).await;
    world.notifier().drain().await.unwrap();
    let mails: Vec<_> = world.sink.received().iter().map(parse).collect();
    let [mail] = mails.as_slice() else {
        panic!("{mails:?}")
    };
    assert_eq!(mail.to_address, "vera@example.org");
    assert_eq!(mail.subject, "Event cancelled: Nabucco");
    insta::assert_snapshot!("event_cancelled", mail.text);
    assert_eq!(mail.calendar_type, "text/calendar; method=CANCEL");
    for line in ["METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1"] {
        assert!(
            mail.calendar.lines().any(|it| it == line),
            "{}",
            mail.calendar
        );
    }
    let uid = format!("UID:{}", booking(1));
    assert!(mail.calendar.lines().any(|line| line == uid));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_buyer_who_cancels_is_told_so(pool: PgPool) {
    let world = World::new(pool).await;
    let mails = mails_after(&world, &cancelled(1, CancelCause::Buyer)).await;
    assert!(
        mails[0]
            .text
            .contains("As you wished, this booking is cancelled")
    );
    assert!(mails[0].text.contains("To be paid back: 90.00 EUR"));
    let mails = mails_after(&world, &cancelled(2, CancelCause::Admin)).await;
    assert!(
        mails[1]
            .text
            .contains("The organiser has cancelled this booking")
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_mail_describes_the_event_as_it_stood_at_the_fact(pool: PgPool) {
    let world = World::new(pool).await;
    world.append(&booked(1, "EUR", &[4500])).await;
    world.append(&updated("Aida")).await;
    let mails = mails_after(&world, &booked(2, "EUR", &[4500])).await;
    let told: Vec<_> = mails
        .iter()
        .map(|mail| mail.text.contains("Aida"))
        .collect();
    assert_eq!(told, [false, true]);
}

#[sqlx::test(migrations = "../migrations")]
async fn amounts_have_the_decimals_of_their_currency(pool: PgPool) {
    let world = World::new(pool).await;
    let mails = mails_after(&world, &booked(1, "JPY", &[4500, 500])).await;
    assert!(
        mails[0].text.contains("ST-A-1  4500 JPY"),
        "{}",
        mails[0].text
    );
    assert!(mails[0].text.contains("Total: 5000 JPY"));
    assert!(mails[0].html.contains("<strong>5000 JPY</strong>"));
    let mails = mails_after(&world, &booked(2, "KWD", &[4500])).await;
    assert!(
        mails[1].text.contains("Total: 4.500 KWD"),
        "{}",
        mails[1].text
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn names_can_neither_add_headers_nor_markup(pool: PgPool) {
    let world = World::new(pool).await;
    let name = "Eve\r\nBcc: all@example.org\r\n\r\n<b>\"Quote\\\" & Söhne</b>, <x@example.org>";
    sqlx::query("UPDATE accounts SET name = $1")
        .bind(name)
        .execute(&world.pool)
        .await
        .unwrap();
    world.account(ADMIN, "", "ada@example.org", "admin").await;
    world
        .append(&updated("<script>alert(1)</script>\r\nBcc: x@example.org"))
        .await;
    let mails = mails_after(&world, &booked(1, "EUR", &[4500])).await;
    assert_eq!(mails.len(), 2);
    for mail in &mails {
        assert!(!mail.headers.contains_key("Bcc"), "{:?}", mail.headers);
        assert!(!mail.html.contains("<script>"), "{}", mail.html);
        assert!(!mail.html.contains("<b>"), "{}", mail.html);
        assert!(
            mail.text
                .contains("\n<script>alert(1)</script>  Bcc: x@example.org\n")
        );
        assert!(
            mail.subject
                .ends_with(": <script>alert(1)</script>  Bcc: x@example.org")
        );
    }
    let to_buyer = mails
        .iter()
        .find(|mail| mail.to_address == "vera@example.org");
    let one_line = "Eve  Bcc: all@example.org    <b>\"Quote\\\" & Söhne</b>, <x@example.org>";
    assert_eq!(to_buyer.unwrap().to_name.as_deref(), Some(one_line));
    for received in world.sink.received() {
        assert_eq!(received.to.len(), 1, "{:?}", received.to);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_is_told_once_the_buyer_is_forgotten(pool: PgPool) {
    let world = World::new(pool).await;
    world
        .account(ADMIN, "Ada", "ada@example.org", "admin")
        .await;
    sqlx::query("DELETE FROM accounts WHERE id = $1")
        .bind(BUYER.uuid())
        .execute(&world.pool)
        .await
        .unwrap();
    assert!(
        mails_after(&world, &booked(1, "EUR", &[4500]))
            .await
            .is_empty()
    );
    assert!(
        mails_after(&world, &created("Again", "EUR"))
            .await
            .is_empty()
    );
}
