//! What was cleared up about a wish: a condition is met, or a disagreement was talked through. It is
//! bound to the version of the wish that it was recorded for: other words need another look.

use kernel::{Day, EntryId};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
    iso_day,
};

/// An officer records that a condition of a wish is met, or that a disagreement is settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clarification {
    /// The wish.
    pub wish: EntryId,
    /// Its version, as it was read.
    pub wish_version: u32,
    /// The scope: vocabulary `scopes`.
    pub scope: String,
    /// What was cleared up: vocabulary `clarifications`.
    pub what: String,
    /// How, and with whom, in words.
    pub words: String,
    /// When.
    #[serde(with = "iso_day")]
    pub on: Day,
}

impl Body for Clarification {
    const WORD: &'static str = "clarification";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("wish", Input::Entry).required(),
        Field::new("wish_version", Input::Number).required(),
        Field::choice("scope", "scopes").required(),
        Field::choice("what", "clarifications").required(),
        Field::new("words", Input::Text).required(),
        Field::new("on", Input::Day).required(),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.code("scope", "scopes", &self.scope);
        checker.code("what", "clarifications", &self.what);
        checker.required_text("words", &self.words);
        checker.day("on", self.on);
        checker.finish()
    }

    fn sample() -> Self {
        Self {
            wish: EntryId::from_bytes([6; 16]),
            wish_version: 1,
            scope: "c05".to_owned(),
            what: "condition_met".to_owned(),
            words: "The hearing was held; the mother said go on, by telephone.".to_owned(),
            on: Day::from_number(20_780),
        }
    }
}
