//! A wellness check: a visit to the place of detention, or the refusal of one, on the list of what
//! visitors of places of detention ask. What was refused is recorded instead of pretended.

use kernel::{Day, Entry, PartialDate};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    clocks,
    faults::{Checker, Faults},
    form::{Field, Input},
    iso_day,
    rows::{self, Row},
};

/// A wellness check or visit, held or refused. Only its kind and what became of it must be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WellnessCheck {
    /// Who visits: vocabulary `visit_types`.
    pub visit: String,
    /// What became of it: vocabulary `visit_answers`.
    pub answer: String,
    /// When it was asked for.
    #[serde(with = "iso_day::option", skip_serializing_if = "Option::is_none")]
    pub requested_on: Option<Day>,
    /// When it was, or should have been.
    pub on: PartialDate,
    /// The reason that was given for a refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Which conditions were refused: vocabulary `visit_conditions`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<String>,
    /// Where in the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Who of the authorities was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub present: Option<String>,
    /// Whether they could talk in private.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private: Option<bool>,
    /// Whether somebody listened or watched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monitored: Option<bool>,
    /// Who interpreted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<String>,
    /// How long, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// How it was made sure that it was the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// What the person wishes, in their words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wishes: Option<String>,
    /// Whether the person allowed that what they said is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub may_be_used: Option<bool>,
    /// Appearance, weight, injuries, in lay words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appearance: Option<String>,
    /// Complaints of health, medicine, the last doctor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health: Option<String>,
    /// Their state of mind as it seemed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mind: Option<String>,
    /// Food, water, hygiene, bedding, light, temperature, room, cellmates, work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub living: Option<String>,
    /// Hours in the open air each day, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_air: Option<String>,
    /// Solitary and other discipline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discipline: Option<String>,
    /// Ill-treatment that was told: who, what, when, how often.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ill_treatment: Option<String>,
    /// Whether the person allowed that it is passed on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub may_be_passed_on: Option<bool>,
    /// Family, counsel, books, letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outside: Option<String>,
    /// Complaints that were filed, and what came of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complaints: Option<String>,
    /// How the case stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal: Option<String>,
    /// How likely it is that they suffer for it: vocabulary `retaliation_risks`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retaliation: Option<String>,
    /// What the person asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests: Option<String>,
    /// What was left with them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// Whether photographs were allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photographs: Option<bool>,
    /// Impressions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impressions: Option<String>,
    /// Where it contradicts what the authorities say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contradictions: Option<String>,
    /// What follows, by whom, until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follows: Option<String>,
    /// The day of the next check, where one was set.
    #[serde(with = "iso_day::option", skip_serializing_if = "Option::is_none")]
    pub next_on: Option<Day>,
}

impl Default for WellnessCheck {
    fn default() -> Self {
        Self {
            visit: String::new(),
            answer: String::new(),
            requested_on: None,
            on: PartialDate::unknown(),
            reason: None,
            refused: Vec::new(),
            place: None,
            present: None,
            private: None,
            monitored: None,
            interpreter: None,
            minutes: None,
            identity: None,
            wishes: None,
            may_be_used: None,
            appearance: None,
            health: None,
            mind: None,
            living: None,
            open_air: None,
            discipline: None,
            ill_treatment: None,
            may_be_passed_on: None,
            outside: None,
            complaints: None,
            legal: None,
            retaliation: None,
            requests: None,
            left: None,
            photographs: None,
            impressions: None,
            contradictions: None,
            follows: None,
            next_on: None,
        }
    }
}

impl WellnessCheck {
    /// Whether somebody saw the person.
    #[must_use]
    pub fn was_held(&self) -> bool {
        matches!(self.answer.as_str(), "held" | "cut_short")
    }

    fn texts(&self) -> [(&'static str, Option<&String>); 17] {
        [
            ("reason", self.reason.as_ref()),
            ("wishes", self.wishes.as_ref()),
            ("appearance", self.appearance.as_ref()),
            ("health", self.health.as_ref()),
            ("mind", self.mind.as_ref()),
            ("living", self.living.as_ref()),
            ("discipline", self.discipline.as_ref()),
            ("ill_treatment", self.ill_treatment.as_ref()),
            ("outside", self.outside.as_ref()),
            ("complaints", self.complaints.as_ref()),
            ("legal", self.legal.as_ref()),
            ("requests", self.requests.as_ref()),
            ("left", self.left.as_ref()),
            ("impressions", self.impressions.as_ref()),
            ("contradictions", self.contradictions.as_ref()),
            ("follows", self.follows.as_ref()),
            ("present", self.present.as_ref()),
        ]
    }
}

impl Body for WellnessCheck {
    const WORD: &'static str = "wellness_check";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::choice("visit", "visit_types").required(),
        Field::choice("answer", "visit_answers").required(),
        Field::new("requested_on", Input::Day),
        Field::new("on", Input::PartialDate),
        Field::new("reason", Input::Text),
        Field::choices("refused", "visit_conditions"),
        Field::new("place", Input::Line),
        Field::new("present", Input::Text),
        Field::new("private", Input::YesNo),
        Field::new("monitored", Input::YesNo),
        Field::new("interpreter", Input::Line),
        Field::new("minutes", Input::Number),
        Field::new("identity", Input::Line),
        Field::new("wishes", Input::Text).sensitive(),
        Field::new("may_be_used", Input::YesNo),
        Field::new("appearance", Input::Text).sensitive(),
        Field::new("health", Input::Text).sensitive(),
        Field::new("mind", Input::Text).sensitive(),
        Field::new("living", Input::Text),
        Field::new("open_air", Input::Line),
        Field::new("discipline", Input::Text).sensitive(),
        Field::new("ill_treatment", Input::Text).sensitive(),
        Field::new("may_be_passed_on", Input::YesNo),
        Field::new("outside", Input::Text),
        Field::new("complaints", Input::Text).sensitive(),
        Field::new("legal", Input::Text),
        Field::choice("retaliation", "retaliation_risks"),
        Field::new("requests", Input::Text),
        Field::new("left", Input::Text),
        Field::new("photographs", Input::YesNo),
        Field::new("impressions", Input::Text).sensitive(),
        Field::new("contradictions", Input::Text),
        Field::new("follows", Input::Text),
        Field::new("next_on", Input::Day),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.code("visit", "visit_types", &self.visit);
        checker.code("answer", "visit_answers", &self.answer);
        checker.optional_day("requested_on", self.requested_on);
        checker.date("on", &self.on);
        checker.codes("refused", "visit_conditions", &self.refused);
        for (field, text) in self.texts() {
            checker.optional_text(field, text);
        }
        for (field, line) in [
            ("place", self.place.as_ref()),
            ("interpreter", self.interpreter.as_ref()),
            ("identity", self.identity.as_ref()),
            ("open_air", self.open_air.as_ref()),
        ] {
            checker.optional_line(field, line);
        }
        checker.optional_code(
            "retaliation",
            "retaliation_risks",
            self.retaliation.as_ref(),
        );
        checker.optional_day("next_on", self.next_on);
        // A day has no more minutes.
        if self.minutes.is_some_and(|minutes| minutes > 1_440) {
            checker.fault("minutes", "fault-number-large", Vec::new());
        }
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        if let Some(day) = self.on.earliest()
            && self.was_held()
        {
            clocks::ring(rows, "since_wellness_weekly", day.start());
            match self.next_on {
                Some(next) => rows::due(rows, "since_wellness_check", next.start()),
                None => clocks::ring(rows, "since_wellness_check", day.start()),
            }
            if matches!(self.visit.as_str(), "consular" | "remote_call" | "proxy") {
                rows.push(Row::Done(day));
            }
        }
        rows::count(rows, "visit", &self.answer);
    }

    fn sample() -> Self {
        let some = |text: &str| Some(text.to_owned());
        Self {
            visit: "consular".to_owned(),
            answer: "held".to_owned(),
            requested_on: Some(Day::from_number(20_730)),
            on: PartialDate::day(Day::from_number(20_740)),
            reason: some("first refused for an interrogation"),
            refused: vec!["private_interview".to_owned()],
            place: some("visitors' room"),
            present: some("the deputy governor and a man who gave no name"),
            private: Some(false),
            monitored: Some(true),
            interpreter: some("our own"),
            minutes: Some(20),
            identity: some("by his voice and a scar"),
            wishes: some("Tell my mother I am well."),
            may_be_used: Some(true),
            appearance: some("Thinner than in spring; a bruise on the left cheek."),
            health: some("Asks for insulin."),
            mind: some("Calm, slow to answer."),
            living: some("Eight in a cell for four."),
            open_air: some("half an hour"),
            discipline: some("Ten days alone in August."),
            ill_treatment: some("Did not want to speak of it there."),
            may_be_passed_on: Some(false),
            outside: some("One letter since June."),
            complaints: some("Two, without an answer."),
            legal: some("Appeal in October."),
            retaliation: some("raised"),
            requests: some("Warm clothes."),
            left: some("Two books."),
            photographs: Some(false),
            impressions: some("He was told what to say."),
            contradictions: some("The governor says that he is in good health."),
            follows: some("Note about insulin, the second secretary, this week."),
            next_on: Some(Day::from_number(20_770)),
        }
    }
}
