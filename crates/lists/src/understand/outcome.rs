//! What becomes of a row, and why.

use kernel::{Confidence, Label, PartialDate};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It goes in as it is, perhaps with notices.
    Accept,
    /// What is sound goes in, and a person looks at the rest.
    Review,
    /// Nothing of it goes in; its bytes and line are kept and the reason is shown.
    Reject,
    /// It names nobody, or says what the file has said already.
    Skip,
}

/// How much a doubt weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Worth saying, decides nothing.
    Notice,
    /// Sends the row to a person.
    Review,
    /// Refuses the row.
    Refusal,
}

/// Why a row is not simply taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The column, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What it is, as part of a message id: `lists-doubt-` and this code with hyphens.
    pub code: String,
    /// Numbers and words for the message, without personal data beyond the row's own.
    #[serde(default)]
    pub detail: String,
    /// The cell as written, at most 500 characters of it.
    #[serde(default)]
    pub raw: String,
    /// How much it weighs.
    pub weight: Weight,
}

impl Doubt {
    /// The id of the message for the person.
    #[must_use]
    pub fn message_id(&self) -> String {
        format!("lists-doubt-{}", self.code.replace('_', "-"))
    }
}

/// An entry that the row would make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The kind: `name`, `fact`, `detention`, `charge`, `claim`, `wish`, `source`.
    pub kind: String,
    /// The body as that kind has it.
    pub body: Value,
    /// When it happened, if the row says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happened: Option<PartialDate>,
    /// How sure the source may make us.
    pub confidence: Confidence,
    /// A narrower label than the import's own, where the content asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// A row understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnderstoodRow {
    /// Where it stands in the file, as [`crate::RawRow::row_key`].
    pub row_key: String,
    /// The line, for reports.
    pub line: u64,
    /// The source's own key of the row, if it has one: what a second import is recognised by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_key: Option<String>,
    /// The source's own key of the person, if it has one; several rows may share it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_key: Option<String>,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What was found odd, heaviest first.
    pub doubts: Vec<Doubt>,
    /// The entries it would make: names first, the source last. Empty when refused or skipped.
    pub drafts: Vec<Draft>,
    /// The cells as written, column by column, but for ignored columns.
    pub cells: Vec<(String, String)>,
    /// The bytes of a refused or damaged row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<Vec<u8>>,
}

impl UnderstoodRow {
    /// The heaviest doubt's code: the reason of a review, refusal or skip.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.doubts.first().map(|doubt| doubt.code.as_str())
    }
}

/// How many rows ended how. The parts add up to the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// All rows.
    pub rows: u64,
    /// Accepted.
    pub accepted: u64,
    /// In review.
    pub review: u64,
    /// Rejected: kept in quarantine.
    pub rejected: u64,
    /// Skipped.
    pub skipped: u64,
}

impl Tally {
    /// Counts one row.
    pub fn count(&mut self, outcome: Outcome) {
        self.rows += 1;
        match outcome {
            Outcome::Accept => self.accepted += 1,
            Outcome::Review => self.review += 1,
            Outcome::Reject => self.rejected += 1,
            Outcome::Skip => self.skipped += 1,
        }
    }
}
