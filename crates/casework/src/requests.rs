//! What we asked of somebody for the person, and what they answered.

use kernel::{Day, Entry, EntryId, FileId};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
    iso_day,
    rows::{self, Row},
};

/// A request to an authority.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// To whom.
    pub to: String,
    /// What we ask: vocabulary `asks`.
    pub what: String,
    /// The request in its own words.
    #[serde(default)]
    pub text: String,
    /// How it was made: vocabulary `channels`.
    pub channel: String,
    /// The rank of the one who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<String>,
    /// When it was made.
    #[serde(with = "iso_day")]
    pub sent_on: Day,
    /// When an answer is due.
    #[serde(with = "iso_day")]
    pub due_on: Day,
    /// The meeting it was made in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<FileId>,
}

impl Body for Request {
    const WORD: &'static str = "request";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("to", Input::Name).required(),
        Field::choice("what", "asks").required(),
        Field::new("text", Input::Text),
        Field::choice("channel", "channels").required(),
        Field::new("rank", Input::Line),
        Field::new("sent_on", Input::Day).required(),
        Field::new("due_on", Input::Day).required(),
        Field::new("meeting", Input::File),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_line("to", &self.to);
        checker.code("what", "asks", &self.what);
        checker.text("text", &self.text);
        checker.code("channel", "channels", &self.channel);
        checker.optional_line("rank", self.rank.as_ref());
        checker.day("sent_on", self.sent_on);
        checker.day("due_on", self.due_on);
        checker.day_order("due_on", self.sent_on, Some(self.due_on));
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        rows::due(rows, "request_unanswered", self.due_on.start());
        rows::count(rows, "asked", &self.what);
        rows::facet(rows, "request", "sent");
        rows.push(Row::Done(self.sent_on));
    }

    fn sample() -> Self {
        Self {
            to: "Ministry of Justice of Veldoria".to_owned(),
            what: "medical_transfer".to_owned(),
            text: "We ask that she is moved to a civilian hospital.".to_owned(),
            channel: "note_verbale".to_owned(),
            rank: Some("ambassador".to_owned()),
            sent_on: Day::from_number(20_758),
            due_on: Day::from_number(20_772),
            meeting: Some(FileId::from_bytes([5; 16])),
        }
    }
}

/// An answer to a request, or to what was raised in a meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The request it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<EntryId>,
    /// The `raised` entry it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raised: Option<EntryId>,
    /// What kind of answer: vocabulary `responses`.
    pub code: String,
    /// Their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Who answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<String>,
    /// When.
    #[serde(with = "iso_day")]
    pub on: Day,
    /// What it did for the person: vocabulary `impacts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
}

impl Body for Answer {
    const WORD: &'static str = "answer";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("request", Input::Entry),
        Field::new("raised", Input::Entry),
        Field::choice("code", "responses").required(),
        Field::new("text", Input::Text),
        Field::new("answered_by", Input::Name),
        Field::new("on", Input::Day).required(),
        Field::choice("impact", "impacts"),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        if self.request.is_none() && self.raised.is_none() {
            checker.fault("request", "fault-missing", Vec::new());
        }
        checker.code("code", "responses", &self.code);
        checker.optional_text("text", self.text.as_ref());
        checker.optional_line("answered_by", self.answered_by.as_ref());
        checker.day("on", self.on);
        checker.optional_code("impact", "impacts", self.impact.as_ref());
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        rows::count(rows, "answered", &self.code);
    }

    fn sample() -> Self {
        Self {
            request: Some(EntryId::from_bytes([6; 16])),
            raised: None,
            code: "promised_review".to_owned(),
            text: Some("The deputy minister will look into it.".to_owned()),
            answered_by: Some("deputy minister".to_owned()),
            on: Day::from_number(20_770),
            impact: Some("none".to_owned()),
        }
    }
}
