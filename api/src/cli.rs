//! The command line.

use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use seatlog_domain::ids::EventId;
use seatlog_projections::seal::note::PublicKey;

use crate::program::{self, Database, Failure};
use crate::settings::{Settings, Source, TABLE};
use crate::tasks::what_if::{self, PriceList, Question};
use crate::tasks::{evidence, replay};
use crate::{backup, rebuilding, serve, tasks};

/// Event-sourced ticket booking: sells seats, never one twice.
#[derive(Debug, Parser)]
#[command(name = "seatlog", version, after_long_help = after_help())]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run Seatlog until Ctrl-C or SIGTERM.
    Serve {
        /// What this process does; the default is everything.
        #[arg(long, value_delimiter = ',', default_values_t = Role::ALL)]
        roles: Vec<Role>,
        /// Fill an empty system with demo events and accounts, and print the accounts once.
        #[arg(long)]
        demo: bool,
    },
    /// Bring the database's tables up to date, and do nothing else.
    Migrate,
    /// Fill an empty system with demo events and accounts, and print the accounts.
    Demo,
    /// Write everything that cannot be made anew into a folder, while the program runs.
    Backup {
        /// A folder that is new or empty.
        folder: PathBuf,
        /// Also the secrets that were generated into DATA_DIR.
        #[arg(long)]
        with_secrets: bool,
    },
    /// Put a backup into a database that has nothing in it, and verify it; the program must not run.
    Restore {
        /// The folder that `seatlog backup` has written.
        folder: PathBuf,
        /// Send the mails that had not been sent when the backup was made. Right where what it was
        /// made of has not sent a mail since; otherwise they may come twice.
        #[arg(long)]
        send_mails: bool,
    },
    /// Manage admins.
    Admin {
        #[command(subcommand)]
        command: AdminCommand,
    },
    /// Look at the read models.
    Projections {
        #[command(subcommand)]
        command: ProjectionsCommand,
    },
    /// Show that the log is what it was.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Print the OpenAPI document.
    Openapi,
}

#[derive(Debug, Subcommand)]
enum AdminCommand {
    /// Create an account with the role admin; the password is read from standard input.
    Create {
        /// The e-mail address to log in with.
        #[arg(long)]
        email: String,
        /// The name shown to others.
        #[arg(long, default_value = "Admin")]
        name: String,
        /// Say that the password comes from standard input (nothing else is possible).
        #[arg(long, required = true)]
        password_stdin: bool,
    },
}

#[derive(Debug, Subcommand)]
enum ProjectionsCommand {
    /// Every read model: how far it is, how far behind the log, and whether it runs.
    List,
    /// Build read models anew from the log, beside those in use and while bookings go on; ends when
    /// they are in use.
    Rebuild {
        /// Their names, as `projections list` shows them.
        #[arg(required = true)]
        names: Vec<String>,
    },
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Hash every fact again and compare it with its seal, the chain and every signed checkpoint;
    /// print what was found as JSON. Exit status 3: the log was changed.
    Verify {
        /// A checkpoint that was kept elsewhere; can be given several times.
        #[arg(long, value_name = "FILE")]
        checkpoint: Vec<PathBuf>,
        /// Believe this key instead of the installation's own.
        #[arg(long, value_name = "NAME+ID+KEY")]
        public_key: Option<PublicKey>,
    },
    /// Sign a checkpoint of the log as it is now and print it, to be kept elsewhere.
    Checkpoint,
    /// Print the key that checkpoints and proofs are checked with.
    PublicKey,
    /// Tell from the facts alone what every event, booking, hold and blocked seat was at a moment;
    /// or compare the read models with what the facts say.
    Replay {
        #[command(flatten)]
        question: replay::Question,
    },
    /// Go through the sale of one event again under another setting; print what was sold, for how
    /// much, and who was refused, as it was and as it would have been, and what that takes for
    /// granted, as JSON.
    WhatIf {
        /// The event's id.
        #[arg(long, value_name = "ID")]
        event: EventId,
        /// How long holds would last.
        #[arg(long, value_name = "N")]
        hold_ttl_secs: Option<u32>,
        /// The most seats that one buyer would be allowed.
        #[arg(long, value_name = "N")]
        max_seats_per_user: Option<u32>,
        /// What seats would cost, by section, in minor units; or a file that says so, one section
        /// a line.
        #[arg(long, value_name = "FILE|SECTION=MINOR,…", value_parser = PriceList::read)]
        prices: Option<PriceList>,
    },
}

/// What a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Answers HTTP and takes commands.
    Api,
    /// Builds the read models and passes facts on to NATS.
    Projections,
    /// Sends mails.
    Notifier,
}

impl Role {
    /// Everything.
    pub const ALL: [Self; 3] = [Self::Api, Self::Projections, Self::Notifier];
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Api => "api",
            Self::Projections => "projections",
            Self::Notifier => "notifier",
        })
    }
}

fn after_help() -> String {
    let settings = TABLE
        .iter()
        .map(|(name, default, meaning)| format!("  {name:<22} {meaning} [{default}]\n"));
    format!(
        "Settings (environment, or {} in the working directory):\n{}\n\
         Exit status:\n  0  done, or stopped in order\n  1  failed; the last line says why\n  \
         2  the command line or a setting makes no sense\n  \
         3  the log was changed (audit verify)\n  \
         4  read models are not what the log says (audit replay --compare)",
        "seatlog.toml",
        settings.collect::<String>()
    )
}

/// Runs the program; the exit status is documented in `--help`.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    if let Command::Openapi = arguments.command {
        println!("{}", crate::http::openapi::document());
        return ExitCode::SUCCESS;
    }
    let settings = Source::of_this_process()
        .and_then(|source| Settings::read(&source))
        .and_then(|settings| program::log_to_stderr(&settings).map(|()| settings));
    let settings = match settings {
        Ok(settings) => settings,
        Err(error) => {
            eprintln!("seatlog: {error}");
            return ExitCode::from(2);
        }
    };
    let done = execute(arguments.command, settings);
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("seatlog: {failure}");
            ExitCode::from(failure.exit_status())
        }
    }
}

#[tokio::main]
async fn execute(command: Command, settings: Settings) -> Result<(), Failure> {
    match command {
        Command::Serve { roles, demo } => serve::serve(settings, &roles, demo).await,
        Command::Migrate => Database::join(&settings).await?.close().await,
        Command::Demo => tasks::demo(&settings).await,
        Command::Backup {
            folder,
            with_secrets,
        } => backup::write(settings, &folder, with_secrets).await,
        Command::Restore { folder, send_mails } => {
            backup::restore(settings, &folder, send_mails).await
        }
        Command::Admin {
            command: AdminCommand::Create { email, name, .. },
        } => {
            let mut password = String::new();
            std::io::stdin().read_to_string(&mut password)?;
            let password = password.trim_end_matches(['\r', '\n']);
            tasks::create_admin(&settings, &email, &name, password).await
        }
        Command::Projections {
            command: ProjectionsCommand::List,
        } => tasks::list_projections(&settings).await,
        Command::Projections {
            command: ProjectionsCommand::Rebuild { names },
        } => rebuilding::rebuild(&settings, &names).await,
        Command::Audit { command } => match command {
            AuditCommand::Verify {
                checkpoint,
                public_key,
            } => evidence::verify_log(settings, &checkpoint, public_key).await,
            AuditCommand::Checkpoint => evidence::print_checkpoint(settings).await,
            AuditCommand::PublicKey => evidence::print_public_key(settings).await,
            AuditCommand::Replay { question } => replay::answer(&settings, question).await,
            AuditCommand::WhatIf {
                event,
                hold_ttl_secs,
                max_seats_per_user,
                prices,
            } => {
                let question = Question {
                    event,
                    hold_ttl_secs,
                    max_seats_per_user,
                    prices,
                };
                what_if::print(&settings, question).await
            }
        },
        Command::Openapi => Ok(()),
    }
}
