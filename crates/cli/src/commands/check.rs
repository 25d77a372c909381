//! `check`: the register from end to end.

use clap::Args;
use serde::Serialize;

use crate::{
    arguments::CommandLine,
    failure::{Ending, Result},
    opening::Opened,
    output::Output,
};

/// What `check` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Check the register from end to end without changing it: the database itself, the search index against \
    the entries, keys and erasures against the files, and everything against the ledger. Sealed compartments are compared \
    only with --as one of their members.\n\n\
    With --json, one object: {\"clean\", \"register\": {…}, \"ledger\": {…}}, each with its faults. Ends with 1 when \
    anything is wrong."
)]
pub(crate) struct Arguments {}

#[derive(Serialize)]
struct Checked {
    clean: bool,
    register: desk::rebuild::CheckReport,
    ledger: desk::audit::AuditReport,
    /// Work that the house gave up: a backup that could not be written, for example.
    given_up: Vec<GivenUp>,
}

#[derive(Serialize)]
struct GivenUp {
    work: String,
    due: String,
    reason: String,
}

/// Checks everything.
pub(crate) async fn run(
    line: &CommandLine,
    _arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    let opened = Opened::new(line, "check").await?;
    opened.house.sequence_all().await?;
    let register = opened.house.check_with(&opened.caller).await?;
    let ledger = opened.house.verify().await?;
    let clean = register.is_clean() && ledger.is_clean();
    let given_up = opened
        .house
        .failed_work()
        .await?
        .into_iter()
        .map(|(work, due, reason)| GivenUp {
            work,
            due: due.rfc3339(),
            reason,
        })
        .collect();
    opened.close().await?;
    let checked = Checked {
        clean,
        register,
        ledger,
        given_up,
    };
    if out.is_json() {
        out.object(&checked)?;
    } else {
        for fault in &checked.register.faults {
            out.line(&format!("{} {}: {}", fault.what, fault.id, fault.says))?;
        }
        for fault in &checked.ledger.faults {
            out.line(&format!("{} {}: {}", fault.what, fault.id, fault.says))?;
        }
        for work in &checked.given_up {
            out.line(&format!(
                "given up: {} of {}: {}",
                work.work, work.due, work.reason
            ))?;
        }
        out.line(if clean {
            "the register is sound"
        } else {
            "the register is damaged"
        })?;
    }
    Ok(if clean { Ending::Done } else { Ending::Found })
}
