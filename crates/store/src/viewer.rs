//! Who is asking: part of every list predicate, so that what one may not read is never fetched.

use kernel::UserId;

use crate::Value;

/// On whose behalf rows are fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// A member: rows of the compartments where the membership is active and the role reads the kind.
    Member(UserId),
    /// The command line without `--as`: ordinary compartments only.
    Operator,
    /// The program itself, for projections, checks and gates; never for an answer to anybody.
    System,
}

impl Viewer {
    /// The two arguments `$1` and `$2` of every predicate: the user, and 0 member, 1 operator, 2 system.
    pub(crate) fn arguments(self) -> Vec<Value> {
        match self {
            Self::Member(user) => crate::values![user, 0_i64],
            Self::Operator => crate::values![&[0_u8; 16][..], 1_i64],
            Self::System => crate::values![&[0_u8; 16][..], 2_i64],
        }
    }
}

/// The predicate over a compartment column: a current member with a role that reads the kind.
/// Status 1 is active, for the user and for the membership. A kind that is not lifted (sealed
/// compartments) passes here and is filtered again once it has been opened.
#[macro_export]
#[doc(hidden)]
macro_rules! readable {
    ($compartment:literal, $kind:literal) => {
        concat!(
            "(EXISTS (SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id AND u.status = 1 ",
            "JOIN grants g ON g.role = m.role AND g.action = 'read' AND (g.kind = ", $kind, " OR ", $kind, " IS NULL) ",
            "WHERE m.compartment = ", $compartment, " AND m.user_id = $1 AND m.status = 1) ",
            "OR ($2 = 1 AND EXISTS (SELECT 1 FROM compartments c WHERE c.id = ", $compartment, " AND c.sealed = 0)) ",
            "OR $2 = 2)"
        )
    };
}

/// The same predicate for lists: the readable compartments are found once, not once a row.
#[macro_export]
#[doc(hidden)]
macro_rules! in_readable {
    ($compartment:literal, $kind:literal) => {
        concat!(
            $compartment,
            " IN (SELECT readable.id FROM compartments readable WHERE ",
            $crate::readable!("readable.id", $kind),
            ")"
        )
    };
}
