//! What the fuzz targets demand: that every file ends, within its limits, without a panic, and that the
//! rows of a list add up.

use std::io::{Cursor, Write};

use kernel::Day;
use lists::{
    EvidenceLimits, Limits, ListReader, Mapping, Part, RawRow, RawTable, ReadOptions, Session,
    splits, suggest_all,
};

/// Smaller limits than the product's, so that what is over one is met soon.
fn limits() -> Limits {
    Limits {
        cell_characters: 2_000,
        columns: 200,
        rows: 2_000,
        line_bytes: 64 << 10,
        quote_lookahead_bytes: 4 << 10,
        archive_bytes: 4 << 20,
        shared_strings_bytes: 1 << 20,
        document_bytes: 1 << 20,
        ..Limits::default()
    }
}

fn today() -> Day {
    Day::new(2026, 11, 1).expect("a day")
}

/// Reads a file as a list, suggests what its columns mean, and understands its rows.
pub fn as_list(bytes: &[u8], options: &ReadOptions) {
    quiet();
    let Ok(reader) = ListReader::open(Cursor::new(bytes.to_vec()), options, &limits()) else {
        return;
    };
    let mut tables: Vec<(RawTable, Vec<RawRow>)> = Vec::new();
    for part in reader {
        match part {
            Ok(Part::Table(table)) => {
                assert!(table.headers.len() <= limits().columns);
                tables.push((table, Vec::new()));
            }
            Ok(Part::Row(row)) => {
                let (_, rows) = tables.last_mut().expect("a table before its rows");
                assert!(rows.last().is_none_or(|before| before.line < row.line));
                rows.push(row);
            }
            Err(_) => break,
        }
    }
    let Some(suggestion) = suggest_all(&tables, "any", today()) else {
        return;
    };
    let text = suggestion.mapping.to_toml().expect("a mapping can be written");
    let mapping = Mapping::parse(&text).expect("a mapping reads back");
    assert_eq!(mapping, suggestion.mapping);
    let mut session = Session::new(mapping.clone(), today());
    let mut count = 0;
    for (table, rows) in &tables {
        let _shown = splits(table, rows, &mapping, today());
        if session.begin_table(table).is_err() {
            continue;
        }
        for row in rows {
            let _understood = session.row(row).expect("a table has begun");
            count += 1;
        }
    }
    let tally = session.tally();
    assert_eq!(tally.rows, count);
    assert_eq!(
        tally.rows,
        tally.accepted + tally.review + tally.rejected + tally.skipped
    );
}

/// What a library gives up on inside the readers is caught there and becomes a finding. libFuzzer would end
/// the process before that; a panic that nobody catches still ends it.
fn quiet() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| std::panic::set_hook(Box::new(|about| eprintln!("{about}"))));
}

/// Reads a file as evidence. What it says must be within the limits that the parent believes in.
pub fn as_evidence(bytes: &[u8]) {
    let limits = EvidenceLimits {
        text_characters: 20_000,
        attachments: 10,
        attachment_bytes: 1 << 20,
        archive_bytes: 4 << 20,
        pages: 20,
        ..EvidenceLimits::default()
    };
    quiet();
    let made = lists::read_evidence(bytes, &limits);
    assert!(made.text.chars().count() <= limits.text_characters);
    assert!(made.attachments.len() <= limits.attachments);
    assert!(made.findings.metadata.len() <= limits.metadata);
}

/// Parts of an archive out of one input: they are divided by a line of a form feed, in the order of
/// their names. Stored, so that a changed byte reaches the parser and not only the decompressor.
#[must_use]
pub fn archive(input: &[u8], names: &[&str], fixed: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut put = |name: &str, bytes: &[u8]| {
        zip.start_file(name, options).expect("a part");
        zip.write_all(bytes).expect("a part");
    };
    for (name, bytes) in fixed {
        put(name, bytes);
    }
    for (name, bytes) in names.iter().zip(input.split(|byte| *byte == 0x0c)) {
        put(name, bytes);
    }
    zip.finish().expect("an archive").into_inner()
}
