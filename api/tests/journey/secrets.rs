//! Secrets stay where they are: nothing of them is logged, however much is.

use std::io::Read;
use std::path::Path;

use reqwest::{Client, Method};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::program::{ADMIN, Ground};

const PASSWORD: &str = "planted-password-of-ada";
const WRONG: &str = "planted-wrong-password";
const NEW: &str = "planted-new-password";
const SECRETS: &str = "planted-jwt-secret-0123456789abcdef,planted-old-secret-0123456789abcdef";

/// Everything that was written into a folder, as one text.
fn contents(folder: &Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        let mut bytes = Vec::new();
        if path.is_dir() {
            text += &contents(&path);
        } else if std::fs::File::open(path)
            .unwrap()
            .read_to_end(&mut bytes)
            .is_ok()
        {
            text += &String::from_utf8_lossy(&bytes);
        }
    }
    text
}

/// Sends a body; returns the cookie that was set and the answer.
async fn post(url: &str, path: &str, headers: &[(&str, &str)], body: Value) -> (String, Value) {
    let mut call = Client::new().request(Method::POST, format!("{url}/api/v1{path}"));
    for (name, value) in headers {
        call = call.header(*name, *value);
    }
    let answer = call.json(&body).send().await.unwrap();
    let cookie = answer.headers().get("set-cookie");
    let cookie = cookie.map(|it| it.to_str().unwrap().split(';').next().unwrap().to_owned());
    let text = answer.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    (cookie.unwrap_or_default(), body)
}

/// The token in the link that was mailed to somebody.
async fn mailed_token(ground: &Ground) -> String {
    let mails = ground.data_dir().join("mail");
    let found = || {
        let text = contents(&mails).replace("=\r\n", "");
        let (_, rest) = text
            .split_once("#token=3D")
            .or(text.split_once("#token="))?;
        let token: String = rest
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
            .collect();
        Some(token)
    };
    let arrived = async {
        loop {
            if let Some(token) = mails.exists().then(found).flatten() {
                return token;
            }
            tokio::task::yield_now().await;
        }
    };
    let arrived = tokio::time::timeout(std::time::Duration::from_secs(60), arrived).await;
    arrived.expect("the mail is written")
}

/// Does everything that has a secret in it; returns the secrets that the program made.
async fn use_them_all(url: &str, ground: &Ground) -> Vec<String> {
    let mut made = Vec::new();
    let ada = |password: &str| json!({"email": "ada@example.org", "password": password});
    let mut new = ada(PASSWORD);
    new["name"] = json!("Ada");
    post(url, "/auth/register", &[], new).await;
    post(url, "/auth/login", &[], ada(WRONG)).await;
    let (cookie, login) = post(url, "/auth/login", &[], ada(PASSWORD)).await;
    let token = login["access_token"].as_str().unwrap().to_owned();
    let site = ("sec-fetch-site", "same-origin");
    let headers = [("cookie", cookie.as_str()), site];
    let (next, refreshed) = post(url, "/auth/refresh", &headers, json!({})).await;
    let bearer = format!("Bearer {token}");
    let authorized = [("authorization", bearer.as_str())];
    // Refused ones are logged, if at all, by their reason.
    let spoiled = format!("Bearer {token}x");
    post(
        url,
        "/bookings/check",
        &[("authorization", &spoiled)],
        json!({}),
    )
    .await;
    post(
        url,
        "/bookings/check",
        &authorized,
        json!({"password": PASSWORD}),
    )
    .await;
    post(
        url,
        "/auth/password/forgot",
        &[],
        json!({"email": "ada@example.org"}),
    )
    .await;
    let link = mailed_token(ground).await;
    let reset = json!({"token": link, "password": NEW});
    post(url, "/auth/password/reset", &[], reset).await;
    post(
        url,
        "/auth/password/reset",
        &[],
        json!({"token": link, "password": NEW}),
    )
    .await;
    let admin = json!({"email": ADMIN.0, "password": ADMIN.1});
    let (_, admin) = post(url, "/auth/login", &[], admin).await;
    for cookie in [cookie, next] {
        made.push(cookie.split_once('=').unwrap().1.to_owned());
    }
    for login in [login, refreshed, admin] {
        made.push(login["access_token"].as_str().unwrap().to_owned());
    }
    made.push(link);
    made
}

#[sqlx::test(migrations = "../migrations")]
async fn no_secret_is_in_the_log_however_much_is_logged(pool: PgPool) {
    let mut ground = Ground::servers(&pool).await;
    let log = tempfile::tempdir().unwrap();
    let audit_key = "0123456789abcdef".repeat(4);
    ground.set("JWT_SECRET", SECRETS);
    ground.set("AUDIT_KEY", &audit_key);
    ground.set("RUST_LOG", "trace");
    ground.write_log_to(log.path().join("log"));
    let program = ground.start().await;
    let made = use_them_all(&program.url, &ground).await;
    assert!(program.interrupt().await.success());

    let log = contents(log.path());
    assert!(
        log.len() > 100_000 && log.contains("TRACE"),
        "{} bytes",
        log.len()
    );
    let database = url::Url::parse(&std::env::var("DATABASE_URL").unwrap()).unwrap();
    let mut planted = vec![PASSWORD, WRONG, NEW, ADMIN.1, &audit_key];
    planted.extend(SECRETS.split(','));
    planted.extend(database.password());
    planted.extend(made.iter().map(String::as_str));
    for secret in planted {
        assert!(secret.len() >= 16, "{secret} could be there by chance");
        if let Some(at) = log.find(secret) {
            let line = log[..at].lines().last().unwrap_or_default();
            panic!("{secret} is in the log: {line}");
        }
    }
}
