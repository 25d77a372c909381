//! What the columns mean, as a conversation: an overview with the questions for the whole list, one
//! page a column, one for their words, and the mapping as a file to keep and share.

use std::sync::Arc;

use kernel::{Calendar, Confidence};
use lists::{
    Column, DateOrder, HeaderRow, IdentityRule, Mapping, NameOrder, ReadOptions, Target, splits,
    words_to_align,
};

use super::{
    jobs::{Inside, Job, UNUSABLE, job, look_at, run},
    meanings::{self, Details, GROUPS},
};
use crate::{
    handlers::{fields::vocabulary_choices, house as files, said},
    pages::{
        Choice, ColumnPage, Control, Field, Form, MappedColumn, MappingPage, MeaningGroup, Pager,
        Place, ShownSplit, WordRow, WordsPage, Written,
    },
    paths,
    text::Texts,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};
use desk::imports::Extent;

/// Columns on one page of the overview.
const COLUMNS: usize = 40;
/// Words on one page.
const WORDS: usize = 40;
/// Cells shown of one column.
const EXAMPLES: usize = 6;
/// Characters shown of a cell.
const CELL: usize = 120;

/// Encodings that a person may choose; the reader finds them out by itself otherwise.
const ENCODINGS: [&str; 9] = [
    "UTF-8",
    "UTF-16LE",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1256",
    "KOI8-R",
    "GBK",
    "Big5",
];

const CALENDARS: [(Calendar, &str); 6] = [
    (Calendar::Gregorian, "gregorian"),
    (Calendar::Persian, "persian"),
    (Calendar::Islamic, "islamic"),
    (Calendar::Ethiopic, "ethiopic"),
    (Calendar::Buddhist, "buddhist"),
    (Calendar::Minguo, "minguo"),
];

/// Standings of a person as a mapping writes them.
const STANDINGS: [&str; 10] = [
    "held",
    "pretrial_detention",
    "house_arrest",
    "released",
    "bail",
    "at_liberty",
    "wanted",
    "exile",
    "missing",
    "died",
];

fn number(text: Option<&str>) -> usize {
    text.and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn short(text: &str) -> String {
    text.chars().take(CELL).collect()
}

/// The columns of all tables, each header once.
fn headers(inside: &Inside) -> Vec<String> {
    let mut headers: Vec<String> = Vec::new();
    for (table, _) in &inside.look.tables {
        for header in &table.headers {
            let header = header.trim().to_owned();
            if !headers.contains(&header) {
                headers.push(header);
            }
        }
    }
    headers
}

/// Some different cells of a column.
fn examples(inside: &Inside, header: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (table, rows) in &inside.look.tables {
        let Some(place) = table
            .headers
            .iter()
            .position(|known| known.trim() == header)
        else {
            continue;
        };
        for row in rows.iter().filter(|row| !row.is_refused()) {
            let cell = row.cells.get(place).map_or("", |cell| cell.text.trim());
            let cell = short(cell);
            if !cell.is_empty() && !found.contains(&cell) {
                found.push(cell);
            }
            if found.len() >= EXAMPLES {
                return found;
            }
        }
    }
    found
}

fn present(mapping: &Mapping, header: &str) -> Vec<Target> {
    mapping
        .column(header)
        .map(|column| column.targets.clone())
        .unwrap_or_default()
}

/// Why a column is taken for what it is, and whether somebody should look twice: not where somebody said
/// it, now or with an earlier list.
fn reason(t: Texts, inside: &Inside, known: bool, header: &str) -> (String, bool) {
    let suggested = present(&inside.look.suggestion.mapping, header);
    let now = inside.mapping.column(header);
    if let Some(now) = now
        && now.targets != suggested
        && !(now.targets.is_empty() && suggested == [Target::Keep])
    {
        let id = if known {
            "reason-as-last-time"
        } else {
            "reason-somebody-said"
        };
        return (t.msg(id), false);
    }
    let why = inside
        .look
        .suggestion
        .columns
        .iter()
        .find(|column| column.header.trim() == header);
    let words = why.map(|why| {
        why.reasons
            .iter()
            .map(|id| {
                said::message_or(t, id, || {
                    id.trim_start_matches("lists-reason-").replace('-', " ")
                })
            })
            .collect::<Vec<_>>()
            .join(" · ")
    });
    (
        words.unwrap_or_default(),
        !(known && now.is_some()) && why.is_none_or(|why| why.confidence < 0.5),
    )
}

fn findings(t: Texts, job: &Job, inside: &Inside) -> Vec<String> {
    let mut findings = Vec::new();
    if job.known {
        findings.push(t.msg("mapping-as-last-time"));
    }
    for (table, rows) in &inside.look.tables {
        if let Some(sheet) = &table.sheet {
            findings.push(t.with("import-sheet", "name", sheet.as_str()));
        }
        if let Some(encoding) = &table.encoding {
            findings.push(t.with("import-encoding", "name", encoding.name.as_str()));
        }
        for title in table.titles.iter().take(3) {
            findings.push(t.with("mapping-title", "text", short(title).as_str()));
        }
        let rows = u64::try_from(rows.len()).unwrap_or(0);
        findings.push(t.count("mapping-rows-looked-at", rows));
    }
    let missing: Vec<String> = inside
        .look
        .tables
        .first()
        .map(|(table, _)| inside.mapping.missing(table))
        .unwrap_or_default();
    // A workbook may have the others on its next sheet.
    if inside.look.tables.len() == 1 && !missing.is_empty() {
        findings.push(t.with(
            "mapping-columns-gone",
            "names",
            short(&missing.join(", ")).as_str(),
        ));
    }
    // What was answered, now or with an earlier list, is not asked again.
    let answered = |code: &str| match code {
        "country" => inside.mapping.country.is_some(),
        "date_order" => job.known || inside.mapping.date_order != DateOrder::Unsure,
        "calendar" => inside.mapping.calendar.is_some(),
        "name" => reads_a_name(&inside.mapping),
        "row_key" => !inside.mapping.row_key.is_empty(),
        _ => false,
    };
    let open = inside.look.suggestion.questions.iter();
    findings.extend(open.filter(|code| !answered(code)).map(|code| {
        said::message_or(
            t,
            &format!("import-question-{}", code.replace('_', "-")),
            || code.replace('_', " "),
        )
    }));
    findings
}

fn choice(value: &str, text: String, chosen: bool) -> Choice {
    Choice {
        value: value.to_owned(),
        text,
        chosen,
    }
}

/// The questions for the whole list.
fn questions(t: Texts, inside: &Inside) -> Vec<Field> {
    let mapping = &inside.mapping;
    let asked = |code: &str| inside.look.suggestion.questions.iter().any(|q| q == code);
    // The vocabulary writes its codes in small letters, entries and mappings in capitals.
    let country = mapping
        .country
        .as_deref()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let mut countries = vec![choice("", t.msg("choice-nothing"), country.is_empty())];
    countries.extend(vocabulary_choices(t, "countries", &[country.as_str()]));
    let orders = [
        (DateOrder::DayFirst, "day_first", "date-order-day-first"),
        (
            DateOrder::MonthFirst,
            "month_first",
            "date-order-month-first",
        ),
        (DateOrder::Unsure, "unsure", "date-order-unsure"),
    ];
    let mut fields = vec![
        Field::new(
            "country",
            &t.msg("field-import-country"),
            Control::Choice(countries),
        ),
        Field::new(
            "date_order",
            &t.msg("field-import-date-order"),
            Control::Choice(
                orders
                    .into_iter()
                    .map(|(order, code, id)| choice(code, t.msg(id), mapping.date_order == order))
                    .collect(),
            ),
        ),
    ];
    if asked("calendar") || mapping.calendar.is_some() {
        let mut choices = vec![choice(
            "",
            t.msg("calendar-unsaid"),
            mapping.calendar.is_none(),
        )];
        choices.extend(CALENDARS.into_iter().map(|(calendar, code)| {
            choice(
                code,
                t.msg(&format!("calendar-{code}")),
                mapping.calendar == Some(calendar),
            )
        }));
        fields.push(Field::new(
            "calendar",
            &t.msg("field-import-calendar"),
            Control::Choice(choices),
        ));
    }
    if asked("identity_numbers") || mapping.identity_numbers != IdentityRule::Review {
        fields.push(Field::new(
            "identity_numbers",
            &t.msg("field-import-identity"),
            Control::Choice(
                [
                    (IdentityRule::Review, "review"),
                    (IdentityRule::Keep, "keep"),
                ]
                .into_iter()
                .map(|(rule, code)| {
                    choice(
                        code,
                        t.msg(&format!("identity-{code}")),
                        mapping.identity_numbers == rule,
                    )
                })
                .collect(),
            ),
        ));
    }
    fields.push(Field::new(
        "confidence",
        &t.msg("field-import-confidence"),
        Control::Choice(
            Confidence::ALL
                .into_iter()
                .map(|known| {
                    choice(
                        known.code(),
                        t.msg(&format!("confidence-{}", known.code())),
                        known == mapping.confidence,
                    )
                })
                .collect(),
        ),
    ));
    fields.push(Field::new(
        "extent",
        &t.msg("field-import-extent"),
        Control::Choice(
            [
                (Extent::Unsaid, "unsaid"),
                (Extent::Whole, "whole"),
                (Extent::Part, "part"),
            ]
            .into_iter()
            .map(|(extent, code)| {
                choice(
                    code,
                    t.msg(&format!("extent-{code}")),
                    inside.extent == extent,
                )
            })
            .collect(),
        ),
    ));
    fields
}

/// How the file is read, for somebody who sees rubbish.
fn reading(t: Texts, id: &str, inside: &Inside) -> Form {
    let chosen = inside.mapping.reading.encoding.clone().unwrap_or_default();
    let mut encodings = vec![choice("", t.msg("reading-found"), chosen.is_empty())];
    encodings.extend(
        ENCODINGS
            .iter()
            .map(|name| choice(name, (*name).to_owned(), chosen == *name)),
    );
    if !chosen.is_empty() && !ENCODINGS.contains(&chosen.as_str()) {
        encodings.push(choice(&chosen, chosen.clone(), true));
    }
    let line = match inside.mapping.reading.header_row {
        HeaderRow::At(line) => line.to_string(),
        HeaderRow::None => "0".to_owned(),
        HeaderRow::Find => String::new(),
    };
    Form::new(
        paths::import_reading(id),
        vec![
            Field::new(
                "encoding",
                &t.msg("field-import-encoding"),
                Control::Choice(encodings),
            ),
            Field::new(
                "header_line",
                &t.msg("field-import-header-line"),
                Control::Number {
                    least: 0,
                    most: 1_000,
                },
            )
            .help(&t.msg("field-import-header-line-help"))
            .value(&line),
        ],
        &t.msg("reading-again"),
    )
}

pub(super) fn overview(visit: &Visit, id: &str, job: &Job, error: Option<String>) -> MappingPage {
    let t = visit.texts;
    let inside = job.inside();
    let headers = headers(&inside);
    let from = number(visit.query("from"));
    let columns: Vec<MappedColumn> = headers
        .iter()
        .enumerate()
        .skip(from)
        .take(COLUMNS)
        .map(|(place, header)| {
            let (reason, unsure) = reason(t, &inside, job.known, header);
            let mut means = meanings::all_words(t, &present(&inside.mapping, header));
            for (keys, id) in [
                (&inside.mapping.row_key, "mapping-is-row-key"),
                (&inside.mapping.person_key, "mapping-is-person-key"),
            ] {
                if keys.iter().any(|key| key.trim() == header) {
                    means = format!("{means} · {}", t.msg(id));
                }
            }
            MappedColumn {
                header: Written::unknown(&short(header)),
                samples: examples(&inside, header)
                    .iter()
                    .take(2)
                    .map(|text| Written::unknown(&text.chars().take(40).collect::<String>()))
                    .collect(),
                means,
                reason,
                unsure,
                href: paths::import_column(id, place),
            }
        })
        .collect();
    let next = from + columns.len();
    let unsure = headers.iter().position(|header| {
        reason(t, &inside, job.known, header).1 && !examples(&inside, header).is_empty()
    });
    MappingPage {
        layout: visit.layout("title-import", Some(Place::Imports)),
        source: job.source.clone(),
        findings: findings(t, job, &inside),
        pager: Pager {
            shown: u32::try_from(columns.len()).unwrap_or(u32::MAX),
            total: u64::try_from(headers.len()).ok(),
            first_href: (from > 0).then(|| paths::import_mapping(id)),
            next_href: (next < headers.len())
                .then(|| format!("{}?from={next}", paths::import_mapping(id))),
        },
        columns,
        words_href: paths::import_words(id),
        unsure_href: unsure.map(|place| paths::import_column(id, place)),
        profile_href: paths::import_profile(id),
        profile: Form::new(
            paths::import_keep_profile(id),
            vec![
                Field::new(
                    "profile",
                    &t.msg("field-import-profile"),
                    Control::File(".toml,.json".to_owned()),
                )
                .required(),
            ],
            &t.msg("mapping-use-profile"),
        ),
        reading: reading(t, id, &inside),
        form: Form::new(
            paths::import_mapping(id),
            questions(t, &inside),
            &t.msg("import-rehearse"),
        )
        .cancel(paths::imports()),
        error,
    }
}

/// What each column means.
pub(crate) async fn mapping_page(visit: Arc<Visit>) -> Answer {
    let job = job(&visit)?;
    page(&overview(&visit, visit.param("import"), &job, None))
}

/// Takes what holds for the whole list and begins the rehearsal.
pub(crate) async fn mapping(visit: Arc<Visit>) -> Answer {
    let job = job(&visit)?;
    let id = visit.param("import");
    let changed = job.change(|inside| {
        let mapping = &mut inside.mapping;
        mapping.source.clone_from(&job.source);
        mapping.country =
            Some(visit.field("country").to_ascii_uppercase()).filter(|code| !code.is_empty());
        mapping.date_order = match visit.field("date_order") {
            "month_first" => DateOrder::MonthFirst,
            "unsure" => DateOrder::Unsure,
            _ => DateOrder::DayFirst,
        };
        if visit.pairs().iter().any(|(name, _)| name == "calendar") {
            mapping.calendar = CALENDARS
                .into_iter()
                .find(|(_, code)| *code == visit.field("calendar"))
                .map(|(calendar, _)| calendar);
        }
        match visit.field("identity_numbers") {
            "keep" => mapping.identity_numbers = IdentityRule::Keep,
            "review" => mapping.identity_numbers = IdentityRule::Review,
            _ => {}
        }
        if let Some(confidence) = Confidence::parse(visit.field("confidence")) {
            mapping.confidence = confidence;
        }
        inside.extent = match visit.field("extent") {
            "whole" => Extent::Whole,
            "part" => Extent::Part,
            _ => Extent::Unsaid,
        };
    });
    if !changed {
        return Ok(go_to(&paths::import(id)));
    }
    let mapping = job.inside().mapping.clone();
    if !reads_a_name(&mapping) {
        let says = visit.texts.msg("mapping-no-name");
        return page_with(UNUSABLE, &overview(&visit, id, &job, Some(says)));
    }
    run(&visit, &job, true)?;
    Ok(go_to(&paths::import_rehearsal(id)))
}

/// Without a column of names nobody would come in: every row would wait.
fn reads_a_name(mapping: &Mapping) -> bool {
    fn is_name(target: &Target) -> bool {
        match target {
            Target::Name { .. }
            | Target::NamePart { .. }
            | Target::Aliases { .. }
            | Target::Prose => true,
            Target::Of { meaning, .. } => is_name(meaning),
            _ => false,
        }
    }
    mapping
        .columns
        .iter()
        .any(|column| column.targets.iter().any(is_name))
}

fn column_of(visit: &Visit, inside: &Inside) -> Result<(usize, String), Fail> {
    let place: usize = visit.param("column").parse().map_err(|_| Fail::Absent)?;
    let header = headers(inside).get(place).cloned().ok_or(Fail::Absent)?;
    Ok((place, header))
}

fn meaning_groups(t: Texts, chosen: &[String]) -> Vec<MeaningGroup> {
    let group = |heading: String, codes: Vec<String>, folded: bool| MeaningGroup {
        heading,
        folded: folded && !codes.iter().any(|code| chosen.contains(code)),
        meanings: codes
            .into_iter()
            .map(|code| {
                let text = meanings::words(t, &code);
                choice(&code, text, chosen.contains(&code))
            })
            .collect(),
    };
    let mut groups: Vec<MeaningGroup> = GROUPS
        .iter()
        .map(|(heading, codes)| {
            let codes = codes.iter().map(|code| (*code).to_owned()).collect();
            group(t.msg(heading), codes, false)
        })
        .collect();
    let last = groups.len().saturating_sub(1);
    groups.insert(
        last,
        group(t.msg("meaning-histories"), meanings::histories(), true),
    );
    groups.insert(last, group(t.msg("meaning-facts"), meanings::facts(), true));
    groups
}

/// What goes with the meanings, and whether the column is a key.
fn detail_fields(t: Texts, mapping: &Mapping, header: &str, details: &Details) -> Vec<Field> {
    let mut usages = vec![choice(
        "",
        t.msg("choice-nothing"),
        details.usage.is_empty(),
    )];
    usages.extend(vocabulary_choices(t, "usages", &[details.usage.as_str()]));
    let is_key = |keys: &[String]| keys.iter().any(|key| key.trim() == header);
    let flag = |name: &str, id: &str, set: bool| {
        Field::new(name, &t.msg(id), Control::Flag).value(if set { "yes" } else { "" })
    };
    vec![
        Field::new(
            "usage",
            &t.msg("field-column-usage"),
            Control::Choice(usages),
        ),
        Field::new(
            "order",
            &t.msg("field-column-order"),
            Control::Choice(
                [
                    (NameOrder::Unknown, "unknown"),
                    (NameOrder::GivenFirst, "given_first"),
                    (NameOrder::FamilyFirst, "family_first"),
                ]
                .into_iter()
                .map(|(order, code)| {
                    let text = t.msg(&format!("name-order-{}", code.replace('_', "-")));
                    choice(code, text, details.order == order)
                })
                .collect(),
            ),
        ),
        flag("preferred", "field-column-preferred", details.preferred),
        Field::new("divider", &t.msg("field-column-divider"), Control::Line)
            .value(&details.divider),
        Field::new("group", &t.msg("field-column-group"), Control::Line)
            .help(&t.msg("field-column-group-help"))
            .value(&details.group),
        flag("row_key", "field-column-row-key", is_key(&mapping.row_key)),
        flag(
            "person_key",
            "field-column-person-key",
            is_key(&mapping.person_key),
        ),
    ]
}

fn piece_word(t: Texts, word: &str) -> String {
    for vocabulary in ["usages", "person_facts", "name_part_roles"] {
        if casework::vocabulary(vocabulary).is_some_and(|known| known.term(word).is_some()) {
            return t.term(vocabulary, word);
        }
    }
    said::message_or(t, &format!("target-{}", word.replace('_', "-")), || {
        said::message_or(t, &format!("kind-{word}"), || word.replace('_', " "))
    })
}

/// One column: its cells, what it may mean, and what becomes of cells that say several things.
pub(crate) async fn column_page(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let job = job(&visit)?;
    let id = visit.param("import");
    let inside = job.inside();
    let (place, header) = column_of(&visit, &inside)?;
    let all = headers(&inside);
    let targets = present(&inside.mapping, &header);
    let chosen: Vec<String> = targets.iter().map(meanings::code).collect();
    let details = Details::of(&targets);
    let (reason, unsure) = reason(t, &inside, job.known, &header);
    let today = visit.today();
    let shown = inside
        .look
        .tables
        .iter()
        .flat_map(|(table, rows)| splits(table, rows, &inside.mapping, today))
        .filter(|split| split.header == header)
        .take(3)
        .map(|split| ShownSplit {
            place: split.row_key,
            cell: Written::unknown(&split.cell.chars().take(400).collect::<String>()),
            pieces: split
                .pieces
                .iter()
                .take(20)
                .map(|(word, text)| {
                    let says = if word == "stage" {
                        t.term("stages", text)
                    } else {
                        short(text)
                    };
                    (piece_word(t, word), Written::unknown(&says))
                })
                .collect(),
        })
        .collect();
    page(&ColumnPage {
        layout: visit.layout("title-import", Some(Place::Imports)),
        source: job.source.clone(),
        header: Written::unknown(&short(&header)),
        number: u64::try_from(place + 1).unwrap_or(0),
        columns: u64::try_from(all.len()).unwrap_or(0),
        samples: examples(&inside, &header)
            .iter()
            .map(|text| Written::unknown(text))
            .collect(),
        reason,
        unsure,
        splits: shown,
        groups: meaning_groups(t, &chosen),
        details: detail_fields(t, &inside.mapping, &header, &details),
        action: paths::import_column(id, place),
        has_next: place + 1 < all.len(),
        overview_href: paths::import_mapping(id),
    })
}

fn set_key(keys: &mut Vec<String>, header: &str, wanted: bool) {
    let there = keys.iter().any(|key| key.trim() == header);
    if wanted && !there {
        keys.push(header.to_owned());
    } else if !wanted {
        keys.retain(|key| key.trim() != header);
    }
}

/// Takes what one column means.
pub(crate) async fn column(visit: Arc<Visit>) -> Answer {
    let job = job(&visit)?;
    let id = visit.param("import");
    let (place, header, all) = {
        let inside = job.inside();
        let (place, header) = column_of(&visit, &inside)?;
        (place, header, headers(&inside).len())
    };
    let details = Details {
        usage: visit.field("usage").to_owned(),
        order: match visit.field("order") {
            "given_first" => NameOrder::GivenFirst,
            "family_first" => NameOrder::FamilyFirst,
            _ => NameOrder::Unknown,
        },
        preferred: visit.field("preferred") == "yes",
        divider: visit.field("divider").chars().take(5).collect(),
        group: visit.field("group").trim().chars().take(60).collect(),
    };
    let targets: Vec<Target> = visit
        .fields("meaning")
        .filter_map(|code| meanings::target(code, &details))
        .collect();
    job.change(|inside| {
        let mapping = &mut inside.mapping;
        if details.preferred && targets.iter().any(|it| matches!(it, Target::Name { .. })) {
            // One name is the one that pages use.
            for known in &mut mapping.columns {
                for target in &mut known.targets {
                    if let Target::Name { preferred, .. } = target {
                        *preferred = false;
                    }
                }
            }
        }
        match mapping
            .columns
            .iter_mut()
            .find(|known| known.header.trim() == header)
        {
            Some(known) => known.targets.clone_from(&targets),
            None => mapping.columns.push(Column {
                header: header.clone(),
                targets: targets.clone(),
            }),
        }
        set_key(
            &mut mapping.row_key,
            &header,
            visit.field("row_key") == "yes",
        );
        set_key(
            &mut mapping.person_key,
            &header,
            visit.field("person_key") == "yes",
        );
    });
    Ok(go_to(&match visit.field("do") {
        "next" if place + 1 < all => paths::import_column(id, place + 1),
        "stay" => paths::import_column(id, place),
        _ => paths::import_mapping(id),
    }))
}

fn codes(t: Texts, vocabulary: &str, chosen: &str) -> Vec<Choice> {
    let mut choices = vec![choice("", t.msg("words-unsaid"), chosen.is_empty())];
    if vocabulary == "standing" {
        choices.extend(STANDINGS.iter().map(|code| {
            choice(
                code,
                t.msg(&format!("standing-{}", code.replace('_', "-"))),
                chosen == *code,
            )
        }));
    } else {
        let vocabulary = if vocabulary == "country" {
            "countries"
        } else {
            vocabulary
        };
        choices.extend(vocabulary_choices(t, vocabulary, &[chosen]));
    }
    choices
}

/// The words to align: vocabulary, word, rows, present code; each once.
fn words_of(inside: &Inside) -> Vec<lists::WordToAlign> {
    let mut words: Vec<lists::WordToAlign> = Vec::new();
    for (table, rows) in &inside.look.tables {
        for found in words_to_align(table, rows, &inside.mapping) {
            match words
                .iter_mut()
                .find(|known| known.vocabulary == found.vocabulary && known.word == found.word)
            {
                Some(known) => known.rows += found.rows,
                None => words.push(found),
            }
        }
    }
    // What nobody could read comes first.
    words.sort_by_key(|word| word.code.is_some());
    words
}

/// Their words and our codes.
pub(crate) async fn words_page(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let job = job(&visit)?;
    let id = visit.param("import");
    let inside = job.inside();
    let words = words_of(&inside);
    let from = number(visit.query("from"));
    // A list of all countries is long: fewer of them on a page.
    let most = if words.iter().any(|word| word.vocabulary == "country") {
        3
    } else {
        WORDS / 2
    };
    let shown: Vec<WordRow> = words
        .iter()
        .enumerate()
        .skip(from)
        .take(most)
        .map(|(place, word)| WordRow {
            name: format!("code.{place}"),
            word: Written::unknown(&word.word),
            what: t.msg(&format!("words-{}", word.vocabulary.replace('_', "-"))),
            rows: u64::try_from(word.rows).unwrap_or(0),
            codes: codes(
                t,
                &word.vocabulary,
                word.code.as_deref().unwrap_or_default(),
            ),
        })
        .collect();
    let next = from + shown.len();
    page(&WordsPage {
        layout: visit.layout("title-import", Some(Place::Imports)),
        source: job.source.clone(),
        pager: Pager {
            shown: u32::try_from(shown.len()).unwrap_or(u32::MAX),
            total: u64::try_from(words.len()).ok(),
            first_href: (from > 0).then(|| paths::import_words(id)),
            next_href: (next < words.len())
                .then(|| format!("{}?from={next}", paths::import_words(id))),
        },
        // Words are found again by what they say: the list may have been changed in another window.
        sent: shown
            .iter()
            .zip(words.iter().skip(from))
            .map(|(row, word)| {
                (
                    row.name.replace("code.", "word."),
                    format!("{}:{}", word.vocabulary, word.word),
                )
            })
            .collect(),
        words: shown,
        action: paths::import_words(id),
        overview_href: paths::import_mapping(id),
    })
}

/// Takes our codes for their words.
pub(crate) async fn words(visit: Arc<Visit>) -> Answer {
    let job = job(&visit)?;
    let id = visit.param("import");
    job.change(|inside| {
        let known = words_of(inside);
        for (name, value) in visit.pairs() {
            let (Some(place), Some((vocabulary, word))) =
                (name.strip_prefix("word."), value.split_once(':'))
            else {
                continue;
            };
            let code = visit.field(&format!("code.{place}"));
            let offered = vocabulary == "standing" && STANDINGS.contains(&code)
                || casework::vocabulary(if vocabulary == "country" {
                    "countries"
                } else {
                    vocabulary
                })
                .is_some_and(|known| known.offers(code));
            let Some(before) = known
                .iter()
                .find(|it| it.vocabulary == vocabulary && it.word == word)
            else {
                continue;
            };
            let key = word.trim().to_lowercase();
            if code.is_empty() {
                if let Some(words) = inside.mapping.words.get_mut(vocabulary) {
                    words.remove(&key);
                }
            } else if offered && before.code.as_deref() != Some(code) {
                inside
                    .mapping
                    .words
                    .entry(vocabulary.to_owned())
                    .or_default()
                    .insert(key, code.to_owned());
            }
        }
    });
    Ok(go_to(&paths::import_mapping(id)))
}

/// Reads the head of the file again, as somebody says.
pub(crate) async fn read_again(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let job = job(&visit)?;
    let id = visit.param("import");
    let encoding = visit.field("encoding").to_owned();
    let options = ReadOptions {
        encoding: Some(encoding).filter(|name| !name.is_empty()),
        header_row: match visit.field("header_line").trim().parse::<u64>() {
            Ok(0) => HeaderRow::None,
            Ok(line) => HeaderRow::At(line),
            Err(_) => HeaderRow::Find,
        },
        ..ReadOptions::default()
    };
    match look_at(&visit, job.file.path(), &job.source, options.clone()).await? {
        Ok(look) => {
            job.change(|inside| {
                inside.mapping = look.suggestion.mapping.clone();
                inside.mapping.reading = options;
                inside.look = Arc::new(look);
            });
            Ok(go_to(&paths::import_mapping(id)))
        }
        Err(error) => {
            let says = said::list_error(t, &error);
            page_with(UNUSABLE, &overview(&visit, id, &job, Some(says)))
        }
    }
}

/// The mapping as a small file to keep and to share: columns and words, no cell of the list.
pub(crate) async fn profile(visit: Arc<Visit>) -> Answer {
    let job = job(&visit)?;
    let text = {
        let inside = job.inside();
        let mut suggestion = inside.look.suggestion.clone();
        suggestion.mapping = inside.mapping.clone();
        desk::imports::profile_text(&suggestion).map_err(|_| Fail::Inside)?
    };
    files::download("application/toml", "mapping.toml", text.into_bytes())
}

/// Uses a mapping that was kept.
pub(crate) async fn use_profile(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let job = job(&visit)?;
    let id = visit.param("import").to_owned();
    let sent = visit.upload().await?;
    let refused = |says: String| page_with(UNUSABLE, &overview(&visit, &id, &job, Some(says)));
    let Some((file, _)) = sent.file else {
        return refused(t.msg("mapping-profile-missing"));
    };
    let small = std::fs::metadata(file.path()).is_ok_and(|it| it.len() < 1 << 20);
    let text = small
        .then(|| std::fs::read_to_string(file.path()).ok())
        .flatten();
    match text.map(|text| Mapping::parse(&text)) {
        Some(Ok(mapping)) => {
            job.change(|inside| inside.mapping = mapping);
            Ok(go_to(&paths::import_mapping(&id)))
        }
        Some(Err(error)) => refused(said::list_error(t, &error)),
        None => refused(t.msg("mapping-profile-unreadable")),
    }
}
