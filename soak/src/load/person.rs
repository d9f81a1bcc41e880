//! Somebody with an account.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use super::door::{Call, Door, Heard};

/// Access tokens last for a quarter of an hour.
const TOKEN_LIFE: Duration = Duration::from_secs(10 * 60);
/// Between two tries of what must succeed in the end.
const PAUSE: Duration = Duration::from_millis(200);
/// How long to go on trying.
const PATIENCE: Duration = Duration::from_secs(120);

/// Somebody, logged in.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) id: Uuid,
    door: Door,
    email: String,
    password: &'static str,
    token: String,
    since: Instant,
}

impl Person {
    /// Somebody new.
    pub(crate) async fn register(
        door: Door,
        email: String,
        password: &'static str,
    ) -> Result<Self> {
        let body = json!({"email": email, "password": password, "name": "Uma User"});
        succeed(&door, &Call::post("/auth/register", body), None).await?;
        Self::log_in(door, email, password).await
    }

    /// Somebody who has an account.
    pub(crate) async fn log_in(door: Door, email: String, password: &'static str) -> Result<Self> {
        let body = json!({"email": email, "password": password});
        let told = succeed(&door, &Call::post("/auth/login", body), None).await?;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let id = text(&told["user"]["id"]).context("a login without a user")?;
        Ok(Self {
            id: id.parse()?,
            token: text(&told["access_token"]).context("a login without a token")?,
            door,
            email,
            password,
            since: Instant::now(),
        })
    }

    pub(crate) fn door(&self) -> &Door {
        &self.door
    }

    /// Asks once, as somebody who has logged in lately does.
    pub(crate) async fn ask_at(&self, node: usize, call: &Call) -> Heard {
        self.door.ask(node, call, Some(&self.token)).await
    }

    /// Asks once. Whoever has been there for long logs in again before.
    pub(crate) async fn ask(&mut self, node: usize, call: &Call) -> Heard {
        if self.since.elapsed() > TOKEN_LIFE {
            self.log_in_again().await;
        }
        let heard = self.ask_at(node, call).await;
        if !matches!(heard, Heard::Answer { status: 401, .. }) {
            return heard;
        }
        self.log_in_again().await;
        let heard = self.ask_at(node, call).await;
        // Two nodes may not agree on the time, and so on whose time is over.
        let still = matches!(heard, Heard::Answer { status: 401, .. });
        if still { Heard::Nothing } else { heard }
    }

    async fn log_in_again(&mut self) {
        let again = Self::log_in(self.door.clone(), self.email.clone(), self.password).await;
        // Where that fails, the next answer is 401 again.
        if let Ok(again) = again {
            *self = again;
        }
    }

    /// Posts until it has succeeded.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let call = Call::post(path, body.clone());
        succeed(&self.door, &call, Some(&self.token)).await
    }

    /// Reads until that has succeeded.
    pub(crate) async fn get(&self, path: &str) -> Result<Value> {
        succeed(&self.door, &Call::get(path), Some(&self.token)).await
    }
}

/// Asks until the answer is a success; only for what may be done again.
async fn succeed(door: &Door, call: &Call, token: Option<&str>) -> Result<Value> {
    let give_up = Instant::now() + PATIENCE;
    let mut node = 0;
    loop {
        match door.ask(node, call, token).await {
            Heard::Answer { status, body, .. } if (200..300).contains(&status) => return Ok(body),
            Heard::Answer { status, body, .. } if status < 500 && status != 408 => {
                bail!("{} {}: {status} {body}", call.method, call.path);
            }
            heard if Instant::now() > give_up => bail!("{}: {heard:?}", call.path),
            Heard::Answer { .. } | Heard::Nothing => sleep(PAUSE).await,
        }
        node += 1;
    }
}
