//! What each role does: the first page's own part, and a card to print.

use std::sync::Arc;

use access::{Action, MemberStatus, Role};
use desk::Caller;

use super::{entries, said};
use crate::{
    pages::{Link, Place, RoleNow, RolePage, RolesPage},
    paths,
    text::Texts,
    visit::{Answer, Fail, Visit, page},
};

fn code(role: Role) -> String {
    role.code().replace('_', "-")
}

/// Where a role begins its day.
fn begins(t: Texts, role: Role, caller: &Caller) -> Vec<Link> {
    let link = |href: String, id: &str| Link {
        href,
        text: t.msg(id),
    };
    match role {
        Role::DeskOfficer => vec![
            link(paths::meetings(), "nav-meetings"),
            link(paths::requests(), "nav-requests"),
        ],
        Role::EmbassyOfficer => vec![
            link(paths::requests(), "nav-requests"),
            link(paths::people(), "nav-people"),
        ],
        Role::LegislativeStaff | Role::FamilyLiaison => {
            vec![link(paths::people(), "nav-people")]
        }
        Role::DocumenterInside | Role::DutyOfficer => {
            vec![link(paths::new_person(), "add-a-person")]
        }
        Role::Documenter => vec![
            link(paths::matches(), "title-matches"),
            link(paths::new_import(), "import-a-list"),
        ],
        Role::Counsel => caller
            .only_file()
            .map(|file| link(paths::person(file), "role-counsel-file"))
            .into_iter()
            .collect(),
        Role::Analyst => vec![
            link(paths::people(), "nav-people"),
            link(paths::estimate(), "title-estimate"),
        ],
        Role::SecurityOfficer => vec![
            link(paths::members(), "nav-members"),
            link(paths::ledger(), "nav-ledger"),
        ],
        Role::Lead => vec![
            link(paths::compartments(), "nav-compartments"),
            link(paths::people(), "nav-people"),
        ],
        Role::MatchingOfficer => vec![link(paths::compartments(), "nav-compartments")],
        Role::Administrator => vec![
            link(paths::members(), "nav-members"),
            link(paths::compartments(), "nav-compartments"),
        ],
    }
}

/// What the caller's roles ask now, each role once.
pub(crate) fn now(t: Texts, caller: &Caller) -> Vec<RoleNow> {
    Role::ALL
        .iter()
        .filter(|role| {
            caller.actor.memberships.iter().any(|membership| {
                membership.role == **role && membership.status == MemberStatus::Active
            })
        })
        .map(|role| RoleNow {
            role: said::role(t, *role),
            says: t.msg(&format!("role-now-{}", code(*role))),
            links: begins(t, *role, caller),
            card_href: paths::role_card(role.code()),
        })
        .collect()
}

/// All role cards.
pub(crate) async fn list(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    page(&RolesPage {
        layout: visit.layout("title-roles", Some(Place::Help)),
        roles: Role::ALL
            .iter()
            .map(|role| Link {
                href: paths::role_card(role.code()),
                text: said::role(t, *role),
            })
            .collect(),
    })
}

/// One role card.
pub(crate) async fn card(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let role = Role::parse(visit.param("role")).map_err(|_| Fail::Absent)?;
    let code = code(role);
    page(&RolePage {
        layout: visit.layout("title-roles", Some(Place::Help)),
        role: said::role(t, role),
        now: t.msg(&format!("role-now-{code}")),
        can: t.msg(&format!("role-can-{code}")),
        never: t.msg(&format!("role-never-{code}")),
        records: casework::kinds::KINDS
            .iter()
            .filter(|kind| {
                [Action::Write, Action::Propose]
                    .into_iter()
                    .any(|action| access::grants().allows(role, kind.word, action))
            })
            .map(|kind| entries::kind_name(t, kind.word))
            .collect(),
        one_file: role == Role::Counsel,
    })
}
