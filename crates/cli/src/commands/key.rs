//! `key`: other ways to open the register.

use std::path::PathBuf;

use clap::Subcommand;
use kernel::Randomness;
use zeroize::Zeroizing;

use crate::{
    arguments::CommandLine,
    commands::write_private,
    failure::{Ending, Failure, Result},
    opening::Opened,
    output::{Output, tell},
    secrets,
    system::SystemRandomness,
};

/// What `key` takes.
#[derive(Debug, Subcommand)]
pub(crate) enum Arguments {
    /// Add a key file, for a server that starts unattended.
    #[command(
        long_about = "Add a key file, for a server that starts unattended. Whoever holds the file and the register reads \
        ordinary compartments: keep it on another disk, or as a systemd credential."
    )]
    AddFile {
        /// The file.
        file: PathBuf,
        /// Make the file with new random content; it must not be there yet.
        #[arg(long)]
        make: bool,
    },
}

/// Adds the key file.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    _out: &mut Output,
) -> Result<Ending> {
    let Arguments::AddFile { file, make } = arguments;
    if *make && file.exists() {
        return Err(Failure::Said(format!(
            "{} is there already; nothing was changed",
            file.display()
        )));
    }
    let opened = Opened::new(line, "key add-file").await?;
    if *make {
        let mut random = Zeroizing::new([0_u8; 32]);
        SystemRandomness.fill(random.as_mut_slice());
        let text: Zeroizing<String> =
            Zeroizing::new(random.iter().map(|byte| format!("{byte:02x}")).collect());
        write_private("the key file", file, text.as_bytes())?;
    }
    let content = secrets::bytes("the key file", file)?;
    opened.house.add_key_file(&content).await?;
    opened.close().await?;
    tell("the key file opens the register from now on");
    Ok(Ending::Done)
}
