//! Lists in: rows staged where nobody sees them, published in one small transaction, undone in one
//! step (O2b). What a row means is for `lists` to say; what becomes of it is decided here.

mod again;
mod cases;
mod kept_out;
mod partner_sheet;
mod reading;
mod report;
mod review;
mod source;
mod staging;
mod undo;

use std::{
    borrow::Cow,
    collections::HashSet,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
};

use access::{Import, Resource};
use casework::{
    Body as _, LONGEST_TEXT,
    sources::{Cell, Doubt, Review, Source},
};
use kernel::{BatchId, CompartmentId, Confidence, FileId, Label, LeafId};
use serde::{Deserialize, Serialize};
use store::Transaction;

use crate::{
    Caller, DeskError, Draft, Result,
    files::{FACET_CLASS, History, OpenFile, WORD_CLASS},
    house::House,
};
use report::{End, Room};
use staging::{Fingerprint, Staging, fingerprint};

pub use kept_out::{BROUGHT_BACK, ERASED, KEPT_OUT, WITHDRAWN};
pub use partner_sheet::PartnerSheet;
pub use reading::{ListRows, Look, import_row, look, profile_text, write_feedback};
pub use report::{Changed, ImportReport, ReportLine, RowOutcome};
pub use review::{Decided, ReviewGroup, ReviewLine, ReviewQuery, ReviewQueue, Understood};
pub(crate) use staging::discard_dead;
pub use undo::ImportLine;

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

/// By what a row is found again when the list comes once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowKey {
    /// By the list's own key.
    Own(String),
    /// By the list's own key, under which another row stands already: this may be somebody else.
    Repeated(String),
    /// By a name, as the list has no key; rows of one name are told apart by what they say.
    StandIn(String),
}

impl RowKey {
    /// The key as written.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Own(key) | Self::Repeated(key) | Self::StandIn(key) => key,
        }
    }

    /// The key as it is stored: short enough for a line, and of its own for every text.
    pub(crate) fn base(&self) -> String {
        let key = self.text().trim();
        if key.chars().count() <= 200 {
            return key.to_owned();
        }
        let mut base = cut(key, 150);
        for byte in fingerprint([key]) {
            base.push_str(&format!("{byte:02x}"));
        }
        base
    }
}

/// A row as it arrives at the desk.
#[derive(Clone, Debug)]
pub struct ImportRow {
    /// By what it is found again.
    pub row_key: RowKey,
    /// Where it stands in the file: `line:12`, `Sheet!12`.
    pub place: String,
    /// The line or row number in the file.
    pub line: u64,
    /// The list's own key of the person, where several rows are one person.
    pub person_key: Option<String>,
    /// What `lists` thinks of it.
    pub reading: Reading,
    /// What is doubted, cell by cell: why it waits for a person, or is refused.
    pub doubts: Vec<Doubt>,
    /// What is worth saying and decides nothing.
    pub notices: Vec<Doubt>,
    /// The raw cells.
    pub cells: Vec<Cell>,
    /// What was understood.
    pub drafts: Vec<Draft>,
}

impl ImportRow {
    /// Everything that is said about it, what weighs most first.
    fn said(&self) -> Vec<Doubt> {
        self.doubts.iter().chain(&self.notices).cloned().collect()
    }

    /// The list's own key of the person as it is kept: a line of ours.
    pub(crate) fn kept_person_key(&self) -> Option<String> {
        self.person_key.as_deref().map(|key| cut(key, 200))
    }

    /// The cells as they are kept: what says nothing is left out, what is longer than any text of ours
    /// is cut.
    fn kept_cells(&self) -> Vec<Cell> {
        self.cells
            .iter()
            .filter(|cell| !cell.1.is_empty())
            .map(|cell| Cell(cut(&cell.0, 500), cut(&cell.1, LONGEST_TEXT)))
            .collect()
    }
}

/// The first so many characters.
fn cut(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}

/// Rows staged in one transaction: small, so that pages that write do not wait long.
const CHUNK: usize = 250;

/// Whether a file is all of a source's list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// All of it, unless more than half of what the last one had is not in it.
    #[default]
    Unsaid,
    /// All of it: whoever is not in it any more is marked for somebody to look at.
    Whole,
    /// A part, such as what came new since: whoever is not in it is not looked for.
    Part,
}

/// Where an import goes and under which name.
#[derive(Clone, Debug)]
pub struct ImportInto {
    /// The compartment.
    pub compartment: CompartmentId,
    /// The name of the source: the same name finds the same rows again.
    pub source: String,
    /// The organisation it comes from, in words.
    pub organisation: Option<String>,
    /// Whether the file is all of the list.
    pub extent: Extent,
    /// Read and compare everything, write nothing.
    pub dry_run: bool,
}

/// How far an import has come, for pages that show it, and the wish to stop it.
#[derive(Debug, Default)]
pub struct Progress {
    /// Rows done.
    pub rows: AtomicU64,
    /// Once this is set, the import ends at the next rows and nothing of it remains.
    pub stop: AtomicBool,
}

/// On whose behalf imported entries are recorded: that of the list, not of the hand that uploaded it.
pub(crate) const IMPORT: &str = "list";

impl House {
    /// Brings a list in. Nobody sees any of it before all of it is there; an error, or a wish to stop,
    /// leaves nothing.
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
        self.discard_dead_imports().await?;
        let (source, before, again) = self.source_file(caller, into, &keys, mapping).await?;
        let ids = (
            BatchId::new(self.register.clock(), self.register.randomness()),
            LeafId::new(self.register.clock(), self.register.randomness()),
        );
        let mut staging = Staging::new(caller, keys, into, source, ids, self.now());
        staging.again = again;
        let mut reading = self.read().await?;
        staging.erased =
            crate::erasure::marks::of_compartment(&mut reading, into.compartment).await?;
        drop(reading);
        let rows_are_here = again && !self.earlier_rows(&staging).await?.is_empty();
        staging.remapped = Self::compare_mappings(&staging.source, before.as_ref(), rows_are_here)?;
        let mut report = ImportReport {
            source: into.source.clone(),
            ..ImportReport::default()
        };
        let mut room = Room::default();
        if into.dry_run {
            self.stage_rows(&mut staging, &mut rows, &mut report, &mut room, progress)
                .await?;
            self.mark_missing(&mut staging, &mut report, &mut room)
                .await?;
            report.persons = staging.persons();
            return Ok((None, report));
        }
        let batch = staging.batch;
        let heartbeat = self.begin_batch(&staging).await?;
        let outcome = async {
            self.stage_rows(&mut staging, &mut rows, &mut report, &mut room, progress)
                .await?;
            self.mark_missing(&mut staging, &mut report, &mut room)
                .await?;
            report.persons = staging.persons();
            if progress.stop.load(Ordering::Relaxed) {
                return Err(DeskError::refused("refused-import-stopped"));
            }
            self.publish(staging, &report).await
        }
        .await;
        drop(heartbeat);
        if let Err(error) = outcome {
            self.give_up(batch).await?;
            return Err(error);
        }
        Ok((Some(batch), report))
    }

    async fn stage_rows<S>(
        &self,
        staging: &mut Staging<'_>,
        rows: &mut S,
        report: &mut ImportReport,
        room: &mut Room,
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
                    if progress.stop.load(Ordering::Relaxed) {
                        return Err(DeskError::refused("refused-import-stopped"));
                    }
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
                let end = self.stage_row(staging, &mut transaction, row).await?;
                staging.sheet.note(row);
                report.note(row, end, room);
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

    /// One row: found again or new, compared, staged.
    async fn stage_row(
        &self,
        staging: &mut Staging<'_>,
        transaction: &mut Transaction,
        row: &ImportRow,
    ) -> Result<End> {
        match row.reading {
            Reading::Skip => {
                return Ok(End::with(RowOutcome::Skipped, None, row.said()));
            }
            Reading::Reject => {
                return Ok(End::with(RowOutcome::Rejected, None, row.said()));
            }
            Reading::Accept | Reading::Review => {}
        }
        if let Some(mark) = staging.erased_key(row) {
            return self.stage_erased(staging, transaction, row, mark).await;
        }
        let mut sound = Sound::of(row)?;
        self.cover(staging, transaction, row, &mut sound).await?;
        let key = if staging.again {
            match self.find_again(staging, transaction, row).await? {
                again::FoundAgain::New(key) => key,
                again::FoundAgain::Waiting => {
                    return Ok(End::plain(RowOutcome::Unchanged, None));
                }
                again::FoundAgain::Row(found) if found.is_withdrawn() => {
                    let key = found.key.clone();
                    return self.stage_withdrawn(staging, row, &found, &key);
                }
                again::FoundAgain::Row(found) => {
                    return self
                        .stage_again(staging, transaction, row, &sound, *found)
                        .await;
                }
                again::FoundAgain::Unclear(key) => {
                    sound.doubt("same_name");
                    let open = self.waiting_file(staging)?;
                    self.stage_review(staging, &open, &key, row, &sound.doubts)?;
                    return Ok(End::with(RowOutcome::Review, None, sound.told(row)));
                }
            }
        } else {
            Self::number(staging, row, 0)
        };
        self.stage_first(staging, transaction, row, sound, &key)
            .await
    }

    /// The key under which a row that is new is kept, where `stored` rows stand under its key already.
    fn number(staging: &mut Staging<'_>, row: &ImportRow, stored: u32) -> String {
        let base = row.row_key.base();
        if stored == 0 && matches!(row.row_key, RowKey::Own(_)) {
            return base;
        }
        let least = stored.max(u32::from(matches!(row.row_key, RowKey::Repeated(_))));
        let last = staging
            .occurrences
            .entry(fingerprint([base.as_str()]))
            .or_insert(least);
        *last = (*last).max(least) + 1;
        again::numbered(&base, *last)
    }

    /// A row that was not there before.
    async fn stage_first(
        &self,
        staging: &mut Staging<'_>,
        transaction: &mut Transaction,
        row: &ImportRow,
        sound: Sound<'_>,
        key: &str,
    ) -> Result<End> {
        let named = sound.drafts.iter().any(|draft| draft.kind == "name");
        let mut known = row
            .person_key
            .as_ref()
            .and_then(|person| staging.person(person));
        if known.is_none() {
            known = self
                .person_of_earlier_import(staging, transaction, row)
                .await?;
        }
        if known.is_none()
            && let Some(earlier) = self.withdrawn_person(staging, transaction, row).await?
        {
            return self.stage_withdrawn(staging, row, &earlier, key);
        }
        // A row without anybody's name makes no person; it waits with its raw text.
        if !named && known.is_none() {
            let open = self.waiting_file(staging)?;
            self.stage_review(staging, &open, key, row, &sound.doubts)?;
            return Ok(End::with(RowOutcome::Review, None, sound.told(row)));
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
                staging.new_people += 1;
                if !staging.into.dry_run {
                    staging.add_file(file);
                }
                open
            }
        };
        if let Some(person) = &row.person_key {
            staging.remember_person(person, &open);
        }
        let outcome = if sound.needs_review {
            RowOutcome::Review
        } else {
            RowOutcome::Created
        };
        if staging.into.dry_run {
            return Ok(End::with(outcome, None, sound.told(row)));
        }
        let source = self.stage_new(staging, &open, &source_draft(staging.into, row, key)?)?;
        for draft in &sound.drafts {
            // What a second row of a person says again is said once. Charges belong to their row.
            if row.person_key.is_some()
                && draft.kind != "charge"
                && !staging.first_said(open.id, said(draft)?)
            {
                continue;
            }
            let mut draft = draft.clone().into_owned();
            draft.sources = vec![source];
            self.stage_new(staging, &open, &draft)?;
        }
        if sound.needs_review {
            self.stage_review(staging, &open, key, row, &sound.doubts)?;
        }
        Ok(End::with(outcome, Some(open.id), sound.told(row)))
    }

    async fn person_of_earlier_import(
        &self,
        staging: &mut Staging<'_>,
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
                let history = self.history(staging.caller, transaction, &open).await?;
                remember_said(staging, &open, &history)?;
                staging.known_people.insert(file);
                return Ok(Some(open));
            }
        }
        Ok(None)
    }

    /// Puts a row before a person, in the file it speaks of.
    fn stage_review(
        &self,
        staging: &mut Staging<'_>,
        open: &OpenFile,
        key: &str,
        row: &ImportRow,
        doubts: &[Doubt],
    ) -> Result<()> {
        if staging.into.dry_run {
            return Ok(());
        }
        let review = Review {
            row_key: key.to_owned(),
            list: staging.into.source.clone(),
            cells: row.kept_cells(),
            doubts: doubts.to_vec(),
            resolved: None,
        };
        self.stage_new(staging, open, &review_draft(&review)?)?;
        Ok(())
    }

    /// The earlier rows of the source that are here, with the file each stands in.
    async fn earlier_rows(&self, staging: &Staging<'_>) -> Result<Vec<(FileId, kernel::EntryId)>> {
        let hash = staging
            .keys
            .index
            .hash(FACET_CLASS, &format!("list={}", staging.into.source));
        let mut rows = self
            .read()
            .await?
            .files_by_hash(staging.into.compartment, hash)
            .await?;
        // The source itself carries its own name.
        rows.retain(|(file, _)| *file != staging.source.open.id);
        Ok(rows)
    }
}

/// What of a row may be stored: a draft that breaks a rule of ours goes to review with the row.
struct Sound<'a> {
    drafts: Vec<Cow<'a, Draft>>,
    doubts: Vec<Doubt>,
    needs_review: bool,
}

impl<'a> Sound<'a> {
    fn of(row: &'a ImportRow) -> Result<Self> {
        let mut sound = Self {
            drafts: Vec::new(),
            doubts: row.doubts.clone(),
            needs_review: row.reading == Reading::Review,
        };
        for draft in &row.drafts {
            let Some(kind) = casework::kinds::kind(&draft.kind) else {
                return Err(DeskError::Inside("a list made an unknown kind"));
            };
            match kind.check(&draft.body) {
                Ok(()) if draft.kind != Source::WORD => sound.drafts.push(Cow::Borrowed(draft)),
                Ok(()) => {}
                Err(faults) => {
                    sound.needs_review = true;
                    sound.doubts.push(Doubt {
                        column: faults.0.first().map(|fault| cut(&fault.field, 200)),
                        code: "rule_broken".to_owned(),
                        detail: cut(&faults.to_string(), 1_000),
                    });
                }
            }
        }
        Ok(sound)
    }

    /// What a report says about the row.
    fn told(mut self, row: &ImportRow) -> Vec<Doubt> {
        self.doubts.extend(row.notices.iter().cloned());
        self.doubts
    }

    fn doubt(&mut self, code: &str) {
        self.needs_review = true;
        self.doubts.push(Doubt {
            column: None,
            code: code.to_owned(),
            detail: String::new(),
        });
    }
}

/// What a draft says, as a fingerprint.
fn said(draft: &Draft) -> Result<Fingerprint> {
    let body = canonical(draft)?.to_string();
    Ok(fingerprint([draft.kind.as_str(), body.as_str()]))
}

/// Notes what stands in a file already, so that a further row does not say it again.
fn remember_said(staging: &mut Staging<'_>, open: &OpenFile, history: &History) -> Result<()> {
    let standing: HashSet<Fingerprint> = history
        .current()
        .map(|entry| fingerprint([entry.kind(), entry.inner.body.to_string().as_str()]))
        .collect();
    for one in standing {
        staging.first_said(open.id, one);
    }
    Ok(())
}

fn review_draft(review: &Review) -> Result<Draft> {
    let mut draft = Draft::new(review)?;
    draft.confidence = Confidence::Alleged;
    Ok(draft)
}

fn source_draft(into: &ImportInto, row: &ImportRow, key: &str) -> Result<Draft> {
    let place = if row.place.is_empty() {
        format!("row {}", row.line)
    } else {
        cut(&row.place, 200)
    };
    let source = Source {
        medium: "list".to_owned(),
        title: into.source.clone(),
        reference: Some(place),
        organisation: into.organisation.clone(),
        row_key: Some(key.to_owned()),
        person_key: row.kept_person_key(),
        cells: row.kept_cells(),
        ..Source::default()
    };
    let mut draft = Draft::new(&source)?;
    draft.on_behalf_of = Some(IMPORT.to_owned());
    draft.confidence = Confidence::Alleged;
    draft.label = Label::AmberStrict;
    Ok(draft)
}

/// Where the file of a matter comes from: this list, at the row that names it first. It is no row of it.
fn matter_source(into: &ImportInto, row: &ImportRow) -> Result<Draft> {
    let mut draft = source_draft(into, row, "")?;
    if let Some(body) = draft.body.as_object_mut() {
        for field in ["row_key", "person_key", "cells"] {
            body.remove(field);
        }
        // A source of medium `list` counts as one of its rows.
        body.insert("medium".to_owned(), "other".into());
    }
    Ok(draft)
}

fn canonical(draft: &Draft) -> Result<serde_json::Value> {
    let kind = casework::kinds::kind(&draft.kind)
        .ok_or(DeskError::Inside("a list made an unknown kind"))?;
    Ok(kind.canonical(draft.body.clone())?)
}
