//! The words of access: roles, statuses and actions, each with the code that is stored.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A text is not one of our words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a {what}")]
pub struct WordError {
    /// What was expected: `role`, `status` or `action`.
    pub what: &'static str,
    /// What was read.
    pub text: String,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$variant_doc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code that is stored.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            /// Reads a stored code.
            ///
            /// # Errors
            /// When the code is not known.
            pub fn parse(code: &str) -> Result<Self, WordError> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|word| word.code() == code)
                    .ok_or_else(|| WordError { what: $what, text: code.to_owned() })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }

        impl FromStr for $name {
            type Err = WordError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }
    };
}

words! {
    /// What somebody does in a compartment. What a role may do stands in the grants table.
    Role, "role" {
        /// Human-rights desk of a ministry: casework, signing, lifting.
        DeskOfficer = "desk_officer",
        /// Human-rights officer of an embassy: hearings, visits, what is asked on the spot.
        EmbassyOfficer = "embassy_officer",
        /// Staff of a legislator who has adopted somebody: what may be said today.
        LegislativeStaff = "legislative_staff",
        /// Documents from inside the country: reports, and sees as little as will do.
        DocumenterInside = "documenter_inside",
        /// Documents what happens to people, from exile.
        Documenter = "documenter",
        /// The one contact person of a family: wishes, promises, news before the press.
        FamilyLiaison = "family_liaison",
        /// Counsel of a person: one file, approval and objection.
        Counsel = "counsel",
        /// Reads, counts and prepares annexes.
        Analyst = "analyst",
        /// Takes the call at night: verifies, decides, hands over.
        DutyOfficer = "duty_officer",
        /// Guards who has access to what, and reads nobody's file.
        SecurityOfficer = "security_officer",
        /// Runs members, compartments, audit and backups; reads no entries of people.
        Administrator = "administrator",
        /// Answers for a compartment: reads it, says whether it takes part in matching across
        /// compartments, and what is told of its files there.
        Lead = "lead",
        /// Of the installation: asks the leads of two files that may meet, and sees nothing of either.
        MatchingOfficer = "matching_officer",
    }
}

impl Role {
    /// Whether it is held in the installation as a whole, not in a compartment.
    #[must_use]
    pub const fn is_of_the_installation(self) -> bool {
        matches!(
            self,
            Self::Administrator | Self::SecurityOfficer | Self::MatchingOfficer
        )
    }
}

words! {
    /// Whether somebody is a member now; of the installation, or of one compartment.
    MemberStatus, "status" {
        /// Asked, has not yet come.
        Invited = "invited",
        /// A current member. The only status that opens anything.
        Active = "active",
        /// Set aside for a while: a lost device, a doubt.
        Suspended = "suspended",
        /// No longer a member.
        Ended = "ended",
    }
}

words! {
    /// What can be done with a kind of entry or a resource of administration.
    Action, "action" {
        /// See it, and know that it exists.
        Read = "read",
        /// Record it or change it.
        Write = "write",
        /// Draft it for somebody else to sign.
        Propose = "propose",
        /// Approve what somebody else drafted.
        Sign = "sign",
        /// End a stop or a lock.
        Lift = "lift",
        /// Bring it in from a list.
        Import = "import",
        /// Take it out as a list or a document.
        Export = "export",
        /// Administer it.
        Manage = "manage",
    }
}
