//! Pairs that may be one person: one after the other, with what speaks for it and against it.

use askama::Template;

use super::{ComparedField, Layout, ListedPerson, Marked, PersonLine};

/// What one field says about a pair.
#[derive(Clone, Debug)]
pub struct EvidenceRow {
    /// The field.
    pub name: String,
    /// The value of the first that agrees best.
    pub first: Marked,
    /// The value of the second.
    pub second: Marked,
    /// Whether they agree, in a word.
    pub accord: String,
    /// What that says: *speaks strongly for one person*.
    pub says: String,
    /// What reviewers' decisions changed about that; empty where they changed nothing.
    pub learned: String,
    /// A class: `for`, `none` or `against`.
    pub side: &'static str,
}

/// The last decision, to be taken back in one step.
#[derive(Clone, Debug)]
pub struct Undo {
    /// The entry and its version, as the form sends them.
    pub decision: String,
    /// What was decided, in words.
    pub says: String,
}

/// How far a sitting is.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Pairs decided in this sitting.
    pub done: u32,
    /// Pairs of a sitting.
    pub of: u32,
    /// Where to go on from, as the form sends it.
    pub after: String,
}

/// A pair to decide. Sends `decision` (`same`, `apart`, `unsure`), `reasons`, `one`, `other`, `after`
/// and `done`.
#[derive(Debug, Template)]
#[template(path = "matches/pair.html")]
pub struct PairPage {
    /// What every page shares.
    pub layout: Layout,
    /// How far the sitting is.
    pub progress: Progress,
    /// The first.
    pub first: PersonLine,
    /// The second.
    pub second: PersonLine,
    /// All names of the first, each with its script in words.
    pub first_names: Vec<(super::Written, String)>,
    /// All names of the second.
    pub second_names: Vec<(super::Written, String)>,
    /// How sure the comparison is, in a sentence.
    pub sure: String,
    /// What was decided before, where the pair is asked about again.
    pub again: Option<String>,
    /// What each field says.
    pub evidence: Vec<EvidenceRow>,
    /// How many decisions of reviewers changed what the fields say, if any did.
    pub taught: Option<String>,
    /// Everything else, side by side.
    pub fields: Vec<ComparedField>,
    /// The ids of the two, as the form sends them.
    pub ids: (String, String),
    /// Reasons, ready to be changed.
    pub reasons: String,
    /// What is wrong.
    pub error: Option<String>,
    /// The last decision.
    pub undo: Option<Undo>,
}

/// Before a sitting, between two, and when there is nothing left.
#[derive(Debug, Template)]
#[template(path = "matches/start.html")]
pub struct MatchesPage {
    /// What every page shares.
    pub layout: Layout,
    /// What there is to say: nothing found yet, nothing left, the sitting is over.
    pub says: Vec<String>,
    /// Where pairs are looked for, and the words.
    pub go_on: Option<super::Link>,
    /// How far the sitting is.
    pub progress: Progress,
    /// The last decision.
    pub undo: Option<Undo>,
    /// Whether decisions may be taken out as a table.
    pub may_export: bool,
}

/// One decision of the last days.
#[derive(Clone, Debug)]
pub struct DecisionRow {
    /// The first.
    pub first: PersonLine,
    /// The second, where it may still be read.
    pub second: Option<PersonLine>,
    /// What was decided.
    pub decision: String,
    /// When, in words.
    pub when: String,
    /// The entry and its version, as the form sends them.
    pub value: String,
    /// All versions of the decision.
    pub history_href: String,
}

/// What somebody decided in the last days. Sends `decision` once for each that is taken back.
#[derive(Debug, Template)]
#[template(path = "matches/decisions.html")]
pub struct DecisionsPage {
    /// What every page shares.
    pub layout: Layout,
    /// The decisions, newest first.
    pub rows: Vec<DecisionRow>,
    /// What could not be taken back.
    pub error: Option<String>,
}

/// Somebody who may be the person in question.
#[derive(Clone, Debug)]
pub struct PossibleRow {
    /// The person.
    pub person: ListedPerson,
    /// How sure.
    pub sure: String,
    /// What agrees and what differs.
    pub why: String,
    /// What was decided already.
    pub decided: Option<String>,
    /// Where the two stand side by side.
    pub href: Option<String>,
}

/// Who else a person may be.
#[derive(Debug, Template)]
#[template(path = "matches/possible.html")]
pub struct PossiblePage {
    /// What every page shares.
    pub layout: Layout,
    /// The person.
    pub person: PersonLine,
    /// Who they may be.
    pub rows: Vec<PossibleRow>,
}

/// Before somebody is entered who may be known already. Sends what was entered again, with `new`.
#[derive(Debug, Template)]
#[template(path = "matches/known.html")]
pub struct KnownPage {
    /// What every page shares.
    pub layout: Layout,
    /// Who it may be.
    pub rows: Vec<PossibleRow>,
    /// What was entered.
    pub entered: Vec<(String, String)>,
}
