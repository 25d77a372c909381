//! Imports as the ledger, the index, backups and checks see them, on both engines.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what fails in a helper fails the test"
)]

use access::MemberStatus;
use desk::{
    Caller, Draft, KeySource,
    backup::restore,
    imports::{Extent, ImportInto, ImportReport, ImportRow, Progress, Reading, RowKey},
};
use kernel::{BatchId, EntryId, FileId};
use sealing::Argon2Cost;
use store::Value;
use testkit::{PASSPHRASE, PEOPLE, TestHouse, engines, name, note, refusal};

fn row(number: usize, drafts: Vec<Draft>) -> ImportRow {
    ImportRow {
        row_key: RowKey::Own(format!("key-{number}")),
        place: format!("line:{number}"),
        notices: Vec::new(),
        line: number as u64,
        person_key: None,
        reading: Reading::Accept,
        doubts: Vec::new(),
        cells: drafts
            .iter()
            .map(|draft| casework::sources::Cell(draft.kind.clone(), draft.body.to_string()))
            .collect(),
        drafts,
    }
}

async fn import(
    test: &TestHouse,
    caller: &Caller,
    rows: Vec<ImportRow>,
) -> (BatchId, ImportReport) {
    let into = ImportInto {
        compartment: test.a,
        source: "circle".to_owned(),
        organisation: None,
        extent: Extent::Unsaid,
        dry_run: false,
    };
    let mut rows = rows.into_iter();
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
    (batch.expect("it was not a dry run"), report)
}

fn people() -> Vec<ImportRow> {
    PEOPLE
        .iter()
        .enumerate()
        .map(|(number, person)| row(number, person.drafts()))
        .collect()
}

async fn found(test: &TestHouse, caller: &Caller, text: &str) -> Option<FileId> {
    let found = test.house.find(caller, text, 5).await.unwrap();
    found
        .iter()
        .find(|found| found.person.names.iter().any(|name| name.text == text))
        .map(|found| found.person.file)
}

async fn sound(test: &TestHouse, what: &str) {
    let audit = test.house.verify().await.unwrap();
    assert_eq!(audit.faults, [], "{what}");
    let check = test.house.check().await.unwrap();
    assert_eq!(check.faults, [], "{what}");
    let before = test.house.register().digest().await.unwrap();
    let report = test.house.rebuild().await.unwrap();
    assert_eq!((report.repaired, report.orphans), (0, 0), "{what}");
    assert_eq!(
        test.house.register().digest().await.unwrap(),
        before,
        "{what}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_is_one_leaf_under_which_every_entry_is_proved() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let (_, report) = import(&test, &officer, people()).await;
        assert_eq!(report.created, 8, "{}", place.engine);
        test.house.sequence_all().await.unwrap();
        sound(&test, place.engine).await;
        let batched = "SELECT e.id FROM entries e WHERE e.batch IS NOT NULL";
        let ids = test
            .house
            .register()
            .peek(batched.to_owned(), Vec::new())
            .await
            .unwrap();
        assert!(ids.len() > 24);
        for id in &ids {
            let Value::Bytes(Some(id)) = id else {
                panic!("an id is bytes")
            };
            let mut proof = test
                .house
                .prove(EntryId::from_slice(id).unwrap())
                .await
                .unwrap();
            assert_eq!(proof.check(), Ok(()), "{}", place.engine);
            let batch = proof.batch.as_mut().expect("it came with an import");
            batch.inclusion.index ^= 1;
            assert!(proof.check().is_err(), "{}", place.engine);
        }
        // Restored elsewhere it is the same.
        let backup = test.house.backup(place.folder.path()).await.unwrap();
        let empty = place.another();
        let key = KeySource::Passphrase(PASSPHRASE);
        let (clock, randomness) = (test.as_clock(), test.as_randomness());
        restore(
            &backup.register,
            &empty.place,
            &key,
            None,
            clock,
            randomness,
            Argon2Cost::cheapest(),
        )
        .await
        .unwrap();
        let house = test.open_elsewhere(&empty.place).await.unwrap();
        assert!(house.verify().await.unwrap().is_clean());
        house.close().await;
        test.house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_or_removed_entry_of_an_import_is_named() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let (batch, _) = import(&test, &officer, people()).await;
        test.house.sequence_all().await.unwrap();
        let register = test.house.register();
        let ids = register
            .peek(
                "SELECT id FROM entries WHERE batch = $1 ORDER BY id".to_owned(),
                vec![Value::from(batch)],
            )
            .await
            .unwrap();
        for id in [&ids[0], &ids[7], &ids[ids.len() - 1]] {
            let Value::Bytes(Some(bytes)) = id else {
                panic!("an id is bytes")
            };
            let expected = format!("{} version 1", EntryId::from_slice(bytes).unwrap());
            let sql = "SELECT sealed FROM entries WHERE id = $1".to_owned();
            let Value::Bytes(Some(sealed)) = register
                .peek(sql, vec![id.clone()])
                .await
                .unwrap()
                .remove(0)
            else {
                panic!("a sealed part is bytes")
            };
            let mut flipped = sealed.clone();
            flipped[40] ^= 4;
            let write = "UPDATE entries SET sealed = $2 WHERE id = $1";
            register
                .tamper(write.to_owned(), vec![id.clone(), Value::from(flipped)])
                .await
                .unwrap();
            let report = test.house.verify().await.unwrap();
            assert!(
                report
                    .faults
                    .iter()
                    .any(|fault| fault.what == "entry" && fault.id == expected),
                "{}: {:?}",
                place.engine,
                report.faults
            );
            register
                .tamper(write.to_owned(), vec![id.clone(), Value::from(sealed)])
                .await
                .unwrap();
            assert!(test.house.verify().await.unwrap().is_clean());
        }
        // Hiding it as discarded does not help, neither does leaving one out or swapping two.
        for (sql, undo) in [
            (
                "UPDATE batches SET state = 2",
                "UPDATE batches SET state = 1",
            ),
            (
                "UPDATE entries SET position = 1 - position WHERE position < 2 AND batch IS NOT NULL",
                "UPDATE entries SET position = 1 - position WHERE position < 2 AND batch IS NOT NULL",
            ),
            (
                "UPDATE entries SET position = 900 WHERE position = 3 AND batch IS NOT NULL",
                "UPDATE entries SET position = 3 WHERE position = 900",
            ),
        ] {
            register.tamper(sql.to_owned(), Vec::new()).await.unwrap();
            assert!(
                !test.house.verify().await.unwrap().is_clean(),
                "{}: {sql}",
                place.engine
            );
            register.tamper(undo.to_owned(), Vec::new()).await.unwrap();
            assert!(
                test.house.verify().await.unwrap().is_clean(),
                "{}: {sql}",
                place.engine
            );
        }
        register
            .tamper(
                "DELETE FROM entries WHERE batch IS NOT NULL".to_owned(),
                Vec::new(),
            )
            .await
            .unwrap();
        register
            .tamper("UPDATE batches SET state = 2".to_owned(), Vec::new())
            .await
            .unwrap();
        assert!(
            !test.house.verify().await.unwrap().is_clean(),
            "{}",
            place.engine
        );
        test.house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn undoing_an_update_brings_back_what_it_replaced_to_be_found_stopped_and_changed() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let first = vec![row(
            1,
            vec![name("Zoya Ardent", "official"), refusal("no pictures")],
        )];
        import(&test, &officer, first.clone()).await;
        let file = found(&test, &officer, "Zoya Ardent")
            .await
            .expect("she is found");
        let stopped = async || {
            let judged = test
                .house
                .judge(&officer, file, "raise_publicly")
                .await
                .unwrap();
            judged.verdict.outcome
        };
        assert_eq!(stopped().await, gates::Outcome::Block);
        let stops = async || {
            let sql = "SELECT id FROM stops WHERE active = 1".to_owned();
            test.house
                .register()
                .peek(sql, Vec::new())
                .await
                .unwrap()
                .len()
        };
        assert_eq!(stops().await, 1, "{}", place.engine);
        // The same list again says another name, and no longer that anything is refused.
        let second = vec![row(1, vec![name("Zoya Ardente", "official")])];
        let (batch, report) = import(&test, &officer, second.clone()).await;
        assert_eq!(report.updated, 1, "{}: {report:?}", place.engine);
        assert_eq!(
            found(&test, &officer, "Zoya Ardente").await,
            Some(file),
            "{}",
            place.engine
        );
        assert_eq!(stops().await, 0, "{}", place.engine);
        sound(&test, &format!("{} after the update", place.engine)).await;
        assert!(
            test.house
                .undo_import(&officer, batch)
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(
            found(&test, &officer, "Zoya Ardente").await,
            None,
            "{}",
            place.engine
        );
        assert_eq!(
            found(&test, &officer, "Zoya Ardent").await,
            Some(file),
            "{}",
            place.engine
        );
        assert_eq!(
            stops().await,
            1,
            "{}: the refusal stands again",
            place.engine
        );
        assert_eq!(stopped().await, gates::Outcome::Block);
        sound(&test, &format!("{} after undoing", place.engine)).await;
        // The list comes once more, and people go on working on what they see.
        let (_, report) = import(&test, &officer, second).await;
        assert_eq!(report.updated, 1, "{}: {report:?}", place.engine);
        assert_eq!(
            found(&test, &officer, "Zoya Ardente").await,
            Some(file),
            "{}",
            place.engine
        );
        sound(&test, &format!("{} after importing again", place.engine)).await;
        test.house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_whose_later_version_was_undone_can_be_changed_by_hand() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        import(
            &test,
            &officer,
            vec![row(1, vec![name("Zoya Ardent", "official")])],
        )
        .await;
        let file = found(&test, &officer, "Zoya Ardent")
            .await
            .expect("she is found");
        let (batch, _) = import(
            &test,
            &officer,
            vec![row(1, vec![name("Zoya Ardente", "official")])],
        )
        .await;
        test.house.undo_import(&officer, batch).await.unwrap();
        let person = test.house.person(&officer, file).await.unwrap();
        let entry = person.history.of_kind("name").next().unwrap();
        let (id, version) = (entry.outer.id, entry.outer.version);
        assert_eq!(version, 1);
        test.house
            .revise(&officer, id, version, &name("Zoya Ardent-Vale", "official"))
            .await
            .unwrap();
        assert!(matches!(
            test.house
                .revise(&officer, id, version, &name("Too Late", "official"))
                .await,
            Err(desk::DeskError::Conflict(_))
        ));
        assert_eq!(
            found(&test, &officer, "Zoya Ardent-Vale").await,
            Some(file),
            "{}",
            place.engine
        );
        assert_eq!(
            found(&test, &officer, "Zoya Ardent").await,
            None,
            "{}",
            place.engine
        );
        sound(&test, place.engine).await;
        test.house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn undoing_keeps_what_people_worked_on_and_hides_the_rest() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let (batch, _) = import(&test, &officer, people()).await;
        let worked_on = found(&test, &officer, PEOPLE[6].name)
            .await
            .expect("she is found");
        test.house
            .record(&officer, worked_on, &note("called her sister"))
            .await
            .unwrap();
        let kept = test.house.undo_import(&officer, batch).await.unwrap();
        assert_eq!(*kept, [worked_on], "{}", place.engine);
        assert_eq!(
            found(&test, &officer, PEOPLE[6].name).await,
            Some(worked_on)
        );
        assert_eq!(found(&test, &officer, PEOPLE[7].name).await, None);
        sound(&test, place.engine).await;
        test.house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_who_left_reads_nothing_by_any_way() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let (admin, officer) = (
            test.caller(test.administrator).await,
            test.caller(test.officer).await,
        );
        let files = test.people(&officer, test.a).await;
        let secret = test
            .open(&officer, test.sealed, &[name("Hidden One", "official")])
            .await;
        // Neither the operator nor the administrator opens a sealed compartment, nor finds it.
        let operator = test.house.operator("test").await.unwrap();
        for caller in [&operator, &admin] {
            assert!(
                test.house.person(caller, secret).await.is_err(),
                "{}",
                place.engine
            );
        }
        assert!(
            test.house
                .find(&operator, "Hidden One", 5)
                .await
                .unwrap()
                .is_empty()
        );
        assert!(test.house.person(&admin, files[0]).await.is_err());
        assert!(test.house.person(&operator, files[0]).await.is_ok());
        // The keys of a caller from before are in memory still; the store gives nothing for them.
        test.house
            .set_member_status(&admin, test.second_officer, MemberStatus::Active)
            .await
            .unwrap();
        let before = test.caller(test.second_officer).await;
        assert!(test.house.person(&before, secret).await.is_ok());
        test.house
            .set_member_status(&admin, test.second_officer, MemberStatus::Ended)
            .await
            .unwrap();
        assert!(
            test.house.person(&before, secret).await.is_err(),
            "{}",
            place.engine
        );
        assert!(test.house.person(&before, files[0]).await.is_err());
        assert!(
            test.house
                .find(&before, PEOPLE[0].name, 5)
                .await
                .unwrap()
                .is_empty()
        );
        test.house.close().await;
    }
}
