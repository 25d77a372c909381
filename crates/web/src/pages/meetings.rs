//! Meetings: who could be raised, the brief that grows, and what came of it.

use askama::Template;
use kernel::{Day, Moment};

use super::{Field, Layout, Outcome, PersonLine};

/// A meeting in the list.
#[derive(Clone, Debug)]
pub struct MeetingLine {
    /// A code that names nobody: `B-2026-14`.
    pub code: String,
    /// The title.
    pub title: String,
    /// Its day.
    pub day: Day,
    /// With whom.
    pub counterpart: String,
    /// People in the brief.
    pub people: u32,
    /// How many of them may be raised as things stand.
    pub ready: u32,
    /// Whether its outcome has still to be recorded.
    pub outcome_missing: bool,
    /// The meeting.
    pub href: String,
}

/// All meetings.
#[derive(Debug, Template)]
#[template(path = "meetings/list.html")]
pub struct Meetings {
    /// What every page shares.
    pub layout: Layout,
    /// To come, soonest first.
    pub coming: Vec<MeetingLine>,
    /// Past, latest first.
    pub past: Vec<MeetingLine>,
    /// Whether the member may plan one.
    pub may_add: bool,
}

/// Somebody who could be raised.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The person.
    pub person: PersonLine,
    /// The file, as the form sends it.
    pub file: String,
    /// Whether they may be raised.
    pub outcome: Outcome,
    /// Why not, in plain words, when they may not.
    pub why_not: Option<String>,
    /// The way to the verdict.
    pub verdict_href: String,
    /// Reasons for, in one line.
    pub reasons_for: String,
    /// Reasons against, in one line.
    pub reasons_against: String,
    /// When they were last raised and dropped without reason since.
    pub dropped: bool,
}

/// One person in the brief.
#[derive(Clone, Debug)]
pub struct Briefed {
    /// The person.
    pub person: PersonLine,
    /// The file, as the forms send it.
    pub file: String,
    /// Asks, ready to read.
    pub asks: Vec<String>,
    /// What to say.
    pub say: String,
    /// What not to say.
    pub do_not_say: String,
    /// The day on which the facts were last verified.
    pub verified: Option<Day>,
    /// How old the facts are is a reason to look again.
    pub stale: bool,
    /// The page of the brief as it will print.
    pub page: u32,
    /// Where its asks and words are edited.
    pub edit_href: String,
    /// Something changed since they were chosen: why they may no longer be raised.
    pub lost: Option<String>,
}

/// A meeting. The forms post to [`crate::paths::meeting_people`]: `add` or `remove` with a file, `up`
/// or `down` with a file.
#[derive(Debug, Template)]
#[template(path = "meetings/meeting.html")]
pub struct MeetingPage {
    /// What every page shares.
    pub layout: Layout,
    /// Code and title.
    pub code: String,
    /// The title.
    pub title: String,
    /// When and where it is.
    pub moment: Option<Moment>,
    /// The day, when no time is set.
    pub day: Day,
    /// With whom.
    pub counterpart: String,
    /// Who speaks.
    pub principal: String,
    /// The ask in one sentence.
    pub ask: String,
    /// Who could be raised: everybody, or the first of them.
    pub candidates: Vec<Candidate>,
    /// How many more there are, and where all of them are shown.
    pub more: Option<(usize, String)>,
    /// The brief, in speaking order.
    pub brief: Vec<Briefed>,
    /// How many pages it will print.
    pub pages: u32,
    /// Where the forms are sent.
    pub action: String,
    /// Editing the meeting.
    pub edit_href: Option<String>,
    /// The brief as PDF.
    pub brief_href: Option<String>,
    /// The outcome form, once the day has come.
    pub outcome_href: Option<String>,
}

/// One person's row of the outcome form; every field's name ends in `.FILE`.
#[derive(Clone, Debug)]
pub struct OutcomeRow {
    /// The person.
    pub person: PersonLine,
    /// What was to be asked.
    pub asks: Vec<String>,
    /// Raised or not, tone, answer, words, promise, family told by.
    pub fields: Vec<Field>,
}

/// What came of a meeting, one row a person.
#[derive(Debug, Template)]
#[template(path = "meetings/outcome.html")]
pub struct OutcomePage {
    /// What every page shares.
    pub layout: Layout,
    /// The code.
    pub code: String,
    /// The title.
    pub title: String,
    /// The day.
    pub day: Day,
    /// The rows.
    pub rows: Vec<OutcomeRow>,
    /// Where it is sent.
    pub action: String,
    /// The way back.
    pub back_href: String,
    /// What is wrong with the whole.
    pub error: Option<String>,
}
