//! What becomes of cells that hold several things, shown on real rows before anything is imported.

use serde::{Deserialize, Serialize};

use crate::understand::understand;
use crate::{Mapping, RawRow, RawTable, Target};

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
            columns: vec![column.clone()],
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
        out.extend(shown.into_iter().take(3));
    }
    out
}

fn takes_apart(target: &Target) -> bool {
    match target {
        Target::Aliases { .. }
        | Target::PlaceOrStatus
        | Target::Place
        | Target::Charge { .. }
        | Target::Sentence
        | Target::Prose
        | Target::Name { .. } => true,
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
                say("address", text("address"));
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
                if let Some(sentence) = draft.body.get("sentence") {
                    say("sentence", Some(sentence.to_string()));
                }
            }
            "claim" => say("status", text("status_text")),
            kind => say(kind, text("text").or_else(|| text("words"))),
        }
    }
    out
}
