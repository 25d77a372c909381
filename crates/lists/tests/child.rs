//! A parser child that works, crashes, is silent, or lies.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail like tests")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use lists::{ChildProgram, Limits, ListError, Part, ReadOptions, read_in_child};

fn real() -> ChildProgram {
    // Cargo builds examples beside the tests.
    let test = std::env::current_exe().unwrap();
    let path = test
        .parent()
        .unwrap()
        .parent()
        .unwrap()
        .join("examples/parser_child");
    assert!(path.exists(), "{} is not built", path.display());
    ChildProgram::unforgotten(&path)
}

fn shell(script: &str) -> ChildProgram {
    ChildProgram {
        path: "/bin/sh".into(),
        arguments: vec!["-c".to_owned(), script.to_owned()],
    }
}

fn fixture(name: &str) -> PathBuf {
    Path::new("testdata").join(name)
}

fn written(name: &str, bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("lists-{}-{name}", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    path
}

fn impatient() -> Limits {
    Limits {
        idle_seconds: 1,
        wait_seconds: 2,
        ..Limits::default()
    }
}

fn outcome(program: &ChildProgram, file: &Path, limits: &Limits) -> Result<Vec<Part>, ListError> {
    read_in_child(program, file, &ReadOptions::default(), limits)?.collect()
}

#[test]
fn the_child_gives_what_the_reader_gives_and_is_confined() {
    let file = fixture("traps.csv");
    let reader =
        read_in_child(&real(), &file, &ReadOptions::default(), &Limits::default()).unwrap();
    let confinement = reader.confinement();
    assert!(confinement.limits, "{confinement:?}");
    if cfg!(target_os = "linux") {
        assert!(confinement.calls, "{confinement:?}");
    }
    let by_child: Vec<Part> = reader.map(Result::unwrap).collect();
    let direct: Vec<Part> = lists::ListReader::open(
        std::fs::File::open(&file).unwrap(),
        &ReadOptions::default(),
        &Limits::default(),
    )
    .unwrap()
    .map(Result::unwrap)
    .collect();
    assert_eq!(by_child, direct);
}

#[test]
fn a_child_that_crashes_is_named() {
    let file = fixture("traps.csv");
    for script in ["kill -9 $$", "exit 3", "exec >&-; sleep 30"] {
        let before = Instant::now();
        let error = outcome(&shell(script), &file, &impatient()).unwrap_err();
        assert!(
            matches!(error, ListError::ChildDied(_) | ListError::ChildSilent(_)),
            "{script}: {error:?}"
        );
        assert!(before.elapsed() < Duration::from_secs(10), "{script}");
    }
}

#[test]
fn a_silent_or_dripping_child_is_ended() {
    let file = fixture("traps.csv");
    for script in ["sleep 60", "while true; do printf x; sleep 0.1; done"] {
        let before = Instant::now();
        let error = outcome(&shell(script), &file, &impatient()).unwrap_err();
        assert!(
            matches!(error, ListError::ChildSilent(_) | ListError::ChildLied(_)),
            "{script}: {error:?}"
        );
        assert!(before.elapsed() < Duration::from_secs(10), "{script}");
    }
}

#[test]
fn a_child_that_lies_is_not_believed() {
    let file = fixture("traps.csv");
    let frame = |json: &str| {
        let length: String = u32::try_from(json.len())
            .unwrap()
            .to_le_bytes()
            .iter()
            .map(|b| format!("\\{b:03o}"))
            .collect();
        format!("printf '{length}{}'; ", json.replace('%', "%%"))
    };
    let hello = frame(r#"{"confined":{"limits":true,"files":true,"calls":true}}"#);
    let table = r#"{"table":{"format":"delimited","headers":["a"]}}"#;
    let row =
        |line: u32| format!(r#"{{"row":{{"k":"line:{line}","l":{line},"c":[{{"t":"x"}}]}}}}"#);
    for (what, script) in [
        ("garbage", "head -c 4000 /dev/urandom; sleep 5".to_owned()),
        (
            "a huge length",
            "printf '\\377\\377\\377\\377'; sleep 5".to_owned(),
        ),
        ("no confinement first", frame(r#"{"done":0}"#)),
        (
            "a row before a table",
            hello.clone() + &frame(&format!(r#"{{"parts":[{}]}}"#, row(2))),
        ),
        (
            "rows out of order",
            hello.clone() + &frame(&format!(r#"{{"parts":[{table},{},{}]}}"#, row(3), row(3))),
        ),
        (
            "a wrong count",
            hello.clone() + &frame(&format!(r#"{{"parts":[{table}]}}"#)) + &frame(r#"{"done":7}"#),
        ),
    ] {
        let error = outcome(&shell(&script), &file, &impatient()).unwrap_err();
        assert!(
            matches!(error, ListError::ChildLied(_)),
            "{what}: {error:?}"
        );
    }
    let honest =
        hello + &frame(&format!(r#"{{"parts":[{table},{}]}}"#, row(2))) + &frame(r#"{"done":2}"#);
    assert_eq!(
        outcome(&shell(&honest), &file, &impatient()).unwrap().len(),
        2
    );
}

#[test]
fn what_is_no_list_is_refused_by_name() {
    let zip = written("stub.zip", b"PK\x03\x04rubbish that is no archive at all");
    let pdf = written("page.pdf", b"%PDF-1.7\n");
    let rubbish: Vec<u8> = (0..40_000_u32)
        .map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24 & 0xff).unwrap())
        .collect();
    let rubbish = written("rubbish.csv", &rubbish);
    let empty = written("empty.csv", b"");
    let wide = written(
        "wide.csv",
        format!("{}\n1\n", vec!["a"; 3000].join(",")).as_bytes(),
    );
    let long = written("long.csv", &vec![b'a'; 3 << 20]);
    for (file, fits) in [
        (
            &zip,
            (|e| matches!(e, ListError::DamagedSpreadsheet(_))) as fn(&ListError) -> bool,
        ),
        (
            &pdf,
            |e| matches!(e, ListError::NotAList(what) if what.contains("PDF")),
        ),
        (&rubbish, |e| matches!(e, ListError::NotAList(_))),
        (&empty, |e| *e == ListError::Empty),
        (
            &wide,
            |e| matches!(e, ListError::OverLimit { what, .. } if what == "columns"),
        ),
        (
            &long,
            |e| matches!(e, ListError::OverLimit { what, .. } if what == "first_line_bytes"),
        ),
    ] {
        let error = outcome(&real(), file, &Limits::default()).unwrap_err();
        assert!(fits(&error), "{}: {error:?}", file.display());
        std::fs::remove_file(file).unwrap();
    }
    let missing = outcome(
        &real(),
        Path::new("/nowhere/at/all.csv"),
        &Limits::default(),
    )
    .unwrap_err();
    assert!(matches!(missing, ListError::Unreadable(_)));
    let absent = ChildProgram::unforgotten(Path::new("/nowhere/at/all"));
    let error = outcome(&absent, &fixture("traps.csv"), &Limits::default()).unwrap_err();
    assert!(matches!(error, ListError::ChildNotStarted(_)));
}
