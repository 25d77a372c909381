//! Wishes: in the giver's words, per scope, and read back.

use askama::Template;

use super::{Field, Layout, PersonLine, Written};

/// One scope of a wish and what was said about it.
#[derive(Clone, Debug)]
pub struct ScopeRow {
    /// Its code, `c10`; the form sends `scopes.CODE` with the state, `scopes.CODE.condition` and
    /// `scopes.CODE.audience`.
    pub code: String,
    /// What it is, in plain words.
    pub text: String,
    /// The state that is chosen: a code of the vocabulary of scope states; `not_asked` by default.
    pub state: String,
    /// The condition.
    pub condition: String,
    /// The audience.
    pub audience: String,
    /// What the fault is.
    pub error: Option<String>,
}

/// Scopes that belong together: *kept by us*, *said in private*, *said in public* …
#[derive(Clone, Debug)]
pub struct ScopeGroup {
    /// What they have in common.
    pub title: String,
    /// The scopes.
    pub rows: Vec<ScopeRow>,
}

/// Recording a wish.
#[derive(Debug, Template)]
#[template(path = "wishes/record.html")]
pub struct WishPage {
    /// What every page shares.
    pub layout: Layout,
    /// Whose wish it is about.
    pub person: PersonLine,
    /// Where it is sent: first to be read back.
    pub action: String,
    /// Whose words, how we know, when: before the table.
    pub fields: Vec<Field>,
    /// The scopes.
    pub groups: Vec<ScopeGroup>,
    /// The states: code and words, in the order of the columns.
    pub states: Vec<(String, String)>,
    /// Until when, under pressure: after the table.
    pub more_fields: Vec<Field>,
    /// What is wrong with the whole.
    pub error: Option<String>,
}

impl WishPage {
    /// How many answers need another look.
    #[must_use]
    pub fn faults(&self) -> usize {
        let wrong = |fields: &[Field]| fields.iter().filter(|field| field.error.is_some()).count();
        wrong(&self.fields)
            + wrong(&self.more_fields)
            + self
                .groups
                .iter()
                .flat_map(|group| &group.rows)
                .filter(|row| row.error.is_some())
                .count()
    }
}

/// A wish to be read back to the giver, in at most 120 words, before it is kept.
#[derive(Debug, Template)]
#[template(path = "wishes/read_back.html")]
pub struct ReadBackPage {
    /// What every page shares.
    pub layout: Layout,
    /// Whose wish it is about.
    pub person: PersonLine,
    /// Their own words, first.
    pub words: Option<Written>,
    /// What to read aloud, one sentence each.
    pub script: Vec<String>,
    /// Everything that was entered, to be sent on unchanged: names and values.
    pub entered: Vec<(String, String)>,
    /// Where it is sent. Sends `read_back` as `yes` when it was read back.
    pub action: String,
    /// Where what was entered can be changed (the same fields are posted).
    pub change_action: String,
}

impl ReadBackPage {
    /// How many words there are to read aloud.
    #[must_use]
    pub fn word_count(&self) -> usize {
        self.script
            .iter()
            .map(|sentence| sentence.split_whitespace().count())
            .sum()
    }
}
