//! The list of people to save: as CSV, XLSX and JSON. No cell is a formula.

use std::sync::Arc;

use access::Visible;
use desk::exports::ExportedPerson;

use super::house;
use crate::visit::{Answer, Fail, Visit};

async fn people(visit: &Visit) -> Result<Vec<ExportedPerson>, Fail> {
    let mut people = Vec::new();
    visit
        .house()?
        .export_people(visit.caller()?, &mut |person: Visible<ExportedPerson>| {
            people.push(person.into_inner());
            Ok(())
        })
        .await?;
    Ok(people)
}

const COLUMNS: [&str; 8] = [
    "id",
    "names",
    "country",
    "stage",
    "place",
    "held_since",
    "last_done",
    "label",
];

fn cells(person: &ExportedPerson) -> [String; 8] {
    let or_empty = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        person.id.clone(),
        person.names.join(" | "),
        or_empty(&person.country),
        or_empty(&person.stage),
        or_empty(&person.place),
        or_empty(&person.held_since),
        or_empty(&person.last_done),
        person.label.clone(),
    ]
}

/// As CSV, every cell in quotes; what a spreadsheet would take for a formula begins with an apostrophe.
pub(crate) async fn csv(visit: Arc<Visit>) -> Answer {
    let mut text = String::from("\u{feff}");
    text.push_str(&row(COLUMNS.iter().map(|name| (*name).to_owned())));
    for person in people(&visit).await? {
        text.push_str(&row(cells(&person)));
    }
    house::download("text/csv; charset=utf-8", "people.csv", text.into_bytes())
}

/// One row of CSV by RFC 4180.
pub(crate) fn row(cells: impl IntoIterator<Item = String>) -> String {
    let quoted: Vec<String> = cells
        .into_iter()
        .map(|cell| format!("\"{}\"", harmless(&cell).replace('"', "\"\"")))
        .collect();
    format!("{}\r\n", quoted.join(","))
}

/// A cell that no spreadsheet runs: full-width signs count too.
pub(crate) fn harmless(cell: &str) -> String {
    let starts = cell
        .trim_start_matches([' ', '\u{a0}', '\u{3000}'])
        .chars()
        .next();
    let dangerous = matches!(
        starts,
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠' | '|')
    );
    if dangerous {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// As XLSX: every cell is a text, none a formula.
pub(crate) async fn xlsx(visit: Arc<Visit>) -> Answer {
    let people = people(&visit).await?;
    let bytes = tokio::task::spawn_blocking(move || {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        // Neither author nor program nor a day finer than needed.
        workbook.set_properties(&rust_xlsxwriter::DocProperties::new());
        let sheet = workbook.add_worksheet();
        for (column, name) in (0_u16..).zip(COLUMNS) {
            sheet.write_string(0, column, name)?;
        }
        for (line, person) in (1_u32..).zip(&people) {
            for (column, cell) in (0_u16..).zip(cells(person)) {
                let short: String = cell.chars().take(32_000).collect();
                sheet.write_string(line, column, short)?;
            }
        }
        workbook.save_to_buffer()
    })
    .await;
    match bytes {
        Ok(Ok(bytes)) => house::download(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "people.xlsx",
            bytes,
        ),
        _ => {
            tracing::error!("a table could not be written");
            Err(Fail::Inside)
        }
    }
}

/// As JSON: a list of objects.
pub(crate) async fn json(visit: Arc<Visit>) -> Answer {
    let people = people(&visit).await?;
    let bytes = serde_json::to_vec(&people).map_err(|_| Fail::Inside)?;
    house::download("application/json", "people.json", bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =1", "|cmd",
        ] {
            assert!(harmless(cell).starts_with('\''), "{cell}");
        }
        assert_eq!(harmless("Алена"), "Алена");
        assert_eq!(
            row(["a\"b".to_owned(), "=x".to_owned()]),
            "\"a\"\"b\",\"'=x\"\r\n"
        );
    }
}
