//! The sheet for the partner, made again at any time: which row ended how, and why.
//!
//! It is kept beside the report, sealed, and holds the places of rows and codes of doubts, but no cell, no
//! key and no name: the partner has those, and an erasure must not leave them here. It says what the
//! reader made of the list before anything was compared with what we hold, so that it cannot tell whom we
//! knew, who else speaks of them, or what was decided.

use access::Visible;
use kernel::{BatchId, Label};
use serde::{Deserialize, Serialize};
use store::Transaction;

use super::{ImportRow, Reading, staging::Staging};
use crate::{
    Caller, DeskError, Result,
    house::{House, open_paper, seal_paper},
};

/// What the paper is sealed as.
const PAPER: &str = "import sheet";
/// Rows of one sheet that are told apart; beyond them only their number is known.
const MOST_RUNS: usize = 60_000;

fn setting(batch: BatchId) -> String {
    format!("{PAPER}/{batch}")
}

/// Rows that follow each other and ended alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Run {
    /// What stands before the number in the place of each row: `line:`, `Sheet!`.
    before: String,
    /// The numbers of the first and the last row.
    from: u64,
    to: u64,
    end: Reading,
    /// Columns and codes of what was doubted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    doubts: Vec<(Option<String>, String)>,
}

/// What is kept of the rows while an import reads them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sheet {
    runs: Vec<Run>,
    /// Rows that there was no room for.
    untold: u64,
}

impl Sheet {
    /// Takes the next row.
    pub(super) fn note(&mut self, row: &ImportRow) {
        let number = row.line.to_string();
        let before = row.place.strip_suffix(&number).unwrap_or("row:");
        let doubts: Vec<(Option<String>, String)> = row
            .doubts
            .iter()
            .chain(&row.notices)
            .map(|doubt| (doubt.column.clone(), doubt.code.clone()))
            .collect();
        let full = self.runs.len() >= MOST_RUNS;
        match self.runs.last_mut() {
            Some(run)
                if run.to + 1 == row.line
                    && run.before == before
                    && run.end == row.reading
                    && run.doubts == doubts =>
            {
                run.to = row.line;
            }
            _ if full => self.untold += 1,
            _ => self.runs.push(Run {
                before: before.to_owned(),
                from: row.line,
                to: row.line,
                end: row.reading,
                doubts,
            }),
        }
    }
}

/// A sheet as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnerSheet(Sheet);

impl PartnerSheet {
    /// The sheet as CSV, formula-safe. `say` puts the code of a doubt into words. `banner` stands above.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn csv(&self, banner: &str, say: impl Fn(&str) -> String) -> std::io::Result<Vec<u8>> {
        let headers = ["place", "line", "outcome", "reasons"].map(str::to_owned);
        let mut out = Vec::new();
        lists::write_csv(&mut out, Label::Amber, banner, &headers, [])?;
        for run in &self.0.runs {
            let reasons = run
                .doubts
                .iter()
                .map(|(column, code)| match column {
                    Some(column) => format!("{column}: {}", say(code)),
                    None => say(code),
                })
                .collect::<Vec<_>>()
                .join("; ");
            for line in run.from..=run.to {
                let cells = [
                    format!("{}{line}", run.before),
                    line.to_string(),
                    outcome(run.end).word().to_owned(),
                    reasons.clone(),
                ];
                lists::append_csv(&mut out, [cells.as_slice()])?;
            }
        }
        if self.0.untold > 0 {
            let cells = [
                String::new(),
                String::new(),
                String::new(),
                format!("+ {}", self.0.untold),
            ];
            lists::append_csv(&mut out, [cells.as_slice()])?;
        }
        Ok(out)
    }
}

const fn outcome(end: Reading) -> lists::Outcome {
    match end {
        Reading::Accept => lists::Outcome::Accept,
        Reading::Review => lists::Outcome::Review,
        Reading::Reject => lists::Outcome::Reject,
        Reading::Skip => lists::Outcome::Skip,
    }
}

impl House {
    /// Keeps the sheet, in the transaction that publishes.
    pub(super) async fn keep_sheet(
        &self,
        staging: &Staging<'_>,
        transaction: &mut Transaction,
    ) -> Result<()> {
        let paper = serde_json::to_vec(&staging.sheet)
            .map_err(|_| DeskError::Inside("a sheet cannot be written"))?;
        let sealed = seal_paper(
            staging.keys.present()?,
            staging.into.compartment,
            PAPER,
            &paper,
            self.register.randomness(),
        )?;
        transaction
            .set_setting(&setting(staging.batch), sealed)
            .await?;
        Ok(())
    }

    /// The sheet of an import for the partner; nothing for imports from before it was kept.
    ///
    /// # Errors
    /// [`DeskError::Absent`] where the caller may not see the import.
    pub async fn partner_sheet(
        &self,
        caller: &Caller,
        batch: BatchId,
    ) -> Result<Option<Visible<PartnerSheet>>> {
        let line = self.import_of(caller, batch).await?;
        let permit = self.list_right(caller)?;
        let Some(sealed) = self.register.setting(&setting(batch)).await? else {
            return Ok(None);
        };
        let keys = self.keys_of(caller, line.compartment)?;
        // Sealed under the key of its epoch, as the report is.
        let opened = keys
            .keys
            .values()
            .rev()
            .find_map(|key| open_paper(key, line.compartment, PAPER, &sealed).ok());
        let Some(opened) = opened else {
            return Ok(None);
        };
        let sheet = serde_json::from_slice(&opened)
            .map_err(|_| DeskError::Inside("a sheet cannot be read"))?;
        Ok(Some(Visible::new(&permit, PartnerSheet(sheet))))
    }
}
