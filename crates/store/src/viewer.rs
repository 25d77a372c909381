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

/// The predicate over a compartment column and a file column: a current member with a role that reads the
/// kind, there as a whole or in that one file.
/// Status 1 is active, for the user and for the membership. A kind that is not lifted (sealed
/// compartments) passes here and is filtered again once it has been opened.
#[macro_export]
#[doc(hidden)]
macro_rules! readable {
    ($compartment:literal, $kind:literal, $file:literal) => {
        concat!(
            "(EXISTS (SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id AND u.status = 1 ",
            "JOIN grants g ON g.role = m.role AND g.action = 'read' AND (g.kind = ", $kind, " OR ", $kind, " IS NULL) ",
            "WHERE m.compartment = ", $compartment, " AND m.user_id = $1 AND m.status = 1 ",
            "AND (m.file IS NULL OR m.file = ", $file, ")) ",
            "OR ($2 = 1 AND EXISTS (SELECT 1 FROM compartments c WHERE c.id = ", $compartment, " AND c.sealed = 0)) ",
            "OR $2 = 2)"
        )
    };
}

/// The same predicate for lists: the readable compartments are found once, not once a row, and single files
/// are asked for only where the compartment is not readable. Written as a case, because "or" invites the
/// engine to fetch and sort what an index gives in order.
#[macro_export]
#[doc(hidden)]
macro_rules! in_readable {
    ($compartment:literal, $kind:literal, $file:literal) => {
        concat!(
            "CASE WHEN ",
            $compartment,
            " IN (SELECT readable.id FROM compartments readable WHERE ",
            $crate::readable!("readable.id", $kind, "NULL"),
            ") THEN TRUE ELSE ",
            $file,
            " IN (SELECT one.file FROM memberships one JOIN users person ON person.id = one.user_id AND person.status = 1 ",
            "JOIN grants reads ON reads.role = one.role AND reads.action = 'read' AND reads.kind = ",
            $kind,
            " WHERE one.user_id = $1 AND one.status = 1 AND one.file IS NOT NULL AND one.compartment = ",
            $compartment,
            ") END"
        )
    };
}
