//! The same person in two files: found, warned of, decided, taken back (O2b), within what one reads.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "what fails in a helper fails the test"
)]

use casework::people::{Fact, Name, NamePart};
use desk::{Caller, DeskError, Draft};
use kernel::{FileId, PartialDate};
use testkit::{TestHouse, engines, name, note};

fn born(date: &str) -> Draft {
    Draft::new(&Fact {
        field: "birth".to_owned(),
        value: String::new(),
        date: Some(PartialDate::parse(date).unwrap()),
        code: None,
    })
    .unwrap()
}

fn fact(field: &str, value: &str) -> Draft {
    Draft::new(&Fact {
        field: field.to_owned(),
        value: value.to_owned(),
        date: None,
        code: None,
    })
    .unwrap()
}

fn child(text: &str, father: &str) -> Draft {
    Draft::new(&Name {
        text: text.to_owned(),
        usage: "official".to_owned(),
        parts: vec![NamePart {
            role: "patronymic".to_owned(),
            text: father.to_owned(),
        }],
        ..Name::default()
    })
    .unwrap()
}

/// Somebody twice in two scripts, two brothers, a namesake of another age, and others.
async fn people(test: &TestHouse, officer: &Caller) -> Vec<FileId> {
    let mut files = Vec::new();
    for drafts in [
        vec![
            name("Yusuf Karimov", "official"),
            born("1979-05-12"),
            fact("origin", "Talin"),
        ],
        vec![
            name("Юсуф Каримов", "official"),
            born("1979"),
            fact("origin", "Talin"),
        ],
        vec![
            child("Bahram Tarin", "Hassan"),
            born("1981-02-03"),
            fact("origin", "Maubin"),
        ],
        vec![
            child("Orkhan Tarin", "Hassan"),
            born("1984-07-09"),
            fact("origin", "Maubin"),
        ],
        vec![name("Yusuf Karimov", "official"), born("1950-01-20")],
        vec![name("Larysa Duno", "official"), born("1990")],
        vec![name("刘望", "official"), born("1988")],
        vec![name("ဟိန်းအောင်", "official")],
    ] {
        files.push(test.open(officer, test.a, &drafts).await);
    }
    for number in 0..12 {
        let given = ["Emil", "Jamila", "Pavel", "Zahra"][number % 4];
        let family = ["Belch", "Ardo", "Nouri"][number % 3];
        test.open(
            officer,
            test.a,
            &[name(&format!("{given} {family}"), "official")],
        )
        .await;
    }
    files
}

async fn all_pairs(test: &TestHouse, caller: &Caller) -> Vec<(FileId, FileId)> {
    let mut pairs = Vec::new();
    let mut after = None;
    loop {
        let search = test
            .house
            .next_pair(caller, after.as_deref())
            .await
            .unwrap()
            .into_inner();
        match search.pair {
            Some(pair) => {
                let two = (pair.first.file, pair.second.file);
                assert!(!pairs.contains(&two), "asked twice");
                pairs.push(two);
                test.house
                    .decide_pair(caller, two.0, two.1, "unsure", "to see the next")
                    .await
                    .unwrap();
                after = search.after;
            }
            None if search.after.is_some() => after = search.after,
            None => return pairs,
        }
    }
}

fn either(pair: (FileId, FileId), one: FileId, other: FileId) -> bool {
    pair == (one, other) || pair == (other, one)
}

#[tokio::test]
async fn one_person_in_two_scripts_is_proposed_and_kin_and_namesakes_are_not() {
    for engine in engines() {
        let test = TestHouse::begin(&engine).await;
        let officer = test.caller(test.officer).await;
        let files = people(&test, &officer).await;
        let possible = test
            .house
            .possible_matches(&officer, files[0])
            .await
            .unwrap()
            .into_inner();
        assert_eq!(possible[0].person.file, files[1], "{}", engine.engine);
        assert!(possible[0].weighed.probability > 0.5, "{:?}", possible[0]);
        assert!(
            possible
                .iter()
                .all(|possible| possible.person.file != files[4])
        );
        let pairs = all_pairs(&test, &officer).await;
        assert!(
            pairs.iter().any(|pair| either(*pair, files[0], files[1])),
            "{pairs:?}"
        );
        for (one, other) in [(2, 3), (0, 4)] {
            assert!(
                !pairs
                    .iter()
                    .any(|pair| either(*pair, files[one], files[other])),
                "{one} {other}"
            );
        }
        // Undecided ones come again after a while.
        assert_eq!(all_pairs(&test, &officer).await, []);
        test.clock.advance(40 * 86_400);
        let officer = test.caller(test.officer).await;
        assert!(!all_pairs(&test, &officer).await.is_empty());
    }
}

#[tokio::test]
async fn a_decision_is_remembered_taken_back_and_told() {
    for engine in engines() {
        let test = TestHouse::begin(&engine).await;
        let officer = test.caller(test.officer).await;
        let files = people(&test, &officer).await;
        let house = &test.house;
        let linked = async || {
            let person = house.person(&officer, files[0]).await.unwrap();
            person.files.len()
        };
        let link = house
            .decide_pair(&officer, files[0], files[1], "same", "born in one year")
            .await
            .unwrap();
        assert_eq!(linked().await, 2, "{}", engine.engine);
        // Every value of both stays, and each says from which file it comes.
        let person = house.person(&officer, files[0]).await.unwrap();
        assert_eq!(person.history.of_kind("name").count(), 2);
        assert_eq!(person.history.of_kind("fact").count(), 4);
        let again = house
            .decide_pair(&officer, files[0], files[1], "same", "again")
            .await
            .unwrap_err();
        assert!(matches!(
            again,
            DeskError::Refused("refused-linked-already", _)
        ));
        house
            .undo_decision(&officer, link, 1, "a slip")
            .await
            .unwrap();
        assert_eq!(linked().await, 1);
        let versions = house.entry_versions(&officer, link).await.unwrap();
        assert_eq!(versions.len(), 2, "the history shows both");
        assert!(versions.last().unwrap().is_withdrawn());
        assert!(matches!(
            house.undo_decision(&officer, link, 2, "twice").await,
            Err(DeskError::Absent)
        ));
        // Kept apart, then in doubt, then the same: one entry with its history.
        let apart = house
            .decide_pair(&officer, files[0], files[1], "apart", "two trades")
            .await
            .unwrap();
        let search = house.next_pair(&officer, None).await.unwrap();
        assert!(
            search.pair.as_ref().is_none_or(|pair| !either(
                (pair.first.file, pair.second.file),
                files[0],
                files[1]
            )),
            "kept apart is remembered"
        );
        let same = house
            .decide_pair(
                &officer,
                files[1],
                files[0],
                "same",
                "the trade was an error",
            )
            .await
            .unwrap();
        assert_eq!(apart, same);
        assert_eq!(linked().await, 2);
        assert!(matches!(
            house.undo_decision(&officer, same, 1, "stale").await,
            Err(DeskError::Conflict(_))
        ));
        house
            .undo_decision(&officer, same, 2, "a slip")
            .await
            .unwrap();
        assert_eq!(linked().await, 1);
        let own = house.own_decisions(&officer).await.unwrap();
        assert_eq!(own.len(), 1);
        assert_eq!(
            (own[0].decided.entry, own[0].decided.decision.as_str()),
            (apart, "apart")
        );
        assert_eq!(own[0].decided.version, 3);
        // A new fact that tells people apart opens it again; a note does not.
        house
            .record(&officer, files[0], &note("seen"))
            .await
            .unwrap();
        let asked = async || {
            let possible = house.next_pair(&officer, None).await.unwrap();
            possible
                .pair
                .as_ref()
                .is_some_and(|pair| either((pair.first.file, pair.second.file), files[0], files[1]))
        };
        assert!(!asked().await);
        house
            .record(&officer, files[1], &fact("residence", "Northgate"))
            .await
            .unwrap();
        assert!(asked().await, "facts have changed");
        let labelled = house.labelled(&officer).await.unwrap();
        assert_eq!(labelled.len(), 1);
        assert!(!labelled[0].same && labelled[0].log_odds > 0.0);
    }
}

#[tokio::test]
async fn what_one_may_not_read_warns_nobody() {
    for engine in engines() {
        let test = TestHouse::begin(&engine).await;
        let officer = test.caller(test.officer).await;
        let files = people(&test, &officer).await;
        let documenter = test.caller(test.documenter).await;
        let entered = [name("Yusuf Karimov", "official"), born("1979-05-12")];
        let warned = test.house.known_perhaps(&officer, &entered).await.unwrap();
        assert!(warned.len() >= 2, "{}", engine.engine);
        let warned = test
            .house
            .known_perhaps(&documenter, &entered)
            .await
            .unwrap();
        assert_eq!(warned.len(), 0);
        let theirs = test.open(&documenter, test.b, &entered).await;
        assert_eq!(
            test.house
                .possible_matches(&documenter, theirs)
                .await
                .unwrap()
                .len(),
            0
        );
        assert_eq!(
            test.house.next_pair(&documenter, None).await.unwrap().pair,
            None
        );
        for refused in [
            test.house
                .pair(&documenter, theirs, files[0])
                .await
                .map(|_| ()),
            test.house
                .decide_pair(&documenter, theirs, files[0], "same", "a guess")
                .await
                .map(|_| ()),
            test.house
                .possible_matches(&documenter, files[0])
                .await
                .map(|_| ()),
        ] {
            assert!(matches!(refused, Err(DeskError::Absent)));
        }
        // The documenter takes nothing out.
        assert!(matches!(
            test.house.labelled(&documenter).await,
            Err(DeskError::Absent)
        ));
        assert_eq!(
            test.house.own_decisions(&documenter).await.unwrap().len(),
            0
        );
    }
}

#[tokio::test]
async fn names_are_found_in_part_in_any_order_and_script() {
    for engine in engines() {
        let test = TestHouse::begin(&engine).await;
        let officer = test.caller(test.officer).await;
        let files = people(&test, &officer).await;
        for (typed, wanted) in [
            ("Karimov Yusuf", 0),
            ("Юсуф Каримов", 0),
            ("karimov", 0),
            ("Yusuf Karimow", 1),
            ("刘望", 6),
            ("Liu Wang", 6),
            ("Hein Aung", 7),
            ("ဟိန်းအောင်", 7),
        ] {
            let found = test.house.find(&officer, typed, 10).await.unwrap();
            let place = found
                .iter()
                .position(|found| found.person.file == files[wanted]);
            assert!(
                place.is_some_and(|place| found[place].is_same()),
                "{} {typed}: {place:?}",
                engine.engine
            );
        }
        let found = test.house.find(&officer, "kari", 10).await.unwrap();
        assert!(!found.is_empty());
        assert!(found.iter().all(|found| !found.is_same()), "similar only");
    }
}

/// Reviewers of a compartment find that *origin* is written carelessly there: after enough decisions it
/// says less against, until the decisions are taken back; whoever does not read them learns nothing.
#[tokio::test(flavor = "multi_thread")]
async fn o2b_decisions_improve_the_weights_and_undone_ones_do_not() {
    for at in engines() {
        let test = TestHouse::begin(&at).await;
        let officer = test.caller(test.officer).await;
        let letters = [
            "Alder", "Bremo", "Cindal", "Dorvan", "Ekmin", "Farlo", "Gandur", "Helvar", "Istan",
            "Jorvik", "Kelmar", "Lindor",
        ];
        let twice = async |given: &str, number: usize, towns: [&str; 2], births: [&str; 2]| {
            let mut files = Vec::new();
            for side in 0..2 {
                let text = format!("{given} {}", letters[number]);
                let drafts = [
                    name(&text, "official"),
                    fact("origin", towns[side]),
                    born(births[side]),
                ];
                files.push(test.open(&officer, test.a, &drafts).await);
            }
            (files[0], files[1])
        };
        let asked = twice("Tamsin", 0, ["Talin", "Maubin"], ["1971", "1971"]).await;
        let odds = async |caller: &Caller| {
            let open = test
                .house
                .pair(caller, asked.0, asked.1)
                .await
                .unwrap()
                .into_inner();
            let learned = open
                .pair
                .weighed
                .weights
                .iter()
                .map(|weight| weight.learned.abs())
                .fold(0.0, f32::max);
            (open.pair.weighed.log_odds, learned, open.taught)
        };
        let (before, learned, _) = odds(&officer).await;
        assert_eq!(learned, 0.0);
        let mut decided = Vec::new();
        for number in 0..12 {
            let same = twice("Orsolya", number, ["Talin", "Maubin"], ["1960", "1960"]).await;
            let apart = twice(
                "Benedek",
                number,
                ["Talin", "Talin"],
                ["1975-03-02", "1950-11-20"],
            )
            .await;
            for ((one, other), decision) in [(same, "same"), (apart, "apart")] {
                // Too few decisions teach nothing.
                if number == 8 {
                    assert!(!odds(&officer).await.2.says_something());
                }
                decided.push(
                    test.house
                        .decide_pair(&officer, one, other, decision, "looked at both")
                        .await
                        .unwrap(),
                );
            }
        }
        let (after, learned, taught) = odds(&officer).await;
        assert_eq!((taught.same, taught.apart), (12, 12));
        assert!(
            after > before + 0.5 && learned > 0.3,
            "{before} {after} {taught:?}"
        );
        // The table to learn from is not made of what was learned.
        let labelled = test.house.labelled(&officer).await.unwrap();
        assert!(
            labelled
                .iter()
                .all(|label| label.weights.iter().all(|weight| weight.learned == 0.0))
        );
        // Another who reads the same learns the same; who reads none of it reads no pair at all.
        let second = test.caller(test.second_officer).await;
        // But for how rare the names were when each of them first looked at a decision.
        assert!((odds(&second).await.0 - after).abs() < 0.5);
        let documenter = test.caller(test.documenter).await;
        assert!(
            test.house
                .pair(&documenter, asked.0, asked.1)
                .await
                .is_err()
        );
        for entry in decided.iter().take(6) {
            test.house
                .undo_decision(&officer, *entry, 1, "a slip")
                .await
                .unwrap();
        }
        let (undone, _, taught) = odds(&officer).await;
        assert_eq!((taught.same, taught.apart), (9, 9));
        assert!((undone - before).abs() < 0.3, "{before} {undone}");
        assert!(!taught.says_something());
        test.house.close().await;
    }
}
