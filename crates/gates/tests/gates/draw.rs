//! Strategies that draw any facts at all.

use gates::*;
use kernel::{Day, EntryId, Label, OrganisationId, UserId};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::common::{fresh, ours, scope, today};

/// Scopes that acts use, and one that none uses.
const SCOPES: [&str; 9] = [
    "c04", "c05", "c10", "c12", "c16", "c17", "c18", "c25", "c23",
];

fn any_scope() -> impl Strategy<Value = Scope> {
    select(&SCOPES[..]).prop_map(scope)
}

fn any_scopes() -> impl Strategy<Value = Vec<Scope>> {
    vec(any_scope(), 0..5)
}

fn any_day() -> impl Strategy<Value = Day> {
    select(vec![
        -200, -181, -180, -91, -90, -40, -20, -10, -7, -3, -2, -1, 0, 1, 5, 100,
    ])
    .prop_map(|days| today().plus(days))
}

fn any_cited() -> impl Strategy<Value = Cited> {
    (1_u8..30, 1_u32..3).prop_map(|(number, version)| Cited {
        id: EntryId::from_bytes([number; 16]),
        version,
    })
}

fn any_words() -> impl Strategy<Value = Vec<String>> {
    let mut words: Vec<String> = acts().all().map(|act| act.code.clone()).collect();
    words.extend(["all".to_owned(), "all_public".to_owned()]);
    vec(select(words), 0..3)
}

/// Any wish at all.
pub(crate) fn any_wish() -> impl Strategy<Value = WishFact> {
    let giver = (
        select(vec![
            Relation::Person,
            Relation::Person,
            Relation::Representative,
            Relation::Guardian,
            Relation::Counsel,
            Relation::Relative,
        ]),
        select(vec!["", "mother", "brother"]),
    );
    let state = select(vec![
        WishState::Granted,
        WishState::Granted,
        WishState::Granted,
        WishState::Granted,
        WishState::Granted,
        WishState::Granted,
        WishState::GrantedWithConditions,
        WishState::Refused,
        WishState::Withdrawn,
        WishState::UnableToAsk,
        WishState::NotAsked,
    ]);
    let flags = (
        any::<bool>(),
        any::<bool>(),
        prop::bool::weighted(0.2),
        any::<bool>(),
        prop::bool::weighted(0.1),
    );
    let begins = (
        option::weighted(0.2, any_day()),
        option::weighted(0.15, select(vec!["verdict", "transfer"])),
    );
    (
        any_cited(),
        giver,
        any_scope(),
        state,
        option::of(select(vec!["a", "b"])),
        any_day(),
        option::of(any_day()),
        (flags, begins),
    )
        .prop_map(
            |(entry, (relation, who), scope, state, condition, given_on, valid_until, rest)| {
                let (flags, (not_before, after_event)) = rest;
                WishFact {
                    entry,
                    giver: Giver {
                        relation,
                        who: who.to_owned(),
                    },
                    scope,
                    state,
                    condition: condition.map(str::to_owned),
                    condition_met: flags.0,
                    not_before,
                    after_event: after_event.map(str::to_owned),
                    given_on,
                    valid_until,
                    until_they_say_stop: flags.1,
                    under_pressure: flags.2,
                    settled: flags.3,
                    withdrawn: flags.4,
                }
            },
        )
}

fn any_relay() -> impl Strategy<Value = RelayFact> {
    (
        any_cited(),
        option::of(any_day()),
        any_scopes(),
        any_day(),
        option::of(any_day()),
        prop::bool::weighted(0.1),
    )
        .prop_map(
            |(entry, vetted_until, scopes, given_on, valid_until, withdrawn)| RelayFact {
                entry,
                partner: OrganisationId::from_bytes([3; 16]),
                vetted_until,
                scopes,
                given_on,
                valid_until,
                withdrawn,
            },
        )
}

fn any_decision() -> impl Strategy<Value = BestInterestFact> {
    (
        any_cited(),
        1_u8..3,
        any_scopes(),
        any_day(),
        option::of(any_day()),
        prop::bool::weighted(0.1),
    )
        .prop_map(
            |(entry, second, scopes, decided_on, valid_until, withdrawn)| BestInterestFact {
                entry,
                officers: [
                    UserId::from_bytes([1; 16]),
                    UserId::from_bytes([second; 16]),
                ],
                scopes,
                decided_on,
                valid_until,
                withdrawn,
            },
        )
}

/// Any answer of counsel.
pub(crate) fn any_counsel() -> impl Strategy<Value = CounselFact> {
    (
        any_cited(),
        select(vec!["one", "two"]),
        any_scopes(),
        any::<bool>(),
        any_day(),
        prop::bool::weighted(0.1),
    )
        .prop_map(
            |(entry, counsel, scopes, approved, given_on, withdrawn)| CounselFact {
                entry,
                counsel: counsel.to_owned(),
                scopes,
                answer: if approved {
                    Answer::Approved
                } else {
                    Answer::Objected
                },
                given_on,
                withdrawn,
            },
        )
}

/// Any stop.
pub(crate) fn any_stop() -> impl Strategy<Value = StopFact> {
    (
        option::of(any_cited()),
        any_words(),
        option::of(any_day()),
        select(vec!["x", "y"]),
        (any::<bool>(), any::<bool>()),
        prop::bool::weighted(0.2),
    )
        .prop_map(
            |(origin, acts, until, ask, (confirmed, welfare), lifted)| StopFact {
                origin,
                acts,
                until,
                ask: ask.to_owned(),
                confirmed,
                welfare,
                lifted,
            },
        )
}

/// Any lock.
pub(crate) fn any_lock() -> impl Strategy<Value = LockFact> {
    (
        any_cited(),
        any_words(),
        any_day(),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(entry, acts, until, lifted)| LockFact {
            entry,
            owner: UserId::from_bytes([5; 16]),
            acts,
            until,
            lifted,
        })
}

fn any_text() -> impl Strategy<Value = TextFact> {
    (
        any_cited(),
        select(Label::ALL.to_vec()),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        any_scopes(),
    )
        .prop_map(
            |(entry, label, foreign, leave, corroborated, consented)| TextFact {
                entry,
                label,
                originator: if foreign {
                    OrganisationId::from_bytes([4; 16])
                } else {
                    ours()
                },
                leave,
                corroborated,
                consented,
            },
        )
}

fn any_exposure() -> impl Strategy<Value = ExposureFact> {
    (any_cited(), any_words(), any::<bool>()).prop_map(|(entry, acts, redacted)| ExposureFact {
        entry,
        acts,
        redacted,
    })
}

/// Any assessment.
pub(crate) fn any_assessment() -> impl Strategy<Value = AssessmentFact> {
    let codes: Vec<String> = acts().all().map(|act| act.code.clone()).collect();
    (
        any_cited(),
        select(codes),
        select(vec![
            Assessed::Public,
            Assessed::Public,
            Assessed::WithConditions,
            Assessed::PrivateFirst,
            Assessed::PrivateOnly,
            Assessed::DoNotAct,
        ]),
        option::of(any_day()),
        any_day(),
        any_day(),
        (
            prop::bool::weighted(0.1),
            prop::bool::weighted(0.8),
            prop::bool::weighted(0.1),
        ),
    )
        .prop_map(
            |(entry, act, outcome, private_until, decided_on, until, flags)| AssessmentFact {
                entry,
                act,
                outcome,
                private_until,
                conditions: None,
                decided_on,
                until,
                overtaken: flags.0,
                seconded: flags.1,
                withdrawn: flags.2,
            },
        )
}

/// Any pause.
pub(crate) fn any_pause() -> impl Strategy<Value = PauseFact> {
    let codes: Vec<String> = acts().all().map(|act| act.code.clone()).collect();
    (any_cited(), select(codes)).prop_map(|(entry, act)| PauseFact { entry, act })
}

/// Any facts at all, with enough plain consent among them that some acts are clear.
pub(crate) fn any_facts() -> impl Strategy<Value = GateFacts> {
    let person = (
        option::weighted(0.2, any_cited()),
        option::weighted(0.2, (any_cited(), any_day())),
        option::weighted(0.1, any_cited()),
    );
    let audience = option::weighted(
        0.3,
        select(vec![
            Audience::Organisation,
            Audience::Clients,
            Audience::Community,
            Audience::Ally,
            Audience::DetainingAuthorities,
            Audience::World,
        ]),
    );
    (
        (
            vec(any_wish(), 0..8),
            vec(any_relay(), 0..3),
            vec(any_decision(), 0..3),
        ),
        (
            vec(any_counsel(), 0..4),
            vec(any_stop(), 0..2),
            vec(any_lock(), 0..2),
            // Each public act weighed, or anything.
            prop_oneof![Just(fresh().assessments), vec(any_assessment(), 0..6)],
            prop_oneof![3 => Just(Vec::new()), 1 => vec(any_pause(), 0..2)],
        ),
        (vec(any_text(), 0..2), vec(any_exposure(), 0..2), person),
        (
            option::weighted(0.9, select(vec![0, -60, -61, -120, -121])),
            audience,
            option::weighted(0.2, Just("the lead".to_owned())),
            option::weighted(0.5, select(vec![0, -60, -61, -120, -121])),
        ),
    )
        .prop_map(|(said, around, text, rest)| GateFacts {
            ours: ours(),
            wishes: said.0,
            relays: said.1,
            best_interests: said.2,
            counsel: around.0,
            stops: around.1,
            locks: around.2,
            assessments: around.3,
            pauses: around.4,
            texts: text.0,
            exposures: text.1,
            person: PersonFacts {
                minor: text.2.0,
                released: text.2.1.map(|(entry, on)| ReleaseFact { entry, on }),
                deceased: text.2.2,
            },
            verified: rest.0.map(|days| today().plus(days)),
            audience: rest.1,
            outsider_asks: rest.2,
            recorded: rest.3.map(|days| today().plus(days)),
        })
}
