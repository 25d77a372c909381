//! One verdict with its derivation, and the one step to what would lift it.

use askama::Template;
use kernel::Instant;

use super::{Layout, Link, Outcome, PersonLine};

/// One step of a derivation.
#[derive(Clone, Debug)]
pub struct Reason {
    /// What it does to the outcome; `Clear` for a gate that was passed.
    pub outcome: Outcome,
    /// The sentence.
    pub says: String,
    /// Who can lift it.
    pub who_can_lift: Option<String>,
    /// The rule's code, to quote.
    pub rule: String,
    /// The entry it rests on, for those who may read it.
    pub entry: Option<Link>,
    /// The one step to lift it: `ask counsel`, `record a wish`.
    pub step: Option<Link>,
}

/// One verdict.
#[derive(Debug, Template)]
#[template(path = "people/verdict.html")]
pub struct VerdictPage {
    /// What every page shares.
    pub layout: Layout,
    /// The person.
    pub person: PersonLine,
    /// The act.
    pub act: String,
    /// The outcome.
    pub outcome: Outcome,
    /// The moment for which it holds.
    pub as_of: Instant,
    /// What stands in the way, worst first.
    pub against: Vec<Reason>,
    /// What carries it, and the gates that were passed.
    pub passed: Vec<Reason>,
    /// What can be done today instead.
    pub instead: Vec<Link>,
    /// Recording that it was done, where the verdict is clear and the member may.
    pub record: Option<Link>,
}
