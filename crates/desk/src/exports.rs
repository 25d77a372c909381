//! Ours out: what the reader may see, in open formats, readable without this program.

use access::{Export, Resource, Visible};
use kernel::{FileId, Label};
use serde::Serialize;
use store::{FileCursor, FileOrder};

use crate::{
    Caller, DeskError, Result,
    files::History,
    house::House,
    people::{PersonLine, line},
};

/// One row of an exported list of people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExportedPerson {
    /// The file.
    pub id: String,
    /// Names, the person's own script first.
    pub names: Vec<String>,
    /// Country code of the detaining authority.
    pub country: Option<String>,
    /// Stage, as a code.
    pub stage: Option<String>,
    /// Place of detention.
    pub place: Option<String>,
    /// Held since, as a day.
    pub held_since: Option<String>,
    /// The last day anything was done for the person.
    pub last_done: Option<String>,
    /// The narrowest label of what the row was made from.
    pub label: String,
}

/// A whole file, exported entry by entry.
#[derive(Clone, Debug, Serialize)]
pub struct ExportedFile {
    /// The file.
    pub id: String,
    /// Its compartment.
    pub compartment: String,
    /// All versions of all entries, oldest first.
    pub entries: Vec<ExportedEntry>,
}

/// One version of an entry, in clear.
#[derive(Clone, Debug, Serialize)]
pub struct ExportedEntry {
    /// The entry.
    pub id: String,
    /// The version.
    pub version: u32,
    /// The day it was recorded.
    pub recorded: String,
    /// The inner envelope with the body.
    #[serde(flatten)]
    pub inner: kernel::Inner,
}

fn exported(line: &PersonLine, history: &History) -> ExportedPerson {
    ExportedPerson {
        id: line.file.to_string(),
        names: line.names.iter().map(|name| name.text.clone()).collect(),
        country: line.country.clone(),
        stage: line.stage.clone(),
        place: line.place.clone(),
        held_since: line.held_since.map(kernel::Day::iso),
        last_done: line.last_done.map(kernel::Day::iso),
        label: history
            .current()
            .filter(|entry| matches!(entry.kind(), "name" | "detention"))
            .map(|entry| entry.inner.label)
            .max()
            .unwrap_or(Label::AmberStrict)
            .text()
            .to_owned(),
    }
}

impl House {
    /// Every person the caller may read and export, in order of "forgotten", a batch at a time to
    /// `sink`. Compartments where the caller may not export are left out.
    ///
    /// # Errors
    /// When the caller may export nowhere, or the store fails.
    pub async fn export_people(
        &self,
        caller: &Caller,
        sink: &mut (dyn FnMut(Visible<ExportedPerson>) -> Result<()> + Send),
    ) -> Result<u64> {
        let may = |compartment| {
            access::permit::<Export>(&caller.actor, &Resource::new(compartment, "name")).is_ok()
        };
        if !caller.keyring.keys().any(|compartment| may(*compartment)) {
            return Err(DeskError::Absent);
        }
        let mut after: Option<FileCursor> = None;
        let mut count = 0;
        loop {
            let mut transaction = self.read().await?;
            let files = transaction
                .files(caller.viewer(), "person", FileOrder::Forgotten, after, 500)
                .await?;
            let Some(last) = files.last() else { break };
            after = Some(FileCursor {
                sort: last.sort_value(FileOrder::Forgotten),
                id: last.id,
            });
            let mut opened: Vec<FileId> = Vec::new();
            for stored in &files {
                if !may(stored.compartment) {
                    continue;
                }
                let Ok(open) = self.open_stored(caller, &mut transaction, stored).await else {
                    continue;
                };
                let history = self.history(caller, &mut transaction, &open).await?;
                if history.of_kind("name").next().is_none() {
                    continue;
                }
                let permit = self.read_right(caller, stored.compartment, "name")?;
                let row = exported(&line(stored.id, stored.created, &history), &history);
                opened.push(stored.id);
                count += 1;
                sink(Visible::new(&permit, row))?;
            }
            drop(transaction);
            self.log_openings(caller, &opened).await?;
        }
        Ok(count)
    }

    /// Every file the caller may read and export, whole, to `sink`.
    ///
    /// # Errors
    /// As for people.
    pub async fn export_files(
        &self,
        caller: &Caller,
        sink: &mut (dyn FnMut(Visible<ExportedFile>) -> Result<()> + Send),
    ) -> Result<u64> {
        let mut count = 0;
        let compartments: Vec<_> = caller
            .keyring
            .keys()
            .copied()
            .filter(|compartment| {
                access::permit::<Export>(&caller.actor, &Resource::new(*compartment, "name"))
                    .is_ok()
            })
            .collect();
        if compartments.is_empty() {
            return Err(DeskError::Absent);
        }
        for compartment in compartments {
            let mut after = None;
            loop {
                let mut transaction = self.read().await?;
                let files = transaction
                    .files_of_compartment(compartment, after, 500)
                    .await?;
                let Some(last) = files.last() else { break };
                after = Some(last.id);
                let mut opened = Vec::new();
                for stored in &files {
                    let Ok(open) = self.open_stored(caller, &mut transaction, stored).await else {
                        continue;
                    };
                    let history = self.history(caller, &mut transaction, &open).await?;
                    if history.all().next().is_none() {
                        continue;
                    }
                    let permit = self.read_right(caller, stored.compartment, "name")?;
                    let file = ExportedFile {
                        id: stored.id.to_string(),
                        compartment: compartment.to_string(),
                        entries: history
                            .all()
                            .map(|entry| ExportedEntry {
                                id: entry.outer.id.to_string(),
                                version: entry.outer.version,
                                recorded: entry.outer.recorded.iso(),
                                inner: entry.inner.clone(),
                            })
                            .collect(),
                    };
                    opened.push(stored.id);
                    count += 1;
                    sink(Visible::new(&permit, file))?;
                }
                drop(transaction);
                self.log_openings(caller, &opened).await?;
            }
        }
        Ok(count)
    }
}
