//! `brief`: sets the brief for a meeting.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use web::DocumentRenderer;

use crate::{
    arguments::CommandLine,
    commands::{parsed, write_private},
    failure::{Ending, Failure, Result},
    opening::Opened,
    output::{Output, tell},
    renderer::Typesetter,
};

/// The format of the brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tagged PDF, for paper and for screen readers.
    Pdf,
}

/// What `brief` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Set the brief for a meeting: whoever is on its list and clear at this moment, with freshness dates, asks \
    and earlier answers; the others are named as not to be raised today.\n\n\
    The file names no author, no program and no time, and its title is the meeting's code. Every person in it counts as \
    opened. `unforgotten meetings` lists the ids."
)]
pub(crate) struct Arguments {
    /// The meeting's file.
    #[arg(long, value_name = "ID")]
    meeting: String,
    /// The format.
    #[arg(long, value_enum, default_value = "pdf")]
    format: Format,
    /// Where it goes; - is standard output.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The language: en or ar.
    #[arg(long, default_value = "en", value_name = "LOCALE")]
    locale: String,
}

/// Sets the brief.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    let meeting = parsed("--meeting", &arguments.meeting)?;
    if web::text::Locale::from_code(&arguments.locale).is_none() {
        return Err(Failure::Usage(format!(
            "there is no language {:?}: en or ar",
            arguments.locale
        )));
    }
    let opened = Opened::new(line, "brief").await?;
    let brief = opened.house.brief(&opened.caller, meeting).await?;
    let Format::Pdf = arguments.format;
    let bytes =
        tokio::task::block_in_place(|| Typesetter::new().brief_pdf(&brief, &arguments.locale))
            .map_err(|error| Failure::Said(format!("the brief cannot be set: {error}")))?;
    opened.close().await?;
    if arguments.out == Path::new("-") {
        out.bytes(&bytes)?;
    } else {
        write_private("the brief", &arguments.out, &bytes)?;
    }
    tell(&format!(
        "{} people to raise, {} not today",
        brief.people.len(),
        brief.not_today.len()
    ));
    Ok(Ending::Done)
}
