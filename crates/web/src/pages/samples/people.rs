//! Lists, search, and a person's page.

use kernel::{Confidence, DateValue, Label, PartialDate};

use super::{Sample, at, day, id, layout, somebody, today, written};
use crate::{
    pages::{
        Choice, Condition, Contact, DoneLine, EntryLine, Event, FileLine, Found, Knowledge, Layout,
        Link, ListedPerson, Mark, OpenStop, Outcome, Pager, PeopleFilters, PeopleList, PersonDone,
        PersonHead, PersonPage, PersonPrint, Place, Planned, SearchResults, Section, Timeline,
        VerdictLine,
    },
    paths,
    text::{Count, Texts},
};

fn listed(
    number: usize,
    occupation: &str,
    state: &str,
    country: &str,
    detained: i32,
    silence: i32,
) -> ListedPerson {
    ListedPerson {
        person: somebody(number),
        state: state.to_owned(),
        country: country.to_owned(),
        occupation: occupation.to_owned(),
        detained: (detained > 0).then(|| Count::since(today().plus(-detained), today())),
        silence: Some(Count::since(today().plus(-silence), today())),
    }
}

pub(super) fn some_listed() -> Vec<ListedPerson> {
    vec![
        listed(
            2,
            "nurse, trade unionist",
            "remand prison",
            "Veshnia",
            460,
            214,
        ),
        listed(3, "teacher", "serving, prison no. 2", "Sagaria", 1290, 190),
        listed(4, "lawyer", "security-service site", "Khorastan", 200, 171),
        listed(
            5,
            "photographer",
            "whereabouts not known",
            "Habeshia",
            163,
            163,
        ),
        listed(6, "poet", "residential surveillance", "Xianglu", 402, 120),
        listed(8, "student", "released on conditions", "Qamaria", 0, 31),
    ]
}

fn choices(items: &[(&str, &str)]) -> Vec<Choice> {
    items
        .iter()
        .enumerate()
        .map(|(position, (value, text))| {
            let choice = Choice::new(value, text);
            if position == 0 {
                choice.chosen()
            } else {
                choice
            }
        })
        .collect()
}

fn entry(title: &str, language: &str, number: u8) -> EntryLine {
    let person = id(1);
    EntryLine {
        title: written(title, language),
        words: None,
        notes: Vec::new(),
        happened: None,
        recorded: day(2026, 10, 8),
        knowledge: Some(Knowledge {
            confidence: Confidence::Credible,
            origins: 1,
        }),
        reported_by: Some(written("Committee of Lanterns", "en")),
        label: Label::AmberStrict,
        versions: 1,
        history_href: paths::history(&person, id(number)),
        edit_href: Some(paths::edit(&person, id(number))),
        withdraw_href: Some(paths::withdraw(&person, id(number))),
        sensitive: false,
    }
}

fn section(
    t: Texts,
    id: &'static str,
    title: &str,
    empty: &str,
    entries: Vec<EntryLine>,
    kind: &str,
) -> Section {
    Section {
        id,
        title: title.to_owned(),
        empty: empty.to_owned(),
        open: !entries.is_empty(),
        entries,
        add: Some(Link {
            href: paths::record(super::id(1), kind),
            text: t.msg("section-add"),
        }),
    }
}

fn sections(t: Texts) -> Vec<Section> {
    let titled = |id, kind: &str, entries| {
        section(
            t,
            id,
            &t.msg(&format!("section-{id}")),
            &t.msg(&format!("section-{id}-empty")),
            entries,
            kind,
        )
    };
    vec![
        titled(
            "names",
            "name",
            vec![
                EntryLine {
                    notes: vec!["name at birth, in Belarusian".to_owned()],
                    versions: 2,
                    ..entry("Алена Вярбіцкая", "be", 50)
                },
                entry("Elena Verbitskaya", "ru-Latn", 51),
            ],
        ),
        titled(
            "facts",
            "fact",
            vec![EntryLine {
                happened: PartialDate::parse("1979-21~").ok(),
                ..entry("born", "en", 52)
            }],
        ),
        titled(
            "detentions",
            "detention",
            vec![EntryLine {
                happened: Some(PartialDate::day(day(2025, 10, 8))),
                notes: vec![
                    "Women's colony no. 4, since March 2026 (before: remand prison no. 1)."
                        .to_owned(),
                ],
                ..entry("arrested at home", "en", 53)
            }],
        ),
        titled(
            "charges",
            "charge",
            vec![EntryLine {
                words: Some(written(
                    "Кіраўніцтва групай чытачоў, дзеянні якой парушаюць парадак",
                    "be",
                )),
                notes: vec![
                    "Leading a group of readers whose actions disturb order (our translation)."
                        .to_owned(),
                ],
                happened: Some(PartialDate::of(DateValue::Month(2025, 10))),
                ..entry("art. 342-2", "en", 54)
            }],
        ),
        titled("hearings", "hearing", Vec::new()),
        titled(
            "wishes",
            "wish",
            vec![EntryLine {
                words: Some(written(
                    "Не называйте её в газетах. Врача просите каждый день.",
                    "ru",
                )),
                notes: vec![
                    "Her mother, by telephone. Refuses publicity; wants a doctor asked for."
                        .to_owned(),
                ],
                happened: Some(PartialDate::day(day(2026, 11, 3))),
                label: Label::Red,
                ..entry("wish of her mother", "en", 55)
            }],
        ),
        titled(
            "health",
            "condition",
            vec![EntryLine {
                sensitive: true,
                notes: vec!["Thyroid medicine refused by the colony's doctor.".to_owned()],
                happened: Some(PartialDate::day(day(2026, 11, 12))),
                ..entry("medicine refused", "en", 56)
            }],
        ),
        titled("claims", "claim", Vec::new()),
    ]
}

fn verdict(
    t: Texts,
    act: &str,
    outcome: Outcome,
    reason: &str,
    more: u32,
    lift: Option<&str>,
) -> VerdictLine {
    let href = paths::verdict(id(1), act);
    VerdictLine {
        act: t.term("acts", act),
        outcome,
        reason: reason.to_owned(),
        more,
        lift: lift.map(|text| Link {
            href: href.clone(),
            text: text.to_owned(),
        }),
        href,
    }
}

fn verdicts(t: Texts) -> Vec<VerdictLine> {
    let who = t.msg("who-can-change-this");
    vec![
        verdict(
            t,
            "raise_privately",
            Outcome::Clear,
            "partner's relay of 2 Nov, valid to 1 May",
            0,
            None,
        ),
        verdict(
            t,
            "ask_medical",
            Outcome::Clear,
            "no stop names medical requests",
            0,
            None,
        ),
        verdict(
            t,
            "attend_hearing",
            Outcome::Hold,
            "counsel has not answered",
            0,
            Some("ask counsel"),
        ),
        verdict(
            t,
            "raise_publicly",
            Outcome::Block,
            "her mother refuses publicity (3 Nov)",
            2,
            Some(&who),
        ),
        verdict(
            t,
            "write_letters",
            Outcome::Block,
            "follows from the refusal of publicity",
            0,
            Some(&who),
        ),
        verdict(
            t,
            "publish_profile",
            Outcome::Ask,
            "ask the case lead before any public act",
            0,
            None,
        ),
    ]
}

fn done() -> Vec<DoneLine> {
    let line = |on, mark, what: &str, whom: &str, answer: Option<&str>| DoneLine {
        day: on,
        mark,
        what: what.to_owned(),
        whom: whom.to_owned(),
        answer: answer.map(|text| written(text, "en")),
        href: paths::history(id(1), id(60)),
    };
    vec![
        line(
            day(2026, 11, 15),
            Mark::Done,
            "raised in private",
            "deputy minister, by the ambassador",
            Some("“We will look into it.”"),
        ),
        line(
            day(2026, 9, 2),
            Mark::Refused,
            "visit to the colony",
            "colony administration",
            Some("refused: “repairs”"),
        ),
        line(
            day(2026, 6, 20),
            Mark::Done,
            "note verbale: doctor",
            "foreign ministry",
            None,
        ),
        line(
            day(2026, 5, 28),
            Mark::Answered,
            "answer about her health",
            "ombudsman",
            Some("“satisfactory”"),
        ),
        line(
            day(2026, 5, 11),
            Mark::Done,
            "raised in private",
            "ombudsman",
            Some("noted"),
        ),
        line(
            day(2026, 3, 6),
            Mark::Happened,
            "moved to women's colony no. 4",
            "",
            None,
        ),
        line(
            day(2026, 2, 17),
            Mark::Refused,
            "visit to the remand prison",
            "prison administration",
            Some("refused without reason"),
        ),
    ]
}

fn timeline(t: Texts) -> Timeline {
    let mut events: Vec<Event> = done()
        .into_iter()
        .map(|line| Event {
            day: line.day,
            mark: line.mark,
            text: format!("{}: {}", t.day_exact(line.day), line.what),
        })
        .collect();
    events.push(Event {
        day: day(2025, 10, 8),
        mark: Mark::Happened,
        text: format!("{}: arrested", t.day_exact(day(2025, 10, 8))),
    });
    Timeline::new(t, day(2025, 9, 20), today(), events)
}

fn head(t: Texts) -> PersonHead {
    let contact = |whom: &str, days: Option<i32>, alarm| Contact {
        whom: t.msg(whom),
        since: days.map(|days| Count::since(today().plus(-days), today())),
        alarm,
    };
    PersonHead {
        name: written("Алена Вярбіцкая", "be"),
        reading: Some(written("Alena Viarbickaja", "be-Latn")),
        also: vec![
            written("Elena Verbitskaya", "ru-Latn"),
            written("Елена Вербицкая", "ru"),
        ],
        portrait_href: None,
        description: vec![written("teacher, founder of a reading circle", "en")],
        charge: Some("charged under art. 342-2".to_owned()),
        detained: Some(Count::since(today().plus(-412), today())),
        whereabouts: vec![
            "in custody".to_owned(),
            "women's colony no. 4".to_owned(),
            "380 km from home".to_owned(),
        ],
        contacts: vec![
            contact("contact-family", Some(9), false),
            contact("contact-counsel", Some(31), true),
            contact("contact-doctor", None, true),
        ],
        minor: false,
    }
}

fn person_page(t: Texts) -> PersonPage {
    let condition = |what: &str, since, confidence, origins| Condition {
        what: what.to_owned(),
        since,
        knowledge: Knowledge {
            confidence,
            origins,
        },
        href: paths::history(id(1), id(56)),
    };
    let planned = |what: &str, on: Option<kernel::Day>| Planned {
        what: what.to_owned(),
        day: on,
        overdue: on.is_some_and(|day| day < today()),
        href: None,
    };
    PersonPage {
        layout: Layout {
            label_banner: Some(Label::Red),
            ..layout(t, "title-person", Some(Place::People))
        },
        head: head(t),
        stops: vec![OpenStop {
            heading: t.msg("stop-open"),
            confirmed: false,
            lift_href: Some(paths::lift_stop(id(1), id(70))),
            says: t.msg("stop-public"),
            reported: at(day(2026, 11, 23), 21, 4),
            confirm_by: at(day(2026, 11, 26), 21, 4),
            confirm_href: Some(paths::confirm_stop(id(1), id(70))),
        }],
        conditions: vec![
            condition(
                "medicine refused",
                Some(day(2026, 11, 12)),
                Confidence::Credible,
                1,
            ),
            condition("lost much weight", None, Confidence::Alleged, 2),
        ],
        counsel: Vec::new(),
        wellbeing_href: paths::wellbeing(id(1)),
        said_href: paths::said(id(1)),
        follow_ups: 3,
        follow_ups_href: paths::follow_ups(id(1)),
        record_condition_href: Some(paths::record(id(1), "condition")),
        verdicts: verdicts(t),
        as_of: at(today(), 8, 31),
        planned: vec![
            planned("quiet until 15 January", None),
            planned("review due", Some(day(2026, 11, 28))),
            planned("two arguments, one dissent", None),
        ],
        done_summary: vec![
            "raised 4 times, answered once".to_owned(),
            "2 visits refused".to_owned(),
        ],
        timeline: Some(timeline(t)),
        done: done(),
        done_href: paths::person_done(id(1)),
        print_href: paths::person_print(id(1)),
        sections: sections(t),
        record_menu: [
            ("wish", "kind-wish"),
            ("request", "kind-request"),
            ("hearing", "kind-hearing"),
            ("detention", "kind-detention"),
            ("charge", "kind-charge"),
            ("condition", "kind-condition"),
            ("name", "kind-name"),
            ("fact", "kind-fact"),
            ("source", "kind-source"),
            ("claim", "kind-claim"),
        ]
        .into_iter()
        .map(|(kind, message)| Link {
            href: paths::record(id(1), kind),
            text: t.msg(message),
        })
        .collect(),
        stop_href: paths::report_stop(id(1)),
        files: vec![
            FileLine {
                compartment: "Desk: Veshnia and neighbours".to_owned(),
                reference: "7Q-4418".to_owned(),
                this: true,
                withdraw_link_href: None,
                openings_href: paths::openings(id(1)),
            },
            FileLine {
                compartment: "Committee of Lanterns".to_owned(),
                reference: "2M-0093".to_owned(),
                this: false,
                withdraw_link_href: Some(paths::withdraw_link(id(1), id(71))),
                openings_href: paths::openings(id(21)),
            },
        ],
        link_href: Some(paths::link(id(1))),
        erase_href: Some(paths::erase(id(1))),
    }
}

fn unknown_person(t: Texts) -> PersonPage {
    PersonPage {
        head: PersonHead {
            name: somebody(5).name,
            reading: somebody(5).reading,
            also: Vec::new(),
            portrait_href: None,
            description: Vec::new(),
            charge: None,
            detained: None,
            whereabouts: vec![t.msg("whereabouts-unknown")],
            contacts: Vec::new(),
            minor: true,
        },
        stops: Vec::new(),
        conditions: Vec::new(),
        planned: Vec::new(),
        done_summary: Vec::new(),
        timeline: None,
        done: Vec::new(),
        sections: sections(t)
            .into_iter()
            .map(|section| Section {
                entries: Vec::new(),
                open: false,
                ..section
            })
            .collect(),
        ..person_page(t)
    }
}

pub(super) fn samples(t: Texts) -> Vec<Sample> {
    let found = |number, matched: Option<(&str, &str)>, reason: &str| Found {
        person: listed(number, "teacher", "in custody", "Veshnia", 412, 9),
        matched: matched.map(|(text, language)| written(text, language)),
        reason: t.msg(reason),
    };
    let searched = |text: &str| Layout {
        search: text.to_owned(),
        ..layout(t, "title-search", Some(Place::People))
    };
    vec![
        Sample::new(
            "people",
            PeopleList {
                layout: layout(t, "title-people", Some(Place::People)),
                filters: PeopleFilters {
                    country: choices(&[
                        ("", "all"),
                        ("XA", "Veshnia"),
                        ("XB", "Sagaria"),
                        ("XC", "Khorastan"),
                    ]),
                    stage: choices(&[
                        ("", "all"),
                        ("pretrial", "pre-trial detention"),
                        ("serving", "serving"),
                    ]),
                    sex: choices(&[("", "all"), ("female", "female"), ("male", "male")]),
                    source: choices(&[("", "all"), ("lanterns", "Committee of Lanterns")]),
                    sort: choices(&[
                        ("forgotten", &t.msg("sort-forgotten")),
                        ("newest", &t.msg("sort-newest")),
                    ]),
                },
                filtered: false,
                people: some_listed(),
                pager: Pager {
                    shown: 6,
                    total: Some(312),
                    first_href: None,
                    next_href: Some("/people?after=sealed".to_owned()),
                },
                exports: ["csv", "xlsx", "json"]
                    .map(|extension| Link {
                        href: paths::people_export(extension),
                        text: extension.to_uppercase(),
                    })
                    .to_vec(),
                may_add: true,
            },
        ),
        Sample::new(
            "people_none",
            PeopleList {
                layout: layout(t, "title-people", Some(Place::People)),
                filters: PeopleFilters::default(),
                filtered: true,
                people: Vec::new(),
                pager: Pager::default(),
                exports: Vec::new(),
                may_add: true,
            },
        ),
        Sample::new(
            "search",
            SearchResults {
                layout: searched("Verbitskaja"),
                same: vec![found(
                    1,
                    Some(("Elena Verbitskaya", "ru-Latn")),
                    "found-other-spelling",
                )],
                by_words: vec![found(5, None, "found-by-words")],
                similar: vec![
                    found(9, None, "found-similar"),
                    found(2, None, "found-similar"),
                ],
                may_add: true,
            },
        ),
        Sample::new(
            "search_only_similar",
            SearchResults {
                layout: searched("رضائي"),
                same: Vec::new(),
                by_words: Vec::new(),
                similar: vec![found(4, Some(("رضایی", "fa")), "found-other-script")],
                may_add: true,
            },
        ),
        Sample::new(
            "search_none",
            SearchResults {
                layout: searched("<b>Nobody</b>"),
                same: Vec::new(),
                by_words: Vec::new(),
                similar: Vec::new(),
                may_add: true,
            },
        ),
        Sample::new("person", person_page(t)),
        Sample::new(
            "person_print",
            PersonPrint {
                page: person_page(t),
                by: "Ines Okonkwo-Vale".to_owned(),
                reference: "7Q-4418".to_owned(),
            },
        ),
        Sample::new("person_unknown", unknown_person(t)),
        Sample::new(
            "person_done",
            PersonDone {
                layout: layout(t, "title-done", Some(Place::People)),
                person: somebody(1),
                done_summary: vec!["raised 4 times, answered once".to_owned()],
                timeline: Some(timeline(t)),
                done: done(),
            },
        ),
    ]
}
