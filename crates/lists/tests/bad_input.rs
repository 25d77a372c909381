//! Files made to hurt: each is refused by name, soon, and with little memory.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail like tests"
)]

use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use lists::{ChildProgram, Limits, ListError, ListReader, Part, ReadOptions, read_in_child};

const SOON: Duration = Duration::from_secs(5);

fn child() -> ChildProgram {
    let test = std::env::current_exe().unwrap();
    let path = test
        .parent()
        .unwrap()
        .parent()
        .unwrap()
        .join("examples/parser_child");
    ChildProgram::unforgotten(&path)
}

/// What the child says of the bytes; how long it took is checked here. Its memory is limited by the
/// kernel to `memory_bytes` beyond what it began with.
fn said(name: &str, bytes: &[u8]) -> Result<u64, ListError> {
    let path: PathBuf =
        std::env::temp_dir().join(format!("lists-bad-{}-{name}", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let limits = Limits::default();
    assert!(limits.memory_bytes <= 256 << 20);
    let before = Instant::now();
    let out = read_in_child(&child(), &path, &ReadOptions::default(), &limits)
        .and_then(|parts| parts.map(|part| part.map(|_| 1_u64)).sum());
    let took = before.elapsed();
    std::fs::remove_file(&path).unwrap();
    assert!(took < SOON, "{name} took {took:?}");
    out
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn over(name: &str, bytes: &[u8], limit: &str) {
    match said(name, bytes) {
        Err(ListError::OverLimit { what, .. }) => assert_eq!(what, limit, "{name}"),
        other => panic!("{name}: {other:?}"),
    }
}

const ODS: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

fn sheet(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><table:table table:name=\"A\">{rows}</table:table></office:document-content>"
    );
    archive(&[("mimetype", ODS), ("content.xml", content.as_bytes())])
}

#[test]
fn bombs_are_refused_by_name() {
    let blank = vec![b' '; 300 << 20];
    over(
        "docx",
        &archive(&[("word/document.xml", &blank)]),
        "archive_ratio",
    );
    over(
        "ods",
        &archive(&[("mimetype", ODS), ("content.xml", &blank)]),
        "archive_ratio",
    );
    drop(blank);
    let cell = "<table:table-cell><text:p>x</text:p></table:table-cell>";
    over(
        "ods-rows",
        &sheet(&format!(
            "<table:table-row table:number-rows-repeated=\"1000000\">{cell}</table:table-row>"
        )),
        "repeated_rows",
    );
    over(
        "ods-columns",
        &sheet(
            "<table:table-row><table:table-cell table:number-columns-repeated=\"1000000\"><text:p>x</text:p></table:table-cell></table:table-row>",
        ),
        "columns",
    );
    let wide_cell = "<w:tc><w:tcPr><w:gridSpan w:val=\"1000000\"/></w:tcPr><w:p/></w:tc>";
    over(
        "docx-columns",
        &archive(&[(
            "word/document.xml",
            format!("<w:document><w:tbl><w:tr>{wide_cell}</w:tr></w:tbl></w:document>").as_bytes(),
        )]),
        "columns",
    );
}

#[test]
fn a_million_columns_are_refused_in_every_format() {
    over("csv", "a,".repeat(400_000).as_bytes(), "columns");
    over(
        "csv-long",
        "a,".repeat(1_000_000).as_bytes(),
        "first_line_bytes",
    );
    let pairs: String = (0..200_000).map(|n| format!("\"k{n}\":1,")).collect();
    over(
        "json",
        format!("[{{{}\"z\":1}}]", pairs).as_bytes(),
        "columns",
    );
    let pairs: String = (0..1_000_000).map(|n| format!("\"k{n}\":1,")).collect();
    over(
        "json-one",
        format!("{{{}\"z\":1}}", pairs).as_bytes(),
        "columns",
    );
    let row = format!("<table><tr>{}</tr></table>", "<td>x</td>".repeat(1_000_000));
    over("html", row.as_bytes(), "columns");
    let labels: String = (0..200_000)
        .map(|n| {
            let word: String = n
                .to_string()
                .bytes()
                .map(|b| char::from(b'a' + b - b'0'))
                .collect();
            format!("Label {word}: x\n")
        })
        .collect();
    // Labels that stand once are no columns: such a text is no list.
    assert!(
        said(
            "labels",
            format!("1. Ana Vel\n{labels}2. Ivo Marn\nName: x\n3. Oda Brint\n").as_bytes()
        )
        .is_ok()
    );
}

#[test]
fn depth_entities_and_archives_in_archives_are_refused() {
    over("deep", "[".repeat(5_000_000).as_bytes(), "depth");
    over(
        "deep-objects",
        "{\"a\":".repeat(1_000_000).as_bytes(),
        "depth",
    );
    for (name, part) in [("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")] {
        let text =
            b"<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><w:document>&a;</w:document>";
        let error = said(name, &archive(&[(part, text)])).unwrap_err();
        assert!(
            matches!(error, ListError::XmlEntity(_)),
            "{name}: {error:?}"
        );
    }
    let mut nested = archive(&[("a.txt", b"x")]);
    for _ in 0..10 {
        nested = archive(&[("next.zip", &nested)]);
    }
    let error = said("nested", &nested).unwrap_err();
    assert!(
        matches!(&error, ListError::NotAList(what) if what.contains("archives")),
        "{error:?}"
    );
    let mut many = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..5_000 {
        many.start_file(format!("f{n}"), zip::write::SimpleFileOptions::default())
            .unwrap();
    }
    over(
        "entries",
        &many.finish().unwrap().into_inner(),
        "archive_entries",
    );
}

#[test]
fn long_texts_and_nuls_are_refused_or_cost_one_row() {
    over(
        "json-text",
        format!("[{{\"a\":\"{}\"}}]", "x".repeat(20 << 20)).as_bytes(),
        "record_bytes",
    );
    over(
        "html-long",
        format!("<html>{}</html>", "x".repeat(30 << 20)).as_bytes(),
        "document_bytes",
    );
    let error = said("nuls", &vec![0; 20 << 20]).unwrap_err();
    assert!(matches!(error, ListError::NotAList(_)), "{error:?}");
    let mut table = b"id,name\n1,Ana Vel\n2,".to_vec();
    table.extend(vec![b'x'; 50 << 20]);
    table.extend(b"\n3,Ivo Marn\n");
    assert_eq!(
        said("one-long-row", &table).unwrap(),
        4,
        "the rows around it are read"
    );
    // Tags without end, comments without end, quotes without end: no more time than their length.
    for (name, piece) in [
        ("tags", "<b"),
        ("scripts", "<script>"),
        ("comments", "<!--"),
        ("tables", "<table><tr><td>"),
        ("references", "&#"),
        ("styles", "<style></style>"),
    ] {
        let text = format!("<html>{}", piece.repeat((4 << 20) / piece.len()));
        let _ = said(name, text.as_bytes());
    }
    let _ = said("quotes", "a,\"b\n".repeat(400_000).as_bytes());
    let _ = said("numbers", "1. A\n".repeat(400_000).as_bytes());
    let _ = said("labels-only", "Name: A\n".repeat(400_000).as_bytes());
    let _ = said(
        "brackets",
        format!(
            "name,charge\n{}\n",
            "Ana Vel,\"Article (((((((\"\n".repeat(100_000)
        )
        .as_bytes(),
    );
}

/// Two thousand million bytes of one letter that are never on a disk.
struct Endless {
    at: u64,
}

const ENDLESS: u64 = 2 << 30;

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let left = usize::try_from(ENDLESS - self.at)
            .unwrap()
            .min(buffer.len());
        buffer[..left].fill(b'a');
        self.at += u64::try_from(left).unwrap();
        Ok(left)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        if let SeekFrom::Start(at) = to {
            self.at = at.min(ENDLESS);
        }
        Ok(self.at)
    }
}

#[test]
fn a_line_of_two_gigabytes_is_refused_at_once() {
    let before = Instant::now();
    let opened = ListReader::open(
        Endless { at: 0 },
        &ReadOptions::default(),
        &Limits::default(),
    );
    match opened {
        Err(ListError::OverLimit { what, .. }) => assert_eq!(what, "first_line_bytes"),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("read"),
    }
    assert!(before.elapsed() < SOON);
}

#[test]
fn rows_that_add_up_come_from_half_a_file() {
    let whole = include_bytes!("../testdata/names_as_keys.json");
    let error = said("half.json", &whole[..whole.len() / 2]).unwrap_err();
    assert!(matches!(error, ListError::Damaged(_)), "{error:?}");
    let parts: Vec<Part> = ListReader::open(
        Cursor::new(include_bytes!("../testdata/report.html")[..1_500].to_vec()),
        &ReadOptions::default(),
        &Limits::default(),
    )
    .unwrap()
    .map(Result::unwrap)
    .collect();
    assert!(parts.len() >= 2);
}
