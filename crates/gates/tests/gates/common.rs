//! Facts to begin from.

use gates::*;
use kernel::{Day, EntryId, Instant, OrganisationId, UserId};

/// The day on which everything is asked.
pub(crate) fn today() -> Day {
    Day::new(2026, 6, 15).unwrap()
}

/// An instant of that day.
pub(crate) fn now() -> Instant {
    today().start().plus_seconds(40_000)
}

/// Our own organisation.
pub(crate) fn ours() -> OrganisationId {
    OrganisationId::from_bytes([9; 16])
}

/// An entry with this number.
pub(crate) fn cited(number: u8) -> Cited {
    Cited {
        id: EntryId::from_bytes([number; 16]),
        version: 1,
    }
}

/// A scope by its code.
pub(crate) fn scope(code: &str) -> Scope {
    code.parse().unwrap()
}

/// An act by its code.
pub(crate) fn act(code: &str) -> &'static Act {
    acts().get(code).unwrap()
}

/// Nothing known but that the facts were verified yesterday, and that public acts were weighed.
pub(crate) fn fresh() -> GateFacts {
    GateFacts {
        verified: Some(today().plus(-1)),
        assessments: acts()
            .all()
            .filter(|act| act.public)
            .zip(100..)
            .map(|(act, number)| assessment(number, &act.code, Assessed::Public))
            .collect(),
        ..GateFacts::none(ours())
    }
}

/// An act was weighed three days ago, and somebody else signed.
pub(crate) fn assessment(number: u8, act: &str, outcome: Assessed) -> AssessmentFact {
    AssessmentFact {
        entry: cited(number),
        act: act.to_owned(),
        outcome,
        private_until: None,
        conditions: None,
        decided_on: today().plus(-3),
        until: today().plus(27),
        overtaken: false,
        seconded: true,
        withdrawn: false,
    }
}

/// A wish given ten days ago.
pub(crate) fn wish(number: u8, relation: Relation, code: &str, state: WishState) -> WishFact {
    WishFact {
        entry: cited(number),
        giver: Giver {
            relation,
            who: if relation == Relation::Person {
                String::new()
            } else {
                "mother".into()
            },
        },
        scope: scope(code),
        state,
        condition: None,
        condition_met: false,
        not_before: None,
        after_event: None,
        given_on: today().plus(-10),
        valid_until: None,
        until_they_say_stop: false,
        under_pressure: false,
        settled: false,
        withdrawn: false,
    }
}

/// A vetted partner's relay for these scopes.
pub(crate) fn relay(number: u8, codes: &[&str]) -> RelayFact {
    RelayFact {
        entry: cited(number),
        partner: OrganisationId::from_bytes([3; 16]),
        vetted_until: Some(today().plus(100)),
        scopes: codes.iter().map(|code| scope(code)).collect(),
        given_on: today().plus(-5),
        valid_until: None,
        withdrawn: false,
    }
}

/// A decision of two officers for these scopes.
pub(crate) fn decision(number: u8, codes: &[&str]) -> BestInterestFact {
    BestInterestFact {
        entry: cited(number),
        officers: [UserId::from_bytes([1; 16]), UserId::from_bytes([2; 16])],
        scopes: codes.iter().map(|code| scope(code)).collect(),
        decided_on: today().plus(-5),
        valid_until: None,
        withdrawn: false,
    }
}

/// A stop whose origin the actor may see.
pub(crate) fn stop(number: u8, words: &[&str]) -> StopFact {
    StopFact {
        origin: Some(cited(number)),
        acts: words.iter().map(|word| (*word).to_owned()).collect(),
        until: None,
        ask: "the desk".into(),
        confirmed: false,
        welfare: false,
        lifted: false,
    }
}

/// A lock that the actor may know of.
pub(crate) fn lock(number: u8, words: &[&str]) -> LockFact {
    LockFact {
        entry: cited(number),
        owner: UserId::from_bytes([5; 16]),
        acts: words.iter().map(|word| (*word).to_owned()).collect(),
        until: today().plus(20),
        lifted: false,
    }
}
