//! What becomes of cells that hold several things, shown on real rows before anything is imported.

use serde::{Deserialize, Serialize};

use crate::understand::understand;
use crate::{Column, Mapping, RawRow, RawTable, Target};

/// A cell and what the mapping makes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// The column.
    pub header: String,
    /// Where the row stands, as [`RawRow::row_key`].
    pub row_key: String,
    /// The cell as written.
    pub cell: String,
    /// The pieces: what each of them becomes, as a kind or field, and its text.
    pub pieces: Vec<(String, String)>,
}

/// Shows columns whose cells are taken apart, on the rows where they are taken into most pieces:
/// at most three rows a column.
#[must_use]
pub fn splits(
    table: &RawTable,
    rows: &[RawRow],
    mapping: &Mapping,
    today: kernel::Day,
) -> Vec<Split> {
    let mut out = Vec::new();
    for (place, header) in table.headers.iter().enumerate() {
        let Some(column) = mapping.column(header) else {
            continue;
        };
        if !column.targets.iter().any(takes_apart) && column.targets.len() < 2 {
            continue;
        }
        // The one column alone, so that every piece comes from it.
        let alone = Mapping {
            columns: columns_of(mapping, column),
            row_key: Vec::new(),
            person_key: Vec::new(),
            ..mapping.clone()
        };
        let mut shown: Vec<Split> = rows
            .iter()
            .filter(|row| !row.is_refused())
            .filter_map(|row| Some((row, row.cells.get(place)?)))
            .filter(|(_, cell)| !cell.text.trim().is_empty())
            .take(200)
            .map(|(row, cell)| Split {
                header: header.trim().to_owned(),
                row_key: row.row_key.clone(),
                cell: cell.text.clone(),
                pieces: pieces(row, table, &alone, today),
            })
            .filter(|split| {
                split.pieces.len() > 1 || split.pieces.iter().any(|(_, p)| *p != split.cell)
            })
            .collect();
        shown.sort_by_key(|split| std::cmp::Reverse(split.pieces.len()));
        out.extend(most_telling(shown));
    }
    out
}

/// Three rows of a column: first those that are taken apart into different things, then any that differ.
fn most_telling(shown: Vec<Split>) -> Vec<Split> {
    let mut told: Vec<Split> = Vec::new();
    for alike in [false, true] {
        for split in &shown {
            let words = |split: &Split| -> Vec<String> {
                split.pieces.iter().map(|(word, _)| word.clone()).collect()
            };
            let known = told
                .iter()
                .any(|other| other.cell == split.cell || !alike && words(other) == words(split));
            if told.len() < 3 && !known {
                told.push(split.clone());
            }
        }
    }
    told
}

/// The column itself; and where it holds a part of a name, those with the other parts.
fn columns_of(mapping: &Mapping, column: &Column) -> Vec<Column> {
    let is_part = |target: &Target| match target {
        Target::NamePart { .. } => true,
        Target::Of { meaning, .. } => matches!(**meaning, Target::NamePart { .. }),
        _ => false,
    };
    if !column.targets.iter().any(is_part) {
        return vec![column.clone()];
    }
    mapping
        .columns
        .iter()
        .filter_map(|other| {
            let mut other = other.clone();
            if other.header != column.header {
                other.targets.retain(is_part);
            }
            (!other.targets.is_empty()).then_some(other)
        })
        .collect()
}

fn takes_apart(target: &Target) -> bool {
    match target {
        Target::Aliases { .. }
        | Target::PlaceOrStatus
        | Target::Place
        | Target::Charge { .. }
        | Target::Sentence
        | Target::Prose
        | Target::Name { .. }
        | Target::NamePart { .. } => true,
        Target::Of { meaning, .. } => takes_apart(meaning),
        _ => false,
    }
}

/// What one column makes of a row: texts of the drafts, with a word for each.
fn pieces(
    row: &RawRow,
    table: &RawTable,
    mapping: &Mapping,
    today: kernel::Day,
) -> Vec<(String, String)> {
    let understood = understand(row, table, mapping, today);
    let mut out = Vec::new();
    for draft in understood
        .drafts
        .iter()
        .filter(|draft| draft.kind != "source")
    {
        let text = |name: &str| {
            draft
                .body
                .get(name)
                .and_then(serde_json::Value::as_str)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let mut say = |word: &str, text: Option<String>| {
            out.extend(text.map(|text| (word.to_owned(), text)));
        };
        match draft.kind.as_str() {
            "name" => {
                say(&text("usage").unwrap_or_default(), text("text"));
                let parts = draft
                    .body
                    .get("parts")
                    .and_then(serde_json::Value::as_array);
                for part in parts.into_iter().flatten() {
                    let get = |name: &str| part.get(name).and_then(serde_json::Value::as_str);
                    if let (Some(role), Some(text)) = (get("role"), get("text")) {
                        say(role, Some(text.to_owned()));
                    }
                }
            }
            "fact" => say(&text("field").unwrap_or_default(), text("value")),
            "detention" => {
                say("place", text("place_text"));
                say("place_address", text("address"));
                say("stage", text("stage").filter(|stage| stage != "unknown"));
                say(
                    "arrest",
                    draft.happened.as_ref().map(kernel::PartialDate::edtf),
                );
            }
            "charge" => {
                say("charge", text("original_text"));
                say("article", text("article"));
                say(
                    "verdict_date",
                    draft.happened.as_ref().map(kernel::PartialDate::edtf),
                );
                let sentence = |part: &str| draft.body.get("sentence")?.get(part).cloned();
                for part in ["years", "months", "days"] {
                    let number = sentence(part).and_then(|number| number.as_u64());
                    say(
                        &format!("sentence_{part}"),
                        number
                            .filter(|number| *number > 0)
                            .map(|number| number.to_string()),
                    );
                }
                if sentence("life").is_some_and(|life| life == true) {
                    say("sentence", Some("life".to_owned()));
                }
                let words = sentence("text");
                say(
                    "sentence",
                    words
                        .as_ref()
                        .and_then(serde_json::Value::as_str)
                        .map(str::to_owned),
                );
            }
            "claim" => say("status", text("status_text")),
            kind => say(kind, text("text").or_else(|| text("words"))),
        }
    }
    out
}
