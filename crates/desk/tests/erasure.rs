//! Erasing a file: two officers, a destroyed key, and nothing that brings it back.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what fails in a helper fails the test"
)]

use desk::{
    KeySource,
    backup::restore,
    erasure::{Erasure, JOURNAL_FILE, NotErased, Receipt},
};
use kernel::FileId;
use sealing::Argon2Cost;
use store::{Place, Value};
use testkit::{PASSPHRASE, TestHouse, engines, link, name, note, refusal};

async fn erased(test: &TestHouse, file: FileId) -> Receipt {
    let (one, two) = (
        test.caller(test.officer).await,
        test.caller(test.second_officer).await,
    );
    let asked = test
        .house
        .erase(&one, file, "she asked us to")
        .await
        .unwrap();
    assert!(matches!(asked, Erasure::Asked(_)));
    match test.house.erase(&two, file, "").await.unwrap() {
        Erasure::Erased(receipt) => *receipt,
        Erasure::Asked(asked) => panic!("{asked:?}"),
    }
}

#[tokio::test]
async fn two_officers_erase_and_the_receipt_says_what_it_does_not_reach() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let (one, two) = (
            test.caller(test.officer).await,
            test.caller(test.second_officer).await,
        );
        for compartment in [test.a, test.sealed] {
            let file = test
                .open(
                    &one,
                    compartment,
                    &[name("Zoya Ardent", "official"), refusal("no pictures")],
                )
                .await;
            assert!(
                test.house.erase(&one, file, "  ").await.is_err(),
                "a reason is given"
            );
            let Erasure::Asked(asked) = test
                .house
                .erase(&one, file, "she asked us to")
                .await
                .unwrap()
            else {
                panic!("one officer is not enough")
            };
            assert_eq!(
                (asked.by, asked.reason.as_str()),
                (test.officer, "she asked us to")
            );
            // The same officer does not count twice, and nobody else may at all.
            assert!(test.house.erase(&one, file, "again").await.is_err());
            for user in [test.administrator, test.documenter, test.analyst] {
                let other = test.caller(user).await;
                assert!(test.house.erase(&other, file, "x").await.is_err());
                assert!(test.house.erasures_asked(&other).await.unwrap().is_empty());
            }
            assert_eq!(test.house.erasures_asked(&two).await.unwrap(), [asked]);
            assert!(test.house.person(&two, file).await.is_ok());

            let Erasure::Erased(receipt) = test.house.erase(&two, file, "").await.unwrap() else {
                panic!("two officers are enough")
            };
            assert_eq!(
                (receipt.asked_by, receipt.confirmed_by),
                (test.officer, test.second_officer)
            );
            assert_eq!((receipt.entries, receipt.stops_ended), (2, 1));
            assert_eq!(receipt.final_day, receipt.at.day().plus(30));
            assert!(receipt.not_erased.contains(&NotErased::Ciphertext));
            assert_eq!(
                receipt.not_erased.contains(&NotErased::EngineLog),
                place.engine == "postgresql"
            );
            for caller in [&one, &two] {
                assert!(
                    test.house.person(caller, file).await.is_err(),
                    "{}",
                    place.engine
                );
                assert!(
                    test.house
                        .find(caller, "Zoya Ardent", 5)
                        .await
                        .unwrap()
                        .is_empty(),
                    "{}",
                    place.engine
                );
                assert!(test.house.erase(caller, file, "x").await.is_err());
            }
        }
        let audit = test.house.verify().await.unwrap();
        assert!(audit.is_clean(), "{}: {:?}", place.engine, audit.faults);
        let check = test.house.check_with(&one).await.unwrap();
        assert!(check.is_clean(), "{}: {:?}", place.engine, check.faults);
        let keys = test
            .house
            .register()
            .peek("SELECT file FROM file_keys".to_owned(), Vec::new())
            .await
            .unwrap();
        assert_eq!(keys, []);
        test.house.close().await;
    }
}

#[tokio::test]
async fn a_request_is_turned_down_or_grows_old() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let (one, two) = (
            test.caller(test.officer).await,
            test.caller(test.second_officer).await,
        );
        let file = test
            .open(&one, test.a, &[name("Zoya Ardent", "official")])
            .await;
        test.house.erase(&one, file, "x").await.unwrap();
        test.house.keep_file(&two, file).await.unwrap();
        assert!(test.house.keep_file(&two, file).await.is_err());
        // What was turned down is asked anew, and what waited for a week as well.
        assert!(matches!(
            test.house.erase(&two, file, "y").await.unwrap(),
            Erasure::Asked(_)
        ));
        test.clock.advance(8 * 86_400);
        assert!(test.house.erasures_asked(&one).await.unwrap().is_empty());
        assert!(matches!(
            test.house.erase(&one, file, "z").await.unwrap(),
            Erasure::Asked(_)
        ));
        assert!(test.house.person(&one, file).await.is_ok());
        test.house.close().await;
    }
}

#[tokio::test]
async fn linked_files_stand_alone_again_and_are_judged_again() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let one = test.caller(test.officer).await;
        let file = test
            .open(
                &one,
                test.a,
                &[name("Zoya Ardent", "official"), refusal("no pictures")],
            )
            .await;
        let other = test
            .open(&one, test.sealed, &[name("Zoya Ardent", "known_as")])
            .await;
        test.house.record(&one, other, &link(file)).await.unwrap();
        assert_eq!(test.house.person(&one, other).await.unwrap().files.len(), 2);
        let linked = "SELECT linked FROM files WHERE id = $1";
        let stamp = "SELECT stamp FROM files WHERE id = $1";
        let peek = async |sql: &str| {
            test.house
                .register()
                .peek(sql.to_owned(), vec![Value::from(other)])
                .await
                .unwrap()[0]
                .clone()
        };
        assert_eq!(peek(linked).await, Value::from(1_i64));
        let before = peek(stamp).await;
        let receipt = erased(&test, file).await;
        assert_eq!((receipt.links_ended, receipt.stops_ended), (1, 1));
        assert_eq!(peek(linked).await, Value::from(0_i64), "{}", place.engine);
        assert_ne!(peek(stamp).await, before, "{}", place.engine);
        assert_eq!(test.house.person(&one, other).await.unwrap().files, [other]);
        test.house.close().await;
    }
}

#[tokio::test]
async fn erased_stays_erased_after_an_older_backup_is_restored() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let one = test.caller(test.officer).await;
        let file = test
            .open(
                &one,
                test.a,
                &[name("Zoya Ardent", "official"), note("kept")],
            )
            .await;
        let kept = test
            .open(&one, test.a, &[name("Petra Vance", "official")])
            .await;
        let report = test.house.backup(place.folder.path()).await.unwrap();
        erased(&test, file).await;
        let journal = place.folder.path().join("journal");
        let admin = test.caller(test.administrator).await;
        test.house.export_journal(&admin, &journal).await.unwrap();
        if let Place::Folder(folder) = &test.place {
            assert!(folder.join(JOURNAL_FILE).exists());
        }
        let bring = async |journal: Option<&std::path::Path>| {
            let empty = place.another();
            let report = restore(
                &report.register,
                &empty.place,
                &KeySource::Passphrase(PASSPHRASE),
                journal,
                test.as_clock(),
                test.as_randomness(),
                Argon2Cost::cheapest(),
            )
            .await;
            (report, empty)
        };
        // Without the journal the older backup brings the file back: the receipt's last day says so.
        let (done, empty) = bring(None).await;
        assert_eq!(done.unwrap().erased_again, 0);
        let house = test.open_elsewhere(&empty.place).await.unwrap();
        assert!(
            house
                .person(
                    &house
                        .caller_with_password(test.officer, testkit::PASSWORD)
                        .await
                        .unwrap(),
                    file
                )
                .await
                .is_ok()
        );
        house.close().await;
        let (done, empty) = bring(Some(&journal)).await;
        assert_eq!(done.unwrap().erased_again, 1, "{}", place.engine);
        let house = test.open_elsewhere(&empty.place).await.unwrap();
        let caller = house
            .caller_with_password(test.officer, testkit::PASSWORD)
            .await
            .unwrap();
        assert!(
            house.person(&caller, file).await.is_err(),
            "{}",
            place.engine
        );
        assert!(
            house
                .find(&caller, "Zoya Ardent", 5)
                .await
                .unwrap()
                .is_empty(),
            "{}",
            place.engine
        );
        assert!(house.person(&caller, kept).await.is_ok());
        let keys = house
            .register()
            .peek(
                "SELECT file FROM file_keys WHERE file = $1".to_owned(),
                vec![Value::from(file)],
            )
            .await
            .unwrap();
        assert_eq!(keys, []);
        assert!(house.verify().await.unwrap().is_clean());
        assert!(house.check().await.unwrap().is_clean());
        // A backup of the restored register, restored once more, needs no journal.
        let again = house
            .backup(&place.folder.path().join("again"))
            .await
            .unwrap();
        house.close().await;
        let third = place.another();
        restore(
            &again.register,
            &third.place,
            &KeySource::Passphrase(PASSPHRASE),
            None,
            test.as_clock(),
            test.as_randomness(),
            Argon2Cost::cheapest(),
        )
        .await
        .unwrap();
        let house = test.open_elsewhere(&third.place).await.unwrap();
        let caller = house
            .caller_with_password(test.officer, testkit::PASSWORD)
            .await
            .unwrap();
        assert!(house.person(&caller, file).await.is_err());
        house.close().await;

        // A journal that was tampered with is refused; a line cut by a crash is passed over.
        let whole = std::fs::read(&journal).unwrap();
        std::fs::write(&journal, [whole.as_slice(), b"01234"].concat()).unwrap();
        assert_eq!(bring(Some(&journal)).await.0.unwrap().erased_again, 1);
        let mut bytes = whole.clone();
        bytes[60] = if bytes[60] == b'0' { b'1' } else { b'0' };
        std::fs::write(&journal, &bytes).unwrap();
        assert!(bring(Some(&journal)).await.0.is_err());
        test.house.close().await;
    }
}
