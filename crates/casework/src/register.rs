//! What holds between files.

use kernel::{Day, Entry, FileId, UserId};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
    rows::{self, Row},
};

/// Value of the facet `decided`: what somebody decided on a day. Reviewers find their own decisions
/// of the last days by it.
#[must_use]
pub fn decided_by(user: UserId, day: Day) -> String {
    format!("{user} {}", day.number())
}

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

    fn project(&self, entry: &Entry, rows: &mut Vec<Row>) {
        rows::facet(rows, "link", &self.decision);
        let on = entry.inner.recorded_at.day();
        rows::facet(rows, "decided", &decided_by(entry.inner.by, on));
    }

    fn sample() -> Self {
        Self {
            other: FileId::from_bytes([7; 16]),
            decision: "same".to_owned(),
            reasons: "Same name in two scripts, same birth year, same article.".to_owned(),
        }
    }
}
