//! The newest leaves of the ledger, as far as the reader may know what they cover.

use access::{INSTALLATION, Manage, Read, Resource};
use kernel::{Day, EntryId, Instant, UserId};
use ledger::SignedCheckpoint;
use store::{LeafKind, StoredLeaf, Transaction};

use super::{hexadecimal, unsigned};
use crate::{Caller, DeskError, Result, house::House};

/// How many leaves a page shows.
const PAGE_LEAVES: i64 = 50;
/// How many waiting leaves are counted at most.
const MOST_WAITING: i64 = 1_000;

/// Events that say nothing of any file or compartment: they are told to whoever looks after the
/// installation. Of every other event no more is told than that there was one.
const TOLD: [&str; 21] = [
    "first_start",
    "keyring_days",
    "language_set",
    "log_in",
    "member_added",
    "member_status",
    "operator_command",
    "organisation_added",
    "organisation_vetted",
    "password_changed",
    "password_restored",
    "recovery_code_used",
    "recovery_codes_made",
    "restoration_agreed",
    "restoration_asked",
    "restored",
    "second_factor_given",
    "second_factor_set",
    "sessions_ended",
    "compartment_added",
    "member_admitted",
];

/// What a leaf covers, as far as the reader may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Covered {
    /// An entry that the reader may read.
    Entry {
        /// The entry.
        entry: EntryId,
        /// The version.
        version: u32,
        /// Its kind.
        kind: String,
        /// Who recorded it.
        by: UserId,
        /// When.
        at: Instant,
    },
    /// An event that concerns the installation.
    Event {
        /// What was done, as a word.
        word: String,
        /// Who did it.
        by: UserId,
        /// When.
        at: Instant,
    },
    /// Something that the reader may not know more of than its day: whoever counts minutes learns
    /// when others work.
    Closed {
        /// The day.
        day: Day,
    },
}

/// A leaf of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerLeaf {
    /// Its number in the tree, from 0.
    pub number: u64,
    /// What kind of thing it covers: `entry`, `batch`, `event`, `opening` or `blob`.
    pub kind: &'static str,
    /// What is known of it.
    pub covered: Covered,
}

/// The newest signed checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewestCheckpoint {
    /// Leaves under it.
    pub size: u64,
    /// Its root, as hexadecimal digits.
    pub root: String,
    /// When it was signed.
    pub signed: Instant,
    /// The whole note, to be kept elsewhere: `audit verify --witness` holds the ledger to it.
    pub note: String,
}

/// A page of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerView {
    /// The newest checkpoint; nothing before the first is signed.
    pub checkpoint: Option<NewestCheckpoint>,
    /// Leaves that wait for their number, counted up to a thousand.
    pub waiting: usize,
    /// The key that signs, to be compared with one that was handed over in person.
    pub key: String,
    /// Leaves, the newest first.
    pub leaves: Vec<LedgerLeaf>,
    /// Where older ones begin, if there are any: to be given as `before`.
    pub next: Option<u64>,
}

const fn word(kind: LeafKind) -> &'static str {
    match kind {
        LeafKind::Entry => "entry",
        LeafKind::Batch => "batch",
        LeafKind::Event => "event",
        LeafKind::Opening => "opening",
        LeafKind::Blob => "blob",
    }
}

impl House {
    /// Reads a signed checkpoint of this ledger, after checking its signature.
    ///
    /// # Errors
    /// [`DeskError::Inside`] when it is none of ours.
    pub fn checkpoint(&self, note: &str) -> Result<NewestCheckpoint> {
        let signed = SignedCheckpoint::parse(note)
            .map_err(|_| DeskError::Inside("a checkpoint cannot be read"))?;
        let checkpoint = signed
            .verify(&self.log_signer()?.verifier())
            .map_err(|_| DeskError::Inside("a checkpoint is not signed by this installation"))?;
        Ok(NewestCheckpoint {
            size: checkpoint.size,
            root: hexadecimal(&checkpoint.root),
            signed: Instant::from_milliseconds(
                i64::try_from(checkpoint.seconds)
                    .unwrap_or(0)
                    .saturating_mul(1000),
            ),
            note: note.to_owned(),
        })
    }

    /// The newest leaves of the ledger, below `before` if it is given, with the newest checkpoint.
    ///
    /// # Errors
    /// [`DeskError::Absent`] for whoever may not look at the ledger as a whole.
    pub async fn ledger(&self, caller: &Caller, before: Option<u64>) -> Result<LedgerView> {
        let resource = Resource::new(INSTALLATION, "audit");
        if access::permit::<Manage>(&caller.actor, &resource).is_err() {
            let _permit = access::permit::<Read>(&caller.actor, &resource)?;
        }
        let mut transaction = self.read().await?;
        let checkpoint = transaction
            .checkpoint()
            .await?
            .map(|(_, note)| self.checkpoint(&note))
            .transpose()?;
        let waiting = transaction.waiting_leaves(MOST_WAITING).await?.len();
        let before = before.map(|number| i64::try_from(number).unwrap_or(i64::MAX));
        let stored = transaction.leaves_before(before, PAGE_LEAVES).await?;
        let next = stored
            .last()
            .and_then(|leaf| leaf.sequence)
            .map(unsigned)
            .filter(|number| *number > 0);
        let mut leaves = Vec::new();
        for leaf in &stored {
            let covered = match leaf.kind {
                LeafKind::Entry => None,
                _ => self.told(&mut transaction, leaf).await?,
            };
            leaves.push((leaf, covered));
        }
        drop(transaction);
        let mut shown = Vec::new();
        for (leaf, covered) in leaves {
            let covered = match (leaf.kind, covered) {
                (LeafKind::Entry, _) => self.covered_entry(caller, leaf).await?,
                (_, covered) => covered,
            };
            shown.push(LedgerLeaf {
                number: leaf.sequence.map_or(0, unsigned),
                kind: word(leaf.kind),
                covered: covered.unwrap_or(Covered::Closed {
                    day: leaf.recorded.day(),
                }),
            });
        }
        Ok(LedgerView {
            checkpoint,
            waiting,
            key: self.ledger_key()?,
            leaves: shown,
            next,
        })
    }

    async fn told(
        &self,
        transaction: &mut Transaction,
        leaf: &StoredLeaf,
    ) -> Result<Option<Covered>> {
        if leaf.kind != LeafKind::Event {
            return Ok(None);
        }
        let event = transaction.event(leaf.subject).await?;
        Ok(event
            .filter(|event| TOLD.contains(&event.word.as_str()))
            .map(|event| Covered::Event {
                word: event.word,
                by: event.user,
                at: event.at,
            }))
    }

    async fn covered_entry(&self, caller: &Caller, leaf: &StoredLeaf) -> Result<Option<Covered>> {
        let id = EntryId::from_slice(&leaf.subject)
            .ok_or(DeskError::Inside("a leaf covers no entry"))?;
        let versions = match self.entry_versions(caller, id).await {
            Ok(versions) => versions,
            // What cannot be read is closed, whatever the reason: denied, absent, erased.
            Err(DeskError::Absent | DeskError::Sealing(_) | DeskError::Kind(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(versions
            .iter()
            .find(|entry| i64::from(entry.outer.version) == leaf.version)
            .map(|entry| Covered::Entry {
                entry: id,
                version: entry.outer.version,
                kind: entry.kind().to_owned(),
                by: entry.inner.by,
                at: leaf.recorded,
            }))
    }
}
