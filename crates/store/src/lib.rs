//! Repositories over SQLCipher (the default) or PostgreSQL: the only crate that names sqlx.
//!
//! The store is blind: bodies are ciphertext before they come here, and search keys are keyed
//! hashes. It never learns a kind. To add a repository: a file here with `impl Transaction`, its
//! tables in a new migration, and a test that runs on both engines through `testkit`.

mod audits;
mod backup;
mod batches;
mod blobs;
mod crossings;
mod database;
mod entries;
mod error;
mod index;
mod jobs;
mod ledger_rows;
mod links;
mod members;
mod projections;
mod register;
mod sessions;
mod viewer;

pub use audits::{
    AuditedBlob, AuditedEntry, AuditedEvent, AuditedLeaf, AuditedOpening, Identity, LeafSays,
};
pub use backup::{BackupSummary, CarriedColumns, Dump};
pub use batches::{BatchState, StoredBatch};
pub use blobs::{StoredBlob, WholeBlob};
pub use crossings::{StoredCrossing, StoredOffer};
pub use database::{Engine, Transaction, Value};
pub use entries::{FileCursor, FileOrder, NewEntry, NewFile, Projection, StoredEntry, StoredFile};
pub use error::StoreError;
pub use index::{Carried, Carrier};
pub use jobs::{JobEnd, LeasedJob};
pub use ledger_rows::{
    LeafKind, SequencerState, StoredEvent, StoredLeaf, StoredOpening, event_bytes, opening_bytes,
};
pub use links::StoredStop;
pub use members::{StoredCompartment, StoredMembership, StoredOrganisation, StoredUser};
pub use projections::Projected;
pub use register::{FORMAT, Place, REGISTER_FILE, Register};
pub use sessions::StoredSession;
pub use viewer::Viewer;
