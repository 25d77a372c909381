//! Dates as people say them.

use std::fmt;

use askama::filters::HtmlSafe;
use kernel::{DateValue, Day, Instant, Moment, PartialDate};

use super::{Locale, Texts};

/// A `time` element: what people say, with the exact date on hover and in print. It is HTML already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exactness {
    machine: String,
    exact: String,
    said: String,
}

impl fmt::Display for Exactness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Everything here is made of our own messages and numbers; escaped all the same.
        write!(
            f,
            "<time datetime=\"{}\" title=\"{}\">{}</time>",
            escaped(&self.machine),
            escaped(&self.exact),
            escaped(&self.said)
        )
    }
}

impl HtmlSafe for Exactness {}

/// A number of days with the day since when, as `412` and `since 8 Oct 2025`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The days.
    pub days: i32,
    /// Since when.
    pub since: Day,
}

impl Count {
    /// The days from `since` to `today`; nothing before it began.
    #[must_use]
    pub fn since(since: Day, today: Day) -> Self {
        Self {
            days: today.since(since).max(0),
            since,
        }
    }
}

pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// A value that may come as itself or by reference: templates hold references of every depth.
pub trait Plain<T>: Copy {
    /// The value.
    fn value(self) -> T;
}

impl Plain<Day> for Day {
    fn value(self) -> Day {
        self
    }
}

impl Plain<Instant> for Instant {
    fn value(self) -> Instant {
        self
    }
}

impl<T, U: Plain<T>> Plain<T> for &U {
    fn value(self) -> T {
        (*self).value()
    }
}

/// Within this many days a date is also said as a distance.
const NEAR: i32 = 13;
/// Beyond this many days the year is said.
const FAR: i32 = 300;
/// Within this many days the weekday is said.
const WEEKDAYS: i32 = 31;

impl Texts {
    fn month(self, month: i8) -> String {
        self.msg(&format!("month-{month}"))
    }

    fn month_short(self, month: i8) -> String {
        self.msg(&format!("month-short-{month}"))
    }

    fn weekday_short(self, day: Day) -> String {
        self.msg(&format!(
            "weekday-short-{}",
            day.civil().weekday().to_monday_one_offset()
        ))
    }

    fn weekday(self, day: Day) -> String {
        self.msg(&format!(
            "weekday-{}",
            day.civil().weekday().to_monday_one_offset()
        ))
    }

    /// The whole date: `Tuesday 3 November 2026`.
    #[must_use]
    pub fn day_exact(&self, day: impl Plain<Day>) -> String {
        let day = day.value();
        let civil = day.civil();
        self.plain(
            "date-exact",
            &[
                ("weekday", &self.weekday(day)),
                ("day", &civil.day().to_string()),
                ("month", &self.month(civil.month())),
                ("year", &civil.year().to_string()),
            ],
        )
    }

    /// The date without distance: `3 Nov`, or `3 Nov 2024` when far away.
    #[must_use]
    pub fn day_short(&self, day: impl Plain<Day>, today: impl Plain<Day>) -> String {
        let (day, today) = (day.value(), today.value());
        let civil = day.civil();
        let number = civil.day().to_string();
        let month = self.month_short(civil.month());
        if day.since(today).abs() > FAR {
            self.plain(
                "date-year",
                &[
                    ("day", &number),
                    ("month", &month),
                    ("year", &civil.year().to_string()),
                ],
            )
        } else if day.since(today).abs() <= WEEKDAYS {
            self.plain(
                "date-weekday",
                &[
                    ("weekday", &self.weekday_short(day)),
                    ("day", &number),
                    ("month", &month),
                ],
            )
        } else {
            self.plain("date-day", &[("day", &number), ("month", &month)])
        }
    }

    /// The date as people say it: `Tue 3 Nov, in 2 days`.
    #[must_use]
    pub fn day_words(&self, day: impl Plain<Day>, today: impl Plain<Day>) -> String {
        let (day, today) = (day.value(), today.value());
        let away = day.since(today);
        let date = self.day_short(day, today);
        if away.abs() > NEAR {
            return date;
        }
        let distance = if away >= 0 {
            self.count("relative-ahead", away)
        } else {
            self.count("relative-ago", -away)
        };
        self.plain(
            "date-with-distance",
            &[("date", &date), ("distance", &distance)],
        )
    }

    /// How long ago: `today`, `yesterday`, `9 days ago`.
    #[must_use]
    pub fn ago(&self, day: impl Plain<Day>, today: impl Plain<Day>) -> String {
        let (day, today) = (day.value(), today.value());
        self.count("relative-ago", today.since(day).max(0))
    }

    /// The date as people say it, exact on hover and in print.
    #[must_use]
    pub fn when(&self, day: impl Plain<Day>, today: impl Plain<Day>) -> Exactness {
        let (day, today) = (day.value(), today.value());
        Exactness {
            machine: day.iso(),
            exact: self.day_exact(day),
            said: self.day_words(day, today),
        }
    }

    /// The short date, exact on hover and in print.
    #[must_use]
    pub fn on(&self, day: impl Plain<Day>, today: impl Plain<Day>) -> Exactness {
        let (day, today) = (day.value(), today.value());
        Exactness {
            machine: day.iso(),
            exact: self.day_exact(day),
            said: self.day_short(day, today),
        }
    }

    /// A number of days with its beginning: `214 days, since 22 Apr`.
    #[must_use]
    pub fn days_since(&self, count: &Count, today: impl Plain<Day>) -> Exactness {
        let today = today.value();
        Exactness {
            machine: count.since.iso(),
            exact: self.day_exact(count.since),
            said: self.plain(
                "days-since",
                &[
                    ("days", &self.count("days", count.days)),
                    ("since", &self.day_short(count.since, today)),
                ],
            ),
        }
    }

    /// A partial date as it is: `spring 1979`, `about 1979`, `May 1979`, `between … and …`.
    #[must_use]
    pub fn partial(&self, date: &PartialDate) -> String {
        let mut said = match date.value {
            DateValue::Unknown => return self.msg("date-unknown"),
            DateValue::Year(year) => year.to_string(),
            DateValue::Season(year, season) => self.plain(
                "date-season",
                &[
                    ("season", &self.msg(&format!("season-{season}"))),
                    ("year", &year.to_string()),
                ],
            ),
            DateValue::Month(year, month) => self.plain(
                "date-month",
                &[("month", &self.month(month)), ("year", &year.to_string())],
            ),
            DateValue::Day(day) => self.whole_day(day),
            DateValue::Range(Some(from), Some(to)) => self.plain(
                "date-between",
                &[("from", &self.whole_day(from)), ("to", &self.whole_day(to))],
            ),
            DateValue::Range(Some(from), None) => {
                self.plain("date-from", &[("from", &self.whole_day(from))])
            }
            DateValue::Range(None, Some(to)) => {
                self.plain("date-until", &[("to", &self.whole_day(to))])
            }
            DateValue::Range(None, None) => return self.msg("date-unknown"),
        };
        if date.about {
            said = self.plain("date-about", &[("date", &said)]);
        }
        if date.doubtful {
            said = self.plain("date-doubtful", &[("date", &said)]);
        }
        match &date.source_text {
            Some(text) => self.msg_args(
                "date-as-written",
                &[("date", said.as_str().into()), ("text", text.into())],
            ),
            None => said,
        }
    }

    fn whole_day(self, day: Day) -> String {
        let civil = day.civil();
        self.plain(
            "date-year",
            &[
                ("day", &civil.day().to_string()),
                ("month", &self.month_short(civil.month())),
                ("year", &civil.year().to_string()),
            ],
        )
    }

    /// A moment at its own place: `Tue 24 Nov, 09:30 (Asia/Tbilisi)`, the instant in UTC on hover.
    #[must_use]
    pub fn moment(&self, moment: &Moment, today: impl Plain<Day>) -> Exactness {
        let today = today.value();
        let time = moment.local.get(11..).unwrap_or_default();
        Exactness {
            machine: moment.instant.rfc3339(),
            exact: moment.instant.rfc3339(),
            said: self.plain(
                "date-moment",
                &[
                    ("date", &self.day_words(moment.day(), today)),
                    ("time", time),
                    ("zone", &moment.zone),
                ],
            ),
        }
    }

    /// An instant in Coordinated Universal Time: `Tue 24 Nov, 05:30 UTC`.
    #[must_use]
    pub fn instant(&self, instant: impl Plain<Instant>, today: impl Plain<Day>) -> Exactness {
        let (instant, today) = (instant.value(), today.value());
        let machine = instant.rfc3339();
        let time = machine.get(11..16).unwrap_or_default().to_owned();
        Exactness {
            exact: machine.clone(),
            said: self.plain(
                "date-instant",
                &[
                    ("date", &self.day_short(instant.day(), today)),
                    ("time", &time),
                ],
            ),
            machine,
        }
    }

    /// A message made of parts that are our own words: no isolation marks, which would only
    /// weigh on the page, and no second pair of pseudo-locale brackets.
    fn plain(self, id: &str, values: &[(&str, &str)]) -> String {
        let values: Vec<_> = values
            .iter()
            .map(|(name, text)| (*name, (*text).into()))
            .collect();
        let text = self.msg_args(id, &values);
        let bare: String = text
            .chars()
            .filter(|c| !matches!(c, '\u{2068}' | '\u{2069}'))
            .collect();
        match self.locale() {
            Locale::Pseudo => format!("[{}]", bare.replace(['[', ']'], "")),
            Locale::English | Locale::Arabic => bare,
        }
    }
}
