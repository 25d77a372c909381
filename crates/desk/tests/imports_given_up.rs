//! Imports that end before they are published leave nothing, and one that lives is left alone, on both
//! engines.
#![expect(clippy::unwrap_used, reason = "what fails in a helper fails the test")]

use std::sync::atomic::Ordering;

use casework::sources::Cell;
use desk::{
    Caller, DeskError,
    imports::{Extent, ImportInto, ImportRow, Progress, Reading, RowKey},
};
use lists::ListError;
use store::BatchState;
use testkit::{TestHouse, engines, name};

fn row(number: u64) -> ImportRow {
    let text = format!("Person Number {number}");
    ImportRow {
        row_key: RowKey::Own(number.to_string()),
        place: format!("line:{number}"),
        notices: Vec::new(),
        line: number,
        person_key: None,
        reading: Reading::Accept,
        doubts: Vec::new(),
        cells: vec![Cell("name".to_owned(), text.clone())],
        drafts: vec![name(&text, "official")],
    }
}

fn into(test: &TestHouse) -> ImportInto {
    ImportInto {
        compartment: test.a,
        source: "circle".to_owned(),
        organisation: None,
        extent: Extent::Unsaid,
        dry_run: false,
    }
}

/// What of an import can be seen or found in the store: everything but the word that there was one.
async fn traces(test: &TestHouse) -> Vec<usize> {
    let mut traces = Vec::new();
    for sql in [
        "SELECT id FROM entries",
        "SELECT id FROM files",
        "SELECT file FROM file_keys",
        "SELECT entry FROM index_rows",
        "SELECT entry FROM done",
        "SELECT id FROM stops",
        "SELECT id FROM leaves",
        "SELECT id FROM events",
        "SELECT name FROM settings",
    ] {
        let rows = test.house.register().peek(sql.to_owned(), Vec::new());
        traces.push(rows.await.unwrap().len());
    }
    traces
}

async fn staging(test: &TestHouse) -> usize {
    let mut transaction = test.house.register().read().await.unwrap();
    let staging = transaction.batches_in(BatchState::Staging).await.unwrap();
    staging.len()
}

/// Imports 600 rows; `each` sees the number of each row before it is given.
async fn bring<F>(
    test: &TestHouse,
    caller: &Caller,
    progress: &Progress,
    mut each: F,
) -> Result<u64, DeskError>
where
    F: FnMut(u64) -> Option<DeskError> + Send,
{
    let mut next = 0;
    let rows = || {
        next += 1;
        if let Some(error) = each(next) {
            return Some(Err(error));
        }
        (next <= 600).then(|| Ok(row(next)))
    };
    let mapping = serde_json::json!({"format": 1});
    test.house
        .import(caller, &into(test), rows, Some(mapping), progress)
        .await
        .map(|(_, report)| report.created)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_dies_leaves_the_register_as_it_was_and_says_so() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let before = traces(&test).await;
        let died = bring(&test, &officer, &Progress::default(), |number| {
            (number == 555)
                .then(|| DeskError::Unreadable(ListError::ChildDied("signal 9".to_owned())))
        })
        .await
        .unwrap_err();
        let says = died.to_string();
        assert!(
            says.contains("signal 9") && says.contains("nothing was imported"),
            "{says}"
        );
        assert_eq!(traces(&test).await, before, "{}", place.engine);
        assert_eq!(staging(&test).await, 0);
        assert!(
            test.house
                .profile(&officer, test.a, "circle")
                .await
                .unwrap()
                .is_none()
        );
        test.house.sequence_all().await.unwrap();
        assert_eq!(test.house.verify().await.unwrap().faults, []);
        // The same list comes in afterwards as if nothing had been.
        let created = bring(&test, &officer, &Progress::default(), |_| None).await;
        assert_eq!(created.unwrap(), 600, "{}", place.engine);
        test.house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_somebody_stops_leaves_nothing() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let before = traces(&test).await;
        let progress = Progress::default();
        let stopped = bring(&test, &officer, &progress, |number| {
            if number == 400 {
                progress.stop.store(true, Ordering::Relaxed);
            }
            None
        })
        .await;
        assert!(matches!(
            stopped,
            Err(DeskError::Refused("refused-import-stopped", _))
        ));
        assert_eq!(progress.rows.load(Ordering::Relaxed), 250);
        assert_eq!(traces(&test).await, before, "{}", place.engine);
        test.house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_program_that_opens_the_register_leaves_a_living_import_alone() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let created = bring(&test, &officer, &Progress::default(), |number| {
            // 250 rows are staged when somebody else opens the register.
            if number == 300 {
                tokio::runtime::Handle::current().block_on(async {
                    let house = test.open_elsewhere(&test.place).await.unwrap();
                    assert_eq!(staging(&test).await, 1, "{}", place.engine);
                    house.close().await;
                });
            }
            None
        })
        .await;
        assert_eq!(created.unwrap(), 600, "{}", place.engine);
        assert_eq!(test.house.verify().await.unwrap().faults, []);
        test.house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_whose_program_ended_is_discarded_once_its_lease_has_run_out() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let before = traces(&test).await;
        // The program ends in the middle: what it was doing is dropped without a word.
        let (met, meeting) = tokio::sync::oneshot::channel::<()>();
        let mut met = Some(met);
        let progress = Progress::default();
        {
            let work = bring(&test, &officer, &progress, |number| {
                if number == 520
                    && let Some(met) = met.take()
                {
                    let _heard = met.send(());
                }
                None
            });
            tokio::pin!(work);
            tokio::select! {
                biased;
                _ = meeting => {}
                _ = &mut work => {}
            }
        }
        if staging(&test).await == 0 {
            // It was too quick to be interrupted on this engine; nothing is to be discarded then.
            test.house.close().await;
            continue;
        }
        assert_eq!(
            test.house.discard_dead_imports().await.unwrap(),
            0,
            "its lease still runs"
        );
        test.clock.advance(121);
        assert_eq!(
            test.house.discard_dead_imports().await.unwrap(),
            1,
            "{}",
            place.engine
        );
        assert_eq!(traces(&test).await, before, "{}", place.engine);
        test.house.close().await;
    }
}
