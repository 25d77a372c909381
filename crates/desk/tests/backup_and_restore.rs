//! Backups, on both engines and between them.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what fails in a helper fails the test"
)]

use std::path::Path;

use desk::{
    House, KeySource,
    backup::{RESTORING_FILE, restore, verify_backup},
    erasure::JOURNAL_FILE,
};
use sealing::Argon2Cost;
use store::Place;
use testkit::{EnginePlace, PASSPHRASE, TempFolder, TestHouse, engines, name, note};

const KEY: KeySource<'static> = KeySource::Passphrase(PASSPHRASE);

async fn restored(
    test: &TestHouse,
    from: &Path,
    place: &Place,
    journal: Option<&Path>,
) -> desk::Result<desk::backup::RestoreReport> {
    restore(
        from,
        place,
        &KEY,
        journal,
        test.as_clock(),
        test.as_randomness(),
        Argon2Cost::cheapest(),
    )
    .await
}

async fn filled(place: &EnginePlace) -> TestHouse {
    let test = TestHouse::begin(place).await;
    let officer = test.caller(test.officer).await;
    let files = test.people(&officer, test.a).await;
    test.open(
        &officer,
        test.sealed,
        &[name("Zoya Ardent", "official"), note("moved at night")],
    )
    .await;
    test.house
        .record(
            &officer,
            files[0],
            &testkit::contact(kernel::Day::from_number(20_000)),
        )
        .await
        .unwrap();
    test.house.person(&officer, files[1]).await.unwrap();
    test.house.sequence_all().await.unwrap();
    test
}

#[tokio::test]
async fn a_backup_restores_to_the_same_digest_on_either_engine() {
    for place in engines() {
        let test = filled(&place).await;
        let before = test.house.register().digest().await.unwrap();
        let report = test.house.backup(place.folder.path()).await.unwrap();
        assert_eq!(report.digest, before.digest);
        assert_eq!(
            verify_backup(&report.register, &KEY).unwrap().rows,
            before.rows
        );
        for target in engines() {
            let what = format!("{} to {}", place.engine, target.engine);
            let done = restored(&test, &report.keyring, &target.place, None)
                .await
                .unwrap();
            assert_eq!(done.digest, before.digest, "{what}");
            assert_eq!(done.installation, "Test house");
            let house = test.open_elsewhere(&target.place).await.unwrap();
            let audit = house.verify().await.unwrap();
            assert!(audit.is_clean(), "{what}: {:?}", audit.faults);
            assert_eq!(house.check().await.unwrap().faults, [], "{what}");
            // Everybody logs in as before, sealed compartments open, and the ledger goes on.
            let officer = house
                .caller_with_password(test.officer, testkit::PASSWORD)
                .await
                .unwrap();
            assert_eq!(
                house.find(&officer, "Zoya Ardent", 5).await.unwrap().len(),
                1,
                "{what}"
            );
            assert!(house.sequence_all().await.unwrap() > 0, "{what}");
            assert!(house.verify().await.unwrap().is_clean(), "{what}");
            house.close().await;
            if let Place::Folder(folder) = &target.place {
                assert!(!folder.join(RESTORING_FILE).exists());
            }
        }
        test.house.close().await;
    }
}

#[tokio::test]
async fn a_backup_made_while_others_write_is_one_picture() {
    for place in engines() {
        let test = filled(&place).await;
        let officer = test.caller(test.officer).await;
        let writing = async {
            let mut written = 0;
            for number in 0..60 {
                test.open(
                    &officer,
                    test.a,
                    &[name(&format!("Writer {number}"), "official"), note("x")],
                )
                .await;
                written += 1;
            }
            written
        };
        let target = place.folder.path().join("while-writing");
        let (report, written) = tokio::join!(test.house.backup(&target), writing);
        let report = report.unwrap();
        assert_eq!(written, 60);
        let empty = place.another();
        let done = restored(&test, &report.register, &empty.place, None)
            .await
            .unwrap();
        assert_eq!(done.digest, report.digest);
        let house = test.open_elsewhere(&empty.place).await.unwrap();
        let audit = house.verify().await.unwrap();
        assert!(audit.is_clean(), "{}: {:?}", place.engine, audit.faults);
        assert!(house.check().await.unwrap().is_clean(), "{}", place.engine);
        house.close().await;
        test.house.close().await;
    }
}

#[tokio::test]
async fn key_files_and_shares_open_a_backup_and_a_wrong_passphrase_does_not() {
    let place = EnginePlace::embedded();
    let test = filled(&place).await;
    test.house.add_key_file(&[7; 40]).await.unwrap();
    let shares: Vec<String> = test
        .house
        .add_shares(2, 3)
        .await
        .unwrap()
        .iter()
        .map(|share| share.as_str().to_owned())
        .collect();
    let report = test.house.backup(place.folder.path()).await.unwrap();
    assert!(verify_backup(&report.register, &KeySource::KeyFile(&[7; 40])).is_ok());
    assert!(verify_backup(&report.register, &KeySource::Shares(&shares[..2])).is_ok());
    assert!(verify_backup(&report.register, &KeySource::Shares(&shares[..1])).is_err());
    let wrong = verify_backup(
        &report.register,
        &KeySource::Passphrase("not the right one at all"),
    )
    .unwrap_err();
    assert!(wrong.to_string().contains("passphrase"), "{wrong}");
    // A second backup does not overwrite the first.
    assert!(test.house.backup(&report.register).await.is_err());
    test.house.close().await;
}

#[tokio::test]
async fn every_flipped_byte_of_a_backup_is_refused() {
    let place = EnginePlace::embedded();
    let test = TestHouse::begin(&place).await;
    let officer = test.caller(test.officer).await;
    test.open(&officer, test.a, &[name("Zoya Ardent", "official")])
        .await;
    test.house.add_key_file(&[7; 40]).await.unwrap();
    let key = KeySource::KeyFile(&[7; 40]);
    let report = test.house.backup(place.folder.path()).await.unwrap();
    for path in [&report.register, &report.keyring] {
        let whole = std::fs::read(path).unwrap();
        let header = whole.iter().position(|byte| *byte == b'\n').unwrap();
        // Every byte of the beginning and of the end, and every so many between.
        let dense = (0..header + 200).chain(whole.len() - 200..whole.len());
        for place in dense.chain((header..whole.len()).step_by(97)) {
            let mut bytes = whole.clone();
            bytes[place] ^= 1 << test.randomness.below(8);
            std::fs::write(path, &bytes).unwrap();
            let error = verify_backup(path, &key).expect_err(&format!(
                "byte {place} of {} was not noticed",
                path.display()
            ));
            if place > header {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                assert!(error.to_string().contains(&name), "{error}");
            }
        }
        std::fs::write(path, &whole).unwrap();
    }
    assert!(verify_backup(&report.register, &key).is_ok());
    test.house.close().await;
}

/// The beginnings of the blocks of a file: after the header, then after each block; the end as well.
fn blocks(bytes: &[u8]) -> Vec<usize> {
    let mut at = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let mut starts = vec![at];
    while at < bytes.len() {
        at += 4 + u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        starts.push(at);
    }
    starts
}

#[tokio::test]
async fn cut_swapped_reordered_and_mixed_backups_are_refused() {
    let place = EnginePlace::embedded();
    let test = filled(&place).await;
    let one = test
        .house
        .backup(&place.folder.path().join("one"))
        .await
        .unwrap();
    let two = test
        .house
        .backup(&place.folder.path().join("two"))
        .await
        .unwrap();
    let (register, keyring) = (
        std::fs::read(&one.register).unwrap(),
        std::fs::read(&one.keyring).unwrap(),
    );
    let verify = |register: &[u8], keyring: &[u8]| {
        std::fs::write(&one.register, register).unwrap();
        std::fs::write(&one.keyring, keyring).unwrap();
        verify_backup(&one.register, &KEY)
    };
    assert!(verify(&register, &keyring).is_ok());
    let starts = blocks(&register);
    assert!(starts.len() > 10);
    // Cut anywhere, also exactly between two blocks.
    for end in starts
        .iter()
        .copied()
        .take(starts.len() - 1)
        .chain([0, 1, 40, register.len() - 1])
    {
        let error = verify(&register[..end], &keyring).unwrap_err();
        assert!(error.to_string().contains("one.register"), "{error}");
    }
    // Two blocks in another order, one left out, one twice.
    let part = |n: usize| &register[starts[n]..starts[n + 1]];
    let orders: [&[usize]; 3] = [&[1, 0], &[1], &[0, 0, 1]];
    for order in orders {
        let mut bytes = register[..starts[0]].to_vec();
        for n in order {
            bytes.extend_from_slice(part(*n));
        }
        bytes.extend_from_slice(&register[starts[2]..]);
        assert!(verify(&bytes, &keyring).is_err());
    }
    let mut longer = register.clone();
    longer.extend_from_slice(part(0));
    assert!(verify(&longer, &keyring).is_err());
    // The two parts swapped, and parts of two backups of the same register.
    let swapped = verify(&keyring, &register).unwrap_err();
    assert!(swapped.to_string().contains("swapped"), "{swapped}");
    let mixed = verify(&register, &std::fs::read(&two.keyring).unwrap()).unwrap_err();
    assert!(mixed.to_string().contains("same backup"), "{mixed}");
    assert!(verify(&register, &keyring).is_ok());
    std::fs::remove_file(&one.keyring).unwrap();
    let lonely = verify_backup(&one.register, &KEY).unwrap_err();
    assert!(lonely.to_string().contains("one.keyring"), "{lonely}");
    test.house.close().await;
}

#[tokio::test]
async fn a_damaged_backup_writes_nothing_and_a_half_restored_place_says_so() {
    for place in engines() {
        let test = filled(&place).await;
        let report = test.house.backup(place.folder.path()).await.unwrap();
        let whole = std::fs::read(&report.keyring).unwrap();
        let mut bytes = whole.clone();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        std::fs::write(&report.keyring, &bytes).unwrap();
        let empty = place.another();
        assert!(
            restored(&test, &report.register, &empty.place, None)
                .await
                .is_err()
        );
        if let Place::Folder(folder) = &empty.place {
            assert!(
                !folder.exists(),
                "nothing is written before everything is verified"
            );
        }
        std::fs::write(&report.keyring, &whole).unwrap();
        // A restore that ended early leaves its mark.
        match &empty.place {
            Place::Folder(folder) => {
                std::fs::create_dir_all(folder).unwrap();
                std::fs::write(folder.join(RESTORING_FILE), b"x").unwrap();
            }
            Place::Url(_) => {
                let house = test.open_elsewhere(&test.place).await.unwrap();
                let identity = house.register().identity().await.unwrap();
                let half = store::Identity {
                    unlock: "restoring".to_owned(),
                    ..identity
                };
                let key = "0".repeat(64);
                store::Register::create_as(
                    &empty.place,
                    &key,
                    &half,
                    test.as_clock(),
                    test.as_randomness(),
                )
                .await
                .unwrap()
                .close()
                .await;
                house.close().await;
            }
        }
        let error = test
            .open_elsewhere(&empty.place)
            .await
            .err()
            .expect("it does not open");
        assert!(error.to_string().contains("half restored"), "{error}");
        assert!(
            restored(&test, &report.register, &empty.place, None)
                .await
                .is_err()
        );
        // Nor into a place that is taken.
        assert!(
            restored(&test, &report.register, &test.place, None)
                .await
                .is_err()
        );
        assert!(test.house.verify().await.unwrap().is_clean());
        test.house.close().await;
    }
}

#[tokio::test]
async fn sessions_and_tokens_do_not_come_back_and_who_has_left_stays_away() {
    let place = EnginePlace::embedded();
    let test = filled(&place).await;
    let admin = test.caller(test.administrator).await;
    let first = test.house.log_in("vera", testkit::PASSWORD).await.unwrap();
    let officer = test.caller(test.officer).await;
    test.house
        .ask_restoration(&officer, test.analyst)
        .await
        .unwrap();
    let report = test.house.backup(place.folder.path()).await.unwrap();
    // After the backup the documenter leaves, and the analyst leaves and comes back.
    test.house
        .set_member_status(&admin, test.documenter, access::MemberStatus::Ended)
        .await
        .unwrap();
    for status in [
        access::MemberStatus::Suspended,
        access::MemberStatus::Active,
    ] {
        test.house
            .set_member_status(&admin, test.analyst, status)
            .await
            .unwrap();
    }
    let Place::Folder(folder) = &test.place else {
        panic!("the register is a folder")
    };
    let target = TempFolder::new();
    let journal = folder.join(JOURNAL_FILE);
    let done = restored(
        &test,
        &report.register,
        &target.place("there"),
        Some(&journal),
    )
    .await
    .unwrap();
    assert_eq!(done.statuses_again, 1);
    let house = test.open_elsewhere(&target.place("there")).await.unwrap();
    assert!(
        house
            .caller(&first.token, access::Way::Web)
            .await
            .unwrap()
            .is_none()
    );
    assert!(house.log_in("dunya", testkit::PASSWORD).await.is_err());
    assert!(house.log_in("anselm", testkit::PASSWORD).await.is_ok());
    let admin = house
        .caller_with_password(test.administrator, testkit::PASSWORD)
        .await
        .unwrap();
    assert!(house.restorations(&admin).await.unwrap().is_empty());
    house.close().await;
    test.house.close().await;
}

#[tokio::test]
async fn keyrings_expire_and_are_named_for_removal() {
    let place = EnginePlace::embedded();
    let test = filled(&place).await;
    let admin = test.caller(test.administrator).await;
    let folder = place.folder.path().join("backups");
    std::fs::create_dir_all(&folder).unwrap();
    let report = test.house.backup(&folder).await.unwrap();
    assert_eq!(report.keep_keyring_until, report.created.day().plus(30));
    test.clock.advance(30 * 86_400);
    assert!(
        test.house
            .expired_keyrings(&folder)
            .await
            .unwrap()
            .is_empty()
    );
    test.house.set_keyring_days(&admin, 7).await.unwrap();
    assert_eq!(
        test.house.expired_keyrings(&folder).await.unwrap(),
        std::slice::from_ref(&report.keyring)
    );
    let officer = test.caller(test.officer).await;
    assert!(test.house.set_keyring_days(&officer, 300).await.is_err());
    // Without its keyring the register of that backup brings nothing back.
    std::fs::remove_file(&report.keyring).unwrap();
    assert!(verify_backup(&report.register, &KEY).is_err());
    test.house.close().await;
}

#[tokio::test]
async fn the_files_of_a_backup_show_no_name() {
    let place = EnginePlace::embedded();
    let test = filled(&place).await;
    let report = test.house.backup(place.folder.path()).await.unwrap();
    for path in [&report.register, &report.keyring] {
        let bytes = std::fs::read(path).unwrap();
        for word in [
            "Zoya",
            "Ardent",
            "Test house",
            "vera",
            "Office for Human Rights",
        ] {
            assert!(
                !bytes
                    .windows(word.len())
                    .any(|window| window == word.as_bytes()),
                "{word}"
            );
        }
    }
    let _: &House = &test.house;
    test.house.close().await;
}
