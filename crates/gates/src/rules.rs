//! The rules by which gates answer, what each says and who can lift it.

use kernel::{Day, OrganisationId, UserId};
use serde::{Deserialize, Serialize};

use crate::{Act, GateFacts, Message, Outcome, Reason, Relation, Step, WishFact, acts};

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// A rule of a gate. The code is stored and printed; the text is the message `gate-` and the
        /// code with hyphens.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Rule {
            $($(#[$doc])* #[serde(rename = $code)] $name,)*
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }
        }
    };
}

rules! {
    /// Nothing stands in the way at this gate.
    Passed = "passed",
    /// Somebody's word, a relay or a decision carries the act.
    Carried = "carried",
    /// Nobody has said yes.
    NotAsked = "not_asked",
    /// Others say yes, but the person was not recorded as unable to be asked.
    PersonNotAsked = "person_not_asked",
    /// The only yes was given under pressure.
    OnlyUnderPressure = "only_under_pressure",
    /// A yes ran out.
    ConsentExpired = "consent_expired",
    /// A public act waits for its condition.
    ConditionOpen = "condition_open",
    /// An act waits for a day or an event that the giver named.
    ConditionWaits = "condition_waits",
    /// A condition is said aloud.
    ConditionNoted = "condition_noted",
    /// A wish is flagged as given under pressure.
    UnderPressure = "under_pressure",
    /// A minor without the guardian's yes.
    GuardianMissing = "guardian_missing",
    /// A minor without their own assent.
    AssentMissing = "assent_missing",
    /// Free people are asked anew.
    Released = "released",
    /// The person has died.
    Deceased = "deceased",
    /// The person says no.
    PersonRefused = "person_refused",
    /// The person says no longer.
    PersonWithdrew = "person_withdrew",
    /// Somebody else says no, and the person has said nothing.
    OtherRefused = "other_refused",
    /// The person says yes, somebody else no.
    ConflictWithPerson = "conflict_with_person",
    /// Those who speak for the person disagree.
    OthersDisagree = "others_disagree",
    /// A disagreement was settled in favour of the person's word.
    Settled = "settled",
    /// Counsel's approval is missing.
    CounselMissing = "counsel_missing",
    /// Counsel approved.
    CounselApproved = "counsel_approved",
    /// Counsel objects.
    CounselObjected = "counsel_objected",
    /// A stop whose origin the actor may see.
    Stopped = "stopped",
    /// A stop that was set for the person's well-being.
    WelfareStopped = "welfare_stopped",
    /// The case lead must be asked; no reason is given.
    AskLead = "ask_lead",
    /// A negotiation is under way.
    Locked = "locked",
    /// A fact has one source only.
    NotCorroborated = "not_corroborated",
    /// A fact is labelled more narrowly than the act takes.
    LabelTooNarrow = "label_too_narrow",
    /// A fact is somebody else's, and its label does not reach the audience.
    OriginatorLeave = "originator_leave",
    /// A fact is not consented for this.
    FactNotConsented = "fact_not_consented",
    /// Facts grow old.
    StaleWarning = "stale_warning",
    /// Facts are too old.
    Stale = "stale",
    /// Facts were never verified.
    NeverVerified = "never_verified",
    /// Somebody would be exposed.
    Exposed = "exposed",
    /// Nobody has weighed the act.
    NotAssessed = "not_assessed",
    /// The weighing ran out.
    AssessmentExpired = "assessment_expired",
    /// Something has happened since it was weighed.
    AssessmentOvertaken = "assessment_overtaken",
    /// It came out against the act.
    AssessedAgainst = "assessed_against",
    /// It came out for later.
    AssessedLater = "assessed_later",
    /// Nobody else has signed it.
    NotSeconded = "not_seconded",
    /// It came out for the act.
    Assessed = "assessed",
    /// It came out for the act, on conditions.
    AssessedConditions = "assessed_conditions",
    /// Somebody was worse off after a like act.
    Paused = "paused",
}

/// Who can lift what stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lifter {
    /// There is nothing to lift.
    Nobody,
    /// The person alone.
    Person,
    /// Whoever may consent to this.
    Consent,
    /// Whoever may consent; else a relay, or two officers.
    PrivateBasis,
    /// Whoever meets the giver at the next safe contact.
    NextContact,
    /// Whoever refused, or the case lead after talking it through.
    Giver,
    /// The guardian.
    Guardian,
    /// The case lead.
    CaseLead,
    /// The case lead, by these words.
    Ask(String),
    /// Whoever leads the negotiation, and nobody else.
    Owner(UserId),
    /// Counsel.
    Counsel,
    /// The case lead, after a second channel.
    SecondChannel,
    /// Whoever verifies the facts.
    Verifier,
    /// The organisation whose fact it is.
    Originator(OrganisationId),
    /// Whoever writes the text.
    Editor,
    /// An officer who records that a condition is met.
    Officer,
    /// The day that was named, or the giver by another word.
    Day,
    /// An officer who did not set it, once the person is well enough.
    Welfare,
    /// Whoever weighs acts, with a second person.
    Assessor,
    /// A second person, by signing.
    SecondPerson,
    /// Whoever looks at what followed the like act.
    EffectReviewer,
}

impl Lifter {
    /// The text for a person.
    #[must_use]
    pub fn message(&self) -> Message {
        let id = match self {
            Self::Nobody => "nobody",
            Self::Person => "person",
            Self::Consent => "consent",
            Self::PrivateBasis => "private-basis",
            Self::NextContact => "next-contact",
            Self::Giver => "giver",
            Self::Guardian => "guardian",
            Self::CaseLead => "case-lead",
            Self::Ask(ask) => return Message::new("gate-lift-ask").with("ask", ask),
            Self::Owner(owner) => return Message::new("gate-lift-owner").with("owner", owner),
            Self::Counsel => "counsel",
            Self::SecondChannel => "second-channel",
            Self::Verifier => "verifier",
            Self::Originator(whose) => {
                return Message::new("gate-lift-originator").with("organisation", whose);
            }
            Self::Editor => "editor",
            Self::Officer => "officer",
            Self::Day => "day",
            Self::Welfare => "welfare",
            Self::Assessor => "assessor",
            Self::SecondPerson => "second-person",
            Self::EffectReviewer => "effect-reviewer",
        };
        Message::new(format!("gate-lift-{id}"))
    }
}

/// The sentence and the lifter for a step. Says nothing of its own: whether the step is right is
/// for the gates and, independently, for the checker.
pub(crate) fn reason(act: &Act, step: &Step, facts: &GateFacts, today: Day) -> Reason {
    let (says, who_can_lift) = wording(act, step, facts, today);
    Reason {
        gate: step.gate,
        rule: step.rule,
        entry: step.entry.map(|cited| cited.id),
        says,
        who_can_lift,
        weight: step.gives,
    }
}

fn wording(act: &Act, step: &Step, facts: &GateFacts, today: Day) -> (Message, Lifter) {
    let mut says = Message::new(format!("gate-{}", step.rule.code().replace('_', "-")));
    if let Some(scope) = step.scope {
        says = says.with("scope", scope);
    }
    if let Some(carrier) = step.carrier {
        says = says.with("carrier", carrier.code());
    }
    if let Some(until) = step.until {
        if step.rule == Rule::Carried {
            says.id.push_str("-until");
        }
        says = says.with("until", until);
    }
    let lifter = match step.rule {
        Rule::Passed
        | Rule::Carried
        | Rule::ConditionNoted
        | Rule::Settled
        | Rule::Assessed
        | Rule::AssessedConditions
        | Rule::CounselApproved => Lifter::Nobody,
        Rule::NotAssessed
        | Rule::AssessmentExpired
        | Rule::AssessmentOvertaken
        | Rule::AssessedAgainst
        | Rule::AssessedLater => Lifter::Assessor,
        Rule::NotSeconded => Lifter::SecondPerson,
        Rule::Paused => Lifter::EffectReviewer,
        Rule::NotAsked | Rule::PersonNotAsked | Rule::OnlyUnderPressure => {
            if act.relay || act.best_interest {
                Lifter::PrivateBasis
            } else {
                Lifter::Consent
            }
        }
        Rule::ConsentExpired => Lifter::NextContact,
        Rule::ConditionOpen => Lifter::Officer,
        Rule::ConditionWaits => {
            if waiting(step, facts, today).is_some_and(|wish| wish.not_before > Some(today)) {
                Lifter::Day
            } else {
                Lifter::Officer
            }
        }
        Rule::WelfareStopped => Lifter::Welfare,
        Rule::UnderPressure => Lifter::NextContact,
        Rule::GuardianMissing | Rule::AssentMissing => Lifter::Guardian,
        Rule::Released | Rule::PersonRefused | Rule::PersonWithdrew => Lifter::Person,
        Rule::Deceased => Lifter::CaseLead,
        Rule::OtherRefused | Rule::ConflictWithPerson | Rule::OthersDisagree => Lifter::Giver,
        Rule::CounselMissing | Rule::CounselObjected => Lifter::Counsel,
        Rule::Stopped => Lifter::SecondChannel,
        Rule::AskLead => {
            let ask = whom_to_ask(act, facts, today);
            says = says.with("ask", &ask);
            Lifter::Ask(ask)
        }
        Rule::Locked => {
            let lock = facts
                .locks
                .iter()
                .filter(|lock| Some(lock.entry) == step.entry)
                .min();
            lock.map_or(Lifter::CaseLead, |lock| {
                says = says.clone().with("until", lock.until);
                Lifter::Owner(lock.owner)
            })
        }
        Rule::OriginatorLeave => {
            let fact = facts
                .texts
                .iter()
                .filter(|fact| Some(fact.entry) == step.entry)
                .min();
            fact.map_or(Lifter::Editor, |fact| Lifter::Originator(fact.originator))
        }
        Rule::NotCorroborated | Rule::Stale | Rule::StaleWarning | Rule::NeverVerified => {
            Lifter::Verifier
        }
        Rule::LabelTooNarrow | Rule::FactNotConsented | Rule::Exposed => Lifter::Editor,
    };
    (details(act, step, facts, today, says), lifter)
}

/// The wish that a step about a waiting condition is about.
fn waiting<'a>(step: &Step, facts: &'a GateFacts, today: Day) -> Option<&'a WishFact> {
    facts
        .wishes
        .iter()
        .filter(|wish| Some(wish.entry) == step.entry && Some(wish.scope) == step.scope)
        .filter(|wish| {
            wish.not_before > Some(today) || (wish.after_event.is_some() && !wish.condition_met)
        })
        .min()
}

/// The arguments that come from the facts.
fn details(act: &Act, step: &Step, facts: &GateFacts, today: Day, says: Message) -> Message {
    let mut says = says;
    let of_wish =
        |wish: &&WishFact| Some(wish.entry) == step.entry && Some(wish.scope) == step.scope;
    match step.rule {
        Rule::PersonRefused
        | Rule::PersonWithdrew
        | Rule::OtherRefused
        | Rule::ConflictWithPerson
        | Rule::OthersDisagree
        | Rule::Settled => {
            let needed = step
                .scope
                .is_some_and(|s| act.all.contains(&s) || act.any.contains(&s));
            if !needed {
                says.id.push_str("-related");
            }
            let other = |wish: &&WishFact| wish.giver.relation != Relation::Person;
            if let Some(wish) = facts.wishes.iter().filter(of_wish).filter(other).min() {
                let who = if wish.giver.who.is_empty() {
                    "—"
                } else {
                    &wish.giver.who
                };
                says = says
                    .with("who", who)
                    .with("relation", wish.giver.relation.code());
            }
        }
        Rule::ConditionOpen | Rule::ConditionNoted => {
            let condition = facts
                .wishes
                .iter()
                .filter(of_wish)
                .filter_map(|w| w.condition.as_ref());
            says = says.with("condition", condition.min().map_or("—", String::as_str));
        }
        Rule::ConditionWaits => {
            if let Some(wish) = waiting(step, facts, today) {
                match (wish.not_before, &wish.after_event) {
                    (Some(day), _) if day > today => {
                        says.id.push_str("-day");
                        says = says.with("on", day);
                    }
                    (_, Some(event)) => says = says.with("event", event),
                    _ => {}
                }
            }
        }
        Rule::CounselApproved | Rule::CounselObjected => {
            let cited = facts
                .counsel
                .iter()
                .filter(|fact| Some(fact.entry) == step.entry)
                .min();
            if let Some(fact) = cited {
                let who = if fact.counsel.is_empty() {
                    "—"
                } else {
                    &fact.counsel
                };
                says = says.with("who", who).with("on", fact.given_on);
            }
        }
        Rule::Stopped => {
            let confirmed = |stop: &&crate::StopFact| stop.origin == step.entry && stop.confirmed;
            if !facts.stops.iter().any(|stop| confirmed(&stop)) {
                says.id.push_str("-unconfirmed");
            }
        }
        Rule::AssessedLater if step.until.is_none() => says = says.with("until", "—"),
        Rule::AssessedAgainst
        | Rule::NotSeconded
        | Rule::AssessmentExpired
        | Rule::AssessmentOvertaken
        | Rule::AssessedConditions => {
            let cited = facts
                .assessments
                .iter()
                .filter(|fact| Some(fact.entry) == step.entry && fact.act == act.code)
                .min();
            if let Some(fact) = cited {
                let conditions = fact.conditions.as_deref().unwrap_or("—");
                says = says
                    .with("on", fact.decided_on)
                    .with("conditions", conditions);
            }
        }
        Rule::Released => {
            if let Some(release) = facts.person.released {
                says = says.with("on", release.on);
            }
        }
        Rule::LabelTooNarrow | Rule::OriginatorLeave => {
            let fact = facts
                .texts
                .iter()
                .filter(|fact| Some(fact.entry) == step.entry)
                .min();
            if let Some(fact) = fact {
                says = says
                    .with("label", fact.label)
                    .with("highest", act.highest_label);
            }
        }
        Rule::Stale | Rule::StaleWarning => {
            if let Some(day) = facts.looked_at(act) {
                says = says.with("days", today.since(day)).with("on", day);
            }
        }
        _ => {}
    }
    says
}

/// Whom an actor is sent to. Outsiders read the same words for public acts, stop or none.
fn whom_to_ask(act: &Act, facts: &GateFacts, today: Day) -> String {
    if let (true, Some(ask)) = (act.public, &facts.outsider_asks) {
        return ask.clone();
    }
    let foreign = facts.stops.iter().filter(|stop| {
        let concerns = stop.acts.iter().any(|word| {
            *word == act.code
                || (word == "all_public" && act.public)
                || (word == "all" && !act.welfare)
        });
        stop.origin.is_none()
            && !stop.lifted
            && stop.until.is_none_or(|until| today <= until)
            && concerns
    });
    let names: std::collections::BTreeSet<&str> = foreign.map(|stop| stop.ask.as_str()).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

/// The codes of the acts that a list of words covers, for pages that show what a stop touches.
#[must_use]
pub fn covered(words: &[String]) -> Vec<&'static str> {
    acts()
        .all()
        .filter(|act| {
            words.iter().any(|word| {
                *word == act.code
                    || (word == "all_public" && act.public)
                    || (word == "all" && !act.welfare)
            })
        })
        .map(|act| act.code.as_str())
        .collect()
}

impl Outcome {
    /// The sentence for a person.
    #[must_use]
    pub fn message(self) -> Message {
        Message::new(format!("gate-outcome-{}", self.code()))
    }
}
