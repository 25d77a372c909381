//! Entries and their envelopes: the outer one in clear, the inner one sealed with the body.

use serde::{Deserialize, Serialize};

use crate::{
    CompartmentId, Confidence, Day, EntryId, FileId, Instant, Label, OrganisationId, PartialDate,
    UserId,
};

/// The word of a kind, as it stands in the kinds table: `name`, `wish`, `request` …
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KindWord(String);

impl KindWord {
    /// The kind with this word; whether it is known is for the kinds table to say.
    #[must_use]
    pub fn new(word: &str) -> Self {
        Self(word.to_owned())
    }

    /// The word.
    #[must_use]
    pub fn word(&self) -> &str {
        &self.0
    }
}

/// How long something is kept once nobody needs it any more.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "snake_case")]
pub enum Retention {
    /// An active person's file: until closed, then reviewed after 24 months.
    #[default]
    Casework,
    /// Exact places and movements of people at risk: 30 days after closure.
    Location,
    /// Administration and logs: 24 months.
    Administration,
}

impl Retention {
    /// The number that is stored.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Casework => 1,
            Self::Location => 2,
            Self::Administration => 3,
        }
    }

    /// Reads the stored number.
    #[must_use]
    pub const fn from_code(code: i64) -> Option<Self> {
        match code {
            1 => Some(Self::Casework),
            2 => Some(Self::Location),
            3 => Some(Self::Administration),
            _ => None,
        }
    }
}

/// What stands in clear beside a sealed entry. Ordinary compartments lift kind and label here,
/// sealed ones lift nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outer {
    /// The entry.
    pub id: EntryId,
    /// 1 for the first version; a change writes the next one, nothing is rewritten.
    pub version: u32,
    /// The file it stands in.
    pub file: FileId,
    /// The compartment of that file.
    pub compartment: CompartmentId,
    /// The day it was recorded.
    pub recorded: Day,
    /// When a clock of the entry rings, if it has one.
    pub due: Option<Instant>,
    /// Retention class.
    pub retention: Retention,
    /// The kind, where the compartment lifts it.
    pub kind: Option<KindWord>,
    /// The label, where the compartment lifts it.
    pub label: Option<Label>,
}

/// What is sealed together with the body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inner {
    /// The kind, always.
    pub kind: KindWord,
    /// Schema version of the body; older ones are upcast on reading, newer ones show "needs upgrade".
    pub schema: u16,
    /// How far it may travel.
    pub label: Label,
    /// Whose leave is needed to go beyond the label.
    pub originator: OrganisationId,
    /// Source entries it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<EntryId>,
    /// How sure the recorder is.
    #[serde(default)]
    pub confidence: Confidence,
    /// When it happened in the world, as exactly as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happened: Option<PartialDate>,
    /// The day until which it holds, if it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
    /// Who recorded it.
    pub by: UserId,
    /// The instant it was recorded.
    pub recorded_at: Instant,
    /// On whose behalf, if not one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<String>,
    /// The entry that this one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<EntryId>,
    /// Why it was withdrawn, if it was. A withdrawn entry stays in the history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<String>,
    /// The entry with which it shares its origin, so that repetition is not taken for corroboration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_origin_as: Option<EntryId>,
    /// The body. Fields a program does not know survive a round trip, because bodies are changed as values.
    pub body: serde_json::Value,
}

/// An entry as a reader with the key sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// In clear.
    pub outer: Outer,
    /// Sealed at rest.
    pub inner: Inner,
}

impl Entry {
    /// The word of the kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.inner.kind.word()
    }

    /// Whether it was withdrawn.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.inner.withdrawn.is_some()
    }
}

/// The outer envelope as bytes, always the same for the same envelope: the associated data of the
/// sealed part and the first half of the ledger leaf. Every field is length-prefixed or fixed.
#[must_use]
pub fn canonical_outer(outer: &Outer) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(112);
    bytes.extend_from_slice(b"unforgotten/outer/1");
    bytes.extend_from_slice(outer.id.as_bytes());
    bytes.extend_from_slice(&outer.version.to_be_bytes());
    bytes.extend_from_slice(outer.file.as_bytes());
    bytes.extend_from_slice(outer.compartment.as_bytes());
    bytes.extend_from_slice(&outer.recorded.number().to_be_bytes());
    match outer.due {
        Some(due) => {
            bytes.push(1);
            bytes.extend_from_slice(&due.milliseconds().to_be_bytes());
        }
        None => bytes.push(0),
    }
    bytes.push(outer.retention.code());
    for text in [
        outer.kind.as_ref().map(KindWord::word),
        outer.label.map(Label::text),
    ] {
        let text = text.unwrap_or_default();
        bytes.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
}
