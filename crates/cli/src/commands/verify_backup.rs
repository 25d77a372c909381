//! `verify-backup`: reads a backup from end to end without restoring it.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::{
    arguments::CommandLine,
    failure::{Ending, Failure, Result},
    opening::Key,
    output::Output,
};

/// What `verify-backup` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Read a backup from end to end without restoring it: every block opens, nothing is cut or swapped, \
    both files belong together."
)]
pub(crate) struct Arguments {
    /// One of the two files, their common name, or a folder: then the newest pair in it.
    #[arg(value_name = "FROM")]
    from: PathBuf,
}

/// The newest pair of a folder; anything else is taken as it is.
pub(crate) fn newest_pair(from: &Path) -> Result<PathBuf> {
    if !from.is_dir() {
        return Ok(from.to_path_buf());
    }
    let files =
        std::fs::read_dir(from).map_err(|error| Failure::file("the folder", from, &error))?;
    // The names begin with the moment, so that the last one is the newest.
    files
        .flatten()
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "register"))
        .max()
        .ok_or_else(|| Failure::Said(format!("there is no backup in {}", from.display())))
}

/// Verifies the backup.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    let from = newest_pair(&arguments.from)?;
    let key = Key::named_or_asked(&line.key)?;
    let report = desk::backup::verify_backup(&from, &key.source())?;
    out.either(
        &report,
        &format!("the backup of {} is whole", report.created),
    )?;
    Ok(Ending::Done)
}
