//! Lists in: rows staged where nobody sees them, published in one small transaction, undone in one
//! step (O2b). What a row means is for `lists` to say; what becomes of it is decided here.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::atomic::{AtomicU64, Ordering},
};

use access::{Import, Resource, Visible};
use casework::{
    Body,
    sources::{Cell, Doubt, Profile, Resolved, Review, Source},
};
use kernel::{
    BatchId, CompartmentId, Confidence, Entry, EntryId, FileId, Instant, Label, LeafId,
    canonical_outer,
};
use ledger::Hash;
use serde::{Deserialize, Serialize};
use store::{BatchState, LeafKind, NewEntry, NewFile, Transaction};

use crate::{
    Caller, DeskError, Draft, Result,
    bilaterals::redraft,
    files::{FACET_CLASS, History, OpenFile, WORD_CLASS},
    house::{CompartmentKeys, House, open_paper, seal_paper},
    people::{PersonLine, line},
};

/// What `lists` thinks of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// Sound.
    Accept,
    /// What is sound comes in, the rest waits for a person.
    Review,
    /// Nothing comes in; the raw row is kept in the report.
    Reject,
    /// No person: a header, a total, an empty line, the identical row again.
    Skip,
}

/// A row as it arrives at the desk.
#[derive(Clone, Debug)]
pub struct ImportRow {
    /// The list's own key of the row, or its line.
    pub row_key: String,
    /// The line or row number in the file.
    pub line: u64,
    /// The list's own key of the person, where several rows are one person.
    pub person_key: Option<String>,
    /// What `lists` thinks of it.
    pub reading: Reading,
    /// What is doubted, cell by cell.
    pub doubts: Vec<Doubt>,
    /// The raw cells.
    pub cells: Vec<Cell>,
    /// What was understood.
    pub drafts: Vec<Draft>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    /// New.
    Created,
    /// Known, and changed.
    Updated,
    /// Known, and the same.
    Unchanged,
    /// In the review queue; what was sound came in.
    Review,
    /// No person.
    Skipped,
    /// Refused.
    Rejected,
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportLine {
    /// The list's own key of the row.
    pub row_key: String,
    /// The line or row number in the file.
    pub line: u64,
    /// What became of it.
    pub outcome: RowOutcome,
    /// The doubts or faults, cell by cell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
    /// The raw cells, for rows that did not simply come in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<Cell>,
    /// The person's file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileId>,
}

/// The report of an import. The six numbers add up to `rows`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Rows read.
    pub rows: u64,
    /// New.
    pub created: u64,
    /// Changed.
    pub updated: u64,
    /// The same as before.
    pub unchanged: u64,
    /// In the review queue.
    pub review: u64,
    /// No person.
    pub skipped: u64,
    /// Refused.
    pub rejected: u64,
    /// Rows worth telling about: all but those that came in without a word, up to a limit.
    #[serde(default)]
    pub lines: Vec<ReportLine>,
    /// The title of the source.
    #[serde(default)]
    pub source: String,
}

impl ImportReport {
    /// Whether every row ended somewhere.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        self.rows
            == self.created
                + self.updated
                + self.unchanged
                + self.review
                + self.skipped
                + self.rejected
    }

    fn note(&mut self, row: &ImportRow, outcome: RowOutcome, file: Option<FileId>) {
        self.rows += 1;
        match outcome {
            RowOutcome::Created => self.created += 1,
            RowOutcome::Updated => self.updated += 1,
            RowOutcome::Unchanged => self.unchanged += 1,
            RowOutcome::Review => self.review += 1,
            RowOutcome::Skipped => self.skipped += 1,
            RowOutcome::Rejected => self.rejected += 1,
        }
        let plain =
            matches!(outcome, RowOutcome::Created | RowOutcome::Unchanged) && row.doubts.is_empty();
        if !plain && self.lines.len() < MOST_LINES {
            let keep = matches!(outcome, RowOutcome::Review | RowOutcome::Rejected);
            self.lines.push(ReportLine {
                row_key: row.row_key.clone(),
                line: row.line,
                outcome,
                doubts: row.doubts.clone(),
                cells: if keep {
                    row.cells.iter().map(shorten).collect()
                } else {
                    Vec::new()
                },
                file,
            });
        }
    }
}

fn shorten(cell: &Cell) -> Cell {
    Cell(
        cell.0.chars().take(200).collect(),
        cell.1.chars().take(1_000).collect(),
    )
}

const MOST_LINES: usize = 20_000;
/// Rows staged in one transaction: small, so that pages that write do not wait long.
const CHUNK: usize = 250;

/// Where an import goes and under which name.
#[derive(Clone, Debug)]
pub struct ImportInto {
    /// The compartment.
    pub compartment: CompartmentId,
    /// The name of the source: the same name finds the same rows again.
    pub source: String,
    /// The organisation it comes from, in words.
    pub organisation: Option<String>,
    /// Read and compare everything, write nothing.
    pub dry_run: bool,
}

/// How far an import has come, for pages that show it.
#[derive(Debug, Default)]
pub struct Progress {
    /// Rows done.
    pub rows: AtomicU64,
}

/// A finished import in lists.
#[derive(Clone, Debug)]
pub struct ImportLine {
    /// The import.
    pub batch: BatchId,
    /// What became of it.
    pub state: BatchState,
    /// Who.
    pub by: String,
    /// When.
    pub created: Instant,
    /// The report.
    pub report: ImportReport,
}

/// A row that waits for a decision.
#[derive(Clone, Debug)]
pub struct ReviewLine {
    /// The entry.
    pub entry: EntryId,
    /// Its version.
    pub version: u32,
    /// The file it stands in.
    pub file: FileId,
    /// The person, where the row made or met one.
    pub person: Option<PersonLine>,
    /// The row with its doubts.
    pub review: Review,
}

struct Staging<'a> {
    caller: &'a Caller,
    keys: CompartmentKeys,
    into: &'a ImportInto,
    batch: BatchId,
    leaf: LeafId,
    source_file: Option<OpenFile>,
    /// Rows of this source were imported before, so each row is looked up.
    again: bool,
    files: Vec<NewFile>,
    entries: Vec<NewEntry>,
    hashes: Vec<Hash>,
    /// Entries from which stops follow once they are published.
    consequences: Vec<(OpenFile, Entry)>,
    /// People met in this import already, by the list's own key.
    people: HashMap<String, OpenFile>,
    touched: HashSet<FileId>,
    /// The highest version of each entry of the file at hand, undone ones too.
    taken: HashMap<EntryId, i64>,
    now: Instant,
}

impl House {
    fn source_setting(into: &ImportInto, keys: &CompartmentKeys) -> String {
        let hash = keys
            .index
            .hash(FACET_CLASS, &format!("source file of {}", into.source));
        format!("source/{}/{hash:016x}", into.compartment)
    }

    /// Brings a list in. Nobody sees any of it before all of it is there; an error leaves nothing.
    ///
    /// # Errors
    /// When the caller may not import there, a row source fails, or the store does.
    pub async fn import<S>(
        &self,
        caller: &Caller,
        into: &ImportInto,
        mut rows: S,
        mapping: Option<serde_json::Value>,
        progress: &Progress,
    ) -> Result<(Option<BatchId>, ImportReport)>
    where
        S: FnMut() -> Option<Result<ImportRow>> + Send,
    {
        let _import =
            access::permit::<Import>(&caller.actor, &Resource::new(into.compartment, "source"))?;
        if into.source.trim().is_empty() {
            return Err(DeskError::refused("refused-source-missing"));
        }
        let keys = self.keys_of(caller, into.compartment)?.clone();
        let now = self.now();
        let setting = Self::source_setting(into, &keys);
        let known = self
            .register
            .setting(&setting)
            .await?
            .and_then(|bytes| FileId::from_slice(&bytes));
        let batch = BatchId::new(self.register.clock(), self.register.randomness());
        let mut staging = Staging {
            caller,
            into,
            batch,
            leaf: LeafId::new(self.register.clock(), self.register.randomness()),
            source_file: None,
            again: known.is_some(),
            files: Vec::new(),
            entries: Vec::new(),
            hashes: Vec::new(),
            consequences: Vec::new(),
            taken: HashMap::new(),
            people: HashMap::new(),
            touched: HashSet::new(),
            keys,
            now,
        };
        self.prepare_source(&mut staging, known, &setting, mapping)
            .await?;
        let mut report = ImportReport {
            source: into.source.clone(),
            ..ImportReport::default()
        };
        let outcome = self
            .stage_rows(&mut staging, &mut rows, &mut report, progress)
            .await;
        if let Err(error) = outcome {
            if !into.dry_run {
                let mut transaction = self.write().await?;
                transaction.discard_batch(batch).await?;
                transaction.commit().await?;
            }
            return Err(error);
        }
        if into.dry_run {
            return Ok((None, report));
        }
        self.publish(staging, &report).await?;
        Ok((Some(batch), report))
    }

    async fn prepare_source(
        &self,
        staging: &mut Staging<'_>,
        known: Option<FileId>,
        setting: &str,
        mapping: Option<serde_json::Value>,
    ) -> Result<()> {
        if staging.into.dry_run {
            return Ok(());
        }
        let mut transaction = self.write().await?;
        let open = match known {
            Some(file) => {
                self.open_file(staging.caller, &mut transaction, file)
                    .await?
                    .1
            }
            None => {
                let (file, open) = self.new_file(
                    &staging.keys,
                    staging.into.compartment,
                    "source",
                    None,
                    staging.now.day(),
                )?;
                transaction.open_file(&file).await?;
                let source = Source {
                    medium: "list".to_owned(),
                    title: staging.into.source.clone(),
                    organisation: staging.into.organisation.clone(),
                    received: Some(staging.now.day()),
                    ..Source::default()
                };
                let draft = Draft::new(&source)?;
                self.record_open(staging.caller, &mut transaction, &open, &draft, staging.now)
                    .await?;
                transaction
                    .set_setting(setting, file.id.as_bytes().to_vec())
                    .await?;
                open
            }
        };
        if let Some(mapping) = mapping {
            self.keep_profile(
                staging.caller,
                &mut transaction,
                &open,
                mapping,
                staging.now,
            )
            .await?;
        }
        transaction
            .open_batch(
                staging.batch,
                staging.into.compartment,
                Some(open.id),
                staging.caller.actor.user,
                staging.now,
            )
            .await?;
        transaction.commit().await?;
        staging.source_file = Some(open);
        Ok(())
    }

    /// Keeps the mapping beside its source, as a new version when it differs.
    async fn keep_profile(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        open: &OpenFile,
        mapping: serde_json::Value,
        now: Instant,
    ) -> Result<()> {
        let history = self.history(caller, transaction, open).await?;
        let before = history
            .bodies::<Profile>()
            .into_iter()
            .next_back()
            .map(|(entry, profile)| (entry.clone(), profile));
        match before {
            Some((_, profile)) if profile.mapping == mapping => {}
            Some((entry, profile)) => {
                let draft = redraft(
                    &entry,
                    &Profile {
                        mapping,
                        version: profile.version + 1,
                    },
                )?;
                let inner = self.inner(caller, &draft, entry.inner.originator, now)?;
                let (new, opened) =
                    self.seal_entry(open, entry.outer.id, entry.outer.version + 1, inner, now)?;
                self.append(transaction, open, new, &opened, now).await?;
            }
            None => {
                let draft = Draft::new(&Profile {
                    mapping,
                    version: 1,
                })?;
                self.record_open(caller, transaction, open, &draft, now)
                    .await?;
            }
        }
        Ok(())
    }

    /// The mapping that was used for a source before.
    ///
    /// # Errors
    /// When the caller may not read sources there.
    pub async fn profile(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        source: &str,
    ) -> Result<Option<serde_json::Value>> {
        let _read = self.read_right(caller, compartment, "profile")?;
        let keys = self.keys_of(caller, compartment)?;
        let into = ImportInto {
            compartment,
            source: source.to_owned(),
            organisation: None,
            dry_run: true,
        };
        let Some(file) = self
            .register
            .setting(&Self::source_setting(&into, keys))
            .await?
            .and_then(|bytes| FileId::from_slice(&bytes))
        else {
            return Ok(None);
        };
        let mut transaction = self.read().await?;
        let (_, open) = self.open_file(caller, &mut transaction, file).await?;
        let history = self.history(caller, &mut transaction, &open).await?;
        Ok(history
            .bodies::<Profile>()
            .into_iter()
            .next_back()
            .map(|(_, profile)| profile.mapping))
    }

    async fn stage_rows<S>(
        &self,
        staging: &mut Staging<'_>,
        rows: &mut S,
        report: &mut ImportReport,
        progress: &Progress,
    ) -> Result<()>
    where
        S: FnMut() -> Option<Result<ImportRow>> + Send,
    {
        loop {
            // A child process stands behind the rows: waiting for it must not hold up others.
            let chunk = tokio::task::block_in_place(|| {
                let mut chunk = Vec::with_capacity(CHUNK);
                while chunk.len() < CHUNK {
                    match rows() {
                        Some(Ok(row)) => chunk.push(row),
                        Some(Err(error)) => return Err(error),
                        None => break,
                    }
                }
                Ok(chunk)
            })?;
            if chunk.is_empty() {
                return Ok(());
            }
            let mut transaction = self.read().await?;
            for row in &chunk {
                let (outcome, file) = self.stage_row(staging, &mut transaction, row).await?;
                report.note(row, outcome, file);
            }
            drop(transaction);
            progress
                .rows
                .fetch_add(u64::try_from(chunk.len()).unwrap_or(0), Ordering::Relaxed);
            if !staging.into.dry_run {
                self.flush(staging).await?;
            }
        }
    }

    async fn flush(&self, staging: &mut Staging<'_>) -> Result<()> {
        if staging.entries.is_empty() && staging.files.is_empty() {
            return Ok(());
        }
        let first = i64::try_from(staging.hashes.len() - staging.entries.len()).unwrap_or(0);
        let mut transaction = self.write().await?;
        transaction.open_files(&staging.files).await?;
        transaction
            .stage_entries(&staging.entries, staging.batch, staging.leaf, first)
            .await?;
        transaction.commit().await?;
        staging.files.clear();
        staging.entries.clear();
        Ok(())
    }

    fn stage_entry(
        &self,
        staging: &mut Staging<'_>,
        open: &OpenFile,
        id: EntryId,
        version: u32,
        draft: &Draft,
        withdrawn: Option<&str>,
    ) -> Result<()> {
        let kind = casework::kinds::kind(&draft.kind)
            .ok_or(DeskError::Inside("a list made an unknown kind"))?;
        let mut inner = self.inner(
            staging.caller,
            draft,
            staging.caller.actor.organisation,
            staging.now,
        )?;
        inner.withdrawn = withdrawn.map(str::to_owned);
        // The versions of an import that was undone keep their numbers.
        let taken = staging
            .taken
            .get(&id)
            .and_then(|taken| u32::try_from(*taken).ok());
        let version = taken.map_or(version, |taken| version.max(taken + 1));
        let (new, opened) = self.seal_entry(open, id, version, inner, staging.now)?;
        staging.hashes.push(ledger::entry_leaf(
            &canonical_outer(&new.outer),
            &new.sealed,
        ));
        if kind.gate_relevant {
            staging.consequences.push((open.clone(), opened));
        }
        staging.touched.insert(open.id);
        staging.entries.push(new);
        Ok(())
    }

    fn stage_new(
        &self,
        staging: &mut Staging<'_>,
        open: &OpenFile,
        draft: &Draft,
    ) -> Result<EntryId> {
        let id = EntryId::new(self.register.clock(), self.register.randomness());
        self.stage_entry(staging, open, id, 1, draft, None)?;
        Ok(id)
    }

    /// One row: found again or new, compared, staged.
    async fn stage_row(
        &self,
        staging: &mut Staging<'_>,
        transaction: &mut Transaction,
        row: &ImportRow,
    ) -> Result<(RowOutcome, Option<FileId>)> {
        match row.reading {
            Reading::Skip => return Ok((RowOutcome::Skipped, None)),
            Reading::Reject => return Ok((RowOutcome::Rejected, None)),
            Reading::Accept | Reading::Review => {}
        }
        // A row whose drafts break a rule of ours is not half imported: it goes to review whole.
        let mut sound: Vec<&Draft> = Vec::new();
        let mut doubts = row.doubts.clone();
        for draft in &row.drafts {
            let Some(kind) = casework::kinds::kind(&draft.kind) else {
                return Err(DeskError::Inside("a list made an unknown kind"));
            };
            match kind.check(&draft.body) {
                Ok(()) if draft.kind != Source::WORD => sound.push(draft),
                Ok(()) => {}
                Err(faults) => doubts.push(Doubt {
                    column: faults.0.first().map(|fault| fault.field.clone()),
                    code: "rule_broken".to_owned(),
                    detail: faults.to_string(),
                }),
            }
        }
        let needs_review = row.reading == Reading::Review || doubts.len() > row.doubts.len();
        if staging.again
            && let Some(outcome) = self
                .stage_again(staging, transaction, row, &sound, &doubts, needs_review)
                .await?
        {
            return Ok(outcome);
        }
        let named = sound.iter().any(|draft| draft.kind == "name");
        let known = match row
            .person_key
            .as_ref()
            .and_then(|key| staging.people.get(key))
        {
            Some(open) => Some(open.clone()),
            None => {
                self.person_of_earlier_import(staging, transaction, row)
                    .await?
            }
        };
        // A row without anybody's name makes no person; it waits with its raw text.
        if !named && known.is_none() {
            if !staging.into.dry_run
                && let Some(open) = staging.source_file.clone()
            {
                self.stage_review(staging, &open, row, &doubts)?;
            }
            return Ok((RowOutcome::Review, None));
        }
        if staging.into.dry_run {
            if let Some(key) = &row.person_key
                && !staging.people.contains_key(key)
            {
                let (_, open) = self.new_file(
                    &staging.keys,
                    staging.into.compartment,
                    "person",
                    None,
                    staging.now.day(),
                )?;
                staging.people.insert(key.clone(), open);
            }
            return Ok((
                if needs_review {
                    RowOutcome::Review
                } else {
                    RowOutcome::Created
                },
                None,
            ));
        }
        let open = match known {
            Some(open) => open,
            None => {
                let (file, open) = self.new_file(
                    &staging.keys,
                    staging.into.compartment,
                    "person",
                    Some(staging.batch),
                    staging.now.day(),
                )?;
                staging.files.push(file);
                open
            }
        };
        if let Some(key) = &row.person_key {
            staging.people.insert(key.clone(), open.clone());
        }
        let source = self.stage_new(staging, &open, &source_draft(staging.into, row)?)?;
        // The same name in a second row of a person is not a second name.
        for draft in sound {
            let mut draft = draft.clone();
            draft.sources = vec![source];
            self.stage_new(staging, &open, &draft)?;
        }
        if needs_review {
            self.stage_review(staging, &open, row, &doubts)?;
            return Ok((RowOutcome::Review, Some(open.id)));
        }
        Ok((RowOutcome::Created, Some(open.id)))
    }

    async fn person_of_earlier_import(
        &self,
        staging: &Staging<'_>,
        transaction: &mut Transaction,
        row: &ImportRow,
    ) -> Result<Option<OpenFile>> {
        let (true, Some(key)) = (staging.again, &row.person_key) else {
            return Ok(None);
        };
        let hash = staging.keys.index.hash(
            WORD_CLASS,
            &casework::person_word(&staging.into.source, key),
        );
        for (file, _) in transaction
            .files_by_hash(staging.into.compartment, hash)
            .await?
        {
            if let Ok((_, open)) = self.open_file(staging.caller, transaction, file).await {
                return Ok(Some(open));
            }
        }
        Ok(None)
    }

    fn stage_review(
        &self,
        staging: &mut Staging<'_>,
        open: &OpenFile,
        row: &ImportRow,
        doubts: &[Doubt],
    ) -> Result<()> {
        let review = Review {
            row_key: row.row_key.clone(),
            list: staging.into.source.clone(),
            cells: row.cells.iter().map(shorten).collect(),
            doubts: doubts.to_vec(),
            resolved: None,
        };
        let mut draft = Draft::new(&review)?;
        draft.confidence = Confidence::Alleged;
        self.stage_new(staging, open, &draft)?;
        Ok(())
    }

    /// A row of a source that was imported before: the same, changed, or not found.
    async fn stage_again(
        &self,
        staging: &mut Staging<'_>,
        transaction: &mut Transaction,
        row: &ImportRow,
        sound: &[&Draft],
        doubts: &[Doubt],
        needs_review: bool,
    ) -> Result<Option<(RowOutcome, Option<FileId>)>> {
        let source = staging.into.source.clone();
        let by_row = staging
            .keys
            .index
            .hash(WORD_CLASS, &casework::row_word(&source, &row.row_key));
        let by_review = staging
            .keys
            .index
            .hash(WORD_CLASS, &casework::review_word(&source, &row.row_key));
        let found = transaction
            .files_by_hash(staging.into.compartment, by_row)
            .await?;
        let Some((file, entry)) = found.first().copied() else {
            // A nameless row that waited before still waits.
            let waiting = transaction
                .files_by_hash(staging.into.compartment, by_review)
                .await?;
            return Ok(waiting.first().map(|_| (RowOutcome::Unchanged, None)));
        };
        let (_, open) = self.open_file(staging.caller, transaction, file).await?;
        let history = self.history(staging.caller, transaction, &open).await?;
        let Some((source_entry, before)) = history
            .bodies::<Source>()
            .into_iter()
            .find(|(stored, _)| stored.outer.id == entry)
        else {
            // Withdrawn by hand since: what was taken out is not brought back by the next list.
            return Ok(Some((RowOutcome::Unchanged, Some(file))));
        };
        if let Some(key) = &row.person_key {
            staging.people.insert(key.clone(), open.clone());
        }
        let cells: Vec<Cell> = row.cells.iter().map(shorten).collect();
        if before.cells == cells {
            return Ok(Some((RowOutcome::Unchanged, Some(file))));
        }
        if staging.into.dry_run {
            return Ok(Some((
                if needs_review {
                    RowOutcome::Review
                } else {
                    RowOutcome::Updated
                },
                Some(file),
            )));
        }
        staging.taken = transaction
            .taken_versions(file)
            .await?
            .into_iter()
            .collect();
        let changed = self.stage_changes(staging, &open, &history, source_entry, sound)?;
        let draft = redraft(source_entry, &Source { cells, ..before })?;
        self.stage_entry(
            staging,
            &open,
            source_entry.outer.id,
            source_entry.outer.version + 1,
            &draft,
            None,
        )?;
        if changed.conflicts || needs_review {
            let mut doubts = doubts.to_vec();
            if changed.conflicts {
                doubts.push(Doubt {
                    column: None,
                    code: "edited_here".to_owned(),
                    detail: "somebody changed this here since the last import; the list's new word waits".to_owned(),
                });
            }
            let waiting = history
                .bodies::<Review>()
                .into_iter()
                .any(|(_, review)| review.row_key == row.row_key && review.resolved.is_none());
            if !waiting {
                self.stage_review(staging, &open, row, &doubts)?;
            }
            return Ok(Some((RowOutcome::Review, Some(file))));
        }
        Ok(Some((RowOutcome::Updated, Some(file))))
    }

    fn stage_changes(
        &self,
        staging: &mut Staging<'_>,
        open: &OpenFile,
        history: &History,
        source: &Entry,
        sound: &[&Draft],
    ) -> Result<Changes> {
        let mut old: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
        for entry in history
            .current()
            .filter(|entry| entry.inner.sources.contains(&source.outer.id))
        {
            old.entry(entry.kind().to_owned()).or_default().push(entry);
        }
        let mut changes = Changes::default();
        let mut fresh: Vec<&Draft> = Vec::new();
        for draft in sound {
            let canonical = canonical(draft)?;
            let same = old.get_mut(&draft.kind).and_then(|entries| {
                let position = entries
                    .iter()
                    .position(|entry| entry.inner.body == canonical)?;
                Some(entries.remove(position))
            });
            if same.is_none() {
                fresh.push(draft);
            }
        }
        for draft in fresh {
            let mut draft = draft.clone();
            draft.sources = vec![source.outer.id];
            // The entry it most likely replaces: of the same kind, and of the same field where there is one.
            let replaced = old.get_mut(&draft.kind).and_then(|entries| {
                let field = draft.body.get("field");
                let position = entries
                    .iter()
                    .position(|entry| entry.inner.body.get("field") == field)?;
                Some(entries.remove(position))
            });
            match replaced {
                // What somebody changed by hand is theirs: the list's new word waits for a person.
                Some(entry)
                    if entry.outer.version > 1 && !self.versions_are_imported(history, entry) =>
                {
                    changes.conflicts = true;
                }
                Some(entry) => {
                    self.stage_entry(
                        staging,
                        open,
                        entry.outer.id,
                        entry.outer.version + 1,
                        &draft,
                        None,
                    )?;
                }
                None => {
                    self.stage_new(staging, open, &draft)?;
                }
            }
        }
        for entry in old.into_values().flatten() {
            if entry.kind() == Review::WORD
                || (entry.outer.version > 1 && !self.versions_are_imported(history, entry))
            {
                continue;
            }
            let draft = as_draft(entry);
            self.stage_entry(
                staging,
                open,
                entry.outer.id,
                entry.outer.version + 1,
                &draft,
                Some("the source no longer says so"),
            )?;
        }
        Ok(changes)
    }

    /// Whether every version of an entry still cites its row and kept its recorder: nobody edited it.
    fn versions_are_imported(&self, history: &History, entry: &Entry) -> bool {
        let versions: Vec<&Entry> = history
            .all()
            .filter(|other| other.outer.id == entry.outer.id)
            .collect();
        versions.windows(2).all(|pair| match pair {
            [one, other] => {
                one.inner.sources == other.inner.sources
                    && one.inner.recorded_at != other.inner.recorded_at
                    && other.inner.on_behalf_of.as_deref() == Some(IMPORT)
            }
            _ => true,
        })
    }

    async fn publish(&self, mut staging: Staging<'_>, report: &ImportReport) -> Result<()> {
        self.flush(&mut staging).await?;
        let paper = serde_json::to_vec(report)
            .map_err(|_| DeskError::Inside("a report cannot be written"))?;
        let sealed = seal_paper(
            staging.keys.present()?,
            staging.into.compartment,
            "import report",
            &paper,
            self.register.randomness(),
        )?;
        let count = u64::try_from(staging.hashes.len()).unwrap_or(0);
        let mut transaction = self.write().await?;
        transaction.publish_batch(staging.batch, sealed).await?;
        if count > 0 {
            let root = ledger::batch_root(&staging.hashes);
            transaction
                .add_leaf(
                    staging.leaf,
                    LeafKind::Batch,
                    *staging.batch.as_bytes(),
                    i64::try_from(count).unwrap_or(i64::MAX),
                    ledger::batch_leaf(&root, count),
                    staging.now,
                )
                .await?;
        }
        for (open, entry) in &staging.consequences {
            self.follow(&mut transaction, open, entry, staging.now)
                .await?;
        }
        transaction.settle_done_of_batch(staging.batch).await?;
        self.event(
            &mut transaction,
            staging.caller.actor.user,
            "import_published",
            *staging.batch.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The imports the caller may see, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn imports(&self, caller: &Caller) -> Result<Visible<Vec<ImportLine>>> {
        let permit = self.list_right(caller)?;
        let mut transaction = self.read().await?;
        let mut lines = Vec::new();
        for batch in transaction.batches(caller.viewer(), 200).await? {
            let Ok(keys) = self.keys_of(caller, batch.compartment) else {
                continue;
            };
            let report = match &batch.report {
                Some(sealed) => {
                    // The report is sealed under the key of its epoch; try the present one, then older ones.
                    let opened = keys.keys.values().rev().find_map(|key| {
                        open_paper(key, batch.compartment, "import report", sealed).ok()
                    });
                    let Some(opened) = opened else { continue };
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
            lines.push(ImportLine {
                batch: batch.id,
                state: batch.state,
                by,
                created: batch.created,
                report,
            });
        }
        Ok(Visible::new(&permit, lines))
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

    /// Rows that wait for a decision.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reviews(&self, caller: &Caller, limit: i64) -> Result<Visible<Vec<ReviewLine>>> {
        let permit = self.list_right(caller)?;
        let hashes: Vec<i64> = caller
            .keyring
            .values()
            .map(|keys| keys.index.hash(FACET_CLASS, "review=open"))
            .collect();
        let mut transaction = self.read().await?;
        let mut lines = Vec::new();
        for stored in transaction
            .files_with(
                caller.viewer(),
                &[hashes],
                store::FileOrder::Forgotten,
                None,
                limit,
            )
            .await?
        {
            let Ok(open) = self.open_stored(caller, &mut transaction, &stored).await else {
                continue;
            };
            let history = self.history(caller, &mut transaction, &open).await?;
            let person = history
                .of_kind("name")
                .next()
                .is_some()
                .then(|| line(stored.id, stored.created, &history));
            for (entry, review) in history.bodies::<Review>() {
                if review.resolved.is_none() {
                    lines.push(ReviewLine {
                        entry: entry.outer.id,
                        version: entry.outer.version,
                        file: stored.id,
                        person: person.clone(),
                        review,
                    });
                }
            }
        }
        Ok(Visible::new(&permit, lines))
    }

    /// Decides about a waiting row.
    ///
    /// # Errors
    /// As for a revision.
    pub async fn resolve_review(
        &self,
        caller: &Caller,
        entry: EntryId,
        version: u32,
        decision: &str,
    ) -> Result<()> {
        if decision.trim().is_empty() {
            return Err(DeskError::refused("refused-decision-missing"));
        }
        let stored = self.entry(caller, entry).await?;
        let mut review = casework::body::<Review>(&stored)?;
        review.resolved = Some(Resolved {
            decision: decision.trim().to_owned(),
            by: caller.actor.user,
            on: self.now().day(),
        });
        self.revise(caller, entry, version, &redraft(&stored, &review)?)
            .await
    }
}

#[derive(Default)]
struct Changes {
    conflicts: bool,
}

/// On whose behalf imported entries are recorded: that of the list, not of the hand that uploaded it.
pub(crate) const IMPORT: &str = "list";

fn source_draft(into: &ImportInto, row: &ImportRow) -> Result<Draft> {
    let source = Source {
        medium: "list".to_owned(),
        title: into.source.clone(),
        reference: Some(format!("row {}", row.line)),
        organisation: into.organisation.clone(),
        row_key: Some(row.row_key.clone()),
        person_key: row.person_key.clone(),
        cells: row.cells.iter().map(shorten).collect(),
        ..Source::default()
    };
    let mut draft = Draft::new(&source)?;
    draft.on_behalf_of = Some(IMPORT.to_owned());
    draft.confidence = Confidence::Alleged;
    draft.label = Label::AmberStrict;
    Ok(draft)
}

fn as_draft(entry: &Entry) -> Draft {
    Draft {
        kind: entry.kind().to_owned(),
        body: entry.inner.body.clone(),
        label: entry.inner.label,
        confidence: entry.inner.confidence,
        happened: entry.inner.happened.clone(),
        valid_until: entry.inner.valid_until,
        sources: entry.inner.sources.clone(),
        on_behalf_of: Some(IMPORT.to_owned()),
        same_origin_as: entry.inner.same_origin_as,
    }
}

fn canonical(draft: &Draft) -> Result<serde_json::Value> {
    let kind = casework::kinds::kind(&draft.kind)
        .ok_or(DeskError::Inside("a list made an unknown kind"))?;
    Ok(kind.canonical(draft.body.clone())?)
}
