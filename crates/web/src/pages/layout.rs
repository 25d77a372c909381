//! What every page shares.

use kernel::{Day, Label};

use crate::{
    paths,
    text::{Locale, Texts},
};

/// A room of the house, as the navigation shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Today.
    Today,
    /// The people.
    People,
    /// Meetings.
    Meetings,
    /// Requests to authorities.
    Requests,
    /// Countries and regions.
    Countries,
    /// Inducements and costs.
    Levers,
    /// Imports.
    Imports,
    /// Pairs that may be one person.
    Review,
    /// The same person in files of other offices.
    Elsewhere,
    /// Members.
    Members,
    /// Compartments.
    Compartments,
    /// The ledger.
    Ledger,
    /// Help.
    Help,
}

impl Place {
    /// The message that names it.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Today => "nav-today",
            Self::People => "nav-people",
            Self::Meetings => "nav-meetings",
            Self::Requests => "nav-requests",
            Self::Countries => "nav-countries",
            Self::Levers => "nav-levers",
            Self::Imports => "nav-imports",
            Self::Review => "nav-review",
            Self::Elsewhere => "nav-elsewhere",
            Self::Members => "nav-members",
            Self::Compartments => "nav-compartments",
            Self::Ledger => "nav-ledger",
            Self::Help => "nav-help",
        }
    }

    /// Its address.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::Today => paths::today(),
            Self::People => paths::people(),
            Self::Meetings => paths::meetings(),
            Self::Requests => paths::requests(),
            Self::Countries => paths::countries(),
            Self::Levers => paths::levers(),
            Self::Imports => paths::imports(),
            Self::Review => paths::review(),
            Self::Elsewhere => paths::elsewhere(),
            Self::Members => paths::members(),
            Self::Compartments => paths::compartments(),
            Self::Ledger => paths::ledger(),
            Self::Help => paths::help(),
        }
    }
}

/// How a notice at the head of a page is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something needs a look.
    Attention,
}

impl Tone {
    /// Class name in the style sheet.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Attention => "attention",
        }
    }
}

/// A sentence at the head of a page about what just happened.
#[derive(Clone, Debug)]
pub struct Notice {
    /// How it is meant.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
}

/// What every page shares: language, where am I, who am I, what is waiting.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The words.
    pub texts: Texts,
    /// Message id of the title. Titles are general: nothing that identifies a person.
    pub title_id: &'static str,
    /// The reader's present day, against which dates are said.
    pub today: Day,
    /// How the member is called; nothing when nobody is signed in.
    pub user_label: Option<String>,
    /// The rooms that the member may enter, in order.
    pub places: Vec<Place>,
    /// The room this page belongs to.
    pub place: Option<Place>,
    /// How many things wait for the member, where that was counted not long ago.
    pub waiting: Option<u32>,
    /// How many of them are reviews; shown beside that room.
    pub reviews: u32,
    /// The label of the page's content, where it is above GREEN.
    pub label_banner: Option<Label>,
    /// The token that every form sends back (`csrf`).
    pub csrf: String,
    /// The idempotency key that every form of this page sends back (`once`); it counts per address.
    pub once: String,
    /// The address of this page, to come back to after a change of language.
    pub path: String,
    /// What was searched for, shown in the search box.
    pub search: String,
    /// What just happened.
    pub notice: Option<Notice>,
    /// Reporting that somebody said stop, on every page about one person, for those who may.
    pub stop_href: Option<String>,
    /// All people here are invented: the demonstration or practice register.
    pub practice: bool,
    /// Seconds after which the page can ask for itself again, on pages that show progress.
    pub refresh: Option<u32>,
    /// Whether the reader has asked it to. A page that moves under somebody who reads it aloud or
    /// slowly is not one they can use, so nothing does so unasked.
    pub watching: bool,
}

impl Layout {
    /// A layout for somebody who is not signed in.
    #[must_use]
    pub fn outside(texts: Texts, title_id: &'static str, today: Day, path: String) -> Self {
        Self {
            texts,
            title_id,
            today,
            user_label: None,
            places: Vec::new(),
            place: None,
            waiting: None,
            reviews: 0,
            label_banner: None,
            csrf: String::new(),
            once: String::new(),
            path,
            search: String::new(),
            notice: None,
            stop_href: None,
            practice: false,
            refresh: None,
            watching: false,
        }
    }

    /// The language tag of the page.
    #[must_use]
    pub const fn locale(&self) -> &'static str {
        self.texts.locale().code()
    }

    /// The direction of the page: `ltr` or `rtl`.
    #[must_use]
    pub const fn direction(&self) -> &'static str {
        self.texts.locale().direction().code()
    }

    /// The other languages on offer.
    #[must_use]
    pub fn other_locales(&self) -> Vec<Locale> {
        Locale::OFFERED
            .into_iter()
            .filter(|locale| *locale != self.texts.locale())
            .collect()
    }

    /// How many things wait in a room, if any do.
    #[must_use]
    pub const fn waiting_in(&self, place: &Place) -> Option<u32> {
        match place {
            Place::Review if self.reviews > 0 => Some(self.reviews),
            _ => None,
        }
    }

    /// Whether this is the room of the page.
    #[must_use]
    pub fn is_at(&self, place: &Place) -> bool {
        self.place == Some(*place)
    }

    /// The message that says in plain words what the banner's label means.
    #[must_use]
    pub const fn banner_message(label: Label) -> &'static str {
        match label {
            Label::Clear => "label-clear",
            Label::Green => "label-green",
            Label::Amber => "label-amber",
            Label::AmberStrict => "label-amber-strict",
            Label::Red => "label-red",
        }
    }

    /// The banner's label and the message about it.
    #[must_use]
    pub fn banner(&self) -> Option<(Label, &'static str)> {
        self.label_banner
            .map(|label| (label, Self::banner_message(label)))
    }
}
