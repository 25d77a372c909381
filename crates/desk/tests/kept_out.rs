//! Who was taken out stays out when the list comes again: withdrawn by hand, or erased. On both engines.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what fails in a helper fails the test"
)]

use std::io::Cursor;

use casework::sources::Source;
use desk::{
    Caller, DeskError, KeySource,
    backup::restore,
    erasure::{Erasure, NotErased, Receipt},
    imports::{
        BROUGHT_BACK, ERASED, Extent, ImportInto, ImportReport, KEPT_OUT, ListRows, Progress,
        ReviewLine, ReviewQuery, RowOutcome, WITHDRAWN, look,
    },
};
use kernel::{Day, EntryId, FileId};
use lists::{Limits, ListReader, Mapping, ReadOptions};
use sealing::Argon2Cost;
use testkit::{PASSPHRASE, TestHouse, engines};

const REASON: &str = "the list took her for another woman";

fn today() -> Day {
    Day::new(2026, 11, 1).unwrap()
}

fn rows_of(list: &str) -> (Mapping, Vec<lists::Part>) {
    let options = ReadOptions::default();
    let reader = ListReader::open(
        Cursor::new(list.as_bytes().to_vec()),
        &options,
        &Limits::default(),
    );
    let parts: Vec<lists::Part> = reader.unwrap().map(Result::unwrap).collect();
    let look = look(parts.clone().into_iter().map(Ok), "circle", today()).unwrap();
    (look.suggestion.mapping, parts)
}

async fn bring_to(
    house: &desk::House,
    compartment: kernel::CompartmentId,
    caller: &Caller,
    list: &str,
) -> ImportReport {
    let (mapping, parts) = rows_of(list);
    let mut last = None;
    // What was said before is what happens.
    for dry_run in [true, false] {
        let into = ImportInto {
            compartment,
            source: "circle".to_owned(),
            organisation: None,
            extent: Extent::Part,
            dry_run,
        };
        let mut rows = ListRows::new(parts.clone().into_iter().map(Ok), mapping.clone(), today());
        let kept = serde_json::to_value(&mapping).unwrap();
        let (_, report) = house
            .import(
                caller,
                &into,
                || rows.next(),
                Some(kept),
                &Progress::default(),
            )
            .await
            .unwrap();
        assert!(report.adds_up(), "{report:?}");
        if let Some(said) = &last {
            assert_eq!(ends(said), ends(&report));
        }
        last = Some(report);
    }
    last.unwrap()
}

async fn bring(test: &TestHouse, caller: &Caller, list: &str) -> ImportReport {
    bring_to(&test.house, test.a, caller, list).await
}

/// Created, updated, unchanged, review, skipped.
fn ends(report: &ImportReport) -> [u64; 5] {
    [
        report.created,
        report.updated,
        report.unchanged,
        report.review,
        report.skipped,
    ]
}

async fn found(test: &TestHouse, caller: &Caller, text: &str) -> Vec<FileId> {
    let found = test.house.find(caller, text, 20).await.unwrap();
    let mut files: Vec<FileId> = found
        .iter()
        .filter(|found| found.person.names.iter().any(|name| name.text == text))
        .map(|found| found.person.file)
        .collect();
    files.sort();
    files
}

async fn person(test: &TestHouse, caller: &Caller, text: &str) -> FileId {
    let files = found(test, caller, text).await;
    assert_eq!(files.len(), 1, "{text}");
    files[0]
}

/// Entry and version of the row in somebody's file.
async fn row_in(test: &TestHouse, caller: &Caller, file: FileId) -> (EntryId, u32) {
    let person = test.house.person(caller, file).await.unwrap();
    let rows = person.history.bodies::<Source>();
    let (entry, _) = rows.first().unwrap();
    (entry.outer.id, entry.outer.version)
}

async fn waiting(test: &TestHouse, caller: &Caller, doubt: &str) -> Vec<ReviewLine> {
    let query = ReviewQuery {
        doubt: Some(doubt.to_owned()),
        limit: 50,
        ..ReviewQuery::default()
    };
    let queue = test.house.reviews(caller, &query).await.unwrap();
    queue.into_inner().lines
}

async fn decide(test: &TestHouse, caller: &Caller, line: &ReviewLine, decision: &str) -> String {
    let rows = [(line.entry, line.version)];
    let decided = test.house.resolve_reviews(caller, &rows, decision).await;
    decided.unwrap().group
}

async fn sound(test: &TestHouse, engine: &str) {
    assert_eq!(test.house.verify().await.unwrap().faults, [], "{engine}");
    assert_eq!(test.house.check().await.unwrap().faults, [], "{engine}");
    let report = test.house.rebuild().await.unwrap();
    assert_eq!((report.repaired, report.orphans), (0, 0), "{engine}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_withdrawn_by_hand_waits_and_never_comes_back_as_somebody_new() {
    const KEYED: &str = "id,name,status\n1,Ana Vel,imprisoned\n2,Ivo Marn,imprisoned\n";
    const UNKEYED: &str = "name,status\nAna Vel,imprisoned\nIvo Marn,imprisoned\n";
    for place in engines() {
        for list in [KEYED, UNKEYED] {
            let place = place.another();
            let test = TestHouse::begin(&place).await;
            let officer = test.caller(test.officer).await;
            assert_eq!(ends(&bring(&test, &officer, list).await), [2, 0, 0, 0, 0]);
            let file = person(&test, &officer, "Ana Vel").await;
            let (row, version) = row_in(&test, &officer, file).await;
            test.house
                .withdraw(&officer, row, version, REASON)
                .await
                .unwrap();
            // The next list, even one that says more, waits with day and reason.
            let next = list.replace("Ana Vel,imprisoned", "Ana Vel,released");
            let report = bring(&test, &officer, &next).await;
            assert_eq!(ends(&report), [0, 0, 1, 1, 0], "{}", place.engine);
            let told = report
                .lines
                .iter()
                .find(|line| line.outcome == RowOutcome::Review)
                .unwrap();
            assert_eq!(told.doubts[0].code, WITHDRAWN);
            let day = test.house.now().day();
            assert_eq!(told.doubts[0].detail, format!("{day}: {REASON}"));
            assert_eq!(told.file, Some(file));
            assert_eq!(found(&test, &officer, "Ana Vel").await, [file]);
            // It asks once.
            assert_eq!(ends(&bring(&test, &officer, &next).await), [0, 0, 2, 0, 0]);
            let lines = waiting(&test, &officer, WITHDRAWN).await;
            assert_eq!(lines.len(), 1);
            assert!(
                lines[0]
                    .review
                    .cells
                    .iter()
                    .any(|cell| cell.1 == "released")
            );
            // Kept out: passed over, and said so, however often the list comes.
            let group = decide(&test, &officer, &lines[0], KEPT_OUT).await;
            for _ in 0..2 {
                let report = bring(&test, &officer, &next).await;
                assert_eq!(ends(&report), [0, 0, 1, 0, 1]);
                assert_eq!(report.lines[0].doubts[0].code, WITHDRAWN);
            }
            test.house
                .take_back_decision(&officer, &group)
                .await
                .unwrap();
            // Brought back: it is the row it was, and the next list changes it.
            let line = waiting(&test, &officer, WITHDRAWN).await.remove(0);
            let group = decide(
                &test,
                &officer,
                &line,
                &format!("{BROUGHT_BACK}: our error"),
            )
            .await;
            assert_eq!(row_in(&test, &officer, file).await.0, row);
            assert_eq!(ends(&bring(&test, &officer, list).await), [0, 0, 2, 0, 0]);
            // Taken back, it is out again and waits.
            test.house
                .take_back_decision(&officer, &group)
                .await
                .unwrap();
            assert_eq!(ends(&bring(&test, &officer, list).await), [0, 0, 2, 0, 0]);
            assert_eq!(waiting(&test, &officer, WITHDRAWN).await.len(), 1);
            let line = waiting(&test, &officer, WITHDRAWN).await.remove(0);
            decide(&test, &officer, &line, BROUGHT_BACK).await;
            assert_eq!(ends(&bring(&test, &officer, &next).await), [0, 1, 1, 0, 0]);
            assert_eq!(found(&test, &officer, "Ana Vel").await, [file]);
            sound(&test, place.engine).await;
            test.house.close().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_withdrawn_of_a_row_does_not_come_back_with_its_next_change() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let list = "id,name,sex,status\n1,Ana Vel,m,imprisoned\n";
        bring(&test, &officer, list).await;
        let file = person(&test, &officer, "Ana Vel").await;
        let sex = async || {
            let person = test.house.person(&officer, file).await.unwrap();
            let facts = person.history.bodies::<casework::people::Fact>();
            facts
                .into_iter()
                .find(|(_, fact)| fact.field == "sex")
                .map(|(entry, _)| (entry.outer.id, entry.outer.version))
        };
        let (entry, version) = sex().await.unwrap();
        test.house
            .withdraw(&officer, entry, version, REASON)
            .await
            .unwrap();
        assert_eq!(ends(&bring(&test, &officer, list).await), [0, 0, 1, 0, 0]);
        let next = list.replace("imprisoned", "released");
        let report = bring(&test, &officer, &next).await;
        assert_eq!(ends(&report), [0, 0, 0, 1, 0], "{}", place.engine);
        assert_eq!(sex().await, None, "{}", place.engine);
        let lines = waiting(&test, &officer, WITHDRAWN).await;
        assert_eq!(lines.len(), 1);
        decide(&test, &officer, &lines[0], KEPT_OUT).await;
        // It was asked once; a further change goes through without it.
        let report = bring(&test, &officer, &list.replace("imprisoned", "on trial")).await;
        assert_eq!(ends(&report), [0, 1, 0, 0, 0]);
        assert_eq!(sex().await, None);
        sound(&test, place.engine).await;
        test.house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_row_of_somebody_whose_rows_were_withdrawn_waits_too() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let list =
            "prosecution_id,person_id,name,charge\n7,a,Ana Vel,art. 1\n8,b,Ivo Marn,art. 2\n";
        bring(&test, &officer, list).await;
        let file = person(&test, &officer, "Ana Vel").await;
        let (row, version) = row_in(&test, &officer, file).await;
        test.house
            .withdraw(&officer, row, version, REASON)
            .await
            .unwrap();
        let next = format!("{list}9,a,Ana Vel,art. 3\n");
        let report = bring(&test, &officer, &next).await;
        assert_eq!(ends(&report), [0, 0, 1, 2, 0], "{}", place.engine);
        assert_eq!(found(&test, &officer, "Ana Vel").await, [file]);
        assert_eq!(ends(&bring(&test, &officer, &next).await), [0, 0, 3, 0, 0]);
        test.house.close().await;
    }
}

async fn erased(test: &TestHouse, file: FileId) -> Receipt {
    let (one, two) = (
        test.caller(test.officer).await,
        test.caller(test.second_officer).await,
    );
    let asked = test.house.erase(&one, file, "she asked us to").await;
    assert!(matches!(asked, Ok(Erasure::Asked(_))));
    match test.house.erase(&two, file, "").await.unwrap() {
        Erasure::Erased(receipt) => *receipt,
        Erasure::Asked(asked) => panic!("{asked:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_who_was_erased_waits_without_a_word_about_them() {
    const KEYED: &str =
        "id,name,born,status\n1,Ana Vel,1979-03-02,imprisoned\n2,Ivo Marn,1980,imprisoned\n";
    const UNKEYED: &str =
        "name,born,status\nAna Vel,1979-03-02,imprisoned\nIvo Marn,1980,imprisoned\n";
    for place in engines() {
        for list in [KEYED, UNKEYED] {
            let place = place.another();
            let test = TestHouse::begin(&place).await;
            let officer = test.caller(test.officer).await;
            bring(&test, &officer, list).await;
            let file = person(&test, &officer, "Ana Vel").await;
            let receipt = erased(&test, file).await;
            assert!(receipt.not_erased.contains(&NotErased::ListKeys));
            let on = receipt.at.day().to_string();
            let report = bring(&test, &officer, list).await;
            assert_eq!(ends(&report), [0, 0, 1, 1, 0], "{}", place.engine);
            assert!(found(&test, &officer, "Ana Vel").await.is_empty());
            // Neither the report nor the row that waits says anything of them but the day.
            let line = report
                .lines
                .iter()
                .find(|line| line.outcome == RowOutcome::Review)
                .unwrap();
            assert_eq!(
                (line.doubts[0].code.as_str(), &line.doubts[0].detail),
                (ERASED, &on)
            );
            let written = serde_json::to_string(&report).unwrap();
            assert!(!written.contains("Vel"), "{written}");
            let lines = waiting(&test, &officer, ERASED).await;
            assert_eq!(lines.len(), 1);
            let written = serde_json::to_string(&lines[0].review).unwrap();
            assert!(
                !written.contains("Vel") && !written.contains("1979"),
                "{written}"
            );
            // A namesake whom the list tells apart is somebody else.
            let (head, rows) = list.split_once('\n').unwrap();
            let key = if list == KEYED { "3," } else { "" };
            let namesake = format!("{head}\n{key}Ana Vel,1990,imprisoned\n{rows}");
            let report = bring(&test, &officer, &namesake).await;
            assert_eq!(ends(&report), [1, 0, 2, 0, 0], "{}", place.engine);
            // Left out, and so again with the next list.
            let group = decide(&test, &officer, &lines[0], KEPT_OUT).await;
            assert_eq!(ends(&bring(&test, &officer, list).await), [0, 0, 1, 0, 1]);
            test.house
                .take_back_decision(&officer, &group)
                .await
                .unwrap();
            // Let in again: the next list brings them, as somebody new.
            let line = waiting(&test, &officer, ERASED).await.remove(0);
            decide(&test, &officer, &line, BROUGHT_BACK).await;
            let report = bring(&test, &officer, &namesake).await;
            assert_eq!(ends(&report), [1, 0, 2, 0, 0], "{report:?}");
            assert_eq!(found(&test, &officer, "Ana Vel").await.len(), 2);
            sound(&test, place.engine).await;
            test.house.close().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_compartment_knows_and_a_restore_keeps_it() {
    let list = "id,name,status\n1,Ana Vel,imprisoned\n2,Ivo Marn,imprisoned\n";
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        bring(&test, &officer, list).await;
        let before = test.house.backup(place.folder.path()).await.unwrap();
        let file = person(&test, &officer, "Ana Vel").await;
        erased(&test, file).await;
        // Another compartment with the same list knows nothing of it.
        let report = bring_to(&test.house, test.sealed, &officer, list).await;
        assert_eq!(ends(&report), [2, 0, 0, 0, 0], "{}", place.engine);
        let journal = place.folder.path().join("journal");
        let admin = test.caller(test.administrator).await;
        test.house.export_journal(&admin, &journal).await.unwrap();
        let empty = place.another();
        let done = restore(
            &before.register,
            &empty.place,
            &KeySource::Passphrase(PASSPHRASE),
            Some(&journal),
            test.as_clock(),
            test.as_randomness(),
            Argon2Cost::cheapest(),
        )
        .await
        .unwrap();
        assert_eq!(done.erased_again, 1);
        let house = test.open_elsewhere(&empty.place).await.unwrap();
        let caller = house
            .caller_with_password(test.officer, testkit::PASSWORD)
            .await
            .unwrap();
        let report = bring_to(&house, test.a, &caller, list).await;
        assert_eq!(ends(&report), [0, 0, 1, 1, 0], "{}", place.engine);
        house.close().await;
        test.house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_erase_lets_nobody_in_again() {
    let place = testkit::EnginePlace::embedded();
    let test = TestHouse::begin(&place).await;
    let officer = test.caller(test.officer).await;
    let list = "id,name,status\n1,Ana Vel,imprisoned\n2,Ivo Marn,imprisoned\n";
    bring(&test, &officer, list).await;
    erased(&test, person(&test, &officer, "Ana Vel").await).await;
    bring(&test, &officer, list).await;
    let line = waiting(&test, &officer, ERASED).await.remove(0);
    for user in [test.documenter, test.analyst] {
        let other = test.caller(user).await;
        let rows = [(line.entry, line.version)];
        let decided = test
            .house
            .resolve_reviews(&other, &rows, BROUGHT_BACK)
            .await;
        assert!(matches!(decided, Err(DeskError::Absent)), "{decided:?}");
    }
    assert_eq!(ends(&bring(&test, &officer, list).await), [0, 0, 2, 0, 0]);
    test.house.close().await;
}
