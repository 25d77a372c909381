//! Killed at any moment, the register loses no acknowledged write, keeps no half import, and its
//! ledger stays whole.
//!
//! The test starts itself again as a child that writes and says what was acknowledged, kills the
//! child, opens the register and looks. `UNFORGOTTEN_KILLS` sets how often (`make test-long`: 100).

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on ends here"
)]

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use casework::sources::Cell;
use desk::{
    Caller, House, KeySource,
    imports::{Extent, ImportInto, ImportRow, Progress, Reading, RowKey},
};
use kernel::{CompartmentId, EntryId, FileId, Randomness};
use sealing::Argon2Cost;
use store::{BatchState, Place};
use testkit::{FakeClock, PASSPHRASE, SeededRandomness, TempFolder, TestHouse};

const FOLDER: &str = "UNFORGOTTEN_KILL_FOLDER";

fn kills() -> u64 {
    std::env::var("UNFORGOTTEN_KILLS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(12)
}

/// Child and parent draw from different seeds, or their ids would meet. The parent comes so many seconds
/// later: once the lease of a killed import has run out.
async fn open(place: &Place, round: i64, seed: u64, later: i64) -> House {
    let clock = Arc::new(FakeClock::moving(
        FakeClock::BEGINNING
            .plus_days(round + 1)
            .plus_seconds(later),
        1,
    ));
    let randomness = Arc::new(SeededRandomness::new(seed + u64::try_from(round).unwrap()));
    House::open(
        place,
        &KeySource::Passphrase(PASSPHRASE),
        Argon2Cost::cheapest(),
        clock,
        randomness,
    )
    .await
    .expect("the register opens after every kill")
}

fn row(number: usize, round: i64) -> ImportRow {
    ImportRow {
        row_key: RowKey::Own(number.to_string()),
        place: String::new(),
        notices: Vec::new(),
        line: u64::try_from(number).unwrap() + 2,
        person_key: None,
        reading: Reading::Accept,
        doubts: Vec::new(),
        cells: vec![Cell("name".to_owned(), format!("Kalina {round} {number}"))],
        drafts: vec![
            testkit::name(&format!("Kalina {round} {number}"), "official"),
            testkit::detention("XV", "Tumzha", (2024, 5)),
        ],
    }
}

async fn import(house: &House, caller: &Caller, compartment: CompartmentId, round: i64) -> u64 {
    let into = ImportInto {
        compartment,
        source: format!("list of round {round}"),
        organisation: None,
        extent: Extent::Unsaid,
        dry_run: false,
    };
    let mut number = 0;
    let rows = || {
        (number < 600).then(|| {
            number += 1;
            Ok(row(number, round))
        })
    };
    let (_, report) = house
        .import(caller, &into, rows, None, &Progress::default())
        .await
        .unwrap();
    report.created
}

/// The child: writes for ever and says what was acknowledged. Without its folder it does nothing.
#[test]
#[ignore = "started by the test below, in a process of its own"]
fn writer() {
    let Ok(folder) = std::env::var(FOLDER) else {
        return;
    };
    let round: i64 = std::env::var("UNFORGOTTEN_KILL_ROUND")
        .unwrap()
        .parse()
        .unwrap();
    let compartment: CompartmentId = std::env::var("UNFORGOTTEN_KILL_COMPARTMENT")
        .unwrap()
        .parse()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let house = open(&Place::Folder(folder.into()), round, 1_000, 0).await;
        let caller = house.operator("kill test").await.unwrap();
        let file = house
            .open_person(
                &caller,
                compartment,
                &[testkit::name(&format!("Written {round}"), "official")],
            )
            .await
            .unwrap();
        println!("file {file}");
        loop {
            for number in 0..20 {
                let entry = house
                    .record(&caller, file, &testkit::note(&format!("note {number}")))
                    .await
                    .unwrap();
                println!("entry {entry}");
            }
            house.sequence_once().await.unwrap();
            let created = import(&house, &caller, compartment, round).await;
            println!("import {round} {created}");
        }
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_acknowledged_write_is_lost() {
    let folder = TempFolder::new();
    let place = folder.place("register");
    let Place::Folder(path) = place.clone() else {
        panic!("an embedded register")
    };
    let test = TestHouse::begin_at(&place).await;
    let compartment = test.a;
    test.house.close().await;
    drop(test);
    let draws = SeededRandomness::new(99);
    let mut files: Vec<FileId> = Vec::new();
    let mut entries: Vec<EntryId> = Vec::new();
    let mut imported = 0_u64;
    for round in 0..kills() {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "writer",
                "--exact",
                "--ignored",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(FOLDER, &path)
            .env("UNFORGOTTEN_KILL_ROUND", round.to_string())
            .env("UNFORGOTTEN_KILL_COMPARTMENT", compartment.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        let mut wait = [0; 2];
        draws.fill(&mut wait);
        let wait = Duration::from_millis(60 + u64::from(u16::from_le_bytes(wait)) % 900);
        let killer = std::thread::spawn(move || {
            std::thread::park_timeout(wait);
            child.kill().unwrap();
            child.wait().unwrap();
        });
        for line in lines.lines().map_while(Result::ok) {
            // The harness prints lines of its own.
            let mut words = line
                .split_whitespace()
                .skip_while(|word| !matches!(*word, "file" | "entry" | "import"));
            match (words.next(), words.next(), words.next()) {
                (Some("file"), Some(file), _) => files.extend(file.parse::<FileId>()),
                (Some("entry"), Some(entry), _) => entries.extend(entry.parse::<EntryId>()),
                (Some("import"), Some(_), Some(created)) => {
                    imported += created.parse::<u64>().unwrap_or(0)
                }
                _ => {}
            }
        }
        killer.join().unwrap();
        let house = open(&place, i64::try_from(round).unwrap(), 900_000, 600).await;
        let caller = house.operator("kill test").await.unwrap();
        for entry in &entries {
            house
                .entry(&caller, *entry)
                .await
                .expect("an acknowledged write is there");
        }
        for file in &files {
            house
                .person(&caller, *file)
                .await
                .expect("an acknowledged file is there");
        }
        let mut transaction = house.register().read().await.unwrap();
        assert!(
            transaction
                .batches_in(BatchState::Staging)
                .await
                .unwrap()
                .is_empty(),
            "half an import stayed"
        );
        let people = transaction
            .count_files(caller.viewer(), "person")
            .await
            .unwrap();
        drop(transaction);
        let written = i64::try_from(files.len()).unwrap();
        let lists = people - written;
        // A kill between the commit and its word may leave one more of each: never a part of one.
        assert!(
            lists >= i64::try_from(imported).unwrap(),
            "an acknowledged import is gone"
        );
        let extra = lists - i64::try_from(imported).unwrap();
        assert!(
            extra % 600 == 0 || extra % 600 == 1,
            "half an import: {extra} people too many"
        );
        house.sequence_once().await.unwrap();
        let report = house.verify().await.unwrap();
        assert!(
            report.faults.is_empty(),
            "round {round}: {:?}",
            report.faults
        );
        house.close().await;
    }
    assert!(
        !entries.is_empty(),
        "the child wrote nothing before it was killed: the test tested nothing"
    );
}
