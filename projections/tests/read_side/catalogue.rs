//! Read model `catalogue`.

use seatlog_domain::event::EventFact;
use seatlog_projections::catalogue::{self, Event, EventFilter, EventStatus, StatusFilter};
use seatlog_projections::log::Fact;
use seatlog_projections::page::{Cursor, QueryError};
use seatlog_projections::runner::catch_up;
use sqlx::PgPool;

use crate::written_log::*;

async fn project(pool: &PgPool, facts: &[Fact]) {
    append(pool, facts).await;
    catch_up(pool).await.unwrap();
}

async fn names(pool: &PgPool, filter: &EventFilter) -> Vec<String> {
    let found = catalogue::list(pool, filter, at(0), &page(100, None)).await;
    let items = found.unwrap().items;
    items.into_iter().map(|event| event.name).collect()
}

fn status(status: StatusFilter) -> EventFilter {
    EventFilter {
        status,
        ..EventFilter::default()
    }
}

fn searching(q: &str) -> EventFilter {
    EventFilter {
        q: Some(q.to_owned()),
        ..EventFilter::default()
    }
}

async fn the_event(pool: &PgPool) -> Event {
    catalogue::get(pool, event(1)).await.unwrap().unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn an_event_shows_what_its_facts_say(pool: PgPool) {
    project(&pool, &[created(1, "Nabucco", at(24))]).await;
    let draft = the_event(&pool).await;
    assert_eq!((draft.status, draft.draft), (EventStatus::Draft, true));

    project(&pool, &[published(1)]).await;
    let event = the_event(&pool).await;
    let json = serde_json::to_value(&event).unwrap();
    let expected = serde_json::json!({
        "id": "00000000-0000-0000-0000-000000000001", "name": "Nabucco",
        "description": "An opera in four acts", "starts_at": "2027-03-02T12:00:00Z",
        "ends_at": null, "venue": "Arena di Verona", "image_url": null, "currency": "EUR",
        "sales_open_at": null, "sales_close_at": null, "max_seats_per_user": 10,
        "waiting_room": null, "draft": false,
        "seating": serde_json::to_value(seating()).unwrap(), "status": "published",
        "capacity": 15, "free": 15, "price_from_minor": 4500, "version": 2,
    });
    assert_eq!(json, expected);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_update_changes_the_details_and_only_what_it_names_of_currency_and_seats(pool: PgPool) {
    let update = |seating| EventFact::EventUpdated {
        details: details("Aida", at(48)),
        currency: None,
        seating,
        updated_at: at(0),
    };
    let facts = [
        created(1, "Nabucco", at(24)),
        Fact::Event(event(1), update(None)),
    ];
    project(&pool, &facts).await;
    let updated = the_event(&pool).await;
    assert_eq!((updated.name.as_str(), updated.starts_at), ("Aida", at(48)));
    assert_eq!((updated.capacity, updated.version), (15, 2));
    assert_eq!(updated.currency.to_string(), "EUR");

    let mut smaller = seating();
    smaller.sections.truncate(1);
    smaller.sections[0].price_minor = 100;
    project(
        &pool,
        &[Fact::Event(event(1), update(Some(smaller.clone())))],
    )
    .await;
    let updated = the_event(&pool).await;
    assert_eq!((updated.capacity, updated.free), (10, 10));
    assert_eq!((updated.price_from_minor, updated.seating), (100, smaller));
}

#[sqlx::test(migrations = "../migrations")]
async fn bookings_and_cancellations_change_the_free_seats_but_not_the_version(pool: PgPool) {
    let first = sold(1, 1, &["ST-A-1", "ST-A-2"]);
    project(
        &pool,
        &[
            created(1, "Nabucco", at(24)),
            published(1),
            first.booked(),
            sold(1, 2, &["GA-1"]).booked(),
        ],
    )
    .await;
    let event = the_event(&pool).await;
    assert_eq!((event.free, event.version), (12, 2));

    project(&pool, &[first.cancelled()]).await;
    let event = the_event(&pool).await;
    assert_eq!((event.free, event.version), (14, 2));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cancelled_event_has_all_its_seats_back_and_a_deleted_one_is_gone(pool: PgPool) {
    let sale = sold(1, 1, &["ST-A-1"]);
    let facts = [
        created(1, "Nabucco", at(24)),
        published(1),
        sale.booked(),
        event_cancelled(1),
        sale.cancelled(),
    ];
    project(&pool, &facts).await;
    let event = the_event(&pool).await;
    assert_eq!((event.status, event.free), (EventStatus::Cancelled, 15));
    assert_eq!(
        names(&pool, &status(StatusFilter::Cancelled)).await,
        ["Nabucco"]
    );

    project(&pool, &[deleted(1)]).await;
    assert_eq!(
        catalogue::get(&pool, crate::written_log::event(1))
            .await
            .unwrap(),
        None
    );
    assert!(names(&pool, &status(StatusFilter::All)).await.is_empty());
}

#[sqlx::test(migrations = "../migrations")]
async fn each_status_lists_its_own_events_in_its_own_order(pool: PgPool) {
    let mut facts = vec![];
    for (number, name, hours) in [
        (1, "far", 48),
        (2, "near", 1),
        (3, "now", 0),
        (4, "yesterday", -24),
        (5, "long ago", -240),
    ] {
        facts.extend([created(number, name, at(hours)), published(number)]);
    }
    facts.extend([
        created(6, "draft", at(24)),
        created(7, "off", at(2)),
        event_cancelled(7),
    ]);
    project(&pool, &facts).await;

    let listed = async |filter| names(&pool, &status(filter)).await;
    assert_eq!(listed(StatusFilter::Upcoming).await, ["now", "near", "far"]);
    assert_eq!(listed(StatusFilter::Past).await, ["yesterday", "long ago"]);
    assert_eq!(listed(StatusFilter::Cancelled).await, ["off"]);
    assert_eq!(listed(StatusFilter::Draft).await, ["draft"]);
    let all = [
        "long ago",
        "yesterday",
        "now",
        "near",
        "off",
        "draft",
        "far",
    ];
    assert_eq!(listed(StatusFilter::All).await, all);
}

#[sqlx::test(migrations = "../migrations")]
async fn from_is_inclusive_and_to_is_exclusive(pool: PgPool) {
    let mut facts = vec![];
    for number in 1..=4_u8 {
        let (id, hours) = (u128::from(number), i64::from(number));
        facts.extend([created(id, &format!("{number}"), at(hours)), published(id)]);
    }
    project(&pool, &facts).await;
    let between = |from: Option<i64>, to: Option<i64>| EventFilter {
        from: from.map(at),
        to: to.map(at),
        ..EventFilter::default()
    };
    assert_eq!(names(&pool, &between(Some(2), Some(4))).await, ["2", "3"]);
    assert_eq!(names(&pool, &between(Some(-9), Some(2))).await, ["1"]);
    assert_eq!(names(&pool, &between(None, Some(0))).await, [""; 0]);
    let past = EventFilter {
        status: StatusFilter::Past,
        ..between(Some(1), Some(3))
    };
    let later = catalogue::list(&pool, &past, at(9), &page(9, None)).await;
    let items = later.unwrap().items.into_iter();
    assert_eq!(
        items.map(|event| event.name).collect::<Vec<_>>(),
        ["2", "1"]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_preview_is_of_an_event_that_everyone_may_see(pool: PgPool) {
    project(&pool, &[created(1, "Nabucco", at(24))]).await;
    assert_eq!(catalogue::preview(&pool, event(1)).await.unwrap(), None);
    project(&pool, &[published(1)]).await;
    let preview = catalogue::preview(&pool, event(1)).await.unwrap().unwrap();
    assert_eq!(
        (preview.name.as_str(), preview.starts_at),
        ("Nabucco", at(24))
    );
    assert_eq!(catalogue::preview(&pool, event(2)).await.unwrap(), None);
}

#[sqlx::test(migrations = "../migrations")]
async fn every_word_must_occur_whatever_its_case_and_accents(pool: PgPool) {
    project(
        &pool,
        &[
            created(1, "Così fan tutte", at(1)),
            published(1),
            created(2, "Œdipe à Colone", at(2)),
            published(2),
        ],
    )
    .await;
    let found = async |q| names(&pool, &searching(q)).await;
    assert_eq!(found("COSI").await, ["Così fan tutte"]);
    assert_eq!(found("tütte CÔSÌ").await, ["Così fan tutte"]);
    assert_eq!(found("oedipe verona acts").await, ["Œdipe à Colone"]);
    assert_eq!(found("arena").await, ["Così fan tutte", "Œdipe à Colone"]);
    assert_eq!(found("tutte colone").await, [""; 0]);
}

#[sqlx::test(migrations = "../migrations")]
async fn wildcards_and_quotes_in_a_search_stand_for_themselves(pool: PgPool) {
    project(
        &pool,
        &[
            created(1, "100% Mozart_night", at(1)),
            published(1),
            created(2, "Don Giovanni", at(2)),
            published(2),
        ],
    )
    .await;
    let found = async |q| names(&pool, &searching(q)).await;
    for only_the_first in ["%", "_", "100%", "T_N"] {
        assert_eq!(
            found(only_the_first).await,
            ["100% Mozart_night"],
            "{only_the_first}"
        );
    }
    for nothing in ["D%n", "D_n", "\\", "'", "' OR 1=1 --", "{}", "aren\u{0}x"] {
        assert_eq!(found(nothing).await, [""; 0], "{nothing}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn pages_neither_skip_nor_repeat_while_events_are_added(pool: PgPool) {
    // Three events begin at the same time, so that the id decides.
    for number in 0..9 {
        let starts_at = at(1 + i64::try_from(number / 3).unwrap());
        project(
            &pool,
            &[
                created(100 + number, "old", starts_at),
                published(100 + number),
            ],
        )
        .await;
    }
    for filter in [StatusFilter::Upcoming, StatusFilter::Past] {
        let now = if filter == StatusFilter::Past {
            at(99)
        } else {
            at(0)
        };
        let (mut seen, mut cursor, mut added) = (vec![], None, 0);
        loop {
            let found = catalogue::list(&pool, &status(filter), now, &page(2, cursor)).await;
            let found = found.unwrap();
            seen.extend(found.items.into_iter().filter(|event| event.name == "old"));
            cursor = found.next_cursor;
            if cursor.is_none() {
                break;
            }
            // Before and behind the place that the walk has come to.
            if added < 3 {
                let base = 500 + added * 2 + if filter == StatusFilter::Past { 50 } else { 0 };
                let (first, last) = (base, base + 1);
                project(&pool, &[created(first, "new", at(1)), published(first)]).await;
                project(&pool, &[created(last, "new", at(3)), published(last)]).await;
                added += 1;
            }
        }
        let mut ids: Vec<_> = seen.iter().map(|event| event.id).collect();
        if filter == StatusFilter::Past {
            ids.reverse();
        }
        assert_eq!(ids, (100..109).map(event).collect::<Vec<_>>(), "{filter:?}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cursor_that_this_list_did_not_give_out_is_refused(pool: PgPool) {
    project(
        &pool,
        &[
            created(1, "a", at(1)),
            published(1),
            created(2, "b", at(2)),
            published(2),
        ],
    )
    .await;
    let all = status(StatusFilter::All);
    let mine = catalogue::list(&pool, &all, at(0), &page(1, None)).await;
    let mine = mine.unwrap().next_cursor.unwrap();
    let next = catalogue::list(&pool, &all, at(0), &page(1, Some(mine.clone()))).await;
    assert_eq!(next.unwrap().items[0].name, "b");

    let foreign = EventFilter::default();
    let forged = Cursor::from("bm90IGEgY3Vyc29y".to_owned());
    for (filter, cursor) in [(&foreign, mine), (&all, forged)] {
        let answer = catalogue::list(&pool, filter, at(0), &page(1, Some(cursor))).await;
        assert!(matches!(answer, Err(QueryError::BadCursor)));
    }
}
