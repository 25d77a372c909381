//! From what `lists` understood to what the desk stages.

use casework::sources::{Cell, Doubt};
use kernel::Label;
use lists::{Outcome, UnderstoodRow};

use crate::{
    Draft,
    imports::{IMPORT, ImportRow, Reading},
};

/// A row that `lists` understood, ready for [`crate::House::import`].
#[must_use]
pub fn import_row(row: UnderstoodRow) -> ImportRow {
    // Another row under a key that was used already may be another person: it never joins the first.
    let repeated = row
        .doubts
        .iter()
        .any(|doubt| matches!(doubt.code.as_str(), "duplicate_key" | "identical_row"));
    let (row_key, person_key) = match (row.record_key, repeated) {
        (Some(key), true) => (format!("{key}#{}", row.row_key), None),
        // The list's own key finds the row again even when lines move; without one the place must do.
        (Some(key), false) => (key, row.person_key),
        (None, true) => (row.row_key, None),
        (None, false) => (row.row_key, row.person_key),
    };
    ImportRow {
        row_key,
        line: row.line,
        person_key,
        reading: match row.outcome {
            Outcome::Accept => Reading::Accept,
            Outcome::Review => Reading::Review,
            Outcome::Reject => Reading::Reject,
            Outcome::Skip => Reading::Skip,
        },
        doubts: row
            .doubts
            .into_iter()
            .map(|doubt| Doubt {
                column: doubt.column,
                code: doubt.code,
                detail: if doubt.raw.is_empty() {
                    doubt.detail
                } else {
                    format!(
                        "{} ({})",
                        doubt.detail,
                        doubt.raw.chars().take(200).collect::<String>()
                    )
                },
            })
            .collect(),
        cells: row
            .cells
            .into_iter()
            .map(|(column, cell)| Cell(column, cell))
            .collect(),
        drafts: row
            .drafts
            .into_iter()
            .map(|draft| Draft {
                kind: draft.kind,
                body: draft.body,
                label: draft.label.unwrap_or(Label::AmberStrict),
                confidence: draft.confidence,
                happened: draft.happened,
                valid_until: None,
                sources: Vec::new(),
                on_behalf_of: Some(IMPORT.to_owned()),
                same_origin_as: None,
            })
            .collect(),
    }
}
