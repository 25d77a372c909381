//! Evidence on its way through the house (O2b): read in a child, sealed in pieces, found by its words,
//! opened and logged, erased and gone.
#![expect(clippy::unwrap_used, reason = "what fails in a helper fails the test")]

use std::io::{Read as _, Write as _};

use casework::evidence::Evidence;
use desk::{
    Caller, DeskError, Draft,
    evidence::{Paper, Which},
    spool::Spool,
};
use kernel::{EntryId, FileId};
use lists::ChildProgram;
use testkit::{EnginePlace, TestHouse, engines, name, note};

fn child() -> ChildProgram {
    // Cargo builds examples beside the tests.
    let test = std::env::current_exe().unwrap();
    let path = test.parent().unwrap().parent().unwrap();
    let path = path.join("examples/desk_parser_child");
    assert!(path.exists(), "{} is not built", path.display());
    ChildProgram::unforgotten(&path)
}

fn spooled(test: &TestHouse, bytes: &[u8]) -> Spool {
    let mut writer = test.house.paper_reader(child()).writer().unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn paper(test: &TestHouse, file_name: &str, bytes: &[u8]) -> Paper {
    test.house
        .paper_reader(child())
        .read(file_name, spooled(test, bytes))
        .unwrap()
}

fn draft(title: &str) -> Draft {
    Draft::new(&Evidence {
        title: title.to_owned(),
        form: "document".to_owned(),
        came_from: Some("her sister".to_owned()),
        ..Evidence::default()
    })
    .unwrap()
}

async fn person(test: &TestHouse, caller: &Caller) -> FileId {
    test.open(caller, test.a, &[name("Zoya Ardent", "official")])
        .await
}

async fn body(test: &TestHouse, caller: &Caller, entry: EntryId) -> Evidence {
    let entry = test.house.entry(caller, entry).await.unwrap();
    casework::body::<Evidence>(&entry).unwrap()
}

async fn content(test: &TestHouse, caller: &Caller, entry: EntryId, which: Which) -> Vec<u8> {
    let opened = test
        .house
        .open_content(caller, entry, which)
        .await
        .unwrap()
        .into_inner();
    let mut bytes = Vec::new();
    for number in 0..opened.pieces() {
        bytes.extend_from_slice(&test.house.content_piece(&opened, number).await.unwrap());
    }
    assert_eq!(u64::try_from(bytes.len()).unwrap(), opened.bytes);
    assert!(opened.name.starts_with("evidence-"), "{}", opened.name);
    bytes
}

async fn clean(test: &TestHouse, after: &str) {
    let audit = test.house.verify().await.unwrap();
    assert!(audit.is_clean(), "{after}: {:?}", audit.faults);
    let check = test.house.check().await.unwrap();
    assert!(check.is_clean(), "{after}: {:?}", check.faults);
}

/// How many pieces of blobs are stored.
async fn pieces(test: &TestHouse) -> usize {
    test.house
        .register()
        .peek("SELECT number FROM blob_pieces".to_owned(), Vec::new())
        .await
        .unwrap()
        .len()
}

const MAIL: &str = "From: Sister <sister@example.invalid>\r\nTo: desk@example.invalid\r\nSubject: moved\r\nDate: Tue, 3 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nShe was moved to Kestrelholm at night. Ask Iosif Brand.\r\n--b\r\nContent-Type: text/plain; name=list.txt\r\nContent-Disposition: attachment; filename=list.txt\r\n\r\nmedicine refused since Monday\r\n--b--\r\n";

#[tokio::test]
async fn a_message_is_kept_with_what_was_attached_and_found_by_its_words() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let file = person(&test, &officer).await;
        let mail = paper(&test, "C:\\Users\\r7\\moved.eml", MAIL.as_bytes());
        assert_eq!(mail.count(), 2);
        let kept = test
            .house
            .keep_evidence(&officer, file, &draft("A letter of her sister"), &mail)
            .await
            .unwrap();
        assert_eq!(kept.len(), 2, "{}", place.engine);
        let (whole, part) = (
            body(&test, &officer, kept[0]).await,
            body(&test, &officer, kept[1]).await,
        );
        let found = whole.kept.as_ref().unwrap();
        assert_eq!(
            (found.reading.as_str(), found.cleaning.as_str()),
            ("read", "no_way")
        );
        assert_eq!(found.name.as_deref(), Some("moved.eml"));
        assert!(found.metadata.iter().any(|cell| cell.0 == "From"));
        assert_eq!(whole.custody[0].to, "Vera Aldane");
        assert_eq!(whole.custody[0].from.as_deref(), Some("her sister"));
        assert_eq!(
            (part.title.as_str(), part.part_of),
            ("list.txt", Some(kept[0]))
        );
        assert_eq!(part.kept.as_ref().unwrap().cleaning, "not_needed");
        let second = test.house.entry(&officer, kept[1]).await.unwrap();
        assert_eq!(second.inner.same_origin_as, Some(kept[0]));
        // Found by a word of the text, by those who may read it and by nobody else.
        for (caller, finds) in [
            (test.officer, true),
            (test.analyst, true),
            (test.documenter, false),
            (test.administrator, false),
        ] {
            let caller = test.caller(caller).await;
            for word in ["Kestrelholm", "medicine", "list.txt"] {
                let found = test.house.find(&caller, word, 5).await;
                let found = found.is_ok_and(|found| found.iter().any(|f| f.person.file == file));
                assert_eq!(found, finds, "{word}");
            }
            let opened = test
                .house
                .open_content(&caller, kept[0], Which::Original)
                .await;
            assert_eq!(opened.is_ok(), finds);
            assert!(finds || matches!(opened, Err(DeskError::Absent)));
        }
        assert_eq!(
            content(&test, &officer, kept[0], Which::Original).await,
            MAIL.as_bytes()
        );
        let text = content(&test, &officer, kept[0], Which::Text).await;
        assert!(String::from_utf8(text).unwrap().contains("Kestrelholm"));
        assert!(matches!(
            test.house
                .open_content(&officer, kept[0], Which::Copy)
                .await,
            Err(DeskError::Absent)
        ));
        // A second time it is the same evidence.
        let again = test
            .house
            .keep_evidence(&officer, file, &draft("The same"), &mail)
            .await
            .unwrap();
        assert_eq!(again, [kept[0]]);
        test.house.sequence_all().await.unwrap();
        clean(&test, place.engine).await;
        let report = test.house.verify().await.unwrap();
        assert_eq!(report.blobs, 4);
        let rebuilt = test.house.rebuild().await.unwrap();
        assert_eq!(rebuilt.repaired, 0, "{rebuilt:?}");
        test.house.close().await;
    }
}

#[tokio::test]
async fn what_was_changed_moved_or_lost_is_named_by_the_audit() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let file = person(&test, &officer).await;
        let large: Vec<u8> = (0..700_000_u32).flat_map(u32::to_be_bytes).collect();
        let large = paper(&test, "film.bin", &large);
        let kept = test
            .house
            .keep_evidence(&officer, file, &draft("A film"), &large)
            .await
            .unwrap();
        let mut expected = Vec::new();
        large
            .content
            .reader()
            .unwrap()
            .read_to_end(&mut expected)
            .unwrap();
        assert_eq!(
            content(&test, &officer, kept[0], Which::Original).await,
            expected
        );
        assert!(pieces(&test).await > 10);
        test.house.sequence_all().await.unwrap();
        clean(&test, "before").await;
        let register = test.house.register();
        let fault = async |what: &str| {
            let report = test.house.verify().await.unwrap();
            assert!(
                report.faults.iter().any(|fault| fault.what == "blob"),
                "{what}: {:?}",
                report.faults
            );
        };
        // Two pieces of the same length change places: nothing else shows it.
        register
            .tamper(
                "UPDATE blob_pieces SET number = number + 100 WHERE number IN (0, 1)".to_owned(),
                Vec::new(),
            )
            .await
            .unwrap();
        register
            .tamper(
                "UPDATE blob_pieces SET number = 101 - number WHERE number IN (100, 101)"
                    .to_owned(),
                Vec::new(),
            )
            .await
            .unwrap();
        fault("swapped").await;
        let opened = test
            .house
            .open_content(&officer, kept[0], Which::Original)
            .await
            .unwrap();
        assert!(test.house.content_piece(&opened, 0).await.is_err());
        register
            .tamper(
                "DELETE FROM blob_pieces WHERE number = 2".to_owned(),
                Vec::new(),
            )
            .await
            .unwrap();
        fault("lost").await;
        let check = test.house.check().await.unwrap();
        assert!(
            check
                .faults
                .iter()
                .any(|fault| fault.says.contains("lack a piece")),
            "{:?}",
            check.faults
        );
        register
            .tamper("DELETE FROM blobs".to_owned(), Vec::new())
            .await
            .unwrap();
        let check = test.house.check().await.unwrap();
        assert!(
            check
                .faults
                .iter()
                .any(|fault| fault.says.contains("not there")),
            "{:?}",
            check.faults
        );
        test.house.close().await;
    }
}

#[tokio::test]
async fn an_interrupted_upload_leaves_nothing() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let file = person(&test, &officer).await;
        let mail = paper(&test, "moved.eml", MAIL.as_bytes());
        // What breaks a rule is noticed when everything is there already.
        let refused = test
            .house
            .keep_evidence(&officer, file, &draft(" "), &mail)
            .await;
        assert!(matches!(refused, Err(DeskError::Faults(_))), "{refused:?}");
        assert_eq!(pieces(&test).await, 0, "{}", place.engine);
        // The program ends while pieces come.
        let now = test.house.now();
        let mut transaction = test.house.register().write().await.unwrap();
        let blob = kernel::BlobId::new(test.clock.as_ref(), test.randomness.as_ref());
        transaction.begin_blob(blob, file, now).await.unwrap();
        transaction
            .add_pieces(blob, 0, vec![vec![7; 100]], now)
            .await
            .unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(test.house.drop_unfinished().await.unwrap(), 0);
        test.clock.advance(3_600);
        let test = test.restart().await;
        assert_eq!(pieces(&test).await, 0, "{}", place.engine);
        clean(&test, place.engine).await;
        test.house.close().await;
    }
}

#[tokio::test]
async fn evidence_is_erased_with_its_file_and_stays_so_after_a_restore() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let second = test.caller(test.second_officer).await;
        let (file, other) = (person(&test, &officer).await, person(&test, &officer).await);
        let mail = paper(&test, "moved.eml", MAIL.as_bytes());
        let kept = test
            .house
            .keep_evidence(&officer, file, &draft("A letter"), &mail)
            .await
            .unwrap();
        let elsewhere = test
            .house
            .keep_evidence(&officer, other, &draft("A letter"), &mail)
            .await
            .unwrap();
        test.house.sequence_all().await.unwrap();
        let folder = testkit::TempFolder::new();
        let backup = test.house.backup(folder.path()).await.unwrap();
        let before = pieces(&test).await;
        test.house
            .erase(&officer, file, "asked by her family")
            .await
            .unwrap();
        test.house
            .erase(&second, file, "asked by her family")
            .await
            .unwrap();
        assert_eq!(pieces(&test).await * 2, before, "{}", place.engine);
        assert!(matches!(
            test.house
                .open_content(&officer, kept[0], Which::Original)
                .await,
            Err(DeskError::Absent)
        ));
        assert_eq!(
            content(&test, &officer, elsewhere[0], Which::Original).await,
            MAIL.as_bytes()
        );
        clean(&test, "erased").await;
        let journal = folder.path().join("journal");
        let administrator = test.caller(test.administrator).await;
        test.house
            .export_journal(&administrator, &journal)
            .await
            .unwrap();
        let fresh = place.another();
        desk::backup::restore(
            &backup.register,
            &fresh.place,
            &desk::KeySource::Passphrase(testkit::PASSPHRASE),
            Some(&journal),
            test.as_clock(),
            test.as_randomness(),
            sealing::Argon2Cost::cheapest(),
        )
        .await
        .unwrap();
        let house = test.open_elsewhere(&fresh.place).await.unwrap();
        test.house.close().await;
        let test = TestHouse { house, ..test };
        assert_eq!(pieces(&test).await * 2, before, "restored {}", place.engine);
        let officer = test.caller(test.officer).await;
        assert_eq!(
            content(&test, &officer, elsewhere[0], Which::Original).await,
            MAIL.as_bytes()
        );
        clean(&test, "restored").await;
        test.house.close().await;
    }
}

#[tokio::test]
async fn nobody_writes_what_is_the_programs_to_say() {
    let place = EnginePlace::embedded();
    let test = TestHouse::begin(&place).await;
    let officer = test.caller(test.officer).await;
    let file = person(&test, &officer).await;
    let mail = paper(&test, "moved.eml", MAIL.as_bytes());
    let kept = test
        .house
        .keep_evidence(&officer, file, &draft("A letter"), &mail)
        .await
        .unwrap();
    let mut whole = body(&test, &officer, kept[0]).await;
    let refused = |result: desk::Result<()>| {
        assert!(
            matches!(result, Err(DeskError::Refused("refused-evidence-kept", _))),
            "{result:?}"
        );
    };
    refused(
        test.house
            .record(&officer, file, &Draft::new(&whole).unwrap())
            .await
            .map(drop),
    );
    // The custody log grows; what was found does not change.
    let mut handover = whole.custody[0].clone();
    handover.to = "counsel".to_owned();
    whole.custody.push(handover);
    test.house
        .revise(&officer, kept[0], 1, &Draft::new(&whole).unwrap())
        .await
        .unwrap();
    whole.kept.as_mut().unwrap().original.sha256 = "00".repeat(32);
    refused(
        test.house
            .revise(&officer, kept[0], 2, &Draft::new(&whole).unwrap())
            .await,
    );
    whole.kept = None;
    refused(
        test.house
            .revise(&officer, kept[0], 2, &Draft::new(&whole).unwrap())
            .await,
    );
    // A thing of which there is no file.
    test.house
        .record(&officer, file, &draft("Her notebook, in safe 2"))
        .await
        .unwrap();
    // Whoever may not write here is told that nothing is here.
    for user in [test.documenter, test.analyst] {
        let caller = test.caller(user).await;
        let kept = test
            .house
            .keep_evidence(&caller, file, &draft("x"), &mail)
            .await;
        assert!(matches!(kept, Err(DeskError::Absent)), "{kept:?}");
    }
    assert_eq!(body(&test, &officer, kept[0]).await.custody.len(), 2);
    clean(&test, "after").await;
    test.house.close().await;
}

#[tokio::test]
async fn a_paper_without_a_person_suggests_only_whom_one_may_read() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let documenter = test.caller(test.documenter).await;
        let zoya = person(&test, &officer).await;
        let iosif = test
            .open(&officer, test.sealed, &[name("Iosif Brand", "official")])
            .await;
        test.open(
            &officer,
            test.a,
            &[name("Marta Quill", "official"), note("met Zoya Ardent")],
        )
        .await;
        let theirs = test
            .open(&documenter, test.b, &[name("Iosif Brand", "official")])
            .await;
        let text = "Yesterday Zoya Ardent was moved; Iosif Brand saw it.";
        let paper = paper(&test, "note.txt", text.as_bytes());
        let named = async |caller: &Caller| -> Vec<FileId> {
            let found = test.house.named_in(caller, &paper, 10).await.unwrap();
            let mut files: Vec<FileId> = found.iter().map(|found| found.person.file).collect();
            files.sort();
            files
        };
        let mut both = vec![zoya, iosif];
        both.sort();
        assert_eq!(named(&officer).await, both, "{}", place.engine);
        assert_eq!(named(&documenter).await, [theirs]);
        let analyst = test.caller(test.analyst).await;
        assert_eq!(named(&analyst).await, [zoya]);
        test.house.close().await;
    }
}

#[tokio::test]
async fn mails_in_mails_end_and_a_dead_reader_costs_nothing() {
    let place = EnginePlace::embedded();
    let test = TestHouse::begin(&place).await;
    let officer = test.caller(test.officer).await;
    let file = person(&test, &officer).await;
    let mut mail =
        "From: a@example.invalid\r\nTo: b@example.invalid\r\nSubject: s\r\n\r\nthe innermost\r\n"
            .to_owned();
    for depth in 0..8 {
        mail = format!(
            "From: a@example.invalid\r\nTo: b@example.invalid\r\nSubject: {depth}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b{depth}\r\n\r\n--b{depth}\r\nContent-Type: text/plain\r\n\r\nlevel {depth}\r\n--b{depth}\r\nContent-Type: message/rfc822\r\n\r\n{mail}\r\n--b{depth}--\r\n"
        );
    }
    let deep = paper(&test, "deep.eml", mail.as_bytes());
    assert_eq!(deep.count(), 5);
    let mut inner = &deep;
    while let Some(next) = inner.parts.first() {
        inner = next;
    }
    assert_eq!(inner.findings.reading, lists::Reading::TooDeep);
    let kept = test
        .house
        .keep_evidence(&officer, file, &draft("Deep"), &deep)
        .await
        .unwrap();
    assert_eq!(kept.len(), 5);
    // No reader, a reader that dies, one that lies: the paper is kept as it came.
    for script in [
        "/nonexistent",
        "exit 3",
        "printf 'Fxxxxgarbage'",
        "printf 'T\\377\\377\\377\\377'",
    ] {
        let program = if script.starts_with('/') {
            ChildProgram::unforgotten(std::path::Path::new(script))
        } else {
            ChildProgram {
                path: "/bin/sh".into(),
                arguments: vec!["-c".to_owned(), script.to_owned()],
            }
        };
        let bytes = format!("a paper for {script}");
        let paper = test
            .house
            .paper_reader(program)
            .read("p.txt", spooled(&test, bytes.as_bytes()))
            .unwrap();
        assert_eq!(paper.findings.reading, lists::Reading::Failed, "{script}");
        let kept = test
            .house
            .keep_evidence(&officer, file, &draft(script), &paper)
            .await
            .unwrap();
        assert_eq!(
            content(&test, &officer, kept[0], Which::Original).await,
            bytes.as_bytes()
        );
    }
    clean(&test, "after").await;
    // Nothing is left in the folder for temporary files but what is still held.
    drop(deep);
    let left = std::fs::read_dir(test.house.spool_folder()).map_or(0, Iterator::count);
    assert_eq!(left, 0);
    test.house.close().await;
}

#[tokio::test]
async fn a_temporary_file_is_never_in_clear() {
    let place = EnginePlace::embedded();
    let test = TestHouse::begin(&place).await;
    let secret = b"Kestrelholm at night ".repeat(40_000);
    let spool = spooled(&test, &secret);
    for found in std::fs::read_dir(test.house.spool_folder()).unwrap() {
        let bytes = std::fs::read(found.unwrap().path()).unwrap();
        assert!(bytes.len() > secret.len());
        assert!(!bytes.windows(11).any(|window| window == b"Kestrelholm"));
    }
    let mut read = Vec::new();
    spool.reader().unwrap().read_to_end(&mut read).unwrap();
    assert_eq!(read, secret);
    let folder = test.house.spool_folder();
    let mut small = desk::spool::SpoolWriter::create(&folder, 1_000, test.as_randomness()).unwrap();
    let error = small.write_all(&[0; 2_000]).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::FileTooLarge);
    drop(spool);
    drop(small);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    test.house.close().await;
}
