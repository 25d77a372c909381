//! The ledger at work, on both engines: what is intact verifies, and every byte that somebody with
//! the key changes is named.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what fails in a helper fails the test"
)]

use kernel::{EntryId, Randomness};
use store::{Place, Value};
use testkit::{EnginePlace, TestHouse, engines, name, note};

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
    for file in &files {
        test.house.person(&officer, *file).await.unwrap();
        test.clock.advance(120);
    }
    test.house.sequence_all().await.unwrap();
    // Some are left waiting for their place: that is no fault.
    test.house
        .record(&officer, files[0], &note("after the round"))
        .await
        .unwrap();
    test
}

#[tokio::test]
async fn an_intact_register_verifies_and_counts_everything() {
    for place in engines() {
        let test = filled(&place).await;
        let report = test.house.verify().await.unwrap();
        assert_eq!(report.faults, [], "{}", place.engine);
        assert!(report.is_clean());
        let entries: usize = testkit::PEOPLE
            .iter()
            .map(|person| person.drafts().len())
            .sum();
        assert_eq!(report.entries, entries as u64 + 3, "{}", place.engine);
        assert_eq!(report.openings, 8, "{}", place.engine);
        assert_eq!(
            report.leaves,
            report.entries + report.events + report.openings
        );
        assert_eq!((report.waiting, report.sequenced), (1, report.leaves - 1));
        assert_eq!(report.size, report.sequenced);
        assert_eq!(test.house.sequence_once().await.unwrap(), 1);
        assert_eq!(test.house.sequence_once().await.unwrap(), 0);
        assert_eq!(test.house.verify().await.unwrap().waiting, 0);
        test.house.close().await;
    }
}

/// A table, the columns that are flipped, and what the verifier calls such a row. Numbers have one
/// added, bytes have one bit of one byte changed, texts get a letter more.
const COVERED: &[(&str, &str, &[&str], &[&str])] = &[
    (
        "entries",
        "id",
        &[
            "id",
            "version",
            "file",
            "compartment",
            "recorded",
            "due",
            "retention",
            "kind",
            "label",
            "sealed",
            "leaf",
            "position",
        ],
        &["entry"],
    ),
    (
        "leaves",
        "id",
        &["id", "kind", "subject", "version", "hash", "sequence"],
        &["leaf", "entry", "event", "opening"],
    ),
    (
        "events",
        "id",
        &["id", "at", "user_id", "word", "subject", "detail", "leaf"],
        &["event"],
    ),
    (
        "openings",
        "id",
        &["id", "at", "user_id", "file", "way", "leaf"],
        &["opening"],
    ),
    ("checkpoints", "size", &["size", "note"], &["checkpoint"]),
    ("sequencer", "one", &["size", "frontier"], &["tree"]),
];

async fn keys(test: &TestHouse, table: &str, key: &str, column: &str) -> Vec<Value> {
    let sql = format!("SELECT {key} FROM {table} WHERE {column} IS NOT NULL ORDER BY {key}");
    test.house.register().peek(sql, Vec::new()).await.unwrap()
}

fn changed(value: &Value, test: &TestHouse) -> Value {
    match value {
        Value::Int(Some(number)) => {
            Value::from(number + 1 + i64::try_from(test.randomness.below(3)).unwrap() * 7)
        }
        Value::Text(Some(text)) => {
            let mut bytes = text.clone().into_bytes();
            let place = usize::try_from(test.randomness.below(bytes.len() as u64)).unwrap();
            // Stays a text: notes hold a dash of three bytes, which is left alone.
            if bytes[place].is_ascii() && bytes[place] != b'\x7f' {
                bytes[place] ^= 1;
            } else {
                bytes.push(b'x');
            }
            Value::from(String::from_utf8(bytes).unwrap())
        }
        Value::Bytes(Some(bytes)) => {
            let mut bytes = bytes.clone();
            let place = usize::try_from(test.randomness.below(bytes.len() as u64)).unwrap();
            let bit = test.randomness.below(8);
            bytes[place] ^= 1 << bit;
            Value::from(bytes)
        }
        other => panic!("{other:?} cannot be changed"),
    }
}

#[tokio::test]
async fn every_changed_byte_of_what_the_ledger_covers_is_named() {
    for place in engines() {
        let test = filled(&place).await;
        test.house.sequence_all().await.unwrap();
        let register = test.house.register();
        let mut tried = 0;
        for (table, key, columns, whats) in COVERED {
            for column in *columns {
                for _ in 0..3 {
                    let keys = keys(&test, table, key, column).await;
                    if keys.is_empty() {
                        continue;
                    }
                    let chosen = keys
                        [usize::try_from(test.randomness.below(keys.len() as u64)).unwrap()]
                    .clone();
                    let read = format!("SELECT {column} FROM {table} WHERE {key} = $1");
                    let before =
                        register.peek(read, vec![chosen.clone()]).await.unwrap()[0].clone();
                    let after = changed(&before, &test);
                    let write = format!("UPDATE {table} SET {column} = $2 WHERE {key} = $1");
                    let done = register
                        .tamper(write.clone(), vec![chosen.clone(), after.clone()])
                        .await;
                    // The engine itself refuses some, such as a second leaf at the same place.
                    if done.is_err() {
                        continue;
                    }
                    tried += 1;
                    let report = test.house.verify().await.unwrap();
                    let first = report.faults.first().unwrap_or_else(|| {
                        panic!(
                            "{}: {table}.{column} {before:?} became {after:?} unnoticed",
                            place.engine
                        )
                    });
                    if *column != "sequence" {
                        assert!(
                            whats.contains(&first.what),
                            "{table}.{column}: {:?}",
                            report.faults
                        );
                    }
                    // A changed key is undone by its new value.
                    let at = if column == key { after } else { chosen };
                    assert_eq!(register.tamper(write, vec![at, before]).await.unwrap(), 1);
                }
            }
        }
        assert!(
            tried > 60,
            "{}: only {tried} changes were tried",
            place.engine
        );
        assert!(
            test.house.verify().await.unwrap().is_clean(),
            "{}",
            place.engine
        );
        test.house.close().await;
    }
}

#[tokio::test]
async fn a_flipped_byte_of_a_sealed_entry_names_that_entry() {
    for place in engines() {
        let test = filled(&place).await;
        let register = test.house.register();
        let ids = register
            .peek("SELECT id FROM entries ORDER BY id".to_owned(), Vec::new())
            .await
            .unwrap();
        let Value::Bytes(Some(id)) = &ids[3] else {
            panic!("an id is bytes")
        };
        let sealed = register
            .peek(
                "SELECT sealed FROM entries WHERE id = $1".to_owned(),
                vec![ids[3].clone()],
            )
            .await
            .unwrap();
        let Value::Bytes(Some(sealed)) = &sealed[0] else {
            panic!("a sealed part is bytes")
        };
        for position in (0..sealed.len()).step_by(17) {
            let mut flipped = sealed.clone();
            flipped[position] ^= 0x80;
            let sql = "UPDATE entries SET sealed = $2 WHERE id = $1".to_owned();
            register
                .tamper(sql, vec![ids[3].clone(), Value::from(flipped)])
                .await
                .unwrap();
            let report = test.house.verify().await.unwrap();
            let expected = format!("{} version 1", EntryId::from_slice(id).unwrap());
            assert_eq!(report.faults.len(), 1);
            assert_eq!(
                (report.faults[0].what, &report.faults[0].id),
                ("entry", &expected)
            );
        }
        test.house.close().await;
    }
}

#[tokio::test]
async fn removed_doubled_and_swapped_rows_are_named() {
    // Each attack on its own copy of the same house would take long; each is undone instead.
    for place in engines() {
        let test = filled(&place).await;
        test.house.sequence_all().await.unwrap();
        let register = test.house.register();
        let attacks: &[(&str, &[&str], &str)] = &[
            (
                "an entry is gone",
                &[
                    "CREATE TABLE kept AS SELECT * FROM entries WHERE id = (SELECT id FROM entries ORDER BY id LIMIT 1)",
                    "DELETE FROM entries WHERE id = (SELECT id FROM entries ORDER BY id LIMIT 1)",
                ],
                "INSERT INTO entries SELECT * FROM kept",
            ),
            (
                "an event is gone",
                &[
                    "CREATE TABLE kept AS SELECT * FROM events WHERE id = (SELECT id FROM events ORDER BY id LIMIT 1)",
                    "DELETE FROM events WHERE id = (SELECT id FROM events ORDER BY id LIMIT 1)",
                ],
                "INSERT INTO events SELECT * FROM kept",
            ),
            (
                "an opening is gone",
                &[
                    "CREATE TABLE kept AS SELECT * FROM openings WHERE id = (SELECT id FROM openings ORDER BY id DESC LIMIT 1)",
                    "DELETE FROM openings WHERE id = (SELECT id FROM openings ORDER BY id DESC LIMIT 1)",
                ],
                "INSERT INTO openings SELECT * FROM kept",
            ),
            (
                "a leaf is gone",
                &[
                    "CREATE TABLE kept AS SELECT * FROM leaves WHERE sequence = 4",
                    "DELETE FROM leaves WHERE sequence = 4",
                ],
                "INSERT INTO leaves SELECT * FROM kept",
            ),
            (
                "the last leaf is gone",
                &[
                    "CREATE TABLE kept AS SELECT * FROM leaves WHERE sequence = (SELECT MAX(sequence) FROM leaves)",
                    "DELETE FROM leaves WHERE sequence = (SELECT MAX(sequence) FROM leaves)",
                ],
                "INSERT INTO leaves SELECT * FROM kept",
            ),
            (
                "an entry and its leaf are gone",
                &[
                    "CREATE TABLE kept AS SELECT * FROM leaves WHERE id = (SELECT leaf FROM entries ORDER BY id LIMIT 1)",
                    "DELETE FROM leaves WHERE id = (SELECT leaf FROM entries ORDER BY id LIMIT 1)",
                ],
                "INSERT INTO leaves SELECT * FROM kept",
            ),
            (
                "a checkpoint is gone",
                &[
                    "CREATE TABLE kept AS SELECT * FROM checkpoints WHERE size = (SELECT MAX(size) FROM checkpoints)",
                    "DELETE FROM checkpoints WHERE size = (SELECT MAX(size) FROM checkpoints)",
                ],
                "INSERT INTO checkpoints SELECT * FROM kept",
            ),
        ];
        for (what, steps, undo) in attacks {
            for step in *steps {
                register
                    .tamper((*step).to_owned(), Vec::new())
                    .await
                    .unwrap();
            }
            let report = test.house.verify().await.unwrap();
            assert!(!report.is_clean(), "{}: {what}", place.engine);
            register
                .tamper((*undo).to_owned(), Vec::new())
                .await
                .unwrap();
            register
                .tamper("DROP TABLE kept".to_owned(), Vec::new())
                .await
                .unwrap();
            assert!(
                test.house.verify().await.unwrap().is_clean(),
                "{}: {what} was not undone",
                place.engine
            );
        }
        test.house.close().await;
    }
}

#[tokio::test]
async fn a_ledger_that_was_cut_and_signed_again_fails_against_a_checkpoint_kept_elsewhere() {
    for place in engines() {
        let test = filled(&place).await;
        test.house.sequence_all().await.unwrap();
        let mut transaction = test.house.register().read().await.unwrap();
        let (_, witnessed) = transaction.checkpoint().await.unwrap().unwrap();
        drop(transaction);
        let witnessed = [witnessed];
        assert!(
            test.house
                .verify_against(&witnessed)
                .await
                .unwrap()
                .is_clean()
        );
        // Whoever holds the key removes the last opening and lets the tree grow anew.
        for sql in [
            "DELETE FROM leaves WHERE id = (SELECT leaf FROM openings WHERE id = (SELECT id FROM openings ORDER BY id DESC LIMIT 1))",
            "DELETE FROM openings WHERE id = (SELECT id FROM openings ORDER BY id DESC LIMIT 1)",
            "UPDATE leaves SET sequence = NULL",
            "DELETE FROM checkpoints",
        ] {
            test.house
                .register()
                .tamper(sql.to_owned(), Vec::new())
                .await
                .unwrap();
        }
        let empty = ledger_frontier();
        test.house
            .register()
            .tamper(
                "UPDATE sequencer SET size = 0, frontier = $1".to_owned(),
                vec![Value::from(empty)],
            )
            .await
            .unwrap();
        test.house.sequence_all().await.unwrap();
        // By itself it looks sound; the checkpoint elsewhere shows what was done.
        assert!(
            test.house.verify().await.unwrap().is_clean(),
            "{}",
            place.engine
        );
        let report = test.house.verify_against(&witnessed).await.unwrap();
        assert!(!report.is_clean(), "{}", place.engine);
        test.house.close().await;
    }
}

fn ledger_frontier() -> Vec<u8> {
    0_u64.to_be_bytes().to_vec()
}

#[tokio::test]
async fn every_entry_is_proved_and_a_changed_proof_is_refused() {
    for place in engines() {
        let test = filled(&place).await;
        test.house.sequence_all().await.unwrap();
        let ids = test
            .house
            .register()
            .peek("SELECT id FROM entries".to_owned(), Vec::new())
            .await
            .unwrap();
        for id in &ids {
            let Value::Bytes(Some(id)) = id else {
                panic!("an id is bytes")
            };
            let proof = test
                .house
                .prove(EntryId::from_slice(id).unwrap())
                .await
                .unwrap();
            assert_eq!(proof.check(), Ok(()), "{}", place.engine);
            let text = serde_json::to_string(&proof).unwrap();
            assert_eq!(
                serde_json::from_str::<desk::audit::Proof>(&text).unwrap(),
                proof
            );
            let mut other = proof.clone();
            other.inclusion.index ^= 1;
            assert!(other.check().is_err());
            let mut other = proof.clone();
            other.ciphertext_hash = other.leaf_hash.clone();
            assert!(other.check().is_err());
            let mut other = proof;
            other.checkpoint = other.checkpoint.replacen("time 1", "time 2", 1);
            assert!(other.check().is_err());
        }
        assert!(
            test.house
                .prove(EntryId::from_bytes([9; 16]))
                .await
                .is_err()
        );
        test.house.close().await;
    }
}

#[tokio::test]
async fn the_independent_verifier_agrees_with_an_export_and_its_proofs() {
    let place = EnginePlace::embedded();
    let test = filled(&place).await;
    let mut lines = Vec::new();
    let leaves = test.house.export_leaves(&mut lines).await.unwrap();
    assert!(leaves > 20);
    let ids = test
        .house
        .register()
        .peek("SELECT id FROM entries ORDER BY id".to_owned(), Vec::new())
        .await
        .unwrap();
    for id in ids.iter().take(ids.len() - 1) {
        let Value::Bytes(Some(id)) = id else {
            panic!("an id is bytes")
        };
        let proof = test
            .house
            .prove(EntryId::from_slice(id).unwrap())
            .await
            .unwrap();
        let line = serde_json::json!({ "inclusion": proof.inclusion });
        lines.extend_from_slice(format!("{line}\n").as_bytes());
    }
    let export = place.folder.path().join("ledger.jsonl");
    let verifier = "../ledger/verify_log.py";
    let verify = |lines: &[u8]| {
        std::fs::write(&export, lines).unwrap();
        std::process::Command::new("python3")
            .arg(verifier)
            .arg(&export)
            .output()
            .unwrap()
    };
    let output = verify(&lines);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let place = lines
        .windows(9)
        .position(|window| window == b"leaf_hash")
        .unwrap()
        + 13;
    lines[place] = if lines[place] == b'0' { b'1' } else { b'0' };
    assert_eq!(verify(&lines).status.code(), Some(1));
    test.house.close().await;
}

#[tokio::test]
async fn one_node_sequences_at_a_time_and_the_tree_goes_on_with_another() {
    for place in engines() {
        let test = filled(&place).await;
        let officer = test.caller(test.officer).await;
        let other = test.open_elsewhere(&test.place).await.unwrap();
        let file = test
            .open(&officer, test.a, &[name("Petra Vance", "official")])
            .await;
        test.house.sequence_all().await.unwrap();
        test.house
            .record(&officer, file, &note("one"))
            .await
            .unwrap();
        // The lease of the first node has not run out.
        assert_eq!(other.sequence_once().await.unwrap(), 0, "{}", place.engine);
        test.clock.advance(6);
        assert_eq!(other.sequence_once().await.unwrap(), 1, "{}", place.engine);
        test.house
            .record(&officer, file, &note("two"))
            .await
            .unwrap();
        assert_eq!(
            test.house.sequence_once().await.unwrap(),
            0,
            "{}",
            place.engine
        );
        test.clock.advance(6);
        assert_eq!(
            test.house.sequence_once().await.unwrap(),
            1,
            "{}",
            place.engine
        );
        assert!(other.verify().await.unwrap().is_clean(), "{}", place.engine);
        other.close().await;
        test.house.close().await;
    }
}

#[tokio::test]
async fn exposure_shows_each_reader_what_they_may_know_of_it() {
    for place in engines() {
        let test = filled(&place).await;
        let (admin, officer) = (
            test.caller(test.administrator).await,
            test.caller(test.officer).await,
        );
        let documenter = test.caller(test.documenter).await;
        let hidden = test
            .open(&documenter, test.b, &[name("Idris Fallow", "official")])
            .await;
        test.house.person(&documenter, hidden).await.unwrap();

        let seen = test.house.exposure(&admin, test.officer).await.unwrap();
        assert_eq!(seen.could_open.len(), 2, "{}", place.engine);
        assert_eq!(seen.files, 9);
        assert_eq!(seen.opened.len(), 8);
        assert!(seen.opened.iter().all(|opened| opened.name.is_none()));
        assert!(
            seen.could_open
                .iter()
                .all(|compartment| compartment.title.is_none())
        );
        let text = serde_json::to_string(&seen).unwrap();
        assert!(
            testkit::PEOPLE
                .iter()
                .all(|person| !text.contains(person.name))
        );

        let seen = test
            .house
            .exposure(&officer, test.second_officer)
            .await
            .unwrap();
        assert_eq!(seen.files, 9);
        assert_eq!(seen.opened, []);
        let seen = test.house.exposure(&officer, test.officer).await.unwrap();
        assert!(seen.opened.iter().all(|opened| opened.name.is_some()));

        // No compartment in common: the documenter does not exist for the officer's audit.
        assert!(
            test.house
                .exposure(&officer, test.documenter)
                .await
                .is_err()
        );
        let own = test
            .house
            .exposure(&documenter, test.documenter)
            .await
            .unwrap();
        assert_eq!((own.files, own.opened.len()), (1, 1));
        assert!(
            test.house
                .exposure(&documenter, test.officer)
                .await
                .is_err()
        );

        let openings = test.house.openings_of(&documenter, hidden).await.unwrap();
        assert_eq!(openings.len(), 1);
        assert_eq!(openings[0].display_name, "Dunya Karim");
        assert!(test.house.openings_of(&officer, hidden).await.is_err());
        assert!(test.house.openings_of(&admin, hidden).await.is_err());
        test.house.close().await;
    }
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_the_process_is_gone() {
    // The pools are dropped without being closed, as far as that can be done in one process; the
    // loop with kill -9 stands with the command line.
    for place in engines() {
        let test = filled(&place).await;
        let officer = test.caller(test.officer).await;
        let file = test
            .open(&officer, test.a, &[name("Ansel Wirth", "official")])
            .await;
        let mut transaction = test.house.register().write().await.unwrap();
        transaction.bump_stamp(file).await.unwrap();
        // Given up: neither the stamp nor anything else of it is there.
        drop(transaction);
        let before = test.house.register().digest().await.unwrap();
        let test = test.restart().await;
        assert_eq!(
            test.house.register().digest().await.unwrap(),
            before,
            "{}",
            place.engine
        );
        assert!(test.house.verify().await.unwrap().is_clean());
        let mut bytes = [0; 4];
        test.randomness.fill(&mut bytes);
        assert!(matches!(test.place, Place::Folder(_) | Place::Url(_)));
        test.house.close().await;
    }
}
