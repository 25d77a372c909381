//! Imports: staged where nobody sees them, published or undone in one small transaction.

use kernel::{BatchId, CompartmentId, EntryId, FileId, Instant, UserId};

use crate::{StoreError, Transaction, Viewer, readable, values};

/// What became of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchState {
    /// Being staged; nobody sees it. One whose program ended is discarded.
    Staging,
    /// Published.
    Published,
    /// Given up before it was published.
    Discarded,
    /// Published, then undone.
    Undone,
    /// The part of an undone import that people had worked on since.
    Kept,
}

impl BatchState {
    pub(crate) const fn code(self) -> i64 {
        match self {
            Self::Staging => 0,
            Self::Published => 1,
            Self::Discarded => 2,
            Self::Undone => 3,
            Self::Kept => 4,
        }
    }

    pub(crate) const fn from_code(code: i64) -> Option<Self> {
        match code {
            0 => Some(Self::Staging),
            1 => Some(Self::Published),
            2 => Some(Self::Discarded),
            3 => Some(Self::Undone),
            4 => Some(Self::Kept),
            _ => None,
        }
    }
}

/// An import as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredBatch {
    /// The import.
    pub id: BatchId,
    /// What became of it.
    pub state: BatchState,
    /// The compartment it went into.
    pub compartment: CompartmentId,
    /// The file of its source.
    pub source: Option<FileId>,
    /// Who imported.
    pub by: UserId,
    /// When.
    pub created: Instant,
    /// The report, sealed.
    pub report: Option<Vec<u8>>,
}

/// The entry `o` came by hand or with another import that was neither discarded nor undone.
macro_rules! written_by_others {
    () => {
        concat!(
            "(o.batch IS NULL OR (o.batch <> $1 AND NOT EXISTS ",
            "(SELECT 1 FROM batches x WHERE x.id = o.batch AND x.state IN (2, 3))))"
        )
    };
}

/// The first number that no import has.
macro_rules! next_number {
    () => {
        "(SELECT COALESCE(MAX(taken.number), 0) + 1 FROM batches taken)"
    };
}

impl Transaction {
    /// Opens an import.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn open_batch(
        &mut self,
        id: BatchId,
        compartment: CompartmentId,
        source: Option<FileId>,
        by: UserId,
        at: Instant,
    ) -> Result<(), StoreError> {
        self.execute(
            concat!(
                "INSERT INTO batches (id, state, compartment, source, user_id, created, number) ",
                "SELECT $1, 0, $2, $3, $4, $5, ",
                next_number!()
            ),
            values![id, compartment, source, by, at],
        )
        .await?;
        Ok(())
    }

    /// The number of an import in the blind index; 0 for what was written by hand.
    ///
    /// # Errors
    /// When there is no such import, or the engine fails.
    pub(crate) async fn batch_number(&mut self, batch: Option<BatchId>) -> Result<i64, StoreError> {
        let Some(batch) = batch else { return Ok(0) };
        self.row("SELECT number FROM batches WHERE id = $1", values![batch])
            .await?
            .ok_or(StoreError::Damaged("an entry came with an unknown import"))?
            .int(0)
    }

    /// Gives numbers to imports that an earlier format wrote without one, and to their rows in the
    /// blind index. Says whether there were any.
    ///
    /// # Errors
    /// When the engine fails.
    pub(crate) async fn number_batches(&mut self) -> Result<bool, StoreError> {
        let waiting = self
            .rows(
                "SELECT id FROM batches WHERE number IS NULL ORDER BY created, id",
                values![],
            )
            .await?;
        for row in &waiting {
            let batch = row.id(0, BatchId::from_slice)?;
            self.execute(
                concat!(
                    "UPDATE batches SET number = ",
                    next_number!(),
                    " WHERE id = $1"
                ),
                values![batch],
            )
            .await?;
            let number = self.batch_number(Some(batch)).await?;
            self.execute(
                concat!(
                    "UPDATE index_rows SET batch = $2 WHERE entry IN (SELECT id FROM entries WHERE batch = $1) ",
                    "AND EXISTS (SELECT 1 FROM entries e WHERE e.id = index_rows.entry AND e.version = index_rows.version AND e.batch = $1)"
                ),
                values![batch, number],
            )
            .await?;
        }
        Ok(!waiting.is_empty())
    }

    /// Publishes an import: from this commit on everybody sees it, and projections of the versions
    /// it replaces are gone.
    ///
    /// # Errors
    /// When it is not being staged any more, or the engine fails.
    pub async fn publish_batch(&mut self, id: BatchId, report: Vec<u8>) -> Result<(), StoreError> {
        let changed = self
            .execute(
                "UPDATE batches SET state = 1, report = $2 WHERE id = $1 AND state = 0",
                values![id, report],
            )
            .await?;
        if changed != 1 {
            return Err(StoreError::Overtaken);
        }
        // A version written by hand while the import was staged has the same number: the primary key
        // has refused it then, so here the newest version is the import's.
        for table in [
            "DELETE FROM index_rows WHERE entry IN (SELECT n.id FROM entries n WHERE n.batch = $1 AND n.version > 1) AND version < (SELECT MAX(e.version) FROM entries e WHERE e.id = index_rows.entry)",
            "DELETE FROM agenda WHERE entry IN (SELECT n.id FROM entries n WHERE n.batch = $1 AND n.version > 1) AND version < (SELECT MAX(e.version) FROM entries e WHERE e.id = agenda.entry)",
            "DELETE FROM done WHERE entry IN (SELECT n.id FROM entries n WHERE n.batch = $1 AND n.version > 1) AND version < (SELECT MAX(e.version) FROM entries e WHERE e.id = done.entry)",
        ] {
            self.execute(table, values![id]).await?;
        }
        Ok(())
    }

    /// Files that an import wrote something new about (other than opening them).
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn files_touched_by(&mut self, id: BatchId) -> Result<Vec<FileId>, StoreError> {
        self.rows(
            "SELECT DISTINCT file FROM entries WHERE batch = $1 ORDER BY file",
            values![id],
        )
        .await?
        .iter()
        .map(|row| row.id(0, FileId::from_slice))
        .collect()
    }

    /// Of these, the files that somebody has written into since, by hand or by a later import.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn files_edited_since(&mut self, id: BatchId) -> Result<Vec<FileId>, StoreError> {
        self.rows(
            concat!(
                // Leaves are made in the order of writing; ids of entries are not when a later version is.
                "SELECT DISTINCT e.file FROM entries e JOIN entries o ON o.file = e.file AND o.leaf > e.leaf ",
                "WHERE e.batch = $1 AND ",
                written_by_others!(),
                " UNION SELECT DISTINCT e.file FROM entries e JOIN entries o ON o.id = e.id AND o.version > e.version ",
                "WHERE e.batch = $1 AND ",
                written_by_others!(),
                " ",
                "UNION SELECT DISTINCT e.file FROM entries e JOIN links l ON l.from_file = e.file AND l.active = 1 WHERE e.batch = $1"
            ),
            values![id],
        )
        .await?
        .iter()
        .map(|row| row.id(0, FileId::from_slice))
        .collect()
    }

    /// Undoes a published import but for the files somebody worked on since, which are kept as
    /// the batch `kept`. Returns the files that were kept.
    ///
    /// # Errors
    /// [`StoreError::Overtaken`] when it is not published.
    pub async fn undo_batch(
        &mut self,
        id: BatchId,
        kept: BatchId,
    ) -> Result<Vec<FileId>, StoreError> {
        let edited = self.files_edited_since(id).await?;
        if !edited.is_empty() {
            self.execute(
                concat!(
                    "INSERT INTO batches (id, state, compartment, source, user_id, created, report, number) ",
                    "SELECT $2, 4, compartment, source, user_id, created, report, ",
                    next_number!(),
                    " FROM batches WHERE id = $1"
                ),
                values![id, kept],
            )
            .await?;
            let (before, after) = (
                self.batch_number(Some(id)).await?,
                self.batch_number(Some(kept)).await?,
            );
            for file in &edited {
                self.execute(
                    "UPDATE index_rows SET batch = $2 WHERE batch = $1 AND entry IN (SELECT id FROM entries WHERE file = $3)",
                    values![before, after, *file],
                )
                .await?;
                self.execute(
                    "UPDATE entries SET batch = $2 WHERE batch = $1 AND file = $3",
                    values![id, kept, *file],
                )
                .await?;
                self.execute(
                    "UPDATE files SET batch = $2 WHERE batch = $1 AND id = $3",
                    values![id, kept, *file],
                )
                .await?;
            }
        }
        let changed = self
            .execute(
                "UPDATE batches SET state = 3 WHERE id = $1 AND state = 1",
                values![id],
            )
            .await?;
        if changed != 1 {
            return Err(StoreError::Overtaken);
        }
        Ok(edited)
    }

    /// Discards imports that were being staged when the program ended. Their rows go: nobody ever
    /// saw them, and no acknowledged write is among them. Their leaf stays as the trace of a discarded batch.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn discard_batch(&mut self, id: BatchId) -> Result<(), StoreError> {
        for statement in [
            "DELETE FROM index_rows WHERE entry IN (SELECT id FROM entries WHERE batch = $1 AND version = 1)",
            "DELETE FROM agenda WHERE entry IN (SELECT id FROM entries WHERE batch = $1 AND version = 1)",
            "DELETE FROM done WHERE entry IN (SELECT id FROM entries WHERE batch = $1 AND version = 1)",
            "DELETE FROM index_rows WHERE EXISTS (SELECT 1 FROM entries n WHERE n.batch = $1 AND n.id = index_rows.entry AND n.version = index_rows.version)",
            "DELETE FROM agenda WHERE EXISTS (SELECT 1 FROM entries n WHERE n.batch = $1 AND n.id = agenda.entry AND n.version = agenda.version)",
            "DELETE FROM done WHERE EXISTS (SELECT 1 FROM entries n WHERE n.batch = $1 AND n.id = done.entry AND n.version = done.version)",
            "DELETE FROM entries WHERE batch = $1",
            "DELETE FROM file_keys WHERE file IN (SELECT id FROM files WHERE batch = $1)",
            "DELETE FROM files WHERE batch = $1",
            "UPDATE batches SET state = 2 WHERE id = $1",
        ] {
            self.execute(statement, values![id]).await?;
        }
        Ok(())
    }

    /// Ends the stops raised by entries of an import that was undone.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn end_stops_of_batch(&mut self, id: BatchId) -> Result<(), StoreError> {
        let rows = self
            .rows(
                "SELECT DISTINCT s.entry, s.file FROM stops s JOIN entries e ON e.id = s.entry WHERE e.batch = $1 AND s.active = 1",
                values![id],
            )
            .await?;
        for row in rows {
            let (entry, file) = (
                row.id(0, EntryId::from_slice)?,
                row.id(1, FileId::from_slice)?,
            );
            self.end_stops_of(entry, file).await?;
        }
        Ok(())
    }

    /// Settles `last_done` of the files of an import from which something done was read.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn settle_done_of_batch(&mut self, id: BatchId) -> Result<(), StoreError> {
        let rows = self
            .rows(
                "SELECT DISTINCT e.file FROM entries e JOIN done d ON d.entry = e.id WHERE e.batch = $1",
                values![id],
            )
            .await?;
        for row in rows {
            let file = row.id(0, FileId::from_slice)?;
            self.settle_done(file).await?;
        }
        Ok(())
    }

    /// Whether an import is still being staged. On PostgreSQL nobody can end it before this
    /// transaction does; the embedded engine has one writer anyway.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn is_staging(&mut self, id: BatchId) -> Result<bool, StoreError> {
        let held = self
            .execute(
                "UPDATE batches SET state = 0 WHERE id = $1 AND state = 0",
                values![id],
            )
            .await?;
        Ok(held == 1)
    }

    /// Imports in this state.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn batches_in(&mut self, state: BatchState) -> Result<Vec<BatchId>, StoreError> {
        self.rows(
            "SELECT id FROM batches WHERE state = $1 ORDER BY created",
            values![state.code()],
        )
        .await?
        .iter()
        .map(|row| row.id(0, BatchId::from_slice))
        .collect()
    }

    /// The imports that the viewer may see, newest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn batches(
        &mut self,
        viewer: Viewer,
        limit: i64,
    ) -> Result<Vec<StoredBatch>, StoreError> {
        let mut arguments = viewer.arguments();
        arguments.extend(values![limit]);
        self.rows(
            concat!(
                "SELECT b.id, b.state, b.compartment, b.source, b.user_id, b.created, b.report FROM batches b WHERE ",
                readable!("b.compartment", "'source'", "NULL"),
                " ORDER BY b.created DESC, b.id LIMIT $3"
            ),
            arguments,
        )
        .await?
        .iter()
        .map(|row| {
            Ok(StoredBatch {
                id: row.id(0, BatchId::from_slice)?,
                state: BatchState::from_code(row.int(1)?).ok_or(StoreError::Damaged("a batch state is unknown"))?,
                compartment: row.id(2, CompartmentId::from_slice)?,
                source: row.optional_id(3, FileId::from_slice)?,
                by: row.id(4, UserId::from_slice)?,
                created: row.instant(5)?,
                report: row.optional_bytes(6)?,
            })
        })
        .collect()
    }

    /// The current published versions of the entries of one kind in a compartment whose index
    /// carries a hash: how a re-import finds the rows it brought before.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn files_by_hash(
        &mut self,
        compartment: CompartmentId,
        hash: i64,
    ) -> Result<Vec<(FileId, EntryId)>, StoreError> {
        self.rows(
            concat!(
                "SELECT DISTINCT i.file, i.entry FROM index_rows i JOIN files f ON f.id = i.file AND f.erased IS NULL AND f.compartment = $2 ",
                "JOIN entries e ON e.id = i.entry AND e.version = i.version WHERE i.hash = $1 AND ",
                "(e.batch IS NULL OR EXISTS (SELECT 1 FROM batches b WHERE b.id = e.batch AND b.state IN (1, 4))) ORDER BY i.file, i.entry"
            ),
            values![hash, compartment],
        )
        .await?
        .iter()
        .map(|row| Ok((row.id(0, FileId::from_slice)?, row.id(1, EntryId::from_slice)?)))
        .collect()
    }
}
