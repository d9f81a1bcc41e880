//! `seatlog audit replay`: the past as the facts alone tell it, and read models held against it.

mod written;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use seatlog_domain::ids::EventId;
use seatlog_projections::as_of::{AsOf, Moment, NoMoment, resolve};
use seatlog_projections::audit::compare::{Difference, compare};
use seatlog_projections::audit::replay::replay;
use serde_json::json;
use uuid::Uuid;

use crate::program::{Database, Failure};
use crate::settings::Settings;
use written::{write_compared, write_difference, write_json, write_text, write_totals};

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For programs.
    Json,
    /// For people.
    Text,
}

/// What is asked.
#[derive(Debug, clap::Args)]
pub struct Question {
    /// Until when: an RFC 3339 time, or a position in the log.
    #[arg(long, value_name = "TIME", required_unless_present = "compare")]
    as_of: Option<AsOf>,
    /// Compare every row of every read model with the log instead, and print each difference. Exit
    /// status 4: there are some. The program may run meanwhile.
    #[arg(long, conflicts_with = "as_of")]
    compare: bool,
    /// Only this event.
    #[arg(long, value_name = "ID")]
    event: Option<Uuid>,
    /// How it is written.
    #[arg(long, default_value = "text")]
    format: Format,
    /// Where it is written; the default is standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Answers the question.
///
/// # Errors
/// Read models differ from the log (exit status 4), there is no such moment (exit status 2), or the
/// database or the file fails.
pub async fn answer(settings: &Settings, asked: Question) -> Result<(), Failure> {
    let mut out = open(asked.out.as_deref())?;
    let database = Database::join(settings).await?;
    let answered = match asked.as_of {
        Some(as_of) => tell_past(&database, as_of, &asked, &mut out).await,
        None => tell_differences(&database, &asked, &mut out).await,
    };
    database.close().await?;
    answered?;
    Ok(out.flush()?)
}

type Out = Box<dyn Write + Send>;

fn open(path: Option<&Path>) -> Result<Out, Failure> {
    let Some(path) = path else {
        return Ok(Box::new(BufWriter::new(io::stdout())));
    };
    let file = File::create(path);
    let file = file.map_err(|error| Failure::setting(format!("{}: {error}", path.display())))?;
    Ok(Box::new(BufWriter::new(file)))
}

async fn tell_past(
    database: &Database,
    as_of: AsOf,
    asked: &Question,
    out: &mut Out,
) -> Result<(), Failure> {
    let moment = match resolve(&database.pool, as_of).await {
        Ok(moment) => moment,
        Err(NoMoment::Database(error)) => return Err(error.into()),
        Err(error) => return Err(Failure::setting(format!("--as-of {error}"))),
    };
    let Moment { position, time } = moment;
    match asked.format {
        Format::Json => {
            let as_of = json!({"position": position, "time": time});
            write!(out, "{{\"as_of\":{as_of},\"events\":[")?;
        }
        Format::Text => writeln!(out, "As of {time}, position {position}")?,
    }
    let mut first = true;
    let totals = replay(
        &database.pool,
        moment,
        asked.event.map(EventId::new),
        |event| {
            match asked.format {
                Format::Json => write_json(out, event, first),
                Format::Text => write_text(out, event),
            }?;
            first = false;
            Ok::<_, Failure>(())
        },
    )
    .await?;
    write_totals(out, asked.format, totals)?;
    match (asked.event, first) {
        (Some(id), true) => Err(Failure::setting(format!("there was no event {id} then"))),
        (Some(_) | None, _) => Ok(()),
    }
}

async fn tell_differences(
    database: &Database,
    asked: &Question,
    out: &mut Out,
) -> Result<(), Failure> {
    let mut written = Ok(());
    if asked.format == Format::Json {
        write!(out, "{{\"differences\":[")?;
    }
    let mut first = true;
    let mut tell = |difference: Difference| {
        if written.is_ok() {
            written = write_difference(out, asked.format, &difference, first);
            first = false;
        }
    };
    let event = asked.event.map(EventId::new);
    let compared = compare(&database.pool, event, &mut tell).await?;
    written?;
    write_compared(out, asked.format, &compared)?;
    out.flush()?;
    match compared.differences {
        0 => Ok(()),
        found => Err(Failure::differing(format!(
            "differences between the read models and the log: {found}"
        ))),
    }
}
