//! Bad input, wrong keys, wrong places: one sentence, the right number, nothing harmed.

use std::{
    io::Read,
    process::{Command, Stdio},
    sync::Arc,
};

use desk::{House, KeySource};
use sealing::Argon2Cost;
use store::Place;
use testkit::{FakeClock, SeededRandomness};

use crate::{Desk, LIST, PASSPHRASE, Run, program};

#[test]
fn wrong_keys_and_wrong_places_are_said_plainly() {
    let desk = Desk::begun();
    let nowhere = desk.path("nowhere");
    desk.on(&nowhere, &["users", "list"])
        .refused(1, "there is no register in");
    assert!(!nowhere.exists());
    desk.plain(&[
        "init",
        "--admin",
        "warden",
        "--password-file",
        &desk.text("password"),
    ])
    .refused(1, "already holds a register");
    desk.write("passphrase", "another passphrase altogether");
    desk.plain(&["users", "list"])
        .refused(1, "wrong passphrase");
    desk.write("passphrase", "");
    desk.plain(&["users", "list"]).refused(1, "is empty");
    std::fs::remove_file(desk.path("passphrase")).unwrap();
    desk.plain(&["users", "list"])
        .refused(1, "there is no such file");
    desk.write("passphrase", PASSPHRASE);
    desk.plain(&["users", "list"]).done();
}

#[test]
fn a_weak_beginning_is_refused_and_leaves_nothing() {
    let desk = Desk::empty();
    desk.write("password", "password1234567");
    desk.plain(&[
        "init",
        "--admin",
        "warden",
        "--password-file",
        &desk.text("password"),
    ])
    .refused(1, "too weak");
    desk.write("password", PASSPHRASE);
    desk.plain(&[
        "init",
        "--admin",
        "warden",
        "--password-file",
        &desk.text("password"),
    ])
    .refused(1, "must differ");
    assert!(!desk.register().join("unlock.json").exists());
}

#[test]
fn a_newer_register_is_left_alone() {
    let desk = Desk::begun();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let house = House::open(
            &Place::Folder(desk.register()),
            &KeySource::Passphrase(PASSPHRASE),
            Argon2Cost::cheapest(),
            Arc::new(FakeClock::moving(FakeClock::BEGINNING, 1)),
            Arc::new(SeededRandomness::new(3)),
        )
        .await
        .unwrap();
        let sql = "INSERT INTO formats (version, at) VALUES (9999, 0)".to_owned();
        house.register().tamper(sql, Vec::new()).await.unwrap();
        house.close().await;
    });
    desk.plain(&["users", "list"])
        .refused(1, "use a newer program; nothing was changed");
}

#[test]
fn a_half_restored_folder_says_so() {
    let desk = Desk::begun();
    std::fs::write(desk.register().join("restoring"), "half").unwrap();
    desk.plain(&["users", "list"]).refused(1, "half restored");
    desk.plain(&["restore", &desk.text("nothing-here")])
        .refused(1, "is not there");
    std::fs::remove_file(desk.register().join("restoring")).unwrap();
    desk.plain(&["users", "list"]).done();
}

#[test]
fn a_backup_that_was_changed_restores_nothing() {
    let desk = Desk::begun();
    let backups = desk.text("backups");
    let saved = desk.json(&["backup", &backups]).object();
    let register = saved["register"].as_str().unwrap();
    let mut bytes = std::fs::read(register).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(register, bytes).unwrap();
    assert_eq!(desk.plain(&["verify-backup", &backups]).code, Some(1));
    let other = desk.path("other");
    assert_eq!(desk.on(&other, &["restore", &backups]).code, Some(1));
    assert!(!other.join("unlock.json").exists());
}

#[test]
fn wrong_usage_ends_with_two() {
    let desk = Desk::begun();
    for arguments in [
        &[][..],
        &["fly"],
        &["find"],
        &["users", "list"],
        &["import", "list.csv"],
        &["shares", "new", "--threshold", "2"],
        &["export"],
        &["brief", "--meeting", "x"],
    ] {
        let run = Run::of(program().args(arguments).output().unwrap());
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.err);
        assert_eq!(run.out, "");
        assert!(!run.err.is_empty());
    }
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    desk.plain(&["gate", "--person", "42", "--act", "raise_privately"])
        .refused(2, "32 hexadecimal digits");
    desk.plain(&["gate", "--person", id, "--act", "sing"])
        .refused(2, "raise_privately");
    desk.plain(&["gate", "--person", id, "--act", "raise_privately"])
        .refused(1, "there is nothing here that you can open");
    desk.plain(&["find", " "])
        .refused(2, "needs a name or words");
    desk.plain(&["find", "x", "--key-file", "y"])
        .refused(2, "cannot be used with");
    desk.plain(&[
        "organisations",
        "add",
        "Lantern Circle",
        "--vetted-until",
        "soon",
    ])
    .refused(2, "2027-06-30");
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let desk = Desk::begun();
    // A session of its own has no terminal to ask at.
    let output = Command::new("setsid")
        .arg("--wait")
        .arg(env!("CARGO_BIN_EXE_unforgotten"))
        .args(["users", "list", "--data"])
        .arg(desk.register())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Run::of(output).refused(2, "--passphrase-file");
}

#[test]
fn rubbish_is_refused_and_the_register_stays_as_it_was() {
    let desk = Desk::begun();
    let list = desk.write("list.csv", LIST).display().to_string();
    desk.json(&["import", &list, "--source", "Lantern Circle"]);
    let before = desk.entries();
    let rubbish: Vec<u8> = (0_u32..40_000)
        .map(|number| u8::try_from(number * 7919 % 251).unwrap())
        .collect();
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("empty.csv", Vec::new(), "the file is empty"),
        (
            "picture.csv",
            b"\x89PNG\r\n\x1a\n0000".to_vec(),
            "a picture",
        ),
        (
            "broken.xlsx",
            b"PK\x03\x04 and then nothing of the kind".to_vec(),
            "damaged",
        ),
        (
            "old.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            "save a list as XLSX or CSV",
        ),
        ("rubbish.csv", rubbish, ""),
    ];
    for (name, content, says) in cases {
        let path = desk.path(name);
        std::fs::write(&path, content).unwrap();
        let run = desk.plain(&[
            "import",
            &path.display().to_string(),
            "--source",
            "Rubbish",
            "--json",
        ]);
        if says.is_empty() {
            // Bytes that happen to be rows are rows that end in review or refused, or no list at all.
            assert!(matches!(run.code, Some(0 | 1)), "{}", run.err);
            assert!(!run.err.contains("panicked"), "{}", run.err);
        } else {
            run.refused(1, says);
            assert_eq!(desk.entries(), before);
        }
    }
    desk.plain(&["import", &desk.text("absent.csv"), "--source", "X"])
        .refused(1, "there is no such file");
    desk.plain(&["import", &list, "--source", " "])
        .refused(1, "needs the name of its source");
    desk.plain(&[
        "import",
        &list,
        "--source",
        "X",
        "--compartment",
        "Elsewhere",
    ])
    .refused(1, "there is no compartment \"Elsewhere\"");
    let mapping = desk
        .write("mapping.toml", "format = 9")
        .display()
        .to_string();
    desk.plain(&["import", &list, "--source", "X", "--mapping", &mapping])
        .refused(1, "newer than this program");
    assert_eq!(desk.json(&["audit", "verify"]).object()["clean"], true);
}

#[test]
fn a_reader_who_leaves_early_is_no_failure() {
    let mut child = program()
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0_u8; 1];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let ended = child.wait_with_output().unwrap();
    assert_eq!(
        ended.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&ended.stderr)
    );
    assert_eq!(ended.stderr, b"");
}

#[test]
fn no_colour_is_written_where_none_is_wanted() {
    let run = Run::of(
        program()
            .env("NO_COLOR", "1")
            .env("CLICOLOR_FORCE", "0")
            .arg("fly")
            .output()
            .unwrap(),
    );
    assert!(!run.err.contains('\u{1b}'), "{:?}", run.err);
}
