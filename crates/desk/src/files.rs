//! The way in and the way out of files: every entry is sealed, projected, put into the ledger and
//! written in one transaction here, and opened and filtered here.

use std::{collections::BTreeMap, sync::Arc};

use access::{Permit, Propose, Read, Resource, Visible, Way, Write};
use casework::{Row, kinds};
use kernel::{
    BatchId, CompartmentId, Confidence, Day, Entry, EntryId, FileId, Inner, Instant, KindWord,
    Label, LeafId, OrganisationId, Outer, PartialDate, Retention, canonical_outer,
};
use sealing::FileKey;
use serde_json::Value;
use store::{
    LeafKind, NewEntry, NewFile, Projection, StoredEntry, StoredFile, StoredOpening, Transaction,
};

use crate::{
    Caller, DeskError, Result,
    house::{CompartmentKeys, House},
};

/// What is to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The word of the kind.
    pub kind: String,
    /// The body.
    pub body: Value,
    /// How far it may travel.
    pub label: Label,
    /// How sure the recorder is.
    pub confidence: Confidence,
    /// When it happened in the world.
    pub happened: Option<PartialDate>,
    /// The last day on which it holds.
    pub valid_until: Option<Day>,
    /// Source entries it rests on.
    pub sources: Vec<EntryId>,
    /// On whose behalf.
    pub on_behalf_of: Option<String>,
    /// The entry with which it shares its origin.
    pub same_origin_as: Option<EntryId>,
}

impl Draft {
    /// A draft with the defaults of the product: `TLP:AMBER+STRICT`, credible.
    ///
    /// # Errors
    /// When the body cannot be written as JSON.
    pub fn new<B: casework::Body>(body: &B) -> Result<Self> {
        Ok(Self {
            kind: B::WORD.to_owned(),
            body: casework::value(body)?,
            label: Label::default(),
            confidence: Confidence::Credible,
            happened: None,
            valid_until: None,
            sources: Vec::new(),
            on_behalf_of: None,
            same_origin_as: None,
        })
    }

    /// What would write the same version of an entry again.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        Self {
            kind: entry.kind().to_owned(),
            body: entry.inner.body.clone(),
            label: entry.inner.label,
            confidence: entry.inner.confidence,
            happened: entry.inner.happened.clone(),
            valid_until: entry.inner.valid_until,
            sources: entry.inner.sources.clone(),
            on_behalf_of: entry.inner.on_behalf_of.clone(),
            same_origin_as: entry.inner.same_origin_as,
        }
    }
}

/// The versions of the entries of one file, oldest first, by entry.
#[derive(Clone, Debug, Default)]
pub struct History {
    versions: BTreeMap<EntryId, Vec<Entry>>,
}

impl History {
    /// The present version of each entry that was not withdrawn, in the order of recording.
    pub fn current(&self) -> impl Iterator<Item = &Entry> {
        self.versions
            .values()
            .filter_map(|versions| versions.last())
            .filter(|entry| !entry.is_withdrawn())
    }

    /// The present entries of one kind.
    pub fn of_kind<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.current().filter(move |entry| entry.kind() == word)
    }

    /// The present typed bodies of one kind, with their entries.
    pub fn bodies<B: casework::Body>(&self) -> Vec<(&Entry, B)> {
        self.of_kind(B::WORD)
            .filter_map(|entry| casework::body::<B>(entry).ok().map(|body| (entry, body)))
            .collect()
    }

    /// All versions of all entries, withdrawn ones too.
    pub fn all(&self) -> impl Iterator<Item = &Entry> {
        self.versions.values().flatten()
    }

    /// The last version of an entry, whether it was withdrawn or not.
    pub fn last(&self, id: EntryId) -> Option<&Entry> {
        self.versions.get(&id)?.last()
    }

    /// The last version of each entry that was withdrawn.
    pub fn withdrawn(&self) -> impl Iterator<Item = &Entry> {
        self.versions
            .values()
            .filter_map(|versions| versions.last())
            .filter(|entry| entry.is_withdrawn())
    }

    /// Puts another file's entries beside these: the same person.
    pub fn join(&mut self, other: Self) {
        self.versions.extend(other.versions);
    }

    pub(crate) fn of(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut versions: BTreeMap<EntryId, Vec<Entry>> = BTreeMap::new();
        for entry in entries {
            versions.entry(entry.outer.id).or_default().push(entry);
        }
        Self { versions }
    }
}

/// A file that is open for reading or writing: its row and its key.
#[derive(Clone)]
pub struct OpenFile {
    /// The file.
    pub id: FileId,
    /// Its compartment.
    pub compartment: CompartmentId,
    pub(crate) key: Arc<FileKey>,
    pub(crate) keys: CompartmentKeys,
}

pub(crate) fn entry_context(outer: &Outer) -> Vec<u8> {
    canonical_outer(outer)
}

/// Hashes what is projected, under the index key of the compartment. Classes above 200 are ours:
/// words, facets; below are classes of name keys.
pub(crate) fn hashed(keys: &CompartmentKeys, rows: Vec<Row>) -> Projection {
    let mut projection = Projection::default();
    for row in rows {
        match row {
            Row::NameKey { class, text } => projection.hashes.push(keys.index.hash(class, &text)),
            Row::WordKey(text) => projection.hashes.push(keys.index.hash(WORD_CLASS, &text)),
            Row::Facet { name, value } | Row::Count { name, value } => {
                projection
                    .hashes
                    .push(keys.index.hash(FACET_CLASS, &format!("{name}={value}")));
            }
            // In sealed compartments the word of a clock would tell the kind.
            Row::Due { at, clock } => {
                let clock = if keys.sealed {
                    String::new()
                } else {
                    clock.to_owned()
                };
                projection.clocks.push((clock, at));
            }
            Row::Done(day) => {
                if !keys.sealed {
                    projection.done.push(day);
                }
            }
        }
    }
    projection.hashes.sort_unstable();
    projection.hashes.dedup();
    projection.done.sort_unstable();
    projection.done.dedup();
    projection
}

pub(crate) const WORD_CLASS: u8 = 201;
pub(crate) const FACET_CLASS: u8 = 202;
/// Keys under which lists knew somebody who was erased. They stand in no row of the index.
pub(crate) const ERASED_CLASS: u8 = 203;

/// The number of the next version of an entry whose present one is `version`. Not always the one
/// after it: the versions of an import that was undone keep their numbers.
pub(crate) async fn next_version(
    transaction: &mut Transaction,
    entry: EntryId,
    version: u32,
) -> Result<u32> {
    let (present, next) = transaction.present_and_next(entry).await?;
    if present != i64::from(version) {
        return Err(DeskError::Conflict(entry));
    }
    u32::try_from(next).map_err(|_| DeskError::Inside("a version is out of range"))
}

/// The right to write an entry of a kind: as one's own, or as a proposal.
pub(crate) enum WriteRight {
    Write(#[expect(dead_code, reason = "held as proof")] Permit<Write>),
    Propose(#[expect(dead_code, reason = "held as proof")] Permit<Propose>),
}

/// A file was opened to set or print a document.
pub(crate) const DOCUMENT: i64 = 4;
/// A file was opened to export it.
pub(crate) const EXPORT: i64 = 5;

impl House {
    /// The keys of a compartment, if the caller has them at hand.
    pub(crate) fn keys_of<'a>(
        &self,
        caller: &'a Caller,
        compartment: CompartmentId,
    ) -> Result<&'a CompartmentKeys> {
        caller.keyring.get(&compartment).ok_or(DeskError::Absent)
    }

    /// Opens a file for a caller who may read persons there; denied and absent are one.
    pub(crate) async fn open_file(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        file: FileId,
    ) -> Result<(StoredFile, OpenFile)> {
        let stored = transaction
            .file(caller.viewer(), file)
            .await?
            .ok_or(DeskError::Absent)?;
        let open = self.open_stored(caller, transaction, &stored).await?;
        Ok((stored, open))
    }

    pub(crate) async fn open_stored(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        stored: &StoredFile,
    ) -> Result<OpenFile> {
        let keys = self.keys_of(caller, stored.compartment)?.clone();
        let key = self.file_key(transaction, stored.id, &keys).await?;
        Ok(OpenFile {
            id: stored.id,
            compartment: stored.compartment,
            key: Arc::new(key),
            keys,
        })
    }

    pub(crate) async fn file_key(
        &self,
        transaction: &mut Transaction,
        file: FileId,
        keys: &CompartmentKeys,
    ) -> Result<FileKey> {
        let (epoch, wrapped) = transaction.file_key(file).await?.ok_or(DeskError::Absent)?;
        self.unwrap_file_key(keys, file, epoch, &wrapped)
    }

    pub(crate) fn unwrap_file_key(
        &self,
        keys: &CompartmentKeys,
        file: FileId,
        epoch: i64,
        wrapped: &[u8],
    ) -> Result<FileKey> {
        let number =
            u32::try_from(epoch).map_err(|_| DeskError::Inside("an epoch is out of range"))?;
        Ok(keys
            .key(epoch)?
            .file_wrap_key()
            .unwrap_file_key(file.as_bytes(), number, wrapped)?)
    }

    /// Opens one stored entry.
    pub(crate) fn open_entry(&self, key: &FileKey, stored: &StoredEntry) -> Result<Entry> {
        let plain = sealing::open(key.secret(), &entry_context(&stored.outer), &stored.sealed)?;
        let inner: Inner = serde_json::from_slice(&plain)
            .map_err(|_| DeskError::Inside("a sealed entry cannot be read"))?;
        Ok(Entry {
            outer: stored.outer.clone(),
            inner,
        })
    }

    /// The entries of a file that the caller may read, all versions.
    pub(crate) async fn history(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        file: &OpenFile,
    ) -> Result<Visible<History>> {
        let stored = transaction.entries_of(caller.viewer(), file.id).await?;
        let mut entries = Vec::with_capacity(stored.len());
        for row in &stored {
            entries.push(self.open_entry(&file.key, row)?);
        }
        // The join has filtered by lifted kinds; sealed ones are filtered now that they are open.
        Ok(Visible::<Vec<Entry>>::readable(&caller.actor, entries).map(History::of))
    }

    /// Whether the caller may write this kind here, as one's own or as a proposal.
    pub(crate) fn write_right(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        kind: &str,
    ) -> Result<WriteRight> {
        let resource = Resource::new(compartment, kind);
        match access::permit::<Write>(&caller.actor, &resource) {
            Ok(permit) => Ok(WriteRight::Write(permit)),
            Err(_) => Ok(WriteRight::Propose(access::permit::<Propose>(
                &caller.actor,
                &resource,
            )?)),
        }
    }

    /// The same in a file that is open: whoever reaches one file only has rights there alone.
    pub(crate) fn write_right_in(
        &self,
        caller: &Caller,
        open: &OpenFile,
        kind: &str,
    ) -> Result<WriteRight> {
        let resource = Resource::new(open.compartment, kind).in_file(open.id);
        match access::permit::<Write>(&caller.actor, &resource) {
            Ok(permit) => Ok(WriteRight::Write(permit)),
            Err(_) => Ok(WriteRight::Propose(access::permit::<Propose>(
                &caller.actor,
                &resource,
            )?)),
        }
    }

    /// Whether the caller may read this kind in this file.
    pub(crate) fn read_right_in(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        file: FileId,
        kind: &str,
    ) -> Result<Permit<Read>> {
        let resource = Resource::new(compartment, kind).in_file(file);
        Ok(access::permit::<Read>(&caller.actor, &resource)?)
    }

    /// Whether the caller may read this kind here.
    pub(crate) fn read_right(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        kind: &str,
    ) -> Result<Permit<Read>> {
        Ok(access::permit::<Read>(
            &caller.actor,
            &Resource::new(compartment, kind),
        )?)
    }

    /// Makes a new file in a compartment, ready to be written into.
    pub(crate) fn new_file(
        &self,
        keys: &CompartmentKeys,
        compartment: CompartmentId,
        subject: &str,
        batch: Option<BatchId>,
        today: Day,
    ) -> Result<(NewFile, OpenFile)> {
        let id = FileId::new(self.register.clock(), self.register.randomness());
        let key = FileKey::random(self.register.randomness());
        let epoch =
            u32::try_from(keys.epoch).map_err(|_| DeskError::Inside("an epoch is out of range"))?;
        let wrapped = keys.present()?.file_wrap_key().wrap_file_key(
            id.as_bytes(),
            epoch,
            &key,
            self.register.randomness(),
        );
        Ok((
            NewFile {
                id,
                compartment,
                // Sealed compartments lift nothing.
                subject: (!keys.sealed).then(|| subject.to_owned()),
                created: today,
                batch,
                epoch: keys.epoch,
                wrapped,
            },
            OpenFile {
                id,
                compartment,
                key: Arc::new(key),
                keys: keys.clone(),
            },
        ))
    }

    /// Makes the inner envelope of a draft.
    pub(crate) fn inner(
        &self,
        caller: &Caller,
        draft: &Draft,
        originator: OrganisationId,
        now: Instant,
    ) -> Result<Inner> {
        let kind = kinds::kind(&draft.kind).ok_or(DeskError::Absent)?;
        kind.check(&draft.body)?;
        Ok(Inner {
            kind: KindWord::new(kind.word),
            schema: kind.schema,
            label: draft.label,
            originator,
            sources: draft.sources.clone(),
            confidence: draft.confidence,
            happened: draft.happened.clone(),
            valid_until: draft.valid_until,
            by: caller.actor.user,
            recorded_at: now,
            on_behalf_of: draft.on_behalf_of.clone(),
            supersedes: None,
            withdrawn: None,
            same_origin_as: draft.same_origin_as,
            body: draft.body.clone(),
        })
    }

    /// Seals an inner envelope as this version of an entry, and projects it.
    pub(crate) fn seal_entry(
        &self,
        file: &OpenFile,
        id: EntryId,
        version: u32,
        inner: Inner,
        now: Instant,
    ) -> Result<(NewEntry, Entry)> {
        let kind =
            kinds::kind(inner.kind.word()).ok_or(DeskError::Inside("a kind without a row"))?;
        let mut entry = Entry {
            outer: Outer {
                id,
                version,
                file: file.id,
                compartment: file.compartment,
                recorded: now.day(),
                due: None,
                retention: Retention::Casework,
                kind: (!file.keys.sealed).then(|| inner.kind.clone()),
                label: (!file.keys.sealed).then_some(inner.label),
            },
            inner,
        };
        let rows = kind.project(&entry);
        let projection = hashed(&file.keys, rows);
        entry.outer.due = projection.clocks.iter().map(|(_, at)| *at).min();
        let plain = serde_json::to_vec(&entry.inner)
            .map_err(|_| DeskError::Inside("an entry cannot be written"))?;
        let sealed = sealing::seal(
            file.key.secret(),
            &entry_context(&entry.outer),
            &plain,
            self.register.randomness(),
        );
        Ok((
            NewEntry {
                outer: entry.outer.clone(),
                sealed,
                projection,
            },
            entry,
        ))
    }

    /// Writes an entry with its leaf and everything that follows from it: stops, links, stamps.
    pub(crate) async fn append(
        &self,
        transaction: &mut Transaction,
        file: &OpenFile,
        entry: NewEntry,
        opened: &Entry,
        now: Instant,
    ) -> Result<()> {
        let leaf = LeafId::new(self.register.clock(), self.register.randomness());
        transaction
            .append_entry(&entry, leaf)
            .await
            .map_err(|error| match error {
                store::StoreError::Conflict => DeskError::Conflict(entry.outer.id),
                other => other.into(),
            })?;
        let hash = ledger::entry_leaf(&canonical_outer(&entry.outer), &entry.sealed);
        transaction
            .add_leaf(
                leaf,
                LeafKind::Entry,
                *entry.outer.id.as_bytes(),
                i64::from(entry.outer.version),
                hash,
                now,
            )
            .await?;
        self.follow(transaction, file, opened, now).await
    }

    /// Records a new entry in a file.
    ///
    /// # Errors
    /// When the caller may not, or the body breaks a rule.
    pub async fn record(&self, caller: &Caller, file: FileId, draft: &Draft) -> Result<EntryId> {
        let now = self.now();
        let mut transaction = self.write().await?;
        let id = self
            .record_in(caller, &mut transaction, file, draft, now)
            .await?;
        transaction.commit().await?;
        Ok(id)
    }

    pub(crate) async fn record_in(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        file: FileId,
        draft: &Draft,
        now: Instant,
    ) -> Result<EntryId> {
        let (_, open) = self.open_file(caller, transaction, file).await?;
        self.write_right_in(caller, &open, &draft.kind)?;
        self.record_open(caller, transaction, &open, draft, now)
            .await
    }

    pub(crate) async fn record_open(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        open: &OpenFile,
        draft: &Draft,
        now: Instant,
    ) -> Result<EntryId> {
        if !crate::evidence::leaves_alone(draft, None) {
            return Err(DeskError::refused("refused-evidence-kept"));
        }
        self.check_references(caller, transaction, draft).await?;
        self.check_signature(caller, transaction, open, draft)
            .await?;
        self.check_effect(caller, draft, None)?;
        self.check_lever(draft, None)?;
        caller.keep_effect(transaction, now).await?;
        let opened = self
            .append_new(caller, transaction, open, draft, now)
            .await?;
        self.follow_up(caller, transaction, open, &opened, now)
            .await?;
        Ok(opened.outer.id)
    }

    /// Seals and appends a first version.
    pub(crate) async fn append_new(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        open: &OpenFile,
        draft: &Draft,
        now: Instant,
    ) -> Result<Entry> {
        let id = EntryId::new(self.register.clock(), self.register.randomness());
        let inner = self.inner(caller, draft, caller.actor.organisation, now)?;
        let (entry, opened) = self.seal_entry(open, id, 1, inner, now)?;
        self.append(transaction, open, entry, &opened, now).await?;
        Ok(opened)
    }

    /// The present version of an entry the caller may read.
    ///
    /// # Errors
    /// [`DeskError::Absent`].
    pub async fn entry(&self, caller: &Caller, entry: EntryId) -> Result<Visible<Entry>> {
        self.entry_versions(caller, entry)
            .await?
            .each()
            .last()
            .ok_or(DeskError::Absent)
    }

    /// All versions of an entry the caller may read, oldest first.
    ///
    /// # Errors
    /// [`DeskError::Absent`].
    pub async fn entry_versions(
        &self,
        caller: &Caller,
        entry: EntryId,
    ) -> Result<Visible<Vec<Entry>>> {
        let mut transaction = self.read().await?;
        let stored = transaction.versions_of(caller.viewer(), entry).await?;
        let file = stored
            .first()
            .map(|row| row.outer.file)
            .ok_or(DeskError::Absent)?;
        let (_, open) = self.open_file(caller, &mut transaction, file).await?;
        let mut entries = Vec::new();
        for row in &stored {
            entries.push(self.open_entry(&open.key, row)?);
        }
        let visible = Visible::<Vec<Entry>>::readable(&caller.actor, entries);
        if visible.is_empty() {
            Err(DeskError::Absent)
        } else {
            Ok(visible)
        }
    }

    /// A reference to another file is only made by somebody who may read that file: otherwise a
    /// guessed id would tell whether it exists, and a link would carry stops to a stranger.
    async fn check_references(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        draft: &Draft,
    ) -> Result<()> {
        let fields: &[&str] = match draft.kind.as_str() {
            "link" => &["other"],
            "covered" | "hearing" => &["matter"],
            "raised" | "request" => &["meeting"],
            "lever" => &["held_for"],
            _ => &[],
        };
        for field in fields {
            let Some(text) = draft.body.get(*field).and_then(Value::as_str) else {
                continue;
            };
            let file = text.parse::<FileId>().map_err(|_| DeskError::Absent)?;
            transaction
                .file(caller.viewer(), file)
                .await?
                .ok_or(DeskError::Absent)?;
        }
        Ok(())
    }

    /// Writes the next version of an entry. Fields of the stored body that this program does not
    /// know are kept.
    ///
    /// # Errors
    /// [`DeskError::Conflict`] when somebody wrote one since `version` was read.
    pub async fn revise(
        &self,
        caller: &Caller,
        entry: EntryId,
        version: u32,
        draft: &Draft,
    ) -> Result<()> {
        let now = self.now();
        let versions = self.entry_versions(caller, entry).await?;
        let before = versions.last().ok_or(DeskError::Absent)?;
        if before.kind() != draft.kind {
            return Err(DeskError::Absent);
        }
        if before.outer.version != version {
            return Err(DeskError::Conflict(entry));
        }
        if !crate::evidence::leaves_alone(draft, Some(&before.inner)) {
            return Err(DeskError::refused("refused-evidence-kept"));
        }
        if draft.kind == "stop" {
            self.check_stop_revision(caller, &versions, draft)?;
        }
        if draft.kind == "signature" {
            return Err(DeskError::refused("refused-signature-changed"));
        }
        self.check_effect(caller, draft, Some(before))?;
        self.check_lever(draft, Some(before))?;
        let mut transaction = self.write().await?;
        let (_, open) = self
            .open_file(caller, &mut transaction, before.outer.file)
            .await?;
        self.write_right_in(caller, &open, &draft.kind)?;
        self.check_references(caller, &mut transaction, draft)
            .await?;
        caller.keep_effect(&mut transaction, now).await?;
        let mut inner = self.inner(caller, draft, before.inner.originator, now)?;
        inner.supersedes = before.inner.supersedes;
        let next = next_version(&mut transaction, entry, version).await?;
        let (new, opened) = self.seal_entry(&open, entry, next, inner, now)?;
        self.append(&mut transaction, &open, new, &opened, now)
            .await?;
        self.follow_up(caller, &mut transaction, &open, &opened, now)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Withdraws an entry with a reason: it stays in the history and counts for nothing.
    ///
    /// # Errors
    /// As for a revision; and a refusal for kinds that only their rule may lift.
    pub async fn withdraw(
        &self,
        caller: &Caller,
        entry: EntryId,
        version: u32,
        reason: &str,
    ) -> Result<()> {
        if reason.trim().is_empty() {
            return Err(DeskError::refused("refused-reason-missing"));
        }
        let now = self.now();
        let versions = self.entry_versions(caller, entry).await?;
        let before = versions.last().ok_or(DeskError::Absent)?;
        if before.outer.version != version {
            return Err(DeskError::Conflict(entry));
        }
        if before.kind() == "stop" {
            Self::check_stop_withdrawal(caller, &versions)?;
        }
        let mut transaction = self.write().await?;
        let (_, open) = self
            .open_file(caller, &mut transaction, before.outer.file)
            .await?;
        let kind = before.kind().to_owned();
        self.write_right_in(caller, &open, &kind)?;
        crate::levers::check_withdrawal(before)?;
        self.check_effect_withdrawal(caller, before)?;
        if matches!(kind.as_str(), "stop" | "lock") {
            // Withdrawing a stop is lifting it: who may is a grant of its own.
            let resource = Resource::new(open.compartment, &kind)
                .in_file(open.id)
                .drafted_by(before.inner.by, &caller.actor);
            let _lift = access::permit::<access::Lift>(&caller.actor, &resource)?;
        }
        caller.keep_effect(&mut transaction, now).await?;
        let mut inner = before.inner.clone();
        inner.withdrawn = Some(reason.trim().to_owned());
        inner.by = caller.actor.user;
        inner.recorded_at = now;
        let next = next_version(&mut transaction, entry, version).await?;
        let (new, opened) = self.seal_entry(&open, entry, next, inner, now)?;
        self.append(&mut transaction, &open, new, &opened, now)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Opens a new file with its first entries.
    ///
    /// # Errors
    /// When the caller may not write one of the kinds there.
    pub async fn open_new(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        subject: &str,
        drafts: &[Draft],
    ) -> Result<FileId> {
        let now = self.now();
        let keys = self.keys_of(caller, compartment)?.clone();
        for draft in drafts {
            self.write_right(caller, compartment, &draft.kind)?;
        }
        let (file, open) = self.new_file(&keys, compartment, subject, None, now.day())?;
        let mut transaction = self.write().await?;
        transaction.open_file(&file).await?;
        for draft in drafts {
            self.record_open(caller, &mut transaction, &open, draft, now)
                .await?;
        }
        transaction.commit().await?;
        Ok(file.id)
    }

    /// Logs that the caller opened files; a reload within a minute is the same opening.
    pub(crate) async fn log_openings(&self, caller: &Caller, files: &[FileId]) -> Result<()> {
        let way = match caller.actor.way {
            Way::Web => 1,
            Way::Api => 2,
            Way::Command | Way::Operator => 3,
        };
        self.log_openings_as(caller, files, way).await
    }

    /// The same, by a way of its own: [`DOCUMENT`] or [`EXPORT`].
    pub(crate) async fn log_openings_as(
        &self,
        caller: &Caller,
        files: &[FileId],
        way: i64,
    ) -> Result<()> {
        let now = self.now();
        let since = now.plus_seconds(-60);
        let mut reading = self.read().await?;
        let mut fresh = Vec::new();
        for file in files {
            if !reading
                .opened_since(caller.actor.user, *file, way, since)
                .await?
            {
                fresh.push(*file);
            }
        }
        drop(reading);
        if fresh.is_empty() {
            return Ok(());
        }
        let mut transaction = self.write().await?;
        for file in fresh {
            let id =
                *kernel::identifier(self.register.clock(), self.register.randomness()).as_bytes();
            let leaf = LeafId::new(self.register.clock(), self.register.randomness());
            let opening = StoredOpening {
                at: now,
                user: caller.actor.user,
                file,
                way,
            };
            transaction.add_opening(id, &opening, leaf).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Writes an administrative event with its leaf.
    pub(crate) async fn event(
        &self,
        transaction: &mut Transaction,
        user: kernel::UserId,
        word: &str,
        subject: [u8; 16],
        detail: &[u8],
    ) -> Result<()> {
        let id = kernel::EventId::new(self.register.clock(), self.register.randomness());
        let detail = sealing::seal(
            &self.server_secret("events"),
            id.as_bytes(),
            detail,
            self.register.randomness(),
        );
        let event = store::StoredEvent {
            id,
            at: self.now(),
            user,
            word: word.to_owned(),
            subject,
            detail,
        };
        let leaf = LeafId::new(self.register.clock(), self.register.randomness());
        transaction.add_event(&event, leaf).await?;
        Ok(())
    }
}
