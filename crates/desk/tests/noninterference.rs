//! What one may not read does not exist: two registers that differ only in hidden people answer
//! every question of a documenter byte for byte alike, modulo stops.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot go on ends here"
)]

use access::{MemberStatus, Role};
use desk::{Caller, DeskError, House, PeopleQuery};
use kernel::{CompartmentId, FileId};
use testkit::{PEOPLE, TestHouse, engines};

struct Scene {
    test: TestHouse,
    documenter: Caller,
    files: Vec<FileId>,
    hidden: Vec<FileId>,
}

/// The same beginning in both; what is hidden comes last, so that ids before it are the same.
async fn scene(at: &testkit::EnginePlace, hidden_people: usize) -> Scene {
    let test = TestHouse::begin(at).await;
    let documenter = test.caller(test.documenter).await;
    let mut files = Vec::new();
    for person in &PEOPLE[..4] {
        files.push(
            test.house
                .open_person(&documenter, test.b, &person.drafts())
                .await
                .unwrap(),
        );
    }
    let officer = test.caller(test.officer).await;
    let mut hidden = Vec::new();
    for number in 0..hidden_people {
        // The same names, countries and places as those the documenter knows, and others.
        let person = &PEOPLE[number % PEOPLE.len()];
        let place = if number % 2 == 0 { test.a } else { test.sealed };
        hidden.push(
            test.house
                .open_person(&officer, place, &person.drafts())
                .await
                .unwrap(),
        );
    }
    Scene {
        test,
        documenter,
        files,
        hidden,
    }
}

async fn answers(
    house: &House,
    caller: &Caller,
    files: &[FileId],
    compartment: CompartmentId,
) -> Vec<String> {
    let mut answers = Vec::new();
    let mut say = |what: &str, answer: String| answers.push(format!("{what}: {answer}"));
    let mut queries = vec![
        PeopleQuery::default(),
        PeopleQuery {
            newest: true,
            ..PeopleQuery::default()
        },
    ];
    for country in ["XV", "XQ", "XM", "XH", "XZ", "XA"] {
        queries.push(PeopleQuery {
            country: Some(country.to_owned()),
            ..PeopleQuery::default()
        });
    }
    queries.push(PeopleQuery {
        stage: Some("serving".to_owned()),
        ..PeopleQuery::default()
    });
    for query in &queries {
        say("people", format!("{:?}", house.people(caller, query).await));
    }
    for person in &PEOPLE {
        for text in [
            person.name,
            person.latin.unwrap_or(person.name),
            person.place,
        ] {
            say("find", format!("{:?}", house.find(caller, text, 50).await));
        }
    }
    for text in ["", "a", "Nobody Atall", "*", "王"] {
        say("find", format!("{:?}", house.find(caller, text, 50).await));
    }
    for file in files {
        let person = house.person(caller, *file).await.unwrap();
        say(
            "person",
            format!("{:?} {:?} {:?}", person.line, person.files, person.history),
        );
        for judged in &person.verdicts {
            say("verdict", serde_json::to_string(&judged.verdict).unwrap());
        }
    }
    let today = house.today(caller).await.unwrap();
    say(
        "today",
        format!(
            "{:?} {:?} {} {}",
            today.forgotten, today.meetings, today.people, today.reviews
        ),
    );
    say("requests", format!("{:?}", house.requests(caller).await));
    say(
        "meetings",
        format!(
            "{:?}",
            house
                .meetings(caller)
                .await
                .map_err(|error| error.to_string())
        ),
    );
    say("reviews", {
        let all = desk::imports::ReviewQuery {
            limit: 100,
            ..Default::default()
        };
        let queue = house.reviews(caller, &all).await.unwrap();
        let waiting = house.reviews_waiting(caller).await.unwrap();
        format!("{:?} {} {waiting}", queue.groups, queue.rows)
    });
    say(
        "imports",
        house.imports(caller).await.unwrap().len().to_string(),
    );
    let mut exported = Vec::new();
    let outcome = house
        .export_people(caller, &desk::PeopleQuery::default(), &mut |person| {
            exported.push(serde_json::to_string(&person).unwrap_or_default());
            Ok(())
        })
        .await;
    say(
        "export",
        format!(
            "{:?} {exported:?}",
            outcome.map_err(|error| error.to_string())
        ),
    );
    say("compartment", format!("{:?}", caller.compartments()));
    let _ = compartment;
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hidden_people_change_no_answer() {
    for engine in engines() {
        let without = scene(&engine, 0).await;
        // Kept to the end: the folder goes with it.
        let beside = engine.another();
        let with = scene(&beside, 60).await;
        assert_eq!(without.files, with.files, "both scenes begin alike");
        let one = answers(
            &without.test.house,
            &without.documenter,
            &without.files,
            without.test.b,
        )
        .await;
        let other = answers(&with.test.house, &with.documenter, &with.files, with.test.b).await;
        assert!(one.len() > 60);
        for (a, b) in one.iter().zip(&other) {
            assert_eq!(a, b);
        }
        assert_eq!(one.len(), other.len());
        // A hidden file, an erased one and one that never was: the same words.
        let nobody = FileId::from_bytes([7; 16]);
        for file in with.hidden.iter().take(4).copied().chain([nobody]) {
            let refused = with
                .test
                .house
                .person(&with.documenter, file)
                .await
                .map(|_| ())
                .unwrap_err();
            assert!(matches!(refused, DeskError::Absent));
            let judged = with
                .test
                .house
                .judge(&with.documenter, file, "raise_privately")
                .await
                .map(|_| ())
                .unwrap_err();
            assert!(matches!(judged, DeskError::Absent));
            let written = with
                .test
                .house
                .record(&with.documenter, file, &testkit::note("guessing"))
                .await
                .unwrap_err();
            assert!(matches!(written, DeskError::Absent));
            // A link to it is refused in the same words.
            let linked = with
                .test
                .house
                .record(&with.documenter, with.files[0], &testkit::link(file))
                .await
                .unwrap_err();
            assert!(matches!(linked, DeskError::Absent));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_left_reads_nothing() {
    for engine in engines() {
        let scene = scene(&engine, 4).await;
        let house = &scene.test.house;
        let administrator = scene.test.caller(scene.test.administrator).await;
        house
            .set_membership_status(
                &administrator,
                scene.test.b,
                scene.test.documenter,
                Role::Documenter,
                MemberStatus::Suspended,
            )
            .await
            .unwrap();
        let caller = house.ordinary_caller(scene.test.documenter).await.unwrap();
        assert!(matches!(
            house.person(&caller, scene.files[0]).await.map(|_| ()),
            Err(DeskError::Absent)
        ));
        assert!(matches!(
            house
                .people(&caller, &PeopleQuery::default())
                .await
                .map(|_| ()),
            Err(DeskError::Absent)
        ));
        // The caller of before, whose membership was read a moment ago, is stopped by the join.
        assert!(matches!(
            house
                .person(&scene.documenter, scene.files[0])
                .await
                .map(|_| ()),
            Err(DeskError::Absent)
        ));
    }
}
