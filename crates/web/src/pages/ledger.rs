//! The ledger: what was done, and that it was not changed afterwards.

use askama::Template;
use kernel::{Day, Instant};

use super::{Layout, Pager, PersonLine};

/// The newest signed checkpoint.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    /// How many leaves it covers.
    pub leaves: u64,
    /// Its root, as text.
    pub root: String,
    /// When it was signed.
    pub signed: Instant,
    /// How many minutes ago that was.
    pub minutes: i64,
    /// Witnesses that cosigned it.
    pub witnesses: Vec<String>,
}

/// One leaf.
#[derive(Clone, Debug)]
pub struct LeafLine {
    /// Its number.
    pub number: u64,
    /// When, to the minute, where the reader may know that much.
    pub when: Option<Instant>,
    /// The day.
    pub day: Day,
    /// Who, where the reader may know.
    pub who: Option<String>,
    /// What, in a few words: `wish`, or `closed to you`.
    pub what: String,
    /// Its proof, where the reader may read what it covers.
    pub href: Option<String>,
}

/// The ledger.
#[derive(Debug, Template)]
#[template(path = "ledger/list.html")]
pub struct LedgerPage {
    /// What every page shares.
    pub layout: Layout,
    /// The newest checkpoint; nothing in the first second.
    pub checkpoint: Option<Checkpoint>,
    /// Leaves that wait to be numbered.
    pub waiting: u64,
    /// The whole signed note, to be kept elsewhere.
    pub note: Option<String>,
    /// The key that signs.
    pub key: String,
    /// Leaves, newest first; what the reader may not read is closed.
    pub leaves: Vec<LeafLine>,
    /// Going on.
    pub pager: Pager,
}

/// The proof that one leaf stands under the newest checkpoint.
#[derive(Debug, Template)]
#[template(path = "ledger/leaf.html")]
pub struct LeafPage {
    /// What every page shares.
    pub layout: Layout,
    /// The leaf.
    pub leaf: LeafLine,
    /// Its hash.
    pub hash: String,
    /// Whether its proof was checked just now and holds; nothing while it waits to be numbered.
    pub holds: Option<bool>,
    /// The hashes of the way to the root.
    pub path: Vec<String>,
    /// The checkpoint.
    pub checkpoint: Option<Checkpoint>,
}

/// One opening of a file.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Who.
    pub who: String,
    /// When.
    pub when: Instant,
    /// How: page, export, brief, command.
    pub how: String,
}

/// Who opened a person's file.
#[derive(Debug, Template)]
#[template(path = "ledger/openings.html")]
pub struct OpeningsPage {
    /// What every page shares.
    pub layout: Layout,
    /// The person.
    pub person: PersonLine,
    /// Openings, newest first.
    pub openings: Vec<Opening>,
    /// Going on.
    pub pager: Pager,
}
