//! The server: who listens, how long it waits for slow clients, how it stops.

use std::any::Any;
use std::io;
use std::net::TcpListener;
use std::num::NonZero;
use std::thread::available_parallelism;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::rt::net::TcpStream;
use actix_web::web::{Data, ServiceConfig};
use actix_web::{App, HttpServer};
use socket2::SockRef;

use super::state::AppState;
use super::trace::trace;
use super::{docs, metrics, probes, routes, spa, uploads};

/// Longer than the idle time of the usual proxies, so that they never write into a connection
/// that is being closed.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// How long a client may take for the head of a request.
const SLOW_HEAD: Duration = Duration::from_secs(10);
/// How long a client may take to close.
const SLOW_CLOSE: Duration = Duration::from_secs(5);
/// How long calls may still run when the server stops.
const SHUTDOWN_SECS: u64 = 20;
/// How many clients may wait to be let in: after a node has stopped, its listeners come here.
const BACKLOG: i32 = 4_096;
/// How many clients one worker serves at once.
const CONNECTIONS: usize = 25_000;
/// How long a client may take to read anything of what it was sent. Listeners are sent something
/// every 15 s, so those that vanished without a word are found out.
#[cfg(target_os = "linux")]
const UNREAD: Duration = Duration::from_secs(30);
/// How often measurements are folded together, so that they take no room when nobody reads them.
const UPKEEP: Duration = Duration::from_secs(10);

/// A server on a listener, one worker a core. It leaves signals to its owner: stopping it
/// gracefully lets running calls end, and takes no new ones.
///
/// # Errors
/// When the listener cannot be used.
pub fn server(listener: TcpListener, state: AppState) -> io::Result<Server> {
    let workers = available_parallelism().map_or(2, NonZero::get);
    SockRef::from(&listener).listen(BACKLOG)?;
    keep_up(&state);
    let state = Data::new(state);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(state.clone())
            .configure(everything)
            .wrap(Compress::default())
            .wrap(from_fn(trace))
    });
    let server = server
        .workers(workers)
        .max_connections(CONNECTIONS)
        .tcp_nodelay(true)
        .on_connect(|connection, _| connected(connection))
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(SLOW_HEAD)
        .client_disconnect_timeout(SLOW_CLOSE)
        .shutdown_timeout(SHUTDOWN_SECS)
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}

/// Lets the system end connections of clients that do not read.
fn connected(connection: &dyn Any) {
    #[cfg(target_os = "linux")]
    if let Some(stream) = connection.downcast_ref::<TcpStream>()
        && let Err(error) = SockRef::from(stream).set_tcp_user_timeout(Some(UNREAD))
    {
        tracing::debug!(%error, "a client that does not read will be kept for long");
    }
}

/// All that the one port serves; the SPA last, for it takes what is left.
fn everything(config: &mut ServiceConfig) {
    config
        .configure(routes::configure)
        .configure(probes::configure)
        .configure(docs::configure)
        .configure(uploads::picture::configure)
        .configure(spa::configure);
}

/// Folds measurements until the program stops.
fn keep_up(state: &AppState) {
    let Some(recorder) = metrics::recorder() else {
        return;
    };
    let draining = state.draining.clone();
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(UPKEEP);
        while draining.run_until_cancelled(ticks.tick()).await.is_some() {
            recorder.run_upkeep();
        }
    });
}
