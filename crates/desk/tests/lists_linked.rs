//! Nine lists of many shapes, brought in as the product does it and then linked with each other: the same
//! person in four scripts is found, namesakes and brothers and sisters stay apart.
#![expect(clippy::unwrap_used, reason = "what fails in a helper fails the test")]

use std::{
    collections::{BTreeSet, HashMap},
    io::{Cursor, Write as _},
    path::{Path, PathBuf},
    time::Instant,
};

use casework::sources::Source;
use desk::{
    PeopleQuery,
    imports::{Extent, ImportInto, ListRows, Progress, look},
};
use kernel::{Day, FileId, PartialDate};
use linkage::{DayOrder, Options, Table, link_tables};
use lists::{HeaderRow, Limits, ListReader, Mapping, Part, ReadOptions};
use testkit::{EnginePlace, TestHouse};

fn today() -> Day {
    Day::new(2026, 11, 1).unwrap()
}

fn parts(bytes: &[u8], options: &ReadOptions) -> Vec<Result<Part, lists::ListError>> {
    let reader = ListReader::open(Cursor::new(bytes.to_vec()), options, &Limits::default());
    reader.unwrap().collect()
}

/// The rows of a table beside the lists.
fn table(path: &Path) -> Vec<Vec<String>> {
    let options = ReadOptions {
        header_row: HeaderRow::At(1),
        ..ReadOptions::default()
    };
    parts(&std::fs::read(path).unwrap(), &options)
        .into_iter()
        .filter_map(|part| match part.unwrap() {
            Part::Row(row) => Some(row.cells.iter().map(|cell| cell.text.clone()).collect()),
            Part::Table(_) => None,
        })
        .collect()
}

/// Dates come from the register as the register writes them.
fn as_stored(text: &str, _: DayOrder) -> PartialDate {
    PartialDate::parse(text).unwrap_or_else(|_| PartialDate::unknown())
}

const LISTS: [&str; 9] = [
    "cecc_like.csv",
    "viasna_like.csv",
    "ovdinfo_like.csv",
    "qasran_maubin.xlsx",
    "lusara.json",
    "memory_book_cp1251.csv",
    "azhdara_list.html",
    "qasran_ocr.csv",
    "partner_5000.csv",
];

const HEADER: [(&str, linkage::Field); 10] = [
    ("record_id", linkage::Field::RecordId),
    ("full_name", linkage::Field::FullName),
    ("father_name", linkage::Field::FatherName),
    ("mother_name", linkage::Field::MotherName),
    ("birth_date", linkage::Field::BirthDate),
    ("birth_place", linkage::Field::BirthPlace),
    ("place", linkage::Field::Place),
    ("sex", linkage::Field::Sex),
    ("arrest_date", linkage::Field::ArrestDate),
    ("country", linkage::Field::Country),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "reads the lists of the folder in UNFORGOTTEN_LISTS, with truth.csv and persons.csv beside them; minutes"]
async fn generated_lists_are_linked_end_to_end() {
    let Some(folder) = std::env::var_os("UNFORGOTTEN_LISTS").map(PathBuf::from) else {
        return;
    };
    let place = EnginePlace::embedded();
    let test = TestHouse::begin(&place).await;
    let officer = test.caller(test.officer).await;
    let mut out = std::io::stdout();
    // Which file each row of each list came into.
    let mut file_of: HashMap<(String, String), FileId> = HashMap::new();
    let mut tables = Vec::new();
    let mut row_of: HashMap<(usize, FileId), u32> = HashMap::new();
    let mut rows = 0_u32;
    for (number, list) in LISTS.iter().enumerate() {
        let bytes = std::fs::read(folder.join(list)).unwrap();
        let look = look(
            parts(&bytes, &ReadOptions::default()).into_iter(),
            list,
            today(),
        )
        .unwrap();
        let mapping = Mapping::parse(&look.suggestion.mapping.to_toml().unwrap()).unwrap();
        let into = ImportInto {
            compartment: test.a,
            source: (*list).to_owned(),
            organisation: None,
            extent: Extent::Unsaid,
            dry_run: false,
        };
        let kept = serde_json::to_value(&mapping).unwrap();
        let mut read = ListRows::new(
            parts(&bytes, &mapping.reading).into_iter(),
            mapping,
            today(),
        );
        test.house
            .import(
                &officer,
                &into,
                || read.next(),
                Some(kept),
                &Progress::default(),
            )
            .await
            .unwrap();
        let mut files = Vec::new();
        let mut query = PeopleQuery {
            source: Some((*list).to_owned()),
            ..PeopleQuery::default()
        };
        loop {
            let page = test.house.people(&officer, &query).await.unwrap();
            files.extend(page.people.iter().map(|line| line.file));
            query.after.clone_from(&page.next);
            if query.after.is_none() {
                break;
            }
        }
        let mut cells = Vec::new();
        for file in files {
            let person = test.house.person(&officer, file).await.unwrap();
            for (_, source) in person.history.bodies::<Source>() {
                for key in [source.reference, source.row_key].into_iter().flatten() {
                    file_of.insert(((*list).to_owned(), key), file);
                }
            }
            let portrait = desk::matches::portrait(&person.history);
            let first = |texts: &[String]| texts.first().cloned().unwrap_or_default();
            let date =
                |dates: &[PartialDate]| dates.first().map(PartialDate::edtf).unwrap_or_default();
            cells.push(vec![
                file.to_string(),
                portrait.names.join(" ; "),
                first(&portrait.fathers),
                first(&portrait.mothers),
                date(&portrait.births),
                first(&portrait.birth_places),
                first(&portrait.places),
                first(&portrait.sexes),
                date(&portrait.arrests),
                first(&portrait.countries),
            ]);
            row_of.insert((number, file), rows);
            rows += 1;
        }
        tables.push(Table {
            name: (*list).to_owned(),
            header: HEADER.iter().map(|(word, _)| (*word).to_owned()).collect(),
            rows: cells,
        });
    }
    let options = Options {
        columns: HEADER
            .iter()
            .map(|(word, field)| (*field, (*word).to_owned()))
            .collect(),
        read_date: Some(as_stored),
        ..Options::default()
    };
    let begin = Instant::now();
    let (register, linked) =
        link_tables(&tables, &options, &|| begin.elapsed().as_secs_f64()).unwrap();
    assert_eq!(register.len(), rows as usize);
    // Rows of the truth with the cluster of their file; a row that did not come in is alone.
    let mut found: Vec<(u32, String)> = Vec::new();
    let mut alone = u32::MAX;
    for row in table(&folder.join("truth.csv")) {
        let [list, key, who] = row.as_slice() else {
            continue;
        };
        let number = LISTS.iter().position(|known| known == list).unwrap();
        let cluster = file_of
            .get(&(list.clone(), key.clone()))
            .and_then(|file| row_of.get(&(number, *file)))
            .and_then(|row| linked.clusters.of_row.get(*row as usize))
            .copied();
        let cluster = cluster.unwrap_or_else(|| {
            alone -= 1;
            alone
        });
        found.push((cluster, who.clone()));
    }
    let pairs = |counts: HashMap<String, u64>| -> u64 {
        counts.values().map(|count| count * (count - 1) / 2).sum()
    };
    let counted = |by: &dyn Fn(&(u32, String)) -> String| {
        let mut counts: HashMap<String, u64> = HashMap::new();
        for row in &found {
            *counts.entry(by(row)).or_default() += 1;
        }
        pairs(counts)
    };
    let same = counted(&|row| row.1.clone());
    let joined = counted(&|row| row.0.to_string());
    let right = counted(&|row| format!("{} {}", row.0, row.1));
    #[expect(clippy::cast_precision_loss, reason = "thousands")]
    let share = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
    let (precision, recall) = (share(right, joined), share(right, same));
    let f1 = 2.0 * precision * recall / (precision + recall);
    // Namesakes, and brothers and sisters: apart when no row of the one is with one of the other.
    let mut clusters: HashMap<&str, BTreeSet<u32>> = HashMap::new();
    for (cluster, who) in &found {
        clusters.entry(who).or_default().insert(*cluster);
    }
    let mut kept: HashMap<String, (u64, u64)> = HashMap::new();
    for row in table(&folder.join("persons.csv")) {
        let (Some(who), Some(relation), Some(other)) = (row.first(), row.get(9), row.get(10))
        else {
            continue;
        };
        let (Some(one), Some(other)) = (clusters.get(who.as_str()), clusters.get(other.as_str()))
        else {
            continue;
        };
        let slot = kept.entry(relation.clone()).or_default();
        slot.1 += 1;
        slot.0 += u64::from(one.is_disjoint(other));
    }
    writeln!(
        out,
        "{} rows of truth, {rows} files: precision {precision:.4}, recall {recall:.4}, F1 {f1:.4}; linked in {:.1} s; kept apart {kept:?}",
        found.len(),
        begin.elapsed().as_secs_f64()
    )
    .unwrap();
    assert!(f1 >= 0.95, "F1 {f1:.4}");
    for (relation, least) in [("sibling", 95), ("same_name", 90)] {
        let (apart, all) = kept.get(relation).copied().unwrap_or_default();
        assert!(
            all > 0 && apart * 100 >= all * least,
            "{relation}: {apart} of {all}"
        );
    }
    test.house.close().await;
}
