//! Registers that earlier releases wrote open in this one. Each stands in `testdata/register-N`, N
//! being the number of its format, with what it held. Once released, such a folder is never changed:
//! a new format adds one.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what fails in a helper fails the test"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use desk::PeopleQuery;
use serde_json::{Value, json};
use store::Place;
use testkit::{EnginePlace, PASSWORD, TempFolder, TestHouse, link, name, note, refusal};

/// The newest format that was released: each of them has its folder.
const RELEASED: u32 = 1;

/// The format that this program writes.
fn present() -> u32 {
    u32::try_from(store::FORMAT).unwrap()
}

fn folder(format: u32) -> PathBuf {
    PathBuf::from(format!("testdata/register-{format}"))
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in ["register.db", "unlock.json", "erasures.journal"] {
        if from.join(file).exists() {
            fs::copy(from.join(file), to.join(file)).unwrap();
        }
    }
}

/// What is asked of a register, by whoever may read in it.
async fn told(test: &TestHouse) -> Value {
    let officer = test.caller(test.officer).await;
    let documenter = test.caller(test.documenter).await;
    let mut people = Vec::new();
    for caller in [&officer, &documenter] {
        let page = test
            .house
            .people(caller, &PeopleQuery::default())
            .await
            .unwrap()
            .into_inner();
        let mut lines: Vec<Value> = page
            .people
            .iter()
            .map(|line| {
                let names: Vec<&str> = line.names.iter().map(|name| name.text.as_str()).collect();
                json!({ "names": names, "country": line.country, "stage": line.stage })
            })
            .collect();
        lines.sort_by_key(Value::to_string);
        people.push(json!({ "total": page.total, "lines": lines }));
    }
    let report = test.house.verify().await.unwrap();
    assert!(report.is_clean(), "{:?}", report.faults);
    json!({ "officer": people[0], "documenter": people[1], "entries": report.entries })
}

/// Makes the register of the present format, before it is released for the first time.
#[tokio::test]
#[ignore = "makes a fixture: UNFORGOTTEN_MAKE_REGISTER=1 cargo nextest run --run-ignored only earlier"]
async fn make_the_register_of_this_format() {
    if std::env::var_os("UNFORGOTTEN_MAKE_REGISTER").is_none() {
        return;
    }
    let place = EnginePlace::embedded();
    let test = TestHouse::begin(&place).await;
    let officer = test.caller(test.officer).await;
    let documenter = test.caller(test.documenter).await;
    let files = test.people(&officer, test.a).await;
    let theirs = test
        .open(
            &documenter,
            test.b,
            &[name("Наталля Бяроза", "official"), note("asked by phone")],
        )
        .await;
    test.open(
        &officer,
        test.sealed,
        &[name("Zoya Ardent", "official"), note("moved at night")],
    )
    .await;
    test.house
        .record(&officer, files[0], &refusal("not in the papers"))
        .await
        .unwrap();
    test.house
        .record(&officer, files[1], &link(files[2]))
        .await
        .unwrap();
    test.house.person(&documenter, theirs).await.unwrap();
    test.house.sequence_all().await.unwrap();
    let expected = told(&test).await;
    let digest = test.house.register().digest().await.unwrap().digest;
    let ids = json!({
        "officer": test.officer, "documenter": test.documenter, "told": expected, "digest": digest,
    });
    test.house.register().settle().await.unwrap();
    test.house.close().await;
    let Place::Folder(from) = &test.place else {
        return;
    };
    let to = folder(present());
    copied(from, &to);
    fs::write(
        to.join("expected.json"),
        format!("{}\n", serde_json::to_string_pretty(&ids).unwrap()),
    )
    .unwrap();
}

#[tokio::test]
async fn every_released_register_opens_and_tells_what_it_told() {
    for format in 1..=RELEASED {
        let from = folder(format);
        let expected: Value =
            serde_json::from_str(&fs::read_to_string(from.join("expected.json")).unwrap()).unwrap();
        let temporary = TempFolder::new();
        let here = temporary.path().join("register");
        copied(&from, &here);
        let fresh = EnginePlace::embedded();
        let test = TestHouse::begin(&fresh).await;
        let house = test.open_elsewhere(&Place::Folder(here)).await.unwrap();
        if format == present() {
            let digest = house.register().digest().await.unwrap().digest;
            assert_eq!(expected["digest"], digest);
        }
        let member = |role: &str| expected[role].as_str().unwrap().parse().unwrap();
        let (officer, documenter) = (member("officer"), member("documenter"));
        test.house.close().await;
        let test = TestHouse {
            house,
            officer,
            documenter,
            ..test
        };
        assert_eq!(told(&test).await, expected["told"], "format {format}");
        // It can be written into, and what was derived can be made again.
        let officer = test
            .house
            .caller_with_password(officer, PASSWORD)
            .await
            .unwrap();
        let found = test.house.find(&officer, "Бяроза", 5).await.unwrap();
        assert!(found.is_empty(), "the documenter's file");
        let first = test
            .house
            .people(&officer, &PeopleQuery::default())
            .await
            .unwrap()
            .people[0]
            .file;
        test.house
            .record(&officer, first, &note("written by a later release"))
            .await
            .unwrap();
        assert!(test.house.verify().await.unwrap().is_clean());
        test.house.close().await;
    }
}
