//! Which steps follow from the facts, worked out a second time.

use std::{cmp::Reverse, collections::BTreeSet};

use kernel::{Day, Label};

use crate::{
    Act, Answer, Assessed, Audience, Carrier, Cited, GateFacts, Outcome, Relation, Rule, Scope,
    Step, WishFact, WishState, acts,
};

const fn weight(rule: Rule, act: &Act) -> Outcome {
    match rule {
        Rule::Passed | Rule::Carried | Rule::ConditionNoted | Rule::UnderPressure => Outcome::Clear,
        Rule::Settled | Rule::CounselApproved | Rule::StaleWarning => Outcome::Clear,
        Rule::Assessed | Rule::AssessedConditions => Outcome::Clear,
        Rule::ConsentExpired
        | Rule::PersonNotAsked
        | Rule::GuardianMissing
        | Rule::AssentMissing
        | Rule::OtherRefused
            if !act.public =>
        {
            Outcome::Hold
        }
        Rule::CounselObjected if !act.counsel => Outcome::Hold,
        Rule::ConditionWaits => Outcome::Hold,
        Rule::ConditionOpen | Rule::Released | Rule::Deceased | Rule::ConflictWithPerson => {
            Outcome::Hold
        }
        Rule::OthersDisagree | Rule::AskLead | Rule::Locked | Rule::Stale => Outcome::Hold,
        Rule::NeverVerified | Rule::Exposed => Outcome::Hold,
        Rule::AssessedAgainst | Rule::AssessedLater | Rule::NotSeconded | Rule::Paused => {
            Outcome::Hold
        }
        _ => Outcome::Block,
    }
}

const fn gate(rule: Rule, act: &Act) -> u8 {
    match rule {
        Rule::PersonRefused | Rule::PersonWithdrew => 2,
        Rule::OtherRefused | Rule::ConflictWithPerson | Rule::OthersDisagree | Rule::Settled => 3,
        Rule::CounselObjected if !act.counsel => 3,
        Rule::CounselObjected | Rule::CounselMissing | Rule::CounselApproved => 4,
        Rule::Stopped | Rule::WelfareStopped | Rule::AskLead | Rule::Locked => 5,
        Rule::NotCorroborated | Rule::LabelTooNarrow | Rule::OriginatorLeave => 6,
        Rule::FactNotConsented | Rule::Stale | Rule::StaleWarning | Rule::NeverVerified => 6,
        Rule::Exposed => 7,
        Rule::NotAssessed | Rule::AssessmentExpired | Rule::AssessmentOvertaken => 8,
        Rule::AssessedAgainst => 8,
        Rule::AssessedLater | Rule::NotSeconded | Rule::Paused => 8,
        Rule::Assessed | Rule::AssessedConditions => 8,
        _ => 1,
    }
}

type Claim = (
    Rule,
    Option<Scope>,
    Option<Cited>,
    Option<Carrier>,
    Option<Day>,
);
/// State, carrier, latest word, furthest end, entry, scope: the least is the one to rest on.
type Candidate = (u8, Carrier, Reverse<Day>, Reverse<i32>, Cited, Scope);

/// The steps that are due, said a second time and in another way.
pub(super) struct Due<'a> {
    pub(super) act: &'a Act,
    pub(super) facts: &'a GateFacts,
    pub(super) today: Day,
}

impl<'a> Due<'a> {
    pub(super) fn steps(&self) -> BTreeSet<Step> {
        let mut claims: Vec<Claim> = Vec::new();
        self.consent(&mut claims);
        self.conflict_and_counsel(&mut claims);
        self.stops_text_exposure(&mut claims);
        self.weighing(&mut claims);
        let mut steps: BTreeSet<Step> = claims
            .into_iter()
            .map(|(rule, scope, entry, carrier, until)| Step {
                gate: gate(rule, self.act),
                rule,
                scope,
                entry,
                carrier,
                until,
                gives: weight(rule, self.act),
            })
            .collect();
        for number in &self.act.gates {
            if !steps
                .iter()
                .any(|step| step.gate == *number && step.gives > Outcome::Clear)
            {
                steps.insert(Step::new(*number, Rule::Passed, Outcome::Clear));
            }
        }
        steps
    }

    /// The words of one giver about one scope, in order: each free yes ends earlier noes, each no ends
    /// earlier yeses. What is left are the standing yeses and noes.
    fn left(&self, of: &WishFact) -> (Vec<&'a WishFact>, Vec<&'a WishFact>) {
        let mut words: Vec<&WishFact> = self
            .facts
            .wishes
            .iter()
            .filter(|w| {
                !w.withdrawn
                    && w.scope == of.scope
                    && w.giver.relation == of.giver.relation
                    && (of.giver.relation == Relation::Person || w.giver.who == of.giver.who)
            })
            .collect();
        words.sort_by_key(|w| {
            (
                w.given_on,
                matches!(w.state, WishState::Refused | WishState::Withdrawn),
            )
        });
        words
            .into_iter()
            .fold((Vec::new(), Vec::new()), |(mut yes, mut no), word| {
                match word.state {
                    WishState::Refused | WishState::Withdrawn => {
                        yes.clear();
                        no.push(word);
                    }
                    WishState::Granted | WishState::GrantedWithConditions
                        if word.given_on <= self.today =>
                    {
                        if !word.under_pressure {
                            no.clear();
                        }
                        yes.push(word);
                    }
                    _ => {}
                }
                (yes, no)
            })
    }

    fn yes(&self, wish: &WishFact) -> bool {
        self.left(wish)
            .0
            .iter()
            .any(|left| std::ptr::eq(*left, wish))
    }

    fn no(&self, wish: &WishFact) -> bool {
        self.left(wish)
            .1
            .iter()
            .any(|left| std::ptr::eq(*left, wish))
    }

    fn end(&self, wish: &WishFact) -> i32 {
        let named = wish.valid_until.map_or(i32::MAX, Day::number);
        let open = wish.until_they_say_stop && !self.act.public;
        if open {
            named
        } else {
            named.min(wish.given_on.plus(self.act.consent_days).number())
        }
    }

    fn holds(&self, wish: &WishFact) -> bool {
        !wish.under_pressure && self.today.number() <= self.end(wish) && self.yes(wish)
    }

    fn agreed(&self, wish: &WishFact) -> bool {
        let yes = matches!(
            wish.state,
            WishState::Granted | WishState::GrantedWithConditions
        );
        yes && self.holds(wish)
    }

    fn agrees(
        &self,
        group: &[Scope],
        relation: Relation,
        since: Day,
    ) -> impl Iterator<Item = &'a WishFact> {
        self.facts.wishes.iter().filter(move |w| {
            group.contains(&w.scope)
                && w.giver.relation == relation
                && w.given_on >= since
                && self.holds(w)
        })
    }

    fn candidates(&self, group: &[Scope]) -> Vec<Candidate> {
        let (facts, minor, now) = (
            self.facts,
            self.facts.person.minor.is_some(),
            self.today.number(),
        );
        let mut all = Vec::new();
        for wish in facts
            .wishes
            .iter()
            .filter(|w| group.contains(&w.scope) && self.yes(w))
        {
            let unable = facts.wishes.iter().any(|w| {
                w.scope == wish.scope
                    && w.giver.relation == Relation::Person
                    && !w.withdrawn
                    && w.state == WishState::UnableToAsk
                    && w.given_on <= self.today
            });
            let (carrier, entitled) = match wish.giver.relation {
                Relation::Person => (Carrier::OwnWord, !minor),
                Relation::Representative => (Carrier::Representative, true),
                Relation::Guardian => (Carrier::Guardian, minor || unable),
                Relation::Counsel => (Carrier::Counsel, unable),
                Relation::Relative => (Carrier::Relative, unable),
            };
            let end = self.end(wish);
            let state = if wish.under_pressure {
                3
            } else if !entitled {
                2
            } else {
                u8::from(now > end)
            };
            all.push((
                state,
                carrier,
                Reverse(wish.given_on),
                Reverse(end),
                wish.entry,
                wish.scope,
            ));
        }
        let relays = facts
            .relays
            .iter()
            .filter(|r| self.act.relay && !r.withdrawn)
            .filter_map(|r| {
                let end = r
                    .vetted_until?
                    .number()
                    .min(r.valid_until.map_or(i32::MAX, Day::number));
                Some((Carrier::Relay, r.given_on, end, r.entry, &r.scopes))
            });
        let limit = self.act.best_interest_days;
        let two = facts
            .best_interests
            .iter()
            .filter(|b| self.act.best_interest && !b.withdrawn);
        let decided = two
            .filter(|b| b.officers.first() != b.officers.last())
            .map(|b| {
                let end = b
                    .decided_on
                    .plus(limit)
                    .number()
                    .min(b.valid_until.map_or(i32::MAX, Day::number));
                (Carrier::BestInterest, b.decided_on, end, b.entry, &b.scopes)
            });
        for (carrier, given, end, entry, scopes) in
            relays.chain(decided).filter(|c| c.1 <= self.today)
        {
            for scope in group.iter().filter(|scope| scopes.contains(scope)) {
                all.push((
                    u8::from(now > end),
                    carrier,
                    Reverse(given),
                    Reverse(end),
                    entry,
                    *scope,
                ));
            }
        }
        all
    }

    fn consent(&self, claims: &mut Vec<Claim>) {
        let (act, facts, minor) = (self.act, self.facts, self.facts.person.minor.is_some());
        let decisive = |w: &WishFact| {
            !w.withdrawn && !matches!(w.state, WishState::UnableToAsk | WishState::NotAsked)
        };
        for wish in facts
            .wishes
            .iter()
            .filter(|w| act.concerns().contains(&w.scope))
        {
            if wish.under_pressure && decisive(wish) {
                claims.push((
                    Rule::UnderPressure,
                    Some(wish.scope),
                    Some(wish.entry),
                    None,
                    None,
                ));
            }
            if wish.giver.relation == Relation::Person && self.no(wish) {
                let gone = wish.state == WishState::Withdrawn;
                let rule = if gone {
                    Rule::PersonWithdrew
                } else {
                    Rule::PersonRefused
                };
                claims.push((rule, Some(wish.scope), Some(wish.entry), None, None));
            }
        }
        for group in act.groups() {
            let first = group.first().copied();
            let all = self.candidates(&group);
            let rests = if minor && act.public {
                let both = [
                    (Relation::Guardian, Carrier::Guardian, Rule::GuardianMissing),
                    (Relation::Person, Carrier::OwnWord, Rule::AssentMissing),
                ];
                both.map(|(relation, carrier, missing)| {
                    let yes = self.agrees(&group, relation, Day::from_number(i32::MIN));
                    (
                        yes.map(|w| {
                            (
                                0,
                                carrier,
                                Reverse(w.given_on),
                                Reverse(self.end(w)),
                                w.entry,
                                w.scope,
                            )
                        })
                        .min(),
                        missing,
                    )
                })
                .to_vec()
            } else {
                vec![(all.into_iter().min(), Rule::NotAsked)]
            };
            for (rest, missing) in rests {
                let Some((state, carrier, _, Reverse(end), entry, scope)) = rest else {
                    let refused = |w: &WishFact| {
                        group.contains(&w.scope)
                            && w.giver.relation == Relation::Person
                            && self.no(w)
                    };
                    if missing != Rule::NotAsked || !facts.wishes.iter().any(refused) {
                        claims.push((missing, first, None, None, None));
                    }
                    continue;
                };
                let until = (end != i32::MAX).then(|| Day::from_number(end));
                let (rule, named, until) = match (state, carrier) {
                    (0, _) => (Rule::Carried, Some(carrier), until),
                    (1, _) => (Rule::ConsentExpired, None, until),
                    (2, Carrier::OwnWord) => (Rule::GuardianMissing, None, None),
                    (2, _) => (Rule::PersonNotAsked, None, None),
                    _ => (Rule::OnlyUnderPressure, None, None),
                };
                claims.push((rule, Some(scope), Some(entry), named, until));
                if state == 0 {
                    self.conditions(scope, carrier, claims);
                    // A child is asked too, where a guardian speaks and the child can be asked.
                    let heard = facts.wishes.iter().any(|w| {
                        let own = w.giver.relation == Relation::Person && group.contains(&w.scope);
                        let mute = w.state == WishState::UnableToAsk && !w.withdrawn;
                        own && (self.agreed(w) || (mute && w.given_on <= self.today))
                    });
                    let alone = minor && !act.public && carrier == Carrier::Guardian;
                    if alone && !heard {
                        claims.push((Rule::AssentMissing, first, None, None, None));
                    }
                }
            }
        }
        claims.extend(
            facts
                .person
                .deceased
                .map(|cited| (Rule::Deceased, None, Some(cited), None, None)),
        );
        claims.extend(
            facts
                .person
                .released
                .filter(|free| {
                    act.groups().iter().any(|group| {
                        self.agrees(group, Relation::Person, free.on)
                            .next()
                            .is_none()
                    })
                })
                .map(|free| (Rule::Released, None, Some(free.entry), None, None)),
        );
    }

    fn conditions(&self, scope: Scope, carrier: Carrier, claims: &mut Vec<Claim>) {
        let relation = match carrier {
            Carrier::OwnWord => Relation::Person,
            Carrier::Representative => Relation::Representative,
            Carrier::Guardian => Relation::Guardian,
            Carrier::Counsel => Relation::Counsel,
            Carrier::Relative => Relation::Relative,
            Carrier::Relay | Carrier::BestInterest => return,
        };
        let given = |since| {
            self.agrees(std::slice::from_ref(&scope), relation, since)
                .collect::<Vec<_>>()
        };
        for wish in given(Day::from_number(i32::MIN)) {
            let day_is_here = wish.not_before.is_none_or(|day| day <= self.today);
            let event_is_over = wish.after_event.is_none() || wish.condition_met;
            let renewed = given(wish.given_on.plus(1)).iter().any(|w| {
                w.state == WishState::Granted
                    && (relation == Relation::Person || w.giver.who == wish.giver.who)
            });
            if !(renewed || day_is_here && event_is_over) {
                claims.push((
                    Rule::ConditionWaits,
                    Some(scope),
                    Some(wish.entry),
                    None,
                    None,
                ));
            }
            let plain = |w: &&WishFact| {
                w.state == WishState::Granted
                    && (relation == Relation::Person || w.giver.who == wish.giver.who)
            };
            if wish.state == WishState::Granted || given(wish.given_on.plus(1)).iter().any(plain) {
                continue;
            }
            let open = self.act.public && !wish.condition_met;
            let rule = if open {
                Rule::ConditionOpen
            } else {
                Rule::ConditionNoted
            };
            claims.push((rule, Some(scope), Some(wish.entry), None, None));
        }
    }

    fn conflict_and_counsel(&self, claims: &mut Vec<Claim>) {
        let (act, facts, ever) = (self.act, self.facts, Day::from_number(i32::MIN));
        let person = act
            .groups()
            .iter()
            .all(|group| self.agrees(group, Relation::Person, ever).next().is_some());
        for wish in facts
            .wishes
            .iter()
            .filter(|w| act.concerns().contains(&w.scope) && self.no(w))
        {
            let others = [
                Relation::Representative,
                Relation::Guardian,
                Relation::Counsel,
                Relation::Relative,
            ];
            let friend = || {
                others
                    .iter()
                    .any(|r| self.agrees(&[wish.scope], *r, ever).next().is_some())
            };
            let rule = match (wish.giver.relation, person, wish.settled) {
                (Relation::Person, ..) => continue,
                (_, true, true) => Rule::Settled,
                (_, true, false) => Rule::ConflictWithPerson,
                _ if friend() => Rule::OthersDisagree,
                _ => Rule::OtherRefused,
            };
            claims.push((rule, Some(wish.scope), Some(wish.entry), None, None));
        }
        let mut approved = !act.counsel;
        for fact in facts.counsel.iter().filter(|fact| !fact.withdrawn) {
            let about: BTreeSet<Scope> = act
                .concerns()
                .into_iter()
                .filter(|s| fact.scopes.contains(s))
                .collect();
            let old = self.today.since(fact.given_on);
            if fact.answer == Answer::Approved {
                let holds = act.counsel
                    && (0..=act.consent_days).contains(&old)
                    && act.all.iter().all(|s| about.contains(s));
                if holds {
                    approved = true;
                    claims.push((Rule::CounselApproved, None, Some(fact.entry), None, None));
                }
            } else if !about.is_empty()
                && !facts.counsel.iter().any(|later| {
                    later.answer == Answer::Approved
                        && !later.withdrawn
                        && later.counsel == fact.counsel
                        && later.given_on > fact.given_on
                        && later.given_on <= self.today
                        && about.iter().all(|scope| later.scopes.contains(scope))
                })
            {
                claims.push((Rule::CounselObjected, None, Some(fact.entry), None, None));
            }
        }
        if !approved {
            claims.push((Rule::CounselMissing, None, None, None, None));
        }
    }

    /// What named people decided last, read from the end; and like acts that went badly.
    fn weighing(&self, claims: &mut Vec<Claim>) {
        let (act, now) = (self.act, self.today);
        let outside = self.facts.outsider_asks.is_some() && act.public;
        if outside || !act.gates.contains(&8) {
            return;
        }
        let like = |code: &String| *code == act.code;
        let paused = self.facts.pauses.iter().filter(|pause| like(&pause.act));
        claims.extend(paused.map(|pause| (Rule::Paused, None, Some(pause.entry), None, None)));
        let mut decided: Vec<_> = self
            .facts
            .assessments
            .iter()
            .filter(|a| like(&a.act) && !a.withdrawn && now.since(a.decided_on) >= 0)
            .collect();
        decided.sort_by_key(|a| (a.decided_on, a.outcome, Reverse(a.seconded), *a));
        let needed = act.public;
        let Some(last) = decided.pop() else {
            claims.extend(needed.then_some((Rule::NotAssessed, None, None, None, None)));
            return;
        };
        let mut say = |rule, until| claims.push((rule, None, Some(last.entry), None, until));
        if now > last.until {
            if needed {
                say(Rule::AssessmentExpired, Some(last.until));
            }
            return;
        }
        if last.overtaken {
            if needed {
                say(Rule::AssessmentOvertaken, None);
            }
            return;
        }
        if act.public && !last.seconded {
            say(Rule::NotSeconded, None);
        }
        let quiet = !matches!(last.private_until, Some(day) if day < now);
        let (rule, until) = match (last.outcome, act.public) {
            (Assessed::DoNotAct, _) | (Assessed::PrivateOnly, true) => {
                (Rule::AssessedAgainst, None)
            }
            (Assessed::PrivateFirst, true) if quiet => (Rule::AssessedLater, last.private_until),
            (Assessed::WithConditions, _) => (Rule::AssessedConditions, Some(last.until)),
            _ => (Rule::Assessed, Some(last.until)),
        };
        say(rule, until);
    }

    fn stops_text_exposure(&self, claims: &mut Vec<Claim>) {
        let (act, facts, today) = (self.act, self.facts, self.today);
        let named = |words: &[String]| {
            words.contains(&act.code) || (act.public && words.iter().any(|w| w == "all_public"))
        };
        let all = |words: &[String]| words.iter().any(|w| w == "all");
        let stopped = |words: &[String]| named(words) || (all(words) && !act.welfare);
        let stops = facts
            .stops
            .iter()
            .filter(|s| !s.lifted && s.until >= s.until.map(|_| today) && stopped(&s.acts));
        let asks = (act.public && facts.outsider_asks.is_some()).then_some(None::<(Cited, bool)>);
        let origins = stops.map(|s| s.origin.map(|origin| (origin, s.welfare)));
        claims.extend(origins.chain(asks).map(|known| {
            let rule = match known {
                None => Rule::AskLead,
                Some((_, true)) => Rule::WelfareStopped,
                Some((_, false)) => Rule::Stopped,
            };
            (rule, None, known.map(|(origin, _)| origin), None, None)
        }));
        let locks = facts
            .locks
            .iter()
            .filter(|l| !l.lifted && l.until >= today && stopped(&l.acts));
        claims.extend(locks.map(|l| (Rule::Locked, None, Some(l.entry), None, None)));
        let shown = facts
            .exposures
            .iter()
            .filter(|e| act.gates.contains(&7) && !e.redacted && (named(&e.acts) || all(&e.acts)));
        claims.extend(shown.map(|e| (Rule::Exposed, None, Some(e.entry), None, None)));
        let reach = |audience| match audience {
            Audience::Organisation => Label::AmberStrict,
            Audience::Clients => Label::Amber,
            Audience::Community => Label::Green,
            Audience::Ally | Audience::DetainingAuthorities | Audience::World => Label::Clear,
        };
        let mut widest = act.highest_label;
        if facts.audience == Some(Audience::World) {
            widest = Label::Clear;
        }
        let inside = facts
            .audience
            .map_or(Label::Red, reach)
            .min(reach(act.audience));
        for fact in facts.texts.iter().filter(|_| act.text) {
            let foreign = fact.originator != facts.ours;
            let fails = [
                (
                    act.corroborated && !fact.corroborated,
                    Rule::NotCorroborated,
                ),
                (
                    act.groups()
                        .iter()
                        .any(|g| !g.iter().any(|s| fact.consented.contains(s))),
                    Rule::FactNotConsented,
                ),
                (
                    !(foreign && fact.leave) && fact.label > widest,
                    Rule::LabelTooNarrow,
                ),
                (
                    foreign && !fact.leave && fact.label <= widest && fact.label > inside,
                    Rule::OriginatorLeave,
                ),
            ];
            claims.extend(
                fails
                    .into_iter()
                    .filter(|f| f.0)
                    .map(|f| (f.1, None, Some(fact.entry), None, None)),
            );
        }
        // In private what a list says may be asked about; the world hears only what somebody answers for.
        let known = if act.public {
            facts.verified
        } else {
            facts.recorded.max(facts.verified)
        };
        let rule = match known.map(|day| today.since(day)) {
            None => Rule::NeverVerified,
            Some(days) if days > acts().stale_exclude_days => Rule::Stale,
            Some(days) if days > acts().stale_warn_days => Rule::StaleWarning,
            Some(_) => return,
        };
        claims.extend(act.text.then_some((rule, None, None, None, None)));
    }
}
