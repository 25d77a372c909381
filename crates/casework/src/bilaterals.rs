//! Meetings with another government, and what was raised there for whom.

use kernel::{Day, Entry, FileId, Moment};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
    iso_day,
    rows::{self, Row},
};

/// A meeting. Stands in the meeting's own file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// A short code without content, which may stand where the title may not.
    pub code: String,
    /// What it is.
    pub title: String,
    /// The country of the counterpart.
    pub country: String,
    /// Who sits on the other side.
    pub counterpart: String,
    /// The moment, where the hour is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moment: Option<Moment>,
    /// The day.
    #[serde(with = "iso_day")]
    pub day: Day,
    /// Who speaks for us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// In which language (BCP 47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What we ask, in one sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
}

impl Body for Meeting {
    const WORD: &'static str = "meeting";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("code", Input::Line).required(),
        Field::new("title", Input::Line).required(),
        Field::new("country", Input::Country).required(),
        Field::new("counterpart", Input::Name).required(),
        Field::new("moment", Input::Moment),
        Field::new("day", Input::Day).required(),
        Field::new("principal", Input::Name),
        Field::new("place", Input::Line),
        Field::new("language", Input::Language),
        Field::new("ask", Input::Text),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_line("code", &self.code);
        if self.code.chars().count() > 40 {
            checker.fault("code", "fault-too-long", vec![("longest", "40".to_owned())]);
        }
        checker.required_line("title", &self.title);
        checker.country("country", &self.country);
        checker.required_line("counterpart", &self.counterpart);
        if let Some(moment) = &self.moment {
            checker.moment("moment", moment);
            if moment.day() != self.day {
                checker.fault("day", "fault-day-and-moment", Vec::new());
            }
        }
        checker.day("day", self.day);
        checker.optional_line("principal", self.principal.as_ref());
        checker.optional_line("place", self.place.as_ref());
        checker.language("language", self.language.as_ref());
        checker.optional_text("ask", self.ask.as_ref());
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        rows::facet(rows, "country", &self.country);
        for text in [&self.code, &self.title, &self.counterpart] {
            rows::push_words(rows, text);
        }
        rows::push_words(rows, self.place.as_deref().unwrap_or_default());
    }

    fn sample() -> Self {
        Self {
            code: "HERON-7".to_owned(),
            title: "Consultations on consular matters".to_owned(),
            country: "XV".to_owned(),
            counterpart: "Deputy Foreign Minister of Veldoria".to_owned(),
            moment: Moment::new("2026-11-24 15:00", "Europe/Vienna").ok(),
            day: Day::from_number(20_781),
            principal: Some("State Secretary".to_owned()),
            place: Some("Vienna".to_owned()),
            language: Some("en".to_owned()),
            ask: Some("Release those whose health is failing.".to_owned()),
        }
    }
}

/// The person is to be raised, or was raised, in a meeting. Stands in the person's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised {
    /// The file of the meeting.
    pub meeting: FileId,
    /// Its short code.
    pub meeting_code: String,
    /// Its day.
    #[serde(with = "iso_day")]
    pub meeting_on: Day,
    /// Who sits on the other side.
    pub counterpart: String,
    /// Planned, or what came of it: vocabulary `raised_states`.
    pub state: String,
    /// What we ask for: vocabulary `asks`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<String>,
    /// What to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub say: Option<String>,
    /// What not to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub do_not_say: Option<String>,
    /// What they will answer, and what we say to that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_answer: Option<String>,
    /// Position on the brief, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<u32>,
    /// Who raised it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// To whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The tone of the answer: vocabulary `tones`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tone: Option<String>,
    /// What kind of answer: vocabulary `responses`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_code: Option<String>,
    /// Their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_text: Option<String>,
    /// What it did for the person: vocabulary `impacts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// What they promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<String>,
    /// By when.
    #[serde(
        default,
        with = "iso_day::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub promise_due: Option<Day>,
    /// Why it was not raised, in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_not: Option<String>,
    /// What the permission to raise it rests on, as printed on the brief.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// The verdict under which it was planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// By when the family is told.
    #[serde(
        default,
        with = "iso_day::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub tell_family_by: Option<Day>,
}

impl Raised {
    /// The person on the list of a meeting, nothing decided but that.
    #[must_use]
    pub fn planned(
        meeting: FileId,
        meeting_code: &str,
        meeting_on: Day,
        counterpart: &str,
    ) -> Self {
        Self {
            meeting,
            meeting_code: meeting_code.to_owned(),
            meeting_on,
            counterpart: counterpart.to_owned(),
            state: "planned".to_owned(),
            asks: Vec::new(),
            say: None,
            do_not_say: None,
            expected_answer: None,
            order: None,
            by: None,
            to: None,
            tone: None,
            answer_code: None,
            answer_text: None,
            impact: None,
            promise: None,
            promise_due: None,
            why_not: None,
            basis: None,
            verdict: None,
            tell_family_by: None,
        }
    }

    /// Whether it was said in the meeting, all or a part of it.
    #[must_use]
    pub fn was_raised(&self) -> bool {
        matches!(self.state.as_str(), "raised" | "partly")
    }
}

impl Body for Raised {
    const WORD: &'static str = "raised";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("meeting", Input::File).required(),
        Field::new("meeting_code", Input::Line).required(),
        Field::new("meeting_on", Input::Day).required(),
        Field::new("counterpart", Input::Name).required(),
        Field::choice("state", "raised_states").required(),
        Field::choices("asks", "asks"),
        Field::new("say", Input::Text),
        Field::new("do_not_say", Input::Text),
        Field::new("expected_answer", Input::Text),
        Field::new("order", Input::Number),
        Field::new("by", Input::Name),
        Field::new("to", Input::Name),
        Field::choice("tone", "tones"),
        Field::choice("answer_code", "responses"),
        Field::new("answer_text", Input::Text),
        Field::choice("impact", "impacts"),
        Field::new("promise", Input::Text),
        Field::new("promise_due", Input::Day),
        Field::new("why_not", Input::Text),
        Field::new("basis", Input::Text),
        Field::new("verdict", Input::Text),
        Field::new("tell_family_by", Input::Day),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_line("meeting_code", &self.meeting_code);
        checker.day("meeting_on", self.meeting_on);
        checker.required_line("counterpart", &self.counterpart);
        checker.code("state", "raised_states", &self.state);
        checker.codes("asks", "asks", &self.asks);
        for (field, text) in [
            ("say", &self.say),
            ("do_not_say", &self.do_not_say),
            ("expected_answer", &self.expected_answer),
            ("answer_text", &self.answer_text),
            ("promise", &self.promise),
            ("why_not", &self.why_not),
            ("basis", &self.basis),
            ("verdict", &self.verdict),
        ] {
            checker.optional_text(field, text.as_ref());
        }
        checker.optional_line("by", self.by.as_ref());
        checker.optional_line("to", self.to.as_ref());
        checker.optional_code("tone", "tones", self.tone.as_ref());
        checker.optional_code("answer_code", "responses", self.answer_code.as_ref());
        checker.optional_code("impact", "impacts", self.impact.as_ref());
        checker.optional_day("promise_due", self.promise_due);
        checker.day_order("promise_due", self.meeting_on, self.promise_due);
        checker.optional_day("tell_family_by", self.tell_family_by);
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        rows::facet(rows, "meeting", &self.meeting.to_string());
        if let Some(day) = self.promise_due {
            rows::due(rows, "promise", day.start());
        }
        rows::count(rows, "raised", &self.state);
        if self.was_raised() {
            for ask in &self.asks {
                rows::count(rows, "asked", ask);
            }
            rows::count(
                rows,
                "answered",
                self.answer_code.as_deref().unwrap_or_default(),
            );
            rows.push(Row::Done(self.meeting_on));
        }
    }

    fn sample() -> Self {
        Self {
            state: "raised".to_owned(),
            asks: vec!["release".to_owned(), "medical_transfer".to_owned()],
            say: Some("Her health is failing; she needs a hospital.".to_owned()),
            do_not_say: Some("Nothing of the letter.".to_owned()),
            order: Some(1),
            by: Some("State Secretary".to_owned()),
            to: Some("Deputy Foreign Minister".to_owned()),
            tone: Some("polite".to_owned()),
            answer_code: Some("promised_review".to_owned()),
            answer_text: Some("They will look into it.".to_owned()),
            impact: Some("none".to_owned()),
            promise: Some("An answer by the new year".to_owned()),
            promise_due: Some(Day::from_number(20_810)),
            basis: Some("The mother's wish of May".to_owned()),
            verdict: Some("clear".to_owned()),
            tell_family_by: Some(Day::from_number(20_785)),
            ..Self::planned(
                FileId::from_bytes([5; 16]),
                "HERON-7",
                Day::from_number(20_781),
                "Deputy Foreign Minister of Veldoria",
            )
        }
    }
}
