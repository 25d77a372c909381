//! A person's page: who, how are they, what may we do, what is planned, what has been done.

use askama::Template;
use kernel::{Day, Instant};

use super::{EntryLine, Knowledge, Layout, Link, Mark, Outcome, PersonLine, Timeline, Written};
use crate::text::Count;

/// Days since a contact, with an alarm when it is too long.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Whom with: `family`, `counsel`, `doctor`.
    pub whom: String,
    /// Days since; nothing when we know of none.
    pub since: Option<Count>,
    /// Longer than the clock for it allows.
    pub alarm: bool,
}

/// Who the person is.
#[derive(Clone, Debug)]
pub struct PersonHead {
    /// The name in its own script, or an alias.
    pub name: Written,
    /// The name in the reader's script.
    pub reading: Option<Written>,
    /// Other spellings and names.
    pub also: Vec<Written>,
    /// The address of a portrait, if there is one that may be shown.
    pub portrait_href: Option<String>,
    /// What the person did and is, before what they are charged with.
    pub description: Vec<Written>,
    /// What they are charged with, in one sentence.
    pub charge: Option<String>,
    /// Days in detention.
    pub detained: Option<Count>,
    /// Where they are: `in custody · women's colony no. 4 · 380 km from home`.
    pub whereabouts: Vec<String>,
    /// Days since contacts.
    pub contacts: Vec<Contact>,
    /// Born less than eighteen years ago, or perhaps so.
    pub minor: bool,
}

/// One thing we know about how they are.
#[derive(Clone, Debug)]
pub struct Condition {
    /// What: `medicine refused`.
    pub what: String,
    /// Since when.
    pub since: Option<Day>,
    /// How well it is known.
    pub knowledge: Knowledge,
    /// The entry.
    pub href: String,
}

/// What may be done, one act a line.
#[derive(Clone, Debug)]
pub struct VerdictLine {
    /// The act: `raise in private`.
    pub act: String,
    /// The outcome.
    pub outcome: Outcome,
    /// The reason that decides, in one sentence.
    pub reason: String,
    /// How many more reasons there are.
    pub more: u32,
    /// The whole derivation.
    pub href: String,
    /// The one step to what would lift it: `ask counsel`, `who can change this`.
    pub lift: Option<Link>,
}

/// Something planned.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What.
    pub what: String,
    /// The day.
    pub day: Option<Day>,
    /// Whether the day has passed.
    pub overdue: bool,
    /// Where it stands.
    pub href: Option<String>,
}

/// Something done, asked or answered.
#[derive(Clone, Debug)]
pub struct DoneLine {
    /// The day.
    pub day: Day,
    /// Its shape in the drawing.
    pub mark: Mark,
    /// What was done, or happened.
    pub what: String,
    /// To whom, by whom.
    pub whom: String,
    /// What was answered.
    pub answer: Option<Written>,
    /// The entry.
    pub href: String,
}

/// One section of the page: names, facts, detentions, charges …
#[derive(Clone, Debug)]
pub struct Section {
    /// Its anchor, such as `names`.
    pub id: &'static str,
    /// Its heading.
    pub title: String,
    /// What belongs here, said when it is empty.
    pub empty: String,
    /// Its entries.
    pub entries: Vec<EntryLine>,
    /// Recording another, for those who may.
    pub add: Option<Link>,
    /// Open when the page opens.
    pub open: bool,
}

/// One of the linked files that make up the page.
#[derive(Clone, Debug)]
pub struct FileLine {
    /// The compartment it lives in.
    pub compartment: String,
    /// A short reference to say on the telephone.
    pub reference: String,
    /// Whether this is the file in the address.
    pub this: bool,
    /// Withdrawing the link, for those who may.
    pub withdraw_link_href: Option<String>,
    /// Who opened it.
    pub openings_href: String,
}

/// A stop in force.
#[derive(Clone, Debug)]
pub struct OpenStop {
    /// What it is: to be confirmed, in force, or for the person's well-being.
    pub heading: String,
    /// Whether a second channel confirmed it.
    pub confirmed: bool,
    /// Where it is ended, for those who may.
    pub lift_href: Option<String>,
    /// What it stops, in one sentence.
    pub says: String,
    /// When it was reported.
    pub reported: Instant,
    /// Until when it must be confirmed.
    pub confirm_by: Instant,
    /// Where it is confirmed.
    pub confirm_href: Option<String>,
}

/// A person's page.
#[derive(Debug, Template)]
#[template(path = "people/person.html")]
pub struct PersonPage {
    /// What every page shares.
    pub layout: Layout,
    /// Who.
    pub head: PersonHead,
    /// Stops in force.
    pub stops: Vec<OpenStop>,
    /// How are they?
    pub conditions: Vec<Condition>,
    /// What counsel does here, for counsel.
    pub counsel: Vec<Link>,
    /// Everything about how they are.
    pub wellbeing_href: String,
    /// Who said what.
    pub said_href: String,
    /// How many things that a no touches are open.
    pub follow_ups: usize,
    /// Where they are.
    pub follow_ups_href: String,
    /// Recording how they are.
    pub record_condition_href: Option<String>,
    /// What may we do?
    pub verdicts: Vec<VerdictLine>,
    /// The moment for which the verdicts hold.
    pub as_of: Instant,
    /// What is planned.
    pub planned: Vec<Planned>,
    /// What has been done, in figures: `raised 4 times, answered once`.
    pub done_summary: Vec<String>,
    /// The drawing.
    pub timeline: Option<Timeline>,
    /// The latest acts and answers, newest first.
    pub done: Vec<DoneLine>,
    /// All of it, to print.
    pub done_href: String,
    /// The whole page for paper.
    pub print_href: String,
    /// Names, facts, detentions, charges, hearings, wishes, sources, claims.
    pub sections: Vec<Section>,
    /// Recording something: one way for each kind that the member may write.
    pub record_menu: Vec<Link>,
    /// Reporting a stop.
    pub stop_href: String,
    /// The linked files.
    pub files: Vec<FileLine>,
    /// Linking another file, for those who may.
    pub link_href: Option<String>,
    /// Erasing, for those who may.
    pub erase_href: Option<String>,
}

/// Everything that has been done for a person, on one page to print.
#[derive(Debug, Template)]
#[template(path = "people/done.html")]
pub struct PersonDone {
    /// What every page shares.
    pub layout: Layout,
    /// The person.
    pub person: PersonLine,
    /// In figures.
    pub done_summary: Vec<String>,
    /// The drawing.
    pub timeline: Option<Timeline>,
    /// Everything, newest first.
    pub done: Vec<DoneLine>,
}

/// A person's page for paper.
#[derive(Debug, Template)]
#[template(path = "people/print.html")]
pub struct PersonPrint {
    /// What the page says.
    pub page: PersonPage,
    /// Who prints it.
    pub by: String,
    /// A short reference to say on the telephone.
    pub reference: String,
}
