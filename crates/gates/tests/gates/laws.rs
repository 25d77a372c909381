//! What must hold for any facts at all.

use gates::*;
use kernel::Day;
use proptest::prelude::*;

use crate::{
    common::{act, cited, now, today},
    draw::{any_counsel, any_facts, any_lock, any_pause, any_stop, any_wish},
};

fn no(wish: &WishFact) -> bool {
    !wish.withdrawn && matches!(wish.state, WishState::Refused | WishState::Withdrawn)
}

fn yes(wish: &WishFact) -> bool {
    !wish.withdrawn
        && matches!(
            wish.state,
            WishState::Granted | WishState::GrantedWithConditions
        )
}

fn names(words: &[String], act: &Act) -> bool {
    words.contains(&act.code)
        || (words.contains(&"all_public".to_owned()) && act.public)
        || (words.contains(&"all".to_owned()) && !act.welfare)
}

/// Things that must never be clear, each said in its plainest words.
fn forbidden(act: &Act, facts: &GateFacts) -> Option<&'static str> {
    let today = today();
    let needed = |scope: &Scope| act.all.contains(scope) || act.any.contains(scope);
    let concerns = |scope: &Scope| needed(scope) || act.follows.contains(scope);
    let last_word = |wish: &WishFact| {
        !facts.wishes.iter().any(|later| {
            later.giver.relation == wish.giver.relation
                && yes(later)
                && later.given_on > wish.given_on
        })
    };
    if facts.wishes.iter().any(|wish| {
        wish.giver.relation == Relation::Person
            && no(wish)
            && concerns(&wish.scope)
            && last_word(wish)
    }) {
        return Some("the person refuses");
    }
    if facts.wishes.iter().any(|wish| {
        wish.giver.relation != Relation::Person
            && no(wish)
            && concerns(&wish.scope)
            && last_word(wish)
            && !wish.settled
    }) {
        return Some("somebody close refuses");
    }
    let speaks = |relations: &[Relation], scope: &Scope| {
        facts.wishes.iter().any(|wish| {
            yes(wish)
                && !wish.under_pressure
                && wish.given_on <= today
                && relations.contains(&wish.giver.relation)
                && wish.scope == *scope
                && (!act.public || today.since(wish.given_on) <= 90)
                && (wish.until_they_say_stop || today.since(wish.given_on) <= 180)
        })
    };
    const ANYBODY: [Relation; 5] = [
        Relation::Person,
        Relation::Representative,
        Relation::Guardian,
        Relation::Counsel,
        Relation::Relative,
    ];
    let relayed = |scope: &Scope| {
        !act.public
            && facts.relays.iter().any(|relay| {
                relay.scopes.contains(scope) && relay.vetted_until.is_some_and(|day| day >= today)
            })
    };
    let decided = |scope: &Scope| {
        !act.public
            && facts.best_interests.iter().any(|decision| {
                decision.scopes.contains(scope)
                    && decision.officers[0] != decision.officers[1]
                    && today.since(decision.decided_on) <= 180
            })
    };
    let carried = |scope: &Scope| speaks(&ANYBODY, scope) || relayed(scope) || decided(scope);
    if !act.all.iter().all(carried) || !(act.any.is_empty() || act.any.iter().any(carried)) {
        return Some("nobody said yes");
    }
    let begun = |scope: &Scope| {
        facts.wishes.iter().any(|wish| {
            yes(wish)
                && wish.scope == *scope
                && wish.not_before.is_none_or(|day| day <= today)
                && (wish.after_event.is_none() || wish.condition_met)
        }) || relayed(scope)
            || decided(scope)
    };
    if !act.all.iter().all(begun) || !(act.any.is_empty() || act.any.iter().any(begun)) {
        return Some("every yes waits for its day or its event");
    }
    let asked = |scope: &Scope| {
        facts.wishes.iter().any(|wish| {
            wish.scope == *scope
                && matches!(
                    wish.giver.relation,
                    Relation::Person | Relation::Representative
                )
                && !wish.withdrawn
                && wish.state != WishState::NotAsked
        })
    };
    if act.public && !act.all.iter().all(asked) {
        return Some("the person was not asked");
    }
    if facts.person.minor.is_some()
        && act.public
        && !act
            .all
            .iter()
            .all(|scope| speaks(&[Relation::Guardian], scope) && speaks(&[Relation::Person], scope))
    {
        return Some("a minor without guardian and assent");
    }
    if facts.stops.iter().any(|stop| {
        !stop.lifted && stop.until.is_none_or(|day| day >= today) && names(&stop.acts, act)
    }) {
        return Some("a stop");
    }
    if facts
        .locks
        .iter()
        .any(|lock| !lock.lifted && lock.until >= today && names(&lock.acts, act))
    {
        return Some("a lock");
    }
    let counsel_says = |answer: Answer| {
        facts
            .counsel
            .iter()
            .any(|fact| !fact.withdrawn && fact.answer == answer && fact.scopes.iter().any(needed))
    };
    if act.counsel && !counsel_says(Answer::Approved) {
        return Some("counsel did not approve");
    }
    if counsel_says(Answer::Objected) && !counsel_says(Answer::Approved) {
        return Some("counsel objects");
    }
    if act.public
        && facts.texts.iter().any(|fact| {
            !fact.corroborated
                || (fact.label > kernel::Label::Clear && !fact.leave)
                || !act.all.iter().all(|scope| fact.consented.contains(scope))
        })
    {
        return Some("a fact that may not be published");
    }
    if facts.exposures.iter().any(|exposure| {
        !exposure.redacted
            && (exposure.acts.contains(&"all".to_owned()) || names(&exposure.acts, act))
    }) {
        return Some("an exposure");
    }
    let weighed = |assessment: &&AssessmentFact| {
        assessment.act == act.code
            && !assessment.withdrawn
            && assessment.decided_on <= today
            && today <= assessment.until
            && assessment.seconded
            && !assessment.overtaken
            && !matches!(
                assessment.outcome,
                Assessed::DoNotAct | Assessed::PrivateOnly
            )
    };
    if act.public && facts.outsider_asks.is_some() {
        return Some("an outsider asks the case lead");
    }
    if act.public && !facts.assessments.iter().any(|fact| weighed(&fact)) {
        return Some("a public act that nobody weighed, or that was weighed against");
    }
    if facts.pauses.iter().any(|pause| pause.act == act.code) {
        return Some("somebody was worse off after a like act");
    }
    let fresh = |day: Option<Day>| day.is_some_and(|day| today.since(day) <= 120);
    if act.text && !fresh(facts.verified) && (act.public || !fresh(facts.recorded)) {
        return Some("facts too old");
    }
    facts.person.deceased.map(|_| "the person has died")
}

/// Every way in which somebody could alter a verdict, by number.
fn altered(verdict: &Verdict, facts: &GateFacts, way: usize, at: usize) -> Option<Verdict> {
    let mut other = verdict.clone();
    let step = at % other.derivation.len();
    match way {
        0 => drop(other.derivation.remove(step)),
        1 => other.derivation.push(other.derivation[step]),
        2 => {
            let outcomes = [Outcome::Clear, Outcome::Hold, Outcome::Block];
            other.derivation[step].gives = outcomes[at % 3];
        }
        3 => other.derivation[step].rule = Rule::ALL[at % Rule::ALL.len()],
        4 => other.derivation[step].entry = Some(cited(200)),
        5 => other.derivation[step].entry = None,
        6 => other.derivation[step].scope = Scope::new(11),
        7 => other.derivation[step].gate = (at % 10) as u8,
        8 => other.derivation[step].carrier = Some(Carrier::OwnWord),
        9 => other.derivation[step].until = Some(Day::from_number(30_000)),
        10 => {
            let last = other.derivation.len() - 1;
            other.derivation.swap(step, last);
        }
        11 => other.outcome = [Outcome::Clear, Outcome::Hold, Outcome::Block][at % 3],
        12 => drop(other.reasons.pop()),
        13 => other.reasons.first_mut()?.who_can_lift = Lifter::Nobody,
        14 => other.reasons.last_mut()?.says = Message::new("gate-passed"),
        15 => other.basis = None,
        16 => other.basis.as_mut()?.until = None,
        17 => other.basis.as_mut()?.parts.first_mut()?.carrier = Carrier::OwnWord,
        18 => drop(other.facts_read.pop()),
        19 => other.facts_read.first_mut()?.1 += 1,
        20 => {
            let codes: Vec<_> = acts().all().map(|act| act.code.clone()).collect();
            other.act = codes[at % codes.len()].clone();
            // Acts that ask for the same may have the same verdict; under the other name it is then true.
            if other == gates::verdict(act(&other.act), facts, now()) {
                return None;
            }
        }
        _ => {
            let strict = other
                .derivation
                .iter()
                .position(|step| step.gives > Outcome::Clear)?;
            let gate = other.derivation[strict].gate;
            other.derivation.remove(strict);
            let mut passed = *other
                .derivation
                .iter()
                .find(|step| step.rule == Rule::Passed)?;
            passed.gate = gate;
            other.derivation.push(passed);
            other.derivation.sort();
        }
    }
    (other != *verdict).then_some(other)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn nothing_forbidden_is_ever_clear(facts in any_facts()) {
        for act in acts().all() {
            let verdict = verdict(act, &facts, now());
            if let Some(why) = forbidden(act, &facts) {
                prop_assert!(verdict.outcome > Outcome::Clear, "{why}: {verdict:?}");
            }
            if verdict.outcome == Outcome::Clear {
                prop_assert!(verdict.basis.is_some());
            } else {
                prop_assert!(verdict.reasons.iter().any(|reason| reason.weight == verdict.outcome));
            }
        }
    }

    #[test]
    fn a_refusal_a_stop_or_a_lock_never_makes_it_milder(
        facts in any_facts(), mut refusal in any_wish(), stop in any_stop(), lock in any_lock(),
        mut objection in any_counsel(), pause in any_pause(), withdrawn in any::<bool>(),
    ) {
        refusal.state = if withdrawn { WishState::Withdrawn } else { WishState::Refused };
        objection.answer = Answer::Objected;
        for act in acts().all() {
            let before = verdict(act, &facts, now()).outcome;
            let mut more = facts.clone();
            more.wishes.push(refusal.clone());
            prop_assert!(verdict(act, &more, now()).outcome >= before, "refusal, {}", act.code);
            let mut more = facts.clone();
            more.stops.push(stop.clone());
            prop_assert!(verdict(act, &more, now()).outcome >= before, "stop, {}", act.code);
            let mut more = facts.clone();
            more.locks.push(lock.clone());
            prop_assert!(verdict(act, &more, now()).outcome >= before, "lock, {}", act.code);
            let mut more = facts.clone();
            more.counsel.push(objection.clone());
            prop_assert!(verdict(act, &more, now()).outcome >= before, "objection, {}", act.code);
            let mut more = facts.clone();
            more.pauses.push(pause.clone());
            prop_assert!(verdict(act, &more, now()).outcome >= before, "pause, {}", act.code);
        }
    }

    #[test]
    fn taking_a_consent_away_never_turns_block_into_clear(facts in any_facts(), at in any::<prop::sample::Index>()) {
        let mut fewer = Vec::new();
        let mut without = |facts: GateFacts| fewer.push(facts);
        let consents: Vec<usize> = (0..facts.wishes.len()).filter(|n| yes(&facts.wishes[*n])).collect();
        if !consents.is_empty() {
            let mut less = facts.clone();
            less.wishes.remove(*at.get(&consents));
            without(less);
        }
        if !facts.relays.is_empty() {
            let mut less = facts.clone();
            less.relays.remove(at.index(facts.relays.len()));
            without(less);
        }
        if !facts.best_interests.is_empty() {
            let mut less = facts.clone();
            less.best_interests.remove(at.index(facts.best_interests.len()));
            without(less);
        }
        let mut less = facts.clone();
        less.counsel.retain(|fact| fact.answer == Answer::Objected);
        without(less);
        // A weighing is no consent, and one that is taken away opens nothing either.
        let mut less = facts.clone();
        less.assessments.retain(|fact| fact.outcome == Assessed::DoNotAct);
        without(less);
        for act in acts().all().filter(|act| verdict(act, &facts, now()).outcome == Outcome::Block) {
            for less in &fewer {
                prop_assert!(verdict(act, less, now()).outcome > Outcome::Clear, "{}", act.code);
            }
        }
    }

    #[test]
    fn the_order_of_facts_does_not_matter(facts in any_facts()) {
        let mut turned = facts.clone();
        turned.wishes.reverse();
        turned.relays.reverse();
        turned.best_interests.reverse();
        turned.counsel.reverse();
        turned.stops.reverse();
        turned.locks.reverse();
        turned.assessments.reverse();
        turned.pauses.reverse();
        turned.texts.reverse();
        turned.exposures.reverse();
        for act in acts().all() {
            prop_assert_eq!(verdict(act, &facts, now()), verdict(act, &turned, now()));
        }
    }

    #[test]
    fn the_checker_agrees_and_rejects_every_alteration(facts in any_facts(), at in any::<usize>()) {
        for act in acts().all() {
            let verdict = verdict(act, &facts, now());
            prop_assert_eq!(check(&verdict, &facts, now()), Ok(()), "{:?}", verdict);
            for way in 0..22 {
                if let Some(other) = altered(&verdict, &facts, way, at) {
                    prop_assert!(check(&other, &facts, now()).is_err(), "way {}: {:?}", way, other);
                }
            }
            let written = serde_json::to_string(&verdict).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Verdict>(&written).unwrap(), &verdict);
        }
    }

    #[test]
    fn a_foreign_stop_says_nothing_to_an_outsider(mut facts in any_facts(), mut stop in any_stop()) {
        facts.outsider_asks = Some("the lead".into());
        stop.origin = None;
        let mut stopped = facts.clone();
        stopped.stops.push(stop);
        for act in acts().all().filter(|act| act.public) {
            prop_assert_eq!(verdict(act, &facts, now()), verdict(act, &stopped, now()));
        }
    }

    #[test]
    fn everything_that_is_said_has_words(facts in any_facts()) {
        for act in acts().all() {
            let verdict = verdict(act, &facts, now());
            for reason in &verdict.reasons {
                for message in [&reason.says, &reason.who_can_lift.message()] {
                    let text = english(message);
                    prop_assert!(!text.starts_with("gate-") && !text.contains('$'), "{text}");
                    let known = ENGLISH_FLUENT.lines().find_map(|line| {
                        line.strip_prefix(message.id.as_str())?.strip_prefix(" = ")
                    });
                    for part in known.unwrap().split("{ $").skip(1) {
                        let name = part.split(" }").next().unwrap();
                        prop_assert!(message.args.contains_key(name), "{}: {name}", message.id);
                    }
                }
            }
        }
    }
}

/// A law that only ever meets blocked acts would say nothing.
#[test]
fn what_is_drawn_reaches_every_outcome_and_most_rules() {
    use std::collections::BTreeSet;

    use proptest::{strategy::ValueTree, test_runner::TestRunner};

    let mut runner = TestRunner::deterministic();
    let (mut clear, mut rules) = (0, BTreeSet::new());
    for _ in 0..1500 {
        let facts = any_facts().new_tree(&mut runner).unwrap().current();
        for act in acts().all() {
            let verdict = verdict(act, &facts, now());
            clear += u32::from(verdict.outcome == Outcome::Clear);
            rules.extend(verdict.derivation.iter().map(|step| step.rule));
        }
    }
    assert!(clear > 100, "{clear}");
    let missed: Vec<_> = Rule::ALL
        .iter()
        .filter(|rule| !rules.contains(rule))
        .collect();
    assert!(missed.is_empty(), "{missed:?}");
}
