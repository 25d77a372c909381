//! What holds between files.

use kernel::FileId;
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
};

/// Two files are the same person, or were looked at and are not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The other file.
    pub other: FileId,
    /// What was decided: vocabulary `link_decisions`.
    pub decision: String,
    /// Why.
    #[serde(default)]
    pub reasons: String,
}

impl Body for Link {
    const WORD: &'static str = "link";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("other", Input::File).required(),
        Field::choice("decision", "link_decisions").required(),
        Field::new("reasons", Input::Text).required(),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.code("decision", "link_decisions", &self.decision);
        checker.required_text("reasons", &self.reasons);
        checker.finish()
    }

    fn sample() -> Self {
        Self {
            other: FileId::from_bytes([7; 16]),
            decision: "same".to_owned(),
            reasons: "Same name in two scripts, same birth year, same article.".to_owned(),
        }
    }
}
