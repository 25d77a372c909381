//! What the cells of a column look like, whatever its header says.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::understand::{prose, status};
use crate::{DateDoubt, DateOrder, Target, read_date, words};

/// A column's cells in figures. Shares are of the filled cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    pub(super) filled: usize,
    pub(super) different: usize,
    pub(super) dates: usize,
    pub(super) standings: usize,
    pub(super) sexes: usize,
    pub(super) addresses: usize,
    pub(super) long: usize,
    pub(super) names: usize,
    pub(super) numbers: usize,
    pub(super) with_address: usize,
    pub(super) lists: usize,
    /// Prose whose words name a birth, an arrest or a verdict.
    pub(super) formulas: usize,
    formulas_seen: usize,
    /// Years that can only be of another calendar.
    pub(super) other_calendar: usize,
    /// Different values and how often, at most 200 of them.
    pub(super) values: HashMap<String, usize>,
    /// First small numbers over 12 in dates such as `24/12/1978`, and second ones.
    pub(super) day_first: usize,
    pub(super) month_first: usize,
    pub(super) numeric_dates: usize,
}

impl Look {
    pub(super) fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let mut look = Self::default();
        let mut seen: HashSet<&str> = HashSet::new();
        for cell in cells {
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            look.filled += 1;
            seen.insert(cell);
            if look.values.len() < 200 || look.values.contains_key(cell) {
                *look.values.entry(cell.to_owned()).or_default() += 1;
            }
            look.examine(cell);
        }
        look.different = seen.len();
        look
    }

    fn examine(&mut self, cell: &str) {
        let has_digit = cell.chars().any(|c| words::digit_value(c).is_some());
        let characters = cell.chars().count();
        if has_digit && characters <= 40 {
            let read = read_date(cell, DateOrder::DayFirst, None);
            if !read.date.is_unknown() && read.doubt.is_none() {
                self.dates += 1;
            }
            self.other_calendar += usize::from(read.doubt == Some(DateDoubt::OtherCalendar));
            self.order(cell);
        }
        if characters <= 60 && status::standing(cell).0.is_some() {
            self.standings += 1;
        }
        if characters <= 12 && status::sex(cell).is_some() {
            self.sexes += 1;
        }
        if cell.starts_with("http://") || cell.starts_with("https://") {
            self.addresses += 1;
        }
        if characters > 80 {
            self.long += 1;
            // A few hundred cells tell as much as thousands.
            if self.long <= 300 {
                self.formulas_seen += 1;
                // A story tells of a verdict too; only a form names the arrest by a word of its own.
                let form = prose::read(cell)
                    .iter()
                    .any(|found| found.target == Target::Arrest);
                self.formulas += usize::from(form);
            } else if self.formulas * 2 > self.formulas_seen {
                self.formulas += 1;
            }
        }
        if cell
            .chars()
            .all(|c| words::digit_value(c).is_some() || matches!(c, '.' | ','))
        {
            self.numbers += 1;
        }
        // `Ana Vel (also known as Anka)`: what stands in brackets after a name is not counted.
        let cell = cell.split('(').next().unwrap_or(cell).trim();
        let characters = cell.chars().count();
        if !has_digit && characters <= 60 {
            let parts = cell.split_whitespace().count();
            let letters = cell
                .chars()
                .filter(|c| c.is_alphabetic() || !c.is_ascii() || *c == '.')
                .count();
            let capital = cell
                .chars()
                .next()
                .is_some_and(|c| c.is_uppercase() || !c.is_lowercase() && !c.is_ascii());
            if (2..=5).contains(&parts) && letters * 10 >= characters * 7 && capital
                || (2..=5).contains(&characters) && kernel::script_of(cell).code() == "Hani"
            {
                self.names += 1;
            }
        }
        if cell.contains([';', '\n']) && custody_or_address(cell) {
            self.with_address += 1;
        }
        if cell.contains(", ") || cell.contains(['|', ';', '\n']) {
            self.lists += 1;
        }
    }

    /// Whether `24/12/1978` or `12/24/1978`.
    fn order(&mut self, cell: &str) {
        let numbers: Vec<u32> = cell
            .split(['/', '-'])
            .map(|part| {
                let digits: String = part
                    .trim()
                    .chars()
                    .map(|c| {
                        words::digit_value(c)
                            .and_then(|d| char::from_digit(d, 10))
                            .unwrap_or(c)
                    })
                    .collect();
                digits.parse().unwrap_or(0)
            })
            .collect();
        if let [first, second, year] = numbers.as_slice()
            && (1..=31).contains(first)
            && (1..=31).contains(second)
            && (32..=2200).contains(year)
        {
            self.numeric_dates += 1;
            self.day_first += usize::from((13..=31).contains(first) && *second <= 12);
            self.month_first += usize::from((13..=31).contains(second) && *first <= 12);
        }
    }

    pub(super) fn share(&self, count: usize) -> f64 {
        if self.filled == 0 {
            return 0.0;
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "counts of sample rows are small"
        )]
        let share = count as f64 / self.filled as f64;
        share
    }

    /// Whether the cells can be a key: a list of honest people repeats one here and there by mistake.
    pub(super) fn is_unique(&self) -> bool {
        let repeated = self.filled - self.different;
        self.filled > 0
            && (repeated * 100 <= self.filled * 15 || repeated <= 3 && self.different > repeated)
    }
}

fn custody_or_address(cell: &str) -> bool {
    cell.split([';', '\n'])
        .next()
        .is_some_and(|place| status::custody_of(place) != "unknown")
}

/// The years of arrest beside one number.
#[derive(Default)]
struct Span {
    latest: i16,
    sum: i64,
    count: i64,
}

impl Span {
    fn average(&self) -> i64 {
        self.sum / self.count.max(1)
    }
}

/// The old and the new number of articles whose words are the same. Takes words, number and year of
/// arrest of each charge.
pub(super) fn renumbered<'a>(
    charges: impl Iterator<Item = (&'a str, &'a str, i16)>,
) -> BTreeMap<String, String> {
    let mut by_words: HashMap<&str, HashMap<&str, Span>> = HashMap::new();
    for (description, article, year) in charges {
        let span = by_words
            .entry(description)
            .or_default()
            .entry(article)
            .or_default();
        span.latest = span.latest.max(year);
        span.sum += i64::from(year);
        span.count += 1;
    }
    let mut out = BTreeMap::new();
    for spans in by_words.values() {
        let mut spans: Vec<_> = spans.iter().collect();
        spans.sort_by_key(|(_, span)| span.latest);
        // A later case of somebody arrested early carries the new number, so the years overlap; the
        // old number ends first and lies clearly earlier as a whole.
        if let [(old, first), (new, second)] = spans.as_slice()
            && first.count >= 3
            && second.count >= 3
            && first.latest < second.latest
            && first.average() + 2 <= second.average()
        {
            out.insert((**old).to_owned(), (**new).to_owned());
        }
    }
    out
}
