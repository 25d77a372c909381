//! Tables of PDF files: rows as the other readers give them, and no word moved from one person to another.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

use std::io::Cursor;

use lists::{Format, Limits, ListError, ListReader, Part, RawRow, RawTable, ReadOptions, RowNote};

/// A document with letters at places: page by page, from the left, from below, text.
fn pdf(pages: &[Vec<(u32, u32, &str)>]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len())
        .map(|page| format!("{} 0 R", 4 + page * 2))
        .collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Kids[{}]/Count {}>>",
            kids.join(" "),
            pages.len()
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    for (page, texts) in pages.iter().enumerate() {
        let content: String = texts
            .iter()
            .map(|(x, y, text)| format!("1 0 0 1 {x} {y} Tm ({text}) Tj "))
            .collect();
        let content = format!("BT /F 10 Tf {content}ET");
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R/Resources<</Font<</F 3 0 R>>>>>>",
            5 + page * 2
        ));
        objects.push(format!(
            "<</Length {}>>stream\n{content}\nendstream",
            content.len()
        ));
    }
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let start = out.len();
    out.push_str(&format!(
        "xref\n0 {}\n0000000000 65535 f \n",
        objects.len() + 1
    ));
    for place in places {
        out.push_str(&format!("{place:010} 00000 n \n"));
    }
    out.push_str(&format!(
        "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    out.into_bytes()
}

fn read(bytes: Vec<u8>) -> Result<(RawTable, Vec<RawRow>), ListError> {
    let reader = ListReader::open(
        Cursor::new(bytes),
        &ReadOptions::default(),
        &Limits::default(),
    )?;
    let (mut table, mut rows) = (None, Vec::new());
    for part in reader {
        match part? {
            Part::Table(found) => table = Some(found),
            Part::Row(row) => rows.push(row),
        }
    }
    Ok((table.unwrap(), rows))
}

fn cells(row: &RawRow) -> Vec<&str> {
    row.cells.iter().map(|cell| cell.text.as_str()).collect()
}

fn people(from: u32, rows: &[[&'static str; 4]]) -> Vec<(u32, u32, &'static str)> {
    let columns = [50, 90, 230, 330];
    let mut out = Vec::new();
    for (number, row) in (0..).zip(rows) {
        // A program may draw a column at a time, or from the right: places count, and not the order.
        for (x, text) in columns.iter().zip(row).rev() {
            if !text.is_empty() {
                out.push((*x, from - number * 20, *text));
            }
        }
    }
    out
}

#[test]
fn a_table_of_several_pages_is_read_row_by_row() {
    let header = ["No", "Name", "Born", "Held at"];
    let mut first = vec![(
        50,
        800,
        "People taken after the strike at the harbour and the days that followed it",
    )];
    first.extend(people(
        780,
        &[
            header,
            ["1", "Ana Vel", "1979", "Quarry House"],
            ["2", "Ivo Marn", "", "Salt Works"],
            ["3", "Oda Brint", "1981", ""],
        ],
    ));
    let second = people(800, &[header, ["4", "Pell Quay", "1982", "River House"]]);
    let (table, rows) = read(pdf(&[first, second])).unwrap();
    assert_eq!(table.format, Format::Pdf);
    assert_eq!(table.headers, header);
    assert!(
        table.titles.iter().any(|title| title.contains("strike")),
        "{:?}",
        table.titles
    );
    let sound: Vec<Vec<&str>> = rows
        .iter()
        .filter(|row| row.notes.is_empty())
        .map(cells)
        .collect();
    assert_eq!(
        sound,
        [
            ["1", "Ana Vel", "1979", "Quarry House"],
            ["2", "Ivo Marn", "", "Salt Works"],
            ["3", "Oda Brint", "1981", ""],
            ["4", "Pell Quay", "1982", "River House"],
        ]
    );
    // The header of the second page is the header again.
    assert!(
        rows.iter()
            .any(|row| row.notes.contains(&RowNote::RepeatedHeader))
    );
    assert!(rows.iter().all(|row| row.row_key.starts_with("page ")));
}

#[test]
fn a_cell_of_two_lines_is_one_cell_and_a_row_is_never_two_people() {
    let mut page = people(
        800,
        &[
            ["No", "Name", "Born", "Held at"],
            ["1", "Ana Vel", "1979", "Quarry House at the"],
            ["2", "Ivo Marn", "1980", "Salt Works"],
            ["", "Oda Brint", "1981", "River House"],
        ],
    );
    // The rest of a cell, closer to its row than rows are to each other.
    page.push((330, 769, "end of Quarry Road"));
    let (_, rows) = read(pdf(&[page])).unwrap();
    let all: Vec<Vec<&str>> = rows.iter().map(cells).collect();
    assert_eq!(
        all,
        [
            vec![
                "1",
                "Ana Vel",
                "1979",
                "Quarry House at the end of Quarry Road"
            ],
            vec!["2", "Ivo Marn", "1980", "Salt Works"],
            // A row without a number is a row: it does not become a part of the one above.
            vec!["", "Oda Brint", "1981", "River House"],
        ]
    );
}

#[test]
fn words_across_two_columns_are_refused_and_not_shared_out() {
    let mut page = people(
        800,
        &[
            ["No", "Name", "Born", "Held at"],
            ["1", "Ana Vel", "1979", "Quarry House"],
            ["2", "Ivo Marn", "1980", "Salt Works"],
            ["3", "Oda Brint", "1981", "River House"],
        ],
    );
    page.push((
        90,
        700,
        "the list goes on with people of whom nobody knows where they are",
    ));
    let (table, rows) = read(pdf(&[page])).unwrap();
    assert_eq!(table.headers.len(), 4);
    let odd = rows.last().unwrap();
    assert!(odd.is_refused(), "{odd:?}");
    let kept = String::from_utf8(odd.raw.clone().unwrap()).unwrap();
    assert!(kept.contains("nobody knows"), "{kept}");
    assert_eq!(rows.len(), 4);
}

#[test]
fn what_has_no_text_or_no_table_is_refused_in_a_plain_word() {
    let said = |bytes: Vec<u8>| match read(bytes) {
        Err(ListError::NotAList(what)) => what,
        other => panic!("{other:?}"),
    };
    assert!(said(pdf(&[Vec::new()])).contains("without text"));
    let prose = vec![
        (50, 800, "A letter about somebody."),
        (
            50,
            780,
            "It is no list of anything, and says so in some words.",
        ),
    ];
    assert!(said(pdf(&[prose])).contains("kept as evidence"));
    assert!(matches!(
        read(b"%PDF-1.7 broken".to_vec()),
        Err(ListError::NotAList(what)) if what.contains("damaged")
    ));
}
