//! What time does to a register: consents end, a clock set back revives nothing, an outcome waits
//! for its meeting, and what nobody answers for is not called verified.
#![expect(clippy::unwrap_used, reason = "what fails in a helper fails the test")]

use casework::{
    bilaterals::Meeting,
    wishes::{Giver, ScopeWish, Wish},
};
use desk::{DeskError, Draft, bilaterals::MeetingOutcome};
use gates::Outcome;
use kernel::{Confidence, FileId, Instant, PartialDate};
use testkit::{FakeClock, TestHouse, detention, engines, name};

fn consent(scopes: &[&str], on: kernel::Day) -> Draft {
    Draft::new(&Wish {
        giver: Giver {
            relation: "person".to_owned(),
            ..Giver::default()
        },
        words: "You may speak for me.".to_owned(),
        how_known: "spoken".to_owned(),
        scopes: scopes
            .iter()
            .map(|scope| ScopeWish {
                scope: (*scope).to_owned(),
                state: "granted".to_owned(),
                ..ScopeWish::default()
            })
            .collect(),
        given_on: PartialDate::day(on),
        read_back: true,
        ..Wish::default()
    })
    .unwrap()
}

async fn outcome(test: &TestHouse, user: kernel::UserId, file: FileId, act: &str) -> Outcome {
    let caller = test.caller(user).await;
    test.house
        .judge(&caller, file, act)
        .await
        .unwrap()
        .verdict
        .outcome
}

fn days_later(days: i64) -> Instant {
    FakeClock::BEGINNING.plus_seconds(days * 86_400)
}

#[tokio::test]
async fn a_consent_ends_and_a_clock_set_back_does_not_revive_it() {
    for place in engines() {
        let mut test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let today = test.house.now().day();
        let file = test
            .open(
                &officer,
                test.a,
                &[
                    name("Ilvane Torrek", "official"),
                    detention("XV", "Tumzha", (2024, 5)),
                    consent(&["c04", "c05"], today),
                ],
            )
            .await;
        let user = test.officer;
        assert_eq!(
            outcome(&test, user, file, "raise_privately").await,
            Outcome::Clear,
            "{}",
            place.engine
        );
        test.clock.set(days_later(400));
        assert_eq!(
            outcome(&test, user, file, "raise_privately").await,
            Outcome::Hold,
            "a consent of 400 days ago still carries on {}",
            place.engine
        );
        // Something is written at the later time; then somebody sets the machine's clock back, in
        // this program and before the next one.
        let officer = test.caller(test.officer).await;
        test.house
            .record(&officer, file, &testkit::note("still held"))
            .await
            .unwrap();
        test.clock.set(days_later(1));
        assert_eq!(
            outcome(&test, user, file, "raise_privately").await,
            Outcome::Hold,
            "a clock set back revived a consent on {}",
            place.engine
        );
        test = test.restart().await;
        test.clock.set(days_later(1));
        assert_eq!(
            outcome(&test, user, file, "raise_privately").await,
            Outcome::Hold,
            "a clock set back before the start revived a consent on {}",
            place.engine
        );
        assert!(test.house.now() >= days_later(400));
    }
}

#[tokio::test]
async fn an_outcome_waits_for_its_meeting() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let today = test.house.now().day();
        let person = test
            .open(
                &officer,
                test.a,
                &[
                    name("Ilvane Torrek", "official"),
                    detention("XV", "Tumzha", (2024, 5)),
                    consent(&["c04", "c05"], today),
                ],
            )
            .await;
        let meeting = test
            .house
            .plan_meeting(
                &officer,
                test.a,
                &Meeting {
                    code: "K-7".to_owned(),
                    title: "Talk in the margins".to_owned(),
                    country: "XV".to_owned(),
                    counterpart: "Deputy minister".to_owned(),
                    moment: None,
                    day: today.plus(2),
                    principal: None,
                    place: None,
                    language: None,
                    ask: None,
                },
            )
            .await
            .unwrap();
        let entry = test
            .house
            .put_on_list(&officer, meeting, person, |_| {})
            .await
            .unwrap();
        let mut raised = casework::body::<casework::bilaterals::Raised>(
            &test.house.entry(&officer, entry).await.unwrap(),
        )
        .unwrap();
        raised.state = "raised".to_owned();
        let told = MeetingOutcome {
            entry,
            version: 1,
            raised,
        };
        assert!(told.raised.was_raised());
        let refused = test
            .house
            .record_outcomes(&officer, std::slice::from_ref(&told))
            .await;
        assert!(
            matches!(
                refused,
                Err(DeskError::Refused("refused-outcome-before-meeting", _))
            ),
            "{refused:?}"
        );
        test.clock.set(days_later(2));
        let officer = test.caller(test.officer).await;
        test.house
            .record_outcomes(&officer, std::slice::from_ref(&told))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn what_only_a_list_says_is_recorded_and_not_verified() {
    let place = &engines()[0];
    let test = TestHouse::begin(place).await;
    let officer = test.caller(test.officer).await;
    let today = test.house.now().day();
    let mut hearsay = detention("XV", "Tumzha", (2024, 5));
    hearsay.confidence = Confidence::Alleged;
    let file = test
        .open(
            &officer,
            test.a,
            &[
                name("Ilvane Torrek", "official"),
                hearsay,
                consent(&["c04", "c05", "c10", "c12", "c16"], today),
            ],
        )
        .await;
    let rules = |judged: &desk::Judged| -> Vec<String> {
        judged
            .verdict
            .reasons
            .iter()
            .map(|reason| reason.rule.code().to_owned())
            .collect()
    };
    // In private, what a list says may be asked about.
    assert_eq!(
        outcome(&test, test.officer, file, "raise_privately").await,
        Outcome::Clear
    );
    let judged = test
        .house
        .judge(&officer, file, "raise_publicly")
        .await
        .unwrap();
    assert!(
        rules(&judged).contains(&"never_verified".to_owned()),
        "{:?}",
        judged.verdict.reasons
    );
    test.house
        .record(&officer, file, &detention("XV", "Tumzha", (2024, 5)))
        .await
        .unwrap();
    let judged = test
        .house
        .judge(&officer, file, "raise_publicly")
        .await
        .unwrap();
    assert!(
        !rules(&judged).contains(&"never_verified".to_owned()),
        "{:?}",
        judged.verdict.reasons
    );
}
