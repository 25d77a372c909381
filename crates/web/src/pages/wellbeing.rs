//! How a person is: days since each contact, clocks, what was seen.

use askama::Template;
use kernel::Day;

use super::{Knowledge, Layout, Link, PersonLine};
use crate::text::Count;

/// One line of the ledger of contacts.
#[derive(Clone, Debug)]
pub struct ContactRow {
    /// With whom, or how.
    pub what: String,
    /// Days since the last one that was.
    pub since: Option<Count>,
    /// How well it is known.
    pub known: Option<Knowledge>,
    /// The entry.
    pub href: Option<String>,
    /// Refusals since then.
    pub denied: Option<String>,
    /// Longer than it should be.
    pub alarm: bool,
}

/// One clock that runs.
#[derive(Clone, Debug)]
pub struct ClockRow {
    /// What it counts.
    pub what: String,
    /// When it rings.
    pub day: Day,
    /// The class for its colour; the words say the same.
    pub class: &'static str,
    /// How far it is, in words.
    pub alarm: String,
    /// Whose it is.
    pub owner: String,
    /// Where it comes from.
    pub source: String,
    /// Whether its source was checked.
    pub mark: String,
    /// The entry that started it.
    pub href: String,
}

/// Something that is counted in days or stands until somebody ends it.
#[derive(Clone, Debug)]
pub struct Standing {
    /// What, with its number of days.
    pub what: String,
    /// More about it.
    pub notes: Vec<String>,
    /// Whether it is beyond what is allowed.
    pub grave: bool,
    /// The entry.
    pub href: String,
}

/// How a person is.
#[derive(Debug, Template)]
#[template(path = "wellbeing/wellbeing.html")]
pub struct WellbeingPage {
    /// What every page shares.
    pub layout: Layout,
    /// Who.
    pub person: PersonLine,
    /// Welfare stops, solitary, hunger strike, signs of mistreatment.
    pub standing: Vec<Standing>,
    /// The last sign of any kind.
    pub last_sign: Option<Day>,
    /// The last wellness check.
    pub checked: Option<Day>,
    /// Contacts.
    pub contacts: Vec<ContactRow>,
    /// Clocks.
    pub clocks: Vec<ClockRow>,
    /// What was seen, newest first: what, when, the entry.
    pub observed: Vec<(String, Option<Day>, String)>,
    /// What may be recorded.
    pub record: Vec<Link>,
    /// Setting a welfare stop, for those who may.
    pub stop_href: Option<String>,
}
