//! What the person, a relative or counsel wants, and what may be done where nobody could be asked.
//! The gates read these kinds; a stop is the only one of them that outsiders feel.

use kernel::{Day, Entry, OrganisationId, PartialDate, UserId};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
    iso_day,
    rows::{self, Row},
};

/// Hours in which a stop should be confirmed by a second channel.
pub const CONFIRM_STOP_WITHIN_HOURS: i64 = 72;

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
}

/// A wish in the giver's own words, and scope by scope. Its end stands in the envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// Who gave it.
    pub giver: Giver,
    /// Their words.
    #[serde(default)]
    pub words: String,
    /// The language of the words (BCP 47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How we know: vocabulary `how_known`.
    pub how_known: String,
    /// The answers, each scope at most once.
    pub scopes: Vec<ScopeWish>,
    /// When it was given.
    #[serde(default = "PartialDate::unknown")]
    pub given_on: PartialDate,
    /// It holds until the giver says stop, beyond any day of renewal.
    #[serde(default)]
    pub until_they_say_stop: bool,
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
            words: String::new(),
            language: None,
            how_known: "unknown".to_owned(),
            scopes: Vec::new(),
            given_on: PartialDate::unknown(),
            until_they_say_stop: false,
            read_back: false,
            under_pressure: false,
        }
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
        Field::new("words", Input::Text),
        Field::new("language", Input::Language),
        Field::choice("how_known", "how_known").required(),
        Field::new(
            "scopes",
            Input::Keyed {
                key: "scope",
                main: "state",
                main_vocabulary: "scope_states",
                fields: &[
                    Field::new("condition", Input::Text),
                    Field::new("audience", Input::Line),
                ],
            },
        )
        .of("scopes")
        .required(),
        Field::new("given_on", Input::PartialDate),
        Field::new("until_they_say_stop", Input::Flag),
        Field::new("read_back", Input::Flag),
        Field::new("under_pressure", Input::Flag),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.code("giver.relation", "giver_relations", &self.giver.relation);
        checker.optional_line("giver.name", self.giver.name.as_ref());
        checker.optional_line("giver.kinship", self.giver.kinship.as_ref());
        checker.text("words", &self.words);
        checker.language("language", self.language.as_ref());
        checker.code("how_known", "how_known", &self.how_known);
        checker.date("given_on", &self.given_on);
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
            // A condition that nobody wrote down cannot be kept.
            if wish.state == "granted_with_conditions"
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
        if answered {
            checker.present("words", &self.words);
        }
        checker.finish()
    }

    fn project(&self, entry: &Entry, rows: &mut Vec<Row>) {
        end_of_validity(entry, "consent_ends", rows);
    }

    fn sample() -> Self {
        Self {
            giver: Giver {
                relation: "relative".to_owned(),
                name: Some("Ірына Каліна".to_owned()),
                kinship: Some("mother".to_owned()),
            },
            words: "Please speak to them quietly. Not in the newspapers.".to_owned(),
            language: Some("be".to_owned()),
            how_known: "spoken".to_owned(),
            scopes: vec![
                ScopeWish {
                    scope: "c05".to_owned(),
                    state: "granted_with_conditions".to_owned(),
                    condition: Some("not before the hearing".to_owned()),
                    audience: None,
                },
                ScopeWish {
                    scope: "c10".to_owned(),
                    state: "refused".to_owned(),
                    condition: None,
                    audience: None,
                },
            ],
            given_on: PartialDate::year(2026),
            until_they_say_stop: false,
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

/// A stop was confirmed by a second channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Who confirmed it.
    pub by: UserId,
    /// By which channel, in words.
    pub channel: String,
    /// When.
    #[serde(with = "iso_day")]
    pub on: Day,
}

/// A stop was lifted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifted {
    /// Who lifted it.
    pub by: UserId,
    /// Why.
    pub reason: String,
    /// When.
    #[serde(with = "iso_day")]
    pub on: Day,
}

/// Somebody heard that something must stop. It acts at once, on anybody's word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// Which acts: vocabulary `stop_acts`.
    pub acts: Vec<String>,
    /// Who said so.
    pub reported_by: String,
    /// How it reached us, in words.
    pub channel: String,
    /// In their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The confirmation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmed>,
    /// The end of the stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted: Option<Lifted>,
}

impl Stop {
    /// Whether it still stops.
    #[must_use]
    pub const fn is_in_force(&self) -> bool {
        self.lifted.is_none()
    }
}

impl Body for Stop {
    const WORD: &'static str = "stop";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::choices("acts", "stop_acts").required(),
        Field::new("reported_by", Input::Name)
            .required()
            .sensitive(),
        Field::new("channel", Input::Line).required().sensitive(),
        Field::new("words", Input::Text).sensitive(),
        Field::new("confirmed.by", Input::User).with_group(),
        Field::new("confirmed.channel", Input::Line).with_group(),
        Field::new("confirmed.on", Input::Day).with_group(),
        Field::new("lifted.by", Input::User).with_group(),
        Field::new("lifted.reason", Input::Text).with_group(),
        Field::new("lifted.on", Input::Day).with_group(),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.some_codes("acts", "stop_acts", &self.acts);
        checker.required_line("reported_by", &self.reported_by);
        checker.required_line("channel", &self.channel);
        checker.optional_text("words", self.words.as_ref());
        if let Some(confirmed) = &self.confirmed {
            checker.required_line("confirmed.channel", &confirmed.channel);
            checker.day("confirmed.on", confirmed.on);
        }
        if let Some(lifted) = &self.lifted {
            checker.required_text("lifted.reason", &lifted.reason);
            checker.day("lifted.on", lifted.on);
        }
        checker.finish()
    }

    fn project(&self, entry: &Entry, rows: &mut Vec<Row>) {
        if self.confirmed.is_none() && self.lifted.is_none() {
            let at = entry
                .inner
                .recorded_at
                .plus_seconds(CONFIRM_STOP_WITHIN_HOURS * 3_600);
            rows::due(rows, "stop_unconfirmed", at);
        }
    }

    fn sample() -> Self {
        Self {
            acts: vec!["raise_publicly".to_owned()],
            reported_by: "the sister".to_owned(),
            channel: "telephone".to_owned(),
            words: Some("Please take the article down.".to_owned()),
            confirmed: Some(Confirmed {
                by: UserId::from_bytes([3; 16]),
                channel: "in person".to_owned(),
                on: Day::from_number(20_760),
            }),
            lifted: Some(Lifted {
                by: UserId::from_bytes([4; 16]),
                reason: "The article was taken down.".to_owned(),
                on: Day::from_number(20_765),
            }),
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
