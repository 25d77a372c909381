//! A hundred canaries in the files of people, in ordinary and sealed compartments: nobody who holds
//! the rows, the database file, a backup or the log, and no administrator, hears one sing.
#![expect(clippy::unwrap_used, reason = "what fails in a helper fails the test")]

use std::{
    collections::HashMap,
    io::Write,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use casework::evidence::Evidence;
use desk::{
    Caller, Draft, PeopleQuery,
    evidence::{Paper, Which},
    spool::Spool,
};
use kernel::FileId;
use store::Place;
use testkit::{EnginePlace, TestHouse, engines, name, note, refusal};
use tracing::field::{Field, Visit};

/// Where canaries sit: five in each of twenty files.
const FILES: usize = 20;

/// One word that nothing else holds.
fn canary(file: usize, place: usize) -> String {
    format!("Qanaryq{file:02}w{place}zzyx")
}

/// The forms in which a text could leak: as it is, in two-byte letters, in hex, and in base 64 at
/// each of its three alignments.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let wide = |swap: bool| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| {
                if swap {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    };
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![
        text.as_bytes().to_vec(),
        text.to_lowercase().into_bytes(),
        wide(false),
        wide(true),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
    ];
    for before in 0..3 {
        let mut bytes = vec![0; before];
        bytes.extend_from_slice(text.as_bytes());
        let coded = base64(&bytes);
        // The first and last groups depend on the neighbours.
        forms.push(coded.get(4..coded.len() - 4).unwrap().to_vec());
    }
    forms
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes
        .chunks(3)
        .flat_map(|chunk| {
            let group = chunk
                .iter()
                .chain(std::iter::repeat(&0))
                .take(3)
                .fold(0_u32, |group, byte| group << 8 | u32::from(*byte));
            [18, 12, 6, 0].map(|shift| {
                let place = usize::try_from(group >> shift & 63).unwrap();
                *LETTERS.get(place).unwrap()
            })
        })
        .collect()
}

/// How many bytes of a form are looked up at once; every form is longer.
const START: usize = 8;

/// The first canary that sings in these bytes.
fn heard(bytes: &[u8]) -> Option<String> {
    let mut starts: HashMap<Vec<u8>, Vec<(Vec<u8>, String)>> = HashMap::new();
    for text in (0..FILES).flat_map(|file| (0..5).map(move |place| canary(file, place))) {
        for form in forms(&text) {
            let start = form.get(..START).unwrap().to_vec();
            starts.entry(start).or_default().push((form, text.clone()));
        }
    }
    bytes.windows(START).enumerate().find_map(|(at, start)| {
        starts
            .get(start)?
            .iter()
            .find(|(form, _)| bytes.get(at..).is_some_and(|rest| rest.starts_with(form)))
            .map(|(_, text)| text.clone())
    })
}

/// Keeps everything that anybody logs, with every field.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

struct Into<'a>(&'a mut Vec<u8>);

impl Visit for Into<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        writeln!(self.0, "{field}={value:?}").unwrap();
    }
}

impl tracing::Subscriber for Log {
    fn enabled(&self, _metadata: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        span.record(&mut Into(
            &mut self.0.lock().unwrap_or_else(PoisonError::into_inner),
        ));
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _span: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        values.record(&mut Into(
            &mut self.0.lock().unwrap_or_else(PoisonError::into_inner),
        ));
    }

    fn record_follows_from(&self, _span: &tracing::span::Id, _follows: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        event.record(&mut Into(
            &mut self.0.lock().unwrap_or_else(PoisonError::into_inner),
        ));
    }

    fn enter(&self, _span: &tracing::span::Id) {}

    fn exit(&self, _span: &tracing::span::Id) {}
}

/// A paper full of canaries, as its reader would give it.
fn paper(test: &TestHouse, number: usize) -> Paper {
    let program = lists::ChildProgram::unforgotten(Path::new("/nonexistent"));
    let reader = test.house.paper_reader(program);
    let spooled = |text: &str| -> Spool {
        let mut writer = reader.writer().unwrap();
        writer.write_all(text.repeat(2_000).as_bytes()).unwrap();
        writer.finish().unwrap()
    };
    let said = format!("{} wrote to {}", canary(number, 0), canary(number, 1));
    Paper {
        name: format!("{}.pdf", canary(number, 2)),
        content: spooled(&said),
        findings: lists::Findings {
            media_type: "application/pdf".to_owned(),
            reading: lists::Reading::Read,
            detail: None,
            text_cut: false,
            metadata: vec![("author".to_owned(), canary(number, 3))],
            cleaning: lists::Cleaning::Made,
        },
        text: format!("{said} about {}", canary(number, 4)),
        clean: Some(spooled(&canary(number, 4))),
        parts: Vec::new(),
    }
}

/// Twenty people with five canaries each, half of them in the sealed compartment; everything that an
/// officer does with them is done once.
async fn filled(place: &EnginePlace) -> (TestHouse, Vec<FileId>) {
    let test = TestHouse::begin(place).await;
    let officer = test.caller(test.officer).await;
    let mut files = Vec::new();
    for number in 0..FILES {
        let compartment = if number % 2 == 0 { test.a } else { test.sealed };
        let file = test
            .open(
                &officer,
                compartment,
                &[
                    name(&format!("Zoya {}", canary(number, 0)), "official"),
                    name(&canary(number, 1), "known_as"),
                    note(&canary(number, 2)),
                    refusal(&canary(number, 3)),
                ],
            )
            .await;
        let entry = test
            .house
            .record(&officer, file, &note("to be corrected"))
            .await
            .unwrap();
        test.house
            .revise(&officer, entry, 1, &note(&canary(number, 4)))
            .await
            .unwrap();
        test.house.person(&officer, file).await.unwrap();
        let evidence = Evidence {
            title: canary(number, 2),
            form: "letter".to_owned(),
            came_from: Some(canary(number, 3)),
            ..Evidence::default()
        };
        let kept = test
            .house
            .keep_evidence(
                &officer,
                file,
                &Draft::new(&evidence).unwrap(),
                &paper(&test, number),
            )
            .await
            .unwrap();
        for which in [Which::Original, Which::Copy, Which::Text] {
            // The canary is there for those who may read it.
            let opened = test
                .house
                .open_content(&officer, *kept.first().unwrap(), which)
                .await
                .unwrap();
            let text = test.house.content_text(&opened, 1_000).await.unwrap();
            assert!(heard(text.as_bytes()).is_some(), "{which:?}");
        }
        files.push(file);
    }
    for number in 0..FILES {
        // The canaries are there for those who may read them.
        let found = test
            .house
            .find(&officer, &canary(number, 1), 5)
            .await
            .unwrap();
        assert!(!found.is_empty(), "{number}");
        // What was looked for must not stay anywhere either.
        let _refused = test
            .house
            .record(
                &officer,
                *files.first().unwrap(),
                &name("", &canary(number, 2)),
            )
            .await;
    }
    test.house.sequence_all().await.unwrap();
    (test, files)
}

async fn nothing_for(test: &TestHouse, caller: &Caller, files: &[FileId]) {
    let listed = test.house.people(caller, &PeopleQuery::default()).await;
    assert_eq!(listed.map_or(0, |page| page.people.len()), 0);
    for (number, file) in files.iter().enumerate() {
        let found = test.house.find(caller, &canary(number, 1), 5).await;
        assert_eq!(found.map_or(0, |found| found.len()), 0);
        let refused = test.house.person(caller, *file).await.unwrap_err();
        assert_eq!(heard(format!("{refused:?} {refused}").as_bytes()), None);
    }
}

#[test]
fn a_canary_that_sings_is_heard() {
    let text = canary(7, 3);
    for form in forms(&text) {
        let mut bytes = b"something before Q ".to_vec();
        bytes.extend_from_slice(&form);
        bytes.extend_from_slice(b" and after");
        assert_eq!(heard(&bytes), Some(text.clone()));
    }
    assert_eq!(heard(b"Qanaryq without a number"), None);
}

#[tokio::test]
async fn nobody_without_a_key_hears_a_canary() {
    let log = Log::default();
    let kept = Arc::clone(&log.0);
    let _guard = tracing::subscriber::set_default(log);
    for place in engines() {
        let (test, files) = filled(&place).await;
        // The administrator, who runs the house and reads nobody.
        let administrator = test.caller(test.administrator).await;
        nothing_for(&test, &administrator, &files).await;
        // Whoever reads all rows of the database without a key of ours.
        let mut rows = Vec::new();
        test.house
            .register()
            .dump(&mut |dumped| {
                rows.extend_from_slice(&dumped.bytes);
                Ok(())
            })
            .await
            .unwrap();
        assert!(rows.len() > 10_000, "{}", place.engine);
        assert_eq!(heard(&rows), None, "a row of {}", place.engine);
        // Whoever finds a backup.
        let folder = testkit::TempFolder::new();
        test.house.backup(folder.path()).await.unwrap();
        silent(folder.path());
        test.house.close().await;
        // Whoever takes the disk.
        if let Place::Folder(folder) = &place.place {
            silent(folder);
        }
    }
    let kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(!kept.is_empty(), "nothing was logged at all");
    assert_eq!(heard(&kept), None, "the log");
}

/// No file under a folder holds a canary.
fn silent(folder: &Path) {
    let mut files = 0;
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for found in std::fs::read_dir(folder).unwrap() {
            let path = found.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files += 1;
                assert_eq!(
                    heard(&std::fs::read(&path).unwrap()),
                    None,
                    "{}",
                    path.display()
                );
            }
        }
    }
    assert!(files > 0);
}
