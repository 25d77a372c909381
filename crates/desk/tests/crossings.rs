//! The same person in compartments that do not know of each other (O2b): nobody learns anything
//! until both leads have said yes, on both engines.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "what fails in a helper fails the test"
)]

use access::{INSTALLATION, MemberStatus, Role};
use casework::people::Fact;
use desk::{
    Caller, DeskError, Draft,
    crossings::{ANSWER_DAYS, QUESTIONS, Question, RESTING_DAYS, Reply, Standing},
};
use kernel::{FileId, PartialDate, UserId};
use testkit::{EnginePlace, PASSWORD, TestHouse, engines, name};

const DAY: i64 = 86_400;
const CANARY: &str = "Zyvarendil";

fn born(date: &str) -> Draft {
    Draft::new(&Fact {
        field: "birth".to_owned(),
        value: String::new(),
        date: Some(PartialDate::parse(date).unwrap()),
        code: None,
    })
    .unwrap()
}

/// A house with two leads who know nothing of each other, and somebody who asks.
struct Scene {
    test: TestHouse,
    /// Leads the desk, where the older file is.
    first: UserId,
    /// Leads the circle, where the younger one is.
    second: UserId,
    asks: UserId,
    older: FileId,
    younger: Option<FileId>,
}

async fn member(test: &TestHouse, login: &str, role: Role) -> UserId {
    let admin = test.caller(test.administrator).await;
    test.house
        .add_member(
            &admin,
            &desk::members::NewMember {
                login,
                display_name: login,
                organisation: test.house.organisation(),
                password: PASSWORD,
                must_change: false,
                locale: "en",
            },
        )
        .await
        .map(|user| (user, role))
        .unwrap()
        .0
}

async fn scene(at: &EnginePlace, with_other: bool) -> Scene {
    let test = TestHouse::begin(at).await;
    let admin = test.caller(test.administrator).await;
    let first = member(&test, "lotte", Role::Lead).await;
    let second = member(&test, "marek", Role::Lead).await;
    let asks = member(&test, "otto", Role::MatchingOfficer).await;
    for (place, user, role) in [
        (test.a, first, Role::Lead),
        (test.b, second, Role::Lead),
        (INSTALLATION, asks, Role::MatchingOfficer),
    ] {
        test.house.admit(&admin, place, user, role).await.unwrap();
    }
    let officer = test.caller(test.officer).await;
    let documenter = test.caller(test.documenter).await;
    let canary = format!("{CANARY} Karimov");
    let older = test
        .open(
            &officer,
            test.a,
            &[name(&canary, "official"), born("1979-05-12")],
        )
        .await;
    for number in 0..4 {
        let given = ["Emil", "Jamila", "Pavel", "Zahra"][number];
        test.open(
            &officer,
            test.a,
            &[name(&format!("{given} Belch"), "official")],
        )
        .await;
        test.open(
            &documenter,
            test.b,
            &[name(&format!("{given} Nouri"), "official")],
        )
        .await;
    }
    test.clock.advance(DAY);
    let younger = if with_other {
        Some(
            test.open(
                &documenter,
                test.b,
                &[
                    name(&format!("Karimov, {CANARY}"), "official"),
                    born("1979"),
                ],
            )
            .await,
        )
    } else {
        None
    };
    Scene {
        test,
        first,
        second,
        asks,
        older,
        younger,
    }
}

impl Scene {
    async fn offer(&self) {
        let lotte = self.test.caller(self.first).await;
        let marek = self.test.caller(self.second).await;
        self.test
            .house
            .offer_for_crossing(&lotte, self.test.a)
            .await
            .unwrap();
        self.test
            .house
            .offer_for_crossing(&marek, self.test.b)
            .await
            .unwrap();
    }

    fn days(&self, days: i32) {
        self.test.clock.advance(DAY * i64::from(days));
    }

    /// The matching officer asks everything there is to ask today.
    async fn ask_all(&self) -> usize {
        let otto = self.test.caller(self.asks).await;
        let questions = self.test.house.crossings_of_today(&otto).await.unwrap();
        for question in questions.iter().filter(|question| !question.asked) {
            self.test
                .house
                .ask_crossing(&otto, question.id)
                .await
                .unwrap();
        }
        questions.len()
    }

    async fn questions(&self, user: UserId) -> Vec<Question> {
        let caller = self.test.caller(user).await;
        self.test
            .house
            .crossing_questions(&caller)
            .await
            .unwrap()
            .into_inner()
    }

    async fn about(&self, user: UserId, file: FileId) -> Vec<Question> {
        let mut questions = self.questions(user).await;
        questions.retain(|question| question.person.file == file);
        questions
    }

    async fn answer(&self, user: UserId, file: FileId, reply: &Reply) {
        let caller = self.test.caller(user).await;
        for question in self.about(user, file).await {
            if matches!(question.standing, Standing::Open { .. }) {
                self.test
                    .house
                    .answer_crossing(&caller, question.id, file, reply)
                    .await
                    .unwrap();
            }
        }
    }
}

/// What a lead sees, without the numbers of the questions.
fn seen(mut questions: Vec<Question>) -> Vec<String> {
    questions.sort_by_key(|question| (question.person.file, format!("{:?}", question.standing)));
    questions
        .into_iter()
        .map(|question| {
            format!(
                "{:?} {} {:?}",
                question.person.file, question.place, question.standing
            )
        })
        .collect()
}

fn reveal(words: &str) -> Reply {
    Reply::Reveal(words.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn o2b_two_leads_who_both_reveal_meet_and_link() {
    for at in engines() {
        let scene = scene(&at, true).await;
        let younger = scene.younger.unwrap();
        scene.offer().await;
        // What was written lately takes no part yet.
        assert_eq!(scene.ask_all().await, 0);
        scene.days(RESTING_DAYS);
        assert_eq!(scene.ask_all().await, QUESTIONS);
        scene
            .answer(
                scene.first,
                scene.older,
                &reveal("Ask for Lotte, extension 12"),
            )
            .await;
        // Said, and still nobody else is asked about it before the day: but for random questions.
        assert!(
            !scene
                .about(scene.second, younger)
                .await
                .iter()
                .any(|question| matches!(question.standing, Standing::Met { .. }))
        );
        scene.days(ANSWER_DAYS);
        assert!(!scene.about(scene.second, younger).await.is_empty());
        scene
            .answer(scene.second, younger, &reveal("We know his family"))
            .await;
        let before = scene.about(scene.first, scene.older).await;
        assert!(
            before
                .iter()
                .all(|question| matches!(question.standing, Standing::UnderWay { .. })),
            "{before:?}"
        );
        scene.days(ANSWER_DAYS);
        let met = |questions: &[Question]| {
            questions
                .iter()
                .find_map(|question| match &question.standing {
                    Standing::Met {
                        office,
                        by,
                        told,
                        other,
                        linked,
                    } => Some((
                        question.id,
                        office.clone(),
                        by.clone(),
                        told.clone(),
                        *other,
                        *linked,
                    )),
                    _ => None,
                })
                .unwrap()
        };
        let first = met(&scene.about(scene.first, scene.older).await);
        assert_eq!(
            (
                first.1.as_str(),
                first.2.as_str(),
                first.3.as_str(),
                first.4,
                first.5
            ),
            (
                "Documentation Circle, XB",
                "marek",
                "We know his family",
                younger,
                false
            )
        );
        let second = met(&scene.about(scene.second, younger).await);
        assert_eq!(
            (second.3.as_str(), second.4),
            ("Ask for Lotte, extension 12", scene.older)
        );
        let lotte = scene.test.caller(scene.first).await;
        let entry = scene
            .test
            .house
            .link_crossing(&lotte, first.0, scene.older, "Both leads revealed")
            .await
            .unwrap();
        assert!(met(&scene.about(scene.first, scene.older).await).5);
        assert!(matches!(
            scene
                .test
                .house
                .link_crossing(&lotte, first.0, scene.older, "again")
                .await,
            Err(DeskError::Refused("refused-linked-already", _))
        ));
        // Linked, and still neither reads the other's file.
        let person = scene.test.house.person(&lotte, scene.older).await.unwrap();
        assert_eq!(person.files, [scene.older]);
        let history = scene.test.house.entry(&lotte, entry).await.unwrap();
        assert_eq!(history.kind(), "link");
        // Linked files are not asked about again.
        scene.days(200);
        scene.offer().await;
        scene.ask_all().await;
        scene
            .answer(scene.first, scene.older, &reveal("once more"))
            .await;
        scene.days(ANSWER_DAYS);
        scene
            .answer(scene.second, younger, &reveal("once more"))
            .await;
        scene.days(ANSWER_DAYS);
        assert!(
            scene
                .about(scene.first, scene.older)
                .await
                .iter()
                .all(|question| question.standing == Standing::Nothing)
        );
        assert!(scene.test.house.verify().await.unwrap().is_clean());
        scene.test.house.close().await;
    }
}

/// A *no*, silence, and a register in which the other file does not exist: the other side sees the
/// same on every day, and so does the officer.
#[tokio::test(flavor = "multi_thread")]
async fn o2b_no_answer_no_and_nobody_there_look_the_same() {
    for engine in 0..engines().len() {
        let mut told: Vec<Vec<String>> = Vec::new();
        let mut counted = Vec::new();
        for (with_other, first, second) in [
            (true, Some(reveal("we reveal")), None),
            (true, Some(reveal("we reveal")), Some(Reply::Decline)),
            (true, None, Some(reveal("we reveal"))),
            (true, Some(Reply::Decline), Some(reveal("we reveal"))),
        ] {
            let at = engines().into_iter().nth(engine).unwrap();
            let scene = scene(&at, with_other).await;
            let younger = scene.younger.unwrap();
            scene.offer().await;
            scene.days(RESTING_DAYS);
            counted.push(scene.ask_all().await);
            if let Some(reply) = &first {
                scene.answer(scene.first, scene.older, reply).await;
            }
            scene.days(ANSWER_DAYS);
            if let Some(reply) = &second {
                scene.answer(scene.second, younger, reply).await;
            }
            scene.days(ANSWER_DAYS);
            let mut both = Vec::new();
            for (user, file) in [(scene.first, scene.older), (scene.second, younger)] {
                let questions = scene.about(user, file).await;
                assert!(
                    questions
                        .iter()
                        .all(|question| question.standing == Standing::Nothing),
                    "{questions:?}"
                );
                both.push(questions.len());
            }
            // The older side was asked in any case; the younger only by chance where that was silent.
            assert!(both[0] >= 1);
            if first == Some(reveal("we reveal")) {
                told.push(seen(scene.about(scene.first, scene.older).await));
            }
            scene.test.house.close().await;
        }
        assert_eq!(told[0], told[1], "a no is told from silence");
        assert!(counted.iter().all(|count| *count == QUESTIONS));
        let at = engines().into_iter().nth(engine).unwrap();
        let alone = scene(&at, false).await;
        alone.offer().await;
        alone.days(RESTING_DAYS);
        assert_eq!(
            alone.ask_all().await,
            QUESTIONS,
            "the officer counts nothing"
        );
        // Where nobody is there, whoever reveals hears what those heard who met silence.
        alone
            .answer(alone.first, alone.older, &reveal("we reveal"))
            .await;
        alone.days(2 * ANSWER_DAYS);
        assert!(
            alone
                .questions(alone.first)
                .await
                .iter()
                .all(|question| question.standing == Standing::Nothing)
        );
        alone.test.house.close().await;
    }
}

/// An infiltrator who lays out a name to see whether somebody else has it.
#[tokio::test(flavor = "multi_thread")]
async fn o2b_a_planted_name_learns_nothing_from_a_lead_who_does_not_reveal() {
    for at in engines() {
        let scene = scene(&at, true).await;
        let younger = scene.younger.unwrap();
        scene.offer().await;
        scene.days(RESTING_DAYS);
        scene.ask_all().await;
        let marek = scene.test.caller(scene.second).await;
        let otto = scene.test.caller(scene.asks).await;
        // Nothing of the other compartment in anything that is answered, and nothing of anybody for the officer.
        let lotte_sees = format!("{:?}", scene.questions(scene.first).await);
        assert!(
            lotte_sees.contains(CANARY)
                && !lotte_sees.contains("Nouri")
                && !lotte_sees.contains("Circle")
        );
        let marek_sees = format!("{:?}", scene.questions(scene.second).await);
        assert!(
            !marek_sees.contains("Belch") && !marek_sees.contains("Desk"),
            "{marek_sees}"
        );
        let officer_sees = format!(
            "{:?}",
            scene.test.house.crossings_of_today(&otto).await.unwrap()
        );
        assert!(!officer_sees.contains(CANARY) && !officer_sees.contains("Karimov"));
        assert!(scene.test.house.crossing_questions(&otto).await.is_err());
        assert!(scene.test.house.crossings_of_today(&marek).await.is_err());
        assert!(scene.test.house.led_places(&otto).await.is_err());
        let officer = scene.test.caller(scene.test.officer).await;
        assert!(
            scene.test.house.crossing_questions(&officer).await.is_err(),
            "a desk officer is no lead"
        );
        assert!(
            scene
                .test
                .house
                .offer_for_crossing(&marek, scene.test.a)
                .await
                .is_err()
        );
        assert!(
            scene
                .test
                .house
                .leave_crossing(&marek, scene.test.a)
                .await
                .is_err()
        );
        // The answer to a question about another's file cannot be given, whatever number is guessed.
        for question in scene.questions(scene.first).await {
            for file in [scene.older, younger] {
                let answered = scene
                    .test
                    .house
                    .answer_crossing(&marek, question.id, file, &reveal("mine"))
                    .await;
                let own = scene.about(scene.second, file).await.iter().any(|own| {
                    own.id == question.id && matches!(own.standing, Standing::Open { .. })
                });
                assert_eq!(answered.is_ok(), own);
                assert!(
                    scene
                        .test
                        .house
                        .link_crossing(&marek, question.id, file, "mine")
                        .await
                        .is_err()
                );
            }
        }
        // A name laid out today is not drawn for a month.
        let documenter = scene.test.caller(scene.test.documenter).await;
        let planted = scene
            .test
            .open(&documenter, scene.test.b, &[name("Emil Belch", "official")])
            .await;
        scene
            .test
            .house
            .offer_for_crossing(&marek, scene.test.b)
            .await
            .unwrap();
        for _ in 0..3 {
            scene.days((RESTING_DAYS - 2) / 3);
            scene.ask_all().await;
            assert!(scene.about(scene.second, planted).await.is_empty());
        }
        // The hashes of the tables, the questions and the events hold no letter of a name.
        let mut transaction = scene.test.house.register().read().await.unwrap();
        for stored in transaction
            .crossings_since(kernel::Day::from_number(0))
            .await
            .unwrap()
        {
            assert_eq!(stored.sealed.len(), 8_192 + sealing::SEALED_OVERHEAD);
            assert!(!String::from_utf8_lossy(&stored.sealed).contains(CANARY));
        }
        for offer in transaction.crossing_offers().await.unwrap() {
            assert!(
                !String::from_utf8_lossy(&offer.sealed)
                    .to_lowercase()
                    .contains(&CANARY.to_lowercase())
            );
        }
        drop(transaction);
        scene.test.house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn o2b_a_sealed_compartment_takes_part_only_by_its_lead_and_erasure_ends_it() {
    for at in engines() {
        let scene = scene(&at, true).await;
        let test = &scene.test;
        let officer = test.caller(test.officer).await;
        let hidden = test
            .open(
                &officer,
                test.sealed,
                &[name(&format!("{CANARY} Karimov"), "official"), born("1979")],
            )
            .await;
        scene.offer().await;
        scene.days(RESTING_DAYS + 1);
        for _ in 0..5 {
            scene.ask_all().await;
            scene.days(1);
        }
        // Its officers are no leads; nobody offered it, so nobody was asked about it.
        test.house
            .admit(&officer, test.sealed, scene.first, Role::Lead)
            .await
            .unwrap();
        assert!(scene.about(scene.first, hidden).await.is_empty());
        let lotte = test.caller(scene.first).await;
        assert_eq!(
            test.house
                .offer_for_crossing(&lotte, test.sealed)
                .await
                .unwrap(),
            1
        );
        let places = test.house.led_places(&lotte).await.unwrap();
        assert!(
            places
                .iter()
                .any(|place| place.sealed && place.taking_part.is_some())
        );
        for _ in 0..8 {
            scene.days(1);
            scene.ask_all().await;
        }
        assert!(!scene.about(scene.first, hidden).await.is_empty());
        test.house
            .leave_crossing(&lotte, test.sealed)
            .await
            .unwrap();
        assert!(scene.about(scene.first, hidden).await.is_empty());
        // Erased: offered no more, asked about no more.
        test.house
            .erase(&officer, scene.older, "asked by the family")
            .await
            .unwrap();
        let second = test.caller(test.second_officer).await;
        test.house.erase(&second, scene.older, "").await.unwrap();
        assert!(scene.about(scene.first, scene.older).await.is_empty());
        let mut transaction = test.house.register().read().await.unwrap();
        assert!(
            transaction
                .crossing_offers()
                .await
                .unwrap()
                .iter()
                .all(|offer| offer.file != scene.older)
        );
        drop(transaction);
        // A lead who is one no more sees nothing.
        let admin = test.caller(test.administrator).await;
        test.house
            .set_membership_status(
                &admin,
                test.b,
                scene.second,
                Role::Lead,
                MemberStatus::Ended,
            )
            .await
            .unwrap();
        let marek: Caller = test.caller(scene.second).await;
        assert!(test.house.crossing_questions(&marek).await.is_err());
        test.house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn o2b_a_question_is_asked_once_and_no_more_than_are_drawn() {
    for at in engines() {
        let scene = scene(&at, true).await;
        scene.offer().await;
        scene.days(RESTING_DAYS);
        let otto = scene.test.caller(scene.asks).await;
        let questions = scene
            .test
            .house
            .crossings_of_today(&otto)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(questions.len(), QUESTIONS);
        scene
            .test
            .house
            .ask_crossing(&otto, questions[0].id)
            .await
            .unwrap();
        assert!(matches!(
            scene.test.house.ask_crossing(&otto, questions[0].id).await,
            Err(DeskError::Refused("refused-crossing-asked", _))
        ));
        assert!(
            scene
                .test
                .house
                .ask_crossing(&otto, kernel::CrossingId::from_bytes([9; 16]))
                .await
                .is_err()
        );
        assert_eq!(
            scene
                .test
                .house
                .crossings_of_today(&otto)
                .await
                .unwrap()
                .len(),
            QUESTIONS,
            "looking again draws no more"
        );
        let lotte = scene.test.caller(scene.first).await;
        assert!(
            scene
                .test
                .house
                .ask_crossing(&lotte, questions[1].id)
                .await
                .is_err()
        );
        scene.days(1);
        assert!(
            scene
                .test
                .house
                .ask_crossing(&otto, questions[1].id)
                .await
                .is_err(),
            "yesterday's"
        );
        for question in scene.questions(scene.first).await {
            let file = question.person.file;
            for (reply, refused) in [
                (reveal(" "), "refused-crossing-nothing-told"),
                (reveal(&"x".repeat(601)), "refused-crossing-too-long"),
            ] {
                let answer = scene
                    .test
                    .house
                    .answer_crossing(&lotte, question.id, file, &reply)
                    .await;
                assert!(matches!(answer, Err(DeskError::Refused(word, _)) if word == refused));
            }
        }
        scene.test.house.close().await;
    }
}
