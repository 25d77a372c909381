//! A second opinion: checks a verdict against the facts without the code that gave it.
//!
//! Where the gates compare words pairwise, this reads each giver's words in the order of their days;
//! where the gates weigh as they go, this has one table of weights. Only sentences are shared.

use std::collections::BTreeSet;

use kernel::Instant;

use self::due::Due;
use crate::{GateFacts, Step, Verdict, acts, verdict as said};

mod due;

/// A verdict does not follow from the facts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// There is no such act.
    #[error("there is no act {0:?}")]
    Act(String),
    /// A step does not follow from the facts.
    #[error("a step does not follow from the facts: {0:?}")]
    Unfounded(Step),
    /// A step that follows from the facts is left out.
    #[error("a step that follows from the facts is left out: {0:?}")]
    LeftOut(Step),
    /// Steps are out of order or stand twice.
    #[error("the steps are out of order")]
    Order,
    /// The outcome is not that of the strictest step.
    #[error("the outcome is not that of the strictest step")]
    Outcome,
    /// Reasons, basis or the list of entries do not belong to the steps.
    #[error("the {0} do not belong to the steps")]
    Belonging(&'static str),
}

/// Checks that a verdict follows from the facts, wholly and only.
///
/// # Errors
/// The first difference found.
pub fn check(verdict: &Verdict, facts: &GateFacts, now: Instant) -> Result<(), CheckError> {
    let today = now.day();
    let act = acts()
        .get(&verdict.act)
        .ok_or_else(|| CheckError::Act(verdict.act.clone()))?;
    let claimed: BTreeSet<Step> = verdict.derivation.iter().copied().collect();
    if !claimed.iter().eq(&verdict.derivation) {
        return Err(CheckError::Order);
    }
    let due = Due { act, facts, today }.steps();
    if let Some(step) = claimed.difference(&due).next() {
        return Err(CheckError::Unfounded(*step));
    }
    if let Some(step) = due.difference(&claimed).next() {
        return Err(CheckError::LeftOut(*step));
    }
    if Some(verdict.outcome) != claimed.iter().map(|step| step.gives).max() {
        return Err(CheckError::Outcome);
    }
    if verdict.reasons != said::reasons(act, &verdict.derivation, facts, today) {
        return Err(CheckError::Belonging("reasons"));
    }
    if verdict.basis != said::basis(act, &verdict.derivation, facts) {
        return Err(CheckError::Belonging("parts of the basis"));
    }
    if verdict.facts_read != said::facts_read(facts) {
        return Err(CheckError::Belonging("entries read"));
    }
    Ok(())
}
