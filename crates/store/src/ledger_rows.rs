//! The ledger as rows: leaves in the same transaction as what they cover, one sequencer, events
//! and openings.

use kernel::{BatchId, EntryId, EventId, FileId, Instant, LeafId, UserId};
use ledger::{Frontier, Hash};

use crate::{StoreError, StoredEntry, Transaction, database::Row, entries::ENTRY_COLUMNS, values};

/// What a leaf covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeafKind {
    /// One version of one entry.
    Entry,
    /// The entries of an import, as one root.
    Batch,
    /// An administrative event.
    Event,
    /// The opening of a file.
    Opening,
    /// A blob: a document, a picture or a text.
    Blob,
}

impl LeafKind {
    const fn code(self) -> i64 {
        match self {
            Self::Entry => 1,
            Self::Batch => 2,
            Self::Event => 3,
            Self::Opening => 4,
            Self::Blob => 5,
        }
    }

    pub(crate) const fn from_code(code: i64) -> Option<Self> {
        match code {
            1 => Some(Self::Entry),
            2 => Some(Self::Batch),
            3 => Some(Self::Event),
            4 => Some(Self::Opening),
            5 => Some(Self::Blob),
            _ => None,
        }
    }
}

/// A leaf as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredLeaf {
    /// The leaf.
    pub id: LeafId,
    /// What it covers.
    pub kind: LeafKind,
    /// The entry, batch, event or opening.
    pub subject: [u8; 16],
    /// The version of the entry; how many entries, for a batch.
    pub version: i64,
    /// Its hash.
    pub hash: Hash,
    /// When it was written.
    pub recorded: Instant,
    /// Its place in the tree, once the sequencer has given it one.
    pub sequence: Option<i64>,
}

/// An administrative event as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// The event.
    pub id: EventId,
    /// When.
    pub at: Instant,
    /// Who did it.
    pub user: UserId,
    /// What was done, as a word.
    pub word: String,
    /// What it was done to.
    pub subject: [u8; 16],
    /// Details, sealed under the server's key.
    pub detail: Vec<u8>,
}

/// The opening of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOpening {
    /// When.
    pub at: Instant,
    /// Who.
    pub user: UserId,
    /// Which file.
    pub file: FileId,
    /// 1 page, 2 interface, 3 command, 4 document, 5 export.
    pub way: i64,
}

/// The state of the sequencer.
#[derive(Clone, Debug)]
pub struct SequencerState {
    /// How many leaves have a place.
    pub size: i64,
    /// The right edge of the tree.
    pub frontier: Frontier,
    /// Grows with every new holder of the lease.
    pub fence: i64,
}

fn sixteen(bytes: &[u8]) -> Option<[u8; 16]> {
    bytes.try_into().ok()
}

fn hash(bytes: &[u8]) -> Option<Hash> {
    bytes.try_into().ok()
}

/// The bytes that the leaf of an event covers.
#[must_use]
pub fn event_bytes(event: &StoredEvent) -> Vec<u8> {
    let mut bytes = b"unforgotten/event/1".to_vec();
    bytes.extend_from_slice(event.id.as_bytes());
    bytes.extend_from_slice(&event.at.milliseconds().to_be_bytes());
    bytes.extend_from_slice(event.user.as_bytes());
    bytes.extend_from_slice(&event.subject);
    bytes.extend_from_slice(
        &u32::try_from(event.word.len())
            .unwrap_or(u32::MAX)
            .to_be_bytes(),
    );
    bytes.extend_from_slice(event.word.as_bytes());
    bytes.extend_from_slice(&event.detail);
    bytes
}

/// The bytes that the leaf of an opening covers.
#[must_use]
pub fn opening_bytes(id: &[u8; 16], opening: &StoredOpening) -> Vec<u8> {
    let mut bytes = b"unforgotten/opening/1".to_vec();
    bytes.extend_from_slice(id);
    bytes.extend_from_slice(&opening.at.milliseconds().to_be_bytes());
    bytes.extend_from_slice(opening.user.as_bytes());
    bytes.extend_from_slice(opening.file.as_bytes());
    bytes.push(u8::try_from(opening.way).unwrap_or(0));
    bytes
}

fn stored_event(row: &Row) -> Result<StoredEvent, StoreError> {
    Ok(StoredEvent {
        id: row.id(0, EventId::from_slice)?,
        at: row.instant(1)?,
        user: row.id(2, UserId::from_slice)?,
        word: row.text(3)?,
        subject: row.id(4, sixteen)?,
        detail: row.bytes(5)?,
    })
}

/// A leaf from a row of id, kind, subject, version, hash, recorded, sequence.
pub(crate) fn stored_leaf(row: &Row) -> Result<StoredLeaf, StoreError> {
    Ok(StoredLeaf {
        id: row.id(0, LeafId::from_slice)?,
        kind: LeafKind::from_code(row.int(1)?)
            .ok_or(StoreError::Damaged("a kind of leaf is unknown"))?,
        subject: row.id(2, sixteen)?,
        version: row.int(3)?,
        hash: row
            .bytes(4)?
            .try_into()
            .map_err(|_| StoreError::Damaged("a hash does not have 32 bytes"))?,
        recorded: row.instant(5)?,
        sequence: row.optional_int(6)?,
    })
}

impl Transaction {
    /// Writes a leaf; it gets its place from the sequencer.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn add_leaf(
        &mut self,
        id: LeafId,
        kind: LeafKind,
        subject: [u8; 16],
        version: i64,
        hash: Hash,
        at: Instant,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO leaves (id, kind, subject, version, hash, recorded) VALUES ($1, $2, $3, $4, $5, $6)",
            values![id, kind.code(), &subject[..], version, hash, at],
        )
        .await?;
        Ok(())
    }

    /// Writes an event with its leaf.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn add_event(&mut self, event: &StoredEvent, leaf: LeafId) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO events (id, at, user_id, word, subject, detail, leaf) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            values![
                event.id,
                event.at,
                event.user,
                event.word.as_str(),
                &event.subject[..],
                event.detail.as_slice(),
                leaf
            ],
        )
        .await?;
        let hash = ledger::event_leaf(&event_bytes(event));
        self.add_leaf(
            leaf,
            LeafKind::Event,
            *event.id.as_bytes(),
            1,
            hash,
            event.at,
        )
        .await
    }

    /// Logs the opening of a file, with its leaf.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn add_opening(
        &mut self,
        id: [u8; 16],
        opening: &StoredOpening,
        leaf: LeafId,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO openings (id, at, user_id, file, way, leaf) VALUES ($1, $2, $3, $4, $5, $6)",
            values![&id[..], opening.at, opening.user, opening.file, opening.way, leaf],
        )
        .await?;
        let hash = ledger::event_leaf(&opening_bytes(&id, opening));
        self.add_leaf(leaf, LeafKind::Opening, id, 1, hash, opening.at)
            .await
    }

    /// Whether this user has opened this file by this way since, so that a reload is not a second
    /// opening; a print after a look is one.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn opened_since(
        &mut self,
        user: UserId,
        file: FileId,
        way: i64,
        since: Instant,
    ) -> Result<bool, StoreError> {
        Ok(self
            .row(
                "SELECT 1 FROM openings WHERE user_id = $1 AND file = $2 AND way = $3 AND at > $4 LIMIT 1",
                values![user, file, way, since],
            )
            .await?
            .is_some())
    }

    /// The openings of a file, newest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn openings_of_file(
        &mut self,
        file: FileId,
        limit: i64,
    ) -> Result<Vec<StoredOpening>, StoreError> {
        self.rows(
            "SELECT at, user_id, file, way FROM openings WHERE file = $1 ORDER BY at DESC, id LIMIT $2",
            values![file, limit],
        )
        .await?
        .iter()
        .map(opening)
        .collect()
    }

    /// The openings by a user, newest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn openings_by(
        &mut self,
        user: UserId,
        limit: i64,
    ) -> Result<Vec<StoredOpening>, StoreError> {
        self.rows(
            "SELECT at, user_id, file, way FROM openings WHERE user_id = $1 ORDER BY at DESC, id LIMIT $2",
            values![user, limit],
        )
        .await?
        .iter()
        .map(opening)
        .collect()
    }

    /// Events, newest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn events(&mut self, limit: i64) -> Result<Vec<StoredEvent>, StoreError> {
        self.rows(
            "SELECT id, at, user_id, word, subject, detail FROM events ORDER BY at DESC, id DESC LIMIT $1",
            values![limit],
        )
        .await?
        .iter()
        .map(stored_event)
        .collect()
    }

    /// When something with one of these words last happened to a subject.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn newest_event(
        &mut self,
        subject: [u8; 16],
        words: &[&str],
    ) -> Result<Option<Instant>, StoreError> {
        let mut newest = None;
        for word in words {
            let row = self
                .row(
                    "SELECT MAX(at) FROM events WHERE subject = $1 AND word = $2",
                    values![&subject[..], *word],
                )
                .await?;
            let at = row.map(|row| row.optional_int(0)).transpose()?.flatten();
            newest = newest.max(at);
        }
        Ok(newest.map(Instant::from_milliseconds))
    }

    /// Leaves that have their place, the newest first, below `before` if it is given.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn leaves_before(
        &mut self,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<StoredLeaf>, StoreError> {
        self.rows(
            concat!(
                "SELECT id, kind, subject, version, hash, recorded, sequence FROM leaves ",
                "WHERE sequence < $1 ORDER BY sequence DESC LIMIT $2"
            ),
            values![before.unwrap_or(i64::MAX), limit],
        )
        .await?
        .iter()
        .map(stored_leaf)
        .collect()
    }

    /// The state of the sequencer, if the caller may sequence now: the lease is free, or its own.
    /// Takes or renews the lease.
    ///
    /// # Errors
    /// When the engine fails, or the frontier cannot be read.
    pub async fn lease_sequencer(
        &mut self,
        holder: [u8; 16],
        now: Instant,
        until: Instant,
    ) -> Result<Option<SequencerState>, StoreError> {
        let taken = self
            .execute(
                concat!(
                    "UPDATE sequencer SET fence = CASE WHEN holder = $1 THEN fence ELSE fence + 1 END, ",
                    "holder = $1, lease_until = $3 WHERE one = 1 AND (holder = $1 OR lease_until <= $2)"
                ),
                values![&holder[..], now, until],
            )
            .await?;
        if taken != 1 {
            return Ok(None);
        }
        let Some(row) = self
            .row(
                "SELECT size, frontier, fence FROM sequencer WHERE one = 1",
                values![],
            )
            .await?
        else {
            return Err(StoreError::Damaged("the sequencer has no state"));
        };
        Ok(Some(SequencerState {
            size: row.int(0)?,
            frontier: Frontier::from_bytes(&row.bytes(1)?)
                .map_err(|_| StoreError::Damaged("the frontier of the ledger cannot be read"))?,
            fence: row.int(2)?,
        }))
    }

    /// Gives the lease back, if it is the caller's. The fence stays: what this holder still does
    /// under the old one is refused as soon as somebody else has taken the lease.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn release_sequencer(&mut self, holder: [u8; 16]) -> Result<(), StoreError> {
        self.execute(
            "UPDATE sequencer SET lease_until = 0 WHERE one = 1 AND holder = $1",
            values![&holder[..]],
        )
        .await?;
        Ok(())
    }

    /// Leaves that wait for their place, oldest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn waiting_leaves(&mut self, limit: i64) -> Result<Vec<(LeafId, Hash)>, StoreError> {
        self.rows(
            "SELECT id, hash FROM leaves WHERE sequence IS NULL ORDER BY id LIMIT $1",
            values![limit],
        )
        .await?
        .iter()
        .map(|row| Ok((row.id(0, LeafId::from_slice)?, row.id(1, hash)?)))
        .collect()
    }

    /// Gives leaves their places and keeps the new edge of the tree and its signed checkpoint.
    ///
    /// # Errors
    /// [`StoreError::Overtaken`] when the lease has passed to another node meanwhile.
    pub async fn sequence(
        &mut self,
        places: &[(LeafId, i64)],
        frontier: &Frontier,
        fence: i64,
        note: &str,
        now: Instant,
    ) -> Result<(), StoreError> {
        for (leaf, place) in places {
            self.execute(
                "UPDATE leaves SET sequence = $2 WHERE id = $1 AND sequence IS NULL",
                values![*leaf, *place],
            )
            .await?;
        }
        let size = i64::try_from(frontier.size())
            .map_err(|_| StoreError::Damaged("the ledger is too large"))?;
        let changed = self
            .execute(
                "UPDATE sequencer SET size = $1, frontier = $2 WHERE one = 1 AND fence = $3",
                values![size, frontier.to_bytes(), fence],
            )
            .await?;
        if changed != 1 {
            return Err(StoreError::Overtaken);
        }
        self.execute(
            "INSERT INTO checkpoints (size, note, recorded) VALUES ($1, $2, $3)",
            values![size, note, now],
        )
        .await?;
        Ok(())
    }

    /// The newest checkpoint: size and signed note.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn checkpoint(&mut self) -> Result<Option<(i64, String)>, StoreError> {
        self.row(
            "SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1",
            values![],
        )
        .await?
        .map(|row| Ok((row.int(0)?, row.text(1)?)))
        .transpose()
    }

    /// All checkpoints, smallest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn checkpoints(&mut self) -> Result<Vec<(i64, String)>, StoreError> {
        self.rows(
            "SELECT size, note FROM checkpoints ORDER BY size",
            values![],
        )
        .await?
        .iter()
        .map(|row| Ok((row.int(0)?, row.text(1)?)))
        .collect()
    }

    /// Leaves in order of their ids, a page at a time, for verification.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn leaves_after(
        &mut self,
        after: Option<LeafId>,
        limit: i64,
    ) -> Result<Vec<StoredLeaf>, StoreError> {
        self.rows(
            "SELECT id, kind, subject, version, hash, recorded, sequence FROM leaves WHERE id > $1 ORDER BY id LIMIT $2",
            values![after.unwrap_or(LeafId::from_bytes([0; 16])), limit],
        )
        .await?
        .iter()
        .map(|row| {
            Ok(StoredLeaf {
                id: row.id(0, LeafId::from_slice)?,
                kind: LeafKind::from_code(row.int(1)?).ok_or(StoreError::Damaged("a kind of leaf is unknown"))?,
                subject: row.id(2, sixteen)?,
                version: row.int(3)?,
                hash: row.id(4, hash)?,
                recorded: row.instant(5)?,
                sequence: row.optional_int(6)?,
            })
        })
        .collect()
    }

    /// The leaf hashes in their order in the tree, up to a size.
    ///
    /// # Errors
    /// When the engine fails, or a place is missing.
    pub async fn sequenced_hashes(&mut self, size: i64) -> Result<Vec<Hash>, StoreError> {
        let rows = self
            .rows(
                "SELECT sequence, hash FROM leaves WHERE sequence IS NOT NULL AND sequence < $1 ORDER BY sequence",
                values![size],
            )
            .await?;
        let mut hashes = Vec::with_capacity(rows.len());
        for (expected, row) in (0_i64..).zip(&rows) {
            if row.int(0)? != expected {
                return Err(StoreError::Damaged("a leaf is missing from the ledger"));
            }
            hashes.push(row.id(1, hash)?);
        }
        if i64::try_from(hashes.len()).ok() != Some(size) {
            return Err(StoreError::Damaged(
                "the ledger has fewer leaves than its checkpoint says",
            ));
        }
        Ok(hashes)
    }

    /// Stored entries in order of id and version, a page at a time, published or not: for verification.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn all_entries_after(
        &mut self,
        after: Option<(EntryId, u32)>,
        limit: i64,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let (id, version) = after.unwrap_or((EntryId::from_bytes([0; 16]), 0));
        self.composed(
            format!("SELECT {ENTRY_COLUMNS} FROM entries e WHERE (e.id, e.version) > ($1, $2) ORDER BY e.id, e.version LIMIT $3"),
            values![id, i64::from(version), limit],
        )
        .await?
        .iter()
        .map(StoredEntry::read)
        .collect()
    }

    /// The entries that a batch leaf covers, in their order.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn entries_of_leaf(&mut self, leaf: LeafId) -> Result<Vec<StoredEntry>, StoreError> {
        self.composed(
            format!("SELECT {ENTRY_COLUMNS} FROM entries e WHERE e.leaf = $1 ORDER BY e.position"),
            values![leaf],
        )
        .await?
        .iter()
        .map(StoredEntry::read)
        .collect()
    }

    /// An event by its id, for verification.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn event(&mut self, id: [u8; 16]) -> Result<Option<StoredEvent>, StoreError> {
        self.row(
            "SELECT id, at, user_id, word, subject, detail FROM events WHERE id = $1",
            values![&id[..]],
        )
        .await?
        .map(|row| {
            Ok(StoredEvent {
                id: row.id(0, EventId::from_slice)?,
                at: row.instant(1)?,
                user: row.id(2, UserId::from_slice)?,
                word: row.text(3)?,
                subject: row.id(4, sixteen)?,
                detail: row.bytes(5)?,
            })
        })
        .transpose()
    }

    /// An opening by its id, for verification.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn opening(&mut self, id: [u8; 16]) -> Result<Option<StoredOpening>, StoreError> {
        self.row(
            "SELECT at, user_id, file, way FROM openings WHERE id = $1",
            values![&id[..]],
        )
        .await?
        .as_ref()
        .map(opening)
        .transpose()
    }

    /// Events and openings that no leaf covers: there must be none.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn uncovered(&mut self) -> Result<Vec<[u8; 16]>, StoreError> {
        self.rows(
            concat!(
                "SELECT e.id FROM events e WHERE NOT EXISTS (SELECT 1 FROM leaves l WHERE l.id = e.leaf AND l.subject = e.id) ",
                "UNION ALL SELECT o.id FROM openings o WHERE NOT EXISTS (SELECT 1 FROM leaves l WHERE l.id = o.leaf AND l.subject = o.id)"
            ),
            values![],
        )
        .await?
        .iter()
        .map(|row| row.id(0, sixteen))
        .collect()
    }

    /// Whether a batch was discarded: its leaf stands, its rows are gone.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn batch_is_discarded(&mut self, batch: BatchId) -> Result<bool, StoreError> {
        Ok(self
            .row(
                "SELECT 1 FROM batches WHERE id = $1 AND state = 2",
                values![batch],
            )
            .await?
            .is_some())
    }
}

fn opening(row: &crate::database::Row) -> Result<StoredOpening, StoreError> {
    Ok(StoredOpening {
        at: row.instant(0)?,
        user: row.id(1, UserId::from_slice)?,
        file: row.id(2, FileId::from_slice)?,
        way: row.int(3)?,
    })
}
