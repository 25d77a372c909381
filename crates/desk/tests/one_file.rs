//! Counsel reaches one file: lists, search, counts, single reads, writes, exports and the log of openings
//! hold nothing else, on both engines.
#![expect(clippy::unwrap_used, reason = "what fails in a helper fails the test")]

use access::Role;
use casework::{sources::Claim, wishes::CounselApproval};
use desk::{Caller, DeskError, Draft, PeopleQuery, members::NewMember};
use gates::Outcome;
use kernel::{FileId, UserId};
use testkit::{PASSWORD, TestHouse, engines};

async fn counsel(test: &TestHouse, file: FileId) -> (UserId, Caller) {
    let admin = test.caller(test.administrator).await;
    let member = NewMember {
        login: "lina",
        display_name: "Lina Oran",
        organisation: test.house.organisation(),
        password: PASSWORD,
        must_change: false,
        locale: "en",
    };
    let user = test.house.add_member(&admin, &member).await.unwrap();
    test.house
        .admit_to_file(&admin, test.a, file, user)
        .await
        .unwrap();
    (user, test.caller(user).await)
}

fn objection(scope: &str) -> Draft {
    Draft::new(&CounselApproval {
        counsel: "Lina Oran".to_owned(),
        scopes: vec![scope.to_owned()],
        answer: "objected".to_owned(),
        words: Some("Not before the appeal.".to_owned()),
        given_on: None,
    })
    .unwrap()
}

#[tokio::test]
async fn counsel_reads_one_file_and_nothing_else_exists() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let files = test.people(&officer, test.a).await;
        let (mine, other) = (files[0], files[1]);
        let (user, counsel) = counsel(&test, mine).await;
        assert_eq!(counsel.only_file(), Some(mine));
        assert!(counsel.compartments().is_empty());
        // Lists and counts.
        for newest in [false, true] {
            let query = PeopleQuery {
                newest,
                ..PeopleQuery::default()
            };
            let page = test.house.people(&counsel, &query).await.unwrap();
            let shown: Vec<FileId> = page.people.iter().map(|line| line.file).collect();
            assert_eq!((shown, page.total, &page.next), (vec![mine], 1, &None));
        }
        let filtered = PeopleQuery {
            country: Some("XV".to_owned()),
            ..PeopleQuery::default()
        };
        let page = test.house.people(&counsel, &filtered).await.unwrap();
        assert_eq!(page.people.len(), 1, "two of them are held in XV");
        // Search, by name and by a word of the file.
        assert_eq!(
            test.house.find(&counsel, "Kalina", 20).await.unwrap().len(),
            1
        );
        for hidden in ["Zaretski", "Мікола Зарэцкі", "Sviatna"] {
            assert!(
                test.house
                    .find(&counsel, hidden, 20)
                    .await
                    .unwrap()
                    .is_empty(),
                "{hidden}"
            );
        }
        // The first page, and everything about one person.
        let today = test.house.today(&counsel).await.unwrap();
        assert_eq!(today.people, 1);
        assert!(today.forgotten.iter().all(|line| line.file == mine));
        assert!(test.house.person(&counsel, mine).await.is_ok());
        let absent = |result: Result<(), DeskError>| matches!(result, Err(DeskError::Absent));
        assert!(absent(test.house.person(&counsel, other).await.map(drop)));
        assert!(absent(
            test.house.judge(&counsel, other, "visit").await.map(drop)
        ));
        let hidden = test.house.person(&officer, other).await.unwrap();
        let entry = hidden.history.current().next().unwrap().outer.id;
        assert!(absent(test.house.entry(&counsel, entry).await.map(drop)));
        assert!(absent(
            test.house.withdraw(&counsel, entry, 1, "no reason").await
        ));
        // Writing: an objection to a public act holds it; in another file nothing can be said.
        let before = test
            .house
            .judge(&officer, mine, "raise_privately")
            .await
            .unwrap();
        let objected = test
            .house
            .record(&counsel, mine, &objection("c05"))
            .await
            .unwrap();
        let after = test
            .house
            .judge(&officer, mine, "raise_privately")
            .await
            .unwrap();
        assert!(after.verdict.outcome >= before.verdict.outcome.max(Outcome::Hold));
        assert!(
            after
                .verdict
                .reasons
                .iter()
                .any(|reason| reason.entry == Some(objected)
                    && reason.rule == gates::Rule::CounselObjected)
        );
        assert!(absent(
            test.house
                .record(&counsel, other, &objection("c05"))
                .await
                .map(drop)
        ));
        let claim = Draft::new(&Claim {
            ..serde_json::from_value(casework::kind("claim").unwrap().sample().unwrap()).unwrap()
        })
        .unwrap();
        test.house.record(&counsel, mine, &claim).await.unwrap();
        assert!(
            test.house
                .open_new(&counsel, test.a, "person", std::slice::from_ref(&claim))
                .await
                .is_err(),
            "no file of their own making"
        );
        // Nothing leaves by them, and what they open stands in the log.
        let mut taken = 0;
        let exported = test
            .house
            .export_people(&counsel, &PeopleQuery::default(), &mut |_| {
                taken += 1;
                Ok(())
            })
            .await;
        assert!(exported.is_err() && taken == 0);
        let admin = test.caller(test.administrator).await;
        let exposure = test.house.exposure(&admin, user).await.unwrap();
        let files: i64 = exposure.could_open.iter().map(|place| place.files).sum();
        assert_eq!(files, 1);
        // Set aside, they read nothing at all.
        test.house
            .set_membership_status(
                &admin,
                test.a,
                user,
                Role::Counsel,
                access::MemberStatus::Suspended,
            )
            .await
            .unwrap();
        let counsel = test.caller(user).await;
        assert!(absent(test.house.person(&counsel, mine).await.map(drop)));
    }
}

#[tokio::test]
async fn counsel_is_admitted_to_a_file_and_to_nothing_wider() {
    let place = engines().remove(0);
    let test = TestHouse::begin(&place).await;
    let officer = test.caller(test.officer).await;
    let files = test.people(&officer, test.a).await;
    let (user, _) = counsel(&test, files[0]).await;
    let admin = test.caller(test.administrator).await;
    let refused = |result: Result<(), DeskError>| matches!(result, Err(DeskError::Refused(..)));
    assert!(refused(
        test.house.admit(&admin, test.a, user, Role::Counsel).await
    ));
    // A file of another compartment, and a sealed one.
    assert!(refused(
        test.house
            .admit_to_file(&admin, test.b, files[1], user)
            .await
    ));
    let sealed = test.people(&officer, test.sealed).await;
    assert!(refused(
        test.house
            .admit_to_file(&officer, test.sealed, sealed[0], user)
            .await
    ));
    // Another person instead: the first one is gone.
    test.house
        .admit_to_file(&admin, test.a, files[1], user)
        .await
        .unwrap();
    let counsel = test.caller(user).await;
    assert_eq!(counsel.only_file(), Some(files[1]));
    assert!(test.house.person(&counsel, files[0]).await.is_err());
}
