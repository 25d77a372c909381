//! What was asked of authorities.

use askama::Template;
use kernel::Day;

use super::{Layout, Pager, PersonLine, Written};

/// One request.
#[derive(Clone, Debug)]
pub struct RequestLine {
    /// For whom.
    pub person: PersonLine,
    /// What was asked: `medical care`.
    pub what: String,
    /// Of whom.
    pub to: String,
    /// How: `note verbale`.
    pub channel: String,
    /// When it was sent.
    pub sent: Day,
    /// When an answer is due.
    pub due: Day,
    /// Days over the time, if any.
    pub overdue_days: Option<i32>,
    /// What was answered, if anything.
    pub answer: Option<Written>,
    /// Recording the answer.
    pub answer_href: Option<String>,
    /// The entry.
    pub href: String,
}

/// Requests, those without an answer first.
#[derive(Debug, Template)]
#[template(path = "requests/list.html")]
pub struct Requests {
    /// What every page shares.
    pub layout: Layout,
    /// Overdue, longest first.
    pub overdue: Vec<RequestLine>,
    /// Waiting, soonest due first.
    pub waiting: Vec<RequestLine>,
    /// Answered, latest first.
    pub answered: Vec<RequestLine>,
    /// Going on among the answered.
    pub pager: Pager,
}

impl Requests {
    /// The three groups: the message with each heading, and its requests.
    #[must_use]
    pub const fn groups(&self) -> [(&'static str, &Vec<RequestLine>); 3] {
        [
            ("requests-overdue", &self.overdue),
            ("requests-waiting", &self.waiting),
            ("requests-answered", &self.answered),
        ]
    }
}
