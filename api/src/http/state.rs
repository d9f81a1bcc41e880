//! What every handler can reach.

use std::sync::Arc;
use std::time::Duration;

use seatlog_projections::seal::notary::Notary;
use sqlx::PgPool;
use tokio::sync::Mutex;
use tokio::time::interval;
use tokio_util::sync::CancellationToken;

use super::cursor::Cursors;
use super::idempotency::Reservations;
use super::limits::Limits;
use super::min_position::Waits;
use crate::accounts::Accounts;
use crate::audit_key;
use crate::command_bus::CommandBus;
use crate::erasure_sweep;
use crate::health::Health;
use crate::hold_sweep;
use crate::pictures::Pictures;
use crate::refusals::Refusals;
use crate::seat_views::SeatViews;
use crate::settings::Settings;
use crate::waiting_rooms::WaitingRooms;

/// How often idle callers are forgotten.
const FORGET_IDLE_EVERY: Duration = Duration::from_secs(10);

/// The parts that calls are answered with. Cloned into every worker; each part is a handle.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub pool: PgPool,
    /// Where commands about events go.
    pub bus: CommandBus,
    /// Whether the parts are there.
    pub health: Health,
    /// The seats of the events that somebody looks at.
    pub seats: SeatViews,
    /// Who may call.
    pub accounts: Accounts,
    /// What was set at the start.
    pub settings: Arc<Settings>,
    /// How much one caller may ask for.
    pub limits: Arc<Limits>,
    /// Where lists go on.
    pub cursors: Cursors,
    /// What was answered to requests that may be sent again.
    pub reservations: Reservations,
    /// Pictures of events.
    pub pictures: Pictures,
    /// What buyers were refused.
    pub refusals: Refusals,
    /// Who waits for hot sales.
    pub waiting_rooms: WaitingRooms,
    /// Who signs checkpoints of the log.
    pub notary: Notary,
    /// Held by whoever verifies the log.
    pub verifying: Arc<Mutex<()>>,
    /// What reads that follow a command wait for, and how many do.
    pub waits: Arc<Waits>,
    /// Cancelled when the program begins to stop: it is not ready any more, but still answers.
    pub draining: CancellationToken,
}

impl AppState {
    /// Puts the parts together.
    pub fn new(
        pool: PgPool,
        bus: CommandBus,
        accounts: Accounts,
        settings: Arc<Settings>,
        draining: CancellationToken,
    ) -> Self {
        let limits = Arc::new(Limits::new(settings.rate_limits));
        let cursors = Cursors::new(accounts.secrets());
        let reservations = Reservations::new(pool.clone(), accounts.secrets());
        let seats = SeatViews::new(pool.clone());
        let waiting_rooms = WaitingRooms::new(pool.clone());
        let pictures = Pictures::new(&settings.uploads);
        let notary = audit_key::notary(pool.clone(), &settings);
        let health = Health::new(pool.clone(), draining.clone()).with_bus(bus.clone());
        Self {
            pool,
            bus,
            health,
            seats,
            accounts,
            settings,
            limits,
            cursors,
            reservations,
            pictures,
            refusals: Refusals::default(),
            waiting_rooms,
            notary,
            verifying: Arc::default(),
            waits: Arc::default(),
            draining,
        }
    }

    /// What has to be done all the time while calls are answered: following changes of roles and
    /// of seats, ending holds, clearing up after erased accounts, forgetting what is over. Until cancelled.
    pub async fn keep_up(&self, stop: CancellationToken) {
        let forget_idle = async {
            let mut ticks = interval(FORGET_IDLE_EVERY);
            while stop.run_until_cancelled(ticks.tick()).await.is_some() {
                self.limits.forget_idle();
                self.waiting_rooms.forget_idle();
            }
        };
        tokio::join!(
            self.accounts.keep_up(stop.clone()),
            self.reservations.keep_up(&stop),
            self.refusals.keep_up(&self.pool, &stop),
            self.waiting_rooms.keep_up(&stop),
            self.seats.follow(self.draining.clone(), stop.clone()),
            hold_sweep::run(&self.pool, &self.bus, &stop),
            self.accounts
                .answer_forgotten(&self.settings.public_url, &stop),
            erasure_sweep::run(&self.pool, &self.bus, &self.accounts, &stop),
            forget_idle,
        );
        self.reservations.flush().await;
        self.refusals.flush(&self.pool).await;
    }
}
