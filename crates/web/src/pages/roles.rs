//! What each role does: the first page, and a card to print.

use askama::Template;

use super::{Layout, Link};

/// What a role asks now: its name, one sentence, where it begins, its card.
#[derive(Clone, Debug)]
pub struct RoleNow {
    /// The role.
    pub role: String,
    /// What to do first, in a sentence.
    pub says: String,
    /// Where that is done.
    pub links: Vec<Link>,
    /// The card to print.
    pub card_href: String,
}

/// All role cards.
#[derive(Debug, Template)]
#[template(path = "help/roles.html")]
pub struct RolesPage {
    /// What every page shares.
    pub layout: Layout,
    /// Each role: its name and its card.
    pub roles: Vec<Link>,
}

/// One role on one page, to print.
#[derive(Debug, Template)]
#[template(path = "help/role.html")]
pub struct RolePage {
    /// What every page shares.
    pub layout: Layout,
    /// The role.
    pub role: String,
    /// What to do first.
    pub now: String,
    /// What one can do here.
    pub can: String,
    /// What one never does.
    pub never: String,
    /// What one may record: kinds of entries.
    pub records: Vec<String>,
    /// Whether the role reads one file only.
    pub one_file: bool,
}
