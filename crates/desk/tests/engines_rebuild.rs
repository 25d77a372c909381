//! Projections can be thrown away: what rebuild makes is what was there, on both engines.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what fails in a helper fails the test"
)]

use store::Value;
use testkit::{EnginePlace, TestHouse, contact, engines, name, note};

async fn filled(place: &EnginePlace) -> (TestHouse, Vec<kernel::FileId>) {
    let test = TestHouse::begin(place).await;
    let officer = test.caller(test.officer).await;
    let files = test.people(&officer, test.a).await;
    test.house
        .record(
            &officer,
            files[0],
            &contact(kernel::Day::from_number(20_000)),
        )
        .await
        .unwrap();
    let entry = test
        .house
        .record(&officer, files[1], &name("Old Name", "known_as"))
        .await
        .unwrap();
    test.house
        .revise(&officer, entry, 1, &name("New Name", "known_as"))
        .await
        .unwrap();
    let entry = test
        .house
        .record(&officer, files[2], &name("Mistaken Name", "known_as"))
        .await
        .unwrap();
    test.house
        .withdraw(&officer, entry, 1, "somebody else's")
        .await
        .unwrap();
    test.open(
        &officer,
        test.sealed,
        &[name("Zoya Ardent", "official"), note("moved at night")],
    )
    .await;
    (test, files)
}

#[tokio::test]
async fn rebuilding_an_intact_register_changes_no_byte() {
    for place in engines() {
        let (test, _) = filled(&place).await;
        let officer = test.caller(test.officer).await;
        let before = test.house.register().projection_digest().await.unwrap();
        assert!(before.rows["index_rows"] > 50);
        let everything = test.house.register().digest().await.unwrap();
        let report = test.house.rebuild().await.unwrap();
        assert_eq!(
            (report.compartments, report.left_sealed, report.files),
            (2, 1, 8),
            "{}",
            place.engine
        );
        assert_eq!(
            (report.repaired, report.orphans, report.unreadable.len()),
            (0, 0, 0),
            "{}",
            place.engine
        );
        let report = test.house.rebuild_with(&officer).await.unwrap();
        assert_eq!(
            (report.files, report.repaired, report.left_sealed),
            (9, 0, 0),
            "{}",
            place.engine
        );
        assert_eq!(
            test.house.register().projection_digest().await.unwrap(),
            before
        );
        assert_eq!(test.house.register().digest().await.unwrap(), everything);
        let check = test.house.check_with(&officer).await.unwrap();
        assert!(check.is_clean(), "{}: {:?}", place.engine, check.faults);
        assert_eq!(check.files, 9);
        test.house.close().await;
    }
}

#[tokio::test]
async fn whatever_is_damaged_in_the_projections_is_noticed_and_repaired() {
    for place in engines() {
        let (test, files) = filled(&place).await;
        let officer = test.caller(test.officer).await;
        let register = test.house.register();
        let before = register.digest().await.unwrap();
        let other = Value::from(files[5]);
        let damages: &[(&str, Vec<Value>)] = &[
            ("DELETE FROM index_rows", vec![]),
            ("DELETE FROM done", vec![]),
            ("DELETE FROM agenda", vec![]),
            ("DELETE FROM index_rows WHERE hash > 0", vec![]),
            (
                "UPDATE index_rows SET hash = hash + 1 WHERE hash = (SELECT MIN(hash) FROM index_rows)",
                vec![],
            ),
            (
                "UPDATE index_rows SET file = $1 WHERE hash = (SELECT MAX(hash) FROM index_rows)",
                vec![other.clone()],
            ),
            ("UPDATE done SET day = day - 5", vec![]),
            ("UPDATE done SET file = $1", vec![other]),
            (
                "UPDATE files SET last_done = last_done + 1 WHERE id = $1",
                vec![Value::from(files[0])],
            ),
            (
                "INSERT INTO index_rows (hash, file, entry, version) SELECT 5, file, entry, version + 9 FROM done",
                vec![],
            ),
            (
                "INSERT INTO agenda (entry, version, clock, due, file) SELECT entry, version, 'made_up', 77, file FROM done",
                vec![],
            ),
        ];
        let mut noticed = 0;
        for (sql, arguments) in damages {
            let changed = register
                .tamper((*sql).to_owned(), arguments.clone())
                .await
                .unwrap();
            if changed == 0 {
                continue;
            }
            noticed += 1;
            let check = test.house.check_with(&officer).await.unwrap();
            assert!(!check.is_clean(), "{}: {sql} was not noticed", place.engine);
            let report = test.house.rebuild_with(&officer).await.unwrap();
            assert!(
                report.repaired + report.orphans > 0,
                "{}: {sql}",
                place.engine
            );
            assert_eq!(
                register.digest().await.unwrap(),
                before,
                "{}: {sql} was not repaired",
                place.engine
            );
            assert!(test.house.check_with(&officer).await.unwrap().is_clean());
        }
        assert!(noticed >= 9, "{}", place.engine);
        test.house.close().await;
    }
}

#[tokio::test]
async fn a_file_without_its_key_is_named_and_its_projections_are_left() {
    for place in engines() {
        let (test, files) = filled(&place).await;
        let register = test.house.register();
        let before = register.projection_digest().await.unwrap();
        register
            .tamper(
                "DELETE FROM file_keys WHERE file = $1".to_owned(),
                vec![Value::from(files[3])],
            )
            .await
            .unwrap();
        let report = test.house.rebuild().await.unwrap();
        assert_eq!(report.unreadable, [files[3]], "{}", place.engine);
        assert_eq!(register.projection_digest().await.unwrap(), before);
        let check = test.house.check().await.unwrap();
        assert!(
            check
                .faults
                .iter()
                .any(|fault| fault.what == "file" && fault.id == files[3].to_string())
        );
        assert!(check.faults.iter().any(|fault| fault.what == "register"));
        test.house.close().await;
    }
}
