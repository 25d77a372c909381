//! What happens to the person at the hands of the state: custody, charges, hearings, and the
//! matters that several people share.

use kernel::{Entry, FileId, Moment, PartialDate};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    clocks,
    faults::{Checker, Faults},
    form::{Field, Input},
    rows::{self, Row},
};

/// A prosecution or joint trial. Stands in the matter's own file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// What people call it.
    pub title: String,
    /// The country whose courts have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The court.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub court: Option<String>,
    /// The number under which the court keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

impl Body for Matter {
    const WORD: &'static str = "matter";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("title", Input::Line).required(),
        Field::new("country", Input::Country),
        Field::new("court", Input::Line),
        Field::new("case_number", Input::Line),
        Field::new("summary", Input::Text),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_line("title", &self.title);
        checker.optional_country("country", self.country.as_ref());
        checker.optional_line("court", self.court.as_ref());
        checker.optional_line("case_number", self.case_number.as_ref());
        checker.optional_text("summary", self.summary.as_ref());
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        rows::push_words(rows, &self.title);
        for text in [&self.court, &self.case_number].into_iter().flatten() {
            rows::push_words(rows, text);
        }
        rows::facet(rows, "country", self.country.as_deref().unwrap_or_default());
    }

    fn sample() -> Self {
        Self {
            title: "The printers' trial".to_owned(),
            country: Some("XV".to_owned()),
            court: Some("Northgate court".to_owned()),
            case_number: Some("17-204/2026".to_owned()),
            summary: None,
        }
    }
}

/// The person is one of those whom a matter covers. Stands in the person's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Covered {
    /// The file of the matter.
    pub matter: FileId,
    /// What the person is in it, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

impl Body for Covered {
    const WORD: &'static str = "covered";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("matter", Input::File).required(),
        Field::new("role", Input::Line),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.optional_line("role", self.role.as_ref());
        checker.finish()
    }

    fn sample() -> Self {
        Self {
            matter: FileId::from_bytes([1; 16]),
            role: Some("second defendant".to_owned()),
        }
    }
}

/// One stretch of custody, or of another hold the state has on the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detention {
    /// The country that holds the person.
    pub country: String,
    /// Where the person stands: vocabulary `stages`.
    pub stage: String,
    /// In what kind of place: vocabulary `custody_types`.
    pub custody: String,
    /// The place as the source names it.
    #[serde(default)]
    pub place_text: String,
    /// Its postal address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Since when.
    #[serde(default = "PartialDate::unknown")]
    pub from: PartialDate,
    /// Until when, if it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDate>,
    /// How it ended: vocabulary `release_types`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_type: Option<String>,
    /// The status in the words of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_status: Option<String>,
    /// Whether the state admits to holding the person, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<bool>,
    /// Distance from home to the place, in kilometres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_home_km: Option<u32>,
}

impl Default for Detention {
    fn default() -> Self {
        Self {
            country: String::new(),
            stage: String::new(),
            custody: "unknown".to_owned(),
            place_text: String::new(),
            address: None,
            from: PartialDate::unknown(),
            until: None,
            release_type: None,
            source_status: None,
            acknowledged: None,
            distance_home_km: None,
        }
    }
}

/// Stages in which somebody is held.
#[must_use]
pub fn is_held(stage: &str) -> bool {
    !matches!(
        stage,
        "at_risk"
            | "summoned"
            | "wanted"
            | "released_conditional"
            | "released_unconditional"
            | "exile"
            | "died_in_custody"
            | "closed"
            | "not_detained"
    )
}

/// An arrest or a transfer that is told later than this rings no clock of its first days: a list of old
/// cases would ring for everybody on it.
const NEWS_DAYS: i32 = 14;

impl Detention {
    /// Whether nobody outside knows where the person is.
    #[must_use]
    pub fn is_whereabouts_unknown(&self) -> bool {
        is_held(&self.stage)
            && (self.stage == "arrested_unacknowledged"
                || self.custody == "secret_site"
                || self.acknowledged == Some(false)
                || (self.custody == "unknown" && self.place_text.trim().is_empty()))
    }

    /// Whether it tells of an arrest, as far as one entry can.
    fn is_arrest(&self) -> bool {
        matches!(
            self.stage.as_str(),
            "arrested" | "arrested_unacknowledged" | "police_custody" | "rearrested"
        )
    }

    /// The clocks of the first days, of what is told as news.
    fn ring(&self, entry: &Entry, rows: &mut Vec<Row>) {
        let Some(first) = self.from.earliest() else {
            return;
        };
        let told_after = entry.outer.recorded.since(first);
        if self.until.is_some() || !is_held(&self.stage) || !(-1..=NEWS_DAYS).contains(&told_after)
        {
            return;
        }
        let start = first.start();
        if self.is_arrest() {
            for clock in ["counsel_access", "judicial_review"] {
                clocks::ring(rows, clock, start);
            }
        }
        if self.is_whereabouts_unknown() {
            clocks::ring(rows, "disappearance", start);
        }
        for clock in ["after_transfer", "since_contact_amber", "since_contact_red"] {
            clocks::ring(rows, clock, start);
        }
    }
}

impl Body for Detention {
    const WORD: &'static str = "detention";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("country", Input::Country).required(),
        Field::choice("stage", "stages").required(),
        Field::choice("custody", "custody_types").required(),
        Field::new("place_text", Input::Line),
        Field::new("address", Input::Text).sensitive(),
        Field::new("from", Input::PartialDate),
        Field::new("until", Input::PartialDate),
        Field::choice("release_type", "release_types"),
        Field::new("source_status", Input::Line),
        Field::new("acknowledged", Input::YesNo),
        Field::new("distance_home_km", Input::Number),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.country("country", &self.country);
        checker.code("stage", "stages", &self.stage);
        checker.code("custody", "custody_types", &self.custody);
        checker.line("place_text", &self.place_text);
        checker.optional_text("address", self.address.as_ref());
        checker.date("from", &self.from);
        checker.optional_date("until", self.until.as_ref());
        checker.order("until", &self.from, self.until.as_ref());
        checker.optional_code("release_type", "release_types", self.release_type.as_ref());
        checker.optional_line("source_status", self.source_status.as_ref());
        // Half the way round the Earth: nowhere is farther from home.
        if self.distance_home_km.is_some_and(|km| km > 20_040) {
            checker.fault("distance_home_km", "fault-number-large", Vec::new());
        }
        checker.finish()
    }

    fn project(&self, entry: &Entry, rows: &mut Vec<Row>) {
        self.ring(entry, rows);
        rows::facet(rows, "country", &self.country);
        rows::facet(rows, "stage", &self.stage);
        rows::facet(rows, "custody", &self.custody);
        rows::push_words(rows, &self.place_text);
        rows::push_words(rows, self.address.as_deref().unwrap_or_default());
    }

    fn sample() -> Self {
        Self {
            country: "XV".to_owned(),
            stage: "serving".to_owned(),
            custody: "penal_colony".to_owned(),
            place_text: "Penal colony No. 33, Tumzha".to_owned(),
            address: Some("9 Mill Street, Tumzha".to_owned()),
            from: PartialDate::of(kernel::DateValue::Month(2022, 12)),
            source_status: Some("active".to_owned()),
            acknowledged: Some(true),
            distance_home_km: Some(640),
            ..Self::default()
        }
    }
}

/// How long somebody was sentenced to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<u32>,
    /// Months beside the years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
    /// Days beside the months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// For life.
    #[serde(default)]
    pub life: bool,
    /// The sentence in the words of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// One charge, with the words of the state and what the law is called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// The charge in its original language.
    pub original_text: String,
    /// That language (BCP 47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// A translation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation: Option<String>,
    /// The law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// The article and paragraph.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// What kind of charge it is: vocabulary `charges`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// When it was laid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub laid: Option<PartialDate>,
    /// The verdict, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// When the verdict was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict_on: Option<PartialDate>,
    /// The sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentence: Option<Sentence>,
    /// The penalty in the words of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penalty_text: Option<String>,
    /// When the person should be free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_release: Option<PartialDate>,
    /// The article under its earlier number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_article: Option<String>,
}

impl Body for Charge {
    const WORD: &'static str = "charge";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("original_text", Input::Text).required(),
        Field::new("language", Input::Language),
        Field::new("translation", Input::Text),
        Field::new("law", Input::Line),
        Field::new("article", Input::Line),
        Field::new("old_article", Input::Line),
        Field::choices("codes", "charges"),
        Field::new("laid", Input::PartialDate),
        Field::new("verdict", Input::Line),
        Field::new("verdict_on", Input::PartialDate),
        Field::new("sentence.years", Input::Number),
        Field::new("sentence.months", Input::Number),
        Field::new("sentence.days", Input::Number),
        Field::new("sentence.life", Input::Flag),
        Field::new("sentence.text", Input::Line),
        Field::new("penalty_text", Input::Line),
        Field::new("expected_release", Input::PartialDate),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_text("original_text", &self.original_text);
        checker.language("language", self.language.as_ref());
        checker.optional_text("translation", self.translation.as_ref());
        for (field, text) in [
            ("law", &self.law),
            ("article", &self.article),
            ("old_article", &self.old_article),
            ("verdict", &self.verdict),
            ("penalty_text", &self.penalty_text),
        ] {
            checker.optional_line(field, text.as_ref());
        }
        checker.codes("codes", "charges", &self.codes);
        checker.optional_date("laid", self.laid.as_ref());
        checker.optional_date("verdict_on", self.verdict_on.as_ref());
        if let Some(laid) = &self.laid {
            checker.order("verdict_on", laid, self.verdict_on.as_ref());
        }
        checker.optional_date("expected_release", self.expected_release.as_ref());
        if let Some(sentence) = &self.sentence {
            checker.optional_line("sentence.text", sentence.text.as_ref());
            // Some courts add up to thousands of years; beyond five digits it is a slip of the pen.
            for (field, number) in [
                ("sentence.years", sentence.years),
                ("sentence.months", sentence.months),
                ("sentence.days", sentence.days),
            ] {
                if number.is_some_and(|number| number > 99_999) {
                    checker.fault(field, "fault-number-large", Vec::new());
                }
            }
        }
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        for code in &self.codes {
            rows::facet(rows, "charge", code);
        }
        for text in [&self.article, &self.old_article].into_iter().flatten() {
            rows::push_words(rows, text);
        }
        if let Some(day) = self
            .expected_release
            .as_ref()
            .and_then(PartialDate::earliest)
        {
            rows::due(rows, "expected_release", day.start());
        }
    }

    fn sample() -> Self {
        Self {
            original_text: "Распаўсюджванне заведама ілжывых звестак".to_owned(),
            language: Some("be".to_owned()),
            translation: Some("Spreading knowingly false information".to_owned()),
            law: Some("Criminal Code".to_owned()),
            article: Some("731".to_owned()),
            codes: vec!["false_news".to_owned()],
            laid: Some(PartialDate::year(2022)),
            verdict: Some("guilty".to_owned()),
            verdict_on: kernel::Day::new(2023, 2, 5).map(PartialDate::day),
            sentence: Some(Sentence {
                years: Some(4),
                months: Some(6),
                ..Sentence::default()
            }),
            penalty_text: Some("general-security penal colony".to_owned()),
            expected_release: Some(PartialDate::of(kernel::DateValue::Month(2027, 6))),
            old_article: None,
        }
    }
}

/// One hearing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hearing {
    /// The file of the matter, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<FileId>,
    /// The moment, where the hour is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moment: Option<Moment>,
    /// The date, where only that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<PartialDate>,
    /// The court and its room.
    pub court: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Whether the public is let in, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// Who of ours or our allies was there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attended_by: Vec<String>,
}

impl Hearing {
    /// The day it is or was: that of the moment, else the first one the date may mean.
    #[must_use]
    pub fn first_day(&self) -> Option<kernel::Day> {
        self.moment
            .as_ref()
            .map(Moment::day)
            .or_else(|| self.day.as_ref().and_then(PartialDate::earliest))
    }
}

impl Body for Hearing {
    const WORD: &'static str = "hearing";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("matter", Input::File),
        Field::new("moment", Input::Moment),
        Field::new("day", Input::PartialDate),
        Field::new("court", Input::Line).required(),
        Field::new("purpose", Input::Line),
        Field::new("open", Input::YesNo),
        Field::new("result", Input::Text),
        Field::new("attended_by", Input::Lines),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_line("court", &self.court);
        checker.optional_line("purpose", self.purpose.as_ref());
        checker.optional_text("result", self.result.as_ref());
        checker.optional_date("day", self.day.as_ref());
        if let Some(moment) = &self.moment {
            checker.moment("moment", moment);
        }
        if self.moment.is_none() && self.day.is_none() {
            checker.fault("day", "fault-missing", Vec::new());
        }
        checker.count("attended_by", self.attended_by.len());
        for who in &self.attended_by {
            checker.required_line("attended_by", who);
        }
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        let at = self
            .moment
            .as_ref()
            .map(|moment| moment.instant)
            .or_else(|| self.first_day().map(kernel::Day::start));
        if let Some(at) = at {
            rows::due(rows, "hearing", at);
        }
        if !self.attended_by.is_empty()
            && let Some(day) = self.first_day()
        {
            rows.push(Row::Done(day));
        }
    }

    fn sample() -> Self {
        Self {
            matter: Some(FileId::from_bytes([1; 16])),
            moment: Moment::new("2026-11-24 09:30", "Asia/Tbilisi").ok(),
            day: None,
            court: "Northgate court, room 4".to_owned(),
            purpose: Some("extension of pre-trial detention".to_owned()),
            open: Some(true),
            result: None,
            attended_by: vec!["second secretary".to_owned()],
        }
    }
}
