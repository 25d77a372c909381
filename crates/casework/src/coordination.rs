//! What was done for the person, and what colleagues should know.

use kernel::{Day, Entry};
use serde::{Deserialize, Serialize};

use crate::{
    assessments::EFFECT_REVIEW_DAYS,
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
    iso_day,
    rows::{self, Row},
};

/// Something that was done for the person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// What: vocabulary `acts`.
    pub act: String,
    /// When.
    #[serde(with = "iso_day")]
    pub on: Day,
    /// What was said or done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// By whom.
    pub by: String,
    /// Before whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// What the permission rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// The verdict under which it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
}

impl Body for Act {
    const WORD: &'static str = "act";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::choice("act", "acts").required(),
        Field::new("on", Input::Day).required(),
        Field::new("by", Input::Name).required(),
        Field::new("text", Input::Text),
        Field::new("audience", Input::Line),
        Field::new("basis", Input::Text),
        Field::new("verdict", Input::Text),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.code("act", "acts", &self.act);
        checker.day("on", self.on);
        checker.required_line("by", &self.by);
        checker.optional_text("text", self.text.as_ref());
        checker.optional_line("audience", self.audience.as_ref());
        checker.optional_text("basis", self.basis.as_ref());
        checker.optional_text("verdict", self.verdict.as_ref());
        checker.finish()
    }

    fn project(&self, entry: &Entry, rows: &mut Vec<Row>) {
        // Somebody looks at what followed; not at what was over long before it was written down.
        for days in EFFECT_REVIEW_DAYS {
            let day = self.on.plus(days);
            if entry.outer.recorded <= day {
                rows::due(rows, "effect_review", day.start());
            }
        }
        rows::count(rows, "act", &self.act);
        rows.push(Row::Done(self.on));
    }

    fn sample() -> Self {
        Self {
            act: "raise_privately".to_owned(),
            on: Day::from_number(20_758),
            text: Some("Raised with the ambassador after the reception.".to_owned()),
            by: "head of section".to_owned(),
            audience: Some("ambassador of Veldoria".to_owned()),
            basis: Some("The mother's wish of May".to_owned()),
            verdict: Some("clear".to_owned()),
        }
    }
}

/// A note to colleagues. It does nothing for the person, and counts for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The note.
    pub text: String,
}

impl Body for Note {
    const WORD: &'static str = "note";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[Field::new("text", Input::Text).required()];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_text("text", &self.text);
        checker.finish()
    }

    fn sample() -> Self {
        Self {
            text: "The sister prefers to be called in the evening.".to_owned(),
        }
    }
}
