//! Files, entries and their projections.

use kernel::{
    BatchId, CompartmentId, Day, EntryId, FileId, Instant, KindWord, Label, LeafId, Outer,
    Retention,
};

use crate::{
    Carried, StoreError, Transaction, Value, Viewer, database::Row, in_readable, readable, values,
};

/// The number that stands for "never" in `files.last_done`.
pub(crate) const NEVER: i64 = i32::MIN as i64;

/// A file as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// The file.
    pub id: FileId,
    /// Its compartment.
    pub compartment: CompartmentId,
    /// Its subject, where the compartment lifts it.
    pub subject: Option<String>,
    /// The day it was opened.
    pub created: Day,
    /// Grows with every write that a gate must see.
    pub stamp: i64,
    /// The last day anything was done for the person, as projected in this file.
    pub last_done: Option<Day>,
    /// Whether it is linked with another file.
    pub linked: bool,
    /// When it was erased, if it was.
    pub erased: Option<Instant>,
}

/// A file to be opened.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// The file.
    pub id: FileId,
    /// Its compartment.
    pub compartment: CompartmentId,
    /// Its subject, where the compartment lifts it.
    pub subject: Option<String>,
    /// The day it is opened.
    pub created: Day,
    /// The import that opens it.
    pub batch: Option<BatchId>,
    /// The epoch of the compartment key that wraps the file's key.
    pub epoch: i64,
    /// The wrapped key.
    pub wrapped: Vec<u8>,
}

/// What is projected from an entry, hashed and stripped for the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Projection {
    /// Keyed hashes of name keys, words and facets.
    pub hashes: Vec<i64>,
    /// Clocks: their word and when they ring.
    pub clocks: Vec<(String, Instant)>,
    /// Days on which something was done for the person.
    pub done: Vec<Day>,
}

/// An entry to be written.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// In clear.
    pub outer: Outer,
    /// Sealed.
    pub sealed: Vec<u8>,
    /// Its projections.
    pub projection: Projection,
}

/// An entry as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEntry {
    /// In clear.
    pub outer: Outer,
    /// Sealed.
    pub sealed: Vec<u8>,
    /// The import it came with.
    pub batch: Option<BatchId>,
    /// The leaf that covers it.
    pub leaf: LeafId,
    /// Its place within the leaf: 0 but for batches.
    pub position: i64,
}

macro_rules! entry_columns {
    () => {
        "e.id, e.version, e.file, e.compartment, e.recorded, e.due, e.retention, e.kind, e.label, e.sealed, e.batch, e.leaf, e.position"
    };
}

pub(crate) const ENTRY_COLUMNS: &str = entry_columns!();

impl StoredEntry {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            outer: Outer {
                id: row.id(0, EntryId::from_slice)?,
                version: u32::try_from(row.int(1)?)
                    .map_err(|_| StoreError::Damaged("a version is out of range"))?,
                file: row.id(2, FileId::from_slice)?,
                compartment: row.id(3, CompartmentId::from_slice)?,
                recorded: row.day(4)?,
                due: row.optional_int(5)?.map(Instant::from_milliseconds),
                retention: Retention::from_code(row.int(6)?)
                    .ok_or(StoreError::Damaged("a retention class is unknown"))?,
                kind: row.optional_text(7)?.map(|word| KindWord::new(&word)),
                label: row
                    .optional_text(8)?
                    .map(|text| {
                        text.parse::<Label>()
                            .map_err(|_| StoreError::Damaged("a label is unknown"))
                    })
                    .transpose()?,
            },
            sealed: row.bytes(9)?,
            batch: row.optional_id(10, BatchId::from_slice)?,
            leaf: row.id(11, LeafId::from_slice)?,
            position: row.int(12)?,
        })
    }
}

fn read_file(row: &Row) -> Result<StoredFile, StoreError> {
    let last_done = row.int(5)?;
    Ok(StoredFile {
        id: row.id(0, FileId::from_slice)?,
        compartment: row.id(1, CompartmentId::from_slice)?,
        subject: row.optional_text(2)?,
        created: row.day(3)?,
        stamp: row.int(4)?,
        last_done: (last_done != NEVER).then(|| row.day(5)).transpose()?,
        linked: row.flag(6)?,
        erased: row.optional_int(7)?.map(Instant::from_milliseconds),
    })
}

macro_rules! file_columns {
    () => {
        "f.id, f.compartment, f.subject, f.created, f.stamp, f.last_done, f.linked, f.erased"
    };
}

/// Above so many index rows, files that carry a facet are not fetched all at once.
const FEW: i64 = 2_000;

/// `$4,$5,$6` for three values after three others.
fn places(before: usize, count: usize) -> String {
    let mut places = String::new();
    for number in before + 1..=before + count {
        if !places.is_empty() {
            places.push(',');
        }
        places.push('$');
        places.push_str(&number.to_string());
    }
    places
}

/// A file that an import opened exists once the import is published, or once somebody wrote into it.
/// Written as a case, because "or" invites the engine to fetch whole imports by their index.
macro_rules! published {
    ($alias:literal) => {
        concat!(
            "CASE WHEN ",
            $alias,
            ".batch IS NULL THEN TRUE ELSE ",
            $alias,
            ".batch IN (SELECT b.id FROM batches b WHERE b.state IN (1, 4)) END"
        )
    };
}

/// How a list of files is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileOrder {
    /// Those for whom nothing was done for longest come first.
    Forgotten,
    /// The newest come first.
    Newest,
}

impl FileOrder {
    /// Before the first file.
    const fn beginning(self) -> FileCursor {
        match self {
            Self::Forgotten => FileCursor {
                sort: i64::MIN,
                id: FileId::from_bytes([0; 16]),
            },
            Self::Newest => FileCursor {
                sort: i64::MAX,
                id: FileId::from_bytes([255; 16]),
            },
        }
    }

    /// The predicate for what follows the cursor at `$3` and `$4`.
    const fn after(self) -> &'static str {
        match self {
            Self::Forgotten => "(f.last_done, f.id) > ($3, $4)",
            Self::Newest => "(f.created, f.id) < ($3, $4)",
        }
    }

    const fn sort(self) -> &'static str {
        match self {
            Self::Forgotten => "f.last_done, f.id",
            Self::Newest => "f.created DESC, f.id DESC",
        }
    }
}

/// Where a list of files goes on: the sort value and id of the last one shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileCursor {
    /// The sort value.
    pub sort: i64,
    /// The file.
    pub id: FileId,
}

impl StoredFile {
    /// The value a list in this order is sorted by.
    #[must_use]
    pub fn sort_value(&self, order: FileOrder) -> i64 {
        match order {
            FileOrder::Forgotten => self.last_done.map_or(NEVER, |day| i64::from(day.number())),
            FileOrder::Newest => i64::from(self.created.number()),
        }
    }
}

impl Transaction {
    /// Opens a file.
    ///
    /// # Errors
    /// When the file is there already, or the engine fails.
    pub async fn open_file(&mut self, file: &NewFile) -> Result<(), StoreError> {
        self.open_files(std::slice::from_ref(file)).await
    }

    /// Opens many files.
    ///
    /// # Errors
    /// As for one.
    pub async fn open_files(&mut self, files: &[NewFile]) -> Result<(), StoreError> {
        let mut rows = Vec::with_capacity(files.len() * 8);
        let mut keys = Vec::with_capacity(files.len() * 3);
        for file in files {
            rows.extend(values![
                file.id,
                file.compartment,
                file.subject.clone(),
                file.created,
                file.batch,
                1_i64,
                NEVER,
                0_i64
            ]);
            keys.extend(values![file.id, file.epoch, file.wrapped.clone()]);
        }
        self.insert_many(
            "INSERT INTO files (id, compartment, subject, created, batch, stamp, last_done, linked)",
            8,
            rows,
            "",
        )
        .await?;
        self.insert_many("INSERT INTO file_keys (file, epoch, wrapped)", 3, keys, "")
            .await
    }

    /// Writes one entry, its projections, and marks its file. The caller adds the leaf.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when this version is there already or is not the next one.
    pub async fn append_entry(&mut self, entry: &NewEntry, leaf: LeafId) -> Result<(), StoreError> {
        let outer = &entry.outer;
        let latest = self
            .row(
                "SELECT COALESCE(MAX(version), 0) FROM entries WHERE id = $1 AND file = $2",
                values![outer.id, outer.file],
            )
            .await?
            .map_or(Ok(0), |row| row.int(0))?;
        if latest + 1 != i64::from(outer.version) {
            return Err(StoreError::Conflict);
        }
        if latest > 0 {
            self.forget_projection(outer.id).await?;
        }
        self.insert_entries(std::slice::from_ref(entry), None, leaf)
            .await?;
        self.settle_done(outer.file).await
    }

    /// Writes the entries of a staged import; they are seen once it is published. Projections of
    /// earlier versions stay until then.
    ///
    /// # Errors
    /// When a version is there already, or the engine fails.
    pub async fn stage_entries(
        &mut self,
        entries: &[NewEntry],
        batch: BatchId,
        leaf: LeafId,
        first_position: i64,
    ) -> Result<(), StoreError> {
        self.insert_positioned(entries, Some(batch), leaf, first_position)
            .await
    }

    async fn insert_entries(
        &mut self,
        entries: &[NewEntry],
        batch: Option<BatchId>,
        leaf: LeafId,
    ) -> Result<(), StoreError> {
        self.insert_positioned(entries, batch, leaf, 0).await
    }

    async fn insert_positioned(
        &mut self,
        entries: &[NewEntry],
        batch: Option<BatchId>,
        leaf: LeafId,
        first_position: i64,
    ) -> Result<(), StoreError> {
        let mut rows = Vec::with_capacity(entries.len() * 13);
        let mut hashes = Vec::new();
        let mut clocks = Vec::new();
        let mut done = Vec::new();
        for (position, entry) in (first_position..).zip(entries) {
            let outer = &entry.outer;
            let version = i64::from(outer.version);
            rows.extend(values![
                outer.id,
                version,
                outer.file,
                outer.compartment,
                outer.recorded,
                outer.due,
                i64::from(outer.retention.code()),
                outer.kind.as_ref().map(KindWord::word),
                outer.label.map(Label::text),
                entry.sealed.as_slice(),
                batch,
                leaf,
                position
            ]);
            for hash in &entry.projection.hashes {
                hashes.push((*hash, outer.file, outer.id, version));
            }
            for (clock, due) in &entry.projection.clocks {
                clocks.extend(values![outer.id, version, clock.as_str(), *due, outer.file]);
            }
            for day in &entry.projection.done {
                done.extend(values![outer.id, version, outer.file, *day]);
            }
        }
        self.insert_many(
            "INSERT INTO entries (id, version, file, compartment, recorded, due, retention, kind, label, sealed, batch, leaf, position)",
            13,
            rows,
            "",
        )
        .await?;
        // Sorted by key first: at size, an index fed in random order falls off a cliff.
        let number = self.batch_number(batch).await?;
        hashes.sort_unstable();
        hashes.dedup();
        let mut flat = Vec::with_capacity(hashes.len() * 5);
        for (hash, file, entry, version) in hashes {
            flat.extend(values![hash, file, entry, version, number]);
        }
        self.insert_index_rows(flat).await?;
        self.insert_many(
            "INSERT INTO agenda (entry, version, clock, due, file)",
            5,
            clocks,
            "ON CONFLICT DO NOTHING",
        )
        .await?;
        self.insert_many(
            "INSERT INTO done (entry, version, file, day)",
            4,
            done,
            "ON CONFLICT DO NOTHING",
        )
        .await
    }

    async fn insert_index_rows(&mut self, rows: Vec<Value>) -> Result<(), StoreError> {
        self.insert_many(
            "INSERT INTO index_rows (hash, file, entry, version, batch)",
            5,
            rows,
            "ON CONFLICT DO NOTHING",
        )
        .await
    }

    /// Forgets what was projected from all versions of an entry.
    async fn forget_projection(&mut self, entry: EntryId) -> Result<(), StoreError> {
        self.execute("DELETE FROM index_rows WHERE entry = $1", values![entry])
            .await?;
        self.execute("DELETE FROM agenda WHERE entry = $1", values![entry])
            .await?;
        self.execute("DELETE FROM done WHERE entry = $1", values![entry])
            .await?;
        Ok(())
    }

    /// Forgets everything projected from the entries of a file, before they are projected anew.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn forget_file_projections(&mut self, file: FileId) -> Result<(), StoreError> {
        // By file and by entry: a damaged row may have one of the two wrong.
        for statement in [
            "DELETE FROM index_rows WHERE entry IN (SELECT id FROM entries WHERE file = $1)",
            "DELETE FROM agenda WHERE file = $1 OR entry IN (SELECT id FROM entries WHERE file = $1)",
            "DELETE FROM done WHERE file = $1 OR entry IN (SELECT id FROM entries WHERE file = $1)",
        ] {
            self.execute(statement, values![file]).await?;
        }
        Ok(())
    }

    /// Writes projections of entries that are stored already (`rebuild`).
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn project_again(
        &mut self,
        entries: &[(Outer, Projection, Option<BatchId>)],
    ) -> Result<(), StoreError> {
        let mut hashes = Vec::new();
        let mut clocks = Vec::new();
        let mut done = Vec::new();
        for (outer, projection, batch) in entries {
            let version = i64::from(outer.version);
            let number = self.batch_number(*batch).await?;
            for hash in &projection.hashes {
                hashes.push((*hash, outer.file, outer.id, version, number));
            }
            for (clock, due) in &projection.clocks {
                clocks.extend(values![outer.id, version, clock.as_str(), *due, outer.file]);
            }
            for day in &projection.done {
                done.extend(values![outer.id, version, outer.file, *day]);
            }
        }
        hashes.sort_unstable();
        hashes.dedup();
        let flat: Vec<Value> = hashes
            .into_iter()
            .flat_map(|(hash, file, entry, version, number)| {
                values![hash, file, entry, version, number]
            })
            .collect();
        self.insert_index_rows(flat).await?;
        self.insert_many(
            "INSERT INTO agenda (entry, version, clock, due, file)",
            5,
            clocks,
            "ON CONFLICT DO NOTHING",
        )
        .await?;
        self.insert_many(
            "INSERT INTO done (entry, version, file, day)",
            4,
            done,
            "ON CONFLICT DO NOTHING",
        )
        .await
    }

    /// Settles `last_done` of a file from its projection, over what is published.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn settle_done(&mut self, file: FileId) -> Result<(), StoreError> {
        self.execute(
            concat!(
                "UPDATE files SET last_done = COALESCE((SELECT MAX(d.day) FROM done d JOIN entries e ",
                "ON e.id = d.entry AND e.version = d.version WHERE d.file = $1 AND ",
                published!("e"),
                "), $2) WHERE id = $1"
            ),
            values![file, NEVER],
        )
        .await?;
        Ok(())
    }

    /// The file, if the viewer may read it: denied and absent look the same.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn file(
        &mut self,
        viewer: Viewer,
        file: FileId,
    ) -> Result<Option<StoredFile>, StoreError> {
        let mut arguments = viewer.arguments();
        arguments.extend(values![file]);
        self.row(
            concat!(
                "SELECT ",
                file_columns!(),
                " FROM files f WHERE f.id = $3 AND f.erased IS NULL AND ",
                published!("f"),
                " AND ",
                readable!("f.compartment", "'name'", "f.id")
            ),
            arguments,
        )
        .await?
        .as_ref()
        .map(read_file)
        .transpose()
    }

    /// A page of files with this subject that the viewer may read.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn files(
        &mut self,
        viewer: Viewer,
        subject: &str,
        order: FileOrder,
        after: Option<FileCursor>,
        limit: i64,
    ) -> Result<Vec<StoredFile>, StoreError> {
        // Sealed compartments lift no subject: their files may be of this one. Two questions that an
        // index answers in order are cheaper than one with "or", which has to sort everything.
        let mut files = self
            .files_where(
                "f.subject = $6 AND ",
                Some(subject),
                viewer,
                order,
                after,
                limit,
            )
            .await?;
        files.extend(
            self.files_where("f.subject IS NULL AND ", None, viewer, order, after, limit)
                .await?,
        );
        match order {
            FileOrder::Forgotten => files.sort_by_key(|file| (file.sort_value(order), file.id)),
            FileOrder::Newest => {
                files.sort_by_key(|file| std::cmp::Reverse((file.sort_value(order), file.id)));
            }
        }
        files.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(files)
    }

    async fn files_where(
        &mut self,
        condition: &'static str,
        subject: Option<&str>,
        viewer: Viewer,
        order: FileOrder,
        after: Option<FileCursor>,
        limit: i64,
    ) -> Result<Vec<StoredFile>, StoreError> {
        let mut arguments = viewer.arguments();
        let cursor = after.unwrap_or_else(|| order.beginning());
        arguments.extend(values![cursor.sort, cursor.id, limit]);
        arguments.extend(subject.map(Value::from));
        let sql = format!(
            concat!(
                "SELECT ",
                file_columns!(),
                " FROM files f WHERE {condition}{after} AND f.erased IS NULL AND ",
                published!("f"),
                " AND ",
                in_readable!("f.compartment", "'name'", "f.id"),
                " ORDER BY {sort} LIMIT $5"
            ),
            condition = condition,
            after = order.after(),
            sort = order.sort(),
        );
        self.composed(sql, arguments)
            .await?
            .iter()
            .map(read_file)
            .collect()
    }

    /// The published entries of a file that the viewer may read, all versions, oldest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn entries_of(
        &mut self,
        viewer: Viewer,
        file: FileId,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let mut arguments = viewer.arguments();
        arguments.extend(values![file]);
        self.rows(
            concat!(
                "SELECT ",
                entry_columns!(),
                " FROM entries e JOIN files f ON f.id = e.file AND f.erased IS NULL ",
                "WHERE e.file = $3 AND ",
                published!("e"),
                " AND ",
                readable!("e.compartment", "e.kind", "e.file"),
                " ORDER BY e.id, e.version"
            ),
            arguments,
        )
        .await?
        .iter()
        .map(StoredEntry::read)
        .collect()
    }

    /// The published entries of many files that the viewer may read, all versions, file by file.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn entries_of_all(
        &mut self,
        viewer: Viewer,
        files: &[FileId],
    ) -> Result<Vec<StoredEntry>, StoreError> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let mut arguments = viewer.arguments();
        let places = places(arguments.len(), files.len());
        arguments.extend(files.iter().copied().map(Value::from));
        let sql = format!(
            concat!(
                "SELECT ",
                entry_columns!(),
                " FROM entries e JOIN files f ON f.id = e.file AND f.erased IS NULL ",
                "WHERE e.file IN ({places}) AND ",
                published!("e"),
                " AND ",
                readable!("e.compartment", "e.kind", "e.file"),
                " ORDER BY e.file, e.id, e.version"
            ),
            places = places
        );
        self.composed(sql, arguments)
            .await?
            .iter()
            .map(StoredEntry::read)
            .collect()
    }

    /// Those of these files that the viewer may read, in the order of the question.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn files_of(
        &mut self,
        viewer: Viewer,
        files: &[FileId],
    ) -> Result<Vec<StoredFile>, StoreError> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let mut arguments = viewer.arguments();
        let places = places(arguments.len(), files.len());
        arguments.extend(files.iter().copied().map(Value::from));
        let sql = format!(
            concat!(
                "SELECT ",
                file_columns!(),
                " FROM files f WHERE f.id IN ({places}) AND f.erased IS NULL AND ",
                published!("f"),
                " AND ",
                in_readable!("f.compartment", "'name'", "f.id")
            ),
            places = places
        );
        let mut found = self
            .composed(sql, arguments)
            .await?
            .iter()
            .map(read_file)
            .collect::<Result<Vec<_>, _>>()?;
        let place = |id: FileId| files.iter().position(|file| *file == id);
        found.sort_by_key(|file| place(file.id));
        Ok(found)
    }

    /// All published versions of one entry that the viewer may read, oldest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn versions_of(
        &mut self,
        viewer: Viewer,
        entry: EntryId,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let mut arguments = viewer.arguments();
        arguments.extend(values![entry]);
        self.rows(
            concat!(
                "SELECT ",
                entry_columns!(),
                " FROM entries e JOIN files f ON f.id = e.file AND f.erased IS NULL ",
                "WHERE e.id = $3 AND ",
                published!("e"),
                " AND ",
                readable!("e.compartment", "e.kind", "e.file"),
                " ORDER BY e.version"
            ),
            arguments,
        )
        .await?
        .iter()
        .map(StoredEntry::read)
        .collect()
    }

    /// The wrapped key of a file and the epoch of the compartment key around it; nothing once erased.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn file_key(&mut self, file: FileId) -> Result<Option<(i64, Vec<u8>)>, StoreError> {
        self.row(
            "SELECT epoch, wrapped FROM file_keys WHERE file = $1",
            values![file],
        )
        .await?
        .map(|row| Ok((row.int(0)?, row.bytes(1)?)))
        .transpose()
    }

    /// The wrapped keys of many files, with the epochs of the compartment keys around them.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn file_keys(
        &mut self,
        files: &[FileId],
    ) -> Result<Vec<(FileId, i64, Vec<u8>)>, StoreError> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT file, epoch, wrapped FROM file_keys WHERE file IN ({})",
            places(0, files.len())
        );
        self.composed(sql, files.iter().copied().map(Value::from).collect())
            .await?
            .iter()
            .map(|row| Ok((row.id(0, FileId::from_slice)?, row.int(1)?, row.bytes(2)?)))
            .collect()
    }

    /// These versions of entries, as far as they are published and the viewer may read names where they
    /// stand.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn carried_entries(
        &mut self,
        viewer: Viewer,
        wanted: &[Carried],
    ) -> Result<Vec<StoredEntry>, StoreError> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let mut arguments = viewer.arguments();
        let places = places(arguments.len(), wanted.len());
        arguments.extend(wanted.iter().map(|carried| Value::from(carried.entry)));
        let sql = format!(
            concat!(
                "SELECT ",
                entry_columns!(),
                " FROM entries e JOIN files f ON f.id = e.file AND f.erased IS NULL ",
                "WHERE e.id IN ({places}) AND ",
                published!("e"),
                " AND ",
                in_readable!("e.compartment", "'name'", "e.file")
            ),
            places = places
        );
        let mut found = Vec::new();
        for row in &self.composed(sql, arguments).await? {
            let entry = StoredEntry::read(row)?;
            let asked = wanted.iter().any(|carried| {
                carried.entry == entry.outer.id && carried.version == i64::from(entry.outer.version)
            });
            if asked {
                found.push(entry);
            }
        }
        Ok(found)
    }

    /// A page of files that carry every one of these facets. A facet is a list of hashes, one for
    /// each compartment whose key is at hand.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn files_with(
        &mut self,
        viewer: Viewer,
        facets: &[Vec<i64>],
        order: FileOrder,
        after: Option<FileCursor>,
        limit: i64,
    ) -> Result<Vec<StoredFile>, StoreError> {
        let mut arguments = viewer.arguments();
        let cursor = after.unwrap_or_else(|| order.beginning());
        arguments.extend(values![cursor.sort, cursor.id, limit]);
        let mut conditions = String::new();
        let mut rare = false;
        for hashes in facets {
            if hashes.is_empty() {
                return Ok(Vec::new());
            }
            let places = places(arguments.len(), hashes.len());
            arguments.extend(hashes.iter().copied().map(Value::from));
            let found = concat!(
                "SELECT i.file FROM index_rows i JOIN entries e ON e.id = i.entry AND e.version = i.version WHERE ",
                published!("e")
            );
            // Few carry it: they are fetched and sorted. Many carry it: the order is walked along and
            // each file asked, until the page is full.
            if !rare && self.carried_by_few(hashes).await? {
                rare = true;
                conditions.push_str(&format!(" AND f.id IN ({found} AND i.hash IN ({places}))"));
            } else {
                conditions.push_str(&format!(
                    " AND EXISTS ({found} AND i.hash IN ({places}) AND i.file = f.id)"
                ));
            }
        }
        // An expression instead of the column: then no index over the order is taken.
        let (after, sort) = if rare {
            let hidden = |text: &str| {
                text.replace("f.last_done", "f.last_done + 0")
                    .replace("f.created", "f.created + 0")
            };
            (hidden(order.after()), hidden(order.sort()))
        } else {
            (order.after().to_owned(), order.sort().to_owned())
        };
        let sql = format!(
            concat!(
                "SELECT ",
                file_columns!(),
                " FROM files f WHERE {after} AND f.erased IS NULL AND ",
                published!("f"),
                " AND ",
                in_readable!("f.compartment", "'name'", "f.id"),
                "{conditions} ORDER BY {sort} LIMIT $5"
            ),
            after = after,
            conditions = conditions,
            sort = sort,
        );
        self.composed(sql, arguments)
            .await?
            .iter()
            .map(read_file)
            .collect()
    }

    /// Whether so few index rows carry one of these hashes that fetching them all is cheap.
    async fn carried_by_few(&mut self, hashes: &[i64]) -> Result<bool, StoreError> {
        let sql = format!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM index_rows i WHERE i.hash IN ({}) LIMIT {FEW}) AS few",
            places(0, hashes.len())
        );
        let arguments = hashes.iter().copied().map(Value::from).collect();
        Ok(self
            .composed(sql, arguments)
            .await?
            .first()
            .map_or(Ok(0), |row| row.int(0))?
            < FEW)
    }

    /// Clocks that ring before `until` in files the viewer may read, earliest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn agenda(
        &mut self,
        viewer: Viewer,
        from: Instant,
        until: Instant,
        limit: i64,
    ) -> Result<Vec<(EntryId, FileId, String, Instant)>, StoreError> {
        let mut arguments = viewer.arguments();
        arguments.extend(values![from, until, limit]);
        self.rows(
            concat!(
                "SELECT a.entry, a.file, a.clock, a.due FROM agenda a ",
                "JOIN entries e ON e.id = a.entry AND e.version = a.version ",
                "JOIN files f ON f.id = a.file AND f.erased IS NULL ",
                "WHERE a.due >= $3 AND a.due < $4 AND ",
                // What is counted from the last such thing rings once: a later one takes its place.
                "NOT (SUBSTR(a.clock, 1, 6) = 'since_' AND EXISTS (SELECT 1 FROM agenda later ",
                "WHERE later.file = a.file AND later.clock = a.clock AND later.due > a.due)) AND ",
                published!("e"),
                " AND ",
                readable!("e.compartment", "e.kind", "e.file"),
                " ORDER BY a.due, a.entry LIMIT $5"
            ),
            arguments,
        )
        .await?
        .iter()
        .map(|row| {
            Ok((
                row.id(0, EntryId::from_slice)?,
                row.id(1, FileId::from_slice)?,
                row.text(2)?,
                row.instant(3)?,
            ))
        })
        .collect()
    }

    /// How many files of a subject the viewer may read.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn count_files(&mut self, viewer: Viewer, subject: &str) -> Result<i64, StoreError> {
        let mut arguments = viewer.arguments();
        arguments.extend(values![subject]);
        self.row(
            concat!(
                "SELECT COUNT(*) FROM files f WHERE f.subject = $3 AND f.erased IS NULL AND ",
                published!("f"),
                " AND ",
                in_readable!("f.compartment", "'name'", "f.id")
            ),
            arguments,
        )
        .await?
        .map_or(Ok(0), |row| row.int(0))
    }

    /// All files of a compartment in order of their ids, for work of the program itself.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn files_of_compartment(
        &mut self,
        compartment: CompartmentId,
        after: Option<FileId>,
        limit: i64,
    ) -> Result<Vec<StoredFile>, StoreError> {
        self.rows(
            concat!(
                "SELECT ", file_columns!(),
                " FROM files f WHERE f.compartment = $1 AND f.id > $2 AND f.erased IS NULL ORDER BY f.id LIMIT $3"
            ),
            values![compartment, after.unwrap_or(FileId::from_bytes([0; 16])), limit],
        )
        .await?
        .iter()
        .map(read_file)
        .collect()
    }

    /// The stamp of a file grows: whatever was judged before must be judged again.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn bump_stamp(&mut self, file: FileId) -> Result<(), StoreError> {
        self.execute(
            "UPDATE files SET stamp = stamp + 1 WHERE id = $1",
            values![file],
        )
        .await?;
        Ok(())
    }

    /// Holds the files still until the end of the transaction and checks that their stamps are those
    /// that an act was judged on.
    ///
    /// # Errors
    /// [`StoreError::Overtaken`] when one has grown, or a file is gone.
    pub async fn require_stamps(&mut self, stamps: &[(FileId, i64)]) -> Result<(), StoreError> {
        let mut ordered = stamps.to_vec();
        // One order for everybody, so that two acts cannot wait for each other.
        ordered.sort_unstable();
        for (file, stamp) in ordered {
            // The update takes the row's lock on either engine; it changes nothing.
            let held = self
                .execute(
                    "UPDATE files SET stamp = stamp WHERE id = $1 AND stamp = $2",
                    values![file, stamp],
                )
                .await?;
            if held != 1 {
                return Err(StoreError::Overtaken);
            }
        }
        Ok(())
    }

    /// Erases a file: its key is destroyed, its projections, stops and links go with it. The
    /// ciphertext stays for the ledger.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn erase_file(
        &mut self,
        file: FileId,
        by: kernel::UserId,
        at: Instant,
        final_day: Day,
    ) -> Result<(), StoreError> {
        self.forget_file_projections(file).await?;
        self.forget_blobs(file).await?;
        self.execute("DELETE FROM file_keys WHERE file = $1", values![file])
            .await?;
        self.execute("DELETE FROM stops WHERE file = $1", values![file])
            .await?;
        self.execute("DELETE FROM crossing_offers WHERE file = $1", values![file])
            .await?;
        let neighbours = self
            .rows(
                "SELECT DISTINCT to_file FROM links WHERE from_file = $1",
                values![file],
            )
            .await?;
        self.execute(
            "DELETE FROM links WHERE from_file = $1 OR to_file = $1",
            values![file],
        )
        .await?;
        // Whether a file is linked must not tell that one beside it was erased.
        for row in &neighbours {
            self.execute(
                concat!(
                    "UPDATE files SET linked = CASE WHEN EXISTS (SELECT 1 FROM links l WHERE l.from_file = $1 ",
                    "AND l.active = 1) THEN 1 ELSE 0 END WHERE id = $1"
                ),
                values![row.id(0, FileId::from_slice)?],
            )
            .await?;
        }
        self.execute(
            "UPDATE files SET erased = $2, stamp = stamp + 1 WHERE id = $1",
            values![file, at],
        )
        .await?;
        self.execute(
            "INSERT INTO erasures (file, at, user_id, final_day) VALUES ($1, $2, $3, $4)",
            values![file, at, by, final_day],
        )
        .await?;
        Ok(())
    }

    /// Every erasure: file and instant. A restored backup applies them again.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn erasures(
        &mut self,
    ) -> Result<Vec<(FileId, Instant, kernel::UserId, Day)>, StoreError> {
        self.rows(
            "SELECT file, at, user_id, final_day FROM erasures ORDER BY at, file",
            values![],
        )
        .await?
        .iter()
        .map(|row| {
            Ok((
                row.id(0, FileId::from_slice)?,
                row.instant(1)?,
                row.id(2, kernel::UserId::from_slice)?,
                row.day(3)?,
            ))
        })
        .collect()
    }
}
