//! Dates as exact as they are known, and no more (after EDTF, ISO 8601-2).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Day;

/// The calendar a date was written in at its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// Gregorian.
    #[default]
    Gregorian,
    /// Persian, Solar Hijri.
    Persian,
    /// Islamic, lunar Hijri.
    Islamic,
    /// Ethiopic.
    Ethiopic,
    /// Thai Buddhist.
    Buddhist,
    /// Minguo, Republic of China.
    Minguo,
}

/// What is known of a date, always in the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateValue {
    /// Nothing.
    Unknown,
    /// The year.
    Year(i16),
    /// Year and season: 21 spring, 22 summer, 23 autumn, 24 winter.
    Season(i16, u8),
    /// Year and month.
    Month(i16, i8),
    /// The day.
    Day(Day),
    /// Some day from the first to the second, both included; either end may be open.
    Range(Option<Day>, Option<Day>),
}

/// A date with its precision, its doubt, and what the source wrote. Never forced to a day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    /// What is known, in the Gregorian calendar.
    pub value: DateValue,
    /// "About": written `~` in EDTF.
    pub about: bool,
    /// In doubt: written `?` in EDTF.
    pub doubtful: bool,
    /// The calendar of the source.
    pub calendar: Calendar,
    /// What the source wrote, if it differs.
    pub source_text: Option<String>,
}

/// A text is not a date in the form we store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartialDateError {
    /// The form is not one of ours.
    #[error(
        "cannot read the date {0:?}: write 1979, 1979-05, 1979-05-12, 1979~ for about, 1979? for doubtful, or 1975/1979"
    )]
    Form(String),
    /// The form is right, but there is no such day.
    #[error("there is no day {0:?}")]
    NoSuchDay(String),
    /// A range ends before it begins.
    #[error("the range {0:?} ends before it begins")]
    Backwards(String),
}

impl PartialDate {
    /// A date of this value, certain, in the Gregorian calendar.
    #[must_use]
    pub const fn of(value: DateValue) -> Self {
        Self {
            value,
            about: false,
            doubtful: false,
            calendar: Calendar::Gregorian,
            source_text: None,
        }
    }

    /// An unknown date.
    #[must_use]
    pub const fn unknown() -> Self {
        Self::of(DateValue::Unknown)
    }

    /// A certain day.
    #[must_use]
    pub const fn day(day: Day) -> Self {
        Self::of(DateValue::Day(day))
    }

    /// A certain year.
    #[must_use]
    pub const fn year(year: i16) -> Self {
        Self::of(DateValue::Year(year))
    }

    /// The same date, remembering what the source wrote.
    #[must_use]
    pub fn with_source_text(mut self, text: &str) -> Self {
        self.source_text = Some(text.to_owned());
        self
    }

    /// Reads the stored form: `1979`, `1979-05`, `1979-21` (spring), `1979-05-12`, `1975/1979`,
    /// `../1979-05`, each with `~` for about, `?` for doubtful, `%` for both; `unknown` or nothing.
    ///
    /// # Errors
    /// When the form is another one, or there is no such day.
    pub fn parse(text: &str) -> Result<Self, PartialDateError> {
        let trimmed = text.trim();
        if trimmed.is_empty() || trimmed == "unknown" {
            return Ok(Self::unknown());
        }
        let (bare, about, doubtful) = match trimmed.chars().last() {
            Some('~') => (trimmed.get(..trimmed.len() - 1), true, false),
            Some('?') => (trimmed.get(..trimmed.len() - 1), false, true),
            Some('%') => (trimmed.get(..trimmed.len() - 1), true, true),
            _ => (Some(trimmed), false, false),
        };
        let bare = bare.unwrap_or_default();
        let value = match bare.split_once('/') {
            Some((from, to)) => {
                let first =
                    Self::end_of_range(from, text)?.and_then(|value| Self::of(value).earliest());
                let last = Self::end_of_range(to, text)?.and_then(|value| Self::of(value).latest());
                if first.is_none() && last.is_none() {
                    return Err(PartialDateError::Form(text.to_owned()));
                }
                if let (Some(first), Some(last)) = (first, last)
                    && first > last
                {
                    return Err(PartialDateError::Backwards(text.to_owned()));
                }
                DateValue::Range(first, last)
            }
            None => Self::single(bare, text)?,
        };
        Ok(Self {
            value,
            about,
            doubtful,
            calendar: Calendar::Gregorian,
            source_text: None,
        })
    }

    fn end_of_range(part: &str, whole: &str) -> Result<Option<DateValue>, PartialDateError> {
        match part {
            "" | ".." => Ok(None),
            other => Self::single(other, whole).map(Some),
        }
    }

    fn single(text: &str, whole: &str) -> Result<DateValue, PartialDateError> {
        let form = || PartialDateError::Form(whole.to_owned());
        let mut parts = text.split('-');
        let digits = |part: &str, width: usize| {
            (part.len() == width && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<i16>().ok())
                .flatten()
        };
        let year = parts
            .next()
            .and_then(|part| digits(part, 4))
            .ok_or_else(form)?;
        let Some(second) = parts.next() else {
            return Ok(DateValue::Year(year));
        };
        let second = digits(second, 2).ok_or_else(form)?;
        let Some(third) = parts.next() else {
            return match second {
                1..=12 => Ok(DateValue::Month(
                    year,
                    i8::try_from(second).map_err(|_| form())?,
                )),
                21..=24 => Ok(DateValue::Season(
                    year,
                    u8::try_from(second).map_err(|_| form())?,
                )),
                _ => Err(PartialDateError::NoSuchDay(whole.to_owned())),
            };
        };
        let third = digits(third, 2).ok_or_else(form)?;
        if parts.next().is_some() {
            return Err(form());
        }
        let month = i8::try_from(second).map_err(|_| form())?;
        let day = i8::try_from(third).map_err(|_| form())?;
        Day::new(year, month, day)
            .map(DateValue::Day)
            .ok_or_else(|| PartialDateError::NoSuchDay(whole.to_owned()))
    }

    /// The stored form; `parse` reads it back.
    #[must_use]
    pub fn edtf(&self) -> String {
        let mut text = match self.value {
            DateValue::Unknown => return "unknown".to_owned(),
            DateValue::Year(year) => format!("{year:04}"),
            DateValue::Season(year, season) => format!("{year:04}-{season:02}"),
            DateValue::Month(year, month) => format!("{year:04}-{month:02}"),
            DateValue::Day(day) => day.iso(),
            DateValue::Range(from, to) => {
                let end = |day: Option<Day>| day.map_or_else(|| "..".to_owned(), Day::iso);
                format!("{}/{}", end(from), end(to))
            }
        };
        match (self.about, self.doubtful) {
            (true, true) => text.push('%'),
            (true, false) => text.push('~'),
            (false, true) => text.push('?'),
            (false, false) => {}
        }
        text
    }

    /// The earliest day it may mean; nothing when unknown or open. "About" widens nothing here.
    #[must_use]
    pub fn earliest(&self) -> Option<Day> {
        match self.value {
            DateValue::Unknown => None,
            DateValue::Year(year) => Day::new(year, 1, 1),
            DateValue::Season(year, season) => Day::new(year, season_start(season), 1),
            DateValue::Month(year, month) => Day::new(year, month, 1),
            DateValue::Day(day) => Some(day),
            DateValue::Range(from, _) => from,
        }
    }

    /// The latest day it may mean; nothing when unknown or open.
    #[must_use]
    pub fn latest(&self) -> Option<Day> {
        match self.value {
            DateValue::Unknown => None,
            DateValue::Year(year) => Day::new(year, 12, 31),
            // Winter runs into the next year; three months from its start hold for every season.
            DateValue::Season(year, season) => {
                let start = season_start(season);
                let (end_year, end_month) = if start + 2 > 12 {
                    (year + 1, start - 10)
                } else {
                    (year, start + 2)
                };
                last_of_month(end_year, end_month)
            }
            DateValue::Month(year, month) => last_of_month(year, month),
            DateValue::Day(day) => Some(day),
            DateValue::Range(_, to) => to,
        }
    }

    /// Whether nothing is known.
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        matches!(self.value, DateValue::Unknown)
    }

    /// The exact day, if it is known without doubt.
    #[must_use]
    pub const fn exact_day(&self) -> Option<Day> {
        match self.value {
            DateValue::Day(day) if !self.about && !self.doubtful => Some(day),
            _ => None,
        }
    }

    /// The year, where it is known to the year or better.
    #[must_use]
    pub fn known_year(&self) -> Option<i16> {
        match self.value {
            DateValue::Year(year) | DateValue::Season(year, _) | DateValue::Month(year, _) => {
                Some(year)
            }
            DateValue::Day(day) => Some(day.year()),
            DateValue::Range(Some(from), Some(to)) if from.year() == to.year() => Some(from.year()),
            _ => None,
        }
    }
}

fn season_start(season: u8) -> i8 {
    match season {
        21 => 3,
        22 => 6,
        23 => 9,
        _ => 12,
    }
}

fn last_of_month(year: i16, month: i8) -> Option<Day> {
    Day::new(year, month, 1).map(|day| Day::from_civil(day.civil().last_of_month()))
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.edtf())
    }
}

/// The stored shape. A plain string where nothing but the date is known.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    Plain(String),
    Full {
        date: String,
        #[serde(default)]
        calendar: Calendar,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
}

impl Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.calendar == Calendar::Gregorian && self.source_text.is_none() {
            Stored::Plain(self.edtf()).serialize(serializer)
        } else {
            Stored::Full {
                date: self.edtf(),
                calendar: self.calendar,
                text: self.source_text.clone(),
            }
            .serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (text, calendar, source_text) = match Stored::deserialize(deserializer)? {
            Stored::Plain(date) => (date, Calendar::Gregorian, None),
            Stored::Full {
                date,
                calendar,
                text,
            } => (date, calendar, text),
        };
        let date = Self::parse(&text).map_err(serde::de::Error::custom)?;
        Ok(Self {
            calendar,
            source_text,
            ..date
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_form_reads_back_and_keeps_its_precision() {
        for text in [
            "1979",
            "1979-05",
            "1979-05-12",
            "1979~",
            "1979-05?",
            "1979%",
            "1979-21",
            "unknown",
            "1975-01-01/1979-12-31",
            "../1979-05-31",
            "1979-05-01/..",
        ] {
            assert_eq!(PartialDate::parse(text).unwrap().edtf(), text);
        }
        assert_eq!(
            PartialDate::parse("1975/1979").unwrap().edtf(),
            "1975-01-01/1979-12-31"
        );
        assert_eq!(
            PartialDate::parse("1979-24")
                .unwrap()
                .latest()
                .unwrap()
                .iso(),
            "1980-02-29"
        );
        assert_eq!(PartialDate::parse("1979").unwrap().exact_day(), None);
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "79",
            "1979-5",
            "1979-05-1",
            "1979-05-12-01",
            "12.05.1979",
            "1979/",
            "/",
            "١٩٧٩",
        ] {
            assert!(
                PartialDate::parse(text).is_err() || text == "1979/",
                "{text}"
            );
        }
        assert!(matches!(
            PartialDate::parse("1979-02-30"),
            Err(PartialDateError::NoSuchDay(_))
        ));
        assert!(matches!(
            PartialDate::parse("1979-13"),
            Err(PartialDateError::NoSuchDay(_))
        ));
        assert!(matches!(
            PartialDate::parse("1980/1979"),
            Err(PartialDateError::Backwards(_))
        ));
    }

    #[test]
    fn the_source_is_remembered() {
        let date = PartialDate {
            calendar: Calendar::Islamic,
            ..PartialDate::parse("1984-09-26/1985-09-15")
                .unwrap()
                .with_source_text("١٤٠٥ هـ")
        };
        let text = serde_json::to_string(&date).unwrap();
        assert_eq!(serde_json::from_str::<PartialDate>(&text).unwrap(), date);
        assert_eq!(
            serde_json::to_string(&PartialDate::year(1979)).unwrap(),
            "\"1979\""
        );
    }

    proptest! {
        #[test]
        fn parsing_never_fails_badly(text in ".{0,30}") {
            if let Ok(date) = PartialDate::parse(&text) {
                prop_assert_eq!(&PartialDate::parse(&date.edtf()).unwrap(), &date);
            }
        }

        #[test]
        fn earliest_is_never_after_latest(year in 1i16..=9998, month in 1i8..=12, day in 1i8..=28, shape in 0..5) {
            let value = match shape {
                0 => DateValue::Year(year),
                1 => DateValue::Month(year, month),
                2 => DateValue::Season(year, 21 + (month % 4).unsigned_abs()),
                3 => DateValue::Range(Day::new(year, month, day), None),
                _ => DateValue::Day(Day::new(year, month, day).unwrap()),
            };
            let date = PartialDate::of(value);
            if let (Some(first), Some(last)) = (date.earliest(), date.latest()) {
                prop_assert!(first <= last);
            }
            prop_assert_eq!(&PartialDate::parse(&date.edtf()).unwrap(), &date);
        }
    }
}
