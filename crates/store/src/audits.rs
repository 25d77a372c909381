//! Rows beside what must agree with them, a page at a time: for verification. A row that has been
//! damaged is still given out, with what can be read of it, so that it can be named.

use kernel::{BatchId, CompartmentId, EntryId, EventId, FileId, Instant, LeafId, UserId};
use ledger::Hash;

use crate::{
    BatchState, LeafKind, Register, StoreError, StoredBlob, StoredEntry, StoredEvent, StoredLeaf,
    StoredOpening, Transaction, blobs::read_blob, database::Row, entries::ENTRY_COLUMNS,
    ledger_rows::stored_leaf, values,
};

/// What a leaf says about its subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafSays {
    /// What it covers; nothing when the number stands for no kind.
    pub kind: Option<LeafKind>,
    /// The entry, batch, event or opening.
    pub subject: Vec<u8>,
    /// The version of the entry, or how many entries.
    pub version: i64,
    /// The hash; nothing when it does not have 32 bytes.
    pub hash: Option<Hash>,
    /// When it was written.
    pub recorded: Instant,
}

/// A stored entry beside its leaf.
#[derive(Clone, Debug)]
pub struct AuditedEntry {
    /// The entry's id as stored.
    pub id: Vec<u8>,
    /// The version as stored.
    pub version: i64,
    /// The entry; nothing when a column cannot be read.
    pub entry: Option<StoredEntry>,
    /// The leaf's id as stored.
    pub leaf: Vec<u8>,
    /// What its leaf says; nothing when there is none.
    pub says: Option<LeafSays>,
    /// The state of the import it came with, if it came with one that is known.
    pub batch: Option<BatchState>,
    /// The compartment of the entry's file; nothing when the file is not there.
    pub file_compartment: Option<CompartmentId>,
}

/// A leaf beside the number of rows that claim it.
#[derive(Clone, Debug)]
pub struct AuditedLeaf {
    /// The leaf's id as stored.
    pub id: Vec<u8>,
    /// The leaf; nothing when a column cannot be read.
    pub leaf: Option<StoredLeaf>,
    /// How many rows claim it as theirs: entries, events, openings or blobs.
    pub claimed: i64,
    /// Whether it covers an import that was discarded.
    pub discarded: bool,
}

/// A blob beside its leaf.
#[derive(Clone, Debug)]
pub struct AuditedBlob {
    /// The blob's id as stored.
    pub id: Vec<u8>,
    /// The blob; nothing when a column cannot be read.
    pub blob: Option<StoredBlob>,
    /// Whether it is on its way in: it has no leaf yet.
    pub coming: bool,
    /// What its leaf says; nothing when there is none.
    pub says: Option<LeafSays>,
    /// Whether its file was erased; nothing when the file is not there.
    pub file_erased: Option<bool>,
}

/// An event beside its leaf.
#[derive(Clone, Debug)]
pub struct AuditedEvent {
    /// The event.
    pub event: StoredEvent,
    /// What its leaf says; nothing when there is none.
    pub says: Option<LeafSays>,
}

/// An opening beside its leaf.
#[derive(Clone, Debug)]
pub struct AuditedOpening {
    /// The opening's id.
    pub id: [u8; 16],
    /// The opening.
    pub opening: StoredOpening,
    /// What its leaf says; nothing when there is none.
    pub says: Option<LeafSays>,
}

/// What stands in the one row of the installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The installation's id.
    pub id: [u8; 16],
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created: Instant,
    /// The latest instant the register has seen.
    pub last_seen: Instant,
    /// The unlock document.
    pub unlock: String,
}

fn sixteen(bytes: &[u8]) -> Option<[u8; 16]> {
    bytes.try_into().ok()
}

/// Five columns of a leaf, from `first` on; nothing when the join found none.
fn says(row: &Row, first: usize) -> Result<Option<LeafSays>, StoreError> {
    let Some(kind) = row.optional_int(first)? else {
        return Ok(None);
    };
    Ok(Some(LeafSays {
        kind: LeafKind::from_code(kind),
        subject: row.bytes(first + 1)?,
        version: row.int(first + 2)?,
        hash: row.bytes(first + 3)?.try_into().ok(),
        recorded: row.instant(first + 4)?,
    }))
}

impl Transaction {
    /// Entries beside their leaves, in order of id and version, after the last one seen.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn audited_entries(
        &mut self,
        after: Option<(Vec<u8>, i64)>,
        limit: i64,
    ) -> Result<Vec<AuditedEntry>, StoreError> {
        let (id, version) = after.unwrap_or_default();
        self.composed(
            format!(
                concat!(
                    "SELECT {}, l.kind, l.subject, l.version, l.hash, l.recorded, b.state, f.compartment FROM entries e ",
                    "LEFT JOIN leaves l ON l.id = e.leaf LEFT JOIN batches b ON b.id = e.batch ",
                    "LEFT JOIN files f ON f.id = e.file ",
                    "WHERE (e.id, e.version) > ($1, $2) ORDER BY e.id, e.version LIMIT $3"
                ),
                ENTRY_COLUMNS
            ),
            values![id, version, limit],
        )
        .await?
        .iter()
        .map(|row| {
            Ok(AuditedEntry {
                id: row.bytes(0)?,
                version: row.int(1)?,
                entry: StoredEntry::read(row).ok(),
                leaf: row.bytes(11)?,
                says: says(row, 13)?,
                batch: row.optional_int(18)?.and_then(BatchState::from_code),
                file_compartment: row.optional_id(19, CompartmentId::from_slice)?,
            })
        })
        .collect()
    }

    /// Leaves in order of their ids, each with the number of rows that claim it.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn audited_leaves(
        &mut self,
        after: Option<Vec<u8>>,
        limit: i64,
    ) -> Result<Vec<AuditedLeaf>, StoreError> {
        self.rows(
            concat!(
                "SELECT l.id, l.kind, l.subject, l.version, l.hash, l.recorded, l.sequence, CASE l.kind ",
                "WHEN 1 THEN (SELECT COUNT(*) FROM entries e WHERE e.leaf = l.id) ",
                "WHEN 2 THEN (SELECT COUNT(*) FROM entries e WHERE e.leaf = l.id) ",
                "WHEN 3 THEN (SELECT COUNT(*) FROM events v WHERE v.id = l.subject AND v.leaf = l.id) ",
                "WHEN 4 THEN (SELECT COUNT(*) FROM openings o WHERE o.id = l.subject AND o.leaf = l.id) ",
                "WHEN 5 THEN (SELECT COUNT(*) FROM blobs k WHERE k.id = l.subject AND k.leaf = l.id) END, ",
                "(SELECT COUNT(*) FROM batches b WHERE b.id = l.subject AND b.state = 2) ",
                "FROM leaves l WHERE l.id > $1 ORDER BY l.id LIMIT $2"
            ),
            values![after.unwrap_or_default(), limit],
        )
        .await?
        .iter()
        .map(|row| {
            let leaf = || -> Option<StoredLeaf> {
                Some(StoredLeaf {
                    id: row.id(0, LeafId::from_slice).ok()?,
                    kind: LeafKind::from_code(row.int(1).ok()?)?,
                    subject: row.id(2, sixteen).ok()?,
                    version: row.int(3).ok()?,
                    hash: row.bytes(4).ok()?.try_into().ok()?,
                    recorded: row.instant(5).ok()?,
                    sequence: row.optional_int(6).ok()?,
                })
            };
            Ok(AuditedLeaf {
                id: row.bytes(0)?,
                leaf: leaf(),
                claimed: row.optional_int(7)?.unwrap_or(0),
                discarded: row.int(8)? > 0,
            })
        })
        .collect()
    }

    /// Blobs beside their leaves, in order of their ids.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn audited_blobs(
        &mut self,
        after: Option<Vec<u8>>,
        limit: i64,
    ) -> Result<Vec<AuditedBlob>, StoreError> {
        self.rows(
            concat!(
                "SELECT k.id, k.file, k.address, k.pieces, k.size, k.state, l.kind, l.subject, l.version, l.hash, l.recorded, ",
                "f.id, f.erased FROM blobs k LEFT JOIN leaves l ON l.id = k.leaf LEFT JOIN files f ON f.id = k.file ",
                "WHERE k.id > $1 ORDER BY k.id LIMIT $2"
            ),
            values![after.unwrap_or_default(), limit],
        )
        .await?
        .iter()
        .map(|row| {
            let erased = row.optional_int(12)?.is_some();
            Ok(AuditedBlob {
                id: row.bytes(0)?,
                blob: read_blob(row).ok(),
                coming: row.int(5)? == 0,
                says: says(row, 6)?,
                file_erased: row.optional_bytes(11)?.map(|_| erased),
            })
        })
        .collect()
    }

    /// Events beside their leaves, in order of their ids.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn audited_events(
        &mut self,
        after: Option<EventId>,
        limit: i64,
    ) -> Result<Vec<AuditedEvent>, StoreError> {
        self.rows(
            concat!(
                "SELECT e.id, e.at, e.user_id, e.word, e.subject, e.detail, l.kind, l.subject, l.version, l.hash, l.recorded ",
                "FROM events e LEFT JOIN leaves l ON l.id = e.leaf WHERE e.id > $1 ORDER BY e.id LIMIT $2"
            ),
            values![after.unwrap_or(EventId::from_bytes([0; 16])), limit],
        )
        .await?
        .iter()
        .map(|row| {
            Ok(AuditedEvent {
                event: StoredEvent {
                    id: row.id(0, EventId::from_slice)?,
                    at: row.instant(1)?,
                    user: row.id(2, UserId::from_slice)?,
                    word: row.text(3)?,
                    subject: row.id(4, sixteen)?,
                    detail: row.bytes(5)?,
                },
                says: says(row, 6)?,
            })
        })
        .collect()
    }

    /// Openings beside their leaves, in order of their ids.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn audited_openings(
        &mut self,
        after: Option<[u8; 16]>,
        limit: i64,
    ) -> Result<Vec<AuditedOpening>, StoreError> {
        self.rows(
            concat!(
                "SELECT o.id, o.at, o.user_id, o.file, o.way, l.kind, l.subject, l.version, l.hash, l.recorded ",
                "FROM openings o LEFT JOIN leaves l ON l.id = o.leaf WHERE o.id > $1 ORDER BY o.id LIMIT $2"
            ),
            values![&after.unwrap_or([0; 16])[..], limit],
        )
        .await?
        .iter()
        .map(|row| {
            Ok(AuditedOpening {
                id: row.id(0, sixteen)?,
                opening: StoredOpening {
                    at: row.instant(1)?,
                    user: row.id(2, UserId::from_slice)?,
                    file: row.id(3, FileId::from_slice)?,
                    way: row.int(4)?,
                },
                says: says(row, 5)?,
            })
        })
        .collect()
    }

    /// Leaf hashes in their order in the tree, from a place on: place, leaf, hash.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn sequenced_from(
        &mut self,
        from: i64,
        limit: i64,
    ) -> Result<Vec<(i64, Vec<u8>, Vec<u8>)>, StoreError> {
        self.rows(
            "SELECT sequence, id, hash FROM leaves WHERE sequence >= $1 ORDER BY sequence LIMIT $2",
            values![from, limit],
        )
        .await?
        .iter()
        .map(|row| Ok((row.int(0)?, row.bytes(1)?, row.bytes(2)?)))
        .collect()
    }

    /// Entries that a batch leaf covers, those at the positions `from..to`, in their order.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn entries_of_leaf_between(
        &mut self,
        leaf: LeafId,
        from: i64,
        to: i64,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        self.composed(
            format!(
                "SELECT {ENTRY_COLUMNS} FROM entries e WHERE e.leaf = $1 AND e.position >= $2 AND e.position < $3 ORDER BY e.position"
            ),
            values![leaf, from, to],
        )
        .await?
        .iter()
        .map(StoredEntry::read)
        .collect()
    }

    /// The newest stored version of an entry, published or not, in whichever compartment.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn newest_version(
        &mut self,
        entry: EntryId,
    ) -> Result<Option<StoredEntry>, StoreError> {
        self.composed(
            format!("SELECT {ENTRY_COLUMNS} FROM entries e WHERE e.id = $1 ORDER BY e.version DESC LIMIT 1"),
            values![entry],
        )
        .await?
        .first()
        .map(StoredEntry::read)
        .transpose()
    }

    /// A leaf by its id.
    ///
    /// # Errors
    /// When the engine fails, or the row cannot be read.
    pub async fn leaf(&mut self, id: LeafId) -> Result<Option<StoredLeaf>, StoreError> {
        self.row(
            "SELECT id, kind, subject, version, hash, recorded, sequence FROM leaves WHERE id = $1",
            values![id],
        )
        .await?
        .map(|row| stored_leaf(&row))
        .transpose()
    }

    /// The state of the sequencer as it stands, without taking its lease: leaves, and the stored
    /// right edge of the tree as bytes.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn sequencer(&mut self) -> Result<(i64, Vec<u8>), StoreError> {
        let row = self
            .row(
                "SELECT size, frontier FROM sequencer WHERE one = 1",
                values![],
            )
            .await?
            .ok_or(StoreError::Damaged("the sequencer has no state"))?;
        Ok((row.int(0)?, row.bytes(1)?))
    }

    /// How many published files a compartment holds, for the audit: numbers, not names.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn count_files_in(&mut self, compartment: CompartmentId) -> Result<i64, StoreError> {
        self.row(
            concat!(
                "SELECT COUNT(*) FROM files f WHERE f.compartment = $1 AND f.erased IS NULL AND (f.batch IS NULL ",
                "OR EXISTS (SELECT 1 FROM batches b WHERE b.id = f.batch AND b.state IN (1, 4)))"
            ),
            values![compartment],
        )
        .await?
        .map_or(Ok(0), |row| row.int(0))
    }

    /// The compartment of a file, erased or not: for the audit.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn compartment_of(
        &mut self,
        file: FileId,
    ) -> Result<Option<CompartmentId>, StoreError> {
        self.row("SELECT compartment FROM files WHERE id = $1", values![file])
            .await?
            .map(|row| row.id(0, CompartmentId::from_slice))
            .transpose()
    }

    /// The import with this id: its state, if it is known.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn batch_state(&mut self, batch: BatchId) -> Result<Option<BatchState>, StoreError> {
        Ok(self
            .row("SELECT state FROM batches WHERE id = $1", values![batch])
            .await?
            .map(|row| row.int(0))
            .transpose()?
            .and_then(BatchState::from_code))
    }
}

impl Register {
    /// The row of the installation.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn identity(&self) -> Result<Identity, StoreError> {
        let mut transaction = self.read().await?;
        let row = transaction
            .row(
                "SELECT id, name, created, last_seen, unlock FROM installation WHERE one = 1",
                values![],
            )
            .await?
            .ok_or(StoreError::Damaged("the installation has no row"))?;
        Ok(Identity {
            id: row.id(0, sixteen)?,
            name: row.text(1)?,
            created: row.instant(2)?,
            last_seen: row.instant(3)?,
            unlock: row.text(4)?,
        })
    }
}
