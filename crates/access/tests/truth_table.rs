//! Every cell of the truth table, against the committed file and against rules written by hand.
#![expect(
    clippy::unwrap_used,
    reason = "a test stops where something is not as it must be"
)]

use std::{collections::BTreeSet, fmt::Write as _, path::PathBuf};

use access::{
    Action, Actor, Denied, Export, Import, Lift, Manage, MemberStatus, Membership, Propose, Read,
    Relation, Resource, Role, Sign, Strength, Way, Write, grants, grants_rows, permit, readable,
    readable_files,
};
use kernel::{CompartmentId, FileId, KindWord, OrganisationId, UserId};

const HERE: CompartmentId = CompartmentId::from_bytes([7; 16]);
const ELSEWHERE: CompartmentId = CompartmentId::from_bytes([8; 16]);

/// One circumstance in which somebody asks.
#[derive(Clone, Copy, Debug)]
struct Cell {
    role: Role,
    user: MemberStatus,
    membership: MemberStatus,
    action: Action,
    inside: bool,
    own: bool,
    strength: Strength,
    way: Way,
    sealed: bool,
}

const MINE: FileId = FileId::from_bytes([5; 16]);
const ANOTHERS: FileId = FileId::from_bytes([6; 16]);

fn actor(cell: &Cell) -> Actor {
    Actor {
        user: UserId::from_bytes([1; 16]),
        status: cell.user,
        organisation: OrganisationId::from_bytes([2; 16]),
        memberships: vec![Membership {
            compartment: HERE,
            role: cell.role,
            status: cell.membership,
            sealed: cell.sealed,
            file: None,
        }],
        strength: cell.strength,
        way: cell.way,
    }
}

fn allowed(cell: &Cell, kind: &str) -> Result<(), Denied> {
    decided(&actor(cell), cell, kind, None)
}

fn decided(actor: &Actor, cell: &Cell, kind: &str, file: Option<FileId>) -> Result<(), Denied> {
    let resource = Resource {
        compartment: if cell.inside { HERE } else { ELSEWHERE },
        kind: KindWord::new(kind),
        relation: if cell.own {
            Relation::Own
        } else {
            Relation::Others
        },
        file,
    };
    match cell.action {
        Action::Read => permit::<Read>(actor, &resource).map(drop),
        Action::Write => permit::<Write>(actor, &resource).map(drop),
        Action::Propose => permit::<Propose>(actor, &resource).map(drop),
        Action::Sign => permit::<Sign>(actor, &resource).map(drop),
        Action::Lift => permit::<Lift>(actor, &resource).map(drop),
        Action::Import => permit::<Import>(actor, &resource).map(drop),
        Action::Export => permit::<Export>(actor, &resource).map(drop),
        Action::Manage => permit::<Manage>(actor, &resource).map(drop),
    }
}

const ADMINISTRATION: [&str; 6] = [
    "members",
    "compartments",
    "settings",
    "audit",
    "backup",
    "crossings",
];

/// Strategy, weighing, levers and what is known of countries.
const OF_THE_DESK: [&str; 9] = [
    "strategy",
    "signature",
    "assessment",
    "effect",
    "lever",
    "country",
    "authority",
    "window",
    "post",
];
/// What of them a documenter reads.
const OF_A_COUNTRY: [&str; 3] = ["country", "window", "post"];
/// Words of others that carry acts: most roles bring them, and others sign.
const WORDS: [&str; 4] = [
    "relay",
    "best_interest",
    "counsel_approval",
    "clarification",
];

/// Kinds of which nobody has said yet who beside the desk, the analyst, the lead and the documenter reads
/// them. `new-kind` writes a new one here; it is taken out when its lines for the others are written.
const NEW: &[&str] = &[];

/// The rules as a person would say them, written without the grants file.
fn oracle(cell: &Cell, kind: &str) -> bool {
    let present = cell.user == MemberStatus::Active
        && cell.membership == MemberStatus::Active
        && cell.inside
        && cell.strength == Strength::TwoFactor;
    let nobody_in_particular = cell.way == Way::Operator;
    if !present || (nobody_in_particular && cell.sealed) {
        return false;
    }
    if nobody_in_particular && (cell.action == Action::Sign || cell.action == Action::Lift) {
        return false;
    }
    if cell.own && cell.action == Action::Sign {
        return false;
    }
    if kind == "lock" && cell.action == Action::Lift && !cell.own {
        return false;
    }
    let everywhere = [
        Role::DeskOfficer,
        Role::Analyst,
        Role::Lead,
        Role::Documenter,
    ];
    if NEW.contains(&kind) && !everywhere.contains(&cell.role) {
        return false;
    }
    let of_the_house = ADMINISTRATION.contains(&kind);
    match cell.role {
        Role::DeskOfficer if of_the_house => {
            cell.action == Action::Read && (kind == "members" || kind == "audit")
        }
        Role::DeskOfficer => cell.action != Action::Manage,
        Role::Analyst => {
            !of_the_house
                && match cell.action {
                    Action::Read | Action::Export => true,
                    Action::Write => kind == "note" || kind == "link",
                    _ => false,
                }
        }
        Role::Documenter => match cell.action {
            Action::Read => {
                !of_the_house
                    && !["lock", "meeting", "raised"].contains(&kind)
                    && (!OF_THE_DESK.contains(&kind) || OF_A_COUNTRY.contains(&kind))
            }
            Action::Write => {
                !of_the_house
                    && !OF_THE_DESK.contains(&kind)
                    && ![
                        "lock",
                        "meeting",
                        "raised",
                        "relay",
                        "best_interest",
                        "request",
                        "answer",
                        "act",
                        "clarification",
                    ]
                    .contains(&kind)
            }
            Action::Propose => {
                !of_the_house
                    && !OF_THE_DESK.contains(&kind)
                    && ![
                        "lock",
                        "meeting",
                        "raised",
                        "request",
                        "answer",
                        "act",
                        "stop",
                        "profile",
                        "review",
                        "follow_up",
                    ]
                    .contains(&kind)
            }
            Action::Import => kind == "source",
            Action::Sign | Action::Lift | Action::Export | Action::Manage => false,
        },
        Role::EmbassyOfficer => match cell.action {
            // Everything about people and what is asked for them; negotiations and lists are the desk's.
            Action::Read => {
                !of_the_house
                    && !["lock", "profile", "review"].contains(&kind)
                    && (!OF_THE_DESK.contains(&kind) || OF_A_COUNTRY.contains(&kind))
            }
            Action::Write => [
                "detention",
                "hearing",
                "contact",
                "observation",
                "solitary",
                "hunger_strike",
                "mistreatment",
                "wellness_check",
                "request",
                "answer",
                "act",
                "note",
                "stop",
                "follow_up",
                "evidence",
                "source",
                "fact",
            ]
            .contains(&kind),
            Action::Propose => WORDS.contains(&kind) || kind == "wish",
            _ => false,
        },
        Role::LegislativeStaff => match cell.action {
            // Neither health nor sources, and no words of the family: what may be said is asked of the case lead.
            Action::Read => [
                "person",
                "name",
                "matter",
                "covered",
                "detention",
                "charge",
                "hearing",
                "act",
            ]
            .contains(&kind),
            Action::Write => ["stop", "act"].contains(&kind),
            _ => false,
        },
        Role::DocumenterInside => match cell.action {
            Action::Read => [
                "person",
                "name",
                "detention",
                "contact",
                "evidence",
                "source",
                "stop",
                "note",
                "request",
                "answer",
                "act",
            ]
            .contains(&kind),
            Action::Write => [
                "person",
                "name",
                "detention",
                "contact",
                "observation",
                "evidence",
                "source",
                "stop",
                "note",
            ]
            .contains(&kind),
            Action::Propose => {
                ["wish", "fact", "charge", "hearing", "mistreatment"].contains(&kind)
            }
            _ => false,
        },
        Role::FamilyLiaison => match cell.action {
            Action::Read => {
                !of_the_house
                    && !["lock", "profile", "review", "evidence", "meeting"].contains(&kind)
                    && !OF_THE_DESK.contains(&kind)
            }
            Action::Write => [
                "wish",
                "stop",
                "contact",
                "note",
                "follow_up",
                "observation",
                "solitary",
                "hunger_strike",
                "mistreatment",
                "claim",
            ]
            .contains(&kind),
            Action::Propose => WORDS.contains(&kind),
            _ => false,
        },
        Role::Counsel => match cell.action {
            // Everything of the one person but what colleagues say among themselves.
            Action::Read => {
                !of_the_house
                    && ![
                        "lock",
                        "profile",
                        "review",
                        "meeting",
                        "raised",
                        "note",
                        "link",
                        "relay",
                        "best_interest",
                        "follow_up",
                    ]
                    .contains(&kind)
                    && !OF_THE_DESK.contains(&kind)
            }
            Action::Write => {
                ["counsel_approval", "stop", "claim", "evidence", "contact"].contains(&kind)
            }
            Action::Propose => [
                "fact",
                "detention",
                "charge",
                "hearing",
                "wish",
                "observation",
                "mistreatment",
            ]
            .contains(&kind),
            _ => false,
        },
        Role::DutyOfficer => match cell.action {
            Action::Read => {
                !of_the_house
                    && !["lock", "profile", "review", "meeting", "raised"].contains(&kind)
                    && (!OF_THE_DESK.contains(&kind) || OF_A_COUNTRY.contains(&kind))
            }
            Action::Write => [
                "person",
                "name",
                "fact",
                "detention",
                "contact",
                "observation",
                "mistreatment",
                "wellness_check",
                "wish",
                "stop",
                "note",
                "evidence",
                "source",
                "follow_up",
            ]
            .contains(&kind),
            Action::Propose => WORDS.contains(&kind),
            // The second of two officers at night.
            Action::Sign => kind == "best_interest",
            _ => false,
        },
        Role::SecurityOfficer => matches!(
            (kind, cell.action),
            (
                "members",
                Action::Read | Action::Write | Action::Export | Action::Manage
            ) | ("audit", Action::Read | Action::Export)
        ),
        Role::Administrator => match (kind, cell.action) {
            ("members", Action::Read | Action::Write | Action::Import) => true,
            ("members" | "audit", Action::Export) => true,
            ("compartments" | "settings" | "backup", Action::Read | Action::Write) => true,
            ("audit", Action::Read) => true,
            ("settings", Action::Propose | Action::Sign) => true,
            ("crossings", _) => false,
            (_, Action::Manage) => of_the_house,
            _ => false,
        },
        Role::Lead => match cell.action {
            Action::Read => !of_the_house || kind == "crossings",
            Action::Write => kind == "link",
            Action::Sign => kind == "crossings",
            _ => false,
        },
        Role::MatchingOfficer => {
            kind == "crossings" && matches!(cell.action, Action::Read | Action::Propose)
        }
    }
}

fn kinds() -> Vec<&'static str> {
    grants()
        .entry_kinds()
        .chain(grants().administration())
        .collect()
}

fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for &role in Role::ALL {
        for &user in MemberStatus::ALL {
            for &membership in MemberStatus::ALL {
                for &action in Action::ALL {
                    for bits in 0..64_u8 {
                        let bit = |number: u8| bits & (1 << number) != 0;
                        cells.push(Cell {
                            role,
                            user,
                            membership,
                            action,
                            inside: bit(0),
                            own: bit(1),
                            strength: if bit(2) {
                                Strength::TwoFactor
                            } else {
                                Strength::PasswordOnly
                            },
                            way: match (bit(3), bit(4)) {
                                (false, false) => Way::Web,
                                (true, false) => Way::Api,
                                (false, true) => Way::Command,
                                (true, true) => Way::Operator,
                            },
                            sealed: bit(5),
                        });
                    }
                }
            }
        }
    }
    cells
}

#[test]
fn every_cell_is_what_the_rules_say() {
    let kinds = kinds();
    assert_eq!(kinds.len(), 49);
    let (mut asked, mut open) = (0_u32, 0_u32);
    for cell in cells() {
        for kind in &kinds {
            let answer = allowed(&cell, kind);
            assert_eq!(answer.is_ok(), oracle(&cell, kind), "{kind} {cell:?}");
            asked += 1;
            open += u32::from(answer.is_ok());
        }
        assert!(allowed(&cell, "a_kind_that_is_not_there").is_err());
    }
    assert_eq!(asked, 13 * 4 * 4 * 8 * 64 * 49);
    assert!(open > 0);
}

#[test]
fn denied_looks_the_same_whatever_the_reason() {
    let mut seen = BTreeSet::new();
    let mut reasons = BTreeSet::new();
    for cell in cells() {
        for kind in ["lock", "wish", "backup", "a_kind_that_is_not_there"] {
            if let Err(denied) = allowed(&cell, kind) {
                seen.insert(format!("{denied} {denied:?} {denied:#?}"));
                reasons.insert(denied.for_private_log());
            }
        }
    }
    seen.insert(format!("{0} {0:?} {0:#?}", Denied::absent()));
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!(reasons.len(), 8, "{reasons:?}");
}

/// The table that is committed: circumstances in rows, the kinds that they open in the last column.
fn table() -> String {
    let mut text = String::from(
        "# role\tuser\tmembership\taction\tcompartment\tdraft\tstrength\tway\tsealed\tkinds allowed (- for none)\n\
         # The first part runs over every status and strength in a browser, the second over every way in\n\
         # for a current member. Whatever is not here is denied.\n",
    );
    let kinds = kinds();
    for cell in cells() {
        let first = cell.way == Way::Web && !cell.sealed;
        let second = !first
            && cell.inside
            && cell.user == MemberStatus::Active
            && cell.membership == MemberStatus::Active
            && cell.strength == Strength::TwoFactor;
        if !first && !second {
            continue;
        }
        let open: Vec<&str> = kinds
            .iter()
            .copied()
            .filter(|kind| allowed(&cell, kind).is_ok())
            .collect();
        let open = if open.is_empty() {
            "-".to_owned()
        } else {
            open.join(",")
        };
        writeln!(
            text,
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{open}",
            cell.role,
            cell.user,
            cell.membership,
            cell.action,
            if cell.inside { "own" } else { "other" },
            if cell.own { "own" } else { "others" },
            if cell.strength == Strength::TwoFactor {
                "two_factor"
            } else {
                "password_only"
            },
            match cell.way {
                Way::Web => "web",
                Way::Api => "api",
                Way::Command => "command",
                Way::Operator => "operator",
            },
            if cell.sealed { "sealed" } else { "ordinary" },
        )
        .unwrap();
    }
    text
}

#[test]
fn the_committed_truth_table_is_true() {
    let path = PathBuf::from("testdata/truth_table.tsv");
    let table = table();
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        std::fs::write(&path, &table).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(
        committed == table,
        "who may do what has changed: look at the difference after BLESS=1, and commit it if it is meant"
    );
}

#[test]
fn lists_and_single_decisions_agree_over_every_cell() {
    let rows: BTreeSet<_> = grants_rows().into_iter().collect();
    assert_eq!(rows.len(), grants_rows().len());
    for cell in cells()
        .into_iter()
        .filter(|cell| cell.action == Action::Read)
    {
        let actor = actor(&cell);
        let listed = readable(&actor);
        let place = if cell.inside { HERE } else { ELSEWHERE };
        for kind in kinds() {
            let single = allowed(&cell, kind).is_ok();
            let by_list = listed
                .iter()
                .any(|(id, kinds)| *id == place && kinds.contains(kind));
            assert_eq!(single, by_list, "{kind} {cell:?}");
            // What the store does: join the current memberships with the rows of the table.
            let joined = actor.memberships.iter().any(|membership| {
                actor.status == MemberStatus::Active
                    && actor.strength == Strength::TwoFactor
                    && membership.status == MemberStatus::Active
                    && !(actor.way == Way::Operator && membership.sealed)
                    && membership.compartment == place
                    && rows.contains(&(membership.role, kind, Action::Read))
            });
            assert_eq!(single, joined, "{kind} {cell:?}");
        }
    }
}

/// Whoever reaches one file has there exactly the rights of the role, and nowhere else any: not in another
/// file of the compartment, and not in the compartment as a whole.
#[test]
fn one_file_is_one_file_over_every_cell() {
    let rows: BTreeSet<_> = grants_rows().into_iter().collect();
    for cell in cells()
        .into_iter()
        .filter(|cell| cell.role == Role::Counsel)
    {
        let mut actor = actor(&cell);
        for membership in &mut actor.memberships {
            membership.file = Some(MINE);
        }
        assert!(readable(&actor).is_empty(), "{cell:?}");
        let listed = readable_files(&actor);
        for kind in kinds() {
            for file in [None, Some(MINE), Some(ANOTHERS)] {
                let single = decided(&actor, &cell, kind, file).is_ok();
                assert_eq!(
                    single,
                    file == Some(MINE) && oracle(&cell, kind),
                    "{kind} {file:?} {cell:?}"
                );
                if cell.action != Action::Read {
                    continue;
                }
                let place = if cell.inside { HERE } else { ELSEWHERE };
                let by_list = listed.iter().any(|(id, only, kinds)| {
                    *id == place && Some(*only) == file && kinds.contains(kind)
                });
                assert_eq!(single, by_list, "{kind} {file:?} {cell:?}");
                // What the store does: the same join, and the file of the membership.
                let joined = actor.memberships.iter().any(|membership| {
                    actor.status == MemberStatus::Active
                        && actor.strength == Strength::TwoFactor
                        && membership.status == MemberStatus::Active
                        && !(actor.way == Way::Operator && membership.sealed)
                        && membership.compartment == place
                        && (membership.file.is_none() || membership.file == file)
                        && rows.contains(&(membership.role, kind, Action::Read))
                });
                assert_eq!(single, joined, "{kind} {file:?} {cell:?}");
            }
        }
    }
}

#[test]
fn roles_count_only_where_they_are_held() {
    let membership = |compartment, role, status| Membership {
        compartment,
        role,
        status,
        sealed: false,
        file: None,
    };
    let mut both = actor(&cells()[0]);
    both.status = MemberStatus::Active;
    both.strength = Strength::TwoFactor;
    both.memberships = vec![
        membership(HERE, Role::Administrator, MemberStatus::Active),
        membership(HERE, Role::Documenter, MemberStatus::Active),
        membership(ELSEWHERE, Role::Administrator, MemberStatus::Active),
        membership(ELSEWHERE, Role::DeskOfficer, MemberStatus::Ended),
    ];
    assert!(permit::<Read>(&both, &Resource::new(HERE, "wish")).is_ok());
    assert!(permit::<Manage>(&both, &Resource::new(HERE, "members")).is_ok());
    assert!(permit::<Read>(&both, &Resource::new(ELSEWHERE, "wish")).is_err());
    assert!(permit::<Lift>(&both, &Resource::new(ELSEWHERE, "stop")).is_err());
    let listed = readable(&both);
    assert!(
        listed
            .iter()
            .any(|(place, kinds)| *place == HERE && kinds.contains("wish"))
    );
    assert!(
        !listed
            .iter()
            .any(|(place, kinds)| *place == ELSEWHERE && kinds.contains("wish"))
    );
}
