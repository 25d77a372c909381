//! One small invented list of every shape that organisations publish, held against what should be
//! read from it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests may fail like tests"
)]

use std::io::{Cursor, Write};

use kernel::{Day, Label};
use lists::{
    Format, IdentityRule, Limits, ListReader, Mapping, Outcome, Part, RawRow, RawTable,
    ReadOptions, Session, Suggestion, UnderstoodRow, splits, suggest_all, words_to_align,
};
use serde_json::Value;

fn today() -> Day {
    Day::new(2026, 11, 1).unwrap()
}

fn tables(bytes: &[u8]) -> Vec<(RawTable, Vec<RawRow>)> {
    let mut out: Vec<(RawTable, Vec<RawRow>)> = Vec::new();
    for part in ListReader::open(
        Cursor::new(bytes.to_vec()),
        &ReadOptions::default(),
        &Limits::default(),
    )
    .unwrap()
    {
        match part.unwrap() {
            Part::Table(table) => out.push((table, Vec::new())),
            Part::Row(row) => out.last_mut().unwrap().1.push(row),
        }
    }
    out
}

struct Import {
    tables: Vec<(RawTable, Vec<RawRow>)>,
    suggestion: Suggestion,
    rows: Vec<UnderstoodRow>,
    persons: u64,
}

fn import_with(bytes: &[u8], change: impl FnOnce(&mut Mapping)) -> Import {
    let tables = tables(bytes);
    let suggestion = suggest_all(&tables, "Lantern Circle", today()).unwrap();
    let mut mapping = suggestion.mapping.clone();
    change(&mut mapping);
    // What is saved is what is used: through the file and back.
    let mapping = Mapping::parse(&mapping.to_toml().unwrap()).unwrap();
    let mut session = Session::new(mapping, today());
    let mut rows = Vec::new();
    for (table, raw) in &tables {
        session.begin_table(table).unwrap();
        rows.extend(raw.iter().map(|row| session.row(row).unwrap()));
    }
    for row in &rows {
        for draft in &row.drafts {
            let kind = casework::kind(&draft.kind).unwrap();
            if let Err(faults) = kind.check(&draft.body) {
                panic!("{}: {} {}: {faults}", row.row_key, draft.kind, draft.body);
            }
        }
    }
    let tally = session.tally();
    assert_eq!(
        tally.rows,
        tally.accepted + tally.review + tally.rejected + tally.skipped
    );
    let persons = session.persons();
    Import {
        tables,
        suggestion,
        rows,
        persons,
    }
}

fn import(bytes: &[u8]) -> Import {
    import_with(bytes, |_| {})
}

fn bodies<'a>(row: &'a UnderstoodRow, kind: &str) -> Vec<&'a Value> {
    row.drafts
        .iter()
        .filter(|d| d.kind == kind)
        .map(|d| &d.body)
        .collect()
}

fn fact<'a>(row: &'a UnderstoodRow, field: &str) -> Option<&'a Value> {
    bodies(row, "fact")
        .into_iter()
        .find(|body| body["field"] == field)
}

/// A date of a body in its written form.
fn edtf(date: &Value) -> String {
    serde_json::from_value::<kernel::PartialDate>(date.clone())
        .unwrap()
        .edtf()
}

fn birth(row: &UnderstoodRow) -> String {
    fact(row, "birth").map_or_else(String::new, |f| edtf(&f["date"]))
}

fn articles(row: &UnderstoodRow) -> Vec<&str> {
    bodies(row, "charge")
        .into_iter()
        .filter_map(|c| c["article"].as_str())
        .collect()
}

fn codes(row: &UnderstoodRow) -> Vec<&str> {
    row.doubts.iter().map(|doubt| doubt.code.as_str()).collect()
}

#[test]
fn json_with_names_as_keys_keeps_both_people_of_one_name() {
    let read = import(include_bytes!("../testdata/names_as_keys.json"));
    assert_eq!(read.tables[0].0.format, Format::Json);
    let keys: Vec<&str> = read.rows.iter().map(|row| row.row_key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "Vela Marn, Ana#1",
            "Brint Sorr, Oda#1",
            "Vela Marn, Ana#2",
            "time_scraped#1"
        ]
    );
    let rows = &read.rows;
    assert_eq!(rows[3].reason(), Some("not_a_record"));
    assert_eq!(rows[3].outcome, Outcome::Skip);
    assert_eq!(birth(&rows[0]), "1979-05");
    assert_eq!(birth(&rows[1]), "1980~");
    assert_eq!(birth(&rows[2]), "", "99-99-9999 is unknown");
    // Two detentions of one person; how she stands belongs to the later one.
    let detentions = bodies(&rows[0], "detention");
    let said: Vec<_> = detentions
        .iter()
        .map(|d| (edtf(&d["from"]), d["stage"].as_str().unwrap()))
        .collect();
    assert_eq!(
        said,
        [
            ("2019-03-24".to_owned(), "unknown"),
            ("2024-03".to_owned(), "arrested")
        ]
    );
    assert_eq!(detentions[0]["place_text"], "Cárcel Modelo de Nadir");
    assert_eq!(articles(&rows[0]), ["914", "933", "947"]);
    assert_eq!(articles(&rows[1]), ["914", "933"], "a text or a list");
    let sentence = &bodies(&rows[0], "charge")[0]["sentence"];
    assert_eq!(
        (&sentence["years"], &sentence["months"]),
        (&2.into(), &6.into())
    );
    let life = &bodies(&rows[1], "charge")[0]["sentence"];
    assert_eq!(life["life"], true, "life is not a number");
    assert!(life.get("years").is_none());
    assert_eq!(
        bodies(&rows[2], "detention")[0]["stage"],
        "released_conditional"
    );
    assert!(
        rows[0]
            .cells
            .iter()
            .any(|(_, cell)| cell.contains("traslado, desconocido")),
        "the odd list is kept"
    );
}

#[test]
fn json_of_other_shapes_is_read() {
    let lines = b"{\"id\": 1, \"name\": \"Ana Vel\", \"born\": 1979}\n{\"id\": 2, \"name\": \"Ivo Marn\", \"born\": null}\n";
    let wrapped = br#"{"title": "People held", "data": [{"name": "Ana Vel", "born": "1979"}, {"name": "Ivo Marn", "late": [1, 2]}], "next": null}"#;
    let grid = br#"[["name", "born"], ["Ana Vel", 1979], ["Ivo Marn", null]]"#;
    let list = br#"[{"name": "Ana Vel", "born": 1979}, {"name": "Ivo Marn"}]"#;
    for bytes in [&lines[..], wrapped, grid, list] {
        let read = import(bytes);
        let names: Vec<&str> = read
            .rows
            .iter()
            .map(|row| bodies(row, "name")[0]["text"].as_str().unwrap())
            .collect();
        assert_eq!(
            names,
            ["Ana Vel", "Ivo Marn"],
            "{}",
            String::from_utf8_lossy(bytes)
        );
        assert_eq!(birth(&read.rows[0]), "1979");
    }
    assert_eq!(import(wrapped).tables[0].0.titles, ["title: People held"]);
}

#[test]
fn a_memory_book_without_a_header_is_read_in_its_encoding() {
    let read = import(include_bytes!("../testdata/memory_book_1251.csv"));
    let table = &read.tables[0].0;
    assert_eq!(table.encoding.as_ref().unwrap().name, "windows-1251");
    assert_eq!((table.header_line, table.delimiter), (None, Some(';')));
    for question in ["encoding", "header", "country"] {
        assert!(
            read.suggestion.questions.contains(&question.to_owned()),
            "{question}"
        );
    }
    let rows = &read.rows;
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0].record_key.as_deref(), Some("00001"));
    let name = bodies(&rows[0], "name")[0];
    assert_eq!(name["parts"][0]["role"], "family");
    assert_eq!(name["parts"][2]["text"], "Викторович");
    assert_eq!(bodies(&rows[1], "name")[1]["usage"], "alias");
    assert_eq!(
        rows.iter().map(birth).collect::<Vec<_>>(),
        ["1982-01-05", "1991-08", "1961", ""]
    );
    assert_eq!(articles(&rows[0]), ["744", "712"]);
    let charge = bodies(&rows[0], "charge")[0];
    assert_eq!(edtf(&charge["verdict_on"]), "2020-11-27");
    assert_eq!(charge["sentence"]["years"], 3);
    let detention = bodies(&rows[0], "detention")[0];
    assert_eq!(edtf(&detention["from"]), "2019-05-24");
    assert_eq!(edtf(&detention["until"]), "2022-05-14");
    assert_eq!(fact(&rows[0], "occupation").unwrap()["value"], "журналист");
    assert_eq!(
        fact(&rows[0], "residence").unwrap()["value"],
        "Торун, ул. Речная, д. 28"
    );
    // The unquoted semicolon inside the prose cost nothing, and is said.
    assert!(codes(&rows[2]).contains(&"rejoined_cell"));
    assert_eq!(rows[2].reason(), Some("death_claim"));
    assert!(
        fact(&rows[2], "portrait_text").unwrap()["value"]
            .as_str()
            .unwrap()
            .contains("; Торун")
    );
    assert_eq!(rows[3].outcome, Outcome::Accept);
}

#[test]
fn a_page_made_of_a_pdf_gives_each_person_once() {
    let read = import(include_bytes!("../testdata/report.html"));
    assert_eq!(read.tables[0].0.format, Format::Html);
    let keys: Vec<&str> = read.rows.iter().map(|row| row.row_key.as_str()).collect();
    assert_eq!(
        keys,
        ["entry:1", "entry:2", "entry:3"],
        "not the table of contents"
    );
    let rows = &read.rows;
    let names: Vec<&Value> = rows.iter().map(|row| bodies(row, "name")[0]).collect();
    assert_eq!(names[0]["text"], "Rashad Turin oglu Babaj");
    assert_eq!(names[1]["parts"][1]["role"], "family");
    assert_eq!(
        names[1]["parts"][1]["text"], "Velimar",
        "the father's name is no family name"
    );
    assert_eq!(
        names[2]["text"], "Zakir Parvin Aidyn-oglu",
        "over two lines"
    );
    let arrests: Vec<String> = rows
        .iter()
        .map(|row| edtf(&bodies(row, "detention")[0]["from"]))
        .collect();
    assert_eq!(arrests, ["2019-08-16", "2024-04-28", "2018-08"]);
    assert_eq!(articles(&rows[0]), ["728.1", "778.2"]);
    assert_eq!(articles(&rows[1]), ["767.2.1", "728.1"]);
    let story = fact(&rows[0], "portrait_text").unwrap()["value"]
        .as_str()
        .unwrap();
    assert!(
        story.contains("The lawyer said that \"nothing was found\""),
        "page number and footnote do not cut the story: {story}"
    );
    // A term in prose is offered and not taken.
    let offered = rows[0]
        .doubts
        .iter()
        .find(|d| d.code == "prose_suggests")
        .unwrap();
    assert!(
        offered.detail.contains("three years and half"),
        "{}",
        offered.detail
    );
    assert!(
        bodies(&rows[0], "charge")
            .iter()
            .all(|c| c.get("sentence").is_none())
    );
}

#[test]
fn a_plain_text_list_and_a_table_of_a_page_are_read() {
    let read = import(include_bytes!("../testdata/entries.txt"));
    assert_eq!(read.tables[0].0.format, Format::Text);
    assert_eq!(read.rows.len(), 3);
    assert_eq!(bodies(&read.rows[1], "name")[0]["text"], "Ivo K. Marn");
    let page = b"<html><body><p>List</p><table><tr><th>Name</th><th>Born</th><th>Status</th></tr><tr><td>Ana Vel</td><td>1979</td><td>released</td></tr><tr><td>Ivo Marn</td><td>3 May 1980</td><td>detained</td></tr></table></body></html>";
    let read = import(page);
    assert_eq!(birth(&read.rows[1]), "1980-05-03");
    assert_eq!(read.rows[0].row_key, "row:2");
}

#[test]
fn right_to_left_lists_with_three_kinds_of_digits_are_read() {
    let read = import(include_bytes!("../testdata/right_to_left.csv"));
    let rows = &read.rows;
    let ends: Vec<(Outcome, &str)> = rows
        .iter()
        .map(|row| (row.outcome, row.reason().unwrap_or("")))
        .collect();
    assert_eq!(
        ends,
        [
            (Outcome::Accept, ""),
            (Outcome::Accept, ""),
            (Outcome::Review, "death_claim"),
            (Outcome::Skip, "page_line"),
            (Outcome::Skip, "repeated_header"),
            (Outcome::Review, "impossible_date"),
        ]
    );
    assert_eq!(birth(&rows[0]), "1976-06-11");
    assert_eq!(
        birth(&rows[1]),
        "1984-01-01/1985-12-31",
        "a year of theirs is two of ours"
    );
    let name = bodies(&rows[1], "name")[0]["text"].as_str().unwrap();
    assert_eq!(name, "فؤاد طلعت", "marks are not part of the name");
    assert!(
        rows[1]
            .cells
            .iter()
            .any(|(_, cell)| cell.starts_with('\u{200f}')),
        "and stay in the raw cell"
    );
    assert_eq!(
        bodies(&rows[5], "detention")[0]["stage"],
        "released_conditional"
    );
}

#[test]
fn several_prosecutions_are_one_person() {
    let read = import(include_bytes!("../testdata/prosecutions.tsv"));
    assert_eq!(read.suggestion.mapping.person_key, ["person_id"]);
    assert_eq!((read.rows.len(), read.persons), (4, 3));
    assert_eq!(read.rows[0].person_key, read.rows[1].person_key);
    assert_eq!(articles(&read.rows[0]), ["712 p. 2", "718 p. 3"]);
    assert_eq!(bodies(&read.rows[1], "charge")[0]["sentence"]["months"], 66);
    // A prosecution whose number is that of another person is no key of a person.
    assert_eq!(read.rows[3].person_key, None);
    assert!(codes(&read.rows[3]).contains(&"no_person_key"));
}

#[test]
fn histories_become_entries_and_nothing_is_filled_in() {
    let read = import(include_bytes!("../testdata/histories.csv"));
    let rows = &read.rows;
    let contact = bodies(&rows[0], "contact")[0];
    assert_eq!(
        (contact["with"].as_str(), edtf(&contact["on"]).as_str()),
        (Some("family_visit"), "2026-05-03")
    );
    let act = bodies(&rows[0], "act")[0];
    assert_eq!(
        (act["act"].as_str(), &act["on"]),
        (
            Some("raise_privately"),
            &serde_json::json!(Day::new(2026, 2, 1))
        )
    );
    let hearing = bodies(&rows[0], "hearing")[0];
    assert_eq!(
        edtf(&hearing["day"]),
        "2026-12-01",
        "a hearing may lie ahead"
    );
    let request = bodies(&rows[0], "request")[0];
    assert_eq!(request["what"], "family_visit");
    assert_eq!(rows[0].outcome, Outcome::Review, "somebody reads a wish");
    assert_eq!(rows[0].reason(), Some("wish"));
    assert_eq!(
        bodies(&rows[0], "wish")[0]["scopes"][0]["state"],
        "not_asked"
    );
    // Without a day, or without the day it is due, it is told in a note.
    assert!(bodies(&rows[1], "act").is_empty() && bodies(&rows[1], "request").is_empty());
    let notes: Vec<&str> = bodies(&rows[1], "note")
        .iter()
        .map(|n| n["text"].as_str().unwrap())
        .collect();
    assert!(
        notes
            .iter()
            .any(|n| n.contains("spring 2025") && n.contains("Embassy")),
        "{notes:?}"
    );
    assert!(notes.iter().any(|n| n.contains("medical care")));
    assert!(bodies(&rows[1], "contact").is_empty());
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn workbook(sheets: &[(&str, String)]) -> Vec<u8> {
    let list: String = (1..)
        .zip(sheets)
        .map(|(n, (name, _))| format!(r#"<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>"#))
        .collect();
    let relations: String = (1..=sheets.len())
        .map(|n| format!(r#"<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>"#))
        .collect();
    let styles = r#"<styleSheet><fills><fill><patternFill/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill></fills><cellXfs><xf numFmtId="0" fillId="0"/><xf numFmtId="14" fillId="0"/><xf numFmtId="0" fillId="1"/></cellXfs></styleSheet>"#;
    let mut parts = vec![
        (
            "xl/workbook.xml".to_owned(),
            format!("<workbook><sheets>{list}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships>{relations}</Relationships>"),
        ),
        ("xl/styles.xml".to_owned(), styles.to_owned()),
    ];
    for (n, (_, rows)) in (1..).zip(sheets) {
        parts.push((
            format!("xl/worksheets/sheet{n}.xml"),
            format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
        ));
    }
    let parts: Vec<(&str, &str)> = parts
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .collect();
    archive(&parts)
}

fn row(number: usize, attributes: &str, style: u8, cells: &[&str]) -> String {
    let cells: String = ('A'..='Z')
        .zip(cells)
        .filter(|(_, text)| !text.is_empty())
        .map(|(column, text)| match text.strip_prefix('#') {
            Some(value) => format!(r#"<c r="{column}{number}" s="{style}"><v>{value}</v></c>"#),
            None => format!(
                r#"<c r="{column}{number}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>"#
            ),
        })
        .collect();
    format!(r#"<row r="{number}"{attributes}>{cells}</row>"#)
}

#[test]
fn a_workbook_with_two_sheets_colours_and_hidden_rows() {
    let header = [
        "Index",
        "Name",
        "الاسم",
        "Age",
        "Born",
        "ID",
        "Arrested",
        "Status",
        "Notes",
    ];
    let other = [
        "Index",
        "Name",
        "အမည်",
        "Age",
        "Born",
        "ID",
        "Arrested",
        "Status",
        "Notes",
    ];
    let first = [
        row(1, "", 0, &["Persons held. Yellow rows: reported released."]),
        row(2, "", 0, &header),
        row(
            3,
            "",
            2,
            &[
                "#1",
                "Tala Kanan",
                "تالا كنان",
                "#43",
                "#29087",
                "",
                "14/05/2019",
                "",
                "",
            ],
        ),
        row(
            4,
            r#" hidden="1""#,
            0,
            &[
                "#2",
                "Fuad Talat",
                "فؤاد طلعت",
                "About 40",
                "00/05/1979",
                "",
                "2020",
                "detained",
                "",
            ],
        ),
        row(
            5,
            "",
            0,
            &[
                "#3",
                "Lina Samir",
                "لينا سمير",
                "Less than a day",
                "",
                "#760684",
                "2020-02-03",
                "detained",
                "newborn",
            ],
        ),
        row(6, "", 0, &["", "Total: 3"]),
    ];
    let second = [
        row(1, "", 0, &["Persons held"]),
        row(
            2,
            "",
            0,
            &[
                "Columns A to D: identity",
                "",
                "",
                "",
                "",
                "",
                "Columns E to I: detention",
            ],
        ),
        row(3, "", 0, &other),
        row(
            4,
            "",
            0,
            &[
                "#1",
                "Daw Khin Mar",
                "ဒေါ်ခင်မာ",
                "40-45",
                "",
                "",
                "10/05/2022",
                "died in custody",
                "",
            ],
        ),
        row(
            5,
            "",
            0,
            &[
                "#2",
                "Maung Win Tun",
                "မောင်ဝင်းထွန်း",
                "٤٣",
                "1979",
                "",
                "2021",
                "detained",
                "",
            ],
        ),
    ];
    let bytes = workbook(&[("Qasran", first.concat()), ("Maubin", second.concat())]);
    let read = import(&bytes);
    assert_eq!(read.tables.len(), 2);
    assert_eq!(read.tables[1].0.header_line, Some(3));
    for question in ["colours", "hidden_rows", "identity_numbers"] {
        assert!(
            read.suggestion.questions.contains(&question.to_owned()),
            "{question}"
        );
    }
    assert_eq!(
        read.suggestion.mapping.code("colours", "FFFF00"),
        Some("released")
    );
    let rows = &read.rows;
    // The colour says what no cell says.
    assert_eq!(
        bodies(&rows[0], "detention")[0]["stage"],
        "released_unconditional"
    );
    assert_eq!(birth(&rows[0]), "1979-08-20", "a bare day number");
    // Who hid a row had a reason.
    assert_eq!(rows[1].reason(), Some("hidden_row"));
    assert!(rows[1].drafts.iter().all(|d| d.label == Some(Label::Red)));
    assert_eq!(birth(&rows[1]), "1979-05");
    // A newborn is born on the day of the arrest; a minor and a number of papers are looked at.
    assert_eq!(birth(&rows[2]), "2020-02-03");
    assert_eq!(rows[2].reason(), Some("minor"));
    assert!(codes(&rows[2]).contains(&"identity_number"));
    assert!(
        fact(&rows[2], "identity_number").is_none(),
        "never taken over by itself"
    );
    assert_eq!(rows[3].reason(), Some("total_line"));
    // The second sheet: an honorific, an age as a range of births, a name that only it has.
    let names = bodies(&rows[4], "name");
    assert!(
        names.iter().any(|n| n["text"] == "Khin Mar") && names.iter().any(|n| n["text"] == "ခင်မာ"),
        "{names:?}"
    );
    assert_eq!(birth(&rows[4]), "1976-05-11/1982-05-13");
    assert_eq!(rows[4].reason(), Some("death_claim"));
    assert!(codes(&rows[5]).contains(&"possible_honorific"));
    assert_eq!(bodies(&rows[5], "name")[0]["text"], "Maung Win Tun");
    // Somebody has decided about the column: kept raw, no longer in the way.
    let decided = import_with(&bytes, |mapping| {
        mapping.identity_numbers = IdentityRule::Keep
    });
    let doubt = decided.rows[2]
        .doubts
        .iter()
        .find(|d| d.code == "identity_number")
        .unwrap();
    assert_eq!(doubt.weight, lists::Weight::Notice);
}

#[test]
fn an_open_document_spreadsheet_is_read() {
    let cell = |text: &str| {
        format!(
            r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let content = format!(
        r##"<office:document-content><office:automatic-styles><style:style style:name="ce1"><style:table-cell-properties fo:background-color="#ffff00"/></style:style></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="People">
<table:table-row>{}{}{}</table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
<table:table-row table:visibility="collapse">{}<table:table-cell office:value-type="date" office:date-value="1979-05-12" table:style-name="ce1"><text:p>12/5/79</text:p></table:table-cell>{}</table:table-row>
<table:table-row>{}<table:table-cell/><table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"##,
        cell("Name"),
        cell("Born"),
        cell("Status"),
        cell("Ana<text:s/>Vel<office:annotation><text:p>secret</text:p></office:annotation>"),
        cell("released"),
        cell("Ivo Marn"),
    );
    let bytes = archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
    ]);
    let read = import(&bytes);
    assert_eq!(read.tables[0].0.format, Format::Ods);
    assert_eq!(read.rows.len(), 2);
    assert_eq!(read.rows[0].row_key, "People!4");
    assert_eq!(birth(&read.rows[0]), "1979-05-12");
    assert_eq!(bodies(&read.rows[0], "name")[0]["text"], "Ana Vel");
    assert_eq!(read.rows[0].reason(), Some("hidden_row"));
    assert_eq!(
        read.tables[0].1[1].cells[2].text, "=1+1",
        "a formula is text"
    );
}

#[test]
fn a_table_and_entries_of_a_text_document_are_read() {
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph(text));
    let table: String = [["Name", "Born"], ["Ana Vel", "1979"], ["Ivo Marn", "1980"]]
        .iter()
        .map(|row| {
            format!(
                "<w:tr>{}</w:tr>",
                row.iter().map(|c| cell(c)).collect::<String>()
            )
        })
        .collect();
    let document = format!(
        "<w:document><w:body>{}<w:tbl>{table}</w:tbl></w:body></w:document>",
        paragraph("People held")
    );
    let read = import(&archive(&[("word/document.xml", &document)]));
    assert_eq!(read.tables[0].0.format, Format::Word);
    assert_eq!(birth(&read.rows[1]), "1980");
    let numbered =
        |text: &str| format!("<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let document = format!(
        "<w:document><w:body>{}{}{}</w:body></w:document>",
        numbered("Ana Vel, born 1979"),
        numbered("Ivo Marn, teacher"),
        numbered("Oda Brint")
    );
    let read = import(&archive(&[("word/document.xml", &document)]));
    let names: Vec<&Value> = read
        .rows
        .iter()
        .map(|row| &bodies(row, "name")[0]["text"])
        .collect();
    assert_eq!(names, ["Ana Vel", "Ivo Marn", "Oda Brint"]);
}

#[test]
fn what_cells_are_taken_apart_into_is_shown_on_real_rows() {
    let read = import(include_bytes!("../testdata/memory_book_1251.csv"));
    let (table, rows) = &read.tables[0];
    let shown = splits(table, rows, &read.suggestion.mapping, today());
    let prose = shown.iter().find(|s| s.header == "column 4").unwrap();
    assert_eq!(
        prose.cell,
        rows.iter()
            .find(|r| r.row_key == prose.row_key)
            .unwrap()
            .cells[3]
            .text
    );
    for (word, text) in [
        ("occupation", "журналист"),
        ("article", "744"),
        ("verdict_date", "2020-11-27"),
    ] {
        assert!(
            prose.pieces.contains(&(word.to_owned(), text.to_owned())),
            "{word}: {:?}",
            prose.pieces
        );
    }
    let names = shown.iter().find(|s| s.header == "column 3").unwrap();
    assert!(names.pieces.iter().any(|(word, _)| word == "patronymic"));
}

#[test]
fn rows_that_show_a_column_differ_and_a_country_is_written_in_capitals() {
    let mut list = String::from("id,name,held at,sentence\n");
    for (number, (place, sentence)) in [
        ("Quarry House; 4 Quarry Road", "3 years 6 months"),
        ("Quarry House; 4 Quarry Road", "3 years 6 months"),
        ("Salt Works", "life"),
        ("River House; 9 River Street", "2 years"),
    ]
    .into_iter()
    .enumerate()
    {
        list.push_str(&format!("{number},Ana Vel{number},{place},{sentence}\n"));
    }
    let read = import(list.as_bytes());
    // As a page or a vocabulary writes it.
    let mapping = Mapping {
        country: Some("xv".to_owned()),
        ..read.suggestion.mapping.clone()
    };
    let (table, rows) = &read.tables[0];
    for row in rows {
        let understood = lists::understand(row, table, &mapping, today());
        let detention = understood.drafts.iter().find(|d| d.kind == "detention");
        assert_eq!(detention.unwrap().body["country"], "XV");
    }
    let shown = splits(table, rows, &mapping, today());
    let of = |header: &str| -> Vec<&lists::Split> {
        shown
            .iter()
            .filter(|split| split.header == header)
            .collect()
    };
    let cells: Vec<&str> = of("held at")
        .iter()
        .map(|split| split.cell.as_str())
        .collect();
    let mut different = cells.clone();
    different.dedup();
    assert!(
        cells.len() == different.len() && cells.len() >= 2,
        "{cells:?}"
    );
    let place = of("held at")[0];
    assert!(
        place
            .pieces
            .contains(&("place_address".to_owned(), "4 Quarry Road".to_owned()))
    );
    let sentence = of("sentence");
    for wanted in [("sentence_years", "3"), ("sentence_months", "6")] {
        let wanted = (wanted.0.to_owned(), wanted.1.to_owned());
        assert!(
            sentence.iter().any(|split| split.pieces.contains(&wanted)),
            "{sentence:?}"
        );
    }
}

#[test]
fn a_profile_grows_by_versions_and_joins_what_another_sheet_knows() {
    let read = import(include_bytes!("../testdata/histories.csv"));
    let before = read.suggestion.mapping;
    let mut changed = before.clone();
    changed.country = Some("XA".to_owned());
    let after = changed.after(&before);
    assert_eq!(after.version, before.version + 1);
    assert_eq!(before.clone().after(&before).version, before.version);
    let other = import(include_bytes!("../testdata/prosecutions.tsv"))
        .suggestion
        .mapping;
    let joined = before.clone().join(other);
    assert!(joined.column("article_and_part").is_some() && joined.column("court").is_some());
}

#[test]
fn files_that_are_no_lists_are_named_in_plain_words() {
    let nested = archive(&[("inner.zip", "PK")]);
    let slides = archive(&[("ppt/presentation.xml", "<x/>")]);
    for (bytes, word) in [
        (&b"%PDF-1.7 ..."[..], "evidence"),
        (&b"{\\rtf1 hello"[..], "RTF"),
        (
            &b"From: a@example.invalid\r\nTo: b\r\nSubject: list\r\n\r\nText"[..],
            "mail",
        ),
        (&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], "evidence"),
        (&b"<?xml version=\"1.0\"?><people/>"[..], "XML"),
        (&nested, "archives"),
        (&slides, "presentation"),
        (
            &b"<html><body><p>Dear all,</p><p>nothing here.</p></body></html>"[..],
            "evidence",
        ),
    ] {
        let opened = ListReader::open(
            Cursor::new(bytes.to_vec()),
            &ReadOptions::default(),
            &Limits::default(),
        );
        match opened {
            Err(lists::ListError::NotAList(what)) => assert!(what.contains(word), "{what}"),
            Err(other) => panic!("{word}: {other:?}"),
            Ok(_) => panic!("{word}: read as a list"),
        }
    }
}

#[test]
fn a_second_reading_of_every_shape_gives_the_same() {
    for bytes in [
        &include_bytes!("../testdata/names_as_keys.json")[..],
        include_bytes!("../testdata/memory_book_1251.csv"),
        include_bytes!("../testdata/report.html"),
        include_bytes!("../testdata/entries.txt"),
        include_bytes!("../testdata/right_to_left.csv"),
        include_bytes!("../testdata/prosecutions.tsv"),
        include_bytes!("../testdata/histories.csv"),
    ] {
        let (first, second) = (import(bytes), import(bytes));
        assert_eq!(first.rows, second.rows);
        let keys: std::collections::HashSet<&str> =
            first.rows.iter().map(|row| row.row_key.as_str()).collect();
        assert_eq!(keys.len(), first.rows.len(), "every row can be found again");
    }
}

#[test]
fn their_words_stand_beside_our_codes_and_an_answer_is_used() {
    let bytes = b"id,name,status,sex\n1,Ana Vel,preso,F\n2,Ivo Marn,preso,M\n3,Oda Brint,in the pit,F\n4,Lena Sorr,expected release,X?\n";
    let read = import(bytes);
    let (table, rows) = &read.tables[0];
    let words = words_to_align(table, rows, &read.suggestion.mapping);
    let code = |word: &str| {
        let found = words.iter().find(|w| w.word == word).unwrap();
        (found.rows, found.code.as_deref())
    };
    assert_eq!(code("preso"), (2, Some("held")));
    assert_eq!(code("in the pit"), (1, None));
    assert_eq!(code("expected release"), (1, None), "expected is not done");
    assert_eq!(code("F"), (2, Some("female")));
    let answered = import_with(bytes, |mapping| {
        mapping
            .words
            .entry("standing".to_owned())
            .or_default()
            .insert("in the pit".to_owned(), "held".to_owned());
    });
    let detention = bodies(&answered.rows[2], "detention")[0];
    assert_eq!(detention["stage"], "arrested");
    assert_eq!(detention["source_status"], "in the pit", "their word stays");
}

#[test]
fn the_fields_of_an_export_name_vocabularies_that_exist() {
    for field in lists::FIELDS {
        if let Some(word) = field.vocabulary {
            assert!(
                casework::vocabulary(word).is_some(),
                "{}: {word}",
                field.path
            );
        }
    }
}

#[test]
fn several_contacts_and_hearings_of_one_record_stay_apart() {
    let bytes = br#"[
      {"id": "1", "name": "Ana Vel", "contacts": [{"date": "2026-01-02", "with": "wife"}, {"date": "2026-02-03", "with": "lawyer", "denied": true}],
       "hearings": [{"date": "2026-03-04", "court": "Nadir court"}, {"date": "2026-12-05", "court": "Torun court"}]},
      {"id": "2", "name": "Ivo Marn", "contacts": [], "hearings": null}
    ]"#;
    let read = import(bytes);
    let contacts: Vec<(String, bool)> = bodies(&read.rows[0], "contact")
        .iter()
        .map(|c| {
            (
                c["with"].as_str().unwrap().to_owned(),
                c["denied"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        contacts,
        [
            ("family_visit".to_owned(), false),
            ("counsel".to_owned(), true)
        ]
    );
    let hearings: Vec<String> = bodies(&read.rows[0], "hearing")
        .iter()
        .map(|h| format!("{} {}", edtf(&h["day"]), h["court"].as_str().unwrap()))
        .collect();
    assert_eq!(
        hearings,
        ["2026-03-04 Nadir court", "2026-12-05 Torun court"]
    );
    assert!(bodies(&read.rows[1], "contact").is_empty());
}

#[test]
fn a_sheet_that_the_mapping_does_not_fit_ends_nothing() {
    let people = [
        row(1, "", 0, &["Name", "Born"]),
        row(2, "", 0, &["Ana Vel", "1979"]),
    ];
    let legend = [
        row(1, "", 0, &["Colour", "Meaning"]),
        row(2, "", 0, &["yellow", "released"]),
    ];
    let bytes = workbook(&[("People", people.concat()), ("Legend", legend.concat())]);
    let tables = tables(&bytes);
    let mapping = lists::suggest(&tables[0].0, &tables[0].1, "x", today()).mapping;
    let mut session = Session::new(mapping.clone(), today());
    let mut ends = Vec::new();
    for (table, rows) in &tables {
        session.begin_table(table).unwrap();
        for row in rows {
            let row = session.row(row).unwrap();
            ends.push((
                row.outcome,
                row.reason().unwrap_or("").to_owned(),
                row.cells.len(),
            ));
        }
    }
    assert_eq!(
        ends,
        [
            (Outcome::Accept, String::new(), 2),
            (Outcome::Reject, "unmapped_table".to_owned(), 2)
        ]
    );
    assert!(
        Session::new(mapping, today())
            .begin_table(&tables[1].0)
            .is_err(),
        "a file that does not fit at all is refused"
    );
}
