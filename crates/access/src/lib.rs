//! Who may do what: the grants table as data, permits that only this crate can make, and views that
//! only a permitted read can fill.
//!
//! Reading is one rule: an entry is yours if and only if you are a *current* member of its compartment
//! and one of your roles *there* reads its kind. The same table answers single decisions ([`permit`])
//! and lists ([`readable`], [`grants_rows`] for an SQL join); a test holds both together over every cell.

mod actor;
mod grants;
mod permit;
mod visible;
mod words;

pub use actor::{Actor, INSTALLATION, Membership, Strength, Way};
pub use grants::{
    GRANTS_FILE, Grants, GrantsError, KindSet, RESOURCES_FILE, grants, grants_rows, readable,
    readable_files,
};
pub use permit::{
    Denied, Export, Import, Lift, Manage, Mark, Permit, Propose, Read, Relation, Resource, Sign,
    Write, permit,
};
pub use visible::{Located, Neutral, Visible};
pub use words::{Action, MemberStatus, Role, WordError};
