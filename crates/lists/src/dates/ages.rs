//! Ages, and the births that they leave open.

use kernel::{DateValue, Day, PartialDate};

use super::{Token, normal, tokens};
use crate::words;

/// An age as a list gives it: from and to in whole years, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeRange {
    /// The least.
    pub from: u16,
    /// The most.
    pub to: u16,
    /// "About", or with a question mark.
    pub about: bool,
    /// Born on the day of the event.
    pub newborn: bool,
}

/// Reads an age: `43`, `٤٣`, `About 40`, `40-45`, `37?`, `Less than a day`, `3 months`. Nothing when
/// it is none.
#[must_use]
pub fn read_age(text: &str) -> Option<AgeRange> {
    let normal = normal(text.trim());
    let about = normal.contains('?') || words::ABOUT.iter().any(|word| normal.starts_with(word));
    let parts = tokens(&normal);
    let numbers: Vec<u16> = parts
        .iter()
        .filter_map(|part| match part {
            Token::Number(_, value) => u16::try_from(*value).ok(),
            Token::Word(_) => None,
        })
        .collect();
    let says = |list: &[&str]| {
        parts
            .iter()
            .any(|part| matches!(part, Token::Word(word) if list.contains(word)))
    };
    let newborn = says(&["newborn", "новорожденный", "новорожденная", "رضيع"])
        || (says(&["day", "days", "день", "дней", "día", "días", "يوم"]) && numbers.is_empty());
    if newborn {
        return Some(AgeRange {
            from: 0,
            to: 0,
            about: false,
            newborn: true,
        });
    }
    if says(&[
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "месяц",
        "месяцев",
        "месяца",
        "meses",
        "mes",
    ]) {
        return Some(AgeRange {
            from: 0,
            to: numbers.first().map_or(0, |n| {
                if says(&["month", "months", "meses"]) {
                    n / 12
                } else {
                    0
                }
            }),
            about: false,
            newborn: false,
        });
    }
    match numbers.as_slice() {
        [age] if *age < 130 => Some(AgeRange {
            from: *age,
            to: *age,
            about,
            newborn: false,
        }),
        [from, to] if from <= to && *to < 130 => Some(AgeRange {
            from: *from,
            to: *to,
            about,
            newborn: false,
        }),
        _ => None,
    }
}

/// The birth that an age at an event leaves open; unknown when the event is.
#[must_use]
pub fn birth_from_age(age: AgeRange, event: &PartialDate) -> PartialDate {
    let (Some(first), Some(last)) = (event.earliest(), event.latest()) else {
        return PartialDate::unknown();
    };
    if age.newborn && event.exact_day().is_some() {
        return event.clone();
    }
    let years = |day: Day, back: u16, more: i32| {
        let back = i16::try_from(back).unwrap_or(i16::MAX);
        let civil = day.civil();
        // The twenty-ninth of February becomes the twenty-eighth.
        Day::new(
            civil.year().saturating_sub(back),
            civil.month(),
            civil.day().min(28),
        )
        .map(|d| d.plus(more))
    };
    PartialDate {
        about: age.about,
        ..PartialDate::of(DateValue::Range(
            years(first, age.to.saturating_add(1), 1),
            years(last, age.from, 3),
        ))
    }
}
