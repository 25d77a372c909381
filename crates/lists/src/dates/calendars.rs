//! Days of other calendars as days of ours.
//!
//! `icu_calendar` is well kept and right, but brings a dozen crates and its own tables for five
//! calendars whose arithmetic is a page; a parser of hostile files is better off with the page. The
//! rules are those of Dershowitz and Reingold, *Calendrical Calculations*; the tests hold them
//! against days that are known.

use kernel::{Calendar, DateValue, Day, PartialDate};

/// Day 1 is the first of January of the year 1.
fn of_fixed(fixed: i64) -> Option<Day> {
    let since_1970 = i32::try_from(fixed - 719_163).ok()?;
    // Within what a day can be; `plus` saturates nowhere else.
    (-600_000..200_000)
        .contains(&since_1970)
        .then(|| Day::new(1970, 1, 1).map(|day| day.plus(since_1970)))
        .flatten()
}

/// The first day of a month; nothing where there is no such month.
fn start_of_month(calendar: Calendar, year: i64, month: i64) -> Option<i64> {
    Some(match calendar {
        Calendar::Persian => {
            if !(1200..=1500).contains(&year) || !(1..=12).contains(&month) {
                return None;
            }
            // The rule of 33 years, which is the astronomical one for all years that people live in.
            let new_year = 226_895 + 365 * (year - 1) + (8 * year + 21).div_euclid(33);
            new_year
                + if month <= 7 {
                    31 * (month - 1)
                } else {
                    30 * (month - 1) + 6
                }
        }
        Calendar::Islamic => {
            if !(1200..=1600).contains(&year) || !(1..=12).contains(&month) {
                return None;
            }
            227_015
                + 354 * (year - 1)
                + (3 + 11 * year).div_euclid(30)
                + 29 * (month - 1)
                + month / 2
        }
        Calendar::Ethiopic => {
            if !(1700..=2200).contains(&year) || !(1..=13).contains(&month) {
                return None;
            }
            2_796 + 365 * (year - 1) + year.div_euclid(4) + 30 * (month - 1)
        }
        Calendar::Gregorian | Calendar::Buddhist | Calendar::Minguo => return None,
    })
}

fn next_month(calendar: Calendar, year: i64, month: i64) -> Option<i64> {
    let months = if calendar == Calendar::Ethiopic {
        13
    } else {
        12
    };
    if month < months {
        start_of_month(calendar, year, month + 1)
    } else {
        start_of_month(calendar, year + 1, 1)
    }
}

/// A year, month or day of another calendar; nothing where there is no such one.
///
/// The Islamic month begins when the moon is seen, which differs by a day from place to place: such
/// a day becomes three days, a month is widened by one day at each end.
pub(super) fn convert(
    calendar: Calendar,
    year: i64,
    month: Option<i64>,
    day: Option<i64>,
) -> Option<PartialDate> {
    let value = match calendar {
        Calendar::Gregorian | Calendar::Buddhist | Calendar::Minguo => {
            let shift = match calendar {
                Calendar::Buddhist => -543,
                Calendar::Minguo => 1911,
                _ => 0,
            };
            let year = i16::try_from(year + shift).ok()?;
            if !(1800..=2200).contains(&year) {
                return None;
            }
            match (month, day) {
                (None, None) => DateValue::Year(year),
                (Some(month), None) => {
                    let month = i8::try_from(month).ok()?;
                    if !(1..=12).contains(&month) {
                        return None;
                    }
                    DateValue::Month(year, month)
                }
                (Some(month), Some(day)) => {
                    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
                    DateValue::Day(Day::new(year, month, day)?)
                }
                (None, Some(_)) => return None,
            }
        }
        _ => {
            let (first, last) = match (month, day) {
                (None, None) => (
                    start_of_month(calendar, year, 1)?,
                    start_of_month(calendar, year + 1, 1)? - 1,
                ),
                (Some(month), None) => (
                    start_of_month(calendar, year, month)?,
                    next_month(calendar, year, month)? - 1,
                ),
                (Some(month), Some(day)) => {
                    let first = start_of_month(calendar, year, month)?;
                    let length = next_month(calendar, year, month)? - first;
                    // A month seen a day late has thirty days.
                    let longest = if calendar == Calendar::Islamic {
                        30
                    } else {
                        length
                    };
                    if !(1..=longest).contains(&day) {
                        return None;
                    }
                    (first + day - 1, first + day - 1)
                }
                (None, Some(_)) => return None,
            };
            let blur = i64::from(calendar == Calendar::Islamic);
            if first == last && blur == 0 {
                DateValue::Day(of_fixed(first)?)
            } else {
                DateValue::Range(Some(of_fixed(first - blur)?), Some(of_fixed(last + blur)?))
            }
        }
    };
    Some(PartialDate {
        calendar,
        ..PartialDate::of(value)
    })
}

/// A calendar that a mark beside the year names, and the text without the mark.
pub(super) fn marked(text: &str) -> Option<(Calendar, String)> {
    // The longer marks come first: `هـ.ش` is Persian, `هـ` alone Islamic.
    const MARKS: [(Calendar, &[&str]); 5] = [
        (
            Calendar::Persian,
            &[
                "هجری شمسی",
                "هجري شمسي",
                "هـ.ش",
                "ه.ش",
                "هـ ش",
                "ه ش",
                "هـش",
                "شمسی",
                "خورشیدی",
                "solar hijri",
                "a.p.",
                "s.h.",
                "sh",
            ],
        ),
        (
            Calendar::Islamic,
            &[
                "هجرية",
                "هجري",
                "هجری قمری",
                "هـ",
                "ه",
                "a.h.",
                "ah",
                "hijri",
            ],
        ),
        (
            Calendar::Ethiopic,
            &["ዓ.ም.", "ዓ.ም", "ዓ/ም", "e.c.", "e.c", "ec", "eth.cal."],
        ),
        (Calendar::Buddhist, &["พ.ศ.", "พ.ศ", "b.e.", "be"]),
        (Calendar::Minguo, &["民國", "民国", "minguo", "roc"]),
    ];
    let boundary = |c: Option<char>| c.is_none_or(|c| !c.is_alphabetic());
    for (calendar, marks) in MARKS {
        for mark in marks {
            if let Some(rest) = text.strip_suffix(mark)
                && boundary(rest.chars().next_back())
            {
                return Some((
                    calendar,
                    rest.trim_end_matches([' ', '(', '.', ',']).to_owned(),
                ));
            }
            if let Some(rest) = text.strip_prefix(mark)
                && boundary(rest.chars().next())
            {
                return Some((calendar, rest.trim_start().to_owned()));
            }
        }
    }
    None
}

/// Names of months that only one calendar has, with their numbers.
pub(super) fn month(word: &str) -> Option<(Calendar, i64)> {
    const PERSIAN: [&[&str]; 12] = [
        &["فروردین", "farvardin"],
        &["اردیبهشت", "ordibehesht"],
        &["خرداد", "khordad"],
        &["تیر", "tir"],
        &["مرداد", "امرداد", "mordad"],
        &["شهریور", "shahrivar"],
        &["مهر", "mehr"],
        &["آبان", "aban"],
        &["آذر", "azar"],
        &["دی", "dey"],
        &["بهمن", "bahman"],
        &["اسفند", "esfand"],
    ];
    const ISLAMIC: [&[&str]; 12] = [
        &["محرم", "muharram"],
        &["صفر", "safar"],
        &["ربيع الأول", "ربيع الاول"],
        &["ربيع الآخر", "ربيع الثاني"],
        &["جمادى الأولى", "جمادى الاولى"],
        &["جمادى الآخرة", "جمادى الثانية"],
        &["رجب", "rajab"],
        &["شعبان", "shaban"],
        &["رمضان", "ramadan"],
        &["شوال", "shawwal"],
        &["ذو القعدة", "ذي القعدة"],
        &["ذو الحجة", "ذي الحجة"],
    ];
    const ETHIOPIC: [&[&str]; 13] = [
        &["መስከረም", "meskerem"],
        &["ጥቅምት", "tikimt"],
        &["ኅዳር", "ህዳር", "hidar"],
        &["ታኅሣሥ", "ታህሳስ", "tahsas"],
        &["ጥር", "tir"],
        &["የካቲት", "yekatit"],
        &["መጋቢት", "megabit"],
        &["ሚያዝያ", "miyazya"],
        &["ግንቦት", "ginbot"],
        &["ሰኔ", "sene"],
        &["ሐምሌ", "ሀምሌ", "hamle"],
        &["ነሐሴ", "ነሀሴ", "nehase"],
        &["ጳጉሜ", "ጳጉሜን", "pagume"],
    ];
    // `Tir` is the fourth month of one and the fifth of another calendar: it tells nothing alone.
    if word == "tir" {
        return None;
    }
    let find = |months: &[&[&str]]| {
        (1_i64..)
            .zip(months)
            .find(|(_, names)| names.contains(&word))
            .map(|(number, _)| number)
    };
    find(&PERSIAN)
        .map(|n| (Calendar::Persian, n))
        .or_else(|| find(&ISLAMIC).map(|n| (Calendar::Islamic, n)))
        .or_else(|| find(&ETHIOPIC).map(|n| (Calendar::Ethiopic, n)))
}

/// Months of the Thai calendar are ours under other names.
pub(super) fn thai_month(word: &str) -> Option<i64> {
    const MONTHS: [&[&str]; 12] = [
        &["มกราคม", "ม.ค."],
        &["กุมภาพันธ์", "ก.พ."],
        &["มีนาคม", "มี.ค."],
        &["เมษายน", "เม.ย."],
        &["พฤษภาคม", "พ.ค."],
        &["มิถุนายน", "มิ.ย."],
        &["กรกฎาคม", "ก.ค."],
        &["สิงหาคม", "ส.ค."],
        &["กันยายน", "ก.ย."],
        &["ตุลาคม", "ต.ค."],
        &["พฤศจิกายน", "พ.ย."],
        &["ธันวาคม", "ธ.ค."],
    ];
    (1_i64..)
        .zip(MONTHS)
        .find(|(_, names)| names.contains(&word))
        .map(|(number, _)| number)
}

/// Whether a word is the name of a month in Thai.
pub(super) fn is_thai_month(word: &str) -> bool {
    thai_month(word).is_some()
}

/// Reads a date of another calendar: year, month and day in figures, or the month by its name.
/// Nothing where the text is none; a doubt is the caller's.
pub(super) fn read(text: &str, calendar: Calendar) -> Option<Result<PartialDate, ()>> {
    let mut named: Option<i64> = None;
    let mut numbers: Vec<(usize, i64)> = Vec::new();
    for piece in pieces(text) {
        if piece.starts_with(|c: char| c.is_ascii_digit()) {
            numbers.push((piece.len(), piece.parse().ok()?));
        } else if let Some((of, number)) = month(piece) {
            if of != calendar {
                return None;
            }
            named = Some(number);
        } else if let Some(number) = thai_month(piece) {
            named = Some(number);
        } else if !matches!(
            piece,
            "سنة" | "عام" | "سال" | "ماه" | "of" | "ዓመት" | "ቀን" | "من" | "พ.ศ." | "ปี"
        ) {
            return None;
        }
    }
    let years = match calendar {
        Calendar::Minguo => 1..=130,
        Calendar::Buddhist => 2400..=2600,
        Calendar::Persian | Calendar::Islamic => 1200..=1600,
        _ => 1700..=2200,
    };
    let known = |n: i64| (n != 0 && n != 99).then_some(n);
    let (year, month, day) = match (named, numbers.as_slice()) {
        (None, [(_, year)]) => (*year, None, None),
        (Some(month), [(_, year)]) => (*year, Some(month), None),
        (Some(month), [(_, a), (_, b)]) => {
            if years.contains(b) && (*a <= 31 || !years.contains(a)) {
                (*b, Some(month), known(*a))
            } else {
                (*a, Some(month), known(*b))
            }
        }
        (None, [(length, a), (_, b)]) => {
            if years.contains(a) && (*length >= 3 || *b <= 12) {
                (*a, known(*b), None)
            } else {
                (*b, known(*a), None)
            }
        }
        (None, [(length, a), (_, b), (other, c)]) => {
            // The year stands first or last; the month between it and the day.
            if years.contains(a) && (*length >= 3 || *other <= 2 && calendar == Calendar::Minguo) {
                (*a, known(*b), known(*c))
            } else {
                (*c, known(*b), known(*a))
            }
        }
        _ => return None,
    };
    if !years.contains(&year) {
        return Some(Err(()));
    }
    let day = day.filter(|_| month.is_some());
    Some(convert(calendar, year, month, day).ok_or(()))
}

/// Runs of digits and of letters, months of two words as one.
fn pieces(text: &str) -> Vec<&str> {
    const TWO_WORDS: [&str; 11] = [
        "ربيع الأول",
        "ربيع الاول",
        "ربيع الآخر",
        "ربيع الثاني",
        "جمادى الأولى",
        "جمادى الاولى",
        "جمادى الآخرة",
        "جمادى الثانية",
        "ذو القعدة",
        "ذو الحجة",
        "ذي الحجة",
    ];
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let two = TWO_WORDS.iter().find(|two| rest.starts_with(**two));
        let length = if let Some(two) = two {
            two.len()
        } else if first.is_ascii_digit() {
            rest.find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len())
        } else if is_separator(first) {
            first.len_utf8()
        } else {
            rest.find(|c: char| c.is_ascii_digit() || (is_separator(c) && c != '.'))
                .unwrap_or(rest.len())
        };
        let Some((piece, after)) = rest.split_at_checked(length) else {
            return out;
        };
        if !is_separator(first) {
            out.push(piece);
        }
        rest = after;
        if out.len() > 8 {
            return out;
        }
    }
    out
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '/' | '-' | '.' | ',' | '،' | '፣' | '(' | ')')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(calendar: Calendar, year: i64, month: i64, day: i64) -> String {
        convert(calendar, year, Some(month), Some(day)).map_or_else(String::new, |d| d.edtf())
    }

    #[test]
    fn days_that_are_known() {
        for (calendar, y, m, d, wanted) in [
            (Calendar::Persian, 1403, 1, 1, "2024-03-20"),
            (Calendar::Persian, 1400, 1, 1, "2021-03-21"),
            (Calendar::Persian, 1399, 12, 30, "2021-03-20"),
            (Calendar::Persian, 1357, 11, 22, "1979-02-11"),
            (Calendar::Persian, 1401, 6, 25, "2022-09-16"),
            (Calendar::Ethiopic, 2016, 1, 1, "2023-09-12"),
            (Calendar::Ethiopic, 2017, 1, 1, "2024-09-11"),
            (Calendar::Ethiopic, 2000, 1, 1, "2007-09-12"),
            (Calendar::Ethiopic, 2013, 13, 5, "2021-09-10"),
            (Calendar::Buddhist, 2557, 5, 22, "2014-05-22"),
            (Calendar::Minguo, 68, 12, 10, "1979-12-10"),
            (Calendar::Islamic, 1445, 1, 1, "2023-07-18/2023-07-20"),
            (Calendar::Islamic, 1400, 1, 1, "1979-11-20/1979-11-22"),
        ] {
            assert_eq!(day(calendar, y, m, d), wanted, "{calendar:?} {y}-{m}-{d}");
        }
        assert_eq!(day(Calendar::Persian, 1400, 12, 30), "", "no leap year");
        assert_eq!(day(Calendar::Persian, 1400, 13, 1), "");
        assert_eq!(day(Calendar::Ethiopic, 2013, 13, 6), "");
        assert_eq!(day(Calendar::Ethiopic, 2015, 13, 6), "2023-09-11");
    }

    #[test]
    fn years_and_months_become_ranges() {
        let of = |calendar, year, month| convert(calendar, year, month, None).unwrap().edtf();
        assert_eq!(of(Calendar::Persian, 1358, None), "1979-03-21/1980-03-20");
        assert_eq!(
            of(Calendar::Persian, 1358, Some(1)),
            "1979-03-21/1979-04-20"
        );
        assert_eq!(of(Calendar::Buddhist, 2522, None), "1979");
        assert_eq!(of(Calendar::Minguo, 68, Some(12)), "1979-12");
    }
}
