//! `audit`: verify, prove and read the ledger.

use std::path::PathBuf;

use clap::Subcommand;
use serde::Serialize;

use crate::{
    arguments::CommandLine,
    commands::{member, parsed},
    failure::{Ending, Failure, Result},
    opening::Opened,
    output::{Output, tell},
};

/// What `audit` takes.
#[derive(Debug, Subcommand)]
pub(crate) enum Arguments {
    /// Verify everything against everything: entries, openings and events against the ledger and back.
    #[command(
        long_about = "Verify everything against everything: entries, events and openings against their leaves and \
        back, leaves against the tree, the tree against every signed checkpoint.\n\n\
        With --json, one object: what was counted, the newest root, and the faults with what is wrong. Ends with 1 when \
        anything does not agree."
    )]
    Verify {
        /// A signed checkpoint that was kept elsewhere; only it shows that the whole ledger was not cut and signed anew.
        #[arg(long, value_name = "FILE")]
        witness: Vec<PathBuf>,
    },
    /// Prove to somebody else that an entry stands in the ledger; the proof holds no content.
    Prove {
        /// The entry.
        entry: String,
    },
    /// What a member could open, and what they did open.
    Exposure {
        /// The log-in name.
        user: String,
    },
    /// Who opened a file, and when.
    Openings {
        /// The file.
        file: String,
    },
    /// The newest signed checkpoint, to be kept elsewhere.
    Checkpoint,
    /// The ledger as lines of JSON, for a verifier that does not trust this program.
    Export,
}

#[derive(Serialize)]
struct Verified<'a> {
    clean: bool,
    #[serde(flatten)]
    report: &'a desk::audit::AuditReport,
}

/// Runs one of them.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    // Ids are looked at before anything is opened.
    let entry = match arguments {
        Arguments::Prove { entry } => Some(parsed("the entry", entry)?),
        _ => None,
    };
    let file = match arguments {
        Arguments::Openings { file } => Some(parsed("the file", file)?),
        _ => None,
    };
    let opened = Opened::new(line, "audit").await?;
    // What waits gets its place first, so that it can be verified and proved.
    opened.place_everything().await?;
    let mut ending = Ending::Done;
    match arguments {
        Arguments::Verify { witness } => ending = verify(&opened, witness, out).await?,
        Arguments::Prove { .. } => {
            if let Some(entry) = entry {
                out.object(&opened.house.prove(entry).await?)?;
            }
        }
        Arguments::Exposure { user } => exposure(&opened, user, out).await?,
        Arguments::Openings { .. } => {
            if let Some(file) = file {
                for opening in opened
                    .house
                    .openings_of(&opened.caller, file)
                    .await?
                    .into_inner()
                {
                    let text = format!("{}  {}  {}", opening.at, opening.display_name, opening.way);
                    out.either(&opening, &text)?;
                }
            }
        }
        Arguments::Checkpoint => {
            let note = checkpoint(&opened).await?;
            out.either(
                &serde_json::json!({ "checkpoint": note, "key": opened.house.ledger_key()? }),
                note.trim_end(),
            )?;
        }
        Arguments::Export => {
            opened.house.export_leaves(out).await?;
        }
    }
    opened.close().await?;
    Ok(ending)
}

async fn verify(opened: &Opened, witness: &[PathBuf], out: &mut Output) -> Result<Ending> {
    let mut notes = Vec::new();
    for path in witness {
        let note = std::fs::read_to_string(path)
            .map_err(|error| Failure::file("the checkpoint", path, &error))?;
        notes.push(note);
    }
    let report = opened.house.verify_against(&notes).await?;
    let clean = report.is_clean();
    if out.is_json() {
        out.object(&Verified {
            clean,
            report: &report,
        })?;
    } else {
        out.line(&format!(
            "{} entries, {} documents, {} leaves, {} events, {} openings, {} checkpoints; root {}",
            report.entries,
            report.blobs,
            report.leaves,
            report.events,
            report.openings,
            report.checkpoints,
            report.root
        ))?;
        for fault in &report.faults {
            out.line(&format!("{} {}: {}", fault.what, fault.id, fault.says))?;
        }
    }
    if clean {
        tell("everything agrees with everything");
        Ok(Ending::Done)
    } else {
        let count = u64::try_from(report.faults.len())
            .unwrap_or(u64::MAX)
            .saturating_add(report.more_faults);
        tell(&format!("{count} things do not agree with the ledger"));
        Ok(Ending::Found)
    }
}

async fn exposure(opened: &Opened, user: &str, out: &mut Output) -> Result<()> {
    let member = member(opened, user).await?;
    let exposure = opened
        .house
        .exposure(&opened.caller, member.id)
        .await?
        .into_inner();
    if out.is_json() {
        return out.object(&exposure);
    }
    out.line(&format!(
        "{} could open {} files:",
        member.login, exposure.files
    ))?;
    for compartment in &exposure.could_open {
        out.line(&format!(
            "  {}: {} files{}",
            compartment
                .title
                .clone()
                .unwrap_or_else(|| compartment.compartment.to_string()),
            compartment.files,
            if compartment.sealed { ", sealed" } else { "" }
        ))?;
    }
    out.line(&format!("and opened {} times:", exposure.opened.len()))?;
    for opening in &exposure.opened {
        let what = opening
            .name
            .clone()
            .unwrap_or_else(|| opening.file.to_string());
        out.line(&format!("  {}  {}  {what}", opening.at, opening.way))?;
    }
    Ok(())
}

async fn checkpoint(opened: &Opened) -> Result<String> {
    let mut transaction = opened.house.register().read().await?;
    transaction
        .checkpoint()
        .await?
        .map(|(_, note)| note)
        .ok_or_else(|| Failure::Said("the ledger is empty: there is no checkpoint yet".to_owned()))
}
