//! The same person in files of other offices: what a lead is asked, and what the matching officer asks.

use askama::Template;

use super::{Layout, PersonLine};

/// A compartment that the reader leads. Sends `compartment` and `do`: `join` or `leave`.
#[derive(Clone, Debug)]
pub struct LedRow {
    /// Its name.
    pub title: String,
    /// Its id, as the form sends it.
    pub id: String,
    /// Whether it takes part, in words.
    pub says: String,
    /// Whether it does.
    pub takes_part: bool,
    /// Whether it is sealed: what taking part gives up there is said.
    pub sealed: bool,
}

/// What both revealed.
#[derive(Clone, Debug)]
pub struct MetRow {
    /// Who has the other file.
    pub who: String,
    /// What they chose to tell.
    pub told: String,
    /// Whether the link stands.
    pub linked: bool,
}

/// A question about a file of the reader's. Sends `file`, `answer` (`reveal` or `decline`) and `told`.
#[derive(Clone, Debug)]
pub struct QuestionRow {
    /// The person.
    pub person: PersonLine,
    /// The compartment.
    pub place: String,
    /// The question, as addresses name it.
    pub id: String,
    /// The file, as the form sends it.
    pub file: String,
    /// Where it stands, in words.
    pub says: String,
    /// Whether it can be answered now.
    pub open: bool,
    /// What was entered, where it is shown again.
    pub told: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// What both revealed.
    pub met: Option<MetRow>,
}

/// The room of a lead.
#[derive(Debug, Template)]
#[template(path = "crossings/lead.html")]
pub struct ElsewherePage {
    /// What every page shares.
    pub layout: Layout,
    /// The questions, those that can be answered first.
    pub questions: Vec<QuestionRow>,
    /// The compartments.
    pub places: Vec<LedRow>,
    /// Whether the reader asks questions too.
    pub asks: bool,
    /// The most characters that can be told.
    pub most: usize,
}

/// A question of the day. Sends `question`.
#[derive(Clone, Debug)]
pub struct UnaskedRow {
    /// Its number on the page.
    pub number: String,
    /// Its random number.
    pub id: String,
    /// Whether it was asked.
    pub asked: bool,
}

/// The room of the matching officer.
#[derive(Debug, Template)]
#[template(path = "crossings/officer.html")]
pub struct AskPage {
    /// What every page shares.
    pub layout: Layout,
    /// The questions of today.
    pub questions: Vec<UnaskedRow>,
}
