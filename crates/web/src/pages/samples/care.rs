//! Samples of wishes, of what follows from a no, and of how a person is.

use casework::wishes::{ScopeWish, Wish};
use kernel::{Confidence, DateValue, PartialDate};

use super::{Sample, day, id, layout, somebody, today, written};
use crate::{
    pages::{
        Choice, ClockRow, ContactRow, FollowUpGroup, FollowUpLine, FollowUpsPage, Knowledge,
        Layout, Link, Place, ReadBackPage, SaidLine, SaidPage, SaidScope, ScriptPage, Standing,
        WellbeingPage,
    },
    paths,
    text::{Count, Texts},
};

fn inside(t: Texts, title_id: &'static str) -> Layout {
    Layout {
        stop_href: Some(paths::report_stop(id(1))),
        ..layout(t, title_id, Some(Place::People))
    }
}

fn wish() -> Wish {
    let scope = |scope: &str, state: &str| ScopeWish {
        scope: scope.to_owned(),
        state: state.to_owned(),
        ..ScopeWish::default()
    };
    Wish {
        scopes: vec![
            scope("c05", "granted"),
            scope("c12", "granted"),
            ScopeWish {
                condition: Some("only her first name".to_owned()),
                ..scope("c09", "granted_with_conditions")
            },
            scope("c10", "refused"),
            scope("c11", "refused"),
        ],
        after_event: Some("family_told".to_owned()),
        ..Wish::default()
    }
}

fn said(t: Texts) -> SaidPage {
    let line = |relation: &str, who: &str, state: &str, details: &[&str], until: String| SaidLine {
        who: format!("{}, {who}", t.term("giver_relations", relation)),
        answer: t.term("scope_states", state),
        on: PartialDate::of(DateValue::Month(2026, 9)),
        details: details.iter().map(|detail| (*detail).to_owned()).collect(),
        until,
        href: paths::history(id(1), id(55)),
        script: Link {
            href: paths::script(id(1), id(55)),
            text: t.msg("said-script"),
        },
    };
    let spoken = t.term("how_known", "spoken");
    let ask = t.with(
        "said-ask-again-on",
        "day",
        t.day_exact(day(2026, 12, 24)).as_str(),
    );
    SaidPage {
        layout: inside(t, "title-said"),
        person: somebody(1),
        scopes: vec![
            SaidScope {
                scope: t.said("gate-scope-c10", []),
                conflict: true,
                lines: vec![
                    line("person", "", "granted", &[&spoken], ask),
                    line(
                        "relative",
                        "Галина В.",
                        "refused",
                        &[&spoken],
                        String::new(),
                    ),
                ],
                follows: vec![Link {
                    href: paths::verdict(id(1), "raise_publicly"),
                    text: format!(
                        "{}: {}",
                        t.term("acts", "raise_publicly"),
                        t.msg("outcome-hold")
                    ),
                }],
                resolves: vec![(
                    t.msg("gate-lift-giver"),
                    Some(Link {
                        href: paths::record(id(1), "clarification"),
                        text: t.msg("said-settle"),
                    }),
                )],
            },
            SaidScope {
                scope: t.said("gate-scope-c05", []),
                conflict: false,
                lines: vec![line(
                    "relative",
                    "Галина В.",
                    "granted",
                    &[&spoken, &t.term("proxy_grounds", "cannot_be_reached")],
                    t.msg("said-until-stop"),
                )],
                follows: Vec::new(),
                resolves: Vec::new(),
            },
        ],
        record_href: Some(paths::record_wish(id(1))),
    }
}

fn follow_ups(t: Texts) -> FollowUpsPage {
    let line = |what: &str, text: &str, open: bool| FollowUpLine {
        what: t.term("follow_ups", what),
        text: text.to_owned(),
        href: Some(paths::history(id(1), id(56))),
        owner: "Ines Okonkwo-Vale · 2026-11-25".to_owned(),
        done: (!open).then(|| t.term("follow_up_results", "taken_down")),
        action: open.then(|| paths::follow_up(id(1), id(57))),
        version: 1,
    };
    FollowUpsPage {
        layout: inside(t, "title-follow-ups"),
        person: somebody(1),
        groups: vec![FollowUpGroup {
            title: t.with("follow-ups-from-wish", "who", "Галина В."),
            lines: vec![
                line(
                    "public_act",
                    "Statement before the trial · 2026-05-03",
                    true,
                ),
                line("meeting", "VX-2026-4 · 2026-11-27", true),
                line("export", "2026-10-02", false),
            ],
        }],
        results: [
            "cancelled",
            "taken_down",
            "asked_to_delete",
            "cannot_be_undone",
        ]
        .map(|code| Choice::new(code, &t.term("follow_up_results", code)))
        .to_vec(),
    }
}

fn wellbeing(t: Texts) -> WellbeingPage {
    let contact = |kind: &str, days: Option<i32>, alarm: bool| ContactRow {
        what: t.term("contact_kinds", kind),
        since: days.map(|days| Count::since(today().plus(-days), today())),
        known: days.map(|_| Knowledge {
            confidence: Confidence::Credible,
            origins: 1,
        }),
        href: days.map(|_| paths::history(id(1), id(58))),
        denied: alarm.then(|| {
            let day = t.day_exact(day(2026, 11, 12));
            t.with("wellbeing-denied-since", "day", day.as_str())
        }),
        alarm,
    };
    let clock = |word: &str, class, alarm: &str, on, owner: &str, mark: &str| ClockRow {
        what: t.msg(&format!("clock-{word}")),
        day: on,
        class,
        alarm: t.msg(&format!("wellbeing-alarm-{alarm}")),
        owner: t.msg(&format!("role-{owner}")),
        source: casework::clocks::clock(&word.replace('-', "_"))
            .map(|clock| clock.source.clone())
            .unwrap_or_default(),
        mark: t.msg(&format!("wellbeing-mark-{mark}")),
        href: paths::history(id(1), id(58)),
    };
    WellbeingPage {
        layout: inside(t, "title-wellbeing"),
        person: somebody(1),
        standing: vec![
            Standing {
                what: t.count("wellbeing-solitary", 17),
                notes: vec![t.msg("wellbeing-solitary-prohibited")],
                grave: true,
                href: paths::history(id(1), id(59)),
            },
            Standing {
                what: t.count("wellbeing-strike", 6),
                notes: vec![t.term("fluids", "water_only")],
                grave: true,
                href: paths::history(id(1), id(60)),
            },
        ],
        last_sign: Some(day(2026, 11, 6)),
        checked: None,
        contacts: vec![
            contact("counsel", Some(18), true),
            contact("private_counsel", None, false),
            contact("family_visit", Some(41), true),
            contact("letter_from_them", Some(18), false),
            contact("doctor", None, true),
            contact("consular", Some(90), false),
            contact("proof_of_life", None, false),
        ],
        clocks: vec![
            clock(
                "solitary_day_16",
                "red",
                "red",
                day(2026, 11, 23),
                "desk-officer",
                "m",
            ),
            clock(
                "since_contact_red",
                "red",
                "red",
                day(2026, 11, 20),
                "desk-officer",
                "p",
            ),
            clock(
                "since_wellness_weekly",
                "amber",
                "amber",
                day(2026, 11, 25),
                "analyst",
                "p",
            ),
        ],
        observed: vec![(
            "Walks with difficulty; the left hand is bandaged.".to_owned(),
            Some(day(2026, 11, 6)),
            paths::history(id(1), id(61)),
        )],
        record: vec![Link {
            href: paths::record(id(1), "wellness_check"),
            text: t.msg("kind-wellness_check"),
        }],
        stop_href: Some(format!("{}?ground=welfare", paths::report_stop(id(1)))),
    }
}

/// Pages of wishes and of well-being.
pub(super) fn samples(t: Texts) -> Vec<Sample> {
    let readings = crate::handlers::wish_readings(t, &wish(), Some(day(2027, 2, 20)));
    vec![
        Sample::new(
            "read_back",
            ReadBackPage {
                layout: inside(t, "title-wish"),
                person: somebody(1),
                words: Some(written(
                    "Не называйте её в газетах. Врача просите каждый день.",
                    "ru",
                )),
                boxes: vec![(t.msg("field-wish-never"), written("Её фотографии.", "ru"))],
                texts: t,
                readings: readings.clone(),
                entered: vec![("words".to_owned(), "Не называйте её в газетах.".to_owned())],
                action: paths::record_wish(id(1)),
                change_action: paths::record_wish(id(1)),
            },
        ),
        Sample::new(
            "script",
            ScriptPage {
                layout: inside(t, "title-wish"),
                person: somebody(1),
                texts: t,
                readings,
            },
        ),
        Sample::new("said", said(t)),
        Sample::new("follow_ups", follow_ups(t)),
        Sample::new("wellbeing", wellbeing(t)),
    ]
}
