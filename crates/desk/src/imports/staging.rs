//! Staging: entries written in small transactions that nobody sees, and the one that publishes them.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use kernel::{BatchId, Day, Entry, EntryId, FileId, Instant, LeafId, canonical_outer};
use ledger::Frontier;
use sealing::FileKey;
use sha2::{Digest, Sha256};
use store::{LeafKind, NewEntry, NewFile, Register};

use super::{ImportInto, ImportReport, ImportRow, partner_sheet::Sheet, source::SourceFile};
use crate::{
    Caller, DeskError, Draft, Result,
    erasure::marks,
    files::OpenFile,
    house::{CompartmentKeys, House, seal_paper},
};

/// How long an import that says nothing is taken for alive.
const LEASE_SECONDS: i64 = 120;
/// How often a living import says so.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// Equal for equal texts, and nothing can be read from it.
pub(super) type Fingerprint = [u8; 16];

pub(super) fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a str>) -> Fingerprint {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut short = Fingerprint::default();
    for (to, from) in short.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    short
}

/// An import under way. What it remembers of a row is a few numbers: its memory does not grow with
/// what the rows say.
pub(super) struct Staging<'a> {
    pub(super) caller: &'a Caller,
    pub(super) keys: CompartmentKeys,
    pub(super) into: &'a ImportInto,
    pub(super) batch: BatchId,
    pub(super) leaf: LeafId,
    pub(super) source: SourceFile,
    /// Rows of this source were imported before, so each row is looked up.
    pub(super) again: bool,
    /// The columns are read otherwise than the last time: rows that are the same may say more.
    pub(super) remapped: bool,
    /// Where rows without anybody's name wait; it comes and goes with the import.
    waiting: Option<OpenFile>,
    files: Vec<NewFile>,
    entries: Vec<NewEntry>,
    /// The leaves of all entries so far, and how many.
    tree: Frontier,
    count: u64,
    /// Entries from which stops follow once they are published.
    consequences: Vec<(OpenFile, Entry)>,
    /// People met in this import already, by the list's own key.
    people: HashMap<Fingerprint, (FileId, Arc<FileKey>)>,
    /// What was said in this import already of somebody who has several rows.
    said: HashMap<FileId, HashSet<Fingerprint>>,
    /// How many rows stood under one key.
    pub(super) occurrences: HashMap<Fingerprint, u32>,
    /// Earlier rows that were found again.
    pub(super) met: HashSet<EntryId>,
    /// People that were there before and of whom this list speaks.
    pub(super) known_people: HashSet<FileId>,
    /// The files of matters that rows of this list name.
    pub(super) cases: HashMap<Fingerprint, FileId>,
    /// Keys under which lists knew people of this compartment who were erased, and the day.
    pub(super) erased: HashMap<i64, Day>,
    /// Those of whom this import has asked already.
    pub(super) asked_of_erased: HashSet<i64>,
    /// People who are new.
    pub(super) new_people: u64,
    /// The highest version of each entry of the file at hand, undone ones too.
    pub(super) taken: HashMap<EntryId, i64>,
    /// Which row ended how, for the partner.
    pub(super) sheet: Sheet,
    pub(super) now: Instant,
}

impl<'a> Staging<'a> {
    pub(super) fn new(
        caller: &'a Caller,
        keys: CompartmentKeys,
        into: &'a ImportInto,
        source: SourceFile,
        (batch, leaf): (BatchId, LeafId),
        now: Instant,
    ) -> Self {
        Self {
            caller,
            keys,
            into,
            batch,
            leaf,
            source,
            again: false,
            remapped: false,
            waiting: None,
            files: Vec::new(),
            entries: Vec::new(),
            tree: Frontier::new(),
            count: 0,
            consequences: Vec::new(),
            people: HashMap::new(),
            said: HashMap::new(),
            occurrences: HashMap::new(),
            met: HashSet::new(),
            known_people: HashSet::new(),
            cases: HashMap::new(),
            erased: HashMap::new(),
            asked_of_erased: HashSet::new(),
            new_people: 0,
            taken: HashMap::new(),
            sheet: Sheet::default(),
            now,
        }
    }

    pub(super) fn person(&self, key: &str) -> Option<OpenFile> {
        let (id, file_key) = self.people.get(&fingerprint([key]))?;
        Some(OpenFile {
            id: *id,
            compartment: self.into.compartment,
            key: Arc::clone(file_key),
            keys: self.keys.clone(),
        })
    }

    pub(super) fn remember_person(&mut self, key: &str, open: &OpenFile) {
        self.people
            .insert(fingerprint([key]), (open.id, Arc::clone(&open.key)));
    }

    /// Notes what is said of somebody; false when it was said already.
    pub(super) fn first_said(&mut self, file: FileId, said: Fingerprint) -> bool {
        self.said.entry(file).or_default().insert(said)
    }

    /// The key of this row under which somebody was erased, and the day.
    pub(super) fn erased_key(&self, row: &ImportRow) -> Option<(i64, Day)> {
        if self.erased.is_empty() {
            return None;
        }
        marks::of_row(&self.keys, &self.into.source, row)
            .into_iter()
            .find_map(|hash| Some((hash, *self.erased.get(&hash)?)))
    }

    /// People of whom the rows so far speak.
    pub(super) fn persons(&self) -> u64 {
        self.new_people + u64::try_from(self.known_people.len()).unwrap_or(u64::MAX)
    }

    pub(super) fn add_file(&mut self, file: NewFile) {
        self.files.push(file);
    }

    pub(super) fn staged(&self) -> usize {
        self.entries.len()
    }

    /// Forgets what was staged since there were so many entries: in a rehearsal nothing is written.
    pub(super) fn forget(&mut self, staged: usize) {
        self.entries.truncate(staged);
    }
}

fn lease_setting(batch: BatchId) -> String {
    format!("import lease/{batch}")
}

/// Says that an import is alive until it is dropped.
pub(super) struct Heartbeat(tokio::task::JoinHandle<()>);

impl Drop for Heartbeat {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn renew(register: &Register, batch: BatchId) -> std::result::Result<(), store::StoreError> {
    let mut transaction = register.write().await?;
    if transaction.is_staging(batch).await? {
        let until = register.now().plus_seconds(LEASE_SECONDS);
        transaction
            .set_setting(&lease_setting(batch), lease_value(until))
            .await?;
    }
    transaction.commit().await
}

fn lease_value(until: Instant) -> Vec<u8> {
    until.milliseconds().to_string().into_bytes()
}

impl House {
    /// Opens the batch of an import, with a lease: as long as it is renewed nobody takes the import for dead.
    pub(super) async fn begin_batch(&self, staging: &Staging<'_>) -> Result<Heartbeat> {
        let mut transaction = self.write().await?;
        transaction
            .open_batch(
                staging.batch,
                staging.into.compartment,
                Some(staging.source.open.id),
                staging.caller.actor.user,
                staging.now,
            )
            .await?;
        let until = self.now().plus_seconds(LEASE_SECONDS);
        transaction
            .set_setting(&lease_setting(staging.batch), lease_value(until))
            .await?;
        transaction.commit().await?;
        let (register, batch) = (self.register.clone(), staging.batch);
        Ok(Heartbeat(tokio::spawn(async move {
            loop {
                tokio::time::sleep(HEARTBEAT).await;
                // A disk that is full or a database that is away shows at the next rows as well.
                if renew(&register, batch).await.is_err() {
                    tracing::warn!("the lease of an import could not be renewed");
                }
            }
        })))
    }

    /// Discards imports whose program ended: nobody ever saw what they staged. Those whose lease
    /// still runs belong to a living program. Returns how many were discarded.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn discard_dead_imports(&self) -> Result<u64> {
        discard_dead(&self.register).await
    }

    /// Gives an import up: nothing of it remains but the word that there was one.
    pub(super) async fn give_up(&self, batch: BatchId) -> Result<()> {
        let mut transaction = self.write().await?;
        if transaction.is_staging(batch).await? {
            transaction.discard_batch(batch).await?;
        }
        transaction.remove_setting(&lease_setting(batch)).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The file in which rows without anybody's name wait.
    pub(super) fn waiting_file(&self, staging: &mut Staging<'_>) -> Result<OpenFile> {
        if let Some(open) = &staging.waiting {
            return Ok(open.clone());
        }
        let (file, open) = self.new_file(
            &staging.keys,
            staging.into.compartment,
            "source",
            Some(staging.batch),
            staging.now.day(),
        )?;
        staging.files.push(file);
        staging.waiting = Some(open.clone());
        Ok(open)
    }

    /// Writes what has been staged so far where nobody sees it.
    pub(super) async fn flush(&self, staging: &mut Staging<'_>) -> Result<()> {
        if staging.entries.is_empty() && staging.files.is_empty() {
            return Ok(());
        }
        let waiting = u64::try_from(staging.entries.len()).unwrap_or(0);
        let first = i64::try_from(staging.count - waiting).unwrap_or(0);
        let mut transaction = self.write().await?;
        // A lease that ran out, as on a machine that slept, may have cost the import its batch.
        if !transaction.is_staging(staging.batch).await? {
            return Err(DeskError::Overtaken);
        }
        transaction.open_files(&staging.files).await?;
        transaction
            .stage_entries(&staging.entries, staging.batch, staging.leaf, first)
            .await?;
        transaction.commit().await?;
        staging.files.clear();
        staging.entries.clear();
        Ok(())
    }

    pub(super) fn stage_entry(
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
        staging.tree.append(ledger::entry_leaf(
            &canonical_outer(&new.outer),
            &new.sealed,
        ));
        staging.count += 1;
        if kind.gate_relevant {
            staging.consequences.push((open.clone(), opened));
        }
        staging.entries.push(new);
        Ok(())
    }

    pub(super) fn stage_new(
        &self,
        staging: &mut Staging<'_>,
        open: &OpenFile,
        draft: &Draft,
    ) -> Result<EntryId> {
        let id = EntryId::new(self.register.clock(), self.register.randomness());
        self.stage_entry(staging, open, id, 1, draft, None)?;
        Ok(id)
    }

    /// Publishes: from this commit on everybody who may sees all of it.
    pub(super) async fn publish(
        &self,
        mut staging: Staging<'_>,
        report: &ImportReport,
    ) -> Result<()> {
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
        let mut transaction = self.write().await?;
        self.keep_source(&staging, &mut transaction).await?;
        self.keep_sheet(&staging, &mut transaction).await?;
        transaction.publish_batch(staging.batch, sealed).await?;
        if staging.count > 0 {
            transaction
                .add_leaf(
                    staging.leaf,
                    LeafKind::Batch,
                    *staging.batch.as_bytes(),
                    i64::try_from(staging.count).unwrap_or(i64::MAX),
                    ledger::batch_leaf(&staging.tree.root(), staging.count),
                    staging.now,
                )
                .await?;
        }
        for (open, entry) in &staging.consequences {
            self.follow(&mut transaction, open, entry, staging.now)
                .await?;
        }
        transaction.settle_done_of_batch(staging.batch).await?;
        transaction
            .remove_setting(&lease_setting(staging.batch))
            .await?;
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
}

/// As [`House::discard_dead_imports`], for a register that is being opened.
pub(crate) async fn discard_dead(register: &Register) -> Result<u64> {
    let mut transaction = register.write().await?;
    let now = register.now();
    let mut discarded = 0;
    for batch in transaction.batches_in(store::BatchState::Staging).await? {
        let lease = transaction
            .setting(&lease_setting(batch))
            .await?
            .and_then(|bytes| String::from_utf8(bytes).ok()?.parse().ok())
            .map(Instant::from_milliseconds);
        if lease.is_some_and(|until| until > now) {
            continue;
        }
        transaction.discard_batch(batch).await?;
        transaction.remove_setting(&lease_setting(batch)).await?;
        discarded += 1;
    }
    transaction.commit().await?;
    Ok(discarded)
}
