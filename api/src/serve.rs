//! `seatlog serve`: starting the parts in order, and stopping them in the opposite one.
//!
//! What never happens: a request is taken that will not be answered; a part goes on after what it
//! rests on has stopped; one part is gone and the others go on.

use std::net::TcpListener;
use std::sync::Arc;

use chrono::Utc;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use seatlog_notifier::{CheckedSettings, Notifier, NotifierSettings};
use seatlog_projections::{relay, runner};

use crate::accounts::Accounts;
use crate::audit_key;
use crate::background::Background;
use crate::cli::Role;
use crate::command_bus::CommandBus;
use crate::demo;
use crate::engine::{Engine, Limits};
use crate::health::Health;
use crate::http;
use crate::http::state::AppState;
use crate::open_files;
use crate::ownership::seal::Sealer;
use crate::ownership::{LEASE_LIFE, Node, Ownership};
use crate::pictures::Pictures;
use crate::program::{Database, Failure, open_accounts};
use crate::settings::{BadSetting, Secret, Settings, Uploads};
use crate::sole_writer::Admission;
use crate::telemetry::Telemetry;

/// Runs the roles until Ctrl-C or SIGTERM.
///
/// # Errors
/// A part cannot start, or stops by itself.
pub async fn serve(settings: Settings, roles: &[Role], demo: bool) -> Result<(), Failure> {
    let stop = stop_on_signal()?;
    // Before anything is measured.
    http::metrics::recorder();
    if roles.contains(&Role::Api) {
        open_files::raise_limit();
    }
    // Whatever is wrong with a setting or an address is told before anything is started.
    let notifier = match roles.contains(&Role::Notifier) {
        true => Some(notifier_settings(&settings).check()),
        false => None,
    };
    let notifier = notifier.transpose().map_err(Failure::setting)?;
    let listener = listen(&settings, roles)?;
    if roles.contains(&Role::Api) {
        check_uploads(&settings).await?;
    }
    let telemetry = Telemetry::start(settings.telemetry.as_ref())?;
    let database = Database::open(&settings).await?;
    let served = match audit_key::with_key(settings) {
        Ok(settings) => {
            let parts = Parts {
                settings: Arc::new(settings),
                database: &database,
                stop,
            };
            parts.run(roles, listener, notifier, demo).await
        }
        Err(failure) => Err(failure),
    };
    let closed = database.close().await;
    telemetry.stop().await;
    served.and(closed)
}

/// Where requests come in, and what is done before the first one.
struct Door {
    listener: TcpListener,
    nats: Option<async_nats::Client>,
    demo: bool,
}

/// Everything that runs, and what it runs on.
struct Parts<'a> {
    settings: Arc<Settings>,
    database: &'a Database,
    stop: CancellationToken,
}

impl Parts<'_> {
    async fn run(
        &self,
        roles: &[Role],
        listener: Option<TcpListener>,
        notifier: Option<CheckedSettings>,
        demo: bool,
    ) -> Result<(), Failure> {
        let pool = &self.database.pool;
        let nats = self.nats("seatlog").await?;
        let mut background = Background::default();
        let stop = background.told_to_stop();
        background.spawn("upkeep of metrics", http::metrics::keep_up(stop.clone()));
        if roles.contains(&Role::Projections) {
            background.spawn("projections", runner::run(pool.clone(), stop.clone()));
            let notary = audit_key::notary(pool.clone(), &self.settings);
            background.spawn("notary", notary.run(stop.clone()));
            if let Some(nats) = nats.clone() {
                background.spawn("relay", relay::run(pool.clone(), nats, stop.clone()));
            }
        }
        if let Some(settings) = notifier {
            let notifier = Notifier::new(pool.clone(), settings);
            background.spawn("notifier", notifier.run(nats.clone(), stop));
        }
        let done = match listener {
            Some(listener) if roles.contains(&Role::Api) => {
                let door = Door {
                    listener,
                    nats,
                    demo,
                };
                self.answer(door, &mut background).await
            }
            Some(listener) => self.answer_probes(listener, nats, &mut background).await,
            None => background
                .run_until(&self.stop)
                .await
                .map_err(Failure::from),
        };
        let stopped = background.stop().await;
        done.and(stopped.map_err(Failure::from))
    }

    /// Takes requests until told to stop; returns when the last one is answered.
    async fn answer(&self, door: Door, background: &mut Background) -> Result<(), Failure> {
        let (settings, pool) = (&self.settings, &self.database.pool);
        let shared = settings.redis_url.is_some();
        let admission = Admission::ask(self.database.url.expose(), shared).await?;
        let accounts = open_accounts(settings, self.database).await?;
        let bus = CommandBus::new(
            Engine::start(pool.clone(), Limits::default()),
            self.ownership(&accounts).await?,
        );
        self.first_data(&accounts, &bus, door.demo).await?;

        let draining = CancellationToken::new();
        let mut state = AppState::new(
            pool.clone(),
            bus.clone(),
            accounts,
            settings.clone(),
            draining.clone(),
        );
        state.health = state.health.with_nats(door.nats);
        let stop = background.told_to_stop();
        let (kept, until) = (state.clone(), stop.clone());
        background.spawn(
            "upkeep of the API",
            async move { kept.keep_up(until).await },
        );
        let (kept, leave, until) = (bus.clone(), draining.clone(), stop.clone());
        background.spawn("ownership", async move { kept.keep_up(leave, until).await });
        let (kept, until) = (bus.clone(), stop.clone());
        background.spawn("writer", async move {
            until.run_until_cancelled(kept.no_longer_appends()).await;
        });
        let address = door.listener.local_addr()?;
        let server = http::server(door.listener, state)?;
        let handle = server.handle();
        let server = tokio::spawn(server);
        println!(
            "Seatlog is open at {} (listening on {address})",
            settings.public_url
        );

        let done = tokio::select! {
            stopped = background.run_until(&self.stop) => stopped.map_err(Failure::from),
            lost = admission.keep(stop) => lost.map_err(Failure::new),
        };
        draining.cancel();
        handle.stop(true).await;
        server.await.map_err(Failure::new)??;
        bus.stop().await;
        done
    }

    /// Tells how the process is, and nothing else, until told to stop.
    async fn answer_probes(
        &self,
        listener: TcpListener,
        nats: Option<async_nats::Client>,
        background: &mut Background,
    ) -> Result<(), Failure> {
        let health = Health::new(self.database.pool.clone(), self.stop.clone()).with_nats(nats);
        let address = listener.local_addr()?;
        let server = http::probes::server(listener, health)?;
        let handle = server.handle();
        let server = tokio::spawn(server);
        println!("Seatlog works without a door; probes are answered (listening on {address})");
        let done = background.run_until(&self.stop).await;
        handle.stop(true).await;
        server.await.map_err(Failure::new)??;
        Ok(done?)
    }

    async fn first_data(
        &self,
        accounts: &Accounts,
        bus: &CommandBus,
        demo: bool,
    ) -> Result<(), Failure> {
        if let Some((email, password)) = &self.settings.first_admin {
            let created = accounts
                .ensure_admin(email, password.expose(), Utc::now())
                .await;
            let created = created.map_err(|error| {
                Failure::setting(format!("setting SEATLOG_ADMIN_EMAIL or _PASSWORD: {error}"))
            })?;
            if created {
                println!("{email} is an admin now");
            }
        }
        match demo {
            true => demo::seed(bus, accounts, &self.settings.public_url).await,
            false => Ok(()),
        }
    }

    /// How this node shares the events with others: by leases, if Redis is set.
    async fn ownership(&self, accounts: &Accounts) -> Result<Ownership, Failure> {
        let Some(url) = &self.settings.redis_url else {
            return Ok(Ownership::Sole);
        };
        // Not the connection of the relay: commands do not queue behind facts.
        let nats = self.nats("seatlog commands").await?;
        let nats = nats.map(|client| (client, Sealer::new(accounts.secrets())));
        let node = Node::new(url.expose(), nats, LEASE_LIFE);
        let node = node.map_err(|error| BadSetting::new("REDIS_URL", error))?;
        Ok(Ownership::Node(node))
    }

    /// NATS, if it is set; it is waited for in the background when it is away.
    async fn nats(&self, name: &str) -> Result<Option<async_nats::Client>, Failure> {
        let Some(url) = &self.settings.nats_url else {
            return Ok(None);
        };
        let options = async_nats::ConnectOptions::new()
            .retry_on_initial_connect()
            .name(name);
        let client = options.connect(url.expose()).await;
        client
            .map(Some)
            .map_err(|error| BadSetting::new("NATS_URL", error).into())
    }
}

/// Where requests are taken, or probes alone. Several processes on one machine may have the same
/// address set, of which only those with a door must have it.
fn listen(settings: &Settings, roles: &[Role]) -> Result<Option<TcpListener>, Failure> {
    let bind = settings.bind;
    match TcpListener::bind(bind) {
        Ok(listener) => Ok(Some(listener)),
        Err(error) if roles.contains(&Role::Api) => {
            Err(BadSetting::new("BIND", format!("{bind}: {error}")).into())
        }
        Err(error) => {
            tracing::warn!(%bind, %error, "nobody can ask how this process is: BIND is not to be had");
            Ok(None)
        }
    }
}

/// A place for pictures that was set and refuses stops the start. One that does not answer now may do
/// so later, and seats are sold without it.
async fn check_uploads(settings: &Settings) -> Result<(), Failure> {
    let uploads = &settings.uploads;
    let chosen = match uploads {
        Uploads::Folder(folder) => *folder != settings.data_dir.join("uploads"),
        Uploads::Bucket(..) => true,
    };
    match Pictures::new(uploads).check().await {
        Err(error) if error.passes() || !chosen => {
            tracing::warn!(%error, "pictures cannot be uploaded now");
            Ok(())
        }
        checked => checked.map_err(|error| BadSetting::new("UPLOADS_URL", error).into()),
    }
}

/// What the notifier is told.
pub(crate) fn notifier_settings(settings: &Settings) -> NotifierSettings {
    NotifierSettings {
        smtp_url: settings
            .smtp_url
            .as_ref()
            .map(Secret::expose)
            .map(str::to_owned),
        mail_dir: settings.data_dir.join("mail"),
        mail_from: settings.mail_from.clone(),
        admin_email: settings.admin_email.clone(),
        public_url: settings.public_url.clone(),
    }
}

/// A token that is cancelled by Ctrl-C or SIGTERM; a second one ends the process at once.
#[expect(
    clippy::disallowed_methods,
    reason = "whoever asks twice does not want to wait"
)]
fn stop_on_signal() -> std::io::Result<CancellationToken> {
    let (mut interrupt, mut terminate) = (
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
    );
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            if told.is_cancelled() {
                eprintln!("seatlog: stopped at once");
                std::process::exit(1);
            }
            eprintln!("seatlog: stopping; once more to stop at once");
            told.cancel();
        }
    });
    Ok(stop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Source;

    /// How a start ends that would find no database.
    async fn start(name: &str, value: &str, roles: &[Role]) -> Failure {
        // Nothing listens on the discard port of this machine.
        let nowhere = "postgres://nobody@127.0.0.1:9/nothing";
        let values = [
            ("DATABASE_URL", nowhere),
            ("BIND", "127.0.0.1:0"),
            (name, value),
        ];
        let values = values.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let settings = Settings::read(&Source::default().overlaid(values)).unwrap();
        serve(settings, roles, false).await.unwrap_err()
    }

    #[tokio::test]
    async fn what_can_be_checked_is_checked_before_the_database_is_opened() {
        for (name, value) in [
            ("SMTP_URL", "smtp://mail?tls=maybe"),
            ("MAIL_FROM", "nobody"),
            ("ADMIN_EMAIL", "nobody"),
        ] {
            for roles in [&[Role::Notifier][..], &[Role::Api, Role::Notifier]] {
                let failure = start(name, value, roles).await;
                assert_eq!(failure.exit_status(), 2, "{failure}");
                let line = failure.to_string();
                assert!(
                    line.starts_with(name) && line.lines().count() == 1,
                    "{line}"
                );
            }
        }
        let folder = start("UPLOADS_URL", "file:///dev/null/pictures", &[Role::Api]).await;
        assert_eq!(folder.exit_status(), 2, "{folder}");
        let line = folder.to_string();
        assert!(
            line.contains("UPLOADS_URL") && line.lines().count() == 1,
            "{line}"
        );
        let without = start("MAIL_FROM", "nobody", &[Role::Projections]).await;
        assert_eq!(without.exit_status(), 1, "{without}");
    }
}
