//! What a withdrawal or a stop touches, each thing tracked until it is done.

use kernel::{Day, Entry, EntryId, UserId};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
    iso_day,
    rows::{self, Row},
};

/// It was done, or said honestly that it cannot be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Who did it.
    pub by: UserId,
    /// When.
    #[serde(with = "iso_day")]
    pub on: Day,
    /// What was done: vocabulary `follow_up_results`.
    pub result: String,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// Something that must be done because somebody said no or stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// The wish or the stop from which it follows.
    pub cause: EntryId,
    /// What kind of thing is touched: vocabulary `follow_ups`.
    pub what: String,
    /// The entry that is touched, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touched: Option<EntryId>,
    /// What it is, in words.
    pub text: String,
    /// Who does it.
    pub owner: UserId,
    /// Until when.
    #[serde(with = "iso_day")]
    pub due: Day,
    /// Its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<Done>,
}

impl Body for FollowUp {
    const WORD: &'static str = "follow_up";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("cause", Input::Entry).required(),
        Field::choice("what", "follow_ups").required(),
        Field::new("touched", Input::Entry),
        Field::new("text", Input::Line).required(),
        Field::new("owner", Input::User).required(),
        Field::new("due", Input::Day).required(),
        Field::new("done.by", Input::User).with_group(),
        Field::new("done.on", Input::Day).with_group(),
        Field::choice("done.result", "follow_up_results").with_group(),
        Field::new("done.words", Input::Text),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.code("what", "follow_ups", &self.what);
        checker.required_line("text", &self.text);
        checker.day("due", self.due);
        if let Some(done) = &self.done {
            checker.day("done.on", done.on);
            checker.code("done.result", "follow_up_results", &done.result);
            checker.optional_text("done.words", done.words.as_ref());
        }
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        if self.done.is_none() {
            rows::due(rows, "follow_up", self.due.start());
        }
    }

    fn sample() -> Self {
        Self {
            cause: EntryId::from_bytes([6; 16]),
            what: "public_act".to_owned(),
            touched: Some(EntryId::from_bytes([7; 16])),
            text: "Statement on the website, May".to_owned(),
            owner: UserId::from_bytes([3; 16]),
            due: Day::from_number(20_782),
            done: Some(Done {
                by: UserId::from_bytes([3; 16]),
                on: Day::from_number(20_781),
                result: "taken_down".to_owned(),
                words: Some("Taken down within the hour; copies elsewhere stay.".to_owned()),
            }),
        }
    }
}
