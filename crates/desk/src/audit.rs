//! The ledger at work: leaves get their places, everything is verified against everything, single
//! entries are proved to others, and who could open and did open what is told.

mod exposure;
mod leaves;

use std::{
    collections::{BTreeMap, HashMap},
    io::Write,
};

use kernel::{EntryId, LeafId, canonical_outer};
use ledger::{Checkpoint, Frontier, Hash, LogSigner, SignedCheckpoint, VerifierKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{
    AuditedBlob, AuditedEntry, AuditedLeaf, BatchState, LeafKind, LeafSays, Transaction,
    event_bytes, opening_bytes,
};

use crate::{DeskError, Result, house::House};

pub use exposure::{ExposedCompartment, Exposure, OpenedFile, Opening};
pub use leaves::{Covered, LedgerLeaf, LedgerView, NewestCheckpoint};

/// How long one round of the sequencer may take before another node may take over, in seconds.
const LEASE_SECONDS: i64 = 5;
/// How many leaves one round gives a place at most.
const ROUND: i64 = 5_000;
/// How many rows are read at once while verifying.
const PAGE_ROWS: i64 = 2_000;
/// How many faults a report names; the rest are counted.
const NAMED_FAULTS: usize = 1_000;

/// Bytes as hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads hexadecimal digits.
pub(crate) fn from_hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .chars()
        .map(|digit| {
            digit
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        })
        .collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty()
        .then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

fn hash_from(text: &str) -> Option<Hash> {
    from_hexadecimal(text)?.try_into().ok()
}

/// Something that does not agree with the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditFault {
    /// What kind of thing: `entry`, `leaf`, `event`, `opening`, `blob`, `place`, `checkpoint` or `tree`.
    pub what: &'static str,
    /// Which one: its id with its version, its place, or its size.
    pub id: String,
    /// What is wrong with it, in words.
    pub says: String,
}

/// What a verification has found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AuditReport {
    /// Stored versions of entries.
    pub entries: u64,
    /// Of these, those of an import that is being staged at this moment: they have no leaf yet.
    pub staged: u64,
    /// Leaves.
    pub leaves: u64,
    /// Leaves that have their place in the tree.
    pub sequenced: u64,
    /// Leaves that wait for their place.
    pub waiting: u64,
    /// Events.
    pub events: u64,
    /// Openings of files.
    pub openings: u64,
    /// Documents, pictures and texts whose ciphertext was hashed again.
    pub blobs: u64,
    /// Checkpoints whose signature and root were compared.
    pub checkpoints: u64,
    /// Size of the newest checkpoint.
    pub size: u64,
    /// Root of the newest checkpoint, as hexadecimal digits.
    pub root: String,
    /// What does not agree, at most a thousand, the first first.
    pub faults: Vec<AuditFault>,
    /// How many faults more there are.
    pub more_faults: u64,
}

impl AuditReport {
    /// Whether everything agrees with everything.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }

    fn fault(&mut self, what: &'static str, id: impl Into<String>, says: impl Into<String>) {
        if self.faults.len() < NAMED_FAULTS {
            self.faults.push(AuditFault {
                what,
                id: id.into(),
                says: says.into(),
            });
        } else {
            self.more_faults += 1;
        }
    }
}

/// A proof of inclusion in the form that `verify_log.py` reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inclusion {
    /// The place of the leaf.
    pub index: u64,
    /// How many leaves the tree has.
    pub size: u64,
    /// The hashes that lead to the root, as hexadecimal digits.
    pub proof: Vec<String>,
}

/// The step from an entry of an import to the leaf of the import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithinBatch {
    /// The entry's place among those of the import.
    pub inclusion: Inclusion,
    /// The root over the import's entries, as hexadecimal digits.
    pub root: String,
}

/// That an entry stands in the ledger as it is, for somebody who does not trust us. It holds no
/// content: hashes, ids and what the envelope shows in clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The entry.
    pub entry: EntryId,
    /// Which version of it.
    pub version: u32,
    /// The public key that signs the ledger: compare it with one that was handed over in person.
    pub key: String,
    /// The envelope in clear, as hexadecimal digits.
    pub outer: String,
    /// SHA-256 of the sealed part, as hexadecimal digits.
    pub ciphertext_hash: String,
    /// The step within an import, if the entry came with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<WithinBatch>,
    /// The leaf hash in the ledger, as hexadecimal digits.
    pub leaf_hash: String,
    /// Its inclusion in the tree of the checkpoint.
    pub inclusion: Inclusion,
    /// The signed checkpoint.
    pub checkpoint: String,
}

impl Proof {
    /// Recomputes every step of the proof, from the envelope to the signature.
    ///
    /// # Errors
    /// In words, the step that does not hold.
    pub fn check(&self) -> std::result::Result<(), String> {
        let bytes = |text: &str, what: &str| {
            from_hexadecimal(text).ok_or_else(|| format!("{what} is not hexadecimal"))
        };
        let hash =
            |text: &str, what: &str| hash_from(text).ok_or_else(|| format!("{what} is not a hash"));
        let outer = bytes(&self.outer, "the envelope")?;
        let mut content = vec![b'E'];
        content.extend_from_slice(&u64::try_from(outer.len()).unwrap_or(u64::MAX).to_be_bytes());
        content.extend_from_slice(&outer);
        content.extend_from_slice(&hash(&self.ciphertext_hash, "the hash of the sealed part")?);
        let mut leaf = ledger::leaf_hash(&content);
        if let Some(batch) = &self.batch {
            let root = hash(&batch.root, "the root of the import")?;
            batch.inclusion.lead(&leaf, &root, "within the import")?;
            leaf = ledger::batch_leaf(&root, batch.inclusion.size);
        }
        if hexadecimal(&leaf) != self.leaf_hash {
            return Err("the entry does not give the leaf".to_owned());
        }
        let key = VerifierKey::parse(&self.key).map_err(|error| error.to_string())?;
        let note = SignedCheckpoint::parse(&self.checkpoint).map_err(|error| error.to_string())?;
        let checkpoint = note.verify(&key).map_err(|error| error.to_string())?;
        if checkpoint.size != self.inclusion.size {
            return Err("the checkpoint has another size than the proof".to_owned());
        }
        self.inclusion
            .lead(&leaf, &checkpoint.root, "in the ledger")
    }
}

impl Inclusion {
    fn new(index: u64, size: u64, proof: &[Hash]) -> Self {
        Self {
            index,
            size,
            proof: proof.iter().map(|hash| hexadecimal(hash)).collect(),
        }
    }

    fn lead(&self, leaf: &Hash, root: &Hash, place: &str) -> std::result::Result<(), String> {
        let proof = self
            .proof
            .iter()
            .map(|text| hash_from(text))
            .collect::<Option<Vec<Hash>>>()
            .ok_or_else(|| format!("the proof {place} is not a list of hashes"))?;
        ledger::verify_inclusion(leaf, self.index, self.size, &proof, root)
            .map_err(|error| format!("{place}: {error}"))
    }
}

fn numbered(id: &[u8], version: i64) -> String {
    format!("{} version {version}", identifier(id))
}

/// An id as people read it; bytes of another length as digits.
fn identifier(id: &[u8]) -> String {
    EntryId::from_slice(id).map_or_else(|| hexadecimal(id), |id| id.to_string())
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// Hashes of the entries of batches: by leaf, each with its position.
type BatchHashes = HashMap<Vec<u8>, Vec<(i64, Hash)>>;

impl House {
    pub(crate) fn log_signer(&self) -> Result<LogSigner> {
        let name = format!("unforgotten/{}", hexadecimal(&self.register.installation()));
        LogSigner::new(&name, self.data_key.ledger_signing_key().expose())
            .map_err(|_| DeskError::Inside("the name of the log is malformed"))
    }

    /// The public key of the ledger, to be handed to those who verify or witness it.
    ///
    /// # Errors
    /// When the signer cannot be made, which no installation brings about.
    pub fn ledger_key(&self) -> Result<String> {
        Ok(self.log_signer()?.verifier().to_text())
    }

    /// One round of the sequencer: gives up to 5,000 waiting leaves their places and signs the new
    /// checkpoint. Does nothing while another node holds the lease or nothing waits. Returns how
    /// many leaves got a place.
    ///
    /// # Errors
    /// [`DeskError::Overtaken`] when the lease passed to another node meanwhile: nothing happened.
    pub async fn sequence_once(&self) -> Result<usize> {
        let mut reading = self.read().await?;
        // Most rounds find nothing, and then cost no write.
        if reading.waiting_leaves(1).await?.is_empty() {
            return Ok(0);
        }
        drop(reading);
        let now = self.now();
        let mut transaction = self.write().await?;
        let Some(state) = transaction
            .lease_sequencer(self.holder, now, now.plus_seconds(LEASE_SECONDS))
            .await?
        else {
            return Ok(0);
        };
        let mut frontier = state.frontier;
        if frontier.size() != unsigned(state.size) {
            return Err(DeskError::Store(store::StoreError::Damaged(
                "the ledger and its edge have different sizes",
            )));
        }
        let waiting = transaction.waiting_leaves(ROUND).await?;
        if waiting.is_empty() {
            return Ok(0);
        }
        let mut places = Vec::with_capacity(waiting.len());
        for (place, (leaf, hash)) in (state.size..).zip(&waiting) {
            frontier.append(*hash);
            places.push((*leaf, place));
        }
        let signer = self.log_signer()?;
        let note = Checkpoint {
            origin: signer.verifier().name().to_owned(),
            size: frontier.size(),
            root: frontier.root(),
            seconds: u64::try_from(now.seconds()).unwrap_or(0),
        }
        .sign(&signer)
        .map_err(|_| DeskError::Inside("a checkpoint cannot be signed"))?
        .to_text();
        transaction
            .sequence(&places, &frontier, state.fence, &note, now)
            .await?;
        transaction.commit().await?;
        Ok(places.len())
    }

    /// Places what waits, where this program is the one that sequences, and gives the lease back.
    pub(crate) async fn leave_sequencer(&self) -> Result<()> {
        let mut transaction = self.write().await?;
        transaction.release_sequencer(self.holder).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Runs the sequencer until nothing waits; returns how many leaves got a place.
    ///
    /// # Errors
    /// As for one round.
    pub async fn sequence_all(&self) -> Result<usize> {
        let mut total = 0;
        loop {
            match self.sequence_once().await? {
                0 => return Ok(total),
                placed => total += placed,
            }
        }
    }

    /// Verifies everything against everything: entries, events and openings against their leaves and
    /// back, leaves against the tree, the tree against every signed checkpoint.
    ///
    /// # Errors
    /// When the store fails. What does not agree is in the report.
    pub async fn verify(&self) -> Result<AuditReport> {
        self.verify_against(&[]).await
    }

    /// Verifies everything, and that the ledger continues checkpoints that were kept elsewhere: only
    /// they show that whoever holds the key has not cut and signed it again.
    ///
    /// # Errors
    /// When the store fails. What does not agree is in the report.
    pub async fn verify_against(&self, witnessed: &[String]) -> Result<AuditReport> {
        let mut report = AuditReport::default();
        // One picture of everything: what is written meanwhile does not look like a fault.
        let mut transaction = self.read().await?;
        let mut batches = verify_entries(&mut transaction, &mut report).await?;
        verify_events(&mut transaction, &mut report).await?;
        verify_openings(&mut transaction, &mut report).await?;
        verify_blobs(&mut transaction, &mut report).await?;
        for leaf in verify_leaves(&mut transaction, &mut report, &mut batches).await? {
            self.name_within_batch(&mut transaction, leaf, &mut report)
                .await?;
        }
        let key = self.log_signer()?.verifier();
        verify_tree(&mut transaction, &mut report, &key, witnessed).await?;
        Ok(report)
    }

    /// The leaf of an import says that one of its entries was changed, not which one. Where the server
    /// holds the key, what no longer opens is named.
    async fn name_within_batch(
        &self,
        transaction: &mut Transaction,
        leaf: LeafId,
        report: &mut AuditReport,
    ) -> Result<()> {
        const STEP: i64 = 5_000;
        let keyring = self.server_keyring();
        let mut from = 0;
        loop {
            let entries = transaction
                .entries_of_leaf_between(leaf, from, from + STEP)
                .await?;
            if entries.is_empty() {
                return Ok(());
            }
            from += STEP;
            for stored in &entries {
                let Some(keys) = keyring.get(&stored.outer.compartment) else {
                    continue;
                };
                let id = numbered(stored.outer.id.as_bytes(), i64::from(stored.outer.version));
                match self.file_key(transaction, stored.outer.file, keys).await {
                    Ok(key) if self.open_entry(&key, stored).is_err() => {
                        report.fault(
                            "entry",
                            id,
                            "it does not open any more: it was changed since its import",
                        );
                    }
                    Ok(_) | Err(DeskError::Absent) => {}
                    Err(DeskError::Sealing(_)) => {
                        report.fault("entry", id, "the key of its file was changed")
                    }
                    Err(error) => return Err(error),
                }
            }
        }
    }

    /// Proves that the newest version of an entry stands in the ledger.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when there is no such entry or its leaf has no place yet.
    pub async fn prove(&self, entry: EntryId) -> Result<Proof> {
        let mut transaction = self.read().await?;
        let stored = transaction
            .newest_version(entry)
            .await?
            .ok_or(DeskError::Absent)?;
        let leaf = transaction
            .leaf(stored.leaf)
            .await?
            .ok_or(DeskError::Absent)?;
        let index = unsigned(leaf.sequence.ok_or(DeskError::Absent)?);
        let (size, checkpoint) = transaction.checkpoint().await?.ok_or(DeskError::Absent)?;
        let outer = canonical_outer(&stored.outer);
        let batch = match leaf.kind {
            LeafKind::Entry => None,
            LeafKind::Batch => {
                let position = unsigned(stored.position);
                Some(
                    within_batch(&mut transaction, leaf.id, position, unsigned(leaf.version))
                        .await?,
                )
            }
            _ => {
                return Err(DeskError::Store(store::StoreError::Damaged(
                    "an entry has the leaf of something else",
                )));
            }
        };
        let mut steps = Steps::new(index, unsigned(size))?;
        let mut from = 0;
        loop {
            let page = transaction.sequenced_from(from, PAGE_ROWS).await?;
            let Some((last, _, _)) = page.last() else {
                break;
            };
            from = last + 1;
            for (place, _, hash) in &page {
                steps.take(unsigned(*place), hash.as_slice().try_into().ok());
            }
        }
        Ok(Proof {
            entry,
            version: stored.outer.version,
            key: self.ledger_key()?,
            ciphertext_hash: hexadecimal(&Sha256::digest(&stored.sealed)),
            outer: hexadecimal(&outer),
            batch,
            leaf_hash: hexadecimal(&leaf.hash),
            inclusion: Inclusion::new(index, unsigned(size), &steps.hashes()),
            checkpoint,
        })
    }

    /// Writes the ledger as lines of JSON for the independent verifier: the key, then every leaf hash
    /// in its place and every checkpoint after the leaves it covers. Returns how many leaves there are.
    ///
    /// # Errors
    /// When the store or the writer fails.
    pub async fn export_leaves(&self, writer: &mut (dyn Write + Send)) -> Result<u64> {
        let mut put = |kind: &str, value: &str| -> Result<()> {
            let line = serde_json::json!({ kind: value });
            writeln!(writer, "{line}")
                .map_err(|error| DeskError::Store(store::StoreError::Io(error)))
        };
        put("key", &self.ledger_key()?)?;
        let mut transaction = self.read().await?;
        let checkpoints: BTreeMap<i64, String> =
            transaction.checkpoints().await?.into_iter().collect();
        // The verifier wants a checkpoint over everything that it is given.
        let end = checkpoints.last_key_value().map_or(0, |(size, _)| *size);
        let mut from = 0;
        while from < end {
            let page = transaction.sequenced_from(from, PAGE_ROWS).await?;
            let Some((last, _, _)) = page.last() else {
                break;
            };
            from = last + 1;
            for (place, _, hash) in page.iter().take_while(|(place, _, _)| *place < end) {
                put("leaf_hash", &hexadecimal(hash))?;
                if let Some(note) = checkpoints.get(&(place + 1)) {
                    put("checkpoint", note)?;
                }
            }
        }
        Ok(unsigned(end))
    }
}

/// The hashes of an inclusion proof, gathered while the leaves pass by: memory for the path alone.
struct Steps {
    runs: Vec<((u64, u64), Frontier)>,
}

impl Steps {
    fn new(index: u64, size: u64) -> Result<Self> {
        let runs = ledger::inclusion_nodes(index, size).map_err(|_| DeskError::Absent)?;
        Ok(Self {
            runs: runs.into_iter().map(|run| (run, Frontier::new())).collect(),
        })
    }

    fn take(&mut self, place: u64, hash: Option<Hash>) {
        for ((start, end), frontier) in &mut self.runs {
            if (*start..*end).contains(&place)
                && let Some(hash) = hash
            {
                frontier.append(hash);
                break;
            }
        }
    }

    fn hashes(&self) -> Vec<Hash> {
        self.runs
            .iter()
            .map(|(_, frontier)| frontier.root())
            .collect()
    }
}

async fn within_batch(
    transaction: &mut Transaction,
    leaf: LeafId,
    index: u64,
    size: u64,
) -> Result<WithinBatch> {
    const STEP: i64 = 20_000;
    let mut steps = Steps::new(index, size)?;
    let mut whole = Frontier::new();
    let mut from = 0;
    while unsigned(from) < size {
        for row in transaction
            .entries_of_leaf_between(leaf, from, from + STEP)
            .await?
        {
            let hash = ledger::entry_leaf(&canonical_outer(&row.outer), &row.sealed);
            whole.append(hash);
            steps.take(unsigned(row.position), Some(hash));
        }
        from += STEP;
    }
    Ok(WithinBatch {
        inclusion: Inclusion::new(index, size, &steps.hashes()),
        root: hexadecimal(&whole.root()),
    })
}

async fn verify_entries(
    transaction: &mut Transaction,
    report: &mut AuditReport,
) -> Result<BatchHashes> {
    let mut batches = BatchHashes::new();
    let mut after = None;
    loop {
        let page = transaction.audited_entries(after.take(), PAGE_ROWS).await?;
        let Some(last) = page.last() else {
            return Ok(batches);
        };
        after = Some((last.id.clone(), last.version));
        for row in &page {
            report.entries += 1;
            if let Err(says) = verify_entry(row, report, &mut batches) {
                report.fault("entry", numbered(&row.id, row.version), says);
            }
        }
    }
}

fn verify_entry(
    row: &AuditedEntry,
    report: &mut AuditReport,
    batches: &mut BatchHashes,
) -> std::result::Result<(), &'static str> {
    let Some(entry) = &row.entry else {
        return Err("its row cannot be read");
    };
    match row.file_compartment {
        None => return Err("its file is not there"),
        Some(compartment) if compartment != entry.outer.compartment => {
            return Err("its file is in another compartment");
        }
        Some(_) => {}
    }
    if entry.batch.is_some() && row.batch.is_none() {
        return Err("the import that it came with is not there");
    }
    let Some(says) = &row.says else {
        if row.batch == Some(BatchState::Staging) {
            report.staged += 1;
            return Ok(());
        }
        return Err("no leaf covers it");
    };
    let hash = ledger::entry_leaf(&canonical_outer(&entry.outer), &entry.sealed);
    match says.kind {
        Some(LeafKind::Entry) => {
            if says.hash != Some(hash) {
                return Err("it is not what its leaf was made of: it or its leaf was changed");
            }
            if says.subject != row.id || says.version != row.version {
                return Err("its leaf names another entry");
            }
            if entry.position != 0 || entry.batch.is_some() {
                return Err("it stands as part of an import, its leaf covers it alone");
            }
            Ok(())
        }
        Some(LeafKind::Batch) => {
            // Of an import that was discarded no row may be left.
            if row.batch == Some(BatchState::Discarded) {
                return Err("the import that it came with was discarded");
            }
            if entry.batch.is_none() {
                return Err("its leaf is an import's, it does not name one");
            }
            batches
                .entry(row.leaf.clone())
                .or_default()
                .push((entry.position, hash));
            Ok(())
        }
        _ => Err("its leaf covers something else"),
    }
}

/// Hashes every piece of every blob again: what is stored is what was kept.
async fn verify_blobs(transaction: &mut Transaction, report: &mut AuditReport) -> Result<()> {
    let mut after = None;
    loop {
        let page = transaction.audited_blobs(after.take(), PAGE_ROWS).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some(last.id.clone());
        for row in page.iter().filter(|row| !row.coming) {
            report.blobs += 1;
            if let Some(says) = verify_blob(transaction, row).await? {
                report.fault("blob", identifier(&row.id), says);
            }
        }
    }
}

/// What is wrong with a blob, if anything is.
async fn verify_blob(
    transaction: &mut Transaction,
    row: &AuditedBlob,
) -> Result<Option<&'static str>> {
    let Some(blob) = &row.blob else {
        return Ok(Some("its row cannot be read"));
    };
    let Some(says) = &row.says else {
        return Ok(Some("no leaf covers it"));
    };
    let hash = ledger::blob_leaf(&blob.address, blob.file.as_bytes(), blob.id.as_bytes());
    if says.kind != Some(LeafKind::Blob) || says.subject != row.id {
        return Ok(Some("its leaf covers something else"));
    }
    if says.hash != Some(hash) {
        return Ok(Some(
            "it is not what its leaf was made of: it or its leaf was changed",
        ));
    }
    match (row.file_erased, blob.erased) {
        (None, _) => return Ok(Some("its file is not there")),
        (Some(true), true) => return Ok(None),
        (Some(true), false) => return Ok(Some("its file was erased and it was not")),
        (Some(false), true) => return Ok(Some("it was erased and its file was not")),
        (Some(false), false) => {}
    }
    let mut digest = Sha256::new();
    for number in 0..blob.pieces {
        let Some(piece) = transaction.blob_piece(blob.id, number).await? else {
            return Ok(Some("one of its pieces is gone"));
        };
        digest.update(&piece);
    }
    let same = Hash::from(digest.finalize()) == blob.address;
    Ok((!same).then_some("its content was changed"))
}

/// Returns the leaves of imports of which an entry was changed.
async fn verify_leaves(
    transaction: &mut Transaction,
    report: &mut AuditReport,
    batches: &mut BatchHashes,
) -> Result<Vec<LeafId>> {
    let mut after = None;
    let mut changed = Vec::new();
    loop {
        let page = transaction.audited_leaves(after.take(), PAGE_ROWS).await?;
        let Some(last) = page.last() else {
            return Ok(changed);
        };
        after = Some(last.id.clone());
        for row in &page {
            report.leaves += 1;
            if let Err(says) = verify_leaf(row, report, batches) {
                let id = row.leaf.as_ref().map_or_else(
                    || identifier(&row.id),
                    |leaf| {
                        format!(
                            "{} of {} version {}",
                            leaf.id,
                            identifier(&leaf.subject),
                            leaf.version
                        )
                    },
                );
                report.fault("leaf", id, says);
                changed.extend(
                    row.leaf
                        .as_ref()
                        .filter(|leaf| leaf.kind == LeafKind::Batch)
                        .map(|leaf| leaf.id),
                );
            }
        }
    }
}

fn verify_leaf(
    row: &AuditedLeaf,
    report: &mut AuditReport,
    batches: &mut BatchHashes,
) -> std::result::Result<(), String> {
    let Some(leaf) = &row.leaf else {
        return Err("its row cannot be read".to_owned());
    };
    match leaf.sequence {
        None => report.waiting += 1,
        Some(place) if place < 0 => return Err("its place is before the first".to_owned()),
        Some(_) => {}
    }
    if leaf.kind != LeafKind::Batch {
        return match row.claimed {
            1 => Ok(()),
            0 => Err("what it covers is gone".to_owned()),
            many => Err(format!("{many} rows claim it")),
        };
    }
    if row.discarded {
        // Only an import that was never published is discarded, and only publishing writes its leaf.
        return Err(
            "its import was published and is now marked as discarded: its entries were removed"
                .to_owned(),
        );
    }
    let mut hashes = batches.remove(&row.id).unwrap_or_default();
    hashes.sort_unstable();
    if row.claimed != leaf.version || i64::try_from(hashes.len()).ok() != Some(leaf.version) {
        return Err(format!(
            "it covers {} entries of an import, {} are there",
            leaf.version, row.claimed
        ));
    }
    if let Some((expected, _)) = (0_i64..)
        .zip(&hashes)
        .find(|(expected, (position, _))| position != expected)
    {
        return Err(format!(
            "the entry at position {expected} of the import is missing"
        ));
    }
    let hashes: Vec<Hash> = hashes.into_iter().map(|(_, hash)| hash).collect();
    if ledger::batch_leaf(&ledger::batch_root(&hashes), unsigned(leaf.version)) != leaf.hash {
        return Err("the entries of the import are not what it was made of: one of them, or it, was changed".to_owned());
    }
    Ok(())
}

/// Compares what a leaf says with what it should say of an event or an opening.
fn verify_single(
    says: Option<&LeafSays>,
    kind: LeafKind,
    subject: &[u8],
    at: kernel::Instant,
    bytes: &[u8],
) -> std::result::Result<(), &'static str> {
    let says = says.ok_or("no leaf covers it")?;
    if says.kind != Some(kind) || says.subject != subject || says.version != 1 {
        return Err("its leaf covers something else");
    }
    if says.hash != Some(ledger::event_leaf(bytes)) {
        return Err("it is not what its leaf was made of: it or its leaf was changed");
    }
    if says.recorded != at {
        return Err("its leaf was written at another time");
    }
    Ok(())
}

async fn verify_events(transaction: &mut Transaction, report: &mut AuditReport) -> Result<()> {
    let mut after = None;
    loop {
        let page = transaction.audited_events(after, PAGE_ROWS).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some(last.event.id);
        for row in &page {
            report.events += 1;
            let (event, bytes) = (&row.event, event_bytes(&row.event));
            if let Err(says) = verify_single(
                row.says.as_ref(),
                LeafKind::Event,
                event.id.as_bytes(),
                event.at,
                &bytes,
            ) {
                report.fault("event", event.id.to_string(), says);
            }
        }
    }
}

async fn verify_openings(transaction: &mut Transaction, report: &mut AuditReport) -> Result<()> {
    let mut after = None;
    loop {
        let page = transaction.audited_openings(after, PAGE_ROWS).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some(last.id);
        for row in &page {
            report.openings += 1;
            let (opening, bytes) = (&row.opening, opening_bytes(&row.id, &row.opening));
            if let Err(says) = verify_single(
                row.says.as_ref(),
                LeafKind::Opening,
                &row.id,
                opening.at,
                &bytes,
            ) {
                report.fault("opening", identifier(&row.id), says);
            }
        }
    }
}

/// A checkpoint that the tree must pass through.
struct Mark {
    what: &'static str,
    size: i64,
    root: Hash,
}

fn marks(
    stored: Vec<(i64, String)>,
    witnessed: &[String],
    key: &VerifierKey,
    report: &mut AuditReport,
) -> Vec<Mark> {
    let mut marks = Vec::new();
    let stored = stored
        .into_iter()
        .map(|(size, note)| ("checkpoint", Some(size), note));
    let elsewhere = witnessed
        .iter()
        .map(|note| ("witnessed checkpoint", None, note.clone()));
    for (what, size, note) in stored.chain(elsewhere) {
        let name = |size: Option<i64>| {
            size.map_or_else(|| "kept elsewhere".to_owned(), |size| size.to_string())
        };
        let parsed = SignedCheckpoint::parse(&note).and_then(|note| note.verify(key).cloned());
        match parsed {
            Err(error) => report.fault(what, name(size), error.to_string()),
            Ok(checkpoint) => {
                let says = i64::try_from(checkpoint.size).unwrap_or(i64::MAX);
                if size.is_some_and(|size| size != says) {
                    report.fault(what, name(size), format!("it is signed for {says} leaves"));
                } else {
                    marks.push(Mark {
                        what,
                        size: says,
                        root: checkpoint.root,
                    });
                }
            }
        }
    }
    marks.sort_by_key(|mark| mark.size);
    marks
}

async fn verify_tree(
    transaction: &mut Transaction,
    report: &mut AuditReport,
    key: &VerifierKey,
    witnessed: &[String],
) -> Result<()> {
    let stored = transaction.checkpoints().await?;
    let newest = stored.last().map_or(0, |(size, _)| *size);
    let mut marks = marks(stored, witnessed, key, report).into_iter().peekable();
    let mut frontier = Frontier::new();
    let mut expected = 0_i64;
    let mut agreed = 0_i64;
    let mut missing = 0_u64;
    let mut compare = |frontier: &Frontier, report: &mut AuditReport| {
        while let Some(mark) =
            marks.next_if(|mark| mark.size <= i64::try_from(frontier.size()).unwrap_or(i64::MAX))
        {
            report.checkpoints += 1;
            if unsigned(mark.size) == frontier.size() && mark.root == frontier.root() {
                agreed = mark.size;
            } else {
                report.fault(
                    mark.what,
                    mark.size.to_string(),
                    format!("the leaves do not give its root: one was changed at a place from {agreed} to {}", mark.size),
                );
            }
        }
        marks.peek().map(|mark| mark.size)
    };
    compare(&frontier, report);
    loop {
        let page = transaction.sequenced_from(expected, PAGE_ROWS).await?;
        if page.is_empty() {
            break;
        }
        for (place, leaf, hash) in &page {
            if *place != expected {
                missing += unsigned(place - expected);
                report.fault(
                    "place",
                    expected.to_string(),
                    format!("no leaf has this place; the next one has {place}"),
                );
            }
            expected = place + 1;
            match Hash::try_from(hash.as_slice()) {
                Ok(hash) => frontier.append(hash),
                Err(_) => report.fault("leaf", identifier(leaf), "its hash does not have 32 bytes"),
            }
            compare(&frontier, report);
        }
    }
    report.sequenced = frontier.size();
    report.root = hexadecimal(&frontier.root());
    report.size = unsigned(newest);
    // Every later one is larger still; one fault says it.
    if let Some(size) = compare(&frontier, report) {
        report.fault(
            "checkpoint",
            size.to_string(),
            format!(
                "it covers {size} leaves, the ledger has {}: it was cut",
                frontier.size()
            ),
        );
    }
    if unsigned(newest) != frontier.size() && missing == 0 {
        report.fault(
            "tree",
            newest.to_string(),
            format!(
                "{} leaves have a place, the newest checkpoint covers {newest}",
                frontier.size()
            ),
        );
    }
    let (size, edge) = transaction.sequencer().await?;
    if unsigned(size) != frontier.size() || edge != frontier.to_bytes() {
        report.fault(
            "tree",
            size.to_string(),
            "the stored right edge of the tree is not the one that its leaves give",
        );
    }
    Ok(())
}
