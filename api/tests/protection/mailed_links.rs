//! Links in mails: verifying an address, choosing a new password.

use chrono::{TimeDelta, Utc};
use reqwest::Method;
use seatlog_notifier::{Notifier, NotifierSettings};
use serde_json::json;
use sqlx::PgPool;

use crate::door::{Answer, Door, PASSWORD, send};

const NEW_PASSWORD: &str = "nine-sopranos-2026";

async fn resend(door: &Door, token: &str) -> Answer {
    let call = door.call(Method::POST, "/auth/email/resend");
    send(call.bearer_auth(token)).await
}

async fn forgot(door: &Door, email: &str) -> Answer {
    let asked = door.post("/auth/password/forgot", json!({ "email": email }));
    let asked = asked.await;
    answer_requests(door).await;
    asked
}

async fn answer_requests(door: &Door) -> u64 {
    let accounts = &door.state.accounts;
    let answered = accounts.answer_password_requests("https://seats.example", Utc::now());
    answered.await.unwrap()
}

async fn verify(door: &Door, token: &str) -> Answer {
    door.post("/auth/email/verify", json!({ "token": token }))
        .await
}

async fn reset(door: &Door, token: &str, password: &str) -> Answer {
    let body = json!({"token": token, "password": password});
    door.post("/auth/password/reset", body).await
}

/// The tokens in the mails of a kind that are not sent yet, oldest first.
async fn tokens(pool: &PgPool, template: &str) -> Vec<String> {
    let texts: Vec<String> =
        sqlx::query_scalar("SELECT text FROM mails WHERE template = $1 ORDER BY id")
            .bind(template)
            .fetch_all(pool)
            .await
            .unwrap();
    let token = |text: &String| {
        let (_, rest) = text.split_once("#token=").unwrap();
        rest.split_whitespace().next().unwrap().to_owned()
    };
    texts.iter().map(token).collect()
}

async fn run_out(pool: &PgPool) {
    sqlx::query("UPDATE mailed_tokens SET expires_at = now()")
        .execute(pool)
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn an_address_is_verified_once_by_the_token_that_was_mailed_there(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    let (_, token) = door.newcomer("ada@example.org").await;
    assert_eq!(door.get("/me", &token).await.body["email_verified"], false);
    assert_eq!(resend(&door, &token).await.status, 204);
    let mailed = tokens(&pool, "verify_email").await.remove(0);
    assert_eq!(verify(&door, &mailed).await.status, 204);
    assert_eq!(door.get("/me", &token).await.body["email_verified"], true);
    assert_eq!(verify(&door, &mailed).await.refused(), (422, "bad-token"));
    // Nothing is left to verify.
    assert_eq!(resend(&door, &token).await.status, 204);
    assert_eq!(tokens(&pool, "verify_email").await.len(), 1);
    let nobody = send(door.call(Method::POST, "/auth/email/resend")).await;
    assert_eq!(nobody.refused(), (401, "unauthenticated"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_token_is_good_for_its_own_purpose_and_time_only(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    let (_, token) = door.newcomer("ada@example.org").await;
    resend(&door, &token).await;
    forgot(&door, "ada@example.org").await;
    let to_verify = tokens(&pool, "verify_email").await.remove(0);
    let to_reset = tokens(&pool, "reset_password").await.remove(0);
    for bad in [to_reset.as_str(), "", "made up"] {
        assert_eq!(verify(&door, bad).await.refused(), (422, "bad-token"));
    }
    for bad in [to_verify.as_str(), "", "made up"] {
        let refused = reset(&door, bad, NEW_PASSWORD).await;
        assert_eq!(refused.refused(), (422, "bad-token"));
    }
    run_out(&pool).await;
    assert_eq!(
        verify(&door, &to_verify).await.refused(),
        (422, "bad-token")
    );
    let late = reset(&door, &to_reset, NEW_PASSWORD).await;
    assert_eq!(late.refused(), (422, "bad-token"));
    door.state.accounts.sweep(Utc::now()).await.unwrap();
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM mailed_tokens")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_password_ends_what_the_old_one_opened(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    let (_, token) = door.newcomer("ada@example.org").await;
    let (cookie, _) = door.log_in("ada@example.org", PASSWORD).await.cookie();
    assert_eq!(forgot(&door, "ADA@example.org").await.status, 204);
    forgot(&door, "ada@example.org").await;
    let mailed = tokens(&pool, "reset_password").await;
    let short = reset(&door, &mailed[0], "short").await;
    assert_eq!(short.refused(), (422, "validation"));
    assert_eq!(short.body["errors"][0]["field"], "password");

    assert_eq!(reset(&door, &mailed[0], NEW_PASSWORD).await.status, 204);
    assert_eq!(door.get("/me", &token).await.status, 401);
    let refreshed = door.post_with_cookie("/auth/refresh", &cookie).await;
    assert_eq!(refreshed.refused(), (401, "session-ended"));
    let old = door.log_in("ada@example.org", PASSWORD).await;
    assert_eq!(old.refused(), (401, "bad-credentials"));
    let new = door.log_in("ada@example.org", NEW_PASSWORD).await;
    assert_eq!(
        (new.status, &new.body["user"]["email_verified"]),
        (200, &json!(true))
    );
    let told = "SELECT count(*) FROM mails WHERE template = 'password_changed'";
    let told: i64 = sqlx::query_scalar(told).fetch_one(&pool).await.unwrap();
    assert_eq!(told, 1);
    for used in &mailed {
        let again = reset(&door, used, PASSWORD).await;
        assert_eq!(again.refused(), (422, "bad-token"));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn of_two_who_use_a_token_at_once_one_succeeds(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    door.newcomer("ada@example.org").await;
    forgot(&door, "ada@example.org").await;
    let mailed = tokens(&pool, "reset_password").await.remove(0);
    let (a, b) = tokio::join!(
        reset(&door, &mailed, NEW_PASSWORD),
        reset(&door, &mailed, NEW_PASSWORD)
    );
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 422]);
}

#[sqlx::test(migrations = "../migrations")]
async fn asking_for_a_new_password_tells_nothing_and_does_the_same_for_everybody(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    door.newcomer("ada@example.org").await;
    let ask = async |email: &str| {
        let asked = door.post("/auth/password/forgot", json!({ "email": email }));
        asked.await
    };
    let known = ask("ada@example.org").await;
    let unknown = ask("nobody@example.org").await;
    assert_eq!((known.status, unknown.status), (204, 204));
    assert_eq!(known.body, unknown.body);
    let requests: Vec<String> = sqlx::query_scalar("SELECT email_folded FROM password_requests")
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(requests.len(), 2);
    assert_eq!(answer_requests(&door).await, 2);
    assert_eq!(answer_requests(&door).await, 0);
    assert_eq!(tokens(&pool, "reset_password").await.len(), 1);
    // Nobody fills somebody's mailbox.
    for _ in 0..5 {
        assert_eq!(forgot(&door, "ada@example.org").await.status, 204);
    }
    assert_eq!(tokens(&pool, "reset_password").await.len(), 3);
    let bad = ask("no address").await;
    assert_eq!(bad.refused(), (422, "validation"));
    assert_eq!(bad.body["errors"][0]["field"], "email");
}

#[sqlx::test(migrations = "../migrations")]
async fn calls_that_send_mail_are_limited_by_address(pool: PgPool) {
    let door = Door::open(pool).await;
    for _ in 0..20 {
        assert_eq!(verify(&door, "made up").await.refused(), (422, "bad-token"));
    }
    let refused = verify(&door, "made up").await;
    assert_eq!(refused.refused(), (429, "too-many-requests"));
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(forgot(&door, "ada@example.org").await.status, 429);
    assert_eq!(door.register("ada@example.org").await.status, 429);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_token_stands_in_its_mail_until_that_is_sent_and_admins_never_see_it(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    let (_, admin) = door.admin().await;
    door.newcomer("ada@example.org").await;
    forgot(&door, "ada@example.org").await;
    let mailed = tokens(&pool, "reset_password").await.remove(0);
    let listed = door.get("/admin/mails", &admin).await;
    let mail = &listed.body["items"][0];
    assert_eq!(mail["template"], "reset_password");
    let path = format!("/admin/mails/{}", mail["id"].as_str().unwrap());
    let shown = door.get(&path, &admin).await;
    assert_eq!(
        (&shown.body["text"], &shown.body["html"]),
        (&json!(""), &json!(""))
    );

    let folder = tempfile::tempdir().unwrap();
    let settings = NotifierSettings {
        smtp_url: None,
        mail_dir: folder.path().to_owned(),
        mail_from: "Seatlog <noreply@localhost>".to_owned(),
        admin_email: None,
        public_url: "http://localhost:8080".to_owned(),
    };
    let notifier = Notifier::new(pool.clone(), settings.check().unwrap());
    assert_eq!(
        notifier
            .send_due(Utc::now() + TimeDelta::seconds(1))
            .await
            .unwrap(),
        1
    );
    let (state, text, html): (String, String, String) =
        sqlx::query_as("SELECT state, text, html FROM mails")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!(
        (state.as_str(), text.as_str(), html.as_str()),
        ("sent", "", "")
    );
    let file = std::fs::read_dir(folder.path())
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let raw = std::fs::read(file.path()).unwrap();
    let message = mail_parser::MessageParser::default().parse(&raw).unwrap();
    assert_eq!(message.subject(), Some("Choose a new password"));
    assert_eq!(message.attachment_count(), 0);
    for body in [message.body_text(0), message.body_html(0)] {
        let link = format!("https://seats.example/reset-password#token={mailed}");
        assert!(body.unwrap().contains(&link));
    }
    // What was given up is not sent again: its link has run out.
    sqlx::query("UPDATE mails SET state = 'dead', sent_at = NULL")
        .execute(&pool)
        .await
        .unwrap();
    let call = door.call(Method::POST, &format!("{path}/retry"));
    let retried = send(call.bearer_auth(&admin)).await;
    assert_eq!(retried.refused(), (409, "mail-not-failed"));
}
