//! Gate 8: the weighing of the act, and what followed like acts (O1e).

use std::collections::BTreeSet;

use kernel::Day;

use super::{Outcome, Step};
use crate::{Act, Assessed, AssessmentFact, GateFacts, Rule, Weighing};

pub(super) fn gate(act: &Act, facts: &GateFacts, today: Day, steps: &mut BTreeSet<Step>) {
    // Outsiders ask the case lead about public acts in any case; weighings are not theirs to read.
    if act.assessment == Weighing::Never || (act.public && facts.outsider_asks.is_some()) {
        return;
    }
    for pause in facts.pauses.iter().filter(|pause| pause.act == act.code) {
        steps.insert(Step::new(8, Rule::Paused, Outcome::Hold).entry(pause.entry));
    }
    let required = act.assessment == Weighing::Required;
    let Some(newest) = newest(act, facts, today) else {
        if required {
            steps.insert(Step::new(8, Rule::NotAssessed, Outcome::Block));
        }
        return;
    };
    let mut step = |rule, gives, until| {
        steps.insert(Step {
            until,
            ..Step::new(8, rule, gives).entry(newest.entry)
        });
    };
    if newest.until < today {
        // What ran out says nothing any more; where a weighing is needed, one is missing.
        if required {
            step(Rule::AssessmentExpired, Outcome::Block, Some(newest.until));
        }
        return;
    }
    if newest.overtaken {
        if required {
            step(Rule::AssessmentOvertaken, Outcome::Block, None);
        }
        return;
    }
    match newest.outcome {
        Assessed::DoNotAct => step(Rule::AssessedAgainst, Outcome::Hold, None),
        Assessed::PrivateOnly if act.public => {
            step(Rule::AssessedAgainst, Outcome::Hold, None);
        }
        // Without a day it is never later.
        Assessed::PrivateFirst
            if act.public && newest.private_until.is_none_or(|day| today <= day) =>
        {
            step(Rule::AssessedLater, Outcome::Hold, newest.private_until);
        }
        Assessed::WithConditions => {
            step(Rule::AssessedConditions, Outcome::Clear, Some(newest.until))
        }
        Assessed::Public | Assessed::PrivateFirst | Assessed::PrivateOnly => {
            step(Rule::Assessed, Outcome::Clear, Some(newest.until));
        }
    }
    if act.public && !newest.seconded {
        step(Rule::NotSeconded, Outcome::Hold, None);
    }
}

/// The latest decision counts; of two on one day the stricter one.
fn newest<'a>(act: &Act, facts: &'a GateFacts, today: Day) -> Option<&'a AssessmentFact> {
    facts
        .assessments
        .iter()
        .filter(|fact| !fact.withdrawn && fact.act == act.code && fact.decided_on <= today)
        .max_by_key(|fact| (fact.decided_on, fact.outcome, !fact.seconded, *fact))
}
