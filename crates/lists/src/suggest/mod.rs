//! A first mapping from headers in several languages and from what the cells look like, with the
//! reasons, for a person to correct.

mod align;
mod colours;
mod contents;
mod headers;
mod name_parts;
mod splitting;

pub use align::{WordToAlign, words_to_align};
pub use splitting::{Split, splits};

use std::collections::HashMap;

use kernel::Day;
use serde::{Deserialize, Serialize};

use crate::understand::{UnderstoodRow, understand};
use crate::{
    Column, DateOrder, Format, HeaderRow, Mapping, RawRow, RawTable, ReadOptions, RowNote, Target,
};
use contents::Look;
use headers::Guess;

/// Why a column got its meaning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnReason {
    /// The header.
    pub header: String,
    /// Message ids of the reasons, as `lists-reason-header`, `lists-reason-dates`.
    pub reasons: Vec<String>,
    /// From 0, nothing known, to 1, header and contents agree.
    pub confidence: f64,
    /// Some of its cells, as written.
    pub examples: Vec<String>,
}

/// A suggested mapping.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The mapping.
    pub mapping: Mapping,
    /// One a column, in their order.
    pub columns: Vec<ColumnReason>,
    /// Questions that only a person can answer: `country`, `date_order`, `row_key`, `name`, `header`,
    /// `encoding`, `colours`, `hidden_rows`, `calendar`, `identity_numbers`.
    pub questions: Vec<String>,
    /// The mean confidence over columns with content.
    pub confidence: f64,
    /// The first rows as this mapping reads them.
    pub samples: Vec<UnderstoodRow>,
}

/// How many rows are worth looking at; more change nothing.
pub const SAMPLE_ROWS: usize = 2_000;

/// Whether we know what a header, or a label in a text, means.
pub(crate) fn is_known_header(header: &str) -> bool {
    headers::guess(header).is_some()
}

/// Suggests one mapping for all tables of a file: what later sheets have of their own is added to
/// what the first one says. The reasons, questions and samples are those of all of them.
#[must_use]
pub fn suggest_all(
    tables: &[(RawTable, Vec<RawRow>)],
    source: &str,
    today: Day,
) -> Option<Suggestion> {
    let mut all: Option<Suggestion> = None;
    for (table, rows) in tables {
        let next = suggest(table, rows, source, today);
        all = Some(match all {
            None => next,
            Some(mut all) => {
                let known: Vec<String> = all.columns.iter().map(|c| c.header.clone()).collect();
                all.columns.extend(
                    next.columns
                        .into_iter()
                        .filter(|c| !known.contains(&c.header)),
                );
                for question in next.questions {
                    if !all.questions.contains(&question) {
                        all.questions.push(question);
                    }
                }
                // A key of the rows must be one in every table.
                let keeps_key = all.mapping.row_key == next.mapping.row_key;
                all.mapping = all.mapping.join(next.mapping);
                if !keeps_key {
                    all.mapping.row_key.clear();
                }
                all.samples.extend(next.samples);
                all
            }
        });
    }
    all
}

/// Suggests a mapping for a table from some of its rows. `today` is only used to render samples.
#[must_use]
pub fn suggest(table: &RawTable, rows: &[RawRow], source: &str, today: Day) -> Suggestion {
    let sound: Vec<&RawRow> = rows
        .iter()
        .filter(|row| !row.is_refused() && row.cells.len() == table.headers.len())
        .filter(|row| {
            !row.notes
                .iter()
                .any(|note| matches!(note, RowNote::Blank | RowNote::RepeatedHeader))
        })
        .take(SAMPLE_ROWS)
        .collect();
    let looks: Vec<Look> = (0..table.headers.len())
        .map(|column| {
            Look::of(
                sound
                    .iter()
                    .filter_map(|row| row.cells.get(column))
                    .map(|cell| cell.text.as_str()),
            )
        })
        .collect();
    let mut mapping = Mapping {
        source: source.to_owned(),
        reading: reading(table),
        ..Mapping::default()
    };
    let mut columns = Vec::new();
    let mut questions = Vec::new();
    let key = key_without_header(table, &looks);
    for (header, look) in table.headers.iter().zip(&looks) {
        let (targets, reason) = column(header, look, &mut mapping);
        mapping.columns.push(Column {
            header: header.trim().to_owned(),
            targets,
        });
        columns.push(reason);
    }
    if let Some(key) = key {
        mapping.row_key.push(key);
    }
    name_parts::settle(&mut mapping, table, &sound);
    settle_names(&mut mapping, table, &sound);
    one_hearing(&mut mapping);
    settle_keys(&mut mapping, &looks, &mut questions);
    settle_dates(&mut mapping, &looks, &mut questions);
    align::align_words(&mut mapping, table, &sound, &looks);
    if !mapping.columns.iter().any(|c| {
        c.targets
            .iter()
            .any(|t| matches!(t, Target::Name { .. } | Target::NamePart { .. }))
    }) {
        questions.push("name".to_owned());
    }
    if !mapping
        .columns
        .iter()
        .any(|c| c.targets.contains(&Target::Country))
    {
        questions.push("country".to_owned());
    }
    if table.header_line.is_none() {
        questions.push("header".to_owned());
    }
    if looks
        .iter()
        .any(|look| look.other_calendar * 5 > look.filled && look.other_calendar > 2)
    {
        questions.push("calendar".to_owned());
    }
    if mapping
        .columns
        .iter()
        .any(|c| c.targets.contains(&Target::IdentityNumber))
    {
        questions.push("identity_numbers".to_owned());
    }
    let colours = colours::meanings(table, &sound);
    if !colours.is_empty() {
        mapping.words.insert("colours".to_owned(), colours);
    }
    if table
        .encoding
        .as_ref()
        .is_some_and(|e| matches!(e.reason.as_str(), "letters" | "detector" | "nul_pattern"))
    {
        questions.push("encoding".to_owned());
    }
    for (note, question) in [("coloured", "colours"), ("hidden", "hidden_rows")] {
        let found = sound.iter().any(|row| {
            row.notes.iter().any(|n| match n {
                RowNote::Coloured { .. } => note == "coloured",
                RowNote::Hidden => note == "hidden",
                _ => false,
            })
        });
        if found {
            questions.push(question.to_owned());
        }
    }
    let filled: Vec<f64> = columns
        .iter()
        .zip(&looks)
        .filter(|(_, look)| look.filled > 0)
        .map(|(c, _)| c.confidence)
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "a number of columns")]
    let confidence = filled.iter().sum::<f64>() / (filled.len().max(1) as f64);
    let samples = sound
        .iter()
        .take(5)
        .map(|row| understand(row, table, &mapping, today))
        .collect();
    Suggestion {
        mapping,
        columns,
        questions,
        confidence,
        samples,
    }
}

/// What the reader found out, kept so that the next file of the source is read alike.
fn reading(table: &RawTable) -> ReadOptions {
    ReadOptions {
        encoding: table
            .encoding
            .as_ref()
            .filter(|e| !matches!(e.reason.as_str(), "byte_order_mark" | "valid_utf8"))
            .map(|e| e.name.clone()),
        delimiter: table.delimiter,
        quote: None,
        header_row: match (table.format, table.header_line) {
            (Format::Delimited, None) => HeaderRow::None,
            _ => HeaderRow::Find,
        },
        sheets: Vec::new(),
    }
}

fn column(header: &str, look: &Look, mapping: &mut Mapping) -> (Vec<Target>, ColumnReason) {
    let mut reasons: Vec<&str> = Vec::new();
    let mut confidence = 0.0;
    let mut targets = Vec::new();
    match headers::guess(header) {
        Some(Guess::RowKey) if mapping.row_key.is_empty() && look.filled > 0 => {
            mapping.row_key.push(header.trim().to_owned());
            reasons.push("header");
            confidence = if look.is_unique() { 1.0 } else { 0.6 };
            // `ID` over numbers of people, in a list that counts its rows elsewhere.
            targets.push(Target::Keep);
        }
        Some(Guess::PersonKey) if mapping.person_key.is_empty() => {
            mapping.person_key.push(header.trim().to_owned());
            reasons.push("header");
            confidence = 0.9;
            targets.push(Target::Keep);
        }
        Some(Guess::RowKey | Guess::PersonKey) => targets.push(Target::Keep),
        Some(Guess::Meaning(target)) => {
            reasons.push("header");
            confidence = 0.7;
            let target = corrected(target, look, &mut reasons, &mut confidence);
            targets.push(target);
        }
        None => {
            if let Some((target, reason, sure)) = by_contents(look) {
                reasons.push(reason);
                confidence = sure;
                targets.push(target);
            } else {
                targets.push(Target::Keep);
                reasons.push("not_understood");
            }
        }
    }
    let mut examples: Vec<(&String, &usize)> = look.values.iter().collect();
    examples.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let examples = examples
        .iter()
        .take(4)
        .map(|(text, _)| text.chars().take(80).collect())
        .collect();
    let reason = ColumnReason {
        header: header.trim().to_owned(),
        reasons: reasons
            .iter()
            .map(|r| format!("lists-reason-{}", r.replace('_', "-")))
            .collect(),
        confidence,
        examples,
    };
    (targets, reason)
}

/// What the cells say to the meaning that the header suggested.
fn corrected(target: Target, look: &Look, reasons: &mut Vec<&str>, confidence: &mut f64) -> Target {
    if look.filled == 0 {
        reasons.push("empty");
        *confidence = 0.5;
        return target;
    }
    match target {
        Target::Place
            if look.standings * 20 > look.filled
                || look.with_address * 2 > look.filled && look.standings > 0 =>
        {
            reasons.push("places_and_statuses");
            *confidence = 1.0;
            Target::PlaceOrStatus
        }
        Target::Status if look.with_address * 5 > look.filled => {
            reasons.push("places_and_statuses");
            *confidence = 0.9;
            Target::PlaceOrStatus
        }
        Target::Birth
        | Target::Arrest
        | Target::FormalArrest
        | Target::VerdictDate
        | Target::Release
        | Target::ExpectedRelease => {
            if look.share(look.dates) >= 0.8 {
                reasons.push("dates");
                *confidence = 1.0;
                target
            } else if look.share(look.standings) >= 0.8 {
                reasons.push("statuses");
                Target::Status
            } else if look.share(look.dates) < 0.2 && !matches!(target, Target::Birth) {
                reasons.push("no_dates");
                *confidence = 0.3;
                Target::Keep
            } else {
                reasons.push("some_dates");
                target
            }
        }
        Target::Sex if look.share(look.sexes) >= 0.8 => {
            reasons.push("sexes");
            *confidence = 1.0;
            target
        }
        Target::Status if look.share(look.standings) >= 0.5 => {
            reasons.push("statuses");
            *confidence = 1.0;
            target
        }
        Target::Charge { divider: None } if look.share(look.lists) > 0.2 => {
            let divider = divider_of(look);
            if divider.is_some() {
                reasons.push("several_in_a_cell");
                *confidence = 0.9;
            }
            Target::Charge {
                divider: divider.map(str::to_owned),
            }
        }
        Target::Of { group, meaning } => {
            let meaning = Box::new(corrected(*meaning, look, reasons, confidence));
            Target::Of { group, meaning }
        }
        Target::Fact { ref field } if field == "health_note" && look.different <= 2 => {
            // `yes` tells that somebody is ill, not what of.
            reasons.push("header");
            target
        }
        Target::IdentityNumber | Target::Keep | Target::Note | Target::Narrative => {
            *confidence = 0.9;
            target
        }
        Target::NamePart { .. } => {
            *confidence = 0.9;
            reasons.push("name_in_parts");
            target
        }
        Target::Name { .. } if look.share(look.names) >= 0.6 => {
            reasons.push("names");
            *confidence = 1.0;
            target
        }
        other => other,
    }
}

/// The sign that divides several charges in a cell.
fn divider_of(look: &Look) -> Option<&'static str> {
    let with = |divider: &str| -> usize {
        look.values
            .iter()
            .filter(|(value, _)| value.contains(divider))
            .map(|(_, count)| count)
            .sum()
    };
    let seen = look.filled.min(look.values.values().sum());
    // Lists of a nested file come one a line, and some of them as one text with semicolons.
    if with("\n") * 10 > seen {
        return Some(if with("|") > with(";") { "|" } else { ";" });
    }
    ["|", ";", ","]
        .into_iter()
        .find(|divider| with(divider) * 5 > seen)
        // A comma divides short charges; in long ones it is part of the words.
        .filter(|divider| *divider != "," || look.long == 0 && average_piece(look) <= 14)
}

/// A court alone is no hearing: without a day for it the column is kept as it is.
fn one_hearing(mapping: &mut Mapping) {
    let is = |target: &Target, wanted: &str| matches!(target, Target::History { kind, part } if kind == "hearing" && part == wanted);
    // Beside the number of a case the court is the one that has it.
    let numbered = mapping
        .columns
        .iter()
        .any(|c| c.targets.contains(&Target::CaseNumber));
    if numbered {
        for column in &mut mapping.columns {
            let court = headers::is_court(&column.header);
            let free =
                column.targets == [Target::Keep] || column.targets.iter().any(|t| is(t, "court"));
            if court && free {
                column.targets = vec![Target::Court];
            }
        }
    }
    let dated = mapping
        .columns
        .iter()
        .any(|c| c.targets.iter().any(|t| is(t, "on")));
    if !dated {
        for column in &mut mapping.columns {
            if column.targets.iter().any(|t| is(t, "court")) {
                column.targets = vec![Target::Keep];
            }
        }
    }
}

/// In a table without a header the first column may count the rows by texts of one length.
fn key_without_header(table: &RawTable, looks: &[Look]) -> Option<String> {
    let (header, look) = table.headers.first().zip(looks.first())?;
    let one_length = look
        .values
        .keys()
        .map(String::len)
        .collect::<std::collections::BTreeSet<_>>()
        .len()
        == 1;
    (table.header_line.is_none()
        && look.filled > 2
        && look.different == look.filled
        && look.numbers == look.filled
        && one_length)
        .then(|| header.clone())
}

fn average_piece(look: &Look) -> usize {
    let pieces: Vec<usize> = look
        .values
        .keys()
        .flat_map(|v| v.split(','))
        .map(|piece| piece.trim().chars().count())
        .collect();
    pieces.iter().sum::<usize>() / pieces.len().max(1)
}

/// The meaning of a column whose header tells nothing.
fn by_contents(look: &Look) -> Option<(Target, &'static str, f64)> {
    if look.filled < 3 {
        return None;
    }
    if look.share(look.addresses) > 0.9 {
        return Some((Target::Keep, "addresses", 0.5));
    }
    if look.share(look.sexes) > 0.9 && look.different <= 8 {
        return Some((Target::Sex, "sexes", 0.7));
    }
    if look.share(look.standings) > 0.8 && look.different <= 20 {
        return Some((Target::Status, "statuses", 0.6));
    }
    if look.share(look.names) > 0.8 && look.different * 2 > look.filled {
        let target = Target::Name {
            usage: "known_as".to_owned(),
            order: crate::NameOrder::Unknown,
            preferred: false,
        };
        return Some((target, "names", 0.5));
    }
    if look.share(look.long) > 0.5 && look.share(look.formulas) > 0.5 {
        return Some((Target::Prose, "prose_of_a_form", 0.6));
    }
    if look.share(look.long) > 0.7 {
        return Some((Target::Narrative, "prose", 0.4));
    }
    None
}

/// One name is the one that pages use. A Latin column beside one in a local script is its transliteration.
fn settle_names(mapping: &mut Mapping, table: &RawTable, rows: &[&RawRow]) {
    let script = |column: usize| {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for row in rows {
            if let Some(cell) = row
                .cells
                .get(column)
                .filter(|cell| !cell.text.trim().is_empty())
            {
                *counts
                    .entry(kernel::script_of(&cell.text).code().to_owned())
                    .or_default() += 1;
            }
        }
        counts
            .into_iter()
            .max_by_key(|(_, n)| *n)
            .map(|(code, _)| code)
    };
    let scripts: Vec<Option<String>> = (0..table.headers.len()).map(script).collect();
    let local = mapping
        .columns
        .iter()
        .zip(&scripts)
        .any(|(column, script)| {
            column
                .targets
                .iter()
                .any(|t| matches!(t, Target::Name { .. }))
                && script
                    .as_deref()
                    .is_some_and(|s| s != "Latn" && s != "Zyyy")
        });
    let mut has_preferred = false;
    for (column, script) in mapping.columns.iter_mut().zip(&scripts) {
        for target in &mut column.targets {
            if let Target::Name {
                usage, preferred, ..
            } = target
            {
                if *preferred && has_preferred {
                    *preferred = false;
                }
                has_preferred |= *preferred;
                if local && script.as_deref() == Some("Latn") && usage == "official" {
                    "known_as".clone_into(usage);
                }
            }
        }
    }
}

fn settle_keys(mapping: &mut Mapping, looks: &[Look], questions: &mut Vec<String>) {
    let look = |header: &str| {
        mapping
            .columns
            .iter()
            .position(|c| c.header == header)
            .and_then(|place| looks.get(place))
    };
    let good = mapping
        .row_key
        .first()
        .and_then(|key| look(key))
        .is_some_and(|look| {
            // Numbers of people's papers are no key of a list's rows.
            look.filled > 0 && look.is_unique()
        });
    if !mapping.row_key.is_empty() && !good {
        mapping.row_key.clear();
    }
    // `ID` beside a counting column holds the number of a paper, not of a row.
    let counted = mapping.columns.first().is_some_and(|c| {
        c.targets == [Target::Keep]
            && headers::plain(&c.header) != "id"
            && headers::guess(&c.header) == Some(Guess::Meaning(Target::Keep))
    });
    if counted
        && mapping
            .row_key
            .iter()
            .any(|key| headers::plain(key) == "id")
    {
        for column in &mut mapping.columns {
            if headers::plain(&column.header) == "id" {
                column.targets = vec![Target::IdentityNumber];
            }
        }
        mapping.row_key.clear();
    }
    if mapping.row_key.is_empty() {
        questions.push("row_key".to_owned());
    }
}

fn settle_dates(mapping: &mut Mapping, looks: &[Look], questions: &mut Vec<String>) {
    let day_first: usize = looks.iter().map(|look| look.day_first).sum();
    let month_first: usize = looks.iter().map(|look| look.month_first).sum();
    let numeric: usize = looks.iter().map(|look| look.numeric_dates).sum();
    mapping.date_order = match (day_first, month_first) {
        (0, 0) if numeric == 0 => DateOrder::DayFirst,
        // A few of the other kind are slips, unless they are many.
        (d, m) if d > m * 10 => DateOrder::DayFirst,
        (d, m) if m > d * 10 => DateOrder::MonthFirst,
        _ => {
            questions.push("date_order".to_owned());
            DateOrder::Unsure
        }
    };
}
