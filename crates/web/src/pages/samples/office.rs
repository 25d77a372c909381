//! The work of the office: meetings, requests, lists, members, the ledger.

use kernel::{Day, Moment};

use super::{Sample, at, day, id, layout, somebody, today, written};
use crate::{
    pages::{
        Briefed, Candidate, Checkpoint, Choice, ColumnPage, CompartmentLine, CompartmentPage,
        CompartmentShares, Compartments, ConfirmPage, Control, DecideTogether, DoubtedRows,
        ExposedFile, ExposurePage, Field, Form, ImportLine, ImportResult, ImportRow, Imports,
        InvitePage, Layout, LeafLine, LeafPage, LedgerPage, Link, MappedColumn, MappingPage,
        MeaningGroup, MeetingLine, MeetingPage, Meetings, MemberLine, MemberPage, MemberRow,
        Members, MembersImport, Opening, OpeningsPage, Outcome, OutcomePage, OutcomeRow, Pager,
        Place, ProgressPage, RehearsalPage, RequestLine, Requests, RoleLine, RowCounts, RowEnd,
        ShownSplit, UploadPage, WaitingRow, WaitingRowPage, WaitingRows, WordRow, WordsPage,
    },
    paths,
    text::Texts,
};

fn link(href: String, text: &str) -> Link {
    Link {
        href,
        text: text.to_owned(),
    }
}

fn pager(shown: u32, total: u64) -> Pager {
    Pager {
        shown,
        total: Some(total),
        first_href: None,
        next_href: Some("/?after=sealed".to_owned()),
    }
}

fn meetings(t: Texts) -> Vec<Sample> {
    let here = |title| layout(t, title, Some(Place::Meetings));
    let line = |code: &str, title: &str, on: Day, people, ready, missing| MeetingLine {
        code: code.to_owned(),
        title: title.to_owned(),
        day: on,
        counterpart: "deputy foreign minister of Veshnia".to_owned(),
        people,
        ready,
        outcome_missing: missing,
        href: paths::meeting(id(80)),
    };
    let candidate =
        |number: usize, outcome, why: Option<&str>, pro: &str, contra: &str| Candidate {
            person: somebody(number),
            file: id(u8::try_from(number).unwrap_or(1)),
            outcome,
            why_not: why.map(str::to_owned),
            verdict_href: paths::verdict(id(1), "raise_privately"),
            reasons_for: pro.to_owned(),
            reasons_against: contra.to_owned(),
            dropped: number == 3,
        };
    let briefed = |number: usize, asks: &[&str], stale, page| Briefed {
        person: somebody(number),
        file: id(u8::try_from(number).unwrap_or(1)),
        asks: asks.iter().map(|code| t.term("asks", code)).collect(),
        say: "Her pupils still read together.".to_owned(),
        do_not_say: "nothing of her mother".to_owned(),
        verified: Some(day(2026, if stale { 9 } else { 11 }, 12)),
        stale,
        page,
        edit_href: paths::edit(id(1), id(81)),
        lost: (number == 4).then(|| t.msg("gate-stopped-unconfirmed")),
    };
    let choice = |vocabulary: &str, codes: &[&str]| {
        let mut choices = vec![Choice::new("", &t.msg("choice-nothing")).chosen()];
        choices.extend(
            codes
                .iter()
                .map(|code| Choice::new(code, &t.term(vocabulary, code))),
        );
        choices
    };
    let row = |number: usize| {
        let file = id(u8::try_from(number).unwrap_or(1));
        let name = |field: &str| format!("{field}.{file}");
        OutcomeRow {
            person: somebody(number),
            asks: vec![t.term("asks", "medical_care")],
            fields: vec![
                Field::new(
                    &name("state"),
                    &t.msg("field-raised-state"),
                    Control::Choice(
                        ["raised", "partly", "not_raised"]
                            .map(|code| Choice::new(code, &t.term("raised_states", code)))
                            .to_vec(),
                    ),
                )
                .required(),
                Field::new(
                    &name("answer_code"),
                    &t.msg("field-raised-answer_code"),
                    Control::Choice(choice(
                        "responses",
                        &[
                            "granted",
                            "promised_review",
                            "promised_access",
                            "asked_for_list",
                            "noted",
                            "denied",
                            "rejected",
                            "counter_accusation",
                        ],
                    )),
                ),
                Field::new(
                    &name("answer_text"),
                    &t.msg("field-raised-answer_text"),
                    Control::Text(2),
                ),
                Field::new(
                    &name("tone"),
                    &t.msg("field-raised-tone"),
                    Control::Choice(choice(
                        "tones",
                        &[
                            "warm",
                            "polite",
                            "reserved",
                            "irritated",
                            "hostile",
                            "unknown",
                            "unknown",
                        ],
                    )),
                ),
                Field::new(
                    &name("promise"),
                    &t.msg("field-raised-promise"),
                    Control::Line,
                ),
                Field::new(
                    &name("promise_due"),
                    &t.msg("field-raised-promise_due"),
                    Control::Day,
                ),
            ],
        }
    };
    vec![
        Sample::new(
            "meetings",
            Meetings {
                layout: here("title-meetings"),
                coming: vec![line(
                    "B-2026-14",
                    "Yearly consultations",
                    day(2026, 11, 27),
                    9,
                    4,
                    false,
                )],
                past: vec![line(
                    "B-2026-11",
                    "On the margins of the fisheries talks",
                    day(2026, 11, 15),
                    3,
                    3,
                    true,
                )],
                may_add: true,
            },
        ),
        Sample::new(
            "meetings_empty",
            Meetings {
                layout: here("title-meetings"),
                coming: Vec::new(),
                past: Vec::new(),
                may_add: true,
            },
        ),
        Sample::new(
            "meeting",
            MeetingPage {
                layout: here("title-meeting"),
                code: "B-2026-14".to_owned(),
                title: "Yearly consultations".to_owned(),
                moment: Moment::new("2026-11-27 09:30", "Asia/Tbilisi").ok(),
                day: day(2026, 11, 27),
                counterpart: "deputy foreign minister of Veshnia".to_owned(),
                principal: "the minister".to_owned(),
                ask: "Let a doctor see the four people named below before the end of the year."
                    .to_owned(),
                candidates: vec![
                    candidate(
                        1,
                        Outcome::Clear,
                        None,
                        "medicine refused since 12 November; appeal on 3 December",
                        "quiet until 15 January agreed with counsel",
                    ),
                    candidate(
                        2,
                        Outcome::Clear,
                        None,
                        "never raised; 214 days of silence",
                        "",
                    ),
                    candidate(
                        3,
                        Outcome::Hold,
                        Some(&t.said("gate-stale", [("days", "132"), ("on", "2026-07-15")])),
                        "raised in May and June",
                        "",
                    ),
                    candidate(
                        5,
                        Outcome::Block,
                        Some(&t.said("gate-person-refused", [("scope", "c05")])),
                        "whereabouts not known",
                        "",
                    ),
                ],
                more: Some((141, "?all=1".to_owned())),
                brief: vec![
                    briefed(9, &["medical_care", "family_visit"], false, 1),
                    briefed(4, &["proof_of_life"], true, 2),
                    briefed(7, &[], false, 3),
                ],
                pages: 4,
                action: paths::meeting_people(id(80)),
                edit_href: Some(paths::edit(id(80), id(82))),
                brief_href: Some(paths::brief(id(80), "pdf")),
                outcome_href: Some(paths::outcome(id(80))),
            },
        ),
        Sample::new(
            "outcome",
            OutcomePage {
                layout: here("title-outcome"),
                code: "B-2026-11".to_owned(),
                title: "On the margins of the fisheries talks".to_owned(),
                day: day(2026, 11, 15),
                rows: vec![row(1), row(4)],
                action: paths::outcome(id(83)),
                back_href: paths::meeting(id(83)),
                error: None,
            },
        ),
    ]
}

fn requests(t: Texts) -> Vec<Sample> {
    let line = |number: usize, what: &str, sent, due: Day, answer: Option<&str>| RequestLine {
        person: somebody(number),
        what: t.term("asks", what),
        to: "foreign ministry of Veshnia".to_owned(),
        channel: t.term("channels", "note_verbale"),
        sent,
        due,
        overdue_days: (answer.is_none() && due < today()).then(|| today().since(due)),
        answer: answer.map(|text| written(text, "en")),
        answer_href: answer.is_none().then(|| paths::answer(id(1), id(60))),
        href: paths::history(id(1), id(60)),
    };
    vec![
        Sample::new(
            "requests",
            Requests {
                layout: layout(t, "title-requests", Some(Place::Requests)),
                overdue: vec![line(
                    1,
                    "medical_care",
                    day(2026, 11, 4),
                    day(2026, 11, 18),
                    None,
                )],
                waiting: vec![line(
                    4,
                    "proof_of_life",
                    day(2026, 11, 20),
                    day(2026, 12, 4),
                    None,
                )],
                answered: vec![line(
                    2,
                    "family_visit",
                    day(2026, 5, 2),
                    day(2026, 5, 16),
                    Some("“It will be considered.”"),
                )],
                pager: Pager::default(),
            },
        ),
        Sample::new(
            "requests_empty",
            Requests {
                layout: layout(t, "title-requests", Some(Place::Requests)),
                overdue: Vec::new(),
                waiting: Vec::new(),
                answered: Vec::new(),
                pager: Pager::default(),
            },
        ),
    ]
}

const COUNTS: RowCounts = RowCounts {
    rows: 1_284,
    created: 312,
    updated: 40,
    unchanged: 901,
    review: 17,
    skipped: 6,
    rejected: 8,
};

fn import_rows() -> Vec<ImportRow> {
    let row =
        |number, end, person: Option<usize>, cell: Option<(&str, &str)>, reason: &str| ImportRow {
            number,
            place: format!("line:{number}"),
            end,
            person: person.map(somebody),
            cell: cell.map(|(column, text)| (written(column, "ru"), written(text, "und"))),
            reason: reason.to_owned(),
            href: (end == RowEnd::Review).then(|| paths::review_row(id(91))),
        };
    vec![
        row(
            214,
            RowEnd::Review,
            None,
            Some(("Дата", "03/04/2026")),
            "may be 3 April or 4 March",
        ),
        row(
            377,
            RowEnd::Rejected,
            None,
            Some(("Имя", "=HYPERLINK(1)")),
            "a formula, not a name",
        ),
        row(401, RowEnd::Skipped, None, None, "an empty row"),
        row(
            402,
            RowEnd::Created,
            Some(9),
            None,
            "nobody like this was here",
        ),
        row(
            403,
            RowEnd::Updated,
            Some(1),
            Some(("Место", "ИК-4")),
            "a new place of detention",
        ),
    ]
}

fn imports(t: Texts) -> Vec<Sample> {
    let here = |title| layout(t, title, Some(Place::Imports));
    let source = "Committee of Lanterns, November".to_owned();
    let reports = || {
        vec![
            link(paths::import_report(id(90), "csv"), "CSV"),
            link(paths::import_report(id(90), "json"), "JSON"),
        ]
    };
    let column =
        |place: usize, header: &str, samples: &[&str], means: &str, reason: &str, unsure| {
            MappedColumn {
                header: written(header, "ru"),
                samples: samples.iter().map(|text| written(text, "und")).collect(),
                means: means.to_owned(),
                reason: reason.to_owned(),
                unsure,
                href: paths::import_column(id(90), place),
            }
        };
    vec![
        Sample::new(
            "imports",
            Imports {
                layout: here("title-imports"),
                imports: vec![ImportLine {
                    source: source.clone(),
                    day: day(2026, 11, 22),
                    by: "Ines Okonkwo-Vale".to_owned(),
                    state: "published".to_owned(),
                    counts: COUNTS,
                    href: paths::import(id(90)),
                }],
                may_add: true,
            },
        ),
        Sample::new(
            "imports_empty",
            Imports {
                layout: here("title-imports"),
                imports: Vec::new(),
                may_add: true,
            },
        ),
        Sample::new(
            "import_upload",
            UploadPage {
                layout: here("title-imports"),
                form: Form::new(
                    paths::new_import(),
                    vec![
                        Field::new(
                            "file",
                            &t.msg("field-list"),
                            Control::File(".csv,.tsv,.xlsx".to_owned()),
                        )
                        .required(),
                        Field::new("source", &t.msg("field-list-source"), Control::Line).required(),
                        Field::new(
                            "compartment",
                            &t.msg("field-list-compartment"),
                            Control::Choice(vec![
                                Choice::new("a", "Desk: Veshnia and neighbours").chosen(),
                                Choice::new("b", "Committee of Lanterns"),
                            ]),
                        ),
                    ],
                    &t.msg("upload-submit"),
                )
                .cancel(paths::imports()),
            },
        ),
        Sample::new(
            "import_mapping",
            MappingPage {
                layout: here("title-imports"),
                source: source.clone(),
                findings: vec!["windows-1251, divided by semicolons, 1 284 rows".to_owned()],
                columns: vec![
                    column(
                        0,
                        "Имя",
                        &["Тимур Ормонов", "Алена Вярбіцкая"],
                        "Name",
                        "the header says so, and the cells look like names",
                        false,
                    ),
                    column(
                        1,
                        "Дата",
                        &["03/04/2026", "17.11.2025"],
                        "Arrest",
                        "dates of the last two years",
                        true,
                    ),
                    column(
                        2,
                        "Место",
                        &["ИК-4", "СИЗО-1"],
                        "Place",
                        "the header says so",
                        false,
                    ),
                ],
                pager: pager(40, 120),
                words_href: paths::import_words(id(90)),
                unsure_href: Some(paths::import_column(id(90), 1)),
                profile_href: paths::import_profile(id(90)),
                profile: Form::new(
                    paths::import_keep_profile(id(90)),
                    vec![Field::new(
                        "profile",
                        &t.msg("field-import-profile"),
                        Control::File(".toml".to_owned()),
                    )],
                    &t.msg("mapping-use-profile"),
                ),
                reading: Form::new(
                    paths::import_reading(id(90)),
                    vec![Field::new(
                        "encoding",
                        &t.msg("field-import-encoding"),
                        Control::Line,
                    )],
                    &t.msg("reading-again"),
                ),
                form: Form::new(
                    paths::import_mapping(id(90)),
                    vec![
                        Field::new("country", &t.msg("field-list-country"), Control::Line)
                            .value("XA"),
                        Field::new(
                            "date_order",
                            &t.msg("field-list-date-order"),
                            Control::Choice(vec![
                                Choice::new("day_first", &t.msg("date-order-day-first")).chosen(),
                                Choice::new("month_first", &t.msg("date-order-month-first")),
                            ]),
                        ),
                    ],
                    &t.msg("mapping-submit"),
                )
                .cancel(paths::imports()),
                error: None,
            },
        ),
        Sample::new(
            "import_column",
            ColumnPage {
                layout: here("title-imports"),
                source: source.clone(),
                header: written("Место", "ru"),
                number: 3,
                columns: 120,
                samples: vec![written("ИК-4; ул. Мельничная, 9", "ru")],
                reason: "the header says so".to_owned(),
                unsure: true,
                splits: vec![ShownSplit {
                    place: "line:14".to_owned(),
                    cell: written("ИК-4; ул. Мельничная, 9", "ru"),
                    pieces: vec![
                        (t.msg("target-place"), written("ИК-4", "ru")),
                        (t.msg("target-address"), written("ул. Мельничная, 9", "ru")),
                    ],
                }],
                groups: vec![MeaningGroup {
                    heading: t.msg("meaning-custody"),
                    folded: false,
                    meanings: vec![
                        Choice::new("place", &t.msg("target-place")).chosen(),
                        Choice::new("status", &t.msg("target-status")),
                    ],
                }],
                details: vec![
                    Field::new("divider", &t.msg("field-column-divider"), Control::Line).value(";"),
                ],
                action: paths::import_column(id(90), 2),
                has_next: true,
                overview_href: paths::import_mapping(id(90)),
            },
        ),
        Sample::new(
            "import_words",
            WordsPage {
                layout: here("title-imports"),
                source: source.clone(),
                words: vec![WordRow {
                    name: "code.0".to_owned(),
                    word: written("под стражей", "ru"),
                    what: t.msg("words-standing"),
                    rows: 214,
                    codes: vec![
                        Choice::new("", &t.msg("words-unsaid")),
                        Choice::new("held", &t.msg("standing-held")).chosen(),
                    ],
                }],
                sent: vec![("word.0".to_owned(), "standing:под стражей".to_owned())],
                pager: pager(1, 1),
                action: paths::import_words(id(90)),
                overview_href: paths::import_mapping(id(90)),
            },
        ),
        Sample::new(
            "waiting_rows",
            WaitingRows {
                layout: layout(t, "title-review", Some(Place::Review)),
                decided: Some((
                    t.count("waiting-decided", 13_u64),
                    paths::review_decision("0190"),
                )),
                more: true,
                groups: vec![DoubtedRows {
                    list: source.clone(),
                    doubt: t.msg("lists-doubt-death-claim"),
                    rows: 13,
                    href: paths::review_rows(),
                }],
                rows: vec![WaitingRow {
                    person: Some(somebody(1)),
                    list: source.clone(),
                    key: "214".to_owned(),
                    reasons: vec![t.msg("lists-doubt-death-claim")],
                    href: paths::review_row(id(91)),
                }],
                together: Some(DecideTogether {
                    list: source.clone(),
                    doubt: "death_claim".to_owned(),
                    counted: 13,
                    decisions: vec![Choice::new("accepted", &t.msg("review-decision-accepted"))],
                    action: paths::review_rows(),
                }),
                pager: pager(1, 13),
                all_href: Some(paths::review_rows()),
            },
        ),
        Sample::new(
            "waiting_row",
            WaitingRowPage {
                layout: layout(t, "title-review", Some(Place::Review)),
                list: source.clone(),
                place: "line:214".to_owned(),
                person: Some(somebody(1)),
                reasons: vec![t.msg("lists-doubt-day-or-month")],
                cells: vec![
                    (written("Имя", "ru"), written("Тимур Ормонов", "ky")),
                    (written("Дата", "ru"), written("03/04/2026", "und")),
                ],
                understood: vec![(t.msg("kind-name"), written("Тимур Ормонов", "ky"))],
                decisions: vec![Choice::new("accepted", &t.msg("review-decision-accepted"))],
                action: paths::review_row(id(91)),
                error: None,
            },
        ),
        Sample::new(
            "import_rehearsal",
            RehearsalPage {
                layout: here("title-imports"),
                source: source.clone(),
                counts: COUNTS,
                notes: vec![t.count("import-persons", 1_190_u64)],
                rows: import_rows(),
                pager: pager(5, 31),
                reports: reports(),
                action: paths::import(id(90)),
                mapping_href: paths::import_mapping(id(90)),
            },
        ),
        Sample::new(
            "import_progress",
            ProgressPage {
                layout: Layout {
                    refresh: Some(3),
                    ..here("title-imports")
                },
                source: source.clone(),
                done: 48_200,
                rows: Some(100_000),
                began: at(today(), 8, 31),
                step: "People are matched.".to_owned(),
                action: paths::import(id(90)),
            },
        ),
        Sample::new(
            "import_result",
            ImportResult {
                layout: here("title-imports"),
                source: source.clone(),
                published: Some(at(today(), 8, 33)),
                failed: None,
                counts: COUNTS,
                notes: vec![
                    t.count("import-persons", 1_190_u64),
                    t.count("import-missing", 3_u64),
                ],
                shown: vec![
                    link(String::new(), &t.msg("row-review")),
                    link(paths::import(id(90)), &t.msg("row-rejected")),
                    link(paths::import(id(90)), &t.msg("row-created")),
                ],
                rows: import_rows(),
                pager: pager(5, 31),
                reports: reports(),
                undo_href: Some(paths::undo_import(id(90))),
            },
        ),
        Sample::new(
            "import_failed",
            ImportResult {
                layout: here("title-imports"),
                source,
                published: None,
                failed: Some(t.msg("lists-error-empty")),
                counts: RowCounts::default(),
                notes: Vec::new(),
                shown: Vec::new(),
                rows: Vec::new(),
                pager: Pager::default(),
                reports: Vec::new(),
                undo_href: None,
            },
        ),
        Sample::new(
            "import_undo",
            ConfirmPage::undo_import(
                here("title-confirm"),
                paths::undo_import(id(90)),
                paths::import(id(90)),
                1_248,
                vec![link(paths::person(id(1)), "Alena Viarbickaja")],
            ),
        ),
    ]
}

fn members(t: Texts) -> Vec<Sample> {
    let here = |title| layout(t, title, Some(Place::Members));
    let role = |role: &str, compartment: &str| {
        t.msg_args(
            "role-in-compartment",
            &[
                ("role", t.msg(role).as_str().into()),
                ("compartment", compartment.into()),
            ],
        )
    };
    let line = |name: &str, login: &str, status: &str, roles, codes, seen| MemberLine {
        name: name.to_owned(),
        login: login.to_owned(),
        organisation: "Ministry of Foreign Affairs, Northmark".to_owned(),
        status: t.msg(status),
        roles,
        codes,
        last_seen: seen,
        href: paths::member(id(40)),
    };
    let desk = "Desk: Veshnia and neighbours";
    vec![
        Sample::new(
            "members",
            Members {
                layout: here("title-members"),
                members: vec![
                    line(
                        "Ines Okonkwo-Vale",
                        "ines",
                        "status-active",
                        vec![role("role-desk-officer", desk)],
                        true,
                        Some(today()),
                    ),
                    line(
                        "სანდრო კვარაცხელია-ტესტი",
                        "sandro",
                        "status-invited",
                        Vec::new(),
                        false,
                        None,
                    ),
                    line(
                        "ليلى بدر",
                        "layla",
                        "status-suspended",
                        vec![role("role-documenter", "Committee of Lanterns")],
                        true,
                        Some(day(2026, 10, 2)),
                    ),
                ],
                may_invite: true,
            },
        ),
        Sample::new(
            "invite",
            InvitePage {
                layout: here("title-members"),
                form: Form::new(
                    paths::invite(),
                    vec![
                        Field::new("name", &t.msg("field-member-name"), Control::Line).required(),
                        Field::new("login", &t.msg("field-member-login"), Control::Line)
                            .help(&t.msg("help-member-login"))
                            .required(),
                        Field::new(
                            "organisation",
                            &t.msg("field-member-organisation"),
                            Control::Line,
                        )
                        .required(),
                    ],
                    &t.msg("invite-submit"),
                )
                .cancel(paths::members()),
                handed_over: Some((
                    "sandro".to_owned(),
                    "tide-amber-willow-nine-lamp".to_owned(),
                )),
            },
        ),
        Sample::new(
            "members_import",
            MembersImport {
                layout: here("title-members"),
                form: Form::new(
                    paths::members_import(),
                    vec![
                        Field::new(
                            "file",
                            &t.msg("field-members-table"),
                            Control::File(".csv,.xlsx".to_owned()),
                        )
                        .required(),
                    ],
                    &t.msg("members-import-file-submit"),
                ),
                columns: ["name", "login", "organisation", "role", "compartment"]
                    .map(|name| (name.to_owned(), t.msg(&format!("table-{name}"))))
                    .to_vec(),
                rows: vec![
                    MemberRow {
                        number: 1,
                        says: "Noor Adeyemi-Lund: invited, analyst in Desk: Veshnia".to_owned(),
                        error: None,
                    },
                    MemberRow {
                        number: 2,
                        says: "ines".to_owned(),
                        error: Some(t.msg("refused-login-taken")),
                    },
                ],
                carry_out: Some((paths::members_import(), "sealed".to_owned())),
            },
        ),
        Sample::new(
            "member",
            MemberPage {
                layout: here("title-members"),
                name: "ليلى بدر".to_owned(),
                login: "layla".to_owned(),
                organisation: "Committee of Lanterns".to_owned(),
                status: t.msg("status-active"),
                roles: vec![RoleLine {
                    compartment: "Committee of Lanterns".to_owned(),
                    compartment_id: id(95),
                    role: t.msg("role-documenter"),
                    role_code: "documenter".to_owned(),
                    since: day(2026, 2, 1),
                    may_end: true,
                }],
                action: paths::member(id(40)),
                compartments: vec![Choice::new("a", desk), Choice::new("b", "Sealed: K")],
                role_choices: [
                    "role-desk-officer",
                    "role-documenter",
                    "role-analyst",
                    "role-administrator",
                ]
                .map(|role| Choice::new(role, &t.msg(role)))
                .to_vec(),
                may_suspend: true,
                may_resume: false,
                may_end: true,
                exposure_href: paths::exposure(id(40)),
            },
        ),
        Sample::new(
            "exposure",
            ExposurePage {
                layout: here("title-exposure"),
                name: "ليلى بدر".to_owned(),
                since: day(2026, 2, 1),
                could: 1_204,
                did: 12,
                files: vec![
                    ExposedFile {
                        person: Some(somebody(8)),
                        reference: "2M-0093".to_owned(),
                        compartment: "Committee of Lanterns".to_owned(),
                        opened: Some(at(day(2026, 11, 2), 14, 12)),
                        times: 3,
                    },
                    ExposedFile {
                        person: None,
                        reference: "2M-0101".to_owned(),
                        compartment: "Committee of Lanterns".to_owned(),
                        opened: None,
                        times: 0,
                    },
                ],
                pager: pager(2, 1_204),
            },
        ),
        Sample::new(
            "compartments",
            Compartments {
                layout: layout(t, "title-compartments", Some(Place::Compartments)),
                compartments: vec![
                    CompartmentLine {
                        name: desk.to_owned(),
                        sealed: false,
                        members: 14,
                        href: paths::compartment(id(94)),
                    },
                    CompartmentLine {
                        name: "K".to_owned(),
                        sealed: true,
                        members: 3,
                        href: paths::compartment(id(95)),
                    },
                ],
                form: Some(Form::new(
                    paths::new_compartment(),
                    vec![
                        Field::new("name", &t.msg("field-compartment-name"), Control::Line)
                            .required(),
                        Field::new("sealed", &t.msg("field-compartment-sealed"), Control::Flag)
                            .help(&t.msg("help-compartment-sealed")),
                    ],
                    &t.msg("compartment-new-submit"),
                )),
            },
        ),
        Sample::new(
            "compartment",
            CompartmentPage {
                layout: layout(t, "title-compartments", Some(Place::Compartments)),
                name: "K".to_owned(),
                sealed: true,
                epoch: 2,
                members: vec![(
                    Some(paths::member(id(41))),
                    "Ines Okonkwo-Vale".to_owned(),
                    t.msg("role-desk-officer"),
                )],
                shares: Some((5, 3)),
                shares_href: Some(paths::compartment_shares(id(95))),
                action: Some(paths::compartment(id(95))),
            },
        ),
        Sample::new(
            "compartment_shares",
            CompartmentShares {
                layout: layout(t, "title-compartments", Some(Place::Compartments)),
                name: "K".to_owned(),
                back: paths::compartment(id(95)),
                counts: Some((5, 3)),
                cut: vec!["AX3P0-Q2M9S-8VD1K-7RJ4T-NWH6B-5CE2F".to_owned(); 5],
                cut_form: None,
                recover_form: None,
            },
        ),
    ]
}

fn ledger(t: Texts) -> Vec<Sample> {
    let here = |title| layout(t, title, Some(Place::Ledger));
    let checkpoint = Checkpoint {
        leaves: 90_412,
        root: "9f2b0c7e41d8a6635f10e2b7c4d99a0e8b1f6c3d2a7e5940b8c6d1f3e2a49b70".to_owned(),
        signed: at(today(), 8, 31),
        minutes: 12,
        witnesses: vec!["Ministry of Southholm".to_owned()],
    };
    let leaf = || LeafLine {
        number: 90_411,
        when: Some(at(today(), 8, 30)),
        day: today(),
        who: Some("Ines Okonkwo-Vale".to_owned()),
        what: t.msg("kind-wish"),
        href: Some(paths::leaf(90_411)),
    };
    let closed = LeafLine {
        number: 90_410,
        when: None,
        day: today(),
        who: None,
        what: t.msg("leaf-kind-opening"),
        href: None,
    };
    vec![
        Sample::new(
            "ledger",
            LedgerPage {
                layout: here("title-ledger"),
                checkpoint: Some(checkpoint.clone()),
                waiting: 2,
                note: Some("unforgotten/9f2b\n90412\nnyLAfkHYpmNfEOK3xNmaDosfbD0qflkLjG0fPiqbpg=\ntime 1795508260\n".to_owned()),
                key: "unforgotten/9f2b+7c4d99a0+AX3p0Q2m9s8Vd1".to_owned(),
                leaves: vec![leaf(), closed],
                pager: pager(1, 4_018),
            },
        ),
        Sample::new(
            "leaf",
            LeafPage {
                layout: here("title-ledger"),
                leaf: leaf(),
                hash: checkpoint.root.clone(),
                holds: Some(true),
                path: vec![checkpoint.root.clone(), checkpoint.root.clone()],
                checkpoint: Some(checkpoint),
            },
        ),
        Sample::new(
            "openings",
            OpeningsPage {
                layout: here("title-openings"),
                person: somebody(1),
                openings: vec![Opening {
                    who: "Maren Solvik".to_owned(),
                    when: at(day(2026, 11, 23), 17, 2),
                    how: "page".to_owned(),
                }],
                pager: pager(1, 1),
            },
        ),
    ]
}

pub(super) fn samples(t: Texts) -> Vec<Sample> {
    let mut samples = meetings(t);
    samples.extend(requests(t));
    samples.extend(imports(t));
    samples.extend(members(t));
    samples.extend(ledger(t));
    samples
}
