//! How the person is, and who has seen them.

mod check;
mod conditions;

pub use check::WellnessCheck;
pub use conditions::{Ended, HungerStrike, Mistreatment, Observation, Solitary, Weight};

use kernel::{Entry, PartialDate};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    clocks,
    faults::{Checker, Faults},
    form::{Field, Input},
    rows::Row,
};

/// A contact with the person, or one that was denied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// With whom or how: vocabulary `contact_kinds`.
    pub with: String,
    /// When.
    #[serde(default = "PartialDate::unknown")]
    pub on: PartialDate,
    /// It was asked for and denied.
    #[serde(default)]
    pub denied: bool,
    /// What the person said, or what was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

impl Contact {
    /// Whether somebody outside heard from the person by it. What we send in is no sign from them.
    #[must_use]
    pub fn is_a_sign(&self) -> bool {
        !self.denied && self.with != "letter_to_them"
    }
}

impl Default for Contact {
    fn default() -> Self {
        Self {
            with: String::new(),
            on: PartialDate::unknown(),
            denied: false,
            words: None,
        }
    }
}

impl Body for Contact {
    const WORD: &'static str = "contact";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::choice("with", "contact_kinds").required(),
        Field::new("on", Input::PartialDate),
        Field::new("denied", Input::Flag),
        Field::new("words", Input::Text).sensitive(),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.code("with", "contact_kinds", &self.with);
        checker.date("on", &self.on);
        checker.optional_text("words", self.words.as_ref());
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        // The first day a vague date may mean, so that nobody looks less forgotten than they are.
        if self.with == "consular"
            && !self.denied
            && let Some(day) = self.on.earliest()
        {
            rows.push(Row::Done(day));
        }
        if self.is_a_sign()
            && let Some(day) = self.on.earliest()
        {
            clocks::ring(rows, "since_contact_amber", day.start());
            clocks::ring(rows, "since_contact_red", day.start());
        }
    }

    fn sample() -> Self {
        Self {
            with: "consular".to_owned(),
            on: PartialDate::of(kernel::DateValue::Month(2026, 9)),
            denied: false,
            words: Some("Thinner than in spring; asked after her son.".to_owned()),
        }
    }
}
