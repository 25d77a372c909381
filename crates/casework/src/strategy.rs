//! What will help this person: the strategy, and what it becomes through time (O1a).

use kernel::{Day, Entry, EntryId, FileId, UserId};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
    iso_day,
    rows::{self, Row},
};

/// How many sign a strategy before it counts as agreed.
pub const SIGNATURES: usize = 2;

/// One step of a strategy, in the order in which it is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tactic {
    /// What is done.
    pub what: String,
    /// The act that it is, where it is one that the gates judge: vocabulary `acts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// Who sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
    /// The first day of its window.
    #[serde(
        default,
        with = "iso_day::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub from: Option<Day>,
    /// The last day of its window.
    #[serde(
        default,
        with = "iso_day::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub until: Option<Day>,
    /// The number of the tactic, counted from one, that must be done before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u32>,
    /// What is done instead if it fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<String>,
    /// The lever that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lever: Option<FileId>,
    /// How far it is: vocabulary `tactic_states`.
    #[serde(default = "planned", skip_serializing_if = "String::is_empty")]
    pub state: String,
}

fn planned() -> String {
    "planned".to_owned()
}

/// A reason for or against what the strategy does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// For or against: vocabulary `argument_sides`.
    pub side: String,
    /// The reason.
    pub words: String,
}

/// What will help this one person now, and in which order. A decision not to act is one as any other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strategy {
    /// What *better* means for this person now.
    pub aims: String,
    /// Quiet, public, or not at all: vocabulary `stances`.
    pub stance: String,
    /// The last day of being quiet, where the stance is to be quiet first.
    #[serde(
        default,
        with = "iso_day::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub quiet_until: Option<Day>,
    /// What is done, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tactics: Vec<Tactic>,
    /// Reasons for and against.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<Argument>,
    /// What somebody holds against it; kept with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dissent: Option<String>,
    /// When it is looked at again.
    #[serde(with = "iso_day")]
    pub review_on: Day,
}

impl Default for Strategy {
    fn default() -> Self {
        Self {
            aims: String::new(),
            stance: String::new(),
            quiet_until: None,
            tactics: Vec::new(),
            arguments: Vec::new(),
            dissent: None,
            review_on: Day::from_number(0),
        }
    }
}

impl Body for Strategy {
    const WORD: &'static str = "strategy";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("aims", Input::Text).required(),
        Field::choice("stance", "stances").required(),
        Field::new("quiet_until", Input::Day),
        Field::new(
            "tactics",
            Input::Items(&[
                Field::new("what", Input::Line).required(),
                Field::choice("act", "acts"),
                Field::new("owner", Input::User),
                Field::new("from", Input::Day),
                Field::new("until", Input::Day),
                Field::new("after", Input::Number),
                Field::new("fallback", Input::Line),
                Field::new("lever", Input::File),
                Field::choice("state", "tactic_states"),
            ]),
        ),
        Field::new(
            "arguments",
            Input::Items(&[
                Field::choice("side", "argument_sides").required(),
                Field::new("words", Input::Text).required(),
            ]),
        ),
        Field::new("dissent", Input::Text),
        Field::new("review_on", Input::Day).required(),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_text("aims", &self.aims);
        checker.code("stance", "stances", &self.stance);
        checker.optional_day("quiet_until", self.quiet_until);
        // Quiet first without an end is quiet for ever, and nobody would notice.
        if self.stance == "quiet_first" && self.quiet_until.is_none() {
            checker.fault("quiet_until", "fault-missing", Vec::new());
        }
        checker.count("tactics", self.tactics.len());
        for (position, tactic) in self.tactics.iter().enumerate() {
            let field = |name: &str| format!("tactics.{position}.{name}");
            checker.required_line(&field("what"), &tactic.what);
            checker.optional_code(&field("act"), "acts", tactic.act.as_ref());
            checker.optional_day(&field("from"), tactic.from);
            checker.optional_day(&field("until"), tactic.until);
            if let Some(from) = tactic.from {
                checker.day_order(&field("until"), from, tactic.until);
            }
            // Only what stands above can come before.
            if tactic.after.is_some_and(|after| {
                after == 0 || usize::try_from(after).is_ok_and(|after| after > position)
            }) {
                checker.fault(&field("after"), "fault-comes-before", Vec::new());
            }
            checker.optional_line(&field("fallback"), tactic.fallback.as_ref());
            checker.code(&field("state"), "tactic_states", &tactic.state);
        }
        checker.count("arguments", self.arguments.len());
        for (position, argument) in self.arguments.iter().enumerate() {
            checker.code(
                &format!("arguments.{position}.side"),
                "argument_sides",
                &argument.side,
            );
            checker.required_text(&format!("arguments.{position}.words"), &argument.words);
        }
        checker.optional_text("dissent", self.dissent.as_ref());
        checker.day("review_on", self.review_on);
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        rows::due(rows, "strategy_review", self.review_on.start());
        if let Some(day) = self.quiet_until {
            rows::due(rows, "quiet_ends", day.plus(1).start());
        }
        for tactic in self
            .tactics
            .iter()
            .filter(|tactic| tactic.state == "planned")
        {
            if let Some(day) = tactic.until {
                rows::due(rows, "tactic_window_ends", day.start());
            }
        }
        rows::count(rows, "stance", &self.stance);
        rows::facet(rows, "stance", &self.stance);
    }

    fn sample() -> Self {
        Self {
            aims: "A doctor of her own choice before winter; letters from her son.".to_owned(),
            stance: "quiet_first".to_owned(),
            quiet_until: Some(Day::from_number(20_800)),
            tactics: vec![
                Tactic {
                    what: "Ask the ministry of health for an examination".to_owned(),
                    act: Some("ask_medical".to_owned()),
                    owner: Some(UserId::from_bytes([3; 16])),
                    from: Some(Day::from_number(20_760)),
                    until: Some(Day::from_number(20_775)),
                    after: None,
                    fallback: Some("Ask the ombudsman".to_owned()),
                    lever: Some(FileId::from_bytes([6; 16])),
                    state: planned(),
                },
                Tactic {
                    what: "The ambassador raises her at the trade talks".to_owned(),
                    act: Some("raise_privately".to_owned()),
                    after: Some(1),
                    state: planned(),
                    ..Tactic::default()
                },
            ],
            arguments: vec![Argument {
                side: "against".to_owned(),
                words: "Her mother fears for the visits.".to_owned(),
            }],
            dissent: Some("The embassy would speak now.".to_owned()),
            review_on: Day::from_number(20_790),
        }
    }
}

/// Somebody puts their name under one version of an entry: a strategy, an assessment. A later version
/// has to be signed anew. Who signed stands in the envelope as well; the two must be one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The entry.
    pub of: EntryId,
    /// Its version.
    pub version: u32,
    /// Who signs.
    pub by: UserId,
    /// When.
    #[serde(with = "iso_day")]
    pub on: Day,
    /// What they add.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

impl Signature {
    /// Whether it stands under this version of this entry.
    #[must_use]
    pub fn is_under(&self, entry: EntryId, version: u32) -> bool {
        self.of == entry && self.version == version
    }
}

impl Body for Signature {
    const WORD: &'static str = "signature";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("of", Input::Entry).required(),
        Field::new("version", Input::Number).required(),
        Field::new("by", Input::User).required(),
        Field::new("on", Input::Day).required(),
        Field::new("words", Input::Text),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        if self.version == 0 {
            checker.fault("version", "fault-missing", Vec::new());
        }
        checker.day("on", self.on);
        checker.optional_text("words", self.words.as_ref());
        checker.finish()
    }

    fn sample() -> Self {
        Self {
            of: EntryId::from_bytes([8; 16]),
            version: 2,
            by: UserId::from_bytes([4; 16]),
            on: Day::from_number(20_759),
            words: Some("Agreed, with the dissent noted.".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let faults = |change: fn(&mut Strategy)| {
            let mut strategy = Strategy::sample();
            change(&mut strategy);
            strategy.check()
        };
        assert!(faults(|_| ()).is_ok());
        assert!(
            faults(|s| s.quiet_until = None)
                .unwrap_err()
                .names("quiet_until")
        );
        assert!(
            faults(|s| s.tactics[0].after = Some(2))
                .unwrap_err()
                .names("tactics.0.after")
        );
        assert!(
            faults(|s| s.tactics[1].after = Some(0))
                .unwrap_err()
                .names("tactics.1.after")
        );
    }

    #[test]
    fn a_signature_is_under_one_version() {
        let signature = Signature::sample();
        assert!(signature.check().is_ok());
        assert!(signature.is_under(signature.of, signature.version));
        assert!(!signature.is_under(signature.of, signature.version + 1));
        let nothing = Signature {
            version: 0,
            ..signature
        };
        assert!(nothing.check().unwrap_err().names("version"));
    }
}
