//! Wishes: in the giver's words, per scope, and read back.

use askama::Template;
use kernel::PartialDate;

use super::{Choice, Field, Layout, Link, PersonLine, Written};
use crate::text::Texts;

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

/// A wish to be read back to the giver, at most 120 words at a time, before it is kept.
#[derive(Debug, Template)]
#[template(path = "wishes/read_back.html")]
pub struct ReadBackPage {
    /// What every page shares.
    pub layout: Layout,
    /// Whose wish it is about.
    pub person: PersonLine,
    /// Their own words, first.
    pub words: Option<Written>,
    /// What may be said, to whom, what must never happen: the question and their words.
    pub boxes: Vec<(String, Written)>,
    /// The words in the giver's language.
    pub texts: Texts,
    /// What to read aloud, one reading at a time, one sentence each.
    pub readings: Vec<Vec<String>>,
    /// Everything that was entered, to be sent on unchanged: names and values.
    pub entered: Vec<(String, String)>,
    /// Where it is sent. Sends `read_back` as `yes` when it was read back.
    pub action: String,
    /// Where what was entered can be changed (the same fields are posted).
    pub change_action: String,
}

/// How many words a reading has.
fn words_of(reading: &[String]) -> usize {
    reading
        .iter()
        .map(|sentence| sentence.split_whitespace().count())
        .sum()
}

impl ReadBackPage {
    /// How many words there are to read aloud, in the reading that has most.
    #[must_use]
    pub fn word_count(&self) -> usize {
        self.readings
            .iter()
            .map(|reading| words_of(reading))
            .max()
            .unwrap_or(0)
    }
}

/// The script of a wish, to print and read aloud.
#[derive(Debug, Template)]
#[template(path = "wishes/script.html")]
pub struct ScriptPage {
    /// What every page shares.
    pub layout: Layout,
    /// Whose wish it is about.
    pub person: PersonLine,
    /// The words in the giver's language.
    pub texts: Texts,
    /// What to read aloud, one reading at a time.
    pub readings: Vec<Vec<String>>,
}

/// What one giver said about one scope.
#[derive(Clone, Debug)]
pub struct SaidLine {
    /// Who.
    pub who: String,
    /// Yes, no, or on a condition.
    pub answer: String,
    /// When.
    pub on: PartialDate,
    /// How we know, conditions, why they speak, whether they were pressed.
    pub details: Vec<String>,
    /// Until when, and when to ask again.
    pub until: String,
    /// The entry.
    pub href: String,
    /// The script to read aloud.
    pub script: Link,
}

/// One scope with everything that was said about it.
#[derive(Clone, Debug)]
pub struct SaidScope {
    /// The scope in plain words.
    pub scope: String,
    /// Whether those who speak do not agree.
    pub conflict: bool,
    /// What was said, the newest first.
    pub lines: Vec<SaidLine>,
    /// The acts it concerns, with what may be done.
    pub follows: Vec<Link>,
    /// Who or what would resolve what stands in the way, with the step.
    pub resolves: Vec<(String, Option<Link>)>,
}

/// Who said what about which scope, what follows, and what would resolve it.
#[derive(Debug, Template)]
#[template(path = "wishes/said.html")]
pub struct SaidPage {
    /// What every page shares.
    pub layout: Layout,
    /// Whose wishes.
    pub person: PersonLine,
    /// The scopes that anybody spoke of, those in conflict first.
    pub scopes: Vec<SaidScope>,
    /// Recording another wish, for those who may.
    pub record_href: Option<String>,
}

/// One thing that a no touches.
#[derive(Clone, Debug)]
pub struct FollowUpLine {
    /// What kind of thing.
    pub what: String,
    /// In a few words.
    pub text: String,
    /// The entry that is touched.
    pub href: Option<String>,
    /// Who does it, until when.
    pub owner: String,
    /// How it ended.
    pub done: Option<String>,
    /// Where its end is recorded, for those who may. Sends `version`, `result`, `words`.
    pub action: Option<String>,
    /// The version of the entry that tracks it.
    pub version: u32,
}

/// Everything that one word touches.
#[derive(Clone, Debug)]
pub struct FollowUpGroup {
    /// Which word.
    pub title: String,
    /// What it touches, what is open first.
    pub lines: Vec<FollowUpLine>,
}

/// Everything that withdrawals and stops touch.
#[derive(Debug, Template)]
#[template(path = "wishes/follow_ups.html")]
pub struct FollowUpsPage {
    /// What every page shares.
    pub layout: Layout,
    /// Whose.
    pub person: PersonLine,
    /// Each word with what it touches, the newest first.
    pub groups: Vec<FollowUpGroup>,
    /// How a thing can end.
    pub results: Vec<Choice>,
}
