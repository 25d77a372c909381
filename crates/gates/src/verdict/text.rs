//! Gate 6: the facts of a text, and how long ago somebody verified them.

use std::collections::BTreeSet;

use kernel::{Day, Label};

use super::{Outcome, Step};
use crate::{Act, Audience, GateFacts, Rule, TextFact, acts};

pub(super) fn gates(act: &Act, facts: &GateFacts, today: Day, steps: &mut BTreeSet<Step>) {
    if !act.text {
        return;
    }
    for fact in &facts.texts {
        let mut fails = |rule| {
            steps.insert(Step::new(6, rule, Outcome::Block).entry(fact.entry));
        };
        if act.corroborated && !fact.corroborated {
            fails(Rule::NotCorroborated);
        }
        let consented = act
            .groups()
            .iter()
            .all(|group| group.iter().any(|scope| fact.consented.contains(scope)));
        if !consented {
            fails(Rule::FactNotConsented);
        }
        if let Some(rule) = label(act, fact, facts) {
            fails(rule);
        }
    }
    let table = acts();
    let stale = match facts.looked_at(act).map(|day| today.since(day)) {
        None => Some((Rule::NeverVerified, Outcome::Hold)),
        Some(days) if days > table.stale_exclude_days => Some((Rule::Stale, Outcome::Hold)),
        Some(days) if days > table.stale_warn_days => Some((Rule::StaleWarning, Outcome::Clear)),
        Some(_) => None,
    };
    if let Some((rule, gives)) = stale {
        steps.insert(Step::new(6, rule, gives));
    }
}

/// What we originated we label ourselves. What we received travels inside its label, or with the
/// originator's recorded leave.
fn label(act: &Act, fact: &TextFact, facts: &GateFacts) -> Option<Rule> {
    let ours = fact.originator == facts.ours;
    if !ours && fact.leave {
        return None;
    }
    let to_the_world = facts.audience == Some(Audience::World) && fact.label > Label::Clear;
    if fact.label > act.highest_label || to_the_world {
        return Some(Rule::LabelTooNarrow);
    }
    let reached = |audience: Audience| match fact.label {
        Label::Clear => true,
        Label::Green => matches!(
            audience,
            Audience::Organisation | Audience::Clients | Audience::Community
        ),
        Label::Amber => matches!(audience, Audience::Organisation | Audience::Clients),
        Label::AmberStrict => audience == Audience::Organisation,
        Label::Red => false,
    };
    let within = reached(act.audience) && facts.audience.is_none_or(reached);
    (!ours && !within).then_some(Rule::OriginatorLeave)
}
