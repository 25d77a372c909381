//! Single cases, told as an officer would meet them.

use gates::*;
use kernel::{Label, OrganisationId};

use crate::common::*;

fn outcome(code: &str, facts: &GateFacts) -> Outcome {
    let verdict = verdict(act(code), facts, now());
    check(&verdict, facts, now()).unwrap();
    verdict.outcome
}

fn rules(code: &str, facts: &GateFacts) -> Vec<&'static str> {
    verdict(act(code), facts, now())
        .reasons
        .iter()
        .map(|reason| reason.rule.code())
        .collect()
}

const PUBLIC: [&str; 3] = ["raise_publicly", "publish_profile", "write_letters"];

#[test]
fn the_mother_refuses_publicity_and_the_partner_relays_the_rest() {
    let mut facts = fresh();
    facts.wishes = vec![wish(1, Relation::Relative, "c10", WishState::Refused)];
    facts.relays = vec![relay(2, &["c05"])];
    for code in PUBLIC {
        let verdict = verdict(act(code), &facts, now());
        assert_eq!(verdict.outcome, Outcome::Block);
        let first = &verdict.reasons[0];
        assert_eq!(
            (first.rule, first.entry),
            (Rule::OtherRefused, Some(cited(1).id))
        );
        assert!(
            english(&first.says).contains("mother"),
            "{}",
            english(&first.says)
        );
    }
    let related = verdict(act("write_letters"), &facts, now());
    assert!(english(&related.reasons[0].says).contains("would lead to it"));
    let private = verdict(act("raise_privately"), &facts, now());
    assert_eq!(private.outcome, Outcome::Clear);
    let basis = private.basis.unwrap();
    assert_eq!(basis.parts[0].carrier, Carrier::Relay);
    assert_eq!(basis.until, Some(today().plus(100)));
    assert!(english(&basis.says()[0]).contains("relay of a vetted partner"));
    assert_eq!(
        private.facts_read[..2],
        [(cited(1).id, 1), (cited(2).id, 1)]
    );
}

#[test]
fn the_persons_refusal_is_final_until_they_say_otherwise_themselves() {
    let mut facts = fresh();
    facts.wishes = vec![
        wish(1, Relation::Person, "c05", WishState::Refused),
        wish(2, Relation::Relative, "c05", WishState::Granted),
        wish(3, Relation::Representative, "c05", WishState::Granted),
    ];
    facts.relays = vec![relay(4, &["c05"])];
    facts.best_interests = vec![decision(5, &["c05"])];
    assert_eq!(outcome("raise_privately", &facts), Outcome::Block);
    assert_eq!(rules("raise_privately", &facts), ["person_refused"]);
    let mut later = wish(6, Relation::Person, "c05", WishState::Granted);
    later.given_on = today().plus(-2);
    later.under_pressure = true;
    facts.wishes.push(later.clone());
    assert_eq!(
        outcome("raise_privately", &facts),
        Outcome::Block,
        "not under pressure"
    );
    later.under_pressure = false;
    later.entry = cited(7);
    facts.wishes.push(later);
    assert_eq!(outcome("raise_privately", &facts), Outcome::Clear);
    assert_eq!(
        rules("raise_privately", &facts),
        ["under_pressure"],
        "the pressed word stays flagged"
    );
}

#[test]
fn the_persons_yes_wins_but_not_before_they_have_talked() {
    let mut facts = fresh();
    facts.wishes = vec![
        wish(1, Relation::Person, "c10", WishState::Granted),
        wish(2, Relation::Relative, "c10", WishState::Refused),
    ];
    assert_eq!(outcome("raise_publicly", &facts), Outcome::Hold);
    assert_eq!(rules("raise_publicly", &facts), ["conflict_with_person"]);
    facts.wishes[1].settled = true;
    assert_eq!(outcome("raise_publicly", &facts), Outcome::Clear);
    facts.wishes.remove(0);
    assert_eq!(
        outcome("raise_publicly", &facts),
        Outcome::Block,
        "nothing to settle in favour of"
    );
}

#[test]
fn o1e_an_expired_weighing_blocks_and_a_worse_effect_pauses() {
    let mut facts = fresh();
    facts.wishes = vec![wish(1, Relation::Person, "c10", WishState::Granted)];
    assert_eq!(outcome("raise_publicly", &facts), Outcome::Clear);
    for fact in &mut facts.assessments {
        fact.until = today().plus(-1);
    }
    assert_eq!(outcome("raise_publicly", &facts), Outcome::Block);
    assert_eq!(rules("raise_publicly", &facts), ["assessment_expired"]);
    facts = fresh();
    facts.relays = vec![relay(2, &["c05"])];
    assert_eq!(outcome("raise_privately", &facts), Outcome::Clear);
    facts.pauses = vec![PauseFact {
        entry: cited(3),
        act: "raise_privately".into(),
    }];
    let paused = verdict(act("raise_privately"), &facts, now());
    assert_eq!(paused.outcome, Outcome::Hold);
    assert_eq!(paused.reasons[0].who_can_lift, Lifter::EffectReviewer);
    assert_eq!(
        outcome("share_with_ally", &facts),
        Outcome::Block,
        "not like"
    );
}

#[test]
fn relatives_speak_only_when_the_person_cannot() {
    let mut facts = fresh();
    facts.wishes = vec![wish(1, Relation::Relative, "c10", WishState::Granted)];
    assert_eq!(rules("raise_publicly", &facts), ["person_not_asked"]);
    assert_eq!(outcome("raise_publicly", &facts), Outcome::Block);
    facts
        .wishes
        .push(wish(2, Relation::Person, "c10", WishState::UnableToAsk));
    assert_eq!(outcome("raise_publicly", &facts), Outcome::Clear);
    let mut brother = wish(3, Relation::Relative, "c10", WishState::Refused);
    brother.giver.who = "brother".into();
    facts.wishes.push(brother);
    assert_eq!(outcome("raise_publicly", &facts), Outcome::Hold);
    assert_eq!(rules("raise_publicly", &facts), ["others_disagree"]);
}

#[test]
fn days_are_counted_to_the_last_one() {
    let mut facts = fresh();
    for (days, open, act) in [
        (90, true, "raise_publicly"),
        (91, false, "raise_publicly"),
        (180, true, "raise_privately"),
        (181, false, "raise_privately"),
    ] {
        let code = if act == "raise_publicly" {
            "c10"
        } else {
            "c05"
        };
        facts.wishes = vec![wish(1, Relation::Person, code, WishState::Granted)];
        facts.wishes[0].given_on = today().plus(-days);
        let expected = match (open, act) {
            (true, _) => Outcome::Clear,
            (false, "raise_publicly") => Outcome::Block,
            (false, _) => Outcome::Hold,
        };
        assert_eq!(outcome(act, &facts), expected, "{act} after {days} days");
        facts.wishes[0].until_they_say_stop = true;
        let private = if act == "raise_privately" {
            Outcome::Clear
        } else {
            expected
        };
        assert_eq!(outcome(act, &facts), private, "until they say stop, {act}");
    }
    let expired = {
        facts.wishes[0].until_they_say_stop = false;
        verdict(act("raise_privately"), &facts, now())
    };
    assert_eq!(expired.reasons[0].who_can_lift, Lifter::NextContact);
    facts.wishes.clear();
    for (days, open) in [(180, Outcome::Clear), (181, Outcome::Hold)] {
        facts.best_interests = vec![decision(1, &["c05"])];
        facts.best_interests[0].decided_on = today().plus(-days);
        assert_eq!(outcome("raise_privately", &facts), open);
    }
    facts.best_interests[0].decided_on = today();
    assert_eq!(
        outcome("raise_publicly", &facts),
        Outcome::Block,
        "public acts need consent"
    );
    facts.best_interests[0].officers[1] = facts.best_interests[0].officers[0];
    assert_eq!(
        outcome("raise_privately", &facts),
        Outcome::Block,
        "one officer is not two"
    );
    facts.relays = vec![relay(2, &["c05"])];
    facts.relays[0].vetted_until = None;
    assert_eq!(
        outcome("raise_privately", &facts),
        Outcome::Block,
        "the partner is not vetted"
    );
    facts.relays[0].vetted_until = Some(today());
    assert_eq!(outcome("raise_privately", &facts), Outcome::Clear);
}

#[test]
fn every_scope_needed_must_be_carried() {
    let mut facts = fresh();
    facts.relays = vec![relay(1, &["c04"])];
    assert_eq!(outcome("share_with_ally", &facts), Outcome::Block);
    facts.best_interests = vec![decision(2, &["c25"])];
    let both = verdict(act("share_with_ally"), &facts, now());
    assert_eq!(both.outcome, Outcome::Clear);
    assert_eq!(both.basis.unwrap().parts.len(), 2);
    facts.relays = vec![relay(1, &["c12"])];
    assert_eq!(
        outcome("ask_medical", &facts),
        Outcome::Clear,
        "one of the two is enough here"
    );
}

#[test]
fn stops_hold_at_once_and_medical_asks_go_on() {
    let mut facts = fresh();
    facts.relays = vec![relay(1, &["c05", "c12", "c04", "c25"])];
    facts.stops = vec![stop(2, &["all"])];
    assert_eq!(outcome("raise_privately", &facts), Outcome::Block);
    assert_eq!(outcome("ask_medical", &facts), Outcome::Clear);
    facts.stops = vec![stop(2, &["ask_medical"])];
    assert_eq!(outcome("ask_medical", &facts), Outcome::Block);
    assert_eq!(outcome("raise_privately", &facts), Outcome::Clear);
    let own = verdict(act("ask_medical"), &facts, now());
    assert_eq!(own.reasons[0].entry, Some(cited(2).id));
    facts.stops[0].origin = None;
    let foreign = verdict(act("ask_medical"), &facts, now());
    assert_eq!(foreign.outcome, Outcome::Hold);
    assert_eq!(foreign.reasons[0].entry, None);
    assert_eq!(
        english(&foreign.reasons[0].says),
        "Ask the case lead first (the desk)."
    );
    assert!(foreign.facts_read.iter().all(|(id, _)| *id != cited(2).id));
    facts.stops[0].until = Some(today().plus(-1));
    assert_eq!(outcome("ask_medical", &facts), Outcome::Clear);
    facts.locks = vec![lock(3, &["all"])];
    let locked = verdict(act("share_with_ally"), &facts, now());
    assert_eq!(locked.outcome, Outcome::Hold);
    assert_eq!(
        locked.reasons[0].who_can_lift,
        Lifter::Owner(facts.locks[0].owner)
    );
}

#[test]
fn counsel_decides_about_hearings_and_visits() {
    let mut facts = fresh();
    facts.wishes = vec![
        wish(1, Relation::Person, "c17", WishState::Granted),
        wish(2, Relation::Person, "c05", WishState::Granted),
    ];
    assert_eq!(outcome("attend_hearing", &facts), Outcome::Block);
    assert_eq!(rules("attend_hearing", &facts), ["counsel_missing"]);
    facts.counsel = vec![CounselFact {
        entry: cited(3),
        counsel: "counsel".into(),
        scopes: vec![scope("c17"), scope("c05")],
        answer: Answer::Approved,
        given_on: today().plus(-3),
        withdrawn: false,
    }];
    assert_eq!(outcome("attend_hearing", &facts), Outcome::Clear);
    let mut objection = facts.counsel[0].clone();
    objection.answer = Answer::Objected;
    objection.entry = cited(4);
    facts.counsel.push(objection);
    assert_eq!(outcome("attend_hearing", &facts), Outcome::Block);
    assert_eq!(outcome("raise_privately", &facts), Outcome::Hold);
    facts.counsel[0].given_on = today().plus(-2);
    assert_eq!(
        outcome("attend_hearing", &facts),
        Outcome::Clear,
        "counsel changed their mind"
    );
}

#[test]
fn facts_of_a_text_are_named_when_they_fail() {
    let mut facts = fresh();
    facts.wishes = vec![
        wish(1, Relation::Person, "c10", WishState::Granted),
        wish(1, Relation::Person, "c05", WishState::Granted),
    ];
    let good = TextFact {
        entry: cited(2),
        label: Label::Clear,
        originator: ours(),
        leave: false,
        corroborated: true,
        consented: vec![scope("c10"), scope("c05")],
    };
    facts.texts = vec![good.clone()];
    assert_eq!(outcome("raise_publicly", &facts), Outcome::Clear);
    let elsewhere = OrganisationId::from_bytes([4; 16]);
    for (change, public, private) in [
        (
            TextFact {
                corroborated: false,
                ..good.clone()
            },
            "not_corroborated",
            "",
        ),
        (
            TextFact {
                consented: vec![],
                ..good.clone()
            },
            "fact_not_consented",
            "fact_not_consented",
        ),
        (
            TextFact {
                label: Label::Green,
                ..good.clone()
            },
            "label_too_narrow",
            "",
        ),
        (
            TextFact {
                label: Label::Red,
                ..good.clone()
            },
            "label_too_narrow",
            "label_too_narrow",
        ),
        (
            TextFact {
                label: Label::Green,
                originator: elsewhere,
                ..good.clone()
            },
            "label_too_narrow",
            "originator_leave",
        ),
        (
            TextFact {
                label: Label::Red,
                originator: elsewhere,
                leave: true,
                ..good.clone()
            },
            "",
            "",
        ),
        (
            TextFact {
                originator: elsewhere,
                ..good.clone()
            },
            "",
            "",
        ),
    ] {
        facts.texts = vec![change];
        assert_eq!(rules("raise_publicly", &facts).join(","), public);
        assert_eq!(rules("raise_privately", &facts).join(","), private);
        outcome("raise_publicly", &facts);
        outcome("raise_privately", &facts);
    }
    facts.texts.clear();
    for (days, rule, given) in [
        (60, "", Outcome::Clear),
        (61, "stale_warning", Outcome::Clear),
        (120, "stale_warning", Outcome::Clear),
        (121, "stale", Outcome::Hold),
    ] {
        facts.verified = Some(today().plus(-days));
        assert_eq!(rules("raise_privately", &facts).join(","), rule, "{days}");
        assert_eq!(outcome("raise_privately", &facts), given);
    }
}

#[test]
fn minors_free_people_and_the_dead() {
    let mut facts = fresh();
    facts.wishes = vec![
        wish(1, Relation::Person, "c10", WishState::Granted),
        wish(2, Relation::Person, "c05", WishState::Granted),
    ];
    facts.person.minor = Some(cited(3));
    assert_eq!(rules("raise_publicly", &facts), ["guardian_missing"]);
    assert_eq!(outcome("raise_publicly", &facts), Outcome::Block);
    assert_eq!(outcome("raise_privately", &facts), Outcome::Hold);
    facts
        .wishes
        .push(wish(4, Relation::Guardian, "c10", WishState::Granted));
    assert_eq!(outcome("raise_publicly", &facts), Outcome::Clear);
    facts.wishes.remove(0);
    assert_eq!(rules("raise_publicly", &facts), ["assent_missing"]);
    facts.person.minor = None;
    facts.person.released = Some(ReleaseFact {
        entry: cited(5),
        on: today().plus(-4),
    });
    assert_eq!(
        outcome("raise_privately", &facts),
        Outcome::Hold,
        "consent from before the release"
    );
    facts.wishes[0].given_on = today().plus(-4);
    assert_eq!(outcome("raise_privately", &facts), Outcome::Clear);
    facts.person.deceased = Some(cited(6));
    assert_eq!(outcome("raise_privately", &facts), Outcome::Hold);
}

#[test]
fn conditions_are_said_and_in_public_waited_for() {
    let mut facts = fresh();
    facts.wishes = vec![
        wish(1, Relation::Person, "c10", WishState::GrantedWithConditions),
        wish(2, Relation::Person, "c05", WishState::GrantedWithConditions),
    ];
    facts.wishes[0].condition = Some("not before the trial ends".into());
    assert_eq!(outcome("raise_publicly", &facts), Outcome::Hold);
    assert!(
        english(&verdict(act("raise_publicly"), &facts, now()).reasons[0].says)
            .contains("“not before the trial ends”")
    );
    assert_eq!(rules("raise_privately", &facts), ["condition_noted"]);
    facts.wishes[0].condition_met = true;
    assert_eq!(outcome("raise_publicly", &facts), Outcome::Clear);
    facts.wishes[0].condition_met = false;
    let mut plain = wish(3, Relation::Person, "c10", WishState::Granted);
    plain.given_on = today().plus(-20);
    facts.wishes.push(plain);
    assert_eq!(
        outcome("raise_publicly", &facts),
        Outcome::Hold,
        "the later word has the condition"
    );
    facts.wishes[2].given_on = today().plus(-1);
    assert_eq!(outcome("raise_publicly", &facts), Outcome::Clear);
}
