//! What fuzzing found once, and the seeds from which it begins, with every run of the tests: each file
//! ends, and rows add up.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kernel::Day;
use lists::{
    DateOrder, EvidenceLimits, Limits, ListReader, Part, RawRow, RawTable, ReadOptions, Session,
    read_age, read_date_in, read_evidence, splits, suggest_all,
};

fn today() -> Day {
    Day::new(2026, 11, 1).unwrap()
}

/// The files of a target, by their names.
fn files(target: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["../../fuzz/seeds", "testdata/regressions"] {
        let Ok(inside) = std::fs::read_dir(Path::new(folder).join(target)) else {
            continue;
        };
        found.extend(inside.flatten().map(|entry| entry.path()));
    }
    found.sort();
    found
}

fn as_list(bytes: &[u8], options: &ReadOptions) {
    let Ok(reader) = ListReader::open(Cursor::new(bytes.to_vec()), options, &Limits::default())
    else {
        return;
    };
    let mut tables: Vec<(RawTable, Vec<RawRow>)> = Vec::new();
    for part in reader.map_while(Result::ok) {
        match part {
            Part::Table(table) => tables.push((table, Vec::new())),
            Part::Row(row) => tables.last_mut().unwrap().1.push(row),
        }
    }
    let Some(suggestion) = suggest_all(&tables, "any", today()) else {
        return;
    };
    let mut session = Session::new(suggestion.mapping.clone(), today());
    let mut count = 0;
    for (table, rows) in &tables {
        let _shown = splits(table, rows, &suggestion.mapping, today());
        if session.begin_table(table).is_err() {
            continue;
        }
        for row in rows {
            let _understood = session.row(row).unwrap();
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

fn as_evidence(bytes: &[u8]) {
    let limits = EvidenceLimits::default();
    let made = read_evidence(bytes, &limits);
    assert!(made.text.chars().count() <= limits.text_characters);
    assert!(made.findings.metadata.len() <= limits.metadata);
}

/// As the fuzz targets make an archive of one input.
fn archive(input: &[u8], names: &[&str], fixed: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let parts = names.iter().zip(input.split(|byte| *byte == 0x0c));
    for (name, bytes) in fixed
        .iter()
        .copied()
        .chain(parts.map(|(name, part)| (*name, part)))
    {
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn once(target: &str, bytes: &[u8]) {
    let options = ReadOptions::default();
    let of = |names: &[&str], fixed: &[(&str, &[u8])]| {
        let archive = archive(bytes, names, fixed);
        as_list(&archive, &options);
        as_evidence(&archive);
    };
    match target {
        "xlsx" => of(
            &[
                "xl/worksheets/sheet1.xml",
                "xl/sharedStrings.xml",
                "xl/styles.xml",
                "xl/workbook.xml",
                "xl/_rels/workbook.xml.rels",
            ],
            &[],
        ),
        "ods" => of(
            &["content.xml", "meta.xml", "styles.xml"],
            &[(
                "mimetype",
                b"application/vnd.oasis.opendocument.spreadsheet",
            )],
        ),
        "docx" => of(
            &[
                "word/document.xml",
                "docProps/core.xml",
                "[Content_Types].xml",
            ],
            &[],
        ),
        "pdf" => {
            as_evidence(bytes);
            as_list(bytes, &options);
        }
        "eml" | "msg" => as_evidence(bytes),
        "dates" => {
            let text = String::from_utf8_lossy(bytes.get(1..).unwrap_or_default());
            let read = read_date_in(&text, DateOrder::Unsure, None, Some(today()));
            assert!(read.date.earliest().is_none_or(|day| day <= today()));
            let _age = read_age(&text);
        }
        "encodings" => as_list(bytes.get(1..).unwrap_or_default(), &options),
        _ => as_list(bytes, &options),
    }
}

#[test]
fn what_was_found_once_is_not_found_again() {
    let mut count = 0;
    for target in [
        "csv",
        "json",
        "html",
        "xlsx",
        "ods",
        "docx",
        "pdf",
        "eml",
        "msg",
        "dates",
        "encodings",
    ] {
        let files = files(target);
        assert!(!files.is_empty(), "{target} has no seed");
        for path in files {
            let bytes = std::fs::read(&path).unwrap();
            let began = Instant::now();
            once(target, &bytes);
            let took = began.elapsed();
            assert!(
                took < Duration::from_secs(10),
                "{} took {took:?}",
                path.display()
            );
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}
