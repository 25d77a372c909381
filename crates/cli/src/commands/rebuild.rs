//! `rebuild`: makes everything that is derived anew.

use clap::Args;

use crate::{
    arguments::CommandLine,
    failure::{Ending, Result},
    opening::Opened,
    output::{Output, tell},
};

/// What `rebuild` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Make the search index, the agenda and what was done anew from the entries. Entries themselves are never \
    touched. Sealed compartments are made anew only with --as one of their members.\n\n\
    With --json, one object: what was looked at and how many files were repaired."
)]
pub(crate) struct Arguments {}

/// Makes them anew.
pub(crate) async fn run(
    line: &CommandLine,
    _arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    let opened = Opened::new(line, "rebuild").await?;
    let report = opened.house.rebuild_with(&opened.caller).await?;
    opened.close().await?;
    out.either(
        &report,
        &format!(
            "{} files with {} entries looked at, {} repaired, {} orphans removed",
            report.files, report.entries, report.repaired, report.orphans
        ),
    )?;
    if report.left_sealed > 0 {
        tell(&format!(
            "{} sealed compartments were left: only their members can rebuild them",
            report.left_sealed
        ));
    }
    if report.unreadable.is_empty() {
        Ok(Ending::Done)
    } else {
        tell(&format!(
            "{} files cannot be opened: run `unforgotten check`",
            report.unreadable.len()
        ));
        Ok(Ending::Found)
    }
}
