//! Dates as exact as they are known: reading them from cells and saying how two agree.

use kernel::{DateValue, Day, PartialDate};

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) enum Precision {
    /// Nothing is known.
    #[default]
    Unknown,
    /// Some day of a span.
    Span,
    /// The year.
    Year,
    /// Year and month.
    Month,
    /// The day.
    Day,
}

/// A date in little memory: the first and last day it may mean, and its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub(crate) struct Compact {
    pub(crate) first: i32,
    pub(crate) last: i32,
    pub(crate) year: i16,
    pub(crate) month: i8,
    pub(crate) day: i8,
    pub(crate) precision: Precision,
    /// "About", or in doubt.
    pub(crate) loose: bool,
}

impl Compact {
    /// From a date of the kernel. "About" widens a year by two on each side for comparison only.
    pub(crate) fn of(date: &PartialDate) -> Self {
        let (Some(first), Some(last)) = (
            date.earliest().or_else(|| date.latest()),
            date.latest().or_else(|| date.earliest()),
        ) else {
            return Self::default();
        };
        let loose = date.about || date.doubtful;
        let civil = first.civil();
        let (month, day, precision) = match date.value {
            DateValue::Day(_) => (civil.month(), civil.day(), Precision::Day),
            DateValue::Month(..) => (civil.month(), 0, Precision::Month),
            DateValue::Year(_) => (0, 0, Precision::Year),
            DateValue::Unknown => return Self::default(),
            DateValue::Season(..) | DateValue::Range(..) => (0, 0, Precision::Span),
        };
        let year = if precision == Precision::Span {
            Day::from_number(first.number().midpoint(last.number())).year()
        } else {
            civil.year()
        };
        Self {
            first: first.number(),
            last: last.number(),
            year,
            month,
            day,
            precision,
            loose,
        }
    }

    /// The same date known to the year only: for days that a list writes when it knows the year.
    pub(crate) fn as_year(self) -> Self {
        Self::of(&PartialDate::year(self.year))
    }

    /// Whether nothing is known.
    pub(crate) fn is_unknown(&self) -> bool {
        self.precision == Precision::Unknown
    }

    /// A number that two days share when they are equal or day and month are exchanged.
    pub(crate) fn day_key(&self) -> Option<u32> {
        if self.precision != Precision::Day || self.loose {
            return None;
        }
        let (month, day) = (self.month.min(self.day), self.month.max(self.day));
        let (month, day) = if self.day <= 12 {
            (month, day)
        } else {
            (self.month, self.day)
        };
        Some(parts_key(self.year, month, day))
    }

    /// Day and month without the year.
    pub(crate) fn month_day_key(&self) -> Option<u32> {
        (self.precision == Precision::Day).then(|| parts_key(0, self.month, self.day))
    }

    /// The years a person with this date may be looked for under.
    pub(crate) fn years(&self) -> std::ops::RangeInclusive<i16> {
        if self.is_unknown() {
            return std::ops::RangeInclusive::new(1, 0);
        }
        if self.precision == Precision::Span {
            let first = Day::from_number(self.first).year();
            let last = Day::from_number(self.last).year();
            return first.max(last.saturating_sub(6))..=last;
        }
        if self.loose {
            return self.year.saturating_sub(2)..=self.year.saturating_add(2);
        }
        self.year..=self.year
    }
}

fn parts_key(year: i16, month: i8, day: i8) -> u32 {
    u32::from(year.unsigned_abs()) << 9
        | u32::from(month.unsigned_abs()) << 5
        | u32::from(day.unsigned_abs())
}

/// How two dates agree.
pub(crate) mod level {
    /// One of them is not known.
    pub(crate) const MISSING: u8 = 0;
    /// The same day.
    pub(crate) const SAME: u8 = 1;
    /// The same month or year, neither known better.
    pub(crate) const SAME_COARSE: u8 = 2;
    /// One is known better and lies within the other, or two spans overlap.
    pub(crate) const WITHIN: u8 = 3;
    /// Day and month are exchanged.
    pub(crate) const SWAPPED: u8 = 4;
    /// Two of day, month and year are the same and the year is at most two off.
    pub(crate) const ONE_PART: u8 = 5;
    /// At most a year outside each other.
    pub(crate) const NEAR: u8 = 6;
    /// Less than a generation apart.
    pub(crate) const DIFFERENT: u8 = 7;
    /// A generation or more apart.
    pub(crate) const GENERATION: u8 = 8;
    /// How many levels there are.
    pub(crate) const COUNT: usize = 9;
    /// Their names, for explanations.
    pub(crate) const NAMES: [&str; COUNT] = [
        "missing",
        "same_day",
        "same_year_or_month",
        "within",
        "day_and_month_exchanged",
        "one_part_differs",
        "near",
        "different",
        "generation_apart",
    ];
}

/// Years between the youngest parent and a child.
const GENERATION: i32 = 15;

/// How two dates agree.
pub(crate) fn agreement(one: &Compact, other: &Compact) -> u8 {
    if one.is_unknown() || other.is_unknown() {
        return level::MISSING;
    }
    let both_days = one.precision == Precision::Day && other.precision == Precision::Day;
    if both_days {
        if one.first == other.first {
            return level::SAME;
        }
        let years = (i32::from(one.year) - i32::from(other.year)).abs();
        if years == 0 && one.month == other.day && one.day == other.month {
            return level::SWAPPED;
        }
        let month = one.month == other.month;
        let day = one.day == other.day;
        if (years == 0 && (month || day)) || (years <= 2 && month && day) {
            return level::ONE_PART;
        }
    } else if one.first == other.first && one.last == other.last {
        return level::SAME_COARSE;
    } else if one.first <= other.last && other.first <= one.last {
        return level::WITHIN;
    }
    let gap = (one.first - other.last).max(other.first - one.last).max(0);
    let slack = if one.loose || other.loose {
        3 * 366
    } else {
        366
    };
    if gap <= slack {
        level::NEAR
    } else if gap < GENERATION * 365 {
        level::DIFFERENT
    } else {
        level::GENERATION
    }
}

/// Which of two small numbers is the day, where a list does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    /// `12/05/1979` is the twelfth of May.
    #[default]
    DayFirst,
    /// `12/05/1979` is the fifth of December.
    MonthFirst,
}

/// Reads a date from a cell as exactly as it is given and no more; unknown where it cannot be read.
/// Reads our stored form (EDTF), days in figures, months in words of a few languages, digits of
/// several scripts, `99` and `00` as unknown parts, `c. 1979`, Hijri years marked `هـ` (as a span
/// of two years), and the day numbers of spreadsheets.
#[must_use]
pub fn read_date(text: &str, order: DayOrder) -> PartialDate {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return PartialDate::unknown();
    }
    if let Ok(date) = PartialDate::parse(trimmed)
        && date
            .known_year()
            .is_none_or(|year| (1800..2200).contains(&year))
    {
        return date;
    }
    let plain = plain_digits(trimmed);
    let about = [
        "c.",
        "ca",
        "~",
        "about",
        "circa",
        "approx",
        "около",
        "ок.",
        "hacia",
        "vers",
        "تقريبا",
    ]
    .iter()
    .any(|word| plain.starts_with(word) || plain.ends_with('~'));
    let doubtful = plain.ends_with('?');
    let hijri = plain.contains("هـ") || plain.contains("ه.") || plain.contains(" ah");
    let numbers: Vec<(i32, usize)> = run_together(&plain)
        .unwrap_or_else(|| plain.clone())
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty() && part.len() <= 5)
        .filter_map(|part| part.parse::<i32>().ok().map(|value| (value, part.len())))
        .collect();
    let month = month_word(&plain);
    let Some(value) = value_of(&numbers, month, order, hijri) else {
        return PartialDate::unknown();
    };
    PartialDate {
        about,
        doubtful,
        ..PartialDate::of(value)
    }
}

/// Year, month and day written without anything between: `19790512`, or `12051979`.
fn run_together(plain: &str) -> Option<String> {
    if plain.len() != 8 || !plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let is_year = |part: &str| {
        part.parse::<i32>()
            .is_ok_and(|year| (1800..2200).contains(&year))
    };
    let (first, last) = plain.split_at_checked(4)?;
    if is_year(first) {
        let (month, day) = last.split_at_checked(2)?;
        Some(format!("{first}-{month}-{day}"))
    } else if is_year(last) {
        let (one, two) = first.split_at_checked(2)?;
        Some(format!("{one}-{two}-{last}"))
    } else {
        None
    }
}

fn value_of(
    numbers: &[(i32, usize)],
    month: Option<i8>,
    order: DayOrder,
    hijri: bool,
) -> Option<DateValue> {
    let year_place = numbers
        .iter()
        .position(|(value, digits)| *digits == 4 && (1300..2200).contains(value));
    if hijri {
        let (year, _) = year_place.and_then(|place| numbers.get(place))?;
        // A Hijri year is 354.37 days long; it begins in one of our years and ends in the next.
        let begins = (f64::from(*year) * 0.970_224 + 621.57) as i16;
        return Some(DateValue::Range(
            Day::new(begins, 1, 1),
            Day::new(begins.saturating_add(1), 12, 31),
        ));
    }
    let Some(place) = year_place else {
        return match numbers {
            // Days since the end of 1899, as spreadsheets keep them.
            [(number, 5)] if (7_000..60_000).contains(number) => {
                Some(DateValue::Day(Day::from_number(number - 25_569)))
            }
            _ => None,
        };
    };
    let year = i16::try_from(numbers.get(place)?.0)
        .ok()
        .filter(|year| *year >= 1800)?;
    let before: Vec<i32> = numbers
        .get(..place)?
        .iter()
        .map(|(value, _)| *value)
        .collect();
    let after: Vec<i32> = numbers
        .get(place + 1..)?
        .iter()
        .map(|(value, _)| *value)
        .collect();
    let known = |value: i32| (1..=31).contains(&value).then_some(value);
    let (month, day) = match (month, before.as_slice(), after.as_slice()) {
        (Some(month), [.., day], _) | (Some(month), [], [day, ..]) => (Some(month), known(*day)),
        (Some(month), [], []) => (Some(month), None),
        (None, [], [month, day, ..]) => (i8::try_from(*month).ok(), known(*day)),
        (None, [], [month]) | (None, [month], []) => (i8::try_from(*month).ok(), None),
        (None, [.., first, second], []) => {
            let (day, month) =
                if (order == DayOrder::DayFirst && *second <= 12 || *second == 99) || *first > 12 {
                    (*first, *second)
                } else {
                    (*second, *first)
                };
            (i8::try_from(month).ok(), known(day))
        }
        _ => (None, None),
    };
    let month = month.filter(|month| (1..=12).contains(month));
    Some(match (month, day) {
        (Some(month), Some(day)) => match i8::try_from(day)
            .ok()
            .and_then(|day| Day::new(year, month, day))
        {
            Some(day) => DateValue::Day(day),
            // No such day: nothing finer than the year may be believed.
            None => DateValue::Year(year),
        },
        (Some(month), None) => DateValue::Month(year, month),
        (None, _) => DateValue::Year(year),
    })
}

/// Small letters and ASCII digits, without direction marks.
pub(crate) fn plain_digits(text: &str) -> String {
    text.chars()
        .filter(|character| !matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .map(|character| {
            let code = u32::from(character);
            // The zero of each row of ten digits that the lists we know of use.
            let zero = [0x660, 0x6f0, 0x966, 0x1040, 0x1090, 0xff10]
                .into_iter()
                .find(|zero| (*zero..zero + 10).contains(&code));
            zero.and_then(|zero| char::from_digit(code - zero, 10)).unwrap_or(character)
        })
        .collect()
}

/// The month that a word in the text names, by its beginning.
fn month_word(text: &str) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &["jan", "ene", "янв", "студ"],
        &["feb", "fév", "фев", "лют"],
        &["mar", "mär", "мар", "сак"],
        &["apr", "abr", "avr", "апр", "крас"],
        &["may", "mai", "май", "мая", "трав"],
        &["jun", "juin", "июн", "чэр"],
        &["jul", "juil", "июл", "ліп"],
        &["aug", "ago", "aoû", "авг", "жні"],
        &["sep", "сен", "вер"],
        &["oct", "okt", "окт", "кас"],
        &["nov", "ноя", "ліс"],
        &["dec", "dic", "déc", "dez", "дек", "сне"],
    ];
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().count() >= 3)
        .find_map(|word| {
            let place = MONTHS
                .iter()
                .position(|names| names.iter().any(|name| word.starts_with(name)))?;
            i8::try_from(place + 1).ok()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        read_date(text, DayOrder::DayFirst).edtf()
    }

    #[test]
    fn dates_are_read_as_exactly_as_given() {
        for (text, expected) in [
            ("1979-05-12", "1979-05-12"),
            ("12.05.1979", "1979-05-12"),
            ("05/13/1979", "1979-05-13"),
            ("2014/03", "2014-03"),
            ("7 September 2020", "2020-09-07"),
            ("Apr 2025", "2025-04"),
            ("c. 1979", "1979~"),
            ("99-05-1979", "1979-05"),
            ("99-99-1979", "1979"),
            ("99-99-9999", "unknown"),
            ("٤/٥/١٩٧٤", "1974-05-04"),
            ("30.02.1979", "1979"),
            ("19790512", "1979-05-12"),
            ("12051979", "1979-05-12"),
            ("19790231", "1979"),
            ("99990512", "unknown"),
            ("5 января 2002 г.", "2002-01-05"),
            ("44927", "2023-01-01"),
            ("s/d", "unknown"),
            ("", "unknown"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(read("١٤٠٥ هـ"), "1984-01-01/1985-12-31");
    }

    #[test]
    fn dates_agree_by_what_is_known() {
        let level = |a: &str, b: &str| {
            let date = |text: &str| Compact::of(&PartialDate::parse(text).unwrap());
            assert_eq!(agreement(&date(a), &date(b)), agreement(&date(b), &date(a)));
            agreement(&date(a), &date(b))
        };
        assert_eq!(level("1979-05-12", "1979-05-12"), level::SAME);
        assert_eq!(level("1979", "1979"), level::SAME_COARSE);
        assert_eq!(level("1979", "1979-05-12"), level::WITHIN);
        assert_eq!(level("1979-05-12", "1979-12-05"), level::SWAPPED);
        assert_eq!(level("1979-05-12", "1980-05-12"), level::ONE_PART);
        assert_eq!(level("1979-05-12", "1979-05-20"), level::ONE_PART);
        assert_eq!(level("1979", "1980"), level::NEAR);
        assert_eq!(level("1979", "1985"), level::DIFFERENT);
        assert_eq!(level("1979", "2005"), level::GENERATION);
        assert_eq!(level("1979", "unknown"), level::MISSING);
    }

    #[test]
    fn exchanged_days_share_a_key() {
        let key = |text: &str| Compact::of(&PartialDate::parse(text).unwrap()).day_key();
        assert_eq!(key("1979-05-12"), key("1979-12-05"));
        assert_ne!(key("1979-05-12"), key("1979-05-13"));
        assert_eq!(key("1979"), None);
    }
}
