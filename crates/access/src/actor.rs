//! Who asks: a user with memberships, a strength of log-in and a way in.

use kernel::{CompartmentId, FileId, OrganisationId, UserId};
use serde::{Deserialize, Serialize};

use crate::{MemberStatus, Role};

/// The installation itself, treated as a compartment that holds members, settings, audit and
/// backups and never a file. One rule then covers administration as well, in the join too.
pub const INSTALLATION: CompartmentId = CompartmentId::from_bytes([0; 16]);

/// How the actor proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// A password alone: between the two steps of a log-in. Opens nothing.
    PasswordOnly,
    /// Password and a second factor; for commands, the data key on the machine is the second one.
    TwoFactor,
}

/// The way the actor came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Pages in a browser.
    Web,
    /// The JSON interface.
    Api,
    /// The command line as a named user.
    Command,
    /// The command line as nobody in particular: ordinary compartments only, and because named
    /// people decide, never a signature and never the lifting of a stop or a lock.
    Operator,
}

/// One role in one compartment. Somebody may have several roles in the same one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The compartment, or [`INSTALLATION`].
    pub compartment: CompartmentId,
    /// The role there.
    pub role: Role,
    /// Whether it is current.
    pub status: MemberStatus,
    /// Whether the compartment is sealed: opened only by keys in its members' sessions.
    pub sealed: bool,
    /// The one file that it reaches, where it does not reach the whole compartment.
    pub file: Option<FileId>,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The user.
    pub user: UserId,
    /// Their status in the installation.
    pub status: MemberStatus,
    /// Their organisation.
    pub organisation: OrganisationId,
    /// Their roles, current and past.
    pub memberships: Vec<Membership>,
    /// How they proved who they are.
    pub strength: Strength,
    /// How they came in.
    pub way: Way,
}

impl Membership {
    /// Whether it reaches a thing in this file, or in none.
    pub(crate) fn reaches(&self, file: Option<FileId>) -> bool {
        self.file.is_none() || self.file == file
    }
}

impl Actor {
    /// The memberships by which this actor can do anything at this moment.
    pub(crate) fn current(&self) -> impl Iterator<Item = &Membership> {
        let present = self.status == MemberStatus::Active && self.strength == Strength::TwoFactor;
        self.memberships.iter().filter(move |membership| {
            present
                && membership.status == MemberStatus::Active
                && !(self.way == Way::Operator && membership.sealed)
        })
    }
}
