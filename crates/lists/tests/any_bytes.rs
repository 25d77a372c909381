//! Any bytes at all: readers, dates and encodings end, soon, without a crash, and rows add up.
//!
//! A few seconds long by default; `LISTS_ANY_BYTES_SECONDS=3600` is the long run. The seed is fixed,
//! and said with a failure; `LISTS_ANY_BYTES_SEED` tries another one.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail like tests"
)]

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use kernel::Day;
use lists::{
    DateOrder, Limits, ListReader, Mapping, Part, RawRow, RawTable, ReadOptions, Session, read_age,
    read_date_in, splits, suggest_all,
};

/// SplitMix64: small, known, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|v| v.parse().ok())
        .unwrap_or(default)
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // Stored, so that a changed byte reaches the parser and not only the decompressor.
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn seeds() -> Vec<Vec<u8>> {
    let ods = b"<office:document-content><table:table table:name=\"A\"><table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell><table:table-cell><text:p>Born</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"date\" office:date-value=\"1979-01-02\"><text:p>Ana</text:p></table:table-cell></table:table-row></table:table></office:document-content>";
    let docx = b"<w:document><w:body><w:p><w:r><w:t>1. Ana Vel</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Name</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p/></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>Ana</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
    let sheet = b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Name</t></is></c><c r=\"B1\" t=\"s\"><v>0</v></c></row><row r=\"2\" hidden=\"1\"><c r=\"A2\" s=\"1\"><v>29087</v></c><c r=\"B2\"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>";
    let xlsx = archive(&[
        ("xl/workbook.xml", br#"<workbook><sheets><sheet name="P" sheetId="1" r:id="rId1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#),
        ("xl/styles.xml", br#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#),
        ("xl/sharedStrings.xml", b"<sst><si><t>Born</t></si></sst>"),
        ("xl/worksheets/sheet1.xml", sheet),
    ]);
    vec![
        include_bytes!("../testdata/traps.csv").to_vec(),
        include_bytes!("../testdata/names_as_keys.json").to_vec(),
        include_bytes!("../testdata/memory_book_1251.csv").to_vec(),
        include_bytes!("../testdata/report.html").to_vec(),
        include_bytes!("../testdata/entries.txt").to_vec(),
        include_bytes!("../testdata/right_to_left.csv").to_vec(),
        include_bytes!("../testdata/prosecutions.tsv").to_vec(),
        include_bytes!("../testdata/histories.csv").to_vec(),
        archive(&[
            (
                "mimetype",
                b"application/vnd.oasis.opendocument.spreadsheet",
            ),
            ("content.xml", ods),
        ]),
        archive(&[("word/document.xml", docx)]),
        xlsx,
    ]
}

/// Cuts, doubles, exchanges and overwrites pieces.
fn changed(seed: &[u8], chance: &mut Chance) -> Vec<u8> {
    const PIECES: [&[u8]; 22] = [
        b"\"",
        b"\0",
        b"<",
        b">",
        b"{",
        b"[",
        b"]",
        b"}",
        b",",
        b";",
        b"\n",
        b"\xff\xfe",
        b"\xd0",
        b"</table>",
        b"<table>",
        b"<tr><td colspan=999>",
        b"1. ",
        b"\\u",
        b"&#x",
        b"....",
        "\u{202e}".as_bytes(),
        "۱۴۰۰".as_bytes(),
    ];
    let mut out = seed.to_vec();
    for _ in 0..=chance.below(8) {
        let at = chance.below(out.len() + 1);
        match chance.below(6) {
            0 => out.truncate(at),
            1 if at < out.len() => out[at] = u8::try_from(chance.below(256)).unwrap(),
            2 => {
                let to = (at + chance.below(200)).min(out.len());
                let piece: Vec<u8> = out[at..to].to_vec();
                let at = chance.below(out.len() + 1);
                out.splice(at..at, piece);
            }
            3 => {
                let to = (at + chance.below(50)).min(out.len());
                out.drain(at..to);
            }
            _ => {
                let piece = PIECES[chance.below(PIECES.len())];
                out.splice(at..at, piece.iter().copied());
            }
        }
    }
    out
}

fn limits() -> Limits {
    Limits {
        cell_characters: 2_000,
        columns: 200,
        rows: 5_000,
        line_bytes: 64 << 10,
        quote_lookahead_bytes: 4 << 10,
        archive_bytes: 4 << 20,
        shared_strings_bytes: 1 << 20,
        document_bytes: 1 << 20,
        ..Limits::default()
    }
}

/// Reads to the end, suggests, understands; the only demand is that it ends well.
fn try_out(bytes: Vec<u8>) {
    let today = Day::new(2026, 11, 1).unwrap();
    let Ok(reader) = ListReader::open(Cursor::new(bytes), &ReadOptions::default(), &limits())
    else {
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
                let (_, rows) = tables.last_mut().unwrap();
                assert!(
                    rows.last().is_none_or(|before| before.line < row.line),
                    "rows in order"
                );
                rows.push(row);
            }
            Err(_) => break,
        }
    }
    let Some(suggestion) = suggest_all(&tables, "any", today) else {
        return;
    };
    let text = suggestion.mapping.to_toml().unwrap();
    let mapping = Mapping::parse(&text).unwrap();
    assert_eq!(mapping, suggestion.mapping);
    let mut session = Session::new(mapping.clone(), today);
    let mut count = 0;
    for (table, rows) in &tables {
        let _ = splits(table, rows, &mapping, today);
        if session.begin_table(table).is_err() {
            continue;
        }
        for row in rows {
            let understood = session.row(row).unwrap();
            for draft in &understood.drafts {
                let kind = casework::kind(&draft.kind).unwrap();
                if let Err(faults) = kind.check(&draft.body) {
                    // Too long or too many is a doubt of the row for whoever stores it; a wrong form is ours.
                    let said = faults.to_string();
                    assert!(!said.contains("vocabulary"), "{}: {said}", draft.kind);
                }
            }
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

#[test]
fn any_file_ends_well() {
    let seed = number("LISTS_ANY_BYTES_SEED", 1);
    let until = Instant::now() + Duration::from_secs(number("LISTS_ANY_BYTES_SECONDS", 5));
    let seeds = seeds();
    let mut chance = Chance(seed);
    let mut count = 0_u64;
    while Instant::now() < until {
        let place = chance.below(seeds.len());
        let bytes = changed(&seeds[place], &mut chance);
        let before = Instant::now();
        let kept = bytes.clone();
        let ended = std::panic::catch_unwind(|| try_out(bytes));
        if ended.is_err() || before.elapsed() > Duration::from_secs(2) {
            let path = std::env::temp_dir().join(format!("lists-any-bytes-{seed}-{count}"));
            std::fs::write(&path, kept).unwrap();
            assert!(
                ended.is_ok(),
                "seed {seed}, file {count}: kept as {}",
                path.display()
            );
            assert!(
                before.elapsed() < Duration::from_secs(2),
                "seed {seed}, file {count} was slow: kept as {}",
                path.display()
            );
        }
        count += 1;
    }
    assert!(count > 10);
}

#[test]
fn any_date_ends_well() {
    const PIECES: [&str; 40] = [
        "1",
        "12",
        "31",
        "99",
        "00",
        "1979",
        "1403",
        "2565",
        "68",
        "9999",
        "29087",
        "/",
        "-",
        ".",
        " ",
        ",",
        "?",
        "~",
        "about",
        "circa",
        "January",
        "мая",
        "enero",
        "شهریور",
        "ربيع الأول",
        "هـ",
        "هـ.ش",
        "Meskerem",
        "E.C.",
        "พ.ศ.",
        "民國",
        "年",
        "月",
        "日",
        "t10:00",
        "г.",
        "born",
        "\u{200f}",
        "٥",
        "۵",
    ];
    let mut chance = Chance(number("LISTS_ANY_BYTES_SEED", 1));
    let until = Instant::now() + Duration::from_secs(number("LISTS_ANY_BYTES_SECONDS", 1).min(600));
    let today = Day::new(2026, 11, 1).unwrap();
    while Instant::now() < until {
        let text: String = (0..=chance.below(7))
            .map(|_| PIECES[chance.below(PIECES.len())])
            .collect();
        let calendar = [
            None,
            Some(kernel::Calendar::Persian),
            Some(kernel::Calendar::Islamic),
            Some(kernel::Calendar::Ethiopic),
            Some(kernel::Calendar::Minguo),
        ][chance.below(5)];
        let order = [
            DateOrder::DayFirst,
            DateOrder::MonthFirst,
            DateOrder::Unsure,
        ][chance.below(3)];
        let read = read_date_in(&text, order, calendar, Some(today));
        if let Some(earliest) = read.date.earliest() {
            assert!(earliest <= today, "{text}: the future is never used");
        }
        let _ = read_age(&text);
    }
}
