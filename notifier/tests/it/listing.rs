//! What admins and operators see.

use metrics_exporter_prometheus::PrometheusBuilder;
use seatlog_notifier::mails::{self, Mail, MailFilter, MailState, MailTemplate};
use seatlog_projections::page::{Cursor, Page, PageRequest, QueryError};
use seatlog_testkit::Fault;
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use crate::world::{World, at, booked};

fn first(limit: u16) -> PageRequest {
    PageRequest {
        limit,
        cursor: None,
    }
}

fn only(status: MailState) -> MailFilter {
    MailFilter {
        status: Some(status),
    }
}

/// Three mails, written a second apart; the first is dead.
async fn three_mails(pool: PgPool) -> World {
    let world = World::new(pool).await;
    let notifier = world.notifier();
    world.sink.queue(Fault::RefuseRecipient);
    for number in 1..=3 {
        let position = world.append(&booked(number, "EUR", &[4500])).await;
        let fact = world.fact(position).await;
        let now = at(i64::try_from(number).unwrap());
        notifier.enqueue(&[fact], now).await.unwrap();
        if number == 1 {
            notifier.send_due(now).await.unwrap();
        }
    }
    world
}

fn next(page: &Page<Mail>) -> PageRequest {
    PageRequest {
        limit: 2,
        cursor: page.next_cursor.clone(),
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn mails_are_listed_newest_first_in_pages(pool: PgPool) {
    let world = three_mails(pool).await;
    let everything = MailFilter::default();
    let page = mails::list(&world.pool, everything, &first(2))
        .await
        .unwrap();
    let written: Vec<_> = page.items.iter().map(|mail| mail.created_at).collect();
    assert_eq!(written, [at(3), at(2)]);
    let last = mails::list(&world.pool, everything, &next(&page))
        .await
        .unwrap();
    assert_eq!(last.next_cursor, None);
    let [dead] = last.items.as_slice() else {
        panic!("{last:?}")
    };
    assert_eq!((dead.status, dead.attempts), (MailState::Dead, 1));
    assert_eq!(dead.to, "vera@example.org");
    assert_eq!(dead.template, MailTemplate::Confirmation);
    let json = serde_json::to_value(dead).unwrap();
    assert_eq!(json["status"], "dead");
    assert_eq!(json["template"], "confirmation");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_list_can_show_one_state_and_refuses_a_cursor_of_another(pool: PgPool) {
    let world = three_mails(pool).await;
    let dead = mails::list(&world.pool, only(MailState::Dead), &first(20))
        .await
        .unwrap();
    assert_eq!(dead.items.len(), 1);
    let pending = only(MailState::Pending);
    let page = mails::list(&world.pool, pending, &first(1)).await.unwrap();
    let foreign = mails::list(&world.pool, MailFilter::default(), &next(&page)).await;
    assert!(matches!(foreign, Err(QueryError::BadCursor)));
    let forged = PageRequest {
        limit: 1,
        cursor: Some(Cursor::from("forged".to_owned())),
    };
    let forged = mails::list(&world.pool, pending, &forged).await;
    assert!(matches!(forged, Err(QueryError::BadCursor)));
}

#[sqlx::test(migrations = "../migrations")]
async fn outcomes_are_counted_and_what_waits_is_measured(pool: PgPool) {
    let recorder = PrometheusBuilder::new().build_recorder();
    let rendered = recorder.handle();
    let _installed = metrics::set_default_local_recorder(&recorder);
    let world = three_mails(pool).await;
    world.notifier().send_due(at(10)).await.unwrap();
    let cancelled = CancellationToken::new();
    tokio::join!(world.notifier().run(None, cancelled.clone()), async {
        world.append(&booked(9, "EUR", &[4500])).await;
        world.sink.wait_for(3, crate::world::DEADLINE).await;
        cancelled.cancel();
    });
    let text = rendered.render();
    for line in [
        "seatlog_mail_attempts_total{outcome=\"dead\"} 1",
        "seatlog_mail_attempts_total{outcome=\"sent\"} 3",
        "seatlog_mails{state=\"dead\"} 1",
        // The new mail was measured before it was sent, or after.
        "seatlog_mails{state=\"pending\"} ",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
}
