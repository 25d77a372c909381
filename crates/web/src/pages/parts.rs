//! Small pieces that many pages are made of.

use std::fmt;

use askama::filters::HtmlSafe;
use kernel::{Confidence, Day, Direction, Label, Language, PartialDate, direction_of};

use crate::text::escaped;

/// A text with its own language and direction: a name, a wish in its giver's words, a statute.
/// Shown isolated, with `lang` and `dir`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text.
    pub text: String,
    /// Its language, if known.
    pub language: Language,
    /// The direction of its first letter.
    pub direction: Direction,
}

impl Written {
    /// A text in a language; the direction is that of its letters.
    #[must_use]
    pub fn new(text: &str, language: Language) -> Self {
        Self {
            text: text.to_owned(),
            language,
            direction: direction_of(text),
        }
    }

    /// A text in a language that nobody noted.
    #[must_use]
    pub fn unknown(text: &str) -> Self {
        Self::new(text, Language::unknown())
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "<bdi lang=\"{}\" dir=\"{}\">{}</bdi>",
            escaped(self.language.tag()),
            self.direction.code(),
            escaped(&self.text)
        )
    }
}

impl HtmlSafe for Written {}

/// A person as lists show them: the name in its own script first, then the reader's.
#[derive(Clone, Debug)]
pub struct PersonLine {
    /// The name in its own script, or an alias.
    pub name: Written,
    /// The name in the reader's script, where it differs.
    pub reading: Option<Written>,
    /// The person's page.
    pub href: String,
}

/// A way to another page.
#[derive(Clone, Debug)]
pub struct Link {
    /// The address.
    pub href: String,
    /// The words.
    pub text: String,
}

/// One possibility of a choice.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the person reads.
    pub text: String,
    /// Whether it is chosen now.
    pub chosen: bool,
}

impl Choice {
    /// A possibility that is not chosen.
    #[must_use]
    pub fn new(value: &str, text: &str) -> Self {
        Self {
            value: value.to_owned(),
            text: text.to_owned(),
            chosen: false,
        }
    }

    /// The same possibility, chosen.
    #[must_use]
    pub fn chosen(mut self) -> Self {
        self.chosen = true;
        self
    }
}

/// A name and its value, both ready to show.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// The value; nothing shows as "we do not know".
    pub value: Option<Written>,
}

/// What may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It may be done.
    Clear,
    /// Something must be settled first.
    Hold,
    /// It may not be done.
    Block,
    /// What the reader may read does not answer it: ask the case lead.
    Ask,
}

impl Outcome {
    /// Class name in the style sheet.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Hold => "hold",
            Self::Block => "block",
            Self::Ask => "ask",
        }
    }

    /// The message with its word.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Clear => "outcome-clear",
            Self::Hold => "outcome-hold",
            Self::Block => "outcome-block",
            Self::Ask => "outcome-ask",
        }
    }

    /// The message that says what it means.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Clear => "meaning-clear",
            Self::Hold => "meaning-hold",
            Self::Block => "meaning-block",
            Self::Ask => "meaning-ask",
        }
    }

    /// Its shape, for those who do not see its colour.
    #[must_use]
    pub const fn shape(self) -> &'static str {
        match self {
            Self::Clear => "▪",
            Self::Hold => "▫",
            Self::Block => "■",
            Self::Ask => "?",
        }
    }
}

/// How well something is known, and by how many who did not learn it from each other.
#[derive(Clone, Debug)]
pub struct Knowledge {
    /// How sure the recorder is.
    pub confidence: Confidence,
    /// Origins that are independent of each other.
    pub origins: u32,
}

impl Knowledge {
    /// The message with the word for the confidence.
    #[must_use]
    pub const fn message(&self) -> &'static str {
        match self.confidence {
            Confidence::Confirmed => "confidence-confirmed",
            Confidence::Credible => "confidence-credible",
            Confidence::Alleged => "confidence-alleged",
            Confidence::Disputed => "confidence-disputed",
        }
    }
}

/// One entry as a person's page and the histories show it.
#[derive(Clone, Debug)]
pub struct EntryLine {
    /// What it is about, in one line.
    pub title: Written,
    /// Words in the original language: a wish, a statute.
    pub words: Option<Written>,
    /// More about it, one sentence each.
    pub notes: Vec<String>,
    /// When it happened, as exactly as it is known.
    pub happened: Option<PartialDate>,
    /// The day it was recorded or last confirmed.
    pub recorded: Day,
    /// How well it is known.
    pub knowledge: Option<Knowledge>,
    /// Who says so.
    pub reported_by: Option<Written>,
    /// How far it may travel.
    pub label: Label,
    /// How many versions there are.
    pub versions: u32,
    /// All versions.
    pub history_href: String,
    /// Correcting it, for those who may.
    pub edit_href: Option<String>,
    /// Withdrawing it, for those who may.
    pub withdraw_href: Option<String>,
    /// Health, torture and the like: folded until somebody asks.
    pub sensitive: bool,
}

/// Going on in a list. The addresses carry a sealed cursor, never what was searched for.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    /// How many are shown on this page.
    pub shown: u32,
    /// How many there are that the member may read, where that was counted.
    pub total: Option<u64>,
    /// The beginning, unless we are there.
    pub first_href: Option<String>,
    /// The next page, if there is one.
    pub next_href: Option<String>,
}
