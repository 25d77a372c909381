//! Lists with every trap we know of, held against what should become of each row.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests may fail like tests"
)]

use std::collections::BTreeMap;
use std::io::Cursor;

use kernel::Day;
use lists::{
    Limits, ListError, ListReader, Outcome, Part, RawRow, RawTable, ReadOptions, Session,
    Suggestion, UnderstoodRow, suggest,
};

fn today() -> Day {
    Day::new(2026, 11, 1).unwrap()
}

fn read(bytes: &[u8]) -> (RawTable, Vec<RawRow>) {
    let mut table = None;
    let mut rows = Vec::new();
    for part in ListReader::open(
        Cursor::new(bytes.to_vec()),
        &ReadOptions::default(),
        &Limits::default(),
    )
    .unwrap()
    {
        match part.unwrap() {
            Part::Table(found) => table = Some(found),
            Part::Row(row) => rows.push(row),
        }
    }
    (table.unwrap(), rows)
}

fn import(bytes: &[u8]) -> (Suggestion, Vec<UnderstoodRow>, Session) {
    let (table, rows) = read(bytes);
    let suggestion = suggest(&table, &rows, "Lantern Circle", today());
    let mut session = Session::new(suggestion.mapping.clone(), today());
    session.begin_table(&table).unwrap();
    let understood: Vec<UnderstoodRow> = rows.iter().map(|row| session.row(row).unwrap()).collect();
    check_drafts(&understood);
    (suggestion, understood, session)
}

fn drafts<'a>(row: &'a UnderstoodRow, kind: &str) -> Vec<&'a serde_json::Value> {
    row.drafts
        .iter()
        .filter(|d| d.kind == kind)
        .map(|d| &d.body)
        .collect()
}

#[test]
fn every_trap_ends_where_it_should() {
    let (suggestion, rows, session) = import(include_bytes!("../testdata/traps.csv"));
    assert_eq!(suggestion.mapping.row_key, ["id"]);
    let got: Vec<(u64, Outcome, &str)> = rows
        .iter()
        .map(|row| (row.line, row.outcome, row.reason().unwrap_or("")))
        .collect();
    assert_eq!(
        got,
        [
            (2, Outcome::Accept, ""),
            (4, Outcome::Reject, "too_few_columns"),
            (5, Outcome::Reject, "unclosed_quote"),
            (6, Outcome::Accept, ""),
            (7, Outcome::Review, "impossible_date"),
            (8, Outcome::Review, "future_date"),
            (9, Outcome::Review, "duplicate_key"),
            (10, Outcome::Skip, "duplicate_row"),
            (11, Outcome::Skip, "repeated_header"),
            (12, Outcome::Skip, "blank_line"),
            (13, Outcome::Skip, "total_line"),
            (14, Outcome::Review, "nul_byte"),
            (15, Outcome::Review, "wrong_encoding"),
            (16, Outcome::Review, "empty_name"),
            (17, Outcome::Accept, "formula_cell"),
            (18, Outcome::Review, "death_claim"),
            (19, Outcome::Review, "minor"),
            (20, Outcome::Review, "withheld"),
            (21, Outcome::Reject, "too_many_columns"),
            (22, Outcome::Accept, "markup"),
            (23, Outcome::Review, "bidi_control"),
        ]
    );
    let tally = session.tally();
    assert_eq!(
        tally.rows,
        tally.accepted + tally.review + tally.rejected + tally.skipped
    );
    for row in &rows {
        match row.outcome {
            Outcome::Reject => {
                assert!(row.raw.is_some(), "the bytes of line {} are kept", row.line);
                assert!(row.drafts.is_empty());
            }
            Outcome::Skip => assert!(row.drafts.is_empty()),
            Outcome::Accept | Outcome::Review => {
                assert_eq!(
                    row.drafts.last().unwrap().kind,
                    "source",
                    "line {}",
                    row.line
                );
            }
        }
    }
    // The text was not cut at the NUL, and the name of the encoding is said.
    assert_eq!(drafts(&rows[11], "name")[0]["text"], "Vera Wick");
    assert_eq!(drafts(&rows[12], "name")[0]["text"], "Señor Niño");
    assert_eq!(rows[12].doubts[0].detail, "windows-1252");
    // A wish of the family is a refusal of publicity, and the row travels as red.
    let withheld = &rows[17];
    assert_eq!(drafts(withheld, "wish")[0]["scopes"][0]["state"], "refused");
    assert!(
        withheld
            .drafts
            .iter()
            .all(|d| d.label == Some(kernel::Label::Red))
    );
    // An impossible date is left empty, a future one is not used.
    assert!(
        drafts(&rows[4], "fact")
            .iter()
            .all(|f| f["field"] != "birth")
    );
    assert_eq!(drafts(&rows[5], "detention")[0]["from"], "unknown");
}

/// What is drafted can be stored: every body passes the rules of its kind.
fn check_drafts(rows: &[UnderstoodRow]) {
    for row in rows {
        for draft in &row.drafts {
            let kind =
                casework::kind(&draft.kind).unwrap_or_else(|| panic!("no kind {}", draft.kind));
            if let Err(faults) = kind.check(&draft.body) {
                panic!("line {}: {} {}: {faults}", row.line, draft.kind, draft.body);
            }
        }
    }
}

#[test]
fn a_second_reading_gives_the_same() {
    let bytes = include_bytes!("../testdata/traps.csv");
    assert_eq!(import(bytes).1, import(bytes).1);
}

#[test]
fn status_and_place_in_one_cell_are_told_apart() {
    let mut text = "id,url,name,status,birthday,gender,arrested,articles/0,articles/1,verdict_date,decision,penalty,prison,release_date,died\n".to_owned();
    let prisons = [
        "\"Penal colony No. 3; Nadir, street 4\"",
        "released",
        "\"Remand prison No. 1\nTorun\"",
        "at liberty before serving sentence;",
        "house arrest",
        "unknown",
    ];
    for (n, prison) in prisons.iter().cycle().take(36).enumerate() {
        let status = ["active", "former", "np"][n % 3];
        let year = if n % 2 == 0 { 2016 } else { 2021 };
        let article = if n % 2 == 0 { "402" } else { "715" };
        text.push_str(&format!(
            "{n},https://list.example.invalid/{n},Ana Vel{n},{status},March 1976,female,7 September {year},Art. {article} of the Criminal Code — Insult,Art. 731 of the Criminal Code — False news,1 May 2022,3 years 6 months,imprisonment,{prison},,\n"
        ).replace(&format!("Vel{n}"), &format!("Vel{}", "o".repeat(n))));
    }
    let (suggestion, rows, _) = import(text.as_bytes());
    let by_prison: BTreeMap<usize, &serde_json::Value> = (0..6)
        .map(|n| (n, drafts(&rows[n], "detention")[0]))
        .collect();
    assert_eq!(by_prison[&0]["place_text"], "Penal colony No. 3");
    assert_eq!(by_prison[&0]["address"], "Nadir, street 4");
    assert_eq!(by_prison[&0]["stage"], "serving");
    assert_eq!(by_prison[&1]["place_text"], "");
    assert_eq!(by_prison[&1]["stage"], "released_unconditional");
    assert_eq!(by_prison[&2]["address"], "Torun");
    assert_eq!(by_prison[&3]["custody"], "none");
    assert_eq!(by_prison[&4]["custody"], "house_arrest");
    assert_eq!(by_prison[&5]["custody"], "unknown");
    assert_eq!(
        drafts(&rows[2], "claim")[0]["status_code"],
        "not_recognised"
    );
    let charges = drafts(&rows[0], "charge");
    assert_eq!(charges.len(), 2);
    assert_eq!(
        (
            charges[0]["article"].as_str(),
            charges[0]["old_article"].as_str()
        ),
        (Some("715"), Some("402"))
    );
    assert_eq!(charges[0]["sentence"]["months"], 6);
    assert!(
        charges[1].get("sentence").is_none(),
        "one sentence is not repeated with each charge"
    );
    assert!(suggestion.questions.contains(&"country".to_owned()));
    assert!(rows.iter().all(|row| row.outcome == Outcome::Accept));
}

#[test]
fn countries_in_words_are_aligned_by_their_towns() {
    let mut text = "id,name,country,city,dob\n".to_owned();
    for n in 0..40 {
        let (code, word, town) = if n % 2 == 0 {
            ("XA", "Arvonia", "Nadir")
        } else {
            ("XB", "Belmark", "Torun")
        };
        let land = if n % 5 == 0 { word } else { code };
        text.push_str(&format!(
            "{n},Ana V{},{land},{town},1980\n",
            "o".repeat(n + 1)
        ));
    }
    let (suggestion, rows, _) = import(text.as_bytes());
    assert_eq!(suggestion.mapping.code("country", "Arvonia"), Some("XA"));
    assert_eq!(suggestion.mapping.code("country", "Belmark"), Some("XB"));
    assert!(
        rows.iter().all(|row| row.doubts.is_empty()),
        "{:?}",
        rows[0].doubts
    );
}

#[test]
fn a_legacy_encoding_is_found_said_and_asked_about() {
    let text = "номер;фио;дата рождения;статус\n1;Вершинин Антон;5 марта 2002;освобожден\n2;Лазарева Нина;1961;в колонии\n3;Орлов Пётр;12.05.1979;умер\n";
    let bytes = encoding_rs::WINDOWS_1251.encode(text).0;
    let (table, _) = read(&bytes);
    assert_eq!(table.encoding.unwrap().name, "windows-1251");
    assert_eq!(table.delimiter, Some(';'));
    let (suggestion, rows, _) = import(&bytes);
    assert!(suggestion.questions.contains(&"encoding".to_owned()));
    assert_eq!(drafts(&rows[0], "name")[0]["text"], "Вершинин Антон");
    assert_eq!(drafts(&rows[0], "fact")[0]["date"]["date"], "2002-03-05");
    assert_eq!(rows[2].reason(), Some("death_claim"));
}

#[test]
fn utf_16_is_read() {
    let text = "\u{feff}id\tname\n1\tعلی رضایی\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (table, rows) = read(&bytes);
    assert_eq!(table.delimiter, Some('\t'));
    assert_eq!(rows[0].cells[1].text, "علی رضایی");
}

/// A spreadsheet made of parts; stored or deflated by the test's own hand would prove nothing more
/// than the writer of the library does, so that one is used.
fn spreadsheet(sheet: &str, shared: Option<&str>) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    part(
        "xl/workbook.xml",
        r#"<workbook><sheets><sheet name="People" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    );
    part(
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#,
    );
    part(
        "xl/styles.xml",
        r#"<styleSheet><fills><fill><patternFill/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill></fills><cellXfs><xf numFmtId="0" fillId="0"/><xf numFmtId="14" fillId="0"/><xf numFmtId="0" fillId="1"/></cellXfs></styleSheet>"#,
    );
    part("xl/worksheets/sheet1.xml", sheet);
    if let Some(shared) = shared {
        part("xl/sharedStrings.xml", shared);
    }
    zip.finish().unwrap().into_inner()
}

fn text_cell(address: &str, text: &str) -> String {
    format!(r#"<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn a_spreadsheet_says_its_titles_hidden_rows_colours_dates_and_formulas() {
    let mut sheet = "<worksheet><sheetData>".to_owned();
    sheet.push_str(&format!(
        r#"<row r="1">{}</row>"#,
        text_cell("A1", "People held, compiled in November")
    ));
    sheet.push_str(&format!(
        r#"<row r="3">{}{}{}{}{}</row>"#,
        text_cell("A3", "No"),
        text_cell("B3", "Name"),
        text_cell("C3", "Born"),
        text_cell("D3", "Status"),
        text_cell("E3", "Notes")
    ));
    sheet.push_str(&format!(
        r#"<row r="4"><c r="A4"><v>1</v></c>{}<c r="C4" s="1"><v>29087</v></c>{}</row>"#,
        text_cell("B4", "Ana Vel"),
        text_cell("D4", "detained")
    ));
    sheet.push_str(&format!(
        r#"<row r="5" hidden="1"><c r="A5"><v>2</v></c>{}<c r="C5"><v>29087</v></c>{}{}</row>"#,
        text_cell("B5", "Ivo Marn"),
        text_cell("D5", "detained"),
        text_cell("E5", "family asked to be left off public lists")
    ));
    sheet.push_str(r#"<row r="6"><c r="A6" s="2"><v>3</v></c><c r="B6" s="2" t="s"><v>0</v></c><c r="C6" s="2"><v>1979</v></c><c r="E6"><f>1+1</f><v>2</v></c></row>"#);
    sheet.push_str(&format!(
        r#"<row r="7">{}</row>"#,
        text_cell("A7", "Total: 3")
    ));
    sheet.push_str("</sheetData></worksheet>");
    let bytes = spreadsheet(
        &sheet,
        Some("<sst><si><t>Lena &amp; S&#111;rr</t></si></sst>"),
    );
    let (table, raw) = read(&bytes);
    assert_eq!(table.titles, ["People held, compiled in November"]);
    assert_eq!(table.header_line, Some(3));
    assert_eq!(raw[0].row_key, "People!4");
    assert_eq!(raw[0].cells[2].text, "1979-08-20");
    assert_eq!(raw[2].cells[1].text, "Lena & Sorr");
    assert_eq!(
        raw[2].cells[4].text, "=1+1",
        "a formula is text, its result is not read"
    );
    let (suggestion, rows, _) = import(&bytes);
    let got: Vec<_> = rows
        .iter()
        .map(|r| (r.row_key.as_str(), r.outcome))
        .collect();
    assert_eq!(
        got,
        [
            ("People!4", Outcome::Accept),
            ("People!5", Outcome::Review),
            ("People!6", Outcome::Accept),
            ("People!7", Outcome::Skip)
        ]
    );
    assert!(
        rows[2]
            .doubts
            .iter()
            .any(|d| d.code == "coloured_row" && d.detail == "FFFF00")
    );
    assert!(
        suggestion.questions.contains(&"colours".to_owned())
            && suggestion.questions.contains(&"hidden_rows".to_owned())
    );
}

fn error_of(bytes: Vec<u8>, limits: &Limits) -> ListError {
    match ListReader::open(Cursor::new(bytes), &ReadOptions::default(), limits) {
        Err(error) => error,
        Ok(reader) => reader.filter_map(Result::err).next().expect("refused"),
    }
}

#[test]
fn bombs_and_entities_are_refused_by_name() {
    let blanks = " ".repeat(40 << 20);
    let bomb = spreadsheet(
        &format!("<worksheet><sheetData>{blanks}</sheetData></worksheet>"),
        None,
    );
    assert!(bomb.len() < 1 << 20);
    assert!(
        matches!(error_of(bomb.clone(), &Limits::default()), ListError::OverLimit { what, .. } if what == "archive_ratio")
    );
    let small = Limits {
        archive_bytes: 1 << 20,
        ..Limits::default()
    };
    assert!(
        matches!(error_of(bomb, &small), ListError::OverLimit { what, .. } if what == "archive_bytes")
    );
    let entity = spreadsheet(
        "<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet><sheetData/></worksheet>",
        None,
    );
    assert!(matches!(
        error_of(entity, &Limits::default()),
        ListError::XmlEntity(_)
    ));
    let few = Limits {
        archive_entries: 3,
        ..Limits::default()
    };
    assert!(
        matches!(error_of(spreadsheet("<worksheet/>", None), &few), ListError::OverLimit { what, .. } if what == "archive_entries")
    );
    let strings = spreadsheet(
        "<worksheet/>",
        Some(&format!(
            "<sst>{}</sst>",
            "<si><t>x</t></si>".repeat(50_000)
        )),
    );
    let tight = Limits {
        shared_strings_bytes: 1 << 20,
        ..Limits::default()
    };
    assert!(
        matches!(error_of(strings, &tight), ListError::OverLimit { what, .. } if what == "shared_strings_bytes")
    );
    let wide = spreadsheet(
        r#"<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>"#,
        None,
    );
    assert!(
        matches!(error_of(wide, &Limits::default()), ListError::OverLimit { what, .. } if what == "columns")
    );
}

proptest::proptest! {
    #[test]
    fn any_text_file_ends_with_rows_that_add_up(lines in proptest::collection::vec("[a-z0-9,;\"'=<> \t./-]{0,30}", 1..20)) {
        let text = lines.join("\n");
        let Ok(reader) = ListReader::open(Cursor::new(text.into_bytes()), &ReadOptions::default(), &Limits::default()) else {
            return Ok(());
        };
        let parts: Vec<Part> = reader.map(Result::unwrap).collect();
        let Some(Part::Table(table)) = parts.first() else { panic!("a table comes first") };
        let rows: Vec<RawRow> = parts.iter().skip(1).map(|p| match p { Part::Row(row) => row.clone(), Part::Table(_) => panic!("one table") }).collect();
        let suggestion = suggest(table, &rows, "x", today());
        let again = lists::Mapping::parse(&suggestion.mapping.to_toml().unwrap()).unwrap();
        proptest::prop_assert_eq!(&again, &suggestion.mapping);
        let mut session = Session::new(again, today());
        if session.begin_table(table).is_ok() {
            for row in &rows {
                session.row(row).unwrap();
            }
            let tally = session.tally();
            proptest::prop_assert_eq!(tally.rows, u64::try_from(rows.len()).unwrap());
            proptest::prop_assert_eq!(tally.rows, tally.accepted + tally.review + tally.rejected + tally.skipped);
        }
    }
}
