//! Imports as they are listed, and undone.

use access::{Import, Resource, Visible};
use kernel::{BatchId, FileId, Instant};
use store::{BatchState, StoredBatch, Transaction};

use super::ImportReport;
use crate::{
    Caller, DeskError, Result,
    house::{House, open_paper},
};

/// A finished import in lists.
#[derive(Clone, Debug)]
pub struct ImportLine {
    /// The import.
    pub batch: BatchId,
    /// The compartment it went into.
    pub compartment: kernel::CompartmentId,
    /// What became of it.
    pub state: BatchState,
    /// Who.
    pub by: String,
    /// When.
    pub created: Instant,
    /// The report.
    pub report: ImportReport,
}

/// Imports that a list of them goes back to.
const MOST_IMPORTS: i64 = 200;

impl House {
    /// An import as its readers see it; nothing where no key of its compartment is at hand.
    async fn import_line(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        batch: &StoredBatch,
    ) -> Result<Option<ImportLine>> {
        let Ok(keys) = self.keys_of(caller, batch.compartment) else {
            return Ok(None);
        };
        let report = match &batch.report {
            Some(sealed) => {
                // The report is sealed under the key of its epoch; try the present one, then older ones.
                let opened = keys.keys.values().rev().find_map(|key| {
                    open_paper(key, batch.compartment, "import report", sealed).ok()
                });
                let Some(opened) = opened else {
                    return Ok(None);
                };
                serde_json::from_slice(&opened)
                    .map_err(|_| DeskError::Inside("a report cannot be read"))?
            }
            None => ImportReport::default(),
        };
        let by = transaction
            .user(batch.by)
            .await?
            .map(|user| user.display_name)
            .unwrap_or_default();
        Ok(Some(ImportLine {
            batch: batch.id,
            compartment: batch.compartment,
            state: batch.state,
            by,
            created: batch.created,
            report,
        }))
    }

    /// The imports the caller may see, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn imports(&self, caller: &Caller) -> Result<Visible<Vec<ImportLine>>> {
        let permit = self.list_right(caller)?;
        let mut transaction = self.read().await?;
        let mut lines = Vec::new();
        for batch in transaction.batches(caller.viewer(), MOST_IMPORTS).await? {
            lines.extend(self.import_line(caller, &mut transaction, &batch).await?);
        }
        Ok(Visible::new(&permit, lines))
    }

    /// One import with its report.
    ///
    /// # Errors
    /// [`DeskError::Absent`].
    pub async fn import_of(&self, caller: &Caller, batch: BatchId) -> Result<Visible<ImportLine>> {
        let permit = self.list_right(caller)?;
        let mut transaction = self.read().await?;
        let stored = transaction
            .batches(caller.viewer(), 10_000)
            .await?
            .into_iter()
            .find(|stored| stored.id == batch)
            .ok_or(DeskError::Absent)?;
        let line = self
            .import_line(caller, &mut transaction, &stored)
            .await?
            .ok_or(DeskError::Absent)?;
        Ok(Visible::new(&permit, line))
    }

    /// Undoes an import: its untouched files are gone, those somebody worked on since are kept and
    /// returned.
    ///
    /// # Errors
    /// When the caller may not import there, or it was undone already.
    pub async fn undo_import(
        &self,
        caller: &Caller,
        batch: BatchId,
    ) -> Result<Visible<Vec<FileId>>> {
        let mut transaction = self.write().await?;
        let stored = transaction
            .batches(caller.viewer(), 10_000)
            .await?
            .into_iter()
            .find(|stored| stored.id == batch)
            .ok_or(DeskError::Absent)?;
        let _import =
            access::permit::<Import>(&caller.actor, &Resource::new(stored.compartment, "source"))?;
        let kept_batch = BatchId::new(self.register.clock(), self.register.randomness());
        let kept = transaction.undo_batch(batch, kept_batch).await?;
        transaction.end_stops_of_batch(batch).await?;
        // What the import had replaced is found again, and stops again.
        for file in transaction.files_updated_by(batch).await? {
            self.return_to_before(&mut transaction, caller, file, stored.compartment, batch)
                .await?;
        }
        transaction.settle_done_of_batch(batch).await?;
        self.event(
            &mut transaction,
            caller.actor.user,
            "import_undone",
            *batch.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        let permit = self.list_right(caller)?;
        Ok(Visible::new(&permit, kept))
    }
}
