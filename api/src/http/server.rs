//! The server: who listens, how long it waits for slow clients, how it stops.

use std::any::Any;
use std::io;
use std::net::{Shutdown, TcpListener};
use std::num::NonZero;
use std::thread::available_parallelism;
use std::time::Duration;

use actix_web::dev::{Extensions, Server};
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

/// A server on a listener, one worker a core. It leaves signals to its owner: stopping it
/// gracefully lets running calls end, and takes no new ones.
///
/// # Errors
/// When the listener cannot be used.
pub fn server(listener: TcpListener, state: AppState) -> io::Result<Server> {
    let workers = available_parallelism().map_or(2, NonZero::get);
    SockRef::from(&listener).listen(BACKLOG)?;
    // Before the first call is measured.
    metrics::recorder();
    let health = Data::new(state.health.clone());
    let state = Data::new(state);
    let connecting = state.clone();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(state.clone())
            .app_data(health.clone())
            .configure(everything)
            .wrap(Compress::default())
            .wrap(from_fn(trace))
    });
    let server = server
        .workers(workers)
        .max_connections(CONNECTIONS)
        .tcp_nodelay(true)
        .on_connect(move |connection, known| connected(&connecting, connection, known))
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(SLOW_HEAD)
        .client_disconnect_timeout(SLOW_CLOSE)
        .shutdown_timeout(SHUTDOWN_SECS)
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}

/// Looks at a connection before anything is read from it. One too many of an address is ended;
/// trusted proxies have as many as they have clients.
fn connected(state: &AppState, connection: &dyn Any, known: &mut Extensions) {
    let Some(stream) = connection.downcast_ref::<TcpStream>() else {
        return;
    };
    let socket = SockRef::from(stream);
    end_if_unread(&socket);
    let Ok(peer) = stream.peer_addr() else { return };
    let peer = peer.ip().to_canonical();
    let proxies = &state.settings.trusted_proxies;
    if proxies.iter().any(|proxy| proxy.contains(peer)) {
        return;
    }
    match state.limits.connect(peer) {
        // It is dropped with the connection.
        Ok(open) => drop(known.insert(open)),
        Err(_) => {
            tracing::debug!("an address has too many connections");
            // It may be gone by itself.
            let _ = socket.shutdown(Shutdown::Both);
        }
    }
}

/// Lets the system end a connection whose client does not read.
fn end_if_unread(socket: &SockRef<'_>) {
    #[cfg(target_os = "linux")]
    if let Err(error) = socket.set_tcp_user_timeout(Some(UNREAD)) {
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
