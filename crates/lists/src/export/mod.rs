//! Our lists out: CSV and XLSX in which no cell is ever a formula.
//!
//! A cell that a spreadsheet could take for a formula gets an apostrophe before it, and so does a
//! cell that begins with an apostrophe, so that [`csv_unsafe`] gives back exactly what was written.

mod feedback;
mod fields;
mod follow_the_money;
mod people;

pub use feedback::{Feedback, feedback};
pub use fields::{FIELDS, FieldNote};
pub use follow_the_money::write_follow_the_money;
pub use people::{
    ExportCharge, ExportClaim, ExportDetention, ExportName, ExportPerson, ExportSource, write_json,
};

use std::borrow::Cow;
use std::io::Write;

use kernel::Label;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

/// Signs by which a spreadsheet takes a cell for a formula, full-width forms included.
fn begins_formula(text: &str) -> bool {
    // Some programs pass over blanks and invisible marks before the sign.
    let first = text.chars().find(|c| {
        !c.is_whitespace()
            && !crate::words::is_direction_mark(*c)
            && !crate::words::is_deceptive_mark(*c)
            && !c.is_control()
    });
    let begins_control = text.starts_with(['\t', '\r', '\n']);
    begins_control
        || matches!(
            first,
            Some(
                '=' | '+'
                    | '-'
                    | '@'
                    | '＝'
                    | '＋'
                    | '－'
                    | '＠'
                    | '﹢'
                    | '﹣'
                    | '﹫'
                    | '﹦'
                    | '−'
                    | '|'
            )
        )
}

/// A cell that no spreadsheet takes for a formula.
#[must_use]
pub fn csv_safe(cell: &str) -> Cow<'_, str> {
    if begins_formula(cell) || cell.starts_with('\'') {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell as it was before [`csv_safe`].
#[must_use]
pub fn csv_unsafe(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if begins_formula(rest) || rest.starts_with('\'') => rest,
        _ => cell,
    }
}

/// Writes a CSV by RFC 4180 with a byte order mark, so that every program reads it as UTF-8. The
/// first row is the banner with the label; the second the header.
///
/// # Errors
/// When the output cannot be written.
pub fn write_csv<'a, W: Write, R: IntoIterator<Item = &'a [String]>>(
    mut out: W,
    label: Label,
    banner: &str,
    headers: &[String],
    rows: R,
) -> std::io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    write_record(
        &mut out,
        [format!("{label} {banner}").trim_end()].into_iter(),
    )?;
    write_record(&mut out, headers.iter().map(String::as_str))?;
    append_csv(out, rows)
}

/// Writes further rows of a CSV that [`write_csv`] began: a long list need not be held in memory.
///
/// # Errors
/// When the output cannot be written.
pub fn append_csv<'a, W: Write, R: IntoIterator<Item = &'a [String]>>(
    mut out: W,
    rows: R,
) -> std::io::Result<()> {
    for row in rows {
        write_record(&mut out, row.iter().map(String::as_str))?;
    }
    out.flush()
}

fn write_record<'a>(
    out: &mut impl Write,
    cells: impl Iterator<Item = &'a str>,
) -> std::io::Result<()> {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.write_all(b",")?;
        }
        let safe = csv_safe(cell);
        // Quoted throughout where it matters: a semicolon or a tab divides cells for some programs.
        if safe.contains(['"', ',', ';', '\t', '\n', '\r'])
            || safe.starts_with('\'')
            || safe.starts_with(' ')
        {
            out.write_all(b"\"")?;
            out.write_all(safe.replace('"', "\"\"").as_bytes())?;
            out.write_all(b"\"")?;
        } else {
            out.write_all(safe.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}

/// A spreadsheet could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Over the size of a sheet: 1,048,576 rows, 16,384 columns.
    #[error("the list is larger than a spreadsheet can be")]
    TooLarge,
    /// The library refused.
    #[error("the spreadsheet could not be written: {0}")]
    Spreadsheet(#[from] XlsxError),
}

/// Makes an XLSX with one sheet: banner row with the label, header row, text cells only.
///
/// Cells are written as strings of the file format, which no program evaluates; they are made safe
/// as well, because people save spreadsheets as CSV.
///
/// # Errors
/// When the list is larger than a sheet, or a cell longer than the 32,767 characters of the format.
pub fn xlsx<'a, R: IntoIterator<Item = &'a [String]>>(
    label: Label,
    banner: &str,
    sheet: &str,
    headers: &[String],
    rows: R,
) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let text = Format::new()
        .set_num_format("@")
        .set_align(FormatAlign::Top);
    let worksheet = workbook.add_worksheet();
    // A sheet's name may not hold these signs, and 31 characters at most.
    let name: String = sheet
        .chars()
        .filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\''))
        .take(31)
        .collect();
    worksheet.set_name(if name.trim().is_empty() {
        "list"
    } else {
        &name
    })?;
    worksheet.write_string_with_format(0, 0, format!("{label} {banner}").trim_end(), &bold)?;
    for (column, header) in headers.iter().enumerate() {
        let column = u16::try_from(column).map_err(|_| ExportError::TooLarge)?;
        worksheet.write_string_with_format(1, column, csv_safe(header), &bold)?;
    }
    for (row, cells) in rows.into_iter().enumerate() {
        let row = u32::try_from(row)
            .ok()
            .and_then(|row| row.checked_add(2))
            .filter(|row| *row < 1_048_576)
            .ok_or(ExportError::TooLarge)?;
        for (column, cell) in cells.iter().enumerate() {
            let column = u16::try_from(column).map_err(|_| ExportError::TooLarge)?;
            if !cell.is_empty() {
                worksheet.write_string_with_format(row, column, csv_safe(cell), &text)?;
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;
    use crate::{CellNote, HeaderRow, Limits, ListReader, Part, ReadOptions};

    const TRAPS: &[&str] = &[
        "=1+1",
        "+1",
        "-2+3",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠A1",
        " =1",
        "\u{200b}=1",
        "'=1",
        "'quoted'",
        "|cmd",
    ];

    #[test]
    fn no_cell_that_goes_out_begins_a_formula_and_each_comes_back() {
        for trap in TRAPS {
            let safe = csv_safe(trap);
            assert!(safe.starts_with('\''), "{trap:?}");
            assert_eq!(csv_unsafe(&safe), *trap);
        }
        for plain in ["Ana Vel", "1979-05-12", "", "O'Brien", "a=b"] {
            assert_eq!(csv_safe(plain), plain);
            assert_eq!(csv_unsafe(plain), plain);
        }
    }

    fn read_back(bytes: Vec<u8>) -> Vec<(Vec<String>, bool)> {
        let options = ReadOptions {
            header_row: HeaderRow::At(2),
            ..ReadOptions::default()
        };
        ListReader::open(Cursor::new(bytes), &options, &Limits::default())
            .unwrap()
            .filter_map(|part| match part.unwrap() {
                Part::Table(table) => {
                    assert!(
                        table.titles.iter().any(|t| t.contains("TLP:AMBER")),
                        "{table:?}"
                    );
                    None
                }
                Part::Row(row) => {
                    let formula = row.cells.iter().any(|c| c.note == Some(CellNote::Formula));
                    Some((
                        row.cells
                            .iter()
                            .map(|c| csv_unsafe(&c.text).to_owned())
                            .collect(),
                        formula,
                    ))
                }
            })
            .collect()
    }

    #[test]
    fn both_files_carry_their_label_and_read_back_without_a_formula() {
        let headers = vec!["id".to_owned(), "name".to_owned()];
        let rows: Vec<Vec<String>> = TRAPS
            .iter()
            .filter(|t| !t.contains('\r'))
            .enumerate()
            .map(|(n, trap)| vec![n.to_string(), (*trap).to_owned()])
            .collect();
        let borrowed = || rows.iter().map(Vec::as_slice);
        let mut text = Vec::new();
        write_csv(&mut text, Label::Amber, "people", &headers, borrowed()).unwrap();
        let sheet = xlsx(Label::Amber, "people", "list", &headers, borrowed()).unwrap();
        for bytes in [text, sheet] {
            let read = read_back(bytes);
            assert_eq!(read.len(), rows.len());
            for ((cells, formula), row) in read.iter().zip(&rows) {
                assert_eq!(cells, row);
                assert!(!formula);
            }
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "\\PC{0,20}") {
            let safe = csv_safe(&text);
            prop_assert_eq!(csv_unsafe(&safe), text.as_str());
        }

        #[test]
        fn no_safe_text_begins_a_formula(text in "[ \t=+@'-]{0,3}[a-z0-9]{0,3}") {
            prop_assert!(!begins_formula(&csv_safe(&text)));
        }
    }
}
