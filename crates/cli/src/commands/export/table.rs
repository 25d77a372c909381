//! The list of people as a table.

use desk::exports::ExportedPerson;
use kernel::Label;

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
/// The name of the sheet and the banner above the table.
const TITLE: &str = "People";

fn cells(person: &ExportedPerson) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
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

/// The narrowest label of the rows: it stands above the table.
fn label(people: &[ExportedPerson]) -> Label {
    people
        .iter()
        .map(|person| person.label.parse().unwrap_or(Label::AmberStrict))
        .max()
        .unwrap_or_default()
}

fn headers() -> Vec<String> {
    HEADERS.map(str::to_owned).to_vec()
}

fn rows(people: &[ExportedPerson]) -> Vec<Vec<String>> {
    people.iter().map(cells).collect()
}

/// Comma-separated text.
pub(super) fn csv(people: &[ExportedPerson]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    lists::write_csv(
        &mut bytes,
        label(people),
        TITLE,
        &headers(),
        rows(people).iter().map(Vec::as_slice),
    )
    .map_err(|error| Failure::Said(format!("the list cannot be written: {error}")))?;
    Ok(bytes)
}

/// A spreadsheet.
pub(super) fn xlsx(people: &[ExportedPerson]) -> Result<Vec<u8>> {
    lists::xlsx(
        label(people),
        TITLE,
        TITLE,
        &headers(),
        rows(people).iter().map(Vec::as_slice),
    )
    .map_err(|error| Failure::Said(error.to_string()))
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

    fn person(name: &str, label: Label) -> ExportedPerson {
        ExportedPerson {
            id: "1".to_owned(),
            names: vec![name.to_owned()],
            country: Some("XV".to_owned()),
            stage: None,
            place: None,
            held_since: None,
            last_done: None,
            label: label.text().to_owned(),
        }
    }

    #[test]
    fn the_table_bears_its_narrowest_label_and_no_formula() {
        let people = [
            person("=HYPERLINK(\"x\")", Label::Green),
            person("Ana", Label::Red),
        ];
        let text = String::from_utf8(csv(&people).unwrap()).unwrap();
        assert!(text.starts_with("\u{feff}TLP:RED People\r\n"), "{text}");
        assert!(
            text.contains("1,\"'=HYPERLINK(\"\"x\"\")\",XV,,,,,TLP:GREEN\r\n"),
            "{text}"
        );
        assert!(xlsx(&people).unwrap().starts_with(b"PK"));
    }
}
