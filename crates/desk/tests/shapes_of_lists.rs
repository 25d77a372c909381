//! Every shape in which organisations publish comes in from end to end: each row ends as it should,
//! a second import changes nothing, and what a later list no longer says is marked, never deleted.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what fails in a helper fails the test"
)]

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::{Cursor, Write as _},
    path::{Path, PathBuf},
};

use desk::{
    Caller,
    imports::{
        Extent, ImportInto, ImportReport, ListRows, Progress, ReviewQuery, RowOutcome, look,
    },
};
use kernel::{BatchId, Day, FileId};
use lists::{HeaderRow, Limits, ListError, ListReader, Mapping, Part, ReadOptions};
use testkit::{EnginePlace, TestHouse};

fn today() -> Day {
    Day::new(2026, 11, 1).unwrap()
}

fn parts(bytes: &[u8], options: &ReadOptions) -> std::vec::IntoIter<Result<Part, ListError>> {
    let reader = ListReader::open(Cursor::new(bytes.to_vec()), options, &Limits::default());
    reader.unwrap().collect::<Vec<_>>().into_iter()
}

/// The mapping that is suggested, through the file in which it is kept.
fn suggested(bytes: &[u8], source: &str) -> Mapping {
    let look = look(parts(bytes, &ReadOptions::default()), source, today()).unwrap();
    Mapping::parse(&look.suggestion.mapping.to_toml().unwrap()).unwrap()
}

struct Brought {
    batch: Option<BatchId>,
    report: ImportReport,
}

async fn bring_with(
    test: &TestHouse,
    caller: &Caller,
    bytes: &[u8],
    source: &str,
    mapping: Mapping,
    extent: Extent,
    dry_run: bool,
) -> Brought {
    let into = ImportInto {
        compartment: test.a,
        source: source.to_owned(),
        organisation: None,
        extent,
        dry_run,
    };
    let kept = serde_json::to_value(&mapping).unwrap();
    let mut rows = ListRows::new(parts(bytes, &mapping.reading), mapping, today());
    let (batch, report) = test
        .house
        .import(
            caller,
            &into,
            || rows.next(),
            Some(kept),
            &Progress::default(),
        )
        .await
        .unwrap();
    assert!(report.adds_up(), "{source}: {report:?}");
    Brought { batch, report }
}

async fn bring(test: &TestHouse, caller: &Caller, bytes: &[u8], source: &str) -> ImportReport {
    let mapping = suggested(bytes, source);
    let rehearsed = bring_with(
        test,
        caller,
        bytes,
        source,
        mapping.clone(),
        Extent::Unsaid,
        true,
    )
    .await;
    assert_eq!(rehearsed.batch, None);
    let brought = bring_with(test, caller, bytes, source, mapping, Extent::Unsaid, false).await;
    // What was said before is what happened.
    let sums = |report: &ImportReport| {
        (
            [
                report.rows,
                report.created,
                report.updated,
                report.unchanged,
            ],
            [report.review, report.skipped, report.rejected],
            [report.persons, report.missing, report.unmarked],
        )
    };
    assert_eq!(
        sums(&rehearsed.report),
        sums(&brought.report),
        "{source}: the rehearsal said something else"
    );
    brought.report
}

async fn entries(test: &TestHouse) -> usize {
    let sql = "SELECT id FROM entries";
    let ids = test.house.register().peek(sql.to_owned(), Vec::new()).await;
    ids.unwrap().len()
}

/// A house, whoever imports, and the folder that goes with them.
async fn house() -> (TestHouse, Caller, EnginePlace) {
    let place = EnginePlace::embedded();
    let test = TestHouse::begin(&place).await;
    let officer = test.caller(test.officer).await;
    (test, officer, place)
}

/// Brings a list in twice: everything is found again, and nothing changes.
async fn twice(test: &TestHouse, caller: &Caller, bytes: &[u8], source: &str) -> ImportReport {
    let first = bring(test, caller, bytes, source).await;
    let before = entries(test).await;
    let second = bring(test, caller, bytes, source).await;
    assert_eq!(
        (second.created, second.updated, second.review),
        (0, 0, 0),
        "{source}: {:?}",
        second.lines
    );
    assert_eq!(second.missing + second.unmarked, 0, "{source}");
    assert_eq!(second.unchanged, first.created + first.review, "{source}");
    assert_eq!(second.persons, first.persons, "{source}");
    assert_eq!(entries(test).await, before, "{source}");
    first
}

fn workbook() -> Vec<u8> {
    let headers = ["No.", "Name", "Age at arrest", "Date of arrest", "Status"].map(str::to_owned);
    let rows = [
        ["1", "Ana Vel", "34", "2019-05-03", "detained"],
        ["2", "Ivo Marn", "About 40", "2020", "released"],
        [
            "3",
            "Oda Brint",
            "Less than a day",
            "3 May 2021",
            "died in prison",
        ],
    ]
    .map(|row| row.map(str::to_owned).to_vec());
    lists::xlsx(
        kernel::Label::Green,
        "invented people",
        "People",
        &headers,
        rows.iter().map(Vec::as_slice),
    )
    .unwrap()
}

const WIDE: &str = "\u{feff}CECC record number,Name,Chinese Name,Other Names,Date of detention,Sentence length (years),Sentence length (months),Detention status \r\n\
    2004-001,Zhao Minghe,赵明河,\"Zhao Ming-he; ZHAO Minghe\",2014/03/12,3,6,DET\r\n\
    2004-002,Lin Suya,林苏雅,,2014/03,Life,,DET?\r\n\
    2004-003,Gao Wenli,高文丽,,2014,,,DIED\r\n";

const NESTED: &str = "id,name,status,prison,arrest date,articles/0,articles/1,articles/2\n\
    1,Mikalai Zhuk,active,\"Prison No. 3, Tumzha; 9 Mill Street, Tumzha\",7 September 2020,715 - calls to action,,\n\
    2,Hanna Lis,former,released,12 May 2019,509 - violence,402 - calls to action,\n\
    3,Pavel Rak,np,house arrest,2021,,,\n";

/// A small invented list of every shape.
fn shapes() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("wide", WIDE.as_bytes().to_vec()),
        ("nested", NESTED.as_bytes().to_vec()),
        (
            "prosecutions",
            include_bytes!("../../lists/testdata/prosecutions.tsv").to_vec(),
        ),
        ("workbook", workbook()),
        (
            "names as keys",
            include_bytes!("../../lists/testdata/names_as_keys.json").to_vec(),
        ),
        (
            "memory book",
            include_bytes!("../../lists/testdata/memory_book_1251.csv").to_vec(),
        ),
        (
            "page",
            include_bytes!("../../lists/testdata/report.html").to_vec(),
        ),
        (
            "right to left",
            include_bytes!("../../lists/testdata/right_to_left.csv").to_vec(),
        ),
        (
            "traps",
            include_bytes!("../../lists/testdata/traps.csv").to_vec(),
        ),
        (
            "histories",
            include_bytes!("../../lists/testdata/histories.csv").to_vec(),
        ),
        (
            "text",
            include_bytes!("../../lists/testdata/entries.txt").to_vec(),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_shape_comes_in_and_a_second_import_changes_nothing() {
    let (test, officer, _place) = house().await;
    let mut persons = BTreeMap::new();
    for (source, bytes) in shapes() {
        let report = twice(&test, &officer, &bytes, source).await;
        persons.insert(source, report.persons);
    }
    assert_eq!(
        persons,
        BTreeMap::from([
            ("histories", 3),
            ("memory book", 4),
            ("names as keys", 3),
            ("nested", 3),
            ("page", 3),
            ("prosecutions", 3),
            ("right to left", 4),
            ("text", 3),
            ("traps", 13),
            ("wide", 3),
            ("workbook", 3),
        ])
    );
    let audit = test.house.verify().await.unwrap();
    assert_eq!(audit.faults, []);
    test.house.close().await;
}

async fn file_of(test: &TestHouse, caller: &Caller, name: &str) -> FileId {
    let found = test.house.find(caller, name, 5).await.unwrap();
    found
        .iter()
        .find(|found| found.person.names.iter().any(|known| known.text == name))
        .unwrap_or_else(|| panic!("{name} is not found"))
        .person
        .file
}

async fn kinds(test: &TestHouse, caller: &Caller, name: &str) -> BTreeMap<String, usize> {
    let file = file_of(test, caller, name).await;
    let person = test.house.person(caller, file).await.unwrap();
    let mut kinds = BTreeMap::new();
    for entry in person.history.current() {
        *kinds.entry(entry.kind().to_owned()).or_default() += 1;
    }
    kinds
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn prosecutions_of_one_person_stand_in_one_file_and_histories_are_of_their_kinds() {
    let (test, officer, _place) = house().await;
    let prosecutions = include_bytes!("../../lists/testdata/prosecutions.tsv");
    let report = bring(&test, &officer, prosecutions, "prosecutions").await;
    assert_eq!((report.rows, report.persons), (4, 3));
    let of_two = kinds(&test, &officer, "Аня Велемир").await;
    assert_eq!(of_two["source"], 2, "one for each prosecution");
    assert_eq!(
        of_two["charge"], 3,
        "two articles of the first, one of the second"
    );
    assert_eq!(of_two["name"], 3, "the second row adds only a spelling");
    let histories = include_bytes!("../../lists/testdata/histories.csv");
    bring(&test, &officer, histories, "histories").await;
    let told = kinds(&test, &officer, "Ana Vel").await;
    for kind in ["contact", "act", "hearing", "wish", "request"] {
        assert_eq!(told.get(kind), Some(&1), "{kind}: {told:?}");
    }
    test.house.close().await;
}

const FIRST: &str = "name,born,status\nAna Vel,1979,imprisoned\nIvo Marn,1980,imprisoned\nOda Brint,1981,imprisoned\nPell Quay,1982,imprisoned\n";

/// The names in somebody's file: text, and parts in their order.
async fn names_of(test: &TestHouse, caller: &Caller, name: &str) -> Vec<(String, String)> {
    let file = file_of(test, caller, name).await;
    let person = test.house.person(caller, file).await.unwrap();
    let names = person.history.bodies::<casework::people::Name>();
    names
        .into_iter()
        .map(|(_, name)| {
            let parts: Vec<String> = name
                .parts
                .iter()
                .map(|part| format!("{}={}", part.role, part.text))
                .collect();
            (name.text, parts.join(" "))
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_in_two_or_three_columns_is_one_name_with_parts() {
    let (test, officer, _place) = house().await;
    for (source, list, name, wanted) in [
        (
            "two",
            "no,Last name,First name,status\n1,Kestrin,Odalys,imprisoned\n2,Marn,Ivo,released\n",
            "Odalys Kestrin",
            "given=Odalys family=Kestrin",
        ),
        (
            "three",
            "№,Фамилия,Имя,Отчество,status\n1,Дубовик,Ольга,Павловна,imprisoned\n2,Марн,Иво,,released\n",
            "Дубовик Ольга Павловна",
            "family=Дубовик given=Ольга patronymic=Павловна",
        ),
        (
            "father",
            "الاسم الأول,اسم الأب,الكنية,status\nليان,سامر,الحوراني,imprisoned\nمازن,فادي,القاسم,released\n",
            "ليان سامر الحوراني",
            "given=ليان patronymic=سامر family=الحوراني",
        ),
        (
            // The column `name` holds the given name only: the other one tells.
            "beside",
            "name,surname,status\nTelma,Orvane,imprisoned\nRuy,Castel,released\n",
            "Telma Orvane",
            "given=Telma family=Orvane",
        ),
        (
            // The whole name stands there too: one name, and its parts.
            "whole",
            "full name,first name,surname,status\n\"Brisk, Una\",Una,Brisk,imprisoned\nOto Lenz,Oto,Lenz,released\n",
            "Oto Lenz",
            "given=Oto family=Lenz",
        ),
    ] {
        let report = twice(&test, &officer, list.as_bytes(), source).await;
        assert_eq!(
            (report.created, report.review),
            (2, 0),
            "{:?}",
            report.lines
        );
        assert_eq!(
            names_of(&test, &officer, name).await,
            [(name.to_owned(), wanted.to_owned())],
            "{source}"
        );
    }
    // A father's name beside a whole name is no name of the person.
    let list = "name,father name,status\nWilf Arden,Hugo,imprisoned\nJory Penn,Emil,released\n";
    twice(&test, &officer, list.as_bytes(), "alone").await;
    let names = names_of(&test, &officer, "Wilf Arden").await;
    assert_eq!(names, [("Wilf Arden".to_owned(), String::new())]);
    test.house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn prosecutions_with_a_case_number_are_matters_that_cover_their_people() {
    use casework::matters::{Charge, Covered, Matter};
    let (test, officer, _place) = house().await;
    // A matter that somebody recorded by hand before the list came.
    let by_hand = Matter {
        title: "The harbour trial".to_owned(),
        case_number: Some("17-204 / 2026".to_owned()),
        ..Matter::default()
    };
    let drafts = [desk::Draft::new(&by_hand).unwrap()];
    let known = test
        .house
        .open_new(&officer, test.a, "matter", &drafts)
        .await;
    let known = known.unwrap();
    let list = "prosecution_id,person_id,name,charge,case number,court\n\
        1,a,Ana Vel,art. 1,17-204/2026,Northgate court\n\
        2,a,Ana Vel,art. 2,9-1/2025,Northgate court\n\
        3,b,Ivo Marn,art. 1,17-204/2026,Northgate court\n\
        4,c,Oda Brint,art. 3,9-1/2025,Southgate court\n\
        5,d,Pell Quay,art. 4,,Northgate court\n";
    let report = twice(&test, &officer, list.as_bytes(), "courts").await;
    assert_eq!((report.rows, report.persons), (5, 4), "{report:?}");
    let covered = async |name: &str| -> Vec<FileId> {
        let file = file_of(&test, &officer, name).await;
        let person = test.house.person(&officer, file).await.unwrap();
        let covered = person.history.bodies::<Covered>();
        covered
            .into_iter()
            .map(|(_, covered)| covered.matter)
            .collect()
    };
    let (ana, ivo, oda) = (
        covered("Ana Vel").await,
        covered("Ivo Marn").await,
        covered("Oda Brint").await,
    );
    assert_eq!((ana.len(), ivo.len(), oda.len()), (2, 1, 1));
    // One number is one matter, for everybody, and the one that was here already.
    assert!(ana.contains(&known) && ivo == [known]);
    // The same number at another court is another case.
    assert!(!ana.contains(&oda[0]));
    let matter = test.house.person(&officer, oda[0]).await.unwrap();
    let matters = matter.history.bodies::<Matter>();
    assert_eq!(matters[0].1.court.as_deref(), Some("Southgate court"));
    // Without a number there is no matter, and charges stay with their people.
    assert!(covered("Pell Quay").await.is_empty());
    for (name, wanted) in [("Ana Vel", 2), ("Pell Quay", 1)] {
        let file = file_of(&test, &officer, name).await;
        let person = test.house.person(&officer, file).await.unwrap();
        assert_eq!(person.history.bodies::<Charge>().len(), wanted, "{name}");
    }
    test.house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_gone_from_a_later_list_is_marked_and_nothing_is_deleted() {
    let (test, officer, _place) = house().await;
    bring(&test, &officer, FIRST.as_bytes(), "circle").await;
    // Somebody new comes first, so that every line has moved; Ivo has gone, Oda has changed.
    let second = "name,born,status\nRhea Stane,1990,imprisoned\nAna Vel,1979,imprisoned\nOda Brint,1981,released\nPell Quay,1982,imprisoned\n";
    let report = bring(&test, &officer, second.as_bytes(), "circle").await;
    assert_eq!(
        [
            report.created,
            report.updated,
            report.unchanged,
            report.missing
        ],
        [1, 1, 2, 1],
        "{report:?}"
    );
    let line = |outcome: RowOutcome| {
        let mut lines = report.lines.iter().filter(|line| line.outcome == outcome);
        let line = lines.next().expect("there is one").clone();
        assert!(lines.next().is_none());
        line
    };
    let changed = line(RowOutcome::Updated);
    let changes: Vec<_> = changed
        .changes
        .iter()
        .map(|change| (&*change.column, &*change.before, &*change.after))
        .collect();
    assert_eq!(changes, [("status", "imprisoned", "released")]);
    let ivo = file_of(&test, &officer, "Ivo Marn").await;
    assert_eq!(line(RowOutcome::Missing).file, Some(ivo));
    let all = ReviewQuery {
        limit: 10,
        ..ReviewQuery::default()
    };
    let queue = test.house.reviews(&officer, &all).await.unwrap();
    assert_eq!(queue.lines.len(), 1);
    assert_eq!(queue.lines[0].review.doubts[0].code, "no_longer_listed");
    assert_eq!(
        queue.lines[0].file, ivo,
        "he is there, with all that was known"
    );
    // The same list again marks nobody twice, whether somebody has decided by then or not.
    let again = bring(&test, &officer, second.as_bytes(), "circle").await;
    assert_eq!((again.unchanged, again.missing), (4, 0));
    let line = &queue.lines[0];
    test.house
        .resolve_reviews(&officer, &[(line.entry, line.version)], "accepted")
        .await
        .unwrap();
    let again = bring(&test, &officer, second.as_bytes(), "circle").await;
    assert_eq!((again.unchanged, again.missing), (4, 0));
    test.house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_part_of_a_list_is_not_taken_for_all_of_it() {
    let (test, officer, _place) = house().await;
    bring(&test, &officer, FIRST.as_bytes(), "circle").await;
    let part = b"name,born,status\nRhea Stane,1990,imprisoned\n";
    let report = bring(&test, &officer, part, "circle").await;
    assert_eq!((report.missing, report.unmarked), (0, 4));
    let mapping = suggested(part, "circle");
    for (extent, missing) in [(Extent::Part, 0), (Extent::Whole, 4)] {
        let report = bring_with(
            &test,
            &officer,
            part,
            "circle",
            mapping.clone(),
            extent,
            true,
        )
        .await
        .report;
        assert_eq!(
            (report.missing, report.unmarked),
            (missing, 0),
            "{extent:?}"
        );
    }
    test.house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_of_one_name_are_never_written_over_each_other() {
    let (test, officer, _place) = house().await;
    let two = "name,born\nAna Vel,1979\nAna Vel,1990\nIvo Marn,1980\n";
    let report = twice(&test, &officer, two.as_bytes(), "circle").await;
    assert_eq!(report.persons, 3);
    // The first of them has gone: the other one is still the other one.
    let one = "name,born\nAna Vel,1990\nIvo Marn,1980\n";
    let report = bring(&test, &officer, one.as_bytes(), "circle").await;
    assert_eq!((report.unchanged, report.missing), (2, 1), "{report:?}");
    // Somebody of that name with another year: nobody can say who, so a person looks.
    let unclear = "name,born\nAna Vel,1985\nIvo Marn,1980\n";
    let report = bring(&test, &officer, unclear.as_bytes(), "circle").await;
    assert_eq!((report.review, report.updated), (1, 0), "{report:?}");
    assert_eq!(report.missing, 0, "neither of them may be taken for gone");
    let again = bring(&test, &officer, unclear.as_bytes(), "circle").await;
    assert_eq!((again.review, again.unchanged), (0, 2), "{again:?}");
    let found = test.house.find(&officer, "Ana Vel", 5).await.unwrap();
    let births: BTreeSet<String> = {
        let mut births = BTreeSet::new();
        for found in found.iter() {
            let person = test
                .house
                .person(&officer, found.person.file)
                .await
                .unwrap();
            for entry in person.history.of_kind("fact") {
                if let Some(date) = &entry.inner.happened {
                    births.insert(date.edtf());
                }
            }
        }
        births
    };
    assert_eq!(
        births,
        BTreeSet::from(["1979".to_owned(), "1990".to_owned()])
    );
    test.house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn columns_that_are_read_anew_bring_what_was_not_understood_before() {
    let (test, officer, _place) = house().await;
    let list = b"id,name,trade\n1,Ana Vel,teacher\n2,Ivo Marn,nurse\n";
    let mut mapping = suggested(list, "circle");
    for column in &mut mapping.columns {
        if column.header == "trade" {
            column.targets = vec![lists::Target::Keep];
        }
    }
    let first = bring_with(
        &test,
        &officer,
        list,
        "circle",
        mapping.clone(),
        Extent::Unsaid,
        false,
    )
    .await;
    assert_eq!(first.report.created, 2);
    let before = mapping.clone();
    for column in &mut mapping.columns {
        if column.header == "trade" {
            column.targets = vec![lists::Target::Fact {
                field: "occupation".to_owned(),
            }];
        }
    }
    let mapping = mapping.after(&before);
    let second = bring_with(
        &test,
        &officer,
        list,
        "circle",
        mapping.clone(),
        Extent::Unsaid,
        false,
    )
    .await;
    assert_eq!(second.report.updated, 2, "{:?}", second.report);
    let again = bring_with(
        &test,
        &officer,
        list,
        "circle",
        mapping.clone(),
        Extent::Unsaid,
        false,
    )
    .await;
    assert_eq!(again.report.unchanged, 2);
    // Other key columns would bring everybody in twice.
    let mut other = mapping;
    other.row_key = vec!["name".to_owned()];
    let into = ImportInto {
        compartment: test.a,
        source: "circle".to_owned(),
        organisation: None,
        extent: Extent::Unsaid,
        dry_run: false,
    };
    let refused = test
        .house
        .import(
            &officer,
            &into,
            || None,
            Some(serde_json::to_value(&other).unwrap()),
            &Progress::default(),
        )
        .await;
    assert!(matches!(
        refused,
        Err(desk::DeskError::Refused("refused-import-keys-changed", _))
    ));
    // Undone, the whole list may be read by another key; the mapping of the source is still there.
    for batch in [second.batch.unwrap(), first.batch.unwrap()] {
        test.house.undo_import(&officer, batch).await.unwrap();
    }
    let kept = test
        .house
        .profile(&officer, test.a, "circle")
        .await
        .unwrap();
    assert!(kept.is_some());
    let report = bring_with(
        &test,
        &officer,
        list,
        "circle",
        other,
        Extent::Unsaid,
        false,
    )
    .await;
    assert_eq!(report.report.created, 2, "{:?}", report.report);
    test.house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn undoing_the_first_import_takes_the_rows_without_a_name_along() {
    let (test, officer, _place) = house().await;
    let list = b"id,name,born\n1,Ana Vel,1979\n2,unknown,1980\n";
    let mapping = suggested(list, "circle");
    let brought = bring_with(
        &test,
        &officer,
        list,
        "circle",
        mapping,
        Extent::Unsaid,
        false,
    )
    .await;
    assert_eq!((brought.report.created, brought.report.review), (1, 1));
    assert_eq!(test.house.reviews_waiting(&officer).await.unwrap(), 1);
    let kept = test
        .house
        .undo_import(&officer, brought.batch.unwrap())
        .await
        .unwrap();
    assert!(kept.is_empty(), "{kept:?}");
    assert_eq!(test.house.reviews_waiting(&officer).await.unwrap(), 0);
    test.house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sheet_for_the_partner_is_made_again_at_any_time_without_a_name_in_it() {
    let (test, officer, _place) = house().await;
    let list = b"id,name,born,status\n1,Ana Vel,1979,imprisoned\n2,Ivo Marn,1980,imprisoned\n3,Oda Brint,1981,died\n4,Pell Quay,31.02.1982,imprisoned\n5,too,few\n";
    let mapping = suggested(list, "circle");
    let brought = bring_with(
        &test,
        &officer,
        list,
        "circle",
        mapping.clone(),
        Extent::Unsaid,
        false,
    )
    .await;
    let batch = brought.batch.unwrap();
    let sheet = test.house.partner_sheet(&officer, batch).await.unwrap();
    let written = sheet.unwrap().csv("for circle", str::to_owned).unwrap();
    let text = String::from_utf8(written.clone()).unwrap();
    for (line, wanted) in [
        ("line:2", "taken"),
        ("line:3", "taken"),
        ("line:4", "waits for a person"),
        ("line:5", "waits for a person"),
        ("line:6", "not taken"),
    ] {
        let row = text.lines().find(|row| row.starts_with(line));
        assert!(
            row.is_some_and(|row| row.contains(wanted)),
            "{line}: {text}"
        );
    }
    assert!(text.contains("death_claim") && text.contains("too_few_columns"));
    for name in ["Ana", "Marn", "Oda", "Quay", "1979"] {
        assert!(!text.contains(name), "{name}: {text}");
    }
    // Bringing the same list again says the same of it, whatever we hold by now.
    let again = bring_with(
        &test,
        &officer,
        list,
        "circle",
        mapping,
        Extent::Unsaid,
        false,
    )
    .await;
    assert_eq!(again.report.created, 0);
    let again = again.batch.unwrap();
    let sheet = test.house.partner_sheet(&officer, again).await.unwrap();
    let second = sheet.unwrap().csv("for circle", str::to_owned).unwrap();
    assert_eq!(second, written);
    // Nobody else has it, and who cannot see the import learns nothing.
    let documenter = test.caller(test.documenter).await;
    assert!(matches!(
        test.house.partner_sheet(&documenter, batch).await,
        Err(desk::DeskError::Absent)
    ));
    test.house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_decided_about_many_rows_is_taken_back_in_one_step() {
    let (test, officer, _place) = house().await;
    let list = b"id,name,status\n1,Ana Vel,died\n2,Ivo Marn,died\n3,Oda Brint,imprisoned\n4,Pell Quay,died\n";
    let report = bring(&test, &officer, list, "circle").await;
    assert_eq!(report.review, 3, "{report:?}");
    let deaths = |limit: usize| ReviewQuery {
        list: Some("circle".to_owned()),
        doubt: Some("death_claim".to_owned()),
        alone: true,
        from: 0,
        limit,
    };
    let queue = test.house.reviews(&officer, &deaths(50)).await.unwrap();
    assert_eq!(queue.rows, 3, "{:?}", queue.groups);
    assert!(queue.lines.iter().all(|line| line.person.is_some()));
    let rows: Vec<_> = queue
        .lines
        .iter()
        .map(|line| (line.entry, line.version))
        .collect();
    let understood = test.house.review_row(&officer, rows[0].0).await.unwrap();
    assert!(
        understood
            .entries
            .iter()
            .any(|entry| entry.kind() == "name")
    );
    let decided = test
        .house
        .resolve_reviews(&officer, &rows, "accepted")
        .await
        .unwrap();
    assert_eq!((decided.rows, decided.passed_over), (3, 0));
    assert_eq!(test.house.reviews_waiting(&officer).await.unwrap(), 0);
    // Decided already: nothing is written over, and nothing is said twice.
    let late = test
        .house
        .resolve_reviews(&officer, &rows, "skipped")
        .await
        .unwrap();
    assert_eq!((late.rows, late.passed_over), (0, 3));
    let back = test
        .house
        .take_back_decision(&officer, &decided.group)
        .await
        .unwrap();
    assert_eq!(back, 3);
    // All of a kind in one step: only if they are those that somebody saw.
    let seen = test
        .house
        .resolve_group(&officer, "circle", "death_claim", 2, "accepted")
        .await;
    assert!(matches!(seen, Err(desk::DeskError::Overtaken)));
    let decided = test
        .house
        .resolve_group(&officer, "circle", "death_claim", 3, "accepted")
        .await
        .unwrap();
    assert_eq!(decided.rows, 3);
    let back = test.house.take_back_decision(&officer, &decided.group);
    assert_eq!(back.await.unwrap(), 3);
    let queue = test.house.reviews(&officer, &deaths(50)).await.unwrap();
    assert_eq!(queue.rows, 3);
    assert!(
        queue
            .lines
            .iter()
            .all(|line| line.review.resolved.is_none())
    );
    // Who may not read the rows can neither count nor decide them.
    let documenter = test.caller(test.documenter).await;
    assert_eq!(test.house.reviews_waiting(&documenter).await.unwrap(), 0);
    assert!(
        test.house
            .resolve_reviews(&documenter, &rows, "accepted")
            .await
            .is_err()
    );
    assert!(
        test.house
            .take_back_decision(&documenter, &decided.group)
            .await
            .is_err()
    );
    test.house.close().await;
}

/// A folder of lists outside the repository, if one was named.
fn folder(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from)
}

type Expected = HashMap<(String, String), (String, String)>;

fn expected(folder: &Path) -> Expected {
    let options = ReadOptions {
        header_row: HeaderRow::At(1),
        ..ReadOptions::default()
    };
    let bytes = std::fs::read(folder.join("expected_handling.csv")).unwrap();
    let mut expected = HashMap::new();
    for part in parts(&bytes, &options) {
        if let Part::Row(row) = part.unwrap() {
            let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            if let [list, key, kind, handling, ..] = cells.as_slice() {
                expected.insert(
                    ((*list).to_owned(), (*key).to_owned()),
                    ((*kind).to_owned(), (*handling).to_owned()),
                );
            }
        }
    }
    expected
}

const fn handled(outcome: RowOutcome) -> &'static str {
    match outcome {
        RowOutcome::Created | RowOutcome::Updated | RowOutcome::Unchanged => "accept",
        RowOutcome::Review | RowOutcome::Missing => "review",
        RowOutcome::Skipped => "skip",
        RowOutcome::Rejected => "quarantine",
    }
}

/// Rows that the table does not name go to a person for what always does, and lines without a person
/// are no rows of people.
fn is_explained(got: &str, why: &str) -> bool {
    match got {
        "review" => matches!(
            why,
            "death_claim" | "minor" | "identity_number" | "impossible_date"
        ),
        "skip" => matches!(why, "total_line" | "page_line" | "repeated_header"),
        _ => false,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "reads the lists of the folder in UNFORGOTTEN_LISTS, with expected_handling.csv and stats.json beside them"]
async fn generated_lists_end_row_by_row_as_expected() {
    let Some(folder) = folder("UNFORGOTTEN_LISTS") else {
        return;
    };
    let expected = expected(&folder);
    let stats: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("stats.json")).unwrap()).unwrap();
    let (test, officer, _place) = house().await;
    let mut out = std::io::stdout();
    let mut short = Vec::new();
    for list in [
        "cecc_like.csv",
        "viasna_like.csv",
        "ovdinfo_like.csv",
        "qasran_maubin.xlsx",
        "lusara.json",
        "memory_book_cp1251.csv",
        "azhdara_list.html",
        "qasran_ocr.csv",
        "partner_5000.csv",
    ] {
        let bytes = std::fs::read(folder.join(list)).unwrap();
        let report = twice(&test, &officer, &bytes, list).await;
        assert_eq!(report.untold, 0, "{list}");
        let told: HashMap<&str, _> = report
            .lines
            .iter()
            .flat_map(|line| [(line.place.as_str(), line), (line.row_key.as_str(), line)])
            .collect();
        writeln!(
            out,
            "{list}: {} rows, {} persons: {} created, {} review, {} rejected, {} skipped",
            report.rows,
            report.persons,
            report.created,
            report.review,
            report.rejected,
            report.skipped
        )
        .unwrap();
        let mut met: BTreeMap<(String, String, &str, String), usize> = BTreeMap::new();
        let mut named: BTreeSet<&str> = BTreeSet::new();
        for ((of, key), (kind, handling)) in &expected {
            if of == list {
                let line = told.get(key.as_str());
                let got = line.map_or("accept", |line| handled(line.outcome));
                named.extend(line.map(|line| line.place.as_str()));
                let reason = line
                    .and_then(|line| line.doubts.first())
                    .map_or_else(String::new, |doubt| doubt.code.clone());
                *met.entry((kind.clone(), handling.clone(), got, reason))
                    .or_default() += 1;
            }
        }
        // All other rows are expected to come in.
        for line in &report.lines {
            if !named.contains(line.place.as_str()) {
                let reason = line
                    .doubts
                    .first()
                    .map_or_else(String::new, |doubt| doubt.code.clone());
                let key = (
                    String::new(),
                    "accept".to_owned(),
                    handled(line.outcome),
                    reason,
                );
                *met.entry(key).or_default() += 1;
            }
        }
        for ((kind, wanted, got, reason), count) in &met {
            let sign = if wanted == got { ' ' } else { '!' };
            writeln!(
                out,
                " {sign} {kind:28} {wanted:10} -> {got:10} {count:5} {reason}"
            )
            .unwrap();
        }
        for wanted in ["quarantine", "skip", "review", "accept"] {
            let of = |good: bool| -> usize {
                met.iter()
                    .filter(|((_, want, got, why), _)| {
                        want == wanted && (!good || want == got || is_explained(got, why))
                    })
                    .map(|(_, count)| count)
                    .sum()
            };
            let (good, all) = (of(true), of(false));
            let enough = match wanted {
                "review" | "accept" => good * 100 >= all * 98,
                _ => good == all,
            };
            if !enough {
                short.push(format!("{list}: {wanted} {good} of {all}"));
            }
        }
        // Without a key of the list's own nobody is taken for somebody else here.
        let counted = &stats["lists"][list];
        let persons = |of: &str| counted[of].as_u64().unwrap();
        let (least, most) = match list {
            "ovdinfo_like.csv" => (persons("persons"), persons("persons") + 35),
            "partner_5000.csv" => (persons("persons"), persons("rows_with_a_person")),
            _ => (persons("rows_with_a_person"), persons("rows_with_a_person")),
        };
        if !(least..=most).contains(&report.persons) {
            short.push(format!("{list}: {} persons", report.persons));
        }
    }
    let audit = test.house.verify().await.unwrap();
    assert_eq!(audit.faults, []);
    assert!(short.is_empty(), "{short:?}");
    test.house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "reads the published lists of the folder in UNFORGOTTEN_REAL_LISTS; says numbers only"]
async fn published_lists_are_counted_right_and_a_removal_is_marked() {
    let Some(folder) = folder("UNFORGOTTEN_REAL_LISTS") else {
        return;
    };
    let (test, officer, _place) = house().await;
    let read = |path: &str| std::fs::read(folder.join(path)).unwrap();
    let page = twice(&test, &officer, &read("az-list-2014/list.html"), "page").await;
    assert_eq!(page.persons, 98);
    let earlier = twice(
        &test,
        &officer,
        &read("us-guantanamo/prisoners-2015-10-19.json"),
        "docket",
    )
    .await;
    assert_eq!(earlier.persons, 97);
    let later = bring(
        &test,
        &officer,
        &read("us-guantanamo/prisoners-2015-10-30.json"),
        "docket",
    )
    .await;
    assert_eq!(
        (later.persons, later.missing, later.updated, later.created),
        (96, 1, 0, 0)
    );
    let queue = test
        .house
        .reviews(
            &officer,
            &ReviewQuery {
                doubt: Some("no_longer_listed".to_owned()),
                limit: 10,
                ..ReviewQuery::default()
            },
        )
        .await
        .unwrap();
    assert_eq!(queue.rows, 1);
    test.house.close().await;
}
