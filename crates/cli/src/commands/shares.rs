//! `shares`: recovery shares of the key.

use clap::Subcommand;

use crate::{
    arguments::CommandLine,
    failure::{Ending, Result},
    opening::Opened,
    output::{Output, tell},
};

/// What `shares` takes.
#[derive(Debug, Subcommand)]
pub(crate) enum Arguments {
    /// Cut the key into shares, any few of which open the register.
    #[command(
        long_about = "Cut the key into shares, any few of which open the register when the passphrase is lost. They are \
        printed once and kept nowhere: give each to another person, on paper. A new set replaces the old one."
    )]
    New {
        /// How many are needed.
        #[arg(long, value_name = "NUMBER")]
        threshold: u8,
        /// How many there are.
        #[arg(long, value_name = "NUMBER")]
        total: u8,
    },
}

/// Cuts the shares.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    let Arguments::New { threshold, total } = arguments;
    let opened = Opened::new(line, "shares").await?;
    let shares = opened.house.add_shares(*threshold, *total).await?;
    opened.close().await?;
    for (position, share) in shares.iter().enumerate() {
        out.either(
            &serde_json::json!({ "number": position + 1, "share": share.as_str() }),
            share.as_str(),
        )?;
    }
    tell(&format!(
        "any {threshold} of these {total} shares open the register; they are shown only now"
    ));
    Ok(Ending::Done)
}
