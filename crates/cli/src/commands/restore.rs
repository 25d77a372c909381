//! `restore`: brings a backup back to an empty place.

use std::path::PathBuf;

use clap::Args;
use sealing::Argon2Cost;

use crate::{
    arguments::CommandLine,
    commands::verify_backup::newest_pair,
    failure::{Ending, Result},
    opening::{Key, clock, place, randomness},
    output::Output,
};

/// What `restore` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Bring a backup back to an empty place (--data or --database), opened with the key that the register \
    had then.\n\n\
    The backup is read from end to end first; afterwards what stands there must give the same digest. What was erased \
    since is erased again, from the journal in the folder or the one that is named. A restore that was cut short leaves \
    a folder that says so and is refused until it is removed."
)]
pub(crate) struct Arguments {
    /// One of the two files, their common name, or a folder: then the newest pair in it.
    #[arg(value_name = "FROM")]
    from: PathBuf,
    /// The journal of erasures of the lost register, if it was kept elsewhere.
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
}

/// Restores the backup.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    let place = place(&line.place)?;
    let from = newest_pair(&arguments.from)?;
    let key = Key::named_or_asked(&line.key)?;
    let report = desk::backup::restore(
        &from,
        &place,
        &key.source(),
        arguments.journal.as_deref(),
        clock(),
        randomness(),
        Argon2Cost::default(),
    )
    .await?;
    let text = format!(
        "{} is back as it was at {}; {} files were erased again",
        report.installation, report.created, report.erased_again
    );
    out.either(&report, &text)?;
    Ok(Ending::Done)
}
