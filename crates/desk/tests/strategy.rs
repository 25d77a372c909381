//! Strategy, weighing, what followed, levers (O1a, O1e, O1f): as officers meet them.
#![expect(clippy::unwrap_used, reason = "what fails in a helper fails the test")]

use casework::{
    assessments::{Assessment, Effect, FactorAnswer},
    coordination::Act,
    countries::{Country, Window},
    levers::Lever,
    matters::Hearing,
    strategy::{Strategy, Tactic},
    wishes::{Giver, ScopeWish, Wish},
};
use desk::{Caller, DeskError, Draft};
use gates::Outcome;
use kernel::{EntryId, FileId, Moment, PartialDate, UserId};
use testkit::{FakeClock, TestHouse, detention, engines, name};

const ACT: &str = "raise_publicly";

fn consent(on: kernel::Day) -> Draft {
    Draft::new(&Wish {
        giver: Giver {
            relation: "person".to_owned(),
            ..Giver::default()
        },
        words: "Say my name.".to_owned(),
        how_known: "spoken".to_owned(),
        scopes: ["c05", "c10"]
            .into_iter()
            .map(|scope| ScopeWish {
                scope: scope.to_owned(),
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

fn weighing(test: &TestHouse, by: UserId, outcome: &str) -> Draft {
    Draft::new(&Assessment {
        act: ACT.to_owned(),
        actor: "the minister".to_owned(),
        factors: vec![FactorAnswer {
            factor: "forgotten".to_owned(),
            pull: "public".to_owned(),
            words: Some("Seven months without a word.".to_owned()),
            ..FactorAnswer::default()
        }],
        outcome: outcome.to_owned(),
        private_until: None,
        conditions: None,
        reasons: "The quiet way has failed twice.".to_owned(),
        dissent: None,
        decided_by: by,
        decided_on: test.house.now().day(),
    })
    .unwrap()
}

async fn somebody(test: &TestHouse, officer: &Caller, who: &str, country: &str) -> FileId {
    test.open(
        officer,
        test.a,
        &[
            name(who, "official"),
            detention(country, "Tumzha", (2024, 5)),
            consent(test.house.now().day()),
        ],
    )
    .await
}

async fn verdict(
    test: &TestHouse,
    user: UserId,
    file: FileId,
    act: &str,
) -> (Outcome, Vec<String>) {
    let caller = test.caller(user).await;
    let verdict = test.house.judge(&caller, file, act).await.unwrap().verdict;
    let rules = verdict
        .reasons
        .iter()
        .map(|reason| reason.rule.code().to_owned())
        .collect();
    (verdict.outcome, rules)
}

#[tokio::test]
async fn o1e_a_public_act_is_weighed_signed_and_weighed_again() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let (first, second) = (test.officer, test.second_officer);
        let officer = test.caller(first).await;
        let other = test.caller(second).await;
        let file = somebody(&test, &officer, "Ilvane Torrek", "XV").await;
        let says = async |act: &str| verdict(&test, first, file, act).await;
        assert_eq!(
            says(ACT).await,
            (Outcome::Block, vec!["not_assessed".to_owned()])
        );
        assert_eq!(says("raise_privately").await.0, Outcome::Clear);
        let entry = test
            .house
            .record(&officer, file, &weighing(&test, first, "public"))
            .await
            .unwrap();
        assert_eq!(
            says(ACT).await,
            (Outcome::Hold, vec!["not_seconded".to_owned()])
        );
        // Nobody signs their own draft, in another's name, twice, or an older version.
        let refused = |result: desk::Result<EntryId>| matches!(result, Err(DeskError::Refused(..)));
        assert!(refused(test.house.sign(&officer, entry, 1, None).await));
        let mut forged = Draft::new(&casework::strategy::Signature {
            of: entry,
            version: 1,
            by: second,
            on: test.house.now().day(),
            words: None,
        })
        .unwrap();
        assert!(refused(test.house.record(&officer, file, &forged).await));
        forged.body["by"] = first.to_string().into();
        assert!(refused(test.house.record(&officer, file, &forged).await));
        test.house.sign(&other, entry, 1, None).await.unwrap();
        assert!(refused(test.house.sign(&other, entry, 1, None).await));
        assert_eq!(says(ACT).await, (Outcome::Clear, Vec::new()));

        // A hearing is set: what was weighed is overtaken until somebody looks again.
        let hearing = Draft::new(&Hearing {
            court: "Northgate court".to_owned(),
            moment: Some(Moment::new("2026-03-20 09:00", "UTC").unwrap()),
            ..Hearing::default()
        })
        .unwrap();
        test.house.record(&officer, file, &hearing).await.unwrap();
        assert_eq!(
            says(ACT).await,
            (Outcome::Block, vec!["assessment_overtaken".to_owned()])
        );
        test.house.reaffirm(&other, entry, 1).await.unwrap();
        assert_eq!(says(ACT).await.1, ["not_seconded"]);
        assert!(matches!(
            test.house.sign(&officer, entry, 1, None).await,
            Err(DeskError::Conflict(_))
        ));
        test.house.sign(&officer, entry, 2, None).await.unwrap();
        assert_eq!(says(ACT).await.0, Outcome::Clear);

        // It ends after thirty days by itself.
        test.clock.set(FakeClock::BEGINNING.plus_days(31));
        assert_eq!(
            says(ACT).await,
            (Outcome::Block, vec!["assessment_expired".to_owned()])
        );
    }
}

#[tokio::test]
async fn o1e_a_worse_effect_pauses_like_acts_in_that_country() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let (first, second) = (test.officer, test.second_officer);
        let officer = test.caller(first).await;
        let other = test.caller(second).await;
        let one = somebody(&test, &officer, "Ilvane Torrek", "XV").await;
        let neighbour = somebody(&test, &officer, "Marit Osk", "XV").await;
        let abroad = somebody(&test, &officer, "Nasrin Partovi", "XP").await;
        let done = Draft::new(&Act {
            act: "raise_privately".to_owned(),
            on: test.house.now().day(),
            by: "the ambassador".to_owned(),
            ..Act::default()
        })
        .unwrap();
        let judged = test
            .house
            .judge(&officer, one, "raise_privately")
            .await
            .unwrap();
        let act = test.house.act(&officer, one, &judged, &done).await.unwrap();
        let (_, acts) = test
            .house
            .assessments(&officer, one)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(acts[0].next_look, Some(test.house.now().day().plus(7)));
        let stale = test
            .house
            .judge(&officer, neighbour, "raise_privately")
            .await
            .unwrap();
        let worse = Draft::new(&Effect {
            of: act,
            act: "raise_privately".to_owned(),
            country: Some("XV".to_owned()),
            on: test.house.now().day().plus(7),
            effect: "worse".to_owned(),
            retaliation: Some("Visits were cancelled.".to_owned()),
            lesson: None,
            reviewed: None,
        })
        .unwrap();
        let look = test.house.record(&officer, one, &worse).await.unwrap();
        let says = async |file: FileId| verdict(&test, first, file, "raise_privately").await;
        assert_eq!(
            says(neighbour).await,
            (Outcome::Hold, vec!["paused".to_owned()])
        );
        assert_eq!(says(one).await.0, Outcome::Hold);
        assert_eq!(says(abroad).await.0, Outcome::Clear, "another country");
        // What was judged before the look was written does not slip through.
        assert!(matches!(
            test.house.act(&officer, neighbour, &stale, &done).await,
            Err(DeskError::Overtaken)
        ));
        // Who recorded it does not end the pause: not by a review, another word, or a withdrawal.
        let refused = |result: desk::Result<()>| matches!(result, Err(DeskError::Refused(..)));
        assert!(refused(
            test.house.review_effect(&officer, look, 1, "fine").await
        ));
        let mut milder = worse.clone();
        milder.body["effect"] = "same".into();
        assert!(refused(test.house.revise(&officer, look, 1, &milder).await));
        assert!(refused(
            test.house.withdraw(&officer, look, 1, "wrong").await
        ));
        assert_eq!(says(neighbour).await.0, Outcome::Hold);
        test.house
            .review_effect(&other, look, 1, "Visits were resumed.")
            .await
            .unwrap();
        assert_eq!(says(neighbour).await.0, Outcome::Clear);
        let (_, acts) = test
            .house
            .assessments(&officer, one)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(acts[0].next_look, Some(test.house.now().day().plus(30)));
    }
}

#[tokio::test]
async fn o1a_a_strategy_is_agreed_by_two_and_goes_stale_with_a_reason() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let other = test.caller(test.second_officer).await;
        let file = somebody(&test, &officer, "Ilvane Torrek", "XV").await;
        assert!(test.house.strategy(&officer, file).await.unwrap().is_none());
        let today = test.house.now().day();
        let country = Draft::new(&Country {
            title: "Veldoria and its neighbours".to_owned(),
            codes: vec!["XV".to_owned(), "XZ".to_owned()],
            ..Country::default()
        })
        .unwrap();
        let region = test
            .house
            .open_country(&officer, test.a, &country)
            .await
            .unwrap();
        let window = Draft::new(&Window {
            title: "Amnesty".to_owned(),
            kind: "amnesty".to_owned(),
            from: today.plus(20),
            ..Window::default()
        })
        .unwrap();
        test.house.record(&officer, region, &window).await.unwrap();
        let strategy = Strategy {
            aims: "A doctor before winter.".to_owned(),
            stance: "quiet".to_owned(),
            tactics: vec![Tactic {
                what: "Ask for an examination".to_owned(),
                owner: Some(test.second_officer),
                until: Some(today.plus(25)),
                state: "planned".to_owned(),
                ..Tactic::default()
            }],
            review_on: today.plus(40),
            ..Strategy::default()
        };
        let draft = Draft::new(&strategy).unwrap();
        let entry = test.house.record(&officer, file, &draft).await.unwrap();
        let view = async |caller: &Caller| {
            test.house
                .strategy(caller, file)
                .await
                .unwrap()
                .into_inner()
                .unwrap()
        };
        let seen = view(&officer).await;
        assert!(!seen.is_agreed() && !seen.may_sign && seen.stale.is_empty());
        assert_eq!(seen.windows.len(), 1, "the region's window falls into it");
        assert_eq!(seen.owners[0].1, "Iosif Brand");
        assert!(view(&other).await.may_sign);
        test.house
            .sign(&other, entry, 1, Some("Agreed.".to_owned()))
            .await
            .unwrap();
        assert!(view(&officer).await.is_agreed());
        // A new version is agreed anew.
        test.house.revise(&officer, entry, 1, &draft).await.unwrap();
        assert!(!view(&officer).await.is_agreed());
        test.house
            .record(&officer, file, &consent(today))
            .await
            .unwrap();
        let stale = view(&officer).await.stale;
        assert_eq!(
            stale.iter().map(|t| t.kind.as_str()).collect::<Vec<_>>(),
            ["wish"]
        );
        test.clock.set(FakeClock::BEGINNING.plus_days(41));
        assert_eq!(view(&officer).await.stale[0].kind, "review");
        // Neither partner nor analyst of another house sees that there is one.
        let documenter = test.caller(test.documenter).await;
        assert!(matches!(
            test.house.strategy(&documenter, file).await,
            Err(DeskError::Absent)
        ));
    }
}

#[tokio::test]
async fn o1f_two_who_promise_one_lever_meet() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let officer = test.caller(test.officer).await;
        let other = test.caller(test.second_officer).await;
        let one = somebody(&test, &officer, "Ilvane Torrek", "XV").await;
        let neighbour = somebody(&test, &officer, "Marit Osk", "XV").await;
        let lever = Lever {
            title: "Place at the fair".to_owned(),
            direction: "inducement".to_owned(),
            instrument: "summit_invitation".to_owned(),
            owner: "Ministry of Trade".to_owned(),
            status: "available".to_owned(),
            until: Some(test.house.now().day().plus(10)),
            ..Lever::default()
        };
        let file = test
            .house
            .open_lever(&officer, test.a, Draft::new(&lever).unwrap())
            .await
            .unwrap();
        let seen = test.house.lever(&officer, file).await.unwrap();
        let (entry, version) = (seen.entry, seen.version);
        let offer = async |caller: &Caller, version: u32, whom: FileId| {
            test.house
                .move_lever(caller, entry, version, "offered", Some(whom), None)
                .await
        };
        let (left, right) = tokio::join!(
            offer(&officer, version, one),
            offer(&other, version, neighbour)
        );
        assert_eq!(left.is_ok(), right.is_err(), "{left:?} {right:?}");
        let held = test.house.lever(&officer, file).await.unwrap();
        let loser = if held.lever.held_for == Some(one) {
            neighbour
        } else {
            one
        };
        assert!(matches!(
            offer(&other, held.version, loser).await,
            Err(DeskError::Refused("refused-lever-held", _))
        ));
        assert!(matches!(
            test.house
                .withdraw(&officer, entry, held.version, "gone")
                .await,
            Err(DeskError::Refused("refused-lever-held", _))
        ));
        // A form that changes the rest leaves the promise where it is, and cannot move it either.
        let mut edited = Draft::of(&test.house.entry(&officer, entry).await.unwrap());
        edited.body["held_for"] = loser.to_string().into();
        assert!(
            test.house
                .revise(&officer, entry, held.version, &edited)
                .await
                .is_err()
        );
        // Out of its window nothing is promised.
        test.house
            .move_lever(&officer, entry, held.version, "available", None, None)
            .await
            .unwrap();
        test.clock.set(FakeClock::BEGINNING.plus_days(11));
        assert!(matches!(
            offer(&other, held.version + 1, loser).await,
            Err(DeskError::Refused("refused-lever-window", _))
        ));
    }
}
