//! `backup`: a sealed picture of the register.

use std::path::PathBuf;

use clap::Args;

use crate::{
    arguments::CommandLine,
    failure::{Ending, Failure, Result},
    opening::Opened,
    output::{Output, tell},
};

/// What `backup` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Write a sealed backup while others go on writing: two files, NAME.register and NAME.keyring.\n\n\
    The keyring holds the keys of the files. Keep it apart and remove it on the day that is named: from then on no backup \
    can bring back what was erased since. --json prints what was written, with the digest that a restore arrives at."
)]
pub(crate) struct Arguments {
    /// The folder; the pair in it is named after the moment.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Remove keyrings in the folder whose days are over.
    #[arg(long)]
    remove_expired_keyrings: bool,
}

/// Writes the backup.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    std::fs::create_dir_all(&arguments.folder)
        .map_err(|error| Failure::file("the folder", &arguments.folder, &error))?;
    let opened = Opened::new(line, "backup").await?;
    opened.house.sequence_all().await?;
    let report = opened.house.backup(&arguments.folder).await?;
    if arguments.remove_expired_keyrings {
        for keyring in opened.house.expired_keyrings(&arguments.folder).await? {
            std::fs::remove_file(&keyring)
                .map_err(|error| Failure::file("the keyring", &keyring, &error))?;
            tell(&format!("removed {}", keyring.display()));
        }
    }
    opened.close().await?;
    out.either(
        &report,
        &format!(
            "{}\n{}",
            report.register.display(),
            report.keyring.display()
        )
        .replace('\n', " and "),
    )?;
    tell(&format!(
        "remove the keyring after {}: only then an erasure is final",
        report.keep_keyring_until.iso()
    ));
    Ok(Ending::Done)
}
