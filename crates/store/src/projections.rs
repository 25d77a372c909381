//! What stands in the projections, beside what they are made of: for `check` and `rebuild`.

use kernel::{BatchId, Day, EntryId, FileId, Instant};

use crate::{
    BatchState, StoreError, StoredEntry, Transaction,
    entries::{ENTRY_COLUMNS, NEVER},
    values,
};

/// The projection rows of one file as they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Projected {
    /// The blind index: hash, file, entry, version, the import it came with.
    pub index: Vec<(i64, FileId, EntryId, i64, Option<BatchId>)>,
    /// The agenda: entry, version, clock, when, file.
    pub agenda: Vec<(EntryId, i64, String, Instant, FileId)>,
    /// What was done: entry, version, day, file.
    pub done: Vec<(EntryId, i64, Day, FileId)>,
}

impl Projected {
    /// In one order, so that two can be compared.
    pub fn sort(&mut self) {
        self.index.sort_unstable();
        self.agenda.sort_unstable();
        self.done.sort_unstable();
    }
}

/// Counts that must all be nought in a sound register, each with what it counts.
const SANITY: [(&str, &str); 10] = [
    (
        "files without a key that were not erased",
        "SELECT COUNT(*) FROM files f WHERE f.erased IS NULL AND NOT EXISTS (SELECT 1 FROM file_keys k WHERE k.file = f.id)",
    ),
    (
        "files that were erased and have a key",
        "SELECT COUNT(*) FROM files f JOIN file_keys k ON k.file = f.id WHERE f.erased IS NOT NULL",
    ),
    (
        "keys without a file",
        "SELECT COUNT(*) FROM file_keys k WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.id = k.file)",
    ),
    (
        "erasures of files that stand as if they had not been erased",
        "SELECT COUNT(*) FROM erasures x JOIN files f ON f.id = x.file WHERE f.erased IS NULL",
    ),
    (
        "entries without a file",
        "SELECT COUNT(*) FROM entries e WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.id = e.file)",
    ),
    (
        "pieces of blobs that are not there, or whose file was erased",
        concat!(
            "SELECT COUNT(*) FROM blob_pieces p WHERE NOT EXISTS (SELECT 1 FROM blobs b JOIN files f ON f.id = b.file ",
            "AND f.erased IS NULL WHERE b.id = p.blob AND b.state IN (0, 1))"
        ),
    ),
    (
        "blobs that lack a piece",
        concat!(
            "SELECT COUNT(*) FROM blobs b WHERE b.state = 1 AND b.pieces <> ",
            "(SELECT COUNT(*) FROM blob_pieces p WHERE p.blob = b.id)"
        ),
    ),
    (
        "blobs without a file",
        "SELECT COUNT(*) FROM blobs b WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.id = b.file)",
    ),
    (
        "links that stand on one side only",
        concat!(
            "SELECT COUNT(*) FROM links l WHERE NOT EXISTS (SELECT 1 FROM links o WHERE o.id = l.id ",
            "AND o.from_file = l.to_file AND o.to_file = l.from_file AND o.active = l.active)"
        ),
    ),
    (
        "projections of entries that are not there, or of erased files",
        concat!(
            "SELECT (SELECT COUNT(*) FROM index_rows i WHERE NOT EXISTS (SELECT 1 FROM entries e JOIN files f ON f.id = e.file ",
            "AND f.erased IS NULL WHERE e.id = i.entry AND e.version = i.version)) + ",
            "(SELECT COUNT(*) FROM agenda a WHERE NOT EXISTS (SELECT 1 FROM entries e JOIN files f ON f.id = e.file ",
            "AND f.erased IS NULL WHERE e.id = a.entry AND e.version = a.version)) + ",
            "(SELECT COUNT(*) FROM done d WHERE NOT EXISTS (SELECT 1 FROM entries e JOIN files f ON f.id = e.file ",
            "AND f.erased IS NULL WHERE e.id = d.entry AND e.version = d.version))"
        ),
    ),
];

impl Transaction {
    /// All stored versions of the entries of a file, with the state of the import each came with.
    ///
    /// # Errors
    /// When the engine fails, or a row cannot be read.
    pub async fn versions_in_file(
        &mut self,
        file: FileId,
    ) -> Result<Vec<(StoredEntry, Option<BatchState>)>, StoreError> {
        self.composed(
            format!(
                "SELECT {ENTRY_COLUMNS}, b.state FROM entries e LEFT JOIN batches b ON b.id = e.batch WHERE e.file = $1 ORDER BY e.id, e.version"
            ),
            values![file],
        )
        .await?
        .iter()
        .map(|row| Ok((StoredEntry::read(row)?, row.optional_int(13)?.and_then(BatchState::from_code))))
        .collect()
    }

    /// The projection rows of a file, and those of its entries that name another file.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn projected(&mut self, file: FileId) -> Result<Projected, StoreError> {
        let mut projected = Projected::default();
        for row in self
            .rows(
                concat!(
                    "SELECT i.hash, i.file, i.entry, i.version, b.id FROM index_rows i LEFT JOIN batches b ON b.number = i.batch ",
                    "WHERE i.entry IN (SELECT id FROM entries WHERE file = $1)"
                ),
                values![file],
            )
            .await?
        {
            projected.index.push((
                row.int(0)?,
                row.id(1, FileId::from_slice)?,
                row.id(2, EntryId::from_slice)?,
                row.int(3)?,
                row.optional_id(4, BatchId::from_slice)?,
            ));
        }
        for row in self
            .rows(
                "SELECT entry, version, clock, due, file FROM agenda WHERE file = $1 OR entry IN (SELECT id FROM entries WHERE file = $1)",
                values![file],
            )
            .await?
        {
            projected.agenda.push((
                row.id(0, EntryId::from_slice)?,
                row.int(1)?,
                row.text(2)?,
                row.instant(3)?,
                row.id(4, FileId::from_slice)?,
            ));
        }
        for row in self
            .rows(
                "SELECT entry, version, day, file FROM done WHERE file = $1 OR entry IN (SELECT id FROM entries WHERE file = $1)",
                values![file],
            )
            .await?
        {
            projected.done.push((
                row.id(0, EntryId::from_slice)?,
                row.int(1)?,
                row.day(2)?,
                row.id(3, FileId::from_slice)?,
            ));
        }
        projected.sort();
        Ok(projected)
    }

    /// The highest version of each entry of a file, published or not: numbers that are taken.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn taken_versions(
        &mut self,
        file: FileId,
    ) -> Result<Vec<(EntryId, i64)>, StoreError> {
        self.rows(
            "SELECT id, MAX(version) FROM entries WHERE file = $1 GROUP BY id",
            values![file],
        )
        .await?
        .iter()
        .map(|row| Ok((row.id(0, EntryId::from_slice)?, row.int(1)?)))
        .collect()
    }

    /// The files into which an import wrote without having opened them.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn files_updated_by(&mut self, batch: BatchId) -> Result<Vec<FileId>, StoreError> {
        self.rows(
            concat!(
                "SELECT DISTINCT e.file FROM entries e JOIN files f ON f.id = e.file AND f.erased IS NULL ",
                "WHERE e.batch = $1 AND (f.batch IS NULL OR f.batch <> $1) ORDER BY e.file"
            ),
            values![batch],
        )
        .await?
        .iter()
        .map(|row| row.id(0, FileId::from_slice))
        .collect()
    }

    /// The last day on which something was done, as it stands in the row of a file.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn last_done_of(&mut self, file: FileId) -> Result<Option<Day>, StoreError> {
        let Some(row) = self
            .row("SELECT last_done FROM files WHERE id = $1", values![file])
            .await?
        else {
            return Ok(None);
        };
        if row.int(0)? == NEVER {
            Ok(None)
        } else {
            row.day(0).map(Some)
        }
    }

    /// Forgets projections of entries that are not there and of files that were erased.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn forget_orphans(&mut self) -> Result<u64, StoreError> {
        let mut forgotten = 0;
        for statement in [
            "DELETE FROM index_rows WHERE NOT EXISTS (SELECT 1 FROM entries e JOIN files f ON f.id = e.file AND f.erased IS NULL WHERE e.id = index_rows.entry AND e.version = index_rows.version)",
            "DELETE FROM agenda WHERE NOT EXISTS (SELECT 1 FROM entries e JOIN files f ON f.id = e.file AND f.erased IS NULL WHERE e.id = agenda.entry AND e.version = agenda.version)",
            "DELETE FROM done WHERE NOT EXISTS (SELECT 1 FROM entries e JOIN files f ON f.id = e.file AND f.erased IS NULL WHERE e.id = done.entry AND e.version = done.version)",
        ] {
            forgotten += self.execute(statement, values![]).await?;
        }
        Ok(forgotten)
    }

    /// What is wrong with the register as a whole: each fault with how often it is there.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn sanity(&mut self) -> Result<Vec<(&'static str, i64)>, StoreError> {
        let mut faults = Vec::new();
        for (what, sql) in SANITY {
            let count = self
                .row(sql, values![])
                .await?
                .map_or(Ok(0), |row| row.int(0))?;
            if count != 0 {
                faults.push((what, count));
            }
        }
        Ok(faults)
    }

    /// The newest published version of an entry and the number that the next one must have. They
    /// are apart where an import that brought a later version was undone.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn present_and_next(&mut self, entry: EntryId) -> Result<(i64, i64), StoreError> {
        self.row(
            concat!(
                "SELECT COALESCE(MAX(CASE WHEN e.batch IS NULL OR EXISTS (SELECT 1 FROM batches b WHERE b.id = e.batch ",
                "AND b.state IN (1, 4)) THEN e.version END), 0), COALESCE(MAX(e.version), 0) FROM entries e WHERE e.id = $1"
            ),
            values![entry],
        )
        .await?
        .map_or(Ok((0, 1)), |row| Ok((row.int(0)?, row.int(1)? + 1)))
    }
}
