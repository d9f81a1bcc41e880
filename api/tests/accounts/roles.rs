use std::time::Duration;

use seatlog_domain::account::{AccountFact, Role};
use seatlog_domain::ids::UserId;
use seatlog_projections::log::{self, Fact};
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::*;

async fn admin(accounts: &Accounts, email: &str) -> User {
    accounts
        .create_admin(email, PASSWORD, noon())
        .await
        .unwrap()
}

fn by(actor: &User) -> Origin {
    Origin {
        actor_id: Some(actor.id),
        ..Origin::system()
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_change_of_role_is_recorded_and_ends_the_tokens_of_the_account(pool: PgPool) {
    let accounts = node(&pool).await;
    let root = admin(&accounts, "root@example.org").await;
    let ada = registered(&accounts, "ada@example.org").await;
    let before = logged_in(&accounts, "ada@example.org", noon()).await;
    let others = logged_in(&accounts, "root@example.org", noon()).await;

    let (user, position) = accounts
        .change_role(ada.id, Role::Staff, &by(&root), noon())
        .await
        .unwrap();
    assert_eq!(user.role, Role::Staff);
    let last = log::read_after(&pool, 2, 10).await.unwrap().remove(0);
    let changed = AccountFact::RoleChanged {
        role: Role::Staff,
        changed_at: noon(),
    };
    assert_eq!(
        (last.fact, Some(last.position)),
        (Fact::Account(ada.id, changed), position)
    );
    assert_eq!(last.metadata["actor_id"], root.id.to_string());

    assert!(accounts.identify(&before.access_token, noon()).is_err());
    let refused = accounts.refresh(&before.refresh_token, noon()).await;
    assert_eq!(refusal(refused), "SessionEnded");
    let after = logged_in(&accounts, "ada@example.org", noon()).await;
    let carried_on = accounts.refresh(&after.refresh_token, noon()).await;
    assert_eq!(carried_on.unwrap().user.role, Role::Staff);
    assert!(accounts.identify(&others.access_token, noon()).is_ok());
    assert!(
        accounts
            .refresh(&others.refresh_token, noon())
            .await
            .is_ok()
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_change_of_role_ends_every_session_also_the_successor_that_could_be_asked_for_again(
    pool: PgPool,
) {
    let accounts = node(&pool).await;
    let root = admin(&accounts, "root@example.org").await;
    let ada = registered(&accounts, "ada@example.org").await;
    let phone = logged_in(&accounts, "ada@example.org", noon()).await;
    let laptop = logged_in(&accounts, "ada@example.org", noon()).await;
    let next = accounts
        .refresh(&laptop.refresh_token, noon())
        .await
        .unwrap();
    accounts
        .change_role(ada.id, Role::Staff, &by(&root), noon())
        .await
        .unwrap();
    for tickets in [phone, laptop, next] {
        let refused = accounts.refresh(&tickets.refresh_token, noon()).await;
        assert_eq!(refusal(refused), "SessionEnded");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_logs_in_while_the_role_changes_gets_the_new_one_or_nothing_that_lasts(
    pool: PgPool,
) {
    let (here, there) = (node(&pool).await, node(&pool).await);
    let root = admin(&here, "root@example.org").await;
    let ada = registered(&here, "ada@example.org").await;
    let by_root = by(&root);
    for role in [Role::Staff, Role::User, Role::Staff, Role::User] {
        let before = logged_in(&there, "ada@example.org", noon()).await;
        let (changed, login, refreshed) = tokio::join!(
            here.change_role(ada.id, role, &by_root, noon()),
            logged_in(&there, "ada@example.org", noon()),
            there.refresh(&before.refresh_token, noon()),
        );
        changed.unwrap();
        let refreshed = match refreshed {
            Ok(tickets) => Some(tickets),
            Err(AccountError::SessionEnded) => None,
            Err(error) => panic!("{error:?}"),
        };
        for tickets in [Some(before), refreshed].into_iter().flatten() {
            assert!(here.identify(&tickets.access_token, noon()).is_err());
            let refused = there.refresh(&tickets.refresh_token, noon()).await;
            assert_eq!(refusal(refused), "SessionEnded");
        }
        if login.user.role == role {
            assert!(here.identify(&login.access_token, noon()).is_ok());
            assert!(there.refresh(&login.refresh_token, noon()).await.is_ok());
        } else {
            assert!(here.identify(&login.access_token, noon()).is_err());
            let refused = there.refresh(&login.refresh_token, noon()).await;
            assert_eq!(refusal(refused), "SessionEnded");
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_role_that_an_account_has_already_changes_nothing(pool: PgPool) {
    let accounts = node(&pool).await;
    let root = admin(&accounts, "root@example.org").await;
    let ada = registered(&accounts, "ada@example.org").await;
    let login = logged_in(&accounts, "ada@example.org", noon()).await;
    let same = accounts
        .change_role(ada.id, Role::User, &by(&root), noon())
        .await
        .unwrap();
    assert_eq!(same.1, None);
    assert_eq!(count(&pool, "events").await, 2);
    assert!(accounts.identify(&login.access_token, noon()).is_ok());
    assert!(accounts.refresh(&login.refresh_token, noon()).await.is_ok());
}

#[sqlx::test(migrations = "../migrations")]
async fn other_nodes_refuse_the_tokens_too(pool: PgPool) {
    let (here, there) = (node(&pool).await, node(&pool).await);
    let stop = CancellationToken::new();
    let following = tokio::spawn({
        let (there, stop) = (there.clone(), stop.clone());
        async move { there.keep_up(stop).await }
    });
    let now = Utc::now();
    let root = admin(&here, "root@example.org").await;
    let ada = registered(&here, "ada@example.org").await;
    let login = logged_in(&here, "ada@example.org", now).await;
    assert!(there.identify(&login.access_token, now).is_ok());

    here.change_role(ada.id, Role::Staff, &by(&root), now)
        .await
        .unwrap();
    let refused = async {
        while there.identify(&login.access_token, now).is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(4), refused)
        .await
        .expect("refused at once");
    // A node that starts afterwards has not heard the call, but reads what happened.
    let started_later = node(&pool).await;
    assert!(started_later.identify(&login.access_token, now).is_err());
    stop.cancel();
    following.await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn the_last_admin_stays(pool: PgPool) {
    let accounts = node(&pool).await;
    let root = admin(&accounts, "root@example.org").await;
    for role in [Role::User, Role::Staff] {
        let refused = accounts
            .change_role(root.id, role, &by(&root), noon())
            .await;
        assert_eq!(refusal(refused), "LastAdmin");
    }
    let second = admin(&accounts, "second@example.org").await;
    accounts
        .change_role(root.id, Role::User, &by(&second), noon())
        .await
        .unwrap();
    let refused = accounts
        .change_role(second.id, Role::User, &by(&second), noon())
        .await;
    assert_eq!(refusal(refused), "LastAdmin");
}

#[sqlx::test(migrations = "../migrations")]
async fn of_two_admins_who_demote_each_other_at_once_one_stays(pool: PgPool) {
    let (one, other) = (node(&pool).await, node(&pool).await);
    for round in 0..10 {
        let a = admin(&one, &format!("a{round}@example.org")).await;
        let b = admin(&one, &format!("b{round}@example.org")).await;
        let (by_a, by_b) = (by(&a), by(&b));
        let (first, second) = tokio::join!(
            one.change_role(b.id, Role::User, &by_a, noon()),
            other.change_role(a.id, Role::User, &by_b, noon()),
        );
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        let refused = refusal(if first.is_ok() { second } else { first });
        assert_eq!(refused, "Forbidden");
        // Only one of the pair is an admin; make the way free for the next round.
        sqlx::query("UPDATE accounts SET role = 'user'")
            .execute(&pool)
            .await
            .unwrap();
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn two_admins_who_both_resign_at_once_leave_one(pool: PgPool) {
    let (one, other) = (node(&pool).await, node(&pool).await);
    for round in 0..10 {
        let a = admin(&one, &format!("a{round}@example.org")).await;
        let b = admin(&one, &format!("b{round}@example.org")).await;
        let (by_a, by_b) = (by(&a), by(&b));
        let (first, second) = tokio::join!(
            one.change_role(a.id, Role::User, &by_a, noon()),
            other.change_role(b.id, Role::User, &by_b, noon()),
        );
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        assert_eq!(
            refusal(if first.is_ok() { second } else { first }),
            "LastAdmin"
        );
        sqlx::query("UPDATE accounts SET role = 'user'")
            .execute(&pool)
            .await
            .unwrap();
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn who_is_no_admin_any_more_changes_nothing_with_an_old_token(pool: PgPool) {
    let accounts = node(&pool).await;
    let root = admin(&accounts, "root@example.org").await;
    let ada = registered(&accounts, "ada@example.org").await;
    let refused = accounts
        .change_role(ada.id, Role::Admin, &by(&ada), noon())
        .await;
    assert_eq!(refusal(refused), "Forbidden");
    let session = logged_in(&accounts, "root@example.org", noon()).await;
    let refused = accounts.end_sessions(root.id, &by(&ada), noon()).await;
    assert_eq!(refusal(refused), "Forbidden");
    assert!(accounts.identify(&session.access_token, noon()).is_ok());
}

#[sqlx::test(migrations = "../migrations")]
async fn an_account_that_does_not_exist_gets_no_role(pool: PgPool) {
    let accounts = node(&pool).await;
    let root = admin(&accounts, "root@example.org").await;
    let nobody = UserId::new(Uuid::now_v7());
    let refused = accounts
        .change_role(nobody, Role::Staff, &by(&root), noon())
        .await;
    assert_eq!(refusal(refused), "NotFound");
}
