//! The verdict: an act, the facts and an instant in; the outcome with every reason out.

use std::{cmp::Reverse, collections::BTreeSet};

use kernel::{Day, EntryId, Instant, OrganisationId, UserId};
use serde::{Deserialize, Serialize};

use crate::{Act, Cited, GateFacts, Lifter, Message, Relation, Rule, Scope, rules::reason};

mod assessed;
mod consent;
mod others;
mod text;

/// What may be done. Ordered: the whole is as strict as its strictest part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing stands in the way; named people decide.
    Clear,
    /// Not now: somebody can lift it.
    Hold,
    /// No.
    Block,
}

impl Outcome {
    /// The code: `clear`, `hold` or `block`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Hold => "hold",
            Self::Block => "block",
        }
    }
}

/// What carries an act for a scope, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// The person's own word.
    OwnWord,
    /// The representative's.
    Representative,
    /// The guardian's.
    Guardian,
    /// Counsel's.
    Counsel,
    /// A relative's.
    Relative,
    /// A vetted partner's attested relay.
    Relay,
    /// Two officers.
    BestInterest,
}

impl Carrier {
    /// The code, with hyphens, as in message ids.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OwnWord => "own-word",
            Self::Representative => "representative",
            Self::Guardian => "guardian",
            Self::Counsel => "counsel",
            Self::Relative => "relative",
            Self::Relay => "relay",
            Self::BestInterest => "best-interest",
        }
    }
}

impl Relation {
    /// The code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Representative => "representative",
            Self::Guardian => "guardian",
            Self::Counsel => "counsel",
            Self::Relative => "relative",
        }
    }
}

/// One step of the derivation: at this gate, by this rule, because of this entry, so much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Step {
    /// The gate, 1 to 8.
    pub gate: u8,
    /// The rule.
    pub rule: Rule,
    /// The scope it is about, if it is about one.
    pub scope: Option<Scope>,
    /// The entry it rests on, if the actor may know of one.
    pub entry: Option<Cited>,
    /// What carries the act, where something does.
    pub carrier: Option<Carrier>,
    /// The last day on which what carries it holds, or on which it held.
    pub until: Option<Day>,
    /// What the step gives.
    pub gives: Outcome,
}

impl Step {
    pub(crate) const fn new(gate: u8, rule: Rule, gives: Outcome) -> Self {
        Self {
            gate,
            rule,
            scope: None,
            entry: None,
            carrier: None,
            until: None,
            gives,
        }
    }

    pub(crate) const fn entry(mut self, entry: Cited) -> Self {
        self.entry = Some(entry);
        self
    }

    pub(crate) const fn scope(mut self, scope: Scope) -> Self {
        self.scope = Some(scope);
        self
    }
}

/// One reason, to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The gate.
    pub gate: u8,
    /// The rule.
    pub rule: Rule,
    /// The entry, if the actor may know of one.
    pub entry: Option<EntryId>,
    /// The sentence.
    pub says: Message,
    /// Who can lift it.
    pub who_can_lift: Lifter,
    /// What it weighs: a reason of weight clear is a warning.
    pub weight: Outcome,
}

/// What carries an act for one scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasisPart {
    /// The scope.
    pub scope: Scope,
    /// What carries it.
    pub carrier: Carrier,
    /// The entry.
    pub entry: EntryId,
    /// The last day on which it holds; none means until they say stop.
    pub until: Option<Day>,
    /// The partner, for a relay.
    pub partner: Option<OrganisationId>,
    /// The two officers, for a best-interest decision.
    pub officers: Option<[UserId; 2]>,
}

/// On what an act rests, to be printed beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// One part for each scope needed.
    pub parts: Vec<BasisPart>,
    /// The last day on which all parts hold.
    pub until: Option<Day>,
}

impl Basis {
    /// The sentences that name the basis.
    #[must_use]
    pub fn says(&self) -> Vec<Message> {
        self.parts
            .iter()
            .map(|part| {
                let id = if part.until.is_some() {
                    "gate-carried-until"
                } else {
                    "gate-carried"
                };
                let says = Message::new(id)
                    .with("carrier", part.carrier.code())
                    .with("scope", part.scope);
                match part.until {
                    Some(until) => says.with("until", until),
                    None => says,
                }
            })
            .collect()
    }
}

/// Whether an act may be done for a person now, with everything that leads there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The code of the act.
    pub act: String,
    /// The outcome.
    pub outcome: Outcome,
    /// Every reason, the strictest first, warnings last.
    pub reasons: Vec<Reason>,
    /// On what it rests, if every scope needed is carried. Also given where another gate holds it.
    pub basis: Option<Basis>,
    /// Every step, in order of the gates.
    pub derivation: Vec<Step>,
    /// Every entry version that was read: once one of them has a newer version, or a new entry of a
    /// kind that the gates read has come, the verdict is void and must be asked for again.
    pub facts_read: Vec<(EntryId, u32)>,
}

/// Asks the gates about an act.
#[must_use]
pub fn verdict(act: &Act, facts: &GateFacts, now: Instant) -> Verdict {
    let today = now.day();
    let mut steps = BTreeSet::new();
    consent::gate(act, facts, today, &mut steps);
    others::gates(act, facts, today, &mut steps);
    text::gates(act, facts, today, &mut steps);
    assessed::gate(act, facts, today, &mut steps);
    for gate in &act.gates {
        if steps
            .iter()
            .all(|step: &Step| step.gate != *gate || step.gives == Outcome::Clear)
        {
            steps.insert(Step::new(*gate, Rule::Passed, Outcome::Clear));
        }
    }
    let derivation: Vec<Step> = steps.into_iter().collect();
    Verdict {
        act: act.code.clone(),
        outcome: derivation
            .iter()
            .map(|step| step.gives)
            .max()
            .unwrap_or(Outcome::Block),
        reasons: reasons(act, &derivation, facts, today),
        basis: basis(act, &derivation, facts),
        facts_read: facts_read(facts),
        derivation,
    }
}

/// Reasons in the order in which people should read them: the strictest first, and a word that
/// somebody said before a word that nobody said, and the weighing after consent.
pub(crate) fn reasons(act: &Act, steps: &[Step], facts: &GateFacts, today: Day) -> Vec<Reason> {
    let mut shown: Vec<&Step> = steps
        .iter()
        .filter(|step| {
            !matches!(
                step.rule,
                Rule::Passed | Rule::Carried | Rule::CounselApproved | Rule::Assessed
            )
        })
        .collect();
    shown.sort_by_key(|step| {
        let last = match step.gate {
            1 => 1,
            8 => 2,
            _ => 0,
        };
        (Reverse(step.gives), last)
    });
    shown
        .into_iter()
        .map(|step| reason(act, step, facts, today))
        .collect()
}

/// What carries the act, if everything needed is carried.
pub(crate) fn basis(act: &Act, steps: &[Step], facts: &GateFacts) -> Option<Basis> {
    let parts: Vec<BasisPart> = steps
        .iter()
        .filter(|step| step.rule == Rule::Carried)
        .filter_map(|step| {
            let (scope, carrier, cited) = (step.scope?, step.carrier?, step.entry?);
            let relay = facts
                .relays
                .iter()
                .filter(|relay| relay.entry == cited)
                .min();
            let decision = facts
                .best_interests
                .iter()
                .filter(|decision| decision.entry == cited)
                .min();
            Some(BasisPart {
                scope,
                carrier,
                entry: cited.id,
                until: step.until,
                partner: relay.map(|relay| relay.partner),
                officers: decision.map(|decision| decision.officers),
            })
        })
        .collect();
    let complete = act
        .groups()
        .iter()
        .all(|group| parts.iter().any(|part| group.contains(&part.scope)));
    let until = parts.iter().filter_map(|part| part.until).min();
    complete.then_some(Basis { parts, until })
}

/// Every entry that the facts cite.
pub(crate) fn facts_read(facts: &GateFacts) -> Vec<(EntryId, u32)> {
    let cited = facts
        .wishes
        .iter()
        .map(|fact| fact.entry)
        .chain(facts.relays.iter().map(|fact| fact.entry))
        .chain(facts.best_interests.iter().map(|fact| fact.entry))
        .chain(facts.counsel.iter().map(|fact| fact.entry))
        .chain(facts.stops.iter().filter_map(|fact| fact.origin))
        .chain(facts.locks.iter().map(|fact| fact.entry))
        .chain(facts.assessments.iter().map(|fact| fact.entry))
        .chain(facts.pauses.iter().map(|fact| fact.entry))
        .chain(facts.texts.iter().map(|fact| fact.entry))
        .chain(facts.exposures.iter().map(|fact| fact.entry))
        .chain(facts.person.minor)
        .chain(facts.person.released.map(|fact| fact.entry))
        .chain(facts.person.deceased);
    let all: BTreeSet<(EntryId, u32)> = cited.map(|cited| (cited.id, cited.version)).collect();
    all.into_iter().collect()
}
