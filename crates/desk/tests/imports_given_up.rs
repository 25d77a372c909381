//! Imports that end before they are published leave nothing, and one that lives is left alone, on both
//! engines.
#![expect(clippy::unwrap_used, reason = "what fails in a helper fails the test")]

use std::sync::atomic::Ordering;

use casework::sources::Cell;
use desk::{
    Caller, DeskError,
    imports::{Extent, ImportInto, ImportRow, ListRows, Progress, Reading, RowKey, look},
};
use lists::{ChildProgram, Limits, ListError, ReadOptions, read_in_child};
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

/// Ends the parser child of this process as a machine without memory would. Says whether there was one.
fn kill_the_child() -> bool {
    let own = std::process::id().to_string();
    let mut killed = false;
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let path = entry.path();
        let status = std::fs::read_to_string(path.join("status")).unwrap_or_default();
        let parent = status.lines().find_map(|line| line.strip_prefix("PPid:"));
        let command = std::fs::read(path.join("cmdline")).unwrap_or_default();
        let command = String::from_utf8_lossy(&command).into_owned();
        if parent.map(str::trim) == Some(own.as_str()) && command.contains("parse-list") {
            let pid = entry.file_name().to_string_lossy().into_owned();
            let done = std::process::Command::new("kill")
                .args(["-9", &pid])
                .status();
            killed |= done.unwrap().success();
        }
    }
    killed
}

/// A list that is far longer than what a parent holds of it at once.
fn long_list(folder: &std::path::Path) -> std::path::PathBuf {
    let path = folder.join("long.csv");
    let mut text = String::from("id,name,status,remark\n");
    let remark = "a remark that fills the row. ".repeat(60);
    for number in 0..4_000 {
        text.push_str(&format!(
            "{number},Person Number {number},imprisoned,{remark}\n"
        ));
    }
    std::fs::write(&path, text).unwrap();
    path
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_child_that_is_killed_in_the_middle_leaves_the_register_as_it_was_and_says_so() {
    let test_program = std::env::current_exe().unwrap();
    let built = test_program.parent().and_then(std::path::Path::parent);
    let program = ChildProgram::unforgotten(&built.unwrap().join("examples/desk_parser_child"));
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let folder = testkit::TempFolder::new();
        let list = long_list(folder.path());
        let before = traces(&test).await;
        let (options, limits) = (ReadOptions::default(), Limits::default());
        let open = || read_in_child(&program, &list, &options, &limits).unwrap();
        let look = look(open(), "circle", test.house.now().day()).unwrap();
        let mapping = look.suggestion.mapping;
        let kept = serde_json::to_value(&mapping).unwrap();
        let mut rows = ListRows::new(open(), mapping, test.house.now().day());
        let mut given = 0;
        let died = test
            .house
            .import(
                &officer,
                &into(&test),
                || {
                    given += 1;
                    // Some rows are staged by now, and most of the list is still to come.
                    if given == 300 {
                        assert!(kill_the_child());
                    }
                    rows.next()
                },
                Some(kept),
                &Progress::default(),
            )
            .await
            .unwrap_err();
        assert!((300..3_000).contains(&given), "{given}");
        let says = died.to_string();
        assert!(
            says.contains("signal 9") && says.contains("nothing was imported"),
            "{says}"
        );
        assert_eq!(traces(&test).await, before, "{}", place.engine);
        assert_eq!(staging(&test).await, 0);
        test.house.sequence_all().await.unwrap();
        assert_eq!(test.house.verify().await.unwrap().faults, []);
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
