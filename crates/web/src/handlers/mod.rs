//! What each route does, one file a capability.

pub(crate) mod account;
pub(crate) mod api;
pub(crate) mod assessments;
pub(crate) mod bilaterals;
pub(crate) mod compartments;
pub(crate) mod countries;
pub(crate) mod crossings;
pub(crate) mod entrance;
pub(crate) mod entries;
pub(crate) mod erasure;
pub(crate) mod estimates;
pub(crate) mod evidence;
pub(crate) mod exports;
pub(crate) mod fields;
pub(crate) mod house;
pub(crate) mod imports;
pub(crate) mod ledger;
pub(crate) mod levers;
pub(crate) mod matches;
pub(crate) mod members;
pub(crate) mod people;
pub(crate) mod problems;
pub(crate) mod record;
pub(crate) mod register;
pub(crate) mod requests;
pub(crate) mod roles;
pub(crate) mod rows;
pub(crate) mod said;
pub(crate) mod shown;
pub(crate) mod strategy;
pub(crate) mod today;
pub(crate) mod wellbeing;
pub(crate) mod wishes;

use access::{
    INSTALLATION, Import, Manage, Mark, MemberStatus, Propose, Read, Resource, Sign, Write,
};
use desk::Caller;
use kernel::CompartmentId;

use crate::{
    pages::Place,
    text::{Locale, Texts},
};

/// Whether the caller may do this with this kind in a compartment.
pub(crate) fn may<A: Mark>(caller: &Caller, compartment: CompartmentId, kind: &str) -> bool {
    let resource = Resource::new(compartment, kind);
    // Whoever reads one file only is on its pages: nothing else opens.
    let resource = match caller.only_file() {
        Some(file) => resource.in_file(file),
        None => resource,
    };
    access::permit::<A>(&caller.actor, &resource).is_ok()
}

/// Whether the caller may do this with this kind in any compartment.
pub(crate) fn may_somewhere<A: Mark>(caller: &Caller, kind: &str) -> bool {
    caller.actor.memberships.iter().any(|membership| {
        membership.status == MemberStatus::Active && may::<A>(caller, membership.compartment, kind)
    })
}

/// Whether the caller may record this kind there, as their own or as a proposal.
pub(crate) fn may_record(caller: &Caller, compartment: CompartmentId, kind: &str) -> bool {
    may::<Write>(caller, compartment, kind) || may::<Propose>(caller, compartment, kind)
}

/// The compartments in which the caller may record this kind: id and title.
pub(crate) fn compartments_for(caller: &Caller, kind: &str) -> Vec<(CompartmentId, String)> {
    caller
        .compartments()
        .into_iter()
        .filter(|(id, _, _)| may_record(caller, *id, kind))
        .map(|(id, title, _)| (id, title))
        .collect()
}

/// What is doubted about a row of a list, in the language of this locale code; English where there is none.
#[must_use]
pub fn say_doubt(locale: &str, code: &str) -> String {
    let locale = Locale::from_code(locale).unwrap_or(Locale::English);
    said::doubt(Texts::of(locale), code)
}

/// The readings of a wish, for the samples.
pub(crate) fn wish_readings(
    t: Texts,
    wish: &casework::wishes::Wish,
    valid_until: Option<kernel::Day>,
) -> Vec<Vec<String>> {
    wishes::readings(t, wish, valid_until)
}

/// The rooms the caller may enter.
pub(crate) fn places(caller: &Caller) -> Vec<Place> {
    let reads = may_somewhere::<Read>(caller, "name");
    [
        (Place::Today, true),
        (Place::People, reads),
        (Place::Meetings, may_somewhere::<Read>(caller, "meeting")),
        (
            Place::Requests,
            reads && may_somewhere::<Read>(caller, "request"),
        ),
        (Place::Countries, may_somewhere::<Read>(caller, "country")),
        (Place::Levers, may_somewhere::<Read>(caller, "lever")),
        (Place::Imports, may_somewhere::<Import>(caller, "source")),
        (Place::Review, may_somewhere::<Write>(caller, "review")),
        (
            Place::Elsewhere,
            may_somewhere::<Sign>(caller, "crossings")
                || may::<Propose>(caller, INSTALLATION, "crossings"),
        ),
        (
            Place::Members,
            may::<Read>(caller, INSTALLATION, "members")
                || may::<Manage>(caller, INSTALLATION, "members"),
        ),
        (Place::Compartments, true),
        (
            Place::Ledger,
            may::<Read>(caller, INSTALLATION, "audit")
                || may::<Manage>(caller, INSTALLATION, "audit"),
        ),
        (Place::Help, true),
    ]
    .into_iter()
    .filter_map(|(place, shown)| shown.then_some(place))
    .collect()
}
