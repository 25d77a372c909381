//! Pairs that may be one person, and how many are on no list.

use super::{Sample, id, layout, listed_people, somebody, written};
use crate::{
    pages::{
        AskPage, Choice, DecisionRow, DecisionsPage, ElsewherePage, EstimatePage, EstimateResult,
        EstimateRow, EvidenceRow, KnownPage, LedRow, Link, Marked, MatchesPage, MetRow, PairPage,
        Place, PossiblePage, PossibleRow, Progress, QuestionRow, UnaskedRow, Undo,
    },
    paths,
    text::Texts,
};

fn questions(t: Texts) -> Vec<QuestionRow> {
    let row = |number: u8, says: String| QuestionRow {
        person: somebody(usize::from(number)),
        place: "Desk".to_owned(),
        id: id(number).to_string(),
        file: id(number).to_string(),
        says,
        open: false,
        told: String::new(),
        error: None,
        met: None,
    };
    let day = |message: &str| t.with(message, "day", "29 November");
    vec![
        QuestionRow {
            open: true,
            error: Some(t.msg("refused-crossing-nothing-told")),
            ..row(1, day("elsewhere-open"))
        },
        QuestionRow {
            met: Some(MetRow {
                who: t.msg_args(
                    "elsewhere-met-who",
                    &[
                        ("by", "Dunya Karim".into()),
                        ("office", "Documentation Circle, XB".into()),
                    ],
                ),
                told: "We know his family. Call extension 12.".to_owned(),
                linked: false,
            }),
            ..row(2, t.msg("elsewhere-met"))
        },
        row(3, day("elsewhere-under-way")),
        row(4, t.msg("elsewhere-nothing")),
    ]
}

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
                    learned: t.msg("matches-learned-less"),
                    side: "for",
                }],
                taught: Some(t.msg_args(
                    "matches-taught",
                    &[("same", "34".into()), ("apart", "21".into())],
                )),
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
            "elsewhere",
            ElsewherePage {
                layout: layout(t, "title-elsewhere", Some(Place::Elsewhere)),
                questions: questions(t),
                places: vec![
                    LedRow {
                        title: "Desk".to_owned(),
                        id: id(61).to_string(),
                        says: t.msg_args(
                            "elsewhere-takes-part",
                            &[("files", 214.into()), ("day", "12 November".into())],
                        ),
                        takes_part: true,
                        sealed: false,
                    },
                    LedRow {
                        title: "Negotiation".to_owned(),
                        id: id(62).to_string(),
                        says: t.msg("elsewhere-stays-out"),
                        takes_part: false,
                        sealed: true,
                    },
                ],
                asks: true,
                most: 600,
            },
        ),
        Sample::new(
            "elsewhere_ask",
            AskPage {
                layout: layout(t, "title-elsewhere", Some(Place::Elsewhere)),
                questions: (1_u8..=6)
                    .map(|number| UnaskedRow {
                        number: t.with(
                            "elsewhere-ask-number",
                            "number",
                            t.number(i64::from(number)).as_str(),
                        ),
                        id: id(number).to_string(),
                        asked: number == 2,
                    })
                    .collect(),
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
