//! The list of people as a table, of which no cell is a formula.

use desk::exports::ExportedPerson;
use rust_xlsxwriter::Workbook;

use crate::failure::{Failure, Result};

const HEADERS: [&str; 8] = [
    "id",
    "names",
    "country",
    "stage",
    "place",
    "held since",
    "last done",
    "label",
];

fn cells(person: &ExportedPerson) -> [String; 8] {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        person.id.clone(),
        person.names.join(" / "),
        text(&person.country),
        text(&person.stage),
        text(&person.place),
        text(&person.held_since),
        text(&person.last_done),
        person.label.clone(),
    ]
}

/// The cell so that no spreadsheet computes it: an apostrophe before signs that begin a formula.
fn harmless(cell: &str) -> String {
    let begins = cell
        .trim_start_matches([' ', '\u{a0}', '\u{feff}'])
        .chars()
        .next();
    match begins {
        Some(
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠' | '|' | '%',
        ) => format!("'{cell}"),
        _ => cell.to_owned(),
    }
}

fn csv_cell(cell: &str) -> String {
    let cell = harmless(cell);
    if cell.contains(['"', ',', ';', '\t', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

/// RFC 4180 in UTF-8, with the mark by which spreadsheets know the encoding.
pub(super) fn csv(people: &[ExportedPerson]) -> Vec<u8> {
    let mut text = "\u{feff}".to_owned();
    let mut row = |cells: &mut dyn Iterator<Item = String>| {
        text.push_str(&cells.collect::<Vec<_>>().join(","));
        text.push_str("\r\n");
    };
    row(&mut HEADERS.iter().map(|header| csv_cell(header)));
    for person in people {
        row(&mut cells(person).iter().map(|cell| csv_cell(cell)));
    }
    text.into_bytes()
}

/// A spreadsheet of texts: nothing in it is computed.
pub(super) fn xlsx(people: &[ExportedPerson]) -> Result<Vec<u8>> {
    let failed = |error: rust_xlsxwriter::XlsxError| {
        Failure::Said(format!("the spreadsheet cannot be written: {error}"))
    };
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, header) in (0_u16..).zip(HEADERS) {
        sheet.write_string(0, column, header).map_err(failed)?;
    }
    for (row, person) in (1_u32..).zip(people) {
        for (column, cell) in (0_u16..).zip(cells(person)) {
            sheet
                .write_string(row, column, harmless(&cell))
                .map_err(failed)?;
        }
    }
    workbook.save_to_buffer().map_err(failed)
}

/// One object a line.
pub(super) fn json_lines(people: &[ExportedPerson]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for person in people {
        serde_json::to_writer(&mut bytes, person)
            .map_err(|error| Failure::Said(format!("the export cannot be written: {error}")))?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> ExportedPerson {
        ExportedPerson {
            id: "1".to_owned(),
            names: vec![name.to_owned()],
            country: Some("XV".to_owned()),
            stage: None,
            place: Some("Colony 33, \"Tumzha\"".to_owned()),
            held_since: None,
            last_done: None,
            label: "TLP:GREEN".to_owned(),
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in [
            "=1+1", "+x", "-x", "@x", "\t=1", " =1", "\u{a0}=1", "＝1", "\r=1",
        ] {
            assert!(harmless(cell).starts_with('\''), "{cell:?}");
        }
        assert_eq!(harmless("Ана-Мария"), "Ана-Мария");
        let text = String::from_utf8(csv(&[person("=HYPERLINK(\"x\")")])).unwrap();
        assert!(
            text.contains(
                "1,\"'=HYPERLINK(\"\"x\"\")\",XV,,\"Colony 33, \"\"Tumzha\"\"\",,,TLP:GREEN\r\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn a_spreadsheet_holds_texts_only() {
        let bytes = xlsx(&[person("=1+1")]).unwrap();
        assert!(bytes.starts_with(b"PK"));
    }
}
