//! Recording, wishes, verdicts, links: what is done on the way from a person's page.

use kernel::Label;

use super::{Sample, at, day, id, layout, listed_people, somebody, today, written};
use crate::{
    pages::{
        AboutPage, Agreement, Choice, ChooseOther, ComparePage, ComparedField, ConfirmPage,
        ConflictField, ConflictPage, Control, ErasureReceipt, Field, Form, HelpPage, HistoryPage,
        Layout, Link, Marked, Outcome, Pager, Pair, PartialDateInput, Place, Reason, RecordPage,
        RefusedPage, ReviewQueue, ScopeGroup, ScopeRow, VerdictPage, Version, VersionField,
        WishPage,
    },
    paths,
    text::Texts,
};

fn inside(t: Texts, title: &'static str) -> Layout {
    layout(t, title, Some(Place::People))
}

fn link(href: String, text: &str) -> Link {
    Link {
        href,
        text: text.to_owned(),
    }
}

fn hearing_fields(t: Texts, wrong: bool) -> Vec<Field> {
    let mut court = Field::new("court", &t.msg("field-hearing-court"), Control::Line).required();
    if wrong {
        court = court.error(&t.msg("fault-missing"));
    }
    let mut on = Field::new(
        "day",
        &t.msg("field-hearing-day"),
        Control::PartialDate(PartialDateInput {
            year: "2026".to_owned(),
            month: "12".to_owned(),
            day: if wrong { "42" } else { "" }.to_owned(),
            about: true,
            ..PartialDateInput::default()
        }),
    );
    if wrong {
        on = on.error(&t.msg("fault-date"));
    }
    vec![
        court,
        Field::new(
            "moment",
            &t.msg("field-hearing-moment"),
            Control::Moment {
                time: "09:30".to_owned(),
                zones: vec![Choice::new("Asia/Tbilisi", "Asia/Tbilisi").chosen()],
            },
        )
        .value("2026-12-03"),
        on,
        Field::new("purpose", &t.msg("field-hearing-purpose"), Control::Line)
            .value("first hearing on the merits"),
        Field::new(
            "open",
            &t.msg("field-hearing-open"),
            Control::Choice(vec![
                Choice::new("yes", &t.msg("choice-yes")),
                Choice::new("no", &t.msg("choice-no")),
                Choice::new("", &t.msg("we-do-not-know")).chosen(),
            ]),
        ),
        Field::new("result", &t.msg("field-hearing-result"), Control::Text(3)),
        Field::new(
            "stage",
            &t.msg("field-detention-stage"),
            Control::Choice(
                [
                    "arrested",
                    "investigation",
                    "pretrial_detention",
                    "on_trial",
                    "serving",
                    "exile",
                    "closed",
                    "unknown",
                ]
                .map(|code| Choice::new(code, &t.term("stages", code)))
                .to_vec(),
            ),
        ),
        Field::new("health", &t.msg("field-contact-words"), Control::Text(2)).folded(),
        Field::new(
            "distance",
            &t.msg("field-detention-distance_home_km"),
            Control::Number {
                least: 0,
                most: 20_000,
            },
        ),
        Field::new("on", &t.msg("field-contact-on"), Control::Day).value("2026-11-12"),
        Field::new("denied", &t.msg("field-contact-denied"), Control::Flag).value("yes"),
        Field::new("version", "", Control::Hidden).value("1"),
    ]
}

fn recording(t: Texts) -> Vec<Sample> {
    let page = |wrong| RecordPage {
        layout: inside(t, "title-record"),
        person: Some(somebody(1)),
        heading: t.msg("kind-hearing"),
        intro: Some(t.msg("record-hearing-intro")),
        form: Form::new(
            paths::record(id(1), "hearing"),
            hearing_fields(t, wrong),
            &t.msg("record-submit"),
        )
        .cancel(paths::person(id(1))),
    };
    let version = |number, by: &str, text: &str, changed| Version {
        number,
        recorded: at(day(2026, 11, 20 + i8::try_from(number).unwrap_or(0)), 9, 14),
        by: by.to_owned(),
        fields: vec![
            VersionField {
                name: t.msg("field-name-text"),
                value: written(text, "be"),
                changed,
            },
            VersionField {
                name: t.msg("field-name-usage"),
                value: written(&t.term("usages", "official"), t.locale().code()),
                changed: false,
            },
        ],
        withdrawn: None,
        leaf_href: Some(paths::leaf(number)),
    };
    vec![
        Sample::new("record", page(false)),
        Sample::new("record_wrong", page(true)),
        Sample::new(
            "conflict",
            ConflictPage {
                layout: inside(t, "title-conflict"),
                person: Some(somebody(1)),
                other_member: "Maren Solvik".to_owned(),
                other_when: at(today(), 8, 20),
                fields: vec![
                    ConflictField {
                        name: "place_text".to_owned(),
                        label: t.msg("field-detention-place_text"),
                        before: "remand prison no. 1".to_owned(),
                        yours: "women's colony no. 4".to_owned(),
                        theirs: "women's colony no. 6".to_owned(),
                    },
                    ConflictField {
                        name: "from".to_owned(),
                        label: t.msg("field-detention-from"),
                        before: String::new(),
                        yours: "2026-03".to_owned(),
                        theirs: "2026-03".to_owned(),
                    },
                ],
                version: 3,
                action: paths::conflict(id(1), id(53)),
                leave_href: paths::person(id(1)),
            },
        ),
        Sample::new(
            "history",
            HistoryPage {
                layout: inside(t, "title-history"),
                person: Some(somebody(1)),
                kind: t.msg("kind-name"),
                versions: vec![
                    Version {
                        withdrawn: Some("typed into the wrong file".to_owned()),
                        ..version(3, "Ines Okonkwo-Vale", "Алена Вярбіцкая", false)
                    },
                    version(2, "Maren Solvik", "Алена Вярбіцкая", true),
                    version(1, "Davit Orbeli-Rao", "Алёна Вербіцкая", true),
                ],
                edit_href: Some(paths::edit(id(1), id(50))),
                withdraw_href: Some(paths::withdraw(id(1), id(50))),
                back_href: paths::person(id(1)),
            },
        ),
        Sample::new(
            "withdraw",
            ConfirmPage::withdraw(
                inside(t, "title-confirm"),
                somebody(1),
                paths::withdraw(id(1), id(55)),
                2,
                vec![link(paths::meeting(id(80)), "B-2026-14")],
            ),
        ),
        Sample::new(
            "stop",
            ConfirmPage::report_stop(
                inside(t, "title-confirm"),
                somebody(8),
                paths::report_stop(id(8)),
                ["all_public", "raise_privately", "ask_medical", "visit"]
                    .iter()
                    .enumerate()
                    .map(|(place, code)| {
                        let choice = Choice::new(code, &t.term("stop_acts", code));
                        if place == 0 { choice.chosen() } else { choice }
                    })
                    .collect(),
            ),
        ),
        Sample::new(
            "erase",
            ConfirmPage::erase(
                inside(t, "title-confirm"),
                somebody(6),
                paths::erase(id(6)),
                "7Q-4418",
                day(2027, 2, 22),
            ),
        ),
        Sample::new(
            "erasure_receipt",
            ErasureReceipt {
                layout: inside(t, "title-confirm"),
                reference: "7Q-4418".to_owned(),
                erased: at(today(), 10, 2),
                by: "Ines Okonkwo-Vale, Maren Solvik".to_owned(),
                reason: "She asked for it after her release.".to_owned(),
                entries: 1_243,
                last_backup: day(2027, 2, 22),
                copies: vec!["brief B-2026-09, printed twice".to_owned()],
                leaf_href: paths::leaf(90_412),
                label: Label::Red,
            },
        ),
    ]
}

fn wishes(t: Texts) -> Vec<Sample> {
    let states = [
        "granted",
        "granted_with_conditions",
        "refused",
        "withdrawn",
        "unable_to_ask",
        "not_asked",
    ];
    let row = |code: &str, state: &str| ScopeRow {
        code: code.to_owned(),
        text: t.term("scopes", code),
        state: state.to_owned(),
        condition: String::new(),
        audience: String::new(),
        error: None,
    };
    let group = |title: &str, codes: &[(&str, &str)]| ScopeGroup {
        title: t.msg(title),
        rows: codes.iter().map(|(code, state)| row(code, state)).collect(),
    };
    let mut groups = vec![
        group(
            "group-keeping",
            &[
                ("c01", "granted"),
                ("c02", "granted"),
                ("c03", "granted"),
                ("c04", "not_asked"),
                ("c25", "not_asked"),
            ],
        ),
        group(
            "group-private",
            &[
                ("c05", "granted_with_conditions"),
                ("c06", "not_asked"),
                ("c07", "not_asked"),
                ("c12", "granted"),
                ("c20", "granted"),
                ("c21", "granted"),
            ],
        ),
        group(
            "group-public",
            &[
                ("c08", "refused"),
                ("c09", "not_asked"),
                ("c10", "refused"),
                ("c11", "refused"),
                ("c13", "refused"),
                ("c14", "refused"),
                ("c15", "not_asked"),
                ("c16", "refused"),
            ],
        ),
        group(
            "group-presence",
            &[("c17", "granted"), ("c18", "not_asked")],
        ),
        group(
            "group-later",
            &[
                ("c19", "not_asked"),
                ("c22", "not_asked"),
                ("c23", "not_asked"),
                ("c24", "not_asked"),
                ("c26", "not_asked"),
            ],
        ),
    ];
    if let Some(first) = groups.get_mut(1).and_then(|group| group.rows.first_mut()) {
        first.condition = "only the ambassador, never in the press".to_owned();
        first.error = Some(t.msg("fault-code-not-offered"));
    }
    vec![Sample::new(
        "wish",
        WishPage {
            layout: inside(t, "title-wish"),
            person: somebody(1),
            action: paths::read_back(id(1)),
            fields: vec![
                Field::new(
                    "giver.relation",
                    &t.msg("field-wish-giver-relation"),
                    Control::Choice(
                        [
                            "person",
                            "relative",
                            "counsel",
                            "guardian",
                            "representative",
                        ]
                        .map(|code| Choice::new(code, &t.term("giver_relations", code)))
                        .to_vec(),
                    ),
                )
                .required(),
                Field::new("words", &t.msg("field-wish-words"), Control::Text(4))
                    .value("Не называйте её в газетах. Врача просите каждый день."),
                Field::new(
                    "how_known",
                    &t.msg("field-wish-how_known"),
                    Control::Choice(
                        [
                            "spoken",
                            "written",
                            "relayed",
                            "coded",
                            "heard_from_court",
                            "unknown",
                        ]
                        .map(|code| Choice::new(code, &t.term("how_known", code)))
                        .to_vec(),
                    ),
                )
                .required(),
            ],
            groups,
            states: states
                .map(|code| (code.to_owned(), t.term("scope_states", code)))
                .to_vec(),
            more_fields: vec![
                Field::new(
                    "until_they_say_stop",
                    &t.msg("field-wish-until_they_say_stop"),
                    Control::Flag,
                ),
                Field::new(
                    "under_pressure",
                    &t.msg("field-wish-under_pressure"),
                    Control::Flag,
                ),
            ],
            error: None,
        },
    )]
}

fn verdicts(t: Texts) -> Vec<Sample> {
    let reason =
        |outcome, id: &str, values: &[(&str, &str)], lift: Option<&str>, rule: &str| Reason {
            outcome,
            says: t.said(id, values.iter().copied()),
            who_can_lift: lift.map(|id| t.msg(id)),
            rule: rule.to_owned(),
            entry: Some(link(
                paths::history(super::id(1), super::id(55)),
                &t.msg("kind-wish"),
            )),
            step: None,
        };
    vec![Sample::new(
        "verdict",
        VerdictPage {
            layout: inside(t, "title-person"),
            person: somebody(1),
            act: t.term("acts", "raise_publicly"),
            outcome: Outcome::Block,
            as_of: at(today(), 8, 31),
            against: vec![
                Reason {
                    step: Some(link(paths::record_wish(id(1)), &t.msg("wish-heading"))),
                    ..reason(
                        Outcome::Block,
                        "gate-other-refused",
                        &[
                            ("who", "Галина В."),
                            ("relation", "relative"),
                            ("scope", "c10"),
                        ],
                        Some("gate-lift-giver"),
                        "other_refused",
                    )
                },
                reason(
                    Outcome::Hold,
                    "gate-stale",
                    &[("days", "132"), ("on", "2026-07-15")],
                    Some("gate-lift-verifier"),
                    "stale",
                ),
            ],
            passed: vec![reason(Outcome::Clear, "gate-passed", &[], None, "gate_5")],
            instead: vec![link(
                paths::verdict(id(1), "raise_privately"),
                &t.term("acts", "raise_privately"),
            )],
            record: None,
        },
    )]
}

fn files(t: Texts) -> Vec<Sample> {
    let marked = |text: &str, language: &str, pieces: &[(&str, bool)]| Marked {
        written: written(text, language),
        pieces: pieces
            .iter()
            .map(|(piece, differs)| ((*piece).to_owned(), *differs))
            .collect(),
    };
    vec![
        Sample::new(
            "compare",
            ComparePage {
                layout: layout(t, "title-compare", Some(Place::Review)),
                first: somebody(1),
                second: super::person(31, "Елена Вербицкая", "ru", "Elena Verbitskaya"),
                compartments: (
                    "Desk: Veshnia and neighbours".to_owned(),
                    "Committee of Lanterns".to_owned(),
                ),
                why: vec![
                    "The names sound alike in both scripts; year of birth and court agree. Probably one person."
                        .to_owned(),
                ],
                fields: vec![
                    ComparedField {
                        name: t.msg("section-names"),
                        first: vec![
                            marked(
                                "Алена Вярбіцкая",
                                "be",
                                &[("А", false), ("лена Вярбі", true), ("цкая", false)],
                            ),
                            Marked::plain(written("Elena Verbitskaya", "ru-Latn")),
                        ],
                        second: vec![marked(
                            "Елена Вербицкая",
                            "ru",
                            &[("Е", true), ("лена Верби", true), ("цкая", false)],
                        )],
                        agreement: Agreement::Similar,
                    },
                    ComparedField {
                        name: t.term("person_facts", "birth"),
                        first: vec![Marked::plain(written("about 1979", "en"))],
                        second: vec![Marked::plain(written("12 May 1979", "en"))],
                        agreement: Agreement::Similar,
                    },
                    ComparedField {
                        name: t.term("person_facts", "occupation"),
                        first: vec![Marked::plain(written("teacher", "en"))],
                        second: Vec::new(),
                        agreement: Agreement::Unknown,
                    },
                    ComparedField {
                        name: t.msg("field-hearing-court"),
                        first: vec![Marked::plain(written("Northgate court", "en"))],
                        second: vec![Marked::plain(written("Northgate court", "en"))],
                        agreement: Agreement::Same,
                    },
                    ComparedField {
                        name: t.msg("field-charge-article"),
                        first: vec![Marked::plain(written("342-2", "en"))],
                        second: vec![Marked::plain(written("130-3", "en"))],
                        agreement: Agreement::Different,
                    },
                ],
                reasons: String::new(),
                error: None,
                action: paths::compare(id(1), id(31)),
                back_href: paths::review(),
                left: Some(11),
            },
        ),
        Sample::new(
            "choose_other",
            ChooseOther {
                layout: inside(t, "title-compare"),
                person: somebody(1),
                action: paths::link(id(1)),
                text: "Verbitskaya".to_owned(),
                found: listed_people()
                    .into_iter()
                    .take(2)
                    .map(|person| (person, paths::compare(id(1), id(31))))
                    .collect(),
                searched: true,
                matches_href: paths::possible_matches(id(1)),
            },
        ),
        Sample::new(
            "withdraw_link",
            ConfirmPage::withdraw_link(
                inside(t, "title-confirm"),
                somebody(1),
                paths::withdraw_link(id(1), id(71)),
            ),
        ),
        Sample::new(
            "review",
            ReviewQueue {
                layout: layout(t, "title-review", Some(Place::Review)),
                pairs: vec![
                    Pair {
                        first: somebody(1),
                        second: super::person(31, "Елена Вербицкая", "ru", "Elena Verbitskaya"),
                        why: "The names sound alike, the year of birth agrees.".to_owned(),
                        sure: "probable".to_owned(),
                        href: paths::compare(id(1), id(31)),
                    },
                    Pair {
                        first: somebody(8),
                        second: super::person(32, "سلمى حداد", "ar", "Selma Haddad"),
                        why: "Same day of arrest, same article.".to_owned(),
                        sure: "possible".to_owned(),
                        href: paths::compare(id(8), id(32)),
                    },
                ],
                rows: 17,
                pager: Pager {
                    shown: 3,
                    total: Some(14),
                    first_href: None,
                    next_href: Some("/review?after=sealed".to_owned()),
                },
            },
        ),
        Sample::new(
            "review_empty",
            ReviewQueue {
                layout: layout(t, "title-review", Some(Place::Review)),
                pairs: Vec::new(),
                rows: 0,
                pager: Pager::default(),
            },
        ),
    ]
}

fn words(t: Texts) -> Vec<Sample> {
    let fault = || layout(t, "title-fault", None);
    let outside = || Layout {
        csrf: "kM3v9Qx1sample".to_owned(),
        ..Layout::outside(t, "title-fault", today(), paths::log_in())
    };
    vec![
        Sample::new("absent", RefusedPage::absent(fault())),
        Sample::new(
            "refused",
            RefusedPage {
                layout: fault(),
                what: t.term("acts", "raise_publicly"),
                why: t.said("gate-person-refused", [("scope", "c10")]),
                who: t.msg("gate-lift-person"),
                instead: vec![link(
                    paths::verdict(id(1), "raise_privately"),
                    &t.term("acts", "raise_privately"),
                )],
                reference: None,
            },
        ),
        Sample::new(
            "too_large",
            RefusedPage::too_large(fault(), paths::new_import()),
        ),
        Sample::new("server_locked", RefusedPage::locked(outside())),
        Sample::new(
            "stale_form",
            RefusedPage::stale_form(fault(), paths::today()),
        ),
        Sample::new(
            "overtaken",
            RefusedPage::overtaken(fault(), paths::person(id(1))),
        ),
        Sample::new("full", RefusedPage::full(fault())),
        Sample::new("server_fault", RefusedPage::server(fault(), "5f3a-91c0")),
        Sample::new("too_many", RefusedPage::too_many(outside(), 30)),
        Sample::new(
            "help",
            HelpPage {
                layout: layout(t, "title-help", Some(Place::Help)),
            },
        ),
        Sample::new(
            "about",
            AboutPage {
                layout: layout(t, "title-about", None),
                version: "0.1.0".to_owned(),
            },
        ),
    ]
}

pub(super) fn samples(t: Texts) -> Vec<Sample> {
    let mut samples = recording(t);
    samples.extend(wishes(t));
    samples.extend(verdicts(t));
    samples.extend(files(t));
    samples.extend(words(t));
    samples
}
