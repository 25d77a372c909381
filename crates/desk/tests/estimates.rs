//! How many are on no list, counted from linked lists as far as one reads (E2).

#![expect(clippy::unwrap_used, reason = "what fails in a helper fails the test")]

use casework::register::Link;
use desk::{
    Caller, DeskError, Draft, PeopleQuery,
    estimates::Refusal,
    imports::{Extent, ImportInto, ImportRow, Progress, Reading, RowKey},
};
use kernel::{BatchId, FileId};
use testkit::{TestHouse, engines, name};

/// Brings in a list of so many people, numbered, and says their files in order.
async fn list(
    test: &TestHouse,
    caller: &Caller,
    source: &str,
    numbers: std::ops::Range<usize>,
) -> (BatchId, Vec<FileId>) {
    let into = ImportInto {
        compartment: test.a,
        source: source.to_owned(),
        organisation: None,
        dry_run: false,
        extent: Extent::Unsaid,
    };
    let mut rows = numbers.clone().map(|number| ImportRow {
        row_key: RowKey::Own(format!("{source} {number}")),
        place: String::new(),
        notices: Vec::new(),
        line: u64::try_from(number).unwrap(),
        person_key: None,
        reading: Reading::Accept,
        doubts: Vec::new(),
        cells: Vec::new(),
        drafts: vec![name(&format!("Person{number} Of{source}"), "official")],
    });
    let (batch, report) = test
        .house
        .import(
            caller,
            &into,
            || rows.next().map(Ok),
            None,
            &Progress::default(),
        )
        .await
        .unwrap();
    assert_eq!(report.created, u64::try_from(numbers.len()).unwrap());
    let query = PeopleQuery {
        source: Some(source.to_owned()),
        ..PeopleQuery::default()
    };
    let people = test.house.people(caller, &query).await.unwrap();
    let files = numbers
        .map(|number| {
            let text = format!("Person{number} Of{source}");
            let person = people
                .people
                .iter()
                .find(|person| person.names.iter().any(|name| name.text == text));
            person.unwrap().file
        })
        .collect();
    (batch.unwrap(), files)
}

async fn linked(test: &TestHouse, caller: &Caller, one: FileId, other: FileId) {
    let link = Link {
        other,
        decision: "same".to_owned(),
        reasons: "known to be one".to_owned(),
    };
    test.house
        .record(caller, one, &Draft::new(&link).unwrap())
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn linked_lists_are_counted_as_people() {
    for engine in engines() {
        let test = TestHouse::begin(&engine).await;
        let officer = test.caller(test.officer).await;
        let (_, alpha) = list(&test, &officer, "Alpha", 0..20).await;
        let (_, beta) = list(&test, &officer, "Beta", 0..15).await;
        let (gone, _) = list(&test, &officer, "Gone", 0..3).await;
        for (one, other) in alpha.iter().zip(&beta).take(12) {
            linked(&test, &officer, *one, *other).await;
        }
        test.house.undo_import(&officer, gone).await.unwrap();
        let house = &test.house;
        assert_eq!(
            *house.lists_at_hand(&officer).await.unwrap(),
            ["Alpha", "Beta"],
            "{}",
            engine.engine
        );
        let both = ["Alpha".to_owned(), "Beta".to_owned()];
        let estimated = house.estimate_lists(&officer, &both, true).await.unwrap();
        let table = &estimated.table;
        assert_eq!(
            [1, 2, 3].map(|cell| table.count(cell)),
            [8, 3, 12],
            "{}",
            engine.engine
        );
        assert_eq!(table.list_name(0), "Alpha");
        let report = estimated.outcome.as_ref().unwrap();
        assert_eq!(report.on_lists, 23);
        assert!(!report.cautions.is_empty());
        let estimated = house.estimate_lists(&officer, &both, false).await.unwrap();
        assert_eq!(estimated.outcome, Err(Refusal::TwoLists));
        for wrong in [&both[..1], &[]] {
            assert!(matches!(
                house.estimate_lists(&officer, wrong, true).await,
                Err(DeskError::Refused("refused-estimate-lists", _))
            ));
        }
        let gone = ["Alpha".to_owned(), "Gone".to_owned()];
        assert!(matches!(
            house.estimate_lists(&officer, &gone, true).await,
            Err(DeskError::Absent)
        ));
        // Somebody who reads none of it has no lists.
        let documenter = test.caller(test.documenter).await;
        assert!(house.lists_at_hand(&documenter).await.unwrap().is_empty());
        assert!(matches!(
            house.estimate_lists(&documenter, &both, true).await,
            Err(DeskError::Absent)
        ));
    }
}
