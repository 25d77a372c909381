//! Members, their roles, compartments, and what somebody could open.

use askama::Template;
use kernel::{Day, Instant};

use super::{Choice, Form, Layout, PersonLine};

/// A member in the list.
#[derive(Clone, Debug)]
pub struct MemberLine {
    /// How they are called.
    pub name: String,
    /// The log-in name.
    pub login: String,
    /// The organisation.
    pub organisation: String,
    /// Invited, active, suspended, ended: in a word.
    pub status: String,
    /// Roles and where they hold.
    pub roles: Vec<String>,
    /// Whether codes are set up.
    pub codes: bool,
    /// The day they last logged in.
    pub last_seen: Option<Day>,
    /// The member.
    pub href: String,
}

/// All members.
#[derive(Debug, Template)]
#[template(path = "members/list.html")]
pub struct Members {
    /// What every page shares.
    pub layout: Layout,
    /// The members.
    pub members: Vec<MemberLine>,
    /// Whether the reader may invite.
    pub may_invite: bool,
}

/// Inviting a member, or members from a table: a form.
#[derive(Debug, Template)]
#[template(path = "members/invite.html")]
pub struct InvitePage {
    /// What every page shares.
    pub layout: Layout,
    /// Sends `name`, `login`, `organisation`.
    pub form: Form,
    /// What the new member needs once, after inviting: log-in name and words for the first log-in.
    pub handed_over: Option<(String, String)>,
}

/// One row of a table of members, as read.
#[derive(Clone, Debug)]
pub struct MemberRow {
    /// Its number.
    pub number: u64,
    /// What would happen: `invited, desk officer in …`.
    pub says: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// Members, offices and roles from a table.
#[derive(Debug, Template)]
#[template(path = "members/import.html")]
pub struct MembersImport {
    /// What every page shares.
    pub layout: Layout,
    /// Sends `file`.
    pub form: Form,
    /// The columns the table must have, with what each means.
    pub columns: Vec<(String, String)>,
    /// What was read; empty before.
    pub rows: Vec<MemberRow>,
    /// Carries it out, once nothing is wrong: address and token of what was read (`table`).
    pub carry_out: Option<(String, String)>,
}

/// A role in a compartment.
#[derive(Clone, Debug)]
pub struct RoleLine {
    /// The compartment.
    pub compartment: String,
    /// Its id, as the form sends it.
    pub compartment_id: String,
    /// The role.
    pub role: String,
    /// Its code, as the form sends it.
    pub role_code: String,
    /// Since when.
    pub since: Day,
    /// Whether the reader may take it away.
    pub may_end: bool,
}

/// One member. The forms post to [`crate::paths::member`] with `do` as `suspend`, `resume`, `end`,
/// `give` (with `compartment`, `role`) or `take` (with `compartment`, `role`).
#[derive(Debug, Template)]
#[template(path = "members/member.html")]
pub struct MemberPage {
    /// What every page shares.
    pub layout: Layout,
    /// How they are called.
    pub name: String,
    /// The log-in name.
    pub login: String,
    /// The organisation.
    pub organisation: String,
    /// Invited, active, suspended, ended: in a word.
    pub status: String,
    /// Roles.
    pub roles: Vec<RoleLine>,
    /// Where the forms are sent.
    pub action: String,
    /// Compartments in which the reader may give roles.
    pub compartments: Vec<Choice>,
    /// Roles.
    pub role_choices: Vec<Choice>,
    /// Whether the reader may suspend.
    pub may_suspend: bool,
    /// Whether the reader may let them in again.
    pub may_resume: bool,
    /// Whether the reader may end the membership.
    pub may_end: bool,
    /// What they could open, and did.
    pub exposure_href: String,
}

/// A compartment in the list.
#[derive(Clone, Debug)]
pub struct CompartmentLine {
    /// Its name, if the reader may know it.
    pub name: String,
    /// Opened only by its members' keys.
    pub sealed: bool,
    /// Current members.
    pub members: u64,
    /// The compartment.
    pub href: String,
}

/// All compartments that the reader administers or belongs to.
#[derive(Debug, Template)]
#[template(path = "members/compartments.html")]
pub struct Compartments {
    /// What every page shares.
    pub layout: Layout,
    /// The compartments.
    pub compartments: Vec<CompartmentLine>,
    /// A new one: `name`, `sealed`; nothing when the reader may not.
    pub form: Option<Form>,
}

/// One compartment.
#[derive(Debug, Template)]
#[template(path = "members/compartment.html")]
pub struct CompartmentPage {
    /// What every page shares.
    pub layout: Layout,
    /// Its name.
    pub name: String,
    /// Opened only by its members' keys.
    pub sealed: bool,
    /// How often its key was changed.
    pub epoch: u32,
    /// Members: their page where the reader may open it, name, role.
    pub members: Vec<(Option<String>, String, String)>,
    /// For sealed ones: how many shares there are and how many open it.
    pub shares: Option<(u32, u32)>,
    /// Making and using shares, for those who may.
    pub shares_href: Option<String>,
    /// Where the forms are sent: `do` as `new_key`; nothing when the reader may not.
    pub action: Option<String>,
}

/// The key of a sealed compartment, cut into shares.
#[derive(Debug, Template)]
#[template(path = "members/shares.html")]
pub struct CompartmentShares {
    /// What every page shares.
    pub layout: Layout,
    /// The compartment's name, or that it is sealed.
    pub name: String,
    /// Back to the compartment.
    pub back: String,
    /// How many shares there are, and how many open it; nothing when it is not cut.
    pub counts: Option<(u32, u32)>,
    /// The shares just made, shown this once.
    pub cut: Vec<String>,
    /// Cuts: sends `do`, `total`, `threshold`.
    pub cut_form: Option<Form>,
    /// Gives the key back: sends `do`, `member`, `shares`.
    pub recover_form: Option<Form>,
}

/// One file that a member could open.
#[derive(Clone, Debug)]
pub struct ExposedFile {
    /// The person, where the reader may know; else nothing.
    pub person: Option<PersonLine>,
    /// The file's reference.
    pub reference: String,
    /// The compartment.
    pub compartment: String,
    /// When they last opened it; nothing if never.
    pub opened: Option<Instant>,
    /// How often.
    pub times: u32,
}

/// What a member could open, and did open.
#[derive(Debug, Template)]
#[template(path = "members/exposure.html")]
pub struct ExposurePage {
    /// What every page shares.
    pub layout: Layout,
    /// The member.
    pub name: String,
    /// Since when this counts.
    pub since: Day,
    /// How many files they could open.
    pub could: u64,
    /// How many they did open.
    pub did: u64,
    /// The files; opened ones first.
    pub files: Vec<ExposedFile>,
    /// Going on.
    pub pager: super::Pager,
}
