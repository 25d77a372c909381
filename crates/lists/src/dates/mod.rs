//! Dates as people write them, read as exactly as they are given and no more.
//!
//! What does not exist, lies in the future or cannot be told apart is a doubt, never a guess.

mod ages;
mod calendars;

pub use ages::{AgeRange, birth_from_age, read_age};

use kernel::{Calendar, DateValue, Day, PartialDate};
use serde::{Deserialize, Serialize};

use crate::words;

/// Which of two small numbers is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// `12/05/1979` is the twelfth of May.
    #[default]
    DayFirst,
    /// `12/05/1979` is the fifth of December.
    MonthFirst,
    /// The list does not tell: such a date keeps its year only, with a doubt.
    Unsure,
}

/// Why a date could not be taken as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateDoubt {
    /// There is no such day.
    Impossible,
    /// It lies in the future and is not used.
    Future,
    /// It is no date that we can read.
    Unreadable,
    /// Day and month cannot be told apart; the year is kept.
    DayOrMonth,
    /// The year has two digits; the century is a guess and marked so.
    TwoDigitYear,
    /// It seems to be in another calendar, and nobody has said in which.
    OtherCalendar,
    /// It was a bare day number of a spreadsheet.
    DayNumber,
}

impl DateDoubt {
    /// The code of the doubt.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Impossible => "impossible_date",
            Self::Future => "future_date",
            Self::Unreadable => "unreadable_date",
            Self::DayOrMonth => "day_or_month",
            Self::TwoDigitYear => "two_digit_year",
            Self::OtherCalendar => "other_calendar",
            Self::DayNumber => "day_number",
        }
    }
}

/// What was read from a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadDate {
    /// The date; unknown where nothing is known or nothing may be used. Remembers the source's text
    /// where that says it differently.
    pub date: PartialDate,
    /// The doubt, if there is one.
    pub doubt: Option<DateDoubt>,
}

/// Reads a date. With `today`, a date that can only lie after it is a doubt and is not used; without,
/// the future is allowed, as for an expected release.
#[must_use]
pub fn read_date(text: &str, order: DateOrder, today: Option<Day>) -> ReadDate {
    read_date_in(text, order, None, today)
}

/// Reads a date of a source that uses another calendar. A date that says its calendar itself, or
/// whose year can only be of ours, is read as that; the calendar of the source stays with the date.
#[must_use]
pub fn read_date_in(
    text: &str,
    order: DateOrder,
    calendar: Option<Calendar>,
    today: Option<Day>,
) -> ReadDate {
    let trimmed = text.trim();
    let mut read = read_plain(trimmed, order, calendar, today);
    if let Some(today) = today
        && read
            .date
            .earliest()
            .is_some_and(|earliest| earliest > today)
    {
        read = ReadDate {
            date: PartialDate::unknown(),
            doubt: Some(DateDoubt::Future),
        };
    }
    if !trimmed.is_empty()
        && read.date.edtf() != trimmed
        && !(read.date.is_unknown() && read.doubt.is_none())
    {
        let kept: String = trimmed
            .chars()
            .filter(|c| !c.is_control())
            .take(200)
            .collect();
        read.date = read.date.with_source_text(&kept);
    }
    read
}

fn sure(value: DateValue) -> ReadDate {
    ReadDate {
        date: PartialDate::of(value),
        doubt: None,
    }
}

fn doubt(doubt: DateDoubt) -> ReadDate {
    ReadDate {
        date: PartialDate::unknown(),
        doubt: Some(doubt),
    }
}

/// Small letters, ASCII digits, no direction marks, no doubled spaces.
fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if words::is_direction_mark(character) {
            continue;
        }
        match words::digit_value(character) {
            Some(digit) => out.push(char::from_digit(digit, 10).unwrap_or('0')),
            None => match character {
                '–' | '—' | '‑' | '−' => out.push('-'),
                '年' | '月' => out.push('-'),
                '日' | '号' | 'ـ' => {}
                '،' => out.push(','),
                _ => out.extend(character.to_lowercase()),
            },
        }
    }
    out.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .trim_end_matches('-')
        .to_owned()
}

fn read_plain(
    text: &str,
    order: DateOrder,
    calendar: Option<Calendar>,
    today: Option<Day>,
) -> ReadDate {
    // ISO dates are most of all dates; years of the Ethiopic calendar look like ours.
    if calendar != Some(Calendar::Ethiopic)
        && let Some(day) = Day::parse_iso(text).filter(|day| (1800..=2200).contains(&day.year()))
    {
        return sure(DateValue::Day(day));
    }
    let normal = normal(text);
    let mut rest = normal.as_str();
    if rest.is_empty() || words::says_unknown(rest) {
        return ReadDate {
            date: PartialDate::unknown(),
            doubt: None,
        };
    }
    let mut about = false;
    let mut doubtful = false;
    // Most dates are digits and strokes: no word stands around them.
    let bare = rest
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/' | b'.'));
    loop {
        if bare {
            break;
        }
        let before = rest;
        rest = rest.trim_matches(|c: char| {
            c == ' ' || c == ',' || c == ';' || c == '"' || c == '(' || c == ')'
        });
        for word in words::ABOUT {
            if let Some(after) = strip_word(rest, word) {
                about = true;
                rest = after;
            }
        }
        for word in words::BEFORE_A_DATE {
            if let Some(after) = strip_word(rest, word) {
                rest = after;
            }
        }
        for word in words::AFTER_A_YEAR {
            if let Some(start) = rest.strip_suffix(word).filter(|start| {
                start.ends_with([' ', '.']) || start.ends_with(|c: char| c.is_ascii_digit())
            }) {
                rest = start.trim_end();
            }
        }
        if let Some(start) = rest.strip_suffix('?') {
            doubtful = true;
            rest = start;
        }
        if rest == before {
            break;
        }
    }
    if rest.is_empty() {
        return doubt(DateDoubt::Unreadable);
    }
    let mut read = read_value(rest, order, calendar, today);
    read.date.about |= about;
    read.date.doubtful |= doubtful;
    read
}

/// Takes a word, with or without a full stop, from the start.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let after = text.strip_prefix(word)?;
    let open = word.ends_with(|c: char| c.is_alphabetic());
    match after.chars().next() {
        Some('.') if open => after.strip_prefix('.').map(str::trim_start),
        Some(next) if open && next.is_alphabetic() => None,
        Some(_) => Some(after.trim_start()),
        None => None,
    }
}

fn read_value(
    text: &str,
    order: DateOrder,
    calendar: Option<Calendar>,
    today: Option<Day>,
) -> ReadDate {
    // Full stops divide dates where the day comes first; strokes divide them everywhere.
    let order = if text.contains('.') && !text.contains(['/', '-']) {
        DateOrder::DayFirst
    } else {
        order
    };
    let ours = has_year_of_ours(text) && calendar != Some(Calendar::Ethiopic);
    if let Some(other) = read_other(text, calendar.filter(|_| !ours)) {
        return other;
    }
    // A time of day after a date says nothing more.
    let text = text
        .split_once('t')
        .filter(|(date, time)| date.len() == 10 && time.contains(':'))
        .map_or(text, |(date, _)| date);
    let text = match text.rsplit_once(' ') {
        Some((date, time)) if time.contains(':') && date.chars().any(|c| c.is_ascii_digit()) => {
            date
        }
        _ => text,
    };
    let parts = tokens(text);
    let numbers: Vec<(&str, u32)> = parts
        .iter()
        .filter_map(|part| match part {
            Token::Number(text, value) => Some((*text, *value)),
            Token::Word(_) => None,
        })
        .collect();
    let said: Vec<&str> = parts
        .iter()
        .filter_map(|part| match part {
            Token::Word(word) => Some(*word),
            Token::Number(..) => None,
        })
        .collect();
    let months: Vec<u32> = said.iter().filter_map(|word| words::month(word)).collect();
    let strange = said
        .iter()
        .filter(|word| {
            words::month(word).is_none()
                && !words::DATE_FILLERS.contains(word)
                && words::season(word).is_none()
        })
        .count();
    if strange > 0 {
        return doubt(DateDoubt::Unreadable);
    }
    match (months.as_slice(), numbers.as_slice()) {
        ([], []) => doubt(DateDoubt::Unreadable),
        ([], [(text, value)]) => match said.iter().find_map(|word| words::season(word)) {
            Some(season) => year_of(text, *value, today)
                .map_or_else(doubt, |(year, _)| sure(DateValue::Season(year, season))),
            None => one_number(text, *value, today),
        },
        ([], [first, second]) => two_numbers(*first, *second),
        ([], [first, second, third]) => three_numbers(*first, *second, *third, order, today),
        ([], [a, b, c, d, e, f]) => {
            let from = three_numbers(*a, *b, *c, order, today);
            let to = three_numbers(*d, *e, *f, order, today);
            range(&from, &to)
        }
        ([month], [(text, value)]) => match year_of(text, *value, today) {
            Ok((year, guess)) => finish(year, Some(*month), None, guess),
            Err(_) => doubt(DateDoubt::Unreadable),
        },
        ([month], [first, second]) => {
            // The day is the short one; `12 may 1979`, `may 12, 1979`, `1979 may 12`.
            let (day, year) = if first.0.len() == 4 {
                (second, first)
            } else {
                (first, second)
            };
            match year_of(year.0, year.1, today) {
                Ok((year, guess)) => finish(year, Some(*month), Some(day.1), guess),
                Err(problem) => doubt(problem),
            }
        }
        _ => doubt(DateDoubt::Unreadable),
    }
}

enum Token<'a> {
    Number(&'a str, u32),
    Word(&'a str),
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_digit() {
            rest.find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len())
        } else if is_letter(first) {
            rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let Some((token, after)) = rest.split_at_checked(length) else {
            return out;
        };
        if first.is_ascii_digit() {
            // Longer ones are no part of a date; the value only needs to be out of every range.
            out.push(Token::Number(token, token.parse().unwrap_or(u32::MAX)));
        } else if is_letter(first) {
            out.push(Token::Word(token));
        }
        rest = after;
        if out.len() > 8 {
            return out;
        }
    }
    out
}

/// Letters and the marks that combine with them.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(u32::from(c), 0x300..=0x36F | 0x1000..=0x109F | 0x64B..=0x652)
}

/// Whether a number of four digits can be a year of our own calendar and of no other in use there.
fn has_year_of_ours(text: &str) -> bool {
    tokens(text).iter().any(|token| {
        matches!(token, Token::Number(digits, value) if digits.len() == 4 && (1800..=2200).contains(value))
    })
}

fn year_of(text: &str, value: u32, today: Option<Day>) -> Result<(i16, bool), DateDoubt> {
    match text.len() {
        4 => match i16::try_from(value) {
            Ok(year) if (1800..=2200).contains(&year) => Ok((year, false)),
            Ok(1300..=1500 | 2400..=2600) => Err(DateDoubt::OtherCalendar),
            _ => Err(DateDoubt::Impossible),
        },
        2 => {
            let short = i16::try_from(value).map_err(|_| DateDoubt::Unreadable)?;
            let now = today.map_or(2030, Day::year);
            let year = now - now.rem_euclid(100) + short;
            Ok((if year > now { year - 100 } else { year }, true))
        }
        _ => Err(DateDoubt::Unreadable),
    }
}

fn one_number(text: &str, value: u32, today: Option<Day>) -> ReadDate {
    match text.len() {
        4 if value == 9999 => ReadDate {
            date: PartialDate::unknown(),
            doubt: None,
        },
        4 => {
            year_of(text, value, today).map_or_else(doubt, |(year, _)| sure(DateValue::Year(year)))
        }
        // A day number of a spreadsheet, from 1927 to 2064.
        5 if (10_000..60_000).contains(&value) => {
            let day = i32::try_from(value)
                .ok()
                .and_then(|v| Day::new(1899, 12, 30).map(|d| d.plus(v)));
            match day {
                Some(day) => ReadDate {
                    date: PartialDate::day(day),
                    doubt: Some(DateDoubt::DayNumber),
                },
                None => doubt(DateDoubt::Unreadable),
            }
        }
        8 => {
            let (year, month, day) = (value / 10_000, value / 100 % 100, value % 100);
            match i16::try_from(year) {
                Ok(year) if (1800..=2200).contains(&year) => {
                    finish(year, Some(month), Some(day), false)
                }
                _ => doubt(DateDoubt::Unreadable),
            }
        }
        _ => doubt(DateDoubt::Unreadable),
    }
}

fn two_numbers(first: (&str, u32), second: (&str, u32)) -> ReadDate {
    let (year, other) = match (first.0.len(), second.0.len()) {
        (4, 4) => {
            let from = one_number(first.0, first.1, None);
            let to = one_number(second.0, second.1, None);
            return range(&from, &to);
        }
        (4, 1 | 2) => (first, second),
        (1 | 2, 4) => (second, first),
        _ => return doubt(DateDoubt::Unreadable),
    };
    match year_of(year.0, year.1, None) {
        Ok((year, _)) => finish(year, Some(other.1), None, false),
        Err(problem) => doubt(problem),
    }
}

fn range(from: &ReadDate, to: &ReadDate) -> ReadDate {
    match (from.date.earliest(), to.date.latest()) {
        (Some(first), Some(last)) if first <= last => {
            sure(DateValue::Range(Some(first), Some(last)))
        }
        (Some(_), Some(_)) => doubt(DateDoubt::Impossible),
        _ => doubt(from.doubt.or(to.doubt).unwrap_or(DateDoubt::Unreadable)),
    }
}

fn three_numbers(
    first: (&str, u32),
    second: (&str, u32),
    third: (&str, u32),
    order: DateOrder,
    today: Option<Day>,
) -> ReadDate {
    if first.0.len() == 4 {
        return match year_of(first.0, first.1, today) {
            Ok((year, _)) => finish(year, Some(second.1), Some(third.1), false),
            Err(problem) => doubt(problem),
        };
    }
    if third.0.len() == 4 && third.1 == 9999 && first.1 == 99 {
        return ReadDate {
            date: PartialDate::unknown(),
            doubt: None,
        };
    }
    let (year, guess) = match year_of(third.0, third.1, today) {
        Ok(found) => found,
        Err(problem) => return doubt(problem),
    };
    let is_month = |value: u32| (1..=12).contains(&value) || value == 0 || value == 99;
    let (day, month) = match (is_month(first.1), is_month(second.1)) {
        // A known part that can only be the day tells the other one.
        (false, _) => (first.1, second.1),
        (true, false) => (second.1, first.1),
        (true, true) if first.1 == 0 || first.1 == 99 => (first.1, second.1),
        (true, true) => match order {
            DateOrder::DayFirst => (first.1, second.1),
            DateOrder::MonthFirst => (second.1, first.1),
            DateOrder::Unsure if first.1 == second.1 => (first.1, second.1),
            DateOrder::Unsure => {
                return ReadDate {
                    date: PartialDate::year(year),
                    doubt: Some(DateDoubt::DayOrMonth),
                };
            }
        },
    };
    finish(year, Some(month), Some(day), guess)
}

/// Puts the parts together. 0 and 99 say that a part is unknown, but an unknown month before a
/// known day is a slip, not a date.
fn finish(year: i16, month: Option<u32>, day: Option<u32>, guess: bool) -> ReadDate {
    let known = |part: Option<u32>| part.filter(|value| *value != 0 && *value != 99);
    let (month, day) = (known(month), known(day));
    let value = match (month, day) {
        (None, None) => Some(DateValue::Year(year)),
        (None, Some(_)) => None,
        (Some(month), None) => i8::try_from(month)
            .ok()
            .filter(|month| (1..=12).contains(month))
            .map(|month| DateValue::Month(year, month)),
        (Some(month), Some(day)) => i8::try_from(month)
            .ok()
            .zip(i8::try_from(day).ok())
            .and_then(|(month, day)| Day::new(year, month, day))
            .map(DateValue::Day),
    };
    match value {
        None => doubt(DateDoubt::Impossible),
        Some(value) => ReadDate {
            date: PartialDate {
                doubtful: guess,
                ..PartialDate::of(value)
            },
            doubt: guess.then_some(DateDoubt::TwoDigitYear),
        },
    }
}

/// A date in another calendar: by its mark, by the name of its month, or by what the source uses.
fn read_other(text: &str, calendar: Option<Calendar>) -> Option<ReadDate> {
    let by_month = || {
        text.split([' ', '-', '/', '،', ','])
            .find_map(calendars::month)
            .map(|(calendar, _)| calendar)
            .or_else(|| {
                ["ربيع", "جمادى", "ذو القعدة", "ذو الحجة", "ذي الحجة"]
                    .iter()
                    .any(|month| text.contains(month))
                    .then_some(Calendar::Islamic)
            })
            .or_else(|| {
                let thai = text.contains("พ.ศ") || text.split(' ').any(calendars::is_thai_month);
                thai.then_some(Calendar::Buddhist)
            })
    };
    let (calendar, text) = match calendars::marked(text) {
        Some((calendar, rest)) => (calendar, rest),
        None => (by_month().or(calendar)?, text.to_owned()),
    };
    Some(match calendars::read(&text, calendar)? {
        Ok(date) if calendar == Calendar::Islamic && !text.contains([' ', '/', '-']) => {
            // A year alone is two years of ours, whichever way it was reckoned.
            let years = date.earliest().zip(date.latest());
            let value = years.map_or(date.value, |(first, last)| {
                DateValue::Range(Day::new(first.year(), 1, 1), Day::new(last.year(), 12, 31))
            });
            ReadDate {
                date: PartialDate { value, ..date },
                doubt: None,
            }
        }
        Ok(date) => ReadDate { date, doubt: None },
        Err(()) => doubt(DateDoubt::OtherCalendar),
    })
}

#[cfg(test)]
mod tests;
