//! What is derived can be thrown away: the blind index, the agenda and what was done are made anew
//! from the entries, or compared with them.

use std::{collections::BTreeSet, sync::Arc};

use kernel::{BatchId, CompartmentId, Day, FileId};
use serde::Serialize;
use store::{BatchState, Projected, Projection, Transaction};

use crate::{
    Caller, DeskError, Result,
    files::{OpenFile, hashed},
    house::{CompartmentKeys, House, Keyring},
};

/// How many files one transaction makes anew: others write in between.
const CHUNK: i64 = 200;
/// How many faults a report names; the rest are counted.
const NAMED_FAULTS: usize = 1_000;

/// What was made anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RebuildReport {
    /// Compartments whose keys were at hand.
    pub compartments: u64,
    /// Sealed compartments that were left as they are, because only their members hold their keys.
    pub left_sealed: u64,
    /// Files that were looked at.
    pub files: u64,
    /// Present versions of entries that were projected.
    pub entries: u64,
    /// Files whose projections were not as their entries say, and are now.
    pub repaired: u64,
    /// Rows that belonged to nothing, and are gone.
    pub orphans: u64,
    /// Files that cannot be opened with the keys at hand; their projections were left.
    pub unreadable: Vec<FileId>,
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckFault {
    /// What kind of thing: `engine`, `installation`, `register`, `ledger` or `file`.
    pub what: &'static str,
    /// Which one, if it has an id.
    pub id: String,
    /// What is wrong, in words.
    pub says: String,
}

/// What a check has found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    /// Compartments whose keys were at hand.
    pub compartments: u64,
    /// Sealed compartments whose projections could not be compared.
    pub left_sealed: u64,
    /// Files that were compared.
    pub files: u64,
    /// Present versions of entries that were opened.
    pub entries: u64,
    /// By how many seconds the clock stands behind the latest instant the register has seen.
    pub clock_behind: i64,
    /// What is not as it should be, at most a thousand.
    pub faults: Vec<CheckFault>,
    /// How many faults more there are.
    pub more_faults: u64,
}

impl CheckReport {
    /// Whether everything is as it should be.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }

    fn fault(&mut self, what: &'static str, id: impl Into<String>, says: impl Into<String>) {
        if self.faults.len() < NAMED_FAULTS {
            self.faults.push(CheckFault {
                what,
                id: id.into(),
                says: says.into(),
            });
        } else {
            self.more_faults += 1;
        }
    }
}

/// What the entries of a file say its projections must be.
struct Expected {
    projections: Vec<(kernel::Outer, Projection, Option<BatchId>)>,
    rows: Projected,
    last_done: Option<Day>,
    /// Addresses of documents that entries name.
    documents: BTreeSet<String>,
    entries: u64,
}

/// Whether everybody sees a version that came with an import in this state, or by hand.
fn is_published(state: Option<BatchState>, has_batch: bool) -> bool {
    !has_batch || matches!(state, Some(BatchState::Published | BatchState::Kept))
}

impl House {
    async fn expected(
        &self,
        transaction: &mut Transaction,
        file: FileId,
        keys: &CompartmentKeys,
    ) -> Result<Expected> {
        let key = self.file_key(transaction, file, keys).await?;
        let versions = transaction.versions_in_file(file).await?;
        let mut expected = Expected {
            projections: Vec::new(),
            rows: Projected::default(),
            last_done: None,
            documents: BTreeSet::new(),
            entries: 0,
        };
        for (position, (stored, state)) in versions.iter().enumerate() {
            let published = is_published(*state, stored.batch.is_some());
            let superseded = versions.iter().skip(position + 1).any(|(later, state)| {
                later.outer.id == stored.outer.id && is_published(*state, later.batch.is_some())
            });
            // Projections of what was undone stay, unseen, until a later version is published: undoing
            // a large import is quick because of it.
            let lingers = matches!(state, Some(BatchState::Staging | BatchState::Undone));
            if superseded || !(published || lingers) {
                continue;
            }
            let entry = self.open_entry(&key, stored)?;
            if let Ok(evidence) = casework::body::<casework::evidence::Evidence>(&entry) {
                let kept = evidence.kept.iter();
                expected.documents.extend(
                    kept.flat_map(|kept| kept.blobs().map(|stored| stored.address.clone())),
                );
            }
            let projection = hashed(keys, casework::kinds::project(&entry));
            let version = i64::from(stored.outer.version);
            let id = stored.outer.id;
            let rows = &mut expected.rows;
            rows.index.extend(
                projection
                    .hashes
                    .iter()
                    .map(|hash| (*hash, file, id, version, stored.batch)),
            );
            rows.agenda.extend(
                projection
                    .clocks
                    .iter()
                    .map(|(clock, at)| (id, version, clock.clone(), *at, file)),
            );
            rows.done
                .extend(projection.done.iter().map(|day| (id, version, *day, file)));
            if published {
                expected.last_done = expected
                    .last_done
                    .max(projection.done.iter().max().copied());
            }
            expected.entries += 1;
            expected
                .projections
                .push((stored.outer.clone(), projection, stored.batch));
        }
        expected.rows.sort();
        expected.rows.agenda.dedup();
        Ok(expected)
    }

    /// Makes the projections of one file anew where they are not as its entries say, in the
    /// caller's transaction. Says how many entries it has and whether anything was different.
    pub(crate) async fn project_file(
        &self,
        transaction: &mut Transaction,
        keyring: &Keyring,
        file: FileId,
        compartment: CompartmentId,
    ) -> Result<(u64, bool)> {
        let keys = keyring.get(&compartment).ok_or(DeskError::Absent)?;
        let expected = self.expected(transaction, file, keys).await?;
        let different = transaction.projected(file).await? != expected.rows;
        if different {
            transaction.forget_file_projections(file).await?;
            transaction.project_again(&expected.projections).await?;
        }
        Ok((expected.entries, different))
    }

    /// After an import was undone: in a file into which it had written, the versions it had replaced
    /// are projected again, and whatever follows from them, above all stops, follows again.
    pub(crate) async fn return_to_before(
        &self,
        transaction: &mut Transaction,
        caller: &Caller,
        file: FileId,
        compartment: CompartmentId,
        batch: BatchId,
    ) -> Result<()> {
        let now = self.now();
        let keys = self.keys_of(caller, compartment)?.clone();
        self.project_file(transaction, &caller.keyring, file, compartment)
            .await?;
        let key = self.file_key(transaction, file, &keys).await?;
        let open = OpenFile {
            id: file,
            compartment,
            key: Arc::new(key),
            keys,
        };
        let versions = transaction.versions_in_file(file).await?;
        for (undone, _) in versions
            .iter()
            .filter(|(stored, _)| stored.batch == Some(batch))
        {
            let before = versions
                .iter()
                .rfind(|(other, state)| {
                    other.outer.id == undone.outer.id && is_published(*state, other.batch.is_some())
                })
                .map(|(other, _)| other);
            if let Some(before) = before {
                let entry = self.open_entry(&open.key, before)?;
                self.follow(transaction, &open, &entry, now).await?;
            }
        }
        Ok(())
    }

    /// Makes the projections of every file anew whose compartment the server can open.
    ///
    /// # Errors
    /// When the store fails. What was made anew until then stays so.
    pub async fn rebuild(&self) -> Result<RebuildReport> {
        self.rebuild_under(self.server_keyring()).await
    }

    /// Makes the projections of every file anew whose compartment the server or this caller can open.
    ///
    /// # Errors
    /// As for [`House::rebuild`].
    pub async fn rebuild_with(&self, caller: &Caller) -> Result<RebuildReport> {
        self.rebuild_under(self.keyring_with(caller)).await
    }

    fn keyring_with(&self, caller: &Caller) -> Arc<Keyring> {
        let mut keyring = Keyring::clone(&self.server_keyring());
        keyring.extend(caller.keyring.iter().map(|(id, keys)| (*id, keys.clone())));
        Arc::new(keyring)
    }

    async fn rebuild_under(&self, keyring: Arc<Keyring>) -> Result<RebuildReport> {
        let mut report = RebuildReport::default();
        let mut transaction = self.write().await?;
        report.orphans = transaction.forget_orphans().await?;
        let compartments = transaction.compartments().await?;
        transaction.commit().await?;
        for compartment in compartments {
            if !keyring.contains_key(&compartment.id) {
                report.left_sealed += 1;
                continue;
            }
            report.compartments += 1;
            let mut after = None;
            loop {
                let mut transaction = self.write().await?;
                let files = transaction
                    .files_of_compartment(compartment.id, after, CHUNK)
                    .await?;
                let Some(last) = files.last() else { break };
                after = Some(last.id);
                for file in &files {
                    report.files += 1;
                    match self
                        .project_file(&mut transaction, &keyring, file.id, compartment.id)
                        .await
                    {
                        Ok((entries, different)) => {
                            report.entries += entries;
                            transaction.settle_done(file.id).await?;
                            let settled = transaction.last_done_of(file.id).await?;
                            report.repaired += u64::from(different || settled != file.last_done);
                        }
                        Err(DeskError::Absent | DeskError::Sealing(_) | DeskError::Inside(_)) => {
                            report.unreadable.push(file.id);
                        }
                        Err(error) => return Err(error),
                    }
                }
                transaction.commit().await?;
            }
        }
        Ok(report)
    }

    /// Checks the register without changing it: the engine's own check, the projections against the
    /// entries, keys, links and erasures against the files, the ledger's coverage, the installation.
    ///
    /// # Errors
    /// When the store fails. What is wrong is in the report.
    pub async fn check(&self) -> Result<CheckReport> {
        self.check_under(self.server_keyring()).await
    }

    /// Checks, and compares the sealed compartments that this caller can open as well.
    ///
    /// # Errors
    /// As for [`House::check`].
    pub async fn check_with(&self, caller: &Caller) -> Result<CheckReport> {
        self.check_under(self.keyring_with(caller)).await
    }

    async fn check_under(&self, keyring: Arc<Keyring>) -> Result<CheckReport> {
        let mut report = CheckReport::default();
        for fault in self.register.engine_check().await? {
            report.fault("engine", "", fault);
        }
        let identity = self.register.identity().await?;
        report.clock_behind = ((identity.last_seen.milliseconds()
            - self.register.clock().now().milliseconds())
            / 1000)
            .max(0);
        let unlock = Self::unlock_document(&self.place).await?;
        if unlock.installation != crate::audit::hexadecimal(&identity.id) {
            report.fault(
                "installation",
                "",
                "the unlock document is another installation's",
            );
        }
        let mut transaction = self.read().await?;
        for (what, count) in transaction.sanity().await? {
            report.fault("register", count.to_string(), what);
        }
        for id in transaction.uncovered().await? {
            report.fault(
                "ledger",
                crate::audit::hexadecimal(&id),
                "no leaf covers this event or opening",
            );
        }
        for compartment in transaction.compartments().await? {
            let Some(keys) = keyring.get(&compartment.id) else {
                if !compartment.sealed {
                    report.fault(
                        "installation",
                        compartment.id.to_string(),
                        "an ordinary compartment has no key",
                    );
                }
                report.left_sealed += 1;
                continue;
            };
            report.compartments += 1;
            let mut after = None;
            loop {
                let files = transaction
                    .files_of_compartment(compartment.id, after, CHUNK)
                    .await?;
                let Some(last) = files.last() else { break };
                after = Some(last.id);
                for file in &files {
                    report.files += 1;
                    self.check_file(&mut transaction, file, keys, &mut report)
                        .await?;
                }
            }
        }
        Ok(report)
    }

    async fn check_file(
        &self,
        transaction: &mut Transaction,
        file: &store::StoredFile,
        keys: &CompartmentKeys,
        report: &mut CheckReport,
    ) -> Result<()> {
        let expected = match self.expected(transaction, file.id, keys).await {
            Ok(expected) => expected,
            Err(DeskError::Absent | DeskError::Sealing(_) | DeskError::Inside(_)) => {
                report.fault(
                    "file",
                    file.id.to_string(),
                    "it or one of its entries cannot be opened with the key at hand",
                );
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        report.entries += expected.entries;
        for says in self
            .check_blobs(transaction, file.id, &expected.documents)
            .await?
        {
            report.fault("file", file.id.to_string(), says);
        }
        let stored = transaction.projected(file.id).await?;
        for (same, table) in [
            (stored.index == expected.rows.index, "index"),
            (stored.agenda == expected.rows.agenda, "agenda"),
            (stored.done == expected.rows.done, "list of what was done"),
        ] {
            if !same {
                report.fault(
                    "file",
                    file.id.to_string(),
                    format!("its entries and the {table} disagree: rebuild"),
                );
            }
        }
        if file.last_done != expected.last_done {
            report.fault(
                "file",
                file.id.to_string(),
                "the last day on which something was done is another: rebuild",
            );
        }
        Ok(())
    }
}
