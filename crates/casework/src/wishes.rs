//! What the person, a relative or counsel wants, and what may be done where nobody could be asked.
//! The gates read these kinds; a stop is the only one of them that outsiders feel.

use kernel::{Day, Entry, EntryId, OrganisationId, PartialDate, UserId};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
    iso_day,
    rows::{self, Row},
};

mod clarification;
mod follow_up;
mod stop;

pub use clarification::Clarification;
pub use follow_up::{Done, FollowUp};
pub use stop::{CONFIRM_STOP_WITHIN_HOURS, Confirmed, Lifted, Stop};

/// Days for which words carry private acts, and public ones: as in the acts table of the gates.
const CARRIES_DAYS: [i32; 2] = [180, 90];
/// The scopes by which something is seen outside, as in the list of the gates: they end sooner.
const PUBLIC_SCOPES: [&str; 9] = [
    "c08", "c09", "c10", "c11", "c13", "c14", "c15", "c16", "c26",
];

/// Who gave a wish.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Giver {
    /// What they are to the person: vocabulary `giver_relations`.
    pub relation: String,
    /// Their name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How they are related, in words: mother, brother.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kinship: Option<String>,
}

/// What a giver says to one scope.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeWish {
    /// The scope: vocabulary `scopes`, `c01` to `c26`.
    pub scope: String,
    /// The answer: vocabulary `scope_states`.
    pub state: String,
    /// The condition in the giver's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// The audience it is limited to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Not before this day; the gates hold until then.
    #[serde(
        default,
        with = "iso_day::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub not_before: Option<Day>,
    /// Not before this has happened: vocabulary `wish_events`. The gates hold until an officer
    /// records that it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_event: Option<String>,
}

/// The next time the giver can be reached without danger. A wish that ends waits for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafeContact {
    /// When.
    #[serde(with = "iso_day")]
    pub on: Day,
    /// By which way, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
}

/// A wish in the giver's own words, and scope by scope. Its end stands in the envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// Who gave it.
    pub giver: Giver,
    /// Why somebody else speaks for the person: vocabulary `proxy_grounds`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// What shows it: the letter that names the representative, the mandate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy_shown_by: Option<String>,
    /// Their words.
    #[serde(default)]
    pub words: String,
    /// What may be said, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub may_be_said: Option<String>,
    /// To whom, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_whom: Option<String>,
    /// What must never happen, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub never: Option<String>,
    /// The language of the words (BCP 47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How we know: vocabulary `how_known`.
    pub how_known: String,
    /// The evidence that holds the words: a sealed recording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EntryId>,
    /// The answers, each scope at most once.
    pub scopes: Vec<ScopeWish>,
    /// When it was given.
    #[serde(default = "PartialDate::unknown")]
    pub given_on: PartialDate,
    /// Every yes in it begins on this day, unless its scope says otherwise.
    #[serde(
        default,
        with = "iso_day::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub not_before: Option<Day>,
    /// Every yes in it waits for this, unless its scope says otherwise: vocabulary `wish_events`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_event: Option<String>,
    /// It holds until the giver says stop, beyond any day of renewal. Private scopes only.
    #[serde(default)]
    pub until_they_say_stop: bool,
    /// The next safe contact with the giver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_contact: Option<SafeContact>,
    /// The words were read back to the giver.
    #[serde(default)]
    pub read_back: bool,
    /// Somebody listened, or the giver was under another pressure.
    #[serde(default)]
    pub under_pressure: bool,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            giver: Giver::default(),
            proxy: None,
            proxy_shown_by: None,
            words: String::new(),
            may_be_said: None,
            to_whom: None,
            never: None,
            language: None,
            how_known: "unknown".to_owned(),
            evidence: None,
            scopes: Vec::new(),
            given_on: PartialDate::unknown(),
            not_before: None,
            after_event: None,
            until_they_say_stop: false,
            next_contact: None,
            read_back: false,
            under_pressure: false,
        }
    }
}

/// Whether a ground for speaking belongs to who speaks.
fn proxy_fits(relation: &str, ground: &str) -> bool {
    matches!(
        (relation, ground),
        ("representative", "named_in_writing")
            | ("counsel", "mandate")
            | ("relative", "cannot_be_reached")
            | ("guardian", "guardian_of_minor" | "guardian_of_adult")
    )
}

impl Wish {
    /// When a yes for a scope begins: its own day and event, else those of the whole wish.
    #[must_use]
    pub fn begins<'a>(&'a self, scope: &'a ScopeWish) -> (Option<Day>, Option<&'a str>) {
        (
            scope.not_before.or(self.not_before),
            scope.after_event.as_deref().or(self.after_event.as_deref()),
        )
    }

    /// The last day on which the first of its yeses holds; none if it has no yes, or holds until the
    /// giver says stop.
    #[must_use]
    pub fn ends(&self, entry: &Entry) -> Option<Day> {
        let granted = || {
            self.scopes
                .iter()
                .filter(|wish| matches!(wish.state.as_str(), "granted" | "granted_with_conditions"))
        };
        granted().next()?;
        let public = granted().any(|wish| PUBLIC_SCOPES.contains(&wish.scope.as_str()));
        let [private_days, public_days] = CARRIES_DAYS;
        let given = self.given_on.earliest().unwrap_or(entry.outer.recorded);
        let limit = match (public, self.until_they_say_stop) {
            (true, _) => Some(given.plus(public_days)),
            (false, false) => Some(given.plus(private_days)),
            (false, true) => None,
        };
        [limit, entry.inner.valid_until].into_iter().flatten().min()
    }

    /// Whether a later wish is the same giver's.
    #[must_use]
    pub fn same_giver(&self, other: &Self) -> bool {
        let who = |giver: &Giver| giver.name.clone().or_else(|| giver.kinship.clone());
        self.giver.relation == other.giver.relation
            && (self.giver.relation == "person" || who(&self.giver) == who(&other.giver))
    }
}

/// Name and kinship of somebody close to the person are kept folded.
const GIVER: [Field; 3] = [
    Field::choice("giver.relation", "giver_relations").required(),
    Field::new("giver.name", Input::Name).sensitive(),
    Field::new("giver.kinship", Input::Line).sensitive(),
];

impl Body for Wish {
    const WORD: &'static str = "wish";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        GIVER[0],
        GIVER[1],
        GIVER[2],
        Field::choice("proxy", "proxy_grounds"),
        Field::new("proxy_shown_by", Input::Line).sensitive(),
        Field::new("may_be_said", Input::Text),
        Field::new("to_whom", Input::Text),
        Field::new("never", Input::Text),
        Field::new("words", Input::Text),
        Field::new("language", Input::Language),
        Field::choice("how_known", "how_known").required(),
        Field::new("evidence", Input::Entry),
        Field::new(
            "scopes",
            Input::Keyed {
                key: "scope",
                main: "state",
                main_vocabulary: "scope_states",
                fields: &[
                    Field::new("condition", Input::Text),
                    Field::new("audience", Input::Line),
                    Field::new("not_before", Input::Day),
                    Field::choice("after_event", "wish_events"),
                ],
            },
        )
        .of("scopes")
        .required(),
        Field::new("given_on", Input::PartialDate),
        Field::new("not_before", Input::Day),
        Field::choice("after_event", "wish_events"),
        Field::new("until_they_say_stop", Input::Flag),
        Field::new("next_contact.on", Input::Day).with_group(),
        Field::new("next_contact.how", Input::Line).sensitive(),
        Field::new("read_back", Input::Flag),
        Field::new("under_pressure", Input::Flag),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.code("giver.relation", "giver_relations", &self.giver.relation);
        checker.optional_line("giver.name", self.giver.name.as_ref());
        checker.optional_line("giver.kinship", self.giver.kinship.as_ref());
        checker.optional_code("proxy", "proxy_grounds", self.proxy.as_ref());
        if let Some(proxy) = &self.proxy
            && !proxy_fits(&self.giver.relation, proxy)
        {
            checker.fault("proxy", "fault-proxy", Vec::new());
        }
        checker.optional_line("proxy_shown_by", self.proxy_shown_by.as_ref());
        checker.text("words", &self.words);
        checker.optional_text("may_be_said", self.may_be_said.as_ref());
        checker.optional_text("to_whom", self.to_whom.as_ref());
        checker.optional_text("never", self.never.as_ref());
        checker.language("language", self.language.as_ref());
        checker.code("how_known", "how_known", &self.how_known);
        // A recording that nobody can hear again is hearsay.
        if self.how_known == "sealed_audio" && self.evidence.is_none() {
            checker.fault("evidence", "fault-missing", Vec::new());
        }
        checker.date("given_on", &self.given_on);
        checker.optional_day("not_before", self.not_before);
        checker.optional_code("after_event", "wish_events", self.after_event.as_ref());
        if let Some(contact) = &self.next_contact {
            checker.day("next_contact.on", contact.on);
            checker.optional_line("next_contact.how", contact.how.as_ref());
        }
        if self.scopes.is_empty() {
            checker.fault("scopes", "fault-missing", Vec::new());
        }
        checker.count("scopes", self.scopes.len());
        for (position, wish) in self.scopes.iter().enumerate() {
            let field = format!("scopes.{}", wish.scope);
            checker.code(&field, "scopes", &wish.scope);
            checker.code(&field, "scope_states", &wish.state);
            let condition = format!("{field}.condition");
            checker.optional_text(&condition, wish.condition.as_ref());
            checker.optional_line(&format!("{field}.audience"), wish.audience.as_ref());
            checker.optional_day(&format!("{field}.not_before"), wish.not_before);
            checker.optional_code(
                &format!("{field}.after_event"),
                "wish_events",
                wish.after_event.as_ref(),
            );
            // A condition that nobody wrote down cannot be kept.
            if wish.state == "granted_with_conditions"
                && self.begins(wish) == (None, None)
                && wish
                    .audience
                    .as_deref()
                    .unwrap_or_default()
                    .trim()
                    .is_empty()
            {
                checker.present(&condition, wish.condition.as_deref().unwrap_or_default());
            }
            if self
                .scopes
                .iter()
                .take(position)
                .any(|earlier| earlier.scope == wish.scope)
            {
                checker.fault(&field, "fault-twice", vec![("code", wish.scope.clone())]);
            }
        }
        // Where somebody was asked and answered, their words belong to it.
        let answered = self
            .scopes
            .iter()
            .any(|wish| !matches!(wish.state.as_str(), "not_asked" | "unable_to_ask"));
        let boxes = [&self.may_be_said, &self.to_whom, &self.never];
        let said = boxes
            .into_iter()
            .flatten()
            .any(|words| !words.trim().is_empty());
        if answered && !said {
            checker.present("words", &self.words);
        }
        checker.finish()
    }

    fn project(&self, entry: &Entry, rows: &mut Vec<Row>) {
        // What ends is asked again at the next safe contact, and never by a call on the day itself.
        if let Some(end) = self.ends(entry) {
            let asked = self
                .next_contact
                .as_ref()
                .map_or(end, |contact| contact.on.max(end));
            rows::due(rows, "consent_ends", asked.start());
        }
    }

    fn sample() -> Self {
        Self {
            giver: Giver {
                relation: "relative".to_owned(),
                name: Some("Ірына Каліна".to_owned()),
                kinship: Some("mother".to_owned()),
            },
            proxy: Some("cannot_be_reached".to_owned()),
            proxy_shown_by: Some("no visit since March".to_owned()),
            words: "Please speak to them quietly. Not in the newspapers.".to_owned(),
            may_be_said: Some("That she is ill and that we ask for her.".to_owned()),
            to_whom: Some("Their ministry, nobody else.".to_owned()),
            never: Some("Her photograph in the newspapers.".to_owned()),
            language: Some("be".to_owned()),
            how_known: "sealed_audio".to_owned(),
            evidence: Some(EntryId::from_bytes([7; 16])),
            scopes: vec![
                ScopeWish {
                    scope: "c05".to_owned(),
                    state: "granted_with_conditions".to_owned(),
                    condition: Some("not before the hearing".to_owned()),
                    not_before: Some(Day::from_number(20_770)),
                    after_event: Some("hearing".to_owned()),
                    ..ScopeWish::default()
                },
                ScopeWish {
                    scope: "c10".to_owned(),
                    state: "refused".to_owned(),
                    ..ScopeWish::default()
                },
            ],
            given_on: PartialDate::year(2026),
            not_before: Some(Day::from_number(20_765)),
            after_event: Some("transfer".to_owned()),
            until_they_say_stop: false,
            next_contact: Some(SafeContact {
                on: Day::from_number(20_940),
                how: Some("through the neighbour, in the evening".to_owned()),
            }),
            read_back: true,
            under_pressure: false,
        }
    }
}

/// Rings on the last day an entry holds.
fn end_of_validity(entry: &Entry, clock: &'static str, rows: &mut Vec<Row>) {
    if let Some(day) = entry.inner.valid_until {
        rows::due(rows, clock, day.start());
    }
}

/// A vetted partner attests that somebody consents, without naming their source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relay {
    /// The partner.
    pub partner: OrganisationId,
    /// Who there attests it.
    pub attested_by: String,
    /// What they say, in their words.
    pub words: String,
    /// For which scopes: vocabulary `scopes`.
    pub scopes: Vec<String>,
    /// When.
    #[serde(default = "PartialDate::unknown")]
    pub given_on: PartialDate,
}

impl Body for Relay {
    const WORD: &'static str = "relay";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("partner", Input::Organisation).required(),
        Field::new("attested_by", Input::Name)
            .required()
            .sensitive(),
        Field::new("words", Input::Text).required(),
        Field::choices("scopes", "scopes").required(),
        Field::new("given_on", Input::PartialDate),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_line("attested_by", &self.attested_by);
        checker.required_text("words", &self.words);
        checker.some_codes("scopes", "scopes", &self.scopes);
        checker.date("given_on", &self.given_on);
        checker.finish()
    }

    fn project(&self, entry: &Entry, rows: &mut Vec<Row>) {
        end_of_validity(entry, "relay_ends", rows);
    }

    fn sample() -> Self {
        Self {
            partner: OrganisationId::from_bytes([2; 16]),
            attested_by: "Coordinator, Lantern Circle".to_owned(),
            words: "The family asks that governments raise it in private.".to_owned(),
            scopes: vec!["c05".to_owned(), "c06".to_owned()],
            given_on: PartialDate::year(2026),
        }
    }
}

/// Two officers decide in the person's best interest, because nobody could be asked. Its end stands
/// in the envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BestInterest {
    /// The two officers, different people.
    pub officers: [UserId; 2],
    /// Why this is in the person's interest, and why nobody could be asked.
    pub reason: String,
    /// The lowest scopes that serve: vocabulary `scopes`.
    pub scopes: Vec<String>,
    /// The named sheet of people the decision was taken for, if it was taken for several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// When it was decided.
    #[serde(with = "iso_day")]
    pub decided_on: Day,
}

impl Body for BestInterest {
    const WORD: &'static str = "best_interest";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("officers", Input::TwoUsers).required(),
        Field::new("reason", Input::Text).required(),
        Field::choices("scopes", "scopes").required(),
        Field::new("sheet", Input::Line),
        Field::new("decided_on", Input::Day).required(),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        let [first, second] = self.officers;
        if first == second {
            checker.fault("officers", "fault-two-people", Vec::new());
        }
        checker.required_text("reason", &self.reason);
        checker.some_codes("scopes", "scopes", &self.scopes);
        checker.optional_line("sheet", self.sheet.as_ref());
        checker.day("decided_on", self.decided_on);
        checker.finish()
    }

    fn project(&self, entry: &Entry, rows: &mut Vec<Row>) {
        end_of_validity(entry, "best_interest_ends", rows);
    }

    fn sample() -> Self {
        Self {
            officers: [UserId::from_bytes([3; 16]), UserId::from_bytes([4; 16])],
            reason: "Held incommunicado since May; no relative can be reached safely.".to_owned(),
            scopes: vec!["c05".to_owned()],
            sheet: None,
            decided_on: Day::from_number(20_758),
        }
    }
}

/// What counsel says to attending a trial or visiting a prison.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounselApproval {
    /// Counsel's name.
    pub counsel: String,
    /// For which scopes: vocabulary `scopes`, usually `c17` and `c18`.
    pub scopes: Vec<String>,
    /// The answer: vocabulary `counsel_answers`.
    pub answer: String,
    /// In counsel's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_on: Option<PartialDate>,
}

impl Body for CounselApproval {
    const WORD: &'static str = "counsel_approval";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("counsel", Input::Name).required().sensitive(),
        Field::choices("scopes", "scopes").required(),
        Field::choice("answer", "counsel_answers").required(),
        Field::new("words", Input::Text),
        Field::new("given_on", Input::PartialDate),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_line("counsel", &self.counsel);
        checker.some_codes("scopes", "scopes", &self.scopes);
        checker.code("answer", "counsel_answers", &self.answer);
        checker.optional_text("words", self.words.as_ref());
        checker.optional_date("given_on", self.given_on.as_ref());
        checker.finish()
    }

    fn sample() -> Self {
        Self {
            counsel: "Lina Oran".to_owned(),
            scopes: vec!["c17".to_owned()],
            answer: "approved".to_owned(),
            words: Some("Two observers, in the back row.".to_owned()),
            given_on: Some(PartialDate::year(2026)),
        }
    }
}

/// Somebody negotiates and asks that nothing else is done meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// Who negotiates and alone may lift it.
    pub owner: UserId,
    /// Which acts: vocabulary `stop_acts`.
    pub acts: Vec<String>,
    /// The last day it holds.
    #[serde(with = "iso_day")]
    pub until: Day,
    /// A note to those who may read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Body for Lock {
    const WORD: &'static str = "lock";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("owner", Input::User).required(),
        Field::choices("acts", "stop_acts").required(),
        Field::new("until", Input::Day).required(),
        Field::new("note", Input::Text).sensitive(),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.some_codes("acts", "stop_acts", &self.acts);
        checker.day("until", self.until);
        checker.optional_text("note", self.note.as_ref());
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        // It holds through its last day.
        rows::due(rows, "lock_ends", self.until.plus(1).start());
    }

    fn sample() -> Self {
        Self {
            owner: UserId::from_bytes([3; 16]),
            acts: vec!["all_public".to_owned()],
            until: Day::from_number(20_800),
            note: Some("Talks in the third week.".to_owned()),
        }
    }
}
