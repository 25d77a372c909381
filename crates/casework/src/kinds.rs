//! The kinds table. The store, the access rules and the generic pages know kinds only through it.
//!
//! # Adding a kind
//!
//! 1. **Body.** In the module of the capability (`people`, `matters`, `wishes` …; a new module for
//!    a new capability) write a struct whose fields are documented, with `#[serde(default)]` on
//!    every optional one, and `impl Body` for it: `WORD`, `SCHEMA` (1), `FORM`, `check`, `project`
//!    if the entry is to be found, counted or rung, and `sample`, an invented example.
//! 2. **Row.** Add one line to [`KINDS`]: the body, its capability, the subjects in whose files it
//!    stands, and whether the gates read it. The generic laws (`laws`) run over it from then on.
//! 3. **Vocabulary.** Codes go into `vocabularies/<word>.toml`, listed in `vocabularies.rs`. Codes
//!    are retired with `retired_in` and a new `version`, never deleted. What was not checked
//!    against its primary text carries `to_verify`; foreign numbers go into `mappings`.
//! 4. **Messages.** In every language file: `kind-<word>` (its name), `field-<word>-<field>` for
//!    each field of the form (dots become hyphens), `term-<vocabulary>-<code>` for each code,
//!    `clock-<clock>` for each new clock, and `fault-…` for each new message id of `check`.
//! 5. **Grants.** In the grants table of `access`: which role reads, writes, proposes, signs and
//!    lifts the kind. In `gates`, if it is an act or the gates read it, its lines there.
//! 6. **Use case and page**, where the generic ones do not serve.
//!
//! # Changing a kind
//!
//! Stored bodies are never rewritten. A new optional field needs nothing: older programs keep it
//! unread. Any other change raises `SCHEMA`, and `upcast` turns each older schema into today's.

use std::collections::BTreeSet;

use kernel::Entry;
use serde_json::Value;

use crate::{
    assessments, bilaterals,
    body::{self, Body, KindError},
    coordination, countries, evidence,
    faults::{Fault, Faults},
    form::{Field, Input},
    levers, matters, people, register, requests,
    rows::Row,
    sources, strategy, wellbeing, wishes,
};

/// What a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A human being.
    Person,
    /// A prosecution or trial that several people share.
    Matter,
    /// A meeting.
    Meeting,
    /// A list or other origin that we import from.
    Source,
    /// A country, or a region of several.
    Country,
    /// An inducement or a cost.
    Lever,
}

impl Subject {
    /// Every subject.
    pub const ALL: [Self; 6] = [
        Self::Person,
        Self::Matter,
        Self::Meeting,
        Self::Source,
        Self::Country,
        Self::Lever,
    ];

    /// The code that is stored and used in message ids.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Matter => "matter",
            Self::Meeting => "meeting",
            Self::Source => "source",
            Self::Country => "country",
            Self::Lever => "lever",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.code() == code)
    }
}

/// One row of the kinds table.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The word, as stored.
    pub word: &'static str,
    /// The capability it belongs to: the module of that name on every floor.
    pub capability: &'static str,
    /// In whose files it stands.
    pub subjects: &'static [Subject],
    /// The schema version that is written today.
    pub schema: u16,
    /// Whether the gates read it: a change of such an entry makes verdicts stale.
    pub gate_relevant: bool,
    /// The fields of its form.
    pub form: &'static [Field],
    check: fn(&Value) -> Result<(), Faults>,
    upcast: fn(u16, Value) -> Result<Value, KindError>,
    project: fn(&Entry) -> Vec<Row>,
    canonical: fn(Value) -> Result<Value, KindError>,
    sample: fn() -> Result<Value, KindError>,
}

const fn row<B: Body>(
    capability: &'static str,
    subjects: &'static [Subject],
    gates: Gates,
) -> Kind {
    Kind {
        word: B::WORD,
        capability,
        subjects,
        schema: B::SCHEMA,
        gate_relevant: matches!(gates, Gates::Read),
        form: B::FORM,
        check: check_value::<B>,
        upcast: body::current::<B>,
        project: project_entry::<B>,
        canonical: canonical_value::<B>,
        sample: sample_value::<B>,
    }
}

/// Whether the gates read a kind.
#[derive(Clone, Copy)]
enum Gates {
    /// They do.
    Read,
    /// They do not.
    Ignore,
}

const PERSON: &[Subject] = &[Subject::Person];
const MATTER: &[Subject] = &[Subject::Matter];
const MEETING: &[Subject] = &[Subject::Meeting];
const SOURCE: &[Subject] = &[Subject::Source];
const COUNTRY: &[Subject] = &[Subject::Country];
const LEVER: &[Subject] = &[Subject::Lever];
const PERSON_AND_MATTER: &[Subject] = &[Subject::Person, Subject::Matter];
const ALL: &[Subject] = &Subject::ALL;

/// Every kind, in the order in which pages offer them.
pub const KINDS: &[Kind] = &[
    row::<people::Name>("people", PERSON, Gates::Ignore),
    row::<people::Fact>("people", PERSON, Gates::Ignore),
    row::<matters::Matter>("matters", MATTER, Gates::Ignore),
    row::<matters::Covered>("matters", PERSON, Gates::Ignore),
    row::<matters::Detention>("matters", PERSON, Gates::Ignore),
    row::<matters::Charge>("matters", PERSON, Gates::Ignore),
    row::<matters::Hearing>("matters", PERSON_AND_MATTER, Gates::Ignore),
    row::<wishes::Wish>("wishes", PERSON, Gates::Read),
    row::<wishes::Relay>("wishes", PERSON, Gates::Read),
    row::<wishes::BestInterest>("wishes", PERSON, Gates::Read),
    row::<wishes::CounselApproval>("wishes", PERSON_AND_MATTER, Gates::Read),
    row::<wishes::Stop>("wishes", PERSON_AND_MATTER, Gates::Read),
    row::<wishes::Lock>("wishes", PERSON_AND_MATTER, Gates::Read),
    row::<wishes::Clarification>("wishes", PERSON, Gates::Read),
    row::<wishes::FollowUp>("wishes", PERSON_AND_MATTER, Gates::Ignore),
    row::<strategy::Strategy>("strategy", PERSON, Gates::Ignore),
    row::<strategy::Signature>("strategy", PERSON, Gates::Read),
    row::<assessments::Assessment>("assessments", PERSON, Gates::Read),
    row::<assessments::Effect>("assessments", PERSON, Gates::Read),
    row::<sources::Source>("sources", ALL, Gates::Ignore),
    row::<sources::Claim>("sources", PERSON, Gates::Ignore),
    row::<sources::Profile>("sources", SOURCE, Gates::Ignore),
    row::<sources::Review>("sources", ALL, Gates::Ignore),
    row::<evidence::Evidence>("evidence", ALL, Gates::Ignore),
    row::<requests::Request>("requests", PERSON_AND_MATTER, Gates::Ignore),
    row::<requests::Answer>("requests", PERSON_AND_MATTER, Gates::Ignore),
    row::<bilaterals::Meeting>("bilaterals", MEETING, Gates::Ignore),
    row::<bilaterals::Raised>("bilaterals", PERSON, Gates::Ignore),
    row::<coordination::Act>("coordination", PERSON_AND_MATTER, Gates::Ignore),
    row::<coordination::Note>("coordination", ALL, Gates::Ignore),
    row::<wellbeing::Contact>("wellbeing", PERSON, Gates::Ignore),
    row::<wellbeing::Observation>("wellbeing", PERSON, Gates::Ignore),
    row::<wellbeing::Solitary>("wellbeing", PERSON, Gates::Ignore),
    row::<wellbeing::HungerStrike>("wellbeing", PERSON, Gates::Ignore),
    row::<wellbeing::Mistreatment>("wellbeing", PERSON, Gates::Ignore),
    row::<wellbeing::WellnessCheck>("wellbeing", PERSON, Gates::Ignore),
    row::<levers::Lever>("levers", LEVER, Gates::Ignore),
    row::<countries::Country>("countries", COUNTRY, Gates::Ignore),
    row::<countries::Authority>("countries", COUNTRY, Gates::Ignore),
    row::<countries::Window>("countries", COUNTRY, Gates::Ignore),
    row::<countries::Post>("countries", COUNTRY, Gates::Ignore),
    row::<register::Link>("register", PERSON, Gates::Read),
];

/// The kind with this word.
#[must_use]
pub fn kind(word: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.word == word)
}

/// The kinds that may stand in the file of a subject, in the order of the table.
pub fn kinds_of(subject: Subject) -> impl Iterator<Item = &'static Kind> {
    KINDS
        .iter()
        .filter(move |kind| kind.subjects.contains(&subject))
}

/// The rows of an entry, sorted, each once. Withdrawn entries have none but the keys by which a list is
/// kept from bringing them back, and those of an unknown kind, a newer schema, or a body that cannot be
/// read have none at all.
#[must_use]
pub fn project(entry: &Entry) -> Vec<Row> {
    kind(entry.kind()).map_or_else(Vec::new, |kind| kind.project(entry))
}

impl Kind {
    /// Whether a body of today's schema may be stored.
    ///
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn check(&self, body: &Value) -> Result<(), Faults> {
        (self.check)(body)
    }

    /// A stored body as one of today's schema; the identity for today's own.
    ///
    /// # Errors
    /// `NeedsUpgrade` for a newer schema, `NoUpcaster` where there is no way.
    pub fn upcast(&self, from: u16, body: Value) -> Result<Value, KindError> {
        (self.upcast)(from, body)
    }

    /// The rows of an entry of this kind, as [`project`].
    #[must_use]
    pub fn project(&self, entry: &Entry) -> Vec<Row> {
        if entry.kind() != self.word {
            return Vec::new();
        }
        let rows: BTreeSet<Row> = (self.project)(entry).into_iter().collect();
        rows.into_iter().collect()
    }

    /// The body as this program would write it: without fields it does not know, with defaults.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn canonical(&self, body: Value) -> Result<Value, KindError> {
        (self.canonical)(body)
    }

    /// An invented body that passes the check.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which the generic laws exclude.
    pub fn sample(&self) -> Result<Value, KindError> {
        (self.sample)()
    }

    /// The field of the form with this name, also inside lists: `parts.role`, `scopes.condition`.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        if let Some(field) = self.form.iter().find(|field| field.name == name) {
            return Some(field);
        }
        let (list, rest) = name.split_once('.')?;
        match self.form.iter().find(|field| field.name == list)?.input {
            Input::Items(fields) | Input::Keyed { fields, .. } => {
                fields.iter().find(|field| field.name == rest)
            }
            _ => None,
        }
    }
}

fn check_value<B: Body>(value: &Value) -> Result<(), Faults> {
    match body::read::<B>(value.clone()) {
        Ok(body) => body.check(),
        Err(KindError::Unreadable { detail, .. }) => {
            Err(match detail.strip_prefix("missing field ") {
                Some(field) => Faults::one(field, "fault-missing"),
                None => Faults(vec![Fault {
                    field: "body".to_owned(),
                    message_id: "fault-unreadable",
                    arguments: vec![("detail", detail)],
                }]),
            })
        }
        Err(_) => Err(Faults::one("body", "fault-unreadable")),
    }
}

fn project_entry<B: Body>(entry: &Entry) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Ok(body) = body::body::<B>(entry) {
        if entry.is_withdrawn() {
            body.project_withdrawn(&mut rows);
        } else {
            body.project(entry, &mut rows);
        }
    }
    rows
}

fn canonical_value<B: Body>(value: Value) -> Result<Value, KindError> {
    body::value(&body::read::<B>(value)?)
}

fn sample_value<B: Body>() -> Result<Value, KindError> {
    body::value(&B::sample())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_unique_and_fit_into_message_ids() {
        for (position, kind) in KINDS.iter().enumerate() {
            assert!(KINDS.iter().take(position).all(|k| k.word != kind.word));
            assert!(
                kind.word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c == '_')
            );
            assert!(!kind.subjects.is_empty());
        }
        for subject in Subject::ALL {
            assert_eq!(Subject::parse(subject.code()), Some(subject));
            assert!(kinds_of(subject).next().is_some());
        }
    }

    #[test]
    fn the_gates_read_what_the_design_says() {
        let read: Vec<_> = KINDS
            .iter()
            .filter(|kind| kind.gate_relevant)
            .map(|kind| kind.word)
            .collect();
        assert_eq!(
            read,
            [
                "wish",
                "relay",
                "best_interest",
                "counsel_approval",
                "stop",
                "lock",
                "clarification",
                "signature",
                "assessment",
                "effect",
                "link"
            ]
        );
    }

    #[test]
    fn a_body_of_another_form_is_a_fault_and_leaks_nothing() {
        let name = kind("name").unwrap();
        let faults = name
            .check(&serde_json::json!({"text": ["Алена Каліна"], "usage": "official"}))
            .unwrap_err();
        assert!(!format!("{faults:?}").contains("Каліна"));
        let faults = name
            .check(&serde_json::json!({"usage": "official"}))
            .unwrap_err();
        assert!(faults.names("text"));
        assert!(name.check(&Value::Null).is_err());
    }

    #[test]
    fn fields_are_found_inside_lists() {
        assert!(kind("name").unwrap().field("parts.role").is_some());
        assert!(kind("wish").unwrap().field("scopes.condition").is_some());
        assert!(kind("wish").unwrap().field("giver.relation").is_some());
        assert!(kind("wish").unwrap().field("giver.shoe_size").is_none());
    }
}
