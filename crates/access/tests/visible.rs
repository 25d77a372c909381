//! What is visible, and what leaves no trace.

use access::{
    Actor, Located, MemberStatus, Membership, Read, Resource, Role, Strength, Visible, Way, permit,
};
use kernel::{CompartmentId, Day, FileId, OrganisationId, UserId};
use proptest::prelude::*;

#[derive(Clone, Debug, PartialEq)]
struct Thing {
    compartment: CompartmentId,
    kind: &'static str,
    number: u32,
}

impl Located for Thing {
    fn compartment(&self) -> CompartmentId {
        self.compartment
    }

    fn kind(&self) -> &str {
        self.kind
    }

    fn file(&self) -> FileId {
        FileId::from_bytes([4; 16])
    }
}

fn place(number: u8) -> CompartmentId {
    CompartmentId::from_bytes([number; 16])
}

fn documenter(compartments: &[u8]) -> Actor {
    Actor {
        user: UserId::from_bytes([1; 16]),
        status: MemberStatus::Active,
        organisation: OrganisationId::from_bytes([2; 16]),
        memberships: compartments
            .iter()
            .map(|number| Membership {
                compartment: place(*number),
                role: Role::Documenter,
                status: MemberStatus::Active,
                sealed: false,
                file: None,
            })
            .collect(),
        strength: Strength::TwoFactor,
        way: Way::Web,
    }
}

#[test]
fn a_permit_opens_what_it_was_given_for_and_nothing_beside_it() {
    let actor = documenter(&[1, 2]);
    let read = permit::<Read>(&actor, &Resource::new(place(1), "wish")).unwrap();
    let thing = |number, kind| Thing {
        compartment: place(number),
        kind,
        number: 5,
    };
    assert_eq!(Visible::of(&read, thing(1, "wish")).unwrap().number, 5);
    assert!(Visible::of(&read, thing(2, "wish")).is_err());
    assert!(Visible::of(&read, thing(1, "name")).is_err());
    let day = Day::new(2026, 1, 2).unwrap();
    let view = Visible::of(&read, thing(1, "wish"))
        .unwrap()
        .map_with(day, |thing, day| (thing.number, day.iso()))
        .zip(Visible::new(&read, "said".to_owned()))
        .map(|((number, day), words)| format!("{number} {day} {words}"));
    assert_eq!(*view, "5 2026-01-02 said");
    assert_eq!(view.into_inner(), "5 2026-01-02 said");
}

proptest! {
    #[test]
    fn what_may_not_be_read_changes_nothing_in_what_is_seen(
        shown in prop::collection::vec((1_u8..3, any::<u32>()), 0..8),
        hidden in prop::collection::vec((1_u8..6, any::<u32>(), 0_usize..9), 0..8),
    ) {
        let actor = documenter(&[1, 2]);
        let mut all: Vec<Thing> = shown
            .iter()
            .map(|(at, number)| Thing { compartment: place(*at), kind: "fact", number: *number })
            .collect();
        let alone = Visible::readable(&actor, all.clone());
        for (at, number, position) in hidden {
            let kind = if at < 3 { "lock" } else { "fact" };
            let thing = Thing { compartment: place(at), kind, number };
            all.insert(position.min(all.len()), thing);
        }
        let among = Visible::readable(&actor, all);
        prop_assert_eq!(alone.len(), shown.len());
        prop_assert_eq!(alone.into_inner(), among.into_inner());
    }
}
