//! What the gates need to know, as plain data. Whoever calls turns entries into these; entries that
//! were replaced by a newer version are left out, withdrawn ones may stay and are marked.

use kernel::{Day, EntryId, Label, OrganisationId, UserId};
use serde::{Deserialize, Serialize};

use crate::Scope;

/// The entry, in one version, on which a fact rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cited {
    /// The entry.
    pub id: EntryId,
    /// Its version when it was read; the verdict is void once there is a newer one.
    pub version: u32,
}

/// Who gave a wish, seen from the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The person.
    Person,
    /// A representative whom the person named in writing.
    Representative,
    /// The guardian of a minor.
    Guardian,
    /// Counsel, within the mandate.
    Counsel,
    /// A relative.
    Relative,
}

/// Somebody who gave a wish.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Giver {
    /// Who they are to the person.
    pub relation: Relation,
    /// What tells them from others of the same relation: `mother`, a name. Empty for the person.
    #[serde(default)]
    pub who: String,
}

/// The state of a wish for one scope. Expiry is not a state: it is computed from the days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WishState {
    /// Yes.
    Granted,
    /// Yes, if.
    GrantedWithConditions,
    /// No.
    Refused,
    /// No longer.
    Withdrawn,
    /// The person cannot be asked.
    UnableToAsk,
    /// Nobody asked. The same as saying nothing.
    NotAsked,
}

/// What one giver wants for one scope.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WishFact {
    /// The wish.
    pub entry: Cited,
    /// Who gave it.
    pub giver: Giver,
    /// For what.
    pub scope: Scope,
    /// Yes, no, or neither.
    pub state: WishState,
    /// The condition, in the giver's words.
    #[serde(default)]
    pub condition: Option<String>,
    /// Whether an officer recorded that the condition is met. Public acts wait for it.
    #[serde(default)]
    pub condition_met: bool,
    /// Not before this day. Every act waits for it.
    #[serde(default)]
    pub not_before: Option<Day>,
    /// Not before this has happened: a code of the vocabulary of events. Every act waits until an
    /// officer records that it has.
    #[serde(default)]
    pub after_event: Option<String>,
    /// The day it was given; the first possible day where it is known less exactly.
    pub given_on: Day,
    /// The last day on which it holds, if one was named.
    #[serde(default)]
    pub valid_until: Option<Day>,
    /// "Until I say stop". Holds for private scopes only.
    #[serde(default)]
    pub until_they_say_stop: bool,
    /// Given under pressure, or possibly so. Such a yes carries nothing; such a no is respected.
    #[serde(default)]
    pub under_pressure: bool,
    /// Whether a disagreement with the person's own word was talked through and recorded as settled
    /// in favour of the person's word.
    #[serde(default)]
    pub settled: bool,
    /// Whether the entry was withdrawn as a mistake; it then counts for nothing.
    #[serde(default)]
    pub withdrawn: bool,
}

/// A partner attests what the person or the family allows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RelayFact {
    /// The relay.
    pub entry: Cited,
    /// The partner.
    pub partner: OrganisationId,
    /// The last day of the partner's vetting; none if it is not vetted.
    pub vetted_until: Option<Day>,
    /// The scopes it names.
    pub scopes: Vec<Scope>,
    /// The day it was given.
    pub given_on: Day,
    /// The last day on which it holds, if one was named.
    #[serde(default)]
    pub valid_until: Option<Day>,
    /// Whether the entry was withdrawn.
    #[serde(default)]
    pub withdrawn: bool,
}

/// Two officers decided for somebody whom nobody can reach.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BestInterestFact {
    /// The decision.
    pub entry: Cited,
    /// The two; the same one twice is no decision.
    pub officers: [UserId; 2],
    /// The scopes it names.
    pub scopes: Vec<Scope>,
    /// The day it was signed.
    pub decided_on: Day,
    /// The last day on which it holds, if the officers named one earlier than the rule.
    #[serde(default)]
    pub valid_until: Option<Day>,
    /// Whether the entry was withdrawn.
    #[serde(default)]
    pub withdrawn: bool,
}

/// What counsel answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Go ahead.
    Approved,
    /// Do not.
    Objected,
}

/// Counsel approved of something, or objected.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CounselFact {
    /// The approval or objection.
    pub entry: Cited,
    /// Which counsel.
    pub counsel: String,
    /// For what.
    pub scopes: Vec<Scope>,
    /// Yes or no.
    pub answer: Answer,
    /// The day it was given.
    pub given_on: Day,
    /// Whether the entry was withdrawn.
    #[serde(default)]
    pub withdrawn: bool,
}

/// Somebody said stop, here or in a file that the actor may not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StopFact {
    /// Where it came from, if the actor may see that. None for the declassified stop, which carries
    /// neither reason nor origin.
    pub origin: Option<Cited>,
    /// Codes of acts, `all_public`, or `all` (welfare acts then go on).
    pub acts: Vec<String>,
    /// The last day, if it ends by itself.
    #[serde(default)]
    pub until: Option<Day>,
    /// Whom to ask.
    pub ask: String,
    /// Whether a second channel confirmed it. It acts at once, confirmed or not.
    #[serde(default)]
    pub confirmed: bool,
    /// Whether it was set for the person's well-being, which outranks every other aim. Only known
    /// where its origin is.
    #[serde(default)]
    pub welfare: bool,
    /// Whether it was lifted by its rule.
    #[serde(default)]
    pub lifted: bool,
}

/// A negotiation that the actor may know of. Others meet it as a stop.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LockFact {
    /// The lock.
    pub entry: Cited,
    /// Who leads the negotiation, and alone may lift it.
    pub owner: UserId,
    /// As in a stop.
    pub acts: Vec<String>,
    /// The last day.
    pub until: Day,
    /// Whether it was lifted.
    #[serde(default)]
    pub lifted: bool,
}

/// Who will hear of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// People of our own organisation.
    Organisation,
    /// The person, the family and counsel.
    Clients,
    /// The community that shares this work, as defined in the settings.
    Community,
    /// An allied government or partner outside the community.
    Ally,
    /// The authorities that hold the person.
    DetainingAuthorities,
    /// Everybody.
    World,
}

/// One fact that the text of an act would use.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TextFact {
    /// The fact.
    pub entry: Cited,
    /// How far it may travel.
    pub label: Label,
    /// Whose it is.
    pub originator: OrganisationId,
    /// Whether the originator's leave for this audience is recorded.
    #[serde(default)]
    pub leave: bool,
    /// Whether it is confirmed by two sources that did not learn it from each other.
    pub corroborated: bool,
    /// The scopes for which its use is consented.
    pub consented: Vec<Scope>,
}

/// Something in the text or the act would expose somebody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ExposureFact {
    /// Where it was found.
    pub entry: Cited,
    /// Codes of acts, `all_public` or `all`.
    pub acts: Vec<String>,
    /// Whether it was taken out.
    #[serde(default)]
    pub redacted: bool,
}

/// The person is free again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReleaseFact {
    /// The entry that says so.
    pub entry: Cited,
    /// Since when.
    pub on: Day,
}

/// What the gates need to know of the person.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonFacts {
    /// The entry by which the person is under eighteen.
    #[serde(default)]
    pub minor: Option<Cited>,
    /// The release, if the person is free.
    #[serde(default)]
    pub released: Option<ReleaseFact>,
    /// The entry by which the person has died.
    #[serde(default)]
    pub deceased: Option<Cited>,
}

/// Everything a verdict rests on. The order of the lists does not matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateFacts {
    /// Our own organisation: what it originated it may label.
    pub ours: OrganisationId,
    /// What the person, the family and counsel want, one line per scope.
    #[serde(default)]
    pub wishes: Vec<WishFact>,
    /// Attested relays.
    #[serde(default)]
    pub relays: Vec<RelayFact>,
    /// Best-interest decisions.
    #[serde(default)]
    pub best_interests: Vec<BestInterestFact>,
    /// Approvals and objections of counsel.
    #[serde(default)]
    pub counsel: Vec<CounselFact>,
    /// Stops.
    #[serde(default)]
    pub stops: Vec<StopFact>,
    /// Locks that the actor may know of.
    #[serde(default)]
    pub locks: Vec<LockFact>,
    /// Assessments of acts.
    #[serde(default)]
    pub assessments: Vec<AssessmentFact>,
    /// Acts that pause in the country of the person.
    #[serde(default)]
    pub pauses: Vec<PauseFact>,
    /// Facts of the text, if there is one already.
    #[serde(default)]
    pub texts: Vec<TextFact>,
    /// Exposures found.
    #[serde(default)]
    pub exposures: Vec<ExposureFact>,
    /// The person.
    #[serde(default)]
    pub person: PersonFacts,
    /// The day on which somebody last answered for the facts (`kernel::Confidence::is_verified`): what only a
    /// list says does not count.
    #[serde(default)]
    pub verified: Option<Day>,
    /// The day on which a fact was last recorded, by a list as well.
    #[serde(default)]
    pub recorded: Option<Day>,
    /// An audience beside the one that the act has anyway.
    #[serde(default)]
    pub audience: Option<Audience>,
    /// Whom to ask, if the actor stands outside the compartment of the case lead. Every public act then
    /// reads "ask the case lead", stop or none, so that a stop tells nothing.
    #[serde(default)]
    pub outsider_asks: Option<String>,
}

/// What an assessment of an act came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assessed {
    /// It may be done in public.
    Public,
    /// It may, on conditions.
    WithConditions,
    /// In private until a day, then in public.
    PrivateFirst,
    /// In private only.
    PrivateOnly,
    /// Not at all.
    DoNotAct,
}

/// Named people weighed whether an act would make somebody worse off (O1e).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AssessmentFact {
    /// The assessment.
    pub entry: Cited,
    /// The act that was weighed.
    pub act: String,
    /// What it came to.
    pub outcome: Assessed,
    /// The last day on which it stays private, for private first.
    #[serde(default)]
    pub private_until: Option<Day>,
    /// The conditions, in words.
    #[serde(default)]
    pub conditions: Option<String>,
    /// The day of the decision.
    pub decided_on: Day,
    /// The last day on which it holds.
    pub until: Day,
    /// Whether something has happened since that calls for a new one: a transfer, a hearing, a charge,
    /// a wish, a change of health, a reprisal.
    #[serde(default)]
    pub overtaken: bool,
    /// Whether a second person signed this version of it.
    pub seconded: bool,
    /// Whether the entry was withdrawn.
    #[serde(default)]
    pub withdrawn: bool,
}

/// After a like act in the same country somebody was worse off, and nobody has looked at it yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PauseFact {
    /// The look at the effect.
    pub entry: Cited,
    /// The act that pauses.
    pub act: String,
}

impl GateFacts {
    /// The day that counts for how old the facts of a text are. In private what a list says may be
    /// asked about; the world hears only what somebody answers for.
    #[must_use]
    pub fn looked_at(&self, act: &crate::Act) -> Option<Day> {
        if act.public {
            self.verified
        } else {
            self.verified.max(self.recorded)
        }
    }

    /// No facts at all: nothing was asked, nobody has said anything.
    #[must_use]
    pub const fn none(ours: OrganisationId) -> Self {
        Self {
            ours,
            wishes: Vec::new(),
            relays: Vec::new(),
            best_interests: Vec::new(),
            counsel: Vec::new(),
            stops: Vec::new(),
            locks: Vec::new(),
            assessments: Vec::new(),
            pauses: Vec::new(),
            texts: Vec::new(),
            exposures: Vec::new(),
            person: PersonFacts {
                minor: None,
                released: None,
                deceased: None,
            },
            verified: None,
            recorded: None,
            audience: None,
            outsider_asks: None,
        }
    }
}
