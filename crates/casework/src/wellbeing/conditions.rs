//! What happens to the person inside: what was seen, solitary, hunger strike, signs of mistreatment.
//! Lay people record what they saw and what was said; nobody grades an injury here.

use kernel::{Day, Entry, PartialDate};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    clocks,
    faults::{Checker, Faults},
    form::{Field, Input},
    iso_day,
    rows::Row,
};

/// What somebody saw or heard of the person's health, in lay words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// What was seen.
    pub what: String,
    /// By whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_by: Option<String>,
    /// When.
    #[serde(default = "PartialDate::unknown")]
    pub on: PartialDate,
    /// What the person said, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Medicine that is needed, given or withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medicine: Option<String>,
}

impl Body for Observation {
    const WORD: &'static str = "observation";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("what", Input::Text).required().sensitive(),
        Field::new("seen_by", Input::Name).sensitive(),
        Field::new("on", Input::PartialDate),
        Field::new("quote", Input::Text).sensitive(),
        Field::new("medicine", Input::Text).sensitive(),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_text("what", &self.what);
        checker.optional_line("seen_by", self.seen_by.as_ref());
        checker.date("on", &self.on);
        checker.optional_text("quote", self.quote.as_ref());
        checker.optional_text("medicine", self.medicine.as_ref());
        checker.finish()
    }

    fn sample() -> Self {
        Self {
            what: "Walks with difficulty; the left hand is bandaged.".to_owned(),
            seen_by: Some("the sister, through the glass".to_owned()),
            on: PartialDate::of(kernel::DateValue::Month(2026, 9)),
            quote: Some("It is nothing, do not worry.".to_owned()),
            medicine: Some("Insulin, not handed over since August.".to_owned()),
        }
    }
}

/// A stretch of solitary confinement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Solitary {
    /// Its first day.
    pub from: PartialDate,
    /// Its last day, once it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDate>,
    /// What is known of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

impl Body for Solitary {
    const WORD: &'static str = "solitary";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("from", Input::PartialDate).required(),
        Field::new("until", Input::PartialDate),
        Field::new("words", Input::Text).sensitive(),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        started(&mut checker, &self.from);
        checker.optional_date("until", self.until.as_ref());
        checker.order("until", &self.from, self.until.as_ref());
        checker.optional_text("words", self.words.as_ref());
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        // Known less exactly, the first day that it may have been counts: alarms come early, never late.
        if self.until.is_none()
            && let Some(first) = self.from.earliest()
        {
            for clock in ["solitary_day_1", "solitary_day_10", "solitary_day_16"] {
                clocks::ring(rows, clock, first.start());
            }
        }
    }

    fn sample() -> Self {
        Self {
            from: PartialDate::day(Day::from_number(20_740)),
            until: Some(PartialDate::day(Day::from_number(20_750))),
            words: Some("Twenty-three hours a day, no books.".to_owned()),
        }
    }
}

/// A weight, with its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weight {
    /// When.
    #[serde(with = "iso_day")]
    pub on: Day,
    /// Kilograms, as they were told: `48.5`.
    pub kilograms: String,
}

/// A hunger strike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HungerStrike {
    /// Its first day.
    pub from: PartialDate,
    /// Its last day, once it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDate>,
    /// What is drunk: vocabulary `fluids`.
    pub fluids: String,
    /// What it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demands: Option<String>,
    /// What the person has put in writing about treatment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_wishes: Option<String>,
    /// Weights.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<Weight>,
}

impl Body for HungerStrike {
    const WORD: &'static str = "hunger_strike";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("from", Input::PartialDate).required(),
        Field::new("until", Input::PartialDate),
        Field::choice("fluids", "fluids").required(),
        Field::new("demands", Input::Text),
        Field::new("written_wishes", Input::Text).sensitive(),
        Field::new(
            "weights",
            Input::Items(&[
                Field::new("on", Input::Day).required(),
                Field::new("kilograms", Input::Line).required(),
            ]),
        ),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        started(&mut checker, &self.from);
        checker.optional_date("until", self.until.as_ref());
        checker.order("until", &self.from, self.until.as_ref());
        checker.code("fluids", "fluids", &self.fluids);
        checker.optional_text("demands", self.demands.as_ref());
        checker.optional_text("written_wishes", self.written_wishes.as_ref());
        checker.count("weights", self.weights.len());
        for (position, weight) in self.weights.iter().enumerate() {
            checker.day(&format!("weights.{position}.on"), weight.on);
            // People between a small child and twice the heaviest.
            let kilograms = weight.kilograms.trim().replace(',', ".").parse::<f64>();
            if !kilograms.is_ok_and(|kilograms| (2.0..=400.0).contains(&kilograms)) {
                let field = format!("weights.{position}.kilograms");
                checker.fault(&field, "fault-weight", Vec::new());
            }
        }
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        if self.until.is_none()
            && let Some(first) = self.from.earliest()
        {
            clocks::ring(rows, "since_wellness_weekly", first.start());
        }
    }

    fn sample() -> Self {
        Self {
            from: PartialDate::day(Day::from_number(20_740)),
            until: Some(PartialDate::day(Day::from_number(20_752))),
            fluids: "water_only".to_owned(),
            demands: Some("Books, and a visit of her mother.".to_owned()),
            written_wishes: Some("No feeding against my will.".to_owned()),
            weights: vec![Weight {
                on: Day::from_number(20_745),
                kilograms: "51.5".to_owned(),
            }],
        }
    }
}

/// The end of a concern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// When.
    #[serde(with = "iso_day")]
    pub on: Day,
    /// Why.
    pub reason: String,
}

/// Signs that the person is mistreated. It stands until somebody says why it does no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistreatment {
    /// What is said to have happened, in the words of whoever says it.
    pub words: String,
    /// Who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alleged_by: Option<String>,
    /// When it happened.
    #[serde(default = "PartialDate::unknown")]
    pub on: PartialDate,
    /// Whether the person allowed that it is passed on, if they were asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub may_be_passed_on: Option<bool>,
    /// Its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

impl Body for Mistreatment {
    const WORD: &'static str = "mistreatment";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("words", Input::Text).required().sensitive(),
        Field::new("alleged_by", Input::Name).sensitive(),
        Field::new("on", Input::PartialDate),
        Field::new("may_be_passed_on", Input::YesNo),
        Field::new("ended.on", Input::Day).with_group(),
        Field::new("ended.reason", Input::Text).with_group(),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_text("words", &self.words);
        checker.optional_line("alleged_by", self.alleged_by.as_ref());
        checker.date("on", &self.on);
        if let Some(ended) = &self.ended {
            checker.day("ended.on", ended.on);
            checker.required_text("ended.reason", &ended.reason);
        }
        checker.finish()
    }

    fn project(&self, entry: &Entry, rows: &mut Vec<Row>) {
        if self.ended.is_none() {
            // The week runs from when we heard of it: what happened years ago is asked about soon, too.
            clocks::ring(rows, "since_wellness_weekly", entry.outer.recorded.start());
        }
    }

    fn sample() -> Self {
        Self {
            words: "Beaten on arrival, he told counsel.".to_owned(),
            alleged_by: Some("counsel".to_owned()),
            on: PartialDate::of(kernel::DateValue::Month(2026, 9)),
            may_be_passed_on: Some(true),
            ended: Some(Ended {
                on: Day::from_number(20_790),
                reason: "Three visits in private, nothing since.".to_owned(),
            }),
        }
    }
}

/// What has no first day cannot be counted.
fn started(checker: &mut Checker, from: &PartialDate) {
    checker.date("from", from);
    if from.earliest().is_none() {
        checker.fault("from", "fault-missing", Vec::new());
    }
}
