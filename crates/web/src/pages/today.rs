//! *Today*: what must I do now, and who is being forgotten?

use askama::Template;
use kernel::Day;

use super::{Layout, PersonLine, RoleNow};
use crate::text::Count;

/// One thing to do.
#[derive(Clone, Debug)]
pub struct Due {
    /// What, in a few words: `Hearing in 40 min · Northgate court`.
    pub what: String,
    /// The day it is due; nothing when it has no day.
    pub day: Option<Day>,
    /// The person, if it is one.
    pub person: Option<PersonLine>,
    /// How many people, if several.
    pub people: u32,
    /// Whether its day has passed.
    pub overdue: bool,
    /// Where it is done.
    pub href: String,
}

/// Somebody for whom nobody has done anything for long.
#[derive(Clone, Debug)]
pub struct Forgotten {
    /// The person.
    pub person: PersonLine,
    /// Days since the last act, or since the file was opened.
    pub silence: Count,
}

/// *Today*.
#[derive(Debug, Template)]
#[template(path = "today.html")]
pub struct Today {
    /// What every page shares.
    pub layout: Layout,
    /// What the roles of the member ask now.
    pub roles: Vec<RoleNow>,
    /// What somebody must look at before anything else: stops that come in bursts.
    pub alarms: Vec<String>,
    /// What cannot wait.
    pub now: Vec<Due>,
    /// What comes in the next seven days.
    pub week: Vec<Due>,
    /// The longest forgotten, longest first.
    pub forgotten: Vec<Forgotten>,
    /// How many people the member may read of; with nobody, the page says how to begin.
    pub people: u64,
    /// Whether the member may import a list or add a person.
    pub may_begin: bool,
}
