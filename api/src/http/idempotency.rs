//! `Idempotency-Key`: a POST that is sent again does nothing again.
//!
//! The first request with a key reserves it in the database and works; its answer is kept. The
//! same request again, on whatever node, gets that answer; while the first one still works it
//! waits. If the first one died, the next one takes over with the same command id, by which the
//! command finds out what was done already.
//!
//! Not kept are answers after which the same request may well succeed: 5xx, 429 (too many) and 401
//! (log in first). The key stays bound to the request all the same. A stranger's key counts only
//! where strangers may POST: elsewhere there is nothing to repeat, and nobody's body is waited for
//! and no row written for somebody who is told to log in.

mod answer;
mod group_writer;
mod key;
mod reservations;

use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{Error, HttpMessage, HttpResponse, rt};
use tokio::time::{Instant, interval, sleep};
use tracing::Instrument;

use seatlog_domain::ids::UserId;

use super::authority::Caller;
use super::json::{self, BodyLimit};
use super::origin::CommandId;
use super::problem::Problem;
use super::routes::AUTH;
use super::state::AppState;

pub use answer::StoredAnswer;
pub use key::{Fingerprint, Key, Scope};
pub use reservations::{Claim, KEPT_FOR, Reservation, Reservations};

/// How long a request waits for the answer of another one with the same key.
const PATIENCE: Duration = Duration::from_secs(30);
/// How soon a waiting request looks again, at first and later.
const LOOK_AGAIN: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(250));

/// Marks the answer to a command that looks for its id first: done again, it finds what it did and
/// gives the answer anew. Such an answer need not be on disk before the caller has it.
#[derive(Debug, Clone, Copy)]
pub struct FoundAgain;

/// Marks the answer to a stranger that is about an account: when the account is erased, so is what
/// was kept of the answer.
#[derive(Debug, Clone, Copy)]
pub struct About(pub UserId);

/// Answers a POST once. Wraps each resource, whose body limit it applies.
pub async fn once<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    // What only requests with a key need is in boxes: the others need not carry it with them.
    match turn(&mut request).await {
        Ok(Turn::Unkeyed) => Ok(next.call(request).await?.map_into_boxed_body()),
        Ok(Turn::Mine(reservations, claim)) => {
            Box::pin(run(reservations, claim, request, next)).await
        }
        Ok(Turn::Answered(answer)) => Ok(request.into_response(answer.replay())),
        Err(problem) => Ok(request.error_response(problem)),
    }
}

/// Whose turn it is to work on a request.
enum Turn {
    /// Nobody else can have it.
    Unkeyed,
    /// This one's.
    Mine(Reservations, Claim),
    /// Nobody's any more.
    Answered(StoredAnswer),
}

async fn turn(request: &mut ServiceRequest) -> Result<Turn, Problem> {
    let key = match *request.method() {
        Method::POST => Key::of(request.headers())?,
        _ => None,
    };
    match key {
        Some(key) if may_post(request) => Box::pin(claim(request, key)).await,
        Some(_) | None => Ok(Turn::Unkeyed),
    }
}

/// Whether the caller is more than a stranger, or the call one of those for strangers.
fn may_post(request: &ServiceRequest) -> bool {
    request.extensions().contains::<Caller>() || request.path().starts_with(AUTH)
}

async fn claim(request: &mut ServiceRequest, key: Key) -> Result<Turn, Problem> {
    let reservations = request
        .app_data::<Data<AppState>>()
        .map(|state| state.reservations.clone())
        .ok_or_else(|| Problem::Internal(anyhow::anyhow!("the API has no state")))?;
    let body = buffer(request).await?;
    let fingerprint = reservations.fingerprint(request, &body);
    request.set_payload(Payload::from(body));
    wait_for(reservations, &Scope::of(request), &key, &fingerprint).await
}

async fn buffer(request: &mut ServiceRequest) -> Result<Bytes, Problem> {
    let limit = BodyLimit::of(request.request());
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
    json::read(request.take_payload(), length, limit).await
}

/// Waits until the key is answered or free.
async fn wait_for(
    reservations: Reservations,
    scope: &Scope,
    key: &Key,
    fingerprint: &Fingerprint,
) -> Result<Turn, Problem> {
    let give_up = Instant::now() + PATIENCE;
    let (mut pause, longest) = LOOK_AGAIN;
    let mut reservation = reservations.reserve(scope, key, fingerprint).await?;
    loop {
        let claim = match reservation {
            Reservation::Mine(claim) => return Ok(Turn::Mine(reservations, claim)),
            Reservation::Answered(answer) => return Ok(Turn::Answered(answer)),
            Reservation::OtherRequest => return Err(Problem::IdempotencyKeyReused),
            Reservation::Running(_) if Instant::now() > give_up => {
                return Err(Problem::Busy(
                    "the request with the same key still runs".to_owned(),
                ));
            }
            Reservation::Running(claim) => claim,
        };
        sleep(pause).await;
        pause = (pause * 2).min(longest);
        reservation = reservations.take_over(claim, fingerprint).await?;
    }
}

/// Does the work in a task of its own, so that it is finished and its answer kept even if the
/// caller hangs up.
async fn run<B: MessageBody + 'static>(
    reservations: Reservations,
    claim: Claim,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    request
        .extensions_mut()
        .insert(CommandId(claim.command_id()));
    let working = next.call(request);
    let work = {
        let (reservations, claim) = (reservations.clone(), claim.clone());
        async move {
            let answer = tokio::select! {
                answer = working => answer,
                never = renew(&reservations, &claim) => match never {},
            };
            keep(&reservations, claim, answer).await
        }
    };
    match rt::spawn(work.in_current_span()).await {
        Ok(answer) => answer,
        Err(panicked) => {
            reservations.release(claim).await;
            Err(Problem::Internal(panicked.into()).into())
        }
    }
}

/// Renews the claim for as long as it is polled.
async fn renew(reservations: &Reservations, claim: &Claim) -> std::convert::Infallible {
    let mut ticks = interval(reservations::LEASE / 3);
    ticks.tick().await;
    loop {
        ticks.tick().await;
        if let Err(error) = reservations.renew(claim).await {
            tracing::warn!(%error, "the claim on an idempotency key was not renewed");
        }
    }
}

/// Keeps the answer if it will stay true, else frees the key for the next try. The caller gets the
/// answer in any case where something was done. A refusal that is not kept is not told: whoever asks
/// again would be decided about anew, and could get what they were refused.
async fn keep<B: MessageBody + 'static>(
    reservations: &Reservations,
    claim: Claim,
    answer: Result<ServiceResponse<B>, Error>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let answer = match answer {
        Ok(answer) if lasts(answer.status()) => answer,
        Ok(answer) => {
            reservations.release(claim).await;
            return Ok(answer.map_into_boxed_body());
        }
        Err(error) => {
            reservations.release(claim).await;
            return Err(error);
        }
    };
    let found_again = answer.response().extensions().contains::<FoundAgain>();
    let about = answer.response().extensions().get().copied();
    let refused = answer.status().is_client_error();
    let (request, response) = answer.into_parts();
    let (head, body) = response.into_parts();
    let body = to_bytes(body).await.map_err(|error| {
        Problem::Internal(anyhow::anyhow!(
            "the answer cannot be read: {}",
            error.into()
        ))
    })?;
    let stored = StoredAnswer::new(&head, &body);
    let kept = match (found_again, refused) {
        (true, _) => reservations.keep_soon(claim, &stored).await,
        (false, true) => reservations.keep_refusal(claim, &stored).await,
        (false, false) => keep_what_was_done(reservations, &claim, (&stored, about)).await,
    };
    if let Err(error) = kept {
        tracing::warn!(%error, "an answer was not kept; the claim on its key has to run out");
        if refused {
            return Err(Problem::Busy("the refusal could not be kept".to_owned()).into());
        }
    }
    let response: HttpResponse = head.set_body(BoxBody::new(body));
    Ok(ServiceResponse::new(request, response))
}

/// Keeps the answer of what was done and is not found again: done a second time, it would be answered
/// otherwise. So it is tried again, for as long as the claim certainly stands.
async fn keep_what_was_done(
    reservations: &Reservations,
    claim: &Claim,
    (answer, about): (&StoredAnswer, Option<About>),
) -> anyhow::Result<()> {
    let give_up = Instant::now() + reservations::LEASE / 2;
    loop {
        match reservations.keep(claim, answer, about).await {
            Err(error) if Instant::now() < give_up => {
                tracing::warn!(%error, "an answer was not kept; trying again");
                sleep(LOOK_AGAIN.1).await;
            }
            kept => return kept,
        }
    }
}

/// Whether the same request would be answered the same way later.
fn lasts(status: StatusCode) -> bool {
    let passing = [StatusCode::UNAUTHORIZED, StatusCode::TOO_MANY_REQUESTS];
    !status.is_server_error() && !passing.contains(&status)
}
