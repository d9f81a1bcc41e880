//! The HTTP client that spans are sent with: the one that pictures travel with as well, so that the
//! program has no second one.

use async_trait::async_trait;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response, ResponseBodyTooLarge};
use reqwest_0_12::Client;
use reqwest_0_12::redirect::Policy;
use tokio::runtime::Handle;

use crate::program::Failure;
use crate::settings::Telemetry;

/// A collector has little to say; nobody reads more.
const LONGEST_ANSWER: usize = 64 * 1024;

/// Where spans are sent to.
#[derive(Debug)]
pub(super) struct Collector {
    client: Client,
    /// Whoever sends is on a thread without a runtime.
    runtime: Handle,
}

impl Collector {
    /// Sends on the runtime that is running now.
    pub(super) fn new(settings: &Telemetry) -> Result<Self, Failure> {
        let client = Client::builder()
            .timeout(settings.timeout)
            // The headers are for the collector alone.
            .redirect(Policy::none())
            .build();
        Ok(Self {
            client: client.map_err(Failure::new)?,
            runtime: Handle::current(),
        })
    }
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        for value in request.headers_mut().values_mut() {
            // Some are secret; no log line shows them.
            value.set_sensitive(true);
        }
        let client = self.client.clone();
        let sent = self.runtime.spawn(send(client, request));
        sent.await?
    }
}

async fn send(client: Client, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
    let mut answer = client.execute(request.try_into()?).await?;
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await? {
        body.extend_from_slice(&part);
        if body.len() > LONGEST_ANSWER {
            return Err(ResponseBodyTooLarge::new().into());
        }
    }
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    Ok(response)
}
