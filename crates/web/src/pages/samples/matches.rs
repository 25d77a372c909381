//! Pairs that may be one person, and how many are on no list.

use super::{Sample, id, layout, listed_people, somebody, written};
use crate::{
    pages::{
        Choice, DecisionRow, DecisionsPage, EstimatePage, EstimateResult, EstimateRow, EvidenceRow,
        KnownPage, Link, Marked, MatchesPage, PairPage, Place, PossiblePage, PossibleRow, Progress,
        Undo,
    },
    paths,
    text::Texts,
};

/// Every page of the rooms.
pub(super) fn samples(t: Texts) -> Vec<Sample> {
    let inside = |t: Texts, title: &'static str| layout(t, title, Some(Place::People));
    vec![
        Sample::new(
            "pair",
            PairPage {
                layout: layout(t, "title-compare", Some(Place::Review)),
                progress: Progress {
                    done: 12,
                    of: 50,
                    after: "after".to_owned(),
                },
                first: somebody(1),
                second: super::person(31, "Елена Вербицкая", "ru", "Elena Verbitskaya"),
                first_names: vec![(
                    written("Алена Вярбіцкая", "be"),
                    t.msg("matches-script-Cyrl"),
                )],
                second_names: vec![(
                    written("Elena Verbitskaya", "ru-Latn"),
                    t.msg("matches-script-Latn"),
                )],
                sure: t.msg("matches-sure-probably"),
                again: Some(t.msg_args(
                    "matches-decided-before",
                    &[("decision", "apart".into()), ("day", "3 November".into())],
                )),
                evidence: vec![EvidenceRow {
                    name: t.msg("matches-field-birth"),
                    first: Marked::plain(written("about 1979", "en")),
                    second: Marked::plain(written("12 May 1979", "en")),
                    accord: t.msg("agreement-similar"),
                    says: t.msg("matches-for"),
                    side: "for",
                }],
                fields: Vec::new(),
                ids: (id(1).to_string(), id(31).to_string()),
                reasons: "Name: similar".to_owned(),
                error: None,
                undo: Some(Undo {
                    decision: "decision".to_owned(),
                    says: t.with("matches-decided", "decision", "two people"),
                }),
            },
        ),
        Sample::new(
            "matches",
            MatchesPage {
                layout: layout(t, "title-matches", Some(Place::Review)),
                says: vec![t.msg("matches-intro")],
                go_on: Some(Link {
                    href: paths::matches_next(),
                    text: t.msg("matches-begin"),
                }),
                progress: Progress::default(),
                undo: None,
                may_export: true,
            },
        ),
        Sample::new(
            "own_decisions",
            DecisionsPage {
                layout: layout(t, "title-matches", Some(Place::Review)),
                rows: vec![DecisionRow {
                    first: somebody(1),
                    second: None,
                    decision: t.term("link_decisions", "same"),
                    when: "today".to_owned(),
                    value: "entry:1".to_owned(),
                    history_href: paths::history(id(1), id(71)),
                }],
                error: Some(t.count("matches-not-undone", 2)),
            },
        ),
        Sample::new(
            "possible_matches",
            PossiblePage {
                layout: inside(t, "title-matches"),
                person: somebody(1),
                rows: listed_people()
                    .into_iter()
                    .take(2)
                    .map(|person| PossibleRow {
                        person,
                        sure: t.msg("matches-sure-perhaps"),
                        why: "Name: similar".to_owned(),
                        decided: None,
                        href: Some(paths::compare(id(1), id(31))),
                    })
                    .collect(),
            },
        ),
        Sample::new(
            "known_perhaps",
            KnownPage {
                layout: inside(t, "title-matches"),
                rows: Vec::new(),
                entered: vec![("text".to_owned(), "Verbitskaya".to_owned())],
            },
        ),
        Sample::new(
            "estimate",
            EstimatePage {
                layout: layout(t, "title-estimate", Some(Place::Review)),
                lists: vec![
                    Choice::new("One", "One").chosen(),
                    Choice::new("Two", "Two"),
                ],
                assume: false,
                text: String::new(),
                error: None,
                results: vec![EstimateResult {
                    summary: t.msg_args(
                        "estimate-summary",
                        &[
                            ("low", "9 005".into()),
                            ("high", "22 242".into()),
                            ("known", "4 400".into()),
                        ],
                    ),
                    rows: vec![EstimateRow {
                        method: t.msg("estimate-method-span"),
                        model: "[A*B, C]".to_owned(),
                        figure: "12 741".to_owned(),
                        interval: "9 005 – 22 242".to_owned(),
                        from: 100,
                        width: 700,
                        at: 400,
                        span: true,
                    }],
                    scale: vec![(100, "10 000".to_owned()), (800, "20 000".to_owned())],
                    cautions: vec![t.msg("estimate-caution-assumptions")],
                    overlaps: vec![(
                        t.with("estimate-only-on", "lists", "One"),
                        "1 131".to_owned(),
                    )],
                    ..EstimateResult::default()
                }],
            },
        ),
    ]
}
