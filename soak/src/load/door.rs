//! The way to the two nodes, which people know as one address.

use std::net::SocketAddr;
use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::Value;

use crate::evidence::Position;

/// How long somebody waits for an answer.
const PATIENCE: Duration = Duration::from_secs(8);
/// How long somebody waits until a node takes the connection.
const KNOCK: Duration = Duration::from_secs(2);

/// The way to both nodes.
#[derive(Debug, Clone)]
pub(crate) struct Door {
    http: Client,
    nodes: [SocketAddr; 2],
}

/// What is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// Below `/api/v1`.
    pub(crate) path: String,
    pub(crate) body: Option<Value>,
    pub(crate) key: Option<String>,
}

/// What is heard of it.
#[derive(Debug)]
pub(crate) enum Heard {
    Answer {
        status: u16,
        position: Option<Position>,
        body: Value,
    },
    /// The request may have come through, and nobody knows what became of it.
    Nothing,
}

impl Call {
    pub(crate) fn get(path: &str) -> Self {
        Self::new(Method::GET, path, None)
    }

    pub(crate) fn post(path: &str, body: Value) -> Self {
        Self::new(Method::POST, path, Some(body))
    }

    pub(crate) fn new(method: Method, path: &str, body: Option<Value>) -> Self {
        Self {
            method,
            path: path.to_owned(),
            body,
            key: None,
        }
    }
}

impl Door {
    pub(crate) fn to(nodes: [SocketAddr; 2]) -> reqwest::Result<Self> {
        Self::for_the_patient(nodes, PATIENCE)
    }

    /// The same, for whoever waits longer for an answer, or not so long.
    pub(crate) fn for_the_patient(
        nodes: [SocketAddr; 2],
        patience: Duration,
    ) -> reqwest::Result<Self> {
        let http = Client::builder().timeout(patience).connect_timeout(KNOCK);
        Ok(Self {
            http: http.build()?,
            nodes,
        })
    }

    /// Asks one node. Where it takes no connection, the other one is asked, as whoever knows a name
    /// with two addresses does.
    pub(crate) async fn ask(&self, node: usize, call: &Call, token: Option<&str>) -> Heard {
        let first = self.send(self.nodes[node % 2], call, token).await;
        let sent = match first {
            Err(error) if error.is_connect() => {
                self.send(self.nodes[(node + 1) % 2], call, token).await
            }
            sent => sent,
        };
        sent.unwrap_or(Heard::Nothing)
    }

    async fn send(
        &self,
        node: SocketAddr,
        call: &Call,
        token: Option<&str>,
    ) -> reqwest::Result<Heard> {
        let url = format!("http://{node}/api/v1{}", call.path);
        let mut request = self.http.request(call.method.clone(), url);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(key) = &call.key {
            request = request.header("idempotency-key", key);
        }
        if let Some(body) = &call.body {
            request = request.json(body);
        }
        let response = request.send().await?;
        let position = response.headers().get("seatlog-position");
        let position = position.and_then(|it| it.to_str().ok()?.parse().ok());
        let status = response.status().as_u16();
        let text = response.text().await?;
        Ok(Heard::Answer {
            status,
            position,
            body: serde_json::from_str(&text).unwrap_or(Value::Null),
        })
    }
}
