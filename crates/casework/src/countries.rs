//! Countries and regions: who decides about detention, what days can move something, what stands
//! there (O1d). A country or a region is a file of its own; its windows are drawn under strategies.

use kernel::{Day, Entry, UserId};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
    iso_day,
    rows::{self, Row},
};

/// Somebody who has the ear of the government.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Influence {
    /// A neighbour, a regional body, a religious leader, a company.
    pub who: String,
    /// Over what, and how it was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<String>,
}

/// A country, or a region of several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Country {
    /// What people call it.
    pub title: String,
    /// The codes of the countries: one for a country, several for a region.
    pub codes: Vec<String>,
    /// Who decides about detention, in law and in truth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who_decides: Option<String>,
    /// How this government answered before, by channel, in words; the counts come from the answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_it_answered: Option<String>,
    /// Who has influence there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub influence: Vec<Influence>,
    /// What reaches over the border: reprisals abroad, shared lists, handing over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spill_over: Option<String>,
}

impl Country {
    /// Whether it is a region of several countries.
    #[must_use]
    pub fn is_region(&self) -> bool {
        self.codes.len() > 1
    }
}

impl Body for Country {
    const WORD: &'static str = "country";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("title", Input::Line).required(),
        Field::new("codes", Input::Lines).required(),
        Field::new("who_decides", Input::Text),
        Field::new("how_it_answered", Input::Text),
        Field::new(
            "influence",
            Input::Items(&[
                Field::new("who", Input::Line).required(),
                Field::new("over", Input::Text),
            ]),
        ),
        Field::new("spill_over", Input::Text),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_line("title", &self.title);
        if self.codes.is_empty() {
            checker.fault("codes", "fault-missing", Vec::new());
        }
        checker.count("codes", self.codes.len());
        for (position, code) in self.codes.iter().enumerate() {
            checker.country("codes", code);
            if self
                .codes
                .iter()
                .take(position)
                .any(|earlier| earlier == code)
            {
                checker.fault("codes", "fault-twice", vec![("code", code.clone())]);
            }
        }
        checker.optional_text("who_decides", self.who_decides.as_ref());
        checker.optional_text("how_it_answered", self.how_it_answered.as_ref());
        checker.count("influence", self.influence.len());
        for (position, influence) in self.influence.iter().enumerate() {
            checker.required_line(&format!("influence.{position}.who"), &influence.who);
            checker.optional_text(
                &format!("influence.{position}.over"),
                influence.over.as_ref(),
            );
        }
        checker.optional_text("spill_over", self.spill_over.as_ref());
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        rows::push_words(rows, &self.title);
        for code in &self.codes {
            // Not the facet `country`, by which people are found.
            rows::facet(rows, "about_country", code);
        }
    }

    fn sample() -> Self {
        Self {
            title: "Veldoria".to_owned(),
            codes: vec!["XV".to_owned()],
            who_decides: Some("The presidential office; courts follow.".to_owned()),
            how_it_answered: Some("Quietly, after visits.".to_owned()),
            influence: vec![Influence {
                who: "Azhdara".to_owned(),
                over: Some("transit of grain".to_owned()),
            }],
            spill_over: Some("Hands people over to Azhdara.".to_owned()),
        }
    }
}

/// A legal look at what is said of somebody responsible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalReview {
    /// Who looked at it.
    pub by: UserId,
    /// When.
    #[serde(with = "iso_day")]
    pub on: Day,
    /// What may be said, and what not.
    pub words: String,
}

/// A body or an official that decides about detention. What is said of somebody's responsibility may
/// be used only with two independent sources and a legal look at it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// Its name.
    pub name: String,
    /// What it is: vocabulary `authority_kinds`.
    pub kind: String,
    /// The office that an official holds, and since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What it can do: vocabulary `detention_powers`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub powers: Vec<String>,
    /// For what it is responsible, as the sources say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible_for: Option<String>,
    /// What speaks for it: nobody is named without a look at the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exculpatory: Option<String>,
    /// The legal look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_review: Option<LegalReview>,
}

impl Body for Authority {
    const WORD: &'static str = "authority";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("name", Input::Name).required(),
        Field::choice("kind", "authority_kinds").required(),
        Field::new("office", Input::Line),
        Field::new("place", Input::Line),
        Field::choices("powers", "detention_powers"),
        Field::new("responsible_for", Input::Text).sensitive(),
        Field::new("exculpatory", Input::Text).sensitive(),
        Field::new("legal_review.by", Input::User).with_group(),
        Field::new("legal_review.on", Input::Day).with_group(),
        Field::new("legal_review.words", Input::Text).with_group(),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_line("name", &self.name);
        checker.code("kind", "authority_kinds", &self.kind);
        checker.optional_line("office", self.office.as_ref());
        checker.optional_line("place", self.place.as_ref());
        checker.codes("powers", "detention_powers", &self.powers);
        checker.optional_text("responsible_for", self.responsible_for.as_ref());
        checker.optional_text("exculpatory", self.exculpatory.as_ref());
        if self.responsible_for.is_some() {
            checker.present(
                "exculpatory",
                self.exculpatory.as_deref().unwrap_or_default(),
            );
        }
        if let Some(review) = &self.legal_review {
            checker.day("legal_review.on", review.on);
            checker.required_text("legal_review.words", &review.words);
        }
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        rows::push_words(rows, &self.name);
        for text in [&self.office, &self.place].into_iter().flatten() {
            rows::push_words(rows, text);
        }
    }

    fn sample() -> Self {
        Self {
            name: "Court of the Northgate district".to_owned(),
            kind: "court".to_owned(),
            office: Some("second chamber".to_owned()),
            place: Some("Tumzha".to_owned()),
            powers: vec!["remand".to_owned(), "convict".to_owned()],
            responsible_for: Some("Closed hearings in the printers' trial.".to_owned()),
            exculpatory: Some("Two acquittals in the same year.".to_owned()),
            legal_review: Some(LegalReview {
                by: UserId::from_bytes([3; 16]),
                on: Day::from_number(20_758),
                words: "May be named as the court, not its members.".to_owned(),
            }),
        }
    }
}

/// Days on which something can move: an election, an amnesty, a summit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// What people call it.
    pub title: String,
    /// What it is: vocabulary `window_kinds`.
    pub kind: String,
    /// The first day.
    #[serde(with = "iso_day")]
    pub from: Day,
    /// The last day, if it is more than one.
    #[serde(
        default,
        with = "iso_day::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub until: Option<Day>,
    /// How it comes back: vocabulary `window_repeats`.
    pub repeats: String,
    /// The first days of later years, where they move: `2027-03-20`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub later: Vec<String>,
    /// What can be won then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chance: Option<String>,
    /// What to beware of then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<String>,
}

/// So many years ahead yearly windows are shown.
const YEARS_AHEAD: i16 = 20;

impl Window {
    /// First and last days on which it stands open, between these days, in order.
    #[must_use]
    pub fn between(&self, first: Day, last: Day) -> Vec<(Day, Day)> {
        let length = self.until.map_or(0, |until| until.since(self.from));
        let mut starts = vec![self.from];
        match self.repeats.as_str() {
            "yearly" => {
                let (year, iso) = (self.from.year(), self.from.iso());
                let rest = iso.get(iso.len().saturating_sub(6)..).unwrap_or_default();
                starts.extend((1..=YEARS_AHEAD).filter_map(|more| {
                    let year = year.checked_add(more)?;
                    // The 29th of February comes a day earlier in other years.
                    Day::parse_iso(&format!("{year:04}{rest}"))
                        .or_else(|| Day::parse_iso(&format!("{year:04}-02-28")))
                }));
            }
            "movable" => starts.extend(self.later.iter().filter_map(|day| Day::parse_iso(day))),
            _ => {}
        }
        starts.sort_unstable();
        starts
            .into_iter()
            .map(|start| (start, start.plus(length)))
            .filter(|(start, end)| *start <= last && *end >= first)
            .collect()
    }
}

impl Default for Window {
    fn default() -> Self {
        Self {
            title: String::new(),
            kind: String::new(),
            from: Day::from_number(0),
            until: None,
            repeats: "once".to_owned(),
            later: Vec::new(),
            chance: None,
            risk: None,
        }
    }
}

impl Body for Window {
    const WORD: &'static str = "window";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("title", Input::Line).required(),
        Field::choice("kind", "window_kinds").required(),
        Field::new("from", Input::Day).required(),
        Field::new("until", Input::Day),
        Field::choice("repeats", "window_repeats").required(),
        Field::new("later", Input::Lines),
        Field::new("chance", Input::Text),
        Field::new("risk", Input::Text),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_line("title", &self.title);
        checker.code("kind", "window_kinds", &self.kind);
        checker.day("from", self.from);
        checker.optional_day("until", self.until);
        checker.day_order("until", self.from, self.until);
        checker.code("repeats", "window_repeats", &self.repeats);
        checker.count("later", self.later.len());
        for day in &self.later {
            match Day::parse_iso(day) {
                Some(day) => checker.day("later", day),
                None => checker.fault("later", "fault-day", Vec::new()),
            }
        }
        if self.repeats == "movable" && self.later.is_empty() {
            checker.fault("later", "fault-missing", Vec::new());
        }
        checker.optional_text("chance", self.chance.as_ref());
        checker.optional_text("risk", self.risk.as_ref());
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        rows::push_words(rows, &self.title);
    }

    fn sample() -> Self {
        Self {
            title: "Amnesty of the founding day".to_owned(),
            kind: "amnesty".to_owned(),
            from: Day::from_number(20_790),
            until: Some(Day::from_number(20_797)),
            repeats: "movable".to_owned(),
            later: vec!["2027-12-02".to_owned()],
            chance: Some("Lists are made six weeks before.".to_owned()),
            risk: Some("Whoever was named in public is taken off.".to_owned()),
        }
    }
}

/// An embassy, a consulate, or that there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Whose.
    pub whose: String,
    /// What: vocabulary `post_kinds`.
    pub kind: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What it reaches: which prisons and courts, in how many hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<String>,
    /// Whether it attends trials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attends_trials: Option<bool>,
    /// Whether it visits prisons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visits_prisons: Option<bool>,
    /// How it is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

impl Body for Post {
    const WORD: &'static str = "post";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("whose", Input::Line).required(),
        Field::choice("kind", "post_kinds").required(),
        Field::new("place", Input::Line),
        Field::new("reach", Input::Text),
        Field::new("attends_trials", Input::YesNo),
        Field::new("visits_prisons", Input::YesNo),
        Field::new("contact", Input::Line).sensitive(),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_line("whose", &self.whose);
        checker.code("kind", "post_kinds", &self.kind);
        checker.optional_line("place", self.place.as_ref());
        checker.optional_text("reach", self.reach.as_ref());
        checker.optional_line("contact", self.contact.as_ref());
        checker.finish()
    }

    fn sample() -> Self {
        Self {
            whose: "ours".to_owned(),
            kind: "embassy".to_owned(),
            place: Some("Tumzha".to_owned()),
            reach: Some("Northgate court in half an hour; colony no. 4 in seven.".to_owned()),
            attends_trials: Some(true),
            visits_prisons: Some(false),
            contact: Some("duty telephone".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(from: (i16, i8, i8), repeats: &str, later: &[&str]) -> Window {
        let from = Day::new(from.0, from.1, from.2).unwrap();
        Window {
            title: "w".to_owned(),
            kind: "other".to_owned(),
            from,
            until: Some(from.plus(2)),
            repeats: repeats.to_owned(),
            later: later.iter().map(|day| (*day).to_owned()).collect(),
            ..Window::default()
        }
    }

    #[test]
    fn windows_come_back_as_they_say() {
        let year = |year| {
            (
                Day::new(year, 1, 1).unwrap(),
                Day::new(year, 12, 31).unwrap(),
            )
        };
        let days = |window: &Window, (first, last)| {
            window
                .between(first, last)
                .into_iter()
                .map(|(start, end)| (start.iso(), end.iso()))
                .collect::<Vec<_>>()
        };
        let once = window((2026, 11, 30), "once", &[]);
        assert_eq!(days(&once, year(2027)), []);
        let yearly = window((2024, 2, 29), "yearly", &[]);
        assert_eq!(
            days(&yearly, year(2027)),
            [("2027-02-28".to_owned(), "2027-03-02".to_owned())]
        );
        let movable = window((2026, 3, 20), "movable", &["2027-03-09", "2028-02-27"]);
        assert_eq!(
            days(&movable, year(2027)),
            [("2027-03-09".to_owned(), "2027-03-11".to_owned())]
        );
        // One that has begun before is open still.
        let turn = window((2026, 12, 30), "once", &[]);
        assert_eq!(days(&turn, year(2027)).len(), 1);
    }

    #[test]
    fn a_movable_window_names_its_days_and_blame_its_other_side() {
        let faults = window((2026, 3, 20), "movable", &[]).check().unwrap_err();
        assert!(faults.names("later"));
        let faults = window((2026, 3, 20), "movable", &["next spring"])
            .check()
            .unwrap_err();
        assert!(faults.names("later"));
        let mut authority = Authority::sample();
        authority.exculpatory = None;
        assert!(authority.check().unwrap_err().names("exculpatory"));
    }

    #[test]
    fn a_region_has_several_codes() {
        let mut country = Country::sample();
        assert!(!country.is_region());
        country.codes.push("XZ".to_owned());
        assert!(country.check().is_ok() && country.is_region());
        country.codes.push("XZ".to_owned());
        assert!(country.check().unwrap_err().names("codes"));
    }
}
