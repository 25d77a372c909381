//! Evidence: what there is of a person, one piece of it, and a paper that came without saying whom it
//! is about.

use askama::Template;
use kernel::{Day, FileId, PartialDate};

use super::{Form, Label, Layout, Link, PersonLine, Written};

/// One piece of evidence in a list.
#[derive(Clone, Debug)]
pub struct EvidenceLine {
    /// What it is.
    pub title: String,
    /// Its page.
    pub href: String,
    /// When it was made.
    pub made: Option<PartialDate>,
    /// Its form, in words.
    pub form: String,
    /// Its size, in words, if there is a file.
    pub size: Option<String>,
    /// How reading it went.
    pub reading: String,
    /// What whoever opens it must know first.
    pub cautions: Vec<String>,
    /// What it came attached to.
    pub part_of: Option<Link>,
    /// When it was recorded.
    pub recorded: Day,
    /// How far it may travel.
    pub label: Label,
}

/// The evidence in the files of a person.
#[derive(Debug, Template)]
#[template(path = "evidence/list.html")]
pub struct EvidenceList {
    /// What every page shares.
    pub layout: Layout,
    /// The person.
    pub person: PersonLine,
    /// What became of each file that was just sent.
    pub done: Vec<String>,
    /// The evidence, newest first.
    pub pieces: Vec<EvidenceLine>,
    /// How much more there is.
    pub more: Option<String>,
    /// Sending more, for those who may.
    pub form: Option<Form>,
}

/// The file of a piece of evidence.
#[derive(Clone, Debug)]
pub struct EvidenceFile {
    /// Its size, in words.
    pub size: String,
    /// What it is, by its content.
    pub media_type: String,
    /// How reading it went.
    pub reading: String,
    /// Whether there is a copy without metadata.
    pub cleaning: String,
    /// The copy without metadata.
    pub copy_href: Option<String>,
    /// The original.
    pub original_href: String,
    /// The text.
    pub text_href: Option<String>,
    /// SHA-256 of the original.
    pub sha256: String,
    /// What the file says about itself, as far as it is shown.
    pub metadata: Vec<(String, String)>,
    /// How many lines of it there are.
    pub metadata_count: u32,
    /// A part of the text.
    pub text: Option<String>,
    /// Which part, from 1.
    pub text_part: u32,
    /// How many parts there are.
    pub text_parts: u32,
    /// The part before.
    pub text_before: Option<String>,
    /// The part after.
    pub text_after: Option<String>,
    /// What is to be known about the text.
    pub notes: Vec<String>,
}

/// A line of a custody log.
#[derive(Clone, Debug)]
pub struct CustodyLine {
    /// When.
    pub on: PartialDate,
    /// From whom.
    pub from: Option<String>,
    /// To whom.
    pub to: String,
    /// By which means.
    pub means: Option<String>,
    /// What else is to be said.
    pub note: String,
}

/// One piece of evidence.
#[derive(Debug, Template)]
#[template(path = "evidence/piece.html")]
pub struct EvidencePage {
    /// What every page shares.
    pub layout: Layout,
    /// The person.
    pub person: PersonLine,
    /// All evidence.
    pub list_href: String,
    /// What it is.
    pub title: String,
    /// What whoever opens it must know first.
    pub cautions: Vec<String>,
    /// What it came attached to.
    pub part_of: Option<Link>,
    /// What came attached to it.
    pub parts: Vec<Link>,
    /// What is said of it.
    pub facts: Vec<(String, String)>,
    /// The same, folded until somebody asks.
    pub sensitive: Vec<(String, String)>,
    /// Its file.
    pub file: Option<EvidenceFile>,
    /// The custody log, oldest first.
    pub custody: Vec<CustodyLine>,
    /// Another line of it, for those who may.
    pub form: Option<Form>,
    /// When it was recorded.
    pub recorded: Day,
    /// How far it may travel.
    pub label: Label,
    /// Its versions.
    pub history_href: String,
    /// How many there are.
    pub versions: u32,
    /// Correcting what is said of it.
    pub edit_href: Option<String>,
    /// Withdrawing it.
    pub withdraw_href: Option<String>,
}

/// Somebody whom a paper may be about.
#[derive(Clone, Debug)]
pub struct LookPerson {
    /// The file.
    pub file: FileId,
    /// The name in its own script.
    pub name: Written,
    /// The name in the reader's script.
    pub reading: Option<Written>,
    /// Where they are.
    pub where_held: String,
    /// Whether they are chosen.
    pub chosen: bool,
}

/// A paper that came without saying whom it is about.
#[derive(Debug, Template)]
#[template(path = "evidence/look.html")]
pub struct LookPage {
    /// What every page shares.
    pub layout: Layout,
    /// The name that the paper had.
    pub name: String,
    /// Its size, in words.
    pub size: String,
    /// How reading it went.
    pub reading: String,
    /// What is attached to it.
    pub parts: Vec<String>,
    /// How its text begins.
    pub text: Option<String>,
    /// Where the choice is sent.
    pub action: String,
    /// What is wrong.
    pub error: Option<String>,
    /// Who is named in it, or was looked for.
    pub people: Vec<LookPerson>,
    /// Whom somebody looked for.
    pub look_for: String,
    /// What it is called.
    pub title: String,
    /// From whom we have it.
    pub came_from: String,
}
