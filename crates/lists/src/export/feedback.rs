//! What became of each row, for the source of the list.
//!
//! The sheet is made of the rows alone, before anything is compared with what we hold: it cannot say
//! whether a person was known, who else speaks of them, or what was decided about them.

use crate::{Doubt, Outcome, Tally, UnderstoodRow};

/// A sheet for the source: give headers and rows to [`crate::write_csv`] or [`crate::xlsx`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// Headers: their place, their key, what became of the row, why, and what was read.
    pub headers: Vec<String>,
    /// One a row of theirs.
    pub rows: Vec<Vec<String>>,
    /// The sum, for the banner.
    pub tally: Tally,
}

/// The feedback for some rows. `say` puts a doubt into the reader's language; its code stands behind.
#[must_use]
pub fn feedback<'r, R, S>(rows: R, say: S) -> Feedback
where
    R: IntoIterator<Item = &'r UnderstoodRow>,
    S: Fn(&Doubt) -> String,
{
    let mut out = Feedback {
        headers: ["place", "line", "your_key", "outcome", "reasons", "read"]
            .map(str::to_owned)
            .to_vec(),
        rows: Vec::new(),
        tally: Tally::default(),
    };
    for row in rows {
        out.tally.count(row.outcome);
        let reasons: Vec<String> = row
            .doubts
            .iter()
            .map(|doubt| {
                let place = doubt
                    .column
                    .as_ref()
                    .map_or_else(String::new, |column| format!("{column}: "));
                format!("{place}{}", say(doubt))
            })
            .collect();
        out.rows.push(vec![
            row.row_key.clone(),
            row.line.to_string(),
            row.record_key.clone().unwrap_or_default(),
            row.outcome.word().to_owned(),
            reasons.join("; "),
            read(row),
        ]);
    }
    out
}

impl Outcome {
    /// The word for it in a sheet for the source.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accept => "taken",
            Self::Review => "waits for a person",
            Self::Reject => "not taken",
            Self::Skip => "no record",
        }
    }
}

/// What was read from the row, in short: their own words and the dates made of them.
fn read(row: &UnderstoodRow) -> String {
    let mut out = Vec::new();
    for draft in &row.drafts {
        let text = |name: &str| draft.body.get(name).and_then(serde_json::Value::as_str);
        match draft.kind.as_str() {
            "name" => out.extend(text("text").map(|name| format!("name {name}"))),
            "fact" if text("field") == Some("birth") => {
                let birth = draft.happened.as_ref().map(kernel::PartialDate::edtf);
                out.extend(birth.map(|birth| format!("birth {birth}")));
            }
            "detention" => {
                let from = draft.happened.as_ref().map(kernel::PartialDate::edtf);
                let stage = text("stage").unwrap_or_default();
                out.push(format!("detention {} {stage}", from.unwrap_or_default()));
            }
            "charge" => out.extend(text("article").map(|article| format!("article {article}"))),
            _ => {}
        }
    }
    out.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Weight;

    #[test]
    fn every_row_of_theirs_has_an_answer_and_nothing_else_is_in_it() {
        let row = |line: u64, outcome: Outcome, code: &str| UnderstoodRow {
            row_key: format!("line:{line}"),
            line,
            record_key: Some(format!("K{line}")),
            person_key: None,
            outcome,
            doubts: vec![Doubt {
                column: Some("born".to_owned()),
                code: code.to_owned(),
                detail: String::new(),
                raw: "31/02/1990".to_owned(),
                weight: Weight::Review,
            }],
            drafts: Vec::new(),
            cells: Vec::new(),
            raw: None,
        };
        let rows = [
            row(2, Outcome::Review, "impossible_date"),
            row(3, Outcome::Reject, "too_few_columns"),
            row(4, Outcome::Skip, "duplicate_row"),
        ];
        let sheet = feedback(&rows, |doubt| doubt.code.clone());
        assert_eq!(sheet.rows.len(), rows.len());
        assert!(
            sheet
                .rows
                .iter()
                .all(|row| row.len() == sheet.headers.len())
        );
        assert_eq!(
            sheet.rows[0][..5],
            [
                "line:2",
                "2",
                "K2",
                "waits for a person",
                "born: impossible_date"
            ]
        );
        assert_eq!(sheet.tally.rows, 3);
        assert_eq!(
            (
                sheet.tally.review,
                sheet.tally.rejected,
                sheet.tally.skipped
            ),
            (1, 1, 1)
        );
    }
}
