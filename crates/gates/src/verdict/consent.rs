//! Gates 1 and 2: is there a yes of the right person that still holds, and is there a no of the person?

use std::{cmp::Reverse, collections::BTreeSet};

use kernel::Day;

use super::{Carrier, Outcome, Step};
use crate::{Act, Cited, GateFacts, Relation, Rule, Scope, WishFact, WishState};

pub(super) fn grants(wish: &WishFact) -> bool {
    !wish.withdrawn
        && matches!(
            wish.state,
            WishState::Granted | WishState::GrantedWithConditions
        )
}

pub(super) fn refuses(wish: &WishFact) -> bool {
    !wish.withdrawn && matches!(wish.state, WishState::Refused | WishState::Withdrawn)
}

/// Whether the same giver speaks about the same scope. There is only one person, however named.
fn same_word(one: &WishFact, other: &WishFact) -> bool {
    one.scope == other.scope
        && one.giver.relation == other.giver.relation
        && (one.giver.relation == Relation::Person || one.giver.who == other.giver.who)
}

/// A no stands until the same giver, later and freely, says yes. People may change their own mind;
/// nobody changes it for them.
pub(super) fn stands(refusal: &WishFact, facts: &GateFacts, today: Day) -> bool {
    refuses(refusal)
        && !facts.wishes.iter().any(|later| {
            grants(later)
                && same_word(later, refusal)
                && !later.under_pressure
                && later.given_on > refusal.given_on
                && later.given_on <= today
        })
}

/// A yes was overtaken once the same giver, on the same day or later, said no.
fn overtaken(grant: &WishFact, facts: &GateFacts) -> bool {
    facts
        .wishes
        .iter()
        .any(|later| refuses(later) && same_word(later, grant) && later.given_on >= grant.given_on)
}

/// The last day on which a yes carries this act.
pub(super) fn until(act: &Act, grant: &WishFact) -> Option<Day> {
    let limit = grant.given_on.plus(act.consent_days);
    if grant.until_they_say_stop && !act.public {
        return grant.valid_until;
    }
    Some(grant.valid_until.map_or(limit, |named| named.min(limit)))
}

/// A yes that was freely given and not overtaken; it may have run out.
fn sincere(grant: &WishFact, facts: &GateFacts, today: Day) -> bool {
    grants(grant) && !grant.under_pressure && grant.given_on <= today && !overtaken(grant, facts)
}

/// A yes that carries this act today.
pub(super) fn in_force(act: &Act, grant: &WishFact, facts: &GateFacts, today: Day) -> bool {
    sincere(grant, facts, today) && until(act, grant).is_none_or(|until| today <= until)
}

/// Whether the person's own word carries the act for this scope.
pub(super) fn own_word(act: &Act, scope: Scope, facts: &GateFacts, today: Day) -> bool {
    facts.wishes.iter().any(|wish| {
        wish.scope == scope
            && wish.giver.relation == Relation::Person
            && in_force(act, wish, facts, today)
    })
}

/// Whether the person cannot be asked about this scope, so that others may speak.
fn unable(scope: Scope, facts: &GateFacts, today: Day) -> bool {
    facts.wishes.iter().any(|wish| {
        wish.scope == scope
            && wish.state == WishState::UnableToAsk
            && wish.giver.relation == Relation::Person
            && !wish.withdrawn
            && wish.given_on <= today
    })
}

/// How far a scope is carried, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Carried,
    Expired,
    NotEntitled,
    Pressed,
}

/// Something that speaks for a scope. Ordered so that the least is the one to rest on: the state,
/// then who speaks, then the latest word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Support {
    state: State,
    carrier: Carrier,
    given_on: Reverse<Day>,
    /// No last day counts as the furthest.
    lasts: Reverse<Day>,
    entry: Cited,
}

impl Support {
    fn until(&self) -> Option<Day> {
        (self.lasts.0 != FOREVER).then_some(self.lasts.0)
    }
}

const FOREVER: Day = Day::from_number(i32::MAX);

const fn carrier(relation: Relation) -> Carrier {
    match relation {
        Relation::Person => Carrier::OwnWord,
        Relation::Representative => Carrier::Representative,
        Relation::Guardian => Carrier::Guardian,
        Relation::Counsel => Carrier::Counsel,
        Relation::Relative => Carrier::Relative,
    }
}

fn supports(act: &Act, scope: Scope, facts: &GateFacts, today: Day) -> Vec<Support> {
    let minor = facts.person.minor.is_some();
    let unable = unable(scope, facts, today);
    let mut found = Vec::new();
    let mut add = |state, carrier, given_on, until: Option<Day>, entry| {
        let lasts = Reverse(until.unwrap_or(FOREVER));
        found.push(Support {
            state,
            carrier,
            given_on: Reverse(given_on),
            lasts,
            entry,
        });
    };
    let spoken = facts.wishes.iter().filter(|wish| {
        wish.scope == scope && grants(wish) && wish.given_on <= today && !overtaken(wish, facts)
    });
    for wish in spoken {
        let entitled = match wish.giver.relation {
            // A minor's own word is heard, and is not enough.
            Relation::Person => !minor,
            Relation::Representative => true,
            Relation::Guardian => minor || unable,
            Relation::Counsel | Relation::Relative => unable,
        };
        let state = if wish.under_pressure {
            State::Pressed
        } else if !entitled {
            State::NotEntitled
        } else if in_force(act, wish, facts, today) {
            State::Carried
        } else {
            State::Expired
        };
        let speaker = carrier(wish.giver.relation);
        add(state, speaker, wish.given_on, until(act, wish), wish.entry);
    }
    let holds = |until: Option<Day>| {
        if until.is_none_or(|until| today <= until) {
            State::Carried
        } else {
            State::Expired
        }
    };
    for relay in &facts.relays {
        let Some(vetted) = relay.vetted_until else {
            continue;
        };
        if act.relay && !relay.withdrawn && relay.given_on <= today && relay.scopes.contains(&scope)
        {
            let until = Some(relay.valid_until.map_or(vetted, |named| named.min(vetted)));
            add(
                holds(until),
                Carrier::Relay,
                relay.given_on,
                until,
                relay.entry,
            );
        }
    }
    for decision in &facts.best_interests {
        let [first, second] = &decision.officers;
        if act.best_interest
            && first != second
            && !decision.withdrawn
            && decision.decided_on <= today
            && decision.scopes.contains(&scope)
        {
            let limit = decision.decided_on.plus(act.best_interest_days);
            let until = Some(decision.valid_until.map_or(limit, |named| named.min(limit)));
            let day = decision.decided_on;
            add(
                holds(until),
                Carrier::BestInterest,
                day,
                until,
                decision.entry,
            );
        }
    }
    found
}

pub(super) fn gate(act: &Act, facts: &GateFacts, today: Day, steps: &mut BTreeSet<Step>) {
    let concerned = act.concerns();
    for wish in facts
        .wishes
        .iter()
        .filter(|wish| concerned.contains(&wish.scope))
    {
        if wish.under_pressure && (grants(wish) || refuses(wish)) {
            let flag = Step::new(1, Rule::UnderPressure, Outcome::Clear);
            steps.insert(flag.scope(wish.scope).entry(wish.entry));
        }
        if wish.giver.relation == Relation::Person && stands(wish, facts, today) {
            let rule = match wish.state {
                WishState::Withdrawn => Rule::PersonWithdrew,
                _ => Rule::PersonRefused,
            };
            let refusal = Step::new(2, rule, Outcome::Block);
            steps.insert(refusal.scope(wish.scope).entry(wish.entry));
        }
    }
    for group in act.groups() {
        if facts.person.minor.is_some() && act.public {
            minor_in_public(act, &group, facts, today, steps);
        } else {
            carried(act, &group, facts, today, steps);
        }
    }
    life(act, facts, today, steps);
}

/// Where a guardian speaks for a minor, the minor was asked too, or cannot be asked.
fn assent(act: &Act, group: &[Scope], facts: &GateFacts, today: Day, steps: &mut BTreeSet<Step>) {
    let asked = group
        .iter()
        .any(|scope| own_word(act, *scope, facts, today) || unable(*scope, facts, today));
    if let Some(first) = group.first().filter(|_| !asked) {
        steps.insert(Step::new(1, Rule::AssentMissing, Outcome::Hold).scope(*first));
    }
}

/// One scope of the group must be carried. A no of the person is said at the second gate and not
/// covered up here with "nobody was asked".
fn carried(act: &Act, group: &[Scope], facts: &GateFacts, today: Day, steps: &mut BTreeSet<Step>) {
    let best = group
        .iter()
        .flat_map(|scope| {
            supports(act, *scope, facts, today)
                .into_iter()
                .map(move |support| (support, *scope))
        })
        .min();
    let strict = if act.public {
        Outcome::Block
    } else {
        Outcome::Hold
    };
    let Some((support, scope)) = best else {
        let refused = |scope: &Scope| {
            facts.wishes.iter().any(|wish| {
                wish.scope == *scope
                    && wish.giver.relation == Relation::Person
                    && stands(wish, facts, today)
            })
        };
        if let Some(first) = group.first().filter(|_| !group.iter().any(refused)) {
            steps.insert(Step::new(1, Rule::NotAsked, Outcome::Block).scope(*first));
        }
        return;
    };
    let step = match support.state {
        State::Carried => {
            conditions(act, scope, support.carrier, facts, today, steps);
            if facts.person.minor.is_some() && support.carrier == Carrier::Guardian {
                assent(act, group, facts, today, steps);
            }
            let mut step = Step::new(1, Rule::Carried, Outcome::Clear);
            step.carrier = Some(support.carrier);
            step.until = support.until();
            step
        }
        State::Expired => {
            let mut step = Step::new(1, Rule::ConsentExpired, strict);
            step.until = support.until();
            step
        }
        State::NotEntitled if support.carrier == Carrier::OwnWord => {
            Step::new(1, Rule::GuardianMissing, strict)
        }
        State::NotEntitled => Step::new(1, Rule::PersonNotAsked, strict),
        State::Pressed => Step::new(1, Rule::OnlyUnderPressure, Outcome::Block),
    };
    steps.insert(step.scope(scope).entry(support.entry));
}

/// The conditions of those who carry the scope. One is gone when its giver later said yes without it.
fn conditions(
    act: &Act,
    scope: Scope,
    speaker: Carrier,
    facts: &GateFacts,
    today: Day,
    steps: &mut BTreeSet<Step>,
) {
    let speaks = |wish: &&WishFact| {
        wish.scope == scope
            && carrier(wish.giver.relation) == speaker
            && in_force(act, wish, facts, today)
    };
    let given = || facts.wishes.iter().filter(speaks);
    for wish in given().filter(|wish| wish.state == WishState::GrantedWithConditions) {
        let dropped = given().any(|later| {
            later.state == WishState::Granted
                && same_word(later, wish)
                && later.given_on > wish.given_on
        });
        if dropped {
            continue;
        }
        let step = if act.public && !wish.condition_met {
            Step::new(1, Rule::ConditionOpen, Outcome::Hold)
        } else {
            Step::new(1, Rule::ConditionNoted, Outcome::Clear)
        };
        steps.insert(step.scope(scope).entry(wish.entry));
    }
    for wish in given().filter(|wish| waits(wish, today)) {
        // A later yes of the same giver has its own day and event, or none.
        let replaced = given().any(|later| {
            later.state == WishState::Granted
                && same_word(later, wish)
                && later.given_on > wish.given_on
        });
        if !replaced {
            let step = Step::new(1, Rule::ConditionWaits, Outcome::Hold);
            steps.insert(step.scope(scope).entry(wish.entry));
        }
    }
}

/// Whether a yes waits for a day that has not come, or for an event that nobody recorded.
fn waits(wish: &WishFact, today: Day) -> bool {
    wish.not_before.is_some_and(|day| today < day)
        || (wish.after_event.is_some() && !wish.condition_met)
}

/// In public a minor needs both: the guardian's yes and their own.
fn minor_in_public(
    act: &Act,
    group: &[Scope],
    facts: &GateFacts,
    today: Day,
    steps: &mut BTreeSet<Step>,
) {
    for (relation, missing) in [
        (Relation::Guardian, Rule::GuardianMissing),
        (Relation::Person, Rule::AssentMissing),
    ] {
        let yes = facts
            .wishes
            .iter()
            .filter(|wish| group.contains(&wish.scope) && wish.giver.relation == relation)
            .filter(|wish| in_force(act, wish, facts, today))
            .map(|wish| {
                let lasts = Reverse(until(act, wish).unwrap_or(FOREVER));
                let (carrier, given_on) = (carrier(relation), Reverse(wish.given_on));
                let entry = wish.entry;
                (
                    Support {
                        state: State::Carried,
                        carrier,
                        given_on,
                        lasts,
                        entry,
                    },
                    wish.scope,
                )
            })
            .min();
        if let Some((support, scope)) = yes {
            conditions(act, scope, support.carrier, facts, today, steps);
            let mut step = Step::new(1, Rule::Carried, Outcome::Clear);
            step.carrier = Some(support.carrier);
            step.until = support.until();
            steps.insert(step.scope(scope).entry(support.entry));
        } else if let Some(first) = group.first() {
            steps.insert(Step::new(1, missing, Outcome::Block).scope(*first));
        }
    }
}

/// Free people are asked anew; for the dead the family comes first.
fn life(act: &Act, facts: &GateFacts, today: Day, steps: &mut BTreeSet<Step>) {
    if let Some(cited) = facts.person.deceased {
        steps.insert(Step::new(1, Rule::Deceased, Outcome::Hold).entry(cited));
    }
    if let Some(release) = facts.person.released {
        let asked_since = act.groups().iter().all(|group| {
            facts.wishes.iter().any(|wish| {
                group.contains(&wish.scope)
                    && wish.giver.relation == Relation::Person
                    && wish.given_on >= release.on
                    && in_force(act, wish, facts, today)
            })
        });
        if !asked_since {
            steps.insert(Step::new(1, Rule::Released, Outcome::Hold).entry(release.entry));
        }
    }
}
