//! Inducements and costs that can be offered or applied, and to whom they are promised (O1f). A lever
//! stands in a file of its own, so that it can be kept where partners and adopters do not read.

use kernel::{Day, Entry, FileId};
use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    faults::{Checker, Faults},
    form::{Field, Input},
    iso_day,
    rows::{self, Row},
};

/// A lever. Its versions are the history of what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lever {
    /// What people call it.
    pub title: String,
    /// An inducement or a cost: vocabulary `lever_directions`.
    pub direction: String,
    /// What it is made of: vocabulary `lever_instruments`.
    pub instrument: String,
    /// The country it is meant for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The ministry or body that owns it.
    pub owner: String,
    /// Who may offer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub may_offer: Option<String>,
    /// On what law or decision it rests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<String>,
    /// The officials or authorities it is aimed at, where it is a cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aimed_at: Option<String>,
    /// The first day on which it can be used.
    #[serde(
        default,
        with = "iso_day::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub from: Option<Day>,
    /// The last.
    #[serde(
        default,
        with = "iso_day::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub until: Option<Day>,
    /// Whether it can be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reversible: Option<bool>,
    /// What it costs us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
    /// What it risks for the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_to_person: Option<String>,
    /// When somebody last looked at it.
    #[serde(
        default,
        with = "iso_day::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub reviewed_on: Option<Day>,
    /// Where it stands: vocabulary `lever_statuses`.
    pub status: String,
    /// The person for whom it is offered, accepted or used. Set by moving it only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_for: Option<FileId>,
    /// What was said when it was last moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_words: Option<String>,
}

impl Lever {
    /// Whether it is promised or spent, so that nobody else can have it.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        matches!(self.status.as_str(), "offered" | "accepted" | "used")
    }

    /// Whether it may be used on this day, as far as its window goes.
    #[must_use]
    pub fn is_open_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

impl Body for Lever {
    const WORD: &'static str = "lever";
    const SCHEMA: u16 = 1;
    const FORM: &'static [Field] = &[
        Field::new("title", Input::Line).required(),
        Field::choice("direction", "lever_directions").required(),
        Field::choice("instrument", "lever_instruments").required(),
        Field::new("country", Input::Country),
        Field::new("owner", Input::Line).required(),
        Field::new("may_offer", Input::Line),
        Field::new("legal_basis", Input::Text),
        Field::new("aimed_at", Input::Text).sensitive(),
        Field::new("from", Input::Day),
        Field::new("until", Input::Day),
        Field::new("reversible", Input::YesNo),
        Field::new("cost", Input::Text),
        Field::new("risk_to_person", Input::Text),
        Field::new("reviewed_on", Input::Day),
        Field::choice("status", "lever_statuses").required(),
        Field::new("held_for", Input::File),
        Field::new("moved_words", Input::Text),
    ];

    fn check(&self) -> Result<(), Faults> {
        let mut checker = Checker::default();
        checker.required_line("title", &self.title);
        checker.code("direction", "lever_directions", &self.direction);
        checker.code("instrument", "lever_instruments", &self.instrument);
        checker.optional_country("country", self.country.as_ref());
        checker.required_line("owner", &self.owner);
        checker.optional_line("may_offer", self.may_offer.as_ref());
        checker.optional_text("legal_basis", self.legal_basis.as_ref());
        checker.optional_text("aimed_at", self.aimed_at.as_ref());
        checker.optional_day("from", self.from);
        checker.optional_day("until", self.until);
        if let Some(from) = self.from {
            checker.day_order("until", from, self.until);
        }
        checker.optional_text("cost", self.cost.as_ref());
        checker.optional_text("risk_to_person", self.risk_to_person.as_ref());
        checker.optional_day("reviewed_on", self.reviewed_on);
        checker.code("status", "lever_statuses", &self.status);
        // A promise is made for somebody, and what is free is held for nobody.
        if self.is_taken() != self.held_for.is_some() {
            checker.fault("status", "fault-lever-holder", Vec::new());
        }
        checker.optional_text("moved_words", self.moved_words.as_ref());
        checker.finish()
    }

    fn project(&self, _entry: &Entry, rows: &mut Vec<Row>) {
        rows::push_words(rows, &self.title);
        rows::push_words(rows, &self.owner);
        // Not the facet `country`, by which people are found.
        rows::facet(
            rows,
            "lever_country",
            self.country.as_deref().unwrap_or_default(),
        );
        rows::facet(rows, "lever_status", &self.status);
        rows::count(rows, "lever", &self.status);
        if let Some(until) = self.until
            && !matches!(self.status.as_str(), "used" | "withdrawn" | "expired")
        {
            rows::due(rows, "lever_window_ends", until.start());
        }
    }

    fn sample() -> Self {
        Self {
            title: "Place at the spring fair".to_owned(),
            direction: "inducement".to_owned(),
            instrument: "summit_invitation".to_owned(),
            country: Some("XV".to_owned()),
            owner: "Ministry of Trade".to_owned(),
            may_offer: Some("the ambassador".to_owned()),
            legal_basis: Some("Decision of the cabinet of May".to_owned()),
            aimed_at: Some("the ministry of trade there".to_owned()),
            from: Some(Day::from_number(20_700)),
            until: Some(Day::from_number(20_900)),
            reversible: Some(true),
            cost: Some("none".to_owned()),
            risk_to_person: Some("may raise the price".to_owned()),
            reviewed_on: Some(Day::from_number(20_750)),
            status: "offered".to_owned(),
            held_for: Some(FileId::from_bytes([9; 16])),
            moved_words: Some("Named in the talk of the third.".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_made_for_somebody() {
        let mut lever = Lever::sample();
        assert!(lever.check().is_ok() && lever.is_taken());
        lever.held_for = None;
        assert!(lever.check().unwrap_err().names("status"));
        lever.status = "available".to_owned();
        assert!(lever.check().is_ok() && !lever.is_taken());
        lever.held_for = Some(FileId::from_bytes([1; 16]));
        assert!(lever.check().unwrap_err().names("status"));
    }

    #[test]
    fn its_window_has_both_days_in_it() {
        let lever = Lever::sample();
        let (from, until) = (lever.from.unwrap(), lever.until.unwrap());
        assert!(lever.is_open_on(from) && lever.is_open_on(until));
        assert!(!lever.is_open_on(from.plus(-1)) && !lever.is_open_on(until.plus(1)));
    }
}
