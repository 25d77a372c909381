//! Gates 3, 4, 5 and 7: conflict, approval of counsel, stops and locks, exposure.

use std::collections::BTreeSet;

use kernel::Day;

use super::{Outcome, Step, consent};
use crate::{Act, Answer, CounselFact, GateFacts, Relation, Rule};

pub(super) fn gates(act: &Act, facts: &GateFacts, today: Day, steps: &mut BTreeSet<Step>) {
    conflict(act, facts, today, steps);
    counsel(act, facts, today, steps);
    stops(act, facts, today, steps);
    if act.gates.contains(&7) {
        for exposure in facts.exposures.iter().filter(|exposure| !exposure.redacted) {
            if covers(&exposure.acts, act, false) {
                steps.insert(Step::new(7, Rule::Exposed, Outcome::Hold).entry(exposure.entry));
            }
        }
    }
}

/// Whether a list of words covers the act. Welfare acts go on under an `all`.
fn covers(words: &[String], act: &Act, welfare_goes_on: bool) -> bool {
    words.iter().any(|word| match word.as_str() {
        "all" => !(welfare_goes_on && act.welfare),
        "all_public" => act.public,
        code => code == act.code,
    })
}

/// A no of somebody else. The person's own word wins over it, and still nothing is done before they
/// have talked.
fn conflict(act: &Act, facts: &GateFacts, today: Day, steps: &mut BTreeSet<Step>) {
    let concerned = act.concerns();
    let person_agrees = act.groups().iter().all(|group| {
        group
            .iter()
            .any(|scope| consent::own_word(act, *scope, facts, today))
    });
    for wish in &facts.wishes {
        if wish.giver.relation == Relation::Person
            || !concerned.contains(&wish.scope)
            || !consent::stands(wish, facts, today)
        {
            continue;
        }
        let another_agrees = facts.wishes.iter().any(|other| {
            other.scope == wish.scope
                && other.giver.relation != Relation::Person
                && consent::in_force(act, other, facts, today)
        });
        let (rule, gives) = if person_agrees && wish.settled {
            (Rule::Settled, Outcome::Clear)
        } else if person_agrees {
            (Rule::ConflictWithPerson, Outcome::Hold)
        } else if another_agrees {
            (Rule::OthersDisagree, Outcome::Hold)
        } else if act.public {
            (Rule::OtherRefused, Outcome::Block)
        } else {
            (Rule::OtherRefused, Outcome::Hold)
        };
        steps.insert(
            Step::new(3, rule, gives)
                .scope(wish.scope)
                .entry(wish.entry),
        );
    }
}

/// Counsel decides about hearings and visits, and is heard about everything else.
fn counsel(act: &Act, facts: &GateFacts, today: Day, steps: &mut BTreeSet<Step>) {
    let concerned = act.concerns();
    let about = |fact: &&CounselFact| {
        !fact.withdrawn && fact.scopes.iter().any(|scope| concerned.contains(scope))
    };
    let (gate, objected) = if act.counsel {
        (4, Outcome::Block)
    } else {
        (3, Outcome::Hold)
    };
    let said = || facts.counsel.iter().filter(about);
    for objection in said().filter(|fact| fact.answer == Answer::Objected) {
        let taken_back = said().any(|later| {
            later.answer == Answer::Approved
                && later.counsel == objection.counsel
                && later.given_on > objection.given_on
                && later.given_on <= today
                && objection
                    .scopes
                    .iter()
                    .all(|scope| !concerned.contains(scope) || later.scopes.contains(scope))
        });
        if !taken_back {
            let step = Step::new(gate, Rule::CounselObjected, objected);
            steps.insert(step.entry(objection.entry));
        }
    }
    if !act.counsel {
        return;
    }
    let mut approved = false;
    for approval in said().filter(|fact| fact.answer == Answer::Approved) {
        let held = approval.given_on <= today
            && today <= approval.given_on.plus(act.consent_days)
            && act.all.iter().all(|scope| approval.scopes.contains(scope));
        if held {
            approved = true;
            let step = Step::new(4, Rule::CounselApproved, Outcome::Clear);
            steps.insert(step.entry(approval.entry));
        }
    }
    if !approved {
        steps.insert(Step::new(4, Rule::CounselMissing, Outcome::Block));
    }
}

/// Stops act at once. One whose origin the actor may not see says only whom to ask; outsiders read
/// that for every public act, so that it tells them nothing.
fn stops(act: &Act, facts: &GateFacts, today: Day, steps: &mut BTreeSet<Step>) {
    let ask = Step::new(5, Rule::AskLead, Outcome::Hold);
    if act.public && facts.outsider_asks.is_some() {
        steps.insert(ask);
    }
    for stop in facts.stops.iter().filter(|stop| !stop.lifted) {
        if stop.until.is_some_and(|until| until < today) || !covers(&stop.acts, act, true) {
            continue;
        }
        steps.insert(match stop.origin {
            Some(cited) => {
                let rule = if stop.welfare {
                    Rule::WelfareStopped
                } else {
                    Rule::Stopped
                };
                Step::new(5, rule, Outcome::Block).entry(cited)
            }
            None => ask,
        });
    }
    for lock in facts
        .locks
        .iter()
        .filter(|lock| !lock.lifted && today <= lock.until)
    {
        if covers(&lock.acts, act, true) {
            steps.insert(Step::new(5, Rule::Locked, Outcome::Hold).entry(lock.entry));
        }
    }
}
